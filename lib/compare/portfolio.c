// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/portfolio.h"

#include "base/text.h"
#include "model/expr.h"
#include "model/type.h"

#include <string.h>

enum { SUGGEST_MOST = 4 };

const char *const kp_portfolio_usual[] = {
    "account",
    "name",
    "account.phase",
    "account.theme",
    "position.relationship",
    "position.partnership",
    "revenue",
    "contribution",
    "contribution.ratio",
    "pipeline.value",
    "pipeline.weighted",
    "wallet.share",
    "health",
    "last",
    "due",
    "actions.overdue",
    NULL,
};

static const struct {
    const char *id;
    enum kp_portfolio_kind kind;
} own_columns[] = {
    {"account", KP_PORTFOLIO_ACCOUNT}, {"name", KP_PORTFOLIO_NAME}, {"kam", KP_PORTFOLIO_KAM},
    {"last", KP_PORTFOLIO_LAST},       {"due", KP_PORTFOLIO_DUE},
};
#define OWN_COLUMNS (sizeof own_columns / sizeof *own_columns)

static bool fits_a_cell(const struct kp_field *field)
{
    switch (field->type->kind) {
    case KP_TYPE_TABLE:
    case KP_TYPE_LIST:
    case KP_TYPE_NOTE: return false;
    default: return kp_scope_covers(field->scope, KP_SCOPE_ACCOUNT);
    }
}

static enum kp_status not_found(const struct kp_model *model, struct kp_str id, struct kp_err *err)
{
    struct kp_str near = kp_model_suggest(model, id);
    size_t best = SUGGEST_MOST;
    for (size_t i = 0; i < OWN_COLUMNS; i++) {
        size_t distance = kp_str_distance(id, kp_str_from(own_columns[i].id), best);
        if (distance < best && distance * 2 <= id.len && (!near.len || distance < 2)) {
            best = distance;
            near = kp_str_from(own_columns[i].id);
        }
    }
    if (near.len)
        return kp_err_set(err, KP_NOT_FOUND,
                          _("there is no column \"%.*s\"; did you mean \"%.*s\"?"), KP_STR_ARG(id),
                          KP_STR_ARG(near));
    return kp_err_set(
        err, KP_NOT_FOUND,
        _("there is no column \"%.*s\"; a column is account, name, kam, last, due, or "
          "the id of a field of accounts, such as revenue"),
        KP_STR_ARG(id));
}

enum kp_status kp_portfolio_find(const struct kp_model *model, struct kp_str id,
                                 struct kp_portfolio_column *out, struct kp_err *err)
{
    for (size_t i = 0; i < OWN_COLUMNS; i++) {
        if (kp_str_is(id, own_columns[i].id)) {
            *out = (struct kp_portfolio_column){.id = kp_str_from(own_columns[i].id),
                                                .kind = own_columns[i].kind};
            return KP_OK;
        }
    }
    const struct kp_field *field = kp_model_field_was(model, id);
    if (!field)
        return not_found(model, id, err);
    if (!fits_a_cell(field))
        return kp_err_set(err, KP_INVALID,
                          _("\"%.*s\" has no room in a column: only single values of accounts do, "
                            "no tables, lists or notes"),
                          KP_STR_ARG(id));
    *out =
        (struct kp_portfolio_column){.id = field->id, .kind = KP_PORTFOLIO_FIELD, .field = field};
    return KP_OK;
}

bool kp_portfolio_is_number(const struct kp_portfolio_column *column)
{
    if (column->kind != KP_PORTFOLIO_FIELD)
        return false;
    switch (column->field->type->kind) {
    case KP_TYPE_NUMBER:
    case KP_TYPE_MONEY:
    case KP_TYPE_PERCENT:
    case KP_TYPE_SCALE: return true;
    default: return false;
    }
}

/* ---- what is needed */

struct needs {
    const struct kp_model *model;
    bool *needed;    /* stored fields, by index */
    bool *looked_at; /* all fields */
};

static void need(struct needs *needs, const struct kp_field *field);

static void need_reference(void *context, const struct kp_field *field, bool previous)
{
    (void)previous; /* the cycle before is read as well */
    need(context, field->table ? field->table : field);
}

