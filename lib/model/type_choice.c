// SPDX-License-Identifier: GPL-3.0-or-later
/* choice: one of several. choices: any number of them, in the order of the model. */
#include "model/type_internal.h"

static struct kp_candidates candidates_of(const struct kp_field *field, struct kp_arena *arena)
{
    struct kp_candidates all = {NULL, field->choice_count};
    all.items = kp_arena_alloc(arena, (all.count + 1) * sizeof *all.items);
    for (size_t i = 0; i < all.count; i++)
        kp_candidates_set(&all, i, field->choices[i].id, &field->choices[i].label, arena);
    return all;
}

/* A number from 1 on, of at most six digits; false for anything else. */
static bool read_place(struct kp_str text, size_t *place)
{
    size_t value = 0;
    if (text.len == 0 || text.len > 6)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (size_t)(text.data[i] - '0');
    }
    *place = value;
    return true;
}

/*
 * Who is meant by `text`: a whole id or label is stronger than a place in the list, and that
 * stronger than a beginning. Returns how many fit.
 */
static size_t resolve(const struct kp_candidates *all, struct kp_str text, enum kp_lang lang,
                      struct kp_arena *arena, struct kp_match *match)
{
    *match = kp_candidates_match(all, text, lang, arena);
    size_t place;
    if (!read_place(text, &place) || place == 0 || place > all->count)
        return match->count;
    for (size_t i = 0; i < match->count; i++) {
        const struct kp_candidate *found = &all->items[match->found[i]];
        if (kp_str_equal(found->id, text))
            return match->count;
        for (int l = 0; l < KP_LANG_COUNT; l++)
            if (kp_str_equal(found->label->in[l], text))
                return match->count;
    }
    size_t *index = kp_arena_alloc(arena, sizeof *index);
    *index = place - 1;
    *match = (struct kp_match){index, 1};
    return 1;
}

static enum kp_status resolve_one(const struct kp_candidates *all, struct kp_str text,
                                  enum kp_lang lang, struct kp_arena *arena, size_t *index,
                                  struct kp_err *err)
{
    struct kp_match match;
    size_t count = resolve(all, text, lang, arena, &match);
    if (count == 0)
        return kp_candidates_none(all, text, lang, arena, err);
    if (count > 1)
        return kp_candidates_many(all, &match, text, lang, arena, err);
    *index = match.found[0];
    return KP_OK;
}

/* The label where it says the same when it is typed, else the id. */
static struct kp_str name_to_type(const struct kp_field *field, size_t index, enum kp_lang lang,
                                  bool among_others)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_candidates all = candidates_of(field, &arena);
    struct kp_str label = kp_words_get(&field->choices[index].label, lang);
    struct kp_match match;
    bool separated = among_others &&
                     (kp_str_find(label, ',') < label.len || kp_str_find(label, ';') < label.len);
    bool same =
        !separated && resolve(&all, label, lang, &arena, &match) == 1 && match.found[0] == index;
    kp_arena_release(&arena);
    return same ? label : field->choices[index].id;
}

static size_t index_of(const struct kp_field *field, const struct kp_json *value)
{
    if (value->kind == KP_JSON_STRING)
        for (size_t i = 0; i < field->choice_count; i++)
            if (kp_str_equal(field->choices[i].id, value->text))
                return i;
    return field->choice_count;
}

static enum kp_status check_one(const struct kp_field *field, const struct kp_json *value,
                                struct kp_err *err)
{
    if (value->kind != KP_JSON_STRING)
        return kp_type_wrong_kind(_("a choice's id in quotes"), value, err);
    if (index_of(field, value) < field->choice_count)
        return KP_OK;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_candidates all = candidates_of(field, &arena);
    kp_candidates_none(&all, value->text, KP_LANG_EN, &arena, err);
    kp_arena_release(&arena);
    return KP_INVALID;
}

static void show_one(const struct kp_field *field, const struct kp_json *value, enum kp_lang lang,
                     struct kp_buf *out)
{
    size_t index = index_of(field, value);
    struct kp_str label = {NULL, 0};
    if (index < field->choice_count)
        label = kp_words_get(&field->choices[index].label, lang);
    if (label.len)
        kp_buf_add(out, label);
    else
        kp_type_show_any(value, out);
}

static void edit_one(const struct kp_field *field, const struct kp_json *value, enum kp_lang lang,
                     bool among_others, struct kp_buf *out)
{
    size_t index = index_of(field, value);
    if (index < field->choice_count)
        kp_buf_add(out, name_to_type(field, index, lang, among_others));
    else
        kp_type_show_any(value, out);
}

static struct kp_json *schema_of_one(const struct kp_field *field, struct kp_arena *arena)
{
    struct kp_json *schema = kp_json_new_object(arena);
    struct kp_json *ids = kp_json_new_array(arena);
    for (size_t i = 0; i < field->choice_count; i++)
        kp_json_append(arena, ids, kp_json_new_string(arena, field->choices[i].id));
    kp_json_set(arena, schema, "enum", ids);
    return schema;
}

