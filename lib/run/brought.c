// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of a file, taken one by one or all at once. */

#include "run/brought.h"

#include "base/id.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"

enum { SHOWN = 40 };

/* What waits of one file; its rows first, then those that it does not have. */
struct brought {
    const struct kp_json *event;
    const struct kp_field *field;
    struct brought_item {
        const struct kp_json *row; /* NULL: it would go */
        struct kp_str id;
        bool fresh, decided;
    } * items;
    size_t count, waiting, fresh, gone;
    bool walking;
};

/* ---- Whether the event is whole */

static enum kp_status check_bring(const struct kp_json *event, struct kp_err *err)
{
    const struct kp_json *rows = kp_json_get(event, "rows"), *gone = kp_json_get(event, "gone");
    if (!rows || kp_json_is_null(rows) || !session_are_rows(rows) || !gone ||
        gone->kind != KP_JSON_ARRAY)
        return kp_err_set(err, KP_INVALID, _("its rows are no rows"));
    KP_JSON_EACH(id, gone)
    {
        if (id->kind != KP_JSON_STRING || !kp_id_valid(id->text, 'r'))
            return kp_err_set(err, KP_INVALID, _("its rows are no rows"));
    }
    return KP_OK;
}

SESSION_CHECK(import)
{
    static const char *const ops[] = {"bring", "walk", "take", "leave"};
    const struct kp_field *field = session_event_field(s, event);
    struct kp_str op = kp_json_text(event, "op");
    const struct kp_json *columns = kp_json_get(event, "columns");
    bool known = false;
    if (!field || field->calc || field->type->kind != KP_TYPE_TABLE)
        return kp_err_set(err, KP_INVALID, _("it is about rows of a question that has none"));
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        known = known || kp_str_is(op, ops[i]);
    if (!known || (columns && columns->kind != KP_JSON_ARRAY))
        return kp_err_set(err, KP_INVALID, _("it does nothing known with a row"));
    KP_JSON_EACH(id, columns)
    {
        const struct kp_field *column =
            id->kind == KP_JSON_STRING ? kp_field_column(field, id->text) : NULL;
        if (!column || column->calc)
            return kp_err_set(err, KP_INVALID, _("it is about a column that is not there"));
    }
    enum kp_status status = kp_str_is(op, "bring") ? check_bring(event, err) : KP_OK;
    return status ? status : session_check_marks(event, err);
}

/* ---- What it does */

/* Both are mostly in the same order: the search goes on where it came to. */
static bool stands(const struct kp_json *rows, const struct kp_json **at, struct kp_str id)
{
    const struct kp_json *from = *at ? *at : kp_json_first(rows);
    for (const struct kp_json *row = from; row; row = row->next)
        if (kp_str_equal(kp_json_text(row, "id"), id)) {
            *at = row;
            return true;
        }
    for (const struct kp_json *row = kp_json_first(rows); row != from; row = row->next)
        if (kp_str_equal(kp_json_text(row, "id"), id))
            return true;
    return false;
}

static void bring(struct kp_session *s, const struct kp_field *field, const struct kp_json *event)
{
    struct kp_arena *arena = &s->state.arena;
    const struct kp_json *rows = kp_json_get(event, "rows"), *gone = kp_json_get(event, "gone");
    const struct kp_json *present = session_value(s, field), *at = NULL;
    struct brought *brought = kp_arena_alloc(arena, sizeof *brought);
    *brought = (struct brought){.event = event, .field = field, .gone = gone->count};
    brought->items =
        kp_arena_alloc(arena, (rows->count + gone->count + 1) * sizeof *brought->items);
    KP_JSON_EACH(row, rows)
    {
        struct kp_str id = kp_json_text(row, "id");
        bool fresh = !stands(present, &at, id);
        brought->fresh += fresh;
        brought->items[brought->count++] =
            (struct brought_item){.row = row, .id = id, .fresh = fresh};
    }
    KP_JSON_EACH(id, gone)
    {
        brought->items[brought->count++] = (struct brought_item){.id = id->text};
    }
    brought->waiting = brought->count;
    s->state.brought = brought;
}

