// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "model/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~},{`id`:`h`,`label`:~}],"
    "`scales`:{`s`:[{`value`:1,`label`:~},{`value`:2,`label`:~}],"
    "`unused`:[{`value`:1,`label`:~},{`value`:2,`label`:~}]},`fields`:["
    "{`id`:`goals`,`type`:`text`,`group`:`g`,`label`:~,`was`:[`aims`]},"
    "{`id`:`score`,`type`:`scale`,`scale`:`s`,`group`:`g`,`label`:~},"
    "{`id`:`rows`,`type`:`table`,`group`:`g`,`label`:~,`key`:`what`,`columns`:["
    "{`id`:`what`,`type`:`text`,`label`:~},{`id`:`value`,`type`:`money`,`label`:~},"
    "{`id`:`twice`,`type`:`money`,`calc`:`value * factor`,`label`:~}]},"
    "{`id`:`factor`,`type`:`number`,`group`:`h`,`label`:~,`check`:`factor < most`},"
    "{`id`:`most`,`type`:`number`,`group`:`h`,`label`:~},"
    "{`id`:`sum`,`type`:`money`,`group`:`g`,`label`:~,"
    "`calc`:`rows.map(r, r.twice).sum() - prev(before)`},"
    "{`id`:`before`,`type`:`money`,`group`:`g`,`label`:~},"
    "{`id`:`apart`,`type`:`text`,`group`:`h`,`label`:~},"
    "{`id`:`loose`,`type`:`table`,`group`:`h`,`label`:~,`columns`:["
    "{`id`:`what`,`type`:`text`,`label`:~}]},"
    "{`id`:`list`,`type`:`list`,`group`:`h`,`label`:~},"
    "{`id`:`company.goal`,`type`:`text`,`scope`:`program`,`group`:`g`,`label`:~}]}";

struct loaded {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_script script;
    struct kp_faults faults;
    enum kp_status status;
};

static struct loaded load(const char *text, const char *file)
{
    struct loaded l = {KP_ARENA_INIT, {.field_count = 0}, {.version = 0}, KP_FAULTS_INIT, KP_OK};
    definition_model(&l.model, &l.arena, model_text);
    l.status =
        kp_script_load(&l.script, &l.model, file, definition_read(&l.arena, text), &l.faults);
    return l;
}

static void release(struct loaded *l)
{
    kp_script_release(&l->script);
    kp_model_release(&l->model);
    kp_faults_release(&l->faults);
    kp_arena_release(&l->arena);
}

struct fault_case {
    const char *text, *faults;
};

static void check_faults(const char *top, const struct fault_case *table, size_t count,
                         const char *end)
{
    for (size_t i = 0; i < count; i++) {
        char text[8192];
        snprintf(text, sizeof text, "%s%s%s", top, table[i].text, end);
        struct loaded l = load(text, "f");
        char *found = definition_faults(&l.faults);
        if (strcmp(found, table[i].faults) != 0)
            fail_msg("case %zu: %s\nfound:    %s\nexpected: %s", i, table[i].text, found,
                     table[i].faults);
        assert_int_equal(l.status, l.faults.errors ? KP_INVALID : KP_OK);
        free(found);
        release(&l);
    }
}

#define SECTION "{`id`:`one`,`title`:~,`minutes`:5,`steps`:[{`type`:`say`,`text`:~}]}"
#define HEAD    "`format`:1,`id`:`s`,`version`:1,`title`:~"

