// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any bytes: an error has a place inside the file, and what is read comes back the same from
 * the file form and from the line form, however often.
 */
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_error(struct kp_str bytes, const struct kp_err *err)
{
    must(err->status == KP_INVALID);
    must(strncmp(err->text.data, "f:", 2) == 0);
    char *end;
    unsigned long lines = 1, line = strtoul(err->text.data + 2, &end, 10);
    must(*end == ':');
    unsigned long column = strtoul(end + 1, &end, 10);
    must(strncmp(end, ": invalid JSON: ", 16) == 0);
    for (size_t i = 0; i < bytes.len; i++)
        lines += bytes.data[i] == '\n';
    must(line >= 1 && line <= lines && column >= 1 && column <= bytes.len + 1);
}

static const struct kp_json *read_again(struct kp_arena *arena, const struct kp_buf *text)
{
    const struct kp_json *value = NULL;
    must(kp_json_read(arena, "written", kp_buf_str(text), &value, NULL) == KP_OK);
    return value;
}

static void check_value(struct kp_arena *arena, const struct kp_json *value)
{
    struct kp_buf file = KP_BUF_INIT, line = KP_BUF_INIT, again = KP_BUF_INIT;
    kp_json_write(&file, value);
    kp_json_write_line(&line, value);
    const struct kp_json *from_line = read_again(arena, &line);
    must(kp_json_equal(value, read_again(arena, &file)));
    must(kp_json_equal(value, from_line));
    must(kp_json_equal(value, kp_json_copy(arena, value)));
    kp_json_write(&again, from_line);
    must(strcmp(file.data, again.data) == 0);
    must(strchr(line.data, '\n') == NULL);
    kp_buf_release(&file);
    kp_buf_release(&line);
    kp_buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_err err = KP_ERR_INIT;
    struct kp_str bytes = {(const char *)data, size};
    const struct kp_json *value = NULL;
    if (kp_json_read(&arena, "f", bytes, &value, &err) == KP_OK)
        check_value(&arena, value);
    else
        check_error(bytes, &err);
    kp_err_release(&err);
    kp_arena_release(&arena);
    return 0;
}
