// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "base/fs.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct kp_change first[] = {{"kamplan.json", KP_STR_INIT("{}\n"), false}};

static enum kp_status init(struct kit_test *test)
{
    return kp_workspace_init(test->root, first, 1, &test->author, &test->ws, &test->err);
}

static void find(struct kit_test *test, const char *from, enum kp_status want)
{
    struct kp_buf root = KP_BUF_INIT;
    char *start = kit_path(test, from);
    assert_int_equal(kp_workspace_find(start, &root, &test->err), want);
    if (want == KP_OK)
        assert_string_equal(root.data, test->root);
    free(start);
    kp_buf_release(&root);
}

static void test_find(void **state)
{
    struct kit_test *test = *state;
    find(test, "", KP_OK);
    kit_write(test, "accounts/acme/plan/x.json", "1\n");
    find(test, "accounts/acme/plan", KP_OK);
    find(test, "accounts/../accounts", KP_OK);
    find(test, "no/such/folder", KP_IO);
    /* Without its file, but with our own folder beside the record. */
    kit_shell(test, "rm kamplan.json");
    find(test, "accounts", KP_OK);
}

static void test_find_nothing(void **state)
{
    struct kit_test *test = *state;
    find(test, "", KP_NOT_FOUND);
    kit_assert_message(test, "kamplan init");
    kit_write(test, "kamplan.json", "{}\n");
    find(test, "", KP_NOT_FOUND);
    kit_assert_message(test, "has a kamplan.json but no record");
}

static void test_init(void **state)
{
    struct kit_test *test = *state;
    kit_write(test, "notes.txt", "mine\n");
    assert_int_equal(init(test), KP_OK);
    assert_string_equal(kp_workspace_root(test->ws), test->root);
    kit_assert_disk(test, "kamplan.json", "{}\n");
    kit_assert_disk(test, "notes.txt", "mine\n");
    kit_assert_status(test, "?? notes.txt\n");
    assert_string_equal(kit_git(test, "rev-parse --abbrev-ref HEAD"), "main\n");
    assert_string_equal(kit_git(test, "log --format=%an:%ae:%cn:%ce:%at"),
                        "p-k3f9q2:p-k3f9q2@kamplan:p-k3f9q2:p-k3f9q2@kamplan:1772442000\n");
    kit_assert_sound(test);
    struct kp_workspace *again = NULL;
    assert_int_equal(kp_workspace_init(test->root, first, 1, &test->author, &again, &test->err),
                     KP_EXISTS);
    assert_null(again);
}

static void test_init_makes_folders(void **state)
{
    struct kit_test *test = *state;
    char *deep = kit_path(test, "a/b/c");
    assert_int_equal(kp_workspace_init(deep, first, 1, &test->author, &test->ws, &test->err),
                     KP_OK);
    kit_assert_disk(test, "a/b/c/kamplan.json", "{}\n");
    free(deep);
}

static void test_init_in_a_record(void **state)
{
    struct kit_test *test = *state;
    kit_git(test, "init -q -b work .");
    kit_write(test, "README", "a\n");
    kit_git(test, "add README");
    kit_git(test, "commit -q -m one");
    kit_write(test, "README", "b\n");
    kit_git(test, "add README"); /* staged, and not ours */
    assert_int_equal(init(test), KP_OK);
    assert_string_equal(kit_git(test, "rev-parse --abbrev-ref HEAD"), "work\n");
    assert_string_equal(kit_git(test, "rev-list --count HEAD"), "2\n");
    kit_assert_status(test, "M  README\n");
}

static void test_init_half_made(void **state)
{
    struct kit_test *test = *state;
    kit_shell(test, "mkdir -p .git/objects .git/kamplan");
    assert_int_equal(init(test), KP_OK);
    kit_assert_status(test, "");
    kit_assert_sound(test);
}

static void test_init_unborn(void **state)
{
    struct kit_test *test = *state;
    kit_git(test, "init -q -b trunk .");
    kit_open_again(test, KP_NOT_FOUND);
    kit_assert_message(test, "kamplan init");
    assert_int_equal(init(test), KP_OK);
    assert_string_equal(kit_git(test, "rev-parse --abbrev-ref HEAD"), "trunk\n");
    kit_assert_status(test, "");
}

