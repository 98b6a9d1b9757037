// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Expressions. The tables tests/expr/ *.txt hold what they give and which faults they have;
 * README.md there explains the form. Here: the reader of the tables, and what needs more than a
 * line.
 */
#include "../expr/model.h"
#include "base/fs.h"
#include "base/utf8.h"
#include "model/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct test_model test;

/* One case of a table, and what it is evaluated with. */
struct example {
    const char *file;
    size_t line;
    struct kp_str source;
    const struct kp_json *context; /* field ids, and @prev @in @row @today @expect */
    struct kp_arena *arena;
};

static const struct kp_json *look_up(void *data, const struct kp_field *field, bool previous)
{
    const struct example *example = data;
    const struct kp_json *answers =
        previous ? kp_json_get(example->context, "@prev") : example->context;
    const struct kp_json *value = kp_json_get_str(answers, field->id);
    return value ? value : &kp_json_null;
}

static enum kp_expr_kind read_kind(struct kp_str name)
{
    static const char *const names[] = {"any",  "bool", "number",   "text", "date",
                                        "list", "row",  "position", "null"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kp_str_is(name, names[i]))
            return (enum kp_expr_kind)i;
    return KP_EXPR_ANY;
}

static const struct kp_json *evaluate(const struct kp_expr *expr, struct example *example)
{
    struct kp_expr_env env = {
        .value = look_up,
        .context = example,
        .row = kp_json_get(example->context, "@row"),
        .today = {2026, 3, 2},
        .arena = example->arena,
    };
    struct kp_str today = kp_json_text(example->context, "@today");
    if (today.len)
        kp_date_read(today, &env.today, NULL);
    return kp_expr_eval(expr, &env);
}

/* Appends what the expression gives: its value as JSON, or its faults. */
static void run(struct example *example, struct kp_buf *out)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_expr *expr = NULL;
    struct kp_str table = kp_json_text(example->context, "@in");
    struct kp_expr_scope scope = {&test.model,
                                  table.len ? kp_model_field(&test.model, table) : NULL};
    struct kp_place place = {KP_STR("t"), 1, 1};
    enum kp_status status =
        kp_expr_compile(example->arena, example->source, &scope, place,
                        read_kind(kp_json_text(example->context, "@expect")), &expr, &faults);
    assert_int_equal(status, faults.errors ? KP_INVALID : KP_OK);
    assert_true((expr != NULL) == (status == KP_OK));
    for (size_t i = 0; i < faults.count; i++)
        kp_buf_addf(out, "%sfault %u: %.*s", i ? "\n" : "", faults.items[i].place.column,
                    KP_STR_ARG(faults.items[i].message));
    if (expr)
        kp_json_write_line(out, evaluate(expr, example));
    kp_faults_release(&faults);
}

static const struct kp_json *read_json(struct example *example, struct kp_str text)
{
    const struct kp_json *value = NULL;
    struct kp_err err = KP_ERR_INIT;
    if (kp_json_read(example->arena, example->file, text, &value, &err))
        fail_msg("%s: line %zu: %s", example->file, example->line, err.text.data);
    return value;
}

/* A source with line breaks or control characters is written as a JSON string behind "json ". */
static struct kp_str read_source(struct example *example, struct kp_str line)
{
    if (!kp_str_starts(line, KP_STR("json ")))
        return line;
    return read_json(example, kp_str_slice(line, 5, line.len))->text;
}

/* Compares the JSON of an expected value by its meaning, faults by their text. */
static bool is_expected(struct example *example, struct kp_str expected, const struct kp_buf *got)
{
    if (kp_str_equal(expected, kp_buf_str(got)))
        return true;
    if (kp_str_starts(expected, KP_STR("fault")) || kp_str_starts(kp_buf_str(got), KP_STR("fault")))
        return false;
    return kp_json_equal(read_json(example, expected), read_json(example, kp_buf_str(got)));
}

