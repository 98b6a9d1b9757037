// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/blame.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/json_parts.h"
#include "view/plan_internal.h"
#include "view/table.h"

#include <stdlib.h>

enum { INDENT = 1, DIGITS = 7, NAME_MOST = 40 };

/* An item on its way to its place. */
struct line {
    const struct kp_blame_item *item;
    const struct kp_field *field; /* NULL: no model knows it */
    int age;                      /* cycles since somebody looked at it */
    size_t place;                 /* of the field in the model, unknown ones last */
    size_t number;                /* of the item */
};

static int by_model(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static int by_age(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    return x->age != y->age ? y->age - x->age : by_model(a, b);
}

static struct line *lines_of(const struct kp_blame_sheet *sheet)
{
    const struct kp_blame *blame = sheet->blame;
    struct line *lines = kp_alloc((blame->count + 1) * sizeof *lines);
    for (size_t i = 0; i < blame->count; i++) {
        const struct kp_blame_item *item = &blame->items[i];
        const struct kp_field *field = kp_model_field(sheet->calc->model, item->field);
        int age = kp_cycle_distance(item->now->cycle, sheet->head->cycle);
        lines[i] = (struct line){.item = item,
                                 .field = field,
                                 .age = age > 0 ? age : 0,
                                 .place = field ? field->index : SIZE_MAX,
                                 .number = i};
    }
    if (blame->count)
        qsort(lines, blame->count, sizeof *lines, sheet->stale_first ? by_age : by_model);
    return lines;
}

/* ---- names */

static void add_people(const struct kp_json *said_by, const struct kp_style *style,
                       struct kp_buf *out)
{
    const char *between = "";
    KP_JSON_EACH(id, said_by)
    {
        if (id->kind != KP_JSON_STRING)
            continue;
        kp_buf_adds(out, between);
        kp_buf_add(out, kp_people_name(style->people, id->text));
        between = ", ";
    }
}

static void add_row_name(const struct kp_blame_sheet *sheet, const struct line *line,
                         const struct kp_style *style, struct kp_buf *out)
{
    const struct kp_field *field = line->field;
    const struct kp_field *key = field ? kp_field_column(field, kp_field_name_column(field)) : NULL;
    size_t start = out->len;
    if (key)
        kp_view_inline(sheet->calc, key, kp_json_get_str(line->item->value, key->id), style,
                       KP_SHAPE_FULL, out);
    else
        kp_buf_add(out, kp_json_text(line->item->value, "text"));
    if (out->len == start)
        kp_buf_add(out, line->item->row);
}

/* ---- text */

static struct kp_table *new_table(void)
{
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_str_from(_("Answer")), false);
    kp_table_column(table, kp_str_from(_("Since")), false);
    kp_table_column(table, kp_str_from(_("Revision")), false);
    kp_table_column(table, kp_str_from(_("Said by")), false);
    kp_table_column(table, kp_str_from(_("Looked at")), false);
    kp_table_whole(table);
    return table;
}

static void add_since(struct kp_table *table, const struct kp_blame_revision *revision,
                      const struct kp_style *style)
{
    struct kp_buf date = KP_BUF_INIT, text = KP_BUF_INIT;
    kp_date_show(&date, revision->date, style->lang);
    kp_view_join(&text, kp_buf_str(&date));
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_table_cell(table, kp_str_slice(revision->id, 0, DIGITS), KP_MARK_ACCENT);
    kp_buf_release(&date);
    kp_buf_release(&text);
}

static void add_looked_at(struct kp_table *table, const struct line *line)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_cycle_print(&text, line->item->now->cycle);
    if (line->age) {
        kp_buf_adds(&text, " ");
        kp_buf_addf(&text, ngettext("(%d cycle ago)", "(%d cycles ago)", (unsigned long)line->age),
                    line->age);
    }
    kp_table_cell(table, kp_buf_str(&text),
                  line->age > 1   ? KP_MARK_WARN
                  : line->age > 0 ? KP_MARK_CHANGED
                                  : KP_MARK_DIM);
    kp_buf_release(&text);
}

static void add_line(const struct kp_blame_sheet *sheet, struct kp_table *table,
                     const struct line *line, const struct kp_style *style)
{
    const struct kp_blame_item *item = line->item;
    struct kp_buf text = KP_BUF_INIT;
    kp_table_row(table);
    if (item->row.len) {
        kp_buf_adds(&text, kp_style_sign(style, "↳ ", "> "));
        struct kp_buf name = KP_BUF_INIT;
        add_row_name(sheet, line, style, &name);
        struct kp_str fit = kp_utf8_fit(kp_buf_str(&name), NAME_MOST);
        kp_buf_add(&text, fit);
        if (fit.len < name.len)
            kp_buf_adds(&text, kp_style_sign(style, "…", "~"));
        kp_buf_release(&name);
    } else {
        kp_buf_add(&text,
                   line->field ? kp_words_get(&line->field->label, style->lang) : item->field);
    }
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_clear(&text);
    if (item->traced) {
        add_since(table, &sheet->revisions[item->revision], style);
    } else { /* of a line of revisions that cannot be read that far */
        kp_table_cell(table, kp_str_from(_("not recorded")), KP_MARK_ALERT);
        kp_table_cell(table, KP_STR(""), KP_MARK_NONE);
    }
    const struct kp_answer *taken = item->traced ? &item->taken : item->now;
    const char *basis = kp_view_basis(taken->basis);
    add_people(taken->said_by, style, &text);
    if (*basis)
        kp_buf_addf(&text, "%s%s", text.len ? kp_style_sign(style, " · ", ", ") : "", basis);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    add_looked_at(table, line);
    kp_buf_release(&text);
}

