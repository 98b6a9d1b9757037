// SPDX-License-Identifier: GPL-3.0-or-later
/* Pre-work: the file that goes out, what comes back, and what the session makes of it. */
#include "run/prework.h"

#include "session_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char old_plan[] =
    "{`goals`:`Old`,`deals`:[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:100,`owner`:`p-1ars00`}]}";

#define HEAD "[#kamplan 1]\n[#script s@3]\n[#account acme]\n[#for Mette Holm]\n"

struct reading {
    struct session_fixture session;
    struct kp_prework prework;
    struct kp_faults faults;
    char *told; /* the faults, one a line */
    enum kp_status status;
};

static struct kp_type_context context_of(struct session_fixture *f)
{
    return (struct kp_type_context){
        .arena = &f->arena,
        .lang = KP_LANG_EN,
        .today = f->header.date,
        .people = &f->people,
        .ids = &f->ids,
    };
}

static void begin(struct reading *r)
{
    *r = (struct reading){.faults = KP_FAULTS_INIT};
    session_fixture_init(&r->session, session_model, session_script, old_plan);
}

static void read_bytes(struct reading *r, struct kp_str bytes)
{
    struct kp_type_context context = context_of(&r->session);
    r->status = kp_prework_read("mette.md", bytes, KP_STR("acme"), &r->session.script, &context,
                                &r->prework, &r->faults);
    free(r->told);
    r->told = definition_faults(&r->faults);
    assert_int_equal(r->status, r->faults.errors ? KP_INVALID : KP_OK);
}

static void read_text(struct reading *r, const char *text)
{
    read_bytes(r, kp_str_from(text));
}

static void end(struct reading *r)
{
    free(r->told);
    kp_faults_release(&r->faults);
    session_fixture_release(&r->session);
}

static void expect_items(const struct reading *r, const char *json)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf found = KP_BUF_INIT;
    struct kp_str wanted = definition_expand(&arena, json);
    kp_json_write_line(&found, r->prework.items);
    assert_string_equal(found.data, wanted.data);
    kp_buf_release(&found);
    kp_arena_release(&arena);
}

static void test_what_goes_out_asks_what_one_can_answer_alone(void **state)
{
    (void)state;
    struct reading r;
    struct kp_buf file = KP_BUF_INIT;
    begin(&r);
    struct kp_type_context context = context_of(&r.session);
    const struct kp_prework_head head = {KP_STR("acme"), KP_STR("ACME A/S"), KP_STR("Mette Holm"),
                                         NULL};
    kp_prework_write(&r.session.script, &head, &context, NULL, &file);
    assert_non_null(strstr(file.data, "[#script s@3]\n[#account acme]\n[#for Mette Holm]\n"));
    assert_non_null(strstr(file.data, "[#goals]\n"));
    assert_non_null(strstr(file.data, "- Win\n"));
    assert_null(strstr(file.data, "Old")); /* what stands is shown only when it is asked for */
    read_bytes(&r, kp_buf_str(&file));
    assert_string_equal(r.told, "");
    assert_true(kp_str_is(r.prework.name, "Mette Holm"));
    expect_items(&r, "[]"); /* nobody wrote anything yet */
    kp_buf_clear(&file);
    kp_prework_write(&r.session.script, &head, &context, &r.session.base, &file);
    assert_non_null(strstr(file.data, "): Old\n"));
    read_bytes(&r, kp_buf_str(&file));
    expect_items(&r, "[]");
    kp_buf_release(&file);
    end(&r);
}

