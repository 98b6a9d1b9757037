// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

/* A workspace in a directory of its own for each test, and git itself to look at it with. */

#include "store/revision.h"
#include "store/workspace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define KIT_AT INT64_C(1772442000000) /* 2026-03-02T09:00:00Z */

struct kit_test {
    char *dir;  /* temporary, removed at the end */
    char *root; /* dir/w: the workspace */
    struct kp_workspace *ws;
    struct kp_err err;
    struct kp_author author;
    size_t kept_count;
    char kept[256]; /* the paths that were kept, each with a blank behind */
};

/* For cmocka: with a workspace of kamplan.json and .gitattributes, or with an empty directory. */
int kit_setup(void **state);
int kit_setup_empty(void **state);
int kit_teardown(void **state);

/* What a test asks of the store; all fail the test unless the status is `want`. */
struct kp_rev kit_put(struct kit_test *test, enum kp_status want, const char *path,
                      const char *text);
struct kp_rev kit_put_all(struct kit_test *test, enum kp_status want,
                          const struct kp_change *changes, size_t count, const char *message);
void kit_open_again(struct kit_test *test, enum kp_status want);
struct kp_rev kit_tip(struct kit_test *test);
void kit_assert_file(struct kit_test *test, const char *path, const char *text); /* recorded */

/* The message of the last error: what it must contain, and that none of git's words are in it. */
void kit_assert_message(struct kit_test *test, const char *part);

/* Files of the work tree, by a path below the workspace. */
void kit_write(struct kit_test *test, const char *path, const char *text);
void kit_assert_disk(struct kit_test *test, const char *path, const char *text); /* NULL: absent */
char *kit_path(struct kit_test *test, const char *path);                         /* free() it */
void kit_age(struct kit_test *test, const char *path, long seconds); /* sets its time back */

/*
 * Runs git in the workspace with words split at blanks; its output, kept until the next call. Fails the test unless
 * it succeeds. kit_shell runs any program so.
 */
const char *kit_git(struct kit_test *test, const char *words);
const char *kit_shell(struct kit_test *test, const char *words);
void kit_assert_status(struct kit_test *test, const char *porcelain);
void kit_assert_sound(struct kit_test *test); /* git fsck --strict */

void kit_keep(void *test, const char *path); /* `kept` of kp_revision_record */

#endif
