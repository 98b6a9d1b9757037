// SPDX-License-Identifier: GPL-3.0-or-later
/* Numbers as accounting systems and spreadsheets write them. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/import_internal.h"

#include <string.h>

enum { MAX_DIGITS = 18, MONEY_DECIMALS = 2, SHOWN = 40 };

bool kp_import_is_number(const struct kp_field *column)
{
    return column && (column->type->kind == KP_TYPE_NUMBER || column->type->kind == KP_TYPE_MONEY ||
                      column->type->kind == KP_TYPE_PERCENT);
}

/* ---- what stands around the digits */

static const char *const krone[] = {"kr.", "kr", "kroner", "kronor", ",-", ":-", NULL};
static const struct {
    const char *sign, *code;
} currencies[] = {
    {"\xe2\x82\xac", "EUR"}, {"$", "USD"},   {"\xc2\xa3", "GBP"}, {"DKK", "DKK"},
    {"SEK", "SEK"},          {"NOK", "NOK"}, {"EUR", "EUR"},      {"USD", "USD"},
    {"GBP", "GBP"},          {"CHF", "CHF"}, {"PLN", "PLN"},      {"ISK", "ISK"},
};

static bool same_letters(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char left = a[i], right = b[i];
        left = (char)(left >= 'A' && left <= 'Z' ? left | 0x20 : left);
        right = (char)(right >= 'A' && right <= 'Z' ? right | 0x20 : right);
        if (left != right)
            return false;
    }
    return true;
}

/* Takes a word off either end of `text`, whatever its case. */
static bool take(struct kp_str *text, const char *word)
{
    size_t len = strlen(word);
    if (text->len < len)
        return false;
    if (same_letters(text->data, word, len))
        text->data += len;
    else if (!same_letters(text->data + text->len - len, word, len))
        return false;
    text->len -= len;
    *text = kp_str_trim(*text);
    return true;
}

static bool is_krone(struct kp_str currency)
{
    return !currency.len || kp_str_is(currency, "DKK") || kp_str_is(currency, "SEK") ||
           kp_str_is(currency, "NOK") || kp_str_is(currency, "ISK");
}

