// SPDX-License-Identifier: GPL-3.0-or-later
/* Revisions as people name them: by cycle, date, id, or so many back. */

#include "app.h"
#include "base/text.h"
#include "store/history.h"
#include "store/signoff.h"

#include <string.h>
#include <unistd.h>

enum { SHORT_ID = 7, DIGITS_MOST = 9, CYCLES_LISTED = 24 };

struct kp_cycle history_cycle(const struct kp_history_entry *entry)
{
    struct kp_cycle cycle;
    if (kp_cycle_read(kp_str_from(entry->cycle.text), &cycle, NULL))
        cycle = kp_cycle_of(kp_date_local(entry->at));
    return cycle;
}

bool is_cut_copy(struct app *app)
{
    struct kp_str path =
        kp_arena_format(&app->arena, "%s/.git/shallow", kp_workspace_root(app->workspace));
    return access(path.data, F_OK) == 0;
}

enum wanted { WANTED_BACK, WANTED_CYCLE, WANTED_BEFORE, WANTED_DATE };

struct search {
    enum wanted wanted;
    int64_t back;          /* so many revisions back */
    struct kp_cycle cycle; /* exactly this, or (BEFORE) an earlier one */
    struct kp_date date;   /* at the end of this day */
    struct kp_rev found;

    /* What there is, for who asked for something else. */
    size_t count;
    struct kp_rev first; /* the oldest that was seen */
    struct kp_date first_date;
    struct kp_cycle cycles[CYCLES_LISTED]; /* newest first, each once */
    size_t cycle_count;
};

static void note(struct search *search, const struct kp_history_entry *entry)
{
    struct kp_cycle cycle = history_cycle(entry);
    search->count++;
    search->first = entry->rev;
    search->first_date = kp_date_local(entry->at);
    for (size_t i = 0; i < search->cycle_count; i++)
        if (kp_cycle_distance(search->cycles[i], cycle) == 0)
            return;
    if (search->cycle_count < CYCLES_LISTED)
        search->cycles[search->cycle_count++] = cycle;
}

static bool is_wanted(struct search *search, const struct kp_history_entry *entry)
{
    switch (search->wanted) {
    case WANTED_BACK: return search->back-- == 0;
    case WANTED_CYCLE: return kp_cycle_distance(history_cycle(entry), search->cycle) == 0;
    case WANTED_BEFORE: return kp_cycle_distance(history_cycle(entry), search->cycle) > 0;
    case WANTED_DATE: return kp_date_compare(kp_date_local(entry->at), search->date) <= 0;
    }
    return false;
}

static enum kp_status each_revision(void *context, const struct kp_history_entry *entry, bool *stop,
                                    struct kp_err *err)
{
    struct search *search = context;
    (void)err;
    note(search, entry);
    *stop = is_wanted(search, entry);
    if (*stop)
        search->found = entry->rev;
    return KP_OK;
}

static enum kp_status run_search(struct app *app, struct kp_str account, struct search *search)
{
    return kp_history_walk(app->workspace, NULL, account_dir(app, account), NULL, each_revision,
                           search, &app->err);
}

/* "2024H2, 2025H1": from the oldest on. */
static void add_cycles(struct kp_buf *out, const struct search *search)
{
    for (size_t i = search->cycle_count; i-- > 0;) {
        kp_cycle_print(out, search->cycles[i]);
        kp_buf_adds(out, i ? ", " : "");
    }
}

