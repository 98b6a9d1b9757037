// SPDX-License-Identifier: GPL-3.0-or-later
/* A pre-work file that came back, read into answers. */

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/prework.h"
#include "run/prework_internal.h"

#include <stdlib.h>

/* A mark [#…] and the lines below it, up to the next. */
struct part {
    struct kp_str mark; /* "customer.goals" */
    uint32_t line;      /* of the mark */
    struct kp_buf text; /* what was written */
    size_t held;        /* lines of a heading that may belong to the next mark: where they begin */
};

struct reader {
    struct kp_str file;
    const struct kp_script *script;
    struct kp_type_context *context;
    struct kp_faults *faults;
    struct part *parts;
    size_t count, cap;
    bool in_help; /* up to the first empty line below a mark, what is quoted is ours */
};

static struct kp_place place_of(const struct reader *r, const struct part *part)
{
    return (struct kp_place){
        .file = r->file, .line = part ? part->line : 0, .column = part != NULL};
}

/* A line without what mail programs put in front of it: "> ", once. */
static struct kp_str unquoted(struct kp_str line)
{
    if (!kp_str_starts(line, KP_STR(">")))
        return line;
    return kp_str_slice(line, 1 + (line.len > 1 && line.data[1] == ' '), line.len);
}

/* Whether a line is a mark; some editors escape the brackets. */
static bool read_mark(struct kp_arena *arena, struct kp_str line, struct kp_str *mark)
{
    struct kp_buf plain = KP_BUF_INIT;
    line = kp_str_trim(line);
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] != '\\')
            kp_buf_addc(&plain, line.data[i]);
    struct kp_str text = kp_str_trim(kp_buf_str(&plain));
    bool is = kp_str_starts(text, KP_STR("[#")) && kp_str_ends(text, KP_STR("]"));
    if (is)
        *mark = kp_arena_str(arena, kp_str_trim(kp_str_slice(text, 2, text.len - 3)));
    kp_buf_release(&plain);
    return is;
}

static void begin_part(struct reader *r, struct kp_str mark, uint32_t line)
{
    if (r->count) { /* headings right above a mark are the next question's */
        struct part *last = &r->parts[r->count - 1];
        kp_buf_truncate(&last->text, last->held);
    }
    r->parts = kp_grow(r->parts, r->count, &r->cap, sizeof *r->parts);
    r->parts[r->count++] = (struct part){.mark = mark, .line = line, .text = KP_BUF_INIT};
    r->in_help = true;
}

static void add_line(struct reader *r, struct kp_str line)
{
    struct part *part = &r->parts[r->count - 1];
    struct kp_str text = kp_str_trim(line);
    if (r->in_help && kp_str_starts(text, KP_STR(">")))
        return;
    r->in_help = r->in_help && text.len;
    kp_buf_add(&part->text, line);
    kp_buf_addc(&part->text, '\n');
    if (text.len && !kp_str_starts(text, KP_STR("##")))
        part->held = part->text.len;
}

/* Whether the whole file was quoted by a mail program: its first mark is. */
static bool is_quoted(struct kp_str bytes)
{
    while (bytes.len) {
        struct kp_str line = kp_str_trim(kp_str_split(&bytes, '\n'));
        if (kp_str_find_str(line, KP_STR("#kamplan 1")) < line.len)
            return kp_str_starts(line, KP_STR(">"));
    }
    return false;
}

static void read_parts(struct reader *r, struct kp_str bytes)
{
    bool quoted = is_quoted(bytes);
    uint32_t number = 0;
    if (kp_str_starts(bytes, KP_STR("\xEF\xBB\xBF")))
        bytes = kp_str_slice(bytes, 3, bytes.len);
    while (bytes.len) {
        struct kp_str line = kp_str_split(&bytes, '\n'), mark;
        number++;
        if (kp_str_ends(line, KP_STR("\r")))
            line.len--;
        if (quoted)
            line = unquoted(line);
        if (read_mark(r->context->arena, line, &mark))
            begin_part(r, mark, number);
        else if (r->count)
            add_line(r, line);
    }
}

