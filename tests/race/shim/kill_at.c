// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A library for LD_PRELOAD that counts the calls by which a program changes files, and at the Nth kills it
 * or lets the call fail. Linux with glibc or musl; tests only.
 *
 *   KILL_AT=N        SIGKILL instead of the Nth call, so that it and all later ones never happen
 *   KILL_TORN=1      ... and if it is a write, after half of its bytes
 *   FAIL_AT=N        the Nth call fails ...
 *   FAIL_FROM=N      ... or the Nth and every later one, as on a disk that stays full
 *   FAIL_WHILE=FILE  ... or every one as long as FILE is there
 *   FAIL_ERRNO=NAME  ... with ENOSPC (the default), EDQUOT, EIO, EROFS, EACCES or ENOSYS
 *   FAIL_SHORT=1     ... and a write of several bytes first writes half of them and says so
 *   KILL_UNDER=DIR   only calls on paths below DIR count (absolute, without links in it); otherwise all
 *                    on regular files and directories, so never a terminal or a pipe
 *   KILL_PROGRAM=P   only in the program P (its name without directory), not in those it starts
 *   KILL_COUNT=FILE  the number of calls is written there when the program ends by itself
 *   KILL_LOG=FILE    a line for each call: number, name, path
 *
 * Counted are: open for writing with O_CREAT or O_TRUNC, mkstemp, write, pwrite, writev, ftruncate, truncate, rename, link,
 * symlink, unlink, mkdir, rmdir, fsync, fdatasync, syncfs, each with its relatives. Not seen: what stdio
 * writes, and what the C library does on its own. A removal does not fail for want of space.
 * With AddressSanitizer set ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static struct {
    bool ready, active;
    long kill_at, fail_at, fail_from, count;
    bool torn, partial;
    int error;
    const char *under, *fail_while, *count_file, *log_file;
} shim;

enum verdict { GO_ON, FAIL, HALF, HALF_AND_DIE };

static long number(const char *name)
{
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : 0;
}

static int error_named(const char *name)
{
    static const struct {
        const char *name;
        int error;
    } known[] = {{"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EIO", EIO},
                 {"EROFS", EROFS},   {"EACCES", EACCES}, {"ENOSYS", ENOSYS}};
    for (size_t i = 0; name && i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].name) == 0)
            return known[i].error;
    return ENOSPC;
}

__attribute__((constructor)) static void begin(void)
{
    char self[PATH_MAX] = "";
    const char *program = getenv("KILL_PROGRAM");
    if (shim.ready)
        return;
    shim.ready = shim.active = true;
    if (program) {
        ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
        const char *slash = len > 0 ? strrchr(self, '/') : NULL;
        shim.active = slash && strcmp(slash + 1, program) == 0;
    }
    shim.kill_at = number("KILL_AT");
    shim.fail_at = number("FAIL_AT");
    shim.fail_from = number("FAIL_FROM");
    shim.torn = number("KILL_TORN") != 0;
    shim.partial = number("FAIL_SHORT") != 0;
    shim.error = error_named(getenv("FAIL_ERRNO"));
    shim.under = getenv("KILL_UNDER");
    shim.fail_while = getenv("FAIL_WHILE");
    shim.count_file = getenv("KILL_COUNT");
    shim.log_file = getenv("KILL_LOG");
}

/* By the kernel directly: these writes are not counted. */
static void put(const char *path, int flags, const char *text)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | flags, 0600);
    if (fd < 0)
        return;
    (void)syscall(SYS_write, fd, text, strlen(text));
    (void)syscall(SYS_close, fd);
}

__attribute__((destructor)) static void end(void)
{
    char text[32];
    if (!shim.active || !shim.count_file)
        return;
    snprintf(text, sizeof text, "%ld\n", shim.count);
    put(shim.count_file, O_TRUNC, text);
}

/* The path that a descriptor, or a name in a directory, stands for. */
static void path_of(int fd, const char *name, char out[2 * PATH_MAX])
{
    char link[64];
    out[0] = '\0';
    if (name && name[0] == '/') {
        snprintf(out, 2 * PATH_MAX, "%s", name);
        return;
    }
    if (fd == AT_FDCWD)
        snprintf(link, sizeof link, "/proc/self/cwd");
    else
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, out, PATH_MAX - 1);
    out[len > 0 ? len : 0] = '\0';
    if (name)
        snprintf(out + strlen(out), PATH_MAX, "/%s", name);
}

static bool counts(int fd, const char *name, char path[2 * PATH_MAX])
{
    struct stat st;
    path_of(fd, name, path);
    if (shim.under)
        return strncmp(path, shim.under, strlen(shim.under)) == 0;
    return name || (fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)));
}

static void die(void)
{
    syscall(SYS_kill, (int)getpid(), SIGKILL);
    for (;;)
        pause();
}

