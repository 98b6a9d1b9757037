// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema_texts.h"

#define OBJECT "'type': 'object', 'additionalProperties': false"
#define TEXT   "{'type': 'string'}"
#define COUNT  "{'type': 'integer', 'minimum': 0}"
#define CYCLE  "'pattern': '^[0-9]{4}H[12]$'"

/* Of what the change of a value consists. */
#define CHANGE                                                                                     \
    "'before': {'description': 'null: there was none.'},"                                          \
    "'after': {'description': 'null: there is none.'},"                                            \
    "'delta': {'description': 'Of two numbers.', " OBJECT ", 'required': ['by'],"                  \
    " 'properties': {'by': {'type': 'number'},"                                                    \
    "  'percent': {'description': 'Of the one before; left out where that was 0.',"                \
    "   'type': 'number'}}},"                                                                      \
    "'days': {'description': 'Between two dates.', 'type': 'integer'},"                            \
    "'words': {'description': 'What is same and removed makes up the first text, what is same and" \
    " added the second.', 'type': 'array', 'items': {" OBJECT ","                                  \
    " 'required': ['kind', 'text'], 'properties': {"                                               \
    "  'kind': {'enum': ['same', 'removed', 'added']}, 'text': " TEXT "}}}"

#define END                                                                                        \
    "{" OBJECT ", 'required': ['revision', 'cycle', 'date', 'signed'], 'properties': {"            \
    " 'revision': {'description': 'null: there was no plan yet.', 'type': ['string', 'null'],"     \
    "  'pattern': '^[0-9a-f]{4,40}$'},"                                                            \
    " 'cycle': {'type': ['string', 'null'], " CYCLE "},"                                           \
    " 'date': {'type': ['string', 'null'], 'format': 'date'},"                                     \
    " 'signed': {'type': ['object', 'null'], 'required': ['by'],"                                  \
    "  'properties': {'by': " TEXT ", 'role': " TEXT ", 'comment': " TEXT ","                      \
    "   'date': {'type': 'string', 'format': 'date'}}}}}"

#define ROW                                                                                        \
    "'row': {'description': 'A row that differs. It moved when it stands elsewhere among the rows" \
    " that both plans have.', " OBJECT ", 'required': ['id', 'kind', 'name'], 'properties': {"     \
    " 'id': " TEXT ", 'kind': {'enum': ['new', 'changed', 'removed']},"                            \
    " 'name': {'description': 'What it goes by.'},"                                                \
    " 'from': {'description': 'Its place before, from 0.', 'type': 'integer', 'minimum': 0},"      \
    " 'to': {'description': 'Its place after.', 'type': 'integer', 'minimum': 0},"                 \
    " 'moved': {'const': true}, 'before': {'type': 'object'}, 'after': {'type': 'object'},"        \
    " 'cells': {'type': 'array', 'items': {'$ref': '#/$defs/cell'}}}}"

#define CELL                                                                                       \
    "'cell': {" OBJECT ", 'required': ['column', 'before', 'after'], 'properties': {"              \
    " 'column': " TEXT ", 'label': " TEXT ", 'calculated': {'const': true}, " CHANGE "}}"

#define RECORD                                                                                     \
    "'record': {'description': 'What is stored with an answer. Its value stands here when it does" \
    " not apply or says nothing, for then it is not compared.', 'type': 'object',"                 \
    " 'required': ['state', 'cycle', 'session'],"                                                  \
    " 'properties': {'value': true, " KP_SCHEMA_ANSWER "}}, " KP_SCHEMA_PERSON

#define ITEM                                                                                       \
    "'item': {'description': 'One question. old and new are there where they are not the same; "   \
    "old without new: there is no answer any more.', " OBJECT ", 'required': ['field', 'kind'],"   \
    " 'properties': {"                                                                             \
    "  'field': " TEXT ", 'label': " TEXT ", 'type': " TEXT ", 'group': " TEXT ","                 \
    "  'kind': {'description': 'unseen: nobody has looked at it in between.',"                     \
    "   'enum': ['new', 'changed', 'removed', 'confirmed', 'unseen']},"                            \
    "  'calculated': {'const': true}, " CHANGE ","                                                 \
    "  'rows': {'description': 'Instead of before and after.', 'type': 'array',"                   \
    "   'items': {'$ref': '#/$defs/row'}},"                                                        \
    "  'totals': {'type': 'array', 'items': {'$ref': '#/$defs/cell'}},"                            \
    "  'old': {'$ref': '#/$defs/record'}, 'new': {'$ref': '#/$defs/record'},"                      \
    "  'since': {'description': 'The cycle in which somebody last looked at it.',"                 \
    "   'type': 'string', " CYCLE "},"                                                             \
    "  'cycles': {'description': 'That is so many cycles ago.', 'type': 'integer',"                \
    "   'minimum': 0}}}"

#define DIFF                                                                                       \
    "'description': 'Applied to the earlier plan it gives the later one: rows that are new or "    \
    "moved"                                                                                        \
    " go to their place, the others keep their order. A member that is null is as good as left"    \
    " out.', " OBJECT                                                                              \
    ", 'required': ['account', 'name', 'from', 'to', 'counts', 'items', 'aside',"                  \
    " 'questions', 'people'], 'properties': {"                                                     \
    " 'account': " TEXT ", 'name': " TEXT ", 'from': " END ", 'to': " END ","                      \
    " 'counts': {'description': 'Of answers; calculated values do not count.', " OBJECT ","        \
    "  'required': ['new', 'changed', 'removed', 'confirmed', 'unseen'], 'properties': {"          \
    "   'new': " COUNT ", 'changed': " COUNT ", 'removed': " COUNT ", 'confirmed': " COUNT ","     \
    "   'unseen': " COUNT "}},"                                                                    \
    " 'items': {'type': 'array', 'items': {'$ref': '#/$defs/item'}},"                              \
    " 'aside': {'description': 'Answers that apply in neither plan, or say nothing.',"             \
    "  'type': 'array', 'items': {" OBJECT ", 'required': ['field'], 'properties': {"              \
    "   'field': " TEXT ", 'label': " TEXT ", 'old': {'$ref': '#/$defs/record'},"                  \
    "   'new': {'$ref': '#/$defs/record'}}}},"                                                     \
    " 'questions': {'description': 'What was asked differently. A question may be there twice.',"  \
    "  'type': 'array', 'items': {" OBJECT ", 'required': ['kind', 'field'], 'properties': {"      \
    "   'kind': {'enum': ['added', 'retired', 'reworded', 'retyped']}, 'field': " TEXT ","         \
    "   'before': " TEXT ", 'after': " TEXT "}}},"                                                 \
    " 'people': {'description': 'Those who appear in it, by id.', 'type': 'object',"               \
    "  'additionalProperties': {'type': 'object', 'required': ['name'],"                           \
    "   'properties': {'name': " TEXT "}}}}"

const char kp_schema_diff_text[] =
    "{'title': 'What changed in a plan (kamplan diff ACCOUNT --json)', " DIFF ","
    " '$defs': {" ITEM ", " ROW ", " CELL ", " RECORD "}}";

const char kp_schema_diff_accounts_text[] =
    "{'title': 'What changed in all plans (kamplan diff --all-accounts --json)', " OBJECT ","
    " 'required': ['accounts'], 'properties': {"
    "  'accounts': {'type': 'array', 'items': {" DIFF "}}},"
    " '$defs': {" ITEM ", " ROW ", " CELL ", " RECORD "}}";
