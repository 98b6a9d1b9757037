// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_ERR_H
#define KP_BASE_ERR_H

/*
 * How a function says that it could not. The status is for code, the text for a
 * person: lower case, what went wrong, then what would help. It is set where the
 * fault happens; layers above may prefix it with where. The caller owns the struct.
 */

#include "base/buf.h"

enum kp_status {
    KP_OK = 0,
    KP_INVALID,   /* bad data or a bad value: a file, an answer, an expression */
    KP_NOT_FOUND, /* what was asked for is not there */
    KP_EXISTS,    /* it is there already */
    KP_BUSY,      /* somebody else holds it; trying again later may work */
    KP_CONFLICT,  /* two people's changes do not fit together */
    KP_IO,        /* the disk or the operating system said no */
    KP_NEWER,     /* written by a newer version of this program */
    KP_REFUSED,   /* not allowed, such as a path that leaves the workspace */
};

struct kp_err {
    enum kp_status status;
    struct kp_buf text;
};

/* clang-format off */
#define KP_ERR_INIT {KP_OK, KP_BUF_INIT}
/* clang-format on */

/* Sets status and text, replacing what was there; returns `status`. `err` may be NULL. */
enum kp_status kp_err_set(struct kp_err *err, enum kp_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As kp_err_set with ": " and the words of the system's error number `error` (errno) behind the text. */
enum kp_status kp_err_system(struct kp_err *err, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts text and ": " before the message that is there; returns the status that is there. */
enum kp_status kp_err_prefix(struct kp_err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Back to KP_OK with no text. */
void kp_err_clear(struct kp_err *err);
void kp_err_release(struct kp_err *err);

#endif
