// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "store/people_ref.h"

#include <stdio.h>
#include <string.h>

static void test_people(void **state)
{
    struct kit_test *test = *state;
    struct kp_buf bytes = KP_BUF_INIT;
    assert_int_equal(kp_people_ref_read(test->ws, &bytes, &test->err), KP_NOT_FOUND);
    kit_assert_message(test, "no people directory");
    struct kp_rev tip = kit_tip(test);
    for (int i = 0; i < 3; i++) {
        char text[32];
        snprintf(text, sizeof text, "{\"people\":%d}\n", i);
        assert_int_equal(
            kp_people_ref_write(test->ws, kp_str_from(text), &test->author, &test->err), KP_OK);
        assert_int_equal(kp_people_ref_read(test->ws, &bytes, &test->err), KP_OK);
        assert_string_equal(bytes.data, text);
        assert_string_equal(kit_git(test, "rev-list --count refs/kamplan/people"), "1\n");
    }
    assert_string_equal(kit_git(test, "ls-tree -r --name-only refs/kamplan/people"),
                        "people.json\n");
    assert_string_equal(kit_git(test, "log -1 --format=%an:%ae:%at refs/kamplan/people"),
                        "p-k3f9q2:p-k3f9q2@kamplan:1772442000\n");
    /* The plan has not moved, and the old names are named nowhere. */
    assert_string_equal(kit_tip(test).hex, tip.hex);
    kit_assert_status(test, "");
    assert_string_equal(kit_shell(test, "find .git/logs -name people"), "");
    kit_git(test, "reflog expire --expire=now --all");
    kit_git(test, "gc -q --prune=now");
    assert_string_equal(kit_git(test, "count-objects"), "0 objects, 0 kilobytes\n");
    assert_int_equal(kp_people_ref_read(test->ws, &bytes, &test->err), KP_OK);
    assert_string_equal(bytes.data, "{\"people\":2}\n");
    kit_assert_sound(test);
    kp_buf_release(&bytes);
}

static void test_under_the_lock(void **state)
{
    struct kit_test *test = *state;
    struct kp_buf bytes = KP_BUF_INIT;
    assert_int_equal(kp_workspace_lock(test->ws, 0, &test->err), KP_OK);
    assert_int_equal(kp_people_ref_write(test->ws, KP_STR("{}\n"), &test->author, &test->err),
                     KP_OK);
    kit_put(test, KP_OK, "accounts/a/x.json", "1\n");
    kp_workspace_unlock(test->ws);
    assert_int_equal(kp_people_ref_read(test->ws, &bytes, &test->err), KP_OK);
    kp_buf_release(&bytes);
}

/* Somebody put a link there: its target is not read as names. */
static void test_link(void **state)
{
    struct kit_test *test = *state;
    struct kp_buf bytes = KP_BUF_INIT;
    kit_write(test, "make.sh",
              "set -e\n"
              "blob=$(printf /etc/passwd | git hash-object -w --stdin)\n"
              "tree=$(printf '120000 blob %s\\tpeople.json\\n' $blob | git mktree)\n"
              "git update-ref refs/kamplan/people $(git commit-tree -m x $tree)\n");
    kit_shell(test, "sh make.sh");
    assert_int_equal(kp_people_ref_read(test->ws, &bytes, &test->err), KP_REFUSED);
    assert_int_equal(kp_people_ref_write(test->ws, KP_STR("{}\n"), &test->author, &test->err),
                     KP_OK);
    assert_int_equal(kp_people_ref_read(test->ws, &bytes, &test->err), KP_OK);
    kp_buf_release(&bytes);
}

#define WITH(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {WITH(test_people), WITH(test_under_the_lock),
                                       WITH(test_link)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
