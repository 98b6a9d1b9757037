// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/signoff.h"

#include "base/date.h"
#include "store/signoff_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TAGS "refs/tags/"

/* --- the name of one: "acme/2026H1", "acme/2026H1-2" --- */

struct name {
    struct kp_str slug, cycle;
    unsigned long number; /* 0: the one that counts */
};

/* As we write it: in a name a small letter is another one. */
static bool cycle_exact(struct kp_str text)
{
    struct kp_cycle cycle;
    return text.len == 6 && text.data[4] == 'H' && kp_cycle_read(text, &cycle, NULL) == KP_OK;
}

static bool read_name(const char *text, struct name *out)
{
    const char *slash = strchr(text, '/');
    char slug[64];
    if (!slash || (size_t)(slash - text) >= sizeof slug || strlen(slash + 1) < 6)
        return false;
    snprintf(slug, sizeof slug, "%.*s", (int)(slash - text), text);
    out->slug = (struct kp_str){text, (size_t)(slash - text)};
    out->cycle = (struct kp_str){slash + 1, 6};
    out->number = 0;
    if ((strcmp(slug, "program") != 0 && !store_slug_valid(slug)) || !cycle_exact(out->cycle))
        return false;
    const char *rest = slash + 7;
    if (!*rest)
        return true;
    size_t digits = *rest == '-' ? strspn(rest + 1, "0123456789") : 0;
    if (!digits || digits > 9 || rest[1] == '0' || rest[1 + digits])
        return false;
    out->number = strtoul(rest + 1, NULL, 10);
    return true;
}

/* --- what it says --- */

/* Between the subject and the trailers. */
static struct kp_str body_of(struct kp_str message)
{
    size_t start = kp_str_find_str(message, KP_STR("\n\n")), end = message.len;
    for (size_t i = message.len; i >= 2; i--) {
        if (message.data[i - 2] == '\n' && message.data[i - 1] == '\n' && i < message.len) {
            end = i - 2;
            break;
        }
    }
    if (start + 2 >= end || end > message.len)
        return (struct kp_str){0};
    return kp_str_trim((struct kp_str){message.data + start + 2, end - start - 2});
}

static void read_message(struct kp_str text, const struct name *name, struct kp_arena *arena,
                         struct kp_signoff *out)
{
    struct kp_str message = store_seal_cut(text, &out->sealed);
    struct kp_str by = kp_message_trailer(message, "By");
    if (!by.len || !kp_str_equal(kp_message_trailer(message, "Account"), name->slug) ||
        !kp_str_equal(kp_message_trailer(message, "Cycle"), name->cycle))
        return; /* somebody made it by hand */
    out->by = kp_arena_str(arena, by);
    out->role = kp_arena_str(arena, kp_message_trailer(message, "Role"));
    out->comment = kp_arena_str(arena, body_of(message));
}

static struct kp_str one_line(struct kp_buf *out, struct kp_str text)
{
    kp_buf_clear(out);
    for (size_t i = 0; i < text.len; i++)
        kp_buf_addc(out, (unsigned char)text.data[i] < 0x20 ? ' ' : text.data[i]);
    return kp_str_trim(kp_buf_str(out));
}

static void write_message(const char *slug, const struct kp_signoff *signoff, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    struct kp_str comment = kp_str_trim(signoff->comment);
    kp_buf_addf(out, "%s: signed off, %.*s\n\n", slug, KP_STR_ARG(signoff->cycle));
    while (comment.data && comment.len) {
        struct kp_str next = kp_str_split(&comment, '\n');
        /* Nothing in it may look like the beginning of a signature. */
        if (kp_str_starts(next, KP_STR("-----BEGIN")))
            kp_buf_addc(out, ' ');
        kp_buf_add(out, next);
        kp_buf_adds(out, comment.data ? "\n" : "\n\n");
    }
    kp_buf_addf(out, "By: %.*s\n", KP_STR_ARG(signoff->by));
    struct kp_str role = one_line(&line, signoff->role);
    if (role.len)
        kp_buf_addf(out, "Role: %.*s\n", KP_STR_ARG(role));
    kp_buf_addf(out, "Account: %s\nCycle: %.*s\n", slug, KP_STR_ARG(signoff->cycle));
    kp_buf_release(&line);
}