static void test_faults_of_the_file(void **state)
{
    (void)state;
    static const struct fault_case table[] = {
        {"7", "1:1: expected an object here, not a number"},
        {"{}", "1:1: \"format\" is missing\n1:1: \"id\" is missing\n1:1: \"version\" is missing\n"
               "1:1: \"title\" is missing\n1:1: \"sections\" is missing"},
        {"{`format`:2,`id`:7,`strange`:1}",
         "1:11: written by a newer version of kamplan; update the program"},
        {"{`format`:1,`id`:`S 1`,`version`:1,`title`:~,`sections`:[" SECTION "]}",
         "1:18: \"S 1\" is no id here; it is a small letter, then small letters, digits, '_' or "
         "'-', at most 64 in all"},
        {"{`format`:1,`id`:`s`,`version`:1.5,`title`:~,`sections`:[" SECTION "]}",
         "1:32: \"version\" must be a whole number from 1 to 1000000"},
        {"{`format`:1,`id`:`s`,`version`:`1`,`title`:~,`sections`:[" SECTION "]}",
         "1:32: \"version\" must be a number, not a string"},
        {"{`scope`:`acount`," HEAD ",`sections`:[" SECTION "]}",
         "1:10: \"scope\" cannot be \"acount\"; did you mean \"account\"?"},
        {"{`source`:[`003`,3]," HEAD ",`sections`:[" SECTION "]}",
         "1:18: \"source\" lists texts, not a number"},
        {"{`people`:{`min`:9,`max`:4}," HEAD ",`sections`:[" SECTION "]}",
         "1:18: \"min\" (9) is greater than \"max\" (4)"},
        {"{`people`:{`most`:4}," HEAD ",`sections`:[" SECTION "]}",
         "1:19: unknown member \"most\"; what may stand here is: min, max"},
        {"{`sections`:[]," HEAD "}", "1:13: \"sections\" must have 1 to 100 items, not 0"},
        {"{" HEAD ",`sections`:[\n" SECTION ",\n" SECTION "]}",
         "3:7: id \"one\" stands twice; the first is on line 2"},
        {"{`titel`:~," HEAD ",`sections`:[" SECTION "]}",
         "1:10: unknown member \"titel\"; did you mean \"title\"?"},
        {"{" HEAD ",`sections`:[\n{`id`:`a`,`title`:~,`steps`:[{`type`:`say`,`text`:~}]}]}",
         "2:1: \"minutes\" is missing"},
        {"{" HEAD ",`sections`:[\n{`id`:`a`,`title`:~,`minutes`:5,`steps`:[]}]}",
         "2:68: \"steps\" must have 1 to 500 items, not 0"},
        {"{" HEAD ",`sections`:[\n{`id`:`a`,`minutes`:0,`title`:~,"
         "`steps`:[{`type`:`say`,`text`:~}]}]}",
         "2:21: \"minutes\" must be a whole number from 1 to 600"},
        {"{`format`:1,`id`:`s`,`version`:1,`title`:{`da`:`x`},`sections`:[" SECTION "]}",
         "1:42: warning: \"title\" has no text in: en, sv; another language is shown instead"},
    };
    check_faults("", table, COUNT(table), "");
}

