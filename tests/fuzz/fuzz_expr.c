// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any bytes as an expression; the first one says where it stands. A fault has a column inside the
 * source; what compiles gives a value of the kind that it promised, twice the same, and
 * leaves the answers as they were.
 */
#include "../expr/model.h"
#include "model/expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char answers_text[] =
    "{\"customer.name\":\"ACME\",\"customer.goals\":\"gr\\u00f8n\\nv\\u00e6kst\",\"revenue\":1250."
    "5,"
    "\"wallet\":0,\"growth\":40,\"score\":-3,\"health\":2,\"start\":\"2026-03-02\",\"ready\":true,"
    "\"phase\":\"plan\",\"themes\":[\"win\",\"expand\"],\"owner\":\"p-k3f9q2\",\"team\":[],"
    "\"needs.now\":[{\"id\":\"i-1\",\"text\":\"speed\"},{\"id\":\"i-2\",\"text\":\"price\"}],"
    "\"position\":{\"x\":2,\"y\":4},\"value\":[],\"value.themes\":[{\"id\":\"r-9\",\"effect\":5}],"
    "\"opportunities\":[{\"id\":\"r-1\",\"title\":\"a\",\"value\":100,\"probability\":10,"
    "\"status\":\"open\",\"decision_date\":\"2026-05-01\",\"weighted\":10,\"themes\":[\"win\"],"
    "\"place\":{\"x\":1,\"y\":1},\"signed\":false},{\"id\":\"r-2\",\"title\":\"b\",\"function\":"
    "\"x\"},"
    "{\"id\":\"r-3\",\"value\":7,\"status\":\"won\"}]}";

static struct test_model model;
static struct kp_arena forever;
static const struct kp_json *answers;
static struct kp_buf before;

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void set_up(void)
{
    if (answers)
        return;
    test_model_init(&model);
    before = (struct kp_buf)KP_BUF_INIT;
    must(kp_json_read(&forever, "answers", kp_str_from(answers_text), &answers, NULL) == KP_OK);
    kp_json_write_line(&before, answers);
}

/* Half of the time nothing has been answered. */
static const struct kp_json *look_up(void *context, const struct kp_field *field, bool previous)
{
    const bool *answered = context;
    const struct kp_json *value = kp_json_get_str(answers, field->id);
    return value && *answered != previous ? value : &kp_json_null;
}

static bool is_of_kind(const struct kp_json *value, enum kp_expr_kind kind)
{
    struct kp_date date;
    if (value->kind == KP_JSON_NULL)
        return true;
    switch (kind) {
    case KP_EXPR_ANY: return true;
    case KP_EXPR_BOOL: return value->kind == KP_JSON_BOOL;
    case KP_EXPR_NUMBER: return value->kind == KP_JSON_NUMBER;
    case KP_EXPR_TEXT: return value->kind == KP_JSON_STRING;
    case KP_EXPR_DATE:
        return value->kind == KP_JSON_STRING && kp_date_read(value->text, &date, NULL) == KP_OK;
    case KP_EXPR_LIST: return value->kind == KP_JSON_ARRAY;
    case KP_EXPR_ROW:
    case KP_EXPR_POSITION: return value->kind == KP_JSON_OBJECT;
    default: return false;
    }
}

static void check_value(struct kp_arena *arena, const struct kp_expr *expr,
                        const struct kp_json *row, bool answered)
{
    struct kp_expr_env env = {look_up, &answered, row, {2026, 3, 2}, arena};
    const struct kp_json *value = kp_expr_eval(expr, &env);
    must(is_of_kind(value, kp_expr_result(expr)));
    struct kp_buf first = KP_BUF_INIT, second = KP_BUF_INIT;
    kp_json_write_line(&first, value);
    kp_json_write_line(&second, kp_expr_eval(expr, &env));
    must(strcmp(first.data, second.data) == 0);
    kp_buf_clear(&second);
    kp_json_write_line(&second, answers);
    must(strcmp(before.data, second.data) == 0);
    kp_buf_release(&first);
    kp_buf_release(&second);
}

static void note_visit(void *context, const struct kp_field *field, bool previous)
{
    must(field->id.len > 0 && !(previous && field->table));
    ++*(size_t *)context;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_expr *expr = NULL;
    set_up();
    unsigned flags = size ? data[0] : 0;
    struct kp_str source = {(const char *)data + (size > 0), size - (size > 0)};
    const struct kp_field *table = kp_model_field(&model.model, KP_STR("opportunities"));
    struct kp_expr_scope scope = {flags & 1 ? NULL : &model.model, flags & 2 ? table : NULL};
    enum kp_expr_kind expected = flags & 8 ? (enum kp_expr_kind)(flags >> 4 & 7) : KP_EXPR_ANY;
    enum kp_status status = kp_expr_compile(
        &arena, source, &scope, (struct kp_place){KP_STR("f"), 1, 1}, expected, &expr, &faults);
    must((status == KP_OK) == (expr != NULL) && (expr == NULL) == (faults.errors > 0));
    for (size_t i = 0; i < faults.count; i++)
        must(faults.items[i].place.column >= 1 && faults.items[i].place.column <= source.len + 1);
    if (expr) {
        size_t visits = 0;
        kp_expr_visit(expr, note_visit, &visits);
        const struct kp_json *opportunities = kp_json_get(answers, "opportunities");
        check_value(&arena, expr, flags & 2 ? opportunities->first : NULL, true);
        check_value(&arena, expr, flags & 2 ? opportunities->last : NULL, false);
        must(expected == KP_EXPR_ANY || kp_expr_result(expr) == expected ||
             kp_expr_result(expr) == KP_EXPR_ANY ||
             (expected == KP_EXPR_DATE && kp_expr_result(expr) == KP_EXPR_TEXT));
    }
    kp_faults_release(&faults);
    kp_arena_release(&arena);
    return 0;
}
