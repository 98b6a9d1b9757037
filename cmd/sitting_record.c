// SPDX-License-Identifier: GPL-3.0-or-later
/* Closing: a session folded onto the newest revision of its plan, and recorded exactly once. */

#include "sitting.h"

#include "base/text.h"
#include "compare/merge.h"
#include "process.h"
#include "store/people_ref.h"

#include <string.h>

enum { MAX_TRIES = 20, LOCK_WAIT_MS = 10000 };

/* One try at recording, on one revision. */
struct fold {
    struct sitting *sitting;
    const struct settler *settler;
    struct kp_rev tip;
    struct kp_plan theirs; /* the plan at `tip` */
    bool moved;            /* the plan may have changed since the session's base */
    struct kp_change *changes;
    struct kp_buf *texts; /* by change: what it writes, where that was made here */
    size_t count;
    struct recorded *out;
};

static struct kp_arena *arena_of(const struct fold *fold)
{
    return &fold->sitting->app->arena;
}

static void add_change(struct fold *fold, const char *path, struct kp_str bytes, bool remove)
{
    fold->changes[fold->count++] =
        (struct kp_change){.path = path, .bytes = bytes, .remove = remove};
}

/* Takes the text over: it may be large. */
static void add_text(struct fold *fold, const char *path, struct kp_buf *text)
{
    fold->texts[fold->count] = *text;
    add_change(fold, path, kp_buf_str(text), false);
}

/* ---- The session's name, and whether it was recorded already ---- */

#define NAMES 10000

struct name_search {
    struct sitting *sitting;
    struct kp_str stem;  /* 2026-03-02-account-plan */
    bool taken[NAMES];   /* 1: the stem itself; n: stem-n, be it another session's own name */
    struct kp_str found; /* the name under which this very session is recorded */
};

static size_t number_of(struct kp_str name, struct kp_str stem)
{
    if (!kp_str_starts(name, stem))
        return 0;
    struct kp_str rest = kp_str_slice(name, stem.len, name.len);
    size_t number = 0;
    if (kp_str_is(rest, ".json"))
        return 1;
    if (!kp_str_starts(rest, KP_STR("-")) || !kp_str_ends(rest, KP_STR(".json")))
        return 0;
    for (size_t i = 1; i < rest.len - 5; i++) {
        if (rest.data[i] < '0' || rest.data[i] > '9' || i > 4)
            return 0;
        number = number * 10 + (size_t)(rest.data[i] - '0');
    }
    return number;
}

static enum kp_status each_record(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct name_search *search = context;
    struct app *app = search->sitting->app;
    struct kp_str name = kp_str_from(entry->name);
    size_t number = number_of(name, search->stem);
    const struct kp_json *record = NULL;
    (void)err;
    if (!number || entry->kind != KP_ENTRY_FILE)
        return KP_OK;
    search->taken[number] = true;
    if (!kp_json_read(&app->arena, entry->name, entry->bytes, &record, NULL) &&
        kp_str_equal(kp_json_text(record, "id"), search->sitting->header.id))
        search->found = kp_arena_str(&app->arena, kp_str_slice(name, 0, name.len - 5));
    return KP_OK;
}

static enum kp_status choose_name(struct fold *fold)
{
    struct sitting *sitting = fold->sitting;
    struct app *app = sitting->app;
    struct kp_buf stem = KP_BUF_INIT;
    kp_date_print(&stem, sitting->header.date);
    kp_buf_addf(&stem, "-%.*s", KP_STR_ARG(sitting->script.id));
    struct name_search search = {.sitting = sitting, .stem = kp_buf_str(&stem)};
    struct kp_str dir =
        kp_arena_format(&app->arena, "%s/sessions", account_dir(app, sitting->account.slug));
    enum kp_status status = kp_revision_each(app->workspace, &fold->tip, dir.data, true,
                                             each_record, &search, &app->err);
    size_t number = 1;
    while (number < NAMES && search.taken[number])
        number++;
    fold->out->before = search.found.len > 0;
    if (search.found.len)
        fold->out->session_name = search.found;
    else if (number > 1)
        fold->out->session_name = kp_arena_format(&app->arena, "%s-%zu", stem.data, number);
    else
        fold->out->session_name = kp_arena_str(&app->arena, kp_buf_str(&stem));
    kp_buf_release(&stem);
    return status;
}

