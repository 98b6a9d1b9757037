// SPDX-License-Identifier: GPL-3.0-or-later
#include "json/json.h"

#include "base/alloc.h"
#include "base/text.h"

#include <stdlib.h>

const struct kp_json kp_json_null = {.kind = KP_JSON_NULL, .linked = true};

static struct kp_json *new_node(struct kp_arena *arena, enum kp_json_kind kind)
{
    struct kp_json *node = kp_arena_alloc(arena, sizeof *node);
    node->kind = kind;
    return node;
}

struct kp_json *kp_json_new_null(struct kp_arena *arena)
{
    return new_node(arena, KP_JSON_NULL);
}

struct kp_json *kp_json_new_bool(struct kp_arena *arena, bool value)
{
    struct kp_json *node = new_node(arena, KP_JSON_BOOL);
    node->boolean = value;
    return node;
}

struct kp_json *kp_json_new_number(struct kp_arena *arena, struct kp_number value)
{
    struct kp_json *node = new_node(arena, KP_JSON_NUMBER);
    node->number = value;
    return node;
}

struct kp_json *kp_json_new_whole(struct kp_arena *arena, int64_t value)
{
    return kp_json_new_number(arena, kp_number_from(value));
}

struct kp_json *kp_json_new_string(struct kp_arena *arena, struct kp_str text)
{
    struct kp_json *node = new_node(arena, KP_JSON_STRING);
    node->text = kp_arena_str(arena, text);
    return node;
}

struct kp_json *kp_json_new_array(struct kp_arena *arena)
{
    return new_node(arena, KP_JSON_ARRAY);
}

struct kp_json *kp_json_new_object(struct kp_arena *arena)
{
    return new_node(arena, KP_JSON_OBJECT);
}

/*
 * The node that may be linked into a tree for `value`: itself when it is fresh, so that it
 * can still be filled afterwards, else a copy that shares its children.
 */
static struct kp_json *linkable(struct kp_arena *arena, const struct kp_json *value)
{
    struct kp_json *node = (struct kp_json *)(uintptr_t)value; /* a fresh one is ours to write */
    if (!value || value->linked) {
        node = kp_arena_alloc(arena, sizeof *node);
        *node = value ? *value : kp_json_null;
    }
    node->linked = true;
    node->name = (struct kp_str){NULL, 0};
    node->next = NULL;
    return node;
}

static void append_node(struct kp_json *parent, struct kp_json *node)
{
    *(parent->count++ ? &parent->last->next : &parent->first) = node;
    parent->last = node;
}

void kp_json_append(struct kp_arena *arena, struct kp_json *array, const struct kp_json *item)
{
    append_node(array, linkable(arena, item));
}

void kp_json_set(struct kp_arena *arena, struct kp_json *object, const char *name,
                 const struct kp_json *value)
{
    struct kp_json *node = linkable(arena, value), *before = NULL;
    struct kp_json *old = object->count ? object->first : NULL;
    while (old && !kp_str_is(old->name, name)) {
        before = old;
        old = old->next;
    }
    if (!old) {
        node->name = kp_arena_str(arena, kp_str_from(name));
        append_node(object, node);
        return;
    }
    node->name = old->name;
    node->next = old->next;
    *(before ? &before->next : &object->first) = node;
    if (object->last == old)
        object->last = node;
}

void kp_json_add(struct kp_arena *arena, struct kp_json *object, struct kp_str name,
                 const struct kp_json *value)
{
    struct kp_json *node = linkable(arena, value);
    node->name = name;
    append_node(object, node);
}

void kp_json_set_string(struct kp_arena *arena, struct kp_json *object, const char *name,
                        struct kp_str text)
{
    kp_json_set(arena, object, name, kp_json_new_string(arena, text));
}

void kp_json_set_whole(struct kp_arena *arena, struct kp_json *object, const char *name,
                       int64_t value)
{
    kp_json_set(arena, object, name, kp_json_new_whole(arena, value));
}

void kp_json_set_bool(struct kp_arena *arena, struct kp_json *object, const char *name, bool value)
{
    kp_json_set(arena, object, name, kp_json_new_bool(arena, value));
}

static struct kp_str copy_text(struct kp_arena *arena, struct kp_str text)
{
    return text.data ? kp_arena_str(arena, text) : text;
}

