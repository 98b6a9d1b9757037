// SPDX-License-Identifier: GPL-3.0-or-later
/* What a page of the portfolio has besides figures: matrices, calendar, age, outcome. */
#include "base/alloc.h"
#include "base/text.h"
#include "compare/forecast.h"
#include "model/type.h"
#include "view/due.h"
#include "view/forecast_internal.h"
#include "view/portfolio_internal.h"
#include "view/typed.h"

#include <inttypes.h>
#include <stdlib.h>

enum { DAYS_AHEAD = 120, EVENTS_MOST = 60, OLD = 2, SHADES = 3 };

/* ---- matrices: a table in whose squares the accounts stand */

static bool position_of(const struct kp_json *value, int64_t *x, int64_t *y)
{
    const struct kp_json *across = kp_json_get(value, "x"), *up = kp_json_get(value, "y");
    return across && up && across->kind == KP_JSON_NUMBER && up->kind == KP_JSON_NUMBER &&
           kp_number_whole(across->number, x) && kp_number_whole(up->number, y);
}

/* "Nordfjord ↗": its name, and where it has moved. */
static void add_account(struct portfolio_paper *paper, const struct kp_portfolio_row *row,
                        const struct kp_field *field, int64_t x, int64_t y)
{
    static const char *const ways[3][3] = {{"↙", "↓", "↘"}, {"←", "", "→"}, {"↖", "↑", "↗"}};
    struct kp_html *html = &paper->html;
    int64_t from_x = x, from_y = y;
    if (row->before)
        position_of(kp_calc_value(row->before, field), &from_x, &from_y);
    const char *way = ways[1 + (y > from_y) - (y < from_y)][1 + (x > from_x) - (x < from_x)];
    kp_html_open(html, "span", "class", "account", NULL);
    kp_html_text(html, row->name);
    if (*way) {
        kp_html_open(html, "small", NULL);
        kp_html_textf(html, " %s (%" PRId64 ", %" PRId64 ")", way, from_x, from_y);
        kp_html_close(html);
    }
    kp_html_close(html);
}

static void add_square(struct portfolio_paper *paper, const struct kp_field *field, int64_t x,
                       int64_t y)
{
    const struct kp_portfolio *portfolio = paper->page->portfolio;
    const struct kp_quadrant *quadrant = kp_field_quadrant(field, x, y);
    struct kp_html *html = &paper->html;
    bool corner = quadrant && quadrant->x_min == x && quadrant->y_max == y;
    const char *class = NULL;
    if (quadrant && quadrant->x_min == x)
        class = quadrant->y_max == y ? "left top" : "left";
    else if (quadrant && quadrant->y_max == y)
        class = "top";
    kp_html_open(html, "td", "class", class, NULL);
    if (corner) {
        kp_html_open(html, "span", "class", "quadrant", NULL);
        kp_html_words(html, &quadrant->label);
        kp_html_close(html);
    }
    for (size_t i = 0; i < portfolio->row_count; i++) {
        int64_t at_x, at_y;
        if (position_of(kp_calc_value(portfolio->rows[i].now, field), &at_x, &at_y) && at_x == x &&
            at_y == y)
            add_account(paper, &portfolio->rows[i], field, x, y);
    }
    kp_html_close(html);
}