static void need(struct needs *needs, const struct kp_field *field)
{
    if (needs->looked_at[field->index])
        return;
    needs->looked_at[field->index] = true;
    if (!field->calc)
        needs->needed[field->index] = true;
    else
        kp_expr_visit(field->calc, need_reference, needs);
    for (size_t i = 0; i < field->column_count; i++)
        if (field->columns[i].calc)
            kp_expr_visit(field->columns[i].calc, need_reference, needs);
}

static void need_fields(const struct kp_model *model, const struct kp_field *const *fields,
                        size_t count, bool *needed, struct kp_arena *arena)
{
    struct needs needs = {
        .model = model,
        .needed = needed,
        .looked_at = kp_arena_alloc(arena, (model->field_count + 1) * sizeof(bool)),
    };
    for (size_t i = 0; i < count; i++)
        if (fields[i])
            need(&needs, fields[i]);
}

void kp_portfolio_needs(const struct kp_model *model, const struct kp_portfolio_column *columns,
                        size_t count, bool *needed)
{
    struct kp_arena arena = KP_ARENA_INIT;
    const struct kp_field **fields =
        kp_arena_alloc(&arena, (count + 1) * sizeof(const struct kp_field *));
    for (size_t i = 0; i < count; i++)
        fields[i] = columns[i].field;
    fields[count] = kp_model_field(model, KP_STR("actions"));
    need_fields(model, fields, count + 1, needed, &arena);
    kp_arena_release(&arena);
}

/* ---- values */

static const struct kp_json *date_value(struct kp_arena *arena, struct kp_date date)
{
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_json *value = &kp_json_null;
    if (date.year) {
        kp_date_print(&text, date);
        value = kp_json_new_string(arena, kp_buf_str(&text));
    }
    kp_buf_release(&text);
    return value;
}

static const struct kp_json *text_value(struct kp_arena *arena, struct kp_str text)
{
    return text.len ? kp_json_new_string(arena, text) : &kp_json_null;
}

static const struct kp_json *own_value(const struct kp_portfolio_row *row,
                                       enum kp_portfolio_kind kind, struct kp_arena *arena)
{
    switch (kind) {
    case KP_PORTFOLIO_ACCOUNT: return text_value(arena, row->slug);
    case KP_PORTFOLIO_NAME: return text_value(arena, row->name);
    case KP_PORTFOLIO_KAM: return text_value(arena, row->kam);
    case KP_PORTFOLIO_LAST: return date_value(arena, row->due.last.date);
    case KP_PORTFOLIO_DUE: return date_value(arena, row->due.due);
    case KP_PORTFOLIO_FIELD: break;
    }
    return &kp_json_null;
}

static void fill_row(const struct kp_portfolio *portfolio, struct kp_portfolio_row *row,
                     struct kp_arena *arena)
{
    size_t count = portfolio->column_count;
    row->values = kp_arena_alloc(arena, (count + 1) * sizeof(const struct kp_json *));
    row->old = kp_arena_alloc(arena, (count + 1) * sizeof(const struct kp_json *));
    for (size_t i = 0; i < count; i++) {
        const struct kp_portfolio_column *column = &portfolio->columns[i];
        row->old[i] = &kp_json_null;
        if (column->kind != KP_PORTFOLIO_FIELD) {
            row->values[i] = own_value(row, column->kind, arena);
            continue;
        }
        row->values[i] = kp_calc_value(row->now, column->field);
        if (row->before)
            row->old[i] = kp_calc_value(row->before, column->field);
    }
}

/* ---- totals */

static bool is_number(const struct kp_json *value)
{
    return value && value->kind == KP_JSON_NUMBER && !value->literal.len;
}

/* Null where one of the two is, or where the sum is out of range. */
static const struct kp_json *sum_of_two(const struct kp_json *sum, const struct kp_json *value,
                                        struct kp_arena *arena)
{
    struct kp_number number;
    if (!is_number(value))
        return sum;
    if (!is_number(sum))
        return value;
    return kp_number_add(sum->number, value->number, &number) ? kp_json_new_number(arena, number)
                                                              : &kp_json_null;
}

