// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "compare/diff.h"
#include "model/audience.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`goals`,`type`:`note`,`group`:`g`,`label`:~,`visibility`:`customer`},"
    "{`id`:`needs`,`type`:`list`,`group`:`g`,`label`:~,`visibility`:`customer`},"
    "{`id`:`revenue`,`type`:`money`,`group`:`g`,`label`:~,`visibility`:`company`},"
    "{`id`:`margin`,`type`:`money`,`group`:`g`,`label`:~},"
    "{`id`:`double`,`type`:`money`,`group`:`g`,`label`:~,`visibility`:`customer`,"
    "`calc`:`revenue * 2`},"
    "{`id`:`fourfold`,`type`:`money`,`group`:`g`,`label`:~,`visibility`:`customer`,"
    "`calc`:`double * 2`},"
    "{`id`:`count`,`type`:`number`,`group`:`g`,`label`:~,`visibility`:`customer`,"
    "`calc`:`size(deals)`},"
    "{`id`:`meetings.count`,`type`:`number`,`group`:`g`,`label`:~,`visibility`:`customer`,"
    "`calc`:`size(steps)`},"
    "{`id`:`lead`,`type`:`person`,`group`:`g`,`label`:~,`visibility`:`customer`},"
    "{`id`:`team`,`type`:`table`,`group`:`g`,`label`:~,`visibility`:`customer`,`columns`:["
    "{`id`:`person`,`type`:`person`,`label`:~},{`id`:`does`,`type`:`text`,`label`:~}]},"
    "{`id`:`stakeholders`,`type`:`table`,`group`:`g`,`label`:~,`visibility`:`customer`,`columns`:["
    "{`id`:`person`,`type`:`person`,`label`:~},{`id`:`stance`,`type`:`number`,`label`:~},"
    "{`id`:`owner`,`type`:`person`,`label`:~}]},"
    "{`id`:`deals`,`type`:`table`,`group`:`g`,`label`:~,`visibility`:`customer`,`key`:`secret`,"
    "`totals`:[`value`,`inner`],`columns`:["
    "{`id`:`what`,`type`:`text`,`label`:~},"
    "{`id`:`value`,`type`:`money`,`label`:~},"
    "{`id`:`secret`,`type`:`text`,`label`:~,`visibility`:`team`},"
    "{`id`:`inner`,`type`:`money`,`label`:~,`visibility`:`company`},"
    "{`id`:`twice`,`type`:`money`,`label`:~,`calc`:`value * 2`},"
    "{`id`:`both`,`type`:`money`,`label`:~,`calc`:`twice + inner`}]},"
    "{`id`:`steps`,`type`:`table`,`group`:`g`,`label`:~,`visibility`:`customer`,`columns`:["
    "{`id`:`step`,`type`:`text`,`label`:~},{`id`:`ours`,`type`:`people`,`label`:~},"
    "{`id`:`owner`,`type`:`person`,`label`:~},"
    "{`id`:`twofold`,`type`:`number`,`label`:~,`calc`:`step == 'x' ? 2 : 1`}]},"
    "{`id`:`joint`,`type`:`table`,`group`:`g`,`label`:~,`visibility`:`customer`,`columns`:["
    "{`id`:`step`,`type`:`text`,`label`:~},{`id`:`theirs`,`type`:`people`,`label`:~}]},"
    "{`id`:`joint.count`,`type`:`number`,`group`:`g`,`label`:~,`visibility`:`customer`,"
    "`calc`:`size(joint)`}"
    "]}";

struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_people people;
    struct kp_plan plan;
    struct kp_calc calc;
    struct kp_audience audience;
    struct kp_reduced reduced;
};

static void put(struct scene *s, const char *field, const char *value)
{
    struct kp_answer answer = {
        .field = kp_str_from(field),
        .value = definition_read(&s->arena, value),
        .cycle = {2026, 1},
        .session = KP_STR("2026-03-02-secret-script"),
        .said_by = definition_read(&s->arena, "[`p-aaaaa1`]"),
        .basis = KP_BASIS_ASSUMED,
        .document = definition_read(&s->arena, "{`format`:1,`remark`:`secret`}"),
    };
    kp_plan_put(&s->plan, &answer);
}