static void test_init_refused(void **state)
{
    struct kit_test *test = *state;
    const struct kp_change bad = {"../kamplan.json", KP_STR("{}\n"), false};
    char *other = kit_path(test, "other");
    assert_int_equal(kp_workspace_init(other, &bad, 1, &test->author, &test->ws, &test->err),
                     KP_REFUSED);
    assert_false(kp_fs_exists(other));
    free(other);
    kit_write(test, ".git", "gitdir: /nowhere\n");
    assert_int_equal(init(test), KP_REFUSED);
    kit_assert_message(test, "another folder");
}

static void test_init_keeps_somebodys_file(void **state)
{
    struct kit_test *test = *state;
    kit_write(test, "kamplan.json", "{\"mine\":1}\n");
    assert_int_equal(init(test), KP_OK);
    kit_assert_disk(test, "kamplan.json", "{\"mine\":1}\n");
    kit_assert_file(test, "kamplan.json", "{}\n");
    kit_assert_status(test, " M kamplan.json\n");
}

/* --- what is not opened --- */

static void test_open_nothing(void **state)
{
    struct kit_test *test = *state;
    kit_open_again(test, KP_NOT_FOUND);
    kit_assert_message(test, "no workspace in");
    kit_write(test, ".git", "gitdir: /nowhere\n");
    kit_open_again(test, KP_REFUSED);
    kit_assert_message(test, "another folder");
}

static void test_open_bare(void **state)
{
    struct kit_test *test = *state;
    kit_git(test, "init -q --bare .");
    kit_open_again(test, KP_REFUSED);
    kit_assert_message(test, "record only");
}

static void test_open_bare_inside(void **state)
{
    struct kit_test *test = *state;
    kit_git(test, "config core.bare true");
    kit_open_again(test, KP_REFUSED);
    kit_assert_message(test, "record only");
}

static void test_open_elsewhere(void **state)
{
    struct kit_test *test = *state;
    kit_git(test, "config core.worktree ../..");
    kit_open_again(test, KP_REFUSED);
    kit_assert_message(test, "another folder");
}

static void test_open_detached(void **state)
{
    struct kit_test *test = *state;
    kit_git(test, "checkout -q --detach");
    kit_open_again(test, KP_REFUSED);
    kit_assert_message(test, "old revision");
}

static void test_open_sha256(void **state)
{
    struct kit_test *test = *state;
    kit_git(test, "init -q --object-format=sha256 .");
    kit_open_again(test, KP_REFUSED);
    kit_assert_message(test, "SHA-256");
}

static void test_open_in_the_middle(void **state)
{
    struct kit_test *test = *state;
    static const char *const signs[] = {
        "MERGE_HEAD", "CHERRY_PICK_HEAD",         "REVERT_HEAD",
        "BISECT_LOG", "rebase-merge/interactive", "rebase-apply/rebasing"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        char path[64];
        snprintf(path, sizeof path, ".git/%s", signs[i]);
        kit_write(test, path, "0000000000000000000000000000000000000001\n");
        kit_open_again(test, KP_REFUSED);
        kit_assert_message(test, "in the middle of");
        kit_shell(test, "rm -rf .git/rebase-merge .git/rebase-apply");
        char remove[80];
        snprintf(remove, sizeof remove, "rm -f %s", path);
        kit_shell(test, remove);
    }
    kit_open_again(test, KP_OK);
    /* Begun after it was opened: nothing is recorded then, either. */
    kit_write(test, ".git/MERGE_HEAD", "0000000000000000000000000000000000000001\n");
    kit_put(test, KP_REFUSED, "kamplan.json", "{\"a\":1}\n");
    kit_assert_message(test, "in the middle of");
}

static void test_open_other_owner(void **state)
{
    struct kit_test *test = *state;
    if (geteuid() != 0)
        skip();
    kit_shell(test, "chown -R 12345 .");
    kit_open_again(test, KP_REFUSED);
    kit_assert_message(test, "another user");
}

static void test_open_damaged(void **state)
{
    struct kit_test *test = *state;
    kit_write(test, ".git/HEAD", "nonsense\n");
    kp_workspace_close(test->ws);
    test->ws = NULL;
    assert_int_not_equal(kp_workspace_open(test->root, &test->ws, &test->err), KP_OK);
    assert_true(test->err.text.len > 0);
}

/* --- the lock --- */

