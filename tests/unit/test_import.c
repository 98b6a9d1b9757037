// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "model/import_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* ---- numbers */

static const struct {
    const char *text;
    enum kp_import_decimal decimal; /* of the column */
    const char *value;              /* "" empty, "?" bad */
} numbers[] = {
    {"1.234.567,89", KP_DECIMAL_POINT, "1234567.89"},
    {"1,234,567.89", KP_DECIMAL_COMMA, "1234567.89"},
    {"1 234 567,89", KP_DECIMAL_COMMA, "1234567.89"},
    {"1\xc2\xa0"
     "234,5",
     KP_DECIMAL_COMMA, "1234.5"},
    {"1\xe2\x80\xaf"
     "234,5",
     KP_DECIMAL_COMMA, "1234.5"},
    {"1'234'567.89", KP_DECIMAL_POINT, "1234567.89"},
    {"1.234", KP_DECIMAL_COMMA, "1234"},
    {"1.234", KP_DECIMAL_POINT, "1.234"},
    {"1,234", KP_DECIMAL_POINT, "1234"},
    {"0,125", KP_DECIMAL_POINT, "0.125"},
    {"12345.678", KP_DECIMAL_COMMA, "12345.678"},
    {"1234,5", KP_DECIMAL_POINT, "1234.5"},
    {",50", KP_DECIMAL_COMMA, "0.5"},
    {"1.234-", KP_DECIMAL_COMMA, "-1234"},
    {"-1.234", KP_DECIMAL_COMMA, "-1234"},
    {"\xe2\x88\x92"
     "12",
     KP_DECIMAL_COMMA, "-12"},
    {"(1.234,50)", KP_DECIMAL_COMMA, "-1234.5"},
    {"kr. 1.234,50", KP_DECIMAL_COMMA, "1234.5"},
    {"1.234,50 DKK", KP_DECIMAL_COMMA, "1234.5"},
    {"1.234,-", KP_DECIMAL_COMMA, "1234"},
    {"-1.234 kr", KP_DECIMAL_COMMA, "-1234"},
    {"12,5 %", KP_DECIMAL_COMMA, "12.5"},
    {"+7", KP_DECIMAL_COMMA, "7"},
    {"007", KP_DECIMAL_COMMA, "7"},
    {"", KP_DECIMAL_COMMA, ""},
    {"-", KP_DECIMAL_COMMA, ""},
    {"\xe2\x80\x93", KP_DECIMAL_COMMA, ""},
    {"n/a", KP_DECIMAL_COMMA, "?"},
    {"#REF!", KP_DECIMAL_COMMA, "?"},
    {"1,2E+06", KP_DECIMAL_COMMA, "?"},
    {"12.34.567", KP_DECIMAL_COMMA, "?"},
    {"1,23,4", KP_DECIMAL_COMMA, "?"},
    {"1.234,5,6", KP_DECIMAL_COMMA, "?"},
    {"12 34", KP_DECIMAL_COMMA, "?"},
    {"EUR 5", KP_DECIMAL_COMMA, "?"},
    {"12 stk", KP_DECIMAL_COMMA, "?"},
    {"1-2", KP_DECIMAL_COMMA, "?"},
    {"12345678901234567890", KP_DECIMAL_COMMA, "?"},
};

static void test_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct kp_import_amount amount;
        struct kp_err err = KP_ERR_INIT;
        struct kp_buf shown = KP_BUF_INIT;
        enum kp_import_text kind = kp_import_amount(kp_str_from(numbers[i].text), KP_STR("DKK"),
                                                    numbers[i].decimal, -1, &amount, &err);
        if (kind == KP_TEXT_NUMBER)
            kp_number_print(&shown, amount.number);
        else if (kind == KP_TEXT_BAD)
            kp_buf_adds(&shown, "?");
        if (strcmp(shown.data, numbers[i].value) != 0)
            fail_msg("%s: %s, expected %s", numbers[i].text, shown.data, numbers[i].value);
        assert_int_equal(kind == KP_TEXT_BAD, err.text.len > 0);
        kp_buf_release(&shown);
        kp_err_release(&err);
    }
}

/* ---- files */

struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_people people;
    struct kp_ids ids;
    struct kp_import import;
    struct kp_err err;
    enum kp_status status;
};

static void read_bytes(struct scene *scene, struct kp_str bytes,
                       const struct kp_import_options *options)
{
    static const struct kp_import_options usual = {.map = NULL};
    struct kp_buf file = KP_BUF_INIT;
    *scene = (struct scene){.arena = KP_ARENA_INIT, .people = KP_PEOPLE_INIT, .err = KP_ERR_INIT};
    definition_built_in(&scene->model, &scene->arena);
    scene->ids = kp_ids_seeded(KP_STR("import"));
    const struct kp_type_context context = {
        .arena = &scene->arena,
        .lang = KP_LANG_DA,
        .today = {2026, 3, 2},
        .currency = KP_STR("DKK"),
        .people = &scene->people,
        .ids = &scene->ids,
    };
    kp_buf_add(&file, bytes);
    scene->status =
        kp_import_read(&scene->import, kp_model_field(&scene->model, KP_STR("customers")), &file,
                       options ? options : &usual, &context, &scene->err);
    kp_buf_release(&file);
}