static size_t check_block(struct example *example, struct kp_str block)
{
    struct kp_buf got = KP_BUF_INIT;
    struct kp_str rest = block, line = kp_str_split(&rest, '\n');
    example->source = read_source(example, line);
    example->context = NULL;
    if (rest.data && rest.data[0] == '{') /* the answers; may be left out */
        example->context = read_json(example, kp_str_split(&rest, '\n'));
    run(example, &got);
    size_t wrong = !is_expected(example, rest, &got);
    if (wrong)
        print_error("%s:%zu: %.*s\n  expected: %.*s\n  got:      %s\n", example->file,
                    example->line, KP_STR_ARG(line), KP_STR_ARG(rest), got.data);
    kp_buf_release(&got);
    return wrong;
}

/* Every block of lines between empty ones; lines with # are remarks. */
static void check_table(const char *name)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf path = KP_BUF_INIT, bytes = KP_BUF_INIT, block = KP_BUF_INIT;
    struct example example = {.file = name, .arena = &arena};
    size_t wrong = 0, cases = 0, line = 0;
    kp_fs_join(&path, KAMPLAN_SOURCE_DIR "/tests/expr", name);
    assert_int_equal(kp_fs_read(path.data, 1 << 20, &bytes, NULL), KP_OK);
    struct kp_str rest = kp_buf_str(&bytes);
    while (rest.data) {
        struct kp_str text = kp_str_split(&rest, '\n');
        line++;
        if (text.len && text.data[0] == '#')
            continue;
        if (text.len) {
            example.line = block.len ? example.line : line;
            kp_buf_addf(&block, "%s%.*s", block.len ? "\n" : "", KP_STR_ARG(text));
        }
        if (block.len && (!text.len || !rest.data)) {
            wrong += check_block(&example, kp_arena_str(&arena, kp_buf_str(&block)));
            cases++;
            kp_buf_clear(&block);
        }
    }
    kp_buf_release(&path);
    kp_buf_release(&bytes);
    kp_buf_release(&block);
    kp_arena_release(&arena);
    print_message("%s: %zu cases\n", name, cases);
    assert_int_equal(wrong, 0);
}

static void test_cases(void **state)
{
    (void)state;
    check_table("cases.txt");
}

static void test_faults(void **state)
{
    (void)state;
    check_table("faults.txt");
}

static void test_conformance(void **state)
{
    (void)state;
    check_table("cel_conformance.txt");
}

/* What `source` gives, as JSON or faults, without any answers. */
static void assert_gives(struct kp_str source, const char *expected)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf got = KP_BUF_INIT;
    struct example example = {.file = "test", .source = source, .arena = &arena};
    run(&example, &got);
    assert_string_equal(got.data, expected);
    kp_buf_release(&got);
    kp_arena_release(&arena);
}

/* `before`, `middle` and `after`, the outer ones `times` over. */
static struct kp_buf nested(const char *before, const char *middle, const char *after, size_t times)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_add_repeat(&text, before, times);
    kp_buf_adds(&text, middle);
    kp_buf_add_repeat(&text, after, times);
    return text;
}