/* The row as it is, with those cells of the other. */
static const struct kp_json *with_cells(struct kp_arena *arena, const struct kp_field *field,
                                        const struct kp_json *before, const struct kp_json *row,
                                        const struct kp_json *columns)
{
    const struct kp_json *mixed = before;
    KP_JSON_EACH(id, columns)
    {
        const struct kp_field *column = kp_field_column(field, id->text);
        const struct kp_json *cell = kp_json_get_str(row, column->id);
        mixed = session_row_with(arena, mixed, column, cell ? cell : &kp_json_null);
    }
    return mixed;
}

static void take(struct kp_session *s, struct brought *brought, const struct brought_item *item,
                 const struct kp_json *columns)
{
    struct entry *entry = session_entry(s, brought->field);
    const struct kp_json **place = session_find_row(entry, item->id);
    if (!item->row)
        session_remove_row(entry, item->id);
    else if (!place)
        session_add_row(s, entry, item->row);
    else
        *place = columns ? with_cells(&s->state.arena, brought->field, *place, item->row, columns)
                         : item->row;
}

static void decide(struct kp_session *s, struct brought *brought, const struct kp_json *event)
{
    struct kp_str row = kp_json_text(event, "row");
    bool taken = kp_str_is(kp_json_text(event, "op"), "take");
    if (taken) {
        session_open_rows(s, brought->field);
        session_add_speaker(s, session_entry(s, brought->field), event);
    }
    for (size_t i = 0; i < brought->count; i++) {
        struct brought_item *item = &brought->items[i];
        if (item->decided || (row.len && !kp_str_equal(row, item->id)))
            continue;
        item->decided = true;
        brought->waiting--;
        brought->fresh -= item->fresh;
        brought->gone -= !item->row;
        if (taken)
            take(s, brought, item, row.len ? kp_json_get(event, "columns") : NULL);
    }
}

void session_apply_import(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    struct brought *brought = s->state.brought;
    struct kp_str op = kp_json_text(event, "op");
    s->state.paused = false;
    if (session_field(s) == field)
        session_leave_row(s);
    if (kp_str_is(op, "bring"))
        bring(s, field, event);
    else if (brought && brought->field == field && kp_str_is(op, "walk"))
        brought->walking = true;
    else if (brought && brought->field == field)
        decide(s, brought, event);
}

/* ---- What waits */

static struct brought *waiting_here(const struct kp_session *s)
{
    struct brought *brought = s->state.brought;
    return brought && brought->waiting && s->state.at.ask == KP_ASK_ROWS &&
                   session_field(s) == brought->field
               ? brought
               : NULL;
}

bool session_waits_brought(const struct kp_session *s)
{
    return waiting_here(s) != NULL;
}

static struct kp_brought_row row_of(struct kp_session *s, const struct brought *brought,
                                    const struct brought_item *item)
{
    size_t number;
    return (struct kp_brought_row){
        item->id, item->row, session_row_of(session_value(s, brought->field), item->id, &number)};
}

static const struct brought_item *nth_waiting(const struct brought *brought, size_t index)
{
    for (size_t i = 0; i < brought->count; i++)
        if (!brought->items[i].decided && index-- == 0)
            return &brought->items[i];
    return NULL;
}

bool kp_session_brought(struct kp_session *s, struct kp_brought *out)
{
    const struct brought *brought = waiting_here(s);
    *out = (struct kp_brought){.number = 0};
    if (!brought)
        return false;
    const struct brought_item *first = nth_waiting(brought, 0);
    out->file = kp_json_text(brought->event, "file");
    out->fresh = brought->fresh;
    out->gone = brought->gone;
    out->changed = brought->waiting - brought->fresh - brought->gone;
    out->count = brought->count;
    out->number = (size_t)(first - brought->items) + 1;
    out->walking = brought->walking;
    if (brought->walking)
        out->here = row_of(s, brought, first);
    return true;
}