/* ---- choice */

enum kp_status kp_type_choice_parse(const struct kp_field *field, struct kp_str text,
                                    struct kp_type_context *context, const struct kp_json **out,
                                    struct kp_err *err)
{
    enum kp_status status = kp_type_readable(text, err);
    if (status)
        return status;
    struct kp_candidates all = candidates_of(field, context->arena);
    size_t index = 0;
    status = resolve_one(&all, kp_str_trim(text), context->lang, context->arena, &index, err);
    if (!status)
        *out = kp_json_new_string(context->arena, field->choices[index].id);
    return status;
}

enum kp_status kp_type_choice_accept(const struct kp_field *field, const struct kp_json *value,
                                     const struct kp_json *old, struct kp_type_context *context,
                                     const struct kp_json **out, struct kp_err *err)
{
    (void)old;
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_STRING)
        return check_one(field, value, err);
    return kp_type_accept_typed(field, value, context, out, err);
}

enum kp_status kp_type_choice_check(const struct kp_field *field, const struct kp_json *value,
                                    struct kp_err *err)
{
    return kp_json_is_null(value) ? KP_OK : check_one(field, value, err);
}

void kp_type_choice_show(const struct kp_field *field, const struct kp_json *value,
                         const struct kp_type_context *context, struct kp_buf *out)
{
    if (kp_json_is_null(value))
        kp_type_show_any(value, out);
    else
        show_one(field, value, context->lang, out);
}

void kp_type_choice_edit(const struct kp_field *field, const struct kp_json *value,
                         const struct kp_type_context *context, struct kp_buf *out)
{
    if (!kp_json_is_null(value))
        edit_one(field, value, context->lang, false, out);
}

struct kp_json *kp_type_choice_schema(const struct kp_field *field, struct kp_arena *arena)
{
    return schema_of_one(field, arena);
}

void kp_type_choice_hint(const struct kp_field *field, const struct kp_type_context *context,
                         struct kp_buf *out)
{
    (void)context;
    kp_buf_addf(out, _("a number from 1 to %zu, or the beginning of a name"), field->choice_count);
}

/* ---- choices */

/* Between choices as between people and numbers. */
static bool is_joint(struct kp_str word)
{
    return kp_str_is(word, "&") || kp_str_is(word, "+") || kp_str_is(word, "and") ||
           kp_str_is(word, "og") || kp_str_is(word, "och");
}

/* The first `words` words of `text`, which has single or more spaces between them. */
static struct kp_str first_words(struct kp_str text, size_t words)
{
    size_t end = 0;
    while (words-- && end < text.len) {
        while (end < text.len && text.data[end] == ' ')
            end++;
        while (end < text.len && text.data[end] != ' ')
            end++;
    }
    return kp_str_slice(text, 0, end);
}

/*
 * Choices that stand side by side with only spaces between: the longest run of words that is
 * one choice, then the next. Labels have spaces themselves, so "1 3" and "top management day to
 * day" are both read.
 */
static enum kp_status resolve_run(const struct kp_candidates *all, struct kp_str text,
                                  struct kp_type_context *context, bool *chosen, struct kp_err *err)
{
    enum { LONGEST_RUN = 12 };
    struct kp_match match;
    if (text.len && resolve(all, text, context->lang, context->arena, &match) == 1) {
        chosen[match.found[0]] = true;
        return KP_OK;
    }
    while (text.len) {
        size_t words = LONGEST_RUN;
        struct kp_str run = first_words(text, words);
        while (resolve(all, run, context->lang, context->arena, &match) != 1 && words > 1)
            run = first_words(text, --words);
        size_t index = 0;
        bool joint = match.count == 0 && is_joint(run);
        enum kp_status status = KP_OK;
        if (!joint)
            status = resolve_one(all, run, context->lang, context->arena, &index, err);
        if (status)
            return status;
        if (!joint)
            chosen[index] = true;
        text = kp_str_trim(kp_str_slice(text, run.len, text.len));
    }
    return KP_OK;
}

static const struct kp_json *chosen_ids(const struct kp_field *field, const bool *chosen,
                                        struct kp_arena *arena)
{
    struct kp_json *ids = kp_json_new_array(arena);
    for (size_t i = 0; i < field->choice_count; i++)
        if (chosen[i])
            kp_json_append(arena, ids, kp_json_new_string(arena, field->choices[i].id));
    return ids;
}

static bool is_separator(char c)
{
    return c == ',' || c == ';' || c == '\n';
}

