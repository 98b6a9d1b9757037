// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_PREWORK_H
#define KP_RUN_PREWORK_H

/*
 * Pre-work: what one person answers alone before the meeting, in a small Markdown file that any
 * editor or mail program can fill in. Lines such as [#customer.goals] say which question the text
 * below them answers; everything else in the file is for people. What a mail program does to a
 * text on its way (quoting with ">", line ends, a byte order mark, escaped brackets) is undone.
 */

#include "run/session.h"

/* Who is asked, about what. */
struct kp_prework_head {
    struct kp_str account, account_name;
    struct kp_str name;            /* of the person */
    const struct kp_plan *present; /* whose rows may be scored; NULL: none are known */
};

/*
 * Appends the file for one person: the questions that can be answered alone (asked values, lists and
 * tables, rounds of ideas, ratings), with their help, what may be written, and, where `plan` is not NULL, the
 * answer that stands. Questions whose `when` looks at answers are asked all the same.
 */
void kp_prework_write(const struct kp_script *script, const struct kp_prework_head *head,
                      struct kp_type_context *context, const struct kp_plan *plan,
                      struct kp_buf *out);

/* A file that came back. */
struct kp_prework {
    struct kp_str name; /* of the person, as the file says */
    /* [{"field":…,"value":…}], or "text" where what was written does not fit the question;
     * [{"ideas":ID,"texts":[…]}]; [{"rate":FIELD,"value":…}]; [{"scores":FIELD,"texts":[…]}]. In the order of the file. */
    const struct kp_json *items;
};

/*
 * Reads a file that came back. An error in `faults` (KP_INVALID): it is no pre-work, or for another
 * account or script. Warnings: it was made for another version, asks what this script does not, or an
 * answer does not fit (it is kept as text). People, rows and items that are new get ids of `context`.
 */
enum kp_status kp_prework_read(const char *file, struct kp_str bytes, struct kp_str account,
                               const struct kp_script *script, struct kp_type_context *context,
                               struct kp_prework *out, struct kp_faults *faults);

/*
 * Lays what one person brought before the session: an event of the journal, so that it is there after
 * a resume. It is shown at its questions, not before. What the same person brought earlier is
 * replaced; the same again does nothing. `who` is the person's id. `anonymous`: without names.
 */
struct kp_effects kp_session_bring(struct kp_session *session, struct kp_str who,
                                   const struct kp_json *items, bool anonymous, int64_t at);

#endif
