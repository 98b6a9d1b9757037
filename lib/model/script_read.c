// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/script_read.h"

#include "base/alloc.h"
#include "base/text.h"
#include "model/expr.h"
#include "model/type.h"

#include <stdlib.h>

enum { MAX_STEPS = 500, MAX_MINUTES = 600, MAX_DOTS = 100, MAX_PROMOTED = 100 };

/* The order of enum kp_step_kind. */
static const char *const kinds[] = {"say",     "ask",  "review", "ideas", "vote",
                                    "promote", "rate", "break",  NULL};

/* What each kind of step may have. */
static const char *const members_of[][16] = {
    [KP_STEP_SAY] = {"type", "id", "text", "show", "when", "minutes"},
    [KP_STEP_ASK] = {"type", "id", "field", "propose", "ask", "offer", "ranking", "prompt", "help",
                     "required", "when", "minutes"},
    [KP_STEP_REVIEW] = {"type", "id", "field", "open", "prompt", "help", "when", "minutes"},
    [KP_STEP_IDEAS] = {"type", "id", "prompt", "help", "silent", "when", "minutes"},
    [KP_STEP_VOTE] = {"type", "id", "on", "dots", "each", "prompt", "help", "when", "minutes"},
    [KP_STEP_PROMOTE] = {"type", "id", "from", "into", "as", "most", "ask", "who", "group", "votes",
                         "prompt", "help", "when", "minutes"},
    [KP_STEP_RATE] = {"type", "id", "field", "rows", "by", "evidence", "prompt", "help", "when",
                      "minutes"},
    [KP_STEP_BREAK] = {"type", "id", "text", "when", "minutes"},
};

const char *kp_step_kind_name(enum kp_step_kind kind)
{
    return kinds[kind == KP_STEP_SCORE ? KP_STEP_RATE : kind];
}

/* The field that a member names, which must be one that this script may know; else NULL. */
static const struct kp_field *read_known(struct kp_script_reader *r, const struct kp_json *node,
                                         const char *member)
{
    const struct kp_define *d = &r->define;
    const struct kp_json *name = kp_define_need(d, node, member, KP_JSON_STRING);
    if (!name)
        return NULL;
    const struct kp_field *field = kp_model_field(r->model, name->text);
    const char *shown = kp_define_shown(d, name->text);
    if (!field) {
        const struct kp_field *renamed = kp_model_field_was(r->model, name->text);
        struct kp_str nearest = renamed ? renamed->id : kp_model_suggest(r->model, name->text);
        if (renamed)
            kp_define_fault(d, name, _("the field \"%s\" is called \"%.*s\" now"), shown,
                            KP_STR_ARG(nearest));
        else if (nearest.len)
            kp_define_fault(d, name, _("there is no field \"%s\"; did you mean \"%.*s\"?"), shown,
                            KP_STR_ARG(nearest));
        else
            kp_define_fault(d, name,
                            _("there is no field \"%s\"; fields are defined in model.json"), shown);
        return NULL;
    }
    if (!kp_scope_covers(field->scope, r->script->scope)) {
        kp_define_fault(d, name,
                        field->scope == KP_SCOPE_PROGRAM
                            ? _("the field \"%s\" is of scope \"program\", but this script is of "
                                "scope \"account\"")
                            : _("the field \"%s\" is of scope \"account\", but this script is of "
                                "scope \"program\""),
                        shown);
        return NULL;
    }
    return field;
}

/* One that it may ask. */
const struct kp_field *kp_field_read_named(struct kp_script_reader *r, const struct kp_json *node,
                                           const char *member)
{
    const struct kp_field *field = read_known(r, node, member);
    if (!field || !field->calc)
        return field;
    kp_define_fault(&r->define, kp_json_get(node, member),
                    _("the field \"%s\" is worked out from others; it cannot be asked"),
                    kp_define_shown(&r->define, field->id));
    return NULL;
}

