// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any bytes as a journal: it is refused with a word, or gives a session that can be looked at, gone
 * on with and recorded, and whose own lines replay behind those that were there.
 */
#include "base/utf8.h"
#include "run/activity.h"
#include "run/session.h"

#include "../unit/session_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char model_text[] = SESSION_MODEL;

/* Every kind of question, and every activity. */
static const char script_text[] = SESSION_SCRIPT_HEAD SESSION_SECTIONS
    ",{`id`:`fourth`,`title`:~,`minutes`:30,`steps`:["
    "{`type`:`ideas`,`id`:`round`,`prompt`:~,`minutes`:8,`silent`:true},"
    "{`type`:`vote`,`on`:`round`,`dots`:3,`each`:2},"
    "{`type`:`promote`,`from`:`round`,`into`:`deals`,`as`:`title`,`most`:2,`who`:`owner`,"
    "`ask`:[`value`,`chance`]},"
    "{`type`:`rate`,`field`:`level`,`evidence`:`ground`}]},"
    "{`id`:`fifth`,`title`:~,`minutes`:10,`steps`:["
    "{`type`:`review`,`field`:`actions`,`open`:`status == 'open'`},"
    "{`type`:`break`,`minutes`:5},{`type`:`say`,`text`:~}]}]}";

/* What stands in the plan before: some of it no longer what the model says. */
static const char plan_text[] =
    "{`goals`:`Old`,`number`:`x`,`sure`:true,`why`:`y`,`team`:[1],`place`:[],"
    "`deals`:[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:1,`owner`:`p-1ars00`},"
    "{`id`:`r-bbbbbb`,`title`:2}],`list`:[`a`],`loose`:[{`id`:`r-cccccc`,`year`:1}],"
    "`actions`:[{`id`:`r-dddddd`,`what`:`Call`,`status`:`open`},"
    "{`id`:`r-eeeeee`,`what`:`Write`,`owner`:`p-1ars00`,`status`:`open`},{`id`:`r-ffffff`}]}";

/* Typed behind whatever the journal was. */
static const char *const lines[] = {"",           "+",
                                    "x",          "1",
                                    "/fact",      "/who Nina Ny",
                                    "/back",      "/drop",
                                    "",           "/undo",
                                    "-1",         "a\nb",
                                    "/undo",      "/undo",
                                    "/skip",      "2",
                                    "/pause",     "/note",
                                    "/park p",    "/action a @Lars 1/4",
                                    "/close",     "no",
                                    "/goto 3.1",  "+ y",
                                    "/goto 4.1",  "",
                                    "one",        "Lars: two",
                                    "/merge 1 2", "/group 1 as g",
                                    "",           "1 A",
                                    "/reveal",    "/undo",
                                    "/reveal",    "",
                                    "",           "5",
                                    "/back",      "/goto 4.4",
                                    "2",          "1 2",
                                    "/reveal",    "2",
                                    "why",        "/undo",
                                    "/goto 5.1",  "1 went well",
                                    "2 1/4",      "/undo",
                                    "/guest Kim", "/goto 4.2",
                                    "/gone Kim",  "/extend more",
                                    "/break 5",   "",
                                    "/away",      "/late Lars 10:30",
                                    "/usual",     "/action b",
                                    "/close",     "1 @Lars 1/4",
                                    "3",          "/undo",
                                    "",           "Fine",
                                    "/skip",      "5 4",
                                    "1/9",        "yes",
                                    "yes"};

struct world {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_script script;
    struct kp_plan base, previous;
    struct kp_session_header header;
};

