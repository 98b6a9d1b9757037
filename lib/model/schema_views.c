// SPDX-License-Identifier: GPL-3.0-or-later
/* The documents of due, portfolio and forecast. What is not known is left out of them. */
#include "model/schema_customers.h"
#include "model/schema_texts.h"

#define OBJECT "'type': 'object', 'additionalProperties': false"
#define TEXT   "{'type': 'string'}"
#define COUNT  "{'type': 'integer', 'minimum': 0}"
#define WHOLE  "{'type': 'integer'}"
#define NUMBER "{'type': 'number'}"
#define FLAG   "{'type': 'boolean'}"
#define DATE   "{'type': 'string', 'format': 'date'}"
#define CYCLE  "{'type': 'string', 'pattern': '^[0-9]{4}H[12]$'}"

#define PERSON "{" OBJECT ", 'required': ['id'], 'properties': {'id': " TEXT ", 'name': " TEXT "}}"

#define LAST                                                                                       \
    "{'description': 'The session in which the plan was revised last.', " OBJECT ","               \
    " 'required': ['cycle', 'session'],"                                                           \
    " 'properties': {'cycle': " CYCLE ", 'date': " DATE ", 'session': " TEXT "}}"

#define SUM                                                                                        \
    "{" OBJECT ", 'required': ['won', 'lost', 'dropped', 'open', 'late', 'value', 'weighted',"     \
    "  'weighted_due', 'won_value', 'unforeseen', 'bands', 'kpis'],"                               \
    " 'properties': {'won': " COUNT ", 'lost': " COUNT ", 'dropped': " COUNT ", 'open': " COUNT    \
    ","                                                                                            \
    "  'late': {'description': 'Open, and past the day of their decision.',"                       \
    "   'type': 'integer', 'minimum': 0},"                                                         \
    "  'hit_rate': {'description': 'Won of those that are decided, in percent.',"                  \
    "   'type': 'integer'},"                                                                       \
    "  'slip_days': {'description': 'The median.', 'type': 'integer'},"                            \
    "  'value': " NUMBER ", 'weighted': " NUMBER ","                                               \
    "  'weighted_due': {'description': 'Of those that were to be decided by now.',"                \
    "   'type': 'number'},"                                                                        \
    "  'won_value': " NUMBER ","                                                                   \
    "  'won_rate': {'description': 'won_value in percent of weighted_due.', 'type': 'integer'},"   \
    "  'unforeseen': {'description': 'Won, and not in the plan then.', " OBJECT ","                \
    "   'required': ['count', 'value'],"                                                           \
    "   'properties': {'count': " COUNT ", 'value': " NUMBER "}},"                                 \
    "  'bands': {'description': 'By the chance that was given, in percent.',"                      \
    "   'type': 'array', 'items': {" OBJECT ","                                                    \
    "    'required': ['from', 'to', 'count', 'expected', 'won', 'open'],"                          \
    "    'properties': {'from': " COUNT ", 'to': " COUNT ", 'count': " COUNT ","                   \
    "     'expected': {'description': 'Wins: the sum of the chances.', 'type': 'number'},"         \
    "     'won': " COUNT ", 'open': " COUNT "}}},"                                                 \
    "  'kpis': {" OBJECT ", 'required': ['reached', 'missed', 'underway', 'unknown'],"             \
    "   'properties': {'reached': " COUNT ", 'missed': " COUNT ", 'underway': " COUNT ","          \
    "    'unknown': " COUNT "}}}}"

