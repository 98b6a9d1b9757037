// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * workspace SESSIONS-DIR ACCOUNTS REVISIONS OTHERS CYCLES: writes a large workspace's whole history to standard
 * output, for `git fast-import`; workspace.sh makes the workspace of it. Every account has a plan of 120 answers,
 * the questions of sessions/model.json and some of the workspace's own, and REVISIONS / ACCOUNTS revisions
 * over CYCLES cycles up to 2026H1: its first session answers everything, each later one changes 10
 * to 40 answers and confirms some. Every account but the first, acme, has OTHERS times as many revisions. The
 * same arguments give the same bytes.
 */
#include "values.h"

#include "base/alloc.h"
#include "base/date.h"
#include "base/id.h"
#include "model/plan.h"
#include "model/script.h"
#include "model/type.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWERS = 120, PEOPLE = 400, SCRIPTS = 2, CYCLES_MOST = 100, NEVER = -1 };

static const struct kp_date last_day = {2026, 5, 29};

struct world {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_script scripts[SCRIPTS];
    struct kp_str snapshots[SCRIPTS]; /* names */
    struct kp_buf own_model;
    struct kp_people people;
    const struct kp_field *fields[ANSWERS];
    size_t accounts, revisions, others;
    struct kp_date first_day;
    uint8_t *changes; /* of each account's answers: how often each was changed, from 1 */
    size_t *held;     /* sessions of each account */
    size_t made;      /* sessions of all */
};

/* A new arena for each revision: what it is made of. */
struct maker {
    struct world *world;
    struct kp_arena arena;
    size_t account;
    struct kp_cycle cycle;
    struct kp_str session;
};

/* ---- The stream ---- */

static void put_data(struct kp_str bytes)
{
    printf("data %zu\n", bytes.len);
    fwrite(bytes.data, 1, bytes.len, stdout);
    putchar('\n');
}

static void put_file(const char *path, struct kp_str bytes)
{
    printf("M 100644 inline %s\n", path);
    put_data(bytes);
}

static void put_document(const char *path, const struct kp_json *document)
{
    struct kp_buf bytes = KP_BUF_INIT;
    kp_json_write(&bytes, document);
    put_file(path, kp_buf_str(&bytes));
    kp_buf_release(&bytes);
}

static void put_who(const char *deed, struct kp_str who, struct kp_date day)
{
    printf("%s %s <%s@kamplan> %" PRId64 " +0000\n", deed, who.data, who.data,
           kp_date_to_days(day) * 86400 + 36000);
}

static void put_commit(const char *ref, struct kp_str who, struct kp_date day,
                       struct kp_str message)
{
    printf("commit %s\n", ref);
    put_who("author", who, day);
    put_who("committer", who, day);
    put_data(message);
}

/* "acme", "kunde-0002" … */
static const char *slug(struct maker *m, size_t account)
{
    if (account == 0)
        return "acme";
    return kp_arena_format(&m->arena, "kunde-%04zu", account + 1).data;
}

static void put_beginning(struct maker *m)
{
    struct world *world = m->world;
    struct kp_buf people = KP_BUF_INIT;
    struct kp_json *settings = kp_json_new_object(&m->arena);
    kp_json_set_whole(&m->arena, settings, "format", 1);
    kp_json_set_string(&m->arena, settings, "company", KP_STR("Nordvind A/S"));
    kp_json_set_string(&m->arena, settings, "language", KP_STR("en"));
    kp_json_set_string(&m->arena, settings, "currency", KP_STR("DKK"));
    kp_json_set_whole(&m->arena, settings, "budget_month", 9);

    put_commit("refs/kamplan/people", KP_STR("kamplan"), world->first_day, KP_STR("people"));
    kp_people_write(&world->people, &people);
    put_file("people.json", kp_buf_str(&people));
    kp_buf_release(&people);

    put_commit("refs/heads/main", person(&world->people, 0), world->first_day,
               KP_STR("A new workspace\n"));
    put_file(".gitattributes", KP_STR("*.json text eol=lf\n"));
    put_document("kamplan.json", settings);
    put_file("sessions/model.json", kp_buf_str(&world->own_model));
    for (size_t i = 0; i < SCRIPTS; i++) {
        struct kp_buf snapshot = KP_BUF_INIT, name = KP_BUF_INIT;
        kp_snapshot_write(&world->scripts[i], &world->model, &snapshot);
        kp_snapshot_name(&world->scripts[i], kp_buf_str(&snapshot), &name);
        world->snapshots[i] = kp_arena_str(&world->arena, kp_buf_str(&name));
        put_file(kp_arena_format(&m->arena, "snapshots/%s.json", name.data).data,
                 kp_buf_str(&snapshot));
        kp_buf_release(&snapshot);
        kp_buf_release(&name);
    }
}

