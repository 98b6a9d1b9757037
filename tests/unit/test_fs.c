// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Every test has a directory of its own as its working directory. */
struct home {
    char dir[64];
    int before;
};

static int set_up(void **state)
{
    struct home *home = calloc(1, sizeof *home);
    if (!home)
        return -1;
    strcpy(home->dir, "/tmp/kamplan-fs-XXXXXX");
    home->before = open(".", O_RDONLY | O_DIRECTORY);
    *state = home;
    return mkdtemp(home->dir) && chdir(home->dir) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    struct home *home = *state;
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", home->dir, home->dir);
    int result = fchdir(home->before) == 0 && system(command) == 0 ? 0 : -1;
    close(home->before);
    free(home);
    return result;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_file(const char *path, const char *text)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    if (kp_fs_read(path, 1 << 20, &bytes, &err))
        fail_msg("%s", err.text.data);
    assert_string_equal(bytes.data, text);
    kp_buf_release(&bytes);
    kp_err_release(&err);
}

/* The names in the working directory, each followed by a space. */
static void assert_names(const char *expected)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf text = KP_BUF_INIT;
    const char **names;
    size_t count;
    assert_int_equal(kp_fs_list(&arena, ".", &names, &count, NULL), KP_OK);
    for (size_t i = 0; i < count; i++)
        kp_buf_addf(&text, "%s ", names[i]);
    assert_string_equal(text.data, expected);
    kp_buf_release(&text);
    kp_arena_release(&arena);
}

static void test_read(void **state)
{
    (void)state;
    struct kp_buf bytes = KP_BUF_INIT;
    write_file("plan.json", "{}\n");
    write_file("empty", "");
    kp_buf_adds(&bytes, "rest of another file");
    assert_int_equal(kp_fs_read("plan.json", 3, &bytes, NULL), KP_OK); /* exactly the limit */
    assert_string_equal(bytes.data, "{}\n");
    assert_int_equal(bytes.len, 3);
    assert_int_equal(kp_fs_read("empty", 0, &bytes, NULL), KP_OK);
    assert_int_equal(bytes.len, 0);

    FILE *file = fopen("big", "wb"); /* more than one read, with NUL bytes */
    assert_non_null(file);
    for (int i = 0; i < 300000; i++)
        putc(i & 255, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(kp_fs_read("big", 300000, &bytes, NULL), KP_OK);
    assert_int_equal(bytes.len, 300000);
    for (int i = 0; i < 300000; i++)
        assert_int_equal((unsigned char)bytes.data[i], i & 255);
    kp_buf_release(&bytes);
}

static void test_read_refused(void **state)
{
    (void)state;
    write_file("plan.json", "{}\n");
    assert_int_equal(mkdir("dir", 0777), 0);
    assert_int_equal(symlink("plan.json", "link"), 0);
    assert_int_equal(symlink("nowhere", "broken"), 0);
    assert_int_equal(mkfifo("fifo", 0666), 0);
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    strcpy(name.sun_path, "socket");
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(fd >= 0 && bind(fd, (struct sockaddr *)&name, sizeof name) == 0);
    close(fd);
    static const struct {
        const char *path;
        enum kp_status status;
        const char *has;
    } cases[] = {
        {"missing", KP_NOT_FOUND, "missing does not exist"},
        {"missing/plan.json", KP_NOT_FOUND, "does not exist"},
        {"plan.json/x", KP_NOT_FOUND, "does not exist"},
        {"", KP_NOT_FOUND, "does not exist"},
        {"dir", KP_REFUSED, "dir is not a plain file"},
        {"link", KP_REFUSED, "link is not a plain file"},
        {"broken", KP_REFUSED, "not a plain file"},
        {"fifo", KP_REFUSED, "not a plain file"},
        {"socket", KP_REFUSED, "not a plain file"},
        {"/dev/null", KP_REFUSED, "/dev/null is not a plain file"},
        {"plan.json", KP_INVALID, "plan.json is larger than the limit of 2 bytes"},
    };
    struct kp_buf bytes = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_err err = KP_ERR_INIT;
        kp_buf_adds(&bytes, "x");
        assert_int_equal(kp_fs_read(cases[i].path, 2, &bytes, &err), cases[i].status);
        if (!strstr(err.text.data, cases[i].has))
            fail_msg("%s: %s", cases[i].path, err.text.data);
        assert_int_equal(bytes.len, 0);
        kp_err_release(&err);
    }
    if (geteuid() != 0) {
        assert_int_equal(chmod("plan.json", 0), 0);
        assert_int_equal(kp_fs_read("plan.json", 99, &bytes, NULL), KP_IO);
    }
    kp_buf_release(&bytes);
}

