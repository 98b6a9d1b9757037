// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_NUMBER_H
#define KP_BASE_NUMBER_H

/*
 * Exact decimal numbers: digits × 10^-scale, 0 ≤ scale ≤ 16, |value| < 10^20. Money adds
 * up to the øre. A value is normalised: no trailing zero decimals, zero is {0, 0}, so
 * equal values have equal members. Plain values, copied freely.
 */

#include "base/buf.h"
#include "base/err.h"
#include "base/lang.h"

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 kp_int128; /* gcc and clang, 64-bit targets */

/* Packed: files of many rows are mostly numbers, and 16-byte alignment would cost each of them 8 bytes. */
struct kp_number {
    kp_int128 digits;
    int scale;
} __attribute__((packed, aligned(8)));

#define KP_NUMBER_MAX_SCALE 16

struct kp_number kp_number_from(int64_t whole);

/* Whether it is a whole number that fits; then *whole is set. */
bool kp_number_whole(struct kp_number a, int64_t *whole);

int kp_number_sign(struct kp_number a); /* -1, 0, 1 */
int kp_number_compare(struct kp_number a, struct kp_number b);
bool kp_number_equal(struct kp_number a, struct kp_number b);
struct kp_number kp_number_negate(struct kp_number a);

/*
 * Arithmetic: false when the result is out of range (or the divisor is 0) and *out is
 * left alone. Results are exact where they have at most 16 decimals, else rounded half
 * away from zero at the 16th. Remainder has the sign of the dividend, as in C.
 */
bool kp_number_add(struct kp_number a, struct kp_number b, struct kp_number *out);
bool kp_number_subtract(struct kp_number a, struct kp_number b, struct kp_number *out);
bool kp_number_multiply(struct kp_number a, struct kp_number b, struct kp_number *out);
bool kp_number_divide(struct kp_number a, struct kp_number b, struct kp_number *out);
bool kp_number_remainder(struct kp_number a, struct kp_number b, struct kp_number *out);

/*
 * Rounded half away from zero to `decimals` (0–16; negative rounds to tens, hundreds …);
 * towards zero where that would leave the range.
 */
struct kp_number kp_number_round(struct kp_number a, int decimals);

/*
 * Reads a JSON number literal exactly ("-1.50", "2e3"). false: not a number literal, or
 * out of range (1e999), or more than 16 decimals that are not zeros.
 */
bool kp_number_read(struct kp_str literal, struct kp_number *out);

/* Appends the shortest plain form that reads back equal: -1.5, 2000. */
void kp_number_print(struct kp_buf *out, struct kp_number a);

double kp_number_to_double(struct kp_number a); /* for drawing only */

/*
 * Reads a number as people write it in `lang`, with what may stand around it:
 *   da, sv  1.250.000,50   1 250 000,50   1,25 mio   3 mia./mdr.   20 t.   20 tkr   1,2 mn (sv)
 *   en      1,250,000.50   1 250 000.50   1.25 m / mn / million   3 bn   20 k
 * Thin and non-breaking spaces and ' group too. A single separator is decided by
 * language: in da/sv "1.250" is 1250 and "1,250" is 1.25; in en the other way about; where the
 * language's grouping does not fit ("1.5" in da: one or two digits behind the dot) it is a
 * decimal point. Two different separators, or one that repeats, say themselves which is which.
 * The words for powers of ten are understood in all languages but "billion", which is 10^9 in
 * English and refused in the others, where it is 10^12. A minus may be - or − .
 * `suffix` is the unit the number is in (may be empty); it may stand before or behind, in any
 * case, with or without its full stop, and before a word for a power of ten. A krone currency
 * may be written kr., kroner, kronor or ,- and EUR, USD, GBP by their signs. A percent sign and
 * kr. are taken where suffix is empty or says the same; another unit is refused, not ignored.
 * "1e3", "1/2", "1-2" are refused, and so is a text longer than 128 bytes.
 * KP_INVALID with a message that shows how to write it; *out is then left alone.
 */
enum kp_status kp_number_parse(struct kp_str text, enum kp_lang lang, struct kp_str suffix,
                               struct kp_number *out, struct kp_err *err);

/*
 * Appends the number as `lang` writes it: grouped in threes (da "1.250.000,5", sv and en by
 * their own: sv "1 250 000,5" with U+00A0, en "1,250,000.5"). `decimals` ≥ 0 fixes how many
 * decimals, -1 shows those there are.
 */
void kp_number_show(struct kp_buf *out, struct kp_number a, enum kp_lang lang, int decimals);

/*
 * Appends a short form for narrow places: from a million on millions or thousand millions with at
 * most one decimal: en "1.8 m", "2 bn", da "1,8 mio.", "2 mia.", sv "1,8 mn", "2 md"; below that the
 * number itself, in hundreds from 10,000 on.
 */
void kp_number_show_short(struct kp_buf *out, struct kp_number a, enum kp_lang lang);

#endif
