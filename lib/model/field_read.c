// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/field_read.h"

#include "base/text.h"
#include "model/type.h"

enum { MAX_COLUMNS = 100, MAX_WAS = 50, MAX_AKA = 100 };

#define KIND(kind) (1u << (kind))

/* Members that belong to some types only. */
static const struct {
    const char *name;
    unsigned kinds;
} typed_members[] = {
    {"choices", KIND(KP_TYPE_CHOICE) | KIND(KP_TYPE_CHOICES)},
    {"scale", KIND(KP_TYPE_SCALE)},
    {"x", KIND(KP_TYPE_POSITION)},
    {"y", KIND(KP_TYPE_POSITION)},
    {"quadrants", KIND(KP_TYPE_POSITION)},
    {"columns", KIND(KP_TYPE_TABLE)},
    {"key", KIND(KP_TYPE_TABLE)},
    {"totals", KIND(KP_TYPE_TABLE)},
    {"view", KIND(KP_TYPE_TABLE)},
    {"axes", KIND(KP_TYPE_TABLE)},
    {"unit", KIND(KP_TYPE_NUMBER)},
    {"min", KIND(KP_TYPE_NUMBER) | KIND(KP_TYPE_MONEY) | KIND(KP_TYPE_PERCENT) |
                KIND(KP_TYPE_TEXT) | KIND(KP_TYPE_NOTE)},
    {"max", KIND(KP_TYPE_NUMBER) | KIND(KP_TYPE_MONEY) | KIND(KP_TYPE_PERCENT) |
                KIND(KP_TYPE_TEXT) | KIND(KP_TYPE_NOTE)},
};

static const char *const field_members[] = {
    "id",      "type",   "group", "scope", "label",     "help",    "unit", "visibility", "choices",
    "scale",   "min",    "max",   "check", "calc",      "message", "was",  "merge",      "key",
    "columns", "totals", "x",     "y",     "quadrants", "view",    "axes", NULL,
};

static const char *const column_members[] = {
    "id",    "type", "label",   "help", "unit", "visibility", "choices",  "scale", "min", "max",
    "check", "calc", "message", "x",    "y",    "quadrants",  "required", "aka",   NULL,
};

static void read_type(const struct kp_define *d, const struct kp_json *node, struct kp_field *field)
{
    const struct kp_json *name = kp_define_need(d, node, "type", KP_JSON_STRING);
    if (!name)
        return;
    field->type = kp_type_by_name(name->text);
    if (!field->type) {
        const char *names[64] = {NULL};
        for (size_t i = 0; i < kp_type_count && i < 63; i++)
            names[i] = kp_types[i].name;
        struct kp_buf all = KP_BUF_INIT;
        kp_type_names(&all);
        const char *nearest = kp_define_nearest(name->text, names);
        const char *shown = kp_define_shown(d, name->text);
        if (nearest)
            kp_define_fault(d, name, _("unknown type \"%s\"; did you mean \"%s\"? There are: %s"),
                            shown, nearest, all.data);
        else
            kp_define_fault(d, name, _("unknown type \"%s\"; there are: %s"), shown, all.data);
        kp_buf_release(&all);
    } else if (field->table &&
               (field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST)) {
        kp_define_fault(d, name, _("a column cannot be of type \"%s\""), field->type->name);
        field->type = NULL;
    }
}

static void check_typed_members(const struct kp_define *d, const struct kp_json *node,
                                const struct kp_field *field)
{
    for (size_t i = 0; i < sizeof typed_members / sizeof *typed_members; i++) {
        const struct kp_json *member = kp_json_get(node, typed_members[i].name);
        if (!member || typed_members[i].kinds & KIND(field->type->kind))
            continue;
        struct kp_buf types = KP_BUF_INIT;
        for (size_t t = 0; t < kp_type_count; t++)
            if (typed_members[i].kinds & KIND(kp_types[t].kind))
                kp_buf_addf(&types, "%s%s", types.len ? ", " : "", kp_types[t].name);
        kp_define_fault(d, member, _("\"%s\" does not go with type \"%s\"; it belongs to: %s"),
                        typed_members[i].name, field->type->name, types.data);
        kp_buf_release(&types);
    }
}

