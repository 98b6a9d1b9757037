// SPDX-License-Identifier: GPL-3.0-or-later
/* Values of field types: taken from files, checked, shown, described. */
#include "definitions.h"
#include "type_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct accepted {
    const char *field, *old, *value, *expected; /* ` stands for " */
} accepted[] = {
    {"text", NULL, "`  two\\nlines `", "`two lines`"},
    {"text", NULL, "5", "!must be text in quotes, not a number"},
    {"text", NULL, "` `", "!is empty; write null"},
    {"text", NULL, "null", "null"},
    {"short", NULL, "`ab`", "!too short"},
    {"note", NULL, "`a\\r\\nb`", "`a\\nb`"},
    {"number", NULL, "1.50", "1.5"},
    {"number", NULL, "`1.250`", "1250"}, /* the tests speak Danish */
    {"number", NULL, "1e999", "!too large"},
    {"number", NULL, "true", "!must be a number, not true or false"},
    {"money", NULL, "10.005", "!at most two decimals; 10,01 would do"},
    {"money", NULL, "`1,25 mio`", "1250000"},
    {"percent", NULL, "`40 %`", "40"},
    {"percent", NULL, "101", "!must be from 0\xc2\xa0% to 100\xc2\xa0%"},
    {"date", NULL, "`14. sep`", "`2026-09-14`"},
    {"date", NULL, "`2026-02-30`", "!2026"},
    {"date", NULL, "20260914", "!must be a date in quotes"},
    {"yesno", NULL, "false", "false"},
    {"yesno", NULL, "`ja`", "true"},
    {"yesno", NULL, "0", "!must be true or false, not a number"},
    {"choice", NULL, "`expand`", "`expand`"},
    {"choice", NULL, "`Udvide`", "`expand`"},
    {"choice", NULL, "`expnd`", "!did you mean 3 Udvide?"},
    {"choice", NULL, "1", "!must be a choice's id in quotes"},
    {"choices", NULL, "[`daily`,`Topledelse`,`daily`]", "[`executive`,`daily`]"},
    {"choices", NULL, "`topledelse og 4`", "[`executive`,`daily`]"},
    {"choices", NULL, "[]", "[]"},
    {"choices", NULL, "[null]", "!must be a choice's id in quotes, not null"},
    {"choices", NULL, "{}", "!must be a list of choices' ids"},
    {"stance", NULL, "-2", "-2"},
    {"stance", NULL, "`neutral`", "0"},
    {"stance", NULL, "3", "!\"3\" is no step"},
    {"stance", NULL, "1.5", "!\"1.5\" is no step"},
    {"stance", NULL, "[1]", "!must be a number, not a list"},
    {"person", NULL, "`Mette Holm`", "`p-mette1`"},
    {"person", NULL, "`p-mette1`", "`p-mette1`"},
    {"person", NULL, "`p-zzzzzz`", "!nobody with the id"},
    {"person", "`p-zzzzzz`", "`p-zzzzzz`", "`p-zzzzzz`"}, /* forgotten, but still there */
    {"person", NULL, "`Ny Mand`", "`p-??????`"},
    {"person", NULL, "7", "!must be a person's name in quotes"},
    {"people", NULL, "[`Lars`,`p-mette1`,`Lars Bo`]", "[`p-1ars00`,`p-mette1`]"},
    {"people", NULL, "`Lars, Mette`", "[`p-1ars00`,`p-mette1`]"},
    {"people", "[`p-zzzzzz`]", "[`p-zzzzzz`]", "[`p-zzzzzz`]"},
    {"people", NULL, "[1]", "!must be a list of names"},
    {"people", NULL, "[` `]", "!nothing here"},
    {"position", NULL, "{`y`:1,`x`:2}", "{`x`:2,`y`:1}"},
    {"position", NULL, "`2 1`", "{`x`:2,`y`:1}"},
    {"position", NULL, "{`x`:2}", "!y is missing"},
    {"position", NULL, "{`x`:2,`y`:1,`z`:0}", "!\"z\" is unknown"},
    {"position", NULL, "{`x`:9,`y`:1}", "!x: \"9\" is no step"},
    {"position", NULL, "[2,1]", "!must be a position"},

    {"list", NULL, "[`one`,`two`]",
     "[{`id`:`r-??????`,`text`:`one`},{`id`:`r-??????`,`text`:`two`}]"},
    {"list", "[{`id`:`r-000001`,`text`:`One`},{`id`:`r-000002`,`text`:`two`}]",
     "[`two`,`one`,`three`]",
     "[{`id`:`r-000002`,`text`:`two`},{`id`:`r-000001`,`text`:`one`},{`id`:`r-??????`,`text`:`"
     "three`}]"},
    {"list", "[{`id`:`r-000001`,`text`:`a`},{`id`:`r-000002`,`text`:`a`}]",
     "[`a`,{`id`:`r-000001`,`text`:`a`}]",
     "[{`id`:`r-000002`,`text`:`a`},{`id`:`r-000001`,`text`:`a`}]"},
    {"list", NULL, "[{`id`:`r-000001`,`text`:`a`},{`id`:`r-000001`,`text`:`b`}]",
     "!item 2: the id r-000001 is that of another item too"},
    {"list", NULL, "[{`id`:`x`,`text`:`a`}]", "!item 1: \"x\" is no id"},
    {"list", NULL, "[{`text`:`a`,`note`:`b`}]", "!item 1: \"note\" is unknown"},
    {"list", NULL, "[`a`,5]", "!item 2: must be text in quotes"},
    {"list", NULL, "[`a`,``]", "!item 2: there is nothing here"},
    {"list", NULL, "`a`", "!must be a list of texts"},
    {"list", NULL, "[]", "[]"},

    {"table", NULL,
     "[{`title`:`A`,`value`:`1,5 mio`,`probability`:40,`owner`:`Lars`,`due`:`14/9`}]",
     "[{`id`:`r-??????`,`title`:`A`,`value`:1500000,`probability`:40,`owner`:`p-1ars00`,`due`:`"
     "2026-09-14`}]"},
    {"table", NULL, "[{`due`:null,`theme`:``,`value`:1,`title`:`A`}]",
     "[{`id`:`r-??????`,`title`:`A`,`value`:1}]"},
    {"table", "[{`id`:`r-000001`,`title`:`Old One`},{`id`:`r-000002`,`title`:`Two`}]",
     "[{`title`:`two`},{`title`:`OLD  one`,`value`:5},{`title`:`new`}]",
     "[{`id`:`r-000002`,`title`:`two`},{`id`:`r-000001`,`title`:`OLD  "
     "one`,`value`:5},{`id`:`r-??????`,`title`:`new`}]"},
    {"table", "[{`id`:`r-000001`,`title`:`A`}]", "[{`title`:`A`},{`title`:`A`}]",
     "[{`id`:`r-000001`,`title`:`A`},{`id`:`r-??????`,`title`:`A`}]"},
    {"table", "[{`id`:`r-000001`,`title`:`A`}]", "[{`title`:`A`},{`id`:`r-000001`,`title`:`B`}]",
     "[{`id`:`r-??????`,`title`:`A`},{`id`:`r-000001`,`title`:`B`}]"},
    {"table", NULL, "[{`id`:`r-00000a`,`title`:`A`}]", "[{`id`:`r-00000a`,`title`:`A`}]"},
    {"table", "[{`id`:`r-000001`,`title`:`A`,`owner`:`p-zzzzzz`}]",
     "[{`title`:`a`,`owner`:`p-zzzzzz`}]", "[{`id`:`r-000001`,`title`:`a`,`owner`:`p-zzzzzz`}]"},
    {"table", NULL, "[{`title`:`A`},{`title`:`Service contract`,`probability`:140}]",
     "!row 2 \"Service contract\", probability: must be from 0\xc2\xa0% to 100\xc2\xa0%, not "
     "140\xc2\xa0%"},
    {"table", NULL, "[{`value`:5}]", "!row 1, title: is missing"},
    {"table", NULL, "[{`title`:`  `}]", "!row 1, title: is missing"},
    {"table", NULL, "[{`title`:`A`,`weighted`:5}]",
     "!row 1 \"A\": \"weighted\" is worked out by the plan"},
    {"table", NULL, "[{`title`:`A`,`probabilty`:5}]",
     "!row 1 \"A\": \"probabilty\" is no column; did you mean \"probability\"?"},
    {"table", NULL, "[{`title`:`A`,`colour`:5}]",
     "!\"colour\" is no column; the columns are title, value"},
    {"table", NULL, "[{`title`:`A`,`owner`:`ida`}]",
     "!row 1 \"A\", owner: \"ida\" may be Ida Friis"},
    {"table", NULL, "[{`id`:`r-000001`,`title`:`A`},{`id`:`r-000001`,`title`:`B`}]",
     "!row 2 \"B\": the id r-000001 is that of another row too"},
    {"table", NULL, "[{`id`:5,`title`:`A`}]", "!row 1 \"A\": the id must be like"},
    {"table", NULL, "[{`id`:`p-000001`,`title`:`A`}]", "!the id must be like"},
    {"table", NULL, "[5]", "!row 1: must be an object"},
    {"table", NULL, "{}", "!must be a list of rows"},
    {"loose", "[{`id`:`r-000001`,`year`:1},{`id`:`r-000002`,`year`:2,`who`:[`p-1ars00`]}]",
     "[{`year`:2,`who`:`Lars`},{`year`:3},{`year`:1}]",
     "[{`id`:`r-000002`,`year`:2,`who`:[`p-1ars00`]},{`id`:`r-??????`,`year`:3},{`id`:`r-000001`,`"
     "year`:1}]"},
};

