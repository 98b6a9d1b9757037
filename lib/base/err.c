// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/err.h"

#include <string.h>

__attribute__((format(printf, 2, 0))) static void set_text(struct kp_err *err, const char *format,
                                                           va_list args)
{
    struct kp_buf text = KP_BUF_INIT; /* composed first: the arguments may be the old text */
    kp_buf_addv(&text, format, args);
    kp_buf_release(&err->text);
    err->text = text;
}

enum kp_status kp_err_set(struct kp_err *err, enum kp_status status, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        set_text(err, format, args);
        va_end(args);
        err->status = status;
    }
    return status;
}

enum kp_status kp_err_system(struct kp_err *err, int error, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        set_text(err, format, args);
        va_end(args);
        kp_buf_addf(&err->text, ": %s", strerror(error));
        err->status = KP_IO;
    }
    return KP_IO;
}

enum kp_status kp_err_prefix(struct kp_err *err, const char *format, ...)
{
    if (!err)
        return KP_INVALID;
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    kp_buf_addf(&text, ": %s", err->text.data);
    kp_buf_release(&err->text);
    err->text = text;
    return err->status;
}

void kp_err_clear(struct kp_err *err)
{
    err->status = KP_OK;
    kp_buf_clear(&err->text);
}

void kp_err_release(struct kp_err *err)
{
    err->status = KP_OK;
    kp_buf_release(&err->text);
}
