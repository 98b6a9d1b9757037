// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_TYPE_INTERNAL_H
#define KP_MODEL_TYPE_INTERNAL_H

/* What the files of field types share. Not for anybody else. */

#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"

enum {
    KP_TEXT_MAX = 64 * 1024,   /* bytes of a line of text */
    KP_NOTE_MAX = 1024 * 1024, /* bytes of a note, or of what is typed for a list */
    KP_NAME_MAX = 1024,        /* bytes that may still be a choice's name */
};

#define KP_NBSP "\xc2\xa0"

/* The functions of one row, or of several that differ little: kp_type_NAME_parse and so on. */
#define KP_TYPE_FUNCTIONS(name)                                                                    \
    enum kp_status kp_type_##name##_parse(const struct kp_field *field, struct kp_str text,        \
                                          struct kp_type_context *context,                         \
                                          const struct kp_json **out, struct kp_err *err);         \
    enum kp_status kp_type_##name##_accept(                                                        \
        const struct kp_field *field, const struct kp_json *value, const struct kp_json *old,      \
        struct kp_type_context *context, const struct kp_json **out, struct kp_err *err);          \
    enum kp_status kp_type_##name##_check(const struct kp_field *field,                            \
                                          const struct kp_json *value, struct kp_err *err);        \
    void kp_type_##name##_show(const struct kp_field *field, const struct kp_json *value,          \
                               const struct kp_type_context *context, struct kp_buf *out);         \
    void kp_type_##name##_edit(const struct kp_field *field, const struct kp_json *value,          \
                               const struct kp_type_context *context, struct kp_buf *out);         \
    struct kp_json *kp_type_##name##_schema(const struct kp_field *field, struct kp_arena *arena); \
    void kp_type_##name##_hint(const struct kp_field *field,                                       \
                               const struct kp_type_context *context, struct kp_buf *out);         \
    const struct kp_json *kp_type_##name##_canonical(                                              \
        const struct kp_field *field, const struct kp_json *value, struct kp_arena *arena)

KP_TYPE_FUNCTIONS(text);
KP_TYPE_FUNCTIONS(list);
KP_TYPE_FUNCTIONS(number);
KP_TYPE_FUNCTIONS(date);
KP_TYPE_FUNCTIONS(yesno);
KP_TYPE_FUNCTIONS(choice);
KP_TYPE_FUNCTIONS(choices);
KP_TYPE_FUNCTIONS(scale);
KP_TYPE_FUNCTIONS(person);
KP_TYPE_FUNCTIONS(people);
KP_TYPE_FUNCTIONS(position);
KP_TYPE_FUNCTIONS(table);

/* ---- type_common.c */

/* KP_INVALID unless `text` is valid UTF-8 and something else than white space. */
enum kp_status kp_type_readable(struct kp_str text, struct kp_err *err);

/* KP_INVALID "must be <expected>, not <what it is>". */
enum kp_status kp_type_wrong_kind(const char *expected, const struct kp_json *value,
                                  struct kp_err *err);

/* The accept of types whose text form parse understands: a string goes to the type's parse. */
enum kp_status kp_type_accept_typed(const struct kp_field *field, const struct kp_json *value,
                                    struct kp_type_context *context, const struct kp_json **out,
                                    struct kp_err *err);

/* Any value in words, for values that do not fit their field; unknown is "–". */
void kp_type_show_any(const struct kp_json *value, struct kp_buf *out);

/* `text` as a message quotes it, see kp_utf8_add_quote; NUL-terminated. */
const char *kp_type_quote(struct kp_arena *arena, struct kp_str text);

/* A schema object {"type": type}. */
struct kp_json *kp_type_schema_of(struct kp_arena *arena, const char *type);
/* The schema of an id with this letter. */
struct kp_json *kp_type_schema_id(struct kp_arena *arena, char letter);

/* ---- type_text.c */

/*
 * Text as it is kept: normal form C, trimmed, line breaks as \n (`lines`) or each with the white
 * space around it as one space. KP_INVALID for control characters and bidirectional overrides,
 * named with their place, and for what is longer than `max` bytes or nothing at all.
 */
enum kp_status kp_type_clean(struct kp_arena *arena, struct kp_str text, bool lines, size_t max,
                             struct kp_str *out, struct kp_err *err);