static void add_up(const struct kp_portfolio *portfolio, size_t column, struct kp_arena *arena,
                   struct kp_portfolio_total *total)
{
    for (size_t i = 0; i < portfolio->row_count; i++) {
        const struct kp_portfolio_row *row = &portfolio->rows[i];
        total->value = sum_of_two(total->value, row->values[column], arena);
        if (!is_number(row->values[column]) || !is_number(row->old[column]))
            continue;
        total->moved_from = sum_of_two(total->moved_from, row->old[column], arena);
        total->moved_to = sum_of_two(total->moved_to, row->values[column], arena);
    }
}

/* The amounts that a rate is made of: the total of a rate is its formula on their sums. */
struct rate {
    const struct kp_model *model;
    const struct kp_field *field;
    const struct kp_field **parts;
    size_t part_count;
    struct kp_arena *arena;
};

/* Whether the formula is of amounts and numbers only. */
static bool read_rate(struct rate *rate)
{
    size_t count = rate->model->field_count;
    bool *needed = kp_arena_alloc(rate->arena, (count + 1) * sizeof(bool));
    rate->parts = kp_arena_alloc(rate->arena, (count + 1) * sizeof(const struct kp_field *));
    if (!rate->field->calc)
        return false;
    need_fields(rate->model, &rate->field, 1, needed, rate->arena);
    for (size_t i = 0; i < count; i++) {
        if (!needed[i])
            continue;
        enum kp_type_kind kind = rate->model->fields[i].type->kind;
        if (kind != KP_TYPE_MONEY && kind != KP_TYPE_NUMBER)
            return false;
        rate->parts[rate->part_count++] = &rate->model->fields[i];
    }
    return rate->part_count > 0;
}

/* A rate of all accounts whose own is known; `both`: of those of which the earlier one is as well. */
static const struct kp_json *total_rate(const struct rate *rate,
                                        const struct kp_portfolio *portfolio, size_t column,
                                        bool both, bool before)
{
    const struct kp_json **sums =
        kp_arena_alloc(rate->arena, rate->part_count * sizeof(const struct kp_json *));
    struct kp_plan plan;
    struct kp_calc calc;
    kp_plan_init(&plan, rate->arena);
    for (size_t i = 0; i < portfolio->row_count; i++) {
        const struct kp_portfolio_row *row = &portfolio->rows[i];
        if (!is_number(row->values[column]) || (both && !is_number(row->old[column])))
            continue;
        for (size_t j = 0; j < rate->part_count; j++)
            sums[j] =
                sum_of_two(sums[j], kp_calc_value(before ? row->before : row->now, rate->parts[j]),
                           rate->arena);
    }
    for (size_t j = 0; j < rate->part_count; j++) {
        struct kp_answer answer = {.field = rate->parts[j]->id, .value = sums[j]};
        kp_plan_put(&plan, &answer);
    }
    kp_calc_init(&calc, rate->model, &plan, NULL, (struct kp_date){1970, 1, 1}, rate->arena);
    const struct kp_json *value = kp_calc_value(&calc, rate->field);
    kp_plan_release(&plan);
    return value;
}

static void find_total(const struct kp_portfolio *portfolio, size_t column, struct kp_arena *arena,
                       struct kp_portfolio_total *total)
{
    const struct kp_field *field = portfolio->columns[column].field;
    *total = (struct kp_portfolio_total){&kp_json_null, &kp_json_null, &kp_json_null};
    if (!field || !portfolio->row_count)
        return;
    if (field->type->kind == KP_TYPE_MONEY || field->type->kind == KP_TYPE_NUMBER) {
        add_up(portfolio, column, arena, total);
        return;
    }
    struct rate rate = {.model = portfolio->rows[0].now->model, .field = field, .arena = arena};
    if (field->type->kind != KP_TYPE_PERCENT || !read_rate(&rate))
        return;
    total->value = total_rate(&rate, portfolio, column, false, false);
    total->moved_from = total_rate(&rate, portfolio, column, true, true);
    total->moved_to = total_rate(&rate, portfolio, column, true, false);
}

void kp_portfolio_fill(struct kp_portfolio *portfolio, struct kp_arena *arena)
{
    for (size_t i = 0; i < portfolio->row_count; i++)
        fill_row(portfolio, &portfolio->rows[i], arena);
    portfolio->totals =
        kp_arena_alloc(arena, (portfolio->column_count + 1) * sizeof *portfolio->totals);
    for (size_t i = 0; i < portfolio->column_count; i++)
        find_total(portfolio, i, arena, &portfolio->totals[i]);
}
