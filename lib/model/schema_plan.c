// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema_customers.h"
#include "model/schema_texts.h"
#include "model/type.h"

const char kp_schema_answer_text[] =
    "{'title': 'One answer of a plan (plan/<field>.json)',"
    " 'description': 'Members that are not named here are kept as they are.',"
    " 'type': 'object', 'required': ['format', 'value', 'state', 'cycle', 'session'],"
    " 'properties': {'format': {'const': 1},"
    "  'value': {'description': 'As the type of the field has it; null: dropped.',"
    "   'type': ['string', 'number', 'boolean', 'array', 'object', 'null']}," KP_SCHEMA_ANSWER "},"
    " '$defs': {" KP_SCHEMA_PERSON "}}";

/* clang-format off */
const char kp_schema_plan_text[] =
    "{'title': 'A plan as one document (kamplan show ACCOUNT --json)',"
    " 'type': 'object', 'additionalProperties': false,"
    " 'required': ['account', 'name', 'revision', 'cycle', 'date', 'signed', 'answers', 'people'],"
    " 'properties': {"
    "  'account': {'type': 'string'}, 'name': {'type': 'string'},"
    "  'revision': {'type': ['string', 'null'], 'pattern': '^[0-9a-f]{4,40}$'},"
    "  'cycle': {'type': ['string', 'null'], 'pattern': '^[0-9]{4}H[12]$'},"
    "  'date': {'type': ['string', 'null'], 'format': 'date'},"
    "  'signed': {'description': 'null: not signed off.', 'type': ['object', 'null'],"
    "   'additionalProperties': false, 'required': ['by', 'date', 'revision', 'changed_since'],"
    "   'properties': {'by': {'description': 'A person; empty: nobody is named.', 'type': 'string'}, 'role': {'type': 'string'},"
    "    'comment': {'type': 'string'}, 'date': {'type': 'string', 'format': 'date'},"
    "    'revision': {'type': 'string', 'pattern': '^[0-9a-f]{40}$'},"
    "    'changed_since': {'description': 'Answers that are not any more what was signed off.',"
    "     'type': 'integer', 'minimum': 0}}},"
    "  'answers': {'description': 'By field id.', 'type': 'object', 'properties': {},"
    "   'additionalProperties': {'anyOf': [{'$ref': '#/$defs/answer'}, {'$ref': '#/$defs/calculated'}]}},"
    "  'people': {'description': 'Those who appear in it, by id.', 'type': 'object',"
    "   'propertyNames': {'$ref': '#/$defs/person'},"
    "   'additionalProperties': {'type': 'object', 'required': ['name'], 'properties': {'name': {'type': 'string'}}}},"
    "  'customers': " KP_SCHEMA_CUSTOMERS ","
    "  'selection': {'description': 'Of the company: what criteria, weights and scores come to.', 'type': 'object',"
    "   'additionalProperties': false, 'required': ['chosen', 'weight_sum', 'missing', 'criteria', 'ranking'],"
    "   'properties': {'cut': {'description': 'How many key accounts there are to be.', 'type': 'integer', 'minimum': 1},"
    "    'chosen': {'description': 'Decided to be key accounts.', 'type': 'integer'},"
    "    'weight_sum': {'type': 'number'},"
    "    'missing': {'description': 'Scores that count neither for nor against.', 'type': 'integer'},"
    "    'criteria': {'type': 'array', 'items': {'type': 'object', 'additionalProperties': false,"
    "     'required': ['id', 'criterion', 'share'],"
    "     'properties': {'id': {'type': 'string'}, 'criterion': {'type': 'string'}, 'weight': {'type': 'number'},"
    "      'share': {'description': 'Of all weights, in percent.', 'type': 'number'},"
    "      'turns': {'description': 'The nearest weight at which `in` draws level with `out`, who is above the cut; missing: there is none, or it was not tested.',"
    "       'type': 'object', 'additionalProperties': false, 'required': ['at', 'in', 'out'],"
    "       'properties': {'at': {'type': 'number'}, 'in': {'type': 'string'}, 'out': {'type': 'string'}}}}}},"
    "    'ranking': {'description': 'Most points first.', 'type': 'array', 'items': {'type': 'object', 'additionalProperties': false,"
    "     'required': ['id', 'name', 'side', 'missing', 'wide'],"
    "     'properties': {'id': {'type': 'string'}, 'name': {'type': 'string'}, 'account': {'type': 'string'},"
    "      'place': {'type': 'integer', 'minimum': 1}, 'tied': {'type': 'boolean'}, 'points': {'type': 'number'},"
    "      'side': {'description': 'Of the cut; undecided: equals of whom not all fit.', 'enum': ['above', 'undecided', 'below', 'unranked']},"
    "      'missing': {'type': 'integer'}, 'wide': {'description': 'Scores the room was far apart on.', 'type': 'integer'},"
    "      'decision': {'type': 'string'}}}}}},"
    "  'contact_map': {'description': 'Of contacts shown alone: what the contacts add up to.', 'type': 'object',"
    "   'additionalProperties': false,"
    "   'required': ['model', 'contacts', 'levels', 'levels_met', 'functions', 'functions_met', 'missing', 'single_points'],"
    "   'properties': {'model': {'description': 'By the contacts that exist.', 'enum': ['none', 'bowtie', 'between', 'diamond']},"
    "    'said': {'description': 'contacts.model', 'type': 'string'}, 'wanted': {'type': 'string'},"
    "    'contacts': {'description': 'Of any strength but 0.', 'type': 'integer'},"
    "    'levels': {'type': 'integer'}, 'levels_met': {'description': 'With a contact at eye level.', 'type': 'integer'},"
    "    'functions': {'type': 'integer'}, 'functions_met': {'type': 'integer'},"
    "    'missing': {'type': 'array', 'items': {'$ref': '#/$defs/gap'}},"
    "    'single_points': {'type': 'array', 'items': {'$ref': '#/$defs/gap'}}}}},"
    " '$defs': {" KP_SCHEMA_PERSON ","
    "  'gap': {'type': 'object', 'additionalProperties': false, 'required': ['kind'],"
    "   'properties': {'kind': {'enum': ['nobody', 'level', 'weak', 'one', 'holder', 'through']},"
    "    'ours': {'$ref': '#/$defs/person'}, 'theirs': {'$ref': '#/$defs/person'}, 'level': {'type': 'string'},"
    "    'strength': {'type': 'integer'}, 'wanted': {'type': 'integer'}, 'contacts': {'type': 'integer'}}},"
    "  'answer': {'description': 'A copy for the customer has no session.',"
    "   'type': 'object', 'required': ['value', 'state', 'cycle'],"
    "   'properties': {'value': true, " KP_SCHEMA_ANSWER "}},"
    "  'calculated': {'description': 'Worked out, not stored.', 'type': 'object',"
    "   'additionalProperties': false, 'required': ['value', 'calculated'],"
    "   'properties': {'value': true, 'calculated': {'const': true}}}}}";
