// SPDX-License-Identifier: GPL-3.0-or-later
/* What the numbers of a workbook are: dates, times and percents are known by how they are shown. */
#include "base/date.h"
#include "base/number.h"
#include "base/workbook_internal.h"

#include <string.h>

enum { DIGITS = 15, MOST_DIGITS = 40, MOST_ZEROS = 30, SECONDS = 86400 };

/* ---- number formats (ECMA-376 part 1, 18.8.30 and 18.8.31) */

struct workbook_format workbook_format_of(unsigned id)
{
    struct workbook_format format = {LOOK_NUMBER, 0};
    if (id == 9 || id == 10)
        format.look = LOOK_PERCENT;
    else if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        format.look = LOOK_DATE;
    else if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
        format.look = LOOK_TIME;
    else if (id == 22)
        format.look = LOOK_MOMENT;
    return format;
}

/* Behind what stands for itself at `at`: "text", \x, _x, *x, [Red]; `at` where nothing does. */
static size_t skip_literal(struct kp_str code, size_t at, bool *elapsed)
{
    char c = code.data[at];
    char shut = c == '"' ? '"' : c == '[' ? ']' : '\0';
    size_t end = at + 1;
    if (c == '\\' || c == '_' || c == '*')
        return at + 2;
    if (!shut)
        return at;
    while (end < code.len && code.data[end] != shut)
        end++;
    if (c == '[' && end > at + 1 && strchr("hmsHMS", code.data[at + 1]))
        *elapsed = true; /* [h]:mm */
    return end + 1;
}

struct workbook_format workbook_format_read(struct kp_str code)
{
    bool day = false, time = false, percent = false, other = false, minutes = false;
    unsigned zeros = 0;
    for (size_t i = 0; i < code.len;) {
        size_t next = skip_literal(code, i, &time);
        char c = (char)(code.data[i] | 0x20);
        if (next > i) {
            i = next;
            continue;
        }
        if (code.data[i] == ';') /* what follows is for negative numbers */
            break;
        if (code.len - i >= 7 && strncmp(code.data + i, "General", 7) == 0)
            return (struct workbook_format){LOOK_NUMBER, 0};
        day = day || c == 'd' || c == 'y';
        time = time || c == 'h' || c == 's';
        minutes = minutes || c == 'm';
        percent = percent || code.data[i] == '%';
        zeros += code.data[i] == '0';
        other = other || code.data[i] != '0';
        i++;
    }
    day = day || (minutes && !time); /* mmm is a month, mm:ss are minutes */
    return (struct workbook_format){day && time ? LOOK_MOMENT
                                    : day       ? LOOK_DATE
                                    : time      ? LOOK_TIME
                                    : percent   ? LOOK_PERCENT
                                    : other     ? LOOK_NUMBER
                                    : zeros > 1 ? LOOK_ZEROS
                                                : LOOK_NUMBER,
                                    zeros > MOST_ZEROS ? MOST_ZEROS : zeros};
}

/* ---- numbers */

/* A number's digits, of which the first is not 0, and where its point is: 0.0125 is 125 and -1. */
struct decimal {
    char digits[MOST_DIGITS];
    int count, point;
    bool negative;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool read_exponent(struct kp_str text, int *out)
{
    bool negative = text.len && text.data[0] == '-';
    int value = 0;
    if (text.len && (text.data[0] == '-' || text.data[0] == '+'))
        text = kp_str_slice(text, 1, text.len);
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.data[i]) || value > 999)
            return false;
        value = value * 10 + (text.data[i] - '0');
    }
    *out = negative ? -value : value;
    return text.len > 0;
}

static bool read_decimal(struct kp_str text, struct decimal *out)
{
    size_t i = 0;
    bool behind = false, any = false;
    int exponent = 0;
    *out = (struct decimal){.count = 0};
    if (text.len && (text.data[0] == '-' || text.data[0] == '+'))
        out->negative = text.data[i++] == '-';
    for (; i < text.len && (is_digit(text.data[i]) || (text.data[i] == '.' && !behind)); i++) {
        if (text.data[i] == '.') {
            behind = true;
            continue;
        }
        any = true;
        bool leading = !out->count && text.data[i] == '0';
        if (!leading && out->count < MOST_DIGITS)
            out->digits[out->count++] = text.data[i];
        out->point += !behind && !leading;
        out->point -= behind && leading;
    }
    if (i < text.len && (text.data[i] == 'e' || text.data[i] == 'E')) {
        if (!read_exponent(kp_str_slice(text, i + 1, text.len), &exponent))
            return false;
        i = text.len;
    }
    out->point += exponent;
    return any && i == text.len && out->point > -MOST_DIGITS && out->point < MOST_DIGITS;
}

