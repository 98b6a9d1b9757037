// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/late.h"

#include <dlfcn.h>
#include <string.h>

void *kp_late_open(const char *soname)
{
    return dlopen(soname, RTLD_NOW | RTLD_LOCAL);
}

bool kp_late_find(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);
    memcpy(function, &found, sizeof found); /* POSIX: a function's address fits in a pointer */
    return found != NULL;
}
