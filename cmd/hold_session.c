// SPDX-License-Identifier: GPL-3.0-or-later
/* A session held on a terminal (or line by line): taken up where it was left, or begun. */

#include "hold_session.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The script that a session was begun with. */
static const struct kp_json *script_of(const struct kp_json *header)
{
    return kp_json_get(kp_json_get(header, "held_with"), "script");
}

/* The only question of an edit or an import; empty for any other session. */
static struct kp_str edited_field(const struct kp_json *script)
{
    const struct kp_json *sections = kp_json_get(script, "sections");
    const struct kp_json *steps = kp_json_get(kp_json_first(sections), "steps");
    struct kp_str id = kp_json_text(script, "id");
    if (!kp_str_is(id, "edit") && !kp_str_is(id, "import"))
        return (struct kp_str){"", 0};
    return kp_json_text(kp_json_first(steps), "field");
}

void add_resuming(const struct kp_json *header, const char *account, struct kp_buf *out)
{
    const struct kp_json *script = script_of(header);
    struct kp_str field = edited_field(script);
    if (field.len)
        kp_buf_addf(out, "edit %s %.*s", account, KP_STR_ARG(field));
    else
        kp_buf_addf(out, "run %.*s %s", KP_STR_ARG(kp_json_text(script, "id")), account);
}

static bool is_of(const struct kp_json *header, const struct kp_script *script)
{
    const struct kp_json *begun = script_of(header);
    struct kp_str field = edited_field(begun);
    bool one = kp_str_is(script->id, "edit") || kp_str_is(script->id, "import");
    if (field.len)
        return one && kp_str_equal(field, script->sections[0].steps[0].field->id);
    return kp_str_equal(kp_json_text(begun, "id"), script->id);
}

enum kp_status find_unfinished(struct app *app, const struct kp_script *script,
                               struct kp_str account, struct kp_journal_entry *out, bool *found)
{
    struct kp_journal_entry *all;
    size_t count;
    *found = false;
    enum kp_status status = kp_journal_list(app->workspace, &app->arena, &all, &count, &app->err);
    for (size_t i = 0; !status && i < count; i++) {
        struct kp_buf lines = KP_BUF_INIT;
        const struct kp_json *header = NULL;
        bool torn;
        if (!kp_str_is(account, all[i].account))
            continue;
        if (!kp_journal_read(all[i].path, &lines, &torn, NULL)) {
            struct kp_str rest = kp_buf_str(&lines);
            struct kp_str first = kp_str_split(&rest, '\n');
            kp_json_read(&app->arena, all[i].path, first, &header, NULL);
        }
        if (is_of(header, script) && (!*found || all[i].modified > out->modified)) {
            *out = all[i];
            *found = true;
        }
        kp_buf_release(&lines);
    }
    return status;
}

int discard_unfinished(struct app *app, const struct kp_journal_entry *entry)
{
    struct kp_hold *hold = NULL; /* a session that somebody holds right now is not thrown away */
    if (kp_account_hold(app->workspace, entry->account, _("an unfinished session"), &hold,
                        &app->err))
        return app_fail(app);
    enum kp_status status =
        kp_journal_remove(app->workspace, entry->account, entry->session_id, &app->err);
    kp_account_release(hold);
    if (status)
        return app_fail(app);
    app_say(app, _("The unfinished session is gone."));
    return EXIT_DONE;
}

static bool is_plain(const struct app *app)
{
    const char *term = getenv("TERM");
    return app->plain || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO) || !term ||
           strcmp(term, "dumb") == 0;
}

/* Whether somebody holds the session right now: then there is nothing to ask. */
static bool is_held(struct app *app, const struct kp_journal_entry *entry)
{
    struct kp_hold *hold = NULL;
    if (kp_account_hold(app->workspace, entry->account, _("an unfinished session"), &hold,
                        &app->err))
        return true;
    kp_account_release(hold);
    return false;
}

/* Goes on with an unfinished session, begins anew, or neither: asked where somebody can answer. */
enum choice { CHOICE_RESUME, CHOICE_DISCARD, CHOICE_NEITHER };

static enum choice ask_resume(struct app *app, struct console *console,
                              const struct kp_journal_entry *entry)
{
    struct kp_buf question = KP_BUF_INIT;
    kp_buf_adds(&question, _("There is an unfinished session from "));
    kp_date_show(&question, kp_date_local(entry->modified), app->lang);
    kp_buf_adds(&question, ".");
    const char *const answers[] = {_("go on with it"), _("throw it away and begin anew"),
                                   _("leave it, do nothing")};
    int chosen = 0;
    if (isatty(STDIN_FILENO))
        chosen = conduct_choose(app, console, question.data, answers, 3, 0);
    else
        app_say(app, _("%s This goes on with it."), question.data);
    kp_buf_release(&question);
    return chosen < 0 ? CHOICE_NEITHER : (enum choice)chosen;
}

/* Reads what people wrote before the meeting: once the session is there, which names who is new. */
static int hold_with_prework(struct sitting *sitting, struct console *console,
                             const struct hold_options *options)
{
    struct app *app = sitting->app;
    struct conduct_options conducted = options->conduct;
    struct brought *brought;
    int status;
    if (prework_read(app, options->prework, &sitting->script, sitting->account.slug, &brought,
                     &conducted.prework_count)) {
        status = app->err.text.len ? app_fail(app) : EXIT_FAILED;
    } else {
        conducted.prework = brought;
        status = conduct(sitting, console, &conducted);
    }
    free(brought);
    return status;
}

static int hold(struct sitting *sitting, struct console *console,
                const struct hold_options *options)
{
    struct app *app = sitting->app;
    struct kp_faults faults = KP_FAULTS_INIT;
    int status;
    if (options->answers &&
        kp_session_prepare(sitting->session, options->file, options->answers, &faults)) {
        say_faults(app, &faults);
        status = EXIT_FAILED;
    } else if (options->prework) {
        status = hold_with_prework(sitting, console, options);
    } else {
        status = conduct(sitting, console, &options->conduct);
    }
    kp_faults_release(&faults);
    return status;
}

int hold_session(struct app *app, struct kp_script *script, struct kp_str account,
                 const struct hold_options *options)
{
    struct kp_journal_entry unfinished;
    struct sitting sitting;
    bool found, torn = false;
    int status = EXIT_DONE;
    if (options->sitting.rehearse)
        found = false;
    else if (find_unfinished(app, script, account, &unfinished, &found) ||
             (found && is_held(app, &unfinished)))
        return app_fail(app);
    struct console *console = console_open(is_plain(app));
    enum choice choice = found ? ask_resume(app, console, &unfinished) : CHOICE_DISCARD;
    if (found && choice == CHOICE_DISCARD)
        status = discard_unfinished(app, &unfinished);
    if (status == EXIT_DONE && choice == CHOICE_RESUME) {
        if (sitting_resume(app, &unfinished, &sitting, &torn))
            status = app_fail(app);
        else if (torn)
            app_say(
                app,
                _("The last entry was cut off when the program died; please look at it again."));
    } else if (status == EXIT_DONE && choice == CHOICE_DISCARD) {
        struct sitting_options begin = options->sitting;
        begin.rounds = !options->conduct.brief;
        if (sitting_begin(app, account, script, &begin, &sitting))
            status = app_fail(app);
    }
    if (status == EXIT_DONE && choice != CHOICE_NEITHER) {
        status = choice == CHOICE_DISCARD && options->begin
                     ? options->begin(options->context, &sitting, console, &options->conduct)
                     : hold(&sitting, console, options);
        sitting_end(&sitting);
    }
    console_close(console);
    return status;
}