static void put_account(struct maker *m)
{
    const struct kp_str name = make_phrase(&m->arena, mix(m->account, 0, 0, 7));
    const char *id = slug(m, m->account);
    struct kp_json *document = kp_json_new_object(&m->arena);
    kp_json_set_whole(&m->arena, document, "format", 1);
    kp_json_set_string(&m->arena, document, "name", name);
    kp_json_set_string(&m->arena, document, "kam", person(&m->world->people, m->account));
    put_commit("refs/heads/main", person(&m->world->people, m->account), m->world->first_day,
               kp_arena_format(&m->arena, "%s: new account\n\nAccount: %s\n", id, id));
    put_document(kp_arena_format(&m->arena, "accounts/%s/account.json", id).data, document);
}

static void put_answer(struct maker *m, size_t index, enum kp_answer_state state)
{
    struct world *world = m->world;
    struct kp_buf bytes = KP_BUF_INIT;
    uint8_t *changes = &world->changes[m->account * ANSWERS + index];
    *changes += state != KP_ANSWER_CONFIRMED;
    uint64_t seed = mix(m->account, index, *changes, 8);
    const struct kp_answer answer = {
        .field = world->fields[index]->id,
        .value = make_value(&m->arena, &world->people, world->fields[index],
                            mix(m->account, index, 0, 6), *changes),
        .state = state,
        .cycle = m->cycle,
        .session = m->session,
        .said_by = make_strings(&m->arena, person(&world->people, seed)),
        .basis = (enum kp_basis)(seed >> 40 & 3),
    };
    kp_answer_write(&answer, world->fields[index], &bytes);
    put_file(kp_arena_format(&m->arena, "accounts/%s/plan/%s.json", slug(m, m->account),
                             answer.field.data)
                 .data,
             kp_buf_str(&bytes));
    kp_buf_release(&bytes);
}

static void put_record(struct maker *m, const struct kp_script *script, struct kp_str snapshot,
                       const int *states)
{
    struct kp_arena *arena = &m->arena;
    struct kp_json *record = kp_json_new_object(arena), *asked = kp_json_new_array(arena);
    struct kp_json *section = kp_json_new_object(arena), *sections = kp_json_new_array(arena);
    const struct kp_str day = kp_str_slice(m->session, 0, 10);
    const struct kp_str at = kp_arena_format(arena, "%.*sT10:00:00Z", KP_STR_ARG(day));
    struct kp_buf cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, m->cycle);
    kp_json_set_whole(arena, record, "format", 1);
    kp_json_set(arena, record, "id", make_id(arena, 's', mix(m->account, m->world->made, 0, 9)));
    kp_json_set_string(arena, record, "session", m->session);
    kp_json_set_string(arena, record, "script", script->id);
    kp_json_set_whole(arena, record, "version", script->version);
    kp_json_set_string(arena, record, "snapshot", snapshot);
    kp_json_set_string(arena, record, "account", kp_str_from(slug(m, m->account)));
    kp_json_set_string(arena, record, "cycle", kp_buf_str(&cycle));
    kp_json_set_string(arena, record, "started", at);
    kp_json_set_string(arena, record, "closed", at);
    kp_json_set_string(arena, record, "language", KP_STR("en"));
    kp_json_set_string(arena, record, "facilitator", person(&m->world->people, m->account));
    kp_json_set(arena, record, "attendees",
                make_strings(arena, person(&m->world->people, m->account + 1)));
    kp_json_set(arena, record, "sections", sections);
    kp_json_append(arena, sections, section);
    kp_json_set_string(arena, section, "id", script->sections[0].id);
    kp_json_set_whole(arena, section, "planned_minutes", script->sections[0].minutes);
    kp_json_set_whole(arena, section, "actual_minutes", 20);
    kp_json_set(arena, section, "asked", asked);
    for (size_t i = 0; i < ANSWERS; i++) {
        if (states[i] == NEVER)
            continue;
        struct kp_json *item = kp_json_new_object(arena);
        kp_json_append(arena, asked, item);
        kp_json_set_string(arena, item, "number", kp_arena_format(arena, "1.%zu", asked->count));
        kp_json_set_string(arena, item, "field", m->world->fields[i]->id);
        kp_json_set_string(arena, item, "state",
                           kp_str_from(kp_answer_state_name((enum kp_answer_state)states[i])));
    }
    put_document(kp_arena_format(arena, "accounts/%s/sessions/%.*s.json", slug(m, m->account),
                                 KP_STR_ARG(m->session))
                     .data,
                 record);
    kp_buf_release(&cycle);
}

