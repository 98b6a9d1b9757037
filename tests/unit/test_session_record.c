// SPDX-License-Identifier: GPL-3.0-or-later
/* The session on paper: its journal's lines, its clock, its record. */
#include "session_fixture.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void begin(struct session_fixture *f, const char *base)
{
    session_fixture_init(f, session_model, session_script, base);
}

/* ---- The clock */

static struct kp_agenda_clock clock_at(const struct session_fixture *f, int minute)
{
    struct kp_agenda_clock clock;
    kp_session_clock(f->session, SESSION_BEGINS + minute * INT64_C(60000), &clock);
    return clock;
}

/* Types when so many minutes have passed since the beginning. */
static void type_at(struct session_fixture *f, int minute, const char *text)
{
    f->now = SESSION_BEGINS + minute * INT64_C(60000) - 1000;
    session_type(f, text);
}

#define MINUTES(ms) ((int)((ms) / 60000))

static void test_clock_of_a_section(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`goals`:`x`}");
    assert_false(clock_at(&f, 5).running);
    type_at(&f, 5, ""); /* coffee first: the agenda begins when it is begun */
    struct kp_agenda_clock clock = clock_at(&f, 8);
    assert_true(clock.running);
    assert_int_equal(MINUTES(clock.planned_ms), 10);
    assert_int_equal(MINUTES(clock.left_ms), 7);
    assert_int_equal(clock.behind_ms, 0);
    clock = clock_at(&f, 18); /* over: it counts on, and the agenda is behind by so much */
    assert_int_equal(MINUTES(clock.left_ms), -3);
    assert_int_equal(MINUTES(clock.behind_ms), 3);
    type_at(&f, 18, "/time +5");
    clock = clock_at(&f, 18);
    assert_int_equal(MINUTES(clock.planned_ms), 15);
    assert_int_equal(MINUTES(clock.left_ms), 2);
    assert_int_equal(MINUTES(clock.behind_ms), 5);
    type_at(&f, 18, "/goto 2");
    clock = clock_at(&f, 20);
    assert_int_equal(MINUTES(clock.planned_ms), 20);
    assert_int_equal(MINUTES(clock.left_ms), 18);
    assert_int_equal(MINUTES(clock.behind_ms), 3); /* the added minutes were not all used */
    type_at(&f, 20, "/time -30");
    clock = clock_at(&f, 20);
    assert_int_equal(MINUTES(clock.planned_ms), -10);
    type_at(&f, 21, "/undo");
    type_at(&f, 22, "/goto 3");
    assert_int_equal(MINUTES(clock_at(&f, 22).behind_ms), -13); /* ahead */
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_pause(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`goals`:`x`}");
    type_at(&f, 0, "");
    type_at(&f, 2, "/pause");
    assert_false(clock_at(&f, 30).running);
    assert_int_equal(MINUTES(clock_at(&f, 30).left_ms), 8);
    type_at(&f, 30, "/pause");
    assert_int_equal(MINUTES(clock_at(&f, 31).left_ms), 7);
    type_at(&f, 31, "/pause");
    type_at(&f, 50, "/note meanwhile");
    assert_int_equal(MINUTES(clock_at(&f, 55).left_ms), 7);
    type_at(&f, 60, ""); /* going on ends the pause */
    assert_true(clock_at(&f, 60).running);
    assert_int_equal(MINUTES(clock_at(&f, 61).left_ms), 6);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_a_clock_that_jumps(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`goals`:`x`}");
    type_at(&f, 60, "");
    type_at(&f, 62, "/note a");
    type_at(&f, 2, "/note b"); /* set back by an hour: that counts nothing */
    assert_int_equal(MINUTES(clock_at(&f, 1).left_ms), 8);
    assert_int_equal(MINUTES(clock_at(&f, 5).left_ms), 5);
    type_at(&f, 5, "/note c");
    assert_int_equal(MINUTES(clock_at(&f, 5).left_ms), 5);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_time_away_does_not_count(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`goals`:`x`}");
    type_at(&f, 0, "");
    type_at(&f, 2, "/leave");
    assert_false(clock_at(&f, 100).running);
    assert_int_equal(MINUTES(clock_at(&f, 100).left_ms), 8);
    f.now = SESSION_BEGINS + 200 * INT64_C(60000) - 1000;
    session_resume(&f);
    assert_int_equal(MINUTES(clock_at(&f, 201).left_ms), 7);
    f.now = SESSION_BEGINS + 300 * INT64_C(60000) - 1000;
    session_resume(&f); /* the program was killed: nobody was there since its last line */
    assert_int_equal(MINUTES(clock_at(&f, 301).left_ms), 7);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* ---- The record */