static bool read_limit(const struct kp_define *d, const struct kp_json *node, const char *name,
                       const struct kp_field *field, struct kp_number *out)
{
    const struct kp_json *member = kp_define_member(d, node, name, KP_JSON_NUMBER);
    bool length = field->type->kind == KP_TYPE_TEXT || field->type->kind == KP_TYPE_NOTE;
    int64_t whole;
    if (!member)
        return false;
    if (member->literal.len) {
        kp_define_fault(d, member, _("\"%s\" is out of range"), name);
        return false;
    }
    *out = member->number;
    if (length && (!kp_number_whole(*out, &whole) || whole < 0)) {
        kp_define_fault(d, member,
                        _("\"%s\" of a text counts characters: a whole number, 0 or more"), name);
        return false;
    }
    return true;
}

static void read_limits(const struct kp_define *d, const struct kp_json *node,
                        struct kp_field *field)
{
    field->has_min = read_limit(d, node, "min", field, &field->min);
    field->has_max = read_limit(d, node, "max", field, &field->max);
    if (!field->has_min || !field->has_max || kp_number_compare(field->min, field->max) <= 0)
        return;
    struct kp_buf min = KP_BUF_INIT, max = KP_BUF_INIT;
    kp_number_print(&min, field->min);
    kp_number_print(&max, field->max);
    kp_define_fault(d, kp_json_get(node, "min"), _("\"min\" (%s) is greater than \"max\" (%s)"),
                    min.data, max.data);
    kp_buf_release(&min);
    kp_buf_release(&max);
}

static void read_unit(const struct kp_define *d, const struct kp_json *node, struct kp_field *field)
{
    const struct kp_json *unit = kp_json_get(node, "unit");
    if (!unit)
        return;
    if (unit->kind != KP_JSON_STRING) {
        kp_define_words_of(d, unit, "unit", &field->unit);
        return;
    }
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        field->unit.in[lang] = unit->text;
}

/* Expressions are compiled when all fields are known; here only what stands beside them. */
static void read_rules(const struct kp_define *d, const struct kp_json *node,
                       struct kp_field *field)
{
    static const char *const not_calculated[] = {"required", "min", "max", NULL};
    const struct kp_json *check = kp_define_member(d, node, "check", KP_JSON_STRING);
    const struct kp_json *calc = kp_define_member(d, node, "calc", KP_JSON_STRING);
    const struct kp_json *message = kp_json_get(node, "message");
    kp_define_words(d, node, "message", false, &field->message);
    if (message && !kp_json_get(node, "check"))
        kp_define_fault(d, message,
                        _("\"message\" is what a false \"check\" says, "
                          "but there is no \"check\""));
    if (!calc)
        return;
    for (const char *const *name = not_calculated; *name; name++)
        if (kp_json_get(node, *name))
            kp_define_fault(d, kp_json_get(node, *name),
                            _("\"%s\" does not go with \"calc\": it is worked out, nobody is "
                              "asked"),
                            *name);
    if (check && !field->table)
        kp_define_fault(d, check,
                        _("\"check\" does not go with \"calc\": it is worked out, nobody is "
                          "asked"));
}

/* The column that `name` names, which must be there; *at is where it is named. */
static const struct kp_field *column_named(const struct kp_define *d, const struct kp_json *name,
                                           const struct kp_field *table)
{
    const struct kp_field *column = kp_field_column(table, name->text), *nearest = NULL;
    size_t least = SIZE_MAX, distance;
    if (column)
        return column;
    for (size_t i = 0; i < table->column_count; i++) {
        if (kp_define_near(name->text, table->columns[i].id, &distance) && distance < least) {
            nearest = &table->columns[i];
            least = distance;
        }
    }
    const char *shown = kp_define_shown(d, name->text);
    if (nearest)
        kp_define_fault(d, name, _("there is no column \"%s\"; did you mean \"%.*s\"?"), shown,
                        KP_STR_ARG(nearest->id));
    else
        kp_define_fault(d, name, _("there is no column \"%s\" in this table"), shown);
    return NULL;
}

