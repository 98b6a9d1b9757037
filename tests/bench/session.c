// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the session machine costs, without a disk: taking up a journal of 10,000 events against only
 * reading its lines, a cell of a long table, and an answer in a plan that has them all.
 * usage: bench_session SESSIONS-DIR
 */
#include "run/session.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EVENTS = 10000, TRIES = 5 };

struct world {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_script script;
    struct kp_plan base, previous;
    struct kp_people people;
    struct kp_ids ids;
    struct kp_session_header header;
};

struct held {
    struct kp_session *session;
    struct kp_buf journal;
    size_t events;
    int64_t now;
};

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const struct kp_json *read_file(struct kp_arena *arena, const char *dir, const char *name)
{
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *document = NULL;
    if (kp_json_read_file(arena, kp_arena_format(arena, "%s/%s", dir, name).data, &document,
                          &err)) {
        fprintf(stderr, "%s\n", err.text.data);
        exit(1);
    }
    return document;
}

static void make_world(struct world *world, const char *dir)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    *world = (struct world){.people = KP_PEOPLE_INIT, .ids = kp_ids_seeded(KP_STR("bench"))};
    const struct kp_model_source source = {"model.json",
                                           read_file(&world->arena, dir, "model.json")};
    kp_model_load(&world->model, &source, 1, &faults);
    kp_script_load(&world->script, &world->model, "account-plan.json",
                   read_file(&world->arena, dir, "account-plan.json"), &faults);
    kp_plan_init(&world->base, &world->arena);
    kp_plan_init(&world->previous, &world->arena);
    kp_people_put(&world->people, KP_STR("p-1ars00"), KP_STR("Lars Bo"));
    world->header = (struct kp_session_header){.id = KP_STR("s-8w2m4c"),
                                               .account = KP_STR("acme"),
                                               .cycle = {2026, 1},
                                               .date = {2026, 3, 2},
                                               .started = INT64_C(1772442000000)};
    kp_faults_release(&faults);
}

static struct kp_session *new_session(struct world *world)
{
    const struct kp_session_setup setup = {
        .script = &world->script,
        .model = &world->model,
        .base = &world->base,
        .previous = &world->previous,
        .people = &world->people,
        .ids = &world->ids,
        .currency = KP_STR("DKK"),
    };
    return kp_session_new(&setup, &world->header);
}

static void type(struct held *held, const char *text)
{
    const struct kp_event event = {
        .kind = KP_EVENT_TEXT, .text = kp_str_from(text), .at = held->now += 1000};
    struct kp_effects effects = kp_session_feed(held->session, &event);
    for (size_t i = 0; i < effects.count; i++) {
        if (effects.items[i].kind != KP_EFFECT_JOURNAL)
            continue;
        kp_buf_add(&held->journal, effects.items[i].text);
        kp_buf_addc(&held->journal, '\n');
        held->events++;
    }
}

/* Something that fits whatever is asked. */
static const char *answer_to(const struct kp_question *question)
{
    if (question->ask != KP_ASK_VALUE && question->ask != KP_ASK_CELL)
        return question->ask == KP_ASK_RATE ? "/skip" : ""; /* what an Enter passes by */
    static const char *const texts[] = {
        [KP_TYPE_TEXT] = "A text of some length, as people give it",
        [KP_TYPE_NOTE] = "A note\nof two lines",
        [KP_TYPE_NUMBER] = "12",
        [KP_TYPE_MONEY] = "1,8 mio",
        [KP_TYPE_PERCENT] = "40 %",
        [KP_TYPE_DATE] = "2026-01-15",
        [KP_TYPE_YESNO] = "yes",
        [KP_TYPE_CHOICE] = "1",
        [KP_TYPE_CHOICES] = "1, 2",
        [KP_TYPE_SCALE] = "2",
        [KP_TYPE_PERSON] = "Lars Bo",
        [KP_TYPE_PEOPLE] = "Lars Bo",
        [KP_TYPE_POSITION] = "1, 2",
    };
    const struct kp_field *field = question->column ? question->column : question->field;
    return field && question->ask != KP_ASK_ROWS ? texts[field->type->kind] : "";
}

/* What is tried one after the other, until something does; a table is left after `rows` rows. */
static void answer(struct held *held, const struct kp_question *question, bool adds)
{
    const char *const tries[] = {adds ? "+" : answer_to(question), "2026", "", "/skip"};
    size_t before = held->events;
    for (size_t i = 0; i < sizeof tries / sizeof *tries && held->events == before; i++)
        type(held, tries[i]);
    if (held->events == before) {
        fprintf(stderr, "no answer to %.*s\n", KP_STR_ARG(question->number));
        exit(1);
    }
}

