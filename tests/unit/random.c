// SPDX-License-Identifier: GPL-3.0-or-later
#include "random.h"

#include "model/type.h"

#include <stdlib.h>
#include <string.h>

unsigned random_below(struct random *random, unsigned bound)
{
    uint64_t z = (random->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (unsigned)((z ^ (z >> 31)) % bound);
}

const char random_model[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`text`,`type`:`text`,`group`:`g`,`label`:~},"
    "{`id`:`note`,`type`:`note`,`group`:`g`,`label`:~},"
    "{`id`:`number`,`type`:`number`,`group`:`g`,`label`:~},"
    "{`id`:`money`,`type`:`money`,`group`:`g`,`label`:~},"
    "{`id`:`percent`,`type`:`percent`,`group`:`g`,`label`:~},"
    "{`id`:`date`,`type`:`date`,`group`:`g`,`label`:~},"
    "{`id`:`yesno`,`type`:`yesno`,`group`:`g`,`label`:~},"
    "{`id`:`choice`,`type`:`choice`,`group`:`g`,`label`:~,`choices`:["
    "{`id`:`one`,`label`:~},{`id`:`two`,`label`:~}]},"
    "{`id`:`choices`,`type`:`choices`,`group`:`g`,`label`:~,`choices`:["
    "{`id`:`one`,`label`:~},{`id`:`two`,`label`:~},{`id`:`three`,`label`:~}]},"
    "{`id`:`scale`,`type`:`scale`,`group`:`g`,`label`:~,`scale`:["
    "{`value`:1,`label`:~},{`value`:2,`label`:~},{`value`:3,`label`:~}]},"
    "{`id`:`person`,`type`:`person`,`group`:`g`,`label`:~},"
    "{`id`:`people`,`type`:`people`,`group`:`g`,`label`:~},"
    "{`id`:`list`,`type`:`list`,`group`:`g`,`label`:~},"
    "{`id`:`table`,`type`:`table`,`group`:`g`,`label`:~,`key`:`a`,`totals`:[`b`,`d`],`columns`:["
    "{`id`:`a`,`type`:`text`,`label`:~},{`id`:`b`,`type`:`number`,`label`:~},"
    "{`id`:`c`,`type`:`note`,`label`:~},{`id`:`d`,`type`:`number`,`calc`:`b * 2`,`label`:~},"
    "{`id`:`e`,`type`:`number`,`calc`:`b * number`,`label`:~},"
    "{`id`:`f`,`type`:`choice`,`label`:~,`choices`:[{`id`:`x`,`label`:~},{`id`:`y`,`label`:~}]}]},"
    "{`id`:`plain`,`type`:`table`,`group`:`g`,`label`:~,`merge`:`atomic`,`columns`:["
    "{`id`:`a`,`type`:`text`,`label`:~},{`id`:`b`,`type`:`money`,`label`:~}]},"
    "{`id`:`twice`,`type`:`number`,`calc`:`number * 2`,`group`:`g`,`label`:~},"
    "{`id`:`sum`,`type`:`number`,`calc`:`table.map(r, r.d).sum()`,`group`:`g`,`label`:~}]}";

struct maker {
    struct kp_arena *arena;
    struct random *random;
};

static const struct kp_json *text_of(struct maker *maker, unsigned words_most)
{
    static const char *const words[] = {"grow", "in",   "Norden",  "Ærø", "price",  "2027",
                                        "and",  "with", "quality", ".",   "e\u0301"};
    struct kp_buf text = KP_BUF_INIT;
    for (unsigned i = 1 + random_below(maker->random, words_most); i; i--)
        kp_buf_addf(&text, "%s%s", text.len ? " " : "",
                    words[random_below(maker->random, sizeof words / sizeof *words)]);
    struct kp_json *json = kp_json_new_string(maker->arena, kp_buf_str(&text));
    kp_buf_release(&text);
    return json;
}

static const struct kp_json *id_of(struct maker *maker, char letter)
{
    return kp_json_new_string(maker->arena, kp_arena_format(maker->arena, "%c-%c%c%c%c%c%c", letter,
                                                            'a', 'b', 'c', 'd', 'e',
                                                            'a' + random_below(maker->random, 12)));
}

static const struct kp_json *value_of(struct maker *maker, const struct kp_field *field);

static struct kp_json *row_of(struct maker *maker, const struct kp_field *field)
{
    struct kp_json *row = kp_json_new_object(maker->arena);
    kp_json_set(maker->arena, row, "id", id_of(maker, 'r'));
    if (field->type->kind == KP_TYPE_LIST)
        kp_json_set(maker->arena, row, "text", text_of(maker, 4));
    for (size_t i = 0; i < field->column_count; i++)
        if (!field->columns[i].calc && random_below(maker->random, 4))
            kp_json_set(maker->arena, row, field->columns[i].id.data,
                        value_of(maker, &field->columns[i]));
    if (!random_below(maker->random, 5))
        kp_json_set_whole(maker->arena, row, "later", random_below(maker->random, 3));
    return row;
}

static bool has_row(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows)
    {
        if (kp_str_equal(kp_json_text(row, "id"), id))
            return true;
    }
    return false;
}