static void test_faults_of_steps(void **state)
{
    (void)state;
    static const struct fault_case table[] = {
        {"7", "2:1: expected an object here, not a number"},
        {"{`text`:~}", "2:1: \"type\" is missing"},
        {"{`type`:`aks`}", "2:9: \"type\" cannot be \"aks\"; did you mean \"ask\"?"},
        {"{`type`:`dance`}",
         "2:9: \"type\" cannot be \"dance\"; it is one of: say, ask, review, ideas, vote, "
         "promote, rate, break"},
        {"{`type`:`say`}", "2:1: \"text\" is missing"},
        {"{`type`:`say`,`text`:~,`show`:`sum`}", ""},
        {"{`type`:`say`,`text`:~,`show`:`smu`}",
         "2:58: there is no field \"smu\"; did you mean \"sum\"?"},
        {"{`type`:`say`,`txt`:~,`text`:~}", "2:21: unknown member \"txt\"; did you mean \"text\"?"},
        {"{`type`:`ask`}", "2:1: \"field\" is missing"},
        {"{`type`:`ask`,`field`:7}", "2:23: \"field\" must be a string, not a number"},
        {"{`type`:`ask`,`field`:`gaols`}",
         "2:23: there is no field \"gaols\"; did you mean \"goals\"?"},
        {"{`type`:`ask`,`field`:`nothing.like.it`}",
         "2:23: there is no field \"nothing.like.it\"; fields are defined in model.json"},
        {"{`type`:`ask`,`field`:`aims`}", "2:23: the field \"aims\" is called \"goals\" now"},
        {"{`type`:`ask`,`field`:`sum`}",
         "2:23: the field \"sum\" is worked out from others; it cannot be asked"},
        {"{`type`:`ask`,`field`:`company.goal`}",
         "2:23: the field \"company.goal\" is of scope \"program\", but this script is of scope "
         "\"account\""},
        {"{`type`:`ask`,`field`:`goals`},\n{`type`:`ask`,`field`:`goals`}",
         "3:23: the field \"goals\" is asked twice; the first is on line 2"},
        {"{`type`:`ask`,`field`:`score`},\n{`type`:`rate`,`field`:`score`}",
         "3:24: the field \"score\" is asked twice; the first is on line 2"},
        {"{`type`:`ask`,`field`:`rows`},{`type`:`review`,`field`:`rows`}", ""},
        {"{`type`:`ask`,`field`:`goals`,`required`:`yes`}",
         "2:42: \"required\" must be true or false, not a string"},
        {"{`type`:`ask`,`field`:`goals`,`id`:`a`},\n{`type`:`say`,`text`:~,`id`:`a`}",
         "3:56: id \"a\" stands twice; the first is on line 2"},
        {"{`type`:`ask`,`field`:`goals`,`when`:`scroe > 1`}",
         "2:39: no field is named \"scroe\"; did you mean \"score\"?"},
        {"{`type`:`ask`,`field`:`goals`,`when`:`score`}",
         "2:39: this must give a yes or no, but gives a number"},
        {"{`type`:`ask`,`field`:`goals`,`when`:true}",
         "2:38: \"when\" must be a string, not true or false"},
        {"{`type`:`ask`,`field`:`goals`,`when`:`has(company.goal)`}",
         "2:38: the field \"company.goal\" is of scope \"program\", but this script is of scope "
         "\"account\""},
        {"{`type`:`ask`,`field`:`rows`,`propose`:`['x']`,`ask`:[`value`]}", ""},
        {"{`type`:`ask`,`field`:`goals`,`propose`:`7`}",
         "2:42: this must give a text, but gives a number"},
        {"{`type`:`ask`,`field`:`rows`,`ask`:[`value`]}",
         "2:36: \"ask\" lists what rows that are offered lack: it stands beside \"propose\", at a "
         "table"},
        {"{`type`:`ask`,`field`:`rows`,`propose`:`[]`,`ask`:[`vlaue`,`twice`]}",
         "2:52: \"rows\" has no column \"vlaue\"\n2:60: the column \"twice\" is worked out from "
         "others; it cannot be asked"},
        {"{`type`:`ask`,`field`:`loose`,`propose`:`['x']`}",
         "2:41: rows are offered by their key, but the table \"loose\" has none"},
        {"{`type`:`ask`,`field`:`list`,`propose`:`['x']`}",
         "2:40: nothing can be offered for a field of type \"list\""},
        {"{`type`:`review`,`field`:`goals`}",
         "2:26: only a table can be reviewed; \"goals\" is of type \"text\""},
        {"{`type`:`review`,`field`:`rows`,`open`:`what != 'x' && value > 0`}", ""},
        {"{`type`:`review`,`field`:`rows`,`open`:`waht != 'x'`}",
         "2:41: no field or column is named \"waht\"; did you mean \"what\"?"},
        {"{`type`:`rate`,`field`:`goals`}",
         "2:24: only a scale, a number or a percentage can be rated; \"goals\" is of type "
         "\"text\""},
        {"{`type`:`rate`,`field`:`rows`,`rows`:`loose`,`by`:`loose`}",
         "2:24: scores go into a table of view \"grid\": its rows and columns are texts, its cell "
         "is "
         "a number, and it has the columns \"lowest\" and \"highest\" (scales) and \"people\" (a "
         "number); \"rows\" has not"},
        {"{`type`:`rate`,`field`:`rows`,`rows`:`goals`,`evidence`:`goals`}",
         "2:38: the rows that are scored are those of a table; \"goals\" is of type \"text\"\n"
         "2:1: \"by\" is missing\n"
         "2:57: \"evidence\" is of one value; a rate with \"rows\" has many\n"
         "2:24: scores go into a table of view \"grid\": its rows and columns are texts, its cell "
         "is "
         "a number, and it has the columns \"lowest\" and \"highest\" (scales) and \"people\" (a "
         "number); \"rows\" has not"},
        {"{`type`:`ask`,`field`:`rows`,`offer`:[{`when`:`has(goals)`,`rows`:[{`what`:~}]}]}", ""},
        {"{`type`:`ask`,`field`:`rows`,`offer`:[{`rows`:[{`waht`:`x`,`value`:`x`,`twice`:1}]}]}",
         "2:56: \"rows\" has no column \"waht\"\n2:68: must be a number, not a string\n"
         "2:80: the column \"twice\" is worked out from others; it cannot be offered"},
        {"{`type`:`ask`,`field`:`goals`,`offer`:[{`rows`:[{}]}]}",
         "2:39: rows are offered for a table; \"goals\" is of type \"text\""},
        {"{`type`:`ask`,`field`:`rows`,`ranking`:true}",
         "2:40: \"rows\" cannot take a ranking: its rows have the columns \"candidate\" and "
         "\"decision\" (key, next, standard)"},
        {"{`type`:`ideas`}", "2:1: \"prompt\" is missing\n2:1: \"id\" is missing"},
        {"{`type`:`vote`,`on`:`i`,`dots`:3}",
         "2:21: no round of ideas before this step has the id \"i\""},
        {"{`type`:`ideas`,`id`:`round`,`prompt`:~},\n{`type`:`vote`,`on`:`ruond`,`dots`:3}",
         "3:21: no round of ideas before this step has the id \"ruond\"; did you mean "
         "\"round\"?"},
        {"{`type`:`ideas`,`id`:`i`,`prompt`:~},\n{`type`:`vote`,`on`:`i`,`dots`:0}",
         "3:32: \"dots\" must be a whole number from 1 to 100"},
        {"{`type`:`ideas`,`id`:`i`,`prompt`:~},\n{`type`:`vote`,`on`:`i`}",
         "3:1: \"dots\" is missing"},
        {"{`type`:`ideas`,`id`:`i`,`prompt`:~},\n"
         "{`type`:`promote`,`from`:`i`,`into`:`goals`,`as`:`what`}",
         "3:37: ideas become rows of a table; \"goals\" is of type \"text\""},
        {"{`type`:`ideas`,`id`:`i`,`prompt`:~},\n"
         "{`type`:`promote`,`from`:`i`,`into`:`rows`,`as`:`wat`}",
         "3:49: \"rows\" has no column \"wat\""},
        {"{`type`:`ideas`,`id`:`i`,`prompt`:~},\n"
         "{`type`:`promote`,`from`:`i`,`into`:`rows`,`as`:`value`}",
         "3:49: an idea is a text; the column \"value\" cannot take it"},
        {"{`type`:`break`}", "2:1: \"minutes\" is missing"},
        {"{`type`:`break`,`minutes`:-5}", "2:27: \"minutes\" must be a whole number from 1 to 600"},
    };
    check_faults("{" HEAD ",`sections`:[{`id`:`one`,`title`:~,`minutes`:5,`steps`:[\n", table,
                 COUNT(table), "\n]}]}");
}