struct kp_brought_row kp_session_brought_row(struct kp_session *s, size_t index)
{
    const struct brought *brought = waiting_here(s);
    const struct brought_item *item = brought ? nth_waiting(brought, index) : NULL;
    return item ? row_of(s, brought, item) : (struct kp_brought_row){{NULL, 0}, NULL, NULL};
}

bool kp_session_brought_differs(struct kp_session *s, const struct kp_brought_row *row,
                                const struct kp_field *column)
{
    const struct kp_json *now = row->row ? kp_json_get_str(row->row, column->id) : NULL;
    const struct kp_json *then = row->before ? kp_json_get_str(row->before, column->id) : NULL;
    return !column->calc && kp_session_may_show(s, column) &&
           !kp_json_equal(now ? now : &kp_json_null, then ? then : &kp_json_null);
}

/* ---- Laid before the session */

struct kp_effects kp_session_bring_rows(struct kp_session *s, const struct kp_field *field,
                                        const struct kp_json *rows, const struct kp_json *gone,
                                        struct kp_str file, int64_t at)
{
    session_begin_feed(s, at);
    struct kp_json *event = session_event(s, "import");
    kp_json_set_string(&s->feed_arena, event, "field", field->id);
    kp_json_set_string(&s->feed_arena, event, "op", KP_STR("bring"));
    kp_json_set_string(&s->feed_arena, event, "file", file);
    kp_json_set(&s->feed_arena, event, "rows", rows);
    kp_json_set(&s->feed_arena, event, "gone", gone);
    session_emit_people(s);
    session_emit(s, event);
    return (struct kp_effects){s->effects, s->effect_count};
}

void session_feed_import(struct kp_session *s, struct kp_str path)
{
    const struct kp_field *field = session_field(s);
    if (s->state.at.ask != KP_ASK_ROWS || field->type->kind != KP_TYPE_TABLE)
        session_effect(s, KP_EFFECT_REFUSED,
                       _("rows of a file go into a table: /goto its question"));
    else if (!path.len)
        session_effect(s, KP_EFFECT_REFUSED, _("write %s"), _("/import FILE"));
    else {
        session_effect(s, KP_EFFECT_IMPORT, "%.*s", KP_STR_ARG(path));
        s->effects[s->effect_count - 1].field = field;
    }
}

/* ---- What is typed */

static struct kp_json *decision(struct kp_session *s, const char *op, struct kp_str row)
{
    struct kp_json *event = session_event(s, "import");
    kp_json_set_string(&s->feed_arena, event, "field", session_field(s)->id);
    kp_json_set_string(&s->feed_arena, event, "op", kp_str_from(op));
    if (row.len)
        kp_json_set_string(&s->feed_arena, event, "row", row);
    if (kp_str_is(kp_str_from(op), "take"))
        session_add_marks(s, event, NULL, KP_BASIS_NONE);
    return event;
}

/* A file is read by the types of its columns; a journal may hold anything. */
static enum kp_status check_cells(const struct kp_field *field, const struct kp_json *row,
                                  struct kp_err *err)
{
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        const struct kp_json *cell = kp_json_get_str(row, column->id);
        if (!kp_json_is_null(cell) && !column->calc && column->type->check(column, cell, err))
            return KP_INVALID;
    }
    return KP_OK;
}

/* Whether a row fits the checks of its columns; else the room hears why not, and which row it is. */
static bool fits(struct kp_session *s, const struct kp_json *before, const struct kp_json *row)
{
    const struct kp_field *field = session_field(s);
    struct kp_err err = KP_ERR_INIT;
    if (row &&
        (check_cells(field, row, &err) || session_check_row(s, field, before, row, NULL, &err))) {
        struct kp_type_context context = session_context(s, &s->feed_arena);
        const struct kp_field *name = kp_field_column(field, kp_field_name_column(field));
        const struct kp_json *cell = kp_json_get_str(row, name->id);
        struct kp_buf shown = KP_BUF_INIT;
        if (!kp_json_is_null(cell) && !name->type->check(name, cell, NULL))
            name->type->show(name, cell, &context, &shown);
        kp_err_prefix(&err, "%.*s", KP_STR_ARG(kp_utf8_fit(kp_buf_str(&shown), SHOWN)));
        kp_buf_release(&shown);
        session_refuse(s, &err);
    }
    bool good = !err.status;
    kp_err_release(&err);
    return good;
}

