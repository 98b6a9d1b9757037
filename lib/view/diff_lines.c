// SPDX-License-Identifier: GPL-3.0-or-later
/* Several accounts' differences side by side. */
#include "base/text.h"
#include "base/utf8.h"
#include "view/diff_internal.h"
#include "view/table.h"

const struct kp_field *kp_view_diff_figure(const struct kp_model *model)
{
    const struct kp_field *figure = kp_model_field(model, KP_STR("pipeline.weighted"));
    return figure ? figure : kp_model_field(model, KP_STR("pipeline.value"));
}

void kp_diff_add_figure(const struct kp_diff_words *words, const struct kp_field *figure,
                        const struct kp_diff_line *line, struct kp_flow *flow)
{
    bool before = !kp_json_is_null(line->before), after = !kp_json_is_null(line->after);
    if (!after && !before)
        return;
    if (kp_json_equal(line->before, line->after) || !before)
        kp_diff_add_value(words, figure, line->after, true, KP_MARK_NONE, flow);
    else
        kp_diff_add_change(words, figure, line->before, line->after, false, false, flow);
}

static void add_count(struct kp_table *table, size_t count, enum kp_mark mark)
{
    kp_table_cellf(table, count ? mark : KP_MARK_DIM, "%zu", count);
}

void kp_view_diff_lines(const struct kp_diff_line *lines, size_t count,
                        const struct kp_field *figure, struct kp_calc *calc,
                        const struct kp_style *style, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_diff_words words = {.arena = &arena, .calc = calc, .style = style};
    struct kp_table *table = kp_table_new();
    size_t start = out->len;
    kp_table_column(table, kp_str_from(_("Account")), false);
    kp_table_column(table, kp_str_from(_("Changed")), true);
    kp_table_column(table, kp_str_from(_("New")), true);
    kp_table_column(table, kp_str_from(_("Confirmed")), true);
    kp_table_column(table, kp_str_from(_("Not looked at")), true);
    if (figure)
        kp_table_column(table, kp_diff_label(&words, figure, false), false);
    for (size_t i = 0; i < count; i++) {
        struct kp_flow value = kp_flow_new(&arena);
        struct kp_buf text = KP_BUF_INIT;
        struct kp_str name = kp_diff_safe(&words, lines[i].name, false);
        kp_table_row(table);
        if (lines[i].fresh)
            kp_table_cellf(table, KP_MARK_NEW, "%.*s (%s)", KP_STR_ARG(name), _("new"));
        else
            kp_table_cell(table, name, KP_MARK_NONE);
        add_count(table, lines[i].counts[KP_DIFF_CHANGED], KP_MARK_CHANGED);
        add_count(table, lines[i].counts[KP_DIFF_NEW], KP_MARK_NEW);
        add_count(table, lines[i].counts[KP_DIFF_CONFIRMED], KP_MARK_NONE);
        add_count(table, lines[i].counts[KP_DIFF_UNSEEN], KP_MARK_WARN);
        if (figure)
            kp_diff_add_figure(&words, figure, &lines[i], &value);
        for (const struct kp_flow_piece *piece = value.first; piece; piece = piece->next)
            kp_buf_add(&text, piece->text);
        if (figure)
            kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
        kp_buf_release(&text);
    }
    kp_table_print(table, style, 0, out);
    kp_style_soften(out, start);
    kp_table_free(table);
    kp_arena_release(&arena);
}
