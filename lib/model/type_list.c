// SPDX-License-Identifier: GPL-3.0-or-later
/* list: items of one line each, every one with an id of its own. */
#include "model/type_internal.h"

static enum kp_status clean_item(struct kp_str text, struct kp_arena *arena, struct kp_str *out,
                                 struct kp_err *err)
{
    return kp_type_clean(arena, text, false, KP_TEXT_MAX, out, err);
}

/* An item is known by its text, whatever its case. */
static struct kp_str key_of(const struct kp_field *field, const struct kp_json *item,
                            struct kp_arena *arena)
{
    (void)field;
    return kp_utf8_fold(arena, kp_json_text(item, "text"));
}

static void append_item(struct kp_arena *arena, struct kp_json *items, struct kp_str id,
                        struct kp_str text)
{
    struct kp_json *item = kp_json_new_object(arena);
    kp_json_set_string(arena, item, "id", id);
    kp_json_set_string(arena, item, "text", text);
    kp_json_append(arena, items, item);
}

enum kp_status kp_type_list_parse(const struct kp_field *field, struct kp_str text,
                                  struct kp_type_context *context, const struct kp_json **out,
                                  struct kp_err *err)
{
    struct kp_str lines = {NULL, 0};
    enum kp_status status = kp_type_clean(context->arena, text, true, KP_NOTE_MAX, &lines, err);
    if (status)
        return status;
    struct kp_json *items = kp_json_new_array(context->arena);
    struct kp_row_index *index = kp_row_index_make(context->arena, NULL, field, key_of);
    size_t number = 0;
    while (lines.data && !status) {
        struct kp_str item = {NULL, 0}, line = kp_str_trim(kp_str_split(&lines, '\n'));
        number++;
        if (line.len == 0)
            continue;
        status = clean_item(line, context->arena, &item, err);
        if (!status)
            append_item(context->arena, items, kp_row_index_new(index, context->ids), item);
        else if (lines.data || items->count)
            kp_err_prefix(err, _("line %zu"), number);
    }
    if (!status)
        *out = items;
    return status;
}

/* ---- from a file: plain strings, or objects with `text` and perhaps `id` */

static enum kp_status read_item(const struct kp_json *item, struct kp_arena *arena,
                                struct kp_str *id, struct kp_str *text, struct kp_err *err)
{
    *id = (struct kp_str){NULL, 0};
    if (item->kind == KP_JSON_STRING)
        return clean_item(item->text, arena, text, err);
    if (item->kind != KP_JSON_OBJECT)
        return kp_type_wrong_kind(_("text in quotes"), item, err);
    KP_JSON_EACH(member, item)
    {
        bool known = kp_str_is(member->name, "id") || kp_str_is(member->name, "text");
        if (!known)
            return kp_err_set(err, KP_INVALID, _("\"%s\" is unknown; an item has id and text"),
                              kp_type_quote(arena, member->name));
        if (member->kind != KP_JSON_STRING)
            return kp_type_wrong_kind(_("text in quotes"), member, err);
    }
    *id = kp_json_text(item, "id");
    if (kp_json_get(item, "id") && !kp_id_valid(*id, 'r'))
        return kp_err_set(err, KP_INVALID, _("\"%s\" is no id; leave it out for a new item"),
                          kp_type_quote(arena, *id));
    return clean_item(kp_json_text(item, "text"), arena, text, err);
}

struct read_item {
    struct kp_str id, text;
};

static enum kp_status read_items(const struct kp_json *value, struct kp_row_index *index,
                                 struct kp_arena *arena, struct read_item *items,
                                 struct kp_err *err)
{
    size_t i = 0;
    KP_JSON_EACH(item, value)
    {
        struct read_item *read = &items[i++];
        enum kp_status status = read_item(item, arena, &read->id, &read->text, err);
        if (!status && read->id.len && !kp_row_index_claim(index, read->id))
            status = kp_err_set(err, KP_INVALID, _("the id %s is that of another item too"),
                                read->id.data);
        if (status)
            return kp_err_prefix(err, _("item %zu"), i);
    }
    return KP_OK;
}

enum kp_status kp_type_list_accept(const struct kp_field *field, const struct kp_json *value,
                                   const struct kp_json *old, struct kp_type_context *context,
                                   const struct kp_json **out, struct kp_err *err)
{
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_ARRAY)
        return kp_type_wrong_kind(_("a list of texts"), value, err);
    struct kp_arena *arena = context->arena;
    struct kp_row_index *index = kp_row_index_make(arena, old, field, key_of);
    struct read_item *items = kp_arena_alloc(arena, (value->count + 1) * sizeof *items);
    enum kp_status status = read_items(value, index, arena, items, err);
    if (status)
        return status;
    struct kp_json *list = kp_json_new_array(arena);
    for (size_t i = 0; i < value->count; i++) {
        struct kp_str id = items[i].id;
        if (id.len == 0)
            id = kp_row_index_find(index, kp_utf8_fold(arena, items[i].text));
        if (id.len == 0)
            id = kp_row_index_new(index, context->ids);
        append_item(arena, list, id, items[i].text);
    }
    *out = list;
    return KP_OK;
}