static void take_rest(struct kp_session *s)
{
    const struct brought *brought = waiting_here(s);
    for (size_t i = 0; i < brought->count; i++)
        if (!brought->items[i].decided && brought->items[i].row &&
            !fits(s, row_of(s, brought, &brought->items[i]).before, brought->items[i].row))
            return;
    session_emit(s, decision(s, "take", (struct kp_str){"", 0}));
}

/* "1 3": only those cells of the row, by their numbers among those that differ; NULL: refused. */
static const struct kp_json *read_columns(struct kp_session *s, const struct kp_brought_row *row,
                                          struct kp_str text)
{
    const struct kp_field *field = session_field(s);
    struct kp_json *columns = kp_json_new_array(&s->feed_arena);
    struct kp_str word;
    while ((word = session_next_word(&text)).len) {
        size_t wanted = 0, number = 0;
        for (size_t i = 0; i < word.len && word.len < 4; i++)
            wanted = word.data[i] >= '0' && word.data[i] <= '9'
                         ? wanted * 10 + (size_t)(word.data[i] - '0')
                         : SIZE_MAX / 20;
        for (size_t i = 0; i < field->column_count; i++)
            if (kp_session_brought_differs(s, row, &field->columns[i]) && ++number == wanted)
                kp_json_append(&s->feed_arena, columns,
                               kp_json_new_string(&s->feed_arena, field->columns[i].id));
        if (wanted == 0 || wanted > number)
            return NULL;
    }
    return columns->count ? columns : NULL;
}

static void take_one(struct kp_session *s, const struct kp_brought *brought, struct kp_str text)
{
    const struct kp_brought_row *here = &brought->here;
    const struct kp_json *row = here->row, *columns = NULL;
    if (text.len && row && here->before) {
        columns = read_columns(s, here, text);
        if (columns)
            row = with_cells(&s->feed_arena, session_field(s), here->before, row, columns);
    }
    if (text.len && !columns) {
        session_effect(
            s, KP_EFFECT_REFUSED,
            here->row && here->before
                ? _("Enter takes the row, 1 or 1 2 only those cells, - leaves it as it is; "
                    "all takes the rest, none leaves it")
                : _("Enter takes it, - leaves it; all takes the rest, none leaves it"));
        return;
    }
    if (!fits(s, here->before, row))
        return;
    struct kp_json *event = decision(s, "take", here->id);
    if (columns)
        kp_json_set(&s->feed_arena, event, "columns", columns);
    session_emit(s, event);
}

static bool is_one_of(struct kp_session *s, struct kp_str text, const char *const *words)
{
    struct kp_str folded = kp_utf8_fold(&s->feed_arena, text);
    for (size_t i = 0; words[i]; i++)
        if (kp_str_is(folded, words[i]))
            return true;
    return false;
}

void session_feed_brought(struct kp_session *s, struct kp_str text)
{
    static const char *const all[] = {"all", "alle", "alla", "alt", "allt", NULL};
    static const char *const none[] = {"none", "ingen", "inga", "intet", "inget", NULL};
    struct kp_brought brought;
    if (!kp_session_brought(s, &brought))
        return;
    if (is_one_of(s, text, all))
        take_rest(s);
    else if (is_one_of(s, text, none))
        session_emit(s, decision(s, "leave", (struct kp_str){"", 0}));
    else if (kp_str_is(text, "-"))
        session_emit(s, decision(s, "leave", brought.here.id));
    else if (brought.walking)
        take_one(s, &brought, text);
    else if (!text.len)
        session_emit(s, decision(s, "walk", brought.here.id));
    else
        session_effect(s, KP_EFFECT_REFUSED,
                       _("Enter goes through them one by one; all takes them, none leaves them"));
}

void session_leave_brought(struct kp_session *s)
{
    session_emit(s, decision(s, "leave", (struct kp_str){"", 0}));
}
