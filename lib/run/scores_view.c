// SPDX-License-Identifier: GPL-3.0-or-later
/* What scores of rows come to: for the room, for the plan's grid, and for the session record. */

#include "base/id.h"
#include "base/utf8.h"
#include "run/scores.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- One row on one other row */

static int by_value(const void *a, const void *b)
{
    const struct kp_score *first = a, *second = b;
    return kp_number_compare(first->value->number, second->value->number);
}

static struct spread spread_of(const struct kp_score *scores, size_t count)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < count; i++)
        mean += kp_number_to_double(scores[i].value->number) / (double)count;
    for (size_t i = 0; i < count; i++) {
        double distance = kp_number_to_double(scores[i].value->number) - mean;
        squares += distance * distance;
    }
    return (struct spread){.count = count,
                           .lowest = kp_number_to_double(scores[0].value->number),
                           .highest = kp_number_to_double(scores[count - 1].value->number),
                           .mean = mean,
                           .deviation = sqrt(squares / (double)count)};
}

static void measure(const struct kp_step *step, struct kp_scored *cell)
{
    const struct kp_field *score = kp_field_column(step->field, KP_STR("lowest"));
    struct kp_number sum = kp_number_from(0), mean = kp_number_from(0);
    size_t count = cell->count;
    char text[64];
    if (!count)
        return;
    const struct spread spread = spread_of(cell->scores, count);
    cell->lowest = cell->scores[0].value->number;
    cell->highest = cell->scores[count - 1].value->number;
    for (size_t i = 0; i < count; i++)
        kp_number_add(sum, cell->scores[i].value->number, &sum);
    kp_number_divide(sum, kp_number_from((int64_t)count), &mean);
    cell->mean = kp_number_round(mean, 2);
    snprintf(text, sizeof text, "%.2f", spread.deviation);
    kp_number_read(kp_str_from(text), &cell->deviation);
    cell->wide = session_is_wide(score, &spread);
}

static void fill_cell(struct kp_session *s, const struct kp_step *step, struct kp_str row,
                      struct kp_str by, struct kp_arena *arena, struct kp_scored *cell)
{
    const struct grading *grading = session_grading(s, step->field);
    size_t lines = grading ? grading->count : 0;
    struct kp_score *scores = kp_arena_alloc(arena, (lines + 1) * sizeof *scores);
    *cell = (struct kp_scored){.mean = kp_number_from(0), .scores = scores};
    for (size_t i = 0; i < lines; i++) {
        const struct grade_line *line = &grading->lines[i];
        const struct kp_json *value = kp_json_get_str(line->values, by);
        if (!kp_str_equal(line->row, row) || kp_json_is_null(value))
            continue;
        struct kp_str person = grading->named ? line->person : (struct kp_str){"", 0};
        scores[cell->count++] = (struct kp_score){person, value};
    }
    if (cell->count)
        qsort(scores, cell->count, sizeof *scores, by_value);
    measure(step, cell);
    cell->agreed = session_agreed_grade(grading, row, by);
}

/* ---- The grid */

struct kp_str session_row_id(struct kp_arena *arena, struct kp_str table, struct kp_str first,
                             struct kp_str second, const struct kp_json *rows)
{
    char hex[65], id[KP_ID_SIZE];
    size_t number;
    for (unsigned salt = 0;; salt++) {
        struct kp_str about = kp_arena_format(arena, "%.*s/%.*s/%.*s/%u", KP_STR_ARG(table),
                                              KP_STR_ARG(first), KP_STR_ARG(second), salt);
        kp_sha256_hex(about, hex);
        struct kp_ids ids = kp_ids_seeded(kp_str_from(hex));
        kp_id_make(&ids, 'r', id);
        if (!session_row_of(rows, kp_str_from(id), &number))
            return kp_arena_str(arena, kp_str_from(id));
    }
}

static bool same_text(struct kp_arena *arena, const struct kp_json *cell, struct kp_str text)
{
    return cell && cell->kind == KP_JSON_STRING &&
           kp_str_equal(kp_utf8_fold(arena, cell->text), kp_utf8_fold(arena, text));
}

/* The row of the grid that stands there for a pair. */
static const struct kp_json *standing(struct kp_arena *arena, const struct kp_field *grid,
                                      const struct kp_json *rows, struct kp_str row,
                                      struct kp_str by)
{
    KP_JSON_EACH(old, rows)
    {
        if (same_text(arena, kp_json_get_str(old, grid->axis_rows), row) &&
            same_text(arena, kp_json_get_str(old, grid->axis_columns), by))
            return old;
    }
    return NULL;
}

static void set(struct kp_arena *arena, struct kp_json *row, struct kp_str name,
                const struct kp_json *value)
{
    kp_json_set(arena, row, name.data, value);
}

static const struct kp_json *grid_row(const struct kp_field *grid, const struct kp_scored *cell,
                                      struct kp_str id, struct kp_str name, struct kp_str by,
                                      struct kp_arena *arena)
{
    struct kp_json *row = kp_json_new_object(arena);
    kp_json_set_string(arena, row, "id", id);
    set(arena, row, grid->axis_rows, kp_json_new_string(arena, name));
    set(arena, row, grid->axis_columns, kp_json_new_string(arena, by));
    set(arena, row, grid->axis_cell,
        cell->agreed ? cell->agreed : kp_json_new_number(arena, cell->mean));
    if (cell->count) {
        set(arena, row, KP_STR("lowest"), kp_json_new_number(arena, cell->lowest));
        set(arena, row, KP_STR("highest"), kp_json_new_number(arena, cell->highest));
        set(arena, row, KP_STR("people"), kp_json_new_whole(arena, (int64_t)cell->count));
    }
    return row;
}