static void test_record(void **state)
{
    static const char *const absent[] = {"only for me", "keep\"", "\"e\"",
                                         "\"t\"",       "Mette",  "Nina"};
    (void)state;
    struct session_fixture f;
    begin(&f, "{`goals`:`x`,`theme`:`win`,`sure`:false}");
    type_at(&f, 0, "");
    session_lines(&f, "|/note only for me|/note! kept for all|/park Prices|/who Nina Ny");
    session_lines(&f, "/decision We go on|/action Call @Lars 1/4|Grow||/goto 2.4");
    type_at(&f, 12, "/drop");
    session_lines(&f, "/close|3");
    type_at(&f, 13, "yes");
    struct kp_buf text = KP_BUF_INIT;
    kp_json_write_line(&text, kp_session_record(f.session, KP_STR("2026-03-02-s"),
                                                SESSION_BEGINS + 14 * INT64_C(60000)));
    static const char *const expected[] = {
        "{\"format\":1,\"id\":\"s-8w2m4c\",\"session\":\"2026-03-02-s\",\"script\":\"s\","
        "\"version\":3,\"snapshot\":\"s-0123456789ab\",\"account\":\"acme\",\"cycle\":\"2026H1\","
        "\"started\":\"2026-03-02T09:00:00Z\",\"closed\":\"2026-03-02T09:14:00Z\","
        "\"language\":\"en\",\"facilitator\":\"p-mette1\",\"attendees\":[\"p-mette1\",\"p-"
        "1ars00\"]",
        "{\"id\":\"first\",\"planned_minutes\":10,\"actual_minutes\":0.",
        "{\"number\":\"1.1\",\"field\":\"goals\",\"state\":\"changed\"}",
        "{\"number\":\"1.2\",\"field\":\"story\",\"state\":\"skipped\"}",
        "{\"number\":\"1.4\",\"field\":\"number\",\"state\":\"not reached\"}",
        "{\"number\":\"2.4\",\"field\":\"theme\",\"state\":\"dropped\"}",
        "{\"number\":\"3.3\",\"field\":\"actions\",\"state\":\"new\"}",
        "\"parked\":[{\"text\":\"Prices\",\"became\":\"note\"}]",
        "\"decisions\":[{\"text\":\"We go on\",\"people\":[\"p-",
        "\"actions\":[{\"field\":\"actions\",\"row\":{\"id\":\"r-",
        "\"notes\":[{\"text\":\"kept for all\"}]",
    };
    for (size_t i = 0; i < COUNT(expected); i++)
        if (!strstr(text.data, expected[i]))
            fail_msg("no %s in %s", expected[i], text.data);
    for (size_t i = 0; i < COUNT(absent); i++)
        if (strstr(text.data, absent[i]))
            fail_msg("%s in %s", absent[i], text.data);
    assert_null(strstr(text.data, "2.2")); /* a question that does not apply */
    kp_buf_release(&text);
    assert_int_equal(kp_session_noted(f.session, "note")->count, 2);
    session_fixture_release(&f);
}

static void test_undone_notes_are_gone(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    session_lines(&f, "|/park Prices|/undo|/decision Yes|/undo|/action a @Lars 1/4|/undo");
    struct kp_buf text = KP_BUF_INIT;
    kp_json_write_line(&text, kp_session_record(f.session, KP_STR("2026-03-02-s"), f.now));
    assert_null(strstr(text.data, "parked"));
    assert_null(strstr(text.data, "decisions"));
    assert_null(strstr(text.data, "\"actions\":[")); /* nor any list of them */
    kp_buf_release(&text);
    session_fixture_release(&f);
}

/* ---- The journal's lines */

