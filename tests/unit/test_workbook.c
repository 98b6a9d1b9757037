// SPDX-License-Identifier: GPL-3.0-or-later
/* Parts of a workbook: number formats, dates, texts that are shared, rows with holes. */
#include "base/workbook_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- numbers */

static void test_formats(void **state)
{
    static const struct {
        const char *code;
        enum workbook_look look;
    } cases[] = {
        {"General", LOOK_NUMBER},
        {"0", LOOK_NUMBER},
        {"#,##0.00", LOOK_NUMBER},
        {"#,##0\" kr.\";[Red]-#,##0\" kr.\"", LOOK_NUMBER},
        {"_-* #,##0.00\\ \"DKK\"_-", LOOK_NUMBER},
        {"\"day \"0", LOOK_NUMBER},
        {"[$-406]d\\. mmmm\\ yyyy", LOOK_DATE},
        {"dd-mm-yyyy;@", LOOK_DATE},
        {"YYYY\\-MM\\-DD", LOOK_DATE},
        {"mmm", LOOK_DATE},
        {"yyyy-mm-dd hh:mm", LOOK_MOMENT},
        {"d/m/yy h:mm AM/PM", LOOK_MOMENT},
        {"hh:mm:ss", LOOK_TIME},
        {"[h]:mm", LOOK_TIME},
        {"mm:ss.0", LOOK_TIME},
        {"0.0%", LOOK_PERCENT},
        {"0\\%", LOOK_NUMBER},
        {"0.00E+00", LOOK_NUMBER},
        {"00000", LOOK_ZEROS},
        {"[Blue]General", LOOK_NUMBER},
        {"\"", LOOK_NUMBER},
        {"\\", LOOK_NUMBER},
        {"[", LOOK_NUMBER},
        {"", LOOK_NUMBER},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (workbook_format_read(kp_str_from(cases[i].code)).look != cases[i].look)
            fail_msg("%s is %d", cases[i].code,
                     (int)workbook_format_read(kp_str_from(cases[i].code)).look);
    assert_int_equal(workbook_format_of(14).look, LOOK_DATE);
    assert_int_equal(workbook_format_of(9).look, LOOK_PERCENT);
    assert_int_equal(workbook_format_of(22).look, LOOK_MOMENT);
    assert_int_equal(workbook_format_of(46).look, LOOK_TIME);
    assert_int_equal(workbook_format_of(4).look, LOOK_NUMBER);
}

static void test_numbers(void **state)
{
    static const struct {
        const char *literal;
        struct workbook_format format;
        bool from_1904;
        const char *wanted; /* NULL: it is no number */
    } cases[] = {
        {"0", {LOOK_NUMBER, 0}, false, "0"},
        {"-0", {LOOK_NUMBER, 0}, false, "0"},
        {"1250000.5", {LOOK_NUMBER, 0}, false, "1250000.5"},
        {"1.2500005E6", {LOOK_NUMBER, 0}, false, "1250000.5"},
        {"0.30000000000000004", {LOOK_NUMBER, 0}, false, "0.3"},
        {"1234.5599999999999", {LOOK_NUMBER, 0}, false, "1234.56"},
        {"999999999999999.9", {LOOK_NUMBER, 0}, false, "1000000000000000"},
        {"-1.5e-3", {LOOK_NUMBER, 0}, false, "-0.0015"},
        {"4.0000000000000001E-2", {LOOK_PERCENT, 0}, false, "4%"},
        {"0.345", {LOOK_PERCENT, 0}, false, "34.5%"},
        {"1", {LOOK_PERCENT, 0}, false, "100%"},
        {"123", {LOOK_ZEROS, 5}, false, "00123"},
        {"1234567", {LOOK_ZEROS, 5}, false, "1234567"},
        {"0", {LOOK_ZEROS, 5}, false, "00000"},
        {"1", {LOOK_DATE, 0}, false, "1900-01-01"},
        {"59", {LOOK_DATE, 0}, false, "1900-02-28"},
        {"60", {LOOK_DATE, 0}, false, "60"}, /* 29 February 1900 never was */
        {"61", {LOOK_DATE, 0}, false, "1900-03-01"},
        {"46083", {LOOK_DATE, 0}, false, "2026-03-02"},
        {"44621", {LOOK_DATE, 0}, true, "2026-03-02"},
        {"0", {LOOK_DATE, 0}, true, "1904-01-01"},
        {"46083.75", {LOOK_DATE, 0}, false, "2026-03-02"},
        {"46083", {LOOK_MOMENT, 0}, false, "2026-03-02"},
        {"46083.604166666664", {LOOK_MOMENT, 0}, false, "2026-03-02 14:30"},
        {"46083.999999999", {LOOK_MOMENT, 0}, false, "2026-03-03"},
        {"0.5", {LOOK_TIME, 0}, false, "12:00"},
        {"1.25", {LOOK_TIME, 0}, false, "30:00"},
        {"0.000011574074074", {LOOK_TIME, 0}, false, "00:00:01"},
        {"-5", {LOOK_DATE, 0}, false, "-5"},
        {"99999999", {LOOK_DATE, 0}, false, "99999999"},
        {"1e30", {LOOK_DATE, 0}, false, "1000000000000000000000000000000"},
        {"1e99999", {LOOK_NUMBER, 0}, false, NULL},
        {"1e", {LOOK_NUMBER, 0}, false, NULL},
        {"1,5", {LOOK_NUMBER, 0}, false, NULL},
        {"1.2.3", {LOOK_NUMBER, 0}, false, NULL},
        {".", {LOOK_NUMBER, 0}, false, NULL},
        {"-", {LOOK_NUMBER, 0}, false, NULL},
        {"", {LOOK_NUMBER, 0}, false, NULL},
        {"NaN", {LOOK_NUMBER, 0}, false, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_buf out = KP_BUF_INIT;
        bool is_number = workbook_add_number(&out, kp_str_from(cases[i].literal), cases[i].format,
                                             cases[i].from_1904);
        if (is_number != (cases[i].wanted != NULL) ||
            strcmp(out.data, is_number ? cases[i].wanted : "") != 0)
            fail_msg("%s (%d) is \"%s\", not %s", cases[i].literal, (int)cases[i].format.look,
                     out.data, cases[i].wanted ? cases[i].wanted : "refused");
        kp_buf_release(&out);
    }
}

/* ---- sheets */

static enum kp_status add_row(void *context, const struct kp_sheet_row *row, struct kp_err *err)
{
    static const char kinds[] = "tne";
    struct kp_buf *out = context;
    (void)err;
    kp_buf_addf(out, "%zu:", row->line);
    for (size_t i = 0; i < row->count; i++) {
        assert_int_equal(row->cells[i].data[row->cells[i].len], '\0');
        kp_buf_addf(out, " %c[%.*s]", kinds[row->kinds[i]], KP_STR_ARG(row->cells[i]));
    }
    kp_buf_adds(out, "\n");
    return KP_OK;
}

static const char shared_xml[] =
    "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>Mette</t></si>"
    "<si><r><rPr><b/></rPr><t>Lars</t></r><r><t xml:space='preserve'> Bo</t></r>"
    "<rPh sb='0' eb='1'><t>spoken</t></rPh></si><si><t>a_x000D_&#10;b_x00e6__x0001_ _xyz_</t></si>"
    "<si/></sst>";
static const char styles_xml[] =
    "<styleSheet><numFmts count='1'><numFmt numFmtId='164' formatCode='dd/mm/yyyy'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"
    "<xf numFmtId='164'/><xf numFmtId='10'/><xf numFmtId='x'/></cellXfs></styleSheet>";

/* What the rows are, one a line, or the message. */
static char *read_sheet(const char *xml)
{
    struct kp_workbook w = {.shared = KP_BUF_INIT};
    struct kp_buf out = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    assert_int_equal(workbook_read_shared(&w, NULL, 0, kp_str_from(shared_xml), &err), KP_OK);
    assert_int_equal(workbook_read_styles(&w, NULL, 0, kp_str_from(styles_xml), &err), KP_OK);
    assert_int_equal(w.shared_count, 4);
    assert_int_equal(w.format_count, 4);
    if (workbook_read_sheet(&w, NULL, 0, kp_str_from(xml), add_row, &out, &err))
        kp_buf_addf(&out, "! %s", err.text.data);
    kp_buf_release(&w.shared);
    free(w.shared_ends);
    free(w.formats);
    kp_err_release(&err);
    return kp_buf_detach(&out);
}

static void test_sheets(void **state)
{
    static const struct {
        const char *xml, *wanted;
    } cases[] = {
        {"<worksheet><sheetData/></worksheet>", ""},
        {"<x:worksheet xmlns:x='y'><x:sheetData><x:row r='3'><x:c r='A3' t='s'><x:v>1</x:v></x:c>"
         "</x:row></x:sheetData></x:worksheet>",
         "3: t[Lars Bo]\n"},
        {"<s><row r='2'><c r='B2' t='s'><v>0</v></c><c r='D2'><v>1.50</v></c><c r='E2'/></row></s>",
         "2: t[] t[Mette] t[] n[1.5]\n"},
        {"<s><row><c><v>1</v></c><c><v>2</v></c></row><row><c t='inlineStr'><is><t>a</t><r><t>b"
         "</t></r><rPh><t>c</t></rPh></is></c></row></s>",
         "1: n[1] n[2]\n2: t[ab]\n"},
        {"<s><row><c t='str'><f>A1&amp;B1</f><v>so</v></c><c t='b'><v>1</v></c><c "
         "t='b'><v>0</v></c>"
         "<c t='e'><v>#REF!</v></c><c t='d'><v>2026-03-02T00:00:00</v></c>"
         "<c t='d'><v>2026-03-02T14:30:00Z</v></c></row></s>",
         "1: t[so] t[yes] t[no] e[#REF!] t[2026-03-02] t[2026-03-02 14:30]\n"},
        {"<s><row><c s='1'><v>46083</v></c><c s='2'><v>0.4</v></c><c s='9'><v>7</v></c>"
         "<c t='s'><v>2</v></c><c t='s'><v>77</v></c><c t='s'><v></v></c></row></s>",
         "1: t[2026-03-02] n[40%] n[7] t[a\nb\xc3\xa6 _xyz_]\n"},
        {"<s><row r='1048576'><c r='XFD1048576'><v>1</v></c><c r='A1048576'><v>2</v></c></row></s>",
         "1048576: n[2]\n"},
        {"<s><row r='1048577'><c><v>1</v></c></row></s>", "! row 0 is followed by row 1048577"},
        {"<s><row r='5'/><row r='5'/></s>", "! row 5 is followed by row 5"},
        {"<s><row r='99999999999999999999999'/></s>", NULL},
        {"<s><c r='A1'><v>1</v></c><row><c><v>2</v></c></row><v>3</v></s>", "1: n[2]\n"},
        {"<s><row><c><v>1</v></c></row>", "1: n[1]\n! it is damaged: no XML at line 1, column 30"},
        {"", "! it is damaged: no XML at line 1, column 1"},
        {"<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><s><row><c "
         "t='str'><v>&b;"
         "</v></c></row></s>",
         "! it has a document type, which no spreadsheet writes"},
        {"<s><row><c t='str'><v>&undefined;</v></c></row></s>",
         "! it is damaged: no XML at line 1, column 23"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *rows = read_sheet(cases[i].xml);
        if (cases[i].wanted ? strcmp(rows, cases[i].wanted) != 0 : rows[0] != '!')
            fail_msg("%s\ngives %s", cases[i].xml, rows);
        free(rows);
    }
}

static void test_names(void **state)
{
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    kp_workbook_add_cell_name(&out, 0, 1);
    kp_workbook_add_cell_name(&out, 25, 2);
    kp_workbook_add_cell_name(&out, 26, 3);
    kp_workbook_add_cell_name(&out, 701, 4);
    kp_workbook_add_cell_name(&out, 702, 5);
    kp_workbook_add_cell_name(&out, 16383, 6);
    assert_string_equal(out.data, "A1Z2AA3ZZ4AAA5XFD6");
    kp_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_sheets),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
