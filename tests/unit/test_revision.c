// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "base/alloc.h"
#include "base/fs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void test_record(void **state)
{
    struct kit_test *test = *state;
    const struct kp_change changes[] = {
        {"accounts/acme/plan/team.json", KP_STR("2\n"), false},
        {"accounts/acme/plan/goals.json", KP_STR("1\n"), false},
        {"accounts/acme/account.json", KP_STR(""), false},
    };
    struct kp_rev before = kit_tip(test);
    struct kp_rev rev =
        kit_put_all(test, KP_OK, changes, COUNT(changes), "acme: a session\n\nAccount: acme\n");
    assert_string_equal(kit_tip(test).hex, rev.hex);
    assert_string_not_equal(before.hex, rev.hex);
    kit_assert_file(test, "accounts/acme/plan/goals.json", "1\n");
    kit_assert_file(test, "accounts/acme/account.json", "");
    kit_assert_disk(test, "accounts/acme/plan/goals.json", "1\n");
    kit_assert_status(test, "");
    /* Not only in the long run: git need not read any file to see that all is as recorded. */
    kit_git(test, "diff-files --quiet");
    assert_string_equal(kit_git(test, "log -1 --format=%B"),
                        "acme: a session\n\nAccount: acme\n\n");
    assert_string_equal(kit_git(test, "ls-files -s accounts/acme/account.json"),
                        "100644 e69de29bb2d1d6434b8b29ae775ad8c2e48c5391 "
                        "0\taccounts/acme/account.json\n");
    assert_string_equal(kit_git(test, "reflog -1 --format=%gn:%gs"), "p-k3f9q2:acme: a session\n");
    kit_assert_sound(test);
    assert_int_equal(test->kept_count, 0);
}

static void test_nothing_new(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev tip = kit_tip(test);
    assert_string_equal(kit_put(test, KP_OK, "kamplan.json", "{}\n").hex, tip.hex);
    assert_string_equal(kit_put(test, KP_OK, "no/such.json", NULL).hex, tip.hex);
    assert_string_equal(kit_put_all(test, KP_OK, NULL, 0, "nothing").hex, tip.hex);
    assert_string_equal(kit_git(test, "rev-list --count HEAD"), "1\n");
}

static void test_remove(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, "accounts/acme/plan/x.json", "1\n");
    kit_write(test, "accounts/notes.txt", "mine\n");
    const struct kp_change swap[] = {
        {"accounts/acme/plan/x.json", {NULL, 0}, true},
        {"accounts/beta/plan/x.json", KP_STR("1\n"), false},
    };
    kit_put_all(test, KP_OK, swap, 2, "moved");
    kit_assert_file(test, "accounts/acme/plan/x.json", NULL);
    kit_assert_file(test, "accounts/beta/plan/x.json", "1\n");
    kit_assert_disk(test, "accounts/acme/plan/x.json", NULL);
    assert_string_equal(kit_shell(test, "ls accounts"), "beta\nnotes.txt\n");
    kit_assert_status(test, "?? accounts/notes.txt\n");
    assert_string_equal(kit_git(test, "ls-tree -r --name-only HEAD accounts"),
                        "accounts/beta/plan/x.json\n");
    assert_string_equal(kit_git(test, "ls-tree --name-only HEAD accounts/"), "accounts/beta\n");
    kit_assert_sound(test);
}

static void test_deep(void **state)
{
    struct kit_test *test = *state;
    char path[3001];
    for (size_t i = 0; i < 3000; i += 2) {
        path[i] = 'a';
        path[i + 1] = '/';
    }
    path[2999] = '\0';
    kit_put(test, KP_OK, path, "1\n");
    kit_assert_file(test, path, "1\n");
    kit_put(test, KP_OK, path, NULL);
    assert_string_equal(kit_git(test, "ls-tree --name-only HEAD"),
                        ".gitattributes\nkamplan.json\n");
    kit_assert_status(test, "");
}