static void values_from_files_become_canonical(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        const struct accepted *c = &accepted[i];
        struct type_fixture fixture;
        type_fixture_init(&fixture, KP_LANG_DA);
        const struct kp_field *field = type_fixture_field(&fixture, c->field);
        const struct kp_json *old = c->old ? definition_read(&fixture.arena, c->old) : NULL;
        const struct kp_json *value = definition_read(&fixture.arena, c->value), *out = NULL;
        struct kp_err err = KP_ERR_INIT;
        enum kp_status status =
            field->type->accept(field, value, old, &fixture.context, &out, &err);
        wrong += !type_fixture_expect(c->value, c->expected, status, out, &err);
        /* What was accepted is what a file may hold, and nothing is left to make canonical. */
        if (!status && field->type->check(field, out, &err)) {
            print_error("%s: %s\n", c->value, err.text.data);
            wrong++;
        }
        if (!status)
            assert_true(kp_json_equal(out, kp_value_canonical(field, out, &fixture.arena)));
        kp_err_release(&err);
        type_fixture_release(&fixture);
    }
    assert_int_equal(wrong, 0);
}

static const struct checked {
    const char *field, *value, *message; /* NULL: passes */
} checked[] = {
    {"text", "`fine`", NULL},
    {"text", "null", NULL},
    {"text", "`two\\nlines`", "character 4 is a control character (U+000A)"},
    {"text", "`\\u001b`", "character 1 is the Escape key (U+001B)"},
    {"text", "``", "is empty"},
    {"text", "[]", "must be text in quotes, not a list"},
    {"short", "`toolong`", "too long: 7 characters, and at most 6"},
    {"note", "`two\\n\\tlines`", NULL},
    {"note", "`cr\\r\\n`", "U+000D"},
    {"number", "1.5", NULL},
    {"number", "`1.5`", "must be a number, not a string"},
    {"number", "1e400", "too large"},
    {"money", "1.25", NULL},
    {"money", "1.255", "at most two decimals"},
    {"price", "1000001", "must be from 0 to 1,000,000, not 1,000,001"},
    {"percent", "100", NULL},
    {"percent", "100.01", "must be from 0"},
    {"date", "`2026-03-02`", NULL},
    {"date", "`2. marts`", "2026"},
    {"date", "`2026-02-30`", "2026-02"},
    {"yesno", "true", NULL},
    {"yesno", "`yes`", "must be true or false"},
    {"choice", "`expand`", NULL},
    {"choice", "`Expand`", "did you mean 3 Expand"},
    {"choices", "[`daily`,`executive`]", NULL},
    {"choices", "[`daily`,`daily`]", "\"daily\" is there twice"},
    {"choices", "[`gone`]", "\"gone\" is none of the choices"},
    {"stance", "-2", NULL},
    {"stance", "-3", "\"-3\" is no step"},
    {"person", "`p-zzzzzz`", NULL},
    {"person", "`Mette Holm`", "must be a person's id"},
    {"people", "[`p-zzzzzz`,`p-mette1`]", NULL},
    {"people", "[`p-mette1`,`p-mette1`]", "there twice"},
    {"people", "[`Lars`]", "must be a person's id"},
    {"position", "{`x`:1,`y`:-2}", NULL},
    {"position", "{`x`:1,`y`:-2,`z`:1}", NULL},
    {"position", "{`x`:1}", "y is missing"},
    {"position", "{`x`:0,`y`:0}", "x: \"0\" is no step"},
    {"list", "[{`id`:`r-000001`,`text`:`a`}]", NULL},
    {"list", "[{`id`:`r-000001`,`text`:`a`,`more`:[1]}]", NULL},
    {"list", "[{`text`:`a`}]", "row 1: needs an \"id\""},
    {"list", "[{`id`:`r-000001`}]", "item 1: needs a \"text\""},
    {"list", "[`a`]", "row 1: must be an object"},
    {"table", "[]", NULL},
    {"table", "[{`id`:`r-000001`}]", NULL}, /* a column that became required later */
    {"table", "[{`id`:`r-000001`,`title`:`A`,`weighted`:`x`,`new`:{}}]", NULL},
    {"table", "[{`id`:`r-000001`,`title`:`A`},{`id`:`r-000001`,`title`:`B`}]",
     "row 2: the id r-000001"},
    {"table", "[{`id`:`r-000001`,`title`:`A`,`value`:`5`}]",
     "row 1 \"A\", value: must be a number"},
    {"table", "[{`id`:`R-000001`}]", "row 1: needs an \"id\""},
    {"table", "{}", "must be a list, not an object"},
};