/* The part of a mark "word rest", or NULL; *rest is what stands behind the word. */
static const struct part *find_part(const struct reader *r, struct kp_str word, struct kp_str *rest)
{
    for (size_t i = 0; i < r->count; i++) {
        struct kp_str tail = r->parts[i].mark;
        if (!kp_str_equal(kp_str_split(&tail, ' '), word))
            continue;
        *rest = kp_str_trim(tail);
        return &r->parts[i];
    }
    return NULL;
}

static enum kp_status refuse(struct reader *r, const struct part *part, const char *message)
{
    return kp_faults_add(r->faults, KP_FAULT_ERROR, place_of(r, part), "%s", message);
}

/* Whether it is for this account and script, and whose it is. */
static enum kp_status read_head(struct reader *r, struct kp_str account, struct kp_prework *out)
{
    struct kp_str rest, id;
    if (!find_part(r, KP_STR("kamplan"), &rest))
        return refuse(r, NULL,
                      _("there is no pre-work in this file: its line [#kamplan 1] is missing"));
    if (!kp_str_is(rest, "1"))
        return refuse(r, NULL, _("it was written by a newer version of kamplan"));
    const struct part *script = find_part(r, KP_STR("script"), &rest);
    id = kp_str_split(&rest, '@');
    if (!script || !kp_str_equal(id, r->script->id))
        return kp_faults_add(r->faults, KP_FAULT_ERROR, place_of(r, script),
                             _("it was made for the session \"%.*s\", this is \"%.*s\""),
                             KP_STR_ARG(kp_utf8_fit(id, 40)), KP_STR_ARG(r->script->id));
    struct kp_number number;
    int64_t version;
    if (!kp_number_read(rest, &number) || !kp_number_whole(number, &version) ||
        version != r->script->version)
        kp_faults_add(
            r->faults, KP_FAULT_WARNING, place_of(r, script),
            _("it was made for another version of the session; what still fits is taken"));
    const struct part *about = find_part(r, KP_STR("account"), &rest);
    if (!about || !kp_str_equal(rest, account))
        return kp_faults_add(r->faults, KP_FAULT_ERROR, place_of(r, about),
                             _("it is about the account \"%.*s\", this session about \"%.*s\""),
                             KP_STR_ARG(kp_utf8_fit(rest, 40)), KP_STR_ARG(account));
    if (!find_part(r, KP_STR("for"), &out->name) || !out->name.len)
        return refuse(r, NULL, _("it does not say whose it is: its line [#for NAME] is missing"));
    return KP_OK;
}

/* "- " or "* " or "3. " in front of a line of a list. */
static struct kp_str without_bullet(struct kp_str line)
{
    size_t digits = 0;
    line = kp_str_trim(line);
    if (line.len > 1 && (line.data[0] == '-' || line.data[0] == '*') && line.data[1] == ' ')
        return kp_str_trim(kp_str_slice(line, 2, line.len));
    while (digits < line.len && line.data[digits] >= '0' && line.data[digits] <= '9')
        digits++;
    if (digits && digits + 1 < line.len && line.data[digits] == '.' && line.data[digits + 1] == ' ')
        return kp_str_trim(kp_str_slice(line, digits + 2, line.len));
    return line;
}

static enum kp_status parse(const struct reader *r, const struct kp_field *field,
                            struct kp_str text, const struct kp_json **out, struct kp_err *err)
{
    enum kp_status status = field->type->parse(field, text, r->context, out, err);
    return status ? status : field->type->check(field, *out, err);
}

static void add_id(const struct reader *r, struct kp_json *row)
{
    char id[KP_ID_SIZE];
    kp_id_make(r->context->ids, 'r', id);
    kp_json_set_string(r->context->arena, row, "id", kp_str_from(id));
}

/* "Service contract; 1.8 m; ; Lars Bo" as a row. */
static enum kp_status read_row(const struct reader *r, const struct kp_field *table,
                               struct kp_str line, struct kp_json *rows, struct kp_err *err)
{
    struct kp_json *row = kp_json_new_object(r->context->arena);
    size_t column = 0;
    add_id(r, row);
    while (line.data) {
        struct kp_str cell = kp_str_trim(kp_str_split(&line, ';'));
        const struct kp_json *value;
        while (column < table->column_count && table->columns[column].calc)
            column++;
        if (column == table->column_count)
            return cell.len ? kp_err_set(err, KP_INVALID, _("a line has too many semicolons"))
                            : KP_OK;
        const struct kp_field *in = &table->columns[column++];
        if (!cell.len)
            continue;
        if (parse(r, in, cell, &value, err))
            return kp_err_prefix(err, "%.*s",
                                 KP_STR_ARG(kp_words_get(&in->label, r->context->lang)));
        kp_json_set(r->context->arena, row, in->id.data, value);
    }
    kp_json_append(r->context->arena, rows, row);
    return KP_OK;
}