/* --- listing --- */

struct listed {
    struct kp_signoff signoff;
    struct name name; /* in signoff.name's copy in the arena */
    git_oid id;
};

struct list {
    struct kp_workspace *ws;
    struct kp_arena *arena;
    struct listed *items;
    size_t count, cap;
};

/* The revision that an object of a tag names; false: there is none. */
static bool revision_of(struct kp_workspace *ws, const git_oid *id, git_commit **commit)
{
    git_object *object = NULL, *peeled = NULL;
    bool found = git_object_lookup(&object, ws->repo, id, GIT_OBJECT_ANY) == 0 &&
                 git_object_peel(&peeled, object, GIT_OBJECT_COMMIT) == 0;
    git_object_free(object);
    *commit = (git_commit *)peeled;
    return found;
}

static void add(struct list *list, const git_reference *ref)
{
    struct listed item;
    git_tag *tag = NULL;
    git_commit *commit = NULL;
    const char *full = git_reference_name(ref);
    const git_oid *id = git_reference_target(ref);
    memset(&item, 0, sizeof item);
    if (!id || strncmp(full, TAGS, strlen(TAGS)) != 0 ||
        strlen(full) - strlen(TAGS) >= sizeof item.signoff.name)
        return;
    const char *text = kp_arena_str(list->arena, kp_str_from(full + strlen(TAGS))).data;
    if (!read_name(text, &item.name) || !revision_of(list->ws, id, &commit))
        return;
    struct kp_signoff *signoff = &item.signoff;
    item.id = *id;
    snprintf(signoff->name, sizeof signoff->name, "%s", text);
    signoff->rev = store_rev_from(git_commit_id(commit));
    signoff->cycle = kp_arena_str(list->arena, item.name.cycle);
    signoff->replaced = item.name.number > 0;
    signoff->at = store_time_clamp(git_commit_time(commit)) * 1000;
    if (git_tag_lookup(&tag, list->ws->repo, id) == 0) {
        const git_signature *tagger = git_tag_tagger(tag);
        const char *message = git_tag_message(tag);
        if (tagger)
            signoff->at = store_time_clamp(tagger->when.time) * 1000;
        if (message)
            read_message(kp_str_from(message), &item.name, list->arena, signoff);
    }
    git_tag_free(tag);
    git_commit_free(commit);
    list->items = kp_grow(list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = item;
}

/* By plan, the newest cycle first, the one that counts before those that it replaced, the last of them first. */
static int order(const void *a, const void *b)
{
    const struct name *x = &((const struct listed *)a)->name;
    const struct name *y = &((const struct listed *)b)->name;
    int by = kp_str_compare(x->slug, y->slug);
    if (!by)
        by = kp_str_compare(y->cycle, x->cycle);
    if (!by && x->number != y->number)
        by = !x->number ? -1 : !y->number ? 1 : x->number > y->number ? -1 : 1;
    return by;
}

static enum kp_status collect(struct list *list, const char *slug, struct kp_err *err)
{
    git_reference_iterator *iterator = NULL;
    git_reference *ref = NULL;
    struct kp_buf glob = KP_BUF_INIT;
    kp_buf_addf(&glob, TAGS "%s/*", slug ? slug : "*");
    git_error_clear();
    int code = git_reference_iterator_glob_new(&iterator, list->ws->repo, glob.data);
    while (code == 0 && (code = git_reference_next(&ref, iterator)) == 0) {
        add(list, ref);
        git_reference_free(ref);
    }
    git_reference_iterator_free(iterator);
    kp_buf_release(&glob);
    if (code != GIT_ITEROVER)
        return store_git(err, code, _("cannot read the sign-offs of %s"), list->ws->root);
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, order);
    return KP_OK;
}

/* One that is about to be replaced is kept under its new name before it goes: then it stands twice. */
static bool stands_twice(const struct list *list, size_t index)
{
    const struct listed *item = &list->items[index];
    for (size_t i = index; item->name.number && i-- > 0;) {
        const struct listed *other = &list->items[i];
        if (!kp_str_equal(other->name.slug, item->name.slug) ||
            !kp_str_equal(other->name.cycle, item->name.cycle))
            break;
        if (git_oid_equal(&other->id, &item->id))
            return true;
    }
    return false;
}