/* Which answers a session touches, and how: everything at first, later 10 to 40 changed, a few confirmed. */
static void choose(const struct maker *m, int *states)
{
    uint64_t seed = mix(m->account, m->world->held[m->account], 0, 10);
    bool first = m->world->held[m->account] == 0;
    for (size_t i = 0; i < ANSWERS; i++)
        states[i] = first ? KP_ANSWER_NEW : NEVER;
    uint64_t count = first ? 0 : 10 + seed % 31;
    for (uint64_t i = 0; i < count + count / 4; i++) {
        seed = mix(seed, i, 0, 11);
        states[seed % ANSWERS] = i < count ? KP_ANSWER_CHANGED : KP_ANSWER_CONFIRMED;
    }
}

static void put_session(struct world *world, size_t account, struct kp_date day)
{
    struct maker m = {.world = world, .account = account, .cycle = kp_cycle_of(day)};
    size_t which = world->held[account] > 0, counts[3] = {0};
    const struct kp_script *script = &world->scripts[which];
    struct kp_buf text = KP_BUF_INIT, cycle = KP_BUF_INIT;
    int states[ANSWERS];
    const char *id = slug(&m, account);
    choose(&m, states);
    for (size_t i = 0; i < ANSWERS; i++)
        if (states[i] != NEVER)
            counts[states[i]]++;
    kp_date_print(&text, day);
    kp_buf_addf(&text, "-%.*s", KP_STR_ARG(script->id));
    m.session = kp_arena_str(&m.arena, kp_buf_str(&text));
    kp_buf_clear(&text);
    kp_cycle_print(&cycle, m.cycle);
    kp_buf_addf(&text,
                "%s: %.*s, %s\n\n%zu answers changed, %zu new, %zu confirmed\n\nAccount: %s\n"
                "Cycle: %s\nSession: %s\nScript: %.*s@%d\n",
                id, KP_STR_ARG(script->id), cycle.data, counts[KP_ANSWER_CHANGED],
                counts[KP_ANSWER_NEW], counts[KP_ANSWER_CONFIRMED], id, cycle.data, m.session.data,
                KP_STR_ARG(script->id), script->version);
    put_commit("refs/heads/main", person(&world->people, account), day, kp_buf_str(&text));
    for (size_t i = 0; i < ANSWERS; i++)
        if (states[i] != NEVER)
            put_answer(&m, i, (enum kp_answer_state)states[i]);
    put_record(&m, script, world->snapshots[which], states);
    world->held[account]++;
    world->made++;
    kp_buf_release(&text);
    kp_buf_release(&cycle);
    kp_arena_release(&m.arena);
}

/* Rounds in which every account has its turn, acme in each of `others` only once. */
static void put_sessions(struct world *world)
{
    size_t rounds = world->revisions / world->accounts * world->others;
    size_t done = 0, all = rounds * (world->accounts - 1) + rounds / world->others;
    int64_t days = kp_date_to_days(last_day) - kp_date_to_days(world->first_day) - 1;
    for (size_t r = 0; r < rounds; r++)
        for (size_t i = 0; i < world->accounts; i++) {
            size_t account = (i * 7919 + r * 31) % world->accounts;
            if (account == 0 && r % world->others)
                continue;
            int64_t day = 1 + (int64_t)done++ * days / (int64_t)all;
            put_session(world, account, kp_date_add_days(world->first_day, day));
        }
}

/* ---- What there is before ---- */

static const struct kp_json *must_read(struct world *world, const char *file, struct kp_str bytes)
{
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *document = NULL;
    enum kp_status status = bytes.data ? kp_json_read(&world->arena, file, bytes, &document, &err)
                                       : kp_json_read_file(&world->arena, file, &document, &err);
    if (status) {
        fprintf(stderr, "%s\n", err.text.data);
        exit(1);
    }
    return document;
}

/* As many questions of the workspace's own as bring a plan to 120 answers. */
static void write_own_model(struct world *world, const struct kp_json *built_in)
{
    size_t count = 0;
    KP_JSON_EACH(field, kp_json_get(built_in, "fields"))
    count += !kp_json_get(field, "calc") && !kp_str_is(kp_json_text(field, "scope"), "program");
    kp_buf_adds(&world->own_model, "{\n  \"format\": 1,\n  \"fields\": [");
    for (size_t i = count; i < ANSWERS; i++)
        kp_buf_addf(&world->own_model,
                    "%s\n    {\"id\": \"own.question%02zu\", \"type\": \"note\", \"group\": "
                    "\"customer\",\n     \"label\": {\"en\": \"Question %zu\", \"da\": \"Spørgsmål "
                    "%zu\", \"sv\": \"Fråga %zu\"}}",
                    i > count ? "," : "", i - count + 1, i - count + 1, i - count + 1,
                    i - count + 1);
    kp_buf_adds(&world->own_model, "\n  ]\n}\n");
}

