// SPDX-License-Identifier: GPL-3.0-or-later
/* person: one of the people directory. people: several, in the order they were named. */
#include "model/type_internal.h"

enum { MOST_LISTED = 8, NAMES_MAX = 8 * 1024 };

static bool has_two_letters(struct kp_str text)
{
    size_t letters = 0;
    for (size_t pos = 0; pos < text.len;) {
        int32_t code = kp_utf8_next(text, &pos);
        letters += code >= 0xaa || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    }
    return letters >= 2;
}

static enum kp_status refuse_many(const struct kp_person **found, size_t count, const char *typed,
                                  struct kp_err *err)
{
    struct kp_buf names = KP_BUF_INIT;
    for (size_t i = 0; i < count && i < MOST_LISTED; i++)
        kp_buf_addf(&names, "%s%.*s", i ? ", " : "", KP_STR_ARG(found[i]->name));
    kp_buf_adds(&names, count > MOST_LISTED ? ", …" : "");
    kp_err_set(err, KP_INVALID, _("\"%s\" may be %s; write more of the name"), typed, names.data);
    kp_buf_release(&names);
    return KP_INVALID;
}

/*
 * Who is meant: *known is that person, or NULL when nobody of that name is known yet and the name
 * will do for a new one.
 */
static enum kp_status resolve(struct kp_str text, const struct kp_type_context *context,
                              const struct kp_person **known, struct kp_err *err)
{
    const char *typed = kp_type_quote(context->arena, text);
    *known = NULL;
    if (!context->people)
        return kp_err_set(err, KP_INVALID, _("nobody is known here, not even \"%s\""), typed);
    if (kp_id_valid(text, 'p')) {
        *known = kp_people_by_id(context->people, text);
        return *known ? KP_OK
                      : kp_err_set(err, KP_INVALID,
                                   _("nobody with the id %s is known; write the name"), typed);
    }
    const struct kp_person *found[MOST_LISTED];
    size_t count = kp_people_match(context->people, text, found, MOST_LISTED);
    if (count > 1)
        return refuse_many(found, count, typed, err);
    if (count == 1)
        *known = found[0];
    else if (!has_two_letters(text))
        return kp_err_set(err, KP_INVALID, _("\"%s\" is nobody's name; write the full name"),
                          typed);
    return KP_OK;
}

/* The id of who is meant, for whom a place in the directory is made when there is none. */
static enum kp_status resolve_or_add(struct kp_str text, struct kp_type_context *context,
                                     struct kp_str *id, struct kp_err *err)
{
    const struct kp_person *person;
    enum kp_status status = resolve(text, context, &person, err);
    if (!status && !person)
        status = kp_people_add(context->people, context->ids, text, &person, err);
    if (!status)
        *id = person->id;
    return status;
}

static const char *const joints[] = {" & ", " og ", " och ", " and ", " + "};

/* Where the first joint in `text` stands, and how long it is; text.len when there is none. */
static size_t find_joint(struct kp_str text, size_t *len)
{
    size_t best = text.len;
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        struct kp_str joint = kp_str_from(joints[i]);
        size_t at = kp_str_find_str(text, joint);
        if (at < best) {
            best = at;
            *len = joint.len;
        }
    }
    return best;
}

/* The next name of *rest, which moves behind it. */
static struct kp_str take_name(struct kp_str *rest, const struct kp_type_context *context)
{
    size_t end = 0, skip = 1;
    while (end < rest->len && rest->data[end] != ',' && rest->data[end] != ';' &&
           rest->data[end] != '\n')
        end++;
    struct kp_str part = kp_str_slice(*rest, 0, end);
    const struct kp_person *found[1];
    size_t joint = find_joint(part, &skip);
    /* "Bang & Olufsen" may be a name: it is when somebody is called so. */
    if (joint < part.len && kp_people_match(context->people, kp_str_trim(part), found, 1) != 1)
        end = joint;
    else
        skip = 1;
    struct kp_str name = kp_str_trim(kp_str_slice(*rest, 0, end));
    *rest = kp_str_slice(*rest, end + skip, rest->len);
    return name;
}

