// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/prework.h"

#include <ctype.h>
#include <string.h>

static const struct option options[] = {
    {"for", 0, "\"A, B\"", N_("who answers it; a file for each")},
    {"output", 'o', "FILE", N_("where to write it; for several people, a directory")},
    {"with-answers", 0, NULL, N_("with the answers that stand in the plan")},
    {NULL, 0, NULL, NULL},
};

struct prework_job {
    struct app *app;
    struct kp_script script;
    struct plan_at at;
    bool with_answers;
};

static void write_one(struct prework_job *job, struct kp_str name, struct kp_buf *out)
{
    struct kp_type_context context = app_context(job->app, &job->app->arena);
    const struct kp_prework_head head = {job->at.account.slug, job->at.account.name, name,
                                         &job->at.plan};
    kp_prework_write(&job->script, &head, &context, job->with_answers ? &job->at.plan : NULL, out);
}

/* "Søren Juhl" → "soeren-juhl": a name that any file system and mail program takes. */
static void add_file_name(struct kp_buf *out, struct kp_str name)
{
    static const struct {
        const char *letter, *plain;
    } nordic[] = {{"æ", "ae"}, {"Æ", "ae"}, {"ø", "oe"}, {"Ø", "oe"}, {"å", "aa"}, {"Å", "aa"},
                  {"ä", "ae"}, {"Ä", "ae"}, {"ö", "oe"}, {"Ö", "oe"}, {"é", "e"},  {"ü", "u"}};
    size_t pos = 0;
    bool gap = false;
    while (pos < name.len) {
        size_t start = pos;
        int32_t code = kp_utf8_next(name, &pos);
        struct kp_str letter = kp_str_slice(name, start, pos - start);
        const char *plain = NULL;
        for (size_t i = 0; i < sizeof nordic / sizeof *nordic; i++)
            if (kp_str_is(letter, nordic[i].letter))
                plain = nordic[i].plain;
        if (!plain && (code > 127 || !isalnum((int)code))) {
            gap = true;
            continue;
        }
        if (gap && out->len)
            kp_buf_addc(out, '-');
        gap = false;
        if (plain)
            kp_buf_adds(out, plain);
        else
            kp_buf_addc(out, (char)tolower((int)code));
    }
}

static enum kp_status save(struct prework_job *job, const char *path, struct kp_str text)
{
    if (kp_fs_exists(path))
        return kp_err_set(&job->app->err, KP_EXISTS,
                          _("%s is there already; it may hold answers, so it is left alone"), path);
    return kp_fs_replace(path, text, 0666, false, &job->app->err);
}

/* One file for each person, in a directory. */
static enum kp_status write_all(struct prework_job *job, struct kp_str names, const char *dir)
{
    enum kp_status status = kp_fs_make_dirs(dir, 0777, &job->app->err);
    while (!status && names.data) {
        struct kp_str name = kp_str_trim(kp_str_split(&names, ','));
        struct kp_buf text = KP_BUF_INIT, file = KP_BUF_INIT, path = KP_BUF_INIT;
        if (name.len) {
            write_one(job, name, &text);
            add_file_name(&file, name);
            kp_buf_adds(&file, file.len ? ".md" : "somebody.md");
            kp_fs_join(&path, dir, file.data);
            status = save(job, path.data, kp_buf_str(&text));
            if (!status)
                app_say(job->app, "%s", path.data);
        }
        kp_buf_release(&text);
        kp_buf_release(&file);
        kp_buf_release(&path);
    }
    return status;
}

static enum kp_status write_given(struct prework_job *job, struct kp_str names, const char *output)
{
    bool several = kp_str_find(names, ',') < names.len;
    if (several || (output && kp_fs_is_dir(output)))
        return write_all(job, names, output);
    write_one(job, kp_str_trim(names), &job->app->out);
    if (!output || strcmp(output, "-") == 0)
        return KP_OK;
    enum kp_status status = save(job, output, kp_buf_str(&job->app->out));
    kp_buf_clear(&job->app->out);
    if (!status)
        app_say(job->app, "%s", output);
    return status;
}

static bool is_name(struct kp_str name)
{
    return kp_str_trim(name).len && !kp_utf8_has_hidden(name) &&
           kp_str_find(name, ']') == name.len && kp_str_find(name, '\n') == name.len;
}

static int run(struct app *app, const struct args *args)
{
    const char *names = args_option(app->command, args, "for");
    const char *output = args_option(app->command, args, "output");
    struct prework_job job = {
        .app = app, .with_answers = args_option(app->command, args, "with-answers") != NULL};
    int status = EXIT_DONE;
    if (!names || !is_name(kp_str_from(names)))
        return app_usage(app, _("say who answers it: --for \"Mette Holm\""));
    if (strchr(names, ',') && !output)
        return app_usage(app, _("for several people, name a directory: -o DIR"));
    if (script_open(app, kp_str_from(args->words[0]), &job.script))
        return app_fail(app);
    if (plan_at_read(app, kp_str_from(args->words[1]), (struct kp_str){"", 0}, &job.at) ||
        write_given(&job, kp_str_from(names), output))
        status = app_fail(app);
    plan_at_release(&job.at);
    kp_script_release(&job.script);
    return status;
}

const struct command command_prework = {
    .name = "prework",
    .summary = N_("Write the questions that can be answered before the meeting"),
    .usage = "SCRIPT ACCOUNT",
    .about = N_("A small text file for one person, to be filled in with any editor or mail "
                "program. Gather the files that come back in a directory; run --prework DIR reads "
                "them, and shows each answer when the meeting comes to its question."),
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .needs = NEEDS_WORKSPACE,
    .run = run,
};
