// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "store/care.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define X            "accounts/a/plan/x.json"
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct findings {
    struct kp_workspace *ws;
    bool fix;
    char text[2048];
};

static enum kp_status find(void *context, const struct kp_care_finding *finding, struct kp_err *err)
{
    static const char *const names[] = {"lock",       "edited",  "missing",  "behind",
                                        "not a file", "damaged", "temporary"};
    struct findings *findings = context;
    size_t len = strlen(findings->text);
    snprintf(findings->text + len, sizeof findings->text - len, "%s %s%s\n", names[finding->kind],
             finding->path, finding->mendable ? " *" : "");
    return findings->fix && finding->mendable ? kp_care_mend(findings->ws, finding, err) : KP_OK;
}

static void examine(struct kit_test *test, bool deep, bool fix, const char *want)
{
    struct findings findings = {test->ws, fix, ""};
    enum kp_status status = kp_care_examine(test->ws, deep, find, &findings, &test->err);
    if (status)
        fail_msg("%d: %s", (int)status, test->err.text.data);
    assert_string_equal(findings.text, want);
}

static void test_good(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, X, "1\n");
    kit_write(test, "notes.txt", "a person's own\n");
    kit_git(test, "add notes.txt");
    kit_git(test, "commit -q -m notes");
    kit_write(test, "notes.txt", "still a person's own\n");
    examine(test, true, false, "");
}

struct case_ {
    const char *name;
    const char *doing[4]; /* after x.json went through 1, 2, 3 */
    const char *write;
    const char *finding;
    const char *status; /* of git when what can be mended has been */
};

static const struct case_ cases[] = {
    {"edited", {NULL}, "mine\n", "edited " X "\n", " M " X "\n"},
    {"staged", {"git add " X}, "mine\n", "edited " X "\n", " M " X "\n"},
    {"removed", {"rm " X}, NULL, "missing " X " *\n", ""},
    {"folder removed", {"rm -r accounts"}, NULL, "missing " X " *\n", ""},
    {"old bytes", {NULL}, "1\n", "behind " X " *\n", ""},
    {"old bytes staged too", {"git checkout HEAD~2 " X}, NULL, "behind " X " *\n", ""},
    {"staged old, edited", {"git checkout HEAD~2 " X}, "mine\n", "edited " X "\n", "MM " X "\n"},
    {"index behind", {"git reset -q HEAD~1 " X}, NULL, "behind " X " *\n", ""},
    {"not in the index", {"git rm -q --cached " X}, NULL, "behind " X " *\n", ""},
    {"a link", {"rm " X, "ln -s /etc/passwd " X}, NULL, "not a file " X "\n", " T " X "\n"},
    {"a folder", {"rm " X, "mkdir " X}, NULL, "not a file " X "\n", " D " X "\n"},
    {"a link above it",
     {"rm -r accounts/a", "ln -s /etc accounts/a"},
     NULL,
     "not a file " X "\n",
     " D " X "\n?? accounts/a\n"},
    {"staged and new",
     {"cp " X " accounts/a/plan/y.json", "git add accounts"},
     NULL,
     "edited accounts/a/plan/y.json\n",
     "A  accounts/a/plan/y.json\n"},
};

static void test_files(void **state)
{
    struct kit_test *test = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct case_ *c = &cases[i];
        print_message("    %s\n", c->name);
        kit_shell(test, "rm -rf accounts");
        kit_git(test, "reset -q --hard");
        kit_put(test, KP_OK, X, "1\n");
        kit_put(test, KP_OK, X, "2\n");
        kit_put(test, KP_OK, X, "3\n");
        if (c->write && c->doing[0] && !strncmp(c->doing[0], "git add", 7))
            kit_write(test, X, c->write);
        for (size_t j = 0; j < COUNT(c->doing) && c->doing[j]; j++)
            kit_shell(test, c->doing[j]);
        if (c->write)
            kit_write(test, X, c->write);
        examine(test, false, true, c->finding);
        if (strcmp(c->name, "staged") != 0)
            kit_assert_status(test, c->status);
    }
}

