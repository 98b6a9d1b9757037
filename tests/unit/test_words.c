// SPDX-License-Identifier: GPL-3.0-or-later
#include "random.h"

#include "base/utf8.h"
#include "compare/diff.h"
#include "compare/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467"
#define COUPLE "\U0001F468\u200D\U0001F469"

/* ---- parts of a text */

static void test_parts(void **state)
{
    static const struct {
        const char *text, *parts; /* s: white space, w: word, x: sign, each with its text */
    } cases[] = {
        {"", ""},
        {"Goals", "w(Goals)"},
        {"by 2027.", "w(by)s( )w(2027)x(.)"},
        {"1.250,50 kr.", "w(1.250,50)s( )w(kr)x(.)"},
        {"don't  say'", "w(don't)s(  )w(say)x(')"},
        {"l\u2019\u00e5r", "w(l\u2019\u00e5r)"},
        {"a.b 1.a 1..2", "w(a)x(.)w(b)s( )w(1)x(.)w(a)s( )w(1)x(.)x(.)w(2)"},
        {"snake_case-x", "w(snake_case)x(-)w(x)"},
        {"a\r\n\r\nb", "w(a)s(\r\n\r\n)w(b)"},
        {"R&D", "w(R)x(&)w(D)"},
        {"bla\u030abær", "w(bla\u030abær)"},
        {"a \u0301b", "w(a)x( \u0301)w(b)"},
        {FAMILY "2", "x(" FAMILY ")w(2)"},
        {"\u4f60\u597d", "w(\u4f60)w(\u597d)"},
        {"40\u00a0%", "w(40)s(\u00a0)x(%)"},
        {"a\x80z", "w(a)x(\x80)w(z)"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_str text = kp_str_from(cases[i].text);
        struct kp_buf out = KP_BUF_INIT;
        for (size_t pos = 0; pos < text.len;) {
            size_t start = pos;
            enum kp_utf8_part part = kp_utf8_next_part(text, &pos);
            assert_true(pos > start);
            kp_buf_addf(&out, "%c(%.*s)", "swx"[part],
                        KP_STR_ARG(kp_str_slice(text, start, pos - start)));
        }
        assert_string_equal(out.data, cases[i].parts);
        kp_buf_release(&out);
    }
}

/* ---- how a change reads */

static char *marked(const char *before, const char *after)
{
    static const char *const open[] = {"", "[-", "{+"}, *const close[] = {"", "-]", "+}"};
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf out = KP_BUF_INIT;
    size_t count;
    const struct kp_span *spans =
        kp_diff_words(kp_str_from(before), kp_str_from(after), &arena, &count);
    for (size_t i = 0; i < count; i++)
        kp_buf_addf(&out, "%s%.*s%s", open[spans[i].kind], KP_STR_ARG(spans[i].text),
                    close[spans[i].kind]);
    kp_arena_release(&arena);
    return kp_buf_detach(&out);
}

static void test_reading(void **state)
{
    static const struct {
        const char *before, *after, *expected;
    } cases[] = {
        {"", "", ""},
        {"Price", "Price", "Price"},
        {"", "Price", "{+Price+}"},
        {"Price", "", "[-Price-]"},
        {"Price", "Delivery", "[-Price-]{+Delivery+}"},
        {"Double the export share by 2026", "Double the export share by 2027",
         "Double the export share by [-2026-]{+2027+}"},
        {"Double the export share by 2026", "Double the export share",
         "Double the export share[- by 2026-]"},
        {"Grow in Norway", "Grow in Sweden and Norway", "Grow in {+Sweden and +}Norway"},
        {"Price. Quality.", "Price. Delivery. Quality.", "Price. {+Delivery. +}Quality."},
        {"Price. Quality.", "Price. Quality. Delivery.", "Price. Quality.{+ Delivery.+}"},
        {"We win. We grow.", "We win. We learn. We grow.", "We win. {+We learn. +}We grow."},
        {"We win. We learn. We grow.", "We win. We grow.", "We win. [-We learn. -]We grow."},
        {"- price\n- quality\n", "- price\n- delivery\n- quality\n",
         "- price\n{+- delivery\n+}- quality\n"},
        {"1.250,50 kr.", "1.350,50 kr.", "[-1.250,50-]{+1.350,50+} kr."},
        {"stays as it is", "stays  as it is", "stays[- -]{+  +}as it is"},
        /* What stays between two changes but says little goes with them. */
        {"They buy a big house in Oslo for the team", "They buy the big home in Oslo for the team",
         "They buy [-a big house-]{+the big home+} in Oslo for the team"},
        {"They run three shifts in Hirtshals. They would rather buy room from others than build "
         "new.",
         "They run three shifts in Hirtshals. All buying above 500,000 goes through the head "
         "office and they "
         "build more.",
         "They run three shifts in Hirtshals. [-They would rather buy room from others than build "
         "new-]"
         "{+All buying above 500,000 goes through the head office and they build more+}."},
        {"DKK 10 million a year", "Keep Aarhus in 2026, and DKK 8 million a year",
         "{+Keep Aarhus in 2026, and +}DKK [-10-]{+8+} million a year"},
        /* A rewritten sentence is two texts. */
        {"We deliver parts to plants in Jutland", "Parts for plants get delivered from Jutland",
         "[-We deliver parts to plants in Jutland-]"
         "{+Parts for plants get delivered from Jutland+}"},
        {"The customer wants a lower price than last year.",
         "Delivery time matters more to the plants than the price.",
         "[-The customer wants a lower price than last year.-]"
         "{+Delivery time matters more to the plants than the price.+}"},
        /* Whole graphemes, whole words */
        {"Anna " FAMILY, "Anna " COUPLE, "Anna [-" FAMILY "-]{+" COUPLE "+}"},
        {"Vi vill växa i Malmö nu", "Vi vill växa i Malmo nu",
         "Vi vill växa i [-Malmö-]{+Malmo+} nu"},
        {"blå lys", "bla\u030a lys", "[-blå-]{+bla\u030a+} lys"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *out = marked(cases[i].before, cases[i].after);
        if (strcmp(out, cases[i].expected) != 0)
            fail_msg("\n%s, not\n%s", out, cases[i].expected);
        free(out);
    }
}

/* A paragraph that was written anew does not take its unchanged neighbour with it. */
static void test_paragraphs(void **state)
{
    static const char kept[] = "The plants in Aarhus, Odense and Vejle buy on one frame agreement "
                               "that runs until the end of June, and all of them extend it.\n";
    struct kp_buf before = KP_BUF_INIT, after = KP_BUF_INIT, expected = KP_BUF_INIT;
    (void)state;
    kp_buf_addf(&before, "%sPrices went up, so two sites looked elsewhere for spare parts. %s",
                kept, "They found a broker in Hamburg who sells at cost, and it hurts us there");
    kp_buf_addf(&after, "%sA new head of purchasing wants fewer suppliers. %s", kept,
                "We were asked for a plan of what we would take over, site by site, "
                "before summer holidays begin");
    char *out = marked(before.data, after.data);
    kp_buf_addf(&expected, "%s[-%s-]{+%s+}", kept, before.data + strlen(kept),
                after.data + strlen(kept));
    assert_string_equal(out, expected.data);
    free(out);
    kp_buf_release(&before);
    kp_buf_release(&after);
    kp_buf_release(&expected);
}

/* ---- laws */

static void add_piece(struct kp_buf *text, struct random *random)
{
    static const char *const pieces[] = {"a",
                                         " ",
                                         "b",
                                         " ",
                                         "og",
                                         "\n",
                                         "plan",
                                         " ",
                                         "2.5",
                                         "e\u0301",
                                         FAMILY,
                                         COUPLE,
                                         "\u0301",
                                         "\r\n",
                                         "\u4f60",
                                         "\u200d",
                                         "'",
                                         "\U0001F1E9",
                                         "\U0001F1F0",
                                         "\U0001F3FD",
                                         "\xff",
                                         ". ",
                                         "The customer wants ",
                                         "more",
                                         "\u00a0",
                                         "\u1100",
                                         "\u1161",
                                         "_",
                                         ","};
    kp_buf_adds(text, pieces[random_below(random, sizeof pieces / sizeof *pieces)]);
}

static void check_boundary(struct kp_str text, size_t at, unsigned seed)
{
    size_t pos = 0;
    while (pos < at)
        pos = kp_utf8_grapheme_end(text, pos);
    if (pos != at)
        fail_msg("seed %u: cut within a grapheme", seed);
}

static void check_spans(struct kp_str before, struct kp_str after, unsigned seed)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf old = KP_BUF_INIT, new = KP_BUF_INIT;
    size_t count;
    const struct kp_span *spans = kp_diff_words(before, after, &arena, &count);
    for (size_t i = 0; i < count; i++) {
        const struct kp_span *span = &spans[i];
        assert_true(span->text.len > 0);
        if (i && (spans[i - 1].kind == span->kind ||
                  (spans[i - 1].kind == KP_SPAN_ADDED && span->kind == KP_SPAN_REMOVED)))
            fail_msg("seed %u: neighbours", seed);
        if (span->kind != KP_SPAN_ADDED) {
            kp_buf_add(&old, span->text);
            check_boundary(before, old.len, seed);
        }
        if (span->kind != KP_SPAN_REMOVED) {
            kp_buf_add(&new, span->text);
            check_boundary(after, new.len, seed);
        }
        const struct kp_str home = span->kind == KP_SPAN_ADDED ? after : before;
        assert_true(span->text.data >= home.data &&
                    span->text.data + span->text.len <= home.data + home.len);
    }
    assert_true(kp_str_equal(kp_buf_str(&old), before));
    assert_true(kp_str_equal(kp_buf_str(&new), after));
    if (kp_str_equal(before, after))
        assert_true(count == (before.len > 0));
    kp_buf_release(&old);
    kp_buf_release(&new);
    kp_arena_release(&arena);
}

static void test_laws(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 3000; seed++) {
        struct random random = {seed};
        struct kp_buf before = KP_BUF_INIT, after = KP_BUF_INIT;
        for (unsigned i = random_below(&random, 30); i; i--) {
            unsigned fate = random_below(&random, 10);
            size_t at = before.len;
            add_piece(&before, &random);
            if (fate < 7) /* stays */
                kp_buf_add(&after, kp_str_slice(kp_buf_str(&before), at, before.len));
            if (fate > 7)
                add_piece(&after, &random);
        }
        check_spans(kp_buf_str(&before), kp_buf_str(&after), seed);
        kp_buf_release(&before);
        kp_buf_release(&after);
    }
}