struct kp_json *kp_json_copy(struct kp_arena *arena, const struct kp_json *value)
{
    if (!value)
        return kp_json_new_null(arena);
    struct kp_json *node = kp_arena_alloc(arena, sizeof *node);
    *node = *value;
    node->text = copy_text(arena, value->text); /* or its literal */
    node->name = (struct kp_str){NULL, 0};
    node->next = NULL;
    node->linked = false;
    node->count = 0;
    KP_JSON_EACH(item, value)
    {
        struct kp_json *child = kp_json_copy(arena, item);
        child->name = copy_text(arena, item->name);
        child->linked = true;
        append_node(node, child);
    }
    return node;
}

const struct kp_json *kp_json_get_str(const struct kp_json *object, struct kp_str name)
{
    if (!object || object->kind != KP_JSON_OBJECT)
        return NULL;
    KP_JSON_EACH(item, object)
    if (kp_str_equal(item->name, name))
        return item;
    return NULL;
}

const struct kp_json *kp_json_get(const struct kp_json *object, const char *name)
{
    return kp_json_get_str(object, kp_str_from(name));
}

struct kp_str kp_json_text(const struct kp_json *object, const char *name)
{
    const struct kp_json *value = kp_json_get(object, name);
    return value && value->kind == KP_JSON_STRING ? value->text : (struct kp_str){NULL, 0};
}

int64_t kp_json_whole(const struct kp_json *object, const char *name, int64_t fallback)
{
    const struct kp_json *value = kp_json_get(object, name);
    int64_t whole;
    if (value && value->kind == KP_JSON_NUMBER && !value->literal.len &&
        kp_number_whole(value->number, &whole))
        return whole;
    return fallback;
}

static int compare_names(const void *a, const void *b)
{
    const struct kp_json *const *left = a, *const *right = b;
    return kp_str_compare((*left)->name, (*right)->name);
}

static const struct kp_json **sorted_members(const struct kp_json *object)
{
    const struct kp_json **members = kp_realloc_array(NULL, object->count, sizeof *members);
    size_t count = 0;
    KP_JSON_EACH(item, object)
    members[count++] = item;
    qsort(members, count, sizeof *members, compare_names);
    return members;
}

static bool equal_sorted(const struct kp_json *a, const struct kp_json *b)
{
    const struct kp_json **left = sorted_members(a), **right = sorted_members(b);
    bool equal = true;
    for (size_t i = 0; equal && i < a->count; i++)
        equal = kp_str_equal(left[i]->name, right[i]->name) && kp_json_equal(left[i], right[i]);
    free(left);
    free(right);
    return equal;
}

/* Members mostly stand in the same order: they are sorted only where they do not. */
static bool equal_members(const struct kp_json *a, const struct kp_json *b)
{
    const struct kp_json *right = kp_json_first(b);
    KP_JSON_EACH(left, a)
    {
        if (!kp_str_equal(left->name, right->name))
            return equal_sorted(a, b);
        if (!kp_json_equal(left, right))
            return false;
        right = right->next;
    }
    return true;
}

static bool equal_items(const struct kp_json *a, const struct kp_json *b)
{
    const struct kp_json *right = kp_json_first(b);
    KP_JSON_EACH(left, a)
    {
        if (!kp_json_equal(left, right))
            return false;
        right = right->next;
    }
    return true;
}

bool kp_json_equal(const struct kp_json *a, const struct kp_json *b)
{
    a = a ? a : &kp_json_null;
    b = b ? b : &kp_json_null;
    if (a == b)
        return true;
    if (a->kind != b->kind || a->count != b->count)
        return false;
    switch (a->kind) {
    case KP_JSON_BOOL: return a->boolean == b->boolean;
    case KP_JSON_NUMBER:
        return kp_str_equal(a->literal, b->literal) && kp_number_equal(a->number, b->number);
    case KP_JSON_STRING: return kp_str_equal(a->text, b->text);
    case KP_JSON_ARRAY: return equal_items(a, b);
    case KP_JSON_OBJECT: return equal_members(a, b);
    default: return true;
    }
}

bool kp_json_is_null(const struct kp_json *value)
{
    return !value || value->kind == KP_JSON_NULL;
}

struct kp_place kp_json_place(struct kp_str file, const struct kp_json *value)
{
    return (struct kp_place){file, value ? value->line : 0, value ? value->column : 0};
}

const char *kp_json_kind_name(enum kp_json_kind kind)
{
    switch (kind) {
    case KP_JSON_BOOL: return _("true or false");
    case KP_JSON_NUMBER: return _("a number");
    case KP_JSON_STRING: return _("a string");
    case KP_JSON_ARRAY: return _("a list");
    case KP_JSON_OBJECT: return _("an object");
    default: return _("null");
    }
}
