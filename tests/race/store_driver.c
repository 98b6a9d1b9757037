// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The store's work in one short process, for the race tests to kill, fail and run many of.
 *
 *   init DIR                     makes a workspace, or opens the one that is there
 *   record DIR N                 one revision: three files set to N, one of step N - 1 removed
 *   people DIR TEXT              replaces the people directory
 *   journal DIR ID LINES         a journal with so many lines, or goes on with it up to there
 *   finish DIR ID                records the journal's lines as one revision, then removes it
 *   writer DIR PATH COUNT        makes or opens the workspace, then so many revisions of one file
 *   open DIR                     opens for reading, and takes and gives back the lock
 *   history DIR                  the newest revision, then acme's: id, files changed
 *   sign DIR                     signs acme off, again when it is
 *   doctor DIR [fix]             prints what is wrong; "fix" mends what can be mended
 *
 * Exit status: that of the store, enum kp_status.
 */
#include "store/care.h"
#include "store/history.h"
#include "store/journal.h"
#include "store/people_ref.h"
#include "store/signoff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct kp_author author = {"p-k3f9q2", INT64_C(1772442000000)};
static struct kp_err err = KP_ERR_INIT;

static int report(const char *what, enum kp_status status)
{
    if (status)
        fprintf(stderr, "%s: %d: %s\n", what, (int)status, err.text.data);
    return (int)status;
}

static enum kp_status open_or_init(const char *dir, struct kp_workspace **ws)
{
    static const struct kp_change first[] = {
        {"kamplan.json", KP_STR_INIT("{\n  \"format\": 1\n}\n"), false},
        {".gitattributes", KP_STR_INIT("*.json text eol=lf\n"), false},
    };
    enum kp_status status = kp_workspace_init(dir, first, 2, &author, ws, &err);
    return status == KP_EXISTS ? kp_workspace_open(dir, ws, &err) : status;
}

static enum kp_status record(struct kp_workspace *ws, long n)
{
    char bytes[64], gone[64];
    snprintf(bytes, sizeof bytes, "{\n  \"value\": %ld\n}\n", n);
    snprintf(gone, sizeof gone, "accounts/acme/sessions/%ld.json", n - 1);
    char fresh[64];
    snprintf(fresh, sizeof fresh, "accounts/acme/sessions/%ld.json", n);
    const struct kp_change changes[] = {
        {"accounts/acme/plan/goals.json", kp_str_from(bytes), false},
        {"accounts/acme/plan/team.json", kp_str_from(bytes), false},
        {fresh, kp_str_from(bytes), false},
        {gone, {NULL, 0}, true},
    };
    struct kp_rev rev;
    char message[64];
    snprintf(message, sizeof message, "acme: step %ld\n\nAccount: acme\n", n);
    return kp_revision_record(ws, NULL, changes, 4, message, &author, NULL, NULL, &rev, &err);
}

static enum kp_status journal(struct kp_workspace *ws, const char *id, long lines)
{
    struct kp_journal *journal = NULL;
    struct kp_buf have = KP_BUF_INIT;
    bool torn = false;
    long count = 0;
    char text[32];
    enum kp_status status = kp_journal_resume(ws, "acme", id, &journal, &have, &torn, &err);
    if (status == KP_NOT_FOUND) {
        status = kp_journal_create(ws, "acme", id, KP_STR("{\"line\":0}"), &journal, &err);
        count = 1;
    }
    for (size_t i = 0; i < have.len; i++)
        count += have.data[i] == '\n';
    for (; count < lines && status == KP_OK; count++) {
        snprintf(text, sizeof text, "{\"line\":%ld}", count);
        status = kp_journal_append(journal, kp_str_from(text), &err);
        if (status) /* once more: a passing fault, or room was made */
            status = kp_journal_append(journal, kp_str_from(text), &err);
    }
    kp_journal_close(journal);
    kp_buf_release(&have);
    return status;
}

static enum kp_status finish(struct kp_workspace *ws, const char *id)
{
    struct kp_journal *journal = NULL;
    struct kp_buf lines = KP_BUF_INIT;
    struct kp_rev rev;
    bool torn = false;
    enum kp_status status = kp_journal_resume(ws, "acme", id, &journal, &lines, &torn, &err);
    if (status == KP_OK) {
        const struct kp_change change = {"accounts/acme/plan/journal.json", kp_buf_str(&lines),
                                         false};
        status = kp_revision_record(ws, NULL, &change, 1, "acme: a session", &author, NULL, NULL,
                                    &rev, &err);
    }
    kp_journal_close(journal);
    if (status == KP_OK)
        status = kp_journal_remove(ws, "acme", id, &err);
    kp_buf_release(&lines);
    return status == KP_NOT_FOUND ? KP_OK : status;
}

