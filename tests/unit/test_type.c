// SPDX-License-Identifier: GPL-3.0-or-later
/* What people type, in three languages: the value it gives, or what the message says. */
#include "type_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct typed {
    enum kp_lang lang;
    const char *field, *text, *expected;
} cases[] = {
    {KP_LANG_EN, "text", "Double the export share", "`Double the export share`"},
    {KP_LANG_DA, "text", "Øge eksporten til Tyskland", "`Øge eksporten til Tyskland`"},
    {KP_LANG_DA, "text", "A\xcc\x8arhus", "`Århus`"}, /* normal form C */
    {KP_LANG_EN, "text", "  two\n lines\r\n\r\nand \t tabs ", "`two lines and tabs`"},
    {KP_LANG_EN, "text", "one\xc2\x85two\xe2\x80\xa8three", "`one two three`"},
    {KP_LANG_EN, "text", "a  b", "`a  b`"},
    {KP_LANG_EN, "text", "\"quotes\" \\ and emoji 👩‍💻",
     "`\\`quotes\\` \\\\ and emoji 👩‍💻`"},
    {KP_LANG_EN, "text", "red\x1b[31m", "!character 4 is the Escape key (U+001B)"},
    {KP_LANG_EN, "text", "æ\x07", "!character 2 is a bell (U+0007)"},
    {KP_LANG_EN, "text",
     "a\xe2\x80\xae"
     "gnp.exe",
     "!character 2 is a mark that makes text run backwards (U+202E)"},
    {KP_LANG_EN, "text", "a\xe2\x81\xa6z", "!a mark that changes the direction of text (U+2066)"},
    {KP_LANG_EN, "text", "a\xc2\x9bz", "!a control character (U+009B)"},
    {KP_LANG_EN, "text", "lone \xed\xa0\x80", "!byte 6 is not UTF-8"},
    {KP_LANG_EN, "text", "a\uFFFDz", "!character 2 came in as bytes that are not UTF-8"},
    {KP_LANG_EN, "text", "   ", "!nothing here"},
    {KP_LANG_EN, "short", "ab", "!too short: 2 of at least 3 characters"},
    {KP_LANG_EN, "short", "abcdefg", "!too long: 7 characters, and at most 6 fit"},
    {KP_LANG_EN, "short", "👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻",
     "`👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻`"},
    {KP_LANG_EN, "note", "# Goals\r\n\r\n- one\r\tindented\n",
     "`# Goals\\n\\n- one\\n\\tindented`"},
    {KP_LANG_EN, "note", "one\x0btwo", "`one\\ntwo`"},
    {KP_LANG_EN, "note", "a\nb\x1b", "!character 4 is the Escape key"},
    {KP_LANG_EN, "list", "one\n\n  two  \nthree",
     "[{`id`:`r-??????`,`text`:`one`},{`id`:`r-??????`,`text`:`two`},{`id`:`r-??????`,`text`:`"
     "three`}]"},
    {KP_LANG_DA, "list", "kun én", "[{`id`:`r-??????`,`text`:`kun én`}]"},
    {KP_LANG_EN, "list", "fine\n\na bell \x07", "!character 14 is a bell"},

    {KP_LANG_EN, "number", "12.5", "12.5"},
    {KP_LANG_DA, "number", "12,5", "12.5"},
    {KP_LANG_SV, "number", "12,5", "12.5"},
    {KP_LANG_EN, "number", "1,250,000.50", "1250000.5"},
    {KP_LANG_DA, "number", "1.250.000,50", "1250000.5"},
    {KP_LANG_SV, "number", "1 250 000,50", "1250000.5"},
    {KP_LANG_DA, "number", "1.250", "1250"},
    {KP_LANG_DA, "number", "1,250", "1.25"},
    {KP_LANG_EN, "number", "1,250", "1250"},
    {KP_LANG_EN, "number", "−4", "-4"},
    {KP_LANG_EN, "number", "1e999", "!\"e999\" beside the number"},
    {KP_LANG_EN, "number", "twelve", "!not a number"},
    {KP_LANG_DA, "number", "999999999999999999999999999999", "!too large"},
    {KP_LANG_EN, "number", "1.2.3", "!1.2.3"},
    {KP_LANG_EN, "months", "18", "18"},
    {KP_LANG_EN, "months", "18 months", "18"},
    {KP_LANG_DA, "months", "18 måneder", "18"},
    {KP_LANG_SV, "months", "18 månader", "18"},
    {KP_LANG_DA, "months", "18 months", "18"},
    {KP_LANG_EN, "months", "18 weeks", "!weeks"},
    {KP_LANG_EN, "months", "-1", "!must be 0\xc2\xa0months or more, not -1\xc2\xa0months"},
    {KP_LANG_EN, "year", "2026", "2026"},
    {KP_LANG_EN, "year", "1066", "!must be from 1980 to 2100, not 1066"},

    {KP_LANG_EN, "money", "1.8m", "1800000"},
    {KP_LANG_EN, "money", "DKK 1.8 m", "1800000"},
    {KP_LANG_DA, "money", "1,25 mio", "1250000"},
    {KP_LANG_DA, "money", "1,25 mio. kr.", "1250000"},
    {KP_LANG_DA, "money", "1.250.000 dkk", "1250000"},
    {KP_LANG_DA, "money", "dkk 500", "500"},
    {KP_LANG_DA, "money", "20 tkr", "20000"},
    {KP_LANG_DA, "money", "12.345,67", "12345.67"},
    {KP_LANG_SV, "money", "1,2 mn", "1200000"},
    {KP_LANG_SV, "money", "1 200 kr", "1200"},
    {KP_LANG_EN, "money", "-250 k", "-250000"},
    {KP_LANG_EN, "money", "1.255", "!at most two decimals; 1.26 would do"},
    {KP_LANG_DA, "money", "0,001", "!at most two decimals; 0,00 would do"},
    {KP_LANG_DA, "money", "500 EUR", "!amounts are in DKK here"},
    {KP_LANG_DA, "money", "€ 500", "!amounts are in DKK here"},
    {KP_LANG_DA, "money", "meget", "!not a number"},
    {KP_LANG_EN, "price", "-1",
     "!must be from DKK\xc2\xa0"
     "0 to DKK\xc2\xa0"
     "1,000,000, not DKK\xc2\xa0-1"},
    {KP_LANG_DA, "price", "2 mio.",
     "!not 2.000.000\xc2\xa0"
     "DKK"},
    {KP_LANG_EN, "percent", "40 %", "40"},
    {KP_LANG_DA, "percent", "40%", "40"},
    {KP_LANG_DA, "percent", "12,5 pct.", "12.5"},
    {KP_LANG_SV, "percent", "40 procent", "40"},
    {KP_LANG_EN, "percent", "0.4", "0.4"},
    {KP_LANG_EN, "percent", "130", "!must be from 0\xc2\xa0% to 100\xc2\xa0%, not 130\xc2\xa0%"},
    {KP_LANG_EN, "growth", "-12 %", "-12"},
    {KP_LANG_EN, "growth", "250", "250"},

    {KP_LANG_EN, "date", "14/9", "`2026-09-14`"},
    {KP_LANG_DA, "date", "14. sep", "`2026-09-14`"},
    {KP_LANG_SV, "date", "14 september 2027", "`2027-09-14`"},
    {KP_LANG_DA, "date", "om 2 uger", "`2026-03-16`"},
    {KP_LANG_SV, "date", "om 2 veckor", "`2026-03-16`"},
    {KP_LANG_EN, "date", "in 2 weeks", "`2026-03-16`"},
    {KP_LANG_EN, "date", "2026-03-02", "`2026-03-02`"},
    {KP_LANG_DA, "date", "i morgen", "`2026-03-03`"},
    {KP_LANG_EN, "date", "31/2", "!28 Feb"},
    {KP_LANG_EN, "date", "soon", "!soon"},

    {KP_LANG_EN, "yesno", "yes", "true"},
    {KP_LANG_EN, "yesno", "Y", "true"},
    {KP_LANG_DA, "yesno", "Ja", "true"},
    {KP_LANG_SV, "yesno", "j", "true"},
    {KP_LANG_SV, "yesno", "NEJ", "false"},
    {KP_LANG_EN, "yesno", "n", "false"},
    {KP_LANG_DA, "yesno", "no", "false"},
    {KP_LANG_DA, "yesno", "måske", "!\"måske\" is neither Ja nor Nej"},
    {KP_LANG_EN, "yesno", "1", "!neither Yes nor No"},

    {KP_LANG_EN, "choice", "1", "`win`"},
    {KP_LANG_EN, "choice", "win", "`win`"},
    {KP_LANG_EN, "choice", "win b", "`winback`"},
    {KP_LANG_EN, "choice", "EXP", "`expand`"},
    {KP_LANG_DA, "choice", "udv", "`expand`"},
    {KP_LANG_DA, "choice", "prot", "`protect`"},
    {KP_LANG_SV, "choice", "UTÖ", "`expand`"},
    {KP_LANG_SV, "choice", "vinna  tillbaka", "`winback`"},
    {KP_LANG_DA, "choice", "vinde", "`win`"},
    {KP_LANG_EN, "choice", "wi", "!\"wi\" fits several: 1 Win, 2 Win back"},
    {KP_LANG_DA, "choice", "vi", "!1 Vinde, 2 Vinde tilbage"},
    {KP_LANG_EN, "choice", "5", "!1 Win, 2 Win back, 3 Expand, 4 Protect"},
    {KP_LANG_EN, "choice", "0", "!none of the choices"},
    {KP_LANG_EN, "choice", "protcet", "!did you mean 4 Protect?"},
    {KP_LANG_DA, "choice", "besktte", "!did you mean 4 Beskytte?"},
    {KP_LANG_EN, "choice", "something else",
     "!\"something else\" is none of the choices, which are: 1 Win, 2 Win back"},
    {KP_LANG_EN, "tricky", "a", "`a`"}, /* an id before a label */
    {KP_LANG_DA, "tricky", "1", "`a`"}, /* a label before a place */
    {KP_LANG_DA, "tricky", "3", "`c`"},
    {KP_LANG_SV, "tricky", "c", "`c`"},
    {KP_LANG_EN, "choices", "1", "[`executive`]"},
    {KP_LANG_EN, "choices", "4 1", "[`executive`,`daily`]"},
    {KP_LANG_EN, "choices", "4,1;1", "[`executive`,`daily`]"},
    {KP_LANG_EN, "choices", "top management day to day", "[`executive`,`daily`]"},
    {KP_LANG_EN, "choices", "Management, Day", "[`management`,`daily`]"},
    {KP_LANG_DA, "choices", "topledelse og daglig", "[`executive`,`daily`]"},
    {KP_LANG_SV, "choices", "Chefer & 4", "[`management`,`daily`]"},
    {KP_LANG_EN, "choices", "special", "[`special`]"},
    {KP_LANG_EN, "choices", "1, none", "!\"none\" is none of the choices"},
    {KP_LANG_EN, "choices", "1 9", "!\"9\" is none of the choices"},
    {KP_LANG_EN, "choices", ", ;", "!none of the choices"},

    {KP_LANG_EN, "stance", "2", "2"},
    {KP_LANG_EN, "stance", "+1", "1"},
    {KP_LANG_EN, "stance", "-2", "-2"},
    {KP_LANG_EN, "stance", "−1", "-1"},
    {KP_LANG_EN, "stance", "works", "-2"},
    {KP_LANG_SV, "stance", "för", "2"},
    {KP_LANG_DA, "stance", "taler vores", "2"},
    {KP_LANG_EN, "stance", "speaks",
     "!\"speaks\" fits several: 1 – Speaks well of us; 2 – Speaks for us"},
    {KP_LANG_EN, "stance", "3",
     "!\"3\" is no step of the scale, which goes from -2 to 2: -2 – Works against us"},
    {KP_LANG_EN, "often", "1.5", "!no step of the scale"},
    {KP_LANG_EN, "often", "often", "4"},
    {KP_LANG_DA, "often", "SJÆL", "2"},
    {KP_LANG_DA, "often", "ja",
     "!1 – aldrig; 2 – sjældent; 3 – en gang imellem; 4 – ofte og åbent"},
    {KP_LANG_SV, "often", "då och", "3"},

    {KP_LANG_EN, "person", "Mette Holm", "`p-mette1`"},
    {KP_LANG_EN, "person", "mette", "`p-mette1`"},
    {KP_LANG_DA, "person", "METTE  holm", "`p-mette1`"},
    {KP_LANG_EN, "person", "Bo", "`p-1ars00`"},
    {KP_LANG_EN, "person", "per", "`p-per001`"},
    {KP_LANG_EN, "person", "per d", "`p-per002`"},
    {KP_LANG_EN, "person", "ida", "!\"ida\" may be Ida Friis, Ida Holm-Nielsen"},
    {KP_LANG_EN, "person", "nielsen", "`p-1da002`"},
    {KP_LANG_EN, "person", "p-mette1", "`p-mette1`"},
    {KP_LANG_EN, "person", "p-zzzzzz", "!nobody with the id p-zzzzzz is known"},
    {KP_LANG_EN, "person", "Søren Å. Ny", "`p-??????`"},
    {KP_LANG_EN, "person", "x", "!write the full name"},
    {KP_LANG_EN, "person", "12", "!write the full name"},
    {KP_LANG_EN, "person", "Eve\x1b[2J", "!does not show"},
    {KP_LANG_EN, "people", "Mette, Lars, Mette", "[`p-mette1`,`p-1ars00`]"},
    {KP_LANG_DA, "people", "lars og per dahl", "[`p-1ars00`,`p-per002`]"},
    {KP_LANG_SV, "people", "Lars och Mette & Per", "[`p-1ars00`,`p-mette1`,`p-per001`]"},
    {KP_LANG_EN, "people", "Lars and Mette", "[`p-1ars00`,`p-mette1`]"},
    {KP_LANG_EN, "people", "Bang & Olufsen, Lars", "[`p-bang01`,`p-1ars00`]"},
    {KP_LANG_EN, "people", "Ny Person; Lars", "[`p-??????`,`p-1ars00`]"},
    {KP_LANG_EN, "people", "Anna Ny, ida", "!\"ida\" may be"},
    {KP_LANG_EN, "people", ",", "!write names"},

    {KP_LANG_EN, "position", "2 1", "{`x`:2,`y`:1}"},
    {KP_LANG_EN, "position", "2,-1", "{`x`:2,`y`:-1}"},
    {KP_LANG_DA, "position", "4/2", "{`x`:4,`y`:2}"},
    {KP_LANG_DA, "position", "(4, 2)", "{`x`:4,`y`:2}"},
    {KP_LANG_SV, "position", "3 ; −2", "{`x`:3,`y`:-2}"},
    {KP_LANG_EN, "position", "2", "!Frequency (1–4), then Stance (-2–2)"},
    {KP_LANG_DA, "position", "2 1 1", "!Hyppighed (1–4), then Holdning"},
    {KP_LANG_EN, "position", "partner", "!two numbers are needed, such as \"2 4\""},
    {KP_LANG_EN, "position", "5 1",
     "!Frequency: \"5\" is no step of the scale, which goes from 1 to 4: 1 – never"},
    {KP_LANG_SV, "position", "1 7", "!Hållning: \"7\" is no step"},
    {KP_LANG_EN, "table", "anything", "!row by row"},
};

