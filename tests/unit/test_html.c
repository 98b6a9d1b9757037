// SPDX-License-Identifier: GPL-3.0-or-later
/* The writer of HTML: nothing that was typed becomes markup. */
#include "view/html.h"
#include "view/html_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_markdown(const char *typed, const char *wanted)
{
    struct kp_buf out = KP_BUF_INIT;
    struct kp_html html = kp_html_new(&out, KP_LANG_EN);
    kp_html_markdown(&html, kp_str_from(typed));
    assert_int_equal(html.depth, 0);
    assert_string_equal(out.data, wanted);
    kp_buf_release(&out);
}

static void test_elements(void **state)
{
    struct kp_buf out = KP_BUF_INIT;
    struct kp_html html = kp_html_new(&out, KP_LANG_EN);
    (void)state;
    kp_html_open(&html, "td", "class", "num", "title", NULL, "headers", "a\"><script>", NULL);
    kp_html_texts(&html, "R&D <b>'now'</b>\n");
    kp_html_textf(&html, "%d %s", 3, "<");
    kp_html_void(&html, "br", NULL);
    kp_html_element(&html, "em", KP_STR(">"), NULL);
    kp_html_close(&html);
    assert_string_equal(out.data, "<td class=\"num\" headers=\"a&quot;&gt;&lt;script&gt;\">R&amp;D "
                                  "&lt;b&gt;&#39;now&#39;&lt;/b&gt;\n3 &lt;<br><em>&gt;</em></td>");
    kp_buf_release(&out);
}

static void test_hidden_characters(void **state)
{
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    kp_html_escape(&out, KP_STR("a\xe2\x80\xae"
                                "b\x1b[31m\xff"));
    assert_string_equal(out.data, "a&lt;U+202E&gt;b&lt;U+001B&gt;[31m\xef\xbf\xbd");
    kp_buf_release(&out);
}

static void test_css_string(void **state)
{
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    kp_html_css_string(&out, KP_STR("A/S \"}</style>\\"));
    assert_string_equal(out.data, "\"A/S \\22 }\\3c /style>\\5c \"");
    kp_buf_release(&out);
}

static void test_words_in_another_language(void **state)
{
    const struct kp_words both = {.in = {KP_STR_INIT("Goals"), KP_STR_INIT("Mål")}};
    const struct kp_words danish = {.in = {[KP_LANG_DA] = KP_STR_INIT("Mål")}};
    struct kp_buf out = KP_BUF_INIT;
    struct kp_html html = kp_html_new(&out, KP_LANG_SV);
    (void)state;
    kp_html_words(&html, &both);
    kp_html_words(&html, &danish);
    html.lang = KP_LANG_DA;
    kp_html_words(&html, &danish);
    assert_string_equal(out.data, "<span lang=\"en\">Goals</span><span lang=\"da\">Mål</span>Mål");
    kp_buf_release(&out);
}

