// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of a file that the room takes or leaves. */

#include "screen.h"

#include "base/text.h"
#include "base/utf8.h"
#include "run/brought.h"
#include "view/table.h"

enum { ROWS_SHOWN = 20, CELL_SHOWN = 36, NAME_SHOWN = 40 };

/* A cell as people read it; a dash for nothing. */
static void add_cell(struct screen *screen, const struct kp_field *column,
                     const struct kp_json *row, size_t columns, struct kp_buf *out)
{
    struct kp_type_context context =
        app_context(screen->sitting->app, &screen->sitting->app->arena);
    const struct kp_json *value = row ? kp_json_get_str(row, column->id) : NULL;
    struct kp_buf text = KP_BUF_INIT;
    if (kp_json_is_null(value) || column->type->check(column, value, NULL)) {
        kp_buf_adds(out, kp_style_sign(&screen->style, "–", "-"));
        return;
    }
    column->type->show(column, value, &context, &text);
    struct kp_str all = kp_buf_str(&text), fit = columns ? kp_utf8_fit(all, columns) : all;
    kp_buf_add(out, fit);
    if (fit.len < all.len)
        kp_buf_adds(out, kp_style_sign(&screen->style, "…", "~"));
    kp_buf_release(&text);
}

static void add_name(struct screen *screen, const struct kp_field *table,
                     const struct kp_brought_row *row, struct kp_buf *out)
{
    const struct kp_field *name = kp_field_column(table, kp_field_name_column(table));
    if (name && kp_session_may_show(screen->sitting->session, name))
        add_cell(screen, name, row->before ? row->before : row->row, NAME_SHOWN, out);
}

/* "Influence 3 → 4 · Next step – → Call" */
static void add_differences(struct screen *screen, const struct kp_field *table,
                            const struct kp_brought_row *row, struct kp_buf *out)
{
    const struct kp_style *style = &screen->style;
    const char *between = "";
    for (size_t i = 0; i < table->column_count; i++) {
        const struct kp_field *column = &table->columns[i];
        bool names = !row->before && kp_str_equal(column->id, kp_field_name_column(table));
        if (names || !kp_session_brought_differs(screen->sitting->session, row, column))
            continue;
        kp_buf_addf(out, "%s%.*s ", between, KP_STR_ARG(kp_words_get(&column->label, style->lang)));
        if (row->before) {
            add_cell(screen, column, row->before, CELL_SHOWN, out);
            kp_buf_adds(out, kp_style_sign(style, " → ", " -> "));
        }
        add_cell(screen, column, row->row, CELL_SHOWN, out);
        between = kp_style_sign(style, " · ", ", ");
    }
}

static void add_counts(struct screen *screen, const struct kp_brought *brought, struct kp_buf *out)
{
    const char *dot = kp_style_sign(&screen->style, " · ", ", ");
    struct kp_buf line = KP_BUF_INIT, counts = KP_BUF_INIT;
    if (brought->changed)
        kp_buf_addf(&counts, ngettext("%zu changed row", "%zu changed rows", brought->changed),
                    brought->changed);
    if (brought->fresh) {
        kp_buf_adds(&counts, counts.len ? dot : "");
        kp_buf_addf(&counts, ngettext("%zu new row", "%zu new rows", brought->fresh),
                    brought->fresh);
    }
    if (brought->gone) {
        kp_buf_adds(&counts, counts.len ? dot : "");
        kp_buf_addf(&counts,
                    ngettext("%zu row that the file does not have",
                             "%zu rows that the file does not have", brought->gone),
                    brought->gone);
    }
    kp_buf_addf(&line, "%.*s: %s", KP_STR_ARG(brought->file), counts.data);
    kp_buf_release(&counts);
    screen_line(screen, out, KP_MARK_ACCENT, kp_buf_str(&line));
    kp_buf_release(&line);
}

