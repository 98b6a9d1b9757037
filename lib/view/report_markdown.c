// SPDX-License-Identifier: GPL-3.0-or-later
/* A report as Markdown: for a viewer, a wiki, or a mail. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/due.h"
#include "view/markdown.h"
#include "view/movement.h"
#include "view/report_internal.h"

enum { REVISION_DIGITS = 7, COLUMNS_MOST = 6, CELL_MOST = 40, OVERDUE_MOST = 8 };

struct sheet {
    const struct kp_report *report;
    const struct kp_style *style;
    struct kp_arena *arena;
    struct kp_buf *out;
};

static void add_safe(struct sheet *sheet, struct kp_str text)
{
    struct kp_buf visible = KP_BUF_INIT;
    kp_utf8_add_visible(&visible, text, true);
    kp_markdown_add(kp_buf_str(&visible), sheet->out);
    kp_buf_release(&visible);
}

static struct kp_str label_of(const struct sheet *sheet, const struct kp_field *field)
{
    struct kp_str label = kp_words_get(&field->label, sheet->style->lang);
    return label.len ? label : field->id;
}

static void add_heading(struct sheet *sheet, const char *signs, struct kp_str title)
{
    kp_buf_addf(sheet->out, "\n%s ", signs);
    add_safe(sheet, title);
    kp_buf_adds(sheet->out, "\n\n");
}

static void add_value(struct sheet *sheet, const struct kp_field *field,
                      const struct kp_json *value, enum kp_shape shape)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_view_inline(sheet->report->calc, field, value, sheet->style, shape, &text);
    kp_markdown_add(kp_buf_str(&text), sheet->out);
    kp_buf_release(&text);
}

static bool visible(const struct sheet *sheet, const struct kp_field *field)
{
    return field->visibility >= sheet->report->audience;
}

static bool is_shown(const struct sheet *sheet, const struct kp_field *field)
{
    const struct kp_json *value = kp_calc_value(sheet->report->calc, field);
    return visible(sheet, field) && !kp_json_is_null(value) &&
           (value->kind != KP_JSON_ARRAY || value->count);
}

static void add_origin(struct sheet *sheet, const struct kp_field *field)
{
    const struct kp_answer *answer = kp_plan_get(sheet->report->calc->plan, field->id);
    struct kp_buf text = KP_BUF_INIT;
    if (field->calc)
        kp_buf_adds(&text, _("calculated"));
    else if (answer)
        kp_view_origin(answer, sheet->report->head.cycle, sheet->style, &text);
    if (text.len) {
        kp_buf_adds(sheet->out, " (");
        kp_markdown_add(kp_buf_str(&text), sheet->out);
        kp_buf_addc(sheet->out, ')');
    }
    kp_buf_release(&text);
}

/* ---- blocks */

/* Lines that people typed, in which a list of theirs stays one and nothing else is taken for Markdown. */
static void add_note(struct sheet *sheet, struct kp_str text)
{
    while (text.data) {
        struct kp_str line = kp_str_split(&text, '\n'), rest = kp_str_trim(line);
        bool item = rest.len > 2 && rest.data[1] == ' ' &&
                    (rest.data[0] == '-' || rest.data[0] == '*' || rest.data[0] == '+');
        if (!rest.len) {
            kp_buf_addc(sheet->out, '\n');
            continue;
        }
        kp_buf_adds(sheet->out, item ? "- " : "");
        if (!item && (rest.data[0] == '-' || rest.data[0] == '+' || rest.data[0] == '='))
            kp_buf_addc(sheet->out, '\\');
        size_t digits = 0;
        while (digits < rest.len && rest.data[digits] >= '0' && rest.data[digits] <= '9')
            digits++;
        bool counted =
            digits && digits < rest.len && (rest.data[digits] == '.' || rest.data[digits] == ')');
        if (counted) { /* "12." at the beginning of a line would begin a list */
            kp_buf_add(sheet->out, kp_str_slice(rest, 0, digits));
            kp_buf_addc(sheet->out, '\\');
            rest = kp_str_slice(rest, digits, rest.len);
        }
        add_safe(sheet, item ? kp_str_slice(rest, 2, rest.len) : rest);
        kp_buf_adds(sheet->out, item || !text.data ? "\n" : "  \n");
    }
}

static void add_list(struct sheet *sheet, const struct kp_json *items)
{
    KP_JSON_EACH(item, items)
    {
        const struct kp_json *words =
            item->kind == KP_JSON_OBJECT ? kp_json_get(item, "text") : item;
        if (!words || words->kind != KP_JSON_STRING)
            continue;
        kp_buf_adds(sheet->out, "- ");
        add_safe(sheet, words->text);
        kp_buf_addc(sheet->out, '\n');
    }
}