static void stored_values_are_checked(void **state)
{
    (void)state;
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_EN);
    int wrong = 0;
    for (size_t i = 0; i < sizeof checked / sizeof *checked; i++) {
        const struct checked *c = &checked[i];
        const struct kp_field *field = type_fixture_field(&fixture, c->field);
        struct kp_err err = KP_ERR_INIT;
        enum kp_status status =
            field->type->check(field, definition_read(&fixture.arena, c->value), &err);
        bool right = c->message ? status && strstr(err.text.data, c->message) : !status;
        if (!right)
            print_error("%s %s\n    says: %s\n", c->field, c->value, err.text.data);
        wrong += !right;
        kp_err_release(&err);
    }
    type_fixture_release(&fixture);
    assert_int_equal(wrong, 0);
}

#define NB "\xc2\xa0"

static const struct shown {
    const char *field, *value, *in[KP_LANG_COUNT]; /* NULL: as in English */
} shown[] = {
    {"text", "`a`", {"a", NULL, NULL}},
    {"text", "null", {"–", NULL, NULL}},
    {"text", "{`a`:1}", {"{\"a\":1}", NULL, NULL}}, /* of another type before */
    {"note", "`a\\nb`", {"a\nb", NULL, NULL}},
    {"number", "1234.5", {"1,234.5", "1.234,5", "1" NB "234,5"}},
    {"number", "`x`", {"x", NULL, NULL}},
    {"number", "1e400", {"1e400", NULL, NULL}},
    {"year", "2026", {"2026", NULL, NULL}},
    {"months", "18", {"18" NB "months", "18" NB "måneder", "18" NB "månader"}},
    {"money",
     "1800000",
     {"DKK" NB "1,800,000", "1.800.000" NB "DKK", "1" NB "800" NB "000" NB "DKK"}},
    {"money", "-12.5", {"DKK" NB "-12.50", "-12,50" NB "DKK", "-12,50" NB "DKK"}},
    {"percent", "12.5", {"12.5" NB "%", "12,5" NB "%", "12,5" NB "%"}},
    {"date", "`2026-09-14`", {"14 Sep 2026", "14. sep. 2026", "14 sep 2026"}},
    {"date", "`soon`", {"soon", NULL, NULL}},
    {"yesno", "true", {"Yes", "Ja", "Ja"}},
    {"yesno", "false", {"No", "Nej", "Nej"}},
    {"choice", "`expand`", {"Expand", "Udvide", "Utöka"}},
    {"choice", "`retired`", {"retired", NULL, NULL}},
    {"choices",
     "[`executive`,`gone`]",
     {"Top management, gone", "Topledelse, gone", "Högsta ledning, gone"}},
    {"choices", "[]", {"–", NULL, NULL}},
    {"often", "4", {"4 – often and openly", "4 – ofte og åbent", "4 – ofta och öppet"}},
    {"often", "9", {"9", NULL, NULL}},
    {"person", "`p-mette1`", {"Mette Holm", NULL, NULL}},
    {"person", "`p-zzzzzz`", {"p-zzzzzz", NULL, NULL}},
    {"people", "[`p-mette1`,`p-1ars00`]", {"Mette Holm, Lars Bo", NULL, NULL}},
    {"position", "{`x`:4,`y`:2}", {"Partner (4, 2)", NULL, NULL}},
    {"position", "{`x`:1,`y`:1}", {"Supplier (1, 1)", "Leverandør (1, 1)", "Leverantör (1, 1)"}},
    {"position", "{`x`:9,`y`:1}", {"(9, 1)", NULL, NULL}},
    {"list", "[{`id`:`r-000001`,`text`:`a`},{`id`:`r-000002`,`text`:`b`}]", {"a; b", NULL, NULL}},
    {"list", "[]", {"–", NULL, NULL}},
    {"table", "[{`id`:`r-000001`}]", {"1 row", NULL, NULL}},
    {"table", "[]", {"0 rows", NULL, NULL}},
};

