// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/due.h"

#include <stdlib.h>

enum { HALF = 6, YEAR = 12, BUDGET_MONTH = 9 };

struct kp_date kp_due_date(struct kp_cycle cycle, int budget_month)
{
    /* The month before the budget's, or six months from it: whichever lies in this half-year. */
    if (budget_month < 1 || budget_month > YEAR)
        budget_month = BUDGET_MONTH;
    int month = (budget_month + YEAR - 2) % HALF + 1;
    return kp_date_month_end(cycle.year, cycle.half == 2 ? month + HALF : month);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool kp_due_is_session(struct kp_str name)
{
    struct kp_date date;
    enum { DATE = 10 };
    if (name.len <= DATE + 1 || kp_date_read(kp_str_slice(name, 0, DATE), &date, NULL))
        return false;
    struct kp_str script = kp_str_slice(name, DATE + 1, name.len);
    size_t end = script.len; /* the second of a day ends in -2 */
    while (end && is_digit(script.data[end - 1]))
        end--;
    if (end && end < script.len && script.data[end - 1] == '-')
        script.len = end - 1;
    return !kp_str_is(script, "edit") && !kp_str_is(script, "import");
}

/* Later by cycle, then by day. */
static bool is_later(const struct kp_due_session *a, const struct kp_due_session *b)
{
    if (!a->cycle.year || !b->cycle.year)
        return a->cycle.year != 0;
    int ahead = kp_cycle_distance(b->cycle, a->cycle);
    return ahead ? ahead > 0 : kp_date_compare(a->date, b->date) > 0;
}

struct kp_due_session kp_due_session_of(const struct kp_plan *plan)
{
    struct kp_due_session last = {.cycle = {0, 0}};
    for (size_t i = 0; i < plan->count; i++) {
        const struct kp_answer *answer = &plan->answers[i];
        struct kp_due_session session = {.cycle = answer->cycle, .name = answer->session};
        if (!kp_due_is_session(answer->session))
            continue;
        kp_date_read(kp_str_slice(answer->session, 0, 10), &session.date, NULL);
        if (is_later(&session, &last))
            last = session;
    }
    return last;
}

struct kp_date kp_due_next(const struct kp_due_session *last, struct kp_date since,
                           int budget_month)
{
    if (last->cycle.year)
        return kp_due_date(kp_cycle_add(last->cycle, 1), budget_month);
    struct kp_cycle cycle = kp_cycle_of(since);
    struct kp_date due = kp_due_date(cycle, budget_month);
    return kp_date_compare(due, since) < 0 ? kp_due_date(kp_cycle_add(cycle, 1), budget_month)
                                           : due;
}

static void count_unseen(const struct kp_plan *plan, struct kp_due *due)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct kp_answer *answer = &plan->answers[i];
        if (answer->inactive || kp_json_is_null(answer->value))
            continue;
        due->answers++;
        int age = answer->cycle.year ? kp_cycle_distance(answer->cycle, due->cycle) : 0;
        if (age > 0)
            due->unseen[age > KP_DUE_AGES ? KP_DUE_AGES - 1 : age - 1]++;
    }
}

/* The rows of a table of that id, worked out; NULL when the model or the plan has none. */
static const struct kp_json *rows_of(struct kp_calc *calc, const char *id)
{
    const struct kp_field *field = kp_model_field(calc->model, kp_str_from(id));
    const struct kp_json *rows = field ? kp_calc_value(calc, field) : NULL;
    return rows && rows->kind == KP_JSON_ARRAY ? rows : NULL;
}

static struct kp_date date_of(const struct kp_json *row, const char *name)
{
    struct kp_date date = {0, 0, 0};
    if (kp_date_read(kp_json_text(row, name), &date, NULL))
        date = (struct kp_date){0, 0, 0};
    return date;
}

