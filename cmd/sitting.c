// SPDX-License-Identifier: GPL-3.0-or-later
/* Beginning a session and taking up an unfinished one. */

#include "sitting.h"

#include "base/text.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

static enum kp_status find_person(struct sitting *sitting, struct kp_str name, struct kp_str *id)
{
    struct app *app = sitting->app;
    const struct kp_field person = {.type = kp_type_of(KP_TYPE_PERSON)};
    struct kp_type_context context = app_context(app, &app->arena);
    const struct kp_json *value = NULL;
    enum kp_status status =
        person.type->parse(&person, kp_str_trim(name), &context, &value, &app->err);
    if (!status)
        *id = value->text;
    return status;
}

/* Who sits at the keyboard, where nobody said: the full name of the computer's user, if it has one. */
static const char *user_name(void)
{
    const struct passwd *user = getpwuid(getuid());
    if (!user || !user->pw_gecos || user->pw_uid == 0)
        return NULL;
    bool is_name = *user->pw_gecos && *user->pw_gecos != ',' &&
                   strcmp(user->pw_gecos, user->pw_name) != 0; /* a login is nobody's name */
    return is_name ? user->pw_gecos : NULL;
}

static enum kp_status read_facilitator(struct sitting *sitting, const char *name)
{
    const char *user = name ? NULL : user_name();
    struct kp_str text = kp_str_from(name ? name : user);
    if (user)
        text = kp_str_slice(text, 0, kp_str_find(text, ','));
    if (!text.len)
        return KP_OK;
    enum kp_status status = find_person(sitting, text, &sitting->header.facilitator);
    if (status && user) { /* nobody asked for it, so it is no fault */
        kp_err_clear(&sitting->app->err);
        return KP_OK;
    }
    return status ? kp_err_prefix(&sitting->app->err, "--facilitator") : KP_OK;
}

static enum kp_status read_attendees(struct sitting *sitting, const char *names)
{
    struct app *app = sitting->app;
    struct kp_type_context context = app_context(app, &app->arena);
    const struct kp_json *list = NULL;
    if (!names)
        return KP_OK;
    if (kp_attendees_read(&context, kp_str_from(names), &list, &sitting->header.roles, &app->err))
        return kp_err_prefix(&app->err, "--attendees");
    if (list->count)
        sitting->header.attendees = list;
    return KP_OK;
}

static enum kp_status read_options(struct sitting *sitting, const struct sitting_options *options)
{
    struct app *app = sitting->app;
    struct kp_session_header *header = &sitting->header;
    enum kp_status status;
    header->date = app_today(app);
    if (options->date) {
        struct kp_type_context context = app_context(app, &app->arena);
        status = kp_date_parse(kp_str_from(options->date), app->lang, context.today, &header->date,
                               &app->err);
        if (status)
            return kp_err_prefix(&app->err, "--date");
    }
    header->cycle = kp_cycle_of(header->date);
    if (options->cycle) {
        status = kp_cycle_read(kp_str_from(options->cycle), &header->cycle, &app->err);
        if (status)
            return kp_err_prefix(&app->err, "--cycle");
    }
    status = read_facilitator(sitting, options->facilitator);
    return status ? status : read_attendees(sitting, options->attendees);
}

