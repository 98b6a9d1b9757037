// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/buf.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char kp_buf_empty[1]; /* never written to: every write grows the buffer first */

void kp_buf_release(struct kp_buf *buf)
{
    if (buf->cap)
        free(buf->data);
    *buf = (struct kp_buf)KP_BUF_INIT;
}

void kp_buf_clear(struct kp_buf *buf)
{
    kp_buf_truncate(buf, 0);
}

static void grow(struct kp_buf *buf, size_t need)
{
    size_t cap = buf->cap ? buf->cap : 64;
    while (cap < need)
        cap *= 2;
    buf->data = kp_realloc_array(buf->cap ? buf->data : NULL, cap, 1);
    buf->cap = cap;
    buf->data[buf->len] = '\0';
}

char *kp_buf_reserve(struct kp_buf *buf, size_t extra)
{
    size_t need = buf->len + extra + 1;
    if (need > buf->cap)
        grow(buf, need);
    return buf->data + buf->len;
}

void kp_buf_add(struct kp_buf *buf, struct kp_str s)
{
    if (!s.len)
        return;
    memcpy(kp_buf_reserve(buf, s.len), s.data, s.len);
    buf->len += s.len;
    buf->data[buf->len] = '\0';
}

void kp_buf_adds(struct kp_buf *buf, const char *text)
{
    kp_buf_add(buf, kp_str_from(text));
}

void kp_buf_addc(struct kp_buf *buf, char c)
{
    kp_buf_reserve(buf, 1);
    buf->data[buf->len++] = c;
    buf->data[buf->len] = '\0';
}

void kp_buf_add_repeat(struct kp_buf *buf, const char *text, size_t times)
{
    while (times--)
        kp_buf_adds(buf, text);
}

void kp_buf_add_uint(struct kp_buf *buf, unsigned long value, size_t least)
{
    char digits[3 * sizeof value];
    size_t at = sizeof digits;
    for (; value; value /= 10)
        digits[--at] = (char)('0' + value % 10);
    for (size_t count = sizeof digits - at; count < least; count++)
        kp_buf_addc(buf, '0');
    kp_buf_add(buf, (struct kp_str){digits + at, sizeof digits - at});
}

void kp_buf_addf(struct kp_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    kp_buf_addv(buf, format, args);
    va_end(args);
}

void kp_buf_addv(struct kp_buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len > 0) {
        vsnprintf(kp_buf_reserve(buf, (size_t)len), (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void kp_buf_truncate(struct kp_buf *buf, size_t len)
{
    buf->len = len;
    if (buf->cap)
        buf->data[len] = '\0';
}

struct kp_str kp_buf_str(const struct kp_buf *buf)
{
    return (struct kp_str){buf->data, buf->len};
}

char *kp_buf_detach(struct kp_buf *buf)
{
    kp_buf_reserve(buf, 0);
    char *data = buf->data;
    *buf = (struct kp_buf)KP_BUF_INIT;
    return data;
}
