// SPDX-License-Identifier: GPL-3.0-or-later
/* What is due, as text. */
#include "view/due.h"

#include "base/text.h"
#include "base/utf8.h"
#include "view/plan_internal.h"
#include "view/table.h"

#include <inttypes.h>

enum { SOON = 30 };

/* A date whose parts stay on one line. */
static void add_date(struct kp_buf *out, struct kp_date date, const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_date_show(&text, date, style->lang);
    kp_view_join(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

void kp_view_days(struct kp_buf *out, int64_t days)
{
    struct kp_buf text = KP_BUF_INIT;
    if (days < 0)
        kp_buf_addf(
            &text,
            ngettext("%" PRId64 " day overdue", "%" PRId64 " days overdue", (unsigned long)-days),
            -days);
    else if (days == 0)
        kp_buf_adds(&text, _("today"));
    else
        kp_buf_addf(&text,
                    ngettext("in %" PRId64 " day", "in %" PRId64 " days", (unsigned long)days),
                    days);
    kp_view_join(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

static enum kp_mark mark_of(const struct kp_due *due)
{
    if (due->days < 0)
        return KP_MARK_ALERT;
    return due->days <= SOON ? KP_MARK_WARN : KP_MARK_NONE;
}

static void add_due_cell(struct kp_table *table, const struct kp_due *due,
                         const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT;
    add_date(&text, due->due, style);
    kp_buf_adds(&text, ", ");
    kp_view_days(&text, due->days);
    kp_table_cell(table, kp_buf_str(&text), mark_of(due));
    kp_buf_release(&text);
}

/* "2026H1, 24 Feb 2026", and whether it was signed off. */
static void add_last(struct kp_buf *out, const struct kp_due_account *account,
                     const struct kp_style *style)
{
    const struct kp_due_session *last = &account->due.last;
    if (!last->cycle.year) {
        kp_buf_adds(out, _("never"));
        return;
    }
    kp_cycle_print(out, last->cycle);
    kp_buf_adds(out, ", ");
    add_date(out, last->date, style);
    if (account->signed_on.year)
        kp_buf_addf(out, ", %s", _("signed off"));
}

/* "5 · 0 · 12": not looked at for 1, 2, and 3 or more cycles. */
static void add_unseen_cell(struct kp_table *table, const struct kp_due *due,
                            const struct kp_style *style)
{
    const char *dot = kp_style_sign(style, "\xc2\xa0·\xc2\xa0", "/");
    const size_t *unseen = due->unseen;
    if (unseen[0] || unseen[1] || unseen[2])
        kp_table_cellf(table, unseen[2] ? KP_MARK_CHANGED : KP_MARK_NONE, "%zu%s%zu%s%zu",
                       unseen[0], dot, unseen[1], dot, unseen[2]);
    else
        kp_table_cell(table, kp_str_from(kp_style_sign(style, "–", "-")), KP_MARK_DIM);
}

/* "2 of 6 overdue, since 13 Feb 2026" */
static void add_action_cell(struct kp_table *table, const struct kp_due *due,
                            const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT, date = KP_BUF_INIT, since = KP_BUF_INIT;
    if (due->overdue) {
        kp_date_show(&date, due->actions[0].due, style->lang);
        kp_buf_addf(&since, _("since %s"), date.data);
        kp_buf_clear(&date);
        kp_view_join(&date, kp_buf_str(&since));
        kp_buf_addf(&text, _("%zu of %zu overdue, %s"), due->overdue, due->action_count, date.data);
    } else if (due->action_count) {
        kp_buf_addf(&text, ngettext("%zu open", "%zu open", due->action_count), due->action_count);
    }
    kp_table_cell(table, kp_buf_str(&text), due->overdue ? KP_MARK_ALERT : KP_MARK_NONE);
    kp_buf_release(&text);
    kp_buf_release(&date);
    kp_buf_release(&since);
}

static void add_meeting_cell(struct kp_table *table, const struct kp_due *due,
                             const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT;
    if (due->meeting_count) {
        add_date(&text, due->meetings[0].date, style);
        kp_buf_addf(&text, " %.*s", KP_STR_ARG(due->meetings[0].purpose));
    }
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_release(&text);
}

static void add_row(struct kp_table *table, const struct kp_due_account *account, bool meetings,
                    const struct kp_style *style)
{
    const struct kp_due *due = &account->due;
    struct kp_buf text = KP_BUF_INIT;
    kp_table_row(table);
    kp_table_cell(table, account->slug, KP_MARK_ACCENT);
    add_due_cell(table, due, style);
    add_last(&text, account, style);
    kp_table_cell(table, kp_buf_str(&text), due->revised ? KP_MARK_NEW : KP_MARK_NONE);
    add_unseen_cell(table, due, style);
    add_action_cell(table, due, style);
    if (meetings)
        add_meeting_cell(table, due, style);
    kp_buf_release(&text);
}

static struct kp_table *build(const struct kp_due_list *list, bool meetings,
                              const struct kp_style *style)
{
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_str_from(_("Account")), false);
    kp_table_column(table, kp_str_from(_("Revision due")), false);
    kp_table_column(table, kp_str_from(_("Last revised")), false);
    kp_table_column(table, kp_str_from(style->ascii ? _("Unseen 1/2/3+") : _("Unseen 1 · 2 · 3+")),
                    false);
    kp_table_column(table, kp_str_from(_("Actions")), false);
    if (meetings)
        kp_table_column(table, kp_str_from(_("Next meeting")), false);
    for (size_t i = 0; i < list->count; i++)
        add_row(table, &list->accounts[i], meetings, style);
    return table;
}

/* "2 Mar 2026 · 2026H1 · revisions are due by 28 Feb 2026" */
static void add_heading(const struct kp_due_list *list, const struct kp_style *style,
                        struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT, due = KP_BUF_INIT;
    const char *dot = kp_style_sign(style, " · ", ", ");
    size_t start = out->len;
    add_date(&line, list->on, style);
    kp_buf_adds(&line, dot);
    kp_cycle_print(&line, list->cycle);
    kp_buf_adds(&line, dot);
    add_date(&due, list->due, style);
    kp_buf_addf(&line, _("plans are revised by %s"), due.data);
    kp_view_lines(style, kp_buf_str(&line), 1, out);
    kp_style_soften(out, start);
    kp_buf_addc(out, '\n');
    kp_buf_release(&line);
    kp_buf_release(&due);
}

/* Line by line: a pager forgets colours at the end of each. */
void kp_view_note(const struct kp_style *style, struct kp_str text, struct kp_buf *out)
{
    struct kp_buf lines = KP_BUF_INIT;
    kp_view_lines(style, text, 1, &lines);
    struct kp_str rest = kp_str_slice(kp_buf_str(&lines), 0, lines.len ? lines.len - 1 : 0);
    while (rest.data) {
        kp_style_add(out, style, KP_MARK_DIM, kp_str_split(&rest, '\n'));
        kp_buf_addc(out, '\n');
    }
    kp_buf_release(&lines);
}

/* Without the meetings where there is no room for them, but with everything in blocks. */
void kp_view_due(const struct kp_due_list *list, const struct kp_style *style, struct kp_buf *out)
{
    struct kp_table *table = build(list, true, style);
    struct kp_table *narrow = build(list, false, style);
    bool drop = !kp_table_fits(table, style, 1) && kp_table_fits(narrow, style, 1);
    add_heading(list, style, out);
    kp_table_print(drop ? narrow : table, style, 1, out);
    kp_buf_addc(out, '\n');
    kp_view_note(
        style,
        kp_str_from(_("Unseen: answers that nobody has looked at for 1, 2, and 3 or more cycles.")),
        out);
    kp_table_free(table);
    kp_table_free(narrow);
}

/* ---- one account */

static void add_fact(struct kp_table *table, const char *label, struct kp_str text,
                     enum kp_mark mark)
{
    kp_table_row(table);
    kp_table_cell(table, kp_str_from(label), KP_MARK_DIM);
    kp_table_cell(table, text, mark);
}

/* "7 for 1 cycle, 2 for 2 cycles, 5 for 3 or more (of 61 answers)" */
static void add_unseen(struct kp_buf *out, const struct kp_due *due)
{
    struct kp_buf parts[KP_DUE_AGES] = {KP_BUF_INIT, KP_BUF_INIT, KP_BUF_INIT};
    size_t start = out->len;
    kp_buf_addf(&parts[0], _("%zu for 1 cycle"), due->unseen[0]);
    kp_buf_addf(&parts[1], _("%zu for 2 cycles"), due->unseen[1]);
    kp_buf_addf(&parts[2], _("%zu for 3 or more"), due->unseen[2]);
    for (size_t i = 0; i < KP_DUE_AGES; i++) {
        if (due->unseen[i] && out->len > start)
            kp_buf_adds(out, ", ");
        if (due->unseen[i])
            kp_buf_add(out, kp_buf_str(&parts[i]));
        kp_buf_release(&parts[i]);
    }
    if (!due->answers)
        kp_buf_adds(out, _("there are no answers yet"));
    else if (out->len == start)
        kp_buf_adds(out, _("all were looked at in this cycle"));
    else
        kp_buf_addf(out, _(" (of %zu answers)"), due->answers);
}

static void add_facts(const struct kp_due_account *account, const struct kp_style *style,
                      struct kp_buf *out)
{
    const struct kp_due *due = &account->due;
    struct kp_buf text = KP_BUF_INIT;
    struct kp_table *table = kp_table_new();
    kp_table_column(table, KP_STR(""), false);
    kp_table_column(table, KP_STR(""), false);
    add_date(&text, due->due, style);
    kp_buf_adds(&text, ", ");
    kp_view_days(&text, due->days);
    add_fact(table, _("Revision due"), kp_buf_str(&text), mark_of(due));
    kp_buf_clear(&text);
    add_last(&text, account, style);
    if (account->signed_by.len)
        kp_buf_addf(&text, " (%.*s)",
                    KP_STR_ARG(kp_people_name(style->people, account->signed_by)));
    add_fact(table, _("Last revised"), kp_buf_str(&text),
             due->revised ? KP_MARK_NEW : KP_MARK_NONE);
    kp_buf_clear(&text);
    add_unseen(&text, due);
    add_fact(table, _("Not looked at"), kp_buf_str(&text), KP_MARK_NONE);
    kp_table_print(table, style, 1, out);
    kp_table_free(table);
    kp_buf_release(&text);
}

static void add_actions(const struct kp_due *due, const struct kp_style *style, struct kp_buf *out)
{
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    kp_table_whole(table);
    kp_table_column(table, kp_str_from(_("Open action")), false);
    kp_table_column(table, kp_str_from(_("Owner")), false);
    kp_table_column(table, kp_str_from(_("Due")), false);
    for (size_t i = 0; i < due->action_count; i++) {
        const struct kp_due_action *action = &due->actions[i];
        kp_table_row(table);
        kp_table_cell(table, action->what, KP_MARK_NONE);
        kp_buf_clear(&text);
        if (action->owner.len)
            kp_view_join(&text, kp_people_name(style->people, action->owner));
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
        kp_buf_clear(&text);
        if (action->due.year) {
            add_date(&text, action->due, style);
            kp_buf_adds(&text, ", ");
            kp_view_days(&text, kp_date_to_days(action->due) - kp_date_to_days(due->on));
        }
        kp_table_cell(table, kp_buf_str(&text), i < due->overdue ? KP_MARK_ALERT : KP_MARK_NONE);
    }
    if (due->action_count)
        kp_buf_addc(out, '\n');
    kp_table_print(table, style, 1, out);
    kp_table_free(table);
    kp_buf_release(&text);
}

static void add_meetings(const struct kp_due *due, const struct kp_style *style, struct kp_buf *out)
{
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    kp_table_whole(table);
    kp_table_column(table, kp_str_from(_("Meeting")), false);
    kp_table_column(table, kp_str_from(_("With")), false);
    kp_table_column(table, kp_str_from(_("When")), false);
    for (size_t i = 0; i < due->meeting_count; i++) {
        const struct kp_due_meeting *meeting = &due->meetings[i];
        kp_table_row(table);
        kp_table_cell(table, meeting->purpose, KP_MARK_NONE);
        kp_table_cell(table, kp_str_from(meeting->internal ? _("us only") : _("the customer")),
                      KP_MARK_DIM);
        kp_buf_clear(&text);
        add_date(&text, meeting->date, style);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    }
    if (due->meeting_count)
        kp_buf_addc(out, '\n');
    kp_table_print(table, style, 1, out);
    kp_table_free(table);
    kp_buf_release(&text);
}

void kp_view_due_account(const struct kp_due_account *account, const struct kp_style *style,
                         struct kp_buf *out)
{
    struct kp_buf name = KP_BUF_INIT;
    kp_utf8_add_visible(&name, account->name, false);
    kp_buf_addc(out, ' ');
    kp_style_add(out, style, KP_MARK_TITLE, kp_buf_str(&name));
    kp_buf_adds(out, "\n\n");
    kp_buf_release(&name);
    add_facts(account, style, out);
    add_actions(&account->due, style, out);
    add_meetings(&account->due, style, out);
}