static void test_new_file_where_one_went(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, "accounts/a/sessions/1.json", "1\n");
    const struct kp_change swap[] = {
        {"accounts/a/sessions/1.json", {NULL, 0}, true},
        {"accounts/a/sessions/2.json", KP_STR("2\n"), false},
    };
    kit_put_all(test, KP_OK, swap, 2, "moved");
    kit_assert_disk(test, "accounts/a/sessions/2.json", "2\n");
    kit_assert_status(test, "");
}

static void test_expected(void **state)
{
    struct kit_test *test = *state;
    const struct kp_rev none = {""};
    struct kp_rev tip = kit_tip(test), rev;
    const struct kp_change change = {"accounts/a/plan/x.json", KP_STR("1\n"), false};
    assert_int_equal(kp_revision_record(test->ws, &none, &change, 1, "m", &test->author, NULL, NULL,
                                        &rev, &test->err),
                     KP_CONFLICT);
    assert_int_equal(kp_revision_record(test->ws, &tip, &change, 1, "m", &test->author, NULL, NULL,
                                        &rev, &test->err),
                     KP_OK);
    assert_int_equal(kp_revision_record(test->ws, &tip, &change, 1, "m", &test->author, NULL, NULL,
                                        &rev, &test->err),
                     KP_CONFLICT);
    assert_string_equal(kit_git(test, "rev-list --count HEAD"), "2\n");
}

static void test_bad_paths(void **state)
{
    struct kit_test *test = *state;
    static const char *const bad[] = {
        "",          "/etc/passwd", "..",         "../x",         "a/../b",     "a/..",
        "./a",       "a/.",         "a//b",       "a/",           ".git",       ".git/config",
        "a/.git",    "a/.GIT/b",    ".giT/hooks", "git~1",        "GIT~1/x",    ".git ",
        ".git.",     ".git. ./x",   "a\\b",       "a/b\\..\\c",   "a\nb",       "a\x01",
        "a\x7f",     "a:b",         ".git::$I",   ".g\u200cit/x", "\ufeff.git", "\xff",
        "a/\xc0\xaf"};
    for (size_t i = 0; i < COUNT(bad); i++)
        kit_put(test, KP_REFUSED, bad[i], "x");
    char *longest = kp_alloc(5001);
    memset(longest, 'a', 5000);
    kit_put(test, KP_REFUSED, longest, "x");
    longest[300] = '\0';
    kit_put(test, KP_REFUSED, longest, "x");
    free(longest);
    assert_string_equal(kit_git(test, "rev-list --count HEAD"), "1\n");
    kit_assert_status(test, "");
    static const char *const good[] = {".gitignore", ".gitx/a", "git",
                                       "a/møde.md",  "a/b.git", "..a"};
    for (size_t i = 0; i < COUNT(good); i++)
        kit_put(test, KP_OK, good[i], "x");
    const struct kp_change twice[] = {{"a", KP_STR("1"), false}, {"a", KP_STR("2"), false}};
    kit_put_all(test, KP_INVALID, twice, 2, "twice");
}

