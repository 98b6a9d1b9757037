// SPDX-License-Identifier: GPL-3.0-or-later
/* The document of `due --json`; what is not known is left out. */
#include "view/due.h"

#include "view/set_parts.h"

static struct kp_json *actions_json(const struct kp_due *due, const struct kp_people *people,
                                    struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena), *items = kp_json_new_array(arena);
    kp_json_set_whole(arena, object, "open", (int64_t)due->action_count);
    kp_json_set_whole(arena, object, "overdue", (int64_t)due->overdue);
    for (size_t i = 0; i < due->action_count; i++) {
        const struct kp_due_action *action = &due->actions[i];
        struct kp_json *item = kp_json_new_object(arena);
        kp_json_append(arena, items, item);
        kp_json_set_string(arena, item, "id", action->id);
        kp_json_set_string(arena, item, "what", action->what);
        kp_view_set_person(arena, item, "owner", people, action->owner);
        kp_view_set_date(arena, item, "due", action->due);
        kp_json_set_bool(arena, item, "overdue", i < due->overdue);
    }
    kp_json_set(arena, object, "items", items);
    return object;
}

static struct kp_json *meetings_json(const struct kp_due *due, struct kp_arena *arena)
{
    struct kp_json *items = kp_json_new_array(arena);
    for (size_t i = 0; i < due->meeting_count; i++) {
        const struct kp_due_meeting *meeting = &due->meetings[i];
        struct kp_json *item = kp_json_new_object(arena);
        kp_json_append(arena, items, item);
        kp_json_set_string(arena, item, "id", meeting->id);
        kp_json_set_string(arena, item, "purpose", meeting->purpose);
        kp_view_set_date(arena, item, "date", meeting->date);
        kp_json_set_bool(arena, item, "internal", meeting->internal);
    }
    return items;
}

static struct kp_json *account_json(const struct kp_due_account *account,
                                    const struct kp_people *people, struct kp_arena *arena)
{
    const struct kp_due *due = &account->due;
    struct kp_json *object = kp_json_new_object(arena), *unseen = kp_json_new_array(arena);
    kp_json_set_string(arena, object, "account", account->slug);
    kp_json_set_string(arena, object, "name", account->name);
    kp_json_set_bool(arena, object, "revised", due->revised);
    if (due->last.cycle.year) {
        struct kp_json *last = kp_json_new_object(arena);
        kp_view_set_cycle(arena, last, "cycle", due->last.cycle);
        kp_view_set_date(arena, last, "date", due->last.date);
        kp_json_set_string(arena, last, "session", due->last.name);
        kp_json_set(arena, object, "last", last);
    }
    if (account->signed_on.year) {
        struct kp_json *signoff = kp_json_new_object(arena);
        kp_view_set_date(arena, signoff, "date", account->signed_on);
        kp_view_set_person(arena, signoff, "by", people, account->signed_by);
        kp_json_set(arena, object, "signed", signoff);
    }
    kp_view_set_date(arena, object, "due", due->due);
    kp_json_set_whole(arena, object, "days", due->days);
    kp_json_set_bool(arena, object, "overdue", due->days < 0);
    kp_json_set_whole(arena, object, "answers", (int64_t)due->answers);
    for (size_t i = 0; i < KP_DUE_AGES; i++)
        kp_json_append(arena, unseen, kp_json_new_whole(arena, (int64_t)due->unseen[i]));
    kp_json_set(arena, object, "unseen", unseen);
    kp_json_set(arena, object, "actions", actions_json(due, people, arena));
    kp_json_set(arena, object, "meetings", meetings_json(due, arena));
    return object;
}

struct kp_json *kp_view_due_json(const struct kp_due_list *list, const struct kp_people *people,
                                 struct kp_arena *arena)
{
    struct kp_json *document = kp_json_new_object(arena), *accounts = kp_json_new_array(arena);
    kp_view_set_date(arena, document, "on", list->on);
    kp_view_set_cycle(arena, document, "cycle", list->cycle);
    kp_view_set_date(arena, document, "due", list->due);
    for (size_t i = 0; i < list->count; i++)
        kp_json_append(arena, accounts, account_json(&list->accounts[i], people, arena));
    kp_json_set(arena, document, "accounts", accounts);
    return document;
}
