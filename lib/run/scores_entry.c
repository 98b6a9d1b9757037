// SPDX-License-Identifier: GPL-3.0-or-later
/* What is typed where rows are scored. */

#include "run/scores.h"

#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

enum { MOST_TYPED = 1000 }; /* scores on one line */

static struct kp_json *field_event(struct kp_session *s, const char *name)
{
    struct kp_json *event = session_event(s, name);
    kp_json_set_string(&s->feed_arena, event, "field", session_step(s)->field->id);
    return event;
}

/* The next word of scores: they are parted by spaces, commas, semicolons and strokes. */
static struct kp_str next_word(struct kp_str *rest)
{
    size_t begin = 0, end;
    while (begin < rest->len && strchr(" ,;/|\t", rest->data[begin]))
        begin++;
    for (end = begin; end < rest->len && !strchr(" ,;/|\t", rest->data[end]);)
        end++;
    struct kp_str word = kp_str_slice(*rest, begin, end - begin);
    *rest = kp_str_slice(*rest, end, rest->len);
    return word;
}

/* Where every step is one digit, "5434" are four scores. */
static bool may_be_glued(const struct kp_field *score, struct kp_str word)
{
    for (size_t i = 0; i < score->scale.count; i++)
        if (score->scale.steps[i].value < 0 || score->scale.steps[i].value > 9)
            return false;
    for (size_t i = 0; i < word.len; i++)
        if ((word.data[i] < '0' || word.data[i] > '9') && word.data[i] != '-')
            return false;
    return word.len > 1;
}

static enum kp_status read_score(struct kp_session *s, const struct kp_field *score,
                                 struct kp_str word, struct kp_json *scores, struct kp_err *err)
{
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *value = &kp_json_null;
    if (!kp_str_is(word, "-") &&
        (score->type->parse(score, word, &context, &value, NULL) || kp_json_is_null(value))) {
        struct kp_buf hint = KP_BUF_INIT; /* without what was typed: the room reads along */
        kp_type_hint(score, &context, &hint);
        kp_err_set(err, KP_INVALID, _("a score is no such: %s; - is none"),
                   hint.len ? hint.data : _("write a number"));
        kp_buf_release(&hint);
        return KP_INVALID;
    }
    if (scores->count == MOST_TYPED)
        return kp_err_set(err, KP_INVALID, _("at most %d scores fit here"), MOST_TYPED);
    kp_json_append(&s->feed_arena, scores, value);
    return KP_OK;
}

static enum kp_status read_scores(struct kp_session *s, const struct kp_step *step,
                                  struct kp_str text, struct kp_json *scores, struct kp_err *err)
{
    const struct kp_field *score = kp_field_column(step->field, KP_STR("lowest"));
    enum kp_status status = KP_OK;
    struct kp_str word;
    while (!status && (word = next_word(&text)).len) {
        if (!may_be_glued(score, word))
            status = read_score(s, score, word, scores, err);
        for (size_t i = 0; !status && i < word.len && may_be_glued(score, word); i++)
            status = read_score(s, score, kp_str_slice(word, i, 1), scores, err);
    }
    return status;
}

/* The row that a number or the beginning of a name means; empty: none, or several. */
static struct kp_str find_row(struct kp_session *s, const struct kp_field *table,
                              const struct kp_json *rows, struct kp_str word)
{
    struct kp_str key = kp_utf8_fold(&s->feed_arena, word), found = {"", 0};
    size_t number, at = 0, matches = 0;
    bool numbered = session_read_whole(word, &number);
    KP_JSON_EACH(row, rows)
    {
        struct kp_str name = kp_utf8_fold(&s->feed_arena, session_row_name(table, row));
        at++;
        if (numbered ? at == number : kp_str_equal(name, key))
            return kp_json_text(row, "id");
        if (!numbered && key.len && kp_str_starts(name, key)) {
            found = kp_json_text(row, "id");
            matches++;
        }
    }
    return matches == 1 ? found : (struct kp_str){"", 0};
}

/* "Mette: …", "Lindakra: …", "Mette, Lindakra: …": whose scores, and of which row. */
struct target {
    struct kp_str person, row, rest;
    bool one; /* the row was named: the line is of it alone */
};