static void test_lock(void **state)
{
    struct kit_test *test = *state;
    struct kp_workspace *other = NULL;
    assert_int_equal(kp_workspace_open(test->root, &other, &test->err), KP_OK);
    assert_int_equal(kp_workspace_lock(test->ws, 0, &test->err), KP_OK);
    assert_int_equal(kp_workspace_lock(test->ws, 0, &test->err), KP_OK);
    assert_int_equal(kp_workspace_lock(other, 0, &test->err), KP_BUSY);
    kit_assert_message(test, "somebody else is writing");
    kp_workspace_unlock(test->ws);
    assert_int_equal(kp_workspace_lock(other, 0, &test->err), KP_BUSY);
    kp_workspace_unlock(test->ws);
    assert_int_equal(kp_workspace_lock(other, 0, &test->err), KP_OK);
    kp_workspace_unlock(other);
    kp_workspace_unlock(other); /* once too often does no harm */
    assert_int_equal(kp_workspace_lock(test->ws, 0, &test->err), KP_OK);
    kp_workspace_unlock(test->ws);
    kp_workspace_close(other);
}

static void test_lock_read_only(void **state)
{
    struct kit_test *test = *state;
    if (geteuid() == 0)
        skip();
    kit_shell(test, "rm -r .git/kamplan");
    kit_shell(test, "chmod -R a-w .");
    kit_open_again(test, KP_OK);
    kit_assert_file(test, "kamplan.json", "{}\n");
    kit_put(test, KP_IO, "kamplan.json", "{\"a\":1}\n");
    kit_assert_message(test, "not allowed");
}

static void test_hold(void **state)
{
    struct kit_test *test = *state;
    struct kp_workspace *other = NULL;
    struct kp_hold *one = NULL, *two = NULL, *third = NULL;
    assert_int_equal(kp_workspace_open(test->root, &other, &test->err), KP_OK);
    assert_int_equal(kp_account_hold(test->ws, "acme", "Mette\nHolm", &one, &test->err), KP_OK);
    assert_int_equal(kp_account_hold(other, "acme", "Lars", &two, &test->err), KP_BUSY);
    kit_assert_message(test, "Mette Holm has been open on acme since 2");
    assert_int_equal(kp_account_hold(other, "beta", "Lars", &two, &test->err), KP_OK);
    kp_account_release(one);
    assert_int_equal(kp_account_hold(other, "acme", "Lars", &third, &test->err), KP_OK);
    kp_account_release(two);
    kp_account_release(third);
    kp_account_release(NULL);
    kp_workspace_close(other);
    assert_string_equal(kit_shell(test, "ls .git/kamplan/held"), "");
}

static void test_hold_names(void **state)
{
    struct kit_test *test = *state;
    static const char *const bad[] = {"", "../x", ".git", "a/b", "Acme", "-a", "a b", "å"};
    struct kp_hold *hold = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(kp_account_hold(test->ws, bad[i], "Lars", &hold, &test->err), KP_REFUSED);
    char longest[70];
    memset(longest, 'a', sizeof longest);
    longest[64] = '\0';
    assert_int_equal(kp_account_hold(test->ws, longest, "Lars", &hold, &test->err), KP_REFUSED);
    longest[63] = '\0';
    assert_int_equal(kp_account_hold(test->ws, longest, "Lars", &hold, &test->err), KP_OK);
    kp_account_release(hold);
    kit_shell(test, "mkdir -p .git/kamplan/held");
    kit_shell(test, "ln -s /etc/passwd .git/kamplan/held/acme");
    assert_int_equal(kp_account_hold(test->ws, "acme", "Lars", &hold, &test->err), KP_IO);
}

/* --- what the dead leave behind --- */

static bool is_there(struct kit_test *test, const char *path)
{
    char *full = kit_path(test, path);
    bool there = kp_fs_exists(full);
    free(full);
    return there;
}

static void mark(struct kit_test *test, const char *base)
{
    char text[80];
    struct stat st;
    char *path = kit_path(test, ".git/kamplan/writing");
    kit_write(test, ".git/kamplan/writing", "");
    assert_int_equal(stat(path, &st), 0);
    snprintf(text, sizeof text, "%lld %s\n", (long long)st.st_mtime, base);
    kit_write(test, ".git/kamplan/writing", text);
    free(path);
}