/* Why nothing was found, and what there is. */
static enum kp_status say_missing(struct app *app, struct kp_str account, struct kp_str name,
                                  const struct search *search)
{
    struct kp_buf text = KP_BUF_INIT;
    enum kp_status status;
    if (!search->count) {
        status =
            kp_err_set(&app->err, KP_NOT_FOUND, _("%.*s has no revision yet"), KP_STR_ARG(account));
    } else if (search->wanted == WANTED_CYCLE) {
        add_cycles(&text, search);
        status = kp_err_set(&app->err, KP_NOT_FOUND,
                            _("%.*s has no revision in the cycle %.*s; there are some in %s"),
                            KP_STR_ARG(account), KP_STR_ARG(name), text.data);
    } else if (search->wanted == WANTED_BACK) {
        status = kp_err_set(&app->err, KP_NOT_FOUND,
                            ngettext("%.*s does not go back as far as %.*s: it has %zu revision",
                                     "%.*s does not go back as far as %.*s: it has %zu revisions",
                                     search->count),
                            KP_STR_ARG(account), KP_STR_ARG(name), search->count);
    } else {
        kp_date_show(&text, search->first_date, app->lang);
        status = kp_err_set(
            &app->err, KP_NOT_FOUND,
            _("there was no plan of %.*s on %.*s yet: its first revision is %.*s of %s"),
            KP_STR_ARG(account), KP_STR_ARG(name), SHORT_ID, search->first.hex, text.data);
    }
    if (is_cut_copy(app))
        kp_buf_adds(&app->err.text, _(" (this copy holds only the newest revisions)"));
    kp_buf_release(&text);
    return status;
}

/* The sign-off of a cycle that counts, if there is one. */
static enum kp_status find_signed(struct app *app, struct kp_str account, struct kp_cycle cycle,
                                  struct kp_rev *out)
{
    struct kp_signoff *all;
    size_t count;
    struct kp_cycle of;
    struct kp_str slug = kp_arena_str(&app->arena, account);
    enum kp_status status =
        kp_signoff_list(app->workspace, slug.data, &app->arena, &all, &count, &app->err);
    for (size_t i = 0; !status && i < count; i++)
        if (!all[i].replaced && !kp_cycle_read(all[i].cycle, &of, NULL) &&
            kp_cycle_distance(of, cycle) == 0)
            *out = all[i].rev;
    return status;
}

/* "~2": two back. */
static bool read_back(struct kp_str name, int64_t *back)
{
    *back = 0;
    if (name.len < 2 || name.len > DIGITS_MOST || name.data[0] != '~')
        return false;
    for (size_t i = 1; i < name.len; i++) {
        if (name.data[i] < '0' || name.data[i] > '9')
            return false;
        *back = *back * 10 + (name.data[i] - '0');
    }
    return true;
}

static bool only_of(struct kp_str name, const char *characters)
{
    for (size_t i = 0; i < name.len; i++)
        if (!strchr(characters, name.data[i]))
            return false;
    return name.len > 0;
}

static enum kp_status find_by_id(struct app *app, struct kp_str name, struct kp_rev *out)
{
    if (only_of(name, "0123456789abcdefABCDEF"))
        return kp_revision_by_prefix(app->workspace, name, out, &app->err);
    return kp_err_set(
        &app->err, KP_INVALID,
        _("\"%.*s\" names no revision; write a cycle (2025H2), a day (2025-09-14), an "
          "id as kamplan log prints it, or ~2 for two revisions back"),
        KP_STR_ARG(kp_str_slice(name, 0, 80)));
}

enum kp_status find_revision(struct app *app, struct kp_str account, struct kp_str name,
                             struct kp_rev *out)
{
    struct search search = {0};
    enum kp_status status = KP_OK;
    *out = (struct kp_rev){""};
    if (!name.len)
        return kp_revision_tip(app->workspace, out, &app->err);
    if (read_back(name, &search.back)) {
        search.wanted = WANTED_BACK;
    } else if (!kp_cycle_read(name, &search.cycle, NULL)) {
        search.wanted = WANTED_CYCLE;
        status = find_signed(app, account, search.cycle, out);
    } else if (memchr(name.data, '-', name.len) && only_of(name, "0123456789-")) {
        search.wanted = WANTED_DATE;
        status = kp_date_read(name, &search.date, &app->err);
    } else {
        return find_by_id(app, name, out);
    }
    if (status || out->hex[0])
        return status;
    status = run_search(app, account, &search);
    if (status)
        return status;
    if (!search.found.hex[0])
        return say_missing(app, account, name, &search);
    *out = search.found;
    return KP_OK;
}

