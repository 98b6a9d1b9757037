// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Walks through histories of many lines, drawn at random from a fixed seed, compared with git: the
 * same revisions count, and none is given before one that builds on it.
 */

#define REVISIONS 40

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % below;
}

static void make_history(struct kit_test *test, uint64_t seed)
{
    struct kp_buf stream = KP_BUF_INIT;
    uint64_t state = seed;
    long at = 1700000000;
    for (unsigned i = 1; i <= REVISIONS; i++) {
        /* Often in one second, and now and then by a clock that is wrong. */
        at += draw(&state, 3) ? 0 : (long)draw(&state, 100) - 10;
        kp_buf_addf(&stream, "commit refs/heads/main\nmark :%u\ncommitter a <a@b> %ld +0000\n", i,
                    at);
        kp_buf_addf(&stream, "data 2\nm\n\n");
        if (i > 1) {
            unsigned back = i < 8 ? i - 1 : 7, first = i - 1 - draw(&state, back);
            unsigned second = i - 1 - draw(&state, back);
            kp_buf_addf(&stream, "from :%u\n", first);
            if (second != first && draw(&state, 2))
                kp_buf_addf(&stream, "merge :%u\n", second);
        }
        for (unsigned file = 0; file < 3; file++)
            if (draw(&state, 4) == 0)
                kp_buf_addf(&stream, "M 100644 inline d%u/f\ndata 2\n%u\n\n", file,
                            draw(&state, 3));
        kp_buf_addc(&stream, '\n');
    }
    kit_write(test, "../stream", stream.data);
    kit_write(test, "../import.sh", "git fast-import --quiet --force <../stream\n");
    kit_shell(test, "sh ../import.sh");
    kp_buf_release(&stream);
}

struct list {
    struct kp_rev revs[REVISIONS + 1];
    size_t count;
};

static enum kp_status add(void *context, const struct kp_rev_info *info, bool *stop,
                          struct kp_err *err)
{
    struct list *list = context;
    *stop = false;
    (void)err;
    assert_true(list->count < REVISIONS);
    list->revs[list->count++] = info->rev;
    return KP_OK;
}

static size_t place_of(const struct list *list, const char *hex)
{
    size_t i = 0;
    while (i < list->count && strncmp(list->revs[i].hex, hex, 40) != 0)
        i++;
    return i;
}

static void compare(struct kit_test *test, const char *path, const char *git, bool in_order)
{
    struct list list = {.count = 0};
    assert_int_equal(kp_revision_walk(test->ws, NULL, path, add, &list, &test->err), KP_OK);
    const char *line = kit_git(test, git);
    size_t count = 0;
    for (; *line; line = strchr(line, '\n') + 1, count++)
        if (place_of(&list, line) == list.count)
            fail_msg("%s: %.40s is missing", git, line);
    assert_int_equal(count, list.count);
    /* Each line of this: a revision and its parents. */
    for (line = kit_git(test, "rev-list --parents HEAD"); in_order && *line;
         line = strchr(line, '\n') + 1) {
        size_t child = place_of(&list, line);
        for (const char *parent = line + 40; *parent == ' '; parent += 41)
            assert_true(place_of(&list, parent + 1) > child);
    }
}

static void test_like_git(void **state)
{
    struct kit_test *test = *state;
    kit_git(test, "init -q -b main .");
    for (uint64_t seed = 1; seed <= 30; seed++) {
        make_history(test, seed);
        kit_open_again(test, KP_OK);
        compare(test, "", "rev-list HEAD", true);
        compare(test, "d0/f", "log --format=%H HEAD -- d0/f", false);
        compare(test, "d1", "log --format=%H HEAD -- d1", false);
        compare(test, "d2/f", "log --format=%H HEAD -- d2/f", false);
    }
}

static void test_shallow(void **state)
{
    struct kit_test *test = *state;
    kit_git(test, "init -q -b main .");
    make_history(test, 7);
    char text[64], *path = kit_path(test, ".git/shallow");
    snprintf(text, sizeof text, "%.40s\n", kit_git(test, "rev-parse HEAD~3"));
    kit_write(test, ".git/shallow", text);
    kit_git(test, "reflog expire --expire=now --all");
    kit_git(test, "repack -q -a -d");
    kit_git(test, "prune");
    kit_open_again(test, KP_OK);
    compare(test, "", "rev-list HEAD", false);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_like_git, kit_setup_empty, kit_teardown),
        cmocka_unit_test_setup_teardown(test_shallow, kit_setup_empty, kit_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