/* Something else stands at the path in the record: it is neither followed nor replaced. */
static void test_odd_entries(void **state)
{
    struct kit_test *test = *state;
    kit_shell(test, "mkdir -p accounts/acme");
    kit_shell(test, "ln -s /etc accounts/acme/plan");
    kit_shell(test, "ln -s /etc/passwd accounts/acme/account.json");
    kit_git(test, "add accounts");
    kit_git(test, "commit -q -m links");
    struct kp_rev tip = kit_tip(test);
    kit_put(test, KP_REFUSED, "accounts/acme/account.json", "x");
    kit_put(test, KP_REFUSED, "accounts/acme/account.json", NULL);
    kit_assert_message(test, "a link or something else");
    kit_put(test, KP_REFUSED, "accounts/acme/plan/passwd", "x");
    kit_put(test, KP_REFUSED, "accounts/acme", "x");
    kit_put(test, KP_REFUSED, "kamplan.json/x", "x");
    const struct kp_change both[] = {{"b", KP_STR("1"), false}, {"b/c", KP_STR("2"), false}};
    kit_put_all(test, KP_REFUSED, both, 2, "both");
    assert_string_equal(kit_tip(test).hex, tip.hex);
    kit_assert_status(test, "");
    struct kp_buf bytes = KP_BUF_INIT;
    assert_int_equal(
        kp_revision_read(test->ws, &tip, "accounts/acme/account.json", &bytes, &test->err),
        KP_REFUSED);
    assert_int_equal(kp_revision_read(test->ws, &tip, "accounts/acme", &bytes, &test->err),
                     KP_REFUSED);
    assert_int_equal(
        kp_revision_read(test->ws, &tip, "accounts/acme/plan/passwd", &bytes, &test->err),
        KP_NOT_FOUND);
    kp_buf_release(&bytes);
}

/* --- what somebody does to the work tree and the index --- */

struct foreign {
    const char *name;
    const char *doing[3]; /* programs, after x.json was recorded as "1\n" */
    const char *write;    /* then this is written to it */
    const char *status;   /* then, when "2\n" has been recorded */
    const char *disk;     /* NULL: nothing there */
    bool kept;
};

static const struct foreign foreign[] = {
    {"untouched", {NULL}, NULL, "", "2\n", false},
    {"touched", {"touch accounts/a/x.json"}, NULL, "", "2\n", false},
    {"written alike", {NULL}, "1\n", "", "2\n", false},
    {"written as it will be", {NULL}, "2\n", "", "2\n", false},
    {"edited", {NULL}, "mine\n", " M accounts/a/x.json\n", "mine\n", true},
    {"other line ends", {NULL}, "1\r\n", " M accounts/a/x.json\n", "1\r\n", true},
    {"removed", {"rm accounts/a/x.json"}, NULL, " D accounts/a/x.json\n", NULL, true},
    {"folder removed", {"rm -r accounts"}, NULL, " D accounts/a/x.json\n", NULL, true},
    {"executable", {"chmod +x accounts/a/x.json"}, NULL, "", "2\n", false},
    {"staged removal", {"git rm -q accounts/a/x.json"}, NULL, "D  accounts/a/x.json\n", NULL, true},
    {"out of the index only",
     {"git rm -q --cached accounts/a/x.json"},
     NULL,
     "D  accounts/a/x.json\n?? accounts/\n",
     "1\n",
     true},
    {"a folder in its place",
     {"rm accounts/a/x.json", "mkdir accounts/a/x.json"},
     NULL,
     " D accounts/a/x.json\n",
     NULL,
     true},
};

static void test_foreign(void **state)
{
    struct kit_test *test = *state;
    for (size_t i = 0; i < COUNT(foreign); i++) {
        const struct foreign *f = &foreign[i];
        print_message("    %s\n", f->name);
        kit_shell(test, "rm -rf accounts");
        kit_git(test, "reset -q --hard");
        kit_put(test, KP_OK, "accounts/a/x.json", "1\n");
        for (size_t j = 0; j < COUNT(f->doing) && f->doing[j]; j++)
            kit_shell(test, f->doing[j]);
        if (f->write)
            kit_write(test, "accounts/a/x.json", f->write);
        kit_put(test, KP_OK, "accounts/a/x.json", "2\n");
        kit_assert_status(test, f->status);
        kit_assert_file(test, "accounts/a/x.json", "2\n");
        struct stat st;
        char *path = kit_path(test, "accounts/a/x.json");
        if (f->disk || stat(path, &st) < 0)
            kit_assert_disk(test, "accounts/a/x.json", f->disk);
        free(path);
        assert_int_equal(test->kept_count, f->kept);
        assert_string_equal(test->kept, f->kept ? "accounts/a/x.json " : "");
    }
}

