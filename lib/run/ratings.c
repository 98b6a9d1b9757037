// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ratings: everybody's score first, hidden; then what they come to, and the agreed value. What it
 * rests on, and who disagrees, is in rating_words.c.
 */

#include "base/text.h"
#include "base/utf8.h"
#include "run/scores.h"

struct rating *session_rating(const struct kp_session *s, const struct kp_field *field)
{
    return s->state.activities->ratings[field->index];
}

struct rating *session_begin_rating(struct kp_session *s, const struct kp_field *field)
{
    struct rating **rating = &s->state.activities->ratings[field->index];
    if (!*rating) {
        *rating = kp_arena_alloc(&s->state.arena, sizeof **rating);
        (*rating)->named = s->state.activities->named;
    }
    return *rating;
}

static struct score *score_of(struct rating *rating, struct kp_str person)
{
    for (size_t i = 0; person.len && i < rating->count; i++)
        if (kp_str_equal(rating->scores[i].person, person))
            return &rating->scores[i];
    return NULL;
}

struct kp_str session_next_rater(struct kp_session *s, const struct rating *rating)
{
    KP_JSON_EACH(id, session_present(s))
    {
        bool scored = false;
        for (size_t i = 0; rating && i < rating->count; i++)
            scored = scored || kp_str_equal(rating->scores[i].person, id->text);
        if (!scored)
            return id->text;
    }
    return (struct kp_str){"", 0};
}

bool session_rating_is_unanimous(const struct rating *rating)
{
    const struct kp_json *first = NULL;
    for (size_t i = 0; i < rating->count; i++) {
        const struct kp_json *value = rating->scores[i].value;
        if (kp_json_is_null(value))
            continue;
        if (first && !kp_number_equal(first->number, value->number))
            return false;
        first = value;
    }
    return first != NULL;
}

const struct kp_json *session_agreed_score(const struct kp_session *s, const struct kp_field *field)
{
    const struct rating *rating = session_rating(s, field);
    const struct kp_json *value = NULL;
    if (!rating || !rating->revealed || rating->count < 2 || !session_rating_is_unanimous(rating))
        return NULL;
    for (size_t i = 0; i < rating->count && !value; i++)
        value = kp_json_is_null(rating->scores[i].value) ? NULL : rating->scores[i].value;
    return value;
}

/* ---- What the events do */

void session_apply_score(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    struct rating *rating = session_begin_rating(s, field);
    if (rating->revealed)
        return;
    s->state.paused = false;
    if (!rating->count)
        rating->named = s->state.activities->named;
    KP_JSON_EACH(given, kp_json_get(event, "scores"))
    {
        struct kp_str person = kp_json_text(given, "person");
        struct score *score = score_of(rating, person);
        if (!score && rating->count == SESSION_MOST_SCORES)
            break;
        if (!score)
            score = &rating->scores[rating->count++];
        *score = (struct score){person, kp_json_get(given, "value")};
    }
    rating->revealed = session_present(s)->count && !session_next_rater(s, rating).len;
    if (rating->revealed && session_field(s) == field && s->state.at.ask == KP_ASK_RATE)
        s->state.at.ask = KP_ASK_VALUE;
}

void session_apply_named(struct kp_session *s, const struct kp_json *event)
{
    (void)event;
    s->state.activities->named = !s->state.activities->named;
}

/* ---- What is typed: scores */