void kp_field_note_asked(struct kp_script_reader *r, const struct kp_json *node,
                         const struct kp_json **asked)
{
    const struct kp_json *name = kp_json_get(node, "field");
    if (*asked)
        kp_define_fault(&r->define, name,
                        _("the field \"%s\" is asked twice; the first is on line %u"),
                        kp_define_shown(&r->define, name->text), (unsigned)(*asked)->line);
    else
        *asked = name;
}

struct scope_check {
    const struct kp_script *script;
    const struct kp_field *other;
};

static void look_at_scope(void *context, const struct kp_field *field, bool previous)
{
    struct scope_check *check = context;
    (void)previous;
    if (!field->table && !kp_scope_covers(field->scope, check->script->scope))
        check->other = field;
}

const struct kp_expr *kp_expr_read_member(struct kp_script_reader *r, const struct kp_json *node,
                                          const char *member, const struct kp_field *table,
                                          enum kp_expr_kind expected)
{
    const struct kp_define *d = &r->define;
    const struct kp_json *source = kp_define_member(d, node, member, KP_JSON_STRING);
    const struct kp_expr *expr = NULL;
    if (!source)
        return NULL;
    struct kp_expr_scope scope = {r->model, table};
    if (kp_expr_compile(d->arena, source->text, &scope, kp_define_source_place(d->file, source),
                        expected, &expr, d->faults))
        return NULL;
    struct scope_check check = {r->script, NULL};
    kp_expr_visit(expr, look_at_scope, &check);
    if (check.other)
        kp_define_fault(d, source,
                        check.other->scope == KP_SCOPE_PROGRAM
                            ? _("the field \"%.*s\" is of scope \"program\", but this script is "
                                "of scope \"account\"")
                            : _("the field \"%.*s\" is of scope \"account\", but this script is "
                                "of scope \"program\""),
                        KP_STR_ARG(check.other->id));
    return expr;
}

/* The columns that a new row is asked for. */
static void read_missing(struct kp_script_reader *r, const struct kp_json *node,
                         struct kp_step *step)
{
    const struct kp_define *d = &r->define;
    const struct kp_json *names =
        kp_json_get(node, "ask") ? kp_define_array(d, node, "ask", 1, MAX_PROMOTED) : NULL;
    const struct kp_field **columns =
        names ? kp_arena_alloc(d->arena, names->count * sizeof *columns) : NULL;
    KP_JSON_EACH(name, names)
    {
        const struct kp_field *column =
            name->kind == KP_JSON_STRING ? kp_field_column(step->field, name->text) : NULL;
        if (name->kind != KP_JSON_STRING)
            kp_define_fault(d, name, _("\"ask\" lists columns, not %s"),
                            kp_json_kind_name(name->kind));
        else if (!column)
            kp_define_fault(d, name, _("\"%.*s\" has no column \"%s\""),
                            KP_STR_ARG(step->field->id), kp_define_shown(d, name->text));
        else if (column->calc)
            kp_define_fault(d, name,
                            _("the column \"%.*s\" is worked out from others; it cannot be asked"),
                            KP_STR_ARG(column->id));
        else
            columns[step->missing_count++] = column;
    }
    step->missing = columns;
}

/* What is offered where nothing stands: a value, or the keys of a table's rows. */
static void read_propose(struct kp_script_reader *r, const struct kp_json *node,
                         struct kp_step *step)
{
    const struct kp_define *d = &r->define;
    const struct kp_json *propose = kp_json_get(node, "propose"), *ask = kp_json_get(node, "ask");
    bool table = step->field->type->kind == KP_TYPE_TABLE;
    if (ask && !(table && propose))
        kp_define_fault(d, ask,
                        _("\"ask\" lists what rows that are offered lack: it stands beside "
                          "\"propose\", at a table"));
    else if (ask)
        read_missing(r, node, step);
    if (propose && table && !step->field->key.len)
        kp_define_fault(d, propose,
                        _("rows are offered by their key, but the table \"%.*s\" has none"),
                        KP_STR_ARG(step->field->id));
    else if (propose && kp_expr_kind_of(step->field) == KP_EXPR_NULL)
        kp_define_fault(d, propose, _("nothing can be offered for a field of type \"%s\""),
                        step->field->type->name);
    else
        step->propose = kp_expr_read_member(r, node, "propose", NULL, kp_expr_kind_of(step->field));
}

