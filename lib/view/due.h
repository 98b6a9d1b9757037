// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_DUE_H
#define KP_VIEW_DUE_H

/* What is due at all accounts: as text, as the document of `due --json`, and as a calendar. */

#include "compare/due.h"
#include "view/style.h"

struct kp_due_account {
    struct kp_str slug, name;
    struct kp_due due;
    struct kp_date signed_on; /* the plan of the last session's cycle; no date: not signed off */
    struct kp_str signed_by;  /* a person's id */
};

struct kp_due_list {
    struct kp_date on;
    struct kp_cycle cycle;
    struct kp_date due;                    /* the due date in that cycle */
    const struct kp_due_account *accounts; /* in the order to be shown in */
    size_t count;
    struct kp_str company;
};

/* Appends a line for each account, and what the day is. */
void kp_view_due(const struct kp_due_list *list, const struct kp_style *style, struct kp_buf *out);

/* Appends one account in detail: with its open actions and the meetings ahead. */
void kp_view_due_account(const struct kp_due_account *account, const struct kp_style *style,
                         struct kp_buf *out);

struct kp_json *kp_view_due_json(const struct kp_due_list *list, const struct kp_people *people,
                                 struct kp_arena *arena);

/*
 * Appends a calendar (RFC 5545) of due dates (those that were missed, and those of the year ahead),
 * open actions with a date, and meetings. `stamp`: when it is made. Returns how many events it has.
 */
size_t kp_view_due_ics(const struct kp_due_list *list, int budget_month,
                       const struct kp_style *style, int64_t stamp, struct kp_buf *out);

/* Appends a remark below a table: dim lines. */
void kp_view_note(const struct kp_style *style, struct kp_str text, struct kp_buf *out);

/* Appends "in 5 days", "today", "2 days overdue", kept on one line. */
void kp_view_days(struct kp_buf *out, int64_t days);

#endif
