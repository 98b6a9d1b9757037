// SPDX-License-Identifier: GPL-3.0-or-later
/* What changed in a text. */
#include "base/utf8.h"
#include "view/diff_internal.h"

enum { KEPT = 3 }; /* words around a change */

struct kp_str kp_diff_safe(const struct kp_diff_words *words, struct kp_str text, bool whole)
{
    struct kp_buf safe = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, text, whole);
    struct kp_str kept = kp_arena_str(words->arena, kp_str_trim(kp_buf_str(&safe)));
    kp_buf_release(&safe);
    return kept;
}

/* The byte behind the first `count` words. */
static size_t first_words(struct kp_str text, size_t count)
{
    size_t at = 0;
    while (count-- && at < text.len) {
        while (at < text.len && text.data[at] == ' ')
            at++;
        while (at < text.len && text.data[at] != ' ')
            at++;
    }
    return at;
}

/* Where the last `count` words begin. */
static size_t last_words(struct kp_str text, size_t count)
{
    size_t at = text.len;
    while (count-- && at > 0) {
        while (at > 0 && text.data[at - 1] == ' ')
            at--;
        while (at > 0 && text.data[at - 1] != ' ')
            at--;
    }
    return at;
}

/* A stretch that stayed, with its middle (or its end towards the text's) left out. */
static void add_same(const struct kp_diff_words *words, struct kp_str text, bool is_first,
                     bool is_last, struct kp_flow *flow)
{
    size_t head = is_first ? 0 : first_words(text, KEPT);
    size_t tail = is_last ? text.len : last_words(text, KEPT);
    const char *gap = kp_style_sign(words->style, "…", "...");
    if (tail <= head + first_words(kp_str_slice(text, head, text.len), 2)) {
        kp_flow_add_typed(flow, KP_MARK_NONE, text);
        return;
    }
    kp_flow_add_typed(flow, KP_MARK_NONE, kp_str_slice(text, 0, head));
    kp_flow_addf(flow, KP_MARK_DIM, "%s%s%s", is_first ? "" : " ", gap, is_last ? "" : " ");
    struct kp_str rest = kp_str_slice(text, tail, text.len - tail);
    while (rest.len && rest.data[0] == ' ')
        rest = kp_str_slice(rest, 1, rest.len);
    kp_flow_add_typed(flow, KP_MARK_NONE, rest);
}

static void add_changed(const struct kp_diff_words *words, struct kp_str text, bool added,
                        struct kp_flow *flow)
{
    enum kp_mark mark = added ? KP_MARK_NEW : KP_MARK_REMOVED;
    if (words->marks)
        kp_flow_add_typed(flow, mark, text);
    else
        kp_flow_addf(flow, KP_MARK_NONE, added ? "{+%.*s+}" : "[-%.*s-]", KP_STR_ARG(text));
}

static bool is_rewritten(const struct kp_span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (spans[i].kind == KP_SPAN_SAME)
            return false;
    return count == 2;
}

bool kp_diff_add_text(const struct kp_diff_words *words, struct kp_str before, struct kp_str after,
                      bool whole, struct kp_flow *flow)
{
    size_t count;
    before = kp_diff_safe(words, before, whole);
    after = kp_diff_safe(words, after, whole);
    const struct kp_span *spans = kp_diff_words(before, after, words->arena, &count);
    if (is_rewritten(spans, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool follows = i > 0 && spans[i].kind != KP_SPAN_SAME && spans[i - 1].kind != KP_SPAN_SAME;
        if (follows && words->marks) /* or two numbers would read as one */
            kp_flow_add(flow, KP_MARK_NONE, KP_STR(" "));
        if (spans[i].kind != KP_SPAN_SAME)
            add_changed(words, spans[i].text, spans[i].kind == KP_SPAN_ADDED, flow);
        else if (whole)
            kp_flow_add_typed(flow, KP_MARK_NONE, spans[i].text);
        else
            add_same(words, spans[i].text, i == 0, i + 1 == count, flow);
    }
    return true;
}

bool kp_diff_add_wording(const struct kp_diff_words *words, struct kp_str before,
                         struct kp_str after, struct kp_flow *flow)
{
    struct kp_flow typed = kp_flow_new(words->arena);
    bool told = kp_diff_add_text(words, before, after, true, &typed);
    for (const struct kp_flow_piece *piece = typed.first; told && piece; piece = piece->next)
        kp_flow_add(flow, piece->mark, piece->text);
    return told;
}