static void add_matrix(struct portfolio_paper *paper, const struct kp_field *field, const char *id)
{
    struct kp_html *html = &paper->html;
    size_t depth = html->depth;
    kp_html_open(html, "div", NULL);
    kp_html_open(html, "h3", "id", id, NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    kp_html_open(html, "div", "class", "scroll", "role", "region", "tabindex", "0",
                 "aria-labelledby", id, NULL);
    kp_html_open(html, "table", "class", "matrix", NULL);
    kp_html_open(html, "caption", NULL);
    kp_html_texts(html, "↑ ");
    kp_html_words(html, &field->y.label);
    kp_html_texts(html, " · → ");
    kp_html_words(html, &field->x.label);
    kp_html_close(html);
    kp_html_open(html, "tbody", NULL);
    for (size_t row = field->y.count; row-- > 0;) {
        int y = field->y.steps[row].value;
        kp_html_open(html, "tr", NULL);
        kp_html_open(html, "th", "scope", "row", NULL);
        kp_html_textf(html, "%d", y);
        kp_html_close(html);
        for (size_t i = 0; i < field->x.count; i++)
            add_square(paper, field, field->x.steps[i].value, y);
        kp_html_close(html);
    }
    kp_html_close(html);
    kp_html_open(html, "tfoot", NULL);
    kp_html_open(html, "tr", NULL);
    kp_html_element(html, "td", KP_STR(""), NULL);
    for (size_t i = 0; i < field->x.count; i++) {
        kp_html_open(html, "th", "scope", "col", NULL);
        kp_html_textf(html, "%d", field->x.steps[i].value);
        kp_html_close(html);
    }
    kp_html_close_to(html, depth);
}

void portfolio_matrices(struct portfolio_paper *paper)
{
    static const char *const ids[] = {"position.relationship", "position.partnership"};
    static const char *const anchors[] = {"relationship", "partnership"};
    const struct kp_portfolio *portfolio = paper->page->portfolio;
    struct kp_html *html = &paper->html;
    if (!portfolio->row_count)
        return;
    kp_html_open(html, "section", NULL);
    kp_html_element(html, "h2", kp_str_from(_("Positions")), NULL);
    kp_html_open(html, "div", "class", "split", NULL);
    for (size_t i = 0; i < 2; i++) {
        const struct kp_field *field =
            kp_model_field(portfolio->rows[0].now->model, kp_str_from(ids[i]));
        if (field && field->type->kind == KP_TYPE_POSITION)
            add_matrix(paper, field, anchors[i]);
    }
    kp_html_close(html);
    kp_html_close(html);
}

/* ---- the calendar of what is due */

struct event {
    struct kp_date date;
    const struct kp_portfolio_row *row;
    const char *kind;
    struct kp_str what, who;
};

static int by_date(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    int order = kp_date_compare(x->date, y->date);
    if (!order)
        order = kp_str_compare(x->row->slug, y->row->slug);
    return order ? order : kp_str_compare(x->what, y->what);
}

static bool is_near(const struct portfolio_paper *paper, struct kp_date date)
{
    return kp_date_valid(date) &&
           kp_date_to_days(date) - kp_date_to_days(paper->page->on) <= DAYS_AHEAD;
}

static size_t gather(struct portfolio_paper *paper, struct event **out)
{
    const struct kp_portfolio *portfolio = paper->page->portfolio;
    size_t cap = 0, count = 0;
    for (size_t i = 0; i < portfolio->row_count; i++)
        cap += 1 + portfolio->rows[i].due.action_count + portfolio->rows[i].due.meeting_count;
    struct event *events = kp_arena_alloc(paper->arena, (cap + 1) * sizeof *events);
    for (size_t i = 0; i < portfolio->row_count; i++) {
        const struct kp_portfolio_row *row = &portfolio->rows[i];
        const struct kp_due *due = &row->due;
        if (is_near(paper, due->due))
            events[count++] = (struct event){due->due, row, _("Revision due"), {NULL, 0}, row->kam};
        for (size_t k = 0; k < due->action_count; k++)
            if (is_near(paper, due->actions[k].due))
                events[count++] = (struct event){due->actions[k].due, row, _("Action"),
                                                 due->actions[k].what, due->actions[k].owner};
        for (size_t k = 0; k < due->meeting_count; k++)
            if (is_near(paper, due->meetings[k].date))
                events[count++] =
                    (struct event){due->meetings[k].date,
                                   row,
                                   due->meetings[k].internal ? _("Internal meeting") : _("Meeting"),
                                   due->meetings[k].purpose,
                                   {NULL, 0}};
    }
    qsort(events, count, sizeof *events, by_date);
    *out = events;
    return count;
}

static void add_event(struct portfolio_paper *paper, const struct event *event)
{
    struct kp_html *html = &paper->html;
    int64_t days = kp_date_to_days(event->date) - kp_date_to_days(paper->page->on);
    struct kp_buf text = KP_BUF_INIT;
    kp_view_days(&text, days);
    kp_html_open(html, "tr", NULL);
    kp_html_open(html, "td", NULL);
    portfolio_date(paper, event->date);
    kp_html_close(html);
    kp_html_element(html, "td", kp_buf_str(&text), "class", days < 0 ? "nowrap alert" : "nowrap",
                    NULL);
    kp_html_element(html, "th", event->row->name, "scope", "row", NULL);
    kp_html_open(html, "td", NULL);
    kp_html_element(html, "span", kp_str_from(event->kind), "class", "dim", NULL);
    kp_html_texts(html, " ");
    kp_html_typed(html, kp_view_typed(event->row->now->plan, paper->style->lang), event->what);
    kp_html_close(html);
    kp_html_open(html, "td", NULL);
    if (event->who.len)
        kp_html_text(html, kp_people_name(paper->style->people, event->who));
    kp_html_close(html);
    kp_html_close(html);
    kp_buf_release(&text);
}

void portfolio_calendar(struct portfolio_paper *paper)
{
    struct kp_html *html = &paper->html;
    struct event *events;
    size_t depth = html->depth, count = gather(paper, &events);
    if (!count)
        return;
    portfolio_table(paper, "due", _("What is due"), NULL);
    portfolio_head(paper, kp_str_from(_("Date")), false);
    portfolio_head(paper, kp_str_from(_("Days")), false);
    portfolio_head(paper, kp_str_from(_("Account")), false);
    portfolio_head(paper, kp_str_from(_("What")), false);
    portfolio_head(paper, kp_str_from(_("Who")), false);
    kp_html_close(html);
    kp_html_close(html);
    kp_html_open(html, "tbody", NULL);
    for (size_t i = 0; i < count && i < EVENTS_MOST; i++)
        add_event(paper, &events[i]);
    kp_html_close_to(html, depth + 1);
    if (count > EVENTS_MOST)
        kp_html_textf(html, ngettext("and %zu more", "and %zu more", count - EVENTS_MOST),
                      count - EVENTS_MOST);
    kp_html_close_to(html, depth);
}

/* ---- what nobody has looked at */

struct age {
    size_t all, old;
};

static size_t group_of(const struct kp_model *model, const struct kp_field *field)
{
    size_t at = 0;
    while (at < model->group_count && !kp_str_equal(model->groups[at].id, field->group))
        at++;
    return at;
}

/* By group of `model`, its answers and those that nobody looked at in this cycle or the one before. */
static void count_ages(const struct kp_portfolio_row *row, const struct kp_model *model,
                       struct age *ages)
{
    for (size_t i = 0; i < row->now->plan->count; i++) {
        const struct kp_answer *answer = &row->now->plan->answers[i];
        const struct kp_field *field = kp_model_field(row->now->model, answer->field);
        size_t group = field ? group_of(model, field) : model->group_count;
        if (group == model->group_count || answer->inactive || kp_json_is_null(answer->value))
            continue;
        ages[group].all++;
        ages[group].old +=
            answer->cycle.year && kp_cycle_distance(answer->cycle, row->due.cycle) >= OLD;
    }
}

static void add_age(struct portfolio_paper *paper, struct age age)
{
    static const char *const classes[] = {"num", "num heat1", "num heat2", "num heat3"};
    struct kp_html *html = &paper->html;
    size_t shade = age.old ? 1 + (age.old * SHADES - 1) / (age.all ? age.all : 1) : 0;
    kp_html_open(html, "td", "class", classes[shade > SHADES ? SHADES : shade], NULL);
    if (age.all)
        kp_html_textf(html, "%zu / %zu", age.old, age.all);
    kp_html_close(html);
}

/* Groups of which nobody has an answer have no column. */
static void add_ages(struct portfolio_paper *paper, const struct age *ages, const bool *shown)
{
    const struct kp_portfolio *portfolio = paper->page->portfolio;
    const struct kp_model *model = portfolio->rows[0].now->model;
    struct kp_html *html = &paper->html;
    size_t groups = model->group_count;
    portfolio_table(paper, "stale", _("Not looked at"),
                    _("Answers that nobody has looked at in this cycle or the one before, of "
                      "those there are"));
    portfolio_head(paper, kp_str_from(_("Account")), false);
    for (size_t g = 0; g < groups; g++)
        if (shown[g])
            portfolio_head(paper, kp_words_get(&model->groups[g].label, paper->style->lang), true);
    kp_html_close(html);
    kp_html_close(html);
    kp_html_open(html, "tbody", NULL);
    for (size_t i = 0; i < portfolio->row_count; i++) {
        kp_html_open(html, "tr", NULL);
        kp_html_element(html, "th", portfolio->rows[i].name, "scope", "row", NULL);
        for (size_t g = 0; g < groups; g++)
            if (shown[g])
                add_age(paper, ages[i * groups + g]);
        kp_html_close(html);
    }
}

void portfolio_stale(struct portfolio_paper *paper)
{
    const struct kp_portfolio *portfolio = paper->page->portfolio;
    size_t depth = paper->html.depth;
    if (!portfolio->row_count)
        return;
    const struct kp_model *model = portfolio->rows[0].now->model;
    size_t groups = model->group_count;
    struct age *ages = kp_alloc(portfolio->row_count * groups * sizeof *ages);
    bool *shown = kp_alloc(groups * sizeof *shown);
    for (size_t i = 0; i < portfolio->row_count; i++) {
        count_ages(&portfolio->rows[i], model, &ages[i * groups]);
        for (size_t g = 0; g < groups; g++)
            shown[g] = shown[g] || ages[i * groups + g].all;
    }
    add_ages(paper, ages, shown);
    kp_html_close_to(&paper->html, depth);
    free(ages);
    free(shown);
}

/* ---- what came of what was believed */

static void add_sum(struct portfolio_paper *paper, struct kp_str name,
                    const struct kp_forecast_sum *sum)
{
    static const enum kp_outcome outcomes[] = {KP_OUTCOME_WON, KP_OUTCOME_LOST, KP_OUTCOME_DROPPED,
                                               KP_OUTCOME_OPEN};
    const struct kp_number amounts[] = {sum->weighted, sum->won, sum->fresh};
    struct kp_html *html = &paper->html;
    kp_html_open(html, "tr", NULL);
    kp_html_element(html, "th", name, "scope", "row", NULL);
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        struct kp_buf text = KP_BUF_INIT;
        kp_view_amount(&text, amounts[i], paper->style);
        kp_html_element(html, "td", kp_buf_str(&text), "class", "num", NULL);
        kp_buf_release(&text);
    }
    for (size_t i = 0; i < KP_OUTCOMES; i++) {
        kp_html_open(html, "td", "class", "num", NULL);
        kp_html_textf(html, "%zu", sum->count[outcomes[i]]);
        kp_html_close(html);
    }
    kp_html_open(html, "td", "class", sum->late ? "num alert" : "num", NULL);
    kp_html_textf(html, "%zu", sum->late);
    kp_html_close(html);
    kp_html_close(html);
}