static void test_language(void **state)
{
    static const struct {
        const char *text;
        int lang; /* -1: nobody can tell */
    } cases[] = {
        {"", -1},
        {"Kolding", -1},
        {"Efter foråret har vi fået stoppene ned, og Dorthe bliver teknisk direktør. Den skal ikke "
         "forlænges, og der er tre, der siger ja.",
         KP_LANG_DA},
        {"Lindåkra köper för 9,4 MDKK, 36 % av vad de lägger på kyla, och Borås avgör om vi når "
         "11. "
         "Det är inte klart från deras sida.",
         KP_LANG_SV},
        {"Until Copenhagen is signed, this account is about keeping what we have and not of the "
         "rest.",
         KP_LANG_EN},
        {"og och and", -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum kp_lang lang = KP_LANG_EN;
        bool told = kp_lang_guess(kp_str_from(cases[i].text), &lang);
        assert_int_equal(told ? (int)lang : -1, cases[i].lang);
    }
}

static void test_markdown(void **state)
{
    static const struct {
        const char *typed, *wanted;
    } cases[] = {
        {"", ""},
        {"one\ntwo", "<p>one<br>two</p>"},
        {"one\n\ntwo", "<p>one</p>\n<p>two</p>"},
        {"- a\n- b", "<ul>\n<li>a</li>\n<li>b</li></ul>"},
        {"3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li></ol>"},
        {"- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li></ul></li></ul>"},
        {"*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"},
        {"# Title", "<p><strong>Title</strong></p>"},
        {"[a](https://example.org/?a=1&b=%22)",
         "<p><a href=\"https://example.org/?a=1&amp;b=%22\" rel=\"noreferrer\">a</a></p>"},
        {"<a@example.org>",
         "<p><a href=\"mailto:a@example.org\" rel=\"noreferrer\">a@example.org</a></p>"},
        {"![words](https://example.org/x.png)", "<p>words</p>"},
        {"margin < 5 % & rising", "<p>margin &lt; 5 % &amp; rising</p>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *wanted = cases[i].wanted;
        assert_markdown(cases[i].typed, wanted);
    }
}

/* Whatever is typed, no element, attribute or address comes of it that we do not write ourselves. */
static void test_hostile_markdown(void **state)
{
    static const char *const typed[] = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "text <b onclick=\"x\">bold</b>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "[a](\x01javascript:alert(1))",
        "[a](vbscript:x) [b]( file:///etc/passwd)",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        "[a]: javascript:alert(1)\n\n[a]",
        "[a](https://x\"onmouseover=\"alert(1))",
        "```html\n<script>x</script>\n```",
        "<!-- x --><style>*{}</style>",
        "&lt;script&gt;&#60;script&#62;",
    };
    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct kp_buf out = KP_BUF_INIT;
        struct kp_html html = kp_html_new(&out, KP_LANG_EN);
        kp_html_markdown(&html, kp_str_from(typed[i]));
        assert_null(strstr(out.data, "<script"));
        assert_null(strstr(out.data, "<img"));
        assert_null(strstr(out.data, "<b "));
        assert_null(strstr(out.data, "<style"));
        assert_null(strstr(out.data, "<!--"));
        assert_null(strstr(out.data, "\" onmouseover"));
        assert_null(strstr(out.data, "\"onmouseover"));
        const char *address = strstr(out.data, "href=\"");
        assert_true(!address || strncmp(address + 6, "https://", 8) == 0);
        kp_buf_release(&out);
    }
}

/* Deeper than anybody reads: all of the text is there, and every element is closed. */
static void test_deep_markdown(void **state)
{
    struct kp_buf typed = KP_BUF_INIT, out = KP_BUF_INIT;
    (void)state;
    for (int i = 0; i < 3000; i++)
        kp_buf_adds(&typed, "> ");
    kp_buf_adds(&typed, "deep\n\n");
    for (int i = 0; i < 200; i++) {
        kp_buf_add_repeat(&typed, " ", (size_t)i * 2);
        kp_buf_addf(&typed, "- item %d\n", i);
    }
    struct kp_html html = kp_html_new(&out, KP_LANG_EN);
    kp_html_open(&html, "div", NULL);
    kp_html_markdown(&html, kp_buf_str(&typed));
    assert_int_equal(html.depth, 1);
    kp_html_close(&html);
    assert_non_null(strstr(out.data, "deep"));
    assert_non_null(strstr(out.data, "item 199"));
    kp_buf_release(&typed);
    kp_buf_release(&out);
}

static void test_large_text(void **state)
{
    struct kp_buf typed = KP_BUF_INIT, out = KP_BUF_INIT;
    struct kp_html html = kp_html_new(&out, KP_LANG_EN);
    (void)state;
    kp_buf_add_repeat(&typed, "[*`<&", 200 * 1024);
    kp_html_markdown(&html, kp_buf_str(&typed));
    assert_true(out.len > typed.len);
    kp_buf_release(&typed);
    kp_buf_release(&out);
}

static void test_page(void **state)
{
    struct kp_buf out = KP_BUF_INIT;
    struct kp_html html = kp_html_new(&out, KP_LANG_DA);
    const struct kp_html_page page = {.title = KP_STR("</title></style><script>"),
                                      .face = KP_STR("\"}</style>")};
    (void)state;
    kp_html_page_begin(&html, &page);
    kp_html_element(&html, "h1", KP_STR("x"), NULL);
    kp_html_page_end(&html);
    assert_int_equal(html.depth, 0);
    assert_null(strstr(out.data, "<script"));
    const char *style = strstr(out.data, "</style>");
    assert_non_null(style);
    assert_null(strstr(style + 1, "</style>"));
    assert_non_null(strstr(out.data, "<html lang=\"da\">"));
    assert_non_null(strstr(out.data, "</main></body></html>\n"));
    kp_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements),         cmocka_unit_test(test_hidden_characters),
        cmocka_unit_test(test_css_string),       cmocka_unit_test(test_words_in_another_language),
        cmocka_unit_test(test_language),         cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_hostile_markdown), cmocka_unit_test(test_deep_markdown),
        cmocka_unit_test(test_large_text),       cmocka_unit_test(test_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
