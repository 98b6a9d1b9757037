// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/type_internal.h"

/* In all three languages whichever is spoken: they do not contradict each other. */
static const struct answer {
    const char *word;
    bool yes;
} answers[] = {
    {"yes", true}, {"y", true},  {"ja", true},   {"j", true},
    {"no", false}, {"n", false}, {"nej", false},
};

/* The program's own words must give the same value back, so they do not go through gettext. */
static const char *const yes_words[KP_LANG_COUNT] = {"Yes", "Ja", "Ja"};
static const char *const no_words[KP_LANG_COUNT] = {"No", "Nej", "Nej"};

static const char *word_of(bool yes, enum kp_lang lang)
{
    return yes ? yes_words[lang] : no_words[lang];
}

enum kp_status kp_type_yesno_parse(const struct kp_field *field, struct kp_str text,
                                   struct kp_type_context *context, const struct kp_json **out,
                                   struct kp_err *err)
{
    (void)field;
    enum kp_status status = kp_type_readable(text, err);
    if (status)
        return status;
    struct kp_str folded = {NULL, 0};
    if (text.len <= KP_NAME_MAX)
        folded = kp_utf8_fold(context->arena, text);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        if (!kp_str_is(folded, answers[i].word))
            continue;
        *out = kp_json_new_bool(context->arena, answers[i].yes);
        return KP_OK;
    }
    return kp_err_set(err, KP_INVALID, _("\"%s\" is neither %s nor %s"),
                      kp_type_quote(context->arena, text), word_of(true, context->lang),
                      word_of(false, context->lang));
}

enum kp_status kp_type_yesno_check(const struct kp_field *field, const struct kp_json *value,
                                   struct kp_err *err)
{
    (void)field;
    if (kp_json_is_null(value) || value->kind == KP_JSON_BOOL)
        return KP_OK;
    return kp_type_wrong_kind(_("true or false"), value, err);
}

enum kp_status kp_type_yesno_accept(const struct kp_field *field, const struct kp_json *value,
                                    const struct kp_json *old, struct kp_type_context *context,
                                    const struct kp_json **out, struct kp_err *err)
{
    (void)old;
    *out = &kp_json_null;
    if (!kp_json_is_null(value) && value->kind == KP_JSON_STRING)
        return kp_type_accept_typed(field, value, context, out, err);
    enum kp_status status = kp_type_yesno_check(field, value, err);
    if (!status && !kp_json_is_null(value))
        *out = kp_json_new_bool(context->arena, value->boolean);
    return status;
}

void kp_type_yesno_show(const struct kp_field *field, const struct kp_json *value,
                        const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    if (kp_json_is_null(value) || value->kind != KP_JSON_BOOL)
        kp_type_show_any(value, out);
    else
        kp_buf_adds(out, word_of(value->boolean, context->lang));
}

void kp_type_yesno_edit(const struct kp_field *field, const struct kp_json *value,
                        const struct kp_type_context *context, struct kp_buf *out)
{
    if (!kp_json_is_null(value))
        kp_type_yesno_show(field, value, context, out);
}

struct kp_json *kp_type_yesno_schema(const struct kp_field *field, struct kp_arena *arena)
{
    (void)field;
    return kp_type_schema_of(arena, "boolean");
}

void kp_type_yesno_hint(const struct kp_field *field, const struct kp_type_context *context,
                        struct kp_buf *out)
{
    (void)field;
    kp_buf_addf(out, _("%s or %s"), word_of(true, context->lang), word_of(false, context->lang));
}