static void add_row(struct maker *maker, struct kp_json *rows, const struct kp_json *row)
{
    if (!has_row(rows, kp_json_text(row, "id")))
        kp_json_append(maker->arena, rows, kp_json_copy(maker->arena, row));
}

static const struct kp_json *rows_of(struct maker *maker, const struct kp_field *field)
{
    struct kp_json *rows = kp_json_new_array(maker->arena);
    for (unsigned i = random_below(maker->random, 7); i; i--)
        add_row(maker, rows, row_of(maker, field));
    return rows;
}

static struct kp_json *one_or_more(struct maker *maker, const char *const *words, unsigned count)
{
    struct kp_json *list = kp_json_new_array(maker->arena);
    for (unsigned i = 0; i < count; i++)
        if (random_below(maker->random, 2))
            kp_json_append(maker->arena, list,
                           kp_json_new_string(maker->arena, kp_str_from(words[i])));
    return list;
}

static const struct kp_json *position_of(struct maker *maker)
{
    struct kp_json *position = kp_json_new_object(maker->arena);
    kp_json_set_whole(maker->arena, position, "x", random_below(maker->random, 3));
    return position;
}

static const struct kp_json *value_of(struct maker *maker, const struct kp_field *field)
{
    static const char *const choices[] = {"one", "two", "three"};
    static const char *const people[] = {"p-abcdea", "p-abcdeb", "p-abcdec"};
    struct kp_arena *arena = maker->arena;
    unsigned chance = random_below(maker->random, 1000);
    switch (field->type->kind) {
    case KP_TYPE_TEXT: return text_of(maker, 6);
    case KP_TYPE_NOTE: return text_of(maker, 25);
    case KP_TYPE_NUMBER:
    case KP_TYPE_MONEY:
    case KP_TYPE_PERCENT: return kp_json_new_whole(arena, (int64_t)(chance % 6) - 2);
    case KP_TYPE_SCALE: return kp_json_new_whole(arena, 1 + chance % 3);
    case KP_TYPE_DATE:
        return kp_json_new_string(arena, kp_arena_format(arena, "2026-03-0%u", 1 + chance % 4));
    case KP_TYPE_YESNO: return kp_json_new_bool(arena, chance % 2);
    case KP_TYPE_CHOICE: return kp_json_new_string(arena, kp_str_from(choices[chance % 2]));
    case KP_TYPE_CHOICES: return one_or_more(maker, choices, 3);
    case KP_TYPE_PEOPLE: return one_or_more(maker, people, 3);
    case KP_TYPE_PERSON: return kp_json_new_string(arena, kp_str_from(people[chance % 3]));
    case KP_TYPE_POSITION: return position_of(maker);
    case KP_TYPE_LIST:
    case KP_TYPE_TABLE: return rows_of(maker, field);
    }
    return &kp_json_null;
}

/* What somebody with an editor may have made of it. */
static const struct kp_json *odd_value(struct maker *maker, const struct kp_field *rows)
{
    struct kp_json *list = kp_json_new_array(maker->arena);
    unsigned form = random_below(maker->random, 6);
    const struct kp_json *row = row_of(maker, rows);
    switch (form) {
    case 0: return text_of(maker, 3);
    case 1: return kp_json_new_whole(maker->arena, random_below(maker->random, 3));
    case 2: return position_of(maker);
    case 3: /* two of one id */
        kp_json_append(maker->arena, list, kp_json_copy(maker->arena, row));
        kp_json_append(maker->arena, list, kp_json_copy(maker->arena, row));
        return list;
    case 4: /* no id */
        kp_json_append(maker->arena, list, kp_json_copy(maker->arena, row));
        kp_json_append(maker->arena, list, kp_json_copy(maker->arena, position_of(maker)));
        return list;
    default:
        kp_json_append(maker->arena, list, text_of(maker, 2));
        kp_json_append(maker->arena, list, &kp_json_null);
        return list;
    }
}

static const struct kp_json *any_value(struct maker *maker, const struct kp_model *model,
                                       const struct kp_field *field)
{
    if (!field || !random_below(maker->random, 12))
        return odd_value(maker, kp_model_field(model, KP_STR("table")));
    return value_of(maker, field);
}