static void what_people_type_gives_its_value(void **state)
{
    (void)state;
    struct type_fixture fixtures[KP_LANG_COUNT];
    int wrong = 0;
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        type_fixture_init(&fixtures[lang], (enum kp_lang)lang);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct type_fixture *fixture = &fixtures[cases[i].lang];
        const struct kp_field *field = type_fixture_field(fixture, cases[i].field);
        struct kp_err err = KP_ERR_INIT;
        const struct kp_json *value = NULL;
        enum kp_status status =
            field->type->parse(field, kp_str_from(cases[i].text), &fixture->context, &value, &err);
        struct kp_arena arena = KP_ARENA_INIT;
        const char *what = kp_arena_format(&arena, "%s %s \"%s\"", kp_lang_code(cases[i].lang),
                                           cases[i].field, cases[i].text)
                               .data;
        wrong += !type_fixture_expect(what, cases[i].expected, status, value, &err);
        kp_arena_release(&arena);
        kp_err_release(&err);
    }
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        type_fixture_release(&fixtures[lang]);
    assert_int_equal(wrong, 0);
}

/* Whatever was taken passes the check of stored values, and its text for editing gives it again. */
static void what_was_taken_can_be_edited(void **state)
{
    (void)state;
    struct type_fixture fixture;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].expected[0] == '!')
            continue;
        for (int lang = 0; lang < KP_LANG_COUNT; lang++) {
            type_fixture_init(&fixture, cases[i].lang);
            const struct kp_field *field = type_fixture_field(&fixture, cases[i].field);
            const struct kp_json *value = NULL, *again = NULL;
            assert_int_equal(field->type->parse(field, kp_str_from(cases[i].text), &fixture.context,
                                                &value, NULL),
                             KP_OK);
            assert_int_equal(field->type->check(field, value, NULL), KP_OK);
            fixture.context.lang = (enum kp_lang)lang;
            fixture.ids = kp_ids_seeded(KP_STR("types"));
            struct kp_buf text = KP_BUF_INIT;
            field->type->edit(field, value, &fixture.context, &text);
            struct kp_err err = KP_ERR_INIT;
            if (field->type->parse(field, kp_buf_str(&text), &fixture.context, &again, &err) ||
                !kp_json_equal(value, again))
                fail_msg("%s \"%s\" is edited as \"%s\": %s", cases[i].field, cases[i].text,
                         text.data, err.text.data);
            kp_err_release(&err);
            kp_buf_release(&text);
            type_fixture_release(&fixture);
        }
    }
}