static void test_staged(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, "accounts/a/x.json", "1\n");
    kit_write(test, "accounts/a/x.json", "mine\n");
    kit_git(test, "add accounts/a/x.json");
    kit_write(test, "notes.txt", "n\n");
    kit_git(test, "add notes.txt");
    const struct kp_change changes[] = {{"accounts/a/x.json", KP_STR("2\n"), false},
                                        {"accounts/a/y.json", KP_STR("1\n"), false}};
    kit_put_all(test, KP_OK, changes, 2, "m");
    assert_string_equal(kit_git(test, "show :accounts/a/x.json"), "mine\n");
    assert_string_equal(kit_git(test, "diff --cached --name-only"),
                        "accounts/a/x.json\nnotes.txt\n");
    assert_string_equal(kit_git(test, "diff --name-only"), "");
    assert_string_equal(test->kept, "accounts/a/x.json ");
    /* The person's commit is the person's business, and goes on top. */
    kit_git(test, "commit -q -m mine");
    kit_assert_status(test, "");
    kit_assert_file(test, "accounts/a/y.json", "1\n");
    /* Staged, then taken back in the work tree: the staged one is not to be lost. */
    kit_write(test, "accounts/a/y.json", "staged\n");
    kit_git(test, "add accounts/a/y.json");
    kit_write(test, "accounts/a/y.json", "1\n");
    kit_put(test, KP_OK, "accounts/a/y.json", "2\n");
    assert_string_equal(kit_git(test, "show :accounts/a/y.json"), "staged\n");
    kit_assert_disk(test, "accounts/a/y.json", "1\n");
}

static void test_links_in_the_work_tree(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, "accounts/a/x.json", "1\n");
    kit_shell(test, "mkdir ../outside");
    kit_write(test, "../outside/x.json", "1\n");
    kit_shell(test, "rm -r accounts/a");
    kit_shell(test, "ln -s ../../outside accounts/a");
    kit_put(test, KP_OK, "accounts/a/x.json", "2\n");
    kit_assert_disk(test, "../outside/x.json", "1\n");
    assert_string_equal(test->kept, "accounts/a/x.json ");
    kit_put(test, KP_OK, "accounts/a/new.json", "2\n");
    kit_assert_disk(test, "../outside/new.json", NULL);
    kit_shell(test, "rm accounts/a");
    kit_shell(test, "mkdir accounts/a");
    kit_shell(test, "ln -s ../../../outside/x.json accounts/a/x.json");
    kit_put(test, KP_OK, "accounts/a/x.json", "3\n");
    kit_assert_disk(test, "../outside/x.json", "1\n");
    kit_assert_file(test, "accounts/a/x.json", "3\n");
}

static void test_file_in_the_way(void **state)
{
    struct kit_test *test = *state;
    kit_write(test, "accounts", "somebody's file\n");
    kit_put(test, KP_OK, "accounts/a/x.json", "1\n");
    kit_assert_disk(test, "accounts", "somebody's file\n");
    assert_string_equal(test->kept, "accounts/a/x.json ");
    kit_git(test, "add accounts"); /* replaces the folder in the index */
    kit_put(test, KP_OK, "accounts/a/y.json", "1\n");
    assert_string_equal(kit_git(test, "ls-files accounts"), "accounts\n");
}

static void test_without_index(void **state)
{
    struct kit_test *test = *state;
    kit_shell(test, "rm .git/index");
    kit_put(test, KP_OK, "accounts/a/x.json", "1\n");
    kit_assert_file(test, "accounts/a/x.json", "1\n");
    kit_write(test, ".git/index", "DIRC nonsense that is long enough to be looked at");
    kit_put(test, KP_IO, "accounts/a/x.json", "2\n");
    kit_assert_file(test, "accounts/a/x.json", "1\n");
}

