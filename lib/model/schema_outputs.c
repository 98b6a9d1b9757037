// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema_texts.h"

/* Parts that several documents have. */
#define OBJECT        "'type': 'object', 'additionalProperties': false"
#define TEXT          "{'type': 'string'}"
#define TEXT_OR_NULL  "{'type': ['string', 'null']}"
#define COUNT         "{'type': 'integer', 'minimum': 0}"
#define FLAG          "{'type': 'boolean'}"
#define DATE          "{'type': 'string', 'format': 'date'}"
#define DATE_OR_NULL  "{'type': ['string', 'null'], 'format': 'date'}"
#define CYCLE         "{'type': 'string', 'pattern': '^[0-9]{4}H[12]$'}"
#define CYCLE_OR_NULL "{'type': ['string', 'null'], 'pattern': '^[0-9]{4}H[12]$'}"
#define REVISION      "{'type': 'string', 'pattern': '^[0-9a-f]{4,40}$'}"

#define ACCOUNT                                                                                    \
    OBJECT ", 'required': ['slug', 'name', 'kam', 'sponsor', 'archived', 'revisions',"             \
           " 'last_cycle', 'last_date'], 'properties': {"                                          \
           " 'slug': " TEXT ", 'name': " TEXT ", 'kam': " TEXT_OR_NULL ","                         \
           " 'sponsor': " TEXT_OR_NULL ", 'archived': " FLAG ", 'revisions': " COUNT ","           \
           " 'last_cycle': " CYCLE_OR_NULL ", 'last_date': " DATE_OR_NULL "}"

const struct kp_schema_text kp_schema_outputs[] = {
    {"workspace",
     "{'title': 'A new workspace (kamplan init --json)', " OBJECT ","
     " 'required': ['path', 'company', 'language', 'currency', 'budget_month'], 'properties': {"
     "  'path': " TEXT ", 'company': " TEXT ", 'language': {'enum': ['en', 'da', 'sv']},"
     "  'currency': " TEXT ", 'budget_month': {'type': 'integer', 'minimum': 1, 'maximum': 12}}}",
     NULL},

    {"account",
     "{'title': 'One account (kamplan account add, show, rename, archive --json)', " ACCOUNT "}",
     NULL},

    {"account-list",
     "{'title': 'The accounts (kamplan account list --json)', " OBJECT ", 'required': ['accounts'],"
     " 'properties': {'accounts': {'type': 'array', 'items': {" ACCOUNT "}}}}",
     NULL},

    {"scripts",
     "{'title': 'Session scripts (kamplan scripts --json)', " OBJECT ", 'required': ['scripts'],"
     " 'properties': {'scripts': {'type': 'array', 'items': {" OBJECT ","
     "  'required': ['id', 'version', 'scope', 'title', 'minutes', 'questions', 'sections',"
     "   'origin'],"
     "  'properties': {'id': " TEXT ", 'version': " COUNT ","
     "   'scope': {'enum': ['account', 'program']}, 'title': " TEXT ", 'about': " TEXT ","
     "   'minutes': " COUNT ", 'questions': " COUNT
     ", 'origin': {'enum': ['built-in', 'workspace']},"
     "   'sections': {'type': 'array', 'items': {" OBJECT ","
     "    'required': ['id', 'title', 'minutes', 'questions'],"
     "    'properties': {'id': " TEXT ", 'title': " TEXT ", 'minutes': " COUNT ","
     "     'questions': {'type': 'array', 'items': {" OBJECT ","
     "      'required': ['number', 'field', 'prompt', 'type', 'required'],"
     "      'properties': {'number': {'type': 'string', 'pattern': '^[0-9]+[.][0-9]+$'},"
     "       'field': " TEXT ", 'prompt': " TEXT ", 'type': " TEXT ", 'required': " FLAG
     "}}}}}}}}}}}",
     NULL},

    {"run",
     "{'title': 'What was recorded (kamplan run --batch, edit, restore --json)', " OBJECT ","
     " 'required': ['revision', 'account', 'session', 'cycle', 'new', 'changed', 'confirmed'],"
     " 'properties': {'revision': " REVISION ", 'account': " TEXT ", 'session': " TEXT ","
     "  'cycle': " CYCLE ", 'new': " COUNT ", 'changed': " COUNT ", 'confirmed': " COUNT "}}",
     NULL},

    {"log",
     "{'title': 'Revisions, newest first (kamplan log --json)', " OBJECT
     ", 'required': ['revisions'],"
     " 'properties': {'revisions': {'type': 'array', 'items': {" OBJECT ","
     "  'required': ['id', 'date', 'cycle', 'account', 'session', 'script', 'who', 'changed',"
     "   'new', 'confirmed', 'summary', 'signed'],"
     "  'properties': {'id': " REVISION ", 'date': " DATE ", 'cycle': " CYCLE_OR_NULL ","
     "   'account': " TEXT_OR_NULL ", 'session': " TEXT_OR_NULL ", 'script': " TEXT_OR_NULL ","
     "   'who': {'type': ['object', 'null'], 'additionalProperties': false,"
     "    'required': ['id', 'name'], 'properties': {'id': " TEXT ", 'name': " TEXT "}},"
     "   'changed': " COUNT ", 'new': " COUNT ", 'confirmed': " COUNT ", 'summary': " TEXT ","
     "   'signed': {'description': 'null: not signed off.', 'type': ['object', 'null'],"
     "    'additionalProperties': false, 'required': ['by', 'date'],"
     "    'properties': {'by': " TEXT ", 'role': " TEXT ", 'comment': " TEXT ","
     "     'date': " DATE "}}}}}}}",
     NULL},

    {"check",
     "{'title': 'Faults of scripts and fields (kamplan check --json)', " OBJECT ","
     " 'required': ['files', 'errors', 'warnings'], 'properties': {"
     "  'errors': " COUNT ", 'warnings': " COUNT ","
     "  'files': {'type': 'array', 'items': {" OBJECT ", 'required': ['file', 'faults'],"
     "   'properties': {'file': " TEXT ", 'faults': {'type': 'array', 'items': {" OBJECT ","
     "    'required': ['line', 'column', 'severity', 'message'],"
     "    'properties': {'line': " COUNT ", 'column': " COUNT ","
     "     'severity': {'enum': ['error', 'warning']}, 'message': " TEXT "}}}}}}}}",
     NULL},

    {"eval",
     "{'title': 'What an expression gives (kamplan eval --json)', " OBJECT ","
     " 'required': ['value', 'unknown'], 'properties': {"
     "  'value': {'description': 'null when it is unknown.',"
     "   'type': ['string', 'number', 'boolean', 'array', 'object', 'null']},"
     "  'unknown': " FLAG "}}",
     NULL},

    {"doctor",
     "{'title': 'What is wrong with the workspace (kamplan doctor --json)', " OBJECT ","
     " 'required': ['findings'], 'properties': {'findings': {'type': 'array', 'items': {" OBJECT ","
     "  'required': ['kind', 'path', 'message', 'mendable', 'mended'],"
     "  'properties': {'kind': " TEXT ", 'path': " TEXT ", 'message': " TEXT ","
     "   'mendable': " FLAG ", 'mended': " FLAG "}}}}}",
     NULL},

    {NULL, NULL, NULL},
};