static void test_replace(void **state)
{
    (void)state;
    struct stat info;
    umask(022);
    assert_int_equal(kp_fs_replace("a.json", KP_STR("one\n"), 0644, true, NULL), KP_OK);
    assert_file("a.json", "one\n");
    assert_int_equal(kp_fs_replace("a.json", KP_STR(""), 0666, false, NULL), KP_OK);
    assert_file("a.json", "");
    assert_true(stat("a.json", &info) == 0 && (info.st_mode & 0777) == 0644);
    assert_int_equal(kp_fs_replace("./a.json", KP_STR("two\n"), 0600, true, NULL), KP_OK);
    assert_true(stat("a.json", &info) == 0 && (info.st_mode & 0777) == 0600);
    assert_file("a.json", "two\n");
    assert_names("a.json ");

    /* Another process that has the old file open still reads the old bytes. */
    int fd = open("a.json", O_RDONLY);
    char old[8] = {0};
    assert_int_equal(kp_fs_replace("a.json", KP_STR("three\n"), 0644, true, NULL), KP_OK);
    assert_int_equal(read(fd, old, sizeof old), 4);
    assert_string_equal(old, "two\n");
    close(fd);

    /* A link is replaced, never written through. */
    write_file("target", "untouched");
    assert_int_equal(symlink("target", "link"), 0);
    assert_int_equal(kp_fs_replace("link", KP_STR("new"), 0644, true, NULL), KP_OK);
    assert_file("target", "untouched");
    assert_file("link", "new");

    /* What a dead process with our number left, or somebody planted, is in nobody's way. */
    char stale[64];
    snprintf(stale, sizeof stale, ".a.json.tmp-%ld", (long)getpid());
    assert_int_equal(symlink("target", stale), 0);
    assert_int_equal(kp_fs_replace("a.json", KP_STR("four\n"), 0644, true, NULL), KP_OK);
    assert_file("target", "untouched");
    assert_names("a.json link target ");

    char long_name[256];
    memset(long_name, 'n', 255); /* as long as a name can be: the temporary one must fit too */
    long_name[255] = '\0';
    assert_int_equal(kp_fs_replace(long_name, KP_STR("x"), 0644, true, NULL), KP_OK);
    assert_file(long_name, "x");
}

static void test_replace_fails(void **state)
{
    (void)state;
    struct kp_err err = KP_ERR_INIT;
    assert_int_equal(kp_fs_replace("no/a.json", KP_STR("x"), 0644, true, &err), KP_IO);
    assert_non_null(strstr(err.text.data, "cannot write no/a.json: "));

    assert_int_equal(mkdir("dir", 0777), 0); /* rename onto a directory does not work */
    assert_int_equal(kp_fs_replace("dir", KP_STR("x"), 0644, true, &err), KP_IO);
    assert_names("dir ");

    write_file("a.json", "old\n");
    struct rlimit before, small = {4096, 4096};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    struct kp_buf bytes = KP_BUF_INIT;
    kp_buf_add_repeat(&bytes, "0123456789abcdef", 1024);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0); /* as a full disk: part is written */
    enum kp_status status = kp_fs_replace("a.json", kp_buf_str(&bytes), 0644, true, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, KP_IO);
    assert_file("a.json", "old\n");
    assert_names("a.json dir ");
    kp_buf_release(&bytes);

    if (geteuid() != 0) {
        write_file("dir/b.json", "old\n");
        assert_int_equal(chmod("dir", 0555), 0);
        assert_int_equal(kp_fs_replace("dir/b.json", KP_STR("x"), 0644, true, &err), KP_IO);
        assert_file("dir/b.json", "old\n");
    }
    kp_err_release(&err);
}

static void test_make_dirs(void **state)
{
    (void)state;
    struct kp_err err = KP_ERR_INIT;
    static const char *const good[] = {"a",     "a/b/c", "a/b/c/", "a/b/c//", "x//y/z",
                                       "./r/s", ".",     "/",      "..",      "/tmp"};
    for (size_t i = 0; i < COUNT(good); i++) {
        for (int again = 0; again < 2; again++)
            if (kp_fs_make_dirs(good[i], 0777, &err))
                fail_msg("%s", err.text.data);
        assert_true(kp_fs_is_dir(good[i]));
    }
    assert_true(kp_fs_is_dir("x/y/z") && kp_fs_is_dir("r/s"));
    write_file("file", "");
    assert_int_equal(symlink("a", "link"), 0);
    assert_int_equal(symlink("nowhere", "broken"), 0);
    static const char *const bad[] = {"file", "file/x", "file/x/y", "broken", "", "link"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (kp_fs_make_dirs(bad[i], 0777, &err) != KP_IO)
            fail_msg("\"%s\" is made", bad[i]);
        assert_non_null(strstr(err.text.data, "cannot make the directory"));
    }
    assert_int_equal(kp_fs_make_dirs("link/below", 0777, &err),
                     KP_OK); /* links on the way are followed */
    assert_true(kp_fs_is_dir("a/below"));
    assert_int_equal(kp_fs_make_dirs("private/inner", 0700, &err), KP_OK);
    struct stat info;
    assert_true(stat("private", &info) == 0 && (info.st_mode & 0777) == 0700);
    kp_err_release(&err);
}