static void test_header(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_session_header read;
    struct kp_people people = KP_PEOPLE_INIT;
    struct kp_buf line = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *snapshot = NULL;
    begin(&f, NULL);
    f.header.card = definition_read(&f.arena, "{`p-1ars00`:`sponsor`}");
    kp_session_header_write(&line, &f.header, &f.people, KP_STR("{\n  \"format\": 1\n}\n"));
    assert_null(strchr(line.data, '\n'));
    assert_int_equal(
        kp_session_header_read(&f.arena, "j", kp_buf_str(&line), &read, &snapshot, &people, &err),
        KP_OK);
    assert_true(kp_str_equal(read.id, f.header.id));
    assert_true(kp_str_equal(read.account, f.header.account));
    assert_true(kp_str_equal(read.base, f.header.base));
    assert_true(kp_str_equal(read.snapshot, f.header.snapshot));
    assert_true(kp_str_equal(read.facilitator, f.header.facilitator));
    assert_int_equal(read.started, f.header.started);
    assert_int_equal(read.cycle.year * 10 + read.cycle.half, 20261);
    assert_int_equal(kp_date_compare(read.date, f.header.date), 0);
    assert_true(kp_json_equal(read.attendees, f.header.attendees));
    assert_true(kp_json_equal(read.card, f.header.card));
    assert_int_equal(kp_json_whole(snapshot, "format", 0), 1);
    assert_int_equal(people.count, 2); /* who was there is known without the directory */
    assert_true(kp_str_is(kp_people_name(&people, KP_STR("p-1ars00")), "Lars Bo"));
    kp_people_release(&people);
    kp_buf_release(&line);
    session_fixture_release(&f);
}

/* The room says, else the plan's team, else the account's card. */
static void test_roles_of_the_card(void **state)
{
    static const struct {
        const char *roles, *line;
        enum kp_role role;
    } cases[] = {
        {NULL, "/here", KP_ROLE_SPONSOR},
        {"{`p-1ars00`:`member`}", "/here", KP_ROLE_MEMBER},
        {NULL, "/role Lars member", KP_ROLE_MEMBER},
        {NULL, "/guest Lars", KP_ROLE_GUEST},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct session_fixture f;
        size_t count;
        begin(&f, NULL);
        f.header.card = definition_read(&f.arena, "{`p-1ars00`:`sponsor`,`p-mette1`:`kam`}");
        f.header.attendees = definition_read(&f.arena, "[`p-1ars00`]");
        f.header.roles = cases[i].roles ? definition_read(&f.arena, cases[i].roles) : NULL;
        kp_session_free(f.session);
        f.session = kp_session_new(&f.setup, &f.header);
        session_type(&f, cases[i].line);
        session_type(&f, "/here Mette");
        const struct kp_attendee *people = kp_session_people(f.session, &count);
        assert_int_equal(count, 2);
        assert_int_equal(people[0].role, cases[i].role);
        assert_int_equal(people[1].role, KP_ROLE_KAM); /* who comes later too */
        session_fixture_release(&f);
    }
}

static void test_headers_that_are_refused(void **state)
{
    static const char whole[] =
        "{`format`:1,`id`:`s-8w2m4c`,`account`:`acme`,`cycle`:`2026H1`,`date`:`2026-03-02`,"
        "`started`:1,`base`:`0123456789abcdef0123456789abcdef01234567`,`facilitator`:``,"
        "`snapshot`:`s-01`,`held_with`:{}}";
    static const struct {
        const char *from, *to;
        enum kp_status status;
    } cases[] = {
        {"`started`:1", "`started`:1", KP_OK},
        {"`format`:1", "`format`:2", KP_NEWER},
        {"`format`:1", "`format`:0", KP_INVALID},
        {"s-8w2m4c", "8w2m4c", KP_INVALID},
        {"acme", "../acme", KP_INVALID},
        {"acme", "", KP_INVALID},
        {"2026H1", "2026", KP_INVALID},
        {"2026-03-02", "2026-02-30", KP_INVALID},
        {"`started`:1", "`started`:-1", KP_INVALID},
        {"`started`:1", "`started`:1e18", KP_INVALID},
        {"0123456789abcdef0123456789abcdef01234567", "0123", KP_INVALID},
        {"`facilitator`:``", "`facilitator`:`Mette`", KP_INVALID},
        {"`snapshot`:`s-01`", "`snapshot`:`../../x`", KP_INVALID},
        {"`held_with`:{}", "`held`:{}", KP_INVALID},
        {"`held_with`:{}", "`held_with`:{},`attendees`:`Mette`", KP_INVALID},
        {"`held_with`:{}", "`held_with`:{},`attendees`:[1]", KP_INVALID},
        {"`held_with`:{}", "`held_with`:{", KP_INVALID},
        {"`held_with`:{}", "`held_with`:{},`people`:{`p-n1na00`:5,`x`:`y`}", KP_OK},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        struct kp_people people = KP_PEOPLE_INIT;
        struct kp_err err = KP_ERR_INIT;
        struct kp_session_header header;
        const struct kp_json *snapshot;
        struct kp_buf line = KP_BUF_INIT;
        const char *at = strstr(whole, cases[i].from);
        kp_buf_add(&line, (struct kp_str){whole, (size_t)(at - whole)});
        kp_buf_adds(&line, cases[i].to);
        kp_buf_adds(&line, at + strlen(cases[i].from));
        struct kp_str text = definition_expand(&arena, line.data);
        enum kp_status status =
            kp_session_header_read(&arena, "j", text, &header, &snapshot, &people, &err);
        if (status != cases[i].status)
            fail_msg("%s: %d, %s", text.data, (int)status, status ? err.text.data : "");
        assert_true(!status || strncmp(err.text.data, "j:", 2) == 0);
        assert_int_equal(people.count, 0);
        kp_err_release(&err);
        kp_people_release(&people);
        kp_buf_release(&line);
        kp_arena_release(&arena);
    }
}

