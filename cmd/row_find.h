// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_ROW_FIND_H
#define KAMPLAN_ROW_FIND_H

/* Rows of tables and items of lists, as people name them. */

#include "app.h"

struct row_name {
    struct kp_str id, name; /* as shown; a row may have had several names */
    bool present;           /* among the rows that stand now */
    size_t number;          /* its place among them, from 1 */
};

struct row_names {
    struct app *app;
    const struct kp_field *field;
    struct row_name *items;
    size_t count, cap;
};

void row_names_init(struct row_names *names, struct app *app, const struct kp_field *field);

/* The rows of one version of the answer; the present one first, then back in time. */
void row_names_add(struct row_names *names, const struct kp_json *value, bool present);

/*
 * The row that is meant by its id, its name or a part of it, or its number among the present rows.
 * KP_NOT_FOUND, and KP_INVALID that lists those that are meant equally well.
 */
enum kp_status row_names_find(const struct row_names *names, struct kp_str wanted,
                              struct row_name *out);

/* A row's name as the plan shows it; its id where it has none. */
struct kp_str row_name_of(struct app *app, const struct kp_field *field, const struct kp_json *row);

#endif
