// SPDX-License-Identifier: GPL-3.0-or-later
/* table: rows of columns, each of a type of its own; every row has an id that never changes. */
#include "model/type_internal.h"

static bool is_empty(const struct kp_json *cell)
{
    return kp_json_is_null(cell) ||
           (cell->kind == KP_JSON_STRING && kp_str_trim(cell->text).len == 0);
}

/* The row as a message names it: its place, and in quotes what it goes by. */
static const char *row_name(const struct kp_field *field, const struct kp_json *row, size_t place,
                            struct kp_arena *arena)
{
    const struct kp_json *key = field->key.len ? kp_json_get_str(row, field->key) : NULL;
    struct kp_buf name = KP_BUF_INIT;
    bool named = !is_empty(key) && (key->kind == KP_JSON_STRING || key->kind == KP_JSON_NUMBER);
    if (named)
        kp_type_show_any(key, &name);
    const char *cut = kp_type_quote(arena, kp_buf_str(&name));
    kp_buf_release(&name);
    return named ? kp_arena_format(arena, _("row %zu \"%s\""), place, cut).data
                 : kp_arena_format(arena, _("row %zu"), place).data;
}

static enum kp_status prefix_row(const struct kp_field *field, const struct kp_json *row,
                                 size_t place, const struct kp_field *column, struct kp_err *err)
{
    struct kp_arena arena = KP_ARENA_INIT;
    const char *name = row_name(field, row, place, &arena);
    if (column)
        kp_err_prefix(err, "%s, %s", name, column->id.data);
    else
        kp_err_prefix(err, "%s", name);
    kp_arena_release(&arena);
    return KP_INVALID;
}

/* ---- a row's identity */

static struct kp_str line_of(const struct kp_json *value, struct kp_arena *arena)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_json_write_line(&line, value);
    struct kp_str copy = kp_arena_str(arena, kp_buf_str(&line));
    kp_buf_release(&line);
    return copy;
}

/* What a row is known by: its key's cell, or all cells where the table has no key. */
static struct kp_str key_of(const struct kp_field *field, const struct kp_json *row,
                            struct kp_arena *arena)
{
    if (field->key.len) {
        const struct kp_json *cell = kp_json_get_str(row, field->key);
        if (kp_json_is_null(cell))
            return (struct kp_str){NULL, 0};
        return cell->kind == KP_JSON_STRING ? kp_utf8_fold(arena, cell->text)
                                            : line_of(cell, arena);
    }
    struct kp_json *cells = kp_json_new_object(arena);
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_json *cell = kp_json_get_str(row, field->columns[i].id);
        if (cell && !field->columns[i].calc)
            kp_json_set(arena, cells, field->columns[i].id.data, cell);
    }
    return line_of(cells, arena);
}

/* ---- rows of an answers file */

static enum kp_status refuse_member(const struct kp_field *field, struct kp_str name,
                                    struct kp_arena *arena, struct kp_err *err)
{
    const char *written = kp_type_quote(arena, name);
    size_t best = 4;
    const char *near = NULL;
    for (size_t i = 0; i < field->column_count; i++) {
        size_t distance = kp_str_distance(name, field->columns[i].id, best);
        if (distance >= best)
            continue;
        best = distance;
        near = field->columns[i].id.data;
    }
    if (near)
        return kp_err_set(err, KP_INVALID, _("\"%s\" is no column; did you mean \"%s\"?"), written,
                          near);
    struct kp_buf names = KP_BUF_INIT;
    for (size_t i = 0; i < field->column_count; i++)
        kp_buf_addf(&names, "%s%.*s", i ? ", " : "", KP_STR_ARG(field->columns[i].id));
    kp_err_set(err, KP_INVALID, _("\"%s\" is no column; the columns are %s"), written, names.data);
    kp_buf_release(&names);
    return KP_INVALID;
}

/* Whether the row is an object of known members; its id, if it has one, is taken. */
static enum kp_status check_members(const struct kp_field *field, const struct kp_json *row,
                                    struct kp_row_index *index, struct kp_arena *arena,
                                    struct kp_err *err)
{
    if (row->kind != KP_JSON_OBJECT)
        return kp_type_wrong_kind(_("an object with the row's columns"), row, err);
    KP_JSON_EACH(member, row)
    {
        const struct kp_field *column = kp_field_column(field, member->name);
        if (column && column->calc)
            return kp_err_set(err, KP_INVALID, _("\"%s\" is worked out by the plan; leave it out"),
                              column->id.data);
        if (!column && !kp_str_is(member->name, "id"))
            return refuse_member(field, member->name, arena, err);
    }
    const struct kp_json *id = kp_json_get(row, "id");
    if (!id)
        return KP_OK;
    if (id->kind != KP_JSON_STRING || !kp_id_valid(id->text, 'r'))
        return kp_err_set(err, KP_INVALID,
                          _("the id must be like \"r-8w2m4c\"; leave it out for a new row"));
    if (!kp_row_index_claim(index, id->text))
        return kp_err_set(err, KP_INVALID, _("the id %s is that of another row too"),
                          id->text.data);
    return KP_OK;
}

