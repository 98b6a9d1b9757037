// SPDX-License-Identifier: GPL-3.0-or-later
/* position: a point on two scales, which lies in a named quadrant. */
#include "model/type_internal.h"

static bool read_whole(const struct kp_json *value, int64_t *out)
{
    return value && value->kind == KP_JSON_NUMBER && !value->literal.len &&
           kp_number_whole(value->number, out);
}

static bool read_point(const struct kp_json *value, int64_t *x, int64_t *y)
{
    return !kp_json_is_null(value) && value->kind == KP_JSON_OBJECT &&
           read_whole(kp_json_get(value, "x"), x) && read_whole(kp_json_get(value, "y"), y);
}

static const struct kp_json *new_point(struct kp_arena *arena, int64_t x, int64_t y)
{
    struct kp_json *point = kp_json_new_object(arena);
    kp_json_set_whole(arena, point, "x", x);
    kp_json_set_whole(arena, point, "y", y);
    return point;
}

static void add_axis(const struct kp_scale *axis, enum kp_lang lang, struct kp_buf *out)
{
    int first = axis->count ? axis->steps[0].value : 0;
    int last = axis->count ? axis->steps[axis->count - 1].value : 0;
    kp_buf_addf(out, "%.*s (%d–%d)", KP_STR_ARG(kp_words_get(&axis->label, lang)), first, last);
}

static enum kp_status refuse(const struct kp_field *field, enum kp_lang lang, struct kp_err *err)
{
    struct kp_buf x = KP_BUF_INIT, y = KP_BUF_INIT;
    add_axis(&field->x, lang, &x);
    add_axis(&field->y, lang, &y);
    kp_err_set(err, KP_INVALID, _("two numbers are needed, such as \"2 4\": %s, then %s"), x.data,
               y.data);
    kp_buf_release(&x);
    kp_buf_release(&y);
    return KP_INVALID;
}

/* One axis' number; a message about it begins with the axis' name. */
static enum kp_status parse_axis(const struct kp_scale *axis, struct kp_str text,
                                 struct kp_type_context *context, int64_t *out, struct kp_err *err)
{
    if (!kp_scale_parse(axis, text, context, out, err))
        return KP_OK;
    return kp_err_prefix(err, "%.*s", KP_STR_ARG(kp_words_get(&axis->label, context->lang)));
}

/* Takes the next number with its sign from *rest; false when something else stands there. */
static bool take_number(struct kp_str *rest, struct kp_str *number)
{
    size_t len = kp_str_starts(*rest, KP_STR("−"))                             ? sizeof "−" - 1
                 : rest->len && (rest->data[0] == '-' || rest->data[0] == '+') ? 1
                                                                               : 0;
    size_t digits = 0;
    while (len + digits < rest->len && rest->data[len + digits] >= '0' &&
           rest->data[len + digits] <= '9')
        digits++;
    *number = kp_str_slice(*rest, 0, len + digits);
    *rest = kp_str_trim(kp_str_slice(*rest, len + digits, rest->len));
    return digits > 0;
}

enum kp_status kp_type_position_parse(const struct kp_field *field, struct kp_str text,
                                      struct kp_type_context *context, const struct kp_json **out,
                                      struct kp_err *err)
{
    enum kp_status status = kp_type_readable(text, err);
    if (status)
        return status;
    struct kp_str rest = kp_str_trim(text);
    if (kp_str_starts(rest, KP_STR("(")) && kp_str_ends(rest, KP_STR(")")))
        rest = kp_str_trim(kp_str_slice(rest, 1, rest.len - 2));
    struct kp_str first, second;
    if (!take_number(&rest, &first))
        return refuse(field, context->lang, err);
    if (rest.len && (rest.data[0] == ',' || rest.data[0] == '/' || rest.data[0] == ';'))
        rest = kp_str_trim(kp_str_slice(rest, 1, rest.len));
    if (!take_number(&rest, &second) || rest.len)
        return refuse(field, context->lang, err);
    int64_t x = 0, y = 0;
    status = parse_axis(&field->x, first, context, &x, err);
    if (!status)
        status = parse_axis(&field->y, second, context, &y, err);
    if (!status)
        *out = new_point(context->arena, x, y);
    return status;
}

static enum kp_status check_axis(const struct kp_scale *axis, const struct kp_json *value,
                                 const char *name, struct kp_err *err)
{
    const struct kp_json *number = kp_json_get(value, name);
    if (!number)
        return kp_err_set(err, KP_INVALID, _("%s is missing; write it as {\"x\": 2, \"y\": 4}"),
                          name);
    if (!kp_scale_check(axis, number, KP_LANG_EN, err))
        return KP_OK;
    return kp_err_prefix(err, "%s", name);
}