static void begin(struct scene *s)
{
    *s = (struct scene){.people = KP_PEOPLE_INIT};
    definition_model(&s->model, &s->arena, model_text);
    kp_plan_init(&s->plan, &s->arena);
    kp_people_put(&s->people, KP_STR("p-aaaaa1"), KP_STR("Mette Ekegaard"));
    kp_people_put(&s->people, KP_STR("p-aaaaa2"), KP_STR("Lars Bo"));
    kp_people_put(&s->people, KP_STR("p-aaaaa3"), KP_STR("Ulrik Kundesen"));
    kp_people_put(&s->people, KP_STR("p-aaaaa4"), KP_STR("Nina Nobody"));
    kp_people_put(&s->people, KP_STR("p-aaaaa5"), KP_STR("Kam Kamsen"));
    put(s, "team", "[{`id`:`r-000001`,`person`:`p-aaaaa1`,`does`:`all`}]");
    put(s, "stakeholders",
        "[{`id`:`r-000001`,`person`:`p-aaaaa3`,`stance`:-2,`owner`:`p-aaaaa2`}]");
}

static void reduce(struct scene *s, enum kp_visibility visibility)
{
    const struct kp_audience_card card = {.name = KP_STR("Corvane Ltd"),
                                          .company = KP_STR("Nordisk Komponent"),
                                          .kam = KP_STR("p-aaaaa5")};
    kp_calc_init(&s->calc, &s->model, &s->plan, NULL, (struct kp_date){2026, 3, 2}, &s->arena);
    kp_audience_init(&s->audience, visibility, &s->model, &s->people, &card);
    kp_audience_reduce(&s->audience, &s->calc, &s->reduced);
}

static void end(struct scene *s)
{
    kp_reduced_release(&s->reduced);
    kp_audience_release(&s->audience);
    kp_plan_release(&s->plan);
    kp_people_release(&s->people);
    kp_model_release(&s->model);
    kp_arena_release(&s->arena);
}

/* What the reduced plan has of a field, on one line; "-": there is no such field. */
static void check_value(struct scene *s, const char *id, const char *expected)
{
    const struct kp_field *field = kp_model_field(&s->audience.model, kp_str_from(id));
    struct kp_buf line = KP_BUF_INIT;
    if (field)
        kp_json_write_line(&line, kp_calc_value(&s->reduced.calc, field));
    else
        kp_buf_adds(&line, "-");
    assert_string_equal(line.data, definition_expand(&s->arena, expected).data);
    kp_buf_release(&line);
}

/* "field[.row][/column]: reason[ (who)]", one a line, without those of `stakeholders`. */
static void check_held(struct scene *s, const char *expected)
{
    static const char *const reasons[] = {"visibility", "calculated", "unknown",
                                          "type",       "person",     "name"};
    struct kp_buf list = KP_BUF_INIT;
    for (size_t i = 0; i < s->reduced.held_count; i++) {
        const struct kp_held *held = &s->reduced.held[i];
        if (kp_str_is(held->id, "stakeholders"))
            continue;
        kp_buf_addf(&list, "%.*s", KP_STR_ARG(held->id));
        if (held->number)
            kp_buf_addf(&list, ".%zu", held->number);
        if (held->column)
            kp_buf_addf(&list, "/%.*s", KP_STR_ARG(held->column->id));
        kp_buf_addf(&list, ": %s", reasons[held->reason]);
        if (held->who.len)
            kp_buf_addf(&list, " (%.*s)", KP_STR_ARG(held->who));
        kp_buf_addc(&list, '\n');
    }
    assert_string_equal(list.data, expected);
    kp_buf_release(&list);
}