static const struct kp_field *read_column_name(const struct kp_define *d,
                                               const struct kp_json *object, const char *member,
                                               const struct kp_field *table)
{
    const struct kp_json *name = kp_define_member(d, object, member, KP_JSON_STRING);
    return name ? column_named(d, name, table) : NULL;
}

static struct kp_field *read_columns(const struct kp_field_reader *r, const struct kp_json *node,
                                     struct kp_field *table)
{
    const struct kp_define *d = &r->define;
    const struct kp_json *array = kp_define_array(d, node, "columns", 1, MAX_COLUMNS);
    if (!array)
        return NULL;
    struct kp_field *columns = kp_arena_alloc(d->arena, array->count * sizeof *columns);
    struct kp_defined *ids = kp_arena_alloc(d->arena, array->count * sizeof *ids);
    size_t count = 0;
    KP_JSON_EACH(item, array)
    {
        struct kp_field *column = &columns[count];
        column->table = table;
        column->index = count;
        if (item->kind == KP_JSON_OBJECT)
            column->id = kp_define_id(d, item, "id", false);
        if (kp_str_is(column->id, "id")) {
            kp_define_fault(d, kp_json_get(item, "id"),
                            _("\"id\" is every row's own; call the column something else"));
            column->id = KP_STR("");
        }
        kp_field_read(r, item, column);
        ids[count++] = (struct kp_defined){column->id, item};
        if (column->id.len)
            ids[count - 1].at = kp_json_get(item, "id");
    }
    kp_define_unique(d, ids, count);
    table->columns = columns;
    table->column_count = count;
    return columns;
}

static void read_key(const struct kp_define *d, const struct kp_json *node, struct kp_field *table)
{
    const struct kp_field *column = read_column_name(d, node, "key", table);
    if (!column)
        return;
    if (kp_json_get(column->definition, "calc"))
        kp_define_fault(d, kp_json_get(node, "key"),
                        _("column \"%.*s\" is worked out, so it cannot be the key"),
                        KP_STR_ARG(column->id));
    else
        table->key = column->id;
}

static void read_totals(const struct kp_define *d, const struct kp_json *node,
                        struct kp_field *table)
{
    const struct kp_json *array = kp_define_array(d, node, "totals", 0, MAX_COLUMNS);
    struct kp_str *totals = array ? kp_arena_alloc(d->arena, array->count * sizeof *totals) : NULL;
    KP_JSON_EACH(item, array)
    {
        if (item->kind != KP_JSON_STRING) {
            kp_define_fault(d, item, _("\"totals\" lists the ids of columns"));
            continue;
        }
        const struct kp_field *column = column_named(d, item, table);
        if (!column || !column->type)
            continue;
        if (column->type->kind == KP_TYPE_NUMBER || column->type->kind == KP_TYPE_MONEY)
            totals[table->total_count++] = column->id;
        else
            kp_define_fault(d, item, _("column \"%.*s\" is of type \"%s\", which has no sum"),
                            KP_STR_ARG(column->id), column->type->name);
    }
    table->totals = totals;
}

static void read_view(const struct kp_define *d, const struct kp_json *node, struct kp_field *table)
{
    static const char *const views[] = {"plain",     "grid",   "radar",   "matrix",  "contacts",
                                        "customers", "groups", "drivers", "profile", NULL};
    static const char *const axis_members[] = {"rows", "columns", "cell", NULL};
    table->view = (enum kp_view)kp_define_enum(d, node, "view", views, KP_VIEW_PLAIN);
    const struct kp_json *axes = kp_json_get(node, "axes");
    if (!axes) {
        if (table->view == KP_VIEW_GRID)
            kp_define_fault(d, kp_json_get(node, "view"),
                            _("view \"grid\" needs \"axes\" with \"rows\", \"columns\" and "
                              "\"cell\""));
        return;
    }
    if (!kp_json_get(node, "view"))
        kp_define_fault(d, axes, _("\"axes\" belong to a \"view\", but there is none"));
    if (!kp_define_object(d, axes, axis_members))
        return;
    struct kp_str *places[] = {&table->axis_rows, &table->axis_columns, &table->axis_cell};
    for (int i = 0; axis_members[i]; i++) {
        kp_define_need(d, axes, axis_members[i], KP_JSON_STRING);
        const struct kp_json *name = kp_json_get(axes, axis_members[i]);
        const struct kp_field *column =
            name && name->kind == KP_JSON_STRING ? column_named(d, name, table) : NULL;
        if (column)
            *places[i] = column->id;
    }
}