static void test_answers_are_read_as_at_the_prompt(void **state)
{
    (void)state;
    struct reading r;
    begin(&r);
    read_text(&r, HEAD "## One\n\n### 1.1 Goals\n[#goals]\n> help\n> more help\n\n"
                       "Double the export\nby 2029\n\n"
                       "### 1.2 Story\n[#story]\n\n> quoted by who wrote it\n## his own heading\n"
                       "text\n\n## Two\n\n### 2.1 List\n[#list]\n- one\n* two\n3. three\n\nfour\n\n"
                       "[#revenue]\n1,5 m\n[#theme]\nWin\n[#end]\nGreetings, Mette\n");
    assert_string_equal(r.told, "");
    const struct kp_json *item = r.prework.items->first;
    assert_true(kp_str_is(kp_json_text(item, "value"), "Double the export by 2029"));
    item = item->next;
    assert_true(kp_str_is(kp_json_text(item, "value"),
                          "> quoted by who wrote it\n## his own heading\ntext"));
    item = item->next;
    assert_int_equal(kp_json_get(item, "value")->count, 4);
    assert_true(
        kp_str_is(kp_json_text(kp_json_get(item, "value")->first->next->next, "text"), "three"));
    item = item->next;
    assert_int_equal(kp_json_whole(item, "value", 0), 1500000);
    item = item->next;
    assert_true(kp_str_is(kp_json_text(item, "value"), "win"));
    assert_null(item->next);
    end(&r);
}

static void test_rows_stand_one_a_line(void **state)
{
    (void)state;
    struct reading r;
    begin(&r);
    read_text(&r, HEAD "[#deals]\nService; 1000; ; no; ; Lars Bo\n- Sensors\n");
    assert_string_equal(r.told, "");
    const struct kp_json *rows = kp_json_get(r.prework.items->first, "value");
    assert_int_equal(rows->count, 2);
    assert_int_equal(kp_json_whole(rows->first, "value", 0), 1000);
    assert_true(kp_str_is(kp_json_text(rows->first, "owner"), "p-1ars00"));
    assert_null(kp_json_get(rows->first, "chance"));
    end(&r);
}

static void test_what_mail_programs_do_is_undone(void **state)
{
    static const char *const sent[] = {
        "\xEF\xBB\xBF" HEAD "[#goals]\nGrow\n",
        "Hi\n\n> [#kamplan 1]\n> [#script s@3]\n>[#account acme]\n> [#for Mette Holm]\n>\n"
        "> ### 1.1\n> [#goals]\n> > help\n>\nGrow\n>\n> ### 1.2\n> [#story]\n",
        "[#kamplan 1]\r\n[#script s@3]\r\n[#account acme]\r\n[#for Mette Holm]\r\n"
        "[#goals]\r\n> help\r\n\r\nGrow\r\n",
        "\\[#kamplan 1\\]\n\\[\\#script s@3\\]\n\\[#account acme\\]\n  [#for Mette Holm] \n"
        "\\[#goals\\]\nGrow\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof sent / sizeof *sent; i++) {
        struct reading r;
        begin(&r);
        read_text(&r, sent[i]);
        assert_string_equal(r.told, "");
        expect_items(&r, "[{`field`:`goals`,`value`:`Grow`}]");
        end(&r);
    }
}