static enum kp_status read_target(struct kp_session *s, const struct kp_step *step,
                                  struct kp_str text, struct target *out, struct kp_err *err)
{
    struct kp_err unknown = KP_ERR_INIT;
    size_t colon = kp_str_find(text, ':');
    enum kp_status status = KP_OK;
    session_next_grade(s, step, &out->person, &out->row);
    out->rest = text;
    if (colon == text.len)
        return KP_OK;
    struct kp_str names = kp_str_slice(text, 0, colon), person, row;
    out->rest = kp_str_slice(text, colon + 1, text.len);
    while (!status && names.len) {
        struct kp_str name = kp_str_trim(kp_str_split(&names, ','));
        row = find_row(s, step->rows, session_scored(s, step), name);
        if (session_present(s)->count && !session_find_present(s, name, &person, &unknown)) {
            out->person = person;
            if (!out->one)
                out->row = session_next_row(s, step, person);
        } else if (row.len) {
            out->row = row;
            out->one = true;
        } else {
            status = kp_err_set(err, KP_INVALID,
                                _("\"%.*s\" is nobody here, and no row; write NAME: 4 3 5, or a "
                                  "row's number before the colon"),
                                KP_STR_ARG(kp_utf8_fit(name, 40)));
        }
        kp_err_release(&unknown);
    }
    return status;
}

/* One line of the event: the next scores for the rows they are on. */
static const struct kp_json *take_line(struct kp_session *s, struct kp_str row,
                                       const struct kp_json *by, const struct kp_json **next)
{
    struct kp_arena *arena = &s->feed_arena;
    struct kp_json *line = kp_json_new_object(arena), *values = kp_json_new_object(arena);
    KP_JSON_EACH(on, by)
    {
        kp_json_set(arena, values, kp_arena_str(arena, kp_json_text(on, "id")).data, *next);
        *next = (*next)->next;
    }
    kp_json_set_string(arena, line, "row", row);
    kp_json_set(arena, line, "values", values);
    return line;
}

/* As many scores as one row takes; or as all take that are left; or one "-" for none. */
static enum kp_status make_lines(struct kp_session *s, const struct kp_step *step,
                                 const struct target *target, struct kp_json *scores,
                                 struct kp_json *lines, struct kp_err *err)
{
    const struct grading *grading = session_grading(s, step->field);
    const struct kp_json *by = session_scored_by(s, step);
    size_t left = session_grades_left(s, step, target->person);
    if (!target->row.len)
        return kp_err_set(err, KP_INVALID,
                          _("all rows are scored by that person; a number before the colon changes "
                            "one: NAME, 3: 5 4 3"));
    while (scores->count == 1 && kp_json_is_null(scores->first) && scores->count < by->count) {
        for (size_t i = 1; i < by->count; i++)
            kp_json_append(&s->feed_arena, scores, &kp_json_null);
    }
    const struct kp_json *next = scores->first;
    if (scores->count == by->count) {
        kp_json_append(&s->feed_arena, lines, take_line(s, target->row, by, &next));
        return KP_OK;
    }
    if (!target->one && left > 1 && scores->count == by->count * left) {
        KP_JSON_EACH(row, session_scored(s, step))
        {
            struct kp_str id = kp_json_text(row, "id");
            if (!session_has_scored(grading, target->person, id, by))
                kp_json_append(&s->feed_arena, lines, take_line(s, id, by, &next));
        }
        return KP_OK;
    }
    return kp_err_set(
        err, KP_INVALID,
        ngettext("that is %zu score; a row takes %zu, in the order of the list, - for "
                 "one that nobody can tell",
                 "that is %zu scores; a row takes %zu, in the order of the list, - "
                 "for one that nobody can tell",
                 (unsigned long)scores->count),
        scores->count, by->count);
}

/* Who is through, not with what. */
static void tell(struct kp_session *s, const struct kp_step *step, const struct target *target)
{
    const struct grading *grading = session_grading(s, step->field);
    size_t number, left = session_grades_left(s, step, target->person);
    const struct kp_json *row = session_row_of(session_scored(s, step), target->row, &number);
    if (grading->revealed)
        return;
    if (!left && target->person.len)
        session_effect(s, KP_EFFECT_NOTICE, _("%.*s has scored"),
                       KP_STR_ARG(kp_people_name(s->setup.people, target->person)));
    else if (target->one)
        session_effect(s, KP_EFFECT_NOTICE, _("%.*s is scored"),
                       KP_STR_ARG(session_row_name(step->rows, row)));
}

