// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_FAULT_H
#define KP_BASE_FAULT_H

/*
 * A list of everything that is wrong with a document, for checks that report every
 * fault and not only the first. Each has a place: file:line:column (0 = the whole file).
 */

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum kp_severity { KP_FAULT_ERROR, KP_FAULT_WARNING };

struct kp_place {
    struct kp_str file; /* as the user named it */
    uint32_t line;      /* from 1; 0: no line */
    uint32_t column;    /* from 1, in code points */
};

struct kp_fault {
    enum kp_severity severity;
    struct kp_place place;
    struct kp_str message; /* lower case, without the place */
};

struct kp_faults {
    struct kp_arena arena;
    struct kp_fault *items;
    size_t count, cap;
    size_t errors; /* how many of them are KP_FAULT_ERROR */
};

/* clang-format off */
#define KP_FAULTS_INIT {KP_ARENA_INIT, NULL, 0, 0, 0}
/* clang-format on */

/* Adds one fault; everything is copied. Returns KP_INVALID for an error, KP_OK for a warning. */
enum kp_status kp_faults_add(struct kp_faults *faults, enum kp_severity severity,
                             struct kp_place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The fault as a line without newline: `file:line:column: message`. */
void kp_fault_print(const struct kp_fault *fault, struct kp_buf *out);

/* In the order of their places within each file; faults of one place stay as they came. */
void kp_faults_sort(struct kp_faults *faults);

/* The first error as `err` (with its place), or KP_OK when there is none. */
enum kp_status kp_faults_first(const struct kp_faults *faults, struct kp_err *err);

void kp_faults_release(struct kp_faults *faults);

#endif
