// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_MAIL_H
#define KP_VIEW_MAIL_H

/* A mail that is ready to be sent: a file (.eml) that mail programs open as a draft. */

#include "base/buf.h"

#include <stdint.h>

/*
 * Appends a message (RFC 5322, MIME) with a subject and a plain text, both UTF-8. No addresses: who it goes to is for the
 * person who sends it to say. `at` is in milliseconds since 1970.
 */
void kp_view_mail(struct kp_str subject, struct kp_str text, int64_t at, struct kp_buf *out);

#endif