/* clang-format on */

static struct kp_json *reference(struct kp_arena *arena, const char *to)
{
    struct kp_json *schema = kp_json_new_object(arena);
    kp_json_set_string(arena, schema, "$ref", kp_str_from(to));
    return schema;
}

/* A value of the field's type, or null. */
static struct kp_json *value_schema(const struct kp_field *field, struct kp_arena *arena)
{
    struct kp_json *either = kp_json_new_array(arena);
    struct kp_json *null = kp_json_new_object(arena);
    struct kp_json *schema = kp_json_new_object(arena);
    kp_json_set_string(arena, null, "type", KP_STR("null"));
    kp_json_append(arena, either, field->type->schema(field, arena));
    kp_json_append(arena, either, null);
    kp_json_set(arena, schema, "anyOf", either);
    return schema;
}

void kp_schema_fit_plan(struct kp_json *schema, const struct kp_model *model,
                        struct kp_arena *arena)
{
    struct kp_json *answers = kp_schema_child(
        kp_schema_child(kp_schema_child(schema, "properties"), "answers"), "properties");
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        struct kp_json *answer =
            reference(arena, field->calc ? "#/$defs/calculated" : "#/$defs/answer");
        struct kp_json *properties = kp_json_new_object(arena);
        kp_json_set(arena, properties, "value", value_schema(field, arena));
        kp_json_set_string(arena, answer, "title", kp_words_get(&field->label, KP_LANG_EN));
        kp_json_set_string(arena, answer, "type", KP_STR("object"));
        kp_json_set(arena, answer, "properties", properties);
        kp_json_set(arena, answers, field->id.data, answer);
    }
}