static void values_are_shown_in_words(void **state)
{
    (void)state;
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_EN);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const struct kp_field *field = type_fixture_field(&fixture, shown[i].field);
        const struct kp_json *value = definition_read(&fixture.arena, shown[i].value);
        for (int lang = 0; lang < KP_LANG_COUNT; lang++) {
            fixture.context.lang = (enum kp_lang)lang;
            struct kp_buf out = KP_BUF_INIT;
            field->type->show(field, value, &fixture.context, &out);
            const char *expected = shown[i].in[lang] ? shown[i].in[lang] : shown[i].in[0];
            assert_string_equal(out.data, expected);
            kp_buf_release(&out);
        }
    }
    type_fixture_release(&fixture);
}

static void what_is_worked_out_is_shown_rounded(void **state)
{
    (void)state;
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_EN);
    const struct kp_field *weighted =
        kp_field_column(type_fixture_field(&fixture, "table"), KP_STR("weighted"));
    struct kp_buf out = KP_BUF_INIT;
    weighted->type->show(weighted, definition_read(&fixture.arena, "1234.5678"), &fixture.context,
                         &out);
    assert_string_equal(out.data, "DKK" NB "1,234.57");
    kp_buf_release(&out);
    type_fixture_release(&fixture);
}

/* What does not fit is put on the line as it is, never lost and never a crash. */
static void odd_values_can_be_edited(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "null",      "true",       "5",      "`x`",  "[]", "[1,`p-zzzzzz`,{}]",
        "{`x`:`y`}", "[{`id`:1}]", "[[[]]]", "1e400"};
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_SV);
    for (size_t i = 0; i < fixture.model.field_count; i++) {
        const struct kp_field *field = &fixture.model.fields[i];
        for (size_t j = 0; j < sizeof odd / sizeof *odd; j++) {
            const struct kp_json *value = definition_read(&fixture.arena, odd[j]), *out = NULL;
            struct kp_buf text = KP_BUF_INIT;
            struct kp_err err = KP_ERR_INIT;
            field->type->show(field, value, &fixture.context, &text);
            assert_true(text.len > 0);
            field->type->edit(field, value, &fixture.context, &text);
            kp_value_canonical(field, value, &fixture.arena);
            if (field->type->check(field, value, &err))
                assert_true(err.text.len > 0);
            if (field->type->accept(field, value, value, &fixture.context, &out, &err))
                assert_true(err.text.len > 0);
            field->type->accept(field, value, NULL, &fixture.context, &out, NULL);
            kp_err_release(&err);
            kp_buf_release(&text);
        }
    }
    type_fixture_release(&fixture);
}

