// SPDX-License-Identifier: GPL-3.0-or-later
/* The parking lot, with what earlier sessions left in it. */
#include "room_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char earlier[] =
    "[{`text`:`Who pays for the pilot?`,`people`:[`p-1ars00`],`from`:`2025-09-16-s`},"
    "{`text`:`Night shift`,`from`:`2026-01-12-s`}]";

static void begin(struct session_fixture *f)
{
    room_begin(f, "{`inner`:`x`}");
    f->header.parked = definition_read(&f->arena, earlier);
    room_begin_again(f);
    session_lines(f, "||");
}

/* They wait for their answer before today's; the record tells what became of each, and whence. */
static void test_earlier_points(void **state)
{
    static const char *const parts[] = {
        "`parked`:[{`text`:`Who pays for the pilot?`,`people`:[`p-1ars00`],`from`:`2025-09-16-s`,"
        "`became`:`action`,`row`:",
        "{`text`:`Night shift`,`from`:`2026-01-12-s`,`became`:`open`},"
        "{`text`:`Prices`,`became`:`note`}]"};
    (void)state;
    struct session_fixture f;
    begin(&f);
    session_lines(&f, "/park Prices|/park");
    room_expect_said(&f, "- Who pays for the pilot?\n- Night shift\n- Prices");
    session_type(&f, "/undo");
    session_type(&f, "/park");
    room_expect_said(&f, "- Who pays for the pilot?\n- Night shift"); /* those are not taken back */
    session_lines(&f, "/park Prices|/close");
    assert_true(kp_str_is(f.question.point, "Who pays for the pilot?"));
    assert_true(kp_str_is(f.question.point_from, "2025-09-16-s"));
    session_lines(&f, "1 Ask finance @Lars 1/4|/skip");
    assert_true(kp_str_is(f.question.point, "Prices"));
    assert_int_equal(f.question.point_from.len, 0);
    session_type(&f, "3");
    session_expect_at(&f, "close");
    room_expect_record(&f, parts, sizeof parts / sizeof *parts);
    session_type(&f, "no");
    session_type(&f, "/park");
    session_expect_refused(&f, "nothing is parked");
    room_end(&f);
}

/* A guest hears nothing of them; they wait for the next time. */
static void test_beside_a_guest(void **state)
{
    static const char *const parts[] = {
        "{`text`:`Night shift`,`from`:`2026-01-12-s`,`became`:`open`},"
        "{`text`:`Prices`,`became`:`dropped`}]"};
    (void)state;
    struct session_fixture f;
    begin(&f);
    session_lines(&f, "/park Prices|/close");
    assert_true(kp_str_is(f.question.point, "Who pays for the pilot?"));
    session_lines(&f, "/guest Anna Berg");
    assert_true(kp_str_is(f.question.point, "Prices"));
    session_type(&f, "/park");
    room_expect_said(&f, "- Prices");
    assert_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "pilot"));
    session_lines(&f, "4");
    session_expect_at(&f, "close");
    room_expect_record(&f, parts, sizeof parts / sizeof *parts);
    room_end(&f);
}

static void test_in_the_journal(void **state)
{
    static const struct {
        const char *parked;
        bool good;
    } cases[] = {
        {earlier, true},
        {"[]", true},
        {"{}", false},
        {"[{`text`:``}]", false},
        {"[{`from`:`x`}]", false},
        {"[{`text`:`x`,`people`:[`Lars`]}]", false},
        {"[5]", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session_fixture f;
        struct kp_session_header read;
        struct kp_people people = KP_PEOPLE_INIT;
        struct kp_buf line = KP_BUF_INIT;
        const struct kp_json *snapshot;
        room_begin(&f, NULL);
        f.header.parked = definition_read(&f.arena, cases[i].parked);
        kp_session_header_write(&line, &f.header, &f.people, KP_STR("{}"));
        enum kp_status status = kp_session_header_read(&f.arena, "j", kp_buf_str(&line), &read,
                                                       &snapshot, &people, NULL);
        assert_int_equal(status == KP_OK, cases[i].good);
        if (cases[i].good)
            assert_true(kp_json_equal(read.parked, f.header.parked));
        kp_people_release(&people);
        kp_buf_release(&line);
        session_fixture_release(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_earlier_points),
        cmocka_unit_test(test_beside_a_guest),
        cmocka_unit_test(test_in_the_journal),
    };
    return cmocka_run_group_tests_name("parking", tests, NULL, NULL);
}
