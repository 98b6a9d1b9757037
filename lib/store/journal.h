// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_JOURNAL_H
#define KP_STORE_JOURNAL_H

/*
 * Journals of sessions that are not closed: .git/kamplan/journal/<account>.<session id>.jsonl,
 * mode 0600, append only, each line on disk before the call returns. What the lines mean is
 * the session's business (run/).
 */

#include "store/workspace.h"

struct kp_journal;

/* A new journal with its first line (one line of JSON, without newline), durably, directory entry too. */
enum kp_status kp_journal_create(struct kp_workspace *workspace, const char *account,
                                 const char *session_id, struct kp_str first_line,
                                 struct kp_journal **out, struct kp_err *err);

/*
 * Appends a line: one write and one fdatasync. When either fails the file is cut back to where it was,
 * the line is not in the journal, and the call may be repeated (also after a full disk was relieved).
 * KP_CONFLICT when another program removed or cut the file.
 */
enum kp_status kp_journal_append(struct kp_journal *journal, struct kp_str line,
                                 struct kp_err *err);

void kp_journal_close(struct kp_journal *journal);

/* What stands in the journal directory. Strings are in the arena. */
struct kp_journal_entry {
    const char *account, *session_id, *path;
    int64_t modified; /* milliseconds since 1970 */
};
enum kp_status kp_journal_list(struct kp_workspace *workspace, struct kp_arena *arena,
                               struct kp_journal_entry **out, size_t *count, struct kp_err *err);

/*
 * Opens an unfinished journal for going on, and reads its lines into `lines` (whole, newline behind each).
 * A torn last line (no newline) is cut off the file; *torn says so. KP_BUSY while another process has it open.
 */
enum kp_status kp_journal_resume(struct kp_workspace *workspace, const char *account,
                                 const char *session_id, struct kp_journal **out,
                                 struct kp_buf *lines, bool *torn, struct kp_err *err);

/* Reads without opening it for writing and without mending it (a second screen, doctor). */
enum kp_status kp_journal_read(const char *path, struct kp_buf *lines, bool *torn,
                               struct kp_err *err);

/*
 * What stands half typed on the line: a file of its own beside the journal, with its mode. Replaced
 * whole, but not made safe: it is written while somebody types, and a power cut may take the newest
 * away. Empty `bytes` remove it. Read, KP_NOT_FOUND: there is none.
 */
enum kp_status kp_journal_line_write(struct kp_workspace *workspace, const char *account,
                                     const char *session_id, struct kp_str bytes,
                                     struct kp_err *err);
enum kp_status kp_journal_line_read(struct kp_workspace *workspace, const char *account,
                                    const char *session_id, struct kp_buf *out, struct kp_err *err);

/*
 * Removes a journal after its session has been recorded or discarded, durably, and what stands half
 * typed beside it.
 */
enum kp_status kp_journal_remove(struct kp_workspace *workspace, const char *account,
                                 const char *session_id, struct kp_err *err);

#endif
