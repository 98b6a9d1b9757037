// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "base/alloc.h"
#include "store/history_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Histories of several plans, drawn at random from a fixed seed, with many lines, several beginnings, wrong
 * clocks, links, files that become folders: the index names the same revisions as git does, with the same
 * files, wherever one looks from and in whatever order it came to know them.
 */

#define REVISIONS 40
#define NO_FILE   "0000000000000000000000000000000000000000"

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % below;
}

static void put_file(struct kp_buf *stream, uint64_t *state)
{
    static const char *const plans[] = {"accounts/a", "accounts/a-b", "accounts/b", "program"};
    static const char *const files[] = {"account.json", "plan/x.json", "plan/x.json.d/y", "plan/y",
                                        "sessions/1.json"};
    const char *plan = plans[draw(state, 4)], *file = files[draw(state, 5)];
    switch (draw(state, 16)) {
    case 0: kp_buf_addf(stream, "D %s/%s\n", plan, file); break;
    case 1: kp_buf_addf(stream, "D %s\n", plan); break;
    case 2: kp_buf_addf(stream, "M 100644 inline %s\ndata 2\nf\n\n", plan); break;
    case 3: kp_buf_addf(stream, "M 120000 inline %s/%s\ndata 1\n0\n", plan, file); break;
    case 4: kp_buf_addf(stream, "M 100755 inline %s/%s\ndata 1\n0\n", plan, file); break;
    case 5: kp_buf_addf(stream, "D %s/plan/x.json\n", plan); break;
    case 6: kp_buf_addf(stream, "M 100644 inline elsewhere\ndata 1\n%u\n", draw(state, 3)); break;
    default: kp_buf_addf(stream, "M 100644 inline %s/%s\ndata 1\n%u\n", plan, file, draw(state, 3));
    }
}

/* Leaves the ids in `ids`; every revision is kept by a branch of its own. */
static void make_history(struct kit_test *test, uint64_t seed, unsigned count,
                         struct kp_rev ids[REVISIONS])
{
    struct kp_buf stream = KP_BUF_INIT;
    uint64_t state = seed;
    long at = 1700000000;
    for (unsigned i = 1; i <= count; i++) {
        at += draw(&state, 3) ? 0 : (long)draw(&state, 100) - 20;
        kp_buf_addf(&stream, "commit refs/heads/r%u\nmark :%u\ncommitter a <a@b> %ld +0100\n", i, i,
                    at);
        kp_buf_addf(&stream, "data 21\na: b\n\nCycle: 2026H%u\n\n\n", 1 + i % 2);
        if (i > 1 && draw(&state, 15)) {
            unsigned back = i < 8 ? i - 1 : 7, first = i - 1 - draw(&state, back);
            kp_buf_addf(&stream, "from :%u\n", first);
            for (unsigned more = draw(&state, 2) * (1 + draw(&state, 2)); more; more--) {
                unsigned next = i - 1 - draw(&state, back);
                if (next != first)
                    kp_buf_addf(&stream, "merge :%u\n", next);
            }
        }
        for (unsigned files = draw(&state, 3); files; files--)
            put_file(&stream, &state);
        kp_buf_addc(&stream, '\n');
    }
    kp_buf_addf(&stream, "reset refs/heads/main\nfrom :%u\n\n", count);
    kit_write(test, "../stream", stream.data);
    kit_write(test, "../import.sh",
              "git fast-import --quiet --force --export-marks=../marks <../stream\n"
              "sort -t: -k2n ../marks | cut -d' ' -f2\n");
    kit_write(
        test, "../raw.sh",
        "git log --format=%H $1 -- $2 | xargs -r git log --no-walk=unsorted --format=%H --raw "
        "--no-abbrev --no-renames --diff-merges=first-parent\n");
    const char *line = kit_shell(test, "sh ../import.sh");
    for (unsigned i = 0; i < count; i++, line += 41)
        snprintf(ids[i].hex, sizeof ids[i].hex, "%.40s", line);
    kp_buf_release(&stream);
}

struct list {
    char *lines[2000];
    size_t count;
};

static void list_add(struct list *list, const char *line, size_t len)
{
    assert_true(list->count < 2000);
    list->lines[list->count++] = kp_strndup(line, len);
}