static void test_lock_goes_away(void **state)
{
    struct kit_test *test = *state;
    kit_write(test, ".git/index.lock", "");
    char *lock = kit_path(test, ".git/index.lock");
    pid_t pid = fork();
    if (pid == 0) {
        const struct timespec pause = {0, 50L * 1000 * 1000};
        nanosleep(&pause, NULL);
        unlink(lock);
        _exit(0);
    }
    kit_put(test, KP_OK, "accounts/a/x.json", "1\n");
    kit_assert_status(test, "");
    free(lock);
}

/* --- reading --- */

struct seen {
    char text[1024];
    size_t stop_after;
    size_t count;
};

static enum kp_status see_entry(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct seen *seen = context;
    size_t len = strlen(seen->text);
    snprintf(seen->text + len, sizeof seen->text - len, "%s:%d:%.*s ", entry->name,
             (int)entry->kind, KP_STR_ARG(entry->bytes));
    assert_int_equal(strlen(entry->id), 40);
    if (++seen->count == seen->stop_after)
        return kp_err_set(err, KP_INVALID, "stopped");
    return KP_OK;
}

static void test_each(void **state)
{
    struct kit_test *test = *state;
    const struct kp_change changes[] = {
        {"d/a.json", KP_STR("1"), false}, {"d/a/x", KP_STR("2"), false},
        {"d/a-b/x", KP_STR("3"), false},  {"d/ab", KP_STR("4"), false},
        {"d/\u00e5", KP_STR("5"), false},
    };
    kit_put_all(test, KP_OK, changes, COUNT(changes), "m");
    kit_shell(test, "ln -s /etc d/link");
    kit_git(test, "add d/link");
    kit_git(test, "commit -q -m link");
    struct kp_rev tip = kit_tip(test);
    struct seen seen = {{0}, 0, 0};
    assert_int_equal(kp_revision_each(test->ws, &tip, "d", true, see_entry, &seen, &test->err),
                     KP_OK);
    assert_string_equal(seen.text, "a:1: a-b:1: a.json:0:1 ab:0:4 link:2: \u00e5:0:5 ");
    seen = (struct seen){{0}, 2, 0};
    assert_int_equal(kp_revision_each(test->ws, &tip, "d", false, see_entry, &seen, &test->err),
                     KP_INVALID);
    assert_string_equal(seen.text, "a:1: a-b:1: ");
    seen = (struct seen){{0}, 0, 0};
    assert_int_equal(kp_revision_each(test->ws, &tip, "no", true, see_entry, &seen, &test->err),
                     KP_OK);
    assert_int_equal(kp_revision_each(test->ws, &tip, "d/link", true, see_entry, &seen, &test->err),
                     KP_REFUSED);
    assert_int_equal(
        kp_revision_each(test->ws, &tip, "d/link/x", true, see_entry, &seen, &test->err), KP_OK);
    assert_int_equal(seen.count, 0);
    assert_int_equal(kp_revision_each(test->ws, &tip, "", false, see_entry, &seen, &test->err),
                     KP_OK);
    assert_string_equal(seen.text, ".gitattributes:0: d:1: kamplan.json:0: ");
}

static void test_read(void **state)
{
    struct kit_test *test = *state;
    const size_t size = 3 << 20;
    struct kp_buf large = KP_BUF_INIT, bytes = KP_BUF_INIT;
    for (size_t i = 0; i < size; i++)
        kp_buf_addc(&large, (char)(i * 7 >> 3));
    const struct kp_change change = {"large", kp_buf_str(&large), false};
    struct kp_rev rev = kit_put_all(test, KP_OK, &change, 1, "large");
    assert_int_equal(kp_revision_read(test->ws, &rev, "large", &bytes, &test->err), KP_OK);
    assert_true(kp_str_equal(kp_buf_str(&large), kp_buf_str(&bytes)));
    assert_int_equal(kp_revision_read(test->ws, &rev, "none", &bytes, &test->err), KP_NOT_FOUND);
    assert_int_equal(bytes.len, 0);
    const struct kp_rev none = {""}, wrong = {"0123456789012345678901234567890123456789"};
    assert_int_equal(kp_revision_read(test->ws, &none, "large", &bytes, &test->err), KP_INVALID);
    assert_int_equal(kp_revision_read(test->ws, &wrong, "large", &bytes, &test->err), KP_NOT_FOUND);
    kit_assert_message(test, "revision 0123456789 is missing");
    kp_buf_release(&large);
    kp_buf_release(&bytes);
}