/* ---- what stays is a longest common subsequence */

static size_t longest_slowly(const uint32_t *a, size_t count_a, const uint32_t *b, size_t count_b)
{
    size_t row[64] = {0};
    for (size_t i = 0; i < count_a; i++) {
        size_t corner = 0;
        for (size_t j = 0; j < count_b; j++) {
            size_t above = row[j + 1];
            size_t best = above > row[j] ? above : row[j];
            if (a[i] == b[j])
                best = corner + 1;
            row[j + 1] = best;
            corner = above;
        }
    }
    return row[count_b];
}

static void test_longest(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 5000; seed++) {
        struct random random = {seed};
        struct kp_arena arena = KP_ARENA_INIT;
        uint32_t ids[2][60];
        bool changed[2][60] = {{false}, {false}};
        unsigned letters = 1 + random_below(&random, 6);
        struct kp_wording texts[2];
        for (int i = 0; i < 2; i++) {
            texts[i] = (struct kp_wording){
                .count = random_below(&random, 60), .ids = ids[i], .changed = changed[i]};
            for (size_t j = 0; j < texts[i].count; j++)
                ids[i][j] = random_below(&random, letters);
        }
        kp_words_compare(&texts[0], &texts[1], &arena);
        size_t kept = 0, i = 0, j = 0;
        for (;; i++, j++, kept++) {
            while (i < texts[0].count && changed[0][i])
                i++;
            while (j < texts[1].count && changed[1][j])
                j++;
            if (i == texts[0].count || j == texts[1].count)
                break;
            assert_int_equal(ids[0][i], ids[1][j]);
        }
        assert_int_equal(i, texts[0].count);
        assert_int_equal(j, texts[1].count);
        assert_int_equal(kept, longest_slowly(ids[0], texts[0].count, ids[1], texts[1].count));
        kp_arena_release(&arena);
    }
}