/* The columns that have something in some row. */
static size_t used_columns(struct sheet *sheet, const struct kp_field *field,
                           const struct kp_json *rows, const struct kp_field **columns)
{
    struct kp_str name = kp_field_name_column(field);
    size_t count = 0;
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        bool any = kp_str_equal(column->id, name);
        KP_JSON_EACH(row, rows)
        {
            any = any || !kp_json_is_null(kp_json_get_str(row, column->id));
        }
        if (any && visible(sheet, column))
            columns[count++] = column;
    }
    return count;
}

/* Whether the rows stand well in a table: few columns, none with long texts. */
static bool is_narrow(struct sheet *sheet, const struct kp_field **columns, size_t count,
                      const struct kp_json *rows)
{
    struct kp_buf text = KP_BUF_INIT;
    bool narrow = count <= COLUMNS_MOST;
    KP_JSON_EACH(row, rows)
    {
        for (size_t i = 0; i < count && narrow; i++) {
            kp_buf_clear(&text);
            kp_view_inline(sheet->report->calc, columns[i], kp_json_get_str(row, columns[i]->id),
                           sheet->style, KP_SHAPE_CELL, &text);
            narrow = kp_utf8_width(kp_buf_str(&text)) <= CELL_MOST;
        }
    }
    kp_buf_release(&text);
    return narrow;
}

static bool is_right(const struct kp_field *column)
{
    enum kp_type_kind kind = column->type->kind;
    return kind == KP_TYPE_NUMBER || kind == KP_TYPE_MONEY || kind == KP_TYPE_PERCENT ||
           kind == KP_TYPE_SCALE;
}

static void add_pipes(struct sheet *sheet, const struct kp_field **columns, size_t count,
                      const struct kp_json *rows)
{
    struct kp_buf *out = sheet->out;
    struct kp_str currency = sheet->style->currency;
    kp_buf_addc(out, '|');
    for (size_t i = 0; i < count; i++) {
        kp_buf_addc(out, ' ');
        add_safe(sheet, label_of(sheet, columns[i]));
        if (columns[i]->type->kind == KP_TYPE_MONEY && currency.len)
            kp_buf_addf(out, " (%.*s)", KP_STR_ARG(currency));
        kp_buf_adds(out, " |");
    }
    kp_buf_adds(out, "\n|");
    for (size_t i = 0; i < count; i++)
        kp_buf_adds(out, is_right(columns[i]) ? "--:|" : "---|");
    kp_buf_addc(out, '\n');
    KP_JSON_EACH(row, rows)
    {
        kp_buf_addc(out, '|');
        for (size_t i = 0; i < count; i++) {
            kp_buf_addc(out, ' ');
            add_value(sheet, columns[i], kp_json_get_str(row, columns[i]->id), KP_SHAPE_CELL);
            kp_buf_adds(out, " |");
        }
        kp_buf_addc(out, '\n');
    }
}

/* A row as an item of a list: its name, then everything else with its label. */
static void add_record(struct sheet *sheet, const struct kp_field **columns, size_t count,
                       size_t name, const struct kp_json *row)
{
    kp_buf_adds(sheet->out, "- **");
    add_value(sheet, columns[name], kp_json_get_str(row, columns[name]->id), KP_SHAPE_FULL);
    kp_buf_adds(sheet->out, "**");
    for (size_t i = 0; i < count; i++) {
        const struct kp_json *value = kp_json_get_str(row, columns[i]->id);
        if (i == name || kp_json_is_null(value))
            continue;
        kp_buf_adds(sheet->out, " · ");
        add_safe(sheet, label_of(sheet, columns[i]));
        kp_buf_adds(sheet->out, ": ");
        add_value(sheet, columns[i], value, KP_SHAPE_FULL);
    }
    kp_buf_addc(sheet->out, '\n');
}

static void add_table(struct sheet *sheet, const struct kp_field *field, const struct kp_json *rows)
{
    const struct kp_field **columns =
        kp_arena_alloc(sheet->arena, (field->column_count + 1) * sizeof(const struct kp_field *));
    struct kp_json *filled = kp_json_new_array(sheet->arena);
    struct kp_str name = kp_field_name_column(field);
    size_t named = 0;
    KP_JSON_EACH(row, rows)
    {
        kp_json_append(sheet->arena, filled, kp_calc_row(sheet->report->calc, field, row));
    }
    size_t count = used_columns(sheet, field, filled, columns);
    for (size_t i = 0; i < count; i++)
        if (kp_str_equal(columns[i]->id, name))
            named = i;
    if (is_narrow(sheet, columns, count, filled)) {
        add_pipes(sheet, columns, count, filled);
        return;
    }
    KP_JSON_EACH(row, filled)
    {
        add_record(sheet, columns, count, named, row);
    }
}