/* A line that is damaged is named, and nothing of it is believed. */
static void test_lines_that_are_refused(void **state)
{
    static const struct {
        const char *line, *why;
    } cases[] = {
        {"", "j:3"},
        {"hello", "j:3:1: invalid JSON"},
        {"{`t`:1,`e`:`begin`", "j:3:"},
        {"{`t`:1,`e`:`begin`}{}", "j:3:20: invalid JSON"},
        {"[]", "j:3: this is no event"},
        {"{`t`:1}", "j:3: this is no event"},
        {"{`t`:1,`e`:`wave`}", "j:3: it says \"wave\""},
        {"{`e`:`begin`}", "j:3: it has no time"},
        {"{`t`:-1,`e`:`begin`}", "j:3: it has no time"},
        {"{`t`:1e30,`e`:`begin`}", "j:3: it has no time"},
        {"{`t`:1,`e`:`answer`,`field`:`goals`}", "\"value\" is missing"},
        {"{`t`:1,`e`:`answer`,`field`:`gaols`,`value`:1}", "does not know: gaols"},
        {"{`t`:1,`e`:`answer`,`field`:`total`,`value`:1}", "does not know: total"},
        {"{`t`:1,`e`:`answer`,`field`:`goals`,`value`:1}", "j:3:"},
        {"{`t`:1,`e`:`answer`,`field`:`number`,`value`:101}", "j:3:"},
        {"{`t`:1,`e`:`answer`,`field`:`deals`,`value`:[1]}", "no rows"},
        {"{`t`:1,`e`:`answer`,`field`:`deals`,`value`:[{`title`:`x`}]}", "no rows"},
        {"{`t`:1,`e`:`answer`,`field`:`list`,`value`:`x`}", "no rows"},
        {"{`t`:1,`e`:`keep`,`field`:`goals`,`said_by`:`Lars`}", "people are a list"},
        {"{`t`:1,`e`:`keep`,`field`:`goals`,`said_by`:[`Lars`]}", "without an id"},
        {"{`t`:1,`e`:`keep`,`field`:`goals`,`basis`:`hope`}", "basis"},
        {"{`t`:1,`e`:`row`,`field`:`goals`,`row`:`r-aaaaaa`,`op`:`add`}", "has none"},
        {"{`t`:1,`e`:`row`,`field`:`deals`,`row`:`1`,`op`:`add`}", "\"row\""},
        {"{`t`:1,`e`:`row`,`field`:`deals`,`row`:`r-aaaaaa`,`op`:`burn`}", "nothing known"},
        {"{`t`:1,`e`:`row`,`field`:`deals`,`row`:`r-aaaaaa`,`op`:`add`,`rows`:5}", "no rows"},
        {"{`t`:1,`e`:`cell`,`field`:`deals`,`row`:`r-aaaaaa`,`column`:`weighted`,`value`:1}",
         "not there"},
        {"{`t`:1,`e`:`cell`,`field`:`deals`,`row`:`r-aaaaaa`,`column`:`value`,`value`:`1`}",
         "j:3:"},
        {"{`t`:1,`e`:`column`,`column`:-1}", "not there"},
        {"{`t`:1,`e`:`go`,`section`:9,`step`:0}", "not there"},
        {"{`t`:1,`e`:`go`,`section`:0,`step`:99}", "not there"},
        {"{`t`:1,`e`:`draft`,`field`:`goals`,`text`:5}", "\"text\""},
        {"{`t`:1,`e`:`who`,`people`:{}}", "people are a list"},
        {"{`t`:1,`e`:`basis`,`basis`:5}", "\"basis\""},
        {"{`t`:1,`e`:`person`,`id`:`Lars`,`name`:`Lars`}", "\"id\""},
        {"{`t`:1,`e`:`person`,`id`:`p-n1na00`}", "without a name"},
        {"{`t`:1,`e`:`note`,`text`:[]}", "\"text\""},
        {"{`t`:1,`e`:`note`,`text`:`\\u001b[2J`}", "do not show"},
        {"{`t`:1,`e`:`action`,`field`:`actions`,`row`:[]}", "no row"},
        {"{`t`:1,`e`:`action`,`field`:`actions`,`row`:{`id`:`r-eeeeee`,`due`:`soon`}}", "j:3:"},
        {"{`t`:1,`e`:`time`,`minutes`:99999999999999}", "minutes"},
        {"{`t`:1,`e`:`closing`,`answer`:`maybe`}", "neither"},
    };
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_err err = KP_ERR_INIT;
        struct kp_buf lines = KP_BUF_INIT;
        kp_buf_adds(&lines, "{`t`:1,`e`:`begin`}\n");
        kp_buf_adds(&lines, cases[i].line);
        kp_buf_adds(&lines, "\n{`t`:2,`e`:`next`}\n");
        struct kp_str text = definition_expand(&f.arena, lines.data);
        struct kp_session *session = kp_session_new(&f.setup, &f.header);
        if (!kp_session_replay(session, "j", text, &err))
            fail_msg("taken: %s", cases[i].line);
        if (strncmp(err.text.data, "j:3", 3) != 0 || !strstr(err.text.data, cases[i].why))
            fail_msg("%s: %s", cases[i].line, err.text.data);
        assert_false(kp_utf8_has_hidden(kp_buf_str(&err.text)));
        kp_session_free(session);
        kp_err_release(&err);
        kp_buf_release(&lines);
    }
    session_fixture_release(&f);
}