static const char whole_text[] =
    "{`$schema`:`x`," HEAD ",`about`:~,`source`:[`003`],`people`:{`min`:4,`max`:12},`sections`:["
    "{`id`:`one`,`title`:~,`minutes`:5,`notes`:~,`steps`:["
    "{`type`:`say`,`text`:~},"
    "{`type`:`ask`,`field`:`goals`,`prompt`:~,`required`:true,`when`:`score > 1`},"
    "{`type`:`review`,`field`:`rows`,`open`:`value > 0`}]},"
    "{`id`:`two`,`title`:~,`minutes`:30,`steps`:["
    "{`type`:`ideas`,`id`:`i`,`prompt`:~,`minutes`:8,`silent`:true},"
    "{`type`:`vote`,`on`:`i`,`dots`:3},"
    "{`type`:`promote`,`from`:`i`,`into`:`rows`,`as`:`what`,`most`:5},"
    "{`type`:`rate`,`field`:`score`,`when`:`sum > 0`},"
    "{`type`:`break`,`minutes`:15}]}]}";

static void check_whole(const struct kp_script *script)
{
    assert_true(kp_str_is(script->id, "s"));
    assert_int_equal(script->scope, KP_SCOPE_ACCOUNT);
    assert_int_equal(script->people_min, 4);
    assert_int_equal(script->source_count, 1);
    assert_int_equal(kp_script_minutes(script), 35);
    assert_int_equal(kp_script_questions(script), 3);
    assert_int_equal(script->section_count, 2);
    assert_int_equal(script->sections[1].step_count, 5);
    const struct kp_step *ask = &script->sections[0].steps[1];
    assert_int_equal(ask->kind, KP_STEP_ASK);
    assert_true(ask->required);
    assert_true(kp_str_is(ask->field->id, "goals"));
    assert_true(kp_str_is(kp_expr_source(ask->when), "score > 1"));
    assert_non_null(script->sections[0].steps[2].open);
    const struct kp_step *steps = script->sections[1].steps;
    assert_true(steps[0].silent);
    assert_int_equal(steps[0].minutes, 8);
    assert_int_equal(steps[1].dots, 3);
    assert_true(kp_str_is(steps[1].on, "i"));
    assert_true(kp_str_is(steps[2].as, "what"));
    assert_int_equal(steps[2].most, 5);
    assert_string_equal(kp_step_kind_name(steps[3].kind), "rate");
    assert_int_equal(steps[4].minutes, 15);
}

