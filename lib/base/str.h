// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_STR_H
#define KP_BASE_STR_H

/*
 * A view of bytes that somebody else owns: a pointer and a length. Text in this
 * program is UTF-8, checked where it enters. A view of length 0 may have data NULL.
 * Views made from an arena or a kp_buf are also NUL-terminated, others need not be.
 */

#include <stdbool.h>
#include <stddef.h>

struct kp_str {
    const char *data;
    size_t len;
};

/* A view of a string literal. */
#define KP_STR(literal) ((struct kp_str){(literal), sizeof(literal) - 1})
/* The same as an initialiser of static data. */
#define KP_STR_INIT(literal)                                                                       \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* For printf-like functions: "%.*s" with KP_STR_ARG(s). */
#define KP_STR_ARG(s) (int)(s).len, (s).data ? (s).data : ""

/* A view of a C string; NULL gives the empty view. */
struct kp_str kp_str_from(const char *text);

bool kp_str_equal(struct kp_str a, struct kp_str b);
bool kp_str_is(struct kp_str s, const char *text);

/* Byte order, as memcmp: negative, 0, positive. */
int kp_str_compare(struct kp_str a, struct kp_str b);

bool kp_str_starts(struct kp_str s, struct kp_str prefix);
bool kp_str_ends(struct kp_str s, struct kp_str suffix);

/* The part of `s` from byte `start` on, at most `len` bytes; clamped to what is there. */
struct kp_str kp_str_slice(struct kp_str s, size_t start, size_t len);

/* Without ASCII white space (and U+00A0) at both ends. */
struct kp_str kp_str_trim(struct kp_str s);

/* Byte position of `byte` in `s`, or s.len when it is not there. */
size_t kp_str_find(struct kp_str s, char byte);

/* Byte position of the first `needle` in `s`, or s.len when it is not there. */
size_t kp_str_find_str(struct kp_str s, struct kp_str needle);

/*
 * Cuts `*rest` at the first `separator`: returns what stands before it and leaves
 * `*rest` behind it; without a separator returns all and leaves `*rest` with data NULL.
 */
struct kp_str kp_str_split(struct kp_str *rest, char separator);

/*
 * The number of single-character insertions, deletions, replacements and swaps of
 * neighbours between two short ASCII words (Damerau–Levenshtein, optimal string
 * alignment), or `limit` + 1 when it is more. For "did you mean".
 */
size_t kp_str_distance(struct kp_str a, struct kp_str b, size_t limit);

#endif
