// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "store/signoff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct kp_arena arena;
static struct kp_signoff *list;
static size_t count;

static void read_list(struct kit_test *test, const char *slug, size_t want)
{
    kp_arena_release(&arena);
    assert_int_equal(kp_signoff_list(test->ws, slug, &arena, &list, &count, &test->err), KP_OK);
    assert_int_equal(count, want);
}

static enum kp_status sign(struct kit_test *test, const char *slug, const char *cycle,
                           const char *comment, bool again)
{
    struct kp_signoff signoff = {
        .rev = kit_tip(test),
        .cycle = kp_str_from(cycle),
        .at = test->author.at,
        .by = KP_STR("p-k3f9q2"),
        .role = KP_STR("Sales\ndirector"),
        .comment = kp_str_from(comment),
    };
    return kp_signoff_record(test->ws, slug, &signoff, again, &test->err);
}

static void assert_str(struct kp_str s, const char *text)
{
    if (!kp_str_is(s, text))
        fail_msg("\"%.*s\" and not \"%s\"", KP_STR_ARG(s), text);
}

static int setup(void **state)
{
    kit_setup(state);
    /* Whoever runs the tests may have git set up to sign. */
    kit_git(*state, "config tag.gpgsign false");
    return 0;
}

static int teardown(void **state)
{
    kp_arena_release(&arena);
    return kit_teardown(state);
}

static void test_record(void **state)
{
    struct kit_test *test = *state;
    setenv("TZ", "UTC", 1);
    read_list(test, "acme", 0);
    struct kp_rev first = kit_put(test, KP_OK, "accounts/acme/account.json", "1");
    assert_int_equal(sign(test, "acme", "2026H1", "Good.\n\nBy: p-evil\nRole: x\n", false), KP_OK);
    assert_string_equal(kit_git(test, "cat-file tag refs/tags/acme/2026H1") + 48,
                        "type commit\n"
                        "tag acme/2026H1\n"
                        "tagger p-k3f9q2 <p-k3f9q2@kamplan> 1772442000 +0000\n\n"
                        "acme: signed off, 2026H1\n\n"
                        "Good.\n\nBy: p-evil\nRole: x\n\n"
                        "By: p-k3f9q2\nRole: Sales director\nAccount: acme\nCycle: 2026H1\n");
    read_list(test, "acme", 1);
    assert_string_equal(list[0].name, "acme/2026H1");
    assert_string_equal(list[0].rev.hex, first.hex);
    assert_str(list[0].cycle, "2026H1");
    assert_str(list[0].by, "p-k3f9q2");
    assert_str(list[0].role, "Sales director");
    assert_str(list[0].comment, "Good.\n\nBy: p-evil\nRole: x");
    assert_int_equal(list[0].at, KIT_AT);
    assert_false(list[0].replaced || list[0].sealed);
    assert_int_equal(kp_signoff_seal(test->ws, &list[0]), KP_SEAL_NONE);
    kit_assert_sound(test);
    kit_assert_status(test, "");
}

static void test_again(void **state)
{
    struct kit_test *test = *state;
    struct kp_rev revs[4];
    static const char *const texts[] = {"", "second", "-----BEGIN PGP SIGNATURE-----\nthird",
                                        "fourth"};
    for (int i = 0; i < 4; i++) {
        revs[i] = kit_put(test, KP_OK, "accounts/acme/account.json", i % 2 ? "1" : "0");
        if (i) {
            assert_int_equal(sign(test, "acme", "2026H1", texts[i], false), KP_EXISTS);
            kit_assert_message(test, "2026H1 already");
        }
        if (i == 3) /* what a process leaves that is killed between the two */
            kit_git(test, "update-ref refs/tags/acme/2026H1-3 refs/tags/acme/2026H1");
        read_list(test, "acme", (size_t)i);
        assert_int_equal(sign(test, "acme", "2026H1", texts[i], i > 0), KP_OK);
    }
    assert_int_equal(sign(test, "acme", "2025H2", "earlier", true), KP_OK);
    assert_int_equal(sign(test, "acme-b", "2026H2", "another", false), KP_OK);
    assert_int_equal(sign(test, "program", "2026H2", "the program", false), KP_OK);
    static const struct {
        const char *name;
        int rev, text;
    } want[] = {{"acme/2026H1", 3, 3},
                {"acme/2026H1-3", 2, 2},
                {"acme/2026H1-2", 1, 1},
                {"acme/2026H1-1", 0, 0},
                {"acme/2025H2", 3, -1}};
    read_list(test, "acme", 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(list[i].name, want[i].name);
        assert_string_equal(list[i].rev.hex, revs[want[i].rev].hex);
        assert_int_equal(list[i].replaced, i >= 1 && i <= 3);
        assert_false(list[i].sealed);
        assert_str(list[i].by, "p-k3f9q2");
        assert_str(list[i].comment, want[i].text < 0    ? "earlier"
                                    : want[i].text == 2 ? "-----BEGIN PGP SIGNATURE-----\nthird"
                                                        : texts[want[i].text]);
    }
    kit_git(test, "pack-refs --all");
    read_list(test, NULL, 7);
    assert_string_equal(list[5].name, "acme-b/2026H2");
    assert_string_equal(list[6].name, "program/2026H2");
    kit_assert_sound(test);
}