static void read_ask(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step)
{
    step->field = kp_field_read_named(r, node, "field");
    step->required = kp_define_bool(&r->define, node, "required");
    if (!step->field)
        return;
    kp_field_note_asked(r, node, &r->asked[step->field->index].ask);
    read_propose(r, node, step);
    kp_offers_read(r, node, step);
}

static void read_review(struct kp_script_reader *r, const struct kp_json *node,
                        struct kp_step *step)
{
    const struct kp_field *field = kp_field_read_named(r, node, "field");
    if (!field)
        return;
    if (field->type->kind != KP_TYPE_TABLE) {
        kp_define_fault(&r->define, kp_json_get(node, "field"),
                        _("only a table can be reviewed; \"%.*s\" is of type \"%s\""),
                        KP_STR_ARG(field->id), field->type->name);
        return;
    }
    step->field = field;
    kp_field_note_asked(r, node, &r->asked[field->index].review);
    step->open = kp_expr_read_member(r, node, "open", field, KP_EXPR_BOOL);
}

static void read_rate(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step)
{
    if (kp_json_get(node, "rows") || kp_json_get(node, "by")) {
        kp_score_read(r, node, step);
        return;
    }
    const struct kp_field *field = kp_field_read_named(r, node, "field");
    if (!field)
        return;
    enum kp_type_kind kind = field->type->kind;
    if (kind != KP_TYPE_SCALE && kind != KP_TYPE_NUMBER && kind != KP_TYPE_PERCENT) {
        kp_define_fault(&r->define, kp_json_get(node, "field"),
                        _("only a scale, a number or a percentage can be rated; \"%.*s\" is of "
                          "type \"%s\""),
                        KP_STR_ARG(field->id), field->type->name);
        return;
    }
    step->field = field;
    kp_field_note_asked(r, node, &r->asked[field->index].ask);
    if (!kp_json_get(node, "evidence"))
        return;
    const struct kp_field *evidence = kp_field_read_named(r, node, "evidence");
    if (evidence && evidence->type->kind != KP_TYPE_TEXT && evidence->type->kind != KP_TYPE_NOTE)
        kp_define_fault(&r->define, kp_json_get(node, "evidence"),
                        _("evidence is a text or a note; \"%.*s\" is of type \"%s\""),
                        KP_STR_ARG(evidence->id), evidence->type->name);
    else
        step->evidence = evidence;
}

static void read_ideas(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step)
{
    if (!kp_json_get(node, "prompt"))
        kp_define_fault(&r->define, node, _("\"%s\" is missing"), "prompt");
    if (!kp_json_get(node, "id"))
        kp_define_fault(&r->define, node, _("\"%s\" is missing"), "id");
    step->silent = kp_define_bool(&r->define, node, "silent");
    if (!step->id.len)
        return;
    r->rounds = kp_grow(r->rounds, r->round_count, &r->round_cap, sizeof *r->rounds);
    r->rounds[r->round_count++] = step->id;
}

