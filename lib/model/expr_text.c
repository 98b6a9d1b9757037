// SPDX-License-Identifier: GPL-3.0-or-later
/* Functions of texts, dates and single values. */
#include "model/expr_internal.h"

#include <string.h>

static const struct kp_json *const unknown = &kp_json_null;

const struct kp_json *kp_expr_text_join(struct expr_run *run, const struct kp_json *a,
                                        const struct kp_json *b)
{
    size_t len = a->text.len + b->text.len;
    if (len > EXPR_MAX_TEXT || !kp_expr_spend(run, len / EXPR_BYTES_PER_STEP))
        return unknown;
    struct kp_json *joined = kp_arena_alloc(run->env->arena, sizeof *joined);
    char *data = kp_arena_alloc(run->env->arena, len + 1);
    if (a->text.len)
        memcpy(data, a->text.data, a->text.len);
    if (b->text.len)
        memcpy(data + a->text.len, b->text.data, b->text.len);
    joined->kind = KP_JSON_STRING;
    joined->text = (struct kp_str){data, len};
    return joined;
}

/* The two texts of a.f(b); false when one of them is unknown. */
static bool two_texts(struct expr_run *run, const struct expr_node *call, struct kp_str *text,
                      struct kp_str *part)
{
    const struct kp_json *a = kp_expr_run(run, call->args[0]), *b = kp_expr_run(run, call->args[1]);
    if (a->kind != KP_JSON_STRING || b->kind != KP_JSON_STRING)
        return false;
    *text = a->text;
    *part = b->text;
    return kp_expr_spend(run, (a->text.len + b->text.len) / EXPR_BYTES_PER_STEP);
}

const struct kp_json *kp_expr_run_contains(struct expr_run *run, const struct expr_node *call)
{
    struct kp_str text, part;
    if (!two_texts(run, call, &text, &part))
        return unknown;
    /* Texts of values end in NUL and have none inside; strstr takes linear time, our own search
     * not. */
    return kp_expr_bool(part.len == 0 || (text.len && strstr(text.data, part.data)));
}

const struct kp_json *kp_expr_run_starts(struct expr_run *run, const struct expr_node *call)
{
    struct kp_str text, part;
    return two_texts(run, call, &text, &part) ? kp_expr_bool(kp_str_starts(text, part)) : unknown;
}

const struct kp_json *kp_expr_run_ends(struct expr_run *run, const struct expr_node *call)
{
    struct kp_str text, part;
    return two_texts(run, call, &text, &part) ? kp_expr_bool(kp_str_ends(text, part)) : unknown;
}

const struct kp_json *kp_expr_run_matches(struct expr_run *run, const struct expr_node *call)
{
    struct kp_str text, pattern;
    return two_texts(run, call, &text, &pattern) ? kp_expr_pattern_match(run, pattern, text)
                                                 : unknown;
}

const struct kp_json *kp_expr_run_has(struct expr_run *run, const struct expr_node *call)
{
    return kp_expr_bool(!kp_json_is_null(kp_expr_run(run, call->args[0])));
}

const struct kp_json *kp_expr_run_prev(struct expr_run *run, const struct expr_node *call)
{
    return kp_expr_run(run, call->args[0]); /* the field in it knows that it is the previous one */
}

const struct kp_json *kp_expr_run_today(struct expr_run *run, const struct expr_node *call)
{
    (void)call;
    if (!kp_date_valid(run->env->today))
        return unknown;
    struct kp_buf text = KP_BUF_INIT;
    kp_date_print(&text, run->env->today);
    const struct kp_json *value = kp_json_new_string(run->env->arena, kp_buf_str(&text));
    kp_buf_release(&text);
    return value;
}

static bool read_date(const struct kp_json *value, struct kp_date *date)
{
    return value->kind == KP_JSON_STRING && kp_date_read(value->text, date, NULL) == KP_OK;
}

const struct kp_json *kp_expr_run_days(struct expr_run *run, const struct expr_node *call)
{
    struct kp_date from, to;
    if (!read_date(kp_expr_run(run, call->args[0]), &from) ||
        !read_date(kp_expr_run(run, call->args[1]), &to))
        return unknown;
    return kp_expr_number(run, kp_number_from(kp_date_to_days(to) - kp_date_to_days(from)));
}

const struct kp_json *kp_expr_run_round(struct expr_run *run, const struct expr_node *call)
{
    const struct kp_json *value = kp_expr_run(run, call->args[0]);
    const struct kp_json *decimals = kp_expr_run(run, call->args[1]);
    int64_t whole;
    if (!kp_expr_is_number(value) || !kp_expr_is_number(decimals) ||
        !kp_number_whole(decimals->number, &whole) || whole < -20 || whole > KP_NUMBER_MAX_SCALE)
        return unknown;
    return kp_expr_number(run, kp_number_round(value->number, (int)whole));
}
