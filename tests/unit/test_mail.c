// SPDX-License-Identifier: GPL-3.0-or-later
/* A mail: its subject, its lines, its line ends. */
#include "view/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_a_short_mail(void **state)
{
    (void)state;
    struct kp_buf out = KP_BUF_INIT;
    /* "Hi\r\nyou\r\n" in base64, by hand: SGkN CnlvdQ0K */
    kp_view_mail(KP_STR("Minutes"), KP_STR("Hi\nyou\n"), INT64_C(1772442000000), &out);
    assert_string_equal(out.data, "Date: Mon, 02 Mar 2026 09:00:00 +0000\r\n"
                                  "Subject: =?UTF-8?B?TWludXRlcw==?=\r\n"
                                  "X-Unsent: 1\r\n"
                                  "MIME-Version: 1.0\r\n"
                                  "Content-Type: text/plain; charset=utf-8\r\n"
                                  "Content-Transfer-Encoding: base64\r\n\r\n"
                                  "SGkNCnlvdQ0K\r\n");
    kp_buf_release(&out);
}

/* No line is longer than 78 bytes; words of a subject hold whole characters; nobody adds a header. */
static void test_lines_are_short_and_a_subject_is_one_header(void **state)
{
    (void)state;
    struct kp_buf out = KP_BUF_INIT, text = KP_BUF_INIT, subject = KP_BUF_INIT;
    size_t length = 0, words = 0;
    kp_buf_add_repeat(&text, "øre ", 500);
    kp_buf_add_repeat(&subject, "Årø ", 40);
    kp_buf_adds(&subject, "\r\nBcc: someone@example.org");
    kp_view_mail(kp_buf_str(&subject), kp_buf_str(&text), 0, &out);
    for (const char *at = out.data; *at; at++) {
        length = *at == '\n' ? 0 : length + 1;
        assert_true(length <= 78);
    }
    assert_null(strstr(out.data, "\nBcc"));
    for (const char *at = out.data; (at = strstr(at, "=?UTF-8?B?")); at++) {
        const char *end = strstr(at + 10, "?=");
        assert_true(end - at <= 73);
        assert_int_equal((end - at - 10) % 4, 0);
        words++;
    }
    assert_true(words > 3);
    kp_buf_release(&out);
    kp_buf_release(&text);
    kp_buf_release(&subject);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_short_mail),
        cmocka_unit_test(test_lines_are_short_and_a_subject_is_one_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