/* The name where it means the same person when it is typed, else the id. */
static void edit_one(struct kp_str id, const struct kp_type_context *context, bool among_others,
                     struct kp_buf *out)
{
    const struct kp_person *found[1];
    const struct kp_person *person = kp_people_by_id(context->people, id);
    bool same = false;
    if (person) {
        struct kp_str rest = person->name;
        same = !kp_id_valid(person->name, 'p') &&
               kp_people_match(context->people, person->name, found, 1) == 1 && found[0] == person;
        if (same && among_others)
            same = kp_str_equal(take_name(&rest, context), person->name) && rest.len == 0;
    }
    kp_buf_add(out, same ? person->name : id);
}

static enum kp_status check_id(const struct kp_json *value, struct kp_err *err)
{
    if (value->kind != KP_JSON_STRING)
        return kp_type_wrong_kind(_("a person"), value, err);
    if (kp_id_valid(value->text, 'p'))
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("must be a person's id such as p-k3f9q2"));
}

/* ---- person */

enum kp_status kp_type_person_parse(const struct kp_field *field, struct kp_str text,
                                    struct kp_type_context *context, const struct kp_json **out,
                                    struct kp_err *err)
{
    (void)field;
    struct kp_str id;
    enum kp_status status = kp_type_readable(text, err);
    if (!status)
        status = resolve_or_add(kp_str_trim(text), context, &id, err);
    if (!status)
        *out = kp_json_new_string(context->arena, id);
    return status;
}

enum kp_status kp_type_person_accept(const struct kp_field *field, const struct kp_json *value,
                                     const struct kp_json *old, struct kp_type_context *context,
                                     const struct kp_json **out, struct kp_err *err)
{
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_STRING)
        return kp_type_wrong_kind(_("a person's name in quotes"), value, err);
    /* Somebody who was forgotten may stay where the answer has them already. */
    if (old && kp_json_equal(old, value) && kp_id_valid(value->text, 'p')) {
        *out = kp_json_new_string(context->arena, value->text);
        return KP_OK;
    }
    return kp_type_accept_typed(field, value, context, out, err);
}

enum kp_status kp_type_person_check(const struct kp_field *field, const struct kp_json *value,
                                    struct kp_err *err)
{
    (void)field;
    return kp_json_is_null(value) ? KP_OK : check_id(value, err);
}

static void show_one(const struct kp_json *value, const struct kp_type_context *context,
                     struct kp_buf *out)
{
    if (!kp_json_is_null(value) && value->kind == KP_JSON_STRING)
        kp_buf_add(out, kp_people_name(context->people, value->text));
    else
        kp_type_show_any(value, out);
}

void kp_type_person_show(const struct kp_field *field, const struct kp_json *value,
                         const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    show_one(value, context, out);
}

void kp_type_person_edit(const struct kp_field *field, const struct kp_json *value,
                         const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    if (kp_json_is_null(value))
        return;
    if (value->kind == KP_JSON_STRING)
        edit_one(value->text, context, false, out);
    else
        kp_type_show_any(value, out);
}

struct kp_json *kp_type_person_schema(const struct kp_field *field, struct kp_arena *arena)
{
    (void)field;
    return kp_type_schema_id(arena, 'p');
}

void kp_type_person_hint(const struct kp_field *field, const struct kp_type_context *context,
                         struct kp_buf *out)
{
    (void)field;
    (void)context;
    kp_buf_adds(out, _("a name, or the beginning of one that is known"));
}

/* ---- people */

static void add_once(struct kp_arena *arena, struct kp_json *ids, struct kp_str id)
{
    KP_JSON_EACH(item, ids)
    {
        if (kp_str_equal(item->text, id))
            return;
    }
    kp_json_append(arena, ids, kp_json_new_string(arena, id));
}