/* Counts the call and says what is to become of it. `name` NULL: the call is on the descriptor itself. */
static enum verdict next(const char *call, int fd, const char *name)
{
    char path[2 * PATH_MAX], line[2 * PATH_MAX + 64];
    int saved = errno;
    bool write = strstr(call, "write") != NULL;
    begin();
    if (!shim.active || !counts(fd, name, path)) {
        errno = saved;
        return GO_ON;
    }
    long at = __atomic_add_fetch(&shim.count, 1, __ATOMIC_SEQ_CST);
    if (shim.log_file) {
        snprintf(line, sizeof line, "%ld %s %s\n", at, call, path);
        put(shim.log_file, O_APPEND, line);
    }
    bool full = shim.fail_while && syscall(SYS_faccessat, AT_FDCWD, shim.fail_while, F_OK) == 0;
    errno = saved;
    if (at == shim.kill_at) {
        if (write && shim.torn)
            return HALF_AND_DIE;
        die();
    }
    bool fails = full || at == shim.fail_at || (shim.fail_from && at >= shim.fail_from);
    bool removal = !strncmp(call, "unlink", 6) || !strcmp(call, "rmdir");
    if (!fails || (removal && (shim.error == ENOSPC || shim.error == EDQUOT)))
        return GO_ON;
    if (write && shim.partial && at == shim.fail_at)
        return HALF;
    errno = shim.error;
    return FAIL;
}

#define REAL(name) (*(void **)(&real_##name) = dlsym(RTLD_NEXT, #name))
#define EXPORT     __attribute__((visibility("default")))

#define WRITER(name, parameters, arguments, half)                                                  \
    EXPORT ssize_t name parameters;                                                                \
    ssize_t name parameters                                                                        \
    {                                                                                              \
        static ssize_t(*real_##name) parameters;                                                   \
        if (!real_##name)                                                                          \
            REAL(name);                                                                            \
        enum verdict verdict = next(#name, fd, NULL);                                              \
        if (verdict == FAIL)                                                                       \
            return -1;                                                                             \
        if (verdict == HALF || verdict == HALF_AND_DIE) {                                          \
            half;                                                                                  \
        }                                                                                          \
        ssize_t result = real_##name arguments;                                                    \
        if (verdict == HALF_AND_DIE)                                                               \
            die();                                                                                 \
        return result;                                                                             \
    }

WRITER(write, (int fd, const void *data, size_t len), (fd, data, len), len = (len + 1) / 2)
WRITER(pwrite, (int fd, const void *data, size_t len, off_t at), (fd, data, len, at),
       len = (len + 1) / 2)
WRITER(pwrite64, (int fd, const void *data, size_t len, off64_t at), (fd, data, len, at),
       len = (len + 1) / 2)
WRITER(writev, (int fd, const struct iovec *parts, int count), (fd, parts, count),
       count = (count + 1) / 2)

/* A call with a result of int: its place as `fd` and `path` (NULL: the descriptor itself). */
#define CALL(name, parameters, arguments, fd, path)                                                \
    EXPORT int name parameters;                                                                    \
    int name parameters                                                                            \
    {                                                                                              \
        static int(*real_##name) parameters;                                                       \
        if (!real_##name)                                                                          \
            REAL(name);                                                                            \
        return next(#name, fd, path) == FAIL ? -1 : real_##name arguments;                         \
    }

CALL(ftruncate, (int file, off_t len), (file, len), file, NULL)
CALL(ftruncate64, (int file, off64_t len), (file, len), file, NULL)
CALL(truncate, (const char *path, off_t len), (path, len), AT_FDCWD, path)
CALL(fsync, (int file), (file), file, NULL)
CALL(fdatasync, (int file), (file), file, NULL)
CALL(syncfs, (int file), (file), file, NULL)
CALL(rename, (const char *from, const char *to), (from, to), AT_FDCWD, to)
CALL(renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), b, to)
CALL(renameat2, (int a, const char *from, int b, const char *to, unsigned flags),
     (a, from, b, to, flags), b, to)
CALL(link, (const char *from, const char *to), (from, to), AT_FDCWD, to)
CALL(linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags),
     b, to)
CALL(symlink, (const char *target, const char *path), (target, path), AT_FDCWD, path)
CALL(unlink, (const char *path), (path), AT_FDCWD, path)
CALL(unlinkat, (int dir, const char *path, int flags), (dir, path, flags), dir, path)
CALL(mkdir, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path)
CALL(mkdirat, (int dir, const char *path, mode_t mode), (dir, path, mode), dir, path)
CALL(rmdir, (const char *path), (path), AT_FDCWD, path)
CALL(mkstemp, (char *path), (path), AT_FDCWD, path)
CALL(mkstemp64, (char *path), (path), AT_FDCWD, path)
CALL(mkostemp, (char *path, int flags), (path, flags), AT_FDCWD, path)
CALL(creat, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path)

#define OPENER(name, parameters, dir, before)                                                      \
    EXPORT int name parameters;                                                                    \
    int name parameters                                                                            \
    {                                                                                              \
        static int(*real_##name) parameters;                                                       \
        mode_t mode = 0;                                                                           \
        if (!real_##name)                                                                          \
            REAL(name);                                                                            \
        if (flags & (O_CREAT | O_TRUNC)) {                                                         \
            va_list args;                                                                          \
            va_start(args, flags);                                                                 \
            mode = (mode_t)va_arg(args, int);                                                      \
            va_end(args);                                                                          \
            if (next(#name, dir, path) == FAIL)                                                    \
                return -1;                                                                         \
        }                                                                                          \
        return real_##name(before path, flags, mode);                                              \
    }
#define AND_DIR dir,
#define NOTHING

OPENER(open, (const char *path, int flags, ...), AT_FDCWD, NOTHING)
OPENER(open64, (const char *path, int flags, ...), AT_FDCWD, NOTHING)
OPENER(openat, (int dir, const char *path, int flags, ...), dir, AND_DIR)
OPENER(openat64, (int dir, const char *path, int flags, ...), dir, AND_DIR)