static void add_all(struct screen *screen, const struct kp_field *table,
                    const struct kp_brought *brought, struct kp_buf *out)
{
    size_t waiting = brought->changed + brought->fresh + brought->gone;
    struct kp_table *lines = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    for (int i = 0; i < 3; i++)
        kp_table_column(lines, KP_STR(""), false);
    kp_table_whole(lines);
    for (size_t i = 0; i < waiting && i < ROWS_SHOWN; i++) {
        struct kp_brought_row row = kp_session_brought_row(screen->sitting->session, i);
        kp_table_row(lines);
        kp_table_cell(lines,
                      kp_str_from(!row.row     ? "-"
                                  : row.before ? "~"
                                               : "+"),
                      !row.row     ? KP_MARK_REMOVED
                      : row.before ? KP_MARK_CHANGED
                                   : KP_MARK_NEW);
        kp_buf_clear(&text);
        add_name(screen, table, &row, &text);
        kp_table_cell(lines, kp_buf_str(&text), KP_MARK_TITLE);
        kp_buf_clear(&text);
        if (row.row)
            add_differences(screen, table, &row, &text);
        kp_table_cell(lines, kp_buf_str(&text), KP_MARK_NONE);
    }
    kp_table_print(lines, &screen->style, 1, out);
    kp_table_free(lines);
    if (waiting > ROWS_SHOWN) {
        kp_buf_clear(&text);
        kp_buf_addf(&text, ngettext("… and %zu more", "… and %zu more", waiting - ROWS_SHOWN),
                    waiting - ROWS_SHOWN);
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&text));
    }
    kp_buf_release(&text);
    screen_keys(screen, _("Enter goes through them one by one · all takes them · none leaves them"),
                out);
}

/* The cells of the row that is asked about, numbered where some of them can be chosen. */
static void add_row(struct screen *screen, const struct kp_field *table,
                    const struct kp_brought_row *row, struct kp_buf *out)
{
    struct kp_table *lines = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    size_t number = 0;
    kp_table_column(lines, KP_STR(""), true);
    kp_table_column(lines, KP_STR(""), false);
    if (row->before)
        kp_table_column(lines, kp_str_from(_("Now")), false);
    kp_table_column(lines, row->before ? kp_str_from(_("In the file")) : KP_STR(""), false);
    kp_table_whole(lines);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct kp_field *column = &table->columns[i];
        if (!kp_session_brought_differs(screen->sitting->session, row, column))
            continue;
        kp_table_row(lines);
        number++;
        if (row->before)
            kp_table_cellf(lines, KP_MARK_ACCENT, "%zu", number);
        else
            kp_table_cell(lines, KP_STR(""), KP_MARK_NONE);
        kp_table_cell(lines, kp_words_get(&column->label, screen->style.lang), KP_MARK_DIM);
        if (row->before) {
            kp_buf_clear(&text);
            add_cell(screen, column, row->before, 0, &text);
            kp_table_cell(lines, kp_buf_str(&text), KP_MARK_NONE);
        }
        kp_buf_clear(&text);
        add_cell(screen, column, row->row, 0, &text);
        kp_table_cell(lines, kp_buf_str(&text), KP_MARK_NEW);
    }
    kp_table_print(lines, &screen->style, 1, out);
    kp_table_free(lines);
    kp_buf_release(&text);
}

static void add_one(struct screen *screen, const struct kp_field *table,
                    const struct kp_brought *brought, struct kp_buf *out)
{
    const struct kp_brought_row *row = &brought->here;
    struct kp_buf title = KP_BUF_INIT;
    kp_buf_addf(&title, "%zu/%zu", brought->number, brought->count);
    kp_buf_adds(&title, kp_style_sign(&screen->style, " · ", ", "));
    add_name(screen, table, row, &title);
    if (!row->row)
        kp_buf_addf(&title, ": %s", _("the file does not have it; taken, it goes"));
    else if (!row->before)
        kp_buf_addf(&title, ": %s", _("new"));
    screen_line(screen, out, KP_MARK_TITLE, kp_buf_str(&title));
    kp_buf_release(&title);
    if (row->row)
        add_row(screen, table, row, out);
    screen_hint(screen, &(struct kp_question){.ask = KP_ASK_BROUGHT},
                row->row && row->before
                    ? _("Enter takes it · 1 or 1 2 only those cells · - leaves it · all takes the "
                        "rest · none leaves the rest")
                    : _("Enter takes it · - leaves it · all takes the rest · none leaves the rest"),
                out);
}

void screen_brought(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_brought brought;
    if (!kp_session_brought(screen->sitting->session, &brought))
        return;
    if (brought.walking) {
        add_one(screen, question->field, &brought, out);
        return;
    }
    screen_line(screen, out, KP_MARK_TITLE, question->prompt);
    add_counts(screen, &brought, out);
    add_all(screen, question->field, &brought, out);
}
