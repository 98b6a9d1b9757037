// SPDX-License-Identifier: GPL-3.0-or-later
/* number, money, percent: exact decimals that differ in what may stand around them. */
#include "model/type_internal.h"

static enum kp_type_kind kind_of(const struct kp_field *field)
{
    return field->type->kind;
}

/* ---- showing */

/* Years would read oddly as 2,026: a range within four digits says that the number is one. */
static bool is_year(const struct kp_field *field)
{
    return kind_of(field) == KP_TYPE_NUMBER && field->has_min && field->has_max &&
           kp_number_compare(field->min, kp_number_from(1000)) >= 0 &&
           kp_number_compare(field->max, kp_number_from(9999)) <= 0;
}

static void show_digits(const struct kp_field *field, struct kp_number number, enum kp_lang lang,
                        struct kp_buf *out)
{
    if (is_year(field)) {
        kp_number_print(out, number);
        return;
    }
    /* What is worked out may have sixteen decimals; what was answered is shown as it is. */
    bool money = kind_of(field) == KP_TYPE_MONEY;
    if (money || field->calc)
        number = kp_number_round(number, kind_of(field) == KP_TYPE_PERCENT ? 1 : 2);
    kp_number_show(out, number, lang, money && number.scale ? 2 : -1);
}

static void show_number(const struct kp_field *field, struct kp_number number, enum kp_lang lang,
                        struct kp_str currency, struct kp_buf *out)
{
    bool money = kind_of(field) == KP_TYPE_MONEY && currency.len;
    if (money && lang == KP_LANG_EN)
        kp_buf_addf(out, "%.*s" KP_NBSP, KP_STR_ARG(currency));
    show_digits(field, number, lang, out);
    if (money && lang != KP_LANG_EN)
        kp_buf_addf(out, KP_NBSP "%.*s", KP_STR_ARG(currency));
    if (kind_of(field) == KP_TYPE_PERCENT)
        kp_buf_adds(out, KP_NBSP "%");
    struct kp_str unit = kp_words_get(&field->unit, lang);
    if (unit.len)
        kp_buf_addf(out, KP_NBSP "%.*s", KP_STR_ARG(unit));
}

void kp_type_number_show(const struct kp_field *field, const struct kp_json *value,
                         const struct kp_type_context *context, struct kp_buf *out)
{
    if (kp_json_is_null(value) || value->kind != KP_JSON_NUMBER || value->literal.len)
        kp_type_show_any(value, out);
    else
        show_number(field, value->number, context->lang, context->currency, out);
}

/* Without grouping, which would only be in the way of the cursor. */
void kp_type_number_edit(const struct kp_field *field, const struct kp_json *value,
                         const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    if (kp_json_is_null(value))
        return;
    size_t start = out->len;
    kp_type_show_any(value, out);
    for (size_t i = start; context->lang != KP_LANG_EN && i < out->len; i++)
        if (out->data[i] == '.')
            out->data[i] = ',';
}

/* ---- checking */

static enum kp_status check_range(const struct kp_field *field, struct kp_number number,
                                  enum kp_lang lang, struct kp_str currency, struct kp_err *err)
{
    bool low = field->has_min && kp_number_compare(number, field->min) < 0;
    bool high = field->has_max && kp_number_compare(number, field->max) > 0;
    if (!low && !high)
        return KP_OK;
    struct kp_buf min = KP_BUF_INIT, max = KP_BUF_INIT, is = KP_BUF_INIT;
    show_number(field, field->min, lang, currency, &min);
    show_number(field, field->max, lang, currency, &max);
    show_number(field, number, lang, currency, &is);
    if (field->has_min && field->has_max)
        kp_err_set(err, KP_INVALID, _("must be from %s to %s, not %s"), min.data, max.data,
                   is.data);
    else if (low)
        kp_err_set(err, KP_INVALID, _("must be %s or more, not %s"), min.data, is.data);
    else
        kp_err_set(err, KP_INVALID, _("must be %s or less, not %s"), max.data, is.data);
    kp_buf_release(&min);
    kp_buf_release(&max);
    kp_buf_release(&is);
    return KP_INVALID;
}

static enum kp_status check_number(const struct kp_field *field, struct kp_number number,
                                   enum kp_lang lang, struct kp_str currency, struct kp_err *err)
{
    if (kind_of(field) == KP_TYPE_MONEY && number.scale > 2) {
        struct kp_buf rounded = KP_BUF_INIT;
        kp_number_show(&rounded, kp_number_round(number, 2), lang, 2);
        kp_err_set(err, KP_INVALID, _("an amount has at most two decimals; %s would do"),
                   rounded.data);
        kp_buf_release(&rounded);
        return KP_INVALID;
    }
    return check_range(field, number, lang, currency, err);
}

enum kp_status kp_type_number_check(const struct kp_field *field, const struct kp_json *value,
                                    struct kp_err *err)
{
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_NUMBER)
        return kp_type_wrong_kind(_("a number"), value, err);
    if (value->literal.len)
        return kp_err_set(err, KP_INVALID,
                          _("is a number that is too large, or has more than 16 "
                            "decimals"));
    return check_number(field, value->number, KP_LANG_EN, (struct kp_str){NULL, 0}, err);
}