enum kp_status kp_signoff_list(struct kp_workspace *ws, const char *slug, struct kp_arena *arena,
                               struct kp_signoff **out, size_t *count, struct kp_err *err)
{
    struct list list = {.ws = ws, .arena = arena};
    *out = NULL;
    *count = 0;
    if (slug && strcmp(slug, "program") != 0 && !store_slug_valid(slug))
        return kp_err_set(err, KP_REFUSED, _("\"%.200s\" is not an account"), slug);
    enum kp_status status = collect(&list, slug, err);
    if (status == KP_OK) {
        *out = kp_arena_alloc(arena, (list.count + 1) * sizeof **out);
        for (size_t i = 0; i < list.count; i++)
            if (!stands_twice(&list, i))
                (*out)[(*count)++] = list.items[i].signoff;
    }
    free(list.items);
    return status;
}

/* --- signing off --- */

struct record {
    struct kp_workspace *ws;
    const char *slug;
    const struct kp_signoff *signoff;
    bool again;
    char name[80];
    struct kp_buf object; /* as git's program made it, with its signature; empty: none was asked */
    struct kp_buf message;
    struct kp_author author;
};

/* The object into the record's store. */
static enum kp_status write_object(struct record *record, struct store_writer *writer, git_oid *out,
                                   struct kp_err *err)
{
    git_object *target = NULL;
    git_signature *tagger = NULL;
    git_oid rev;
    int code = 0;
    enum kp_status status = store_rev_id(&record->signoff->rev, &rev, err);
    if (status == KP_OK)
        status = store_signature(&record->author, &tagger, err);
    if (status)
        goto done;
    git_error_clear();
    if (record->object.len) {
        code = git_odb_write(out, record->ws->odb, record->object.data, record->object.len,
                             GIT_OBJECT_TAG);
    } else {
        code = git_object_lookup(&target, record->ws->repo, &rev, GIT_OBJECT_COMMIT);
        if (code == 0)
            code = git_tag_annotation_create(out, record->ws->repo, record->name, target, tagger,
                                             record->message.data);
    }
    if (code < 0)
        status = store_git(err, code, _("cannot record the sign-off"));
    else
        store_ids_add(&writer->ids, out);
done:
    git_object_free(target);
    git_signature_free(tagger);
    return status;
}

/* The earlier sign-off of the cycle, if there is one, and under which name it is to be kept. */
static enum kp_status find_earlier(struct record *record, git_oid *old, struct kp_buf *keep,
                                   struct kp_err *err)
{
    struct kp_buf full = KP_BUF_INIT;
    git_oid id;
    memset(old, 0, sizeof *old);
    kp_buf_addf(&full, TAGS "%s", record->slug);
    enum kp_status status = KP_OK;
    if (store_ref_id(record->ws, full.data, &id, NULL) == KP_OK) {
        status = kp_err_set(err, KP_REFUSED,
                            _("another program has put a mark named \"%s\" where the sign-offs of "
                              "%s belong; it must go first"),
                            record->slug, record->slug);
        goto done;
    }
    kp_buf_addf(&full, "/%.*s", KP_STR_ARG(record->signoff->cycle));
    status = store_ref_id(record->ws, full.data, old, err);
    if (status == KP_NOT_FOUND) {
        status = KP_OK;
        goto done;
    }
    if (status == KP_OK && !record->again)
        status = kp_err_set(err, KP_EXISTS, _("%s is signed off for %.*s already"), record->slug,
                            KP_STR_ARG(record->signoff->cycle));
    /* The first number that is free; or that is taken by this very one, when a killed process got so far. */
    size_t base = full.len;
    for (unsigned long number = 1; status == KP_OK; number++) {
        kp_buf_truncate(&full, base);
        kp_buf_addf(&full, "-%lu", number);
        status = store_ref_id(record->ws, full.data, &id, err);
        if (status == KP_NOT_FOUND) {
            kp_buf_add(keep, kp_buf_str(&full));
            status = KP_OK;
            break;
        }
        if (status == KP_OK && git_oid_equal(&id, old))
            break;
    }
done:
    kp_buf_release(&full);
    return status;
}

