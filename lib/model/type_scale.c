// SPDX-License-Identifier: GPL-3.0-or-later
/* scale: a number whose every step has words. The axes of a position are scales too. */
#include "model/type_internal.h"

static int64_t lowest(const struct kp_scale *scale)
{
    return scale->count ? scale->steps[0].value : 0;
}

static int64_t highest(const struct kp_scale *scale)
{
    return scale->count ? scale->steps[scale->count - 1].value : 0;
}

static void add_step(const struct kp_scale_step *step, enum kp_lang lang, struct kp_buf *out)
{
    kp_buf_addf(out, "%d – %.*s", step->value, KP_STR_ARG(kp_words_get(&step->label, lang)));
}

enum kp_status kp_scale_refuse(const struct kp_scale *scale, const char *typed, enum kp_lang lang,
                               struct kp_err *err)
{
    struct kp_buf steps = KP_BUF_INIT;
    for (size_t i = 0; i < scale->count; i++) {
        kp_buf_adds(&steps, i ? "; " : "");
        add_step(&scale->steps[i], lang, &steps);
    }
    kp_err_set(err, KP_INVALID,
               _("\"%s\" is no step of the scale, which goes from %lld to %lld: %s"), typed,
               (long long)lowest(scale), (long long)highest(scale), steps.data);
    kp_buf_release(&steps);
    return KP_INVALID;
}

static struct kp_candidates candidates_of(const struct kp_scale *scale, struct kp_arena *arena)
{
    struct kp_candidates all = {NULL, scale->count};
    all.items = kp_arena_alloc(arena, (all.count + 1) * sizeof *all.items);
    for (size_t i = 0; i < all.count; i++)
        kp_candidates_set(&all, i, kp_arena_format(arena, "%d", scale->steps[i].value),
                          &scale->steps[i].label, arena);
    return all;
}

/* KP_INVALID with the steps that fit equally well. */
static enum kp_status refuse_many(const struct kp_scale *scale, const struct kp_match *match,
                                  const char *typed, enum kp_lang lang, struct kp_err *err)
{
    struct kp_buf steps = KP_BUF_INIT;
    for (size_t i = 0; i < match->count; i++) {
        kp_buf_adds(&steps, i ? "; " : "");
        add_step(&scale->steps[match->found[i]], lang, &steps);
    }
    kp_err_set(err, KP_INVALID, _("\"%s\" fits several: %s; write more of it, or the number"),
               typed, steps.data);
    kp_buf_release(&steps);
    return KP_INVALID;
}

enum kp_status kp_scale_parse(const struct kp_scale *scale, struct kp_str text,
                              struct kp_type_context *context, int64_t *out, struct kp_err *err)
{
    struct kp_arena *arena = context->arena;
    struct kp_str digits = text;
    if (digits.len > 1 && digits.data[0] == '+')
        digits = kp_str_slice(digits, 1, digits.len);
    struct kp_number number;
    int64_t whole;
    /* The language does not matter: a step has no decimals. */
    if (digits.len < 32 && digits.data[0] != '+' &&
        !kp_number_parse(digits, context->lang, (struct kp_str){NULL, 0}, &number, NULL)) {
        if (!kp_number_whole(number, &whole) || !kp_scale_at(scale, whole))
            return kp_scale_refuse(scale, kp_type_quote(arena, text), context->lang, err);
        *out = whole;
        return KP_OK;
    }
    struct kp_candidates all = candidates_of(scale, arena);
    struct kp_match match = kp_candidates_match(&all, text, context->lang, arena);
    if (match.count == 0)
        return kp_scale_refuse(scale, kp_type_quote(arena, text), context->lang, err);
    if (match.count > 1)
        return refuse_many(scale, &match, kp_type_quote(arena, text), context->lang, err);
    *out = scale->steps[match.found[0]].value;
    return KP_OK;
}

enum kp_status kp_scale_check(const struct kp_scale *scale, const struct kp_json *value,
                              enum kp_lang lang, struct kp_err *err)
{
    if (value->kind != KP_JSON_NUMBER)
        return kp_type_wrong_kind(_("a number"), value, err);
    int64_t whole;
    if (!value->literal.len && kp_number_whole(value->number, &whole) && kp_scale_at(scale, whole))
        return KP_OK;
    struct kp_buf typed = KP_BUF_INIT;
    kp_type_show_any(value, &typed);
    kp_scale_refuse(scale, typed.data, lang, err);
    kp_buf_release(&typed);
    return KP_INVALID;
}

struct kp_json *kp_scale_schema(const struct kp_scale *scale, struct kp_arena *arena)
{
    struct kp_json *schema = kp_type_schema_of(arena, "integer");
    kp_json_set_whole(arena, schema, "minimum", lowest(scale));
    kp_json_set_whole(arena, schema, "maximum", highest(scale));
    return schema;
}

enum kp_status kp_type_scale_parse(const struct kp_field *field, struct kp_str text,
                                   struct kp_type_context *context, const struct kp_json **out,
                                   struct kp_err *err)
{
    enum kp_status status = kp_type_readable(text, err);
    int64_t value = 0;
    if (!status)
        status = kp_scale_parse(&field->scale, kp_str_trim(text), context, &value, err);
    if (!status)
        *out = kp_json_new_whole(context->arena, value);
    return status;
}

enum kp_status kp_type_scale_check(const struct kp_field *field, const struct kp_json *value,
                                   struct kp_err *err)
{
    return kp_json_is_null(value) ? KP_OK : kp_scale_check(&field->scale, value, KP_LANG_EN, err);
}

enum kp_status kp_type_scale_accept(const struct kp_field *field, const struct kp_json *value,
                                    const struct kp_json *old, struct kp_type_context *context,
                                    const struct kp_json **out, struct kp_err *err)
{
    (void)old;
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind == KP_JSON_STRING)
        return kp_type_accept_typed(field, value, context, out, err);
    enum kp_status status = kp_scale_check(&field->scale, value, context->lang, err);
    if (!status)
        *out = kp_json_new_number(context->arena, value->number);
    return status;
}

void kp_type_scale_show(const struct kp_field *field, const struct kp_json *value,
                        const struct kp_type_context *context, struct kp_buf *out)
{
    int64_t whole;
    const struct kp_scale_step *step = NULL;
    if (!kp_json_is_null(value) && value->kind == KP_JSON_NUMBER && !value->literal.len &&
        kp_number_whole(value->number, &whole))
        step = kp_scale_at(&field->scale, whole);
    if (step)
        add_step(step, context->lang, out);
    else
        kp_type_show_any(value, out);
}

void kp_type_scale_edit(const struct kp_field *field, const struct kp_json *value,
                        const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    (void)context;
    if (!kp_json_is_null(value))
        kp_type_show_any(value, out);
}

struct kp_json *kp_type_scale_schema(const struct kp_field *field, struct kp_arena *arena)
{
    return kp_scale_schema(&field->scale, arena);
}

void kp_type_scale_hint(const struct kp_field *field, const struct kp_type_context *context,
                        struct kp_buf *out)
{
    (void)context;
    kp_buf_addf(out, _("a number from %lld to %lld, or the beginning of its words"),
                (long long)lowest(&field->scale), (long long)highest(&field->scale));
}