/* A column of a promoted row that takes something else than the text. */
static const struct kp_field *read_column(struct kp_script_reader *r, const struct kp_json *node,
                                          const char *member, const struct kp_field *table,
                                          unsigned types)
{
    const struct kp_define *d = &r->define;
    const struct kp_json *name = kp_define_member(d, node, member, KP_JSON_STRING);
    const struct kp_field *column = name ? kp_field_column(table, name->text) : NULL;
    if (!name)
        return NULL;
    if (!column)
        kp_define_fault(d, name, _("\"%.*s\" has no column \"%s\""), KP_STR_ARG(table->id),
                        kp_define_shown(d, name->text));
    else if (column->calc || !(types & (1u << column->type->kind)))
        kp_define_fault(d, name, _("the column \"%.*s\" cannot take \"%s\" of an idea"),
                        KP_STR_ARG(column->id), member);
    else
        return column;
    return NULL;
}

/* The id of a round of ideas that comes before this step. */
static struct kp_str read_round(struct kp_script_reader *r, const struct kp_json *node,
                                const char *member)
{
    const struct kp_json *name = kp_define_need(&r->define, node, member, KP_JSON_STRING);
    struct kp_str nearest = {"", 0};
    size_t least = SIZE_MAX, distance;
    for (size_t i = 0; name && i < r->round_count; i++) {
        if (kp_str_equal(name->text, r->rounds[i]))
            return name->text;
        if (kp_define_near(name->text, r->rounds[i], &distance) && distance < least) {
            least = distance;
            nearest = r->rounds[i];
        }
    }
    if (name && nearest.len)
        kp_define_fault(&r->define, name,
                        _("no round of ideas before this step has the id \"%s\"; did you mean "
                          "\"%.*s\"?"),
                        kp_define_shown(&r->define, name->text), KP_STR_ARG(nearest));
    else if (name)
        kp_define_fault(&r->define, name, _("no round of ideas before this step has the id \"%s\""),
                        kp_define_shown(&r->define, name->text));
    return (struct kp_str){"", 0};
}

static void read_vote(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step)
{
    step->on = read_round(r, node, "on");
    kp_define_need(&r->define, node, "dots", KP_JSON_NUMBER);
    if (kp_json_get(node, "dots") && kp_json_get(node, "dots")->kind == KP_JSON_NUMBER)
        step->dots = kp_define_int(&r->define, node, "dots", 1, MAX_DOTS, 1);
    step->each = kp_define_int(&r->define, node, "each", 1, MAX_DOTS, 0);
    if (step->each && step->dots && step->each > step->dots)
        kp_define_fault(&r->define, kp_json_get(node, "each"),
                        _("\"each\" (%d) is greater than \"dots\" (%d)"), step->each, step->dots);
}

static void read_promote(struct kp_script_reader *r, const struct kp_json *node,
                         struct kp_step *step)
{
    const struct kp_define *d = &r->define;
    step->on = read_round(r, node, "from");
    step->most = kp_define_int(d, node, "most", 1, MAX_PROMOTED, 0);
    const struct kp_json *as = kp_define_need(d, node, "as", KP_JSON_STRING);
    const struct kp_field *field = kp_field_read_named(r, node, "into");
    if (!field)
        return;
    if (field->type->kind != KP_TYPE_TABLE) {
        kp_define_fault(d, kp_json_get(node, "into"),
                        _("ideas become rows of a table; \"%.*s\" is of type \"%s\""),
                        KP_STR_ARG(field->id), field->type->name);
        return;
    }
    step->field = field;
    read_missing(r, node, step);
    step->who = read_column(r, node, "who", field, 1u << KP_TYPE_PERSON | 1u << KP_TYPE_PEOPLE);
    step->group = read_column(r, node, "group", field, 1u << KP_TYPE_TEXT | 1u << KP_TYPE_NOTE);
    step->votes = read_column(r, node, "votes", field, 1u << KP_TYPE_NUMBER);
    const struct kp_field *column = as ? kp_field_column(field, as->text) : NULL;
    if (as && !column)
        kp_define_fault(d, as, _("\"%.*s\" has no column \"%s\""), KP_STR_ARG(field->id),
                        kp_define_shown(d, as->text));
    else if (column && (column->calc ||
                        (column->type->kind != KP_TYPE_TEXT && column->type->kind != KP_TYPE_NOTE)))
        kp_define_fault(d, as, _("an idea is a text; the column \"%.*s\" cannot take it"),
                        KP_STR_ARG(column->id));
    else if (column)
        step->as = column->id;
}

