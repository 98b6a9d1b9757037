// SPDX-License-Identifier: GPL-3.0-or-later
/* All accounts side by side, for other programs: JSON and CSV. */
#include "model/type.h"
#include "view/csv.h"
#include "view/portfolio.h"
#include "view/set_parts.h"

static const char *const kind_names[] = {
    [KP_PORTFOLIO_ACCOUNT] = "text", [KP_PORTFOLIO_NAME] = "text", [KP_PORTFOLIO_KAM] = "person",
    [KP_PORTFOLIO_LAST] = "date",    [KP_PORTFOLIO_DUE] = "date",
};

static struct kp_json *columns_json(const struct kp_portfolio_page *page, enum kp_lang lang,
                                    struct kp_arena *arena)
{
    struct kp_json *columns = kp_json_new_array(arena);
    for (size_t i = 0; i < page->shown; i++) {
        const struct kp_portfolio_column *column = &page->portfolio->columns[i];
        struct kp_json *object = kp_json_new_object(arena);
        kp_json_append(arena, columns, object);
        kp_json_set_string(arena, object, "id", column->id);
        kp_json_set_string(
            arena, object, "type",
            kp_str_from(column->field ? column->field->type->name : kind_names[column->kind]));
        if (column->field)
            kp_json_set_string(arena, object, "label", kp_words_get(&column->field->label, lang));
    }
    return columns;
}

/* What is known of the model's columns, by their ids. */
static struct kp_json *values_json(const struct kp_portfolio_page *page,
                                   const struct kp_json *const *values, struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena);
    for (size_t i = 0; i < page->shown; i++) {
        const struct kp_portfolio_column *column = &page->portfolio->columns[i];
        if (column->field && !kp_json_is_null(values[i]))
            kp_json_set(arena, object, kp_arena_str(arena, column->id).data, values[i]);
    }
    return object;
}

static struct kp_json *row_json(const struct kp_portfolio_page *page,
                                const struct kp_portfolio_row *row, const struct kp_people *people,
                                struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena);
    kp_json_set_string(arena, object, "account", row->slug);
    kp_json_set_string(arena, object, "name", row->name);
    kp_view_set_person(arena, object, "kam", people, row->kam);
    if (row->revision.len)
        kp_json_set_string(arena, object, "revision", row->revision);
    if (row->due.last.cycle.year) {
        struct kp_json *last = kp_json_new_object(arena);
        kp_view_set_cycle(arena, last, "cycle", row->due.last.cycle);
        kp_view_set_date(arena, last, "date", row->due.last.date);
        kp_json_set_string(arena, last, "session", row->due.last.name);
        kp_json_set(arena, object, "last", last);
    }
    kp_json_set_bool(arena, object, "revised", row->due.revised);
    kp_view_set_date(arena, object, "due", row->due.due);
    kp_json_set_whole(arena, object, "days", row->due.days);
    kp_json_set_whole(arena, object, "overdue_actions", (int64_t)row->due.overdue);
    kp_json_set(arena, object, "values", values_json(page, row->values, arena));
    if (row->before)
        kp_json_set(arena, object, "before", values_json(page, row->old, arena));
    if (row->fault_count)
        kp_json_set_whole(arena, object, "faults", (int64_t)row->fault_count);
    return object;
}

/* Each {"value", "from", "to"}: from and to over those accounts of which both are known. */
static struct kp_json *totals_json(const struct kp_portfolio_page *page, struct kp_arena *arena)
{
    struct kp_json *totals = kp_json_new_object(arena);
    for (size_t i = 0; i < page->shown; i++) {
        const struct kp_portfolio_total *total = &page->portfolio->totals[i];
        if (kp_json_is_null(total->value))
            continue;
        struct kp_json *object = kp_json_new_object(arena);
        kp_json_set(arena, object, "value", total->value);
        if (!kp_json_is_null(total->moved_from) && !kp_json_is_null(total->moved_to)) {
            kp_json_set(arena, object, "from", total->moved_from);
            kp_json_set(arena, object, "to", total->moved_to);
        }
        kp_json_set(arena, totals, kp_arena_str(arena, page->portfolio->columns[i].id).data,
                    object);
    }
    return totals;
}

struct kp_json *kp_view_portfolio_json(const struct kp_portfolio_page *page,
                                       const struct kp_people *people, enum kp_lang lang,
                                       struct kp_str currency, struct kp_arena *arena)
{
    struct kp_json *document = kp_json_new_object(arena), *accounts = kp_json_new_array(arena);
    kp_view_set_date(arena, document, "on", page->on);
    kp_view_set_cycle(arena, document, "cycle", page->cycle);
    kp_view_set_cycle(arena, document, "before", page->before);
    if (currency.len)
        kp_json_set_string(arena, document, "currency", currency);
    kp_json_set(arena, document, "columns", columns_json(page, lang, arena));
    for (size_t i = 0; i < page->portfolio->row_count; i++)
        kp_json_append(arena, accounts, row_json(page, &page->portfolio->rows[i], people, arena));
    kp_json_set(arena, document, "accounts", accounts);
    kp_json_set(arena, document, "totals", totals_json(page, arena));
    return document;
}

/* ---- CSV */

static void add_list(struct kp_csv *csv, const struct kp_json *list)
{
    struct kp_buf text = KP_BUF_INIT;
    KP_JSON_EACH(item, list)
    {
        if (item->kind == KP_JSON_STRING)
            kp_buf_addf(&text, "%s%.*s", text.len ? " " : "", KP_STR_ARG(item->text));
    }
    kp_csv_text(csv, kp_buf_str(&text));
    kp_buf_release(&text);
}

static void add_cell(struct kp_csv *csv, const struct kp_portfolio_column *column,
                     const struct kp_json *value, const struct kp_people *people)
{
    const struct kp_quadrant *quadrant = column->field && value->kind == KP_JSON_OBJECT
                                             ? kp_view_quadrant(column->field, value)
                                             : NULL;
    bool is_person = column->kind == KP_PORTFOLIO_KAM ||
                     (column->field && column->field->type->kind == KP_TYPE_PERSON);
    if (value->kind == KP_JSON_NUMBER && !value->literal.len)
        kp_csv_number(csv, value->number);
    else if (value->kind == KP_JSON_STRING)
        kp_csv_text(csv, is_person ? kp_people_name(people, value->text) : value->text);
    else if (value->kind == KP_JSON_BOOL)
        kp_csv_text(csv, kp_str_from(value->boolean ? "true" : "false"));
    else if (value->kind == KP_JSON_ARRAY)
        add_list(csv, value);
    else if (quadrant)
        kp_csv_text(csv, quadrant->id);
    else
        kp_csv_empty(csv);
}

void kp_view_portfolio_csv(const struct kp_portfolio_page *page, const struct kp_people *people,
                           struct kp_buf *out)
{
    const struct kp_portfolio *portfolio = page->portfolio;
    struct kp_csv csv = {.out = out};
    for (size_t i = 0; i < page->shown; i++)
        kp_csv_text(&csv, portfolio->columns[i].id);
    kp_csv_end_row(&csv);
    for (size_t i = 0; i < portfolio->row_count; i++) {
        for (size_t j = 0; j < page->shown; j++)
            add_cell(&csv, &portfolio->columns[j], portfolio->rows[i].values[j], people);
        kp_csv_end_row(&csv);
    }
}