/* ---- Answers ---- */

static const struct kp_json *value_of(const struct kp_answer *answer)
{
    return answer && answer->value ? answer->value : &kp_json_null;
}

static const struct kp_json *row_of(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows && rows->kind == KP_JSON_ARRAY ? rows : NULL)
    if (id.len && kp_str_equal(kp_json_text(row, "id"), id))
        return row;
    return NULL;
}

static enum settled ask_settler(struct fold *fold, const struct kp_field *field,
                                const struct kp_answer *mine, const struct kp_answer *theirs,
                                const struct kp_conflict *conflict)
{
    const struct kp_json *row = row_of(value_of(mine), conflict->row);
    const struct fold_conflict question = {
        .field = field,
        .column = conflict->column,
        .row = row ? row : row_of(value_of(theirs), conflict->row),
        .base = conflict->base,
        .mine = conflict->ours,
        .theirs = conflict->theirs,
        .their_answer = theirs,
    };
    return fold->settler ? fold->settler->settle(fold->settler->context, &question)
                         : SETTLED_NEITHER;
}

/* Settles what two people answered differently; KP_CONFLICT when nobody can be asked. */
static enum kp_status settle(struct fold *fold, const struct kp_field *field,
                             const struct kp_answer *mine, const struct kp_answer *theirs,
                             const struct kp_merge *merge, const struct kp_json **value)
{
    struct app *app = fold->sitting->app;
    *value = merge->value;
    for (size_t i = 0; i < merge->conflict_count; i++) {
        const struct kp_conflict *conflict = &merge->conflicts[i];
        if (conflict->kind == KP_CONFLICT_ORDER || conflict->kind == KP_CONFLICT_KEY)
            continue;
        enum settled settled = ask_settler(fold, field, mine, theirs, conflict);
        if (settled == SETTLED_NEITHER)
            return kp_err_set(&app->err, KP_CONFLICT,
                              _("\"%.*s\" was changed by somebody else since this session began; "
                                "hold it on a terminal to choose between the two"),
                              KP_STR_ARG(kp_words_get(&field->label, app->lang)));
        /* Also mine is taken: where I removed what they edited, the merge has kept it. */
        *value = (settled == SETTLED_MINE ? kp_merge_take_ours : kp_merge_take_theirs)(
            field, *value, conflict, arena_of(fold));
    }
    return KP_OK;
}

/* The session's answer with what others recorded meanwhile in it. */
static enum kp_status merge_answer(struct fold *fold, struct kp_answer *answer)
{
    struct sitting *sitting = fold->sitting;
    const struct kp_field *field = kp_model_field(sitting->model, answer->field);
    const struct kp_answer *base = kp_plan_get(&sitting->base, answer->field);
    const struct kp_answer *theirs = kp_plan_get(&fold->theirs, answer->field);
    struct kp_merge merge;
    const struct kp_json *value;
    if (!fold->moved || kp_json_equal(value_of(base), value_of(theirs)))
        return KP_OK;
    kp_merge_value(field, value_of(base), value_of(answer), value_of(theirs), arena_of(fold),
                   &merge);
    enum kp_status status = settle(fold, field, answer, theirs, &merge, &value);
    if (status)
        return status;
    if (theirs &&
        kp_json_equal(value_of(theirs), value)) { /* theirs stands, and was looked at here */
        answer->said_by = theirs->said_by;
        answer->basis = theirs->basis;
        answer->state = KP_ANSWER_CONFIRMED;
    } else {
        answer->state = theirs ? KP_ANSWER_CHANGED : KP_ANSWER_NEW;
    }
    answer->value = kp_json_is_null(value) ? NULL : value;
    if (theirs)
        answer->document = theirs->document;
    return KP_OK;
}

static void count_answer(struct fold *fold, const struct kp_answer *answer, bool touched)
{
    struct recorded *out = fold->out;
    if (!touched)
        return;
    if (!answer->value)
        out->dropped++;
    else if (answer->state == KP_ANSWER_NEW)
        out->fresh++;
    else if (answer->state == KP_ANSWER_CHANGED)
        out->changed++;
    else
        out->confirmed++;
}

