// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema_texts.h"
#include "model/type.h"

/* clang-format off */
const char kp_schema_script_text[] =
"{'title': 'A session script (sessions/<id>.json)',"
" 'description': 'The agenda of a session: sections with time boxes, each a row of steps.',"
" 'type': 'object', 'additionalProperties': false, 'required': ['format', 'id', 'version', 'title', 'sections'],"
" 'properties': {"
"  '$schema': {'type': 'string'},"
"  'format': {'const': 1},"
"  'id': {'description': 'The name of the file without .json.', '$ref': '#/$defs/id'},"
"  'version': {'type': 'integer', 'minimum': 1, 'maximum': 1000000},"
"  'scope': {'description': 'For an account (when it is not said) or for the company.', 'enum': ['account', 'program']},"
"  'title': {'$ref': '#/$defs/words'},"
"  'about': {'$ref': '#/$defs/words'},"
"  'source': {'type': 'array', 'maxItems': 100, 'items': {'type': 'string'}},"
"  'people': {'type': 'object', 'additionalProperties': false,"
"   'properties': {'min': {'type': 'integer', 'minimum': 1, 'maximum': 1000}, 'max': {'type': 'integer', 'minimum': 1, 'maximum': 1000}}},"
"  'sections': {'type': 'array', 'minItems': 1, 'maxItems': 100, 'items': {'$ref': '#/$defs/section'}}},"
" '$defs': {"
"  'id': {'type': 'string', 'pattern': '^[a-z][a-z0-9_-]*$', 'maxLength': 64},"
"  'words': {'description': 'A text in every language.', 'type': 'object', 'minProperties': 1, 'additionalProperties': false,"
"   'properties': {'en': {'type': 'string'}, 'da': {'type': 'string'}, 'sv': {'type': 'string'}}},"
"  'minutes': {'type': 'integer', 'minimum': 1, 'maximum': 600},"
"  'condition': {'description': 'An expression; the step is left out unless it is true.', 'type': 'string', 'maxLength': 65536},"
"  'asked': {'description': 'The id of a field that is not calculated.', 'type': 'string'},"
"  'table': {'description': 'The id of a table.', 'type': 'string'},"
"  'text': {'description': 'The id of a text or a note.', 'type': 'string'},"
"  'rated': {'description': 'The id of a scale, a number or a percentage.', 'type': 'string'},"
"  'section': {'type': 'object', 'additionalProperties': false, 'required': ['id', 'title', 'minutes', 'steps'],"
"   'properties': {"
"    'id': {'$ref': '#/$defs/id'}, 'title': {'$ref': '#/$defs/words'}, 'minutes': {'$ref': '#/$defs/minutes'},"
"    'notes': {'description': 'For the facilitator only.', '$ref': '#/$defs/words'},"
"    'steps': {'type': 'array', 'minItems': 1, 'maxItems': 500, 'items': {'$ref': '#/$defs/step'}}}},"
"  'step': {'type': 'object', 'required': ['type'], 'properties': {"
"    'type': {'enum': ['say', 'ask', 'review', 'ideas', 'vote', 'promote', 'rate', 'break']}},"
"   'allOf': [{'if': {'properties': {'type': {'const': 'say'}}}, 'then': {'$ref': '#/$defs/say'}},"
"    {'if': {'properties': {'type': {'const': 'ask'}}}, 'then': {'$ref': '#/$defs/ask'}},"
"    {'if': {'properties': {'type': {'const': 'review'}}}, 'then': {'$ref': '#/$defs/review'}},"
"    {'if': {'properties': {'type': {'const': 'ideas'}}}, 'then': {'$ref': '#/$defs/ideas'}},"
"    {'if': {'properties': {'type': {'const': 'vote'}}}, 'then': {'$ref': '#/$defs/vote'}},"
"    {'if': {'properties': {'type': {'const': 'promote'}}}, 'then': {'$ref': '#/$defs/promote'}},"
"    {'if': {'properties': {'type': {'const': 'rate'}}}, 'then': {'$ref': '#/$defs/rate'}},"
"    {'if': {'properties': {'type': {'const': 'break'}}}, 'then': {'$ref': '#/$defs/break'}}]},"
"  'say': {'description': 'A text for the room.', 'type': 'object', 'additionalProperties': false, 'required': ['type', 'text'],"
"   'properties': {'type': {'const': 'say'}, 'id': {'$ref': '#/$defs/id'}, 'text': {'$ref': '#/$defs/words'},"
"    'show': {'description': 'The id of a field: what stands of it is shown below the text.', 'type': 'string'},"
"    'when': {'$ref': '#/$defs/condition'}, 'minutes': {'$ref': '#/$defs/minutes'}}},"
"  'ask': {'description': 'One question.', 'type': 'object', 'additionalProperties': false, 'required': ['type', 'field'],"
"   'properties': {'type': {'const': 'ask'}, 'id': {'$ref': '#/$defs/id'}, 'field': {'$ref': '#/$defs/asked'},"
"    'prompt': {'$ref': '#/$defs/words'}, 'help': {'$ref': '#/$defs/words'},"
"    'propose': {'description': 'What is offered where nothing stands yet: an expression; of a table, a list of keys of rows.',"
"     'type': 'string', 'maxLength': 65536},"
"    'ask': {'description': 'Columns that rows which were offered are asked for, beside the required ones.', 'type': 'array',"
"     'minItems': 1, 'maxItems': 100, 'items': {'type': 'string'}},"
"    'required': {'description': 'The session does not close without an answer.', 'type': 'boolean'},"
"    'offer': {'description': 'Rows to begin with where the plan has none: those of the first whose condition holds.',"
"     'type': 'array', 'minItems': 1, 'maxItems': 20, 'items': {'$ref': '#/$defs/offer'}},"
"    'ranking': {'description': 'The candidates are offered in the order of their points, those above the cut as chosen.', 'type': 'boolean'},"
"    'when': {'$ref': '#/$defs/condition'}, 'minutes': {'$ref': '#/$defs/minutes'}}},"
"  'review': {'description': 'The open rows of a table, one by one.', 'type': 'object', 'additionalProperties': false, 'required': ['type', 'field'],"
"   'properties': {'type': {'const': 'review'}, 'id': {'$ref': '#/$defs/id'}, 'field': {'$ref': '#/$defs/table'},"
"    'open': {'description': 'Which rows are open: an expression on a row.', 'type': 'string', 'maxLength': 65536},"
"    'prompt': {'$ref': '#/$defs/words'}, 'help': {'$ref': '#/$defs/words'},"
"    'when': {'$ref': '#/$defs/condition'}, 'minutes': {'$ref': '#/$defs/minutes'}}},"
"  'ideas': {'description': 'A round of ideas.', 'type': 'object', 'additionalProperties': false, 'required': ['type', 'id', 'prompt'],"
"   'properties': {'type': {'const': 'ideas'}, 'id': {'$ref': '#/$defs/id'},"
"    'prompt': {'$ref': '#/$defs/words'}, 'help': {'$ref': '#/$defs/words'}, 'silent': {'type': 'boolean'},"
"    'when': {'$ref': '#/$defs/condition'}, 'minutes': {'$ref': '#/$defs/minutes'}}},"
"  'vote': {'description': 'Dots on a round of ideas.', 'type': 'object', 'additionalProperties': false, 'required': ['type', 'on', 'dots'],"
"   'properties': {'type': {'const': 'vote'}, 'id': {'$ref': '#/$defs/id'}, 'on': {'$ref': '#/$defs/id'},"
"    'dots': {'description': 'Of each person.', 'type': 'integer', 'minimum': 1, 'maximum': 100},"
"    'each': {'description': 'The most of one person on one idea.', 'type': 'integer', 'minimum': 1, 'maximum': 100},"
"    'prompt': {'$ref': '#/$defs/words'}, 'help': {'$ref': '#/$defs/words'},"
"    'when': {'$ref': '#/$defs/condition'}, 'minutes': {'$ref': '#/$defs/minutes'}}},"
"  'promote': {'description': 'The best ideas become rows of a table.', 'type': 'object', 'additionalProperties': false,"
"   'required': ['type', 'from', 'into', 'as'],"
"   'properties': {'type': {'const': 'promote'}, 'id': {'$ref': '#/$defs/id'}, 'from': {'$ref': '#/$defs/id'},"
"    'into': {'$ref': '#/$defs/table'}, 'as': {'description': 'The column that takes the text of the idea.', 'type': 'string'},"
"    'most': {'type': 'integer', 'minimum': 1, 'maximum': 100},"
"    'ask': {'description': 'Columns that a new row is asked for, beside the required ones.', 'type': 'array',"
"     'minItems': 1, 'maxItems': 100, 'items': {'type': 'string'}},"
"    'who': {'description': 'The column that takes who gave the idea.', 'type': 'string'},"
"    'group': {'description': 'The column that takes the heading of its group.', 'type': 'string'},"
"    'votes': {'description': 'The column that takes its dots.', 'type': 'string'},"
"    'prompt': {'$ref': '#/$defs/words'}, 'help': {'$ref': '#/$defs/words'},"
"    'when': {'$ref': '#/$defs/condition'}, 'minutes': {'$ref': '#/$defs/minutes'}}},"
"  'offer': {'type': 'object', 'additionalProperties': false, 'required': ['rows'],"
"   'properties': {'when': {'$ref': '#/$defs/condition'},"
"    'rows': {'type': 'array', 'minItems': 1, 'maxItems': 100, 'items': {"
"     'description': 'Values by column; a text may be in every language.', 'type': 'object'}}}},"
"  'rate': {'description': 'The score of each person, then the agreed one. With rows and by: each person scores every row of one table on every row of another, and the means go into a grid.',"
"   'type': 'object', 'additionalProperties': false, 'required': ['type', 'field'],"
"   'dependentRequired': {'rows': ['by'], 'by': ['rows']},"
"   'if': {'required': ['rows'], 'properties': {'rows': true}},"
"   'then': {'properties': {'field': {'$ref': '#/$defs/table'}, 'evidence': false}},"
"   'else': {'properties': {'field': {'$ref': '#/$defs/rated'}}},"
"   'properties': {'type': {'const': 'rate'}, 'id': {'$ref': '#/$defs/id'}, 'field': {'type': 'string'},"
"    'rows': {'description': 'The table whose rows are scored.', '$ref': '#/$defs/table'},"
"    'by': {'description': 'The table whose rows they are scored on.', '$ref': '#/$defs/table'},"
"    'evidence': {'description': 'The text or note that takes the evidence; else only the session has it.', '$ref': '#/$defs/text'},"
"    'prompt': {'$ref': '#/$defs/words'}, 'help': {'$ref': '#/$defs/words'},"
"    'when': {'$ref': '#/$defs/condition'}, 'minutes': {'$ref': '#/$defs/minutes'}}},"
"  'break': {'type': 'object', 'additionalProperties': false, 'required': ['type', 'minutes'],"
"   'properties': {'type': {'const': 'break'}, 'id': {'$ref': '#/$defs/id'}, 'text': {'$ref': '#/$defs/words'},"
"    'when': {'$ref': '#/$defs/condition'}, 'minutes': {'$ref': '#/$defs/minutes'}}}}}";
/* clang-format on */

#define KIND(kind) (1u << (kind))

/* The member of "$defs" lists the fields of these kinds, unless there are none. */
static void list_fields(struct kp_json *schema, const char *name, unsigned kinds,
                        const struct kp_model *model, struct kp_arena *arena)
{
    struct kp_json *ids = kp_json_new_array(arena);
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        if (!field->calc && kinds & KIND(field->type->kind))
            kp_json_append(arena, ids, kp_json_new_string(arena, field->id));
    }
    if (ids->count)
        kp_json_set(arena, kp_schema_child(kp_schema_child(schema, "$defs"), name), "enum", ids);
}

void kp_schema_fit_script(struct kp_json *schema, const struct kp_model *model,
                          struct kp_arena *arena)
{
    list_fields(schema, "asked", ~0u, model, arena);
    list_fields(schema, "table", KIND(KP_TYPE_TABLE), model, arena);
    list_fields(schema, "text", KIND(KP_TYPE_TEXT) | KIND(KP_TYPE_NOTE), model, arena);
    list_fields(schema, "rated", KIND(KP_TYPE_SCALE) | KIND(KP_TYPE_NUMBER) | KIND(KP_TYPE_PERCENT),
                model, arena);
}
