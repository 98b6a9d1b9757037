// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What holds of every session, tried on random ones over the program's own scripts: a journal's
 * beginning gives the state of that moment, undo gives the state before, one line is one undo,
 * what was accepted stays, and what is refused changes nothing.
 */
#include "random_room.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "run/activity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { MOMENTS = 8, AN_HOUR = 3600 * 1000 };

/* ---- What is kept of a moment */

struct moment {
    size_t lines; /* of the journal */
    char *dump;
    int64_t at;
};

static size_t count_lines(const struct session_fixture *f)
{
    size_t lines = 0;
    for (size_t i = 0; i < f->journal.len; i++)
        lines += f->journal.data[i] == '\n';
    return lines;
}

/* The session's value of a field, as a line. */
static char *value_of(struct kp_session *session, const struct kp_field *field)
{
    struct kp_buf line = KP_BUF_INIT;
    const struct kp_answer *answer = kp_plan_get(kp_session_plan(session), field->id);
    kp_json_write_line(&line, answer && answer->value ? answer->value : &kp_json_null);
    return kp_buf_detach(&line);
}

struct values {
    char **of; /* by field index */
    bool *mentioned;
};

static void values_init(struct values *values, struct room *room)
{
    const struct kp_model *model = &room->f->model;
    values->of = kp_alloc(model->field_count * sizeof *values->of);
    values->mentioned = kp_alloc(model->field_count);
    for (size_t i = 0; i < model->field_count; i++)
        values->of[i] = value_of(room->f->session, &model->fields[i]);
}

static void values_release(struct values *values, struct room *room)
{
    for (size_t i = 0; i < room->f->model.field_count; i++)
        free(values->of[i]);
    free(values->of);
    free(values->mentioned);
}

/* The field that takes what a rating rests on: its step names it. */
static const struct kp_field *evidence_of(const struct kp_script *script,
                                          const struct kp_field *rated)
{
    for (size_t i = 0; i < script->section_count; i++) {
        const struct kp_section *section = &script->sections[i];
        for (size_t j = 0; j < section->step_count; j++)
            if (section->steps[j].kind == KP_STEP_RATE && section->steps[j].field == rated)
                return section->steps[j].evidence;
    }
    return NULL;
}

/* Nobody gives more dots than the step has, nor more to one idea than it allows. */
static void check_ballot(const struct kp_script *script, const struct kp_json *event)
{
    const struct kp_json *dots = kp_json_get(event, "dots");
    if (!kp_str_is(kp_json_text(event, "e"), "vote"))
        return;
    const struct kp_step *step = &script->sections[kp_json_whole(event, "section", 0)]
                                      .steps[kp_json_whole(event, "step", 0)];
    assert_true(dots->count <= (size_t)step->dots);
    KP_JSON_EACH(dot, dots)
    {
        int same = 0;
        KP_JSON_EACH(other, dots)
        {
            same += kp_str_equal(dot->text, other->text);
        }
        assert_true(!step->each || same <= step->each);
    }
}

/* Each line of the journal is one line of JSON; which fields it is about, how many can be undone. */
static size_t look_at_lines(struct room *room, struct values *values, bool *undo)
{
    const struct session_fixture *f = room->f;
    struct kp_arena arena = KP_ARENA_INIT;
    size_t undoable = 0;
    *undo = false;
    for (size_t i = 0; i < f->effects.count; i++) {
        const struct kp_effect *effect = &f->effects.items[i];
        const struct kp_json *event = NULL;
        struct kp_err err = KP_ERR_INIT;
        if (effect->kind != KP_EFFECT_JOURNAL)
            continue;
        if (kp_json_read(&arena, "line", effect->text, &event, &err))
            fail_msg("%s", err.text.data);
        assert_int_equal(kp_str_find(effect->text, '\n'), effect->text.len);
        const struct kp_field *field = kp_model_field(&f->model, kp_json_text(event, "field"));
        if (field)
            values->mentioned[field->index] = true;
        if (kp_str_is(kp_json_text(event, "e"), "evidence"))
            field = evidence_of(&f->script, field);
        if (field)
            values->mentioned[field->index] = true;
        check_ballot(&f->script, event);
        undoable += session_is_undoable(kp_json_text(event, "e"));
        *undo = *undo || kp_str_is(kp_json_text(event, "e"), "undo");
    }
    kp_arena_release(&arena);
    return undoable;
}

/* Nothing changes but what the lines are about; a row without a word may go when it is left. */
static void check_values(struct room *room, struct values *values, bool undo,
                         const struct kp_field *left)
{
    const struct kp_model *model = &room->f->model;
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        if (field->calc)
            continue;
        char *now = value_of(room->f->session, field);
        if (strcmp(now, values->of[i]) != 0 && !values->mentioned[i] && !undo && field != left)
            fail_msg("%.*s was %s and is %s after \"%s\"", KP_STR_ARG(field->id), values->of[i],
                     now, room->said[room->said_count - 1]);
        values->mentioned[i] = false;
        free(values->of[i]);
        values->of[i] = now;
    }
}

