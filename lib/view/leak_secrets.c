// SPDX-License-Identifier: GPL-3.0-or-later
/* What must not be in a file: gathered from the plan, less what is said openly. */
#include "base/alloc.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/leak_internal.h"

#include <stdlib.h>

enum {
    WORDS_MOST = 12,   /* of a line that are looked for: enough to know it */
    LETTERS_LEAST = 4, /* of a line of one word */
    FIGURES_LEAST = 2, /* of "12 m" */
};

void kp_secrets_init(struct kp_secrets *secrets)
{
    *secrets = (struct kp_secrets){.arena = KP_ARENA_INIT, .names = KP_NAMES_INIT};
}

void kp_secrets_release(struct kp_secrets *secrets)
{
    free(secrets->items);
    kp_names_release(&secrets->names);
    kp_arena_release(&secrets->arena);
}

static void add_secret(struct kp_secrets *secrets, const struct kp_secret *secret)
{
    secrets->items = kp_grow(secrets->items, secrets->count, &secrets->cap, sizeof *secrets->items);
    secrets->items[secrets->count++] = *secret;
    secrets->sorted = false;
}

static size_t letters_of(struct kp_str text)
{
    size_t count = 0;
    for (size_t pos = 0; pos < text.len; count++)
        kp_utf8_next(text, &pos);
    return count;
}

static void add_line(struct kp_secrets *secrets, const struct kp_field *field,
                     const struct kp_field *column, struct kp_str line)
{
    struct leak_words words;
    leak_split_words(line, &words);
    size_t count = words.count < WORDS_MOST ? words.count : WORDS_MOST;
    bool alone = count == 1;
    if (count &&
        !(alone && (letters_of(words.items[0].folded) < LETTERS_LEAST || !words.items[0].capital ||
                    kp_names_everyday(words.items[0].folded)))) {
        struct kp_secret secret = {
            .field = field, .column = column, .count = count, .proper = alone};
        secret.words = kp_arena_alloc(&secrets->arena, count * sizeof *secret.words);
        for (size_t i = 0; i < count; i++)
            secret.words[i] = kp_arena_str(&secrets->arena, words.items[i].folded);
        add_secret(secrets, &secret);
    }
    leak_release_words(&words);
}

static void add_text(struct kp_secrets *secrets, const struct kp_field *field,
                     const struct kp_field *column, struct kp_str text)
{
    while (text.len)
        add_line(secrets, field, column, kp_str_split(&text, '\n'));
}

static size_t figures_of(struct kp_number number)
{
    kp_int128 digits = number.digits < 0 ? -number.digits : number.digits;
    size_t count = 0;
    while (digits && digits % 10 == 0)
        digits /= 10;
    for (; digits; digits /= 10)
        count++;
    return count;
}

/* A number that nobody takes for a year or a count; also as a page would shorten it. */
static void add_number(struct kp_secrets *secrets, const struct kp_field *field,
                       const struct kp_field *column, struct kp_number number)
{
    if (kp_number_sign(number) < 0)
        number = kp_number_negate(number);
    if (kp_number_compare(number, kp_number_from(1000)) < 0 ||
        (!number.scale && kp_number_compare(number, kp_number_from(1900)) >= 0 &&
         kp_number_compare(number, kp_number_from(2100)) <= 0))
        return;
    struct kp_secret secret = {.field = field, .column = column, .number = number};
    add_secret(secrets, &secret);
    if (number.scale) { /* as a page says it */
        secret.number = kp_number_round(number, 0);
        add_secret(secrets, &secret);
    }
    if (figures_of(number) < FIGURES_LEAST || kp_number_compare(number, kp_number_from(10000)) < 0)
        return;
    if (kp_number_compare(number, kp_number_from(1000000)) < 0) {
        secret.number = kp_number_round(number, -2);
        if (!kp_number_equal(secret.number, number))
            add_secret(secrets, &secret);
        return;
    }
    for (int lang = 0; lang < KP_LANG_COUNT; lang++) {
        struct kp_buf text = KP_BUF_INIT;
        kp_number_show_short(&text, number, (enum kp_lang)lang);
        if (kp_str_find_str(kp_buf_str(&text), KP_STR(".")) < text.len ||
            kp_str_find_str(kp_buf_str(&text), KP_STR(",")) < text.len)
            add_line(secrets, field, column, kp_buf_str(&text));
        kp_buf_release(&text);
    }
}

/* A value that the customer's copy has not. What is chosen from a list is in the model's words. */
static void add_value(struct kp_secrets *secrets, const struct kp_field *field,
                      const struct kp_field *column, const struct kp_json *value)
{
    const struct kp_field *of = column ? column : field;
    if (!value)
        return;
    if (of && (of->type->kind == KP_TYPE_CHOICE || of->type->kind == KP_TYPE_CHOICES ||
               of->type->kind == KP_TYPE_DATE || of->type->kind == KP_TYPE_PERSON ||
               of->type->kind == KP_TYPE_PEOPLE || of->type->kind == KP_TYPE_SCALE ||
               of->type->kind == KP_TYPE_POSITION))
        return;
    if (value->kind == KP_JSON_STRING)
        add_text(secrets, field, column, value->text);
    else if (value->kind == KP_JSON_NUMBER && !value->literal.len)
        add_number(secrets, field, column, value->number);
    KP_JSON_EACH(child, value)
    {
        if (!kp_str_is(child->name, "id"))
            add_value(secrets, field, column, child);
    }
}

