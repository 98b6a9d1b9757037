// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_JSON_SCAN_H
#define KP_JSON_SCAN_H

/*
 * The strict check before cJSON parses (inside this room only). cJSON accepts more than
 * JSON and remembers no places, so the scan decides what is allowed and notes where each value
 * stands.
 */

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a value stands: byte offset, and for strings and numbers the length as written. */
struct kp_json_spot {
    uint32_t at, len;
};

/* Every value of a document in the order in which they begin. The owner frees `items`. */
struct kp_json_spots {
    struct kp_json_spot *items;
    size_t count, cap;
    bool long_numbers; /* some number has more than KP_JSON_CJSON_DIGITS characters */
};

/* cJSON 1.7 reads a number through a buffer of this many characters and stumbles over longer ones.
 */
#define KP_JSON_CJSON_DIGITS 63

/*
 * Checks `bytes` against everything kp_json_read promises and fills `spots` (zeroed by
 * the caller, who frees spots->items also after an error). KP_INVALID with
 * `file:line:column: invalid JSON: …` for the first fault.
 */
enum kp_status kp_json_scan(const char *file, struct kp_str bytes, struct kp_json_spots *spots,
                            struct kp_err *err);

/* A place in a text, moved forwards only: byte offset, line from 1, column from 1 in code points.
 */
struct kp_json_cursor {
    size_t at;
    uint32_t line, column;
};

/* clang-format off */
#define KP_JSON_CURSOR_INIT {0, 1, 1}
/* clang-format on */

/* Moves on to byte `to`, which must not lie behind the cursor. */
void kp_json_cursor_move(struct kp_json_cursor *cursor, struct kp_str bytes, size_t to);

#endif
