// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/field.h"

#include "base/alloc.h"
#include "base/text.h"
#include "model/field_read.h"

#include <stdlib.h>

enum { MAX_GROUPS = 500, MAX_FIELDS = 5000, MAX_SCALES = 500 };

/* A group, a field or a scale as one of the files has it. */
struct entry {
    struct kp_str id; /* empty: it was no good */
    const struct kp_json *node;
    size_t source, order;
    size_t group; /* of a field: its group's index, in the end */
};

struct entries {
    struct entry *items;
    size_t count, cap;
};

struct loader {
    struct kp_model *model;
    const struct kp_model_source *sources;
    struct kp_define *defines; /* by source */
    struct entries groups, fields, scales;
    struct kp_named_scale *named;
    struct kp_faults *faults;
    /* What takes an earlier file's place keeps its type; where it did not, what uses it is not judged. */
    bool keeps_types, misfit;
};

static void add_entry(struct entries *entries, struct kp_str id, const struct kp_json *node,
                      size_t source)
{
    entries->items = kp_grow(entries->items, entries->count, &entries->cap, sizeof *entries->items);
    entries->items[entries->count] = (struct entry){id, node, source, entries->count, 0};
    entries->count++;
}

static void collect(struct loader *l, size_t source, const char *name, size_t most, bool dots,
                    struct entries *entries)
{
    const struct kp_define *d = &l->defines[source];
    const struct kp_json *array = kp_define_array(d, l->sources[source].document, name, 0, most);
    if (!array)
        return;
    struct kp_defined *ids = kp_arena_alloc(&l->model->arena, array->count * sizeof *ids);
    size_t count = 0;
    KP_JSON_EACH(item, array)
    {
        struct kp_str id = {"", 0};
        if (item->kind == KP_JSON_OBJECT)
            id = kp_define_id(d, item, "id", dots);
        ids[count++] = (struct kp_defined){id, id.len ? kp_json_get(item, "id") : item};
        add_entry(entries, id, item, source);
    }
    kp_define_unique(d, ids, count);
}

static void collect_scales(struct loader *l, size_t source)
{
    const struct kp_define *d = &l->defines[source];
    const struct kp_json *scales =
        kp_define_member(d, l->sources[source].document, "scales", KP_JSON_OBJECT);
    if (scales && scales->count > MAX_SCALES) {
        kp_define_fault(d, scales, _("\"scales\" has more than %d members"), MAX_SCALES);
        return;
    }
    KP_JSON_EACH(scale, scales)
    add_entry(&l->scales, scale->name, scale, source);
}

static void collect_source(struct loader *l, size_t source)
{
    static const char *const members[] = {"format", "groups",  "scales", "fields",
                                          "script", "$schema", NULL};
    const struct kp_define *d = &l->defines[source];
    const struct kp_json *document = l->sources[source].document;
    if (document->kind == KP_JSON_OBJECT && !kp_define_format(d, document))
        return;
    if (!kp_define_object(d, document, members))
        return;
    collect(l, source, "groups", MAX_GROUPS, false, &l->groups);
    collect_scales(l, source);
    collect(l, source, "fields", MAX_FIELDS, true, &l->fields);
}

static int compare_ids(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = kp_str_compare(left->id, right->id);
    return order ? order : (left->order > right->order) - (left->order < right->order);
}

static int compare_order(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    if (left->group != right->group)
        return left->group < right->group ? -1 : 1;
    return (left->order > right->order) - (left->order < right->order);
}

static const struct kp_json *column_of(const struct kp_json *field, struct kp_str id)
{
    const struct kp_json *columns = kp_json_get(field, "columns");
    KP_JSON_EACH(column, columns && columns->kind == KP_JSON_ARRAY ? columns : NULL)
    if (column->kind == KP_JSON_OBJECT && kp_str_equal(kp_json_text(column, "id"), id))
        return column;
    return NULL;
}

static bool check_type(const struct kp_define *d, const struct kp_json *earlier,
                       const struct kp_json *node)
{
    struct kp_str was = kp_json_text(earlier, "type");
    const struct kp_json *type = kp_json_get(node, "type");
    if (!was.len || !type || type->kind != KP_JSON_STRING || kp_str_equal(was, type->text))
        return true;
    kp_define_fault(d, type,
                    _("the built-in \"%s\" is of type \"%.*s\", and what has been answered "
                      "would not fit; keep the type, or take another id"),
                    kp_define_shown(d, kp_json_text(node, "id")), KP_STR_ARG(was));
    return false;
}

/*
 * A field that takes a built-in one's place: the answers that are there, and the calculations and
 * sessions that use it, must go on. False where a type is another one.
 */
