// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_HISTORY_H
#define KP_STORE_HISTORY_H

/*
 * The revisions of one plan, quickly. An index under .git/kamplan/ knows for every revision which
 * files of which plan it changed. It holds nothing that does not follow from the revisions
 * themselves, is extended when new ones are met, made anew when the record was rewritten or the
 * index is damaged, and kept in memory only where it cannot be written. What it costs to read a
 * plan's history grows with that plan's revisions, not with everybody's.
 */

#include "store/revision.h"

/* A file of a plan that a revision changed. */
struct kp_rev_file {
    const char *path; /* below the plan's directory: "plan/opportunities.json", "account.json" */
    char id[41];      /* of its content in that revision; "" where it was removed */
};

/* One revision of a plan. Strings are valid during the call that gives it. */
struct kp_history_entry {
    struct kp_rev rev;
    int64_t at; /* milliseconds since 1970 */
    int offset_minutes;
    struct {
        char text[8];
    } cycle; /* as the revision says, "2026H1"; "" where it says none or nonsense */
    const struct kp_rev_file
        *files; /* against the revision before it (of several: the first), by path */
    size_t file_count;
};

/*
 * The revisions that changed the plan in `dir` ("accounts/acme", "program"), newest first, from
 * `from` (NULL: the tip), as kp_revision_walk gives them, without reading them: kp_revision_info
 * gives author and message. `file` (may be NULL): only those that changed that file, given below
 * `dir`. A line of revisions that ends in a shallow copy ends there.
 */
enum kp_status kp_history_walk(struct kp_workspace *workspace, const struct kp_rev *from,
                               const char *dir, const char *file,
                               enum kp_status (*each)(void *context,
                                                      const struct kp_history_entry *entry,
                                                      bool *stop, struct kp_err *err),
                               void *context, struct kp_err *err);

/* The content with an id that a kp_rev_file or kp_entry named, into `out` (cleared first). */
enum kp_status kp_revision_content(struct kp_workspace *workspace, const char *id,
                                   struct kp_buf *out, struct kp_err *err);

/* Whether this is a copy that has only the newest revisions (git clone --depth). */
bool kp_history_is_cut(struct kp_workspace *workspace);

/*
 * The newest revision of the whole workspace at or before `at` (milliseconds), along the line of first
 * parents; *out is "" when there is none.
 */
enum kp_status kp_revision_at(struct kp_workspace *workspace, int64_t at, struct kp_rev *out,
                              struct kp_err *err);

#endif
