// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "base/alloc.h"
#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char *make_temp(void)
{
    const char *tmp = getenv("TMPDIR");
    struct kp_buf name = KP_BUF_INIT;
    kp_buf_addf(&name, "%s/kamplan-store.XXXXXX", tmp ? tmp : "/tmp");
    char *dir = kp_buf_detach(&name);
    assert_non_null(mkdtemp(dir));
    char *real = realpath(dir, NULL);
    free(dir);
    return real;
}

int kit_setup_empty(void **state)
{
    struct kit_test *test = kp_alloc(sizeof *test);
    struct kp_buf root = KP_BUF_INIT;
    test->dir = make_temp();
    kp_buf_addf(&root, "%s/w", test->dir);
    test->root = kp_buf_detach(&root);
    test->err = (struct kp_err)KP_ERR_INIT;
    test->author = (struct kp_author){"p-k3f9q2", KIT_AT};
    assert_int_equal(mkdir(test->root, 0755), 0);
    *state = test;
    return 0;
}

int kit_setup(void **state)
{
    static const struct kp_change first[] = {
        {"kamplan.json", KP_STR_INIT("{}\n"), false},
        {".gitattributes", KP_STR_INIT("*.json text eol=lf\n"), false},
    };
    kit_setup_empty(state);
    struct kit_test *test = *state;
    enum kp_status status =
        kp_workspace_init(test->root, first, 2, &test->author, &test->ws, &test->err);
    if (status)
        fail_msg("%s", test->err.text.data);
    return 0;
}

int kit_teardown(void **state)
{
    struct kit_test *test = *state;
    kp_workspace_close(test->ws);
    kit_shell(test, "chmod -R u+rwX .");
    free(test->root);
    test->root = kp_strndup("/", 1);
    struct kp_buf words = KP_BUF_INIT;
    kp_buf_addf(&words, "rm -rf %s", test->dir);
    kit_shell(test, words.data);
    kp_buf_release(&words);
    free(test->root);
    free(test->dir);
    kp_err_release(&test->err);
    free(test);
    return 0;
}

static void assert_status(struct kit_test *test, enum kp_status status, enum kp_status want)
{
    if (status != want)
        fail_msg("status %d instead of %d: %s", (int)status, (int)want, test->err.text.data);
}

void kit_keep(void *context, const char *path)
{
    struct kit_test *test = context;
    size_t len = strlen(test->kept);
    test->kept_count++;
    snprintf(test->kept + len, sizeof test->kept - len, "%s ", path);
}

struct kp_rev kit_put_all(struct kit_test *test, enum kp_status want,
                          const struct kp_change *changes, size_t count, const char *message)
{
    struct kp_rev rev = {{0}};
    test->kept_count = 0;
    test->kept[0] = '\0';
    assert_status(test,
                  kp_revision_record(test->ws, NULL, changes, count, message, &test->author,
                                     kit_keep, test, &rev, &test->err),
                  want);
    return rev;
}

struct kp_rev kit_put(struct kit_test *test, enum kp_status want, const char *path,
                      const char *text)
{
    const struct kp_change change = {path, kp_str_from(text), text == NULL};
    return kit_put_all(test, want, &change, 1, path);
}

void kit_open_again(struct kit_test *test, enum kp_status want)
{
    kp_workspace_close(test->ws);
    test->ws = NULL;
    assert_status(test, kp_workspace_open(test->root, &test->ws, &test->err), want);
}

struct kp_rev kit_tip(struct kit_test *test)
{
    struct kp_rev rev;
    assert_status(test, kp_revision_tip(test->ws, &rev, &test->err), KP_OK);
    return rev;
}

void kit_assert_file(struct kit_test *test, const char *path, const char *text)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_rev tip = kit_tip(test);
    assert_status(test, kp_revision_read(test->ws, &tip, path, &bytes, &test->err),
                  text ? KP_OK : KP_NOT_FOUND);
    if (text)
        assert_string_equal(bytes.data, text);
    kp_buf_release(&bytes);
}

