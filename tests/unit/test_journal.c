// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "store/journal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ID           "2026-03-02-account-plan"
#define FILE_NAME    ".git/kamplan/journal/acme." ID ".jsonl"

static struct kp_journal *create(struct kit_test *test, enum kp_status want)
{
    struct kp_journal *journal = NULL;
    enum kp_status status =
        kp_journal_create(test->ws, "acme", ID, KP_STR("{\"a\":0}"), &journal, &test->err);
    if (status != want)
        fail_msg("%d: %s", (int)status, test->err.text.data);
    return journal;
}

static struct kp_journal *resume(struct kit_test *test, enum kp_status want, const char *lines,
                                 bool torn)
{
    struct kp_journal *journal = NULL;
    struct kp_buf bytes = KP_BUF_INIT;
    bool was_torn = !torn;
    enum kp_status status =
        kp_journal_resume(test->ws, "acme", ID, &journal, &bytes, &was_torn, &test->err);
    if (status != want)
        fail_msg("%d: %s", (int)status, test->err.text.data);
    if (status == KP_OK) {
        assert_string_equal(bytes.data, lines);
        assert_int_equal(was_torn, torn);
    }
    kp_buf_release(&bytes);
    return journal;
}

static void append(struct kit_test *test, struct kp_journal *journal, const char *line,
                   enum kp_status want)
{
    enum kp_status status = kp_journal_append(journal, kp_str_from(line), &test->err);
    if (status != want)
        fail_msg("%d: %s", (int)status, test->err.text.data);
}

static void test_journal(void **state)
{
    struct kit_test *test = *state;
    resume(test, KP_NOT_FOUND, NULL, false);
    struct kp_journal *journal = create(test, KP_OK);
    append(test, journal, "{\"a\":1}", KP_OK);
    append(test, journal, "{\"a\":2}", KP_OK);
    kit_assert_disk(test, FILE_NAME, "{\"a\":0}\n{\"a\":1}\n{\"a\":2}\n");
    assert_null(create(test, KP_EXISTS));
    /* One process at a time goes on with it. */
    resume(test, KP_BUSY, NULL, false);
    kit_assert_message(test, "open elsewhere");
    kp_journal_close(journal);
    kp_journal_close(NULL);
    journal = resume(test, KP_OK, "{\"a\":0}\n{\"a\":1}\n{\"a\":2}\n", false);
    append(test, journal, "{\"a\":3}", KP_OK);
    kp_journal_close(journal);
    kit_assert_disk(test, FILE_NAME, "{\"a\":0}\n{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
    assert_string_equal(kit_shell(test, "stat -c %a .git/kamplan .git/kamplan/journal " FILE_NAME),
                        "700\n700\n600\n");
    assert_string_equal(kit_shell(test, "ls -A .git/kamplan/journal"), "acme." ID ".jsonl\n");
    kit_assert_status(test, "");
    assert_int_equal(kp_journal_remove(test->ws, "acme", ID, &test->err), KP_OK);
    assert_int_equal(kp_journal_remove(test->ws, "acme", ID, &test->err), KP_OK);
    kit_assert_disk(test, FILE_NAME, NULL);
}

static void test_torn(void **state)
{
    struct kit_test *test = *state;
    static const struct {
        const char *before, *after;
        bool torn;
    } cases[] = {{"{\"a\":0}\n{\"a", "{\"a\":0}\n", true},
                 {"{\"a\":0}\n", "{\"a\":0}\n", false},
                 {"{\"a\":0}", "", true},
                 {"", "", false}};
    kp_journal_close(create(test, KP_OK));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_buf lines = KP_BUF_INIT;
        bool torn = !cases[i].torn;
        char *path = kit_path(test, FILE_NAME);
        kit_write(test, FILE_NAME, cases[i].before);
        assert_int_equal(kp_journal_read(path, &lines, &torn, &test->err), KP_OK);
        assert_string_equal(lines.data, cases[i].after);
        assert_int_equal(torn, cases[i].torn);
        kit_assert_disk(test, FILE_NAME, cases[i].before); /* only read */
        struct kp_journal *journal = resume(test, KP_OK, cases[i].after, cases[i].torn);
        kit_assert_disk(test, FILE_NAME, cases[i].after);
        append(test, journal, "{}", KP_OK);
        kp_journal_close(journal);
        kp_buf_release(&lines);
        free(path);
    }
}

static void test_bad_lines(void **state)
{
    struct kit_test *test = *state;
    struct kp_journal *journal = create(test, KP_OK);
    append(test, journal, "", KP_INVALID);
    append(test, journal, "{}\n", KP_INVALID);
    append(test, journal, "{}\n{}", KP_INVALID);
    assert_int_equal(kp_journal_append(journal, (struct kp_str){"{\0}", 3}, &test->err),
                     KP_INVALID);
    kp_journal_close(journal);
    kit_assert_disk(test, FILE_NAME, "{\"a\":0}\n");
}