/* Answers every question once, `rows` rows in each table. */
static void answer_all(struct held *held, size_t rows)
{
    struct kp_question question;
    size_t row = 0;
    for (;;) {
        kp_session_question(held->session, &question);
        if (question.ask == KP_ASK_END || held->events > 2 * EVENTS)
            return;
        bool table = question.ask == KP_ASK_ROWS, adds = table && row < rows;
        row = adds ? row + 1 : table ? 0 : row;
        answer(held, &question, adds);
    }
}

static void bench_resume(struct world *world)
{
    struct held held = {
        .session = new_session(world), .journal = KP_BUF_INIT, .now = world->header.started};
    answer_all(&held, 40);
    while (held.events < EVENTS) {
        type(&held, "/note Something to remember");
        type(&held, "/undo");
    }
    double read = 1e9, replay = 1e9;
    for (int i = 0; i < TRIES; i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        struct kp_str rest = kp_buf_str(&held.journal);
        double start = milliseconds();
        while (rest.len) {
            const struct kp_json *event;
            kp_json_read(&arena, "j", kp_str_split(&rest, '\n'), &event, NULL);
        }
        double took = milliseconds() - start;
        read = took < read ? took : read;
        kp_arena_release(&arena);

        struct kp_session *again = new_session(world);
        start = milliseconds();
        if (kp_session_replay(again, "j", kp_buf_str(&held.journal), NULL))
            printf("refused\n");
        took = milliseconds() - start;
        replay = took < replay ? took : replay;
        kp_session_free(again);
    }
    char label[64];
    snprintf(label, sizeof label, "%zu events (%zu KiB) : their lines read", held.events,
             held.journal.len / 1024);
    printf("%-44s %8.2f ms %8.2f ms %7.2f  <= 5\n", label, replay, read, replay / read);
    kp_session_free(held.session);
    kp_buf_release(&held.journal);
}

static void go_to(struct held *held, const char *field)
{
    size_t count;
    const struct kp_outcome *all = kp_session_outcomes(held->session, &count);
    for (size_t i = 0; i < count; i++) {
        char line[64];
        if (!kp_str_is(all[i].field->id, field))
            continue;
        snprintf(line, sizeof line, "/goto %s", all[i].number.data);
        type(held, line);
        return;
    }
}

static void bench_long_table(struct world *world, size_t rows)
{
    struct held held = {
        .session = new_session(world), .journal = KP_BUF_INIT, .now = world->header.started};
    struct kp_question question;
    type(&held, "");
    go_to(&held, "risks");
    double start = milliseconds();
    for (size_t i = 0; i < rows;) {
        kp_session_question(held.session, &question);
        if (question.ask == KP_ASK_ROWS) {
            type(&held, "A risk");
            i++;
        } else {
            type(&held, answer_to(&question));
        }
    }
    double fed = milliseconds() - start;
    struct kp_session *again = new_session(world);
    start = milliseconds();
    kp_session_replay(again, "j", kp_buf_str(&held.journal), NULL);
    printf("a table of %zu rows, %zu lines: typed in %.3f ms a line, resumed in %.1f ms\n", rows,
           held.events, fed / (double)held.events, milliseconds() - start);
    kp_session_free(again);
    kp_session_free(held.session);
    kp_buf_release(&held.journal);
}

static void bench_answer(struct world *world)
{
    struct held held = {
        .session = new_session(world), .journal = KP_BUF_INIT, .now = world->header.started};
    struct kp_question question;
    size_t count, answers = 0;
    answer_all(&held, 5);
    const struct kp_outcome *all = kp_session_outcomes(held.session, &count);
    for (size_t i = 0; i < count; i++)
        answers += !kp_json_is_null(all[i].value);
    enum { TIMES = 2000 };
    double start = milliseconds();
    for (size_t i = 0; i < TIMES; i++) {
        type(&held, i % 2 ? "/goto 1.1" : "");
        kp_session_question(held.session, &question);
        kp_session_plan(held.session);
        kp_session_calc(held.session);
    }
    printf("a line in a session of %zu answers: %.3f ms\n", answers,
           (milliseconds() - start) / TIMES);
    start = milliseconds();
    for (size_t i = 0; i < 100; i++)
        type(&held, i % 2 ? "/undo" : "/note x");
    printf("an undo after %zu events: %.2f ms\n", held.events, (milliseconds() - start) / 50);
    kp_session_free(held.session);
    kp_buf_release(&held.journal);
}

int main(int argc, char **argv)
{
    struct world world;
    make_world(&world, argc > 1 ? argv[1] : "sessions");
    bench_resume(&world);
    bench_long_table(&world, 100);
    bench_long_table(&world, 300);
    bench_long_table(&world, 1000);
    bench_answer(&world);
    kp_script_release(&world.script);
    kp_model_release(&world.model);
    kp_people_release(&world.people);
    kp_arena_release(&world.arena);
    return 0;
}