/* ---- large texts: done, whatever is in them */

enum { LARGE = 1024 * 1024 };

static void test_large(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < 6; kind++) {
        struct random random = {kind};
        struct kp_buf texts[2] = {KP_BUF_INIT, KP_BUF_INIT};
        for (int i = 0; i < 2; i++) {
            while (texts[i].len < LARGE) {
                unsigned word = random_below(&random, kind == 0 ? 2 : kind == 1 ? 30 : 1000000);
                if (kind == 2)
                    kp_buf_adds(&texts[i], random_below(&random, 20) ? "a " : "b ");
                else if (kind == 3) /* one long text, a word in 300 is another */
                    kp_buf_addf(&texts[i], "w%zu ",
                                texts[i].len % 300 < 5 ? texts[i].len + (size_t)i : texts[i].len);
                else if (kind == 4)
                    kp_buf_adds(&texts[i], i ? "ab" : "ba");
                else if (kind == 5)
                    kp_buf_adds(&texts[i], i ? ". , " : ", . ; ");
                else
                    kp_buf_addf(&texts[i], "w%u ", word);
            }
        }
        struct kp_arena arena = KP_ARENA_INIT;
        size_t count, length = 0;
        const struct kp_span *spans =
            kp_diff_words(kp_buf_str(&texts[0]), kp_buf_str(&texts[1]), &arena, &count);
        for (size_t i = 0; i < count; i++)
            length += spans[i].kind == KP_SPAN_ADDED ? 0 : spans[i].text.len;
        assert_int_equal(length, texts[0].len);
        kp_arena_release(&arena);
        kp_buf_release(&texts[0]);
        kp_buf_release(&texts[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),      cmocka_unit_test(test_reading),
        cmocka_unit_test(test_paragraphs), cmocka_unit_test(test_laws),
        cmocka_unit_test(test_longest),    cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
