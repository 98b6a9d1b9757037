// SPDX-License-Identifier: GPL-3.0-or-later
/* How a diff reads: every type's words, what is folded, and that no line is too wide. */
#include "definitions.h"

#include "base/utf8.h"
#include "view/diff.h"
#include "view/flow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EARLIER, LATER };

struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_people people;
    struct kp_plan plans[2];
    struct kp_calc calcs[2];
    struct kp_style style;
    struct kp_diff diff;
    struct kp_diff_page page;
};

static const struct kp_date today = {2026, 3, 2};

static void scene_init(struct scene *scene)
{
    *scene = (struct scene){.people = KP_PEOPLE_INIT};
    definition_built_in(&scene->model, &scene->arena);
    for (int i = 0; i < 2; i++)
        kp_plan_init(&scene->plans[i], &scene->arena);
    kp_people_put(&scene->people, KP_STR("p-aaaaaa"), KP_STR("Lars Bo"));
    kp_people_put(&scene->people, KP_STR("p-bbbbbb"), KP_STR("Søren Juhl"));
    scene->style = (struct kp_style){
        .width = 80, .currency = KP_STR("DKK"), .people = &scene->people, .today = today};
}

static void scene_release(struct scene *scene)
{
    for (int i = 0; i < 2; i++)
        kp_plan_release(&scene->plans[i]);
    kp_people_release(&scene->people);
    kp_model_release(&scene->model);
    kp_arena_release(&scene->arena);
}

static void put(struct scene *scene, int when, const char *field, const char *value,
                enum kp_basis basis)
{
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = definition_read(&scene->arena, value),
                               .basis = basis,
                               .session = when == LATER ? KP_STR("2026-03-02-account-plan")
                                                        : KP_STR("2025-09-14-account-plan"),
                               .said_by = definition_read(&scene->arena, "[`p-aaaaaa`]"),
                               .cycle = {2026, 1}};
    if (when == EARLIER)
        answer.cycle = (struct kp_cycle){2025, 2};
    kp_plan_put(&scene->plans[when], &answer);
}

/* The same in both: nobody looked at it. */
static void keep(struct scene *scene, const char *field, const char *value, struct kp_cycle cycle)
{
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = definition_read(&scene->arena, value),
                               .session = KP_STR("2024-09-14-account-plan"),
                               .cycle = cycle};
    kp_plan_put(&scene->plans[EARLIER], &answer);
    kp_plan_put(&scene->plans[LATER], &answer);
}

static void compare(struct scene *scene)
{
    for (int i = 0; i < 2; i++)
        kp_calc_init(&scene->calcs[i], &scene->model, &scene->plans[i], NULL, today, &scene->arena);
    kp_diff_plans(&scene->calcs[EARLIER], &scene->calcs[LATER], &scene->arena, &scene->diff);
    scene->page = (struct kp_diff_page){
        .account = KP_STR("acme"),
        .name = KP_STR("ACME A/S"),
        .from = {.revision = KP_STR("0123456789abcdef0123456789abcdef01234567"),
                 .cycle = {2025, 2},
                 .date = {2025, 9, 14}},
        .to = {.revision = KP_STR("1123456789abcdef0123456789abcdef01234567"),
               .cycle = {2026, 1},
               .date = today},
        .calc = &scene->calcs[LATER],
        .diff = &scene->diff,
    };
}

static char *show(struct scene *scene)
{
    struct kp_buf out = KP_BUF_INIT;
    kp_view_diff(&scene->page, &scene->style, &out);
    return kp_buf_detach(&out);
}

static void expect(struct scene *scene, const char *line)
{
    char *text = show(scene);
    if (!strstr(text, line))
        fail_msg("no \"%s\" in:\n%s", line, text);
    free(text);
}

static void refuse(struct scene *scene, const char *line)
{
    char *text = show(scene);
    if (strstr(text, line))
        fail_msg("\"%s\" stands in:\n%s", line, text);
    free(text);
}

/* ---- one value of every type */

