// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One workshop with everything in it, line by line: at each, the journal so far gives the session
 * as it stands, and /undo gives it as it stood before. Every kind of event is among them.
 */
#include "session_fixture.h"

#include "run/activity.h"
#include "run/prework.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { MOST_LINES = 400, AN_HOUR = 3600 * 1000 };

static const char script[] =
    "{`format`:1,`id`:`s`,`version`:1,`title`:~,`sections`:["
    "{`id`:`first`,`title`:~,`minutes`:20,`steps`:["
    "{`type`:`review`,`field`:`actions`,`open`:`status == 'open'`},"
    "{`type`:`ask`,`field`:`goals`},{`type`:`ask`,`field`:`story`},{`type`:`ask`,`field`:`loose`},"
    "{`type`:`break`,`minutes`:5}]},"
    "{`id`:`second`,`title`:~,`minutes`:30,`steps`:["
    "{`type`:`ideas`,`id`:`round`,`prompt`:~,`minutes`:8,`silent`:true},"
    "{`type`:`vote`,`on`:`round`,`dots`:3,`each`:2},"
    "{`type`:`promote`,`from`:`round`,`into`:`deals`,`as`:`title`,`most`:2,`ask`:[`value`]}]},"
    "{`id`:`third`,`title`:~,`minutes`:10,`steps`:["
    "{`type`:`rate`,`field`:`often`},{`type`:`rate`,`field`:`share`},"
    "{`type`:`ask`,`field`:`kam`}]}]}";

static const char plan[] =
    "{`goals`:`As it was`,`actions`:["
    "{`id`:`r-aaaaaa`,`what`:`Call`,`owner`:`p-1ars00`,`due`:`2026-02-01`,`status`:`open`},"
    "{`id`:`r-bbbbbb`,`what`:`Write`,`due`:`2026-03-10`,`status`:`open`},"
    "{`id`:`r-cccccc`,`what`:`Meet`,`due`:`2026-03-20`,`status`:`open`}]}";

/* "~": leaves and comes back; "@": an hour passes; "<": Shift-Tab with a draft. */
static const char *const lines[] = {
    "/here Mette (facilitator), Lars (sponsor), Karen Lund, Ida Friis",
    "/late Karen 10:30",
    "/start 9:00",
    "/usual",
    "",
    "Curious", /* the check-in */
    "/skip",
    "1 They signed",
    "2 2026-04-01",
    "",
    "/who Lars",
    "/customer",
    "Double it",
    "One story\nof two lines",
    "/goto 1.3",
    "/drop",
    "+",
    "2026",
    "What there was",
    "/back",
    "",
    "1",
    "",
    "",
    "@",
    "/away",
    "/skip",
    "/note between us",
    "/note! for all",
    "/park Who pays?",
    "/park And when?",
    "/park How?",
    "/decision We do it @Lars, Ida",
    "/action Ring",
    "Ida",
    "2026-03-20",
    "/time +5",
    "/pause",
    "/break 10",
    "",
    "/extend 3 2 1",
    "~",
    "/goto 2",
    "",
    "Lars: One",
    "Two\nThree",
    "/take",
    "/edit 2 Lars: anew",
    "/merge 1 2",
    "/split 3 a / b",
    "/group 1 3 as Service",
    "/ungroup 3",
    "/here Karen",
    "",
    "1 1 A",
    "Karen: 3 3 1",
    "Ida: 0",
    "/reveal",
    "/recount",
    "3 1 1",
    "3 3 1",
    "Karen: 1",
    "Ida: 3",
    "",
    "1 3",
    "1.8 m",
    "Lars",
    "<half",
    "100",
    "",
    "Mette",
    "",
    "/named",
    "Mette: 1, Lars: 2",
    "/gone Karen, Ida",
    "2",
    "Two complaints",
    "Lars: too kind",
    "40 80",
    "/recount",
    "40 45",
    "",
    "",
    "",
    "/role Lars kam",
    "/role Lars sponsor",
    "/close",
    "1 @Lars 2026-04-01",
    "2 Lars",
    "3",
    "Well spent",
    "",
    "5 4",
    "2026-09-01",
    "yes",
    "no",
    "/close",
};

