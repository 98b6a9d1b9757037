// SPDX-License-Identifier: GPL-3.0-or-later
/* The journal's first line: what the session is. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/session_internal.h"

enum { HASH_LENGTH = 40, NAME_MAX_BYTES = 255 };

static void set_cycle(struct kp_arena *arena, struct kp_json *object, struct kp_cycle cycle)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_cycle_print(&text, cycle);
    kp_json_set_string(arena, object, "cycle", kp_buf_str(&text));
    kp_buf_release(&text);
}

static void set_person(struct kp_arena *arena, struct kp_json *names,
                       const struct kp_people *people, struct kp_str id)
{
    const struct kp_person *person = kp_people_by_id(people, id);
    if (person)
        kp_json_set_string(arena, names, id.data, person->name);
}

void kp_session_header_write(struct kp_buf *out, const struct kp_session_header *header,
                             const struct kp_people *people, struct kp_str snapshot_bytes)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_json *line = kp_json_new_object(&arena);
    struct kp_json *names = kp_json_new_object(&arena);
    struct kp_buf date = KP_BUF_INIT;
    const struct kp_json *snapshot = NULL;

    kp_date_print(&date, header->date);
    kp_json_set_whole(&arena, line, "format", 1);
    kp_json_set_string(&arena, line, "id", header->id);
    kp_json_set_string(&arena, line, "account", header->account);
    set_cycle(&arena, line, header->cycle);
    kp_json_set_string(&arena, line, "date", kp_buf_str(&date));
    kp_json_set_whole(&arena, line, "started", header->started);
    kp_json_set_string(&arena, line, "base", header->base);
    kp_json_set_string(&arena, line, "facilitator", header->facilitator);
    set_person(&arena, names, people, header->facilitator);
    if (header->attendees) {
        kp_json_set(&arena, line, "attendees", header->attendees);
        KP_JSON_EACH(id, header->attendees)
        {
            set_person(&arena, names, people, id->text);
        }
    }
    if (header->roles)
        kp_json_set(&arena, line, "roles", header->roles);
    if (header->card)
        kp_json_set(&arena, line, "card", header->card);
    if (header->parked)
        kp_json_set(&arena, line, "parked", header->parked);
    KP_JSON_EACH(role, header->card)
    {
        set_person(&arena, names, people, role->name);
    }
    kp_json_set(&arena, line, "people", names);
    kp_json_set_string(&arena, line, "snapshot", header->snapshot);
    if (!kp_json_read(&arena, "snapshot", snapshot_bytes, &snapshot, NULL))
        kp_json_set(&arena, line, "held_with", snapshot);
    kp_json_write_line(out, line);
    kp_buf_release(&date);
    kp_arena_release(&arena);
}

/* Letters, digits and dashes, as slugs and snapshots are named: safe as a part of a path. */
static bool is_name(struct kp_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (i == 0 || (c != '-' && c != '_')))
            return false;
    }
    return text.len > 0 && text.len <= NAME_MAX_BYTES;
}

static bool is_hash(struct kp_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
            return false;
    }
    return text.len == HASH_LENGTH;
}

static bool are_people(const struct kp_json *ids)
{
    KP_JSON_EACH(id, ids)
    {
        if (id->kind != KP_JSON_STRING || !kp_id_valid(id->text, 'p'))
            return false;
    }
    return !ids || ids->kind == KP_JSON_ARRAY;
}

static bool are_points(const struct kp_json *points)
{
    KP_JSON_EACH(point, points)
    {
        struct kp_str text = kp_json_text(point, "text");
        if (!text.len || kp_utf8_has_hidden(text) || !are_people(kp_json_get(point, "people")))
            return false;
    }
    return !points || points->kind == KP_JSON_ARRAY;
}

/* Whether everything has the form that the program gives it: a session is not begun on less. */
static bool is_whole(const struct kp_session_header *header)
{
    return kp_id_valid(header->id, 's') && is_name(header->account) && is_hash(header->base) &&
           is_name(header->snapshot) && session_time_valid(header->started) &&
           are_people(header->attendees) && are_points(header->parked) &&
           (!header->facilitator.len || kp_id_valid(header->facilitator, 'p'));
}

static enum kp_status read_format(const char *file, const struct kp_json *header,
                                  struct kp_err *err)
{
    int64_t format = kp_json_whole(header, "format", 0);
    if (format > 1)
        return kp_err_set(
            err, KP_NEWER,
            _("%s: this session was begun with a newer version of kamplan; update the "
              "program to go on with it"),
            file);
    if (format != 1)
        return kp_err_set(err, KP_INVALID, _("%s:1: this is not a session of kamplan"), file);
    return KP_OK;
}

enum kp_status kp_session_header_read(struct kp_arena *arena, const char *file, struct kp_str line,
                                      struct kp_session_header *out,
                                      const struct kp_json **snapshot_document,
                                      struct kp_people *people, struct kp_err *err)
{
    const struct kp_json *header = NULL;
    enum kp_status status = kp_json_read(arena, file, line, &header, err);
    if (!status)
        status = read_format(file, header, err);
    if (status)
        return status;
    *out = (struct kp_session_header){
        .id = kp_json_text(header, "id"),
        .account = kp_json_text(header, "account"),
        .base = kp_json_text(header, "base"),
        .snapshot = kp_json_text(header, "snapshot"),
        .started = kp_json_whole(header, "started", -1),
        .facilitator = kp_json_text(header, "facilitator"),
        .attendees = kp_json_get(header, "attendees"),
        .roles = kp_json_get(header, "roles"),
        .card = kp_json_get(header, "card"),
        .parked = kp_json_get(header, "parked"),
    };
    *snapshot_document = kp_json_get(header, "held_with");
    if (!*snapshot_document || !is_whole(out) ||
        kp_cycle_read(kp_json_text(header, "cycle"), &out->cycle, NULL) ||
        kp_date_read(kp_json_text(header, "date"), &out->date, NULL))
        return kp_err_set(err, KP_INVALID, _("%s:1: this is not a session of kamplan"), file);
    KP_JSON_EACH(person, kp_json_get(header, "people"))
    {
        if (kp_id_valid(person->name, 'p') && person->kind == KP_JSON_STRING &&
            session_name_valid(person->text))
            kp_people_put(people, person->name, person->text);
    }
    return KP_OK;
}