/* A removal that did not reach the work tree. */
static void test_removed(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, X, "1\n");
    kit_shell(test, "cp .git/index ../index");
    kit_put(test, KP_OK, X, NULL);
    kit_write(test, X, "1\n");
    kit_shell(test, "cp ../index .git/index");
    examine(test, false, true, "behind " X " *\n");
    kit_assert_disk(test, X, NULL);
    kit_assert_status(test, "");
}

static void test_locks(void **state)
{
    struct kit_test *test = *state;
    kit_write(test, ".git/refs/heads/main.lock", "");
    kit_write(test, ".git/objects/tmp_obj_x", "");
    kit_write(test, ".git/kamplan/journal/.acme.x.jsonl.1.tmp", "");
    kit_write(test, ".git/kamplan/new/0", "");
    examine(test, false, false, "lock .git/refs/heads/main.lock\ntemporary .git/kamplan/new/0 *\n");
    kit_age(test, ".git/refs/heads/main.lock", 70);
    kit_age(test, ".git/objects/tmp_obj_x", 70);
    kit_age(test, ".git/kamplan/journal/.acme.x.jsonl.1.tmp", 70);
    examine(test, false, true,
            "lock .git/refs/heads/main.lock *\ntemporary .git/objects/tmp_obj_x *\n"
            "temporary .git/kamplan/journal/.acme.x.jsonl.1.tmp *\n"
            "temporary .git/kamplan/new/0 *\n");
    examine(test, true, false, "");
    kit_put(test, KP_OK, X, "1\n");
}

static void test_mend_what_is_not_mendable(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, X, "1\n");
    kit_put(test, KP_OK, X, "2\n");
    kit_write(test, X, "mine\n");
    const struct kp_care_finding edited = {KP_CARE_EDITED, X, false};
    assert_int_equal(kp_care_mend(test->ws, &edited, &test->err), KP_REFUSED);
    kit_assert_message(test, "cannot be mended without losing");
    /* What was behind when it was found, and edited since. */
    const struct kp_care_finding behind = {KP_CARE_BEHIND, X, true};
    assert_int_equal(kp_care_mend(test->ws, &behind, &test->err), KP_REFUSED);
    const struct kp_care_finding lock = {KP_CARE_STALE_LOCK, "../../etc/passwd", true};
    assert_int_equal(kp_care_mend(test->ws, &lock, &test->err), KP_OK); /* not found any more */
    kit_assert_disk(test, X, "mine\n");
}

static void test_index(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, X, "1\n");
    kit_write(test, "notes.txt", "n\n");
    kit_git(test, "add notes.txt");
    kit_git(test, "commit -q -m notes");
    kit_write(test, ".git/index", "DIRC nonsense that is long enough to be looked at");
    examine(test, false, true, "damaged .git/index *\n");
    kit_assert_status(test, "");
    kit_put(test, KP_OK, X, "2\n");
    kit_assert_status(test, "");
}

/* One file of the record is gone, another is not what its name says. */
static void test_damage(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, X, "1\n");
    kit_put(test, KP_OK, X, "2\n");
    kit_write(test, "damage.sh",
              "set -e\n"
              "object() { echo .git/objects/$(git rev-parse $1 | sed 's,^..,&/,'); }\n"
              "rm -f $(object HEAD~1:" X ")\n"
              "other=$(object HEAD:kamplan.json)\n"
              "chmod u+w $other\n"
              "cp $(object HEAD:.gitattributes) $other\n"
              "rm damage.sh\n");
    kit_shell(test, "sh damage.sh");
    kit_open_again(test, KP_OK);
    examine(test, false, false, "");
    examine(test, true, false, "damaged kamplan.json\ndamaged " X "\n");
    const struct kp_care_finding damaged = {KP_CARE_DAMAGED, X, false};
    assert_int_equal(kp_care_mend(test->ws, &damaged, &test->err), KP_REFUSED);
}

#define WITH(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_good),
        WITH(test_files),
        WITH(test_removed),
        WITH(test_locks),
        WITH(test_mend_what_is_not_mendable),
        WITH(test_index),
        WITH(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