static enum kp_status add_answer(struct fold *fold, const struct kp_answer *given)
{
    struct sitting *sitting = fold->sitting;
    struct app *app = sitting->app;
    struct kp_answer answer = *given;
    bool touched = kp_str_equal(given->session, fold->out->session_name);
    enum kp_status status = merge_answer(fold, &answer);
    if (status)
        return status;
    const char *path =
        kp_arena_format(&app->arena, "%s/plan/%.*s.json", account_dir(app, sitting->account.slug),
                        KP_STR_ARG(answer.field))
            .data;
    count_answer(fold, &answer, touched);
    if (!answer.value) {
        if (kp_plan_get(&fold->theirs, answer.field))
            add_change(fold, path, (struct kp_str){NULL, 0}, true);
        return KP_OK;
    }
    struct kp_buf bytes = KP_BUF_INIT;
    kp_answer_write(&answer, kp_model_field(sitting->model, answer.field), &bytes);
    if (bytes.len > KP_JSON_MAX_BYTES) { /* nobody could read it again */
        kp_buf_release(&bytes);
        return kp_err_set(&app->err, KP_INVALID,
                          _("%.*s would take more than %zu MiB, which is too much for one answer"),
                          KP_STR_ARG(answer.field), KP_JSON_MAX_BYTES / (1024 * 1024));
    }
    add_text(fold, path, &bytes);
    return KP_OK;
}

/* ---- People ---- */

/* Whether what is to be recorded names this person. A name that was mistyped and taken back is not
 * kept for ever. */
static bool is_named(const struct fold *fold, struct kp_str id)
{
    for (size_t i = 0; i < fold->count; i++) {
        struct kp_str bytes = fold->changes[i].bytes;
        if (kp_str_find_str(bytes, id) < bytes.len)
            return true;
    }
    return false;
}

/* Puts the people whom this session names for the first time into the directory. */
static enum kp_status record_people(struct fold *fold, const struct kp_author *author)
{
    struct app *app = fold->sitting->app;
    struct kp_people present = KP_PEOPLE_INIT;
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status = kp_workspace_lock(app->workspace, LOCK_WAIT_MS, &app->err);
    if (status)
        return status;
    status = kp_people_ref_read(app->workspace, &bytes, &app->err);
    if (!status)
        status = kp_people_read(&present, "people.json", kp_buf_str(&bytes), &app->err);
    if (status == KP_NOT_FOUND) {
        kp_err_clear(&app->err);
        status = KP_OK;
    }
    size_t known = present.count;
    for (size_t i = 0; i < app->people.count; i++)
        if (is_named(fold, app->people.items[i].id))
            kp_people_put(&present, app->people.items[i].id, app->people.items[i].name);
    if (!status && present.count > known) {
        kp_buf_clear(&bytes);
        kp_people_write(&present, &bytes);
        status = kp_people_ref_write(app->workspace, kp_buf_str(&bytes), author, &app->err);
    }
    kp_workspace_unlock(app->workspace);
    kp_people_release(&present);
    kp_buf_release(&bytes);
    return status;
}

/* ---- The revision ---- */

static bool is_capital(struct kp_str text, size_t at)
{
    return at < text.len && text.data[at] >= 'A' && text.data[at] <= 'Z';
}

/* But "KPI exercise" as it is. */
static void lower_first(struct kp_buf *out, struct kp_str text)
{
    size_t start = out->len;
    kp_buf_add(out, text);
    if (is_capital(text, 0) && !is_capital(text, 1))
        out->data[start] = (char)(text.data[0] - 'A' + 'a');
}