/* Who the account's card says is its KAM and its sponsor. */
static void find_card(struct sitting *sitting)
{
    struct kp_arena *arena = &sitting->app->arena;
    const struct account *account = &sitting->account;
    struct kp_json *card = kp_json_new_object(arena);
    const struct {
        struct kp_str person;
        enum kp_role role;
    } named[] = {{account->kam, KP_ROLE_KAM}, {account->sponsor, KP_ROLE_SPONSOR}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (kp_id_valid(named[i].person, 'p') && !kp_json_get_str(card, named[i].person))
            kp_json_set_string(arena, card, named[i].person.data,
                               kp_str_from(kp_role_name(named[i].role)));
    if (card->count)
        sitting->header.card = card;
}

/* What the second program on the same account is told. */
static enum kp_status hold_account(struct sitting *sitting)
{
    struct app *app = sitting->app;
    struct kp_buf who = KP_BUF_INIT;
    struct kp_str title = kp_words_get(&sitting->script.title, app->lang);
    kp_buf_addf(&who, "%.*s", KP_STR_ARG(title));
    if (sitting->header.facilitator.len)
        kp_buf_addf(&who, " (%.*s)",
                    KP_STR_ARG(kp_people_name(&app->people, sitting->header.facilitator)));
    enum kp_status status = kp_account_hold(app->workspace, sitting->account.slug.data, who.data,
                                            &sitting->hold, &app->err);
    kp_buf_release(&who);
    return status;
}

static void make_session(struct sitting *sitting)
{
    struct app *app = sitting->app;
    const struct kp_session_setup setup = {
        .script = &sitting->script,
        .model = sitting->model,
        .base = &sitting->base,
        .previous_answer = plan_before_answer,
        .previous_context = &sitting->before,
        .people = &app->people,
        .ids = &app->ids,
        .lang = app->lang,
        .currency = app->currency,
        .last_time = sitting->past.last_time,
        .team = sitting->team,
        .rounds = sitting->rounds,
        .carried = sitting->past.carried,
        .usual = sitting->usual,
    };
    sitting->session = kp_session_new(&setup, &sitting->header);
}

/* Who is in the plan's team. */
static void find_team(struct sitting *sitting)
{
    struct kp_arena *arena = &sitting->app->arena;
    const struct kp_field *field = kp_model_field(sitting->model, KP_STR("team"));
    const struct kp_answer *team = kp_plan_get(&sitting->base, KP_STR("team"));
    struct kp_json *ids = kp_json_new_array(arena);
    if (!field || field->type->kind != KP_TYPE_TABLE || !team)
        return;
    KP_JSON_EACH(row, team->value)
    {
        struct kp_str person = kp_json_text(row, "person");
        if (kp_id_valid(person, 'p'))
            kp_json_append(arena, ids, kp_json_new_string(arena, person));
    }
    if (ids->count)
        sitting->team = ids;
}

/* What the last runs took; a session can be held without knowing it. */
static void find_usual(struct sitting *sitting)
{
    struct app *app = sitting->app;
    struct past_run runs[PAST_RUNS];
    struct kp_rev base;
    size_t count;
    memcpy(base.hex, sitting->header.base.data, sizeof base.hex);
    if (past_runs_read(app, &sitting->script, &base, runs, &count))
        kp_err_clear(&app->err);
    else
        sitting->usual = past_runs_usual(app, &sitting->script, runs, count);
}

static enum kp_status read_plans(struct sitting *sitting)
{
    struct app *app = sitting->app;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_rev base;
    memcpy(base.hex, sitting->header.base.data, sizeof base.hex);
    enum kp_status status = plan_read(app, sitting->account.slug, &base, &sitting->base, &faults);
    if (!status &&
        faults.errors) /* a session on a plan that is not whole would lose what is not seen */
        status = kp_faults_first(&faults, &app->err);
    plan_before_init(&sitting->before, app, sitting->account.slug, sitting->header.cycle);
    if (!status)
        status = past_sessions_read(app, sitting->account.slug, &base, &sitting->past);
    if (!status)
        find_team(sitting);
    kp_faults_release(&faults);
    return status;
}

static void clear(struct sitting *sitting, struct app *app)
{
    *sitting = (struct sitting){.app = app, .snapshot = KP_BUF_INIT};
}

/* A rehearsal needs no account: it is held on a plan without answers then. */
static enum kp_status find_account(struct sitting *sitting, struct kp_str slug, bool rehearse)
{
    struct app *app = sitting->app;
    sitting->rehearsal = rehearse;
    if (slug.len || !rehearse)
        return account_find(app, slug, &sitting->account);
    sitting->account =
        (struct account){.slug = KP_STR("rehearsal"), .name = kp_str_from(_("Rehearsal"))};
    kp_plan_init(&sitting->base, &app->arena);
    plan_before_init(&sitting->before, app, sitting->account.slug, sitting->header.cycle);
    sitting->before.sought = true; /* there is none */
    return KP_OK;
}

enum kp_status sitting_begin(struct app *app, struct kp_str account, struct kp_script *script,
                             const struct sitting_options *options, struct sitting *out)
{
    struct kp_rev tip;
    char id[KP_ID_SIZE];
    clear(out, app);
    out->script = *script;
    *script = (struct kp_script){0};
    out->model = &app->model;

    enum kp_status status = find_account(out, account, options->rehearse);
    if (!status)
        status = app_read_people(app);
    if (!status)
        status = kp_revision_tip(app->workspace, &tip, &app->err);
    if (!status)
        status = read_options(out, options);
    if (status)
        goto done;
    kp_id_make(&app->ids, 's', id);
    out->header.id = kp_arena_str(&app->arena, kp_str_from(id));
    out->header.account = out->account.slug;
    find_card(out);
    out->header.base = kp_arena_str(&app->arena, kp_str_from(tip.hex));
    out->header.started = kp_clock_now(&app->clock);
    status = out->rehearsal ? KP_OK : hold_account(out);
    if (!status && account.len)
        status = read_plans(out);
    out->rounds = options->rounds;
    if (!status && options->rounds) {
        out->header.parked = out->past.parked;
        find_usual(out);
    }
    if (!status)
        make_session(out);
done:
    if (status)
        sitting_end(out);
    return status;
}

/* The present model with the session's own fields on top, and its script: what it was begun with. */
static enum kp_status load_snapshot(struct sitting *sitting, const char *file,
                                    const struct kp_json *snapshot)
{
    struct app *app = sitting->app;
    struct kp_faults faults = KP_FAULTS_INIT;
    enum kp_status status = app_read_model(app);
    if (!status && kp_snapshot_load(&sitting->own_model, &sitting->script, app->model_sources,
                                    app->model_source_count, file, snapshot, &faults))
        status = kp_faults_first(&faults, &app->err);
    sitting->model = &sitting->own_model;
    if (!status)
        kp_json_write(&sitting->snapshot, snapshot);
    kp_faults_release(&faults);
    return status;
}

/* The session as its journal tells it; *events is what stands behind the first line. */
static enum kp_status read_journal(struct sitting *sitting, const char *path, struct kp_str lines,
                                   struct kp_str *events)
{
    struct app *app = sitting->app;
    const struct kp_json *snapshot = NULL;
    *events = kp_arena_str(&app->arena, lines);
    struct kp_str first = kp_str_split(events, '\n');
    enum kp_status status = kp_session_header_read(&app->arena, path, first, &sitting->header,
                                                   &snapshot, &app->people, &app->err);
    if (!status)
        status = load_snapshot(sitting, path, snapshot);
    if (!status)
        status = read_plans(sitting);
    return status;
}

static enum kp_status replay(struct sitting *sitting, const char *path, struct kp_str events)
{
    make_session(sitting);
    return kp_session_replay(sitting->session, path, events, &sitting->app->err);
}

enum kp_status sitting_resume(struct app *app, const struct kp_journal_entry *entry,
                              struct sitting *out, bool *torn)
{
    struct kp_buf lines = KP_BUF_INIT;
    struct kp_str events;
    clear(out, app);
    enum kp_status status = account_find(app, kp_str_from(entry->account), &out->account);
    if (!status)
        status = app_read_people(app);
    /* The account is held before the journal is opened: only its holder writes to it. */
    if (!status)
        status = kp_account_hold(app->workspace, entry->account, _("an unfinished session"),
                                 &out->hold, &app->err);
    if (!status)
        status = kp_journal_resume(app->workspace, entry->account, entry->session_id, &out->journal,
                                   &lines, torn, &app->err);
    if (!status)
        status = read_journal(out, entry->path, kp_buf_str(&lines), &events);
    out->rounds = true;
    if (!status)
        find_usual(out);
    if (!status)
        status = replay(out, entry->path, events);
    kp_buf_release(&lines);
    if (status)
        sitting_end(out);
    return status;
}

enum kp_status sitting_watch(struct app *app, const struct kp_journal_entry *entry,
                             struct sitting *out)
{
    struct kp_buf lines = KP_BUF_INIT;
    struct kp_str events;
    bool torn; /* a line that is being written is read the next time */
    clear(out, app);
    enum kp_status status = account_find(app, kp_str_from(entry->account), &out->account);
    if (!status)
        status = app_read_people(app);
    if (!status)
        status = kp_journal_read(entry->path, &lines, &torn, &app->err);
    if (!status)
        status = read_journal(out, entry->path, kp_buf_str(&lines), &events);
    if (!status)
        status = replay(out, entry->path, events);
    kp_buf_release(&lines);
    if (status)
        sitting_end(out);
    return status;
}

enum kp_status sitting_follow(struct sitting *sitting, const char *path)
{
    struct kp_buf lines = KP_BUF_INIT;
    bool torn;
    enum kp_status status = kp_journal_read(path, &lines, &torn, &sitting->app->err);
    if (status == KP_NOT_FOUND) { /* it was recorded just now: the next look finds that out */
        kp_err_clear(&sitting->app->err);
        status = KP_OK;
    } else if (!status) {
        struct kp_str events = kp_buf_str(&lines);
        kp_str_split(&events, '\n');
        kp_session_free(sitting->session);
        status = replay(sitting, path, events);
    }
    kp_buf_release(&lines);
    return status;
}

void sitting_end(struct sitting *sitting)
{
    kp_session_free(sitting->session);
    kp_journal_close(sitting->journal);
    kp_account_release(sitting->hold);
    kp_plan_release(&sitting->base);
    plan_before_release(&sitting->before);
    kp_script_release(&sitting->script);
    kp_model_release(&sitting->own_model);
    kp_buf_release(&sitting->snapshot);
    clear(sitting, sitting->app);
}

void sitting_take_snapshot(struct sitting *sitting)
{
    struct kp_buf name = KP_BUF_INIT;
    if (sitting->snapshot.len)
        return;
    kp_snapshot_write(&sitting->script, sitting->model, &sitting->snapshot);
    kp_snapshot_name(&sitting->script, kp_buf_str(&sitting->snapshot), &name);
    sitting->header.snapshot = kp_arena_str(&sitting->app->arena, kp_buf_str(&name));
    kp_session_set_snapshot(sitting->session, sitting->header.snapshot);
    kp_buf_release(&name);
}

enum kp_status sitting_write(struct sitting *sitting, struct kp_str line)
{
    struct app *app = sitting->app;
    if (sitting->rehearsal)
        return KP_OK;
    if (!sitting->journal) {
        struct kp_buf first = KP_BUF_INIT;
        sitting_take_snapshot(sitting);
        kp_session_header_write(&first, &sitting->header, &app->people,
                                kp_buf_str(&sitting->snapshot));
        enum kp_status status =
            kp_journal_create(app->workspace, sitting->account.slug.data, sitting->header.id.data,
                              kp_buf_str(&first), &sitting->journal, &app->err);
        kp_buf_release(&first);
        if (status)
            return status;
    }
    return kp_journal_append(sitting->journal, line, &app->err);
}

enum kp_status sitting_forget(struct sitting *sitting)
{
    struct app *app = sitting->app;
    kp_journal_close(sitting->journal);
    sitting->journal = NULL;
    return kp_journal_remove(app->workspace, sitting->account.slug.data, sitting->header.id.data,
                             &app->err);
}
