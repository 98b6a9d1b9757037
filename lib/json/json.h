// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_JSON_JSON_H
#define KP_JSON_JSON_H

/*
 * JSON documents: a strict reader, a canonical writer, and the tree between them, which
 * is also the program's one representation of values (answers, results of expressions).
 *
 * A tree lives in an arena and is immutable once somebody else has seen it: share it
 * freely, never free it singly. Every node knows where it stood in its file. Only this
 * room knows that cJSON reads some of it.
 */

#include "base/arena.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/number.h"

#include <stdbool.h>
#include <stdint.h>

enum kp_json_kind {
    KP_JSON_NULL,
    KP_JSON_BOOL,
    KP_JSON_NUMBER,
    KP_JSON_STRING,
    KP_JSON_ARRAY,
    KP_JSON_OBJECT,
};

/* A document has thousands: what only one kind needs shares its place where nobody confuses the two. */
struct kp_json {
    size_t count;         /* children */
    uint32_t line;        /* in its file, from 1; 0 when it was built, not read */
    uint32_t column : 27; /* in its line, from 1: KP_JSON_MAX_BYTES of them fit */
    enum kp_json_kind kind : 3;
    bool boolean : 1; /* of a BOOL */
    bool linked : 1;  /* stands in a tree, was read, or is static; see kp_json_append */
    union {
        struct kp_number number; /* of a NUMBER, when it is in range (see `literal`) */
        struct {
            struct kp_json *first, *last; /* children in order; only where `count` is not 0 */
        };
    };
    union {
        struct kp_str text;    /* of a STRING: valid UTF-8 without NUL, NUL-terminated */
        struct kp_str literal; /* of a NUMBER that kp_number cannot hold: as written; else empty */
    };
    struct kp_str name;   /* of an object's member; empty data NULL elsewhere */
    struct kp_json *next; /* sibling */
};

/* The static null: "unknown" among values. */
extern const struct kp_json kp_json_null;

#define KP_JSON_MAX_DEPTH 64
#define KP_JSON_MAX_BYTES ((size_t)64 * 1024 * 1024)

/* The children of an array or object, as `const struct kp_json *item`; `parent` may be NULL. */
#define KP_JSON_EACH(item, parent)                                                                 \
    for (const struct kp_json *item = kp_json_first(parent); item; item = item->next)

/* The first child, or NULL; `value` may be NULL. */
static inline const struct kp_json *kp_json_first(const struct kp_json *value)
{
    return value && value->count ? value->first : NULL;
}

/*
 * Reads one document, strictly: valid UTF-8 without byte order mark, the grammar of RFC 8259 and
 * nothing behind it, no duplicate member, no NUL or \u0000, no lone surrogate, depth ≤ 64,
 * size ≤ 64 MiB. `file` is the name for messages `file:line:column: invalid JSON: …`
 * (lines from 1, columns from 1 in code points).
 */
enum kp_status kp_json_read(struct kp_arena *arena, const char *file, struct kp_str bytes,
                            const struct kp_json **out, struct kp_err *err);

/*
 * As kp_json_read, of an object only as far as its member `last` goes: what stands behind is neither read
 * nor checked. For the title of a long file, which stands at its top.
 */
enum kp_status kp_json_read_top(struct kp_arena *arena, const char *file, struct kp_str bytes,
                                const char *last, const struct kp_json **out, struct kp_err *err);

/* kp_fs_read and kp_json_read; the message names `path`. */
enum kp_status kp_json_read_file(struct kp_arena *arena, const char *path,
                                 const struct kp_json **out, struct kp_err *err);

/*
 * Appends the canonical form: two-space indent, one member or item per line, members in the
 * tree's order, "[]" and "{}" for empty ones, no \u escapes that UTF-8 can carry (only ",
 * \ and control characters are escaped, \b \f \n \r \t by letter), numbers in shortest form,
 * and a final newline.
 */
void kp_json_write(struct kp_buf *out, const struct kp_json *value);

/* The same on one line without spaces and without a final newline: for the journal. */
void kp_json_write_line(struct kp_buf *out, const struct kp_json *value);

/* Appends a string as a JSON string with its quotes. */
void kp_json_write_string(struct kp_buf *out, struct kp_str text);

/* Building. New nodes belong to the arena; strings are copied into it. */
struct kp_json *kp_json_new_null(struct kp_arena *arena);
struct kp_json *kp_json_new_bool(struct kp_arena *arena, bool value);
struct kp_json *kp_json_new_number(struct kp_arena *arena, struct kp_number value);
struct kp_json *kp_json_new_whole(struct kp_arena *arena, int64_t value);
struct kp_json *kp_json_new_string(struct kp_arena *arena, struct kp_str text);
struct kp_json *kp_json_new_array(struct kp_arena *arena);
struct kp_json *kp_json_new_object(struct kp_arena *arena);

/*
 * Appends a child to an array that is being built. A fresh node becomes the child itself and
 * may be filled afterwards; one that stands in a tree already, or was read, is copied (one
 * node, children shared). NULL stands for null.
 */
void kp_json_append(struct kp_arena *arena, struct kp_json *array, const struct kp_json *item);

/*
 * Sets a member of an object that is being built: replaces one of that name in place, else
 * appends. `value` as in kp_json_append.
 */
void kp_json_set(struct kp_arena *arena, struct kp_json *object, const char *name,
                 const struct kp_json *value);

/* As kp_json_set of a name that does not stand there yet. It is not copied. */
void kp_json_add(struct kp_arena *arena, struct kp_json *object, struct kp_str name,
                 const struct kp_json *value);

void kp_json_set_string(struct kp_arena *arena, struct kp_json *object, const char *name,
                        struct kp_str text);
void kp_json_set_whole(struct kp_arena *arena, struct kp_json *object, const char *name,
                       int64_t value);
void kp_json_set_bool(struct kp_arena *arena, struct kp_json *object, const char *name, bool value);

/* A deep copy into another arena, fresh and without the name. */
struct kp_json *kp_json_copy(struct kp_arena *arena, const struct kp_json *value);

/* The member of that name (case matters), or NULL; `object` may be NULL or no object. */
const struct kp_json *kp_json_get(const struct kp_json *object, const char *name);
const struct kp_json *kp_json_get_str(const struct kp_json *object, struct kp_str name);

/* The text of a string member, or the empty view. */
struct kp_str kp_json_text(const struct kp_json *object, const char *name);

/* The whole number of a member, or `fallback` when it is missing or something else. */
int64_t kp_json_whole(const struct kp_json *object, const char *name, int64_t fallback);

/*
 * Same kind and value; objects regardless of the order of members, arrays in order. NULL
 * equals null. Numbers that kp_number cannot hold are equal when they are written alike.
 */
bool kp_json_equal(const struct kp_json *a, const struct kp_json *b);

bool kp_json_is_null(const struct kp_json *value); /* also NULL */

/* Where a node stands in `file`. */
struct kp_place kp_json_place(struct kp_str file, const struct kp_json *value);

/* "a string", "a number", "a list", "an object", "true or false", "null": translated. */
const char *kp_json_kind_name(enum kp_json_kind kind);

#endif