/* Lines in an order that no session writes do nothing, and the session goes on. */
static void test_lines_out_of_place(void **state)
{
    static const char lines[] =
        "{`t`:1,`e`:`column`,`column`:3}\n"
        "{`t`:1,`e`:`undo`}\n"
        "{`t`:1,`e`:`cell`,`field`:`deals`,`row`:`r-aaaaaa`,`column`:`title`,`value`:`x`}\n"
        "{`t`:1,`e`:`row`,`field`:`deals`,`row`:`r-aaaaaa`,`op`:`edit`}\n"
        "{`t`:1,`e`:`row`,`field`:`deals`,`row`:`r-aaaaaa`,`op`:`remove`}\n"
        "{`t`:1,`e`:`next`}\n"
        "{`t`:1,`e`:`time`,`minutes`:5}\n"
        "{`t`:1,`e`:`closing`,`answer`:`no`}\n"
        "{`t`:1,`e`:`go`,`section`:2,`step`:0}\n"
        "{`t`:1,`e`:`row`,`field`:`deals`,`row`:`r-aaaaaa`,`op`:`add`}\n"
        "{`t`:1,`e`:`column`,`column`:99}\n"
        "{`t`:1,`e`:`column`,`column`:2}\n" /* calculated */
        "{`t`:1,`e`:`answer`,`field`:`deals`,`value`:null}\n"
        "{`t`:1,`e`:`go`,`section`:2,`step`:0}\n"
        "{`t`:1,`e`:`column`,`column`:1}\n";
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    kp_buf_add(&f.journal, definition_expand(&f.arena, lines));
    kp_session_free(f.session);
    struct kp_people people;
    f.session = session_replayed(&f, SIZE_MAX, &people);
    f.now += 1000000;
    session_resume(&f);
    session_expect_at(&f, "3.1 deals");
    session_lines(&f, "Baltic|/undo");
    session_expect_at(&f, "3.1 deals");
    kp_session_free(f.session);
    f.session = NULL;
    kp_people_release(&people);
    session_fixture_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clock_of_a_section),
        cmocka_unit_test(test_pause),
        cmocka_unit_test(test_a_clock_that_jumps),
        cmocka_unit_test(test_time_away_does_not_count),
        cmocka_unit_test(test_record),
        cmocka_unit_test(test_undone_notes_are_gone),
        cmocka_unit_test(test_header),
        cmocka_unit_test(test_roles_of_the_card),
        cmocka_unit_test(test_headers_that_are_refused),
        cmocka_unit_test(test_lines_that_are_refused),
        cmocka_unit_test(test_lines_out_of_place),
    };
    return cmocka_run_group_tests_name("session_record", tests, NULL, NULL);
}
