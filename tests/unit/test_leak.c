// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "view/leak.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`goals`,`type`:`note`,`group`:`g`,`label`:~,`visibility`:`customer`},"
    "{`id`:`why`,`type`:`note`,`group`:`g`,`label`:~},"
    "{`id`:`revenue`,`type`:`money`,`group`:`g`,`label`:~},"
    "{`id`:`rival`,`type`:`text`,`group`:`g`,`label`:~},"
    "{`id`:`phase`,`type`:`choice`,`group`:`g`,`label`:~,"
    "`choices`:[{`id`:`c`,`label`:{`en`:`Chosen`,`da`:`Valgt`,`sv`:`Vald`}}]},"
    "{`id`:`deals`,`type`:`table`,`group`:`g`,`label`:~,`visibility`:`customer`,`columns`:["
    "{`id`:`what`,`type`:`text`,`label`:~},"
    "{`id`:`worth`,`type`:`money`,`label`:~,`visibility`:`team`}]}]}";

struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_plan plan;
    struct kp_calc calc;
    struct kp_audience audience;
    struct kp_reduced reduced;
    struct kp_secrets secrets;
};

static void put(struct scene *s, const char *field, const char *value)
{
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = definition_read(&s->arena, value)};
    kp_plan_put(&s->plan, &answer);
}

static void begin(struct scene *s)
{
    *s = (struct scene){0};
    definition_model(&s->model, &s->arena, model_text);
    kp_plan_init(&s->plan, &s->arena);
    put(s, "goals", "`Double the export share of Nordic`");
    put(s, "why", "`They trust us\\nThe old boss is gone, and the new one counts every krone`");
    put(s, "revenue", "12400000.5");
    put(s, "rival", "`Facilis`");
    put(s, "phase", "`c`");
    put(s, "gone", "`an answer of an old model`");
    put(s, "deals", "[{`id`:`r-000001`,`what`:`Trucks`,`worth`:1850000}]");
    kp_calc_init(&s->calc, &s->model, &s->plan, NULL, (struct kp_date){2026, 3, 2}, &s->arena);
    kp_audience_init(&s->audience, KP_VISIBLE_CUSTOMER, &s->model, NULL,
                     &(struct kp_audience_card){.name = KP_STR("ACME")});
    kp_audience_reduce(&s->audience, &s->calc, &s->reduced);
    kp_secrets_init(&s->secrets);
    kp_secrets_add_plan(&s->secrets, &s->calc, &s->reduced);
    kp_secrets_add_person(
        &s->secrets, &(struct kp_person){.id = KP_STR("p-aaaaa1"), .name = KP_STR("Jens-Ole Bach")},
        false);
    kp_secrets_add_person(
        &s->secrets, &(struct kp_person){.id = KP_STR("p-aaaaa2"), .name = KP_STR("Ole Winther")},
        true);
    kp_secrets_pass_model(&s->secrets, &s->model);
    kp_secrets_pass_plan(&s->secrets, &s->reduced);
}

static void end(struct scene *s)
{
    kp_secrets_release(&s->secrets);
    kp_reduced_release(&s->reduced);
    kp_audience_release(&s->audience);
    kp_plan_release(&s->plan);
    kp_model_release(&s->model);
    kp_arena_release(&s->arena);
}

static const struct {
    const char *file, *found; /* "line field[/column]: text|…" */
} cases[] = {
    {"nothing", ""},
    {"Double the export share of Nordic, chosen, 2026", ""},
    {"They TRUST\nus", "1 why: They TRUST\nus|"},
    {"The old boss is gone, and the new one counts every øre", ""},
    {"one\n\nThe **old** boss is gone, and the _new_ one counts every krone!",
     "3 why: The **old** boss is gone, and the _new_ one counts every krone|"},
    {"vs. Facilis", "1 rival: Facilis|"},
    {"it is facilis", ""},
    {"a,an answer of an old model,b", "1 -: an answer of an old model|"},
    /* numbers as people and programs write them */
    {"12400000.5", "1 revenue: 12400000.5|"},
    {"DKK 12,400,000.50", "1 revenue: 12,400,000.50|"},
    {"12.400.000,50 kr.", "1 revenue: 12.400.000,50|"},
    {"12\xc2\xa0"
     "400\xc2\xa0"
     "000,5",
     "1 revenue: 12\xc2\xa0"
     "400\xc2\xa0"
     "000,5|"},
    {"12.4 m", "1 revenue: 12.4 m|"},
    {"12,4 mio. kr.", "1 revenue: 12,4 mio|"},
    {"1850000", "1 deals/worth: 1850000|"},
    {"1.850.000", "1 deals/worth: 1.850.000|"},
    {"1,9 mio", "1 deals/worth: 1,9 mio|"},
    {"185.0000 18500000 1850 12400000 12.400.000.50", ""},
    /* people */
    {"Jens-Ole Bach", "1 Jens-Ole Bach: Jens-Ole Bach|"},
    {"said Ole Winther, and Ole", "1 Jens-Ole Bach: Ole|"},
    {"p-aaaaa1", "1 aaaaa1: aaaaa1|"},
    /* HTML: tags within a line, attributes, remarks, entities, what is not seen */
    {"<!doctype html>\n<p>They <b>tru</b>st us", "2 why: They trust us|"},
    {"<html>\n<img\nalt='Facilis'>", "3 rival: Facilis|"},
    {"<html><!-- made of\n1850000 -->", "2 deals/worth: 1850000|"},
    {"<html>Jens&#45;Ole&nbsp;B&#x61;ch", "1 Jens-Ole Bach: Jens-Ole\xc2\xa0"
                                          "Bach|"},
    {"<html>Faci&shy;lis", "1 rival: Facilis|"},
    {"<html><script>\nvar x = \"Facilis\";</script>", "2 rival: Facilis|"},
    {"<html><td>Jens-Ole</td><td>Bach</td>", "1 Jens-Ole Bach: Jens-Ole||Bach|"},
};

static void leaks_are_found(void **state)
{
    (void)state;
    struct scene s;
    begin(&s);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_leak_pieces pieces;
        struct kp_leak *leaks;
        struct kp_buf found = KP_BUF_INIT;
        size_t count;
        assert_int_equal(kp_leak_read(kp_str_from(cases[i].file), &pieces, NULL), KP_OK);
        kp_leak_find(&s.secrets, &pieces, &s.arena, &leaks, &count);
        for (size_t j = 0; j < count; j++) {
            const struct kp_leak *leak = &leaks[j];
            kp_buf_addf(&found, "%zu ", leak->line);
            kp_buf_add(&found, leak->kind == KP_LEAK_NAME ? leak->name
                               : leak->field              ? leak->field->id
                                                          : KP_STR("-"));
            if (leak->column)
                kp_buf_addf(&found, "/%.*s", KP_STR_ARG(leak->column->id));
            kp_buf_addf(&found, ": %.*s|", KP_STR_ARG(leak->found));
        }
        if (strcmp(found.data, cases[i].found) != 0)
            fail_msg("%s\nfound:    %s\nexpected: %s", cases[i].file, found.data, cases[i].found);
        kp_buf_release(&found);
        kp_leak_pieces_release(&pieces);
    }
    end(&s);
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    static const char *const files[] = {"%PDF-1.7", "\xff\xfe.", "PK\003\004 is no zip"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct kp_leak_pieces pieces;
        assert_int_equal(kp_leak_read(kp_str_from(files[i]), &pieces, NULL), KP_INVALID);
        kp_leak_pieces_release(&pieces);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaks_are_found),
        cmocka_unit_test(what_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