static void everything_is_refused_without_harm(void **state)
{
    (void)state;
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_DA);
    struct kp_buf megabyte = KP_BUF_INIT, digits = KP_BUF_INIT, names = KP_BUF_INIT;
    kp_buf_add_repeat(&megabyte, "å", 1024 * 1024 / 2);
    kp_buf_add_repeat(&digits, "9", 100000);
    kp_buf_add_repeat(&names, "win ", 20000);
    const struct kp_str hostile[] = {
        kp_buf_str(&megabyte),  kp_buf_str(&digits), kp_buf_str(&names),     KP_STR("a\0b"),
        KP_STR("\xed\xa0\x80"), KP_STR("\xff\xfe"),  KP_STR("\x1b]0;x\x07"), KP_STR("1e999"),
        KP_STR("\xe2\x80\xae"), KP_STR("((((")};
    for (size_t i = 0; i < fixture.model.field_count; i++) {
        const struct kp_field *field = &fixture.model.fields[i];
        for (size_t j = 0; j < sizeof hostile / sizeof *hostile; j++) {
            struct kp_err err = KP_ERR_INIT;
            const struct kp_json *value = NULL;
            enum kp_status status =
                field->type->parse(field, hostile[j], &fixture.context, &value, &err);
            if (status && (status != KP_INVALID || err.text.len == 0 || err.text.len > 2000))
                fail_msg("%s, text %zu: %s", field->id.data, j, err.text.data);
            if (!status && field->type->check(field, value, &err))
                fail_msg("%s, text %zu: %s", field->id.data, j, err.text.data);
            kp_err_release(&err);
        }
    }
    kp_buf_release(&megabyte);
    kp_buf_release(&digits);
    kp_buf_release(&names);
    type_fixture_release(&fixture);
}

