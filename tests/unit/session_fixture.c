// SPDX-License-Identifier: GPL-3.0-or-later
#include "session_fixture.h"

#include "run/activity.h"
#include "session_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char session_model[] = SESSION_MODEL, session_script[] = SESSION_SCRIPT;

static void read_plan(struct session_fixture *f, const char *text)
{
    kp_plan_init(&f->base, &f->arena);
    kp_plan_init(&f->previous, &f->arena);
    if (!text)
        return;
    KP_JSON_EACH(member, definition_read(&f->arena, text))
    {
        struct kp_answer answer = {
            .field = member->name,
            .value = member,
            .state = KP_ANSWER_CHANGED,
            .cycle = {2025, 2},
            .session = KP_STR("2025-09-01-s"),
            .basis = KP_BASIS_FACT,
        };
        kp_plan_put(&f->base, &answer);
    }
}

static void begin(struct session_fixture *f, const char *base, enum kp_lang lang, bool rounds)
{
    read_plan(f, base);
    kp_people_put(&f->people, KP_STR("p-mette1"), KP_STR("Mette Holm"));
    kp_people_put(&f->people, KP_STR("p-1ars00"), KP_STR("Lars Bo"));
    f->ids = kp_ids_seeded(KP_STR("session"));
    f->setup = (struct kp_session_setup){
        .script = &f->script,
        .model = &f->model,
        .base = &f->base,
        .previous = &f->previous,
        .people = &f->people,
        .ids = &f->ids,
        .lang = lang,
        .currency = KP_STR("DKK"),
        .rounds = rounds,
    };
    f->now = SESSION_BEGINS;
    f->header = (struct kp_session_header){
        .id = KP_STR("s-8w2m4c"),
        .account = KP_STR("acme"),
        .cycle = {2026, 1},
        .date = {2026, 3, 2},
        .base = KP_STR("0123456789abcdef0123456789abcdef01234567"),
        .snapshot = KP_STR("s-0123456789ab"),
        .started = SESSION_BEGINS,
        .facilitator = KP_STR("p-mette1"),
        .attendees = definition_read(&f->arena, "[`p-mette1`,`p-1ars00`]"),
    };
    f->session = kp_session_new(&f->setup, &f->header);
    kp_session_question(f->session, &f->question);
}

void session_fixture_init(struct session_fixture *f, const char *model, const char *script,
                          const char *base)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    *f = (struct session_fixture){.people = KP_PEOPLE_INIT, .journal = KP_BUF_INIT};
    definition_model(&f->model, &f->arena, model);
    kp_script_load(&f->script, &f->model, "s", definition_read(&f->arena, script), &faults);
    char *text = definition_faults(&faults);
    assert_string_equal(text, "");
    free(text);
    kp_faults_release(&faults);
    begin(f, base, KP_LANG_EN, false);
}

void session_fixture_built_in(struct session_fixture *f, const char *script, const char *base,
                              enum kp_lang lang)
{
    *f = (struct session_fixture){.people = KP_PEOPLE_INIT, .journal = KP_BUF_INIT};
    definition_built_in(&f->model, &f->arena);
    definition_built_in_script(&f->script, &f->model, &f->arena, script);
    begin(f, base, lang, true);
}

void session_fixture_release(struct session_fixture *f)
{
    kp_session_free(f->session);
    kp_plan_release(&f->base);
    kp_plan_release(&f->previous);
    kp_script_release(&f->script);
    kp_model_release(&f->model);
    kp_people_release(&f->people);
    kp_buf_release(&f->journal);
    kp_arena_release(&f->arena);
}

/* ---- feeding */

void session_feed(struct session_fixture *f, enum kp_event_kind kind, struct kp_str text)
{
    f->now += 1000;
    const struct kp_event event = {.kind = kind, .text = text, .at = f->now};
    f->effects = kp_session_feed(f->session, &event);
    for (size_t i = 0; i < f->effects.count; i++) {
        if (f->effects.items[i].kind != KP_EFFECT_JOURNAL)
            continue;
        kp_buf_add(&f->journal, f->effects.items[i].text);
        kp_buf_addc(&f->journal, '\n');
    }
    kp_session_question(f->session, &f->question);
}