static void test_what_does_not_fit_is_told_and_kept_as_text(void **state)
{
    static const struct {
        const char *text, *told, *items;
    } cases[] = {
        {"Hello\n", "there is no pre-work in this file: its line [#kamplan 1] is missing", "[]"},
        {"", "there is no pre-work in this file", "[]"},
        {"[#kamplan 2]\n", "newer version", "[]"},
        {"[#kamplan 1]\n[#script other@1]\n", "made for the session \"other\"", "[]"},
        {"[#kamplan 1]\n[#script s@3]\n[#account zzz]\n", "about the account \"zzz\"", "[]"},
        {"[#kamplan 1]\n[#script s@3]\n[#account acme]\n", "does not say whose it is", "[]"},
        {"[#kamplan 1]\n[#script s@7]\n[#account acme]\n[#for Mette]\n[#goals]\nx\n",
         "warning: it was made for another version", "[{`field`:`goals`,`value`:`x`}]"},
        {HEAD "[#gone]\nx\n", "warning: this session does not ask \"gone\"", "[]"},
        {HEAD "[#total]\n5\n", "warning: this session does not ask \"total\"", "[]"},
        {HEAD "[#number]\nseven\n", "warning: number: ", "[{`field`:`number`,`text`:`seven`}]"},
        {HEAD "[#number]\n700\n", "warning: number: ", "[{`field`:`number`,`text`:`700`}]"},
        {HEAD "[#deals]\na; b\n", "warning: deals: ", "[{`field`:`deals`,`text`:`a; b`}]"},
        {HEAD "[#loose]\n2025;a;b;c\n", "too many semicolons",
         "[{`field`:`loose`,`text`:`2025;a;b;c`}]"},
        {HEAD "[#goals]\n\n   \n", "", "[]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        begin(&r);
        read_text(&r, cases[i].text);
        if (!strstr(r.told, cases[i].told) || (!*cases[i].told && *r.told))
            fail_msg("%zu: %s", i, r.told);
        expect_items(&r, cases[i].items);
        end(&r);
    }
    struct reading r;
    begin(&r);
    read_bytes(&r, KP_STR("[#kamplan 1]\xFF"));
    assert_non_null(strstr(r.told, "not UTF-8"));
    end(&r);
    begin(&r);
    read_bytes(&r, KP_STR("PK\0\0"));
    assert_non_null(strstr(r.told, "no text file"));
    end(&r);
}

static void bring(struct reading *r, const char *who, const char *items, bool anonymous)
{
    struct session_fixture *f = &r->session;
    f->now += 1000;
    f->effects = kp_session_bring(f->session, kp_str_from(who), definition_read(&f->arena, items),
                                  anonymous, f->now);
    for (size_t i = 0; i < f->effects.count; i++) {
        if (f->effects.items[i].kind != KP_EFFECT_JOURNAL)
            continue;
        kp_buf_add(&f->journal, f->effects.items[i].text);
        kp_buf_addc(&f->journal, '\n');
    }
    kp_session_question(f->session, &f->question);
}

static void test_it_is_shown_at_its_question_and_taken(void **state)
{
    (void)state;
    struct reading r;
    struct session_fixture *f = &r.session;
    begin(&r);
    bring(&r, "p-mette1", "[{`field`:`goals`,`value`:`Grow`},{`field`:`number`,`text`:`many`}]",
          false);
    bring(&r, "p-1ars00", "[{`field`:`goals`,`value`:`Rest`}]", false);
    size_t length = f->journal.len;
    bring(&r, "p-1ars00", "[{`field`:`goals`,`value`:`Rest`}]", false);
    assert_int_equal(f->journal.len, length); /* the same again does nothing */
    assert_null(f->question.prework);         /* not before its question */
    session_type(f, "");
    session_goto(f, "goals");
    assert_int_equal(f->question.prework->count, 2);
    assert_true(kp_str_is(kp_json_text(f->question.prework->first, "who"), "p-mette1"));
    session_type(f, "/take");
    session_expect_refused(f, "say whose");
    session_type(f, "/take 3");
    session_expect_refused(f, "1 to 2");
    session_type(f, "/take 2");
    session_expect_taken(f);
    session_expect_value(f, "goals", "`Rest`");
    assert_true(kp_str_is(session_outcome(f, "goals").said_by->first->text, "p-1ars00"));
    session_type(f, "/undo");
    session_expect_state(f, "goals", KP_OUTCOME_OPEN);
    session_goto(f, "number");
    session_type(f, "/take 1");
    session_expect_refused(f, "type it as it fits");
    session_goto(f, "story");
    assert_null(f->question.prework);
    session_type(f, "/take 1");
    session_expect_refused(f, "nobody prepared anything");
    session_expect_replays(f);
    bring(&r, "p-1ars00", "[{`field`:`goals`,`value`:`Sleep`}]", false); /* he sent it again */
    session_goto(f, "goals");
    assert_int_equal(f->question.prework->count, 2);
    assert_true(kp_str_is(kp_json_text(f->question.prework->last, "value"), "Sleep"));
    session_expect_replays(f);
    end(&r);
}

static void test_rows_are_added_to_those_that_stand(void **state)
{
    (void)state;
    struct reading r;
    struct session_fixture *f = &r.session;
    begin(&r);
    bring(&r, "p-mette1",
          "[{`field`:`deals`,`value`:[{`id`:`r-bbbbbb`,`title`:`B`,`owner`:`p-mette1`}]}]", false);
    bring(&r, "p-1ars00",
          "[{`field`:`deals`,`value`:[{`id`:`r-cccccc`,`title`:`C`,`owner`:`p-mette1`}]}]", false);
    session_type(f, "");
    session_goto(f, "deals");
    session_type(f, "/take 2");
    session_type(f, "/take 2"); /* twice is once */
    assert_int_equal(f->question.value->count, 2);
    session_type(f, "/take");
    assert_int_equal(f->question.value->count, 3);
    session_type(f, "");
    session_expect_state(f, "deals", KP_OUTCOME_CHANGED);
    session_expect_replays(f);
    end(&r);
}

static void test_without_names_the_order_tells_nothing(void **state)
{
    (void)state;
    struct kp_buf shown[2] = {KP_BUF_INIT, KP_BUF_INIT};
    for (int turn = 0; turn < 2; turn++) {
        struct reading r;
        begin(&r);
        bring(&r, turn ? "p-1ars00" : "p-mette1", "[{`field`:`goals`,`value`:`B`}]", true);
        bring(&r, turn ? "p-mette1" : "p-1ars00", "[{`field`:`goals`,`value`:`A`}]", true);
        session_type(&r.session, "");
        session_goto(&r.session, "goals");
        kp_json_write_line(&shown[turn], r.session.question.prework);
        session_type(&r.session, "/take 1");
        session_expect_value(&r.session, "goals", "`A`");
        assert_null(session_outcome(&r.session, "goals").said_by);
        end(&r);
    }
    assert_string_equal(shown[0].data, shown[1].data);
    assert_null(strstr(shown[0].data, "p-"));
    kp_buf_release(&shown[0]);
    kp_buf_release(&shown[1]);
}

/* What a line of pre-work begins with. */
#define LINE "{`t`:1772442000000,`e`:`prework`,"

static void test_a_damaged_journal_line_is_refused(void **state)
{
    static const char *const lines[] = {
        LINE "`who`:`x`,`items`:[]}",
        LINE "`who`:`p-mette1`}",
        LINE "`who`:`p-mette1`,`items`:[{`field`:`nope`,`value`:1}]}",
        LINE "`who`:`p-mette1`,`items`:[{`field`:`number`,`value`:``}]}",
        LINE "`who`:`p-mette1`,`items`:[{`field`:`deals`,`value`:1}]}",
        LINE "`who`:`p-mette1`,`items`:[{`field`:`goals`}]}",
        LINE "`who`:`p-mette1`,`items`:[{`ideas`:`i`,`texts`:[1]}]}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct reading r;
        struct kp_err err = KP_ERR_INIT;
        begin(&r);
        struct kp_str line = definition_expand(&r.session.arena, lines[i]);
        if (kp_session_replay(r.session.session, "j", line, &err) != KP_INVALID)
            fail_msg("%s was taken", line.data);
        kp_err_release(&err);
        end(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_goes_out_asks_what_one_can_answer_alone),
        cmocka_unit_test(test_answers_are_read_as_at_the_prompt),
        cmocka_unit_test(test_rows_stand_one_a_line),
        cmocka_unit_test(test_what_mail_programs_do_is_undone),
        cmocka_unit_test(test_what_does_not_fit_is_told_and_kept_as_text),
        cmocka_unit_test(test_it_is_shown_at_its_question_and_taken),
        cmocka_unit_test(test_rows_are_added_to_those_that_stand),
        cmocka_unit_test(test_without_names_the_order_tells_nothing),
        cmocka_unit_test(test_a_damaged_journal_line_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