static enum kp_status write_many(struct kp_workspace *ws, const char *path, long count)
{
    enum kp_status status = KP_OK;
    for (long i = 1; i <= count && status == KP_OK; i++) {
        char bytes[64];
        struct kp_rev rev;
        snprintf(bytes, sizeof bytes, "{\n  \"value\": %ld\n}\n", i);
        const struct kp_change change = {path, kp_str_from(bytes), false};
        do {
            status =
                kp_revision_record(ws, NULL, &change, 1, path, &author, NULL, NULL, &rev, &err);
        } while (status == KP_BUSY);
    }
    return status;
}

static enum kp_status each_revision(void *context, const struct kp_history_entry *entry, bool *stop,
                                    struct kp_err *fault)
{
    (void)context;
    (void)stop;
    (void)fault;
    printf("%s %zu\n", entry->rev.hex, entry->file_count);
    return KP_OK;
}

static enum kp_status history(struct kp_workspace *ws)
{
    struct kp_rev tip;
    enum kp_status status = kp_revision_tip(ws, &tip, &err);
    printf("%s\n", tip.hex);
    if (status == KP_OK)
        status = kp_history_walk(ws, &tip, "accounts/acme", NULL, each_revision, NULL, &err);
    return status;
}

static enum kp_status sign(struct kp_workspace *ws)
{
    struct kp_signoff signoff = {
        .cycle = KP_STR("2026H1"), .at = author.at, .by = KP_STR("p-k3f9q2")};
    enum kp_status status = kp_revision_tip(ws, &signoff.rev, &err);
    if (status == KP_OK)
        status = kp_signoff_record(ws, "acme", &signoff, true, &err);
    return status;
}

struct doctor {
    struct kp_workspace *ws;
    bool fix;
};

static enum kp_status each_finding(void *context, const struct kp_care_finding *finding,
                                   struct kp_err *fault)
{
    const struct doctor *doctor = context;
    printf("%d %s%s\n", (int)finding->kind, finding->path, finding->mendable ? " *" : "");
    if (doctor->fix && finding->mendable)
        return kp_care_mend(doctor->ws, finding, fault);
    return KP_OK;
}

int main(int argc, char **argv)
{
    struct kp_workspace *ws = NULL;
    if (argc < 3)
        return 99;
    const char *verb = argv[1], *third = argc > 3 ? argv[3] : "";
    long number = strtol(argc > 4 ? argv[4] : third, NULL, 10);
    bool makes = strcmp(verb, "init") == 0 || strcmp(verb, "writer") == 0;
    enum kp_status status =
        makes ? open_or_init(argv[2], &ws) : kp_workspace_open(argv[2], &ws, &err);
    if (status == KP_OK && strcmp(verb, "record") == 0)
        status = record(ws, number);
    else if (status == KP_OK && strcmp(verb, "people") == 0)
        status = kp_people_ref_write(ws, kp_str_from(third), &author, &err);
    else if (status == KP_OK && strcmp(verb, "journal") == 0)
        status = journal(ws, third, number);
    else if (status == KP_OK && strcmp(verb, "finish") == 0)
        status = finish(ws, third);
    else if (status == KP_OK && strcmp(verb, "writer") == 0)
        status = write_many(ws, third, number);
    else if (status == KP_OK && strcmp(verb, "history") == 0)
        status = history(ws);
    else if (status == KP_OK && strcmp(verb, "sign") == 0)
        status = sign(ws);
    else if (status == KP_OK && strcmp(verb, "open") == 0) {
        status = kp_workspace_lock(ws, 1000, &err);
        kp_workspace_unlock(ws);
    } else if (status == KP_OK && strcmp(verb, "doctor") == 0) {
        struct doctor doctor = {ws, strcmp(third, "fix") == 0};
        status = kp_care_examine(ws, true, each_finding, &doctor, &err);
    }
    int code = report(verb, status);
    kp_workspace_close(ws);
    kp_err_release(&err);
    return code;
}
