// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_LATE_H
#define KP_BASE_LATE_H

/*
 * Libraries that are loaded when they are first needed (cmd/cmake/late.cmake): a table of their functions, as
 *     #define FUNCTIONS(X) X(zip_fopen_index) X(zip_fread) …
 *     struct zip_functions { FUNCTIONS(KP_LATE_MEMBER) };
 * filled by KP_LATE_FROM(library, table, name) for each, or by KP_LATE_LINKED where it is linked as usual.
 */

#include <stdbool.h>

#define KP_LATE_MEMBER(name) __typeof__(name) *name;

/* NULL when it is not on this computer; it stays loaded. */
void *kp_late_open(const char *soname);

/* The address of a function; false when the library has none of that name. */
bool kp_late_find(void *library, const char *name, void *function);

#endif
