// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_PEOPLE_H
#define KP_MODEL_PEOPLE_H

/*
 * The people directory: the only place where names stand. Everything else refers to
 * people by id (p-k3f9q2), so that a person can be forgotten. On disk:
 * {"format":1,"people":{"p-k3f9q2":{"name":"Mette Holm"}}}, members in id order.
 */

#include "base/id.h"
#include "json/json.h"

struct kp_person {
    struct kp_str id;
    struct kp_str name;
    struct kp_str folded; /* the name as kp_utf8_fold gives it, for finding */
    const struct kp_json
        *document; /* as read, with members this version does not know; may be NULL */
};

struct kp_people {
    struct kp_arena arena;
    struct kp_person *items; /* in order of arrival: new ones come last */
    size_t count, cap;
    size_t sorted; /* so many of the first stand in the order of their ids, as in a file */
};

/* clang-format off */
#define KP_PEOPLE_INIT {KP_ARENA_INIT, NULL, 0, 0, 0}
/* clang-format on */

/* Adds everybody of a directory file to `people`; an id that is there already keeps its place and takes the file's name. */
enum kp_status kp_people_read(struct kp_people *people, const char *file, struct kp_str bytes,
                              struct kp_err *err);

/* Appends the directory in canonical form. */
void kp_people_write(const struct kp_people *people, struct kp_buf *out);

/* NULL when there is no such id. */
const struct kp_person *kp_people_by_id(const struct kp_people *people, struct kp_str id);

/* The name for an id; the id itself when nobody of that id is known (a forgotten person). */
struct kp_str kp_people_name(const struct kp_people *people, struct kp_str id);

/*
 * Everybody whose name (folded) is `text`, or else begins with it (whole name, or any of its
 * words). Returns how many there are; the first `max` of them, in the directory's order, stand
 * in `found` until somebody is added.
 */
size_t kp_people_match(const struct kp_people *people, struct kp_str text,
                       const struct kp_person **found, size_t max);

/*
 * A new person; the name is trimmed, in normal form C. KP_INVALID when the name is empty, longer than
 * 200 bytes or has characters that do not show. Somebody of exactly that name (folded) is returned instead of a second one.
 */
enum kp_status kp_people_add(struct kp_people *people, struct kp_ids *ids, struct kp_str name,
                             const struct kp_person **out, struct kp_err *err);

/* Adds a person with a known id (a journal replayed). Nothing happens when the id is there. */
void kp_people_put(struct kp_people *people, struct kp_str id, struct kp_str name);

void kp_people_release(struct kp_people *people);

#endif