/* Made with git: shown, but nobody stood for it; what makes no sense is nothing of ours. */
static void test_by_hand(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, "accounts/acme/account.json", "1");
    kit_git(test, "tag acme/2026H1");
    kit_git(test, "-c user.name=x -c user.email=x@y tag -a -m By:me acme/2025H2");
    kit_git(test, "tag v1.0");
    kit_git(test, "tag acme/2026");
    kit_git(test, "tag acme/2026H3");
    kit_git(test, "tag acme/2023h1");
    kit_git(test, "tag acme/2024H1-01");
    kit_git(test, "tag acme/2024H1/x");
    kit_git(test, "tag Acme/2024H1");
    kit_git(test, "tag acme/2024H2 HEAD:kamplan.json");
    read_list(test, "acme", 2);
    assert_string_equal(list[0].name, "acme/2026H1");
    assert_string_equal(list[1].name, "acme/2025H2");
    assert_int_equal(list[0].by.len + list[1].by.len, 0);
    assert_string_equal(list[1].rev.hex, kit_tip(test).hex);
    read_list(test, NULL, 2);
    /* It is kept like any other. */
    assert_int_equal(sign(test, "acme", "2026H1", "", false), KP_EXISTS);
    assert_int_equal(sign(test, "acme", "2026H1", "", true), KP_OK);
    read_list(test, "acme", 3);
    assert_str(list[0].by, "p-k3f9q2");
    assert_string_equal(list[1].name, "acme/2026H1-1");
    assert_int_equal(list[1].by.len, 0);
    /* One of which the revision is gone. */
    kit_shell(test, "rm .git/refs/tags/acme/2025H2");
    kit_write(test, ".git/refs/tags/acme/2025H2", "1234567890123456789012345678901234567890\n");
    read_list(test, "acme", 2);
}

static void test_refused(void **state)
{
    struct kit_test *test = *state;
    kit_put(test, KP_OK, "accounts/acme/account.json", "1");
    assert_int_equal(sign(test, "acme", "2026H3", "", false), KP_INVALID);
    assert_int_equal(sign(test, "acme", "2026h1", "", false), KP_INVALID);
    assert_int_equal(sign(test, "Acme", "2026H1", "", false), KP_REFUSED);
    assert_int_equal(sign(test, "../x", "2026H1", "", false), KP_REFUSED);
    assert_int_equal(kp_signoff_list(test->ws, "../x", &arena, &list, &count, &test->err),
                     KP_REFUSED);
    struct kp_signoff signoff = {.rev = {"1234567890123456789012345678901234567890"},
                                 .cycle = KP_STR("2026H1"),
                                 .by = KP_STR("p-k3f9q2")};
    assert_int_equal(kp_signoff_record(test->ws, "acme", &signoff, false, &test->err),
                     KP_NOT_FOUND);
    signoff.rev = kit_tip(test);
    signoff.by = KP_STR("");
    assert_int_equal(kp_signoff_record(test->ws, "acme", &signoff, false, &test->err), KP_INVALID);
    kit_git(test, "tag acme");
    assert_int_equal(sign(test, "acme", "2026H1", "", false), KP_REFUSED);
    kit_assert_message(test, "named \"acme\"");
    kit_git(test, "tag -d acme");
    assert_int_equal(sign(test, "acme", "2026H1", "", false), KP_OK);
}

/* --- signatures, with keys made for the test --- */

static bool has(struct kit_test *test, const char *program)
{
    struct kp_buf words = KP_BUF_INIT;
    kit_write(test, "../has.sh", "command -v $1 >/dev/null && echo yes || echo no\n");
    kp_buf_addf(&words, "sh ../has.sh %s", program);
    bool there = strcmp(kit_shell(test, words.data), "yes\n") == 0;
    kp_buf_release(&words);
    return there;
}

static enum kp_seal seal_of(struct kit_test *test, const char *name)
{
    read_list(test, "acme", count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0) {
            assert_true(list[i].sealed);
            assert_str(list[i].by, "p-k3f9q2");
            return kp_signoff_seal(test->ws, &list[i]);
        }
    fail_msg("no %s", name);
    return KP_SEAL_NONE;
}