static struct kp_field *read_table(const struct kp_field_reader *r, const struct kp_json *node,
                                   struct kp_field *table)
{
    struct kp_field *columns = read_columns(r, node, table);
    if (!columns)
        return NULL;
    read_key(&r->define, node, table);
    read_totals(&r->define, node, table);
    read_view(&r->define, node, table);
    return columns;
}

static void read_was(const struct kp_define *d, const struct kp_json *node, struct kp_field *field)
{
    const struct kp_json *array = kp_define_array(d, node, "was", 0, MAX_WAS);
    struct kp_str *was = array ? kp_arena_alloc(d->arena, array->count * sizeof *was) : NULL;
    KP_JSON_EACH(item, array)
    {
        if (item->kind == KP_JSON_STRING && item->text.len)
            was[field->was_count++] = item->text;
        else
            kp_define_fault(d, item, _("\"was\" lists earlier ids of the field"));
    }
    field->was = was;
}

static void read_aka(const struct kp_define *d, const struct kp_json *node, struct kp_field *column)
{
    const struct kp_json *array = kp_define_array(d, node, "aka", 0, MAX_AKA);
    struct kp_str *aka = array ? kp_arena_alloc(d->arena, array->count * sizeof *aka) : NULL;
    KP_JSON_EACH(item, array)
    {
        if (item->kind == KP_JSON_STRING && item->text.len)
            aka[column->aka_count++] = item->text;
        else
            kp_define_fault(d, item, _("\"aka\" lists other names of the column"));
    }
    column->aka = aka;
}

/* What only a field has, and a column takes from its table. */
static void read_standing(const struct kp_define *d, const struct kp_json *node,
                          struct kp_field *field)
{
    static const char *const scopes[] = {"account", "program", "both", NULL};
    static const char *const merges[] = {"atomic", NULL};
    if (field->table) {
        field->scope = field->table->scope;
        field->required = kp_define_bool(d, node, "required");
        read_aka(d, node, field);
        return;
    }
    field->scope = (enum kp_scope)kp_define_enum(d, node, "scope", scopes, KP_SCOPE_ACCOUNT);
    field->atomic = kp_define_enum(d, node, "merge", merges, -1) == 0;
    read_was(d, node, field);
}

static struct kp_field *read_typed(const struct kp_field_reader *r, const struct kp_json *node,
                                   struct kp_field *field)
{
    check_typed_members(&r->define, node, field);
    switch (field->type->kind) {
    case KP_TYPE_CHOICE:
    case KP_TYPE_CHOICES: kp_field_read_choices(r, node, field); return NULL;
    case KP_TYPE_SCALE: kp_field_read_scale(r, node, field); return NULL;
    case KP_TYPE_POSITION: kp_field_read_position(r, node, field); return NULL;
    case KP_TYPE_TABLE: return read_table(r, node, field);
    case KP_TYPE_NUMBER: read_unit(&r->define, node, field); break;
    default: break;
    }
    read_limits(&r->define, node, field);
    return NULL;
}

struct kp_field *kp_field_read(const struct kp_field_reader *reader, const struct kp_json *node,
                               struct kp_field *field)
{
    static const char *const visibilities[] = {"team", "company", "customer", NULL};
    const struct kp_define *d = &reader->define;
    int inherited = field->table ? (int)field->table->visibility : KP_VISIBLE_TEAM;
    field->definition = node;
    field->place = kp_json_place(d->file, node);
    if (!kp_define_object(d, node, field->table ? column_members : field_members))
        return NULL;
    read_type(d, node, field);
    kp_define_words(d, node, "label", true, &field->label);
    kp_define_words(d, node, "help", false, &field->help);
    field->visibility =
        (enum kp_visibility)kp_define_enum(d, node, "visibility", visibilities, inherited);
    read_standing(d, node, field);
    read_rules(d, node, field);
    return field->type ? read_typed(reader, node, field) : NULL;
}
