// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/people.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_BYTES = 200, FORMAT = 1 };

static size_t index_of(const struct kp_people *people, struct kp_str id)
{
    size_t low = 0, high = people->sorted;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kp_str_compare(people->items[middle].id, id);
        if (order == 0)
            return middle;
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    for (size_t i = people->sorted; i < people->count; i++)
        if (kp_str_equal(people->items[i].id, id))
            return i;
    return people->count;
}

static struct kp_person *add(struct kp_people *people, struct kp_str id)
{
    people->items = kp_grow(people->items, people->count, &people->cap, sizeof *people->items);
    struct kp_person *person = &people->items[people->count++];
    *person = (struct kp_person){.id = kp_arena_str(&people->arena, id)};
    bool behind = people->count < 2 || kp_str_compare(person[-1].id, id) < 0;
    people->sorted += behind && people->sorted + 1 == people->count;
    return person;
}

static void set_name(struct kp_people *people, struct kp_person *person, struct kp_str name)
{
    person->name = kp_utf8_nfc(&people->arena, kp_arena_str(&people->arena, kp_str_trim(name)));
    person->folded = kp_utf8_fold(&people->arena, person->name);
}

/* ---- the file */

static enum kp_status check_person(const char *file, const struct kp_json *member,
                                   struct kp_err *err)
{
    const struct kp_json *name = kp_json_get(member, "name"), *at = member;
    enum kp_status status = KP_OK;
    if (!kp_id_valid(member->name, 'p')) {
        status =
            kp_err_set(err, KP_INVALID, _("\"%s\" is no person's id; it must be like p-k3f9q2"),
                       member->name.data);
    } else if (!name || name->kind != KP_JSON_STRING || kp_str_trim(name->text).len == 0) {
        at = name ? name : member;
        status = kp_err_set(err, KP_INVALID, _("%s has no name"), member->name.data);
    }
    if (status)
        kp_err_prefix(err, "%s:%u:%u", file, (unsigned)at->line, (unsigned)at->column);
    return status;
}

static enum kp_status check_document(const char *file, const struct kp_json *document,
                                     struct kp_err *err)
{
    int64_t format = kp_json_whole(document, "format", 0);
    if (format > FORMAT)
        return kp_err_set(err, KP_NEWER,
                          _("%s: written by a newer version of kamplan (format %lld); update this "
                            "one"),
                          file, (long long)format);
    const struct kp_json *all = kp_json_get(document, "people");
    if (format != FORMAT || !all || all->kind != KP_JSON_OBJECT)
        return kp_err_set(
            err, KP_INVALID,
            _("%s: not a people directory, which is {\"format\": 1, \"people\": {…}}"), file);
    KP_JSON_EACH(member, all)
    {
        enum kp_status status = check_person(file, member, err);
        if (status)
            return status;
    }
    return KP_OK;
}

enum kp_status kp_people_read(struct kp_people *people, const char *file, struct kp_str bytes,
                              struct kp_err *err)
{
    const struct kp_json *document;
    enum kp_status status = kp_json_read(&people->arena, file, bytes, &document, err);
    if (!status)
        status = check_document(file, document, err);
    if (status)
        return status;
    KP_JSON_EACH(member, kp_json_get(document, "people"))
    {
        size_t index = index_of(people, member->name);
        struct kp_person *person =
            index < people->count ? &people->items[index] : add(people, member->name);
        set_name(people, person, kp_json_text(member, "name"));
        person->document = member;
    }
    return KP_OK;
}

static int by_id(const void *a, const void *b)
{
    const struct kp_person *const *left = a, *const *right = b;
    return kp_str_compare((*left)->id, (*right)->id);
}

