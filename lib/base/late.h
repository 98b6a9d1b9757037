// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_LATE_H
#define KP_BASE_LATE_H

/*
 * Libraries that are loaded when they are first needed (cmd/cmake/late.cmake): a table of their functions, as
 *     #define FUNCTIONS(X) X(zip_fopen_index) X(zip_fread) …
 *     struct zip_functions { FUNCTIONS(KP_LATE_MEMBER) };
 * filled by kp_late_load of {FUNCTIONS(KP_LATE_NAME)}, or, where the library is linked as usual, with
 * {FUNCTIONS(KP_LATE_LINKED)}.
 */

#include <stdbool.h>
#include <stddef.h>

#define KP_LATE_MEMBER(name) __typeof__(name) *name;
#define KP_LATE_NAME(name)   #name,
#define KP_LATE_LINKED(name) name,

/*
 * Fills `table`, pointers to functions in the order of `names`; the library stays loaded. False when
 * it is not on this computer, or has no function of one of the names.
 */
bool kp_late_load(const char *soname, const char *const *names, size_t count, void *table);

#endif
