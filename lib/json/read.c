// SPDX-License-Identifier: GPL-3.0-or-later
#include "json/json.h"

#include "base/alloc.h"
#include "base/fs.h"
#include "base/text.h"
#include "json/scan.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

struct converter {
    struct kp_arena *arena;
    struct kp_str bytes;
    const struct kp_json_spot *spot; /* of the next value in document order */
    struct kp_json_cursor cursor;
};

/*
 * A copy of the document that cJSON can take: numbers too long for it become 0 and
 * spaces. Their value is read from the original in any case.
 */
static char *without_long_numbers(struct kp_str bytes, const struct kp_json_spots *spots)
{
    char *copy = kp_strndup(bytes.data, bytes.len);
    for (size_t i = 0; i < spots->count; i++) {
        struct kp_json_spot spot = spots->items[i];
        bool text = bytes.data[spot.at] == '"';
        if (!text && spot.len > KP_JSON_CJSON_DIGITS) {
            copy[spot.at] = '0';
            memset(copy + spot.at + 1, ' ', spot.len - 1);
        }
    }
    return copy;
}

static void convert_number(struct converter *c, struct kp_json_spot spot, struct kp_json *node)
{
    struct kp_str literal = kp_str_slice(c->bytes, spot.at, spot.len);
    node->kind = KP_JSON_NUMBER;
    if (!kp_number_read(literal, &node->number))
        node->literal = kp_arena_str(c->arena, literal);
}

/* cJSON's tree and the places run in step: both are in document order. Depth is bounded. */
static struct kp_json *convert(struct converter *c, const cJSON *item)
{
    struct kp_json *node = kp_arena_alloc(c->arena, sizeof *node);
    struct kp_json_spot spot = *c->spot++;
    kp_json_cursor_move(&c->cursor, c->bytes, spot.at);
    node->line = c->cursor.line;
    node->column = c->cursor.column;
    node->linked = true;
    if (item->string)
        node->name = kp_arena_str(c->arena, kp_str_from(item->string));

    if (cJSON_IsBool(item)) {
        node->kind = KP_JSON_BOOL;
        node->boolean = cJSON_IsTrue(item);
    } else if (cJSON_IsNumber(item)) {
        convert_number(c, spot, node);
    } else if (cJSON_IsString(item)) {
        node->kind = KP_JSON_STRING;
        node->text = kp_arena_str(c->arena, kp_str_from(item->valuestring));
    } else if (!cJSON_IsNull(item)) {
        node->kind = cJSON_IsObject(item) ? KP_JSON_OBJECT : KP_JSON_ARRAY;
        for (const cJSON *child = item->child; child; child = child->next) {
            struct kp_json *next = convert(c, child);
            *(node->last ? &node->last->next : &node->first) = next;
            node->last = next;
            node->count++;
        }
    }
    return node;
}

enum kp_status kp_json_read(struct kp_arena *arena, const char *file, struct kp_str bytes,
                            const struct kp_json **out, struct kp_err *err)
{
    struct kp_json_spots spots = {0};
    char *copy = NULL;
    cJSON *tree = NULL;
    enum kp_status status = kp_json_scan(file, bytes, &spots, err);
    if (status)
        goto done;
    if (spots.long_numbers)
        copy = without_long_numbers(bytes, &spots);
    tree = cJSON_ParseWithLengthOpts(copy ? copy : bytes.data, bytes.len, NULL, false);
    if (!tree) { /* the scan found no fault, so it can only be memory */
        status = kp_err_set(err, KP_IO, _("%s: not enough memory to read the file"), file);
        goto done;
    }
    struct converter c = {arena, bytes, spots.items, KP_JSON_CURSOR_INIT};
    *out = convert(&c, tree);
done:
    cJSON_Delete(tree);
    free(copy);
    free(spots.items);
    return status;
}

enum kp_status kp_json_read_file(struct kp_arena *arena, const char *path,
                                 const struct kp_json **out, struct kp_err *err)
{
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status = kp_fs_read(path, KP_JSON_MAX_BYTES, &bytes, err);
    if (!status)
        status = kp_json_read(arena, path, kp_buf_str(&bytes), out, err);
    kp_buf_release(&bytes);
    return status;
}