static enum kp_status accept_cell(const struct kp_field *column, const struct kp_json *row,
                                  const struct kp_json *old_row, struct kp_type_context *context,
                                  struct kp_json *cells, struct kp_err *err)
{
    const struct kp_json *cell = kp_json_get_str(row, column->id), *accepted = NULL;
    if (column->calc)
        return KP_OK;
    if (is_empty(cell))
        return column->required ? kp_err_set(err, KP_INVALID, _("is missing")) : KP_OK;
    enum kp_status status = column->type->accept(column, cell, kp_json_get_str(old_row, column->id),
                                                 context, &accepted, err);
    if (!status && !kp_json_is_null(accepted))
        kp_json_set(context->arena, cells, column->id.data, accepted);
    return status;
}

/* The canonical row, with the id it says, that of the old row it was, or a new one. */
static enum kp_status accept_row(const struct kp_field *field, const struct kp_json *row,
                                 size_t place, struct kp_row_index *index,
                                 struct kp_type_context *context, struct kp_json *rows,
                                 struct kp_err *err)
{
    struct kp_arena *arena = context->arena;
    struct kp_json *cells = kp_json_new_object(arena);
    struct kp_str id = kp_json_text(row, "id");
    const struct kp_field *key = field->key.len ? kp_field_column(field, field->key) : NULL;
    if (id.len == 0 && key) {
        if (accept_cell(key, row, NULL, context, cells, err))
            return prefix_row(field, row, place, key, err);
        id = kp_row_index_find(index, key_of(field, cells, arena));
    }
    const struct kp_json *old_row = id.len ? kp_row_index_row(index, id) : NULL;
    for (size_t i = 0; i < field->column_count; i++)
        if (accept_cell(&field->columns[i], row, old_row, context, cells, err))
            return prefix_row(field, row, place, &field->columns[i], err);
    if (id.len == 0 && !key)
        id = kp_row_index_find(index, key_of(field, cells, arena));
    if (id.len == 0)
        id = kp_row_index_new(index, context->ids);

    struct kp_json *canonical = kp_json_new_object(arena);
    kp_json_set_string(arena, canonical, "id", id);
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_json *cell = kp_json_get_str(cells, field->columns[i].id);
        if (cell)
            kp_json_set(arena, canonical, field->columns[i].id.data, cell);
    }
    kp_json_append(arena, rows, canonical);
    return KP_OK;
}

enum kp_status kp_type_table_accept(const struct kp_field *field, const struct kp_json *value,
                                    const struct kp_json *old, struct kp_type_context *context,
                                    const struct kp_json **out, struct kp_err *err)
{
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_ARRAY)
        return kp_type_wrong_kind(_("a list of rows"), value, err);
    struct kp_row_index *index = kp_row_index_make(context->arena, old, field, key_of);
    size_t place = 0;
    KP_JSON_EACH(row, value)
    {
        place++;
        if (check_members(field, row, index, context->arena, err))
            return prefix_row(field, row, place, NULL, err);
    }
    struct kp_json *rows = kp_json_new_array(context->arena);
    place = 0;
    KP_JSON_EACH(row, value)
    {
        enum kp_status status = accept_row(field, row, ++place, index, context, rows, err);
        if (status)
            return status;
    }
    *out = rows;
    return KP_OK;
}

enum kp_status kp_type_table_parse(const struct kp_field *field, struct kp_str text,
                                   struct kp_type_context *context, const struct kp_json **out,
                                   struct kp_err *err)
{
    (void)field;
    (void)text;
    (void)context;
    (void)out;
    return kp_err_set(err, KP_INVALID, _("a table is filled in row by row; + adds one"));
}