static void test_questions(void **state)
{
    (void)state;
    write_file("file", "");
    assert_int_equal(mkdir("dir", 0777), 0);
    assert_int_equal(symlink("dir", "link"), 0);
    assert_int_equal(symlink("nowhere", "broken"), 0);
    assert_true(kp_fs_exists("file") && kp_fs_exists("dir") && kp_fs_exists("broken"));
    assert_false(kp_fs_exists("nowhere"));
    assert_true(kp_fs_is_dir("dir"));
    assert_false(kp_fs_is_dir("file") || kp_fs_is_dir("link") || kp_fs_is_dir("nowhere"));
    assert_int_equal(kp_fs_sync_dir("dir", NULL), KP_OK);
    assert_int_equal(kp_fs_sync_dir("nowhere", NULL), KP_IO);
    assert_int_equal(kp_fs_sync_dir("file", NULL), KP_IO);
    assert_int_equal(kp_fs_remove("file", NULL), KP_OK);
    assert_int_equal(kp_fs_remove("file", NULL), KP_OK);
    assert_int_equal(kp_fs_remove("broken", NULL), KP_OK);
    assert_int_equal(kp_fs_remove("dir", NULL), KP_IO);
    assert_int_equal(kp_fs_remove("link", NULL), KP_OK);
    assert_names("dir ");
}

static void test_list(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_err err = KP_ERR_INIT;
    const char **names = NULL;
    size_t count = 99;
    assert_int_equal(kp_fs_list(&arena, ".", &names, &count, &err), KP_OK);
    assert_int_equal(count, 0);
    static const char *const files[] = {"b", "a",        "B",      ".hidden", "10",
                                        "9", "\xc3\xa5", "a.json", "-"};
    for (size_t i = 0; i < COUNT(files); i++)
        write_file(files[i], "");
    assert_names("- .hidden 10 9 B a a.json b \xc3\xa5 ");
    for (int i = 0; i < 100; i++) {
        char name[16];
        snprintf(name, sizeof name, "file%02d", i);
        write_file(name, "");
    }
    assert_int_equal(kp_fs_list(&arena, ".", &names, &count, &err), KP_OK);
    assert_int_equal(count, COUNT(files) + 100);
    for (size_t i = 1; i < count; i++)
        assert_true(strcmp(names[i - 1], names[i]) < 0);
    assert_int_equal(symlink(".", "link"), 0);
    static const char *const bad[] = {"nowhere", "a", "link", "a/b"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(kp_fs_list(&arena, bad[i], &names, &count, &err), KP_NOT_FOUND);
        assert_int_equal(count, 0);
        assert_non_null(strstr(err.text.data, bad[i]));
    }
    kp_err_release(&err);
    kp_arena_release(&arena);
}

static void test_join(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"a", "b", "a/b"},
        {"a/", "b", "a/b"},
        {"/", "b", "/b"},
        {"", "b", "b"},
        {"a/b", "c.json", "a/b/c.json"},
    };
    struct kp_buf path = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        kp_buf_clear(&path);
        kp_fs_join(&path, cases[i][0], cases[i][1]);
        assert_string_equal(path.data, cases[i][2]);
    }
    kp_buf_release(&path);
}

static void nothing(int signal_number)
{
    (void)signal_number;
}

/* A reader that counts; exits 0 when all `expected` bytes have come. */
static void count_and_exit(int fd, size_t expected)
{
    char chunk[1000];
    size_t sum = 0;
    ssize_t n;
    while ((n = read(fd, chunk, sizeof chunk)) > 0)
        sum += (size_t)n;
    _exit(sum == expected ? 0 : 1);
}

static void test_write_all(void **state)
{
    (void)state;
    enum { BYTES = 4 << 20 }; /* far more than a pipe holds: writes are short and interrupted */
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[1]);
        count_and_exit(ends[0], BYTES);
    }
    close(ends[0]);
    struct sigaction action = {.sa_handler = nothing}, before;
    assert_int_equal(sigaction(SIGALRM, &action, &before), 0);
    struct itimerval often = {{0, 200}, {0, 200}}, never = {{0, 0}, {0, 0}};
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
    char *data = calloc(1, BYTES);
    ssize_t written = kp_fs_write_all(ends[1], data, BYTES);
    assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
    assert_int_equal(sigaction(SIGALRM, &before, NULL), 0);
    free(data);
    close(ends[1]);
    assert_int_equal(written, BYTES);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);

    assert_int_equal(kp_fs_write_all(-1, "x", 1), -1);
    assert_int_equal(errno, EBADF);
    assert_int_equal(kp_fs_write_all(-1, NULL, 0), 0);
    int full = open("/dev/full", O_WRONLY);
    if (full >= 0) {
        assert_int_equal(kp_fs_write_all(full, "x", 1), -1);
        assert_int_equal(errno, ENOSPC);
        close(full);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_replace, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_replace_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_make_dirs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_questions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_list, set_up, tear_down),
        cmocka_unit_test(test_join),
        cmocka_unit_test(test_write_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