static void must(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static const struct kp_json *read_short(struct kp_arena *arena, const char *text)
{
    struct kp_buf out = KP_BUF_INIT;
    const struct kp_json *document = NULL;
    for (; *text; text++) {
        if (*text == '~')
            kp_buf_adds(&out, "{\"en\":\"e\",\"da\":\"d\",\"sv\":\"s\"}");
        else
            kp_buf_addc(&out, *text == '`' ? '"' : *text);
    }
    must(!kp_json_read(arena, "short", kp_arena_str(arena, kp_buf_str(&out)), &document, NULL),
         "the test's own text is broken");
    kp_buf_release(&out);
    return document;
}

static void make_world(struct world *world)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_model_source source = {"m", read_short(&world->arena, model_text)};
    must(!kp_model_load(&world->model, &source, 1, &faults), "the model is broken");
    must(!kp_script_load(&world->script, &world->model, "s", read_short(&world->arena, script_text),
                         &faults),
         "the script is broken");
    kp_faults_release(&faults);
    kp_plan_init(&world->base, &world->arena);
    kp_plan_init(&world->previous, &world->arena);
    KP_JSON_EACH(member, read_short(&world->arena, plan_text))
    {
        struct kp_answer answer = {.field = member->name,
                                   .value = member,
                                   .cycle = {2025, 2},
                                   .session = KP_STR("2025-09-01-s")};
        kp_plan_put(&world->base, &answer);
    }
    world->header = (struct kp_session_header){
        .id = KP_STR("s-8w2m4c"),
        .account = KP_STR("acme"),
        .cycle = {2026, 1},
        .date = {2026, 3, 2},
        .base = KP_STR("0123456789abcdef0123456789abcdef01234567"),
        .snapshot = KP_STR("s-0123456789ab"),
        .started = INT64_C(1772442000000),
    };
}

static struct world *the_world(void)
{
    static struct world world;
    if (!world.model.field_count)
        make_world(&world);
    return &world;
}

struct trial {
    const struct world *world;
    struct kp_session_header header;
    struct kp_people people;
    struct kp_ids ids;
    struct kp_session *session;
};

static void begin(struct trial *trial, const struct kp_session_header *header, enum kp_lang lang)
{
    static const int usual[] = {5, 0, 40, 20, 10};
    const struct world *world = the_world();
    *trial = (struct trial){.people = KP_PEOPLE_INIT, .ids = kp_ids_seeded(KP_STR("fuzz"))};
    kp_people_put(&trial->people, KP_STR("p-1ars00"), KP_STR("Lars Bo"));
    const struct kp_session_setup setup = {
        .script = &world->script,
        .model = &world->model,
        .base = &world->base,
        .previous = &world->previous,
        .people = &trial->people,
        .ids = &trial->ids,
        .lang = lang,
        .currency = KP_STR("DKK"),
        .rounds = true,
        .usual = usual,
    };
    trial->session = kp_session_new(&setup, header);
}

static void end(struct trial *trial)
{
    kp_session_free(trial->session);
    kp_people_release(&trial->people);
}

/* Everything that is shown and recorded of a session. */
static char *look(struct kp_session *session, int64_t now)
{
    struct kp_buf out = KP_BUF_INIT;
    struct kp_question question;
    struct kp_agenda_clock clock;
    struct kp_faults faults = KP_FAULTS_INIT;
    size_t count;
    kp_session_question(session, &question);
    kp_buf_addf(&out, "%d %.*s\n", (int)question.ask, KP_STR_ARG(question.number));
    kp_json_write_line(&out, question.value);
    struct kp_round round;
    struct kp_voting voting;
    struct kp_promotion promotion;
    struct kp_rating rating;
    if (kp_session_round(session, &round))
        kp_buf_addf(&out, "round %zu\n", round.count);
    if (kp_session_voting(session, &voting)) {
        size_t dots = 0;
        for (size_t i = 0; i < voting.count; i++)
            dots += voting.ideas[i].dots;
        must(dots <= voting.ballots * (size_t)voting.dots, "more dots than there are");
        must(voting.revealed || !dots, "dots are told before they are revealed");
    }
    if (kp_session_promotion(session, &promotion))
        kp_buf_addf(&out, "promotion %zu %zu\n", promotion.chosen, promotion.promoted);
    if (question.step && question.step->kind == KP_STEP_RATE &&
        kp_session_rating(session, question.step->field, &rating))
        must(rating.revealed || !rating.scores, "scores are told before they are revealed");
    must(question.ask != KP_ASK_CELL || (question.row && question.column && question.row_number),
         "a cell of no row");
    const struct kp_outcome *outcomes = kp_session_outcomes(session, &count);
    for (size_t i = 0; i < count; i++)
        kp_json_write_line(&out, outcomes[i].value);
    const struct kp_answer *answers = kp_session_answers(session, KP_STR("2026-03-02-s"), &count);
    for (size_t i = 0; i < count; i++)
        if (answers[i].value)
            kp_answer_write(&answers[i], kp_model_field(&the_world()->model, answers[i].field),
                            &out);
    kp_session_check(session, &faults);
    kp_session_clock(session, now, &clock);
    kp_buf_addf(&out, "\n%zu %lld %lld\n", faults.count, (long long)clock.left_ms,
                (long long)clock.behind_ms);
    kp_json_write(&out, kp_session_record(session, KP_STR("2026-03-02-s"), now));
    must(kp_utf8_valid(kp_buf_str(&out), NULL), "what is written is not UTF-8");
    kp_faults_release(&faults);
    return kp_buf_detach(&out);
}