static void fields_and_columns_by_visibility(void **state)
{
    (void)state;
    struct scene s;
    begin(&s);
    put(&s, "goals", "`Double the export share`");
    put(&s, "revenue", "100");
    put(&s, "margin", "30");
    put(&s, "gone", "`an answer of an old model`");
    put(&s, "deals",
        "[{`id`:`r-000001`,`what`:`Trucks`,`value`:10,`secret`:`x`,"
        "`inner`:3,`old`:`member`}]");
    reduce(&s, KP_VISIBLE_CUSTOMER);
    check_value(&s, "goals", "`Double the export share`");
    check_value(&s, "revenue", "-");
    check_value(&s, "margin", "-");
    check_value(&s, "double", "-");
    check_value(&s, "fourfold", "-");
    check_value(&s, "count", "-");
    check_value(&s, "stakeholders", "-");
    check_value(&s, "deals", "[{`id`:`r-000001`,`what`:`Trucks`,`value`:10,`twice`:20}]");
    const struct kp_field *deals = kp_model_field(&s.audience.model, KP_STR("deals"));
    assert_int_equal(deals->column_count, 3);
    assert_int_equal(deals->total_count, 1);
    assert_int_equal(deals->key.len, 0);
    assert_ptr_equal(deals->columns[1].table, deals);
    assert_null(kp_plan_get(&s.reduced.plan, KP_STR("gone")));
    check_held(&s, "revenue: visibility\n"
                   "margin: visibility\n"
                   "double: calculated\n"
                   "fourfold: calculated\n"
                   "count: calculated\n"
                   "deals.1: unknown\n"
                   "deals/secret: visibility\n"
                   "deals/inner: visibility\n"
                   "deals/both: calculated\n"
                   "gone: unknown\n");
    end(&s);

    begin(&s);
    put(&s, "revenue", "100");
    put(&s, "margin", "30");
    put(&s, "deals",
        "[{`id`:`r-000001`,`what`:`Trucks`,`value`:10,`secret`:`x`,"
        "`inner`:3}]");
    reduce(&s, KP_VISIBLE_COMPANY);
    check_value(&s, "fourfold", "400");
    check_value(&s, "margin", "-");
    check_value(&s, "deals",
                "[{`id`:`r-000001`,`what`:`Trucks`,`value`:10,`inner`:3,"
                "`twice`:20,`both`:23}]");
    check_held(&s, "margin: visibility\ncount: calculated\ndeals/secret: visibility\n");
    end(&s);
}

static void values_that_fit_no_type(void **state)
{
    (void)state;
    struct scene s;
    begin(&s);
    put(&s, "goals", "{`text`:`no text`}");
    put(&s, "revenue", "`a lot`");
    put(&s, "needs", "[{`id`:`r-000001`,`text`:7}]");
    put(&s, "deals",
        "[{`id`:`r-000001`,`what`:[`Trucks`],`value`:10},`a row`,{`what`:`no id`},"
        "{`id`:`Lars Bo`,`what`:`bad id`},{`id`:`r-000002`,`value`:`ten`}]");
    put(&s, "joint", "`not rows`");
    reduce(&s, KP_VISIBLE_COMPANY);
    check_value(&s, "goals", "null");
    check_value(&s, "revenue", "null");
    check_value(&s, "needs", "null");
    check_value(&s, "deals", "[{`id`:`r-000001`,`value`:10,`twice`:20}]");
    check_value(&s, "joint", "null");
    check_held(&s, "goals: type\nneeds: type\nrevenue: type\ncount: calculated\n"
                   "deals.1/what: type\ndeals.2: type\ndeals.3: type\ndeals.4: type\n"
                   "deals.5/value: type\njoint: type\n");
    end(&s);
}