enum kp_status find_revision_before(struct app *app, struct kp_str account, struct kp_cycle cycle,
                                    struct kp_rev *out)
{
    struct search search = {.wanted = WANTED_BEFORE, .cycle = cycle};
    enum kp_status status = run_search(app, account, &search);
    *out = search.found;
    return status;
}

enum kp_status find_revision_of(struct app *app, struct kp_str account, struct kp_cycle cycle,
                                struct kp_rev *out)
{
    struct search search = {.wanted = WANTED_CYCLE, .cycle = cycle};
    struct kp_buf name = KP_BUF_INIT;
    enum kp_status status = run_search(app, account, &search);
    *out = search.found;
    kp_cycle_print(&name, cycle);
    if (!status && !out->hex[0])
        status = say_missing(app, account, kp_buf_str(&name), &search);
    kp_buf_release(&name);
    return status;
}

static enum kp_status each_for_state(void *context, const struct kp_history_entry *entry,
                                     bool *stop, struct kp_err *err)
{
    struct account_state *state = context;
    (void)err;
    state->rev = entry->rev;
    state->cycle = history_cycle(entry);
    state->date = kp_date_local(entry->at);
    *stop = true;
    return KP_OK;
}

enum kp_status account_state_read(struct app *app, struct kp_str account, const struct kp_rev *from,
                                  struct account_state *out)
{
    *out = (struct account_state){0};
    return kp_history_walk(app->workspace, from, account_dir(app, account), NULL, each_for_state,
                           out, &app->err);
}

static enum kp_status each_counted(void *context, const struct kp_history_entry *entry, bool *stop,
                                   struct kp_err *err)
{
    size_t *count = context;
    (void)entry, (void)stop, (void)err;
    ++*count;
    return KP_OK;
}

enum kp_status account_count_revisions(struct app *app, struct kp_str account, size_t *out)
{
    *out = 0;
    return kp_history_walk(app->workspace, NULL, account_dir(app, account), NULL, each_counted, out,
                           &app->err);
}

/* What the program itself records beside sessions. */
static const char *const deeds[] = {N_("new account"),
                                    N_("renamed"),
                                    N_("another KAM"),
                                    N_("another sponsor"),
                                    N_("another card"),
                                    N_("archived"),
                                    N_("taken out of the archive"),
                                    N_("A new workspace")};

/* Sessions of one question that have no script to be named by. */
static const struct {
    const char *script, *title;
} small_sessions[] = {{"edit", N_("Edit")}, {"restore", N_("Restored")}, {"import", N_("Import")}};

struct kp_str session_title(struct app *app, struct kp_str script)
{
    struct kp_str id = kp_str_slice(script, 0, kp_str_find(script, '@'));
    for (size_t i = 0; i < sizeof small_sessions / sizeof *small_sessions; i++)
        if (kp_str_is(id, small_sessions[i].script))
            return kp_str_from(_(small_sessions[i].title));
    return script_title(app, id);
}

struct kp_str revision_title(struct app *app, const struct kp_rev_info *info)
{
    struct kp_str account = kp_message_trailer(info->message, "Account");
    struct kp_str title = session_title(app, kp_message_trailer(info->message, "Script"));
    struct kp_str subject = kp_str_slice(info->message, 0, kp_str_find(info->message, '\n'));
    struct kp_str from = kp_message_trailer(info->message, "Restored-from");
    if (title.len && from.len)
        return kp_arena_format(&app->arena, _("%.*s from %.*s"), KP_STR_ARG(title), SHORT_ID,
                               from.data);
    if (title.len)
        return title;
    if (account.len && kp_str_starts(subject, account))
        subject = kp_str_trim(kp_str_slice(subject, account.len + 1, subject.len));
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (kp_str_is(subject, deeds[i]))
            return kp_str_from(_(deeds[i]));
    return subject;
}

struct kp_json *person_json(struct app *app, struct kp_str id)
{
    struct kp_json *object = kp_json_new_object(&app->arena);
    kp_json_set_string(&app->arena, object, "id", id);
    if (kp_people_by_id(&app->people, id))
        kp_json_set_string(&app->arena, object, "name", kp_people_name(&app->people, id));
    return object;
}