static const struct kp_json *row_of(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows)
    {
        if (kp_str_equal(kp_json_text(row, "id"), id))
            return row;
    }
    return NULL;
}

static void add_rows(struct kp_secrets *secrets, const struct kp_field *field,
                     const struct kp_json *rows, const struct kp_json *shown)
{
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *left = row_of(shown, kp_json_text(row, "id"));
        KP_JSON_EACH(cell, row)
        {
            if (!kp_str_is(cell->name, "id") && !kp_json_get_str(left, cell->name))
                add_value(secrets, field, kp_field_column(field, cell->name), cell);
        }
    }
}

void kp_secrets_add_plan(struct kp_secrets *secrets, struct kp_calc *whole,
                         struct kp_reduced *reduced)
{
    const struct kp_model *model = whole->model;
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        const struct kp_field *left = kp_model_field(reduced->calc.model, field->id);
        const struct kp_json *value = kp_calc_value(whole, field);
        const struct kp_json *shown = left ? kp_calc_value(&reduced->calc, left) : &kp_json_null;
        if (field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST)
            add_rows(secrets, field, value, shown);
        else if (kp_json_is_null(shown))
            add_value(secrets, field, NULL, value);
    }
    for (size_t i = 0; i < whole->plan->count; i++)
        if (!kp_model_field(model, whole->plan->answers[i].field))
            add_value(secrets, NULL, NULL, whole->plan->answers[i].value);
}

void kp_secrets_add_person(struct kp_secrets *secrets, const struct kp_person *person, bool known)
{
    if (known) {
        kp_names_add_open(&secrets->names, person->name);
        return;
    }
    kp_names_add(&secrets->names, person->name);
    /* The id is the person's too: who has the directory knows the name. */
    kp_names_add(&secrets->names, kp_str_slice(person->id, 2, person->id.len));
}

/* ---- what is said openly */

static void pass_words(struct kp_secrets *secrets, const struct kp_words *words)
{
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        if (words->in[lang].len)
            kp_secrets_pass(secrets, words->in[lang]);
}

static void pass_scale(struct kp_secrets *secrets, const struct kp_scale *scale)
{
    pass_words(secrets, &scale->label);
    for (size_t i = 0; i < scale->count; i++) {
        pass_words(secrets, &scale->steps[i].label);
        pass_words(secrets, &scale->steps[i].help);
    }
}

static void pass_field(struct kp_secrets *secrets, const struct kp_field *field)
{
    pass_words(secrets, &field->label);
    pass_words(secrets, &field->help);
    pass_words(secrets, &field->unit);
    for (size_t i = 0; i < field->choice_count; i++) {
        pass_words(secrets, &field->choices[i].label);
        pass_words(secrets, &field->choices[i].help);
    }
    pass_scale(secrets, &field->scale);
    pass_scale(secrets, &field->x);
    pass_scale(secrets, &field->y);
    for (size_t i = 0; i < field->quadrant_count; i++)
        pass_words(secrets, &field->quadrants[i].label);
    for (size_t i = 0; i < field->column_count; i++)
        pass_field(secrets, &field->columns[i]);
}

void kp_secrets_pass_model(struct kp_secrets *secrets, const struct kp_model *model)
{
    for (size_t i = 0; i < model->group_count; i++)
        pass_words(secrets, &model->groups[i].label);
    for (size_t i = 0; i < model->field_count; i++)
        pass_field(secrets, &model->fields[i]);
}

static void pass_value(struct kp_secrets *secrets, const struct kp_json *value)
{
    struct kp_buf number = KP_BUF_INIT;
    if (value->kind == KP_JSON_STRING) {
        kp_secrets_pass(secrets, value->text);
    } else if (value->kind == KP_JSON_NUMBER && !value->literal.len) {
        kp_number_print(&number, value->number);
        kp_secrets_pass(secrets, kp_buf_str(&number));
        if (value->number.scale) { /* as a page says it */
            kp_buf_clear(&number);
            kp_number_print(&number, kp_number_round(value->number, 0));
            kp_secrets_pass(secrets, kp_buf_str(&number));
        }
    }
    KP_JSON_EACH(child, value)
    {
        pass_value(secrets, child);
    }
    kp_buf_release(&number);
}

void kp_secrets_pass_plan(struct kp_secrets *secrets, struct kp_reduced *reduced)
{
    const struct kp_model *model = reduced->calc.model;
    for (size_t i = 0; i < model->field_count; i++)
        pass_value(secrets, kp_calc_value(&reduced->calc, &model->fields[i]));
}