static void names_for_editing_mean_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *field, *value, *expected;
    } names[] = {
        {"tricky", "`b`", "b"}, /* its label is another's id */
        {"tricky", "`c`", "x"},
        {"choices", "[`special`,`daily`]", "special, Day to day"}, /* a label with a comma */
        {"person", "`p-per001`", "Per"},
        {"people", "[`p-bang01`,`p-1ars00`]", "Bang & Olufsen, Lars Bo"},
        {"people", "[`p-namesk`]", "p-namesk"}, /* two of one name */
        {"people", "[`p-c0mma1`]", "p-c0mma1"}, /* a name with a comma */
        {"money", "1250000.5", "1250000.5"},
    };
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_EN);
    kp_people_put(&fixture.people, KP_STR("p-namesk"), KP_STR("mette HOLM"));
    kp_people_put(&fixture.people, KP_STR("p-c0mma1"), KP_STR("Holm, Eva"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct kp_field *field = type_fixture_field(&fixture, names[i].field);
        struct kp_buf text = KP_BUF_INIT;
        field->type->edit(field, definition_read(&fixture.arena, names[i].value), &fixture.context,
                          &text);
        assert_string_equal(text.data, names[i].expected);
        kp_buf_release(&text);
    }
    type_fixture_release(&fixture);
}