/* Nobody has more dots on the ideas than the step gives, nor sees them before they are revealed. */
static void check_budget(struct room *room)
{
    struct kp_voting voting;
    size_t dots = 0;
    if (!kp_session_voting(room->f->session, &voting))
        return;
    for (size_t i = 0; i < voting.count; i++)
        dots += voting.ideas[i].dots;
    assert_true(dots <= voting.ballots * (size_t)voting.dots);
    assert_true(voting.revealed || !dots);
}

static void expect_same(struct room *room, const char *what, const char *got, const char *expected)
{
    if (strcmp(got, expected) == 0)
        return;
    size_t at = 0, line = 0;
    for (; got[at] && got[at] == expected[at]; at++)
        if (got[at] == '\n')
            line = at + 1;
    for (size_t i = 0; i < room->said_count; i++)
        print_error("%zu %.60s\n", i, room->said[i]);
    fail_msg("%s:\n  %.300s\n  %.300s", what, got + line, expected + line);
}

/* /undo gives the state before, then the same line again goes the same way. */
static void try_undo(struct room *room, const char *before, int64_t at)
{
    session_type(room->f, "/undo");
    char *after = session_dump(room->f->session, at);
    expect_same(room, "undone", after, before);
    free(after);
}

static void feed_once(struct room *room, struct values *values)
{
    struct session_fixture *f = room->f;
    const struct kp_field *left = f->question.ask == KP_ASK_CELL ? f->question.field : NULL;
    int64_t later = f->now + AN_HOUR;
    char *before = session_dump(f->session, later);
    const char *line = room_next_line(room);
    bool undo;

    room->said[room->said_count++] = line;
    switch (room_any(room, 15)) {
    case 0: session_back(f, room_any(room, 2) ? "half" : ""); break;
    case 1:
        session_away(f, room_any(room, 2) ? "half" : "");
        f->now += (int64_t)room_any(room, 3) * 600000 - 300000; /* a clock that is set back, too */
        session_resume(f);
        break;
    default:
        session_type(f, line);
        if (session_said(f, KP_EFFECT_REFUSED) && !session_said(f, KP_EFFECT_JOURNAL)) {
            char *after = session_dump(f->session, later);
            expect_same(room, "refused", after, before);
            free(after);
        }
        size_t undoable = look_at_lines(room, values, &undo);
        if (undoable > 1)
            fail_msg("\"%s\" made %zu lines to undo", line, undoable);
        check_values(room, values, undo, left);
        if (undoable && room_any(room, 3) == 0) {
            try_undo(room, before, later);
            undo = true;
        }
    }
    look_at_lines(room, values, &undo);
    check_values(room, values, true, left);
    check_budget(room);
    free(before);
}

static void check_moment(struct room *room, const struct moment *moment)
{
    struct kp_people people;
    struct kp_session *again = session_replayed(room->f, moment->lines, &people);
    char *dump = session_dump(again, moment->at);
    expect_same(room, "replayed", dump, moment->dump);
    free(dump);
    kp_session_free(again);
    kp_people_release(&people);
}

/* Holds a random session; its answers are the plan of the next. */
static void hold(struct session_fixture *f, uint64_t seed)
{
    struct room room = {.f = f, .seed = seed};
    struct moment moments[MOMENTS];
    struct values values;
    struct kp_people people;
    values_init(&values, &room);
    for (size_t i = 0; i < FEEDS; i++) {
        feed_once(&room, &values);
        if (i % (FEEDS / MOMENTS) == 0 && i / (FEEDS / MOMENTS) < MOMENTS)
            moments[i / (FEEDS / MOMENTS)] =
                (struct moment){count_lines(f), session_dump(f->session, f->now), f->now};
    }
    for (size_t i = 0; i < MOMENTS; i++) {
        check_moment(&room, &moments[i]);
        free(moments[i].dump);
    }
    for (size_t i = 0; i < MOMENTS; i++) { /* cut anywhere, it is still a session */
        kp_session_free(session_replayed(f, room_any(&room, count_lines(f) + 1), &people));
        kp_people_release(&people);
    }
    session_expect_replays(f);
    values_release(&values, &room);
}

