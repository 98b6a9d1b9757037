// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/id.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/plan.h"
#include "model/type.h"

static const char *const states[] = {"new", "changed", "confirmed"};
static const char *const bases[] = {"", "fact", "assumed", "customer"};
static const char *const members[] = {"format",  "value",   "state", "cycle",
                                      "session", "said_by", "basis", "inactive"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *kp_answer_state_name(enum kp_answer_state state)
{
    return states[state];
}

const char *kp_basis_name(enum kp_basis basis)
{
    return bases[basis];
}

bool kp_basis_read(struct kp_str text, enum kp_basis *basis)
{
    for (size_t i = 1; i < COUNT(bases); i++) {
        if (kp_str_is(text, bases[i])) {
            *basis = (enum kp_basis)i;
            return true;
        }
    }
    return false;
}

struct reader {
    const char *file;
    const struct kp_json *document;
    struct kp_err *err;
};

__attribute__((format(printf, 3, 4))) static enum kp_status
fail(const struct reader *r, const struct kp_json *at, const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    kp_err_set(r->err, KP_INVALID, "%s:%u:%u: %s", r->file, (unsigned)at->line,
               (unsigned)at->column, text.data);
    kp_buf_release(&text);
    return KP_INVALID;
}

/* A member of the right kind; NULL when it is not there, which is an error when it is needed. */
static enum kp_status get(const struct reader *r, const char *name, enum kp_json_kind kind,
                          bool needed, const struct kp_json **out)
{
    *out = kp_json_get(r->document, name);
    if (!*out)
        return needed ? fail(r, r->document, _("\"%s\" is missing"), name) : KP_OK;
    if ((*out)->kind == kind)
        return KP_OK;
    return fail(r, *out, _("\"%s\" must be %s, not %s"), name, kp_json_kind_name(kind),
                kp_json_kind_name((*out)->kind));
}

static enum kp_status fail_word(const struct reader *r, const struct kp_json *at,
                                const char *format)
{
    struct kp_buf shown = KP_BUF_INIT;
    kp_utf8_add_visible(&shown, kp_utf8_fit(at->text, 60), false);
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_addf(&text, "\"%s\" %s", shown.data, format);
    fail(r, at, "%s", text.data);
    kp_buf_release(&shown);
    kp_buf_release(&text);
    return KP_INVALID;
}

static enum kp_status read_format(const struct reader *r)
{
    const struct kp_json *format;
    int64_t whole;
    enum kp_status status = get(r, "format", KP_JSON_NUMBER, true, &format);
    if (status)
        return status;
    if (format->literal.len || !kp_number_whole(format->number, &whole) || whole < 1)
        return fail(r, format, _("\"format\" must be 1"));
    if (whole > 1)
        return kp_err_set(r->err, KP_NEWER,
                          _("%s: written by a newer version of kamplan; update the program"),
                          r->file);
    return KP_OK;
}

static enum kp_status read_state(const struct reader *r, struct kp_answer *out)
{
    const struct kp_json *state;
    enum kp_status status = get(r, "state", KP_JSON_STRING, true, &state);
    if (status)
        return status;
    for (size_t i = 0; i < COUNT(states); i++) {
        if (kp_str_is(state->text, states[i])) {
            out->state = (enum kp_answer_state)i;
            return KP_OK;
        }
    }
    return fail_word(r, state, _("is no state; it is new, changed or confirmed"));
}

static enum kp_status read_cycle(const struct reader *r, struct kp_answer *out)
{
    const struct kp_json *cycle;
    enum kp_status status = get(r, "cycle", KP_JSON_STRING, true, &cycle);
    if (!status && kp_cycle_read(cycle->text, &out->cycle, NULL))
        status = fail_word(r, cycle, _("is no cycle; it is written like 2026H1"));
    return status;
}

/* <date>-<script>, and -2, -3 … behind it for a second one on that day. */
static bool is_session(struct kp_str session)
{
    enum { DATE = 10, MAX = 200 };
    struct kp_date date;
    if (session.len < DATE + 2 || session.len > MAX || session.data[DATE] != '-' ||
        kp_date_read(kp_str_slice(session, 0, DATE), &date, NULL))
        return false;
    for (size_t i = DATE + 1; i < session.len; i++) {
        char c = session.data[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_')
            return false;
    }
    return true;
}

static enum kp_status read_session(const struct reader *r, struct kp_answer *out)
{
    const struct kp_json *session;
    enum kp_status status = get(r, "session", KP_JSON_STRING, true, &session);
    if (status)
        return status;
    if (!is_session(session->text))
        return fail_word(r, session,
                         _("is no session; it is a date and a script, like "
                           "2026-03-02-account-plan"));
    out->session = session->text;
    return KP_OK;
}

static enum kp_status read_said_by(const struct reader *r, struct kp_answer *out)
{
    const struct kp_json *people;
    enum kp_status status = get(r, "said_by", KP_JSON_ARRAY, false, &people);
    if (status)
        return status;
    KP_JSON_EACH(person, people)
    {
        if (person->kind != KP_JSON_STRING)
            return fail(r, person, _("\"said_by\" lists people's ids, not %s"),
                        kp_json_kind_name(person->kind));
        if (!kp_id_valid(person->text, 'p'))
            return fail_word(r, person, _("is no person's id; it is written like p-k3f9q2"));
    }
    out->said_by = people && people->count ? people : NULL;
    return KP_OK;
}

static enum kp_status read_rest(const struct reader *r, struct kp_answer *out)
{
    const struct kp_json *basis, *inactive;
    enum kp_status status = get(r, "basis", KP_JSON_STRING, false, &basis);
    if (!status && basis && !kp_basis_read(basis->text, &out->basis))
        status = fail_word(r, basis, _("is no basis; it is fact, assumed or customer"));
    if (!status)
        status = get(r, "inactive", KP_JSON_BOOL, false, &inactive);
    if (!status)
        out->inactive = inactive && inactive->boolean;
    return status;
}

enum kp_status kp_answer_read(struct kp_arena *arena, const char *file, struct kp_str field,
                              struct kp_str bytes, struct kp_answer *out, struct kp_err *err)
{
    struct reader r = {file, NULL, err};
    enum kp_status status = kp_json_read(arena, file, bytes, &r.document, err);
    if (status)
        return status;
    if (r.document->kind != KP_JSON_OBJECT)
        return fail(&r, r.document, _("an answer's file holds an object, not %s"),
                    kp_json_kind_name(r.document->kind));
    *out = (struct kp_answer){.field = kp_arena_str(arena, field), .document = r.document};
    status = read_format(&r);
    if (status)
        return status;
    out->value = kp_json_get(r.document, "value");
    if (!out->value)
        return fail(&r, r.document, _("\"%s\" is missing"), "value");
    status = read_state(&r, out);
    if (!status)
        status = read_cycle(&r, out);
    if (!status)
        status = read_session(&r, out);
    if (!status)
        status = read_said_by(&r, out);
    if (!status)
        status = read_rest(&r, out);
    return status;
}

static bool is_member(struct kp_str name)
{
    for (size_t i = 0; i < COUNT(members); i++)
        if (kp_str_is(name, members[i]))
            return true;
    return false;
}

static void set_members(const struct kp_answer *answer, const struct kp_field *field,
                        struct kp_arena *arena, struct kp_json *object)
{
    const struct kp_json *value = answer->value ? answer->value : &kp_json_null;
    if (field && !kp_json_is_null(value))
        value = kp_value_canonical(field, value, arena);
    kp_json_set(arena, object, "value", value);
    kp_json_set_string(arena, object, "state", kp_str_from(states[answer->state]));
    struct kp_buf cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, answer->cycle);
    kp_json_set_string(arena, object, "cycle", kp_buf_str(&cycle));
    kp_buf_release(&cycle);
    if (answer->session.len)
        kp_json_set_string(arena, object, "session", answer->session);
    if (answer->said_by && answer->said_by->count)
        kp_json_set(arena, object, "said_by", answer->said_by);
    if (answer->basis != KP_BASIS_NONE)
        kp_json_set_string(arena, object, "basis", kp_str_from(bases[answer->basis]));
    if (answer->inactive)
        kp_json_set_bool(arena, object, "inactive", true);
    KP_JSON_EACH(member, answer->document)
    if (!is_member(member->name))
        kp_json_set(arena, object, kp_arena_str(arena, member->name).data, member);
}

struct kp_json *kp_answer_json(const struct kp_answer *answer, const struct kp_field *field,
                               struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena);
    set_members(answer, field, arena, object);
    return object;
}

void kp_answer_write(const struct kp_answer *answer, const struct kp_field *field,
                     struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_json *object = kp_json_new_object(&arena);
    kp_json_set_whole(&arena, object, "format", 1);
    set_members(answer, field, &arena, object);
    kp_json_write(out, object);
    kp_arena_release(&arena);
}
