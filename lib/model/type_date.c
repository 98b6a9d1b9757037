// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/type_internal.h"

enum kp_status kp_type_date_parse(const struct kp_field *field, struct kp_str text,
                                  struct kp_type_context *context, const struct kp_json **out,
                                  struct kp_err *err)
{
    (void)field;
    enum kp_status status = kp_type_readable(text, err);
    struct kp_date date;
    if (!status)
        status = kp_date_parse(kp_str_trim(text), context->lang, context->today, &date, err);
    if (status)
        return status;
    struct kp_buf iso = KP_BUF_INIT;
    kp_date_print(&iso, date);
    *out = kp_json_new_string(context->arena, kp_buf_str(&iso));
    kp_buf_release(&iso);
    return KP_OK;
}

static enum kp_status wrong_kind(const struct kp_json *value, struct kp_err *err)
{
    return kp_type_wrong_kind(_("a date in quotes, such as \"2026-03-02\""), value, err);
}

enum kp_status kp_type_date_accept(const struct kp_field *field, const struct kp_json *value,
                                   const struct kp_json *old, struct kp_type_context *context,
                                   const struct kp_json **out, struct kp_err *err)
{
    (void)old;
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_STRING)
        return wrong_kind(value, err);
    return kp_type_accept_typed(field, value, context, out, err);
}

enum kp_status kp_type_date_check(const struct kp_field *field, const struct kp_json *value,
                                  struct kp_err *err)
{
    (void)field;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_STRING)
        return wrong_kind(value, err);
    struct kp_date date;
    return kp_date_read(value->text, &date, err);
}

void kp_type_date_show(const struct kp_field *field, const struct kp_json *value,
                       const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    struct kp_date date;
    if (kp_json_is_null(value) || value->kind != KP_JSON_STRING ||
        kp_date_read(value->text, &date, NULL))
        kp_type_show_any(value, out);
    else
        kp_date_show(out, date, context->lang);
}

void kp_type_date_edit(const struct kp_field *field, const struct kp_json *value,
                       const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    (void)context;
    if (!kp_json_is_null(value))
        kp_type_show_any(value, out);
}

struct kp_json *kp_type_date_schema(const struct kp_field *field, struct kp_arena *arena)
{
    (void)field;
    struct kp_json *schema = kp_type_schema_of(arena, "string");
    kp_json_set_string(arena, schema, "format", KP_STR("date"));
    kp_json_set_string(arena, schema, "pattern", KP_STR("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    return schema;
}

void kp_type_date_hint(const struct kp_field *field, const struct kp_type_context *context,
                       struct kp_buf *out)
{
    (void)field;
    static const char *const day[KP_LANG_COUNT] = {"14 Sep", "14. sep.", "14 sep"};
    static const char *const ahead[KP_LANG_COUNT] = {"in 2 weeks", "om 2 uger", "om 2 veckor"};
    kp_buf_addf(out, _("a date, such as %s, %s or %s"), day[context->lang], "14/9",
                ahead[context->lang]);
}
