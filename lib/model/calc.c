// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/id.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/expr.h"
#include "model/plan.h"
#include "model/type.h"

/* Whose answers: the plan's own, or those of the cycle before. */
enum { NOW, BEFORE };

enum { MONEY_DECIMALS = 2 };

/* Stands in `kept` while a field is being worked out. */
static const struct kp_json busy = {.kind = KP_JSON_NULL, .linked = true};

static const struct kp_json yes = {.kind = KP_JSON_BOOL, .boolean = true, .linked = true};
static const struct kp_json no = {.kind = KP_JSON_BOOL, .linked = true};

struct view {
    struct kp_calc *calc;
    int when;
};

static const struct kp_json *value_at(struct kp_calc *calc, const struct kp_field *field, int when);

void kp_calc_init(struct kp_calc *calc, const struct kp_model *model, const struct kp_plan *plan,
                  const struct kp_plan *previous, struct kp_date today, struct kp_arena *arena)
{
    *calc = (struct kp_calc){
        .model = model, .plan = plan, .previous = previous, .today = today, .arena = arena};
    for (int when = NOW; when <= BEFORE; when++)
        calc->kept[when] =
            kp_arena_alloc(arena, model->field_count * sizeof(const struct kp_json *));
}

/* The cycle before the cycle before is not known. */
static const struct kp_json *value_for_expr(void *context, const struct kp_field *field,
                                            bool previous)
{
    const struct view *view = context;
    if (previous && view->when == BEFORE)
        return &kp_json_null;
    return value_at(view->calc, field, previous ? BEFORE : view->when);
}

/* What is made on the way to a result is not kept: of a long table it is many times the table. */
static const struct kp_json *eval_at(struct kp_calc *calc, const struct kp_expr *expr,
                                     const struct kp_json *row, int when)
{
    struct view view = {calc, when};
    struct kp_arena scratch = KP_ARENA_INIT;
    if (calc->final)
        return &kp_json_null;
    struct kp_expr_env env = {
        .value = value_for_expr,
        .context = &view,
        .row = row,
        .today = calc->today,
        .arena = &scratch,
    };
    const struct kp_json *value = kp_expr_eval(expr, &env);
    if (value->kind == KP_JSON_BOOL)
        value = value->boolean ? &yes : &no;
    else
        value = kp_json_is_null(value) ? &kp_json_null : kp_json_copy(calc->arena, value);
    kp_arena_release(&scratch);
    return value;
}

/* A calculated value as the field's type has it; unknown when it does not fit the type. */
static const struct kp_json *fitted(struct kp_calc *calc, const struct kp_field *field,
                                    const struct kp_json *value)
{
    if (kp_json_is_null(value))
        return &kp_json_null;
    if (field->type->kind == KP_TYPE_MONEY && value->kind == KP_JSON_NUMBER &&
        value->number.scale > MONEY_DECIMALS)
        value = kp_json_new_number(calc->arena, kp_number_round(value->number, MONEY_DECIMALS));
    return field->type->check(field, value, NULL) ? &kp_json_null : value;
}

struct kp_json *kp_calc_keyed_row(struct kp_arena *arena, const struct kp_field *table,
                                  const struct kp_json *key)
{
    struct kp_buf name = KP_BUF_INIT;
    char id[KP_ID_SIZE];
    struct kp_json *row = kp_json_new_object(arena);
    kp_buf_addf(&name, "%.*s\n", KP_STR_ARG(table->id));
    kp_json_write_line(&name, key);
    kp_id_of(kp_buf_str(&name), 'r', id);
    kp_json_set_string(arena, row, "id", kp_arena_str(arena, kp_str_from(id)));
    kp_json_set(arena, row, table->key.data, key);
    kp_buf_release(&name);
    return row;
}

struct row_work {
    struct kp_calc *calc;
    const struct kp_field *table;
    struct kp_json *row; /* grows by what is worked out */
    bool *done;          /* by column */
    int when;
};

static void work_out_column(struct row_work *work, const struct kp_field *column);

static void work_out_reference(void *context, const struct kp_field *field, bool previous)
{
    struct row_work *work = context;
    if (!previous && field->table == work->table)
        work_out_column(work, field);
}

/* A column after the columns of its row that it builds on: no circles, says the model's loader. */
static void work_out_column(struct row_work *work, const struct kp_field *column)
{
    if (!column->calc || work->done[column->index])
        return;
    work->done[column->index] = true;
    kp_expr_visit(column->calc, work_out_reference, work);
    const struct kp_json *value =
        fitted(work->calc, column, eval_at(work->calc, column->calc, work->row, work->when));
    if (!kp_json_is_null(value))
        kp_json_add(work->calc->arena, work->row, column->id, value);
}

static bool has_calculated(const struct kp_field *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].calc)
            return true;
    return false;
}