static void carry_over(struct session_fixture *from, struct session_fixture *to)
{
    size_t count;
    const struct kp_answer *answers =
        kp_session_answers(from->session, KP_STR("2025-09-01-s"), &count);
    for (size_t i = 0; i < count; i++) {
        struct kp_answer answer = answers[i];
        if (!answer.value)
            continue;
        answer.field = kp_arena_str(&to->arena, answer.field);
        answer.value = kp_json_copy(&to->arena, answer.value);
        answer.session = KP_STR("2025-09-01-s");
        answer.document = NULL;
        if (answer.said_by)
            answer.said_by = kp_json_copy(&to->arena, answer.said_by);
        kp_plan_put(&to->base, &answer);
    }
    for (size_t i = 0; i < from->people.count; i++)
        kp_people_put(&to->people, from->people.items[i].id, from->people.items[i].name);
}

static void hold_two(const char *script, enum kp_lang lang, uint64_t seed)
{
    struct session_fixture first, second;
    session_fixture_built_in(&first, script, NULL, lang);
    hold(&first, seed);
    session_fixture_built_in(&second, script, NULL, lang);
    carry_over(&first, &second);
    session_fixture_release(&first);
    hold(&second, seed + 17);
    session_fixture_release(&second);
}

static void test_workshop(void **state)
{
    (void)state;
    hold_two("account-development-workshop", KP_LANG_DA, 11);
    hold_two("account-development-workshop", KP_LANG_SV, 12);
    hold_two("account-development-workshop-90", KP_LANG_EN, 13);
}

static void test_account_plan(void **state)
{
    (void)state;
    hold_two("account-plan", KP_LANG_EN, 21);
    hold_two("account-plan", KP_LANG_DA, 22);
    hold_two("account-plan", KP_LANG_SV, 23);
}

static void test_revision(void **state)
{
    (void)state;
    hold_two("plan-revision", KP_LANG_SV, 31);
    hold_two("plan-revision", KP_LANG_EN, 32);
    hold_two("plan-revision", KP_LANG_DA, 33);
}

static void test_single_methods(void **state)
{
    (void)state;
    hold_two("positioning", KP_LANG_DA, 41);
    hold_two("contact-map", KP_LANG_SV, 42);
    hold_two("governance", KP_LANG_EN, 43);
    hold_two("value-proposition", KP_LANG_DA, 44);
    hold_two("opportunity-review", KP_LANG_SV, 45);
    hold_two("account-selection", KP_LANG_DA, 46);
}

static void test_company(void **state)
{
    (void)state;
    hold_two("kam-maturity", KP_LANG_DA, 51);
    hold_two("kam-relevance", KP_LANG_SV, 52);
    hold_two("customer-accounts", KP_LANG_DA, 53);
    hold_two("kam-transformation", KP_LANG_EN, 53);
    hold_two("first-90-days", KP_LANG_DA, 54);
    hold_two("kpi-exercise", KP_LANG_SV, 55);
}

/* The short script has every kind of question and conditions that hang on each other. */
static void test_every_kind(void **state)
{
    (void)state;
    for (uint64_t seed = 41; seed < 53; seed++) {
        struct session_fixture f;
        session_fixture_init(&f, session_model, session_script,
                             seed % 2 ? "{`goals`:`x`,`sure`:true,`why`:`y`}" : NULL);
        hold(&f, seed * UINT64_C(7919));
        session_fixture_release(&f);
    }
}

/* Ideas, votes, rows of them, ratings: round and round. */
static void test_activities(void **state)
{
    static const char script[] =
        "{`format`:1,`id`:`s`,`version`:1,`title`:~,`sections`:["
        "{`id`:`first`,`title`:~,`minutes`:30,`steps`:["
        "{`type`:`ideas`,`id`:`round`,`prompt`:~,`minutes`:8,`silent`:true},"
        "{`type`:`vote`,`on`:`round`,`dots`:3,`each`:2},"
        "{`type`:`promote`,`from`:`round`,`into`:`deals`,`as`:`title`,`most`:2,`who`:`owner`,"
        "`ask`:[`value`,`chance`]}]},"
        "{`id`:`second`,`title`:~,`minutes`:10,`steps`:["
        "{`type`:`rate`,`field`:`often`,`evidence`:`story`},"
        "{`type`:`rate`,`field`:`share`},"
        "{`type`:`ask`,`field`:`deals`}]}]}";
    (void)state;
    for (uint64_t seed = 61; seed < 81; seed++) {
        struct session_fixture f;
        session_fixture_init(&f, session_model, script,
                             seed % 2 ? "{`often`:2,`story`:`As it was`}" : NULL);
        hold(&f, seed * UINT64_C(104729));
        session_fixture_release(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind), cmocka_unit_test(test_activities),
        cmocka_unit_test(test_workshop),   cmocka_unit_test(test_account_plan),
        cmocka_unit_test(test_revision),   cmocka_unit_test(test_single_methods),
        cmocka_unit_test(test_company),
    };
    return cmocka_run_group_tests_name("session_property", tests, NULL, NULL);
}