static bool check_replacement(const struct kp_define *d, const struct kp_json *earlier,
                              const struct kp_json *node)
{
    bool fits = check_type(d, earlier, node);
    const struct kp_json *columns = kp_json_get(earlier, "columns");
    if (!columns || columns->kind != KP_JSON_ARRAY || !kp_json_get(node, "columns"))
        return fits;
    KP_JSON_EACH(column, columns)
    {
        struct kp_str id = kp_json_text(column, "id");
        const struct kp_json *same = column_of(node, id);
        if (same)
            fits = check_type(d, column, same) && fits;
        else
            kp_faults_add(d->faults, KP_FAULT_WARNING, kp_json_place(d->file, node),
                          _("the built-in \"%s\" has a column \"%.*s\" too; what stands in it "
                            "will not be shown, and what is worked out from it is missing"),
                          kp_define_shown(d, kp_json_text(node, "id")), KP_STR_ARG(id));
    }
    return fits;
}

/* A later file's entry takes the place of an earlier one's of the same id. */
static void replace_earlier(struct loader *l, struct entries *entries)
{
    size_t kept = 0;
    if (entries->count < 2)
        return;
    qsort(entries->items, entries->count, sizeof *entries->items, compare_ids);
    for (size_t i = 0; i < entries->count; i++) {
        struct entry *last = kept ? &entries->items[kept - 1] : NULL;
        if (last && last->id.len && kp_str_equal(last->id, entries->items[i].id)) {
            const struct entry *own = &entries->items[i];
            if (entries == &l->fields && l->keeps_types && own->source != last->source &&
                !check_replacement(&l->defines[own->source], last->node, own->node))
                l->misfit = true;
            last->node = entries->items[i].node;
            last->source = entries->items[i].source;
        } else {
            entries->items[kept++] = entries->items[i];
        }
    }
    entries->count = kept;
    qsort(entries->items, kept, sizeof *entries->items, compare_order);
}

static void read_groups(struct loader *l)
{
    static const char *const members[] = {"id", "label", NULL};
    struct kp_group *groups = kp_arena_alloc(&l->model->arena, l->groups.count * sizeof *groups);
    for (size_t i = 0; i < l->groups.count; i++) {
        const struct entry *entry = &l->groups.items[i];
        groups[i].id = entry->id;
        if (kp_define_object(&l->defines[entry->source], entry->node, members))
            kp_define_words(&l->defines[entry->source], entry->node, "label", true,
                            &groups[i].label);
    }
    l->model->groups = groups;
    l->model->group_count = l->groups.count;
}

static void read_scales(struct loader *l)
{
    struct kp_arena *arena = &l->model->arena;
    struct kp_json *merged = kp_json_new_object(arena);
    l->named = kp_arena_alloc(arena, l->scales.count * sizeof *l->named);
    for (size_t i = 0; i < l->scales.count; i++) {
        const struct entry *entry = &l->scales.items[i];
        struct kp_str name = kp_arena_str(arena, entry->id);
        l->named[i].name = name;
        kp_scale_read(&l->defines[entry->source], entry->node, &l->named[i].scale);
        kp_json_set(arena, merged, name.data, entry->node);
    }
    if (l->scales.count)
        l->model->scales = merged;
}

/* The index of a field's group; behind all of them when there is no such group, which is a fault.
 */
static size_t find_group(const struct loader *l, const struct entry *entry)
{
    const struct kp_define *d = &l->defines[entry->source];
    size_t none = l->model->group_count, least = SIZE_MAX, distance;
    struct kp_str nearest = {"", 0};
    if (entry->node->kind != KP_JSON_OBJECT)
        return none;
    const struct kp_json *name = kp_define_need(d, entry->node, "group", KP_JSON_STRING);
    for (size_t i = 0; name && i < none; i++)
        if (name->text.len && kp_str_equal(l->model->groups[i].id, name->text))
            return i;
    for (size_t i = 0; name && i < none; i++) {
        struct kp_str id = l->model->groups[i].id;
        if (kp_define_near(name->text, id, &distance) && distance < least) {
            least = distance;
            nearest = id;
        }
    }
    if (name && nearest.len)
        kp_define_fault(d, name, _("there is no group \"%s\"; did you mean \"%.*s\"?"),
                        kp_define_shown(d, name->text), KP_STR_ARG(nearest));
    else if (name)
        kp_define_fault(d, name, _("there is no group \"%s\"; add it to \"groups\""),
                        kp_define_shown(d, name->text));
    return none;
}

/* An earlier id of a field, where it is named. */
struct earlier {
    struct kp_str id;
    const struct kp_json *at;
    size_t field;
};

static int compare_earlier(const void *a, const void *b)
{
    const struct earlier *left = a, *right = b;
    int order = kp_str_compare(left->id, right->id);
    return order ? order : (left->field > right->field) - (left->field < right->field);
}

