// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of a file in a session: taken, taken in part, left; and nothing else is in the plan. */
#include "run/brought.h"

#include "session_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char three_deals[] =
    "{`deals`:[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:100,`owner`:`p-1ars00`},"
    "{`id`:`r-bbbbbb`,`title`:`Sensors`,`value`:200,`chance`:10,`owner`:`p-mette1`,`more`:`x`},"
    "{`id`:`r-cccccc`,`title`:`Portal`,`owner`:`p-mette1`}]}";
#define ROW_A "{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:100,`owner`:`p-1ars00`}"
#define ROW_B                                                                                      \
    "{`id`:`r-bbbbbb`,`title`:`Sensors`,`value`:200,`chance`:10,`owner`:`p-mette1`,`more`:`x`}"
#define ROW_C "{`id`:`r-cccccc`,`title`:`Portal`,`owner`:`p-mette1`}"
#define NEW_B "{`id`:`r-bbbbbb`,`title`:`Sensors 2`,`value`:250,`owner`:`p-mette1`,`more`:`x`}"
#define NEW_D "{`id`:`r-dddddd`,`title`:`Pilot`,`owner`:`p-1ars00`}"

static const struct kp_json *json(struct session_fixture *f, const char *text)
{
    return definition_read(&f->arena, definition_expand(&f->arena, text).data);
}

static void bring(struct session_fixture *f, const char *rows, const char *gone)
{
    f->effects = kp_session_bring_rows(f->session, kp_model_field(&f->model, KP_STR("deals")),
                                       json(f, rows), json(f, gone), KP_STR("deals.xlsx"), f->now);
    for (size_t i = 0; i < f->effects.count; i++) {
        if (f->effects.items[i].kind != KP_EFFECT_JOURNAL)
            continue;
        kp_buf_add(&f->journal, f->effects.items[i].text);
        kp_buf_addc(&f->journal, '\n');
    }
    kp_session_question(f->session, &f->question);
}

/* B is changed, D is new, C is not in the file. */
static void begin(struct session_fixture *f)
{
    session_fixture_init(f, session_model, session_script, three_deals);
    session_type(f, "");
    session_goto(f, "deals");
    bring(f, "[" NEW_B "," NEW_D "]", "[`r-cccccc`]");
    session_expect_at(f, "3.1 deals brought");
}

/* What the table is now, as the room sees it. */
static void expect_rows(struct session_fixture *f, const char *rows)
{
    struct kp_buf is = KP_BUF_INIT;
    kp_json_write_line(&is, f->question.value);
    assert_string_equal(is.data, definition_expand(&f->arena, rows).data);
    kp_buf_release(&is);
}

static void expect_waits(struct session_fixture *f, size_t changed, size_t fresh, size_t gone)
{
    struct kp_brought brought;
    kp_session_brought(f->session, &brought);
    assert_int_equal(brought.changed, changed);
    assert_int_equal(brought.fresh, fresh);
    assert_int_equal(brought.gone, gone);
    session_expect_replays(f);
}

static void test_all(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f);
    expect_waits(&f, 1, 1, 1);
    expect_rows(&f, "[" ROW_A "," ROW_B "," ROW_C "]");
    session_expect_undo(&f, "all");
    session_lines(&f, "/who Lars Bo|ALLE");
    session_expect_at(&f, "3.1 deals");
    expect_waits(&f, 0, 0, 0);
    expect_rows(&f, "[" ROW_A "," NEW_B "," NEW_D "]");
    session_type(&f, "");
    session_expect_state(&f, "deals", KP_OUTCOME_CHANGED);
    assert_string_equal(session_outcome(&f, "deals").said_by->first->text.data, "p-1ars00");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_one_by_one(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_brought brought;
    begin(&f);
    session_type(&f, "2");
    session_expect_refused(&f, "one by one");
    session_type(&f, "");
    assert_true(kp_session_brought(f.session, &brought) && brought.walking);
    assert_int_equal(brought.number, 1);
    assert_int_equal(brought.count, 3);
    session_type(&f, "4");
    session_expect_refused(&f, "1 or 1 2");
    session_type(&f, "0");
    session_expect_refused(&f, "1 or 1 2");
    session_expect_undo(&f, "1 3");
    session_lines(&f, "-|/undo");
    expect_waits(&f, 1, 1, 1);
    session_type(&f, "2 3"); /* value and chance; the title stays */
    expect_rows(&f, "[" ROW_A ",{`id`:`r-bbbbbb`,`title`:`Sensors`,`value`:250,"
                    "`owner`:`p-mette1`,`more`:`x`}," ROW_C "]");
    expect_waits(&f, 0, 1, 1);
    session_type(&f, "1"); /* of a new row there is no part to take */
    session_expect_refused(&f, "Enter takes it");
    session_type(&f, "-");
    expect_waits(&f, 0, 0, 1);
    session_expect_undo(&f, "");
    session_type(&f, "");
    session_expect_at(&f, "3.1 deals");
    expect_rows(&f, "[" ROW_A ",{`id`:`r-bbbbbb`,`title`:`Sensors`,`value`:250,"
                    "`owner`:`p-mette1`,`more`:`x`}]");
    session_fixture_release(&f);
}