static void test_whole(void **state)
{
    (void)state;
    struct loaded l = load(whole_text, "sessions/s.json");
    assert_int_equal(l.status, KP_OK);
    assert_int_equal(l.faults.count, 0);
    check_whole(&l.script);
    release(&l);
    kp_script_release(NULL);
}

static void test_file_name(void **state)
{
    (void)state;
    struct loaded l = load(whole_text, "sessions/other.json");
    char *found = definition_faults(&l.faults);
    assert_int_equal(l.status, KP_INVALID);
    assert_string_equal(found, "1:32: the id is \"s\", but the file is called other.json; they "
                               "must be the same");
    free(found);
    release(&l);
}

/* What the script asks, shows conditions on and works out from; nothing else. */
static void test_snapshot_holds_what_is_needed(void **state)
{
    (void)state;
    struct loaded l = load(whole_text, "s.json");
    struct kp_buf bytes = KP_BUF_INIT, again = KP_BUF_INIT, name = KP_BUF_INIT, same = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    kp_snapshot_write(&l.script, &l.model, &bytes);
    kp_snapshot_name(&l.script, kp_buf_str(&bytes), &name);
    assert_int_equal(name.len, strlen("s-0123456789ab"));
    assert_true(kp_str_starts(kp_buf_str(&name), KP_STR("s-")));

    struct kp_model model;
    struct kp_script script;
    const struct kp_json *document = NULL;
    assert_int_equal(kp_json_read(&l.arena, "snapshot", kp_buf_str(&bytes), &document, &err),
                     KP_OK);
    assert_int_equal(kp_snapshot_load(&model, &script, NULL, 0, "s-0123.json", document, &l.faults),
                     KP_OK);
    assert_int_equal(l.faults.count, 0);
    check_whole(&script);

    static const char *const fields[] = {"goals",  "score",  "rows", "sum",
                                         "before", "factor", "most"};
    assert_int_equal(model.field_count, COUNT(fields));
    for (size_t i = 0; i < COUNT(fields); i++)
        assert_string_equal(model.fields[i].id.data, fields[i]);
    assert_int_equal(model.group_count, 2);
    assert_int_equal(model.scales->count, 1);
    assert_true(kp_str_is(model.scales->first->name, "s"));

    kp_snapshot_write(&script, &model, &again);
    assert_string_equal(again.data, bytes.data);
    kp_snapshot_name(&script, kp_buf_str(&again), &same);
    assert_string_equal(same.data, name.data);
    kp_script_release(&script);
    kp_model_release(&model);
    kp_buf_release(&bytes);
    kp_buf_release(&again);
    kp_buf_release(&name);
    kp_buf_release(&same);
    release(&l);
}

/* The present model's other fields stand beside those of the snapshot, which win. */
static void test_snapshot_over_a_model(void **state)
{
    (void)state;
    struct loaded l = load(whole_text, "s.json");
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    struct kp_model model;
    struct kp_script script;
    const struct kp_json *document = NULL;
    struct kp_model_source under = {
        "model.json",
        definition_read(&l.arena, "{`format`:1,`groups`:[{`id`:`z`,`label`:~}],`fields`:["
                                  "{`id`:`goals`,`type`:`number`,`group`:`z`,`label`:~},"
                                  "{`id`:`other`,`type`:`text`,`group`:`z`,`label`:~}]}"),
    };
    kp_snapshot_write(&l.script, &l.model, &bytes);
    assert_int_equal(kp_json_read(&l.arena, "f", kp_buf_str(&bytes), &document, &err), KP_OK);
    assert_int_equal(kp_snapshot_load(&model, &script, &under, 1, "f", document, &l.faults), KP_OK);
    assert_non_null(kp_model_field(&model, KP_STR("other")));
    assert_true(kp_str_is(kp_model_field(&model, KP_STR("goals"))->group, "g"));
    check_whole(&script);
    kp_script_release(&script);
    kp_model_release(&model);
    kp_buf_release(&bytes);
    release(&l);
}

