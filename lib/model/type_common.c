// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/type_internal.h"

enum kp_status kp_type_readable(struct kp_str text, struct kp_err *err)
{
    size_t bad;
    if (!kp_utf8_valid(text, &bad))
        return kp_err_set(err, KP_INVALID, _("byte %zu is not UTF-8 text; type it again"), bad + 1);
    if (kp_str_trim(text).len == 0)
        return kp_err_set(err, KP_INVALID, _("there is nothing here"));
    return KP_OK;
}

enum kp_status kp_type_wrong_kind(const char *expected, const struct kp_json *value,
                                  struct kp_err *err)
{
    return kp_err_set(err, KP_INVALID, _("must be %s, not %s"), expected,
                      kp_json_kind_name(value->kind));
}

enum kp_status kp_type_accept_typed(const struct kp_field *field, const struct kp_json *value,
                                    struct kp_type_context *context, const struct kp_json **out,
                                    struct kp_err *err)
{
    struct kp_str text = kp_str_trim(value->text);
    if (text.len == 0)
        return kp_err_set(err, KP_INVALID, _("is empty; write null where there is no answer"));
    return field->type->parse(field, text, context, out, err);
}

void kp_type_show_any(const struct kp_json *value, struct kp_buf *out)
{
    if (kp_json_is_null(value))
        kp_buf_adds(out, "–");
    else if (value->kind == KP_JSON_STRING)
        kp_buf_add(out, value->text);
    else
        kp_json_write_line(out, value);
}

const char *kp_type_quote(struct kp_arena *arena, struct kp_str text)
{
    struct kp_buf shown = KP_BUF_INIT;
    kp_utf8_add_quote(&shown, text);
    const char *copy = kp_arena_str(arena, kp_buf_str(&shown)).data;
    kp_buf_release(&shown);
    return copy;
}

struct kp_json *kp_type_schema_of(struct kp_arena *arena, const char *type)
{
    struct kp_json *schema = kp_json_new_object(arena);
    kp_json_set_string(arena, schema, "type", kp_str_from(type));
    return schema;
}

struct kp_json *kp_type_schema_id(struct kp_arena *arena, char letter)
{
    struct kp_json *schema = kp_type_schema_of(arena, "string");
    kp_json_set_string(arena, schema, "pattern",
                       kp_arena_format(arena, "^%c-[0-9a-hjkmnp-tv-z]{6}$", letter));
    return schema;
}