/* The sign-off says something else than what was signed. */
static void tamper(struct kit_test *test)
{
    kit_write(test, "../tamper.sh",
              "id=$(git cat-file tag acme/2026H1 | sed 's/Sales director/Managing director/' |\n"
              "  git hash-object -t tag -w --stdin) && git update-ref refs/tags/acme/2026H1 $id\n");
    kit_shell(test, "sh ../tamper.sh");
}

static void check_seals(struct kit_test *test)
{
    kit_put(test, KP_OK, "accounts/acme/account.json", "1");
    assert_int_equal(sign(test, "acme", "2026H1", "Good.", false), KP_OK);
    count = 1;
    assert_int_equal(seal_of(test, "acme/2026H1"), KP_SEAL_GOOD);
    assert_str(list[0].comment, "Good.");
    assert_int_equal(sign(test, "acme", "2026H1", "Better.", true), KP_OK);
    count = 2;
    assert_int_equal(seal_of(test, "acme/2026H1"), KP_SEAL_GOOD);
    assert_int_equal(seal_of(test, "acme/2026H1-1"), KP_SEAL_GOOD);
    tamper(test);
    assert_int_equal(seal_of(test, "acme/2026H1"), KP_SEAL_BAD);
    assert_string_equal(kit_shell(test, "find .git/kamplan -name seal.*"), "");
    kit_assert_sound(test);
}

static void test_ssh(void **state)
{
    struct kit_test *test = *state;
    if (!has(test, "ssh-keygen")) {
        print_message("skipped: there is no ssh-keygen\n");
        skip();
    }
    kit_write(
        test, "../keys.sh",
        "set -e\n"
        "ssh-keygen -q -t ed25519 -N '' -C test -f ../key\n"
        "printf '%s namespaces=\"git\" %s\\n' me@x \"$(cut -d' ' -f1,2 ../key.pub)\" >../allowed\n"
        "git config --unset tag.gpgsign; git config gpg.format ssh\n"
        "git config user.signingkey \"$PWD/../key.pub\"\n"
        "git config gpg.ssh.allowedSignersFile \"$PWD/../allowed\"\n");
    kit_shell(test, "sh ../keys.sh");
    kit_open_again(test, KP_OK);
    check_seals(test);
    /* A key that is not known here, and nothing to know keys by. */
    kit_write(test, "../allowed", "");
    assert_int_equal(seal_of(test, "acme/2026H1-1"), KP_SEAL_UNKNOWN);
    kit_git(test, "config --unset gpg.ssh.allowedSignersFile");
    assert_int_equal(seal_of(test, "acme/2026H1-1"), KP_SEAL_UNKNOWN);
    /* The key is gone. */
    kit_shell(test, "rm ../key ../key.pub");
    assert_int_equal(sign(test, "acme", "2026H1", "", true), KP_IO);
    kit_assert_message(test, "could not be signed");
    read_list(test, "acme", 2);
    /* It was said that nothing is to be signed. */
    kit_git(test, "config tag.gpgsign false");
    kit_open_again(test, KP_OK);
    assert_int_equal(sign(test, "acme", "2025H2", "", false), KP_OK);
}

static void test_gpg(void **state)
{
    struct kit_test *test = *state;
    if (!has(test, "gpg")) {
        print_message("skipped: there is no gpg\n");
        skip();
    }
    struct kp_buf home = KP_BUF_INIT;
    kp_buf_addf(&home, "%s/g", test->dir);
    setenv("GNUPGHOME", home.data, 1);
    kit_write(
        test, "../keys.sh",
        "set -e; mkdir -m 700 ../g\n"
        "gpg -q --batch --passphrase '' --quick-gen-key 'Me <me@x>' ed25519 sign 2>/dev/null\n"
        "git config gpg.format openpgp; git config tag.gpgsign true\n"
        "git config user.email me@x; git config --unset user.signingkey || true\n");
    kit_shell(test, "sh ../keys.sh");
    kit_open_again(test, KP_OK);
    check_seals(test);
    kit_write(test, "../forget.sh", "gpgconf --kill all; rm -rf ../g; mkdir -m 700 ../g\n");
    kit_shell(test, "sh ../forget.sh");
    assert_int_equal(seal_of(test, "acme/2026H1-1"), KP_SEAL_UNKNOWN);
    assert_int_equal(sign(test, "acme", "2026H2", "", false), KP_IO);
    kit_shell(test, "gpgconf --kill all");
    unsetenv("GNUPGHOME");
    kp_buf_release(&home);
}

#define WITH(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {WITH(test_record),  WITH(test_again), WITH(test_by_hand),
                                       WITH(test_refused), WITH(test_ssh),   WITH(test_gpg)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