/* Numbers of every size and number of decimals are themselves again after editing. */
static void numbers_survive_editing(void **state)
{
    (void)state;
    static const char digits[] = "9876501234567890001234567890123456";
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_EN);
    const struct kp_field *field = type_fixture_field(&fixture, "number");
    for (int whole = 0; whole <= 20; whole++) {
        for (int decimals = 0; decimals <= KP_NUMBER_MAX_SCALE; decimals++) {
            struct kp_number number;
            const char *literal =
                kp_arena_format(&fixture.arena, "-%.*s.%.*s1", whole ? whole : 1,
                                whole ? digits : "0", decimals ? decimals - 1 : 0, digits + 15)
                    .data;
            if (!kp_number_read(kp_str_from(literal), &number))
                fail_msg("%s cannot be read", literal);
            struct kp_json *value = kp_json_new_number(&fixture.arena, number);
            for (int lang = 0; lang < KP_LANG_COUNT; lang++) {
                const struct kp_json *again = NULL;
                struct kp_buf text = KP_BUF_INIT;
                fixture.context.lang = (enum kp_lang)lang;
                field->type->edit(field, value, &fixture.context, &text);
                if (field->type->parse(field, kp_buf_str(&text), &fixture.context, &again, NULL) ||
                    !kp_json_equal(value, again))
                    fail_msg("%s is edited as \"%s\"", literal, text.data);
                kp_buf_clear(&text);
                field->type->show(field, value, &fixture.context, &text);
                if (field->type->parse(field, kp_buf_str(&text), &fixture.context, &again, NULL) ||
                    !kp_json_equal(value, again))
                    fail_msg("%s is shown as \"%s\"", literal, text.data);
                kp_buf_release(&text);
            }
        }
    }
    type_fixture_release(&fixture);
}