static void test_read_packed(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, "accounts/a/x.json", "1\n");
    kit_git(test, "gc -q");
    kit_assert_file(test, "accounts/a/x.json", "1\n");
    kit_put(test, KP_OK, "accounts/a/x.json", "2\n");
    kit_assert_status(test, "");
    kit_put(test, KP_OK, "accounts/a/x.json", "1\n"); /* bytes that are in the pack */
    kit_assert_status(test, "");
    kit_assert_sound(test);
}

static void test_another_handle(void **state)
{
    struct kit_test *test = *state;
    struct kp_workspace *other = NULL;
    struct kp_rev rev;
    assert_int_equal(kp_workspace_open(test->root, &other, &test->err), KP_OK);
    for (int i = 0; i < 3; i++) {
        char text[8];
        snprintf(text, sizeof text, "%d\n", i);
        struct kp_rev put = kit_put(test, KP_OK, "accounts/a/x.json", text);
        assert_int_equal(kp_revision_tip(other, &rev, &test->err), KP_OK);
        assert_string_equal(put.hex, rev.hex);
    }
    kp_workspace_close(other);
}

/* --- walking --- */

static enum kp_status see_rev(void *context, const struct kp_rev_info *info, bool *stop,
                              struct kp_err *err)
{
    struct seen *seen = context;
    (void)err;
    size_t len = strlen(seen->text);
    snprintf(seen->text + len, sizeof seen->text - len, "%.*s ",
             (int)kp_str_find(info->message, '\n'), info->message.data);
    *stop = ++seen->count == seen->stop_after;
    return KP_OK;
}

static void walk(struct kit_test *test, const char *path, size_t stop_after, const char *want)
{
    struct seen seen = {{0}, stop_after, 0};
    assert_int_equal(kp_revision_walk(test->ws, NULL, path, see_rev, &seen, &test->err), KP_OK);
    assert_string_equal(seen.text, want);
}

static void test_walk(void **state)
{
    struct kit_test *test = *state;
    const struct kp_change steps[] = {{"d/x", KP_STR("1"), false}, {"d/y", KP_STR("1"), false},
                                      {"d/x", KP_STR("2"), false}, {"d/x", {NULL, 0}, true},
                                      {"d/x", KP_STR("2"), false}, {"e", KP_STR("2"), false}};
    char name[8];
    for (size_t i = 0; i < COUNT(steps); i++) {
        snprintf(name, sizeof name, "s%zu", i);
        test->author.at = KIT_AT - (int64_t)i * 1000000; /* a clock that runs backwards */
        kit_put_all(test, KP_OK, &steps[i], 1, name);
    }
    walk(test, "d/x", 0, "s4 s3 s2 s0 ");
    walk(test, "d/y", 0, "s1 ");
    walk(test, "d", 0, "s4 s3 s2 s1 s0 ");
    walk(test, "", 3, "s5 s4 s3 ");
    walk(test, "d/x", 1, "s4 ");
    walk(test, "none", 0, "");
    walk(test, "d/x/z", 0, "");
    walk(test, "kamplan.json", 0, "A new workspace ");
}

static enum kp_status see_info(void *context, const struct kp_rev_info *info, struct kp_err *err)
{
    (void)err;
    assert_ptr_equal(context, NULL);
    assert_true(kp_str_is(info->author, "p-k3f9q2"));
    assert_int_equal(info->at, KIT_AT);
    assert_true(kp_str_is(kp_message_trailer(info->message, "Account"), "acme"));
    return KP_OK;
}