static void test_values(void **state)
{
    static const struct {
        const char *field, *before, *after, *line;
        enum kp_lang lang;
    } cases[] = {
        {"revenue", "12400000", "14100000", "Revenue with us  DKK 12.4 m → 14.1 m   ▲ 13.7 %\n", 0},
        {"revenue", "12400000", "14100000", "12,4 mio. → 14,1 mio. DKK   ▲ 13,7 %\n", KP_LANG_DA},
        {"revenue", "12400000", "14100000", "12,4 mn → 14,1 mn DKK   ▲ 13,7 %\n", KP_LANG_SV},
        /* Short forms that would say something else. */
        {"revenue", "1100000", "1150000", "DKK 1,100,000 → 1,150,000   ▲ 4.5 %\n", 0},
        {"revenue", "100", "99.5", "DKK 100 → 99.50   ▼ 0.5 %\n", 0},
        {"revenue", "0", "250000", "DKK 0 → 250,000   ▲ 250,000\n", 0},
        {"revenue", "2000000", "-2000000", "DKK 2 m → -2 m   ▼ 200 %\n", 0},
        {"health", "4", "2", "4 Good → 2 Strained   ▼\n", 0},
        {"account.phase", "`plan`", "`execution`", "Plan → Execution\n", 0},
        {"account.phase", "`plan`", "`gone`", "Plan → gone\n", 0},
        {"position.relationship", "{`x`:2,`y`:2}", "{`x`:4,`y`:3}",
         "Outsider (2, 2) → Partner (4, 3)   ▲\n", 0},
        {"position.relationship", "{`x`:4,`y`:4}", "{`x`:4,`y`:3}",
         "Partner (4, 4) → Partner (4, 3)   ▼\n", 0},
        /* Up on one axis and down on the other is neither. */
        {"position.relationship", "{`x`:2,`y`:4}", "{`x`:4,`y`:2}", "(4, 2)\n", 0},
        {"plan.objective", "`Double the export share by 2026`", "`Double the export share by 2027`",
         "… export share by [-2026-]{+2027+}\n", 0},
        {"plan.objective", "`We sell service.`", "`Monitoring comes first now`",
         "- We sell service.\n                  + Monitoring comes first now\n", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene scene;
        scene_init(&scene);
        scene.style.lang = cases[i].lang;
        put(&scene, EARLIER, cases[i].field, cases[i].before, KP_BASIS_NONE);
        put(&scene, LATER, cases[i].field, cases[i].after, KP_BASIS_NONE);
        for (int which = 0; which < 2; which++) /* who says so would stand behind it */
            scene.plans[which].answers[0].said_by = NULL;
        compare(&scene);
        expect(&scene, cases[i].line);
        scene_release(&scene);
    }
}

static void test_basis(void **state)
{
    struct scene scene;
    (void)state;
    scene_init(&scene);
    put(&scene, EARLIER, "plan.objective", "`Three sites`", KP_BASIS_ASSUMED);
    put(&scene, LATER, "plan.objective", "`Three sites`", KP_BASIS_CUSTOMER);
    put(&scene, LATER, "customer.goals", "`More`", KP_BASIS_FACT);
    compare(&scene);
    expect(&scene, "Three sites      Lars Bo · assumed → confirmed by the customer\n");
    expect(&scene, "+ Goals");
    expect(&scene, "Lars Bo · fact\n");
    expect(&scene, "1 changed · 1 new · 0 confirmed · 0 not looked at\n");
    scene_release(&scene);
}

/* ---- rows */

#define BEFORE                                                                                     \
    "[{`id`:`r-1`,`title`:`Sensors`,`value`:900000,`probability`:30,`phase`:`solution`,"           \
    "`decision_date`:`2025-12-01`},{`id`:`r-2`,`title`:`Portal`,`value`:400000,`status`:`open`},"  \
    "{`id`:`r-3`,`title`:`Training`,`value`:50000,`status`:`open`},"                               \
    "{`id`:`r-4`,`title`:`Old`,`value`:70000,`owner`:`p-aaaaaa`},"                                 \
    "{`id`:`r-5`,`title`:`Named`,`value`:1000000}]"
#define AFTER                                                                                      \
    "[{`id`:`r-1`,`title`:`Sensors`,`value`:900000,`probability`:60,`phase`:`decision`,"           \
    "`decision_date`:`2026-02-01`},"                                                               \
    "{`id`:`r-2`,`title`:`Portal`,`value`:400000,`status`:`lost`,`reason`:`price`},"               \
    "{`id`:`r-3`,`title`:`Training`,`value`:50000,`status`:`won`},"                                \
    "{`id`:`r-6`,`title`:`Baltic`,`value`:1800000,`probability`:40,`owner`:`p-aaaaaa`,"            \
    "`decision_date`:`2026-06-30`},{`id`:`r-5`,`title`:`Renamed`,`value`:1500000}]"

static void test_rows(void **state)
{
    struct scene scene;
    (void)state;
    scene_init(&scene);
    put(&scene, EARLIER, "opportunities", BEFORE, KP_BASIS_NONE);
    put(&scene, LATER, "opportunities", AFTER, KP_BASIS_NONE);
    compare(&scene);
    expect(&scene, "weighted pipeline DKK 270,000 → 1,260,000   ▲ 367 %");
    expect(&scene,
           "    ~ Sensors   phase Solution → Decision · 30 → 60 % · decision 1 Dec 2025…\n");
    expect(&scene, "    - Portal    lost: price\n");
    expect(&scene, "    + Training  won\n");
    expect(&scene, "    - Old       DKK 70,000 · Lars Bo\n");
    expect(&scene, "    + Baltic    DKK 1.8 m · 40 % · Lars Bo · 30 Jun 2026\n");
    expect(&scene, "    ~ Renamed   1 → 1.5 m · before: Named\n");
    scene.page.all = true;
    expect(&scene, "decision 1 Dec 2025 →\n");
    expect(&scene, "1 Feb 2026 (+62 days)");
    scene_release(&scene);
}

static void test_lists(void **state)
{
    struct scene scene;
    (void)state;
    scene_init(&scene);
    put(&scene, EARLIER, "needs.now",
        "[{`id`:`r-1`,`text`:`one`},{`id`:`r-2`,`text`:`two`},{`id`:`r-3`,`text`:`a third thing`}]",
        KP_BASIS_NONE);
    put(&scene, LATER, "needs.now",
        "[{`id`:`r-2`,`text`:`two`},{`id`:`r-1`,`text`:`one`},{`id`:`r-3`,`text`:`a third "
        "wish`},{`id`:`r-4`,`text`:`four`}]",
        KP_BASIS_NONE);
    compare(&scene);
    expect(&scene, "    ~ a third [-thing-]{+wish+}\n");
    expect(&scene, "    + four\n");
    expect(&scene, "    ~ 1 row in another place\n");
    scene.page.all = true;
    expect(&scene, "· moved from place ");
    scene.style.ascii = true;
    refuse(&scene, "·");
    scene_release(&scene);
}

/* ---- what is folded */

static void fill(struct scene *scene)
{
    struct kp_buf before = KP_BUF_INIT, after = KP_BUF_INIT;
    static const char *const notes[] = {"account.summary", "customer.goals", "customer.strategy",
                                        "plan.objective", "plan.strategy"};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        put(scene, EARLIER, notes[i],
            "`Blåbærgrød på fløde, æbler i Ålborg 🍏 og ellers det, der står i planen, som den "
            "blev skrevet for et år siden, da vi sad i Hirtshals og så ud over havnen.`",
            KP_BASIS_ASSUMED);
        put(scene, LATER, notes[i],
            "`Blåbærgrød på fløde, pærer i Odense 🍐 og ellers det, der står i planen, som den "
            "blev skrevet for to år siden, da vi sad i Skagen og så ud over havnen.`",
            i % 2 ? KP_BASIS_CUSTOMER : KP_BASIS_ASSUMED);
    }
    for (int when = EARLIER; when <= LATER; when++) {
        struct kp_buf *out = when == LATER ? &after : &before;
        kp_buf_addc(out, '[');
        for (int i = 0; i < 20; i++)
            kp_buf_addf(out, "%s{`id`:`r-%d`,`title`:`Mulighed nr. %d i Ærøskøbing 🚢`,`value`:%d}",
                        i ? "," : "", i, i, (i + 1) * 100000 * (when + 1));
        kp_buf_addc(out, ']');
        put(scene, when, "opportunities", out->data, KP_BASIS_NONE);
    }
    put(scene, EARLIER, "plan.success", "[{`id`:`r-1`,`text`:`one`}]", KP_BASIS_NONE);
    put(scene, LATER, "plan.success", "[{`id`:`r-2`,`text`:`two`},{`id`:`r-3`,`text`:`three`}]",
        KP_BASIS_NONE);
    put(scene, EARLIER, "revision.learnt", "[{`id`:`r-1`,`text`:`one`}]", KP_BASIS_NONE);
    put(scene, LATER, "revision.learnt", "[{`id`:`r-2`,`text`:`two`}]", KP_BASIS_NONE);
    keep(scene, "competitors", "[{`id`:`r-1`,`competitor`:`Klitkøl`}]", (struct kp_cycle){2024, 2});
    keep(scene, "partners", "[{`id`:`r-1`,`partner`:`Kulde AS`}]", (struct kp_cycle){2024, 2});
    keep(scene, "wallet", "40000000", (struct kp_cycle){2025, 1});
    keep(scene, "contribution", "4000000", (struct kp_cycle){2025, 2});
    kp_buf_release(&before);
    kp_buf_release(&after);
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void assert_narrow(const char *text, size_t width)
{
    struct kp_str rest = kp_str_from(text);
    while (rest.data) {
        struct kp_str line = kp_str_split(&rest, '\n');
        if (kp_utf8_width(line) > width)
            fail_msg("wider than %zu: %.*s", width, KP_STR_ARG(line));
        assert_false(line.len && line.data[line.len - 1] == ' ' && width >= 60);
    }
}

static void test_widths(void **state)
{
    struct scene scene;
    (void)state;
    scene_init(&scene);
    fill(&scene);
    compare(&scene);
    for (size_t width = 30; width <= 140; width += 5) {
        for (int form = 0; form < 4; form++) {
            scene.style.width = width;
            scene.style.ascii = form & 1;
            scene.page.all = form & 2;
            char *text = show(&scene);
            assert_narrow(text, width);
            free(text);
        }
    }
    for (size_t width = 1; width < 30; width++) { /* nothing can be right there, but it ends */
        scene.style.width = width;
        scene.page.lines = width;
        char *text = show(&scene);
        assert_non_null(strstr(text, "ACME"));
        free(text);
    }
    scene_release(&scene);
}

static void test_folds(void **state)
{
    struct scene scene;
    (void)state;
    scene_init(&scene);
    fill(&scene);
    compare(&scene);
    size_t last = 0;
    for (size_t lines = 1; lines <= 120; lines++) {
        scene.page.lines = lines;
        char *text = show(&scene);
        size_t height = count_lines(text);
        /* As much as there is room for, and more room never gives less. */
        assert_true(height >= last);
        assert_true(lines < 40 || height <= lines);
        assert_non_null(strstr(text, "Opportunities"));
        assert_non_null(strstr(text, "Our strategy"));
        assert_non_null(strstr(text, "Success factors"));
        assert_non_null(strstr(text, "--all shows everything\n"));
        assert_non_null(strstr(text, "since 2024H2 (3 cycles)"));
        last = height;
        free(text);
    }
    scene.page.all = true;
    refuse(&scene, "--all");
    refuse(&scene, " more\n");
    for (int i = 0; i < 20; i++) {
        char name[64];
        snprintf(name, sizeof name, "Mulighed nr. %d i", i);
        expect(&scene, name);
    }
    scene_release(&scene);
}

static void test_nothing(void **state)
{
    struct scene scene;
    (void)state;
    scene_init(&scene);
    compare(&scene);
    expect(&scene, "Nothing has been answered yet.\n");
    keep(&scene, "wallet", "40000000", (struct kp_cycle){2025, 2});
    compare(&scene);
    expect(&scene, "Nothing has changed.\n");
    expect(&scene, "    Their spend   since 2025H2 (1 cycle)\n");
    scene.page.to.revision = scene.page.from.revision;
    expect(&scene, "one and the same");
    refuse(&scene, "Their spend");
    scene_release(&scene);
}

/* ---- data that tries to be more */

static void test_hostile(void **state)
{
    struct scene scene;
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    scene_init(&scene);
    put(&scene, EARLIER, "plan.objective", "`\\u001b[31mred\\u202e *bold* one`", KP_BASIS_NONE);
    put(&scene, LATER, "plan.objective", "`\\u001b[31mred\\u202e <b>|_bold_</b> two`",
        KP_BASIS_NONE);
    put(&scene, LATER, "actions", "[{`id`:`r-1`,`what`:`# *x* \\u001b]0;t`,`outcome`:7}]",
        KP_BASIS_NONE);
    put(&scene, LATER, "gone.field", "{`a`:[1,`\\u001b`]}", KP_BASIS_NONE);
    put(&scene, EARLIER, "revenue", "`text`", KP_BASIS_NONE); /* of another type */
    put(&scene, LATER, "revenue", "[1,2]", KP_BASIS_NONE);
    compare(&scene);
    for (int i = 0; i < 2; i++) {
        scene.page.all = i;
        char *text = show(&scene);
        assert_null(strchr(text, '\033'));
        assert_null(strstr(text, "\xe2\x80\xae"));
        free(text);
    }
    kp_view_diff_markdown(&scene.page, &scene.style, &out);
    assert_null(strchr(out.data, '\033'));
    assert_null(strstr(out.data, "<b>"));
    assert_null(strstr(out.data, " *bold*"));
    assert_null(strstr(out.data, " *x*"));
    kp_buf_release(&out);
    scene_release(&scene);
}

static void test_markdown(void **state)
{
    struct scene scene;
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    scene_init(&scene);
    put(&scene, EARLIER, "plan.objective", "`Double the share by 2026`", KP_BASIS_NONE);
    put(&scene, LATER, "plan.objective", "`Double the share by 2027`", KP_BASIS_NONE);
    put(&scene, EARLIER, "opportunities", BEFORE, KP_BASIS_NONE);
    put(&scene, LATER, "opportunities", AFTER, KP_BASIS_NONE);
    compare(&scene);
    kp_view_diff_markdown(&scene.page, &scene.style, &out);
    assert_non_null(
        strstr(out.data, "# ACME A/S\n\n2025H2 (14 Sep 2025) → 2026H1 (2 Mar 2026)  \n"));
    assert_non_null(strstr(out.data,
                           "\n## The plan ahead\n\n- ~ **Objective**: Double the share by "
                           "<del>2026</del> <ins>2027</ins> (Lars Bo)\n"));
    assert_non_null(strstr(out.data, "\n  - − **Portal**: <del>lost</del>: price"));
    assert_non_null(strstr(out.data, "\n  - **+** **Baltic**: DKK 1.8 m · 40 %"));
    kp_buf_release(&out);
    scene_release(&scene);
}

/* ---- flows */

static void test_flow(void **state)
{
    static const struct {
        size_t columns, at, indent, most;
        const char *text;
    } cases[] = {
        {80, 0, 0, 0, "stage [-one-]{+two+} and æøå 🍏 more"},
        {20, 0, 2, 0, "stage [-one-]{+two+}\n  and æøå 🍏 more"},
        {14, 4, 4, 0, "stage\n    [-one-]{+t\n    wo+} and\n    æøå 🍏\n    more"},
        {20, 0, 2, 1, "stage [-one-]{+two+…"},
        {26, 0, 2, 1, "stage [-one-]{+two+} and…"},
    };
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style style = {.width = 80};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_flow flow = kp_flow_new(&arena);
        struct kp_buf out = KP_BUF_INIT;
        kp_flow_add(&flow, KP_MARK_DIM, KP_STR("stage "));
        kp_flow_add(&flow, KP_MARK_NONE, KP_STR("[-one-]"));
        kp_flow_addf(&flow, KP_MARK_NONE, "{+%s+} and æøå 🍏", "two");
        kp_flow_add(&flow, KP_MARK_NONE, KP_STR(" more"));
        assert_int_equal(kp_flow_width(&flow), 36);
        size_t used = kp_flow_print(&flow, &style, cases[i].columns, cases[i].at, cases[i].indent,
                                    cases[i].most, &out);
        assert_string_equal(out.data, cases[i].text);
        const char *line = strrchr(out.data, '\n');
        assert_int_equal(used, kp_utf8_width(kp_str_from(line ? line + 1 : out.data)) +
                                   (line ? 0 : cases[i].at));
        kp_buf_release(&out);
    }
    style.colour = true;
    struct kp_flow flow = kp_flow_new(&arena);
    struct kp_buf out = KP_BUF_INIT;
    assert_true(kp_flow_empty(&flow));
    kp_flow_add(&flow, KP_MARK_NEW, KP_STR("green words"));
    kp_flow_print(&flow, &style, 8, 0, 1, 0, &out);
    assert_string_equal(out.data, "\033[32mgreen\033[0m\n \033[32mwords\033[0m");
    kp_buf_release(&out);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),   cmocka_unit_test(test_basis),
        cmocka_unit_test(test_rows),     cmocka_unit_test(test_lists),
        cmocka_unit_test(test_widths),   cmocka_unit_test(test_folds),
        cmocka_unit_test(test_nothing),  cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_markdown), cmocka_unit_test(test_flow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
