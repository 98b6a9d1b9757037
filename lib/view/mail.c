// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/mail.h"

#include "base/utf8.h"

#include <time.h>

enum {
    WORD_BYTES = 42, /* of a subject in one encoded word: 56 characters of base64 */
    LINE_BYTES = 57  /* of a text in one line: 76 characters */
};

/* RFC 4648, section 4. */
static void add_base64(struct kp_str bytes, struct kp_buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        unsigned long group = (unsigned long)(unsigned char)bytes.data[i] << 16;
        if (left > 1)
            group |= (unsigned long)(unsigned char)bytes.data[i + 1] << 8;
        if (left > 2)
            group |= (unsigned long)(unsigned char)bytes.data[i + 2];
        kp_buf_addc(out, digits[group >> 18 & 63]);
        kp_buf_addc(out, digits[group >> 12 & 63]);
        kp_buf_addc(out, left > 1 ? digits[group >> 6 & 63] : '=');
        kp_buf_addc(out, left > 2 ? digits[group & 63] : '=');
    }
}

/* RFC 2047: words of whole characters, one a line. */
static void add_subject(struct kp_str subject, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_utf8_add_visible(&line, subject, false);
    struct kp_str text = kp_buf_str(&line);
    kp_buf_adds(out, "Subject:");
    for (size_t at = 0; at < text.len;) {
        size_t end = at, next = at;
        while (next < text.len && next - at <= WORD_BYTES) {
            end = next;
            kp_utf8_next(text, &next);
        }
        if (next - at <= WORD_BYTES)
            end = next;
        kp_buf_adds(out, at ? "\r\n =?UTF-8?B?" : " =?UTF-8?B?");
        add_base64(kp_str_slice(text, at, end - at), out);
        kp_buf_adds(out, "?=");
        at = end;
    }
    kp_buf_adds(out, "\r\n");
    kp_buf_release(&line);
}

static void add_date(int64_t at, struct kp_buf *out)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)(at / 1000);
    struct tm utc;
    if (gmtime_r(&seconds, &utc))
        kp_buf_addf(out, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", days[utc.tm_wday],
                    utc.tm_mday, months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                    utc.tm_sec);
}

void kp_view_mail(struct kp_str subject, struct kp_str text, int64_t at, struct kp_buf *out)
{
    struct kp_buf body = KP_BUF_INIT;
    add_date(at, out);
    add_subject(subject, out);
    kp_buf_adds(out, "X-Unsent: 1\r\n" /* a draft, for those who know it */
                     "MIME-Version: 1.0\r\n"
                     "Content-Type: text/plain; charset=utf-8\r\n"
                     "Content-Transfer-Encoding: base64\r\n\r\n");
    for (size_t i = 0; i < text.len; i++) { /* line ends of a text are CR LF (RFC 2046, 4.1.1) */
        if (text.data[i] == '\n')
            kp_buf_addc(&body, '\r');
        kp_buf_addc(&body, text.data[i]);
    }
    for (size_t i = 0; i < body.len; i += LINE_BYTES) {
        add_base64(kp_str_slice(kp_buf_str(&body), i, LINE_BYTES), out);
        kp_buf_adds(out, "\r\n");
    }
    kp_buf_release(&body);
}
