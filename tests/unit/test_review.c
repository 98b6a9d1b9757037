// SPDX-License-Identifier: GPL-3.0-or-later
/* In which order open rows from earlier are looked through: the oldest first. */
#include "room_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Rows as they stand on disk: late ones first, one without a date, one that is done. */
static const char plan[] =
    "{`actions`:[{`id`:`r-aaaaaa`,`what`:`Late`,`due`:`2026-03-20`,`status`:`open`},"
    "{`id`:`r-bbbbbb`,`what`:`Never`,`status`:`open`},"
    "{`id`:`r-cccccc`,`what`:`Gone`,`due`:`2025-01-01`,`status`:`done`},"
    "{`id`:`r-dddddd`,`what`:`Overdue`,`due`:`2026-02-01`,`status`:`open`},"
    "{`id`:`r-eeeeee`,`what`:`Same`,`due`:`2026-03-20`,`status`:`open`},"
    "{`id`:`r-ffffff`,`what`:`Moved`,`due`:`2026-06-30`,`status`:`open`},"
    "{`id`:`r-gggggg`,`what`:`Twice`,`due`:`2026-07-30`,`status`:`open`}]}";

static void expect_row(const struct session_fixture *f, const char *what)
{
    const char *asked = f->question.row ? kp_json_text(f->question.row, "what").data : "none";
    assert_string_equal(asked, what);
}

/* What stayed open in more sessions came up earlier; then what is due earlier. */
static void test_oldest_first(void **state)
{
    static const char *const order[] = {"Twice", "Moved", "Overdue", "Late", "Same", "Never"};
    (void)state;
    struct session_fixture f;
    room_begin(&f, plan);
    f.setup.carried = definition_read(&f.arena, "{`r-ffffff`:1,`r-gggggg`:2}");
    room_begin_again(&f);
    session_type(&f, "");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        expect_row(&f, order[i]);
        assert_int_equal(f.question.left, sizeof order / sizeof *order - i);
        session_type(&f, i % 2 ? "2 30 Sep" : "");
        session_expect_taken(&f);
        session_expect_replays(&f);
    }
    session_expect_at(&f, "1.2 goals");
    const struct kp_json *rows = session_outcome(&f, "actions").value;
    assert_true(kp_str_is(kp_json_text(rows->first, "what"), "Late")); /* as on disk */
    assert_true(kp_str_is(kp_json_text(rows->last, "what"), "Twice"));
    room_end(&f);
}

/* Taken back, a row has its turn again. */
static void test_undone_and_closed(void **state)
{
    (void)state;
    struct session_fixture f;
    room_begin(&f, plan);
    session_type(&f, "");
    expect_row(&f, "Overdue");
    session_lines(&f, "1 It went well");
    expect_row(&f, "Late");
    session_lines(&f, "/undo");
    expect_row(&f, "Overdue");
    session_lines(&f, "3 Nobody needs it|2 1 Dec|");
    expect_row(&f, "Moved");
    room_end(&f);
}

static void reviewed(struct session_fixture *f, struct kp_buf *line)
{
    const struct kp_json *record = kp_session_record(f->session, KP_STR("2026-03-02-s"), f->now);
    const struct kp_json *list = kp_json_get(record, "reviewed");
    KP_JSON_EACH(item, list)
    {
        if (!kp_str_is(kp_json_text(item, "became"), "not looked at"))
            kp_buf_addf(line, "%s=%s ", kp_json_text(item, "text").data,
                        kp_json_text(item, "became").data);
    }
}

/* What nobody looked at has not stayed open by anybody's word; nor was it asked. */
static void test_not_looked_at(void **state)
{
    static const struct {
        const char *lines, *reviewed;
    } cases[] = {
        {"|/next", ""},
        {"|/action Ring @Lars 1/4|/next", ""},
        {"||1 It went well|/next", "Late=done Overdue=open "},
        {"||/undo|/next", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session_fixture f;
        room_begin(&f, plan);
        session_lines(&f, cases[i].lines);
        struct kp_buf became = KP_BUF_INIT;
        reviewed(&f, &became);
        if (strcmp(became.data, cases[i].reviewed) != 0)
            fail_msg("%s: %s", cases[i].lines, became.data);
        kp_buf_release(&became);
        const struct kp_json *record = kp_session_record(f.session, KP_STR("2026-03-02-s"), f.now);
        const struct kp_json *first = kp_json_get(record, "sections")->first;
        assert_true(kp_str_is(kp_json_text(kp_json_get(first, "asked")->first, "field"), "goals"));
        room_end(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oldest_first),
        cmocka_unit_test(test_undone_and_closed),
        cmocka_unit_test(test_not_looked_at),
    };
    return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