static void take_scores(struct kp_session *s, struct kp_str text)
{
    const struct kp_step *step = session_step(s);
    struct kp_json *scores = kp_json_new_array(&s->feed_arena);
    struct kp_json *lines = kp_json_new_array(&s->feed_arena);
    struct target target = {0};
    struct kp_err err = KP_ERR_INIT;
    if (read_target(s, step, text, &target, &err) ||
        read_scores(s, step, target.rest, scores, &err) ||
        make_lines(s, step, &target, scores, lines, &err)) {
        session_refuse(s, &err);
    } else {
        struct kp_json *event = field_event(s, "grade");
        target.person = kp_arena_str(&s->feed_arena, target.person);
        target.row = kp_arena_str(&s->feed_arena, target.row);
        if (target.person.len)
            kp_json_set_string(&s->feed_arena, event, "person", target.person);
        kp_json_set(&s->feed_arena, event, "lines", lines);
        if (session_emit(s, event)) {
            bool through = !session_grades_left(s, step, target.person);
            s->effects[s->effect_count - 1].aside = s->state.at.ask == KP_ASK_SCORES && !through;
            tell(s, step, &target);
        }
    }
    kp_err_release(&err);
}

/* ---- Written before the meeting */

/* What somebody who has not scored wrote; NULL: nothing, or not to be told with names. */
static const struct kp_json *written_by(struct kp_session *s, const struct kp_step *step,
                                        const struct kp_json *event)
{
    const struct grading *grading = session_grading(s, step->field);
    struct kp_str who = kp_json_text(event, "who");
    bool named = grading && grading->count ? grading->named : s->state.activities->named;
    bool here = false;
    KP_JSON_EACH(id, session_present(s))
    {
        here = here || kp_str_equal(id->text, who);
    }
    for (size_t i = 0; grading && i < grading->count; i++)
        here = here && !kp_str_equal(grading->lines[i].person, who);
    if (!here || (named && kp_json_get(event, "anonymous")))
        return NULL;
    KP_JSON_EACH(item, kp_json_get(event, "items"))
    {
        if (kp_str_equal(kp_json_text(item, "scores"), step->field->id))
            return kp_json_get(item, "texts");
    }
    return NULL;
}

bool session_has_written_scores(struct kp_session *s, const struct kp_step *step)
{
    KP_JSON_EACH(event, s->state.prework)
    {
        if (written_by(s, step, event))
            return true;
    }
    return false;
}

/* The lines that fit; of the others the room hears whose they are, not what they say. */
static const struct kp_json *fitting(struct kp_session *s, const struct kp_step *step,
                                     const struct kp_json *texts, size_t *left_out)
{
    struct kp_json *lines = kp_json_new_array(&s->feed_arena);
    const struct kp_json *by = session_scored_by(s, step);
    KP_JSON_EACH(text, texts)
    {
        struct kp_json *scores = kp_json_new_array(&s->feed_arena);
        struct kp_err err = KP_ERR_INIT;
        size_t colon = text->text.len;
        while (colon && text->text.data[colon - 1] != ':')
            colon--;
        struct kp_str name = kp_str_trim(kp_str_slice(text->text, 0, colon ? colon - 1 : 0));
        struct kp_str row = find_row(s, step->rows, session_scored(s, step), name);
        struct kp_str rest = kp_str_slice(text->text, colon, text->text.len);
        if (!row.len || read_scores(s, step, rest, scores, &err) || scores->count != by->count) {
            (*left_out)++;
        } else {
            const struct kp_json *next = scores->first;
            kp_json_append(&s->feed_arena, lines, take_line(s, row, by, &next));
        }
        kp_err_release(&err);
    }
    return lines;
}

bool session_take_written_scores(struct kp_session *s)
{
    const struct kp_step *step = session_step(s);
    bool any = false;
    KP_JSON_EACH(event, s->state.prework)
    {
        const struct kp_json *texts = written_by(s, step, event);
        size_t left_out = 0;
        if (!texts || s->state.at.ask != KP_ASK_SCORES)
            continue;
        struct target target = {.person = kp_arena_str(&s->feed_arena, kp_json_text(event, "who"))};
        const struct kp_json *lines = fitting(s, step, texts, &left_out);
        if (left_out)
            session_effect(s, KP_EFFECT_NOTICE,
                           ngettext("%.*s: %zu line does not fit and is left out",
                                    "%.*s: %zu lines do not fit and are left out",
                                    (unsigned long)left_out),
                           KP_STR_ARG(kp_people_name(s->setup.people, target.person)), left_out);
        if (!lines->count)
            continue;
        struct kp_json *grade = field_event(s, "grade");
        kp_json_set_string(&s->feed_arena, grade, "person", target.person);
        kp_json_set(&s->feed_arena, grade, "lines", lines);
        if (session_emit(s, grade))
            tell(s, step, &target);
        any = true;
    }
    return any;
}