static void canonical_values_have_one_order(void **state)
{
    (void)state;
    static const struct {
        const char *field, *value, *expected;
    } orders[] = {
        {"text", "`A\xcc\x8a`", "\"Å\""},
        {"choices", "[`daily`,`executive`]", "[\"executive\",\"daily\"]"},
        {"choices", "[`gone`,`executive`]", "[\"gone\",\"executive\"]"},
        {"position", "{`z`:0,`y`:1,`x`:2}", "{\"x\":2,\"y\":1,\"z\":0}"},
        {"list", "[{`more`:1,`text`:` A\xcc\x8a`,`id`:`r-000001`}]",
         "[{\"id\":\"r-000001\",\"text\":\"Å\",\"more\":1}]"},
        {"table",
         "[{`new`:1,`weighted`:5,`due`:null,`value`:1,`title`:`A\xcc\x8a`,`id`:`r-000001`}]",
         "[{\"id\":\"r-000001\",\"title\":\"Å\",\"value\":1,\"new\":1}]"},
        /* Each of what a canonical row is not, alone. */
        {"table", "[{`title`:`A`,`id`:`r-000001`}]", "[{\"id\":\"r-000001\",\"title\":\"A\"}]"},
        {"table", "[{`id`:`r-000001`,`value`:1,`title`:`A`}]",
         "[{\"id\":\"r-000001\",\"title\":\"A\",\"value\":1}]"},
        {"table", "[{`id`:`r-000001`,`title`:`A\xcc\x8a`}]",
         "[{\"id\":\"r-000001\",\"title\":\"Å\"}]"},
        {"table", "[{`id`:`r-000001`,`title`:`A`,`weighted`:5}]",
         "[{\"id\":\"r-000001\",\"title\":\"A\"}]"},
        {"table", "[{`id`:`r-000001`,`title`:`A`,`due`:null}]",
         "[{\"id\":\"r-000001\",\"title\":\"A\"}]"},
        {"table", "[{`id`:`r-000001`,`new`:1,`title`:`A`}]",
         "[{\"id\":\"r-000001\",\"title\":\"A\",\"new\":1}]"},
        {"table", "[{`new`:1,`id`:`r-000001`}]", "[{\"id\":\"r-000001\",\"new\":1}]"},
        {"table", "[{`id`:`r-000001`},{`title`:`A`,`id`:`r-000002`}]",
         "[{\"id\":\"r-000001\"},{\"id\":\"r-000002\",\"title\":\"A\"}]"},
        {"table", "[3,{`id`:`r-000001`},{}]", "[3,{\"id\":\"r-000001\"},{}]"},
        {"table", "{`odd`:1}", "{\"odd\":1}"},
    };
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_EN);
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        struct kp_buf line = KP_BUF_INIT;
        kp_json_write_line(&line,
                           kp_value_canonical(type_fixture_field(&fixture, orders[i].field),
                                              definition_read(&fixture.arena, orders[i].value),
                                              &fixture.arena));
        assert_string_equal(line.data, orders[i].expected);
        kp_buf_release(&line);
    }
    const struct kp_field *table = type_fixture_field(&fixture, "table");
    const struct kp_json *rows = definition_read(
        &fixture.arena, "[{`id`:`r-000001`,`title`:`A`,`value`:1,`new`:1},{`title`:`B`}]");
    assert_ptr_equal(kp_value_canonical(table, rows, &fixture.arena), rows); /* not copied */
    type_fixture_release(&fixture);
}