static void test_left(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f);
    session_type(&f, "/goto 1.1"); /* elsewhere nothing is asked about them, and they wait */
    session_expect_at(&f, "1.1 goals");
    session_goto(&f, "deals");
    session_expect_at(&f, "3.1 deals brought");
    session_expect_undo(&f, "ingen");
    session_type(&f, "/keep"); /* what stands stands */
    session_expect_at(&f, "3.1 deals");
    expect_rows(&f, "[" ROW_A "," ROW_B "," ROW_C "]");
    session_type(&f, "");
    session_expect_state(&f, "deals", KP_OUTCOME_CONFIRMED);
    session_fixture_release(&f);
}

/* A row that breaks a check is not taken, alone or with the others. */
static void test_checked(void **state)
{
    (void)state;
    struct session_fixture f;
    session_fixture_init(&f, session_model, session_script, three_deals);
    session_type(&f, "");
    session_goto(&f, "deals");
    bring(&f,
          "[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:-5,`owner`:`p-1ars00`},"
          "{`id`:`r-cccccc`,`title`:`Portal`,`value`:`much`,`owner`:`p-mette1`}]",
          "[]");
    session_type(&f, "all");
    session_expect_refused(&f, "Baltic: e: not below 0");
    session_type(&f, "");
    session_type(&f, "");
    session_expect_refused(&f, "Baltic: e: not below 0");
    session_type(&f, "-");
    session_type(&f, "");
    session_expect_refused(&f, "Portal: ");
    session_type(&f, "none");
    expect_rows(&f, "[" ROW_A "," ROW_B "," ROW_C "]");
    session_fixture_release(&f);
}

/* What the rows were changed to meanwhile is not lost by a row that came before. */
static void test_changed_meanwhile(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f);
    bring(&f, "[" NEW_D "]", "[]"); /* another file: the first one's rows are left */
    expect_waits(&f, 0, 1, 0);
    session_type(&f, "/import");
    session_expect_refused(&f, "/import FILE");
    session_type(&f, "/import other file.csv");
    assert_string_equal(session_said(&f, KP_EFFECT_IMPORT), "other file.csv");
    session_type(&f, "all");
    expect_rows(&f, "[" ROW_A "," ROW_B "," ROW_C "," NEW_D "]");
    session_type(&f, "/goto 1.1");
    session_type(&f, "/import x.csv");
    session_expect_refused(&f, "into a table");
    session_fixture_release(&f);
}

/* A journal may hold anything. */
static void test_journals(void **state)
{
    static const struct {
        const char *line, *message; /* NULL: taken, and nothing happens */
    } cases[] = {
        {"`field`:`deals`,`op`:`take`", NULL},
        {"`field`:`deals`,`op`:`take`,`row`:`r-zzzzzz`", NULL},
        {"`field`:`deals`,`op`:`walk`", NULL},
        {"`field`:`deals`,`op`:`bring`,`rows`:[],`gone`:[`r-zzzzzz`]", NULL},
        {"`field`:`deals`,`op`:`bring`,`rows`:null,`gone`:[]", "no rows"},
        {"`field`:`deals`,`op`:`bring`,`rows`:[{`title`:`x`}],`gone`:[]", "no rows"},
        {"`field`:`deals`,`op`:`bring`,`rows`:[],`gone`:[7]", "no rows"},
        {"`field`:`deals`,`op`:`bring`,`rows`:[]", "no rows"},
        {"`field`:`deals`,`op`:`burn`", "nothing known"},
        {"`field`:`deals`,`op`:`take`,`columns`:[`weighted`]", "column that is not there"},
        {"`field`:`deals`,`op`:`take`,`columns`:{}", "nothing known"},
        {"`field`:`deals`,`op`:`take`,`said_by`:[`x`]", "person"},
        {"`field`:`goals`,`op`:`take`", "rows of a question that has none"},
        {"`field`:`list`,`op`:`bring`,`rows`:[],`gone`:[]", "rows of a question that has none"},
        {"`op`:`take`", "rows of a question that has none"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session_fixture f;
        struct kp_people people = KP_PEOPLE_INIT;
        struct kp_session *session = NULL;
        struct kp_err err = KP_ERR_INIT;
        session_fixture_init(&f, session_model, session_script, three_deals);
        session_type(&f, "");
        session_goto(&f, "deals");
        kp_buf_addf(&f.journal, "{\"t\":1772442009000,\"e\":\"import\",%s}\n",
                    definition_expand(&f.arena, cases[i].line).data);
        session_try_replay(&f, SIZE_MAX, &people, &session, &err);
        if ((session == NULL) != (cases[i].message != NULL) ||
            (cases[i].message && !strstr(err.text.data, cases[i].message)))
            fail_msg("%s: %s", cases[i].line, session ? "taken" : err.text.data);
        kp_session_free(session);
        kp_people_release(&people);
        kp_err_release(&err);
        session_fixture_release(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all),
        cmocka_unit_test(test_one_by_one),
        cmocka_unit_test(test_left),
        cmocka_unit_test(test_checked),
        cmocka_unit_test(test_changed_meanwhile),
        cmocka_unit_test(test_journals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