/* The row of the same id among those that were worked out; rows are mostly asked for in their order. */
static const struct kp_json *kept_row(struct kp_calc *calc, const struct kp_field *table,
                                      const struct kp_json *row)
{
    const struct kp_json *rows = calc->kept[NOW][table->index];
    struct kp_str id = kp_json_text(row, "id");
    const struct kp_json *hint = calc->row_hint;
    if (hint && hint->next && kp_str_equal(kp_json_text(hint->next, "id"), id))
        return calc->row_hint = hint->next;
    KP_JSON_EACH(kept, rows)
    {
        if (kp_str_equal(kp_json_text(kept, "id"), id))
            return calc->row_hint = kept;
    }
    return row;
}

static const struct kp_json *fill_row(struct kp_calc *calc, const struct kp_field *table,
                                      const struct kp_json *row, int when)
{
    if (!row || row->kind != KP_JSON_OBJECT || !has_calculated(table))
        return row ? row : &kp_json_null;
    if (calc->final)
        return kept_row(calc, table, row);
    struct kp_arena *arena = calc->arena;
    struct row_work work = {
        .calc = calc,
        .table = table,
        .row = kp_json_new_object(arena),
        .done = kp_arena_alloc(arena, table->column_count * sizeof(bool)),
        .when = when,
    };
    KP_JSON_EACH(cell, row)
    {
        const struct kp_field *column = kp_field_column(table, cell->name);
        if (!column || !column->calc) /* one that is calculated now may have been stored once */
            kp_json_add(arena, work.row, cell->name, cell);
    }
    for (size_t i = 0; i < table->column_count; i++)
        work_out_column(&work, &table->columns[i]);
    return work.row;
}

static const struct kp_json *fill_table(struct kp_calc *calc, const struct kp_field *table,
                                        const struct kp_json *rows, int when)
{
    if (rows->kind != KP_JSON_ARRAY || !has_calculated(table))
        return rows;
    struct kp_json *filled = kp_json_new_array(calc->arena);
    KP_JSON_EACH(row, rows)
    kp_json_append(calc->arena, filled, fill_row(calc, table, row, when));
    return filled;
}

/*
 * The rows that a list of keys stands for: one for each that fits the key column, under an id that is always the
 * same. What is in the list and no key, or stands there twice, is left out.
 */
static const struct kp_json *keyed_rows(struct kp_calc *calc, const struct kp_field *table,
                                        const struct kp_json *keys)
{
    const struct kp_field *key = kp_field_column(table, table->key);
    struct kp_json *rows = kp_json_new_array(calc->arena);
    KP_JSON_EACH(item, keys)
    {
        if (kp_json_is_null(item) || key->type->check(key, item, NULL))
            continue;
        bool again = false;
        KP_JSON_EACH(row, rows)
        {
            again = again || kp_json_equal(kp_json_get_str(row, key->id), item);
        }
        if (!again)
            kp_json_append(calc->arena, rows, kp_calc_keyed_row(calc->arena, table, item));
    }
    return rows->count ? rows : &kp_json_null;
}

/* Whether there is anything to ask; nothing is worked out of a plan that nobody can read. */
static bool is_there(const struct kp_calc *calc, int when)
{
    return when == NOW || calc->previous || calc->previous_answer;
}

static const struct kp_json *stored(struct kp_calc *calc, const struct kp_field *field, int when)
{
    const struct kp_plan *plan = when == NOW ? calc->plan : calc->previous;
    const struct kp_answer *answer =
        plan ? kp_plan_get(plan, field->id) : calc->previous_answer(calc->context, field);
    return answer && answer->value && !answer->inactive ? answer->value : &kp_json_null;
}

static const struct kp_json *value_at(struct kp_calc *calc, const struct kp_field *field, int when)
{
    if (field->table || field->index >= calc->model->field_count)
        return &kp_json_null;
    const struct kp_json **kept = &calc->kept[when][field->index];
    if (*kept)
        return *kept == &busy ? &kp_json_null : *kept;
    if (calc->final || !is_there(calc, when))
        return &kp_json_null;
    *kept = &busy;
    const struct kp_json *value;
    if (field->calc && field->type->kind == KP_TYPE_TABLE)
        value = keyed_rows(calc, field, eval_at(calc, field->calc, NULL, when));
    else if (field->calc)
        value = fitted(calc, field, eval_at(calc, field->calc, NULL, when));
    else
        value = stored(calc, field, when);
    if (field->type->kind == KP_TYPE_TABLE)
        value = fill_table(calc, field, value, when);
    *kept = value;
    return value;
}

const struct kp_json *kp_calc_value(struct kp_calc *calc, const struct kp_field *field)
{
    return value_at(calc, field, NOW);
}

const struct kp_json *kp_calc_before(struct kp_calc *calc, const struct kp_field *field)
{
    return value_at(calc, field, BEFORE);
}

const struct kp_json *kp_calc_row(struct kp_calc *calc, const struct kp_field *table,
                                  const struct kp_json *row)
{
    return fill_row(calc, table, row, NOW);
}

const struct kp_json *kp_calc_eval(struct kp_calc *calc, const struct kp_expr *expr,
                                   const struct kp_json *row)
{
    return eval_at(calc, expr, row, NOW);
}