struct moment {
    size_t lines; /* of the journal */
    char *dump;
    int64_t at;
};

struct workshop {
    struct session_fixture f;
    struct moment moments[MOST_LINES];
    size_t count;
    struct kp_buf events; /* " name" of each that there was */
};

static size_t count_lines(struct kp_str journal)
{
    size_t count = 0;
    for (size_t i = 0; i < journal.len; i++)
        count += journal.data[i] == '\n';
    return count;
}

/* Of the lines behind `start`: how many /undo takes back. */
static size_t look_at_events(struct workshop *w, size_t start)
{
    struct kp_str rest = kp_str_slice(kp_buf_str(&w->f.journal), start, w->f.journal.len);
    size_t undoable = 0;
    while (rest.len) {
        const struct kp_json *event;
        assert_int_equal(kp_json_read(&w->f.arena, "j", kp_str_split(&rest, '\n'), &event, NULL),
                         KP_OK);
        struct kp_str name = kp_json_text(event, "e");
        kp_buf_addf(&w->events, " %.*s ", KP_STR_ARG(name));
        undoable += session_is_undoable(name);
    }
    return undoable;
}

static void check_budget(struct workshop *w)
{
    struct kp_voting voting;
    size_t dots = 0;
    if (!kp_session_voting(w->f.session, &voting))
        return;
    for (size_t i = 0; i < voting.count; i++) {
        dots += voting.ideas[i].dots;
        assert_true(voting.ideas[i].dots <= voting.ballots * (size_t)voting.each);
    }
    assert_true(dots <= voting.ballots * (size_t)voting.dots);
    assert_true(voting.revealed || !dots);
}

static void feed(struct workshop *w, const char *line)
{
    if (*line == '@') {
        w->f.now += AN_HOUR;
        return;
    }
    if (*line == '~') {
        session_away(&w->f, "half");
        session_resume(&w->f);
        return;
    }
    if (*line == '<') {
        session_back(&w->f, line + 1);
        return;
    }
    session_type(&w->f, line);
    const char *refused = session_said(&w->f, KP_EFFECT_REFUSED);
    if (refused)
        fail_msg("\"%s\" was refused: %s", line, refused);
}

static void keep_moment(struct workshop *w)
{
    w->moments[w->count++] = (struct moment){count_lines(kp_buf_str(&w->f.journal)),
                                             session_dump(w->f.session, w->f.now), w->f.now};
    assert_true(w->count < MOST_LINES);
    check_budget(w);
}

static void expect_same(const char *line, const char *got, const char *expected)
{
    if (strcmp(got, expected) != 0)
        fail_msg("\"%s\":\n%s\n--- is not\n%s", line, got, expected);
}

/* The line; where it can be taken back, that, and the line again. */
static void feed_and_undo(struct workshop *w, const char *line)
{
    int64_t later = w->f.now + AN_HOUR;
    size_t start = w->f.journal.len;
    char *before = session_dump(w->f.session, later);
    feed(w, line);
    keep_moment(w);
    size_t undoable = look_at_events(w, start);
    if (undoable > 1)
        fail_msg("\"%s\" made %zu events to undo", line, undoable);
    if (undoable) {
        session_type(&w->f, "/undo");
        char *after = session_dump(w->f.session, later);
        expect_same(line, after, before);
        free(after);
        keep_moment(w);
        if (strcmp(line, "/away") != 0) { /* it is offered once */
            feed(w, line);
            keep_moment(w);
        }
    }
    free(before);
}

static void bring(struct workshop *w)
{
    struct session_fixture *f = &w->f;
    f->effects = kp_session_bring(
        f->session, KP_STR("p-1ars00"),
        definition_read(&f->arena, "[{`ideas`:`round`,`texts`:[`Written before`]}]"), false,
        f->now);
    assert_int_equal(f->effects.items[0].kind, KP_EFFECT_JOURNAL);
    kp_buf_add(&f->journal, f->effects.items[0].text);
    kp_buf_addc(&f->journal, '\n');
}