static enum kp_status read_rows(const struct reader *r, const struct kp_field *field,
                                struct kp_str text, const struct kp_json **out, struct kp_err *err)
{
    struct kp_json *rows = kp_json_new_array(r->context->arena);
    *out = rows;
    while (text.len) {
        struct kp_str line = without_bullet(kp_str_split(&text, '\n'));
        if (!line.len)
            continue;
        enum kp_status status = read_row(r, field, line, rows, err);
        if (status)
            return status;
    }
    return KP_OK;
}

/* Lines that a mail program broke are one text again, unless the question takes several. */
static struct kp_str flowed(const struct reader *r, struct kp_str text, bool bullets)
{
    struct kp_buf out = KP_BUF_INIT;
    while (text.len) {
        struct kp_str line = kp_str_trim(kp_str_split(&text, '\n'));
        if (bullets)
            line = without_bullet(line);
        if (out.len && line.len)
            kp_buf_addc(&out, bullets ? '\n' : ' ');
        kp_buf_add(&out, line);
    }
    struct kp_str kept = kp_arena_str(r->context->arena, kp_buf_str(&out));
    kp_buf_release(&out);
    return kept;
}

static enum kp_status read_value(const struct reader *r, const struct kp_field *field,
                                 struct kp_str text, const struct kp_json **out, struct kp_err *err)
{
    switch (field->type->kind) {
    case KP_TYPE_TABLE: return read_rows(r, field, text, out, err);
    case KP_TYPE_NOTE: return parse(r, field, text, out, err);
    case KP_TYPE_LIST: return parse(r, field, flowed(r, text, true), out, err);
    default: return parse(r, field, flowed(r, text, false), out, err);
    }
}

static const struct kp_step *find_step(const struct reader *r, struct kp_str word,
                                       struct kp_str rest)
{
    enum kp_step_kind kind = KP_STEP_ASK;
    struct kp_str id = word;
    if (rest.len) {
        id = rest;
        kind = kp_str_is(word, "ideas")    ? KP_STEP_IDEAS
               : kp_str_is(word, "scores") ? KP_STEP_SCORE
                                           : KP_STEP_RATE;
    }
    for (size_t i = 0; i < r->script->section_count; i++) {
        const struct kp_section *section = &r->script->sections[i];
        for (size_t j = 0; j < section->step_count; j++) {
            const struct kp_step *step = &section->steps[j];
            if (step->kind == kind && prework_step_asks(step) &&
                kp_str_equal(kind == KP_STEP_IDEAS ? step->id : step->field->id, id))
                return step;
        }
    }
    return NULL;
}

/* The field that takes what a rating rests on, by its name; NULL: no rating here has it. */
static const struct kp_field *find_evidence(const struct reader *r, struct kp_str id)
{
    for (size_t i = 0; i < r->script->section_count; i++) {
        const struct kp_section *section = &r->script->sections[i];
        for (size_t j = 0; j < section->step_count; j++) {
            const struct kp_field *evidence = section->steps[j].evidence;
            if (evidence && kp_str_equal(evidence->id, id))
                return evidence;
        }
    }
    return NULL;
}

/* "Nordfjord: 5 4 3": the lines behind whose name something was written. */
static bool add_scores(const struct reader *r, const struct kp_step *step, struct kp_str text,
                       struct kp_json *item)
{
    struct kp_arena *arena = r->context->arena;
    struct kp_json *texts = kp_json_new_array(arena);
    while (text.len) {
        struct kp_str line = without_bullet(kp_str_split(&text, '\n'));
        size_t colon = line.len;
        while (colon && line.data[colon - 1] != ':')
            colon--;
        if (colon && kp_str_trim(kp_str_slice(line, colon, line.len)).len)
            kp_json_append(arena, texts, kp_json_new_string(arena, kp_utf8_nfc(arena, line)));
    }
    kp_json_set_string(arena, item, "scores", step->field->id);
    kp_json_set(arena, item, "texts", texts);
    return texts->count > 0;
}