bool kp_calc_holds(struct kp_calc *calc, const struct kp_expr *condition)
{
    if (!condition)
        return true;
    const struct kp_json *value = eval_at(calc, condition, NULL, NOW);
    return value->kind == KP_JSON_BOOL && value->boolean;
}

/* Only a plain false breaks a check: what is unknown may still turn out well. */
static bool breaks(struct kp_calc *calc, const struct kp_expr *check, const struct kp_json *row)
{
    const struct kp_json *value = check ? eval_at(calc, check, row, NOW) : &kp_json_null;
    return value->kind == KP_JSON_BOOL && !value->boolean;
}

static enum kp_status fail(const struct kp_field *field, enum kp_lang lang, struct kp_err *err)
{
    struct kp_str message = kp_words_get(&field->message, lang);
    if (message.len)
        return kp_err_set(err, KP_INVALID, "%.*s", KP_STR_ARG(message));
    struct kp_str source = kp_expr_source(field->check);
    if (!field->table)
        return kp_err_set(err, KP_INVALID, _("this does not fulfil: %.*s"), KP_STR_ARG(source));
    return kp_err_set(err, KP_INVALID, _("%.*s: this does not fulfil: %.*s"),
                      KP_STR_ARG(kp_words_get(&field->label, lang)), KP_STR_ARG(source));
}

/* "row 2 (Service contract Baltic): " before the message. */
static enum kp_status prefix_row(const struct kp_field *table, const struct kp_json *row,
                                 size_t number, struct kp_err *err)
{
    const struct kp_field *key = kp_field_column(table, table->key);
    struct kp_str name = {NULL, 0};
    if (key && (key->type->kind == KP_TYPE_TEXT || key->type->kind == KP_TYPE_NOTE ||
                key->type->kind == KP_TYPE_DATE))
        name = kp_json_text(row, key->id.data);
    if (!err)
        return KP_INVALID;
    if (!name.len)
        return kp_err_prefix(err, _("row %zu"), number);
    struct kp_buf shown = KP_BUF_INIT;
    kp_utf8_add_visible(&shown, kp_utf8_fit(name, 40), false);
    kp_err_prefix(err, _("row %zu (%s)"), number, shown.data);
    kp_buf_release(&shown);
    return KP_INVALID;
}

struct own_columns {
    const struct kp_field *table;
    bool found;
};

static void look_for_column(void *context, const struct kp_field *field, bool previous)
{
    struct own_columns *own = context;
    (void)previous;
    own->found = own->found || field->table == own->table;
}

/* A table's check that names its columns is about each row, another about the table. */
static bool is_about_rows(const struct kp_field *table)
{
    struct own_columns own = {table, false};
    if (table->check)
        kp_expr_visit(table->check, look_for_column, &own);
    return own.found;
}

static enum kp_status check_row(struct kp_calc *calc, const struct kp_field *table,
                                const struct kp_json *row, bool with_table, enum kp_lang lang,
                                struct kp_err *err)
{
    if (with_table && breaks(calc, table->check, row))
        return fail(table, lang, err);
    for (size_t i = 0; i < table->column_count; i++)
        if (breaks(calc, table->columns[i].check, row))
            return fail(&table->columns[i], lang, err);
    return KP_OK;
}

static bool has_checks(const struct kp_field *table)
{
    bool any = table->check != NULL;
    for (size_t i = 0; i < table->column_count; i++)
        any = any || table->columns[i].check;
    return any;
}

static enum kp_status check_table(struct kp_calc *calc, const struct kp_field *table,
                                  enum kp_lang lang, struct kp_err *err)
{
    if (!has_checks(table)) /* a long table is not worked out for nothing */
        return KP_OK;
    const struct kp_json *rows = value_at(calc, table, NOW);
    bool about_rows = is_about_rows(table);
    size_t number = 0;
    if (!about_rows && breaks(calc, table->check, NULL))
        return fail(table, lang, err);
    KP_JSON_EACH(row, rows)
    {
        number++;
        if (check_row(calc, table, row, about_rows, lang, err))
            return prefix_row(table, row, number, err);
    }
    return KP_OK;
}

enum kp_status kp_calc_check(struct kp_calc *calc, const struct kp_field *field,
                             const struct kp_json *value, enum kp_lang lang, struct kp_err *err)
{
    if (kp_json_is_null(value))
        return KP_OK;
    struct kp_plan plan;
    struct kp_calc tried;
    struct kp_answer answer = {.field = field->id, .value = value};
    kp_plan_copy(&plan, calc->plan);
    kp_plan_put(&plan, &answer);
    kp_calc_init(&tried, calc->model, &plan, calc->previous, calc->today, calc->arena);
    tried.kept[BEFORE] = calc->kept[BEFORE];
    tried.previous_answer = calc->previous_answer;
    tried.context = calc->context;
    enum kp_status status = KP_OK;
    if (field->type->kind == KP_TYPE_TABLE)
        status = check_table(&tried, field, lang, err);
    else if (breaks(&tried, field->check, NULL))
        status = fail(field, lang, err);
    kp_plan_release(&plan);
    return status;
}
