// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/sheet.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/report.h"

#include <stdlib.h>
#include <string.h>

enum { ANSWER_COLUMNS = 7 };

/* ---- building a sheet */

static struct kp_sheet_cell *add_row(struct kp_sheet *sheet)
{
    if (sheet->row_count == sheet->cap) {
        size_t size = sheet->column_count * sizeof *sheet->cells;
        sheet->cap = sheet->cap ? sheet->cap * 2 : 16;
        struct kp_sheet_cell *cells = kp_arena_alloc(sheet->arena, sheet->cap * size);
        if (sheet->row_count)
            memcpy(cells, sheet->cells, sheet->row_count * size);
        sheet->cells = cells;
    }
    return sheet->cells + sheet->row_count++ * sheet->column_count;
}

static void add_column(struct kp_sheet *sheet, struct kp_str id, struct kp_str label, bool hidden)
{
    for (size_t i = 0; i < sheet->column_count; i++)
        if (kp_str_equal(sheet->columns[i].label, label))
            label = kp_arena_format(sheet->arena, "%.*s (%.*s)", KP_STR_ARG(label), KP_STR_ARG(id));
    sheet->columns[sheet->column_count++] =
        (struct kp_sheet_column){.id = id, .label = label, .hidden = hidden};
}

static struct kp_sheet *add_sheet(struct kp_sheets *sheets, struct kp_str id, struct kp_str title,
                                  size_t columns, struct kp_arena *arena)
{
    struct kp_sheet *sheet = &sheets->items[sheets->count++];
    *sheet = (struct kp_sheet){.id = id, .title = title, .arena = arena};
    sheet->columns = kp_arena_alloc(arena, (columns + 2) * sizeof *sheet->columns);
    if (sheets->plan_count > 1)
        add_column(sheet, KP_STR("account"), kp_str_from(_("Account")), false);
    return sheet;
}

static struct kp_sheet_cell text_cell(struct kp_str text)
{
    return (struct kp_sheet_cell){.kind = text.len ? KP_SHEET_TEXT : KP_SHEET_EMPTY, .text = text};
}

/* ---- values */

static struct kp_str typed(const struct kp_sheets *sheets, const struct kp_sheet_plan *plan,
                           const struct kp_field *field, const struct kp_json *value,
                           struct kp_arena *arena)
{
    struct kp_type_context context = {
        .arena = arena, .lang = sheets->lang, .today = sheets->today, .people = plan->people};
    struct kp_buf text = KP_BUF_INIT;
    switch (field->type->kind) {
    case KP_TYPE_LIST: /* an item a line */
        KP_JSON_EACH(item, value)
        {
            kp_buf_addf(&text, "%s%.*s", text.len ? "\n" : "",
                        KP_STR_ARG(kp_json_text(item, "text")));
        }
        break;
    case KP_TYPE_POSITION: field->type->show(field, value, &context, &text); break;
    default: field->type->edit(field, value, &context, &text);
    }
    struct kp_str result = kp_arena_str(arena, kp_buf_str(&text));
    kp_buf_release(&text);
    return result;
}

static struct kp_sheet_cell value_cell(const struct kp_sheets *sheets,
                                       const struct kp_sheet_plan *plan,
                                       const struct kp_field *field, const struct kp_json *value,
                                       struct kp_arena *arena)
{
    struct kp_sheet_cell cell = {.kind = KP_SHEET_NUMBER, .type = field->type->kind};
    if (kp_json_is_null(value))
        return text_cell((struct kp_str){"", 0});
    switch (field->type->kind) {
    case KP_TYPE_NUMBER:
    case KP_TYPE_MONEY:
    case KP_TYPE_PERCENT:
    case KP_TYPE_SCALE:
        if (value->kind != KP_JSON_NUMBER || value->literal.len)
            break;
        cell.number = value->number;
        return cell;
    case KP_TYPE_DATE:
        if (value->kind != KP_JSON_STRING || kp_date_read(value->text, &cell.date, NULL))
            break;
        cell.kind = KP_SHEET_DATE;
        return cell;
    default: break;
    }
    return text_cell(typed(sheets, plan, field, value, arena));
}

/* ---- tables and lists */

static bool has_rows(const struct kp_field *field)
{
    return field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST;
}

static struct kp_str column_label(const struct kp_sheets *sheets, const struct kp_field *column,
                                  struct kp_arena *arena)
{
    struct kp_str label = kp_words_get(&column->label, sheets->lang);
    struct kp_str unit = kp_words_get(&column->unit, sheets->lang);
    if (column->type->kind == KP_TYPE_MONEY)
        unit = sheets->currency;
    else if (column->type->kind == KP_TYPE_PERCENT)
        unit = KP_STR("%");
    return unit.len ? kp_arena_format(arena, "%.*s (%.*s)", KP_STR_ARG(label), KP_STR_ARG(unit))
                    : label;
}

static void add_rows(struct kp_sheet *sheet, const struct kp_sheets *sheets,
                     const struct kp_sheet_plan *plan, const struct kp_field *field)
{
    const struct kp_json *rows = kp_calc_value(plan->calc, field);
    if (rows->kind != KP_JSON_ARRAY)
        return;
    KP_JSON_EACH(row, rows)
    {
        struct kp_sheet_cell *cell = add_row(sheet);
        if (sheets->plan_count > 1)
            *cell++ = text_cell(plan->head.account);
        if (field->type->kind == KP_TYPE_LIST)
            *cell++ = text_cell(kp_json_text(row, "text"));
        for (size_t i = 0; i < field->column_count; i++)
            *cell++ = value_cell(sheets, plan, &field->columns[i],
                                 kp_json_get_str(row, field->columns[i].id), sheet->arena);
        *cell = text_cell(kp_json_text(row, "id"));
    }
}