static void test_limits(void **state)
{
    static const struct {
        const char *before, *middle, *after;
        size_t times;
        const char *gives;
    } limits[] = {
        {"(", "7", ")", 63, "7"},
        {"(", "7", ")", 64, "fault 65: this expression is nested more than 64 deep"},
        {"(", "7", ")", 10000, "fault 65: this expression is nested more than 64 deep"},
        {"!", "true", "", 62, "true"},
        {"-", "7", "", 64, "fault 64: this expression is nested more than 64 deep"},
        {"true ? 1 : ", "2", "", 63, "1"},
        {"true ? 1 : ", "2", "", 64, "fault 705: this expression is nested more than 64 deep"},
        {"[", "1", "]", 64, "fault 65: this expression is nested more than 64 deep"},
        {"1+", "1", "", 255, "256"},
        {"1+", "1", "", 256, "fault 512: this expression is too long; make it several fields"},
        /* Each part is looked at once, not twice, four times, eight times … */
        {"(", "'a'", ".contains('a') ? 'a' : 'b')", 60, "\"a\""},
        {"", "1", "[0]", 600, "fault 767: this expression is too long; make it several fields"},
        {" ", "1", " ", 32767, "1"},
        {" ", "1", " ", 32768, "fault 1: an expression has at most 65536 bytes"},
        {"", "1+", "9", 20, "null"},
        {"", "1", "9", 20, "fault 1: this number has too many digits"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct kp_buf text =
            nested(limits[i].before, limits[i].middle, limits[i].after, limits[i].times);
        assert_gives(kp_buf_str(&text), limits[i].gives);
        kp_buf_release(&text);
    }
}

/* Expressions that would grow or run without end if nothing stopped them. */
static void test_bounded(void **state)
{
    static const char ten[] = "[0,1,2,3,4,5,6,7,8,9]";
    struct kp_buf loop = KP_BUF_INIT, text = KP_BUF_INIT, list = KP_BUF_INIT;
    (void)state;
    kp_buf_adds(&loop, "true || ");
    for (size_t i = 0; i < 9; i++)
        kp_buf_addf(&loop, "%s.all(v%zu, ", ten, i);
    kp_buf_adds(&loop, "true");
    kp_buf_add_repeat(&loop, ")", 9);
    assert_gives(kp_buf_str(&loop), "true");
    assert_gives(kp_str_slice(kp_buf_str(&loop), 8, loop.len), "null");

    /* The result is unknown even where || or ?: would have absorbed it. */
    kp_buf_adds(&loop, " || true");
    assert_gives(kp_str_slice(kp_buf_str(&loop), 8, loop.len), "null");

    /* 16 × 2^17 bytes: each map doubles the text. */
    kp_buf_adds(&text, "['0123456789abcdef']");
    kp_buf_add_repeat(&text, ".map(t, t + t)", 16);
    struct kp_buf whole = KP_BUF_INIT;
    kp_buf_addf(&whole, "%s.map(t, size(t))", text.data);
    assert_gives(kp_buf_str(&whole), "[1048576]");
    kp_buf_clear(&whole);
    kp_buf_addf(&whole, "%s.map(t, t + t).map(t, has(t))", text.data);
    assert_gives(kp_buf_str(&whole), "[false]");

    kp_buf_addf(&list, "[%s]", ten);
    kp_buf_add_repeat(&list, ".map(l, l + l)", 13);
    kp_buf_clear(&whole);
    kp_buf_addf(&whole, "%s.map(l, size(l))", list.data);
    assert_gives(kp_buf_str(&whole), "[81920]");
    kp_buf_clear(&whole);
    kp_buf_addf(&whole, "%s.map(l, l + l).map(l, has(l))", list.data);
    assert_gives(kp_buf_str(&whole), "[false]");
    kp_buf_release(&whole);
    kp_buf_release(&loop);
    kp_buf_release(&text);
    kp_buf_release(&list);
}

static void test_patterns_bounded(void **state)
{
    static const struct {
        const char *before, *middle, *after;
        size_t times;
        const char *gives;
    } patterns[] = {
        {"'a'.matches('", "a", "')", 1, "true"},
        {"", "'a'.matches('((a{1,255}){1,255}){1,255}')", "", 1,
         "fault 13: this pattern is too large; make it shorter or repeat less"},
        {"", "'a'.matches('(((((((((((((((((((((((((((((((((a)))))))))))))))))))))))))))))))))')",
         "", 1, "fault 13: this pattern is too large; make it shorter or repeat less"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct kp_buf text =
            nested(patterns[i].before, patterns[i].middle, patterns[i].after, patterns[i].times);
        assert_gives(kp_buf_str(&text), patterns[i].gives);
        kp_buf_release(&text);
    }

    /* 64 KiB of text can be searched, not a byte more. */
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_adds(&text, "['0123456789abcdef']");
    kp_buf_add_repeat(&text, ".map(t, t + t)", 12);
    kp_buf_adds(&text, ".map(t, [t.matches('f$'), (t + 'f').matches('f$')])[0]");
    assert_gives(kp_buf_str(&text), "[true,null]");
    kp_buf_release(&text);
}

struct visits {
    struct kp_buf text;
};

static void note_visit(void *context, const struct kp_field *field, bool previous)
{
    struct visits *visits = context;
    kp_buf_addf(&visits->text, "%s%s%.*s ", previous ? "prev:" : "", field->table ? "column:" : "",
                KP_STR_ARG(field->id));
}

static void test_visit(void **state)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_expr *expr = NULL;
    struct visits visits = {KP_BUF_INIT};
    struct kp_expr_scope scope = {&test.model,
                                  kp_model_field(&test.model, KP_STR("opportunities"))};
    struct kp_str source = KP_STR("weighted > prev(revenue) && opportunities.exists(o, o.value > "
                                  "value) && position.wanted.x == 2 && value.themes == []");
    (void)state;
    assert_int_equal(kp_expr_compile(&arena, source, &scope, (struct kp_place){{NULL, 0}, 0, 0},
                                     KP_EXPR_BOOL, &expr, &faults),
                     KP_OK);
    kp_expr_visit(expr, note_visit, &visits);
    assert_string_equal(visits.text.data, "column:weighted prev:revenue opportunities column:value "
                                          "position.wanted value.themes ");
    assert_int_equal(kp_expr_result(expr), KP_EXPR_BOOL);
    assert_true(kp_str_equal(kp_expr_source(expr), source));
    kp_buf_release(&visits.text);
    kp_faults_release(&faults);
    kp_arena_release(&arena);
}

/* Evaluating changes nothing of the values it is given, and twice gives the same. */
static void test_values_stay(void **state)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_expr *expr = NULL;
    struct kp_json *context = kp_json_new_object(&arena), *fresh = kp_json_new_whole(&arena, 7);
    struct kp_expr_scope scope = {&test.model, NULL};
    struct example example = {.context = context, .arena = &arena};
    (void)state;
    kp_json_set(&arena, context, "revenue", fresh);
    assert_int_equal(kp_expr_compile(&arena, KP_STR("[1, 'a', revenue, revenue] + ['b', revenue]"),
                                     &scope, (struct kp_place){{NULL, 0}, 0, 0}, KP_EXPR_LIST,
                                     &expr, &faults),
                     KP_OK);
    for (size_t i = 0; i < 3; i++) {
        struct kp_buf text = KP_BUF_INIT;
        kp_json_write_line(&text, evaluate(expr, &example));
        assert_string_equal(text.data, "[1,\"a\",7,7,\"b\",7]");
        kp_buf_clear(&text);
        kp_json_write_line(&text, context);
        assert_string_equal(text.data, "{\"revenue\":7}");
        kp_buf_release(&text);
    }
    kp_faults_release(&faults);
    kp_arena_release(&arena);
}