/* One try: first the earlier one under its new name, then the new one. KP_BUSY: try again. */
static enum kp_status attempt(struct record *record, struct kp_err *err)
{
    struct kp_workspace *ws = record->ws;
    struct store_writer writer = {0};
    struct kp_buf keep = KP_BUF_INIT, full = KP_BUF_INIT;
    git_oid old, id, tip, nothing = {{0}};
    bool stands = false, marked = false;
    enum kp_status status = store_head(ws, NULL, &tip, err);
    if (status == KP_OK)
        status = find_earlier(record, &old, &keep, err);
    if (status == KP_OK) {
        status = store_mark_begin(ws, &tip, err);
        marked = status == KP_OK;
    }
    if (status == KP_OK)
        status = store_writer_begin(&writer, ws, err);
    if (status == KP_OK)
        status = write_object(record, &writer, &id, err);
    if (status == KP_OK && keep.len)
        status = store_publish(&writer, keep.data, &nothing, &old, "signed off", &stands, err);
    kp_buf_addf(&full, TAGS "%s", record->name);
    if (status == KP_OK)
        status = store_publish(&writer, full.data, &old, &id, "signed off", &stands, err);
    store_writer_end(&writer);
    if (marked)
        store_mark_end(ws);
    kp_buf_release(&full);
    kp_buf_release(&keep);
    return status;
}

static enum kp_status record_it(struct record *record, struct kp_err *err)
{
    struct kp_workspace *ws = record->ws;
    enum kp_status status = kp_workspace_lock(ws, STORE_WAIT_MS, err);
    if (status)
        return status;
    for (int waited = 0, pause = 5;; waited += pause, pause = pause < 100 ? pause * 2 : 100) {
        sigset_t signals;
        store_signals_block(&signals);
        status = attempt(record, err);
        store_signals_restore(&signals);
        if (status != KP_BUSY || waited >= STORE_WAIT_OTHERS_MS)
            break;
        store_sleep(pause);
    }
    kp_workspace_unlock(ws);
    return status;
}

static enum kp_status check(const struct record *record, struct kp_err *err)
{
    git_oid rev;
    git_commit *commit = NULL;
    const struct kp_signoff *signoff = record->signoff;
    if (strcmp(record->slug, "program") != 0 && !store_slug_valid(record->slug))
        return kp_err_set(err, KP_REFUSED, _("\"%.200s\" is not an account"), record->slug);
    if (!cycle_exact(signoff->cycle))
        return kp_err_set(err, KP_INVALID, _("\"%.*s\" is not a cycle, such as 2026H1"),
                          KP_STR_ARG(signoff->cycle));
    if (!signoff->by.len)
        return kp_err_set(err, KP_INVALID, _("nobody is named who signs off"));
    enum kp_status status = store_rev_id(&signoff->rev, &rev, err);
    if (status == KP_OK)
        status = store_commit(record->ws, &rev, &commit, err);
    git_commit_free(commit);
    return status;
}

enum kp_status kp_signoff_record(struct kp_workspace *ws, const char *slug,
                                 const struct kp_signoff *signoff, bool again, struct kp_err *err)
{
    struct record record = {
        .ws = ws,
        .slug = slug,
        .signoff = signoff,
        .again = again,
        .object = KP_BUF_INIT,
        .message = KP_BUF_INIT,
    };
    struct kp_buf keep = KP_BUF_INIT, by = KP_BUF_INIT;
    git_oid old;
    kp_buf_add(&by, signoff->by);
    record.author = (struct kp_author){by.data, signoff->at};
    enum kp_status status = check(&record, err);
    if (status == KP_OK) {
        snprintf(record.name, sizeof record.name, "%s/%.*s", slug, KP_STR_ARG(signoff->cycle));
        write_message(slug, signoff, &record.message);
        /* Before anybody is asked for a key's words. */
        status = find_earlier(&record, &old, &keep, err);
    }
    if (status == KP_OK && store_seal_wanted(ws))
        status = store_seal_make(ws, record.name, &signoff->rev, record.message.data,
                                 &record.author, &record.object, err);
    if (status == KP_OK)
        status = record_it(&record, err);
    kp_buf_release(&record.object);
    kp_buf_release(&record.message);
    kp_buf_release(&keep);
    kp_buf_release(&by);
    return status;
}