static void every_type_has_a_schema_and_a_hint(void **state)
{
    (void)state;
    static const struct {
        const char *field, *schema;
    } schemas[] = {
        {"short", "{`type`:`string`,`minLength`:3,`pattern`:`^[^\\\\u0000-\\\\u001f\\\\u007f-"
                  "\\\\u009f]*$`}"},
        {"price", "{`type`:`number`,`minimum`:0,`maximum`:1000000}"},
        {"date", "{`type`:`string`,`format`:`date`,`pattern`:`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}"},
        {"yesno", "{`type`:`boolean`}"},
        {"choice", "{`enum`:[`win`,`winback`,`expand`,`protect`]}"},
        {"stance", "{`type`:`integer`,`minimum`:-2,`maximum`:2}"},
        {"person", "{`type`:`string`,`pattern`:`^p-[0-9a-hjkmnp-tv-z]{6}$`}"},
        {"position",
         "{`type`:`object`,`properties`:{`x`:{`type`:`integer`,`minimum`:1,`maximum`:4},"
         "`y`:{`type`:`integer`,`minimum`:-2,`maximum`:2}},`required`:[`x`,`y`]}"},
        {"loose", "{`type`:`array`,`items`:{`type`:`object`,`properties`:{"
                  "`id`:{`type`:`string`,`pattern`:`^r-[0-9a-hjkmnp-tv-z]{6}$`},"
                  "`year`:{`type`:`number`,`title`:`e`},"
                  "`who`:{`type`:`array`,`items`:{`type`:`string`,`pattern`:"
                  "`^p-[0-9a-hjkmnp-tv-z]{6}$`},`uniqueItems`:true,`title`:`e`}},"
                  "`required`:[`id`],`additionalProperties`:true}}"},
    };
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_DA);
    int wrong = 0;
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        const struct kp_field *field = type_fixture_field(&fixture, schemas[i].field);
        wrong += !type_fixture_expect(schemas[i].field, schemas[i].schema, KP_OK,
                                      field->type->schema(field, &fixture.arena), NULL);
    }
    assert_int_equal(wrong, 0);
    for (size_t i = 0; i < fixture.model.field_count; i++) {
        const struct kp_field *field = &fixture.model.fields[i];
        struct kp_buf hint = KP_BUF_INIT;
        kp_type_hint(field, &fixture.context, &hint);
        assert_true(hint.len > 0);
        assert_non_null(field->type->schema(field, &fixture.arena));
        kp_buf_release(&hint);
    }
    type_fixture_release(&fixture);
}

/* Ten thousand rows keep their ids, new ones get ids of their own, and it does not take for ever.
 */
static void many_rows_keep_their_identity(void **state)
{
    (void)state;
    enum { ROWS = 10000 };
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_EN);
    const struct kp_field *field = type_fixture_field(&fixture, "table");
    struct kp_json *rows = kp_json_new_array(&fixture.arena);
    for (int i = 0; i < ROWS; i++) {
        struct kp_json *row = kp_json_new_object(&fixture.arena);
        kp_json_set_string(&fixture.arena, row, "title",
                           kp_arena_format(&fixture.arena, "row %d", i));
        kp_json_append(&fixture.arena, rows, row);
    }
    const struct kp_json *first = NULL, *second = NULL;
    assert_int_equal(field->type->accept(field, rows, NULL, &fixture.context, &first, NULL), KP_OK);
    assert_int_equal(field->type->check(field, first, NULL), KP_OK);
    assert_int_equal(field->type->accept(field, rows, first, &fixture.context, &second, NULL),
                     KP_OK);
    assert_true(kp_json_equal(first, second));
    type_fixture_release(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_from_files_become_canonical),
        cmocka_unit_test(stored_values_are_checked),
        cmocka_unit_test(values_are_shown_in_words),
        cmocka_unit_test(what_is_worked_out_is_shown_rounded),
        cmocka_unit_test(odd_values_can_be_edited),
        cmocka_unit_test(names_for_editing_mean_the_same),
        cmocka_unit_test(numbers_survive_editing),
        cmocka_unit_test(canonical_values_have_one_order),
        cmocka_unit_test(every_type_has_a_schema_and_a_hint),
        cmocka_unit_test(many_rows_keep_their_identity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