const struct kp_json *session_scored_rows(struct kp_session *s, const struct kp_step *step,
                                          struct kp_arena *arena)
{
    const struct kp_field *grid = step->field;
    const struct kp_json *old = session_value(s, grid);
    struct kp_json *rows = kp_json_new_array(arena);
    old = session_are_rows(old) ? old : &kp_json_null;
    KP_JSON_EACH(row, session_scored(s, step))
    {
        struct kp_str name = session_row_name(step->rows, row);
        KP_JSON_EACH(on, session_scored_by(s, step))
        {
            struct kp_str by = session_row_name(step->by, on);
            const struct kp_json *before = standing(arena, grid, old, name, by);
            struct kp_scored cell;
            fill_cell(s, step, kp_json_text(row, "id"), kp_json_text(on, "id"), arena, &cell);
            struct kp_str id = before ? kp_json_text(before, "id")
                                      : session_row_id(arena, grid->id, kp_json_text(row, "id"),
                                                       kp_json_text(on, "id"), old);
            if (cell.count || cell.agreed)
                kp_json_append(arena, rows, grid_row(grid, &cell, id, name, by, arena));
            else if (before)
                kp_json_append(arena, rows, before);
        }
    }
    return rows->count ? rows : &kp_json_null;
}

/* ---- For the room */

bool kp_session_scoring(struct kp_session *s, struct kp_scoring *out)
{
    const struct kp_step *step = session_step(s);
    struct kp_arena *arena = &s->derived.arena;
    if (!step || step->kind != KP_STEP_SCORE)
        return false;
    const struct grading *grading = session_grading(s, step->field);
    *out = (struct kp_scoring){
        .step = step,
        .rows = session_scored(s, step),
        .by = session_scored_by(s, step),
        .revealed = grading && grading->revealed,
        .named = grading && grading->count ? grading->named : s->state.activities->named,
        .recounts = grading ? (size_t)grading->recounts : 0,
        .begun = grading && grading->count,
        .written = session_has_written_scores(s, step),
        .prepared = !grading && (s->proposals[step->field->index].scores ||
                                 session_proposal(s, step->field).value),
    };
    session_next_grade(s, step, &out->person, &out->row);
    struct kp_json *scored = kp_json_new_array(arena), *waiting = kp_json_new_array(arena);
    KP_JSON_EACH(id, session_present(s))
    {
        kp_json_append(arena, session_grades_left(s, step, id->text) ? waiting : scored, id);
    }
    out->scored = scored;
    out->waiting = waiting;
    out->left = out->row.len ? session_grades_left(s, step, out->person) : 0;
    if (!out->revealed)
        return true;
    size_t at = 0;
    struct kp_scored *cells =
        kp_arena_alloc(arena, (out->rows->count * out->by->count + 1) * sizeof *cells);
    KP_JSON_EACH(row, out->rows)
    {
        KP_JSON_EACH(on, out->by)
        {
            fill_cell(s, step, kp_json_text(row, "id"), kp_json_text(on, "id"), arena,
                      &cells[at++]);
        }
    }
    out->cells = cells;
    return true;
}

/* ---- For the record */

static const struct kp_json *cell_record(const struct kp_scored *cell, struct kp_str name,
                                         struct kp_str by, struct kp_arena *arena)
{
    struct kp_json *record = kp_json_new_object(arena), *scores = kp_json_new_array(arena);
    kp_json_set_string(arena, record, "row", name);
    kp_json_set_string(arena, record, "by", by);
    for (size_t i = 0; i < cell->count; i++) {
        struct kp_json *score = kp_json_new_object(arena);
        if (cell->scores[i].person.len)
            kp_json_set_string(arena, score, "person", cell->scores[i].person);
        kp_json_set(arena, score, "score", cell->scores[i].value);
        kp_json_append(arena, scores, score);
    }
    kp_json_set(arena, record, "scores", scores);
    if (cell->count) {
        kp_json_set(arena, record, "mean", kp_json_new_number(arena, cell->mean));
        kp_json_set(arena, record, "deviation", kp_json_new_number(arena, cell->deviation));
    }
    if (cell->wide)
        kp_json_set_bool(arena, record, "wide", true);
    if (cell->agreed)
        kp_json_set(arena, record, "agreed", cell->agreed);
    return record;
}

const struct kp_json *session_scores_record(struct kp_session *s, const struct kp_step *step)
{
    struct kp_arena *arena = &s->arena;
    const struct grading *grading = session_grading(s, step->field);
    struct kp_json *record = kp_json_new_object(arena), *cells = kp_json_new_array(arena);
    struct kp_scored cell;
    if (!grading || (!grading->count && !grading->agreed_count))
        return NULL;
    kp_json_set_string(arena, record, "scoring", step->field->id);
    KP_JSON_EACH(row, session_scored(s, step))
    {
        KP_JSON_EACH(on, session_scored_by(s, step))
        {
            fill_cell(s, step, kp_json_text(row, "id"), kp_json_text(on, "id"), arena, &cell);
            if (cell.count || cell.agreed)
                kp_json_append(arena, cells,
                               cell_record(&cell, session_row_name(step->rows, row),
                                           session_row_name(step->by, on), arena));
        }
    }
    kp_json_set(arena, record, "cells", cells);
    if (grading->recounts)
        kp_json_set_whole(arena, record, "recounts", grading->recounts);
    return record;
}