void session_type(struct session_fixture *f, const char *text)
{
    session_feed(f, KP_EVENT_TEXT, kp_str_from(text));
}

void session_back(struct session_fixture *f, const char *draft)
{
    session_feed(f, KP_EVENT_BACK, kp_str_from(draft));
}

void session_away(struct session_fixture *f, const char *draft)
{
    session_feed(f, KP_EVENT_LEAVE, kp_str_from(draft));
}

void session_resume(struct session_fixture *f)
{
    session_feed(f, KP_EVENT_RESUME, (struct kp_str){NULL, 0});
}

void session_lines(struct session_fixture *f, const char *lines)
{
    struct kp_str rest = kp_str_from(lines);
    while (rest.data) {
        struct kp_str line = kp_str_split(&rest, '|');
        session_feed(f, KP_EVENT_TEXT, line);
        const char *refused = session_said(f, KP_EFFECT_REFUSED);
        if (refused)
            fail_msg("\"%.*s\" was refused: %s", KP_STR_ARG(line), refused);
    }
}

void session_goto(struct session_fixture *f, const char *field)
{
    size_t count;
    const struct kp_outcome *all = kp_session_outcomes(f->session, &count);
    char line[64];
    for (size_t i = 0; i < count; i++) {
        if (!kp_str_is(all[i].field->id, field))
            continue;
        snprintf(line, sizeof line, "/goto %.*s", KP_STR_ARG(all[i].number));
        session_type(f, line);
        return;
    }
    fail_msg("%s is not asked", field);
}

/* ---- looking */

const char *session_said(const struct session_fixture *f, enum kp_effect_kind kind)
{
    for (size_t i = 0; i < f->effects.count; i++)
        if (f->effects.items[i].kind == kind)
            return f->effects.items[i].text.data ? f->effects.items[i].text.data : "";
    return NULL;
}

void session_expect_refused(const struct session_fixture *f, const char *part)
{
    const char *refused = session_said(f, KP_EFFECT_REFUSED);
    if (!refused || !strstr(refused, part))
        fail_msg("not refused with \"%s\" but %s", part, refused ? refused : "taken");
    for (size_t i = 0; i < f->effects.count; i++)
        assert_int_not_equal(f->effects.items[i].kind, KP_EFFECT_JOURNAL);
}

void session_expect_taken(const struct session_fixture *f)
{
    const char *refused = session_said(f, KP_EFFECT_REFUSED);
    if (refused)
        fail_msg("refused: %s", refused);
}

static const char *const asks[] = {
    [KP_ASK_START] = "start",     [KP_ASK_CHECKIN] = "checkin",
    [KP_ASK_SAY] = "say",         [KP_ASK_BREAK] = "break",
    [KP_ASK_VALUE] = "value",     [KP_ASK_ROWS] = "rows",
    [KP_ASK_CELL] = "cell",       [KP_ASK_REVIEW] = "review",
    [KP_ASK_ACTION] = "action",   [KP_ASK_END] = "end",
    [KP_ASK_PARKED] = "parked",   [KP_ASK_LAST_WORD] = "last word",
    [KP_ASK_WORTH] = "worth",     [KP_ASK_NEXT_DATE] = "next date",
    [KP_ASK_SIGN] = "sign",       [KP_ASK_WRITE] = "write",
    [KP_ASK_IDEAS] = "ideas",     [KP_ASK_IDEA] = "idea",
    [KP_ASK_VOTE] = "vote",       [KP_ASK_PROMOTE] = "promote",
    [KP_ASK_RATE] = "rate",       [KP_ASK_EVIDENCE] = "evidence",
    [KP_ASK_DISSENT] = "dissent", [KP_ASK_CLOSE] = "close",
    [KP_ASK_BROUGHT] = "brought",
};

