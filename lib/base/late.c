// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/late.h"

#include <dlfcn.h>
#include <string.h>

bool kp_late_load(const char *soname, const char *const *names, size_t count, void *table)
{
    char *place = table;
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; library && i < count; i++) {
        void *found = dlsym(library, names[i]);
        if (!found)
            return false;
        /* POSIX: a function's address fits in a pointer */
        memcpy(place + i * sizeof found, &found, sizeof found);
    }
    return library != NULL;
}