static void list_release(struct list *list)
{
    while (list->count)
        free(list->lines[--list->count]);
}

static int by_text(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

/* "commit" and "commit path id" for each file; ids of what is no file are all zero. */
static enum kp_status add(void *context, const struct kp_history_entry *entry, bool *stop,
                          struct kp_err *err)
{
    struct list *list = context;
    struct kp_buf text = KP_BUF_INIT;
    (void)stop;
    (void)err;
    assert_int_equal(entry->offset_minutes, 60);
    assert_int_equal(strncmp(entry->cycle.text, "2026H", 5), 0);
    list_add(list, entry->rev.hex, 40);
    for (size_t i = 0; i < entry->file_count; i++) {
        const struct kp_rev_file *file = &entry->files[i];
        if (i)
            assert_true(strcmp(entry->files[i - 1].path, file->path) <= 0);
        kp_buf_clear(&text);
        kp_buf_addf(&text, "%s %s %s", entry->rev.hex, file->path,
                    file->id[0] ? file->id : NO_FILE);
        list_add(list, text.data, text.len);
    }
    kp_buf_release(&text);
    return KP_OK;
}

static enum kp_status add_rev(void *context, const struct kp_rev_info *info, bool *stop,
                              struct kp_err *err)
{
    (void)stop;
    (void)err;
    list_add(context, info->rev.hex, 40);
    return KP_OK;
}

/* What git says, in the same words: its lines are ":mode mode id id status<TAB>path". */
static void read_git(const char *text, const char *dir, struct list *list)
{
    char commit[41] = "";
    struct kp_str rest = kp_str_from(text);
    while (rest.data && rest.len) {
        struct kp_str line = kp_str_split(&rest, '\n');
        if (line.len == 40) {
            snprintf(commit, sizeof commit, "%.40s", line.data);
            list_add(list, commit, 40);
        } else if (line.len && line.data[0] == ':') {
            struct kp_buf out = KP_BUF_INIT;
            struct kp_str path = kp_str_slice(line, kp_str_find(line, '\t') + 1, line.len);
            bool file = strncmp(line.data + 8, "100", 3) == 0;
            size_t len = strlen(dir);
            /* What is a file at the plan's own place is no file of it. */
            if (path.len > len && kp_str_starts(path, kp_str_from(dir)) && path.data[len] == '/') {
                kp_buf_addf(&out, "%s %.*s %.40s", commit, (int)(path.len - len - 1),
                            path.data + len + 1, file ? line.data + 56 : NO_FILE);
                list_add(list, out.data, out.len);
            }
            kp_buf_release(&out);
        }
    }
}

static size_t place_of(const struct list *list, const char *hex)
{
    size_t i = 0;
    while (i < list->count && strncmp(list->lines[i], hex, 40) != 0)
        i++;
    return i;
}

/* Each line: a revision, and those before it that count; they stand behind it in `ours`, too. */
static void read_lines(const char *line, const struct list *ours, struct list *theirs)
{
    for (; *line; line = strchr(line, '\n') + 1) {
        list_add(theirs, line, 40);
        for (const char *parent = line + 40; *parent == ' '; parent += 41)
            assert_true(place_of(ours, parent + 1) > place_of(ours, line));
    }
}

static void compare(const char *what, struct list *a, struct list *b)
{
    qsort(a->lines, a->count, sizeof *a->lines, by_text);
    qsort(b->lines, b->count, sizeof *b->lines, by_text);
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (strcmp(a->lines[i], b->lines[i]) != 0)
            fail_msg("%s: \"%s\" and not \"%s\"", what, a->lines[i], b->lines[i]);
    if (a->count != b->count)
        fail_msg("%s: %zu and not %zu", what, a->count, b->count);
    list_release(a);
    list_release(b);
}

static void ask(struct kit_test *test, const struct kp_rev *from, const char *dir, const char *file)
{
    struct list ours = {.count = 0}, theirs = {.count = 0};
    struct kp_buf words = KP_BUF_INIT;
    const char *rev = from ? from->hex : "HEAD";
    char path[100];
    snprintf(path, sizeof path, "%s%s%s", dir, file ? "/" : "", file ? file : "");
    assert_int_equal(kp_history_walk(test->ws, from, dir, file, add, &ours, &test->err), KP_OK);
    kp_buf_addf(&words, "sh ../raw.sh %s %s", rev, path);
    read_git(kit_shell(test, words.data), dir, &theirs);
    compare(words.data, &ours, &theirs);
    kp_buf_clear(&words);
    kp_buf_addf(&words, "rev-list --parents %s -- %s", rev, path);
    assert_int_equal(kp_revision_walk(test->ws, from, path, add_rev, &ours, &test->err), KP_OK);
    read_lines(kit_git(test, words.data), &ours, &theirs);
    compare(words.data, &ours, &theirs);
    kp_buf_release(&words);
}

static const char *const plans[] = {"accounts/a", "accounts/a-b", "accounts/b", "program"};
static const char *const files[] = {"plan", "plan/x.json", "account.json", "plan/y"};

static void point(struct kit_test *test, const struct kp_rev *rev)
{
    struct kp_buf words = KP_BUF_INIT;
    kp_buf_addf(&words, "update-ref refs/heads/main %s", rev->hex);
    kit_git(test, words.data);
    kp_buf_release(&words);
}

static void test_like_git(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev ids[REVISIONS];
    kit_git(test, "init -q -b main .");
    for (uint64_t seed = 1; seed <= 6; seed++) {
        uint64_t chance = seed;
        kit_shell(test, "rm -f .git/kamplan/history");
        make_history(test, seed, REVISIONS, ids);
        kit_open_again(test, KP_OK);
        for (int i = 0; i < 8; i++) {
            uint32_t tip = draw(&chance, REVISIONS), from = draw(&chance, REVISIONS);
            if (draw(&chance, 2))
                point(test, &ids[draw(&chance, 3) ? tip : REVISIONS - 1]);
            if (draw(&chance, 2))
                kit_open_again(test, KP_OK);
            ask(test, draw(&chance, 2) ? &ids[from] : NULL, plans[draw(&chance, 4)],
                draw(&chance, 2) ? files[draw(&chance, 4)] : NULL);
        }
    }
}

/* Much more of the same, measured by the walk that reads every revision's trees. */
static void test_like_the_walk(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev ids[REVISIONS];
    kit_git(test, "init -q -b main .");
    for (uint64_t seed = 100, chance = 1; seed < 130; seed++) {
        kit_shell(test, "rm -f .git/kamplan/history");
        make_history(test, seed, REVISIONS, ids);
        kit_open_again(test, KP_OK);
        for (int i = 0; i < 40; i++) {
            const struct kp_rev *from = &ids[draw(&chance, REVISIONS)];
            const char *plan = plans[draw(&chance, 4)], *file = files[draw(&chance, 4)];
            struct list ours = {.count = 0}, slow = {.count = 0};
            char path[100];
            if (i % 8 == 0)
                kit_open_again(test, KP_OK);
            snprintf(path, sizeof path, "%s%s%s", plan, i % 2 ? "/" : "", i % 2 ? file : "");
            assert_int_equal(kp_revision_walk(test->ws, from, path, add_rev, &ours, &test->err),
                             KP_OK);
            assert_int_equal(store_walk_slowly(test->ws, from, path, add_rev, &slow, &test->err),
                             KP_OK);
            compare(path, &ours, &slow);
        }
    }
}

/* The index of another time, another place, or of nothing: it is where no file can be. */
static void test_no_file(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev ids[REVISIONS];
    kit_git(test, "init -q -b main .");
    make_history(test, 99, REVISIONS, ids);
    kit_open_again(test, KP_OK);
    kit_shell(test, "mkdir -p .git/kamplan/history");
    for (size_t i = REVISIONS / 2; i < REVISIONS; i += 4) {
        point(test, &ids[i]);
        ask(test, NULL, plans[i % 4], NULL);
        ask(test, &ids[3], plans[i % 3], NULL);
    }
}

static size_t count_of(struct kit_test *test, const char *path)
{
    struct list list = {.count = 0};
    assert_int_equal(kp_revision_walk(test->ws, NULL, path, add_rev, &list, &test->err), KP_OK);
    size_t count = list.count;
    list_release(&list);
    return count;
}

/* A copy that goes back only so far has fewer revisions, and another beginning; later it has all. */
static void test_shallow(void **state)
{
    struct kit_test *test = *state;
    const char *plan = "accounts/a";
    for (int i = 0; i < 10; i++)
        kit_put(test, KP_OK, "accounts/a/account.json", i % 2 ? "1" : "0");
    assert_int_equal(count_of(test, plan), 10);
    kit_write(test, "../shallow.sh",
              "set -e; git clone -q --no-local --depth 3 file://$PWD ../copy; cd ../copy\n"
              "mkdir .git/kamplan; cp ../w/.git/kamplan/history .git/kamplan/\n"
              "mv ../w/.git ../whole; cp -r .git ../w/\n");
    kit_shell(test, "sh ../shallow.sh");
    kit_open_again(test, KP_OK);
    assert_int_equal(count_of(test, plan), 3);
    kit_open_again(test, KP_OK);
    assert_int_equal(count_of(test, plan), 3);
    kit_git(test, "fetch -q --unshallow ../whole main");
    kit_open_again(test, KP_OK);
    assert_int_equal(count_of(test, plan), 10);
}

/* Whatever happens to the file: the answer is the same, and the file is mended. */
static void test_damage(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev ids[REVISIONS];
    struct stat st;
    char *path = kit_path(test, ".git/kamplan/history");
    kit_git(test, "init -q -b main .");
    make_history(test, 11, REVISIONS, ids);
    for (uint64_t i = 0, chance = 5; i < 160; i++) {
        struct list good = {.count = 0}, ours = {.count = 0};
        const struct kp_rev *from = i % 3 ? NULL : &ids[draw(&chance, REVISIONS)];
        const char *plan = plans[draw(&chance, 4)];
        if (i % 40 == 0) {
            kp_workspace_close(test->ws);
            test->ws = NULL;
            unlink(path);
            point(test, &ids[REVISIONS - 1 - i / 40]);
        }
        kit_open_again(test, KP_OK);
        assert_int_equal(kp_history_walk(test->ws, from, plan, NULL, add, &good, &test->err),
                         KP_OK);
        int fd = open(path, O_RDWR);
        assert_int_equal(fstat(fd, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        for (uint32_t hits = 1 + draw(&chance, 3); hits; hits--) {
            off_t at = (off_t)draw(&chance, draw(&chance, 2) ? 192 : (uint32_t)st.st_size);
            char byte = (char)draw(&chance, 256), zeros[64] = {0};
            if (draw(&chance, 3))
                assert_int_equal(pwrite(fd, &byte, 1, at), 1);
            else if (draw(&chance, 2))
                assert_int_equal(pwrite(fd, zeros, sizeof zeros, at), (ssize_t)sizeof zeros);
            else
                assert_int_equal(ftruncate(fd, at), 0);
        }
        close(fd);
        if (i % 2)
            kit_open_again(test, KP_OK);
        assert_int_equal(kp_history_walk(test->ws, from, plan, NULL, add, &ours, &test->err),
                         KP_OK);
        compare("damaged", &ours, &good);
    }
    free(path);
}

/* Two who come to know the same and different revisions in turn, each with what he knew before. */
static void test_two(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev ids[REVISIONS];
    struct kp_workspace *first, *second = NULL;
    kit_git(test, "init -q -b main .");
    make_history(test, 21, REVISIONS, ids);
    kit_open_again(test, KP_OK);
    assert_int_equal(kp_workspace_open(test->root, &second, &test->err), KP_OK);
    first = test->ws;
    for (uint64_t i = 0, chance = 8; i < 16; i++) {
        point(test, &ids[draw(&chance, REVISIONS)]);
        test->ws = draw(&chance, 2) ? first : second;
        ask(test, NULL, plans[i % 4], NULL);
        if (draw(&chance, 2))
            ask(test, &ids[draw(&chance, REVISIONS)], plans[i % 3], "plan/x.json");
    }
    test->ws = first;
    kp_workspace_close(second);
}

static void test_at(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev rev, revs[3];
    for (int i = 0; i < 3; i++) {
        /* The clock went back once. */
        test->author.at = KIT_AT + (i == 2 ? 500 : i * 1000) + 1000;
        revs[i] = kit_put(test, KP_OK, "accounts/a/account.json", i % 2 ? "1" : "0");
    }
    static const struct {
        int64_t at;
        int want;
    } cases[] = {{KIT_AT + 5000, 2}, {KIT_AT + 1999, 2}, {KIT_AT + 1000, 2}, {KIT_AT - 1, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(kp_revision_at(test->ws, cases[i].at, &rev, &test->err), KP_OK);
        assert_string_equal(rev.hex, cases[i].want < 0 ? "" : revs[cases[i].want].hex);
    }
    assert_int_equal(kp_revision_at(test->ws, KIT_AT, &rev, &test->err), KP_OK);
    assert_int_not_equal(rev.hex[0], 0);
}

static enum kp_status stop_at_once(void *context, const struct kp_history_entry *entry, bool *stop,
                                   struct kp_err *err)
{
    (void)entry;
    (void)err;
    ++*(int *)context;
    *stop = true;
    return KP_OK;
}

static enum kp_status refuse(void *context, const struct kp_history_entry *entry, bool *stop,
                             struct kp_err *err)
{
    (void)context;
    (void)entry;
    (void)stop;
    return kp_err_set(err, KP_BUSY, "enough");
}

static void test_asking(void **state)
{
    struct kit_test *test = *state;
    struct list list = {.count = 0};
    struct kp_rev nothing = {"1234567890123456789012345678901234567890"};
    struct kp_buf text = KP_BUF_INIT;
    int calls = 0;
    kit_put(test, KP_OK, "accounts/a/plan/x.json", "1");
    kit_put(test, KP_OK, "accounts/a/plan/x.json", "2");
    kit_put(test, KP_OK, "accounts/a/plan/x.json", NULL);
    assert_int_equal(
        kp_history_walk(test->ws, NULL, plans[0], NULL, stop_at_once, &calls, &test->err), KP_OK);
    assert_int_equal(calls, 1);
    assert_int_equal(kp_history_walk(test->ws, NULL, plans[0], NULL, refuse, NULL, &test->err),
                     KP_BUSY);
    assert_int_equal(
        kp_history_walk(test->ws, NULL, "accounts/none", NULL, refuse, NULL, &test->err), KP_OK);
    assert_int_equal(
        kp_history_walk(test->ws, NULL, plans[0], "plan/none", refuse, NULL, &test->err), KP_OK);
    assert_int_equal(kp_history_walk(test->ws, &nothing, plans[0], NULL, refuse, NULL, &test->err),
                     KP_NOT_FOUND);
    snprintf(nothing.hex, sizeof nothing.hex, "x");
    assert_int_equal(kp_history_walk(test->ws, &nothing, plans[0], NULL, refuse, NULL, &test->err),
                     KP_INVALID);
    assert_int_equal(kp_revision_content(test->ws, "56a6051ca2b02b04ef92d5150c9ef600403cb1de",
                                         &text, &test->err),
                     KP_OK);
    assert_string_equal(text.data, "1");
    assert_int_equal(kp_revision_content(test->ws, NO_FILE, &text, &test->err), KP_IO);
    assert_int_equal(kp_revision_content(test->ws, "", &text, &test->err), KP_INVALID);
    kp_buf_release(&text);
    list_release(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_like_git, kit_setup_empty, kit_teardown),
        cmocka_unit_test_setup_teardown(test_like_the_walk, kit_setup_empty, kit_teardown),
        cmocka_unit_test_setup_teardown(test_no_file, kit_setup_empty, kit_teardown),
        cmocka_unit_test_setup_teardown(test_shallow, kit_setup, kit_teardown),
        cmocka_unit_test_setup_teardown(test_damage, kit_setup_empty, kit_teardown),
        cmocka_unit_test_setup_teardown(test_two, kit_setup_empty, kit_teardown),
        cmocka_unit_test_setup_teardown(test_at, kit_setup, kit_teardown),
        cmocka_unit_test_setup_teardown(test_asking, kit_setup, kit_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