static void describe(const struct kp_question *question, struct kp_buf *out)
{
    if (!question->field) {
        kp_buf_adds(out, asks[question->ask]);
        if (question->ask == KP_ASK_ACTION)
            kp_buf_addf(out, " %.*s", KP_STR_ARG(question->column->id));
        if (question->person.len && question->ask != KP_ASK_VOTE && question->ask != KP_ASK_RATE)
            kp_buf_addf(out, " %.*s", KP_STR_ARG(question->person));
        if (question->point.len)
            kp_buf_addf(out, " %.*s", KP_STR_ARG(question->point));
        return;
    }
    kp_buf_addf(out, "%.*s %.*s", KP_STR_ARG(question->number), KP_STR_ARG(question->field->id));
    if (question->ask == KP_ASK_CELL)
        kp_buf_addf(out, "/%.*s %zu", KP_STR_ARG(question->column->id), question->row_number);
    if (question->ask == KP_ASK_BROUGHT)
        kp_buf_adds(out, " brought");
    if (question->ask == KP_ASK_REVIEW)
        kp_buf_addf(out, " review %zu of %zu", question->row_number, question->left);
}

void session_expect_at(struct session_fixture *f, const char *where)
{
    struct kp_buf here = KP_BUF_INIT;
    describe(&f->question, &here);
    if (strcmp(here.data, where) != 0)
        fail_msg("asked is \"%s\", not \"%s\"; said: %s", here.data, where,
                 session_said(f, KP_EFFECT_REFUSED));
    kp_buf_release(&here);
}

struct kp_outcome session_outcome(struct session_fixture *f, const char *field)
{
    size_t count;
    const struct kp_outcome *all = kp_session_outcomes(f->session, &count);
    for (size_t i = 0; i < count; i++)
        if (kp_str_is(all[i].field->id, field))
            return all[i];
    fail_msg("there is no outcome of %s", field);
    return (struct kp_outcome){0};
}

void session_expect_state(struct session_fixture *f, const char *field, enum kp_outcome_state state)
{
    assert_int_equal(session_outcome(f, field).state, state);
}

void session_expect_value(struct session_fixture *f, const char *field, const char *json)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_json_write_line(&line, session_outcome(f, field).value);
    const char *wanted = json;
    size_t at = 0;
    for (; wanted[at] && line.data[at]; at++)
        if (wanted[at] != '?' && (wanted[at] == '`' ? '"' : wanted[at]) != line.data[at])
            break;
    if (wanted[at] || line.data[at])
        fail_msg("%s is %s, not %s", field, line.data, json);
    kp_buf_release(&line);
}

/* The value as it is shown, and as it would be put on the line. */
static void dump_value(struct kp_session *session, const struct kp_question *question,
                       struct kp_buf *out)
{
    const struct kp_session_setup *setup = kp_session_setup(session);
    const struct kp_field *field = question->column ? question->column : question->field;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_type_context context = {.arena = &arena,
                                      .lang = setup->lang,
                                      .today = {2026, 3, 2},
                                      .currency = setup->currency,
                                      .people = setup->people,
                                      .ids = setup->ids};
    if (field) {
        field->type->show(field, question->value, &context, out);
        kp_buf_addc(out, '\n');
        field->type->edit(field, question->value, &context, out);
    }
    kp_arena_release(&arena);
}

static void dump_question(struct kp_session *session, struct kp_buf *out)
{
    struct kp_question question;
    kp_session_question(session, &question);
    dump_value(session, &question, out);
    describe(&question, out);
    kp_buf_addf(out, " (%s) draft=%.*s answered=%d basis=%d row=", asks[question.ask],
                KP_STR_ARG(question.draft), question.answered, (int)question.basis);
    if (question.row)
        kp_json_write_line(out, question.row);
    kp_buf_adds(out, " value=");
    kp_json_write_line(out, question.value);
    if (question.who)
        kp_json_write_line(out, question.who);
    kp_buf_addc(out, '\n');
}