/* Whether valid UTF-8 is as kp_type_clean would give it, as most is: found quickly, or not at all. */
bool kp_type_is_plain(struct kp_str text, bool lines, size_t max);

/* Whether stored text has nothing that kp_type_clean would refuse, nor breaks where lines is false.
 */
enum kp_status kp_type_check_clean(struct kp_str text, bool lines, size_t max, struct kp_err *err);

/* Whether the text has the length that min and max of the field want. */
enum kp_status kp_type_check_length(const struct kp_field *field, struct kp_str text,
                                    struct kp_err *err);

/* The schema of one such text. */
struct kp_json *kp_type_schema_text(const struct kp_field *field, bool lines,
                                    struct kp_arena *arena);

/* ---- type_match.c: finding a choice or a step by what was typed */

struct kp_candidate {
    struct kp_str id; /* also found by it; a step's number */
    const struct kp_words *label;
    struct kp_str folded_id, folded[KP_LANG_COUNT];
};

struct kp_candidates {
    struct kp_candidate *items;
    size_t count;
};

/* Sets candidate `index`; `id` and `label` must live as long as it. */
void kp_candidates_set(struct kp_candidates *candidates, size_t index, struct kp_str id,
                       const struct kp_words *label, struct kp_arena *arena);

/* How a text fits a list of candidates; `found` holds the indexes of the `count` that fit best. */
struct kp_match {
    const size_t *found;
    size_t count;
};

/*
 * The best of: the id; the whole label in `lang`, in any language; the beginning of the label
 * in `lang`, in any language or of the id. Case and width do not matter.
 */
struct kp_match kp_candidates_match(const struct kp_candidates *candidates, struct kp_str text,
                                    enum kp_lang lang, struct kp_arena *arena);

/* KP_INVALID with what would do instead of `text`: the one that was meant, or all there are. */
enum kp_status kp_candidates_none(const struct kp_candidates *candidates, struct kp_str text,
                                  enum kp_lang lang, struct kp_arena *arena, struct kp_err *err);

/* KP_INVALID with the candidates of `match`. */
enum kp_status kp_candidates_many(const struct kp_candidates *candidates,
                                  const struct kp_match *match, struct kp_str text,
                                  enum kp_lang lang, struct kp_arena *arena, struct kp_err *err);

/* ---- type_scale.c */

/* A step's number or its words (the beginning is enough) → its value. */
enum kp_status kp_scale_parse(const struct kp_scale *scale, struct kp_str text,
                              struct kp_type_context *context, int64_t *out, struct kp_err *err);

/* KP_INVALID unless `value` is a step's number. */
enum kp_status kp_scale_check(const struct kp_scale *scale, const struct kp_json *value,
                              enum kp_lang lang, struct kp_err *err);

/* KP_INVALID: there is no such step, these are the steps there are. */
enum kp_status kp_scale_refuse(const struct kp_scale *scale, const char *typed, enum kp_lang lang,
                               struct kp_err *err);

/* The schema of a step's number. */
struct kp_json *kp_scale_schema(const struct kp_scale *scale, struct kp_arena *arena);

/* ---- type_rows.c: the identity of rows and items */

/* The rows of an old value, and the ids that are in use. Lives in the arena it was made in. */
struct kp_row_index;

/*
 * `key` gives the text by which a row is known, in `arena`, or the empty view. `old` is an array
 * of objects or NULL; what is neither is left out.
 */
struct kp_row_index *
kp_row_index_make(struct kp_arena *arena, const struct kp_json *old, const struct kp_field *field,
                  struct kp_str (*key)(const struct kp_field *field, const struct kp_json *row,
                                       struct kp_arena *arena));

/* Takes the id that a new row says it has. false: another row of the new value has taken it. */
bool kp_row_index_claim(struct kp_row_index *index, struct kp_str id);

/* The old row of that id, or NULL. */
const struct kp_json *kp_row_index_row(const struct kp_row_index *index, struct kp_str id);

/* The id of the first old row of that key that nobody has taken, now taken; else the empty view. */
struct kp_str kp_row_index_find(struct kp_row_index *index, struct kp_str key);

/* A new id that no row has. */
struct kp_str kp_row_index_new(struct kp_row_index *index, struct kp_ids *ids);

/* Whether every row is an object with an id of its own; the message names the row. */
enum kp_status kp_rows_check(const struct kp_json *value, struct kp_err *err);

#endif