static void test_info(void **state)
{
    struct kit_test *test = *state;
    const struct kp_change change = {"x", KP_STR("1"), false};
    struct kp_rev rev = kit_put_all(test, KP_OK, &change, 1, "subject\n\nAccount: acme");
    assert_int_equal(kp_revision_info(test->ws, &rev, see_info, NULL, &test->err), KP_OK);
}

static void test_trailer(void **state)
{
    (void)state;
    const struct kp_str message =
        KP_STR("acme: workshop\n\nAccount: not this\n\nAccount:  acme \nCycle: 2026H1\nX:\n");
    assert_true(kp_str_is(kp_message_trailer(message, "Account"), "acme"));
    assert_true(kp_str_is(kp_message_trailer(message, "Cycle"), "2026H1"));
    assert_true(kp_str_is(kp_message_trailer(message, "X"), ""));
    assert_true(kp_str_is(kp_message_trailer(message, "Session"), ""));
    assert_true(kp_str_is(kp_message_trailer(message, "acme"), ""));
    assert_true(kp_str_is(kp_message_trailer(KP_STR(""), "Account"), ""));
    assert_true(kp_str_is(kp_message_trailer(KP_STR("Account: subject"), "Account"), ""));
}

static void test_prefix(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev tip = kit_tip(test), found;
    for (size_t len = 4; len <= 40; len++) {
        assert_int_equal(
            kp_revision_by_prefix(test->ws, (struct kp_str){tip.hex, len}, &found, &test->err),
            KP_OK);
        assert_string_equal(found.hex, tip.hex);
    }
    static const char *const bad[] = {"", "abc", "wxyz",
                                      "0123456789012345678901234567890123456789a"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(kp_revision_by_prefix(test->ws, kp_str_from(bad[i]), &found, &test->err),
                         KP_INVALID);
    assert_int_equal(kp_revision_by_prefix(test->ws, KP_STR("fffffff"), &found, &test->err),
                     KP_NOT_FOUND);
    /* {} and a newline: a file, not a revision. */
    assert_int_equal(kp_revision_by_prefix(test->ws, KP_STR("0967ef42"), &found, &test->err),
                     KP_NOT_FOUND);
    kit_assert_message(test, "there is no revision 0967ef42");
}

/* Until four digits name a revision and a file, or two revisions. */
static void test_prefix_ambiguous(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev revs[700], found;
    size_t count = 0, twins = 0;
    for (; count < COUNT(revs) && !twins; count++) {
        char text[16];
        snprintf(text, sizeof text, "%zu\n", count);
        revs[count] = kit_put(test, KP_OK, "x", text);
        for (size_t i = 0; i < count; i++)
            twins += strncmp(revs[i].hex, revs[count].hex, 4) == 0;
    }
    for (size_t i = 0; i < count; i++) {
        size_t same = 0;
        for (size_t j = 0; j < count; j++)
            same += strncmp(revs[i].hex, revs[j].hex, 4) == 0;
        enum kp_status status =
            kp_revision_by_prefix(test->ws, (struct kp_str){revs[i].hex, 4}, &found, &test->err);
        assert_int_equal(status, same > 1 ? KP_INVALID : KP_OK);
        if (same == 1)
            assert_string_equal(found.hex, revs[i].hex);
    }
}

#define WITH(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_record),
        WITH(test_nothing_new),
        WITH(test_remove),
        WITH(test_deep),
        WITH(test_new_file_where_one_went),
        WITH(test_expected),
        WITH(test_bad_paths),
        WITH(test_odd_entries),
        WITH(test_foreign),
        WITH(test_staged),
        WITH(test_links_in_the_work_tree),
        WITH(test_file_in_the_way),
        WITH(test_without_index),
        WITH(test_lock_goes_away),
        WITH(test_each),
        WITH(test_read),
        WITH(test_read_packed),
        WITH(test_another_handle),
        WITH(test_walk),
        WITH(test_info),
        cmocka_unit_test(test_trailer),
        WITH(test_prefix),
        WITH(test_prefix_ambiguous),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
