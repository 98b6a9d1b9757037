// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_WORKERS_H
#define KAMPLAN_WORKERS_H

/*
 * Work that falls into parts which do not need each other, done by several processes at once. Each is a copy
 * of this one (fork): it finds all that was read so far, and what it changes in memory is lost. What a
 * part comes to is told in bytes, and these are handed over here in the order of the parts, so
 * that nobody can see how many processes there were.
 */

#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>

struct work {
    size_t parts;
    void *context;
    /*
     * Does a part and appends what is to be told of it. false: no part behind it is begun any more; those before
     * it are done all the same.
     */
    bool (*part)(void *context, size_t part, struct kp_buf *told);
    /* What was told of a part, in the calling process; its error ends the handing over. */
    enum kp_status (*take)(void *context, size_t part, struct kp_str told, struct kp_err *err);
};

/*
 * `processes` 0: as many as there are processors. One does it all in the calling process. KP_IO when a
 * process ended before it had told of its work: what the others did is handed over nevertheless.
 */
enum kp_status workers_run(const struct work *work, size_t processes, struct kp_err *err);

#endif
