// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/type.h"

#include "model/type_internal.h"

/* clang-format off */
#define ROW(word, number, f, canonical_form)                                                       \
    {.name = (word), .kind = (number), .parse = kp_type_##f##_parse,                               \
     .accept = kp_type_##f##_accept, .check = kp_type_##f##_check, .show = kp_type_##f##_show,     \
     .edit = kp_type_##f##_edit, .schema = kp_type_##f##_schema, .hint = kp_type_##f##_hint,       \
     .canonical = (canonical_form)}

const struct kp_type kp_types[] = {
    ROW("text",     KP_TYPE_TEXT,     text,     kp_type_text_canonical),
    ROW("note",     KP_TYPE_NOTE,     text,     kp_type_text_canonical),
    ROW("list",     KP_TYPE_LIST,     list,     kp_type_list_canonical),
    ROW("number",   KP_TYPE_NUMBER,   number,   NULL),
    ROW("money",    KP_TYPE_MONEY,    number,   NULL),
    ROW("percent",  KP_TYPE_PERCENT,  number,   NULL),
    ROW("date",     KP_TYPE_DATE,     date,     NULL),
    ROW("yesno",    KP_TYPE_YESNO,    yesno,    NULL),
    ROW("choice",   KP_TYPE_CHOICE,   choice,   NULL),
    ROW("choices",  KP_TYPE_CHOICES,  choices,  kp_type_choices_canonical),
    ROW("scale",    KP_TYPE_SCALE,    scale,    NULL),
    ROW("person",   KP_TYPE_PERSON,   person,   NULL),
    ROW("people",   KP_TYPE_PEOPLE,   people,   NULL),
    ROW("position", KP_TYPE_POSITION, position, kp_type_position_canonical),
    ROW("table",    KP_TYPE_TABLE,    table,    kp_type_table_canonical),
};
/* clang-format on */

const size_t kp_type_count = sizeof kp_types / sizeof *kp_types;

const struct kp_type *kp_type_by_name(struct kp_str name)
{
    for (size_t i = 0; i < kp_type_count; i++)
        if (kp_str_is(name, kp_types[i].name))
            return &kp_types[i];
    return NULL;
}

const struct kp_type *kp_type_of(enum kp_type_kind kind)
{
    return &kp_types[kind];
}

bool kp_type_is_figure(enum kp_type_kind kind)
{
    return kind == KP_TYPE_NUMBER || kind == KP_TYPE_MONEY || kind == KP_TYPE_PERCENT ||
           kind == KP_TYPE_SCALE;
}

void kp_type_names(struct kp_buf *out)
{
    for (size_t i = 0; i < kp_type_count; i++)
        kp_buf_addf(out, "%s%s", i ? ", " : "", kp_types[i].name);
}

const struct kp_json *kp_value_canonical(const struct kp_field *field, const struct kp_json *value,
                                         struct kp_arena *arena)
{
    if (kp_json_is_null(value))
        return &kp_json_null;
    return field->type->canonical ? field->type->canonical(field, value, arena) : value;
}

void kp_type_hint(const struct kp_field *field, const struct kp_type_context *context,
                  struct kp_buf *out)
{
    field->type->hint(field, context, out);
}