enum kp_status kp_type_people_parse(const struct kp_field *field, struct kp_str text,
                                    struct kp_type_context *context, const struct kp_json **out,
                                    struct kp_err *err)
{
    (void)field;
    enum kp_status status = kp_type_readable(text, err);
    if (!status && text.len > NAMES_MAX)
        status = kp_err_set(err, KP_INVALID, _("these are too many names"));
    if (status)
        return status;
    /* First who is meant, then the new ones: a slip in the last name leaves nobody behind. */
    size_t names = 0;
    for (struct kp_str rest = text; rest.len && !status;) {
        const struct kp_person *person;
        struct kp_str name = take_name(&rest, context);
        names += name.len > 0;
        if (name.len)
            status = resolve(name, context, &person, err);
    }
    if (!status && names == 0)
        status = kp_err_set(err, KP_INVALID, _("write names, with commas between"));
    struct kp_json *ids = kp_json_new_array(context->arena);
    for (struct kp_str rest = text; rest.len && !status;) {
        struct kp_str id, name = take_name(&rest, context);
        if (name.len)
            status = resolve_or_add(name, context, &id, err);
        if (name.len && !status)
            add_once(context->arena, ids, id);
    }
    if (!status)
        *out = ids;
    return status;
}

static bool has_id(const struct kp_json *list, struct kp_str id)
{
    KP_JSON_EACH(item, list)
    {
        if (item->kind == KP_JSON_STRING && kp_str_equal(item->text, id))
            return true;
    }
    return false;
}

enum kp_status kp_type_people_accept(const struct kp_field *field, const struct kp_json *value,
                                     const struct kp_json *old, struct kp_type_context *context,
                                     const struct kp_json **out, struct kp_err *err)
{
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind == KP_JSON_STRING)
        return kp_type_accept_typed(field, value, context, out, err);
    if (value->kind != KP_JSON_ARRAY)
        return kp_type_wrong_kind(_("a list of names"), value, err);
    struct kp_json *ids = kp_json_new_array(context->arena);
    KP_JSON_EACH(item, value)
    {
        struct kp_str id = item->text;
        if (item->kind != KP_JSON_STRING)
            return kp_type_wrong_kind(_("a list of names"), item, err);
        enum kp_status status = KP_OK;
        if (!kp_id_valid(id, 'p') || !has_id(old, id)) {
            status = kp_type_readable(id, err);
            if (!status)
                status = resolve_or_add(kp_str_trim(id), context, &id, err);
        }
        if (status)
            return status;
        add_once(context->arena, ids, id);
    }
    *out = ids;
    return KP_OK;
}

enum kp_status kp_type_people_check(const struct kp_field *field, const struct kp_json *value,
                                    struct kp_err *err)
{
    (void)field;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_ARRAY)
        return kp_type_wrong_kind(_("a list of people's ids"), value, err);
    KP_JSON_EACH(item, value)
    {
        enum kp_status status = check_id(item, err);
        if (status)
            return status;
        for (const struct kp_json *other = value->first; other != item; other = other->next)
            if (kp_str_equal(other->text, item->text))
                return kp_err_set(err, KP_INVALID, _("\"%s\" is there twice"), item->text.data);
    }
    return KP_OK;
}

void kp_type_people_show(const struct kp_field *field, const struct kp_json *value,
                         const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    if (kp_json_is_null(value) || value->kind != KP_JSON_ARRAY || value->count == 0) {
        kp_type_show_any(value && value->kind == KP_JSON_ARRAY ? NULL : value, out);
        return;
    }
    KP_JSON_EACH(item, value)
    {
        kp_buf_adds(out, item == value->first ? "" : ", ");
        show_one(item, context, out);
    }
}

void kp_type_people_edit(const struct kp_field *field, const struct kp_json *value,
                         const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    if (kp_json_is_null(value))
        return;
    KP_JSON_EACH(item, value)
    {
        kp_buf_adds(out, item == value->first ? "" : ", ");
        if (item->kind == KP_JSON_STRING)
            edit_one(item->text, context, true, out);
        else
            kp_type_show_any(item, out);
    }
}

struct kp_json *kp_type_people_schema(const struct kp_field *field, struct kp_arena *arena)
{
    (void)field;
    struct kp_json *schema = kp_type_schema_of(arena, "array");
    kp_json_set(arena, schema, "items", kp_type_schema_id(arena, 'p'));
    kp_json_set_bool(arena, schema, "uniqueItems", true);
    return schema;
}

void kp_type_people_hint(const struct kp_field *field, const struct kp_type_context *context,
                         struct kp_buf *out)
{
    (void)field;
    (void)context;
    kp_buf_adds(out, _("names with commas between; the beginning will do for those who are known"));
}
