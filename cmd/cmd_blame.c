// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "signed.h"
#include "versions.h"
#include "view/blame.h"

#include <string.h>

static const struct option options[] = {
    {"rows", 0, NULL, N_("also each row of tables and lists")},
    {"stale", 0, NULL, N_("what nobody has looked at for longest first")},
    {NULL, 0, NULL, NULL},
};

struct tracing {
    struct app *app;
    struct plan_at *at;
    struct kp_blame blame;
    struct kp_blame_revision *revisions;
    size_t count, cap;
    bool damaged; /* some version could not be read */
};

static enum kp_status take_title(void *context, const struct kp_rev_info *info, struct kp_err *err)
{
    struct tracing *tracing = context;
    (void)err;
    tracing->revisions[tracing->count - 1].title =
        kp_arena_str(&tracing->app->arena, revision_title(tracing->app, info));
    return KP_OK;
}

static void add_revision(struct tracing *tracing, const struct kp_history_entry *entry)
{
    if (tracing->count == tracing->cap) {
        size_t cap = tracing->cap ? tracing->cap * 2 : 32;
        struct kp_blame_revision *grown = kp_arena_alloc(&tracing->app->arena, cap * sizeof *grown);
        if (tracing->count)
            memcpy(grown, tracing->revisions, tracing->count * sizeof *grown);
        tracing->revisions = grown;
        tracing->cap = cap;
    }
    tracing->revisions[tracing->count++] = (struct kp_blame_revision){
        .id = kp_arena_str(&tracing->app->arena, kp_str_from(entry->rev.hex)),
        .date = kp_date_local(entry->at),
        .cycle = history_cycle(entry),
    };
}

/* What a revision left of one field, if that is still traced. */
static enum kp_status trace(struct tracing *tracing, const struct kp_history_entry *entry,
                            const struct kp_field *field, bool *counted, struct kp_err *err)
{
    struct kp_answer answer;
    bool there;
    if (!kp_blame_wants(&tracing->blame, field->id))
        return KP_OK;
    if (!*counted)
        add_revision(tracing, entry);
    *counted = true;
    enum kp_status status =
        version_answer(tracing->app, tracing->at->account.slug, field, entry, &answer, &there, err);
    if (status == KP_INVALID || status == KP_NEWER) { /* what it said then is not known */
        app_say(tracing->app, "%.7s %s", entry->rev.hex, err->text.data);
        kp_err_clear(err);
        tracing->damaged = true;
        there = false;
    } else if (status) {
        return status;
    }
    kp_blame_version(&tracing->blame, field->id, tracing->count - 1, there ? &answer : NULL);
    return KP_OK;
}

/*
 * One revision: what it left of the fields that are still traced. A file under an earlier id is that field's;
 * where both are there, the earlier one stands for itself as well, for no model knows it.
 */
static enum kp_status each_revision(void *context, const struct kp_history_entry *entry, bool *stop,
                                    struct kp_err *err)
{
    struct tracing *tracing = context;
    struct app *app = tracing->app;
    enum kp_status status = KP_OK;
    bool counted = false;
    for (size_t i = 0; i < entry->file_count && !status; i++) {
        struct kp_str id = answer_id(entry->files[i].path);
        const struct kp_field *field = id.len ? kp_model_field_was(&app->model, id) : NULL;
        if (field)
            status = trace(tracing, entry, field, &counted, err);
        if (!status && id.len && (!field || !kp_str_equal(field->id, id)) &&
            kp_blame_wants(&tracing->blame, id))
            status = trace(tracing, entry, unknown_field(app, id), &counted, err);
    }
    *stop = !kp_blame_wants(&tracing->blame, (struct kp_str){"", 0});
    if (!status && counted)
        status = kp_revision_info(app->workspace, &entry->rev, take_title, tracing, err);
    return status;
}

static int print(struct tracing *tracing, bool stale_first, const struct signed_plan *signoff)
{
    struct app *app = tracing->app;
    struct plan_at *at = tracing->at;
    struct kp_buf signoff_text = KP_BUF_INIT;
    if (signoff->there)
        signed_plan_text(app, signoff, &signoff_text);
    const struct kp_plan_head head = {
        .account = at->account.slug,
        .name = at->account.name,
        .revision = kp_str_from(at->rev.hex),
        .cycle = at->cycle,
        .date = at->date,
        .signoff = kp_buf_str(&signoff_text),
        .signed_json = signed_plan_json(app, signoff),
    };
    const struct kp_blame_sheet sheet = {
        .blame = &tracing->blame,
        .revisions = tracing->revisions,
        .calc = &at->calc,
        .head = &head,
        .stale_first = stale_first,
    };
    if (app->json) {
        out_json(app, kp_view_blame_json(&sheet, app->lang, &app->people, &app->arena));
    } else {
        struct kp_style style = app_style(app, false);
        kp_view_blame(&sheet, &style, &app->out);
    }
    kp_buf_release(&signoff_text);
    if (is_cut_copy(app))
        app_say(app,
                _("This copy holds only the newest revisions; what was before them is not in it."));
    say_faults(app, &at->faults);
    return at->faults.count || tracing->damaged ? EXIT_FAILED : EXIT_DONE;
}

static int run(struct app *app, const struct args *args)
{
    struct plan_at at;
    struct signed_plan signoff;
    struct tracing tracing = {.app = app, .at = &at};
    struct kp_str slug, name;
    int status;
    split_account(args->words[0], &slug, &name);
    if (plan_at_read(app, slug, name, &at) ||
        signed_plan_read(app, at.account.slug, &at.rev, at.cycle, &signoff)) {
        status = app_fail(app);
        goto done;
    }
    kp_blame_init(&tracing.blame, &at.plan, &app->model, args_option(app->command, args, "rows"),
                  &app->arena);
    if (at.rev.hex[0] && kp_history_walk(app->workspace, &at.rev, account_dir(app, at.account.slug),
                                         NULL, each_revision, &tracing, &app->err))
        status = app_fail(app);
    else
        status = print(&tracing, args_option(app->command, args, "stale") != NULL, &signoff);
done:
    plan_at_release(&at);
    return status;
}

const struct command command_blame = {
    .name = "blame",
    .summary = N_("Show since when each answer stands, and who said so"),
    .usage = "ACCOUNT[@REV]",
    .about = N_(
        "For each answer the revision in which it last took its present value, who said so then, "
        "and when somebody last looked at it."),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