static void dump_people(const char *what, const struct kp_json *people, struct kp_buf *out)
{
    kp_buf_addf(out, "%s=", what);
    kp_json_write_line(out, people);
    kp_buf_addc(out, '\n');
}

/* What the room sees of an activity. */
static void dump_scoring(struct kp_session *session, struct kp_buf *out)
{
    struct kp_scoring scoring;
    if (!kp_session_scoring(session, &scoring))
        return;
    dump_people("scored", scoring.scored, out);
    kp_buf_addf(out, "next=%.*s %.*s revealed=%d named=%d\n", KP_STR_ARG(scoring.person),
                KP_STR_ARG(scoring.row), scoring.revealed, scoring.named);
    for (size_t i = 0; scoring.cells && i < scoring.rows->count * scoring.by->count; i++) {
        const struct kp_scored *cell = &scoring.cells[i];
        kp_buf_addf(out, "%zu ", cell->count);
        kp_number_print(out, cell->mean);
        kp_buf_addf(out, " %d", cell->wide);
        if (cell->agreed)
            kp_json_write_line(out, cell->agreed);
        kp_buf_addc(out, '\n');
    }
}

static void dump_activity(struct kp_session *session, struct kp_buf *out)
{
    struct kp_round round;
    struct kp_voting voting;
    struct kp_promotion promotion;
    struct kp_question question;
    struct kp_rating rating;
    kp_session_question(session, &question);
    dump_scoring(session, out);
    if (kp_session_round(session, &round))
        for (size_t i = 0; i < round.count; i++)
            kp_buf_addf(out, "idea %.*s [%.*s] %.*s\n", KP_STR_ARG(round.ideas[i].mark),
                        KP_STR_ARG(round.ideas[i].group), KP_STR_ARG(round.ideas[i].text));
    if (kp_session_voting(session, &voting)) {
        dump_people("voted", voting.voted, out);
        dump_people("waiting", voting.waiting, out);
        for (size_t i = 0; i < voting.count; i++)
            kp_buf_addf(out, "%.*s %zu %zu %d\n", KP_STR_ARG(voting.ideas[i].mark),
                        voting.ideas[i].dots, voting.ideas[i].place, voting.ideas[i].tied);
    }
    if (kp_session_promotion(session, &promotion))
        for (size_t i = 0; i < promotion.count; i++)
            kp_buf_addf(out, "%.*s %d %d %zu\n", KP_STR_ARG(promotion.ideas[i].mark),
                        promotion.ideas[i].chosen, promotion.ideas[i].undecided,
                        promotion.ideas[i].row);
    if (question.step && question.step->kind == KP_STEP_RATE &&
        kp_session_rating(session, question.step->field, &rating)) {
        dump_people("scored", rating.scored, out);
        kp_buf_addf(out, "scores=%zu revealed=%d named=%d\n", rating.count, rating.revealed,
                    rating.named);
    }
}

static void dump_answers(struct kp_session *session, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    size_t count;
    const struct kp_outcome *outcomes = kp_session_outcomes(session, &count);
    for (size_t i = 0; i < count; i++) {
        kp_buf_addf(out, "%.*s %.*s %d ", KP_STR_ARG(outcomes[i].number),
                    KP_STR_ARG(outcomes[i].field->id), (int)outcomes[i].state);
        kp_json_write_line(out, outcomes[i].value);
        kp_buf_addc(out, '\n');
    }
    const struct kp_answer *answers = kp_session_answers(session, KP_STR("2026-03-02-s"), &count);
    for (size_t i = 0; i < count; i++) {
        const struct kp_field *field =
            kp_model_field(kp_session_setup(session)->model, answers[i].field);
        kp_buf_addf(out, "%.*s: ", KP_STR_ARG(answers[i].field));
        if (answers[i].value)
            kp_answer_write(&answers[i], field, out);
        else
            kp_buf_adds(out, "dropped\n");
    }
    kp_arena_release(&arena);
}

