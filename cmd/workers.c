// SPDX-License-Identifier: GPL-3.0-or-later
#include "workers.h"

#include "base/alloc.h"
#include "base/fs.h"
#include "base/text.h"
#include "process.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What the processes share. Parts are begun in their order, by whoever has time. */
struct board {
    pid_t caller;
    atomic_size_t next;
    atomic_bool stop;
};

struct worker {
    pid_t process;
    int from;          /* what it tells comes out here */
    struct kp_buf all; /* that it told: number, length and bytes of each of its parts */
};

/* What was told of a part: a view into the `all` of its worker; no data: nothing was. */
struct result {
    struct kp_str told;
};

static void add_number(struct kp_buf *out, uint64_t number)
{
    kp_buf_add(out, (struct kp_str){(const char *)&number, sizeof number});
}

static bool take_number(struct kp_str *rest, size_t *out)
{
    uint64_t number;
    if (rest->len < sizeof number)
        return false;
    memcpy(&number, rest->data, sizeof number);
    *rest = kp_str_slice(*rest, sizeof number, rest->len);
    *out = (size_t)number;
    return true;
}

/* ---- in a process of its own */

/* A part to do; work->parts when there is none, or nobody any more who would take it. */
static size_t next_part(const struct work *work, struct board *board)
{
    if (atomic_load(&board->stop) || getppid() != board->caller)
        return work->parts;
    return atomic_fetch_add(&board->next, 1);
}

static _Noreturn void do_parts(const struct work *work, struct board *board, int to)
{
    struct kp_buf all = KP_BUF_INIT, told = KP_BUF_INIT;
    size_t part;
    while ((part = next_part(work, board)) < work->parts) {
        kp_buf_clear(&told);
        if (!work->part(work->context, part, &told))
            atomic_store(&board->stop, true);
        add_number(&all, part);
        add_number(&all, told.len);
        kp_buf_add(&all, kp_buf_str(&told));
    }
    /* Nothing of the process that this is a copy of is to be tidied up twice. */
    _exit(kp_fs_write_all(to, all.data, all.len) < 0);
}

static bool start(struct worker *worker, const struct work *work, struct board *board)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    worker->process = fork();
    if (worker->process == 0) {
        close(ends[0]);
        do_parts(work, board, ends[1]);
    }
    close(ends[1]);
    worker->from = ends[0];
    if (worker->process < 0)
        close(ends[0]);
    return worker->process > 0;
}

/* ---- in the calling process */

static void read_all(struct worker *worker)
{
    enum { ROOM = 1 << 16 };
    ssize_t got;
    do {
        got = read(worker->from, kp_buf_reserve(&worker->all, ROOM), ROOM);
        if (got > 0)
            worker->all.len += (size_t)got;
    } while (got > 0 || (got < 0 && errno == EINTR));
    close(worker->from);
}

static void sort_out(const struct worker *worker, struct result *results, size_t parts)
{
    struct kp_str rest = kp_buf_str(&worker->all);
    size_t part, len;
    while (take_number(&rest, &part) && take_number(&rest, &len) && part < parts &&
           len <= rest.len) {
        results[part].told = kp_str_slice(rest, 0, len);
        rest = kp_str_slice(rest, len, rest.len);
    }
}

/* Nobody tells before he has done his last part: so there is no need to listen to all at once. */
static enum kp_status collect(struct worker *workers, size_t count, struct result *results,
                              size_t parts, struct kp_err *err)
{
    enum kp_status status = KP_OK;
    for (size_t i = 0; i < count; i++) {
        read_all(&workers[i]);
        sort_out(&workers[i], results, parts);
        int ended = process_wait(workers[i].process);
        if (ended)
            status = kp_err_set(err, KP_IO,
                                _("a process that did part of the work broke off (status %d); the "
                                  "rest was done; run the command again"),
                                ended);
    }
    return status;
}

static enum kp_status hand_over(const struct work *work, const struct result *results,
                                struct kp_err *err)
{
    enum kp_status status = KP_OK;
    for (size_t i = 0; i < work->parts && !status; i++)
        if (results[i].told.data)
            status = work->take(work->context, i, results[i].told, err);
    return status;
}

static enum kp_status do_here(const struct work *work, struct kp_err *err)
{
    struct kp_buf told = KP_BUF_INIT;
    enum kp_status status = KP_OK;
    bool go_on = true;
    for (size_t i = 0; i < work->parts && go_on && !status; i++) {
        kp_buf_clear(&told);
        go_on = work->part(work->context, i, &told);
        status = work->take(work->context, i, kp_buf_str(&told), err);
    }
    kp_buf_release(&told);
    return status;
}

static enum kp_status do_apart(const struct work *work, size_t processes, struct board *board,
                               struct kp_err *err)
{
    struct worker *workers = kp_alloc(processes * sizeof *workers);
    struct result *results = kp_alloc(work->parts * sizeof *results);
    size_t count = 0;
    for (size_t i = 0; i < processes; i++)
        workers[i].all = (struct kp_buf)KP_BUF_INIT;
    while (count < processes && start(&workers[count], work, board))
        count++; /* as many as the system lets us have */
    enum kp_status broken = collect(workers, count, results, work->parts, err);
    enum kp_status status = count ? hand_over(work, results, err) : do_here(work, err);
    for (size_t i = 0; i < processes; i++)
        kp_buf_release(&workers[i].all);
    free(workers);
    free(results);
    return status ? status : broken;
}

static size_t count_processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

enum kp_status workers_run(const struct work *work, size_t processes, struct kp_err *err)
{
    struct board *board;
    if (!processes)
        processes = count_processors();
    if (processes > work->parts)
        processes = work->parts;
    if (processes < 2)
        return do_here(work, err);
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED)
        return do_here(work, err);
    board->caller = getpid();
    enum kp_status status = do_apart(work, processes, board, err);
    munmap(board, sizeof *board);
    return status;
}