static void text_has_its_limit(void **state)
{
    (void)state;
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_EN);
    static const struct {
        const char *field;
        size_t bytes;
        enum kp_status expected;
    } sizes[] = {
        {"text", 64 * 1024, KP_OK},
        {"text", 64 * 1024 + 1, KP_INVALID},
        {"note", 1 << 20, KP_OK},
        {"note", (1 << 20) + 1, KP_INVALID},
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct kp_buf text = KP_BUF_INIT;
        struct kp_err err = KP_ERR_INIT;
        const struct kp_json *value = NULL;
        kp_buf_add_repeat(&text, "x", sizes[i].bytes);
        const struct kp_field *field = type_fixture_field(&fixture, sizes[i].field);
        assert_int_equal(
            field->type->parse(field, kp_buf_str(&text), &fixture.context, &value, &err),
            sizes[i].expected);
        if (sizes[i].expected)
            assert_non_null(strstr(err.text.data, "KiB fit here"));
        kp_err_release(&err);
        kp_buf_release(&text);
    }
    type_fixture_release(&fixture);
}

/* A slip in the last name leaves nobody behind who was only a part of it. */
static void a_refused_list_of_people_adds_nobody(void **state)
{
    (void)state;
    struct type_fixture fixture;
    type_fixture_init(&fixture, KP_LANG_EN);
    const struct kp_field *field = type_fixture_field(&fixture, "people");
    const struct kp_json *value = NULL;
    size_t before = fixture.people.count;
    assert_int_equal(
        field->type->parse(field, KP_STR("Anna Ny, ida"), &fixture.context, &value, NULL),
        KP_INVALID);
    assert_int_equal(fixture.people.count, before);
    assert_int_equal(field->type->parse(field, KP_STR("Anna Ny"), &fixture.context, &value, NULL),
                     KP_OK);
    assert_int_equal(fixture.people.count, before + 1);
    type_fixture_release(&fixture);
}

static void every_type_is_found_by_its_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < kp_type_count; i++) {
        assert_ptr_equal(kp_type_by_name(kp_str_from(kp_types[i].name)), &kp_types[i]);
        assert_ptr_equal(kp_type_of((enum kp_type_kind)i), &kp_types[i]);
        assert_int_equal(kp_types[i].kind, i);
    }
    assert_null(kp_type_by_name(KP_STR("Text")));
    struct kp_buf names = KP_BUF_INIT;
    kp_type_names(&names);
    assert_string_equal(names.data,
                        "text, note, list, number, money, percent, date, yesno, choice, "
                        "choices, scale, person, people, position, table");
    kp_buf_release(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_type_gives_its_value),
        cmocka_unit_test(what_was_taken_can_be_edited),
        cmocka_unit_test(everything_is_refused_without_harm),
        cmocka_unit_test(text_has_its_limit),
        cmocka_unit_test(a_refused_list_of_people_adds_nobody),
        cmocka_unit_test(every_type_is_found_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