enum kp_status kp_type_position_check(const struct kp_field *field, const struct kp_json *value,
                                      struct kp_err *err)
{
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_OBJECT)
        return kp_type_wrong_kind(_("a position such as {\"x\": 2, \"y\": 4}"), value, err);
    enum kp_status status = check_axis(&field->x, value, "x", err);
    return status ? status : check_axis(&field->y, value, "y", err);
}

enum kp_status kp_type_position_accept(const struct kp_field *field, const struct kp_json *value,
                                       const struct kp_json *old, struct kp_type_context *context,
                                       const struct kp_json **out, struct kp_err *err)
{
    (void)old;
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind == KP_JSON_STRING)
        return kp_type_accept_typed(field, value, context, out, err);
    enum kp_status status = kp_type_position_check(field, value, err);
    if (status)
        return status;
    KP_JSON_EACH(member, value)
    {
        if (!kp_str_is(member->name, "x") && !kp_str_is(member->name, "y"))
            return kp_err_set(err, KP_INVALID, _("\"%s\" is unknown; a position has x and y"),
                              kp_type_quote(context->arena, member->name));
    }
    int64_t x = 0, y = 0;
    read_point(value, &x, &y);
    *out = new_point(context->arena, x, y);
    return KP_OK;
}

void kp_type_position_show(const struct kp_field *field, const struct kp_json *value,
                           const struct kp_type_context *context, struct kp_buf *out)
{
    int64_t x, y;
    if (!read_point(value, &x, &y)) {
        kp_type_show_any(value, out);
        return;
    }
    const struct kp_quadrant *area = kp_field_quadrant(field, x, y);
    if (area)
        kp_buf_addf(out, "%.*s ", KP_STR_ARG(kp_words_get(&area->label, context->lang)));
    kp_buf_addf(out, "(%lld, %lld)", (long long)x, (long long)y);
}

void kp_type_position_edit(const struct kp_field *field, const struct kp_json *value,
                           const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    (void)context;
    int64_t x, y;
    if (read_point(value, &x, &y))
        kp_buf_addf(out, "%lld %lld", (long long)x, (long long)y);
    else if (!kp_json_is_null(value))
        kp_type_show_any(value, out);
}

struct kp_json *kp_type_position_schema(const struct kp_field *field, struct kp_arena *arena)
{
    struct kp_json *schema = kp_type_schema_of(arena, "object");
    struct kp_json *properties = kp_json_new_object(arena);
    kp_json_set(arena, properties, "x", kp_scale_schema(&field->x, arena));
    kp_json_set(arena, properties, "y", kp_scale_schema(&field->y, arena));
    kp_json_set(arena, schema, "properties", properties);
    struct kp_json *required = kp_json_new_array(arena);
    kp_json_append(arena, required, kp_json_new_string(arena, KP_STR("x")));
    kp_json_append(arena, required, kp_json_new_string(arena, KP_STR("y")));
    kp_json_set(arena, schema, "required", required);
    return schema;
}

void kp_type_position_hint(const struct kp_field *field, const struct kp_type_context *context,
                           struct kp_buf *out)
{
    struct kp_buf x = KP_BUF_INIT, y = KP_BUF_INIT;
    add_axis(&field->x, context->lang, &x);
    add_axis(&field->y, context->lang, &y);
    kp_buf_addf(out, _("two numbers, such as 2 4: %s, then %s"), x.data, y.data);
    kp_buf_release(&x);
    kp_buf_release(&y);
}

/* x before y, then what this version does not know. */
const struct kp_json *kp_type_position_canonical(const struct kp_field *field,
                                                 const struct kp_json *value,
                                                 struct kp_arena *arena)
{
    (void)field;
    if (value->kind != KP_JSON_OBJECT)
        return value;
    static const char *const axes[] = {"x", "y"};
    struct kp_json *point = kp_json_new_object(arena);
    for (int i = 0; i < 2; i++) {
        const struct kp_json *number = kp_json_get(value, axes[i]);
        if (number)
            kp_json_set(arena, point, axes[i], number);
    }
    KP_JSON_EACH(member, value)
    {
        if (!kp_str_is(member->name, "x") && !kp_str_is(member->name, "y"))
            kp_json_set(arena, point, member->name.data, member);
    }
    return point;
}