static void scene_release(struct scene *scene)
{
    kp_import_release(&scene->import);
    kp_people_release(&scene->people);
    kp_model_release(&scene->model);
    kp_arena_release(&scene->arena);
    kp_err_release(&scene->err);
}

/* "number:revenue:cost …" of the rows that are good, then "!line" of each fault. */
static void describe(struct scene *scene, struct kp_buf *out)
{
    const struct kp_import *import = &scene->import;
    static const char *const columns[] = {"number", "revenue", "cost", "freight"};
    for (size_t i = 0; i < import->row_count; i++) {
        if (import->rows[i].bad)
            continue;
        kp_buf_adds(out, out->len ? " " : "");
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
            const struct kp_import_column *column =
                kp_import_of(import, kp_field_column(import->table, kp_str_from(columns[c])));
            struct kp_number number;
            if (!column)
                continue;
            kp_buf_adds(out, c ? ":" : "");
            if (c == 0)
                kp_buf_add(out, kp_import_cell(import, &import->rows[i], column));
            else if (kp_import_number(import, &import->rows[i], column, &number))
                kp_number_print(out, number);
        }
    }
    for (size_t i = 0; i < import->fault_count; i++)
        kp_buf_addf(out, " !%zu", import->faults[i].line);
}

static const struct {
    const char *file, *map, *expected;
} files[] = {
    {"Kundenr;Omsætning;Vareforbrug\n1;1.000,50;2\n2;3;4", NULL, "1:1000.5:2 2:3:4"},
    {"number,revenue,cost\r\n1,\"1,000.50\",2\r\n", NULL, "1:1000.5:2"},
    {"Kundnr\tOmsättning\tVarukostnad\n1\t1 000,50\t2\n", NULL, "1:1000.5:2"},
    {"\xef\xbb\xbfNumber;Revenue\n1;5\n", NULL, "1:5"},
    {"Kundenr.;Oms\xe6tning (kr.);Vareforbrug 2025\n1;5;6\n", NULL, "1:5:6"}, /* Windows-1252 */
    {"sep=;\nNr.;Salg\n1;5\n", NULL, "1:5"},
    {"Debitorstatistik 2025\n;;\nDebitor;Navn;Nettoomsætning\n1;A;5\n", NULL, "1:5"},
    {"nr;revenue\n1;1.250\n", NULL, "1:1250"},
    {"nr,revenue\n1,1.250\n", NULL, "1:1.25"},
    {"nr;revenue;cost\n1;1.250;2,5\n", NULL, "1:1250:2.5"},
    {"nr;Omsætning tkr;cost\n1;12,5;100\n", NULL, "1:12500:100"},
    {"nr;revenue;freight\n1;5;-1\n2;5;-2\n", NULL, "1:5:1 2:5:2"},
    {"nr;revenue;freight\n1;-5;-1\n2;5;2\n", NULL, "1:-5:-1 2:5:2"},
    {"nr;revenue\n1;1.234,565\n", NULL, "1:1234.57"},
    {"nr;name;revenue\n1;\"a\nb\";5\n2;\"c\"\"d\";6\n", NULL, "1:5 2:6"},
    {"nr;revenue\n1;5\n2\n3;6;7\n;8\n4;x\n5;9\n", NULL, "1:5 5:9 !3 !4 !5 !6"},
    {"nr;revenue\n1;5\n2;6\n1;7\n", NULL, "2:6 !2 !4"},
    {"nr;revenue\n1;1,5\n2;1.5\n3;1.500\n", NULL, "1:1.5 2:1.5 !4"},
    {"nr;revenue\n1;5\n\n;\n2;6\n", NULL, "1:5 2:6"},
    {"Konto;Belob\n1;5\n", "Belob=revenue", "1:5"},
    {"Konto;Belob;Salg\n1;5;6\n", "Belob=Omsætning,Salg=", "1:5"},
    {"nr;revenue\r1;5\r2;6\r", NULL, "1:5 2:6"},
};

static void test_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct scene scene;
        struct kp_buf text = KP_BUF_INIT;
        const struct kp_import_options options = {.map = files[i].map};
        read_bytes(&scene, kp_str_from(files[i].file), &options);
        if (scene.status)
            fail_msg("%s: %s", files[i].file, scene.err.text.data);
        describe(&scene, &text);
        if (strcmp(text.data, files[i].expected) != 0)
            fail_msg("%s: %s, expected %s", files[i].file, text.data, files[i].expected);
        kp_buf_release(&text);
        scene_release(&scene);
    }
}