/* To what a spreadsheet shows of it: 0.30000000000000004 is 0.3. */
static void round_decimal(struct decimal *d)
{
    if (d->count > DIGITS) {
        bool up = d->digits[DIGITS] >= '5';
        d->count = DIGITS;
        for (int i = DIGITS - 1; up && i >= 0; i--) {
            up = d->digits[i] == '9';
            d->digits[i] = up ? '0' : (char)(d->digits[i] + 1);
        }
        if (up) {
            d->digits[0] = '1';
            d->count = 1;
            d->point++;
        }
    }
    while (d->count && d->digits[d->count - 1] == '0')
        d->count--;
}

static void add_decimal(struct kp_buf *out, const struct decimal *d, unsigned zeros)
{
    int whole = d->point > 0 ? d->point : 0;
    if (!d->count) {
        kp_buf_add_repeat(out, "0", zeros ? zeros : 1);
        return;
    }
    if (d->negative)
        kp_buf_addc(out, '-');
    if ((unsigned)whole < zeros)
        kp_buf_add_repeat(out, "0", zeros - (unsigned)whole);
    else if (!whole)
        kp_buf_addc(out, '0');
    for (int i = 0; i < whole; i++)
        kp_buf_addc(out, i < d->count ? d->digits[i] : '0');
    if (d->count <= d->point)
        return;
    kp_buf_addc(out, '.');
    for (int i = d->point; i < d->count; i++)
        kp_buf_addc(out, i < 0 ? '0' : d->digits[i]);
}

/* ---- dates */

/* Days since 30 December 1899, of which 1900 has one that never was, or since 1 January 1904. */
static bool add_date(struct kp_buf *out, int64_t serial, bool from_1904)
{
    const struct kp_date first = from_1904     ? (struct kp_date){1904, 1, 1}
                                 : serial < 60 ? (struct kp_date){1899, 12, 31}
                                               : (struct kp_date){1899, 12, 30};
    struct kp_date date = kp_date_add_days(first, serial);
    if (serial < 0 || (!from_1904 && (serial == 0 || serial == 60)) || !kp_date_valid(date))
        return false;
    kp_date_print(out, date);
    return true;
}

static bool add_moment(struct kp_buf *out, struct kp_str plain, enum workbook_look look,
                       bool from_1904)
{
    struct kp_number number;
    int64_t seconds;
    if (!kp_number_read(plain, &number) ||
        !kp_number_multiply(number, kp_number_from(SECONDS), &number) ||
        !kp_number_whole(kp_number_round(number, 0), &seconds) || seconds < 0)
        return false;
    int64_t of_day = look == LOOK_TIME ? seconds : seconds % SECONDS;
    if (look != LOOK_TIME && !add_date(out, seconds / SECONDS, from_1904))
        return false;
    if (look == LOOK_DATE || (look == LOOK_MOMENT && !of_day))
        return true;
    kp_buf_addf(out, "%s%02d:%02d", look == LOOK_TIME ? "" : " ", (int)(of_day / 3600),
                (int)(of_day / 60 % 60));
    if (of_day % 60)
        kp_buf_addf(out, ":%02d", (int)(of_day % 60));
    return true;
}

bool workbook_add_number(struct kp_buf *out, struct kp_str literal, struct workbook_format format,
                         bool from_1904)
{
    struct decimal decimal;
    size_t start = out->len;
    if (!read_decimal(literal, &decimal))
        return false;
    round_decimal(&decimal);
    bool is_moment =
        format.look == LOOK_DATE || format.look == LOOK_MOMENT || format.look == LOOK_TIME;
    if (is_moment) {
        struct kp_buf plain = KP_BUF_INIT;
        add_decimal(&plain, &decimal, 0);
        bool done = add_moment(out, kp_buf_str(&plain), format.look, from_1904);
        kp_buf_release(&plain);
        if (done)
            return true;
        kp_buf_truncate(out, start); /* no day that there is: the number as it stands */
    }
    if (format.look == LOOK_PERCENT && decimal.count)
        decimal.point += 2;
    add_decimal(out, &decimal, format.look == LOOK_ZEROS ? format.zeros : 0);
    if (format.look == LOOK_PERCENT)
        kp_buf_addc(out, '%');
    return true;
}
