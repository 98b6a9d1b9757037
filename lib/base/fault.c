// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fault.h"

#include "base/alloc.h"

#include <stdlib.h>

enum kp_status kp_faults_add(struct kp_faults *faults, enum kp_severity severity,
                             struct kp_place place, const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);

    faults->items = kp_grow(faults->items, faults->count, &faults->cap, sizeof *faults->items);
    place.file = kp_arena_str(&faults->arena, place.file);
    faults->items[faults->count++] = (struct kp_fault){
        .severity = severity,
        .place = place,
        .message = kp_arena_str(&faults->arena, kp_buf_str(&text)),
    };
    kp_buf_release(&text);
    if (severity != KP_FAULT_ERROR)
        return KP_OK;
    faults->errors++;
    return KP_INVALID;
}

void kp_fault_print(const struct kp_fault *fault, struct kp_buf *out)
{
    kp_buf_addf(out, "%.*s:", KP_STR_ARG(fault->place.file));
    if (fault->place.line)
        kp_buf_addf(out, "%u:%u:", (unsigned)fault->place.line, (unsigned)fault->place.column);
    kp_buf_addf(out, " %.*s", KP_STR_ARG(fault->message));
}

static bool stands_before(const struct kp_place *a, const struct kp_place *b)
{
    if (!kp_str_equal(a->file, b->file))
        return false;
    return a->line != b->line ? a->line < b->line : a->column < b->column;
}

void kp_faults_sort(struct kp_faults *faults)
{
    for (size_t i = 1; i < faults->count; i++) { /* stable, and the list is short */
        struct kp_fault fault = faults->items[i];
        size_t at = i;
        for (; at > 0 && stands_before(&fault.place, &faults->items[at - 1].place); at--)
            faults->items[at] = faults->items[at - 1];
        faults->items[at] = fault;
    }
}

enum kp_status kp_faults_first(const struct kp_faults *faults, struct kp_err *err)
{
    for (size_t i = 0; i < faults->count; i++) {
        if (faults->items[i].severity != KP_FAULT_ERROR)
            continue;
        struct kp_buf text = KP_BUF_INIT;
        kp_fault_print(&faults->items[i], &text);
        kp_err_set(err, KP_INVALID, "%s", text.data);
        kp_buf_release(&text);
        return KP_INVALID;
    }
    return KP_OK;
}

void kp_faults_release(struct kp_faults *faults)
{
    free(faults->items);
    kp_arena_release(&faults->arena);
    *faults = (struct kp_faults)KP_FAULTS_INIT;
}