static const struct {
    const char *file, *map, *message;
} refused[] = {
    {" \n", NULL, "the file is empty"},
    {"PK\003\004xxxx", NULL, "the workbook is damaged"},
    {"\xd0\xcf\x11\xe0xxxx", NULL, "an old Excel workbook (xls)"},
    {"%PDF-1.7", NULL, "a PDF"},
    {"<!doctype html><table>", NULL, "a web page"},
    {"nr;revenue", NULL, "only the row of titles"},
    {"nr;revenue\n1;\"5\n2;6\n", NULL, "line 2 is never closed"},
    {"K\x81"
     "b;revenue\n",
     NULL, "neither UTF-8"},
    {"nr;K\x9b"
     "b\n",
     NULL, "old DOS encoding"},
    {"nr\1;b\n", NULL, "neither UTF-8"},
    {"Navn;Omsætning\nA;5\n", NULL, "no column is known as number"},
    {"nr;Oms 2024;Oms 2025\n1;5;6\n", NULL, "both \"Oms 2024\" and \"Oms 2025\" may be revenue"},
    {"nr;x\n1;5\n", "y=revenue", "the file has no column \"y\""},
    {"nr;x\n1;5\n", "x=sales", "there is no column \"sales\""},
    {"nr;x\n1;5\n", "x", "has no ="},
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct scene scene;
        const struct kp_import_options options = {.map = refused[i].map};
        read_bytes(&scene, kp_str_from(refused[i].file), &options);
        if (!scene.status || !strstr(scene.err.text.data, refused[i].message))
            fail_msg("%s: %s, expected %s", refused[i].file, scene.err.text.data,
                     refused[i].message);
        scene_release(&scene);
    }
}

static void test_utf16(void **state)
{
    static const char ascii[] = "nr;revenue\n1;5\n";
    struct scene scene;
    struct kp_buf bytes = KP_BUF_INIT, text = KP_BUF_INIT;
    (void)state;
    kp_buf_adds(&bytes, "\xff\xfe");
    for (const char *at = ascii; *at; at++) {
        kp_buf_addc(&bytes, *at);
        kp_buf_addc(&bytes, '\0');
    }
    read_bytes(&scene, kp_buf_str(&bytes), NULL);
    assert_int_equal(scene.status, KP_OK);
    assert_int_equal(scene.import.encoding, KP_ENCODING_UTF16);
    describe(&scene, &text);
    assert_string_equal(text.data, "1:5");
    kp_buf_release(&bytes);
    kp_buf_release(&text);
    scene_release(&scene);
}

/* ---- what becomes of the table */

static void test_apply(void **state)
{
    struct scene scene;
    struct kp_import_change change;
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_import_options keep = {.keep = true},
                                   stay = {.keep = true, .only_update = true};
    (void)state;
    read_bytes(&scene, KP_STR("nr;name;revenue;City\n3;New;7;Aarhus\nB2;;9;\n1;One;5;\n"), &keep);
    const struct kp_json *old = definition_read(
        &scene.arena,
        "[{`id`:`r-000001`,`number`:`1`,`name`:`One`,`revenue`:5},"
        "{`id`:`r-000002`,`number`:`b2`,`name`:`Two`,`revenue`:8,`freight`:3,`note`:`ours`},"
        "{`id`:`r-000004`,`number`:`4`,`revenue`:1}]");
    kp_import_apply(&scene.import, old, &keep, &scene.arena, &change);
    assert_int_equal(change.fresh, 1);
    assert_int_equal(change.changed, 1);
    assert_int_equal(change.same, 1);
    assert_int_equal(change.gone, 1);
    assert_null(kp_json_get(change.value->last, "note"));
    kp_json_set_string(&scene.arena, change.value->last, "id", KP_STR("r-new"));
    kp_json_write_line(&text, change.value);
    /* Freight was of the other period: it goes. What is none of the plan's columns stays. */
    assert_string_equal(text.data,
                        "[{\"id\":\"r-000001\",\"number\":\"1\",\"name\":\"One\",\"revenue\":5},"
                        "{\"id\":\"r-000002\",\"number\":\"B2\",\"revenue\":9,\"note\":\"ours\"},"
                        "{\"id\":\"r-new\",\"number\":\"3\",\"name\":\"New\",\"revenue\":7,"
                        "\"City\":\"Aarhus\"}]");
    kp_import_apply(&scene.import, old, &stay, &scene.arena, &change);
    assert_int_equal(change.gone, 0);
    assert_int_equal(change.value->count, 4);
    kp_buf_release(&text);
    scene_release(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_files),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_apply),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
