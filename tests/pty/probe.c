// SPDX-License-Identifier: GPL-3.0-or-later
#include "probe.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/fs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

int probe_setup(void **state)
{
    const char *temporary = getenv("TMPDIR");
    struct probe *probe = kp_alloc(sizeof *probe);
    *probe = (struct probe){.dir = KP_BUF_INIT, .answers = KP_BUF_INIT};
    kp_fs_join(&probe->dir, temporary ? temporary : "/tmp", "console-XXXXXX");
    assert_non_null(mkdtemp(probe->dir.data));
    kp_fs_join(&probe->answers, probe->dir.data, "answers");
    *state = probe;
    return 0;
}

int probe_teardown(void **state)
{
    struct probe *probe = *state;
    struct kp_arena arena = KP_ARENA_INIT;
    const char **names;
    size_t count = 0;
    pty_free(probe->pty);
    kp_fs_list(&arena, probe->dir.data, &names, &count, NULL);
    for (size_t i = 0; i < count; i++) {
        kp_buf_clear(&probe->answers);
        kp_fs_join(&probe->answers, probe->dir.data, names[i]);
        kp_fs_remove(probe->answers.data, NULL);
    }
    rmdir(probe->dir.data);
    kp_arena_release(&arena);
    kp_buf_release(&probe->dir);
    kp_buf_release(&probe->answers);
    free(probe);
    return 0;
}

static struct pty *start(struct probe *probe, const char *words, struct pty_setup setup)
{
    enum { MAX_WORDS = 12 };
    const char *argv[MAX_WORDS + 3] = {CONSOLE_PROBE, probe->answers.data};
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_str rest = kp_str_from(words);
    size_t count = 2;
    while (rest.len && count < MAX_WORDS + 2)
        argv[count++] = kp_arena_str(&arena, kp_str_split(&rest, '\n')).data;
    setup.argv = argv;
    probe->pty = pty_start(&setup);
    kp_arena_release(&arena);
    return probe->pty;
}

struct pty *probe_start(struct probe *probe, const char *words, const char *const *environment)
{
    return start(probe, words, (struct pty_setup){.environment = environment});
}

struct pty *probe_start_job(struct probe *probe, const char *words)
{
    return start(probe, words, (struct pty_setup){.job_control = true});
}

struct pty *probe_start_sized(struct probe *probe, const char *words, int rows, int columns)
{
    return start(probe, words, (struct pty_setup){.rows = rows, .columns = columns});
}

void probe_answers(struct probe *probe, const char *lines)
{
    struct kp_buf bytes = KP_BUF_INIT;
    assert_int_equal(kp_fs_read(probe->answers.data, 1 << 28, &bytes, NULL), KP_OK);
    assert_string_equal(bytes.data, lines);
    kp_buf_release(&bytes);
}

char *probe_script(struct probe *probe, const char *name, const char *text)
{
    struct kp_buf path = KP_BUF_INIT;
    kp_fs_join(&path, probe->dir.data, name);
    assert_int_equal(kp_fs_replace(path.data, kp_str_from(text), 0700, false, NULL), KP_OK);
    return kp_buf_detach(&path);
}