/* Revisions are described in English: they are data that other programs read. */
static void write_message(const struct fold *fold, struct kp_buf *out)
{
    const struct sitting *sitting = fold->sitting;
    const struct recorded *recorded = fold->out;
    struct kp_buf cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, sitting->header.cycle);
    kp_buf_addf(out, "%.*s: ", KP_STR_ARG(sitting->account.slug));
    lower_first(out, kp_words_get(&sitting->script.title, KP_LANG_EN));
    kp_buf_addf(out, ", %s\n\n%zu answers changed, %zu new, %zu confirmed", cycle.data,
                recorded->changed, recorded->fresh, recorded->confirmed);
    if (recorded->dropped)
        kp_buf_addf(out, ", %zu dropped", recorded->dropped);
    kp_buf_addf(out, "\n\nAccount: %.*s\nCycle: %s\nSession: %.*s\nScript: %.*s@%d\n",
                KP_STR_ARG(sitting->account.slug), cycle.data, KP_STR_ARG(recorded->session_name),
                KP_STR_ARG(sitting->script.id), sitting->script.version);
    kp_buf_add(out, sitting->trailers);
    kp_buf_release(&cycle);
}

static void add_record(struct fold *fold, int64_t closed)
{
    struct sitting *sitting = fold->sitting;
    struct app *app = sitting->app;
    struct kp_buf bytes = KP_BUF_INIT;
    sitting_take_snapshot(sitting);
    kp_json_write(&bytes, kp_session_record(sitting->session, fold->out->session_name, closed));
    const char *path = kp_arena_format(&app->arena, "%s/sessions/%.*s.json",
                                       account_dir(app, sitting->account.slug),
                                       KP_STR_ARG(fold->out->session_name))
                           .data;
    add_text(fold, path, &bytes);
    path = kp_arena_format(&app->arena, "snapshots/%.*s.json", KP_STR_ARG(sitting->header.snapshot))
               .data;
    add_change(fold, path, kp_buf_str(&sitting->snapshot), false);
}

static void say_kept(void *context, const char *path)
{
    app_say(context,
            _("%s was edited by hand and stays as it is; the record has the new answer (kamplan "
              "doctor tells more)"),
            path);
}

static enum kp_status try_record(struct fold *fold)
{
    struct sitting *sitting = fold->sitting;
    struct app *app = sitting->app;
    size_t count;
    int64_t now = kp_clock_now(&app->clock);
    const struct kp_author author = {
        .id = sitting->header.facilitator.len ? sitting->header.facilitator.data : "kamplan",
        .at = now,
    };
    enum kp_status status = choose_name(fold);
    if (status || fold->out->before)
        return status;
    const struct kp_answer *answers =
        kp_session_answers(sitting->session, fold->out->session_name, &count);
    fold->changes = kp_arena_alloc(&app->arena, (count + 2) * sizeof *fold->changes);
    fold->texts = kp_arena_alloc(&app->arena, (count + 2) * sizeof *fold->texts);
    for (size_t i = 0; i < count && !status; i++)
        status = add_answer(fold, &answers[i]);
    if (status)
        return status;
    add_record(fold, now);
    status = record_people(fold, &author);
    if (status)
        return status;
    struct kp_buf message = KP_BUF_INIT;
    write_message(fold, &message);
    status = kp_revision_record(app->workspace, &fold->tip, fold->changes, fold->count,
                                message.data, &author, say_kept, app, &fold->out->rev, &app->err);
    kp_buf_release(&message);
    return status;
}

static enum kp_status fold_once(struct sitting *sitting, const struct settler *settler,
                                struct recorded *out)
{
    struct app *app = sitting->app;
    struct fold fold = {.sitting = sitting, .settler = settler, .out = out};
    *out = (struct recorded){0};
    enum kp_status status = kp_revision_tip(app->workspace, &fold.tip, &app->err);
    if (status)
        return status;
    out->rev = fold.tip;
    fold.moved = !kp_str_is(sitting->header.base, fold.tip.hex);
    if (fold.moved)
        status = plan_read(app, sitting->account.slug, &fold.tip, &fold.theirs, NULL);
    else
        kp_plan_copy(&fold.theirs, &sitting->base);
    if (!status)
        status = try_record(&fold);
    for (size_t i = 0; i < fold.count; i++)
        kp_buf_release(&fold.texts[i]);
    kp_plan_release(&fold.theirs);
    return status;
}