void kit_assert_message(struct kit_test *test, const char *part)
{
    static const char *const words[] = {"branch", "commit", "HEAD ",      " ref ", "refs/",
                                        "blob",   "tree ",  "repository", "merge", "rebase"};
    const char *text = test->err.text.data;
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in \"%s\"", part, text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(text, words[i]))
            fail_msg("\"%s\" says \"%s\"", text, words[i]);
}

char *kit_path(struct kit_test *test, const char *path)
{
    struct kp_buf full = KP_BUF_INIT;
    kp_buf_addf(&full, "%s/%s", test->root, path);
    return kp_buf_detach(&full);
}

void kit_write(struct kit_test *test, const char *path, const char *text)
{
    char *full = kit_path(test, path);
    char *slash = strrchr(full, '/');
    *slash = '\0';
    assert_status(test, kp_fs_make_dirs(full, 0755, &test->err), KP_OK);
    *slash = '/';
    int fd = open(full, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_true(kp_fs_write_all(fd, text, strlen(text)) >= 0);
    close(fd);
    free(full);
}

void kit_assert_disk(struct kit_test *test, const char *path, const char *text)
{
    struct kp_buf bytes = KP_BUF_INIT;
    char *full = kit_path(test, path);
    assert_status(test, kp_fs_read(full, 64 << 20, &bytes, &test->err),
                  text ? KP_OK : KP_NOT_FOUND);
    if (text)
        assert_string_equal(bytes.data, text);
    kp_buf_release(&bytes);
    free(full);
}

void kit_age(struct kit_test *test, const char *path, long seconds)
{
    struct stat st;
    char *full = kit_path(test, path);
    assert_int_equal(stat(full, &st), 0);
    struct timespec times[2] = {st.st_atim, st.st_mtim};
    times[1].tv_sec -= seconds;
    assert_int_equal(utimensat(AT_FDCWD, full, times, 0), 0);
    free(full);
}

static void run_child(const char *dir, char *words, int out)
{
    char *argv[32];
    int count = 0;
    for (char *word = words; word && count < 31;) {
        argv[count++] = word;
        word = strchr(word, ' ');
        if (word)
            *word++ = '\0';
    }
    argv[count] = NULL;
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    setenv("GIT_AUTHOR_NAME", "A Person", 1);
    setenv("GIT_AUTHOR_EMAIL", "person@example.com", 1);
    setenv("GIT_COMMITTER_NAME", "A Person", 1);
    setenv("GIT_COMMITTER_EMAIL", "person@example.com", 1);
    setenv("GIT_EDITOR", "true", 1);
    dup2(out, 1);
    dup2(out, 2);
    if (chdir(dir) == 0)
        execvp(argv[0], argv);
    _exit(127);
}

const char *kit_shell(struct kit_test *test, const char *words)
{
    static char output[65536];
    int ends[2], result = 0;
    size_t len = 0;
    ssize_t got;
    char *copy = kp_strndup(words, strlen(words));
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        run_child(test->root, copy, ends[1]);
    }
    close(ends[1]);
    while (len < sizeof output - 1 &&
           (got = read(ends[0], output + len, sizeof output - 1 - len)) > 0)
        len += (size_t)got;
    output[len] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(pid, &result, 0), pid);
    free(copy);
    if (!WIFEXITED(result) || WEXITSTATUS(result) != 0)
        fail_msg("%s: %s", words, output);
    return output;
}

const char *kit_git(struct kit_test *test, const char *words)
{
    struct kp_buf all = KP_BUF_INIT;
    kp_buf_addf(&all, "git %s", words);
    const char *output = kit_shell(test, all.data);
    kp_buf_release(&all);
    return output;
}

void kit_assert_status(struct kit_test *test, const char *porcelain)
{
    assert_string_equal(kit_git(test, "status --porcelain"), porcelain);
}

void kit_assert_sound(struct kit_test *test)
{
    kit_git(test, "fsck --strict --no-dangling --no-progress");
}
