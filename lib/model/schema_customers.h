// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_SCHEMA_CUSTOMERS_H
#define KP_MODEL_SCHEMA_CUSTOMERS_H

/* What customer accounts come to, as show and import write it. */

/* clang-format off */
#define KP_SCHEMA_CUSTOMERS_SUM                                                                    \
    "'customers': {'type': 'integer', 'minimum': 0}, 'revenue': {'type': 'number'},"               \
    " 'contribution': {'type': 'number'},"                                                         \
    " 'ratio': {'description': 'Contribution in percent of revenue; missing without revenue.', 'type': 'number'}," \
    " 'point': {'description': 'What one percent of the revenue is worth.', 'type': 'number'},"    \
    " 'drivers': {'description': 'Costs in percent of revenue, by column.', 'type': 'object',"     \
    "  'additionalProperties': {'type': 'number'}}"

#define KP_SCHEMA_CUSTOMERS_ONE                                                                    \
    "{'type': 'object', 'additionalProperties': false,"                                            \
    " 'required': ['number', 'name', 'revenue', 'contribution'], 'properties': {"                  \
    " 'number': {'type': 'string'}, 'name': {'type': 'string'}, 'revenue': {'type': 'number'},"    \
    " 'contribution': {'type': 'number'}, 'ratio': {'type': 'number'},"                            \
    " 'group': {'description': 'Missing: no group takes it.', 'type': 'string'},"                  \
    " 'from': {'description': 'Its group in the cycle before.', 'type': 'string'},"                \
    " 'moved_because': {'description': 'Moved by hand.', 'type': 'string'}}}"

#define KP_SCHEMA_CUSTOMERS                                                                        \
    "{'description': 'What the customer accounts come to.', 'type': 'object', 'additionalProperties': false," \
    " 'required': ['customers', 'revenue', 'contribution', 'drivers', 'curve', 'groups', 'largest',"  \
    "  'negative', 'without_revenue', 'moved_by_hand'], 'properties': {" KP_SCHEMA_CUSTOMERS_SUM ","  \
    " 'top5': {'description': 'Percent of the revenue that the largest 5 % bring.', 'type': 'number'}," \
    " 'top10': {'type': 'number'},"                                                                \
    " 'curve': {'description': 'Percent of the revenue by twentieths of the customers, the largest first.'," \
    "  'type': 'array', 'items': {'type': 'number'}},"                                             \
    " 'groups': {'type': 'array', 'items': {'type': 'object', 'additionalProperties': false,"      \
    "  'required': ['good', 'customers', 'revenue', 'contribution', 'drivers'], 'properties': {"   \
    "   'group': {'type': 'string'}, 'good': {'type': 'boolean'}," KP_SCHEMA_CUSTOMERS_SUM "}}},"  \
    " 'largest': {'type': 'array', 'items': " KP_SCHEMA_CUSTOMERS_ONE "},"                         \
    " 'negative': {'description': 'Of negative contribution.', 'type': 'array', 'items': " KP_SCHEMA_CUSTOMERS_ONE "}," \
    " 'without_revenue': {'type': 'integer', 'minimum': 0},"                                       \
    " 'moved_by_hand': {'type': 'integer', 'minimum': 0},"                                         \
    " 'moves': {'description': 'Since the cycle before.', 'type': 'object', 'additionalProperties': false," \
    "  'required': ['since', 'stayed', 'new', 'gone', 'moved'], 'properties': {"                   \
    "   'since': {'type': 'string', 'pattern': '^[0-9]{4}H[12]$'},"                                \
    "   'stayed': {'type': 'integer', 'minimum': 0}, 'new': {'type': 'integer', 'minimum': 0},"    \
    "   'gone': {'type': 'integer', 'minimum': 0},"                                                \
    "   'moved': {'type': 'array', 'items': " KP_SCHEMA_CUSTOMERS_ONE "}}}}}"
/* clang-format on */

#endif