static size_t gather_earlier(const struct kp_model *model, struct earlier *out)
{
    size_t count = 0;
    for (size_t i = 0; i < model->field_count; i++) {
        if (!model->fields[i].was_count)
            continue;
        KP_JSON_EACH(item, kp_json_get(model->fields[i].definition, "was"))
        if (item->kind == KP_JSON_STRING && item->text.len)
            out[count++] = (struct earlier){item->text, item, i};
    }
    return count;
}

/*
 * An earlier id must lead to one field, and not be the id of another. Between files it may: a
 * snapshot knows a field by the id that it had then.
 */
static void check_earlier_ids(const struct loader *l)
{
    const struct kp_model *model = l->model;
    size_t count = 0;
    for (size_t i = 0; i < model->field_count; i++)
        count += model->fields[i].was_count;
    if (!count)
        return;
    struct earlier *all = kp_realloc_array(NULL, count, sizeof *all);
    count = gather_earlier(model, all);
    qsort(all, count, sizeof *all, compare_earlier);
    for (size_t i = 0; i < count; i++) {
        const struct kp_field *other = kp_model_field(model, all[i].id);
        size_t source = l->fields.items[all[i].field].source;
        if (!other && i && kp_str_equal(all[i].id, all[i - 1].id))
            other = &model->fields[all[i - 1].field];
        const struct kp_define *d = &l->defines[source];
        if (other && l->fields.items[other->index].source == source)
            kp_define_fault(d, all[i].at, _("\"%s\" is already an id of the field \"%.*s\""),
                            kp_define_shown(d, all[i].id), KP_STR_ARG(other->id));
    }
    free(all);
}

static int compare_fields(const void *a, const void *b)
{
    const struct kp_field *const *left = a, *const *right = b;
    return kp_str_compare((*left)->id, (*right)->id);
}

static void read_fields(struct loader *l)
{
    struct kp_model *model = l->model;
    size_t count = l->fields.count;
    struct kp_field *fields = kp_arena_alloc(&model->arena, count * sizeof *fields);
    struct kp_field **columns = kp_arena_alloc(&model->arena, count * sizeof(struct kp_field *));
    for (size_t i = 0; i < count; i++)
        l->fields.items[i].group = find_group(l, &l->fields.items[i]);
    if (count > 1)
        qsort(l->fields.items, count, sizeof *l->fields.items, compare_order);

    model->by_id = kp_arena_alloc(&model->arena, count * sizeof(struct kp_field *));
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &l->fields.items[i];
        struct kp_field_reader reader = {l->defines[entry->source], l->named, l->scales.count};
        fields[i].id = entry->id;
        fields[i].index = i;
        if (entry->group < model->group_count)
            fields[i].group = model->groups[entry->group].id;
        columns[i] = kp_field_read(&reader, entry->node, &fields[i]);
        model->by_id[i] = &fields[i];
    }
    if (count > 1)
        qsort(model->by_id, count, sizeof *model->by_id, compare_fields);
    model->fields = fields;
    model->field_count = count;
    check_earlier_ids(l);
    if (!l->misfit)
        kp_field_compile(model, fields, columns, l->faults);
}

static enum kp_status load(struct kp_model *model, const struct kp_model_source *sources,
                           size_t count, bool keeps_types, struct kp_faults *faults)
{
    size_t errors = faults->errors;
    *model = (struct kp_model){.arena = KP_ARENA_INIT};
    struct loader l = {
        .model = model, .sources = sources, .faults = faults, .keeps_types = keeps_types};
    l.defines = kp_arena_alloc(&model->arena, count * sizeof *l.defines);
    for (size_t i = 0; i < count; i++) {
        struct kp_str file = kp_arena_str(&model->arena, kp_str_from(sources[i].file));
        l.defines[i] = (struct kp_define){&model->arena, faults, file};
        collect_source(&l, i);
    }
    replace_earlier(&l, &l.groups);
    replace_earlier(&l, &l.scales);
    replace_earlier(&l, &l.fields);
    read_groups(&l);
    read_scales(&l);
    read_fields(&l);
    free(l.groups.items);
    free(l.scales.items);
    free(l.fields.items);
    if (faults->errors == errors)
        return KP_OK;
    kp_model_release(model);
    return KP_INVALID;
}

enum kp_status kp_model_load(struct kp_model *model, const struct kp_model_source *sources,
                             size_t count, struct kp_faults *faults)
{
    return load(model, sources, count, true, faults);
}

enum kp_status kp_model_load_past(struct kp_model *model, const struct kp_model_source *sources,
                                  size_t count, struct kp_faults *faults)
{
    return load(model, sources, count, false, faults);
}

void kp_model_release(struct kp_model *model)
{
    if (!model)
        return;
    kp_arena_release(&model->arena);
    *model = (struct kp_model){.arena = KP_ARENA_INIT};
}