enum kp_status kp_type_choices_parse(const struct kp_field *field, struct kp_str text,
                                     struct kp_type_context *context, const struct kp_json **out,
                                     struct kp_err *err)
{
    enum kp_status status = kp_type_readable(text, err);
    if (status)
        return status;
    struct kp_candidates all = candidates_of(field, context->arena);
    bool *chosen = kp_arena_alloc(context->arena, field->choice_count + 1);
    if (text.len > KP_NAME_MAX)
        return kp_candidates_none(&all, text, context->lang, context->arena, err);
    for (size_t pos = 0; pos <= text.len && !status;) {
        size_t end = pos;
        while (end < text.len && !is_separator(text.data[end]))
            end++;
        struct kp_str part = kp_str_trim(kp_str_slice(text, pos, end - pos));
        status = resolve_run(&all, part, context, chosen, err);
        pos = end + 1;
    }
    size_t count = 0;
    for (size_t i = 0; i < field->choice_count; i++)
        count += chosen[i];
    if (!status && count == 0)
        status = kp_candidates_none(&all, text, context->lang, context->arena, err);
    if (!status)
        *out = chosen_ids(field, chosen, context->arena);
    return status;
}

enum kp_status kp_type_choices_check(const struct kp_field *field, const struct kp_json *value,
                                     struct kp_err *err)
{
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_ARRAY)
        return kp_type_wrong_kind(_("a list of choices' ids"), value, err);
    struct kp_arena arena = KP_ARENA_INIT;
    bool *chosen = kp_arena_alloc(&arena, field->choice_count + 1);
    enum kp_status status = KP_OK;
    KP_JSON_EACH(item, value)
    {
        status = check_one(field, item, err);
        if (status)
            break;
        size_t index = index_of(field, item);
        if (chosen[index]) {
            status = kp_err_set(err, KP_INVALID, _("\"%s\" is there twice"), item->text.data);
            break;
        }
        chosen[index] = true;
    }
    kp_arena_release(&arena);
    return status;
}

enum kp_status kp_type_choices_accept(const struct kp_field *field, const struct kp_json *value,
                                      const struct kp_json *old, struct kp_type_context *context,
                                      const struct kp_json **out, struct kp_err *err)
{
    (void)old;
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind == KP_JSON_STRING)
        return kp_type_accept_typed(field, value, context, out, err);
    if (value->kind != KP_JSON_ARRAY)
        return kp_type_choices_check(field, value, err);
    struct kp_candidates all = candidates_of(field, context->arena);
    bool *chosen = kp_arena_alloc(context->arena, field->choice_count + 1);
    KP_JSON_EACH(item, value)
    {
        size_t index = 0;
        enum kp_status status = item->kind == KP_JSON_STRING
                                    ? resolve_one(&all, kp_str_trim(item->text), context->lang,
                                                  context->arena, &index, err)
                                    : check_one(field, item, err);
        if (status)
            return status;
        chosen[index] = true;
    }
    *out = chosen_ids(field, chosen, context->arena);
    return KP_OK;
}

void kp_type_choices_show(const struct kp_field *field, const struct kp_json *value,
                          const struct kp_type_context *context, struct kp_buf *out)
{
    if (kp_json_is_null(value) || value->kind != KP_JSON_ARRAY || value->count == 0) {
        kp_type_show_any(value && value->kind == KP_JSON_ARRAY ? NULL : value, out);
        return;
    }
    KP_JSON_EACH(item, value)
    {
        kp_buf_adds(out, item == value->first ? "" : ", ");
        show_one(field, item, context->lang, out);
    }
}

void kp_type_choices_edit(const struct kp_field *field, const struct kp_json *value,
                          const struct kp_type_context *context, struct kp_buf *out)
{
    if (kp_json_is_null(value))
        return;
    KP_JSON_EACH(item, value)
    {
        kp_buf_adds(out, item == value->first ? "" : ", ");
        edit_one(field, item, context->lang, true, out);
    }
}

struct kp_json *kp_type_choices_schema(const struct kp_field *field, struct kp_arena *arena)
{
    struct kp_json *schema = kp_type_schema_of(arena, "array");
    kp_json_set(arena, schema, "items", schema_of_one(field, arena));
    kp_json_set_bool(arena, schema, "uniqueItems", true);
    return schema;
}

void kp_type_choices_hint(const struct kp_field *field, const struct kp_type_context *context,
                          struct kp_buf *out)
{
    (void)context;
    kp_buf_addf(out, _("numbers from 1 to %zu or beginnings of names, with commas between"),
                field->choice_count);
}

/* The order of the model, so that the same choices always have the same bytes. */
const struct kp_json *kp_type_choices_canonical(const struct kp_field *field,
                                                const struct kp_json *value, struct kp_arena *arena)
{
    if (value->kind != KP_JSON_ARRAY || kp_type_choices_check(field, value, NULL))
        return value;
    bool *chosen = kp_arena_alloc(arena, field->choice_count + 1);
    KP_JSON_EACH(item, value)
    {
        chosen[index_of(field, item)] = true;
    }
    return chosen_ids(field, chosen, arena);
}