static struct kp_json *field_event(struct kp_session *s, const char *name)
{
    struct kp_json *event = session_event(s, name);
    kp_json_set_string(&s->feed_arena, event, "field", session_step(s)->field->id);
    return event;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "Mette: 4", "Mette 4": where the score begins; 0: there is no name before it. */
static size_t score_begins(struct kp_str text)
{
    size_t colon = kp_str_find(text, ':');
    if (colon < text.len)
        return colon + 1;
    for (size_t i = 0; i < text.len; i++) {
        bool minus = text.data[i] == '-' && (i == 0 || text.data[i - 1] == ' ');
        if (is_digit(text.data[i]) || minus)
            return i;
    }
    return 0;
}

/* "-": somebody who cannot tell has no score, and need not be waited for. */
static enum kp_status read_score(struct kp_session *s, struct kp_str text,
                                 const struct kp_json **value, struct kp_err *err)
{
    const struct kp_field *field = session_step(s)->field;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    text = kp_str_trim(text);
    *value = &kp_json_null;
    if (kp_str_is(text, "-"))
        return KP_OK;
    if (!text.len || field->type->parse(field, text, &context, value, NULL) ||
        kp_json_is_null(*value)) {
        struct kp_buf hint = KP_BUF_INIT; /* without what was typed: the room reads along */
        kp_type_hint(field, &context, &hint);
        kp_err_set(err, KP_INVALID, _("a score is no such: %s; - is none"),
                   hint.len ? hint.data : _("write a number"));
        kp_buf_release(&hint);
        return KP_INVALID;
    }
    return KP_OK;
}

static void add_score(struct kp_session *s, struct kp_json *scores, struct kp_str person,
                      const struct kp_json *value)
{
    struct kp_json *score = kp_json_new_object(&s->feed_arena);
    if (person.len)
        kp_json_set_string(&s->feed_arena, score, "person", person);
    kp_json_set(&s->feed_arena, score, "value", value);
    kp_json_append(&s->feed_arena, scores, score);
}

static enum kp_status add_named(struct kp_session *s, struct kp_str part, struct kp_json *scores,
                                struct kp_err *err)
{
    size_t begins = score_begins(part);
    struct kp_str name = kp_str_slice(part, 0, begins), person;
    const struct kp_json *value;
    name = kp_str_trim(kp_str_slice(name, 0, kp_str_find(name, ':')));
    if (!name.len)
        return kp_err_set(err, KP_INVALID, _("write a name before each score, or before none"));
    enum kp_status status = session_find_present(s, name, &person, err);
    if (!status)
        status = read_score(s, kp_str_slice(part, begins, part.len), &value, err);
    KP_JSON_EACH(given, scores)
    {
        if (!status && kp_str_equal(kp_json_text(given, "person"), person))
            status = kp_err_set(err, KP_INVALID, _("%.*s stands there twice"),
                                KP_STR_ARG(kp_people_name(s->setup.people, person)));
    }
    if (!status)
        add_score(s, scores, person, value);
    return status;
}

/* "Mette 4, Lars 3" */
static enum kp_status read_named(struct kp_session *s, struct kp_str text, struct kp_json *scores,
                                 struct kp_err *err)
{
    enum kp_status status = KP_OK;
    while (!status && text.len) {
        size_t end = 0;
        /* The comma of 3,5 stands between digits. */
        while (end < text.len && !((text.data[end] == ',' || text.data[end] == ';') &&
                                   !(end && is_digit(text.data[end - 1]) && end + 1 < text.len &&
                                     is_digit(text.data[end + 1]))))
            end++;
        struct kp_str part = kp_str_trim(kp_str_slice(text, 0, end));
        text = kp_str_slice(text, end < text.len ? end + 1 : end, text.len);
        if (part.len)
            status = add_named(s, part, scores, err);
    }
    return status;
}

/* "4 3 5 2": each of those present in their order; one alone is of who is asked. */
static enum kp_status read_bare(struct kp_session *s, struct kp_str text, struct kp_json *scores,
                                struct kp_err *err)
{
    const struct kp_json *present = session_present(s), *value;
    const struct kp_json *person = kp_json_first(present);
    struct kp_str asked = session_next_rater(s, session_rating(s, session_step(s)->field));
    enum kp_status status = KP_OK;
    while (!status && text.len) {
        size_t end = kp_str_find(text, ' ');
        struct kp_str word = kp_str_slice(text, 0, end);
        text = kp_str_trim(kp_str_slice(text, end, text.len));
        if (kp_str_ends(word, KP_STR(",")))
            word.len--;
        if (!word.len || kp_str_is(word, "%"))
            continue;
        status = read_score(s, word, &value, err);
        if (!status)
            add_score(s, scores, person ? person->text : (struct kp_str){"", 0}, value);
        person = person ? person->next : NULL;
    }
    if (status || !present->count)
        return status;
    if (scores->count == 1 && asked.len) {
        kp_json_set_string(&s->feed_arena, scores->first, "person", asked);
        return KP_OK;
    }
    if (scores->count == present->count)
        return KP_OK;
    return kp_err_set(
        err, KP_INVALID,
        _("that is %zu scores for %zu people; write one for each in their order, - for "
          "none, or NAME: 4"),
        scores->count, present->count);
}

static bool has_name(struct kp_str text)
{
    size_t pos = 0;
    if (kp_str_find(text, ':') < text.len)
        return true;
    while (pos < text.len) {
        int32_t code = kp_utf8_next(text, &pos);
        if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code >= 0xC0)
            return true;
    }
    return false;
}

/* Who has scored, not what; without names how many there are. */
static void tell_scored(struct kp_session *s, const struct kp_json *scores)
{
    const struct rating *rating = session_rating(s, session_step(s)->field);
    struct kp_str person = kp_json_text(scores->first, "person");
    if (rating->revealed)
        return;
    if (scores->count == 1 && person.len)
        session_effect(s, KP_EFFECT_NOTICE, _("%.*s has scored"),
                       KP_STR_ARG(kp_people_name(s->setup.people, person)));
    else
        session_effect(s, KP_EFFECT_NOTICE,
                       ngettext("%zu score so far", "%zu scores so far", rating->count),
                       rating->count);
}