enum kp_status kp_type_list_check(const struct kp_field *field, const struct kp_json *value,
                                  struct kp_err *err)
{
    (void)field;
    if (kp_json_is_null(value))
        return KP_OK;
    enum kp_status status = kp_rows_check(value, err);
    if (status)
        return status;
    size_t place = 0;
    KP_JSON_EACH(item, value)
    {
        place++;
        const struct kp_json *text = kp_json_get(item, "text");
        if (!text)
            status = kp_err_set(err, KP_INVALID, _("needs a \"text\""));
        else if (text->kind != KP_JSON_STRING)
            status = kp_type_wrong_kind(_("text in quotes"), text, err);
        else
            status = kp_type_check_clean(text->text, false, KP_TEXT_MAX, err);
        if (status)
            return kp_err_prefix(err, _("item %zu"), place);
    }
    return KP_OK;
}

/* ---- showing */

static void add_items(const struct kp_json *value, const char *between, struct kp_buf *out)
{
    KP_JSON_EACH(item, value)
    {
        kp_buf_adds(out, item == value->first ? "" : between);
        const struct kp_json *text = kp_json_get(item, "text");
        kp_type_show_any(text ? text : item, out);
    }
}

void kp_type_list_show(const struct kp_field *field, const struct kp_json *value,
                       const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    (void)context;
    bool list = !kp_json_is_null(value) && value->kind == KP_JSON_ARRAY;
    if (list && value->count)
        add_items(value, "; ", out);
    else
        kp_type_show_any(list ? NULL : value, out);
}

void kp_type_list_edit(const struct kp_field *field, const struct kp_json *value,
                       const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    (void)context;
    if (!kp_json_is_null(value))
        add_items(value, "\n", out);
}

struct kp_json *kp_type_list_schema(const struct kp_field *field, struct kp_arena *arena)
{
    struct kp_json *properties = kp_json_new_object(arena);
    kp_json_set(arena, properties, "id", kp_type_schema_id(arena, 'r'));
    kp_json_set(arena, properties, "text", kp_type_schema_text(field, false, arena));
    struct kp_json *required = kp_json_new_array(arena);
    kp_json_append(arena, required, kp_json_new_string(arena, KP_STR("id")));
    kp_json_append(arena, required, kp_json_new_string(arena, KP_STR("text")));
    struct kp_json *item = kp_type_schema_of(arena, "object");
    kp_json_set(arena, item, "properties", properties);
    kp_json_set(arena, item, "required", required);
    struct kp_json *schema = kp_type_schema_of(arena, "array");
    kp_json_set(arena, schema, "items", item);
    return schema;
}

void kp_type_list_hint(const struct kp_field *field, const struct kp_type_context *context,
                       struct kp_buf *out)
{
    (void)field;
    (void)context;
    kp_buf_adds(out, _("one item on each line"));
}

/* id, text, then what this version does not know. */
static const struct kp_json *canonical_item(const struct kp_json *item, struct kp_arena *arena)
{
    if (item->kind != KP_JSON_OBJECT)
        return item;
    struct kp_json *canonical = kp_json_new_object(arena);
    const struct kp_json *id = kp_json_get(item, "id"), *text = kp_json_get(item, "text");
    struct kp_str clean;
    if (id)
        kp_json_set(arena, canonical, "id", id);
    if (text && text->kind == KP_JSON_STRING && !kp_type_is_plain(text->text, false, KP_TEXT_MAX) &&
        !kp_type_clean(arena, text->text, false, KP_TEXT_MAX, &clean, NULL))
        kp_json_set_string(arena, canonical, "text", clean);
    else if (text)
        kp_json_set(arena, canonical, "text", text);
    KP_JSON_EACH(member, item)
    {
        if (member != id && member != text)
            kp_json_set(arena, canonical, member->name.data, member);
    }
    return canonical;
}

const struct kp_json *kp_type_list_canonical(const struct kp_field *field,
                                             const struct kp_json *value, struct kp_arena *arena)
{
    (void)field;
    if (value->kind != KP_JSON_ARRAY)
        return value;
    struct kp_json *items = kp_json_new_array(arena);
    KP_JSON_EACH(item, value)
    {
        kp_json_append(arena, items, canonical_item(item, arena));
    }
    return items;
}
