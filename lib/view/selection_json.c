// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/selection.h"

static const char *side_name(enum kp_selection_side side)
{
    static const char *const names[] = {"above", "undecided", "below", "unranked"};
    return names[side];
}

static void set_number(struct kp_arena *arena, struct kp_json *object, const char *name,
                       struct kp_number number, int decimals)
{
    kp_json_set(arena, object, name, kp_json_new_number(arena, kp_number_round(number, decimals)));
}

static struct kp_json *criterion_json(const struct kp_selection *selection,
                                      const struct kp_selection_criterion *criterion,
                                      struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena);
    kp_json_set_string(arena, object, "id", criterion->id);
    kp_json_set_string(arena, object, "criterion", criterion->name);
    if (criterion->has_weight)
        set_number(arena, object, "weight", criterion->weight, KP_NUMBER_MAX_SCALE);
    set_number(arena, object, "share", criterion->share, 2);
    if (criterion->turns) {
        struct kp_json *turn = kp_json_new_object(arena);
        set_number(arena, turn, "at", criterion->turns_at, 6);
        kp_json_set_string(arena, turn, "in", selection->candidates[criterion->in].name);
        kp_json_set_string(arena, turn, "out", selection->candidates[criterion->out].name);
        kp_json_set(arena, object, "turns", turn);
    }
    return object;
}

static struct kp_json *candidate_json(const struct kp_selection_candidate *candidate,
                                      struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena);
    kp_json_set_string(arena, object, "id", candidate->id);
    kp_json_set_string(arena, object, "name", candidate->name);
    if (candidate->account.len)
        kp_json_set_string(arena, object, "account", candidate->account);
    if (candidate->ranked) {
        kp_json_set_whole(arena, object, "place", (int64_t)candidate->place);
        kp_json_set_bool(arena, object, "tied", candidate->tied);
        set_number(arena, object, "points", candidate->points, 4);
    }
    kp_json_set_string(arena, object, "side", kp_str_from(side_name(candidate->side)));
    kp_json_set_whole(arena, object, "missing", (int64_t)candidate->missing);
    kp_json_set_whole(arena, object, "wide", (int64_t)candidate->wide);
    if (candidate->decision.len)
        kp_json_set_string(arena, object, "decision", candidate->decision);
    return object;
}

struct kp_json *kp_view_selection_json(const struct kp_selection *selection, struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena);
    struct kp_json *criteria = kp_json_new_array(arena), *ranking = kp_json_new_array(arena);
    if (selection->cut)
        kp_json_set_whole(arena, object, "cut", (int64_t)selection->cut);
    kp_json_set_whole(arena, object, "chosen", (int64_t)selection->chosen);
    set_number(arena, object, "weight_sum", selection->weight_sum, KP_NUMBER_MAX_SCALE);
    kp_json_set_whole(arena, object, "missing", (int64_t)selection->missing);
    for (size_t i = 0; i < selection->criterion_count; i++)
        kp_json_append(arena, criteria, criterion_json(selection, &selection->criteria[i], arena));
    for (size_t i = 0; i < selection->candidate_count; i++)
        kp_json_append(arena, ranking, candidate_json(&selection->candidates[i], arena));
    kp_json_set(arena, object, "criteria", criteria);
    kp_json_set(arena, object, "ranking", ranking);
    return object;
}
