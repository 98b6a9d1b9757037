// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_BUF_H
#define KP_BASE_BUF_H

/*
 * A growing string. Invariants: `data` is never NULL and data[len] is '\0' from
 * KP_BUF_INIT on; `cap` is 0 while nothing is allocated. The owner calls
 * kp_buf_release (which leaves an empty, usable buffer).
 */

#include "base/str.h"

#include <stdarg.h>
#include <stddef.h>

struct kp_buf {
    char *data;
    size_t len;
    size_t cap;
};

extern char kp_buf_empty[1];

/* clang-format off */
#define KP_BUF_INIT {kp_buf_empty, 0, 0}
/* clang-format on */

void kp_buf_release(struct kp_buf *buf);
void kp_buf_clear(struct kp_buf *buf); /* keeps the memory */

void kp_buf_add(struct kp_buf *buf, struct kp_str s);
void kp_buf_adds(struct kp_buf *buf, const char *text);
void kp_buf_addc(struct kp_buf *buf, char c);
void kp_buf_add_repeat(struct kp_buf *buf, const char *text, size_t times);
/* The digits of `value`, at least `least` of them: with zeros before it. */
void kp_buf_add_uint(struct kp_buf *buf, unsigned long value, size_t least);
void kp_buf_addf(struct kp_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void kp_buf_addv(struct kp_buf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Shortens to `len` bytes; `len` must not be more than buf->len. */
void kp_buf_truncate(struct kp_buf *buf, size_t len);

/* Room for `extra` bytes more; returns where they begin (write, then add to len and end with NUL). */
char *kp_buf_reserve(struct kp_buf *buf, size_t extra);

/* A view of the whole; valid until the buffer changes. */
struct kp_str kp_buf_str(const struct kp_buf *buf);

/* Hands the string to the caller, who frees it; the buffer is empty afterwards. */
char *kp_buf_detach(struct kp_buf *buf);

#endif