/* ---- reading */

/* What the number may be given in: the currency or per cent, or the field's unit in any language.
 */
static size_t units_of(const struct kp_field *field, const struct kp_type_context *context,
                       struct kp_str units[KP_LANG_COUNT + 1])
{
    size_t count = 0;
    if (kind_of(field) == KP_TYPE_MONEY)
        units[count++] = context->currency;
    if (kind_of(field) == KP_TYPE_PERCENT)
        units[count++] = KP_STR("%");
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        if (field->unit.in[lang].len)
            units[count++] = field->unit.in[lang];
    if (count == 0)
        units[count++] = (struct kp_str){NULL, 0};
    return count;
}

/* Whether `text` is an amount in another currency than ours. */
static bool is_foreign(struct kp_str text, enum kp_lang lang)
{
    static const char *const currencies[] = {"DKK", "SEK", "NOK", "EUR", "USD",
                                             "GBP", "CHF", "PLN", "ISK"};
    struct kp_number number;
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
        if (!kp_number_parse(text, lang, kp_str_from(currencies[i]), &number, NULL))
            return true;
    return false;
}

enum kp_status kp_type_number_parse(const struct kp_field *field, struct kp_str text,
                                    struct kp_type_context *context, const struct kp_json **out,
                                    struct kp_err *err)
{
    enum kp_status status = kp_type_readable(text, err);
    if (status)
        return status;
    struct kp_number number;
    struct kp_str units[KP_LANG_COUNT + 1];
    size_t count = units_of(field, context, units);
    status = KP_INVALID;
    for (size_t i = 0; i < count && status; i++)
        status = kp_number_parse(text, context->lang, units[i], &number, NULL);
    if (status && kind_of(field) == KP_TYPE_MONEY && context->currency.len &&
        is_foreign(text, context->lang))
        return kp_err_set(err, KP_INVALID,
                          _("amounts are in %.*s here; convert this one, or write it without its "
                            "currency"),
                          KP_STR_ARG(context->currency));
    if (status) /* once more, for its message */
        return kp_number_parse(text, context->lang, units[0], &number, err);
    status = check_number(field, number, context->lang, context->currency, err);
    if (!status)
        *out = kp_json_new_number(context->arena, number);
    return status;
}

enum kp_status kp_type_number_accept(const struct kp_field *field, const struct kp_json *value,
                                     const struct kp_json *old, struct kp_type_context *context,
                                     const struct kp_json **out, struct kp_err *err)
{
    (void)old;
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind == KP_JSON_STRING)
        return kp_type_accept_typed(field, value, context, out, err);
    if (value->kind != KP_JSON_NUMBER || value->literal.len)
        return kp_type_number_check(field, value, err);
    enum kp_status status =
        check_number(field, value->number, context->lang, context->currency, err);
    if (!status)
        *out = kp_json_new_number(context->arena, value->number);
    return status;
}

/* ---- describing */

struct kp_json *kp_type_number_schema(const struct kp_field *field, struct kp_arena *arena)
{
    /* No multipleOf for money: validators that count in binary refuse 1.1 as a multiple of 0.01. */
    struct kp_json *schema = kp_type_schema_of(arena, "number");
    if (field->has_min)
        kp_json_set(arena, schema, "minimum", kp_json_new_number(arena, field->min));
    if (field->has_max)
        kp_json_set(arena, schema, "maximum", kp_json_new_number(arena, field->max));
    return schema;
}

void kp_type_number_hint(const struct kp_field *field, const struct kp_type_context *context,
                         struct kp_buf *out)
{
    static const char *const whole[KP_LANG_COUNT] = {"1,250,000", "1.250.000", "1 250 000"};
    static const char *const millions[KP_LANG_COUNT] = {"1.25 m", "1,25 mio.", "1,25 mn"};
    static const char *const decimal[KP_LANG_COUNT] = {"12.5", "12,5", "12,5"};
    enum kp_lang lang = context->lang;
    switch (kind_of(field)) {
    case KP_TYPE_MONEY:
        kp_buf_addf(out, _("an amount, such as %s or %s"), millions[lang], whole[lang]);
        break;
    case KP_TYPE_PERCENT: kp_buf_addf(out, _("a percentage, such as %s"), "40 %"); break;
    default: kp_buf_addf(out, _("a number, such as %s"), is_year(field) ? "2026" : decimal[lang]);
    }
    if (field->has_min && field->has_max) {
        struct kp_buf min = KP_BUF_INIT, max = KP_BUF_INIT;
        show_digits(field, field->min, lang, &min);
        show_digits(field, field->max, lang, &max);
        /* TRANSLATORS: stands behind "a number, such as 12.5": the least and the most. */
        kp_buf_addf(out, _(", from %s to %s"), min.data, max.data);
        kp_buf_release(&min);
        kp_buf_release(&max);
    }
}