static void the_customers_people(void **state)
{
    (void)state;
    struct scene s;
    begin(&s);
    put(&s, "lead", "`p-aaaaa3`");
    put(&s, "steps",
        "[{`id`:`r-000001`,`step`:`one`,`ours`:[`p-aaaaa1`,`p-aaaaa3`],"
        "`owner`:`p-aaaaa4`},{`id`:`r-000002`,`step`:`two`,`owner`:`p-aaaaa2`},"
        "{`id`:`r-000003`,`step`:`x`,`owner`:`p-aaaaa5`}]");
    put(&s, "joint", "[{`id`:`r-000001`,`step`:`three`,`theirs`:[`p-aaaaa1`]}]");
    reduce(&s, KP_VISIBLE_CUSTOMER);
    check_value(&s, "lead", "null");
    /* Mette is ours by the team, and theirs by the joint step: then better not. */
    check_value(&s, "team", "[{`id`:`r-000001`,`does`:`all`}]");
    check_value(&s, "steps",
                "[{`id`:`r-000001`,`step`:`one`,`twofold`:1},"
                "{`id`:`r-000002`,`step`:`two`,`owner`:`p-aaaaa2`,`twofold`:1},"
                "{`id`:`r-000003`,`step`:`x`,`owner`:`p-aaaaa5`,`twofold`:2}]");
    check_value(&s, "joint", "[{`id`:`r-000001`,`step`:`three`}]");
    check_value(&s, "joint.count", "-");
    check_value(&s, "meetings.count", "3");
    check_held(&s, "lead: person (Ulrik Kundesen)\n"
                   "team.1/person: person (Mette Ekegaard)\n"
                   "steps.1/ours: person (Mette Ekegaard)\n"
                   "steps.1/ours: person (Ulrik Kundesen)\n"
                   "steps.1/owner: person (Nina Nobody)\n"
                   "joint/theirs: person\n"
                   "joint.count: calculated\n");
    assert_int_equal(s.audience.people->count, 2);
    assert_true(kp_audience_knows(&s.audience, KP_STR("p-aaaaa2")));
    assert_false(kp_audience_knows(&s.audience, KP_STR("p-zzzzz9")));
    end(&s);
}

static void texts_that_name_somebody(void **state)
{
    (void)state;
    struct scene s;
    begin(&s);
    put(&s, "goals", "`Ask Ulrik Kundesen first`");
    put(&s, "needs",
        "[{`id`:`r-000001`,`text`:`Faster delivery`},"
        "{`id`:`r-000002`,`text`:`as ekegård says`}]");
    put(&s, "deals",
        "[{`id`:`r-000001`,`what`:`Corvane wants it`,`value`:10},"
        "{`id`:`r-000002`,`what`:`Nobody told us`}]");
    /* A name that was typed into the file where an id belongs is a name all the same. */
    put(&s, "steps", "[{`id`:`r-000001`,`step`:`with Handwritten`,`owner`:`Hans Handwritten`}]");
    reduce(&s, KP_VISIBLE_CUSTOMER);
    check_value(&s, "goals", "null");
    check_value(&s, "needs", "[{`id`:`r-000001`,`text`:`Faster delivery`}]");
    check_value(&s, "deals", "[{`id`:`r-000001`,`what`:`Corvane wants it`,`value`:10,`twice`:20}]");
    check_value(&s, "steps", "[{`id`:`r-000001`,`twofold`:1}]");
    check_held(&s, "goals: name (Ulrik Kundesen)\n"
                   "needs.2: name (Mette Ekegaard)\n"
                   "count: calculated\n"
                   "deals.2/what: name (Nina Nobody)\n"
                   "steps.1/step: name (Hans Handwritten)\n"
                   "steps.1/owner: type\n");
    end(&s);

    begin(&s);
    put(&s, "goals", "`Ask Ulrik Kundesen first`");
    reduce(&s, KP_VISIBLE_COMPANY);
    check_value(&s, "goals", "`Ask Ulrik Kundesen first`");
    end(&s);
}

