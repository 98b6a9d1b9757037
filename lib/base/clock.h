// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_CLOCK_H
#define KP_BASE_CLOCK_H

/*
 * Where the time comes from. Only cmd/ makes a clock; the rest of lib/ takes times as
 * values: int64_t milliseconds since 1970-01-01T00:00:00Z.
 */

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct kp_clock {
    bool fixed;
    int64_t at;       /* when fixed */
    const char *file; /* fixed, and moved by whoever writes a time into this file; NULL: none */
};

/* The system's clock. */
struct kp_clock kp_clock_system(void);

/* A clock that stands still at an RFC 3339 time such as 2026-03-02T09:00:00Z or …+01:00. */
enum kp_status kp_clock_fixed(struct kp_clock *clock, struct kp_str text, struct kp_err *err);

/* A clock that shows the time that stands in a file, read anew each time; KP_INVALID when it is none. */
enum kp_status kp_clock_of_file(struct kp_clock *clock, const char *file, struct kp_err *err);

int64_t kp_clock_now(const struct kp_clock *clock);

/* Milliseconds of a clock that never jumps (CLOCK_MONOTONIC), or the fixed time. */
int64_t kp_clock_steady(const struct kp_clock *clock);

/* Appends 2026-03-02T09:00:00Z (UTC, whole seconds). */
void kp_time_format(struct kp_buf *out, int64_t at);

/* Reads RFC 3339; KP_INVALID otherwise. */
enum kp_status kp_time_parse(struct kp_str text, int64_t *at, struct kp_err *err);

#endif
