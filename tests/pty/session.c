// SPDX-License-Identifier: GPL-3.0-or-later
#include "session.h"

#include "base/alloc.h"
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

enum { MAX_WORDS = 16 };

/* The group's: the workspace as every test finds it. */
static char *base;

static const char *program(void)
{
    const char *given = getenv("KAMPLAN_BIN");
    return given ? given : KAMPLAN_BUILD_DIR "/kamplan";
}

static char *new_directory(void)
{
    const char *temporary = getenv("TMPDIR");
    struct kp_buf path = KP_BUF_INIT;
    kp_buf_addf(&path, "%s/session-XXXXXX", temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(path.data));
    return kp_buf_detach(&path);
}

static void set_now(const char *time)
{
    setenv("KAMPLAN_NOW", time, 1);
}

/* Runs a shell script; what it prints is added to `out`. */
static int run_shell(const char *script, struct kp_buf *out)
{
    char bytes[4096];
    size_t count;
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_addf(&text, "{ %s\n} 2>&1 </dev/null", script);
    fflush(NULL);
    FILE *pipe = popen(text.data, "r");
    assert_non_null(pipe);
    while ((count = fread(bytes, 1, sizeof bytes, pipe)) > 0)
        kp_buf_add(out, (struct kp_str){bytes, count});
    int status = pclose(pipe);
    kp_buf_release(&text);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int must_run(const char *script)
{
    struct kp_buf out = KP_BUF_INIT;
    int status = run_shell(script, &out);
    if (status)
        print_error("%s\n%s\n", script, out.data);
    kp_buf_release(&out);
    return status;
}

/* Nothing of who runs the tests may show in them. */
static void set_environment(void)
{
    static const char *const foreign[] = {"LC_MESSAGES", "LANGUAGE",  "LANG",   "NO_COLOR",
                                          "COLUMNS",     "LINES",     "EDITOR", "VISUAL",
                                          "PAGER",       "COLORTERM", NULL};
    for (const char *const *name = foreign; *name; name++)
        unsetenv(*name);
    unsetenv("KAMPLAN_WORKSPACE");
    unsetenv("KAMPLAN_DATA");
    setenv("TZ", "UTC", 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    setenv("K", program(), 1);
}

int session_group_setup(void **state)
{
    (void)state;
    base = new_directory();
    set_environment();
    setenv("HOME", base, 1);
    setenv("BASE", base, 1);
    setenv("GIVEN", KAMPLAN_SOURCE_DIR "/tests/pty/session", 1);
    set_now("2025-09-14T09:00:00Z");
    setenv("KAMPLAN_ID_SEED", "before", 1);
    int status = must_run("set -e; $K init $BASE/ws --language en --currency DKK\n"
                          "$K -C $BASE/ws account add acme --name 'ACME A/S'\n"
                          "mkdir $BASE/ws/sessions\n"
                          "cp $GIVEN/model.json $GIVEN/trial.json $BASE/ws/sessions\n"
                          "$K -C $BASE/ws run trial acme --batch --answers $GIVEN/before.json\n");
    setenv("KAMPLAN_ID_SEED", "now", 1);
    return status;
}

int session_group_teardown(void **state)
{
    (void)state;
    must_run("rm -rf $BASE");
    free(base);
    return 0;
}

int session_setup(void **state)
{
    struct session *session = kp_alloc(sizeof *session);
    *session = (struct session){.dir = KP_BUF_INIT, .printed = KP_BUF_INIT};
    char *dir = new_directory();
    kp_buf_adds(&session->dir, dir);
    setenv("HOME", dir, 1);
    set_now("2026-03-02T09:00:00Z");
    free(dir);
    *state = session;
    return must_run("cp -a $BASE/ws $HOME/ws");
}

int session_teardown(void **state)
{
    struct session *session = *state;
    session_drop(session);
    must_run("rm -rf $HOME");
    kp_buf_release(&session->dir);
    kp_buf_release(&session->printed);
    free(session);
    return 0;
}

struct pty *session_start(struct session *session, const char *words, struct pty_setup setup)
{
    const char *argv[MAX_WORDS + 4] = {program(), "-C"};
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_str rest = kp_str_from(words);
    size_t count = 2;
    argv[count++] = kp_arena_format(&arena, "%s/ws", session->dir.data).data;
    while (rest.len && count < MAX_WORDS + 3)
        argv[count++] = kp_arena_str(&arena, kp_str_split(&rest, ' ')).data;
    setup.argv = argv;
    session_drop(session);
    session->pty = pty_start(&setup);
    kp_arena_release(&arena);
    return session->pty;
}

void session_clock(struct session *session, const char *time)
{
    struct kp_buf now = KP_BUF_INIT, file = KP_BUF_INIT, new_file = KP_BUF_INIT;
    kp_buf_addf(&now, "@%s/clock", session->dir.data);
    kp_buf_addf(&file, "%s/clock", session->dir.data);
    kp_buf_addf(&new_file, "%s/clock.new", session->dir.data);
    FILE *out = fopen(new_file.data, "w");
    assert_non_null(out);
    fprintf(out, "2026-03-02T%s:00Z\n", time);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(rename(new_file.data, file.data), 0); /* all of it, or the time before */
    set_now(now.data);
    kp_buf_release(&now);
    kp_buf_release(&file);
    kp_buf_release(&new_file);
}

void session_go_through(struct session *session, const struct moment *moments, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (moments[i].clock)
            session_clock(session, moments[i].clock);
        if (moments[i].keys)
            pty_type(session->pty, moments[i].keys);
        pty_expect(session->pty, moments[i].seen);
    }
}

void session_drop(struct session *session)
{
    pty_free(session->pty);
    session->pty = NULL;
}

struct pty *session_begin_with(struct session *session, struct pty_setup setup)
{
    struct pty *pty = session_start(session, "run trial acme", setup);
    pty_expect(pty, "Enter starts");
    pty_expect_row(pty, ">");
    pty_type(pty, "\r");
    pty_expect(pty, "1.1 Goals>");
    return pty;
}

struct pty *session_begin(struct session *session)
{
    return session_begin_with(session, (struct pty_setup){.rows = 30});
}

const char *session_shell(struct session *session, const char *script)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_addf(&text, "cd $HOME/ws && %s", script);
    kp_buf_clear(&session->printed);
    int status = run_shell(text.data, &session->printed);
    if (status)
        fail_msg("%s: %d\n%s", script, status, session->printed.data);
    kp_buf_release(&text);
    return session->printed.data;
}

void session_answer(struct session *session, const char *keys, const char *prompt)
{
    pty_type(session->pty, keys);
    pty_expect_row(session->pty, prompt);
}

void session_recorded(struct session *session, const char *field, const char *text)
{
    struct kp_buf script = KP_BUF_INIT;
    kp_buf_addf(&script, "git show HEAD:accounts/acme/plan/%s.json", field);
    session_shell(session, script.data);
    if (!strstr(session->printed.data, text))
        fail_msg("%s is recorded without %s:\n%s", field, text, session->printed.data);
    kp_buf_release(&script);
}

int session_revisions(struct session *session)
{
    session_shell(session, "echo $(($(git rev-list --count HEAD) - "
                           "$(git -C $BASE/ws rev-list --count HEAD)))");
    return atoi(session->printed.data);
}