static void print_group(const struct kp_blame_sheet *sheet, struct kp_str group,
                        const struct kp_style *style, struct kp_buf *out)
{
    struct kp_style narrow = *style;
    const struct kp_group *known = kp_model_group(sheet->calc->model, group);
    narrow.width = kp_view_text_columns(style);
    kp_buf_addc(out, '\n');
    kp_style_rule(out, &narrow,
                  known ? kp_words_get(&known->label, style->lang)
                        : kp_str_from(_("No longer asked")),
                  (struct kp_str){NULL, 0});
}

static struct kp_str group_of(const struct line *line)
{
    return line->field ? line->field->group : (struct kp_str){"", 0};
}

static void print_lines(const struct kp_blame_sheet *sheet, const struct line *lines,
                        const struct kp_style *style, struct kp_buf *out)
{
    struct kp_table *table = new_table();
    size_t count = sheet->blame->count;
    /* All groups have the columns of one table. */
    for (size_t i = 0; i < count; i++)
        add_line(sheet, table, &lines[i], style);
    if (sheet->stale_first) {
        kp_buf_addc(out, '\n');
        kp_table_print(table, style, INDENT, out);
        kp_table_free(table);
        return;
    }
    kp_table_continue(table, true);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !kp_str_equal(group_of(&lines[i]), group_of(&lines[i - 1]))) {
            kp_table_print(table, style, INDENT, out);
            kp_table_continue(table, i == 0);
            print_group(sheet, group_of(&lines[i]), style, out);
        }
        add_line(sheet, table, &lines[i], style);
    }
    kp_table_print(table, style, INDENT, out);
    kp_table_free(table);
}

void kp_view_blame(const struct kp_blame_sheet *sheet, const struct kp_style *style,
                   struct kp_buf *out)
{
    struct line *lines = lines_of(sheet);
    kp_view_head(sheet->head, style, out);
    if (sheet->blame->count)
        print_lines(sheet, lines, style, out);
    else
        kp_buf_addf(out, "\n %s\n", _("Nothing has been answered yet."));
    free(lines);
}

/* ---- JSON */

static void set_cycle(struct kp_json *object, const char *name, struct kp_cycle cycle,
                      struct kp_arena *arena)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_cycle_print(&text, cycle);
    kp_json_set_string(arena, object, name, kp_buf_str(&text));
    kp_buf_release(&text);
}

static struct kp_json *line_json(const struct kp_blame_sheet *sheet, const struct line *line,
                                 enum kp_lang lang, struct kp_arena *arena)
{
    const struct kp_blame_item *item = line->item;
    const struct kp_answer *taken = item->traced ? &item->taken : item->now;
    struct kp_json *object = kp_json_new_object(arena);
    struct kp_buf text = KP_BUF_INIT;
    kp_json_set_string(arena, object, "field", item->field);
    if (line->field)
        kp_json_set_string(arena, object, "label", kp_words_get(&line->field->label, lang));
    if (item->row.len)
        kp_json_set_string(arena, object, "row", item->row);
    kp_json_set(arena, object, "value", kp_json_copy(arena, item->value));
    if (item->traced) {
        const struct kp_blame_revision *revision = &sheet->revisions[item->revision];
        kp_json_set_string(arena, object, "revision", revision->id);
        kp_date_print(&text, revision->date);
        kp_json_set_string(arena, object, "date", kp_buf_str(&text));
        set_cycle(object, "since", revision->cycle, arena);
        kp_json_set_string(arena, object, "session", taken->session);
    }
    if (taken->said_by)
        kp_json_set(arena, object, "said_by", kp_json_copy(arena, taken->said_by));
    if (taken->basis)
        kp_json_set_string(arena, object, "basis", kp_str_from(kp_basis_name(taken->basis)));
    set_cycle(object, "looked_at", item->now->cycle, arena);
    kp_json_set_whole(arena, object, "cycles", line->age);
    kp_buf_release(&text);
    return object;
}

struct kp_json *kp_view_blame_json(const struct kp_blame_sheet *sheet, enum kp_lang lang,
                                   const struct kp_people *people, struct kp_arena *arena)
{
    struct kp_json *document = kp_json_new_object(arena), *items = kp_json_new_array(arena);
    struct line *lines = lines_of(sheet);
    kp_json_set_string(arena, document, "account", sheet->head->account);
    kp_json_set_string(arena, document, "name", sheet->head->name);
    kp_view_head_json(document, sheet->head, arena);
    for (size_t i = 0; i < sheet->blame->count; i++)
        kp_json_append(arena, items, line_json(sheet, &lines[i], lang, arena));
    kp_json_set(arena, document, "answers", items);
    kp_json_set(arena, document, "people", kp_view_people_json(people, document, arena));
    free(lines);
    return document;
}