/* No date is behind all others. */
static int compare_dates(struct kp_date a, struct kp_date b)
{
    if (!a.year || !b.year)
        return (a.year == 0) - (b.year == 0);
    return kp_date_compare(a, b);
}

static int by_due(const void *a, const void *b)
{
    const struct kp_due_action *x = a, *y = b;
    int order = compare_dates(x->due, y->due);
    return order ? order : kp_str_compare(x->id, y->id);
}

static void collect_actions(struct kp_calc *calc, struct kp_arena *arena, struct kp_due *due)
{
    const struct kp_json *rows = rows_of(calc, "actions");
    struct kp_due_action *actions =
        kp_arena_alloc(arena, ((rows ? rows->count : 0) + 1) * sizeof *actions);
    KP_JSON_EACH(row, rows)
    {
        struct kp_str status = kp_json_text(row, "status");
        if (status.len && !kp_str_is(status, "open"))
            continue;
        struct kp_due_action *action = &actions[due->action_count++];
        *action = (struct kp_due_action){
            .id = kp_json_text(row, "id"),
            .what = kp_json_text(row, "what"),
            .owner = kp_json_text(row, "owner"),
            .due = date_of(row, "due"),
        };
        due->overdue += action->due.year && kp_date_compare(action->due, due->on) < 0;
    }
    if (due->action_count)
        qsort(actions, due->action_count, sizeof *actions, by_due);
    due->actions = actions;
}

static int by_date(const void *a, const void *b)
{
    const struct kp_due_meeting *x = a, *y = b;
    int order = kp_date_compare(x->date, y->date);
    return order ? order : kp_str_compare(x->id, y->id);
}

static void collect_meetings(struct kp_calc *calc, struct kp_arena *arena, struct kp_due *due)
{
    static const char *const tables[] = {"meetings", "meetings.internal"};
    const struct kp_json *rows[2];
    size_t most = 0;
    for (size_t i = 0; i < 2; i++) {
        rows[i] = rows_of(calc, tables[i]);
        most += rows[i] ? rows[i]->count : 0;
    }
    struct kp_due_meeting *meetings = kp_arena_alloc(arena, (most + 1) * sizeof *meetings);
    for (size_t i = 0; i < 2; i++) {
        KP_JSON_EACH(row, rows[i])
        {
            struct kp_date date = date_of(row, "next");
            if (!date.year || kp_date_compare(date, due->on) < 0)
                continue;
            meetings[due->meeting_count++] = (struct kp_due_meeting){
                .id = kp_json_text(row, "id"),
                .purpose = kp_json_text(row, "purpose"),
                .date = date,
                .internal = i == 1,
            };
        }
    }
    if (due->meeting_count)
        qsort(meetings, due->meeting_count, sizeof *meetings, by_date);
    due->meetings = meetings;
}

void kp_due_plan(struct kp_calc *calc, const struct kp_due_session *last, struct kp_date since,
                 int budget_month, struct kp_arena *arena, struct kp_due *out)
{
    *out = (struct kp_due){
        .on = calc->today,
        .cycle = kp_cycle_of(calc->today),
        .last = *last,
        .due = kp_due_next(last, since, budget_month),
    };
    out->revised = last->cycle.year && kp_cycle_distance(last->cycle, out->cycle) <= 0;
    out->days = kp_date_to_days(out->due) - kp_date_to_days(out->on);
    count_unseen(calc->plan, out);
    collect_actions(calc, arena, out);
    collect_meetings(calc, arena, out);
}

bool kp_due_is_overdue(const struct kp_due *due)
{
    return due->days < 0 || due->overdue > 0;
}

int kp_due_compare(const struct kp_due *a, const struct kp_due *b)
{
    int order = kp_date_compare(a->due, b->due);
    if (!order && a->overdue && b->overdue)
        order = kp_date_compare(a->actions[0].due, b->actions[0].due);
    if (!order)
        order = (a->overdue < b->overdue) - (a->overdue > b->overdue);
    return order;
}
