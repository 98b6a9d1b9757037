// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every file of tests/json: y_*.json must be read and come back from the writer, n_*.json must
 * be refused with the message that stands in errors.txt. After a change of messages, write
 * that file anew with KAMPLAN_UPDATE=1 and read the difference.
 */
#include "base/fs.h"
#include "json/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const char directory[] = KAMPLAN_SOURCE_DIR "/tests/json";

static void load(struct kp_buf *bytes, const char *name)
{
    struct kp_buf path = KP_BUF_INIT;
    kp_fs_join(&path, directory, name);
    assert_int_equal(kp_fs_read(path.data, KP_JSON_MAX_BYTES, bytes, NULL), KP_OK);
    kp_buf_release(&path);
}

static const struct kp_json *read_again(struct kp_arena *arena, const struct kp_buf *bytes)
{
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *value = NULL;
    if (kp_json_read(arena, "written", kp_buf_str(bytes), &value, &err))
        fail_msg("%s", err.text.data);
    return value;
}

static void check_round_trip(struct kp_arena *arena, const struct kp_json *value)
{
    struct kp_buf pretty = KP_BUF_INIT, line = KP_BUF_INIT, again = KP_BUF_INIT;
    kp_json_write(&pretty, value);
    kp_json_write_line(&line, value);
    const struct kp_json *from_pretty = read_again(arena, &pretty);
    const struct kp_json *from_line = read_again(arena, &line);
    assert_true(kp_json_equal(value, from_pretty));
    assert_true(kp_json_equal(value, from_line));
    kp_json_write(&again, from_line);
    assert_string_equal(pretty.data, again.data);
    kp_buf_release(&pretty);
    kp_buf_release(&line);
    kp_buf_release(&again);
}

static size_t for_each(const char *prefix, void (*visit)(const char *name, struct kp_buf *out),
                       struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    const char **names;
    size_t count, visited = 0;
    assert_int_equal(kp_fs_list(&arena, directory, &names, &count, NULL), KP_OK);
    for (size_t i = 0; i < count; i++) {
        struct kp_str name = kp_str_from(names[i]);
        if (!kp_str_starts(name, kp_str_from(prefix)) || !kp_str_ends(name, KP_STR(".json")))
            continue;
        visit(names[i], out);
        visited++;
    }
    kp_arena_release(&arena);
    return visited;
}

static void visit_valid(const char *name, struct kp_buf *out)
{
    (void)out;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *value;
    load(&bytes, name);
    if (kp_json_read(&arena, name, kp_buf_str(&bytes), &value, &err))
        fail_msg("%s", err.text.data);
    check_round_trip(&arena, value);
    kp_buf_release(&bytes);
    kp_arena_release(&arena);
}

static void visit_invalid(const char *name, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *value = NULL;
    load(&bytes, name);
    if (kp_json_read(&arena, name, kp_buf_str(&bytes), &value, &err) != KP_INVALID)
        fail_msg("%s is read without an error", name);
    assert_null(value);
    kp_buf_adds(out, err.text.data);
    kp_buf_addc(out, '\n');
    kp_err_release(&err);
    kp_buf_release(&bytes);
    kp_arena_release(&arena);
}

static void test_valid_files(void **state)
{
    (void)state;
    assert_true(for_each("y_", visit_valid, NULL) > 50);
}

static void test_invalid_files(void **state)
{
    (void)state;
    struct kp_buf errors = KP_BUF_INIT, expected = KP_BUF_INIT;
    assert_true(for_each("n_", visit_invalid, &errors) > 150);
    if (getenv("KAMPLAN_UPDATE")) {
        struct kp_buf path = KP_BUF_INIT;
        kp_fs_join(&path, directory, "errors.txt");
        assert_int_equal(kp_fs_replace(path.data, kp_buf_str(&errors), 0644, false, NULL), KP_OK);
        kp_buf_release(&path);
    }
    load(&expected, "errors.txt");
    assert_string_equal(errors.data, expected.data);
    kp_buf_release(&errors);
    kp_buf_release(&expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid_files),
        cmocka_unit_test(test_invalid_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