enum kp_status kp_type_table_check(const struct kp_field *field, const struct kp_json *value,
                                   struct kp_err *err)
{
    if (kp_json_is_null(value))
        return KP_OK;
    enum kp_status status = kp_rows_check(value, err);
    if (status)
        return status;
    size_t place = 0;
    KP_JSON_EACH(row, value)
    {
        place++;
        for (size_t i = 0; i < field->column_count; i++) {
            const struct kp_field *column = &field->columns[i];
            const struct kp_json *cell = kp_json_get_str(row, column->id);
            if (cell && !column->calc && column->type->check(column, cell, err))
                return prefix_row(field, row, place, column, err);
        }
    }
    return KP_OK;
}

/* ---- showing */

void kp_type_table_show(const struct kp_field *field, const struct kp_json *value,
                        const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    (void)context;
    if (kp_json_is_null(value) || value->kind != KP_JSON_ARRAY)
        kp_type_show_any(value, out);
    else
        kp_buf_addf(out, ngettext("%zu row", "%zu rows", value->count), value->count);
}

/* Nothing: rows are edited one by one. */
void kp_type_table_edit(const struct kp_field *field, const struct kp_json *value,
                        const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    (void)value;
    (void)context;
    (void)out;
}

struct kp_json *kp_type_table_schema(const struct kp_field *field, struct kp_arena *arena)
{
    /* Required columns are asked for in sessions; rows from before they were so stay valid. */
    struct kp_json *properties = kp_json_new_object(arena);
    kp_json_set(arena, properties, "id", kp_type_schema_id(arena, 'r'));
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        if (column->calc)
            continue;
        struct kp_json *cell = column->type->schema(column, arena);
        kp_json_set_string(arena, cell, "title", kp_words_get(&column->label, KP_LANG_EN));
        kp_json_set(arena, properties, column->id.data, cell);
    }
    struct kp_json *required = kp_json_new_array(arena);
    kp_json_append(arena, required, kp_json_new_string(arena, KP_STR("id")));
    struct kp_json *row = kp_type_schema_of(arena, "object");
    kp_json_set(arena, row, "properties", properties);
    kp_json_set(arena, row, "required", required);
    kp_json_set_bool(arena, row, "additionalProperties", true);
    struct kp_json *schema = kp_type_schema_of(arena, "array");
    kp_json_set(arena, schema, "items", row);
    return schema;
}

void kp_type_table_hint(const struct kp_field *field, const struct kp_type_context *context,
                        struct kp_buf *out)
{
    (void)field;
    (void)context;
    kp_buf_adds(out, _("+ adds a row, 2 edits row 2, -2 removes it"));
}

/* id, the columns in the model's order, then what no column is for. */
static const struct kp_json *canonical_row(const struct kp_field *field, const struct kp_json *row,
                                           struct kp_arena *arena)
{
    if (row->kind != KP_JSON_OBJECT)
        return row;
    struct kp_json *canonical = kp_json_new_object(arena);
    const struct kp_json *id = kp_json_get(row, "id");
    if (id)
        kp_json_add(arena, canonical, id->name, id);
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        const struct kp_json *cell = kp_json_get_str(row, column->id);
        if (!kp_json_is_null(cell) && !column->calc)
            kp_json_add(arena, canonical, cell->name, kp_value_canonical(column, cell, arena));
    }
    KP_JSON_EACH(member, row)
    {
        if (member != id && !kp_field_column(field, member->name))
            kp_json_add(arena, canonical, member->name, member);
    }
    return canonical;
}

static bool is_canonical_row(const struct kp_field *field, const struct kp_json *row,
                             struct kp_arena *arena)
{
    const struct kp_json *cell = row->kind == KP_JSON_OBJECT ? kp_json_first(row) : NULL;
    if (cell && kp_str_is(cell->name, "id"))
        cell = cell->next;
    for (size_t i = 0; cell && i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        if (!kp_str_equal(column->id, cell->name))
            continue;
        if (column->calc || kp_value_canonical(column, cell, arena) != cell)
            return false;
        cell = cell->next;
    }
    for (; cell; cell = cell->next)
        if (kp_str_is(cell->name, "id") || kp_field_column(field, cell->name))
            return false;
    return true;
}

const struct kp_json *kp_type_table_canonical(const struct kp_field *field,
                                              const struct kp_json *value, struct kp_arena *arena)
{
    if (value->kind != KP_JSON_ARRAY)
        return value;
    const struct kp_json *other = kp_json_first(value); /* the first row that is not canonical */
    while (other && is_canonical_row(field, other, arena))
        other = other->next;
    if (!other)
        return value;
    struct kp_json *rows = kp_json_new_array(arena);
    KP_JSON_EACH(row, value)
    {
        kp_json_append(arena, rows, canonical_row(field, row, arena));
    }
    return rows;
}
