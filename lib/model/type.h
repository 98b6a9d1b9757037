// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_TYPE_H
#define KP_MODEL_TYPE_H

/*
 * Field types: one row of one table each. A type reads what people type, takes values
 * from files, checks stored ones and shows them. A new type is a new row.
 *
 * Canonical JSON of each type: text, note, date (2026-03-02), choice (its id), person (p-…):
 * string; number, money, percent (40 is 40 %), scale: number; yesno: true/false; choices,
 * people: array of ids; list: array of {"id":"r-…","text":…}; table: array of {"id":"r-…", …columns…};
 * position: {"x":2,"y":4}.
 */

#include "base/date.h"
#include "base/id.h"
#include "model/field.h"
#include "model/people.h"

enum kp_type_kind {
    KP_TYPE_TEXT,
    KP_TYPE_NOTE,
    KP_TYPE_LIST,
    KP_TYPE_NUMBER,
    KP_TYPE_MONEY,
    KP_TYPE_PERCENT,
    KP_TYPE_DATE,
    KP_TYPE_YESNO,
    KP_TYPE_CHOICE,
    KP_TYPE_CHOICES,
    KP_TYPE_SCALE,
    KP_TYPE_PERSON,
    KP_TYPE_PEOPLE,
    KP_TYPE_POSITION,
    KP_TYPE_TABLE,
};

/* What reading and showing needs from outside. */
struct kp_type_context {
    struct kp_arena *arena; /* for new values */
    enum kp_lang lang;
    struct kp_date today;
    struct kp_str currency; /* "DKK"; may be empty */
    struct kp_people *
        people; /* names ↔ ids; an unknown full name that is typed becomes a new person at the end */
    struct kp_ids *ids; /* for rows, items and people */
};

struct kp_type {
    const char *name; /* "text", as in model.json */
    enum kp_type_kind kind;

    /*
     * What a person typed (valid UTF-8, trimmed, not empty) → canonical value. The message of
     * KP_INVALID says what is wrong and what would do. Table: KP_INVALID (rows are asked one by one).
     */
    enum kp_status (*parse)(const struct kp_field *field, struct kp_str text,
                            struct kp_type_context *context, const struct kp_json **out,
                            struct kp_err *err);

    /*
     * A value from an answers file → canonical value: as canonical, and also people by
     * name, choices by label, lists as plain strings, numbers and dates as text that people
     * write. Rows and items without an `id` take that of the row in `old` with the same key
     * (list: the same text; table without a key: the same cells), else a new one. `old` may be
     * NULL. null gives null. The message names the row and column that is wrong.
     */
    enum kp_status (*accept)(const struct kp_field *field, const struct kp_json *value,
                             const struct kp_json *old, struct kp_type_context *context,
                             const struct kp_json **out, struct kp_err *err);

    /*
     * Whether a stored value is canonical for this field: type, range, choice, ids. Null (no
     * answer) passes; so do members of rows that the model does not know, and rows without a
     * column that has become required since.
     */
    enum kp_status (*check)(const struct kp_field *field, const struct kp_json *value,
                            struct kp_err *err);

    /* Appends the value in words, on one line (note: its lines; table: the number of rows). Unknown shows as "–". */
    void (*show)(const struct kp_field *field, const struct kp_json *value,
                 const struct kp_type_context *context, struct kp_buf *out);

    /* The text that, typed, gives this value: for editing. */
    void (*edit)(const struct kp_field *field, const struct kp_json *value,
                 const struct kp_type_context *context, struct kp_buf *out);

    /* The JSON Schema (2020-12) of its canonical values. */
    struct kp_json *(*schema)(const struct kp_field *field, struct kp_arena *arena);

    /* As kp_type_hint and kp_value_canonical, which call these. `canonical` NULL: a value is as it is. */
    void (*hint)(const struct kp_field *field, const struct kp_type_context *context,
                 struct kp_buf *out);
    const struct kp_json *(*canonical)(const struct kp_field *field, const struct kp_json *value,
                                       struct kp_arena *arena);
};

/* By name ("money"); NULL when there is none. */
const struct kp_type *kp_type_by_name(struct kp_str name);
const struct kp_type *kp_type_of(enum kp_type_kind kind);

/* Number, money, percent, scale: what stands in columns on the right. */
bool kp_type_is_figure(enum kp_type_kind kind);

/* All of them, in the order of the enum. */
extern const struct kp_type kp_types[];
extern const size_t kp_type_count;

/* Appends all type names, "a, b, c": for messages. */
void kp_type_names(struct kp_buf *out);

/*
 * The canonical form of what parse and accept give: members of rows in the order of the
 * columns, unknown members behind them, text in normal form C, calculated columns removed.
 */
const struct kp_json *kp_value_canonical(const struct kp_field *field, const struct kp_json *value,
                                         struct kp_arena *arena);

/* A short hint of what may be typed, for the prompt's help: "a date such as 14 Sep or in 2 weeks". */
void kp_type_hint(const struct kp_field *field, const struct kp_type_context *context,
                  struct kp_buf *out);

#endif