static void add_table(struct kp_sheets *sheets, const struct kp_field *field, bool empty_too,
                      struct kp_arena *arena)
{
    struct kp_str title = kp_words_get(&field->label, sheets->lang);
    struct kp_sheet *sheet = add_sheet(sheets, field->id, title, field->column_count + 2, arena);
    if (field->type->kind == KP_TYPE_LIST)
        add_column(sheet, KP_STR("text"), title, false);
    for (size_t i = 0; i < field->column_count; i++)
        add_column(sheet, field->columns[i].id, column_label(sheets, &field->columns[i], arena),
                   false);
    add_column(sheet, KP_STR("id"), KP_STR("id"), true);
    for (size_t i = 0; i < sheets->plan_count; i++) {
        const struct kp_sheet_plan *plan = &sheets->plans[i];
        const struct kp_field *own = kp_model_field(plan->calc->model, field->id);
        if (own)
            add_rows(sheet, sheets, plan, own);
    }
    if (!sheet->row_count && !empty_too)
        sheets->count--;
}

/* ---- single answers */

static struct kp_str said_by(const struct kp_sheet_plan *plan, const struct kp_answer *answer,
                             struct kp_arena *arena)
{
    struct kp_buf names = KP_BUF_INIT;
    KP_JSON_EACH(id, answer ? answer->said_by : NULL)
    {
        kp_buf_addf(&names, "%s%.*s", names.len ? ", " : "",
                    KP_STR_ARG(kp_people_name(plan->people, id->text)));
    }
    struct kp_str result = kp_arena_str(arena, kp_buf_str(&names));
    kp_buf_release(&names);
    return result;
}

static void add_answer(struct kp_sheet *sheet, const struct kp_sheets *sheets,
                       const struct kp_sheet_plan *plan, const struct kp_field *field)
{
    const struct kp_json *value = kp_calc_value(plan->calc, field);
    const struct kp_answer *answer = kp_plan_get(plan->calc->plan, field->id);
    const struct kp_group *group = kp_model_group(plan->calc->model, field->group);
    struct kp_buf cycle = KP_BUF_INIT;
    if (kp_json_is_null(value) || field->type->kind == KP_TYPE_TABLE)
        return;
    struct kp_sheet_cell *cell = add_row(sheet);
    if (answer)
        kp_cycle_print(&cycle, answer->cycle);
    if (sheets->plan_count > 1)
        *cell++ = text_cell(plan->head.account);
    *cell++ = text_cell(group ? kp_words_get(&group->label, sheets->lang) : KP_STR(""));
    *cell++ = text_cell(column_label(sheets, field, sheet->arena));
    *cell++ = value_cell(sheets, plan, field, value, sheet->arena);
    *cell++ = text_cell(said_by(plan, answer, sheet->arena));
    *cell++ =
        text_cell(field->calc ? kp_str_from(_("worked out"))
                              : kp_str_from(kp_view_basis(answer ? answer->basis : KP_BASIS_NONE)));
    *cell++ = text_cell(kp_arena_str(sheet->arena, kp_buf_str(&cycle)));
    *cell = text_cell(field->id);
    kp_buf_release(&cycle);
}

static void add_answers(struct kp_sheets *sheets, struct kp_arena *arena)
{
    struct kp_sheet *sheet =
        add_sheet(sheets, KP_STR("answers"), kp_str_from(_("Answers")), ANSWER_COLUMNS, arena);
    add_column(sheet, KP_STR("group"), kp_str_from(_("Group")), false);
    add_column(sheet, KP_STR("question"), kp_str_from(_("Question")), false);
    add_column(sheet, KP_STR("answer"), kp_str_from(_("Answer")), false);
    add_column(sheet, KP_STR("said_by"), kp_str_from(_("Said by")), false);
    add_column(sheet, KP_STR("basis"), kp_str_from(_("Basis")), false);
    add_column(sheet, KP_STR("cycle"), kp_str_from(_("Cycle")), false);
    add_column(sheet, KP_STR("field"), KP_STR("id"), true);
    for (size_t i = 0; i < sheets->plan_count; i++) {
        const struct kp_sheet_plan *plan = &sheets->plans[i];
        for (size_t j = 0; j < plan->calc->model->field_count; j++)
            add_answer(sheet, sheets, plan, &plan->calc->model->fields[j]);
    }
}

/* ---- all of them */

static enum kp_status make_one(struct kp_sheets *sheets, const char *only, struct kp_arena *arena,
                               struct kp_err *err)
{
    const struct kp_field *field =
        sheets->plan_count ? kp_model_field(sheets->plans[0].calc->model, kp_str_from(only)) : NULL;
    if (!field)
        return kp_err_set(err, KP_NOT_FOUND, _("%s is held back in a copy %s"), only,
                          kp_report_for(sheets->audience));
    if (!has_rows(field))
        return kp_err_set(err, KP_INVALID,
                          _("%s has no rows; only tables and lists go by themselves"), only);
    add_table(sheets, field, true, arena);
    return KP_OK;
}

enum kp_status kp_sheets_make(struct kp_sheets *sheets, const char *only, struct kp_arena *arena,
                              struct kp_err *err)
{
    const struct kp_model *model = sheets->plan_count ? sheets->plans[0].calc->model : NULL;
    size_t most = 2 + (model ? model->field_count : 0);
    sheets->items = kp_arena_alloc(arena, most * sizeof *sheets->items);
    sheets->count = 0;
    if (only)
        return make_one(sheets, only, arena, err);
    add_answers(sheets, arena);
    for (size_t i = 0; model && i < model->field_count; i++)
        if (model->fields[i].type->kind == KP_TYPE_TABLE)
            add_table(sheets, &model->fields[i], false, arena);
    return KP_OK;
}