static void add_outcome_head(struct portfolio_paper *paper)
{
    const char *const titles[] = {_("Forecast, weighted"),
                                  _("Won of it"),
                                  _("Won besides"),
                                  _("Won"),
                                  _("Lost"),
                                  _("Dropped"),
                                  _("Open"),
                                  _("Past the day")};
    struct kp_buf cycle = KP_BUF_INIT, note = KP_BUF_INIT;
    kp_cycle_print(&cycle, paper->page->before);
    kp_buf_addf(&note, _("What was believed in %s, and what has come of it"), cycle.data);
    portfolio_table(paper, "outcome", _("Forecast and outcome"), note.data);
    portfolio_head(paper, kp_str_from(_("Account")), false);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        portfolio_head(paper, kp_str_from(titles[i]), true);
    kp_html_close(&paper->html);
    kp_html_close(&paper->html);
    kp_buf_release(&cycle);
    kp_buf_release(&note);
}

void portfolio_outcome(struct portfolio_paper *paper)
{
    const struct kp_portfolio *portfolio = paper->page->portfolio;
    struct kp_html *html = &paper->html;
    struct kp_forecast_sum all = {0};
    size_t depth = html->depth, judged = 0;
    if (!paper->page->before.year)
        return;
    add_outcome_head(paper);
    kp_html_open(html, "tbody", NULL);
    for (size_t i = 0; i < portfolio->row_count; i++) {
        struct kp_forecast forecast;
        if (!portfolio->rows[i].before)
            continue;
        kp_forecast_judge(portfolio->rows[i].before, portfolio->rows[i].now, paper->arena,
                          &forecast);
        add_sum(paper, portfolio->rows[i].name, &forecast.sum);
        kp_forecast_sum_add(&all, &forecast.sum);
        kp_forecast_release(&forecast);
        judged++;
    }
    kp_html_close(html);
    if (judged > 1) {
        kp_html_open(html, "tfoot", NULL);
        add_sum(paper, kp_str_from(_("Total")), &all);
    }
    kp_forecast_sum_release(&all);
    kp_html_close_to(html, depth);
}