static void test_stale_locks(void **state)
{
    struct kit_test *test = *state;
    mark(test, kit_tip(test).hex);
    kit_write(test, ".git/index.lock", "");
    kit_write(test, ".git/HEAD.lock", "");
    kit_write(test, ".git/refs/heads/main.lock", "");
    kit_write(test, ".git/objects/tmp_object_git2_0123456789abcdef", "");
    kit_write(test, ".git/kamplan/new/0", "x");
    kit_open_again(test, KP_OK);
    assert_false(is_there(test, ".git/index.lock"));
    assert_false(is_there(test, ".git/HEAD.lock"));
    assert_false(is_there(test, ".git/refs/heads/main.lock"));
    assert_false(is_there(test, ".git/objects/tmp_object_git2_0123456789abcdef"));
    assert_false(is_there(test, ".git/kamplan/new"));
    assert_false(is_there(test, ".git/kamplan/writing"));
    kit_put(test, KP_OK, "kamplan.json", "{\"a\":1}\n");
    kit_assert_status(test, "");
}

static void test_locks_of_others(void **state)
{
    struct kit_test *test = *state;
    /* Without a sign of our own death nobody's lock is touched ... */
    kit_write(test, ".git/index.lock", "");
    kit_open_again(test, KP_OK);
    assert_true(is_there(test, ".git/index.lock"));
    /* ... nor one that was made long after it, or long before. */
    mark(test, kit_tip(test).hex);
    kit_age(test, ".git/index.lock", 300);
    kit_open_again(test, KP_OK);
    assert_true(is_there(test, ".git/index.lock"));
    kit_write(test, ".git/kamplan/writing", "1000000 0000000000000000000000000000000000000000\n");
    kit_age(test, ".git/kamplan/writing", 1000);
    kit_write(test, ".git/HEAD.lock", "");
    kit_open_again(test, KP_OK);
    assert_true(is_there(test, ".git/HEAD.lock"));
}

static void test_died_before_the_files(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev before = kit_put(test, KP_OK, "accounts/a/plan/x.json", "1\n");
    kit_shell(test, "cp .git/index ../index");
    kit_put(test, KP_OK, "accounts/a/plan/x.json", "2\n");
    kit_put(test, KP_OK, "accounts/a/plan/y.json", "1\n");
    /* As it is when the process dies behind the second reference: files and index as before. */
    kit_write(test, "accounts/a/plan/x.json", "1\n");
    kit_shell(test, "rm accounts/a/plan/y.json");
    kit_shell(test, "cp ../index .git/index");
    mark(test, before.hex);
    kit_open_again(test, KP_OK);
    kit_assert_status(test, "");
    kit_assert_disk(test, "accounts/a/plan/x.json", "2\n");
    kit_assert_disk(test, "accounts/a/plan/y.json", "1\n");
}

static void test_mark_without_words(void **state)
{
    struct kit_test *test = *state;
    kit_write(test, ".git/kamplan/writing", ""); /* after a power cut */
    kit_write(test, ".git/index.lock", "");
    kit_open_again(test, KP_OK);
    assert_false(is_there(test, ".git/index.lock"));
    kit_write(test, ".git/kamplan/writing", "0 1234567890123456789012345678901234567890\n");
    kit_open_again(test, KP_OK);
    assert_false(is_there(test, ".git/kamplan/writing"));
    kit_assert_status(test, "");
}

#define WITH(name)  cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
#define EMPTY(name) cmocka_unit_test_setup_teardown(name, kit_setup_empty, kit_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_find),
        EMPTY(test_find_nothing),
        EMPTY(test_init),
        EMPTY(test_init_makes_folders),
        EMPTY(test_init_in_a_record),
        EMPTY(test_init_half_made),
        EMPTY(test_init_unborn),
        EMPTY(test_init_refused),
        EMPTY(test_init_keeps_somebodys_file),
        EMPTY(test_open_nothing),
        EMPTY(test_open_bare),
        WITH(test_open_bare_inside),
        WITH(test_open_elsewhere),
        WITH(test_open_detached),
        EMPTY(test_open_sha256),
        WITH(test_open_in_the_middle),
        WITH(test_open_other_owner),
        WITH(test_open_damaged),
        WITH(test_lock),
        WITH(test_lock_read_only),
        WITH(test_hold),
        WITH(test_hold_names),
        WITH(test_stale_locks),
        WITH(test_locks_of_others),
        WITH(test_died_before_the_files),
        WITH(test_mark_without_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