const struct kp_schema_text kp_schema_views[] = {
    {"due",
     "{'title': 'What is due (kamplan due --json)', " OBJECT ","
     " 'required': ['on', 'cycle', 'due', 'accounts'], 'properties': {"
     "  'on': " DATE ", 'cycle': " CYCLE ","
     "  'due': {'description': 'By when plans are revised in that cycle.', 'type': 'string',"
     "   'format': 'date'},"
     "  'accounts': {'description': 'The most urgent first.', 'type': 'array', 'items': {" OBJECT
     ","
     "   'required': ['account', 'name', 'revised', 'due', 'days', 'overdue', 'answers', 'unseen',"
     "    'actions', 'meetings'],"
     "   'properties': {'account': " TEXT ", 'name': " TEXT ","
     "    'revised': {'description': 'In the cycle that the day lies in.', 'type': 'boolean'},"
     "    'last': " LAST ","
     "    'signed': {'description': 'The plan of the last session was signed off.', " OBJECT ","
     "     'required': ['date'], 'properties': {'date': " DATE ", 'by': " PERSON "}},"
     "    'due': {'description': 'When the next revision is due.', 'type': 'string',"
     "     'format': 'date'},"
     "    'days': {'description': 'Until then; negative: overdue.', 'type': 'integer'},"
     "    'overdue': {'description': 'The revision is.', 'type': 'boolean'},"
     "    'answers': " COUNT ","
     "    'unseen': {'description': 'Not looked at for 1, 2, and 3 or more cycles.',"
     "     'type': 'array', 'minItems': 3, 'maxItems': 3, 'items': " COUNT "},"
     "    'actions': {" OBJECT ", 'required': ['open', 'overdue', 'items'],"
     "     'properties': {'open': " COUNT ", 'overdue': " COUNT ","
     "      'items': {'description': 'Open ones, the earliest first.', 'type': 'array',"
     "       'items': {" OBJECT ", 'required': ['id', 'what', 'overdue'],"
     "       'properties': {'id': " TEXT ", 'what': " TEXT ", 'owner': " PERSON ", 'due': " DATE ","
     "        'overdue': " FLAG "}}}}},"
     "    'meetings': {'description': 'From the day on.', 'type': 'array', 'items': {" OBJECT ","
     "     'required': ['id', 'purpose', 'date', 'internal'],"
     "     'properties': {'id': " TEXT ", 'purpose': " TEXT ", 'date': " DATE ","
     "      'internal': " FLAG "}}}}}}}}",
     NULL},

    {"portfolio",
     "{'title': 'All accounts side by side (kamplan portfolio --json)', " OBJECT ","
     " 'required': ['on', 'cycle', 'columns', 'accounts', 'totals'], 'properties': {"
     "  'on': " DATE ", 'cycle': " CYCLE ","
     "  'before': {'description': 'The cycle with which it is compared.', 'type': 'string',"
     "   'pattern': '^[0-9]{4}H[12]$'},"
     "  'currency': " TEXT ","
     "  'columns': {'type': 'array', 'items': {" OBJECT ", 'required': ['id', 'type'],"
     "   'properties': {'id': " TEXT ", 'type': " TEXT ", 'label': " TEXT "}}},"
     "  'accounts': {'type': 'array', 'items': {" OBJECT ","
     "   'required': ['account', 'name', 'revised', 'due', 'days', 'overdue_actions', 'values'],"
     "   'properties': {'account': " TEXT ", 'name': " TEXT ", 'kam': " PERSON ","
     "    'revision': " TEXT ", 'last': " LAST ", 'revised': " FLAG ", 'due': " DATE ","
     "    'days': " WHOLE ", 'overdue_actions': " COUNT ","
     "    'values': {'description': 'By the ids of the columns that are fields.',"
     "     'type': 'object'},"
     "    'before': {'description': 'The same in the cycle before; missing: no plan yet.',"
     "     'type': 'object'},"
     "    'faults': {'description': 'Answers that cannot be read.', 'type': 'integer',"
     "     'minimum': 1}}}},"
     "  'totals': {'description': 'By the ids of columns that have one.', 'type': 'object',"
     "   'additionalProperties': {" OBJECT ", 'required': ['value'],"
     "    'properties': {'value': " NUMBER ","
     "     'from': {'description': 'Of those accounts of which both states are known.',"
     "      'type': 'number'},"
     "     'to': " NUMBER "}}}}}",
     NULL},

    {"forecast",
     "{'title': 'A forecast held to account (kamplan forecast --json)', " OBJECT ","
     " 'required': ['from', 'on', 'accounts', 'sum'], 'properties': {"
     "  'from': " CYCLE ", 'on': " DATE ", 'currency': " TEXT ", 'sum': " SUM ","
     "  'accounts': {'type': 'array', 'items': {" OBJECT ","
     "   'required': ['account', 'name', 'opportunities', 'kpis', 'sum'],"
     "   'properties': {'account': " TEXT ", 'name': " TEXT ","
     "    'cycle': {'description': 'Of the last session before.', 'type': 'string',"
     "     'pattern': '^[0-9]{4}H[12]$'},"
     "    'date': " DATE ", 'sum': " SUM ","
     "    'opportunities': {'description': 'Those that were open then.', 'type': 'array',"
     "     'items': {" OBJECT ","
     "     'required': ['id', 'title', 'outcome', 'expected', 'now', 'late', 'gone'],"
     "     'properties': {'id': " TEXT ", 'title': " TEXT ","
     "      'outcome': {'enum': ['won', 'lost', 'dropped', 'open']},"
     "      'expected': {" OBJECT ", 'properties': {'value': " NUMBER ", 'probability': " NUMBER ","
     "       'weighted': " NUMBER ", 'decision_date': " DATE "}},"
     "      'now': {" OBJECT ", 'properties': {'value': " NUMBER ", 'decision_date': " DATE ","
     "       'reason': " TEXT "}},"
     "      'slip_days': " WHOLE ", 'late': " FLAG ","
     "      'gone': {'description': 'Not in the plan any more.', 'type': 'boolean'}}}},"
     "    'kpis': {'type': 'array', 'items': {" OBJECT ","
     "     'required': ['id', 'kpi', 'outcome'],"
     "     'properties': {'id': " TEXT ", 'kpi': " TEXT ", 'unit': " TEXT ","
     "      'outcome': {'enum': ['reached', 'missed', 'underway', 'unknown']},"
     "      'baseline': " NUMBER ", 'target': " NUMBER ","
     "      'target_now': {'description': 'Where it is another.', 'type': 'number'},"
     "      'by': " DATE ", 'actual': " NUMBER ","
     "      'way': {'description': 'Percent of the way from baseline to target.',"
     "       'type': 'integer'}}}}}}}}}",
     NULL},

    {"import",
     "{'title': 'A file for a table, and what was recorded (kamplan import --json)', " OBJECT ","
     " 'required': ['account', 'field', 'file', 'encoding', 'separator', 'rows', 'bad', 'columns', "
     "'sums',"
     "  'faults', 'new', 'changed', 'same', 'gone'], 'properties': {"
     "  'account': " TEXT ", 'field': " TEXT ", 'file': " TEXT ","
     "  'encoding': {'enum': ['UTF-8', 'UTF-16', 'Windows-1252']},"
     "  'separator': {'type': 'string', 'minLength': 1}, 'rows': " COUNT ","
     "  'bad': {'description': 'Rows that cannot be taken.', 'type': 'integer', 'minimum': 0},"
     "  'columns': {'description': 'Of the file.', 'type': 'array', 'items': {" OBJECT ","
     "   'required': ['title', 'how'], 'properties': {'title': " TEXT ","
     "    'how': {'enum': ['left', 'name', 'other-name', 'mapped', 'kept']},"
     "    'column': {'description': 'What it is taken as.', 'type': 'string'},"
     "    'near': {'description': 'A column that it may be meant as.', 'type': 'string'},"
     "    'decimal': {'enum': [',', '.']},"
     "    'assumed': {'description': 'Nothing in the column says so.', 'type': 'boolean'},"
     "    'mixed': " FLAG ","
     "    'turned': {'description': 'Costs were written as negative amounts.', 'type': 'boolean'},"
     "    'power': {'description': 'Of ten, by which its amounts were multiplied.', 'type': "
     "'integer'},"
     "    'rounded': " COUNT "}}},"
     "  'sums': {'description': 'By column of the table.', 'type': 'object',"
     "   'additionalProperties': " NUMBER "},"
     "  'faults': {'type': 'array', 'items': {" OBJECT ", 'required': ['line', 'message'],"
     "   'properties': {'line': {'type': 'integer', 'minimum': 1}, 'message': " TEXT "}}},"
     "  'new': " COUNT ", 'changed': " COUNT ", 'same': " COUNT ", 'gone': " COUNT ","
     "  'customers': " KP_SCHEMA_CUSTOMERS ","
     "  'recorded': {'description': 'As run --json; missing: nothing was recorded.', 'type': "
     "'object'}}}",
     NULL},

    {NULL, NULL, NULL},
};