static void take_scores(struct kp_session *s, struct kp_str text)
{
    struct kp_json *scores = kp_json_new_array(&s->feed_arena);
    struct kp_err err = KP_ERR_INIT;
    const struct rating *rating = session_rating(s, session_step(s)->field);
    enum kp_status status = has_name(text) && session_present(s)->count
                                ? read_named(s, text, scores, &err)
                                : read_bare(s, text, scores, &err);
    if (!status &&
        (!scores->count || (rating ? rating->count : 0) + scores->count > SESSION_MOST_SCORES))
        status = kp_err_set(&err, KP_INVALID, _("at most %d scores fit here"), SESSION_MOST_SCORES);
    if (status) {
        session_refuse(s, &err);
    } else {
        struct kp_json *event = field_event(s, "score");
        kp_json_set(&s->feed_arena, event, "scores", scores);
        if (session_emit(s, event)) {
            s->effects[s->effect_count - 1].aside = s->state.at.ask == KP_ASK_RATE;
            tell_scored(s, scores);
        }
    }
    kp_err_release(&err);
}

static bool is_here(struct kp_session *s, struct kp_str person)
{
    KP_JSON_EACH(id, session_present(s))
    {
        if (kp_str_equal(id->text, person))
            return true;
    }
    return false;
}

/* Who wrote it is known to the session even where the room shall not see it; then no names are told. */
const struct kp_json *session_brought_scores(struct kp_session *s, struct kp_arena *arena)
{
    const struct kp_field *field = session_step(s)->field;
    struct rating *rating = session_rating(s, field);
    bool named = rating && rating->count ? rating->named : s->state.activities->named;
    struct kp_json *scores = kp_json_new_array(arena);
    KP_JSON_EACH(event, s->state.prework)
    {
        struct kp_str who = kp_json_text(event, "who");
        if ((named && kp_json_get(event, "anonymous")) || (rating && score_of(rating, who)) ||
            !is_here(s, who))
            continue;
        KP_JSON_EACH(item, kp_json_get(event, "items"))
        {
            const struct kp_json *value = kp_json_get(item, "value");
            if (!kp_str_equal(kp_json_text(item, "rate"), field->id) || kp_json_is_null(value) ||
                field->type->check(field, value, NULL))
                continue;
            struct kp_json *score = kp_json_new_object(arena);
            kp_json_set_string(arena, score, "person", who);
            kp_json_set(arena, score, "value", value);
            kp_json_append(arena, scores, score);
        }
    }
    return scores;
}

bool session_take_scores(struct kp_session *s)
{
    const struct kp_json *scores = session_brought_scores(s, &s->feed_arena);
    if (!scores->count)
        return false;
    struct kp_json *event = field_event(s, "score");
    kp_json_set(&s->feed_arena, event, "scores", scores);
    if (session_emit(s, event)) {
        s->effects[s->effect_count - 1].aside = s->state.at.ask == KP_ASK_RATE;
        tell_scored(s, scores);
    }
    return true;
}

void session_feed_rate(struct kp_session *s, struct kp_str text)
{
    const struct rating *rating = session_rating(s, session_step(s)->field);
    struct kp_str waiting = session_next_rater(s, rating);
    if (text.len)
        take_scores(s, text);
    else if (rating && rating->count && !waiting.len)
        session_feed_reveal(s);
    else if (waiting.len)
        session_effect(s, KP_EFFECT_REFUSED,
                       _("%.*s has not scored: write a score (- for none), one for each, or NAME: "
                         "4; /reveal goes on with those there are, /skip passes on"),
                       KP_STR_ARG(kp_people_name(s->setup.people, waiting)));
    else
        session_emit(s, session_event(s, "next")); /* nobody rates: straight to the value */
}

void session_feed_named(struct kp_session *s)
{
    const struct kp_step *step = session_step(s);
    const struct rating *rating =
        step && step->kind == KP_STEP_RATE ? session_rating(s, step->field) : NULL;
    const struct grading *grading = step ? session_grading(s, step->field) : NULL;
    if ((rating && rating->count && !rating->named) ||
        (grading && grading->count && !grading->named)) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("these scores were given without names, and stay so; /recount begins "
                         "again"));
        return;
    }
    session_emit(s, session_event(s, "named"));
    session_effect(s, KP_EFFECT_NOTICE, "%s",
                   s->state.activities->named
                       ? _("the next scores are with names: the room hears who gave the lowest and "
                           "the highest")
                       : _("the next scores are without names"));
}