/* The present fields have moved on so far that they no longer fit what the session began with. */
static void test_snapshot_over_a_model_that_does_not_fit(void **state)
{
    (void)state;
    static const struct {
        const char *under;
        bool fits;
    } table[] = {
        {"{`format`:1,`groups`:[{`id`:`z`,`label`:~}],`fields`:["
         "{`id`:`aims.now`,`type`:`text`,`group`:`z`,`label`:~,`was`:[`goals`]}]}",
         true},
        {"{`format`:1,`groups`:[{`id`:`z`,`label`:~}],`fields`:["
         "{`id`:`aims.now`,`type`:`number`,`calc`:`goals + 1`,`group`:`z`,`label`:~}]}",
         false},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct loaded l = load(whole_text, "s.json");
        struct kp_buf bytes = KP_BUF_INIT;
        struct kp_err err = KP_ERR_INIT;
        struct kp_model model;
        struct kp_script script;
        const struct kp_json *document = NULL;
        struct kp_model_source under = {"model.json", definition_read(&l.arena, table[i].under)};
        kp_snapshot_write(&l.script, &l.model, &bytes);
        assert_int_equal(kp_json_read(&l.arena, "f", kp_buf_str(&bytes), &document, &err), KP_OK);
        assert_int_equal(kp_snapshot_load(&model, &script, &under, 1, "f", document, &l.faults),
                         KP_OK);
        assert_int_equal(l.faults.count, 0);
        assert_int_equal(kp_model_field(&model, KP_STR("aims.now")) != NULL, table[i].fits);
        check_whole(&script);
        kp_script_release(&script);
        kp_model_release(&model);
        kp_buf_release(&bytes);
        release(&l);
    }
}

static void test_snapshot_without_script(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model model;
    struct kp_script script;
    const struct kp_json *document = definition_read(&arena, "{`format`:1}");
    assert_int_equal(kp_snapshot_load(&model, &script, NULL, 0, "f", document, &faults),
                     KP_INVALID);
    char *found = definition_faults(&faults);
    assert_string_equal(found, "1:1: \"script\" is missing");
    free(found);
    kp_script_release(&script);
    kp_model_release(&model);
    kp_faults_release(&faults);
    kp_arena_release(&arena);
}

static void test_built_in_scripts(void **state)
{
    (void)state;
    static const char *const ids[] = {"account-development-workshop",
                                      "account-development-workshop-90",
                                      "account-plan",
                                      "plan-revision",
                                      "positioning",
                                      "contact-map",
                                      "governance",
                                      "value-proposition",
                                      "opportunity-review",
                                      "account-selection",
                                      "kam-relevance",
                                      "kam-maturity",
                                      "kam-transformation",
                                      "first-90-days",
                                      "kpi-exercise",
                                      "customer-accounts"};
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    definition_built_in(&model, &arena);
    for (size_t i = 0; i < COUNT(ids); i++) {
        struct kp_script script, copy;
        struct kp_model subset;
        struct kp_faults faults = KP_FAULTS_INIT;
        struct kp_buf bytes = KP_BUF_INIT, again = KP_BUF_INIT;
        struct kp_err err = KP_ERR_INIT;
        const struct kp_json *document = NULL;
        definition_built_in_script(&script, &model, &arena, ids[i]);
        assert_true(kp_script_questions(&script) > 3);
        kp_snapshot_write(&script, &model, &bytes);
        assert_int_equal(kp_json_read(&arena, "f", kp_buf_str(&bytes), &document, &err), KP_OK);
        assert_int_equal(kp_snapshot_load(&subset, &copy, NULL, 0, "f.json", document, &faults),
                         KP_OK);
        assert_int_equal(faults.count, 0);
        assert_int_equal(kp_script_questions(&copy), kp_script_questions(&script));
        kp_snapshot_write(&copy, &subset, &again);
        assert_string_equal(again.data, bytes.data);
        kp_script_release(&copy);
        kp_script_release(&script);
        kp_model_release(&subset);
        kp_faults_release(&faults);
        kp_buf_release(&bytes);
        kp_buf_release(&again);
    }
    kp_model_release(&model);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults_of_the_file),
        cmocka_unit_test(test_faults_of_steps),
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_file_name),
        cmocka_unit_test(test_snapshot_holds_what_is_needed),
        cmocka_unit_test(test_snapshot_over_a_model),
        cmocka_unit_test(test_snapshot_over_a_model_that_does_not_fit),
        cmocka_unit_test(test_snapshot_without_script),
        cmocka_unit_test(test_built_in_scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