static void make_people(struct world *world)
{
    static const char *const first[] = {"Mette", "Lars", "Ida",   "Per",    "Åsa",
                                        "Björn", "Ruth", "Søren", "Hannah", "Nanna"};
    static const char *const last[] = {"Holm",      "Bo",   "Friis", "Dahl",
                                       "Lindqvist", "Voss", "Krogh", "Adeyemi"};
    struct kp_ids ids = kp_ids_seeded(KP_STR("bench"));
    for (size_t i = 0; i < PEOPLE; i++) {
        char id[KP_ID_SIZE];
        kp_id_make(&ids, 'p', id);
        kp_people_put(&world->people, kp_str_from(id),
                      kp_arena_format(&world->arena, "%s %s %zu", first[i % 10], last[i / 10 % 8],
                                      i / 80 + 1));
    }
}

static void make_world(struct world *world, const char *dir)
{
    static const char *const names[SCRIPTS] = {"account-plan.json", "plan-revision.json"};
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model_source sources[2] = {
        {.file = kp_arena_format(&world->arena, "%s/model.json", dir).data},
        {.file = "sessions/model.json"}};
    sources[0].document = must_read(world, sources[0].file, (struct kp_str){NULL, 0});
    write_own_model(world, sources[0].document);
    sources[1].document = must_read(world, sources[1].file, kp_buf_str(&world->own_model));
    enum kp_status status = kp_model_load(&world->model, sources, 2, &faults);
    for (size_t i = 0; i < SCRIPTS && !status; i++) {
        struct kp_str file = kp_arena_format(&world->arena, "%s/%s", dir, names[i]);
        status = kp_script_load(&world->scripts[i], &world->model, names[i],
                                must_read(world, file.data, (struct kp_str){NULL, 0}), &faults);
    }
    size_t count = 0;
    for (size_t i = 0; i < world->model.field_count && count < ANSWERS; i++)
        if (kp_scope_covers(world->model.fields[i].scope, KP_SCOPE_ACCOUNT) &&
            !world->model.fields[i].calc)
            world->fields[count++] = &world->model.fields[i];
    kp_faults_release(&faults);
    if (status || count < ANSWERS) {
        fprintf(stderr, "the model or a script in %s cannot be used\n", dir);
        exit(1);
    }
    make_people(world);
    world->changes = kp_alloc(world->accounts * ANSWERS);
    world->held = kp_alloc(world->accounts * sizeof *world->held);
}

/* The sixth of the month in which so many half-years up to that of last_day begin. */
static struct kp_date first_of(size_t cycles)
{
    int months = last_day.year * 12 - 6 * ((int)cycles - 1);
    return (struct kp_date){months / 12, months % 12 + 1, 6};
}

int main(int argc, char **argv)
{
    struct world world = {.own_model = KP_BUF_INIT, .people = KP_PEOPLE_INIT};
    size_t cycles = 0;
    if (argc == 6) {
        world.accounts = (size_t)atoi(argv[2]);
        world.revisions = (size_t)atoi(argv[3]);
        world.others = (size_t)atoi(argv[4]);
        cycles = (size_t)atoi(argv[5]);
    }
    if (!world.accounts || world.revisions < world.accounts || !world.others || !cycles ||
        cycles > CYCLES_MOST) {
        fprintf(stderr,
                "usage: workspace SESSIONS-DIR ACCOUNTS REVISIONS OTHERS CYCLES\n"
                "REVISIONS is at least ACCOUNTS, OTHERS at least 1, CYCLES from 1 to %d\n",
                CYCLES_MOST);
        return 2;
    }
    world.first_day = first_of(cycles);
    make_world(&world, argv[1]);
    struct maker m = {.world = &world};
    put_beginning(&m);
    for (m.account = 0; m.account < world.accounts; m.account++)
        put_account(&m);
    put_sessions(&world);
    puts("done");
    kp_arena_release(&m.arena);
    for (size_t i = 0; i < SCRIPTS; i++)
        kp_script_release(&world.scripts[i]);
    kp_model_release(&world.model);
    kp_people_release(&world.people);
    kp_buf_release(&world.own_model);
    kp_arena_release(&world.arena);
    free(world.changes);
    free(world.held);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
