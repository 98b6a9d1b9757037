// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/questions.h"

#include "base/arena.h"
#include "model/type.h"

/* A question of a script: the step that asks for a field. */
struct asked {
    const struct kp_field *field;
    const struct kp_step *step;
};

struct questions {
    struct asked *items;
    size_t count;
};

struct work {
    enum kp_lang lang;
    struct kp_question_change *changes;
    size_t count;
};

static struct questions read_questions(const struct kp_script *script, struct kp_arena *arena)
{
    struct questions questions = {.count = 0};
    size_t most = 0;
    for (size_t i = 0; i < script->section_count; i++)
        most += script->sections[i].step_count;
    questions.items = kp_arena_alloc(arena, (most + 1) * sizeof *questions.items);
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *step = &script->sections[i].steps[j];
            bool asks = step->kind == KP_STEP_ASK || step->kind == KP_STEP_REVIEW ||
                        step->kind == KP_STEP_RATE || step->kind == KP_STEP_SCORE;
            if (asks && step->field)
                questions.items[questions.count++] = (struct asked){step->field, step};
        }
    }
    return questions;
}

static const struct asked *find(const struct questions *questions, struct kp_str id)
{
    for (size_t i = 0; i < questions->count; i++)
        if (kp_str_equal(questions->items[i].field->id, id))
            return &questions->items[i];
    return NULL;
}

static bool was_called(const struct kp_field *field, struct kp_str id)
{
    for (size_t i = 0; i < field->was_count; i++)
        if (kp_str_equal(field->was[i], id))
            return true;
    return false;
}

/* Whether something stands at this place of the list that was named before. */
static bool is_first(const struct questions *questions, size_t at)
{
    return find(questions, questions->items[at].field->id) == &questions->items[at];
}

/* The earlier question for a field: by its id, else by one that it had and nobody has now. */
static const struct asked *earlier(const struct questions *before, const struct questions *after,
                                   const struct kp_field *field)
{
    const struct asked *found = find(before, field->id);
    for (size_t i = 0; !found && i < field->was_count; i++)
        if (!find(after, field->was[i]))
            found = find(before, field->was[i]);
    return found;
}

static bool is_asked_still(const struct questions *before, const struct questions *after,
                           const struct asked *question)
{
    if (find(after, question->field->id))
        return true;
    for (size_t i = 0; i < after->count; i++)
        if (was_called(after->items[i].field, question->field->id) &&
            earlier(before, after, after->items[i].field) == question)
            return true;
    return false;
}

static struct kp_str text_of(const struct asked *question, enum kp_lang lang)
{
    struct kp_str prompt = {NULL, 0};
    if (question)
        prompt = kp_words_get(&question->step->prompt, lang);
    if (question && !prompt.len)
        prompt = kp_words_get(&question->field->label, lang);
    return prompt;
}

/* ---- what answers are of */

static bool same_words(const struct kp_words *a, const struct kp_words *b, enum kp_lang lang)
{
    return kp_str_equal(kp_words_get(a, lang), kp_words_get(b, lang));
}

/* The words of a step are what a score means. */
static bool same_scale(const struct kp_scale *a, const struct kp_scale *b, enum kp_lang lang)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->steps[i].value != b->steps[i].value ||
            !same_words(&a->steps[i].label, &b->steps[i].label, lang))
            return false;
    return true;
}

static bool same_choices(const struct kp_field *a, const struct kp_field *b)
{
    if (a->choice_count != b->choice_count)
        return false;
    for (size_t i = 0; i < a->choice_count; i++)
        if (!kp_field_choice(b, a->choices[i].id))
            return false;
    return true;
}

static bool same_kind(const struct kp_field *a, const struct kp_field *b, enum kp_lang lang)
{
    return a->type == b->type && same_words(&a->unit, &b->unit, lang) && same_choices(a, b) &&
           same_scale(&a->scale, &b->scale, lang) && same_scale(&a->x, &b->x, lang) &&
           same_scale(&a->y, &b->y, lang);
}

/* Columns may change their places: that asks for nothing else. */
static bool same_answers(const struct kp_field *a, const struct kp_field *b, enum kp_lang lang)
{
    if (!same_kind(a, b, lang) || a->column_count != b->column_count)
        return false;
    for (size_t i = 0; i < a->column_count; i++) {
        const struct kp_field *column = kp_field_column(b, a->columns[i].id);
        if (!column || !same_kind(&a->columns[i], column, lang))
            return false;
    }
    return true;
}

/* ---- the whole */

static void add(struct work *work, enum kp_question_kind kind, const struct asked *before,
                const struct asked *after)
{
    work->changes[work->count++] = (struct kp_question_change){
        .kind = kind,
        .field = after ? after->field->id : before->field->id,
        .before = before ? before->field : NULL,
        .after = after ? after->field : NULL,
        .old_text = text_of(before, work->lang),
        .new_text = text_of(after, work->lang),
    };
}

static void compare(struct work *work, const struct asked *before, const struct asked *after)
{
    if (!kp_str_equal(text_of(before, work->lang), text_of(after, work->lang)))
        add(work, KP_QUESTION_REWORDED, before, after);
    if (!same_answers(before->field, after->field, work->lang))
        add(work, KP_QUESTION_RETYPED, before, after);
}

const struct kp_question_change *kp_questions_compare(const struct kp_script *before,
                                                      const struct kp_script *after,
                                                      enum kp_lang lang, struct kp_arena *arena,
                                                      size_t *count)
{
    struct questions old = read_questions(before, arena), new = read_questions(after, arena);
    struct work work = {.lang = lang};
    work.changes = kp_arena_alloc(arena, (old.count + 2 * new.count + 1) * sizeof *work.changes);
    for (size_t i = 0; i < new.count; i++) {
        const struct asked *then = earlier(&old, &new, new.items[i].field);
        if (!is_first(&new, i))
            continue;
        if (then)
            compare(&work, then, &new.items[i]);
        else
            add(&work, KP_QUESTION_ADDED, NULL, &new.items[i]);
    }
    for (size_t i = 0; i < old.count; i++)
        if (is_first(&old, i) && !is_asked_still(&old, &new, &old.items[i]))
            add(&work, KP_QUESTION_RETIRED, &old.items[i], NULL);
    *count = work.count;
    return work.changes;
}
