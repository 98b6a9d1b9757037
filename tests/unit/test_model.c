// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "model/expr.h"
#include "model/type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The fields of a case stand on line 2, so that their columns are those of the case's text. */
#define FRAME_TOP                                                                                  \
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`scales`:{`s`:[{`value`:1,`label`:~},"            \
    "{`value`:2,`label`:~}]},`fields`:[\n"
#define FRAME_END "\n]}"

static char *load_faults(const char *text, enum kp_status *status)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model model;
    struct kp_model_source source = {"f", definition_read(&arena, text)};
    *status = kp_model_load(&model, &source, 1, &faults);
    if (*status)
        assert_int_equal(model.field_count, 0);
    char *found = definition_faults(&faults);
    kp_model_release(&model);
    kp_faults_release(&faults);
    kp_arena_release(&arena);
    return found;
}

struct fault_case {
    const char *text, *faults;
};

static void check_faults(const char *top, const struct fault_case *table, size_t count,
                         const char *end)
{
    for (size_t i = 0; i < count; i++) {
        enum kp_status status;
        char text[8192];
        snprintf(text, sizeof text, "%s%s%s", top, table[i].text, end);
        char *found = load_faults(text, &status);
        if (strcmp(found, table[i].faults) != 0)
            fail_msg("case %zu: %s\nfound:    %s\nexpected: %s", i, table[i].text, found,
                     table[i].faults);
        size_t lines = *found ? 1 : 0, warnings = 0;
        for (const char *at = found; (at = strchr(at, '\n')); at++)
            lines++;
        for (const char *at = found; (at = strstr(at, ": warning: ")); at++)
            warnings++;
        assert_int_equal(status, lines > warnings ? KP_INVALID : KP_OK);
        free(found);
    }
}

static void test_faults_of_the_file(void **state)
{
    (void)state;
    static const struct fault_case table[] = {
        {"[]", "1:1: expected an object here, not a list"},
        {"{}", "1:1: \"format\" is missing"},
        {"{`format`:2}", "1:11: written by a newer version of kamplan; update the program"},
        {"{`format`:2,`strange`:1,`fields`:7}",
         "1:11: written by a newer version of kamplan; update the program"},
        {"{`format`:0}", "1:11: \"format\" must be 1"},
        {"{`format`:1e999}", "1:11: \"format\" must be 1"},
        {"{`format`:`1`}", "1:11: \"format\" must be a number, not a string"},
        {"{`format`:1,`feilds`:[]}", "1:22: unknown member \"feilds\"; did you mean \"fields\"?"},
        {"{`format`:1,`fields`:{}}", "1:22: \"fields\" must be a list, not an object"},
        {"{`format`:1,`groups`:[{`id`:`g`}]}", "1:23: \"label\" is missing"},
        {"{`format`:1,`groups`:[{`id`:`G`,`label`:~}]}",
         "1:29: \"G\" is no id here; it is a small letter, then small letters, digits, '_' or "
         "'-', at most 64 in all"},
        {"{`format`:1,`groups`:[{`id`:`g`,`label`:~},\n{`id`:`g`,`label`:~}]}",
         "2:7: id \"g\" stands twice; the first is on line 1"},
        {"{`format`:1,`scales`:{`s`:[]}}", "1:27: a scale is a list of 2 to 100 steps"},
        {"{`format`:1,`scales`:{`s`:[{`value`:1},{`value`:2,`label`:~}]}}",
         "1:28: \"label\" is missing"},
        {"{`format`:1,`scales`:{`s`:[{`value`:1,`label`:~},{`value`:3,`label`:~}]}}",
         "1:86: the steps of a scale ascend by 1: expected 2 here, not 3"},
        {"{`format`:1,`scales`:{`s`:[{`value`:2,`label`:~},{`value`:1,`label`:~}]}}",
         "1:86: the steps of a scale ascend by 1: expected 3 here, not 1"},
    };
    check_faults("", table, COUNT(table), "");
}

