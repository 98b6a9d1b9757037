// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An answer made safe (a journal line, as a session writes it) against one bare write and fdatasync of the
 * same bytes, in turn, in one process: medians and the median of the ratios.
 */

#include "store/journal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 400 };

static double now_us(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, RUNS, sizeof *values, by_value);
    return (values[RUNS / 2 - 1] + values[RUNS / 2]) / 2;
}

int main(int argc, char **argv)
{
    static double ours[RUNS], bare[RUNS], ratios[RUNS];
    static const char line[] =
        "{\"t\":1772442000000,\"e\":\"answer\",\"field\":\"customer.goals\",\"value\":\"Double the "
        "export share by 2027\",\"said_by\":[\"p-k3f9q2\"],\"basis\":\"fact\"}\n";
    struct kp_err err = KP_ERR_INIT;
    struct kp_workspace *workspace = NULL;
    struct kp_journal *journal = NULL;
    char path[4096];
    if (argc != 2)
        return 2;
    if (kp_workspace_open(argv[1], &workspace, &err) ||
        kp_journal_create(workspace, "bench", "s-000000", KP_STR("{\"format\":1}"), &journal,
                          &err)) {
        fprintf(stderr, "%s\n", err.text.data);
        return 1;
    }
    snprintf(path, sizeof path, "%s/bare", kp_workspace_private(workspace));
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    for (int i = 0; i < RUNS; i++) {
        double start = now_us();
        if (kp_journal_append(journal, (struct kp_str){line, sizeof line - 2}, &err))
            return 1;
        double between = now_us();
        if (write(fd, line, sizeof line - 1) < 0 || fdatasync(fd) != 0)
            return 1;
        double end = now_us();
        ours[i] = between - start;
        bare[i] = end - between;
        ratios[i] = ours[i] / bare[i];
    }
    close(fd);
    unlink(path);
    kp_journal_close(journal);
    kp_journal_remove(workspace, "bench", "s-000000", NULL);
    kp_workspace_close(workspace);
    printf("%-44s %8.1f us %8.1f us %7.2f\n", "an answer made safe : write + fdatasync",
           median(ours), median(bare), median(ratios));
    return 0;
}
