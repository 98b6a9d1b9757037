// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_SCORES_H
#define KP_RUN_SCORES_H

/*
 * A rate with rows: everybody scores every row of one table (the candidates) on every row of another
 * (the criteria), line by line, hidden until all have; then the room sees means and spread, agrees
 * on single values where it talked, and the means become rows of a grid. As all of a session it is
 * state made by events alone:
 *
 *   grade  field person? lines    [{row, values: {by: score, or null: cannot tell}}]; a later line
 *                                 of a person for a row replaces the earlier
 *   agree  field row by value     null: the mean counts again
 *   reveal, recount  field        as of a rating
 *
 * Rows that come or go afterwards are met: what was scored goes by their ids.
 */

#include "run/ideas.h"

struct grade_line {
    struct kp_str person; /* empty: nobody by name is here */
    struct kp_str row;
    const struct kp_json *values; /* by the other table's rows: a number, or null: cannot tell */
};

struct grade_agreed {
    struct kp_str row, by;
    const struct kp_json *value; /* null: the mean counts */
};

struct grading {
    struct grade_line *lines;
    size_t count, cap;
    struct grade_agreed *agreed;
    size_t agreed_count, agreed_cap;
    bool revealed, named;
    int64_t recounts;
};

/* NULL: not begun. */
struct grading *session_grading(const struct kp_session *s, const struct kp_field *field);

/* Whether the script has its rows scored. */
bool session_scores_field(const struct kp_session *s, const struct kp_field *field);

/* Whose turn it is, for which row; false: all who are here have scored all rows. */
bool session_next_grade(struct kp_session *s, const struct kp_step *step, struct kp_str *person,
                        struct kp_str *row);

/* The first row that somebody has not scored (empty: none is left); whether a row is. */
struct kp_str session_next_row(struct kp_session *s, const struct kp_step *step,
                               struct kp_str person);
bool session_has_scored(const struct grading *grading, struct kp_str person, struct kp_str row,
                        const struct kp_json *by);

/* How many rows somebody has not scored. */
size_t session_grades_left(struct kp_session *s, const struct kp_step *step, struct kp_str person);

enum kp_ask session_score_ask(struct kp_session *s, const struct kp_step *step);
/* scores_entry.c */
void session_feed_scores(struct kp_session *s, struct kp_str text);
/* /take: lines that people who are here wrote before the meeting; false: there is nothing of it. */
bool session_take_written_scores(struct kp_session *s);
bool session_has_written_scores(struct kp_session *s, const struct kp_step *step);
void session_feed_scored(struct kp_session *s, struct kp_str text);
void session_reveal_scores(struct kp_session *s, const struct kp_field *field);
void session_recount_scores(struct kp_session *s, const struct kp_field *field);
void session_apply_grade(struct kp_session *s, const struct kp_json *event);
void session_apply_agree(struct kp_session *s, const struct kp_json *event);
SESSION_CHECK(grade);
SESSION_CHECK(agree);

/* The rows that are scored, and what on, as they are now: lists, which may be empty. */
const struct kp_json *session_scored(struct kp_session *s, const struct kp_step *step);
const struct kp_json *session_scored_by(struct kp_session *s, const struct kp_step *step);

/* What a row goes by. */
struct kp_str session_row_name(const struct kp_field *table, const struct kp_json *row);

/* The value that the room agreed on; NULL: none. */
const struct kp_json *session_agreed_grade(const struct grading *grading, struct kp_str row,
                                           struct kp_str by);

/*
 * scores_prepare.c: scores of people in an answers file. Taking them is all or nothing: false, and
 * what is wrong is listed. The session must stand at the step.
 */
bool session_are_people_scores(const struct kp_json *member);
bool session_take_people_scores(struct kp_session *s, const struct kp_step *step, const char *file,
                                const struct kp_json *member, struct kp_faults *faults);

/* scores_view.c: the rows of the grid as they are now: the agreed values, else the means; what
 * nobody scored stays as it stands. null: there is none. */
const struct kp_json *session_scored_rows(struct kp_session *s, const struct kp_step *step,
                                          struct kp_arena *arena);

/* scores_record.c */
const struct kp_json *session_scores_record(struct kp_session *s, const struct kp_step *step);

/* proposals.c: rows that the present step offers; NULL: none. In the feed's arena. */
const struct kp_json *session_offered_rows(struct kp_session *s, const struct kp_field *field);

/* A row's id that follows from what it is about, so that it is the same whoever makes it. */
struct kp_str session_row_id(struct kp_arena *arena, struct kp_str table, struct kp_str first,
                             struct kp_str second, const struct kp_json *rows);

#endif