static bool is_block(const struct kp_field *field, const struct kp_json *value)
{
    enum kp_type_kind kind = field->type->kind;
    return (kind == KP_TYPE_NOTE && value->kind == KP_JSON_STRING) ||
           ((kind == KP_TYPE_LIST || kind == KP_TYPE_TABLE) && value->kind == KP_JSON_ARRAY);
}

/* Short answers are items of a list, long ones stand under their own heading. */
static void add_field(struct sheet *sheet, const struct kp_field *field, bool *listed)
{
    const struct kp_json *value = kp_calc_value(sheet->report->calc, field);
    struct kp_buf *out = sheet->out;
    if (!is_block(field, value)) {
        kp_buf_adds(out, *listed ? "- **" : "\n- **");
        add_safe(sheet, label_of(sheet, field));
        kp_buf_adds(out, "**: ");
        add_value(sheet, field, value, KP_SHAPE_FULL);
        add_origin(sheet, field);
        kp_buf_addc(out, '\n');
        *listed = true;
        return;
    }
    *listed = false;
    kp_buf_adds(out, "\n**");
    add_safe(sheet, label_of(sheet, field));
    kp_buf_adds(out, "**");
    add_origin(sheet, field);
    kp_buf_adds(out, "\n\n");
    if (value->kind == KP_JSON_STRING)
        add_note(sheet, value->text);
    else if (field->type->kind == KP_TYPE_LIST)
        add_list(sheet, value);
    else if (!report_scores_markdown(sheet->report->calc, field, sheet->style, out))
        add_table(sheet, field, value);
}

/* ---- the page */

static void add_head(struct sheet *sheet)
{
    const struct kp_plan_head *head = &sheet->report->head;
    struct kp_buf face = KP_BUF_INIT;
    kp_buf_adds(sheet->out, "# ");
    add_safe(sheet, head->name.len ? head->name : head->account);
    kp_buf_adds(sheet->out, "\n\n");
    kp_cycle_print(&face, head->cycle);
    kp_buf_adds(&face, " · ");
    kp_date_show(&face, head->date, sheet->style->lang);
    if (head->revision.len) {
        struct kp_str digits = kp_str_slice(head->revision, 0, REVISION_DIGITS);
        kp_buf_adds(&face, " · ");
        kp_buf_addf(&face, _("revision %.*s"), KP_STR_ARG(digits));
    }
    kp_buf_addf(&face, " · %s", kp_report_for(sheet->report->audience));
    kp_markdown_add(kp_buf_str(&face), sheet->out);
    if (head->signoff.len) {
        kp_buf_adds(sheet->out, "  \n");
        add_safe(sheet, head->signoff);
    }
    kp_buf_addc(sheet->out, '\n');
    kp_buf_release(&face);
}

static void add_pair(struct sheet *sheet, const char *label, struct kp_str id)
{
    if (!id.len)
        return;
    kp_buf_addf(sheet->out, "- **%s**: ", label);
    add_safe(sheet, sheet->style->people ? kp_people_name(sheet->style->people, id) : id);
    kp_buf_addc(sheet->out, '\n');
}

/* A figure of the summary, with its movement since the cycle before. */
static void add_figure(struct sheet *sheet, const char *id)
{
    const struct kp_report *report = sheet->report;
    const struct kp_field *field = kp_model_field(report->calc->model, kp_str_from(id));
    struct kp_buf moved = KP_BUF_INIT;
    if (!field || !is_shown(sheet, field))
        return;
    const struct kp_json *value = kp_calc_value(report->calc, field);
    kp_buf_adds(sheet->out, "- **");
    add_safe(sheet, label_of(sheet, field));
    kp_buf_adds(sheet->out, "**: ");
    add_value(sheet, field, value, KP_SHAPE_FULL);
    if (report->cycle_count > 1) {
        struct kp_calc *before = report->cycles[report->cycle_count - 2].calc;
        kp_view_movement(field, kp_calc_value(before, field), value, sheet->style, true, &moved);
    }
    if (moved.len) {
        kp_buf_adds(sheet->out, " (");
        kp_markdown_add(kp_buf_str(&moved), sheet->out);
        kp_buf_addc(sheet->out, ')');
    }
    kp_buf_addc(sheet->out, '\n');
    kp_buf_release(&moved);
}