static void look_at(struct maker *maker, struct kp_answer *answer)
{
    static const char *const sessions[] = {"2024-09-02-plan", "2025-03-03-plan", "2025-09-04-plan",
                                           "2026-03-05-plan"};
    unsigned cycle = random_below(maker->random, 4);
    answer->cycle = kp_cycle_add((struct kp_cycle){2024, 2}, (int)cycle);
    answer->session = kp_str_from(sessions[cycle]);
    if (!random_below(maker->random, 4))
        answer->basis = (enum kp_basis)random_below(maker->random, 4);
    if (!random_below(maker->random, 3))
        answer->said_by = one_or_more(maker, (const char *const[]){"p-abcdea", "p-abcdeb"}, 2);
}

static void put_new(struct maker *maker, struct kp_plan *plan, const struct kp_model *model,
                    const struct kp_field *field, struct kp_str id)
{
    struct kp_answer answer = {.field = id, .value = any_value(maker, model, field)};
    look_at(maker, &answer);
    answer.state = KP_ANSWER_NEW;
    answer.inactive = !random_below(maker->random, 8);
    kp_plan_put(plan, &answer);
}

/* ---- changes */

static const struct kp_json *edited_rows(struct maker *maker, const struct kp_field *field,
                                         const struct kp_json *value)
{
    struct kp_json *rows = kp_json_new_array(maker->arena);
    const struct kp_json *held = NULL; /* a row on its way to another place */
    KP_JSON_EACH(row, value)
    {
        switch (random_below(maker->random, 9)) {
        case 0: break;
        case 1: add_row(maker, rows, row_of(maker, field)); break;
        case 2: {
            struct kp_json *edited = kp_json_copy(maker->arena, row);
            const struct kp_json *other = row_of(maker, field);
            KP_JSON_EACH(cell, other)
            {
                if (!kp_str_is(cell->name, "id") && random_below(maker->random, 2))
                    kp_json_set(maker->arena, edited, cell->name.data,
                                kp_json_copy(maker->arena, cell));
            }
            add_row(maker, rows, edited);
            break;
        }
        case 3:
            if (!held) {
                held = row;
                break;
            }
            add_row(maker, rows, row);
            break;
        default: add_row(maker, rows, row);
        }
        if (held && held != row && !random_below(maker->random, 3)) {
            add_row(maker, rows, held);
            held = NULL;
        }
    }
    if (held)
        add_row(maker, rows, held);
    if (!random_below(maker->random, 3))
        add_row(maker, rows, row_of(maker, field));
    return rows;
}

static bool is_rows(const struct kp_json *value)
{
    if (!value || value->kind != KP_JSON_ARRAY)
        return false;
    KP_JSON_EACH(row, value)
    {
        if (!kp_json_text(row, "id").len)
            return false;
    }
    return true;
}

static void change(struct maker *maker, const struct kp_model *model, const struct kp_field *field,
                   struct kp_answer *answer)
{
    bool rows = field && (field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST);
    look_at(maker, answer);
    switch (random_below(maker->random, 8)) {
    case 0: answer->state = KP_ANSWER_CONFIRMED; return;
    case 1: answer->inactive = !answer->inactive; return;
    case 2: answer->value = &kp_json_null; break;
    case 3: answer->value = any_value(maker, model, field); break;
    default:
        answer->value = rows && is_rows(answer->value) ? edited_rows(maker, field, answer->value)
                                                       : any_value(maker, model, field);
    }
    answer->state = KP_ANSWER_CHANGED;
}

static void visit(struct maker *maker, struct kp_plan *plan, const struct kp_model *model,
                  const struct kp_field *field, struct kp_str id, bool fill)
{
    const struct kp_answer *present = kp_plan_get(plan, id);
    unsigned chance = random_below(maker->random, 10);
    if (fill ? chance < 6 : !present && chance < 2) {
        put_new(maker, plan, model, field, id);
    } else if (!fill && present && chance < 5) {
        struct kp_answer changed = *present;
        change(maker, model, field, &changed);
        kp_plan_put(plan, &changed);
    } else if (!fill && present && chance == 5) {
        kp_plan_remove(plan, id);
    }
}

static void visit_all(struct kp_plan *plan, const struct kp_model *model, struct random *random,
                      bool fill)
{
    static const char *const unknown[] = {"bygone", "later.on", "zz"};
    struct maker maker = {plan->arena, random};
    for (size_t i = 0; i < model->field_count; i++)
        if (!model->fields[i].calc)
            visit(&maker, plan, model, &model->fields[i], model->fields[i].id, fill);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        visit(&maker, plan, model, NULL, kp_str_from(unknown[i]), fill);
}

void random_plan_fill(struct kp_plan *plan, const struct kp_model *model, struct random *random)
{
    visit_all(plan, model, random, true);
}

void random_plan_change(struct kp_plan *plan, const struct kp_model *model, struct random *random)
{
    visit_all(plan, model, random, false);
}