char *session_dump(struct kp_session *session, int64_t now)
{
    struct kp_buf out = KP_BUF_INIT;
    struct kp_agenda_clock clock;
    struct kp_faults faults = KP_FAULTS_INIT;
    dump_question(session, &out);
    dump_answers(session, &out);
    dump_activity(session, &out);
    kp_session_clock(session, now, &clock);
    kp_buf_addf(&out, "running=%d left=%lld planned=%lld behind=%lld step=%lld\n", clock.running,
                (long long)clock.left_ms, (long long)clock.planned_ms, (long long)clock.behind_ms,
                (long long)clock.step_left_ms);
    kp_json_write(&out, kp_session_record(session, KP_STR("2026-03-02-s"), now));
    kp_json_write(&out, kp_session_noted(session, "note"));
    kp_session_check(session, &faults);
    char *text = definition_faults(&faults);
    kp_buf_adds(&out, text);
    free(text);
    kp_faults_release(&faults);
    return kp_buf_detach(&out);
}

/* ---- again */

enum kp_status session_try_replay(const struct session_fixture *f, size_t lines,
                                  struct kp_people *people, struct kp_session **session,
                                  struct kp_err *err)
{
    struct kp_session_setup setup = f->setup;
    struct kp_str journal = kp_buf_str(&f->journal);
    size_t end = 0;
    *people = (struct kp_people)KP_PEOPLE_INIT;
    kp_people_put(people, KP_STR("p-mette1"), KP_STR("Mette Holm"));
    kp_people_put(people, KP_STR("p-1ars00"), KP_STR("Lars Bo"));
    setup.people = people;
    for (size_t i = 0; i < lines && end < journal.len; i++)
        end += kp_str_find(kp_str_slice(journal, end, journal.len), '\n') + 1;
    *session = kp_session_new(&setup, &f->header);
    enum kp_status status = kp_session_replay(*session, "j", kp_str_slice(journal, 0, end), err);
    if (status) {
        kp_session_free(*session);
        *session = NULL;
    }
    return status;
}

struct kp_session *session_replayed(const struct session_fixture *f, size_t lines,
                                    struct kp_people *people)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_session *session;
    if (session_try_replay(f, lines, people, &session, &err))
        fail_msg("%s", err.text.data);
    return session;
}

void session_expect_replays(const struct session_fixture *f)
{
    struct kp_people people;
    struct kp_session *again = session_replayed(f, SIZE_MAX, &people);
    char *expected = session_dump(f->session, f->now), *got = session_dump(again, f->now);
    assert_string_equal(got, expected);
    free(expected);
    free(got);
    kp_session_free(again);
    kp_people_release(&people);
}

void session_expect_undo(struct session_fixture *f, const char *line)
{
    int64_t later = f->now + 3600000;
    char *before = session_dump(f->session, later);
    session_type(f, line);
    session_expect_taken(f);
    char *between = session_dump(f->session, later);
    assert_string_not_equal(before, between);
    session_expect_replays(f);
    session_type(f, "/undo");
    char *after = session_dump(f->session, later);
    assert_string_equal(before, after);
    session_expect_replays(f);
    free(before);
    free(between);
    free(after);
}

bool session_is_undoable(struct kp_str name)
{
    static const char *const names[] = {
        "answer", "keep",  "skip",     "row",       "cell",   "who",     "basis",
        "note",   "park",  "time",     "decision",  "action", "idea",    "split",
        "merge",  "group", "ungroup",  "vote",      "reveal", "recount", "promote",
        "score",  "named", "evidence", "dissent",   "pend",   "parked",  "here",
        "late",   "gone",  "role",     "said",      "review", "extend",  "start",
        "usual",  "away",  "worth",    "next_date", "sign",   "import"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kp_str_is(name, names[i]))
            return true;
    return false;
}