void kp_people_write(const struct kp_people *people, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    const struct kp_person **sorted = kp_arena_alloc(&arena, (people->count + 1) * sizeof *sorted);
    for (size_t i = 0; i < people->count; i++)
        sorted[i] = &people->items[i];
    qsort(sorted, people->count, sizeof *sorted, by_id);

    struct kp_json *all = kp_json_new_object(&arena);
    for (size_t i = 0; i < people->count; i++) {
        struct kp_json *member = kp_json_new_object(&arena);
        kp_json_set_string(&arena, member, "name", sorted[i]->name);
        KP_JSON_EACH(other, sorted[i]->document)
        {
            if (!kp_str_is(other->name, "name"))
                kp_json_set(&arena, member, other->name.data, other);
        }
        kp_json_set(&arena, all, sorted[i]->id.data, member);
    }
    struct kp_json *document = kp_json_new_object(&arena);
    kp_json_set_whole(&arena, document, "format", FORMAT);
    kp_json_set(&arena, document, "people", all);
    kp_json_write(out, document);
    kp_arena_release(&arena);
}

/* ---- finding */

const struct kp_person *kp_people_by_id(const struct kp_people *people, struct kp_str id)
{
    size_t index = people ? index_of(people, id) : 0;
    return people && index < people->count ? &people->items[index] : NULL;
}

struct kp_str kp_people_name(const struct kp_people *people, struct kp_str id)
{
    const struct kp_person *person = kp_people_by_id(people, id);
    return person ? person->name : id;
}

/* Whether the folded name, or what follows one of its spaces or hyphens, begins with `text`. */
static bool begins(struct kp_str name, struct kp_str text)
{
    for (size_t i = 0; i < name.len; i++)
        if ((i == 0 || name.data[i - 1] == ' ' || name.data[i - 1] == '-') &&
            kp_str_starts(kp_str_slice(name, i, name.len), text))
            return true;
    return false;
}

size_t kp_people_match(const struct kp_people *people, struct kp_str text,
                       const struct kp_person **found, size_t max)
{
    if (!people || text.len > (size_t)NAME_MAX_BYTES * 4)
        return 0;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_str folded = kp_utf8_fold(&arena, text);
    size_t count = 0;
    for (int whole = 1; whole >= 0 && count == 0 && folded.len; whole--) {
        for (size_t i = 0; i < people->count; i++) {
            struct kp_str name = people->items[i].folded;
            if (whole ? !kp_str_equal(name, folded) : !begins(name, folded))
                continue;
            if (count < max)
                found[count] = &people->items[i];
            count++;
        }
    }
    kp_arena_release(&arena);
    return count;
}

/* ---- adding */

static enum kp_status check_name(struct kp_str name, struct kp_err *err)
{
    if (!kp_utf8_valid(name, NULL))
        return kp_err_set(err, KP_INVALID, _("the name is not UTF-8 text; type it again"));
    if (name.len == 0)
        return kp_err_set(err, KP_INVALID, _("a name is needed"));
    if (name.len > NAME_MAX_BYTES)
        return kp_err_set(err, KP_INVALID, _("a name has at most %d characters"), NAME_MAX_BYTES);
    bool shows = !kp_utf8_has_hidden(name);
    for (size_t i = 0; i < name.len && shows; i++)
        shows = (unsigned char)name.data[i] >= ' ';
    if (!shows)
        return kp_err_set(err, KP_INVALID,
                          _("the name has a character that does not show; type it again"));
    return KP_OK;
}

enum kp_status kp_people_add(struct kp_people *people, struct kp_ids *ids, struct kp_str name,
                             const struct kp_person **out, struct kp_err *err)
{
    name = kp_str_trim(name);
    enum kp_status status = check_name(name, err);
    if (status)
        return status;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_str folded = kp_utf8_fold(&arena, name);
    *out = NULL;
    for (size_t i = 0; i < people->count && !*out; i++)
        if (kp_str_equal(people->items[i].folded, folded))
            *out = &people->items[i];
    kp_arena_release(&arena);
    if (*out)
        return KP_OK;
    char id[KP_ID_SIZE];
    do
        kp_id_make(ids, 'p', id);
    while (index_of(people, kp_str_from(id)) < people->count);
    struct kp_person *person = add(people, kp_str_from(id));
    set_name(people, person, name);
    *out = person;
    return KP_OK;
}

void kp_people_put(struct kp_people *people, struct kp_str id, struct kp_str name)
{
    if (index_of(people, id) < people->count)
        return;
    set_name(people, add(people, id), name);
}

void kp_people_release(struct kp_people *people)
{
    free(people->items);
    kp_arena_release(&people->arena);
    *people = (struct kp_people)KP_PEOPLE_INIT;
}