static void who_said_it(void **state)
{
    (void)state;
    struct scene s;
    const struct kp_answer *answer;
    for (int i = KP_VISIBLE_TEAM; i <= KP_VISIBLE_CUSTOMER; i++) {
        begin(&s);
        put(&s, "goals", "`More`");
        reduce(&s, (enum kp_visibility)i);
        answer = kp_plan_get(&s.reduced.plan, KP_STR("goals"));
        assert_non_null(answer);
        assert_int_equal(answer->document != NULL, i == KP_VISIBLE_TEAM);
        assert_int_equal(answer->said_by != NULL, i < KP_VISIBLE_CUSTOMER);
        assert_int_equal(answer->session.len != 0, i < KP_VISIBLE_CUSTOMER);
        assert_int_equal(answer->basis == KP_BASIS_ASSUMED, i < KP_VISIBLE_CUSTOMER);
        end(&s);
    }
}

static void the_team_reads_everything(void **state)
{
    (void)state;
    struct scene s;
    begin(&s);
    put(&s, "gone", "`kept`");
    put(&s, "revenue", "100");
    reduce(&s, KP_VISIBLE_TEAM);
    check_value(&s, "fourfold", "400");
    check_value(&s, "stakeholders",
                "[{`id`:`r-000001`,`person`:`p-aaaaa3`,`stance`:-2,"
                "`owner`:`p-aaaaa2`}]");
    assert_non_null(kp_plan_get(&s.reduced.plan, KP_STR("gone")));
    assert_int_equal(s.reduced.held_count, 0);
    assert_ptr_equal(s.audience.people, &s.people);
    end(&s);
}

/* What is compared is what may be read: two plans that differ in what is held back are the same. */
static void reduced_plans_compare(void **state)
{
    (void)state;
    struct scene s;
    begin(&s);
    put(&s, "goals", "`More`");
    put(&s, "margin", "30");
    put(&s, "deals",
        "[{`id`:`r-000001`,`what`:`A`,`value`:1,`secret`:`x`},"
        "{`id`:`r-000002`,`what`:`B`,`value`:2}]");
    reduce(&s, KP_VISIBLE_CUSTOMER);
    struct kp_plan later;
    struct kp_calc calc;
    struct kp_reduced reduced;
    struct kp_diff diff;
    kp_plan_copy(&later, &s.plan);
    struct kp_answer answer = *kp_plan_get(&s.plan, KP_STR("margin"));
    answer.value = definition_read(&s.arena, "31");
    kp_plan_put(&later, &answer);
    answer = *kp_plan_get(&s.plan, KP_STR("deals"));
    answer.value = definition_read(&s.arena, "[{`id`:`r-000001`,`what`:`A`,`value`:1,`secret`:`y`},"
                                             "{`id`:`r-000002`,`what`:`B`,`value`:3}]");
    kp_plan_put(&later, &answer);
    kp_calc_init(&calc, &s.model, &later, NULL, (struct kp_date){2026, 9, 2}, &s.arena);
    kp_audience_reduce(&s.audience, &calc, &reduced);
    kp_diff_plans(&s.reduced.calc, &reduced.calc, &s.arena, &diff);
    assert_int_equal(diff.counts[KP_DIFF_CHANGED], 1);
    for (size_t i = 0; i < diff.count; i++) {
        const struct kp_diff_item *item = &diff.items[i];
        if (item->kind != KP_DIFF_CHANGED)
            continue;
        assert_true(kp_str_is(item->id, "deals"));
        assert_int_equal(item->row_count, 1);
        assert_true(kp_str_is(item->rows[0].id, "r-000002"));
        assert_int_equal(item->rows[0].cell_count, 2); /* value, twice */
    }
    kp_reduced_release(&reduced);
    kp_plan_release(&later);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_columns_by_visibility),
        cmocka_unit_test(values_that_fit_no_type),
        cmocka_unit_test(the_customers_people),
        cmocka_unit_test(texts_that_name_somebody),
        cmocka_unit_test(who_said_it),
        cmocka_unit_test(the_team_reads_everything),
        cmocka_unit_test(reduced_plans_compare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