/* Lets git tidy its files now and then, where it is installed; nothing depends on it. */
static void tidy(struct app *app)
{
    const char *const argv[] = {"git",     "-C", kp_workspace_root(app->workspace), "gc", "--auto",
                                "--quiet", NULL};
    pid_t child = process_start(argv, -1, 1);
    if (child > 0)
        process_wait(child);
}

enum kp_status sitting_record(struct sitting *sitting, const struct settler *settler,
                              struct recorded *out)
{
    struct app *app = sitting->app;
    enum kp_status status = KP_CONFLICT;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
        kp_err_clear(&app->err);
        status = fold_once(sitting, settler, out);
        /* Somebody else recorded a revision in between: fold again, on that one. */
        struct kp_rev tip;
        if (status != KP_CONFLICT || kp_revision_tip(app->workspace, &tip, NULL) ||
            strcmp(tip.hex, out->rev.hex) == 0)
            break;
    }
    if (status || !sitting->journal)
        return status;
    if (sitting_forget(
            sitting)) { /* the session is recorded; the journal is recognised by its id next time */
        app_say(app, "kamplan: %s", app->err.text.data);
        kp_err_clear(&app->err);
    }
    tidy(app);
    return KP_OK;
}

/* ---- Saying what was recorded ---- */

struct kp_json *sitting_recorded_json(struct sitting *sitting, const struct recorded *recorded)
{
    struct kp_arena *arena = &sitting->app->arena;
    struct kp_json *document = kp_json_new_object(arena);
    struct kp_buf cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, sitting->header.cycle);
    kp_json_set_string(arena, document, "revision", kp_str_from(recorded->rev.hex));
    kp_json_set_string(arena, document, "account", sitting->account.slug);
    kp_json_set_string(arena, document, "session", recorded->session_name);
    kp_json_set_string(arena, document, "cycle", kp_buf_str(&cycle));
    kp_json_set_whole(arena, document, "new", (int64_t)recorded->fresh);
    kp_json_set_whole(arena, document, "changed", (int64_t)recorded->changed);
    kp_json_set_whole(arena, document, "confirmed", (int64_t)recorded->confirmed);
    kp_json_set_whole(arena, document, "dropped", (int64_t)recorded->dropped);
    kp_buf_release(&cycle);
    return document;
}

/* "ACME A/S · Account plan · 2026H1", "Recorded: 12 changed, 3 new, 41 confirmed" */
static void recorded_text(struct sitting *sitting, const struct recorded *recorded,
                          struct kp_buf *out)
{
    enum kp_lang lang = sitting->app->lang;
    kp_buf_addf(out, "%.*s · %.*s · ", KP_STR_ARG(sitting->account.name),
                KP_STR_ARG(kp_words_get(&sitting->script.title, lang)));
    kp_cycle_print(out, sitting->header.cycle);
    kp_buf_adds(out, "\n");
    if (recorded->before)
        kp_buf_adds(out, _("This session had been recorded already."));
    else
        kp_buf_addf(out, _("Recorded: %zu changed, %zu new, %zu confirmed"), recorded->changed,
                    recorded->fresh, recorded->confirmed);
    if (recorded->dropped)
        kp_buf_addf(out, _(", %zu dropped"), recorded->dropped);
    kp_buf_addf(out, " · %.7s\n", recorded->rev.hex);
}

void sitting_tell(struct sitting *sitting, const struct recorded *recorded)
{
    struct app *app = sitting->app;
    if (app->json)
        out_json(app, sitting_recorded_json(sitting, recorded));
    else
        recorded_text(sitting, recorded, &app->out);
}

int sitting_batch(struct sitting *sitting, const char *file, const struct kp_json *answers)
{
    struct app *app = sitting->app;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct recorded recorded;
    int status = EXIT_FAILED;
    if (kp_session_batch(sitting->session, file, answers, kp_clock_now(&app->clock), &faults)) {
        kp_faults_sort(&faults);
        say_faults(app, &faults);
        app_say(app, _("kamplan: nothing was recorded"));
    } else if (sitting_record(sitting, NULL, &recorded)) {
        status = app_fail(app);
    } else {
        status = EXIT_DONE;
        sitting_tell(sitting, &recorded);
    }
    kp_faults_release(&faults);
    return status;
}