static void feed(struct kp_session *session, enum kp_event_kind kind, const char *text, int64_t at,
                 struct kp_buf *journal)
{
    const struct kp_event event = {.kind = kind, .text = kp_str_from(text), .at = at};
    struct kp_effects effects = kp_session_feed(session, &event);
    for (size_t i = 0; i < effects.count; i++) {
        must(effects.items[i].kind != KP_EFFECT_REFUSED || effects.items[i].text.len,
             "refused without a word");
        if (effects.items[i].kind != KP_EFFECT_JOURNAL)
            continue;
        kp_buf_add(journal, effects.items[i].text);
        kp_buf_addc(journal, '\n');
    }
}

static void go_on(struct trial *trial, struct kp_buf *journal)
{
    int64_t at = INT64_C(1772450000000);
    feed(trial->session, KP_EVENT_RESUME, "", at, journal);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        feed(trial->session, KP_EVENT_TEXT, lines[i], at += 1000, journal);
        if (i % 5 == 0)
            feed(trial->session, KP_EVENT_BACK, "half", at += 1000, journal);
        if (i % 9 == 0)
            free(look(trial->session, at));
    }
    feed(trial->session, KP_EVENT_LEAVE, "half", at += 1000, journal);
}

static void expect_again(const struct kp_session_header *header, enum kp_lang lang,
                         struct kp_session *session, struct kp_str journal)
{
    struct trial again;
    begin(&again, header, lang);
    must(!kp_session_replay(again.session, "j", journal, NULL), "its own journal is refused");
    char *one = look(session, INT64_C(1772460000000));
    char *two = look(again.session, INT64_C(1772460000000));
    if (strcmp(one, two) != 0)
        fprintf(stderr, "%s\n----\n%s\n", one, two);
    must(strcmp(one, two) == 0, "its own journal gives another session");
    free(one);
    free(two);
    end(&again);
}

static void try_lines(const struct kp_session_header *header, enum kp_lang lang,
                      struct kp_str journal)
{
    struct trial trial;
    struct kp_err err = KP_ERR_INIT;
    begin(&trial, header, lang);
    enum kp_status status = kp_session_replay(trial.session, "j", journal, &err);
    if (status) {
        must(kp_str_starts(kp_buf_str(&err.text), KP_STR("j:")), "refused without a line");
        must(kp_utf8_valid(kp_buf_str(&err.text), NULL), "the message is not UTF-8");
        must(!kp_utf8_has_hidden(kp_buf_str(&err.text)), "the message could harm a terminal");
    } else {
        struct kp_buf whole = KP_BUF_INIT;
        kp_buf_add(&whole, journal);
        if (journal.len && journal.data[journal.len - 1] != '\n')
            kp_buf_addc(&whole, '\n');
        free(look(trial.session, INT64_C(1772450000000)));
        go_on(&trial, &whole);
        expect_again(header, lang, trial.session, kp_buf_str(&whole));
        kp_buf_release(&whole);
    }
    kp_err_release(&err);
    end(&trial);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_people people = KP_PEOPLE_INIT;
    struct kp_err err = KP_ERR_INIT;
    struct kp_session_header header = the_world()->header;
    struct kp_str rest = {(const char *)data, size};
    struct kp_str first = kp_str_split(&rest, '\n');
    const struct kp_json *snapshot = NULL;
    if (kp_session_header_read(&arena, "j", first, &header, &snapshot, &people, &err)) {
        must(err.text.len > 0, "the header is refused without a word");
        header = the_world()->header;
    }
    try_lines(&header, (enum kp_lang)(size % 3), rest);
    kp_err_release(&err);
    kp_people_release(&people);
    kp_arena_release(&arena);
    return 0;
}
