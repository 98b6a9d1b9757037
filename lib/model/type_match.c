// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/type_internal.h"

enum { MOST_LISTED = 12 };

enum stage {
    STAGE_ID,
    STAGE_LABEL,
    STAGE_ANY_LABEL,
    STAGE_BEGINNING,
    STAGE_ANY_BEGINNING,
    STAGE_COUNT,
};

void kp_candidates_set(struct kp_candidates *candidates, size_t index, struct kp_str id,
                       const struct kp_words *label, struct kp_arena *arena)
{
    struct kp_candidate *candidate = &candidates->items[index];
    *candidate = (struct kp_candidate){.id = id, .label = label};
    candidate->folded_id = kp_utf8_fold(arena, id);
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        candidate->folded[lang] = kp_utf8_fold(arena, label->in[lang]);
}

static bool any_label(const struct kp_candidate *candidate, struct kp_str folded, bool beginning)
{
    for (int lang = 0; lang < KP_LANG_COUNT; lang++) {
        struct kp_str label = candidate->folded[lang];
        if (beginning ? kp_str_starts(label, folded) : kp_str_equal(label, folded))
            return true;
    }
    return false;
}

static bool fits(const struct kp_candidate *candidate, struct kp_str folded, enum stage stage,
                 enum kp_lang lang)
{
    switch (stage) {
    case STAGE_ID: return kp_str_equal(candidate->folded_id, folded);
    case STAGE_LABEL: return kp_str_equal(candidate->folded[lang], folded);
    case STAGE_ANY_LABEL: return any_label(candidate, folded, false);
    case STAGE_BEGINNING: return kp_str_starts(candidate->folded[lang], folded);
    default:
        return kp_str_starts(candidate->folded_id, folded) || any_label(candidate, folded, true);
    }
}

struct kp_match kp_candidates_match(const struct kp_candidates *candidates, struct kp_str text,
                                    enum kp_lang lang, struct kp_arena *arena)
{
    struct kp_match match = {NULL, 0};
    if (text.len > KP_NAME_MAX)
        return match;
    struct kp_str folded = kp_utf8_fold(arena, text);
    if (folded.len == 0)
        return match;
    size_t *found = kp_arena_alloc(arena, (candidates->count + 1) * sizeof *found);
    match.found = found;
    for (int stage = 0; stage < STAGE_COUNT && match.count == 0; stage++)
        for (size_t i = 0; i < candidates->count; i++)
            if (fits(&candidates->items[i], folded, (enum stage)stage, lang))
                found[match.count++] = i;
    return match;
}

static void add_name(const struct kp_candidates *candidates, size_t i, enum kp_lang lang,
                     struct kp_buf *out)
{
    struct kp_str label = kp_words_get(candidates->items[i].label, lang);
    kp_buf_addf(out, "%zu %.*s", i + 1, KP_STR_ARG(label.len ? label : candidates->items[i].id));
}

/* The candidate whose name is two or three slips of the finger away, or -1. */
static int nearest(const struct kp_candidates *candidates, struct kp_str text, enum kp_lang lang,
                   struct kp_arena *arena)
{
    struct kp_str folded = kp_utf8_fold(arena, text);
    size_t best = folded.len > 8 ? 4 : folded.len > 3 ? 3 : 2;
    int found = -1;
    for (size_t i = 0; i < candidates->count; i++) {
        const struct kp_candidate *candidate = &candidates->items[i];
        size_t distance = kp_str_distance(folded, candidate->folded[lang], best);
        size_t to_id = kp_str_distance(folded, candidate->folded_id, best);
        if (to_id < distance)
            distance = to_id;
        if (distance < best) {
            best = distance;
            found = (int)i;
        }
    }
    return found;
}

enum kp_status kp_candidates_none(const struct kp_candidates *candidates, struct kp_str text,
                                  enum kp_lang lang, struct kp_arena *arena, struct kp_err *err)
{
    const char *typed = kp_type_quote(arena, text);
    int near = text.len > KP_NAME_MAX ? -1 : nearest(candidates, text, lang, arena);
    struct kp_buf names = KP_BUF_INIT;
    if (near >= 0) {
        add_name(candidates, (size_t)near, lang, &names);
        kp_err_set(err, KP_INVALID, _("\"%s\" is none of the choices; did you mean %s?"), typed,
                   names.data);
    } else {
        for (size_t i = 0; i < candidates->count && i < MOST_LISTED; i++) {
            kp_buf_adds(&names, i ? ", " : "");
            add_name(candidates, i, lang, &names);
        }
        kp_buf_adds(&names, candidates->count > MOST_LISTED ? ", …" : "");
        kp_err_set(err, KP_INVALID, _("\"%s\" is none of the choices, which are: %s"), typed,
                   names.data);
    }
    kp_buf_release(&names);
    return KP_INVALID;
}

enum kp_status kp_candidates_many(const struct kp_candidates *candidates,
                                  const struct kp_match *match, struct kp_str text,
                                  enum kp_lang lang, struct kp_arena *arena, struct kp_err *err)
{
    struct kp_buf names = KP_BUF_INIT;
    for (size_t i = 0; i < match->count && i < MOST_LISTED; i++) {
        kp_buf_adds(&names, i ? ", " : "");
        add_name(candidates, match->found[i], lang, &names);
    }
    kp_buf_adds(&names, match->count > MOST_LISTED ? ", …" : "");
    kp_err_set(err, KP_INVALID, _("\"%s\" fits several: %s; write more of it, or the number"),
               kp_type_quote(arena, text), names.data);
    kp_buf_release(&names);
    return KP_INVALID;
}