static void test_faults_of_fields(void **state)
{
    (void)state;
    static const struct fault_case table[] = {
        {"7", "2:1: expected an object here, not a number"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`}", "2:1: \"label\" is missing"},
        {"{`type`:`text`,`group`:`g`,`label`:~}", "2:1: \"id\" is missing"},
        {"{`id`:`a`,`group`:`g`,`label`:~}", "2:1: \"type\" is missing"},
        {"{`id`:`a`,`type`:`text`,`label`:~}", "2:1: \"group\" is missing"},
        {"{`id`:`a`,`type`:`text`,`group`:`h`,`label`:~}",
         "2:33: there is no group \"h\"; add it to \"groups\""},
        {"{`id`:`a`,`type`:`tekst`,`group`:`g`,`label`:~}",
         "2:18: unknown type \"tekst\"; did you mean \"text\"? There are: text, note, list, "
         "number, money, percent, date, yesno, choice, choices, scale, person, people, "
         "position, table"},
        {"{`id`:`a`,`type`:`picture`,`group`:`g`,`label`:~}",
         "2:18: unknown type \"picture\"; there are: text, note, list, "
         "number, money, percent, date, yesno, choice, choices, scale, person, people, "
         "position, table"},
        {"{`id`:`A.b`,`type`:`text`,`group`:`g`,`label`:~}",
         "2:7: \"A.b\" is no id; an id is a small letter, then small letters, digits, '_', '-' "
         "or '.', at most 64 in all"},
        {"{`id`:`../x`,`type`:`text`,`group`:`g`,`label`:~}",
         "2:7: \"../x\" is no id; an id is a small letter, then small letters, digits, '_', "
         "'-' or '.', at most 64 in all"},
        {"{`id`:`a`,`type`:`text`,`lable`:~,`group`:`g`,`label`:~}",
         "2:33: unknown member \"lable\"; did you mean \"label\"?"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`label`:`Goals`}",
         "2:45: expected an object here, not a string"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`label`:{}}",
         "2:45: \"label\" has no text in any language"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`label`:{`en`:`x`,`dk`:`x`,`sv`:`x`}}",
         "2:60: unknown member \"dk\"; did you mean \"da\"?\n"
         "2:45: warning: \"label\" has no text in: da; another language is shown instead"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`label`:{`en`:7,`da`:`x`,`sv`:`x`}}",
         "2:51: the text for \"en\" must be a string, not a number\n"
         "2:45: warning: \"label\" has no text in: en; another language is shown instead"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`visibility`:`custmer`,`label`:~}",
         "2:50: \"visibility\" cannot be \"custmer\"; did you mean \"customer\"?"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`visibility`:`all`,`label`:~}",
         "2:50: \"visibility\" cannot be \"all\"; it is one of: team, company, customer"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`scope`:`company`,`label`:~}",
         "2:45: \"scope\" cannot be \"company\"; it is one of: account, program, both"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`merge`:`cells`,`label`:~}",
         "2:45: \"merge\" cannot be \"cells\"; it is one of: atomic"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`required`:true,`label`:~}",
         "2:48: unknown member \"required\"; what may stand here is: id, type, group, scope, "
         "label, help, unit, visibility, choices, scale, min, max, check, calc, message, was, "
         "merge, key, columns, totals, x, y, quadrants, view, axes"},
        {"{`id`:`a`,`type`:`number`,`min`:5,`max`:1,`group`:`g`,`label`:~}",
         "2:33: \"min\" (5) is greater than \"max\" (1)"},
        {"{`id`:`a`,`type`:`number`,`min`:1e999,`group`:`g`,`label`:~}",
         "2:33: \"min\" is out of range"},
        {"{`id`:`a`,`type`:`text`,`max`:1.5,`group`:`g`,`label`:~}",
         "2:31: \"max\" of a text counts characters: a whole number, 0 or more"},
        {"{`id`:`a`,`type`:`date`,`min`:1,`group`:`g`,`label`:~}",
         "2:31: \"min\" does not go with type \"date\"; it belongs to: text, note, number, "
         "money, percent"},
        {"{`id`:`a`,`type`:`text`,`columns`:[],`group`:`g`,`label`:~}",
         "2:35: \"columns\" does not go with type \"text\"; it belongs to: table"},
        {"{`id`:`a`,`type`:`text`,`message`:~,`group`:`g`,`label`:~}",
         "2:35: \"message\" is what a false \"check\" says, but there is no \"check\""},
        {"{`id`:`a`,`type`:`choice`,`group`:`g`,`label`:~}", "2:1: \"choices\" is missing"},
        {"{`id`:`a`,`type`:`choice`,`choices`:[],`group`:`g`,`label`:~}",
         "2:37: \"choices\" must have 1 to 500 items, not 0"},
        {"{`id`:`a`,`type`:`choice`,`choices`:[{`id`:`x`,`label`:~},{`id`:`x`,`label`:~}],"
         "`group`:`g`,`label`:~}",
         "2:92: id \"x\" stands twice; the first is on line 2"},
        {"{`id`:`a`,`type`:`scale`,`group`:`g`,`label`:~}", "2:1: \"scale\" is missing"},
        {"{`id`:`a`,`type`:`scale`,`scale`:`t`,`group`:`g`,`label`:~}",
         "2:34: there is no scale \"t\"; name one of \"scales\", or write its steps here"},
        {"{`id`:`a`,`type`:`scale`,`scale`:[{`value`:1,`label`:~}],`group`:`g`,`label`:~}",
         "2:34: a scale is a list of 2 to 100 steps"},
        {"{`id`:`a`,`type`:`scale`,`scale`:7,`group`:`g`,`label`:~}",
         "2:34: a scale is a list of 2 to 100 steps"},
        {"{`id`:`a`,`type`:`text`,`was`:[1],`group`:`g`,`label`:~}",
         "2:32: \"was\" lists earlier ids of the field"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`label`:~},\n"
         "{`id`:`b`,`type`:`text`,`was`:[`a`],`group`:`g`,`label`:~}",
         "3:32: \"a\" is already an id of the field \"a\""},
        {"{`id`:`a`,`type`:`text`,`was`:[`z`],`group`:`g`,`label`:~},\n"
         "{`id`:`b`,`type`:`text`,`was`:[`y`,`z`],`group`:`g`,`label`:~}",
         "3:36: \"z\" is already an id of the field \"a\""},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`label`:~},\n"
         "{`id`:`a`,`type`:`text`,`group`:`g`,`label`:~}",
         "3:7: id \"a\" stands twice; the first is on line 2"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`unit`:`m`,`label`:~}",
         "2:44: \"unit\" does not go with type \"text\"; it belongs to: number"},
    };
    check_faults(FRAME_TOP, table, COUNT(table), FRAME_END);
}

static void test_faults_of_positions(void **state)
{
    (void)state;
    static const struct fault_case table[] = {
        {"{`id`:`a`,`type`:`position`,`group`:`g`,`label`:~}",
         "2:1: \"x\" is missing\n2:1: \"y\" is missing\n2:1: \"quadrants\" is missing"},
        {"{`id`:`a`,`type`:`position`,`group`:`g`,\n`quadrants`:[{`id`:`q`,`x`:[1,2],\n"
         "`y`:[1,1],`label`:~}],\n`x`:{`label`:~,`scale`:`s`},`y`:{`label`:~,`scale`:`s`},"
         "`label`:~}",
         "3:13: no quadrant holds x 1, y 2"},
        {"{`id`:`a`,`type`:`position`,`group`:`g`,`quadrants`:[\n{`id`:`q`,`x`:[1,2],"
         "`y`:[1,2],`label`:~},\n{`id`:`r`,`x`:[2,2],`y`:[2,2],`label`:~}],"
         "`x`:{`label`:~,`scale`:`s`},`y`:{`label`:~,`scale`:`s`},`label`:~}",
         "4:1: x 2, y 2 lies in this quadrant and in an earlier one"},
        {"{`id`:`a`,`type`:`position`,`group`:`g`,`quadrants`:[\n{`id`:`q`,`x`:[1,3],"
         "`y`:[2,1],`label`:~}],"
         "`x`:{`label`:~,`scale`:`s`},`y`:{`label`:~,`scale`:`s`},`label`:~}",
         "3:18: expected a whole number from 1 to 2 here\n"
         "3:25: a range goes from the lower to the higher number"},
        {"{`id`:`a`,`type`:`position`,`group`:`g`,`quadrants`:[\n{`id`:`q`,`x`:[1],"
         "`y`:[1,2],`label`:~}],"
         "`x`:{`label`:~,`scale`:`s`},`y`:{`label`:~,`scale`:`s`},`label`:~}",
         "3:15: \"x\" must have 2 items, not 1"},
    };
    check_faults(FRAME_TOP, table, COUNT(table), FRAME_END);
}

static void test_faults_of_tables(void **state)
{
    (void)state;
    /* Each case is some members of a table, from column 50 on; its columns are t, m and the
     * calculated w. */
    static const struct fault_case table[] = {
        {"`key`:`nope`", "2:56: there is no column \"nope\" in this table"},
        {"`key`:`tt`", "2:56: there is no column \"tt\"; did you mean \"t\"?"},
        {"`key`:`w`", "2:56: column \"w\" is worked out, so it cannot be the key"},
        {"`totals`:[`t`]", "2:60: column \"t\" is of type \"text\", which has no sum"},
        {"`totals`:[`m`,`w`]", ""},
        {"`totals`:[7]", "2:60: \"totals\" lists the ids of columns"},
        {"`view`:`grid`",
         "2:57: view \"grid\" needs \"axes\" with \"rows\", \"columns\" and \"cell\""},
        {"`view`:`grid`,`axes`:{`rows`:`t`,`cell`:`mm`}",
         "2:71: \"columns\" is missing\n2:90: there is no column \"mm\"; did you mean \"m\"?"},
        {"`view`:`pie`", "2:57: \"view\" cannot be \"pie\"; it is one of: plain, grid, radar, "
                         "matrix, contacts, customers, groups, drivers, profile"},
        {"`axes`:{`rows`:`t`,`columns`:`t`,`cell`:`m`}",
         "2:57: \"axes\" belong to a \"view\", but there is none"},
        {"`choices`:[]",
         "2:60: \"choices\" does not go with type \"table\"; it belongs to: choice, choices"},
        {"`calc`:`[]`",
         "2:57: a table that is worked out needs a \"key\": the column that takes each item of the "
         "list"},
        {"`calc`:`7`,`key`:`m`", "2:58: this must give a list, but gives a number"},
        {"`calc`:`['a']`,`key`:`m`",
         "3:49: the table is worked out, so nobody is asked for its column \"t\"; give it a "
         "\"calc\""},
    };
    for (size_t i = 0; i < COUNT(table); i++)
        check_faults(FRAME_TOP "{`id`:`a`,`type`:`table`,`group`:`g`,            ", &table[i], 1,
                     ",\n`label`:~,`columns`:["
                     "{`id`:`t`,`type`:`text`,`required`:true,`label`:~},"
                     "{`id`:`m`,`type`:`money`,`label`:~},"
                     "{`id`:`w`,`type`:`money`,`calc`:`m * 2`,`label`:~}]}" FRAME_END);
}

static void test_faults_of_columns(void **state)
{
    (void)state;
    /* Columns stand on line 3. */
    static const struct fault_case table[] = {
        {"", "2:48: \"columns\" must have 1 to 100 items, not 0"},
        {"{`id`:`id`,`type`:`text`,`label`:~}",
         "3:7: \"id\" is every row's own; call the column something else"},
        {"{`id`:`a.b`,`type`:`text`,`label`:~}",
         "3:7: \"a.b\" is no id here; it is a small letter, then small letters, digits, '_' or "
         "'-', at most 64 in all"},
        {"{`id`:`a`,`type`:`table`,`label`:~}", "3:18: a column cannot be of type \"table\""},
        {"{`id`:`a`,`type`:`list`,`label`:~}", "3:18: a column cannot be of type \"list\""},
        {"{`id`:`a`,`type`:`text`,`label`:~},\n{`id`:`a`,`type`:`text`,`label`:~}",
         "4:7: id \"a\" stands twice; the first is on line 3"},
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`label`:~}",
         "3:33: unknown member \"group\"; what may stand here is: id, type, label, help, unit, "
         "visibility, choices, scale, min, max, check, calc, message, x, y, quadrants, "
         "required, aka"},
        {"{`id`:`a`,`type`:`number`,`calc`:`1`,`required`:true,`min`:1,`label`:~}",
         "3:49: \"required\" does not go with \"calc\": it is worked out, nobody is asked\n"
         "3:60: \"min\" does not go with \"calc\": it is worked out, nobody is asked"},
        {"{`id`:`a`,`type`:`text`,`required`:1,`label`:~}",
         "3:36: \"required\" must be true or false, not a number"},
        {"{`id`:`a`,`type`:`number`,`check`:7,`label`:~}",
         "3:35: \"check\" must be a string, not a number"},
    };
    for (size_t i = 0; i < COUNT(table); i++)
        check_faults(FRAME_TOP "{`id`:`t`,`type`:`table`,`group`:`g`,`columns`:[\n", &table[i], 1,
                     "\n],`label`:~}" FRAME_END);
}

static void test_faults_of_expressions(void **state)
{
    (void)state;
    static const struct fault_case table[] = {
        {"{`id`:`goals`,`type`:`number`,`check`:`gaols > 1`,`group`:`g`,`label`:~}",
         "2:40: no field is named \"gaols\"; did you mean \"goals\"?"},
        {"{`id`:`a`,`type`:`number`,`check`:`a + 1`,`group`:`g`,`label`:~}",
         "2:36: this must give a yes or no, but gives a number"},
        {"{`id`:`a`,`type`:`number`,`calc`:`'x'`,`group`:`g`,`label`:~}",
         "2:35: this must give a number, but gives a text"},
        {"{`id`:`a`,`type`:`date`,`calc`:`1`,`group`:`g`,`label`:~}",
         "2:33: this must give a date, but gives a number"},
        {"{`id`:`a`,`type`:`number`,`check`:`a > `,`group`:`g`,`label`:~}",
         "2:40: the expression ends too early"},
    };
    check_faults(FRAME_TOP, table, COUNT(table), FRAME_END);
}

static void test_scopes_do_not_mix(void **state)
{
    (void)state;
    static const struct fault_case table[] = {
        {"{`id`:`a`,`type`:`number`,`calc`:`b + 1`,`group`:`g`,`label`:~},"
         "{`id`:`b`,`type`:`number`,`scope`:`program`,`group`:`g`,`label`:~}",
         "2:35: \"b\" is an answer of the company, not of an account; it is not known here"},
        {"{`id`:`a`,`type`:`number`,`check`:`b > 1`,`scope`:`program`,`group`:`g`,`label`:~},"
         "{`id`:`b`,`type`:`number`,`group`:`g`,`label`:~}",
         "2:36: \"b\" is an answer of an account, not of the company; it is not known here"},
        {"{`id`:`a`,`type`:`number`,`calc`:`b + 1`,`group`:`g`,`label`:~},"
         "{`id`:`b`,`type`:`number`,`scope`:`both`,`group`:`g`,`label`:~},"
         "{`id`:`c`,`type`:`number`,`calc`:`b + 1`,`scope`:`program`,`group`:`g`,`label`:~}",
         ""},
        {"{`id`:`a`,`type`:`number`,`calc`:`b + 1`,`scope`:`both`,`group`:`g`,`label`:~},"
         "{`id`:`b`,`type`:`number`,`group`:`g`,`label`:~}",
         "2:35: \"b\" is an answer of an account, not of the company; it is not known here"},
    };
    check_faults(FRAME_TOP, table, COUNT(table), FRAME_END);
}

#define NUMBER_FIELD(id, calc)                                                                     \
    "{`id`:`" id "`,`type`:`number`,`calc`:`" calc "`,`group`:`g`,`label`:~}"

static void test_circles(void **state)
{
    (void)state;
    static const struct fault_case table[] = {
        {NUMBER_FIELD("a", "a + 1"), "2:34: this calculation goes in a circle: a → a"},
        {NUMBER_FIELD("a", "b + 1") ",\n" NUMBER_FIELD("b", "a + 1"),
         "2:34: this calculation goes in a circle: a → b → a"},
        {NUMBER_FIELD("x", "a + 1") ",\n" NUMBER_FIELD("a", "b + 1") ",\n" NUMBER_FIELD(
             "b", "c") ",\n" NUMBER_FIELD("c", "a + b"),
         "3:34: this calculation goes in a circle: a → b → c → a\n"
         "4:34: this calculation goes in a circle: b → c → b"},
        {NUMBER_FIELD("a", "prev(a) + 1"), ""},
        {NUMBER_FIELD("a", "prev(b) + 1") "," NUMBER_FIELD("b", "a + 1"), ""},
        /* through a table: its value needs all its calculated columns */
        {"{`id`:`t`,`type`:`table`,`group`:`g`,`label`:~,`columns`:[\n"
         "{`id`:`n`,`type`:`number`,`calc`:`size(t)`,`label`:~}]}",
         "3:34: this calculation goes in a circle: t → t.n → t"},
        {"{`id`:`t`,`type`:`table`,`group`:`g`,`label`:~,`columns`:[\n"
         "{`id`:`n`,`type`:`number`,`calc`:`s * 2`,`label`:~}]},\n" NUMBER_FIELD("s", "size(t)"),
         "3:34: this calculation goes in a circle: t → t.n → s → t"},
        {"{`id`:`t`,`type`:`table`,`group`:`g`,`label`:~,`columns`:[\n"
         "{`id`:`n`,`type`:`number`,`calc`:`m`,`label`:~},\n"
         "{`id`:`m`,`type`:`number`,`calc`:`n`,`label`:~}]}",
         "3:34: this calculation goes in a circle: t.n → t.m → t.n"},
    };
    check_faults(FRAME_TOP, table, COUNT(table), FRAME_END);
}

/* A calculation may build on others, but not without end: evaluation nests as deep. */
static void test_long_chains(void **state)
{
    (void)state;
    for (int length = 20; length <= 21; length++) {
        for (int up = 0; up < 2; up++) {
            struct kp_buf text = KP_BUF_INIT;
            enum kp_status status;
            kp_buf_adds(&text, FRAME_TOP);
            for (int i = 1; i <= length; i++) {
                int id = up ? i : length + 1 - i;
                kp_buf_addf(&text, NUMBER_FIELD("a%d", "%s%d") "%s", id, id > 1 ? "a" : "", id - 1,
                            i < length ? ",\n" : "");
            }
            kp_buf_adds(&text, FRAME_END);
            char *found = load_faults(text.data, &status);
            assert_int_equal(status, length > 20 ? KP_INVALID : KP_OK);
            if (length > 20)
                assert_non_null(strstr(found, "more than 20 calculations build on each other"));
            free(found);
            kp_buf_release(&text);
        }
    }
}

static void test_faults_end_somewhere(void **state)
{
    (void)state;
    struct kp_buf text = KP_BUF_INIT;
    enum kp_status status;
    kp_buf_adds(&text, FRAME_TOP);
    kp_buf_add_repeat(&text, "{},", 2000);
    kp_buf_adds(&text, "{}" FRAME_END);
    char *found = load_faults(text.data, &status);
    assert_int_equal(status, KP_INVALID);
    assert_non_null(strstr(found, "there are more faults; mend these first"));
    free(found);
    kp_buf_release(&text);
}

static void test_missing_language_is_a_warning(void **state)
{
    (void)state;
    static const struct fault_case table[] = {
        {"{`id`:`a`,`type`:`text`,`group`:`g`,`label`:{`en`:`x`,`sv`:``}}",
         "2:45: warning: \"label\" has no text in: da, sv; another language is shown instead"},
    };
    check_faults(FRAME_TOP, table, COUNT(table), FRAME_END);
}

/* A company's field in a built-in one's place: the answers that are there must go on. */
static void test_replacement_keeps_its_type(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model model;
    struct kp_model_source sources[] = {
        {"first",
         definition_read(&arena, "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
                                 "{`id`:`a`,`type`:`money`,`group`:`g`,`label`:~},"
                                 "{`id`:`b`,`type`:`money`,`group`:`g`,`label`:~,`calc`:`a * 2`},"
                                 "{`id`:`t`,`type`:`table`,`group`:`g`,`label`:~,`columns`:["
                                 "{`id`:`x`,`type`:`text`,`label`:~},"
                                 "{`id`:`y`,`type`:`text`,`label`:~}]}]}")},
        {"second",
         definition_read(&arena, "{`format`:1,`fields`:[\n"
                                 "{`id`:`a`,`type`:`text`,`group`:`g`,`label`:~},\n"
                                 "{`id`:`t`,`type`:`table`,`group`:`g`,`label`:~,`columns`:[\n"
                                 "{`id`:`x`,`type`:`date`,`label`:~}]}]}")},
    };
    assert_int_equal(kp_model_load(&model, sources, 2, &faults), KP_INVALID);
    assert_int_equal(faults.errors, 2);
    assert_int_equal(faults.count, 3);
    static const struct {
        int line;
        const char *says;
    } expected[] = {{2, "the built-in \"a\" is of type \"money\""},
                    {4, "the built-in \"x\" is of type \"text\""},
                    {3, "has a column \"y\" too"}};
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_string_equal(faults.items[i].place.file.data, "second");
        assert_int_equal(faults.items[i].place.line, expected[i].line);
        assert_non_null(strstr(faults.items[i].message.data, expected[i].says));
    }
    kp_faults_release(&faults);
    kp_arena_release(&arena);
}

static void test_later_file_replaces(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model model;
    struct kp_model_source sources[] = {
        {"first",
         definition_read(&arena, "{`format`:1,`groups`:[{`id`:`g`,`label`:~},{`id`:`h`,`label`:~}],"
                                 "`scales`:{`s`:[{`value`:1,`label`:~},{`value`:2,`label`:~}]},"
                                 "`fields`:["
                                 "{`id`:`z`,`type`:`text`,`group`:`h`,`label`:~},"
                                 "{`id`:`b`,`type`:`scale`,`scale`:`s`,`group`:`g`,`label`:~},"
                                 "{`id`:`a`,`type`:`text`,`group`:`g`,`label`:~}]}")},
        {"second",
         definition_read(&arena, "{`format`:1,`groups`:[{`id`:`i`,`label`:~},"
                                 "{`id`:`g`,`label`:{`en`:`New`,`da`:`Ny`,`sv`:`Ny`}}],"
                                 "`scales`:{`s`:[{`value`:5,`label`:~},{`value`:6,`label`:~},"
                                 "{`value`:7,`label`:~}]},"
                                 "`fields`:["
                                 "{`id`:`c`,`type`:`text`,`group`:`i`,`label`:~,`was`:[`old.c`]},"
                                 "{`id`:`z`,`type`:`number`,`group`:`h`,`label`:~}]}")},
    };
    assert_int_equal(kp_model_load_past(&model, sources, 2, &faults), KP_OK);
    assert_int_equal(faults.count, 0);
    assert_int_equal(model.group_count, 3);
    assert_string_equal(model.groups[0].label.in[KP_LANG_EN].data, "New");
    assert_true(kp_str_is(model.groups[2].id, "i"));

    static const char *const order[] = {"b", "a", "z", "c"};
    assert_int_equal(model.field_count, COUNT(order));
    for (size_t i = 0; i < COUNT(order); i++) {
        assert_string_equal(model.fields[i].id.data, order[i]);
        assert_int_equal(model.fields[i].index, i);
        assert_ptr_equal(kp_model_field(&model, kp_str_from(order[i])), &model.fields[i]);
    }
    assert_int_equal(model.fields[2].type->kind, KP_TYPE_NUMBER);
    assert_string_equal(model.fields[2].place.file.data, "second");
    assert_int_equal(model.fields[0].scale.count, 3);
    assert_non_null(kp_scale_at(&model.fields[0].scale, 7));
    assert_null(kp_scale_at(&model.fields[0].scale, 1));
    assert_null(kp_model_field(&model, KP_STR("old.c")));
    assert_ptr_equal(kp_model_field_was(&model, KP_STR("old.c")), &model.fields[3]);
    assert_null(kp_model_field_was(&model, KP_STR("other")));
    kp_model_release(&model);
    kp_faults_release(&faults);
    kp_arena_release(&arena);
}

static void test_built_in_model(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    definition_built_in(&model, &arena);
    assert_true(model.field_count > 40);
    const struct kp_field *table = kp_model_field(&model, KP_STR("opportunities"));
    assert_non_null(table);
    assert_int_equal(table->type->kind, KP_TYPE_TABLE);
    assert_true(kp_str_is(table->key, "title"));
    const struct kp_field *weighted = kp_field_column(table, KP_STR("weighted"));
    assert_non_null(weighted);
    assert_non_null(weighted->calc);
    assert_ptr_equal(weighted->table, table);
    assert_int_equal(weighted->visibility, table->visibility);
    const struct kp_field *position = kp_model_field(&model, KP_STR("position.relationship"));
    assert_non_null(kp_field_quadrant(position, 1, 1));
    assert_null(kp_field_quadrant(position, 0, 1));
    assert_true(kp_str_is(kp_model_suggest(&model, KP_STR("oportunities")), "opportunities"));
    assert_int_equal(kp_model_suggest(&model, KP_STR("zzzzzzzz")).len, 0);
    assert_non_null(kp_model_group(&model, table->group));
    kp_model_release(&model);
    kp_model_release(NULL);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults_of_the_file),
        cmocka_unit_test(test_faults_of_fields),
        cmocka_unit_test(test_faults_of_positions),
        cmocka_unit_test(test_faults_of_tables),
        cmocka_unit_test(test_faults_of_columns),
        cmocka_unit_test(test_faults_of_expressions),
        cmocka_unit_test(test_scopes_do_not_mix),
        cmocka_unit_test(test_circles),
        cmocka_unit_test(test_long_chains),
        cmocka_unit_test(test_faults_end_somewhere),
        cmocka_unit_test(test_missing_language_is_a_warning),
        cmocka_unit_test(test_replacement_keeps_its_type),
        cmocka_unit_test(test_later_file_replaces),
        cmocka_unit_test(test_built_in_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