/* The currency's sign goes; the sign of another one is a fault. */
static bool take_currency(struct kp_str *text, struct kp_str currency, const char **other)
{
    for (size_t i = 0; krone[i]; i++)
        if (take(text, krone[i])) {
            *other = is_krone(currency) ? NULL : "kr.";
            return true;
        }
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++) {
        if (!take(text, currencies[i].sign))
            continue;
        bool same = !currency.len || kp_str_is(currency, currencies[i].code);
        *other = same ? NULL : currencies[i].code;
        return true;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Signs, brackets, currency and percent, in whatever order they stand. */
static bool strip(struct kp_str *text, struct kp_str currency, bool *negative, const char **other)
{
    *negative = false;
    *other = NULL;
    for (int rounds = 0; rounds < 6 && text->len; rounds++) {
        char first = text->data[0], last = text->data[text->len - 1];
        if (is_digit(first) && is_digit(last))
            return true;
        if (first == '(' && last == ')') {
            *negative = !*negative;
            *text = kp_str_trim(kp_str_slice(*text, 1, text->len - 2));
        } else if (take_currency(text, currency, other)) {
            if (*other)
                return false;
        } else if (take(text, "-") || take(text, "\xe2\x88\x92") || take(text, "\xe2\x80\x93")) {
            *negative = !*negative;
        } else if (!take(text, "%") && !(first == '+' && take(text, "+"))) {
            break;
        }
    }
    return true;
}

/* ---- digits and separators */

/* Bytes of a space or apostrophe that groups thousands at `at`; 0: none. */
static size_t group_mark(struct kp_str text, size_t at)
{
    static const char *const marks[] = {
        " ", "'", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", "\xe2\x80\x99"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t len = strlen(marks[i]);
        if (text.len - at >= len && memcmp(text.data + at, marks[i], len) == 0)
            return len;
    }
    return 0;
}

struct digits {
    uint64_t value;
    size_t run; /* digits behind the last separator */
    size_t points, commas, marks;
    char last;     /* the last of '.' and ',' */
    bool grouped;  /* every group but the last is of three, and the first of one to three */
    size_t groups; /* separators so far */
    size_t before; /* digits before the first '.' or ',' */
    bool zero;     /* the first digit is 0 */
};

static void separate(struct digits *digits, size_t run)
{
    if (digits->groups ? run != 3 : run < 1 || run > 3)
        digits->grouped = false;
    digits->groups++;
}

/* false: something else than digits and separators stands there, or too many digits. */
static bool scan(struct kp_str text, struct digits *out)
{
    size_t seen = 0, run = 0;
    uint64_t value = 0;
    *out = (struct digits){.grouped = true, .zero = text.len && text.data[0] == '0'};
    for (size_t i = 0; i < text.len;) {
        char c = text.data[i];
        size_t len = 1;
        if (is_digit(c)) {
            if (++seen > MAX_DIGITS)
                return false;
            value = value * 10 + (uint64_t)(c - '0');
            run++;
            i++;
            continue;
        }
        if (c == '.' || c == ',') {
            if (!out->points && !out->commas)
                out->before = seen;
            out->points += c == '.';
            out->commas += c == ',';
            out->last = c;
        } else {
            len = group_mark(text, i);
            if (!len || out->points || out->commas)
                return false;
            out->marks++;
        }
        separate(out, run);
        run = 0;
        i += len;
    }
    out->value = value;
    out->run = run;
    return seen > 0;
}

static struct kp_number number_of(uint64_t value, size_t decimals, bool negative)
{
    while (decimals > 0 && value % 10 == 0) {
        value /= 10;
        decimals--;
    }
    return (struct kp_number){negative ? -(kp_int128)value : (kp_int128)value, (int)decimals};
}

static enum kp_import_decimal kind_of(char separator)
{
    return separator == ',' ? KP_DECIMAL_COMMA : KP_DECIMAL_POINT;
}

static enum kp_import_decimal opposite(char separator)
{
    return separator == ',' ? KP_DECIMAL_POINT : KP_DECIMAL_COMMA;
}

/* How many of the digits are decimals; false: the thousands are not grouped as thousands are. */
static bool place_decimals(const struct digits *d, enum kp_import_decimal decimal,
                           struct kp_import_amount *out, size_t *decimals)
{
    bool whole_groups = d->grouped && d->run == 3;
    *decimals = 0;
    if (!d->points && !d->commas)
        return !d->marks || whole_groups;
    if (d->points && d->commas) { /* 1.234.567,89: the last one is of decimals */
        out->own = kind_of(d->last);
        *decimals = d->run;
        return (d->last == ',' ? d->commas : d->points) == 1 && d->grouped;
    }
    if (d->points + d->commas > 1) { /* 1.234.567 */
        out->own = opposite(d->last);
        return whole_groups;
    }
    bool group = d->run == 3 && d->before >= 1 && d->before <= 3 && !d->zero && !d->marks;
    if (!group) {
        out->own = kind_of(d->last);
        *decimals = d->run;
        return !d->marks || d->grouped;
    }
    out->either = true;
    if (decimal == kind_of(d->last))
        *decimals = d->run;
    return true;
}

static enum kp_import_text refuse(struct kp_err *err, struct kp_str cell)
{
    struct kp_buf shown = KP_BUF_INIT;
    if (!err)
        return KP_TEXT_BAD;
    kp_utf8_add_quote(&shown, kp_utf8_fit(cell, SHOWN));
    if (cell.len && cell.data[0] == '#')
        kp_err_set(err, KP_INVALID, _("\"%s\" is an error of the spreadsheet"), shown.data);
    else if (cell.len && is_digit(cell.data[0]) && kp_str_find(cell, 'E') < cell.len)
        kp_err_set(err, KP_INVALID,
                   _("\"%s\" was cut short by the spreadsheet: show the column as a number and "
                     "save again"),
                   shown.data);
    else
        kp_err_set(err, KP_INVALID, _("\"%s\" is no number"), shown.data);
    kp_buf_release(&shown);
    return KP_TEXT_BAD;
}

enum kp_import_text kp_import_amount(struct kp_str cell, struct kp_str currency,
                                     enum kp_import_decimal decimal, int decimals,
                                     struct kp_import_amount *out, struct kp_err *err)
{
    struct kp_str text = kp_str_trim(cell);
    struct digits digits;
    const char *other;
    size_t behind;
    bool negative;
    *out = (struct kp_import_amount){.own = KP_DECIMAL_NONE};
    if (!text.len)
        return KP_TEXT_EMPTY;
    if (!strip(&text, currency, &negative, &other)) {
        kp_err_set(err, KP_INVALID, _("\"%.*s\" is in %s, and the plan is in %.*s"),
                   KP_STR_ARG(kp_utf8_fit(cell, SHOWN)), other, KP_STR_ARG(currency));
        return KP_TEXT_BAD;
    }
    if (!text.len) /* a mere dash */
        return kp_str_find(cell, '%') < cell.len ? refuse(err, cell) : KP_TEXT_EMPTY;
    if (!scan(text, &digits) || !place_decimals(&digits, decimal, out, &behind) ||
        behind > KP_NUMBER_MAX_SCALE)
        return refuse(err, cell);
    out->number = number_of(digits.value, behind, negative);
    if (decimals >= 0 && out->number.scale > decimals) {
        out->number = kp_number_round(out->number, decimals);
        out->rounded = true;
    }
    return KP_TEXT_NUMBER;
}

/* A number of a workbook is what it is; of a text it is found out. */
static enum kp_import_text read_cell(const struct kp_import *import,
                                     const struct kp_import_row *row,
                                     const struct kp_import_column *column,
                                     enum kp_import_decimal decimal, int decimals,
                                     struct kp_import_amount *out, struct kp_err *err)
{
    struct kp_str cell = kp_import_cell(import, row, column);
    if (kp_import_kind(import, row, column) != KP_CELL_NUMBER)
        return kp_import_amount(cell, import->context.currency, decimal, decimals, out, err);
    *out = (struct kp_import_amount){.own = KP_DECIMAL_NONE};
    if (!kp_number_read(kp_str_slice(cell, 0, kp_str_find(cell, '%')), &out->number))
        return refuse(err, cell);
    if (decimals >= 0 && out->number.scale > decimals) {
        out->number = kp_number_round(out->number, decimals);
        out->rounded = true;
    }
    return KP_TEXT_NUMBER;
}

/* ---- a column's way */

static enum kp_import_decimal usual(const struct kp_import *import)
{
    if (import->separator == ';')
        return KP_DECIMAL_COMMA; /* a spreadsheet takes it where the comma is of decimals */
    if (import->separator == ',')
        return KP_DECIMAL_POINT;
    return import->context.lang == KP_LANG_EN ? KP_DECIMAL_POINT : KP_DECIMAL_COMMA;
}

static void look_at_column(struct kp_import *import, struct kp_import_column *column,
                           size_t votes[3])
{
    struct kp_import_amount amount;
    size_t own[3] = {0}, below = 0, above = 0;
    for (size_t i = 0; i < import->row_count; i++) {
        if (read_cell(import, &import->rows[i], column, KP_DECIMAL_NONE, -1, &amount, NULL) !=
            KP_TEXT_NUMBER)
            continue;
        own[amount.own]++;
        below += kp_number_sign(amount.number) < 0;
        above += kp_number_sign(amount.number) > 0;
    }
    column->mixed = own[KP_DECIMAL_COMMA] && own[KP_DECIMAL_POINT];
    column->turned = below && !above;
    column->decimal = own[KP_DECIMAL_COMMA] > own[KP_DECIMAL_POINT] ? KP_DECIMAL_COMMA
                      : own[KP_DECIMAL_POINT]                       ? KP_DECIMAL_POINT
                                                                    : KP_DECIMAL_NONE;
    if (!column->mixed)
        votes[column->decimal]++;
}

void kp_import_find_decimals(struct kp_import *import)
{
    size_t votes[3] = {0};
    for (size_t i = 0; i < import->column_count; i++) {
        struct kp_import_column *column = &import->columns[i];
        if (!kp_import_is_number(column->column))
            continue;
        look_at_column(import, column, votes);
        /* A cost written as a negative amount is a cost all the same; revenue below 0 is not. */
        column->turned = column->turned && import->table->view == KP_VIEW_CUSTOMERS &&
                         !kp_str_is(column->column->id, "revenue");
    }
    enum kp_import_decimal seen =
        votes[KP_DECIMAL_COMMA] > votes[KP_DECIMAL_POINT]   ? KP_DECIMAL_COMMA
        : votes[KP_DECIMAL_POINT] > votes[KP_DECIMAL_COMMA] ? KP_DECIMAL_POINT
                                                            : usual(import);
    for (size_t i = 0; i < import->column_count; i++) {
        struct kp_import_column *column = &import->columns[i];
        if (!kp_import_is_number(column->column) || column->decimal != KP_DECIMAL_NONE)
            continue;
        column->decimal = seen;
        column->assumed = true;
    }
}

enum kp_import_text kp_import_read_number(const struct kp_import *import,
                                          const struct kp_import_row *row,
                                          const struct kp_import_column *column,
                                          struct kp_import_amount *out, struct kp_err *err)
{
    struct kp_str cell = kp_import_cell(import, row, column);
    bool money = column->column->type->kind == KP_TYPE_MONEY;
    enum kp_import_text kind = read_cell(import, row, column, column->decimal,
                                         money && !column->power ? MONEY_DECIMALS : -1, out, err);
    if (kind != KP_TEXT_NUMBER)
        return kind;
    if (column->mixed && out->either) {
        kp_err_set(err, KP_INVALID,
                   _("\"%.*s\" may be thousands or decimals: the column is written both ways"),
                   KP_STR_ARG(kp_utf8_fit(cell, SHOWN)));
        return KP_TEXT_BAD;
    }
    for (int i = 0; i < column->power; i++)
        if (!kp_number_multiply(out->number, kp_number_from(10), &out->number))
            return refuse(err, cell);
    if (money && out->number.scale > MONEY_DECIMALS) {
        out->number = kp_number_round(out->number, MONEY_DECIMALS);
        out->rounded = true;
    }
    if (column->turned)
        out->number = kp_number_negate(out->number);
    return kind;
}
