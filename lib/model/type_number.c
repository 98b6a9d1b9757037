// SPDX-License-Identifier: GPL-3.0-or-later
/* number, money, percent: exact decimals that differ in what may stand around them. */
#include "model/type_internal.h"

#include <strings.h>

static enum kp_type_kind kind_of(const struct kp_field *field)
{
    return field->type->kind;
}

/* ---- what may stand before or behind a number */

static const struct sign {
    const char *sign;
    const char *currencies; /* that it stands for */
} signs[] = {
    {"kr.", "DKK SEK NOK ISK"}, {"kr", "DKK SEK NOK ISK"},
    {":-", "DKK SEK NOK ISK"},  {"€", "EUR"},
    {"$", "USD CAD AUD"},       {"£", "GBP"},
};

static const char *const percent_words[] = {"%", "pct.", "pct", "procent", "percent", "per cent"};

/* Codes that people may write by mistake where another currency is used. */
static const char *const other_currencies[] = {"DKK", "SEK", "NOK", "EUR", "USD", "GBP",
                                               "CHF", "PLN", "ISK", "€",   "£",   "$"};

static bool same_ascii(struct kp_str a, struct kp_str b)
{
    return a.len == b.len && strncasecmp(a.data, b.data, a.len) == 0;
}

/* Takes `affix` off either end of *text, where it is a word of its own ("tkr" has no "kr"). */
static bool take_affix(struct kp_str *text, struct kp_str affix)
{
    if (affix.len == 0 || affix.len >= text->len)
        return false;
    size_t left = text->len - affix.len;
    bool word = kp_type_is_word(affix.data[0]) && (unsigned char)affix.data[0] < 0x80 &&
                !(affix.data[0] >= '0' && affix.data[0] <= '9');
    struct kp_str tail = kp_str_slice(*text, left, affix.len);
    char before = text->data[left - 1];
    bool joined = kp_type_is_word(before) && !(before >= '0' && before <= '9') &&
                  !kp_str_ends(kp_str_slice(*text, 0, left), KP_STR(KP_NBSP));
    if (same_ascii(tail, affix) && !(word && joined)) {
        *text = kp_str_trim(kp_str_slice(*text, 0, left));
        return true;
    }
    struct kp_str head = kp_str_slice(*text, 0, affix.len);
    char after = text->data[affix.len];
    joined = kp_type_is_word(after) && !(after >= '0' && after <= '9') &&
             !kp_str_starts(kp_str_slice(*text, affix.len, 2), KP_STR(KP_NBSP)) &&
             !kp_str_starts(kp_str_slice(*text, affix.len, 3), KP_STR("−"));
    if (same_ascii(head, affix) && !(word && joined)) {
        *text = kp_str_trim(kp_str_slice(*text, affix.len, left));
        return true;
    }
    return false;
}

static bool take_currency(struct kp_str *text, struct kp_str currency)
{
    if (take_affix(text, currency))
        return true;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        struct kp_str all = kp_str_from(signs[i].currencies);
        bool ours = currency.len && kp_str_find_str(all, currency) < all.len;
        if (ours && take_affix(text, kp_str_from(signs[i].sign)))
            return true;
    }
    return false;
}

static struct kp_str take_affixes(const struct kp_field *field, struct kp_str text,
                                  const struct kp_type_context *context)
{
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        if (take_affix(&text, field->unit.in[lang]))
            break;
    if (kind_of(field) == KP_TYPE_MONEY)
        take_currency(&text, context->currency);
    if (kind_of(field) == KP_TYPE_PERCENT)
        for (size_t i = 0; i < sizeof percent_words / sizeof *percent_words; i++)
            if (take_affix(&text, kp_str_from(percent_words[i])))
                break;
    return text;
}

/* The currency that stands in `text` and is not the workspace's, or NULL. */
static const char *foreign_currency(struct kp_str text, struct kp_str currency)
{
    if (currency.len == 0)
        return NULL;
    for (size_t i = 0; i < sizeof other_currencies / sizeof *other_currencies; i++)
        if (take_affix(&text, kp_str_from(other_currencies[i])))
            return other_currencies[i];
    return NULL;
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

enum kp_status kp_type_number_parse(const struct kp_field *field, struct kp_str text,
                                    struct kp_type_context *context, const struct kp_json **out,
                                    struct kp_err *err)
{
    enum kp_status status = kp_type_readable(text, err);
    if (status)
        return status;
    text = kp_str_trim(text);
    struct kp_number number;
    status = kp_number_parse(take_affixes(field, text, context), context->lang,
                             (struct kp_str){NULL, 0}, &number, err);
    if (status) {
        const char *foreign =
            kind_of(field) == KP_TYPE_MONEY ? foreign_currency(text, context->currency) : NULL;
        if (!foreign)
            return status;
        return kp_err_set(err, KP_INVALID, _("amounts are in %.*s here, not in %s; convert it"),
                          KP_STR_ARG(context->currency), foreign);
    }
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