static void read_id(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step)
{
    if (!kp_json_get(node, "id"))
        return;
    step->id = kp_define_id(&r->define, node, "id", false);
    r->ids = kp_grow(r->ids, r->id_count, &r->id_cap, sizeof *r->ids);
    r->ids[r->id_count++] = (struct kp_defined){step->id, kp_json_get(node, "id")};
}

static void read_step(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step)
{
    const struct kp_define *d = &r->define;
    step->place = kp_json_place(d->file, node);
    if (node->kind != KP_JSON_OBJECT) {
        kp_define_object(d, node, kinds);
        return;
    }
    kp_define_need(d, node, "type", KP_JSON_STRING);
    int kind = kp_json_get(node, "type") && kp_json_get(node, "type")->kind == KP_JSON_STRING
                   ? kp_define_enum(d, node, "type", kinds, -1)
                   : -1;
    if (kind < 0)
        return;
    step->kind = (enum kp_step_kind)kind;
    kp_define_object(d, node, members_of[kind]);
    read_id(r, node, step);
    kp_define_words(d, node, "prompt", false, &step->prompt);
    kp_define_words(d, node, "help", false, &step->help);
    kp_define_words(d, node, "text", step->kind == KP_STEP_SAY, &step->text);
    if (step->kind == KP_STEP_BREAK && !kp_json_get(node, "minutes"))
        kp_define_fault(d, node, _("\"%s\" is missing"), "minutes");
    step->minutes = kp_define_int(d, node, "minutes", 1, MAX_MINUTES, 0);
    step->when = kp_expr_read_member(r, node, "when", NULL, KP_EXPR_BOOL);
    switch (step->kind) {
    case KP_STEP_ASK: read_ask(r, node, step); break;
    case KP_STEP_REVIEW: read_review(r, node, step); break;
    case KP_STEP_IDEAS: read_ideas(r, node, step); break;
    case KP_STEP_VOTE: read_vote(r, node, step); break;
    case KP_STEP_PROMOTE: read_promote(r, node, step); break;
    case KP_STEP_RATE: read_rate(r, node, step); break;
    case KP_STEP_SAY:
        if (kp_json_get(node, "show"))
            step->shown = read_known(r, node, "show");
        break;
    case KP_STEP_SCORE:
    case KP_STEP_BREAK: break;
    }
}

void kp_section_read(struct kp_script_reader *reader, const struct kp_json *node,
                     struct kp_section *section)
{
    static const char *const members[] = {"id", "title", "minutes", "notes", "steps", NULL};
    const struct kp_define *d = &reader->define;
    if (!kp_define_object(d, node, members))
        return;
    section->id = kp_define_id(d, node, "id", false);
    kp_define_words(d, node, "title", true, &section->title);
    kp_define_words(d, node, "notes", false, &section->notes);
    if (!kp_json_get(node, "minutes"))
        kp_define_fault(d, node, _("\"%s\" is missing"), "minutes");
    section->minutes = kp_define_int(d, node, "minutes", 1, MAX_MINUTES, 1);
    const struct kp_json *array = kp_define_array(d, node, "steps", 1, MAX_STEPS);
    if (!array)
        return;
    struct kp_step *steps = kp_arena_alloc(d->arena, array->count * sizeof *steps);
    KP_JSON_EACH(item, array)
    read_step(reader, item, &steps[section->step_count++]);
    section->steps = steps;
}

void kp_script_reader_finish(struct kp_script_reader *reader)
{
    kp_define_unique(&reader->define, reader->ids, reader->id_count);
    free(reader->ids);
    free(reader->rounds);
    reader->ids = NULL;
    reader->rounds = NULL;
}