static void add_ideas(const struct reader *r, const struct kp_step *step, struct kp_str text,
                      struct kp_json *item)
{
    struct kp_arena *arena = r->context->arena;
    struct kp_json *texts = kp_json_new_array(arena);
    while (text.len) {
        struct kp_str line = without_bullet(kp_str_split(&text, '\n'));
        if (line.len)
            kp_json_append(arena, texts, kp_json_new_string(arena, kp_utf8_nfc(arena, line)));
    }
    kp_json_set_string(arena, item, "ideas", step->id);
    kp_json_set(arena, item, "texts", texts);
}

/* A value, or where it does not fit the text: the room sees it either way. */
static void add_answer(struct reader *r, const struct part *part, const struct kp_field *field,
                       bool rate, struct kp_str text, struct kp_json *item)
{
    struct kp_arena *arena = r->context->arena;
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *value = NULL;
    kp_json_set_string(arena, item, rate ? "rate" : "field", field->id);
    if (read_value(r, field, text, &value, &err)) {
        kp_json_set_string(arena, item, "text", text);
        kp_faults_add(r->faults, KP_FAULT_WARNING, place_of(r, part), "%.*s: %s",
                      KP_STR_ARG(field->id), err.text.data);
    } else {
        kp_json_set(arena, item, "value", value);
    }
    kp_err_release(&err);
}

static bool is_head(struct kp_str word)
{
    return kp_str_is(word, "kamplan") || kp_str_is(word, "script") || kp_str_is(word, "account") ||
           kp_str_is(word, "for") || kp_str_is(word, "end");
}

static void read_part(struct reader *r, const struct part *part, struct kp_json *items)
{
    struct kp_arena *arena = r->context->arena;
    struct kp_str rest = part->mark, word = kp_str_split(&rest, ' ');
    struct kp_str text = kp_str_trim(kp_buf_str(&part->text));
    if (is_head(word) || !text.len)
        return;
    const struct kp_step *step = find_step(r, word, kp_str_trim(rest));
    const struct kp_field *evidence = step || rest.len ? NULL : find_evidence(r, word);
    if (!step && !evidence) {
        kp_faults_add(r->faults, KP_FAULT_WARNING, place_of(r, part),
                      _("this session does not ask \"%.*s\"; what was written there is left out"),
                      KP_STR_ARG(kp_utf8_fit(part->mark, 40)));
        return;
    }
    struct kp_json *item = kp_json_new_object(arena);
    text = kp_arena_str(arena, text);
    bool scores = step && step->kind == KP_STEP_SCORE;
    if (scores && !add_scores(r, step, text, item))
        return; /* the names alone, as they were sent out */
    if (step && step->kind == KP_STEP_IDEAS)
        add_ideas(r, step, text, item);
    else if (step && !scores)
        add_answer(r, part, step->field, step->kind == KP_STEP_RATE, text, item);
    else if (!scores)
        add_answer(r, part, evidence, false, text, item);
    kp_json_append(arena, items, item);
}

enum kp_status kp_prework_read(const char *file, struct kp_str bytes, struct kp_str account,
                               const struct kp_script *script, struct kp_type_context *context,
                               struct kp_prework *out, struct kp_faults *faults)
{
    struct reader r = {kp_str_from(file), script, context, faults, NULL, 0, 0, false};
    struct kp_json *items = kp_json_new_array(context->arena);
    size_t bad;
    *out = (struct kp_prework){.items = items};
    if (!kp_utf8_valid(bytes, &bad))
        return kp_faults_add(faults, KP_FAULT_ERROR, place_of(&r, NULL),
                             _("byte %zu is not UTF-8 text; save it as UTF-8"), bad + 1);
    if (kp_str_find(bytes, '\0') < bytes.len)
        return refuse(&r, NULL, _("it is no text file"));
    read_parts(&r, bytes);
    enum kp_status status = read_head(&r, account, out);
    for (size_t i = 0; !status && i < r.count; i++)
        read_part(&r, &r.parts[i], items);
    for (size_t i = 0; i < r.count; i++)
        kp_buf_release(&r.parts[i].text);
    free(r.parts);
    return status;
}
