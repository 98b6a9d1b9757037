// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_JSON_SCAN_H
#define KP_JSON_SCAN_H

/*
 * The parts of a document, one by one, and what to say of one that is wrong (inside this room
 * only; names begin with scan_). A fault is `file:line:column: invalid JSON: …`.
 */

#include "base/err.h"
#include "json/json.h"

struct scan_frame {
    struct kp_json *node; /* the list or object that is open */
    size_t at;            /* of its bracket */
    size_t first_name;    /* of an object: how many names stood before its own */
};

struct scan {
    const char *file;
    struct kp_str bytes;
    size_t at;
    /* Of `at`: its line, where that begins, and how many bytes since then only went on with a character. */
    uint32_t line;
    size_t line_at, going_on;
    struct scan_frame frames[KP_JSON_MAX_DEPTH];
    size_t depth;
    struct kp_err *err;
};

/* Not too long, and UTF-8 without a byte order mark. */
enum kp_status scan_encoding(struct scan *s);

/* The byte `ahead` of the current one, or -1 behind the end. */
static inline int scan_peek(const struct scan *s, size_t ahead)
{
    return ahead < s->bytes.len - s->at ? (unsigned char)s->bytes.data[s->at + ahead] : -1;
}

static inline bool scan_is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool scan_is_letter(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

void scan_space(struct scan *s);

/* Move behind what begins here: a string (*escaped: a backslash is in it), a number, a word. */
enum kp_status scan_string(struct scan *s, bool *escaped);
enum kp_status scan_number(struct scan *s);
enum kp_status scan_word(struct scan *s);

/* KP_INVALID with a message that names the place of byte `at`. */
enum kp_status scan_fail(struct scan *s, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Faults that may stand wherever something else was expected, or `otherwise`. */
enum kp_status scan_fail_here(struct scan *s, const char *otherwise);

/* The line of byte `at`. */
unsigned scan_line_of(const struct scan *s, size_t at);

#endif