static void add_overdue(struct sheet *sheet)
{
    const struct kp_due *due = sheet->report->due;
    const struct kp_field *actions = kp_model_field(sheet->report->calc->model, KP_STR("actions"));
    if (!due || !due->overdue || !actions || !visible(sheet, actions))
        return;
    add_heading(sheet, "##", kp_str_from(_("Overdue actions")));
    for (size_t i = 0; i < due->overdue && i < OVERDUE_MOST; i++) {
        struct kp_buf date = KP_BUF_INIT;
        kp_date_show(&date, due->actions[i].due, sheet->style->lang);
        kp_buf_adds(sheet->out, "- ");
        kp_markdown_add(kp_buf_str(&date), sheet->out);
        kp_buf_adds(sheet->out, ": ");
        add_safe(sheet, due->actions[i].what);
        if (due->actions[i].owner.len && sheet->style->people) {
            kp_buf_adds(sheet->out, " · ");
            add_safe(sheet, kp_people_name(sheet->style->people, due->actions[i].owner));
        }
        kp_buf_addc(sheet->out, '\n');
        kp_buf_release(&date);
    }
}

static void add_goal(struct sheet *sheet)
{
    const struct kp_field *goal =
        kp_model_field(sheet->report->calc->model, KP_STR("plan.objective"));
    if (!goal || !is_shown(sheet, goal))
        return;
    add_heading(sheet, "##", label_of(sheet, goal));
    add_value(sheet, goal, kp_calc_value(sheet->report->calc, goal), KP_SHAPE_FULL);
    kp_buf_addc(sheet->out, '\n');
}

static void add_summary(struct sheet *sheet)
{
    static const char *const figures[] = {
        "account.phase",       "account.theme",     "revenue", "contribution.ratio",
        "wallet.share",        "pipeline.weighted", "health",  "position.relationship",
        "position.partnership"};
    kp_buf_addc(sheet->out, '\n');
    add_pair(sheet, _("KAM"), sheet->report->kam);
    add_pair(sheet, _("Sponsor"), sheet->report->sponsor);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        add_figure(sheet, figures[i]);
    add_goal(sheet);
    add_overdue(sheet);
}

static void add_plan(struct sheet *sheet)
{
    const struct kp_model *model = sheet->report->calc->model;
    const struct kp_str *group = NULL;
    bool listed = false;
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        const struct kp_group *known = kp_model_group(model, field->group);
        if (!is_shown(sheet, field))
            continue;
        if (!group || !kp_str_equal(*group, field->group)) {
            kp_buf_adds(sheet->out, "\n## ");
            add_safe(sheet, known ? kp_words_get(&known->label, sheet->style->lang) : field->group);
            kp_buf_addc(sheet->out, '\n');
            listed = false;
        }
        group = &field->group;
        add_field(sheet, field, &listed);
    }
    if (!group)
        kp_buf_addf(sheet->out, "\n%s\n", _("Nothing has been answered yet."));
}

static void add_changes(struct sheet *sheet)
{
    const struct kp_diff_page *changes = sheet->report->changes;
    struct kp_buf cycle = KP_BUF_INIT;
    if (!changes)
        return;
    kp_cycle_print(&cycle, changes->from.cycle);
    struct kp_str title = kp_arena_format(sheet->arena, _("Changed since %s"), cycle.data);
    kp_buf_addc(sheet->out, '\n');
    kp_view_diff_section(changes, sheet->style, title, 2, sheet->out);
    kp_buf_release(&cycle);
}

static void add_minutes(struct sheet *sheet)
{
    const struct kp_report *report = sheet->report;
    if (!report->minutes_count)
        return;
    kp_buf_addf(sheet->out, "\n## %s\n", _("Minutes of the sessions"));
    for (size_t i = 0; i < report->minutes_count; i++) {
        kp_buf_addc(sheet->out, '\n');
        kp_view_minutes_section(&report->minutes[i], sheet->style, 3, sheet->out);
    }
}

void kp_view_report_markdown(const struct kp_report *report, const struct kp_style *style,
                             struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style plain = *style;
    size_t start = out->len;
    plain.colour = plain.ascii = false;
    plain.width = 0;
    plain.audience = report->audience;
    struct sheet sheet = {.report = report, .style = &plain, .arena = &arena, .out = out};
    add_head(&sheet);
    add_summary(&sheet);
    add_plan(&sheet);
    add_changes(&sheet);
    add_minutes(&sheet);
    kp_style_soften(out, start);
    kp_arena_release(&arena);
}