/* Scores of people that were prepared; what is wrong with them is said, all of it. */
static void take_prepared(struct kp_session *s, const struct kp_step *step)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_buf text = KP_BUF_INIT;
    session_take_people_scores(s, step, "", s->proposals[step->field->index].scores, &faults);
    for (size_t i = 0; i < faults.count; i++)
        kp_buf_addf(&text, "%s%.*s", i ? "\n" : "", KP_STR_ARG(faults.items[i].message));
    if (faults.count)
        session_effect(s, KP_EFFECT_REFUSED, "%s", text.data);
    kp_buf_release(&text);
    kp_faults_release(&faults);
}

void session_feed_scores(struct kp_session *s, struct kp_str text)
{
    const struct kp_step *step = session_step(s);
    const struct grading *grading = session_grading(s, step->field);
    const struct kp_json *rows = session_scored(s, step), *by = session_scored_by(s, step);
    struct kp_str person, row;
    bool waits = session_next_grade(s, step, &person, &row);
    size_t number;
    if (!rows->count || !by->count) {
        if (text.len)
            session_effect(
                s, KP_EFFECT_REFUSED,
                _("there is nothing to score: rows are needed in both tables; /back goes "
                  "there, Enter goes on"));
        else
            session_skip(s, step->field);
    } else if (text.len) {
        take_scores(s, text);
    } else if (!grading && s->proposals[step->field->index].scores) {
        take_prepared(s, step);
    } else if (!grading && session_proposal(s, step->field).value) {
        session_take_proposal(s, step->field);
    } else if (!waits) {
        session_feed_reveal(s);
    } else {
        struct kp_str name = session_row_name(step->rows, session_row_of(rows, row, &number));
        session_effect(s, KP_EFFECT_REFUSED,
                       ngettext("%.*s waits for %zu score; - is none. /reveal goes on with those "
                                "there are, /skip passes on",
                                "%.*s waits for %zu scores; - is none. /reveal goes on with those "
                                "there are, /skip passes on",
                                (unsigned long)by->count),
                       KP_STR_ARG(name), by->count);
    }
}

/* ---- After they are revealed: "3.2 4" is what the room came to */

static struct kp_str nth(const struct kp_json *rows, struct kp_str number)
{
    size_t wanted, at = 0;
    if (session_read_whole(number, &wanted)) {
        KP_JSON_EACH(row, rows)
        {
            if (++at == wanted)
                return kp_json_text(row, "id");
        }
    }
    return (struct kp_str){"", 0};
}

static enum kp_status read_agreed(struct kp_session *s, const struct kp_step *step,
                                  struct kp_str text, struct kp_json *event, struct kp_err *err)
{
    const struct kp_field *cell = kp_field_column(step->field, step->field->axis_cell);
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *value = &kp_json_null;
    size_t space = kp_str_find(text, ' ');
    struct kp_str place = kp_str_slice(text, 0, space);
    struct kp_str number = kp_str_trim(kp_str_slice(text, space, text.len));
    if (kp_str_ends(place, KP_STR(":")))
        place.len--;
    struct kp_str row = nth(session_scored(s, step), kp_str_split(&place, '.'));
    struct kp_str by = nth(session_scored_by(s, step), place);
    if (!row.len || !by.len || !number.len)
        return kp_err_set(
            err, KP_INVALID,
            _("what you came to is written 3.2 4: row 3, criterion 2, the score; 3.2 - "
              "goes back to the mean. Enter takes it all, /recount scores once more"));
    enum kp_status status = KP_OK;
    if (!kp_str_is(number, "-"))
        status = cell->type->parse(cell, number, &context, &value, err);
    kp_json_set_string(&s->feed_arena, event, "row", row);
    kp_json_set_string(&s->feed_arena, event, "by", by);
    kp_json_set(&s->feed_arena, event, "value", value);
    return status;
}

void session_feed_scored(struct kp_session *s, struct kp_str text)
{
    const struct kp_step *step = session_step(s);
    struct kp_err err = KP_ERR_INIT;
    if (!text.len) {
        const struct kp_json *rows = session_scored_rows(s, step, &s->feed_arena);
        if (kp_json_is_null(rows))
            session_skip(s, step->field);
        else
            session_take_value(s, step->field, rows, NULL, KP_BASIS_NONE);
        return;
    }
    struct kp_json *event = field_event(s, "agree");
    if (read_agreed(s, step, text, event, &err))
        session_refuse(s, &err);
    else
        session_emit(s, event);
    kp_err_release(&err);
}
