// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema_texts.h"

#define OBJECT   "'type': 'object', 'additionalProperties': false"
#define TEXT     "{'type': 'string'}"
#define COUNT    "{'type': 'integer', 'minimum': 0}"
#define DATE     "{'type': 'string', 'format': 'date'}"
#define CYCLE    "{'type': 'string', 'pattern': '^[0-9]{4}H[12]$'}"
#define REVISION "{'type': 'string', 'pattern': '^[0-9a-f]{40}$'}"
#define IDS      "{'type': 'array', 'items': " TEXT "}"
#define BASIS    "{'enum': ['fact', 'assumed', 'customer']}"

#define PEOPLE                                                                                     \
    "{'description': 'Those who appear in it, by id.', 'type': 'object',"                          \
    " 'additionalProperties': {'type': 'object', 'required': ['name'],"                            \
    "  'properties': {'name': " TEXT "}}}"

#define CELLS                                                                                      \
    "{'type': 'array', 'items': {" OBJECT ", 'required': ['column', 'before', 'after'],"           \
    " 'properties': {'column': " TEXT ", 'before': true, 'after': true}}}"

#define POINT                                                                                      \
    "{'description': 'One revision that wrote it; what does not apply is left out.', " OBJECT ","  \
    " 'required': ['revision', 'date', 'cycle', 'kind'], 'properties': {"                          \
    " 'revision': " REVISION ", 'date': " DATE ", 'cycle': " CYCLE ","                             \
    " 'kind': {'description': 'Against the one before it in time. kept: written again with the"    \
    " same value; damaged: it cannot be read.',"                                                   \
    "  'enum': ['new', 'changed', 'confirmed', 'kept', 'removed', 'damaged']},"                    \
    " 'title': " TEXT ", 'damage': " TEXT ","                                                      \
    " 'value': {'description': 'Of the field, row or cell; null: none.'},"                         \
    " 'state': {'enum': ['new', 'changed', 'confirmed']}, 'session': " TEXT ","                    \
    " 'said_by': " IDS ", 'basis': " BASIS ", 'inactive': {'const': true},"                        \
    " 'cells': " CELLS ","                                                                         \
    " 'rows': {'description': 'Of a table or list: those that differ.', 'type': 'array',"          \
    "  'items': {" OBJECT ", 'required': ['id', 'kind'], 'properties': {'id': " TEXT ","           \
    "   'kind': {'enum': ['new', 'changed', 'removed']}, 'cells': " CELLS "}}}}}"

const char kp_schema_history_text[] =
    "{'title': 'A field, row or cell through time (kamplan history --json)', " OBJECT ","
    " 'required': ['account', 'name', 'field', 'label', 'type', 'points', 'people'],"
    " 'properties': {'account': " TEXT ", 'name': " TEXT ", 'field': " TEXT ", 'label': " TEXT ","
    "  'type': " TEXT ", 'row': " TEXT ", 'row_name': " TEXT ", 'column': " TEXT ","
    "  'calculated': {'const': true},"
    "  'points': {'description': 'Newest first.', 'type': 'array', 'items': " POINT "},"
    "  'people': " PEOPLE "}}";

const char kp_schema_blame_text[] =
    "{'title': 'Since when each answer says what it says (kamplan blame --json)', " OBJECT ","
    " 'required': ['account', 'name', 'revision', 'cycle', 'date', 'signed', 'answers', 'people'],"
    " 'properties': {'account': " TEXT ", 'name': " TEXT ","
    "  'revision': {'type': ['string', 'null'], 'pattern': '^[0-9a-f]{40}$'},"
    "  'cycle': {'type': ['string', 'null'], 'pattern': '^[0-9]{4}H[12]$'},"
    "  'date': {'type': ['string', 'null'], 'format': 'date'},"
    "  'signed': {'description': 'As in the plan; null: not signed off.',"
    "   'type': ['object', 'null']},"
    "  'answers': {'type': 'array', 'items': {" OBJECT ","
    "   'required': ['field', 'value', 'looked_at', 'cycles'], 'properties': {"
    "    'field': " TEXT ", 'label': " TEXT ","
    "    'row': {'description': 'Of one row of it: its id.', 'type': 'string'},"
    "    'value': true,"
    "    'revision': {'description': 'In which it last took that value; left out where the record"
    " does not go back so far.', 'type': 'string', 'pattern': '^[0-9a-f]{40}$'},"
    "    'date': " DATE ", 'since': " CYCLE ", 'session': " TEXT ","
    "    'said_by': " IDS ", 'basis': " BASIS ","
    "    'looked_at': {'description': 'The cycle in which somebody last did.', 'type': 'string'},"
    "    'cycles': {'description': 'Since then.', 'type': 'integer', 'minimum': 0}}}},"
    "  'people': " PEOPLE "}}";

const char kp_schema_sign_text[] =
    "{'title': 'A sign-off (kamplan sign --json)', " OBJECT ","
    " 'required': ['account', 'cycle', 'signed', 'by'], 'properties': {"
    "  'account': " TEXT ", 'cycle': " CYCLE ","
    "  'by': {" OBJECT ", 'required': ['id'], 'properties': {'id': " TEXT ", 'name': " TEXT "}},"
    "  'signed': {" OBJECT ", 'required': ['by', 'date', 'revision', 'changed_since'],"
    "   'properties': {'by': " TEXT ", 'role': " TEXT ", 'comment': " TEXT ", 'date': " DATE ","
    "    'revision': " REVISION ", 'changed_since': " COUNT "}}}}";