static void test_names(void **state)
{
    struct kit_test *test = *state;
    static const char *const bad[][2] = {{"../x", ID},    {"acme", "../x"}, {"a.b", ID},
                                         {"acme", ""},    {"", ID},         {"acme", ".x"},
                                         {"acme", "a/b"}, {"Acme", ID},     {"acme", "å"}};
    struct kp_journal *journal = NULL;
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(
            kp_journal_create(test->ws, bad[i][0], bad[i][1], KP_STR("{}"), &journal, &test->err),
            KP_REFUSED);
        assert_int_equal(kp_journal_remove(test->ws, bad[i][0], bad[i][1], &test->err), KP_REFUSED);
    }
}

static void test_list(void **state)
{
    struct kit_test *test = *state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_journal_entry *entries = NULL;
    size_t count = 1;
    assert_int_equal(kp_journal_list(test->ws, &arena, &entries, &count, &test->err), KP_OK);
    assert_int_equal(count, 0);
    kp_journal_close(create(test, KP_OK));
    kit_write(test, ".git/kamplan/journal/program.2026-03-02-x.y.jsonl", "{}\n");
    kit_write(test, ".git/kamplan/journal/notes.txt", "mine\n");
    kit_write(test, ".git/kamplan/journal/.acme.x.jsonl", "{}\n");
    kit_write(test, ".git/kamplan/journal/Acme.x.jsonl", "{}\n");
    kit_write(test, ".git/kamplan/journal/acme.jsonl", "{}\n");
    kit_shell(test, "ln -s /etc/passwd .git/kamplan/journal/beta.x.jsonl");
    kit_shell(test, "mkdir .git/kamplan/journal/gamma.x.jsonl");
    assert_int_equal(kp_journal_list(test->ws, &arena, &entries, &count, &test->err), KP_OK);
    assert_int_equal(count, 2);
    assert_string_equal(entries[0].account, "acme");
    assert_string_equal(entries[0].session_id, ID);
    assert_string_equal(entries[1].account, "program");
    assert_string_equal(entries[1].session_id, "2026-03-02-x.y");
    struct kp_buf lines = KP_BUF_INIT;
    bool torn;
    assert_int_equal(kp_journal_read(entries[0].path, &lines, &torn, &test->err), KP_OK);
    assert_string_equal(lines.data, "{\"a\":0}\n");
    assert_true(entries[0].modified > KIT_AT / 2);
    kp_buf_release(&lines);
    kp_arena_release(&arena);
}

static void test_links(void **state)
{
    struct kit_test *test = *state;
    kit_shell(test, "mkdir -p .git/kamplan/journal");
    kit_write(test, "../outside", "{}\n");
    kit_shell(test, "ln -s ../../../../outside " FILE_NAME);
    assert_null(create(test, KP_EXISTS));
    assert_null(resume(test, KP_REFUSED, NULL, false));
    kit_assert_disk(test, "../outside", "{}\n");
    kit_shell(test, "rm " FILE_NAME);
    kit_shell(test, "mkfifo " FILE_NAME);
    assert_null(resume(test, KP_REFUSED, NULL, false));
}

/* The disk says no in the middle of a line: it is not in the journal, and may be given again. */
static void test_no_room(void **state)
{
    struct kit_test *test = *state;
    struct rlimit before, small;
    struct kp_journal *journal = create(test, KP_OK);
    append(test, journal, "{\"a\":1}", KP_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    small = before;
    small.rlim_cur = 20;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    append(test, journal, "{\"a\":\"long enough\"}", KP_IO);
    kit_assert_disk(test, FILE_NAME, "{\"a\":0}\n{\"a\":1}\n");
    append(test, journal, "{}", KP_OK);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    append(test, journal, "{\"a\":\"long enough\"}", KP_OK);
    kit_assert_disk(test, FILE_NAME, "{\"a\":0}\n{\"a\":1}\n{}\n{\"a\":\"long enough\"}\n");
    kp_journal_close(journal);
}

static void test_somebody_else(void **state)
{
    struct kit_test *test = *state;
    struct kp_journal *journal = create(test, KP_OK);
    append(test, journal, "{\"a\":1}", KP_OK);
    char *path = kit_path(test, FILE_NAME);
    assert_int_equal(truncate(path, 5), 0);
    append(test, journal, "{\"a\":2}", KP_CONFLICT);
    assert_int_equal(unlink(path), 0);
    append(test, journal, "{\"a\":2}", KP_CONFLICT);
    kp_journal_close(journal);
    free(path);
}

#define WITH(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_journal), WITH(test_torn),  WITH(test_bad_lines), WITH(test_names),
        WITH(test_list),    WITH(test_links), WITH(test_no_room),   WITH(test_somebody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
