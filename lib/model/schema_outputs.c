// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema_texts.h"

/* Parts that several documents have. */
#define OBJECT   "'type': 'object', 'additionalProperties': false"
#define TEXT     "{'type': 'string'}"
#define COUNT    "{'type': 'integer', 'minimum': 0}"
#define FLAG     "{'type': 'boolean'}"
#define DATE     "{'type': 'string', 'format': 'date'}"
#define CYCLE    "{'type': 'string', 'pattern': '^[0-9]{4}H[12]$'}"
#define REVISION "{'type': 'string', 'pattern': '^[0-9a-f]{4,40}$'}"

#define PERSON                                                                                     \
    "{'type': 'object', 'additionalProperties': false, 'required': ['id'],"                        \
    " 'properties': {'id': " TEXT ", 'name': " TEXT "}}"

/* What is not known is left out. */
#define ACCOUNT                                                                                    \
    OBJECT ", 'required': ['slug', 'name', 'archived', 'revisions'], 'properties': {"              \
           " 'slug': " TEXT ", 'name': " TEXT ", 'kam': " PERSON ", 'sponsor': " PERSON ","        \
           " 'archived': " FLAG ", 'revisions': " COUNT ", 'last_cycle': " CYCLE ","               \
           " 'last_date': " DATE ", 'signed': {'type': 'object'}}"

#define SIGNOFF                                                                                    \
    OBJECT ", 'required': ['date', 'cycle', 'signature'], 'properties': {"                         \
           " 'by': " PERSON ", 'role': " TEXT ", 'comment': " TEXT ", 'date': " DATE ","           \
           " 'cycle': " CYCLE ", 'signature': {'enum': ['none', 'good', 'bad', 'unknown']},"       \
           " 'changed_since': " COUNT "}"

const struct kp_schema_text kp_schema_outputs[] = {
    {"plans",
     "{'title': 'Several plans as one document (kamplan export --format json)',"
     " 'type': 'object', 'additionalProperties': false, 'required': ['accounts'],"
     " 'properties': {'accounts': {'description': 'Each as the schema plan has it.',"
     "  'type': 'array', 'items': {'type': 'object', 'additionalProperties': false,"
     "  'required': ['account', 'name', 'revision', 'cycle', 'date', 'signed', 'answers', "
     "'people'],"
     "  'properties': {'account': " TEXT ", 'name': " TEXT ","
     "   'revision': {'type': ['string', 'null']}, 'cycle': {'type': ['string', 'null']},"
     "   'date': {'type': ['string', 'null'], 'format': 'date'},"
     "   'signed': {'type': ['object', 'null']}, 'answers': {'type': 'object'},"
     "   'people': {'type': 'object'}}}}}}",
     NULL},

    {"workspace",
     "{'title': 'The settings of a workspace (kamplan.json)', 'type': 'object',"
     " 'description': 'Members that are not named here are kept as they are.',"
     " 'required': ['format', 'company'], 'properties': {"
     "  'format': {'const': 1}, 'company': " TEXT ", 'language': {'enum': ['en', 'da', 'sv']},"
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
     "   'runs': {'description': 'The last three that took time, newest first; minutes by section,"
     " 0 where it was passed over.', 'type': 'array', 'items': {" OBJECT ","
     "    'required': ['session', 'account', 'minutes'], 'properties': {'session': " TEXT ","
     "     'account': " TEXT ", 'minutes': {'type': 'array', 'items': " COUNT "}}}},"
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
     " 'required': ['revision', 'account', 'session', 'cycle', 'new', 'changed', 'confirmed',"
     "  'dropped'],"
     " 'properties': {'revision': " REVISION ", 'account': " TEXT ", 'session': " TEXT ","
     "  'cycle': " CYCLE ", 'new': " COUNT ", 'changed': " COUNT ", 'confirmed': " COUNT ","
     "  'dropped': " COUNT "}}",
     NULL},

    {"log",
     "{'title': 'Revisions, newest first (kamplan log --json)', " OBJECT ","
     " 'required': ['revisions'], 'properties': {'revisions': {'type': 'array', 'items': {"
     "  'description': 'What does not apply or is not known is left out.', " OBJECT ","
     "  'required': ['id', 'date', 'who', 'summary'],"
     "  'properties': {'id': " REVISION ", 'date': {'type': 'string', 'format': 'date-time'},"
     "   'cycle': " CYCLE ", 'account': " TEXT ", 'session': " TEXT ", 'script': " TEXT ","
     "   'who': " PERSON ", 'changed': " COUNT ", 'new': " COUNT ", 'confirmed': " COUNT ","
     "   'summary': " TEXT ","
     "   'restored_from': " REVISION ","
     "   'signed': {'description': 'The sign-off of its cycle.', " SIGNOFF "},"
     "   'signed_replaced': {'description': 'Earlier sign-offs of its cycle.', 'type': 'array',"
     "    'items': {" SIGNOFF "}}}}}}}",
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
     " 'required': ['value', 'known'], 'properties': {"
     "  'value': {'description': 'null when it is unknown.',"
     "   'type': ['string', 'number', 'boolean', 'array', 'object', 'null']},"
     "  'known': " FLAG "}}",
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