/* Every beginning of the journal is a session; at the moments that were kept, that very one. */
static void check_beginnings(struct workshop *w)
{
    size_t count = count_lines(kp_buf_str(&w->f.journal)), moment = 0;
    for (size_t n = 0; n <= count; n++) {
        struct kp_people people;
        struct kp_session *again = session_replayed(&w->f, n, &people);
        for (; moment < w->count && w->moments[moment].lines <= n; moment++) {
            if (w->moments[moment].lines < n)
                continue;
            char *dump = session_dump(again, w->moments[moment].at);
            expect_same("replayed", dump, w->moments[moment].dump);
            free(dump);
        }
        kp_session_free(again);
        kp_people_release(&people);
    }
}

static void expect_every_event(struct workshop *w)
{
    static const char *const every[] = {
        "begin",    "next",    "pause",   "leave",   "resume",    "undo",    "answer", "keep",
        "skip",     "row",     "cell",    "column",  "go",        "draft",   "who",    "basis",
        "person",   "note",    "park",    "action",  "decision",  "time",    "here",   "late",
        "gone",     "role",    "said",    "review",  "pend",      "parked",  "start",  "extend",
        "away",     "usual",   "worth",   "sign",    "next_date", "prework", "idea",   "split",
        "merge",    "group",   "ungroup", "vote",    "reveal",    "recount", "score",  "named",
        "evidence", "dissent", "promote", "closing",
    };
    look_at_events(w, 0);
    for (size_t i = 0; i < COUNT(every); i++) {
        struct kp_buf name = KP_BUF_INIT;
        kp_buf_addf(&name, " %s ", every[i]);
        if (!strstr(w->events.data, name.data))
            fail_msg("there was no \"%s\"", every[i]);
        kp_buf_release(&name);
    }
}

static void begin(struct workshop *w)
{
    static const int usual[] = {15, 40, 10};
    *w = (struct workshop){.events = KP_BUF_INIT};
    session_fixture_init(&w->f, session_model, script, plan);
    kp_session_free(w->f.session);
    w->f.setup.rounds = true;
    w->f.setup.usual = usual;
    w->f.session = kp_session_new(&w->f.setup, &w->f.header);
    bring(w);
}

static void end(struct workshop *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->moments[i].dump);
    kp_buf_release(&w->events);
    session_fixture_release(&w->f);
}

static void test_every_line(void **state)
{
    (void)state;
    struct workshop w;
    begin(&w);
    for (size_t i = 0; i < COUNT(lines); i++)
        feed_and_undo(&w, lines[i]);
    session_expect_at(&w.f, "close");
    check_beginnings(&w);
    expect_every_event(&w);
    end(&w);
}

/* The journal with its line `n` so many times instead of once: a session, or refused with a line. */
static void try_journal(struct workshop *w, size_t n, size_t times)
{
    struct session_fixture other = w->f;
    struct kp_str rest = kp_buf_str(&w->f.journal);
    struct kp_people people;
    struct kp_err err = KP_ERR_INIT;
    struct kp_session *session;
    other.journal = (struct kp_buf)KP_BUF_INIT;
    for (size_t i = 0; rest.len; i++) {
        struct kp_str line = kp_str_split(&rest, '\n');
        for (size_t j = i == n ? times : 1; j > 0; j--)
            kp_buf_addf(&other.journal, "%.*s\n", KP_STR_ARG(line));
    }
    if (session_try_replay(&other, SIZE_MAX, &people, &session, &err)) {
        if (strncmp(err.text.data, "j:", 2) != 0)
            fail_msg("refused without a line: %s", err.text.data);
    } else {
        other.session = session;
        free(session_dump(session, w->f.now));
        session_expect_replays(&other);
    }
    kp_session_free(session);
    kp_people_release(&people);
    kp_err_release(&err);
    kp_buf_release(&other.journal);
}

static void test_journals_with_a_line_less_or_more(void **state)
{
    (void)state;
    struct workshop w;
    begin(&w);
    for (size_t i = 0; i < COUNT(lines); i++)
        feed(&w, lines[i]);
    size_t count = count_lines(kp_buf_str(&w.f.journal));
    for (size_t n = 0; n < count; n++) {
        try_journal(&w, n, 0);
        try_journal(&w, n, 2);
    }
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_line),
        cmocka_unit_test(test_journals_with_a_line_less_or_more),
    };
    return cmocka_run_group_tests_name("every_line", tests, NULL, NULL);
}
