// SPDX-License-Identifier: GPL-3.0-or-later
/* What steps do with the rows of tables: scored one on the other, offered, ranked. */
#include "base/text.h"
#include "model/script_read.h"
#include "model/type.h"

enum { MAX_OFFERS = 20, MAX_OFFERED = 100 };

const char *const kp_ranking_fields[] = {"criteria",      "candidates",       "selection.scores",
                                         "selection.cut", "selection.choice", NULL};

/* ---- rate with rows */

/* A table whose rows are scored, or what on. */
static const struct kp_field *read_scored(struct kp_script_reader *r, const struct kp_json *node,
                                          const char *member)
{
    const struct kp_field *table = kp_field_read_named(r, node, member);
    if (!table || table->type->kind == KP_TYPE_TABLE)
        return table;
    kp_define_fault(&r->define, kp_json_get(node, member),
                    _("the rows that are scored are those of a table; \"%.*s\" is of type \"%s\""),
                    KP_STR_ARG(table->id), table->type->name);
    return NULL;
}

static bool is_of(const struct kp_field *column, enum kp_type_kind kind)
{
    return column && !column->calc && column->type->kind == kind;
}

/* A grid has a column for both, for the mean, and a scale for the lowest that somebody gave. */
static bool takes_scores(const struct kp_field *field)
{
    return is_of(kp_field_column(field, field->axis_rows), KP_TYPE_TEXT) &&
           is_of(kp_field_column(field, field->axis_columns), KP_TYPE_TEXT) &&
           is_of(kp_field_column(field, field->axis_cell), KP_TYPE_NUMBER) &&
           is_of(kp_field_column(field, KP_STR("lowest")), KP_TYPE_SCALE) &&
           is_of(kp_field_column(field, KP_STR("highest")), KP_TYPE_SCALE) &&
           is_of(kp_field_column(field, KP_STR("people")), KP_TYPE_NUMBER);
}

void kp_score_read(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step)
{
    const struct kp_define *d = &r->define;
    const struct kp_field *field = kp_field_read_named(r, node, "field");
    step->kind = KP_STEP_SCORE;
    step->rows = read_scored(r, node, "rows");
    step->by = read_scored(r, node, "by");
    if (kp_json_get(node, "evidence"))
        kp_define_fault(d, kp_json_get(node, "evidence"),
                        _("\"evidence\" is of one value; a rate with \"rows\" has many"));
    if (!field)
        return;
    if (!takes_scores(field)) {
        kp_define_fault(
            d, kp_json_get(node, "field"),
            _("scores go into a table of view \"grid\": its rows and columns are texts, "
              "its cell is a number, and it has the columns \"lowest\" and \"highest\" "
              "(scales) and \"people\" (a number); \"%.*s\" has not"),
            KP_STR_ARG(field->id));
        return;
    }
    step->field = field;
    kp_field_note_asked(r, node, &r->asked[field->index].ask);
}

/* ---- offer */

/* A value as it stands in a plan; of a text also one in every language. */
static void check_offered(const struct kp_define *d, const struct kp_field *table,
                          const struct kp_json *cell)
{
    const struct kp_field *column = kp_field_column(table, cell->name);
    struct kp_err err = KP_ERR_INIT;
    struct kp_words words;
    if (!column)
        kp_define_fault(d, cell, _("\"%.*s\" has no column \"%s\""), KP_STR_ARG(table->id),
                        kp_define_shown(d, cell->name));
    else if (column->calc)
        kp_define_fault(d, cell,
                        _("the column \"%.*s\" is worked out from others; it cannot be offered"),
                        KP_STR_ARG(column->id));
    else if (is_of(column, KP_TYPE_TEXT) && cell->kind == KP_JSON_OBJECT)
        kp_define_words_of(d, cell, kp_define_shown(d, cell->name), &words);
    else if (column->type->check(column, cell, &err))
        kp_define_fault(d, cell, "%s", err.text.data);
    kp_err_release(&err);
}

static void check_row(const struct kp_define *d, const struct kp_field *table,
                      const struct kp_json *row)
{
    if (row->kind != KP_JSON_OBJECT) {
        kp_define_fault(d, row, _("rows are objects, not %s"), kp_json_kind_name(row->kind));
        return;
    }
    KP_JSON_EACH(cell, row)
    {
        check_offered(d, table, cell);
    }
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].required && !kp_json_get_str(row, table->columns[i].id))
            kp_define_fault(d, row, _("\"%s\" is missing"), table->columns[i].id.data);
}

static void read_offers(struct kp_script_reader *r, const struct kp_json *node,
                        struct kp_step *step)
{
    static const char *const members[] = {"when", "rows", NULL};
    const struct kp_define *d = &r->define;
    const struct kp_json *array = kp_define_array(d, node, "offer", 1, MAX_OFFERS);
    struct kp_offer *offers =
        array ? kp_arena_alloc(d->arena, array->count * sizeof *offers) : NULL;
    if (step->field->type->kind != KP_TYPE_TABLE) {
        kp_define_fault(d, kp_json_get(node, "offer"),
                        _("rows are offered for a table; \"%.*s\" is of type \"%s\""),
                        KP_STR_ARG(step->field->id), step->field->type->name);
        return;
    }
    KP_JSON_EACH(item, array)
    {
        struct kp_offer *offer = &offers[step->offer_count];
        if (!kp_define_object(d, item, members))
            continue;
        offer->when = kp_expr_read_member(r, item, "when", NULL, KP_EXPR_BOOL);
        offer->rows = kp_define_array(d, item, "rows", 1, MAX_OFFERED);
        KP_JSON_EACH(row, offer->rows)
        {
            check_row(d, step->field, row);
        }
        step->offer_count += offer->rows != NULL;
    }
    step->offers = offers;
}

/* ---- ranking */

/* The columns that a row of it has. */
static bool takes_ranking(const struct kp_field *field)
{
    const struct kp_field *decision = kp_field_column(field, KP_STR("decision"));
    static const char *const choices[] = {"key", "next", "standard"};
    if (!is_of(kp_field_column(field, KP_STR("candidate")), KP_TYPE_TEXT) ||
        !is_of(decision, KP_TYPE_CHOICE))
        return false;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (!kp_field_choice(decision, kp_str_from(choices[i])))
            return false;
    return true;
}

void kp_offers_read(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step)
{
    const struct kp_define *d = &r->define;
    if (kp_json_get(node, "offer"))
        read_offers(r, node, step);
    step->ranking = kp_define_bool(d, node, "ranking");
    if (!step->ranking || takes_ranking(step->field))
        return;
    kp_define_fault(d, kp_json_get(node, "ranking"),
                    _("\"%.*s\" cannot take a ranking: its rows have the columns \"candidate\" and "
                      "\"decision\" (key, next, standard)"),
                    KP_STR_ARG(step->field->id));
    step->ranking = false;
}
