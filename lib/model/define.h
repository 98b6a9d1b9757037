// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_DEFINE_H
#define KP_MODEL_DEFINE_H

/*
 * Reading definitions (model and script files) member by member. Whatever is wrong becomes a fault
 * at its place, and reading goes on with a harmless value, so that one pass finds every fault.
 * Messages may show any text of the file: it is cut short and made safe for a terminal first.
 */

#include "base/fault.h"
#include "base/lang.h"
#include "json/json.h"

struct kp_define {
    struct kp_arena *arena; /* for what is read */
    struct kp_faults *faults;
    struct kp_str file;
};

/* An id and where it stands, for kp_define_unique. */
struct kp_defined {
    struct kp_str id; /* empty: it was no good, and does not count */
    const struct kp_json *at;
};

/* After so many faults no more are listed (they still count as errors). */
#define KP_DEFINE_MAX_FAULTS 1000

void kp_define_fault(const struct kp_define *define, const struct kp_json *at, const char *format,
                     ...) __attribute__((format(printf, 3, 4)));
void kp_define_warn(const struct kp_define *define, const struct kp_json *at, const char *format,
                    ...) __attribute__((format(printf, 3, 4)));

/* A text of the file as it may stand in a message. */
const char *kp_define_shown(const struct kp_define *define, struct kp_str text);

/* The name nearest to `word`, or NULL when none is near. `names` ends with NULL. */
const char *kp_define_nearest(struct kp_str word, const char *const *names);

/* Whether two ids are so alike that one may have been meant for the other; then *distance. */
bool kp_define_near(struct kp_str a, struct kp_str b, size_t *distance);

/* Faults for a value that is no object, and for members that are not among `known` (ends with
 * NULL). */
bool kp_define_object(const struct kp_define *define, const struct kp_json *value,
                      const char *const *known);

/* The member when it is there and of that kind; else NULL. kp_define_need: a missing one is a fault
 * too. */
const struct kp_json *kp_define_member(const struct kp_define *define, const struct kp_json *object,
                                       const char *name, enum kp_json_kind kind);
const struct kp_json *kp_define_need(const struct kp_define *define, const struct kp_json *object,
                                     const char *name, enum kp_json_kind kind);

/* An array of `least` to `most` items, needed when `least` is not 0. */
const struct kp_json *kp_define_array(const struct kp_define *define, const struct kp_json *object,
                                      const char *name, size_t least, size_t most);

bool kp_define_bool(const struct kp_define *define, const struct kp_json *object, const char *name);

/* A whole number in the range; `fallback` when it is missing or wrong. */
int kp_define_int(const struct kp_define *define, const struct kp_json *object, const char *name,
                  int min, int max, int fallback);
/* The same for an item of an array. */
int kp_define_int_item(const struct kp_define *define, const struct kp_json *item, int min, int max,
                       int fallback);

/* The index of a string member among `names` (ends with NULL). */
int kp_define_enum(const struct kp_define *define, const struct kp_json *object, const char *name,
                   const char *const *names, int fallback);

/*
 * A text in three languages. None at all is an error when `needed`, a missing language is a
 * warning. kp_define_words_of reads `value` itself, which `name` is the name of.
 */
void kp_define_words(const struct kp_define *define, const struct kp_json *object, const char *name,
                     bool needed, struct kp_words *out);
void kp_define_words_of(const struct kp_define *define, const struct kp_json *value,
                        const char *name, struct kp_words *out);

/* An id that is needed: [a-z][a-z0-9_-]*, at most 64 bytes; with `dots` also [.] between parts.
 * Empty when it is wrong. */
struct kp_str kp_define_id(const struct kp_define *define, const struct kp_json *object,
                           const char *name, bool dots);

/* Faults for ids that stand twice; `items` is sorted by it. */
void kp_define_unique(const struct kp_define *define, struct kp_defined *items, size_t count);

/* Where the expression in a string begins: behind its quote. */
struct kp_place kp_define_source_place(struct kp_str file, const struct kp_json *source);

/*
 * Checks the "format" of a file: 1. Whether it is worth reading on: what a newer version wrote
 * is not for this one to judge.
 */
bool kp_define_format(const struct kp_define *define, const struct kp_json *document);

#endif