/* A fault without a line, in text that is no UTF-8, and far too many of them. */
static void test_places(void **state)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_expr *expr = NULL;
    struct kp_expr_scope scope = {NULL, NULL};
    struct kp_buf many = nested("", "[", "a,", 1000), line = KP_BUF_INIT;
    (void)state;
    kp_expr_compile(&arena, KP_STR("\xff"), &scope, (struct kp_place){KP_STR("f"), 0, 0},
                    KP_EXPR_ANY, &expr, &faults);
    kp_fault_print(&faults.items[0], &line);
    assert_string_equal(line.data, "f: this is not valid UTF-8");
    kp_buf_clear(&line);
    kp_expr_compile(&arena, KP_STR("'\xc3\xa6' + x"), &scope,
                    (struct kp_place){KP_STR("f"), 12, 30}, KP_EXPR_ANY, &expr, &faults);
    kp_fault_print(&faults.items[1], &line);
    assert_string_equal(line.data, "f:12:36: no field is named \"x\"");
    kp_buf_adds(&many, "]");
    kp_expr_compile(&arena, kp_buf_str(&many), &scope, (struct kp_place){KP_STR("f"), 1, 1},
                    KP_EXPR_ANY, &expr, &faults);
    assert_int_equal(faults.count, 22);
    kp_buf_release(&line);
    kp_buf_release(&many);
    kp_faults_release(&faults);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),       cmocka_unit_test(test_faults),
        cmocka_unit_test(test_conformance), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_bounded),     cmocka_unit_test(test_patterns_bounded),
        cmocka_unit_test(test_visit),       cmocka_unit_test(test_values_stay),
        cmocka_unit_test(test_places),
    };
    test_model_init(&test);
    return cmocka_run_group_tests_name("expr", tests, NULL, NULL);
}
