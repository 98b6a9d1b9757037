// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/words.h"

enum { SLIDE_MOST = 1000 };

/* Consecutive words that only this text has, where the other one has nothing of its own. */
struct group {
    struct kp_wording *text;
    const struct kp_wording *other;
    size_t first, end, at; /* `at`: the place in the other text */
};

/* How well a part of the text begins with this word: at a line, a sentence, a clause. */
static int fitness(const struct kp_wording *text, size_t first)
{
    if (first == 0)
        return 3;
    const struct kp_word *last = &text->words[first - 1];
    size_t gap_end = first < text->count ? text->words[first].start : text->bytes.len;
    struct kp_str gap = kp_str_slice(text->bytes, last->end, gap_end - last->end);
    if (kp_str_find(gap, '\n') < gap.len)
        return 3;
    if (last->end - last->start != 1 || gap.len == 0)
        return 0;
    switch (text->bytes.data[last->start]) {
    case '.':
    case '!':
    case '?': return 2;
    case ',':
    case ';':
    case ':': return 1;
    default: return 0;
    }
}

static bool can_slide_up(const struct group *group, size_t by)
{
    const struct kp_wording *text = group->text;
    return by < group->first && by < group->at && !text->changed[group->first - 1 - by] &&
           !group->other->changed[group->at - 1 - by] &&
           text->ids[group->first - 1 - by] == text->ids[group->end - 1 - by];
}

static bool can_slide_down(const struct group *group, size_t by)
{
    const struct kp_wording *text = group->text;
    return group->end + by < text->count && group->at + by < group->other->count &&
           !text->changed[group->end + by] && !group->other->changed[group->at + by] &&
           text->ids[group->first + by] == text->ids[group->end + by];
}

static void place(struct group *group, size_t first)
{
    size_t count = group->end - group->first;
    for (size_t i = group->first; i < group->end; i++)
        group->text->changed[i] = false;
    for (size_t i = first; i < first + count; i++)
        group->text->changed[i] = true;
    group->at += first - group->first; /* modulo SIZE_MAX + 1, also backwards */
    group->first = first;
    group->end = first + count;
}

static void slide(struct group *group)
{
    size_t best = group->first;
    int fits = fitness(group->text, best);
    for (size_t by = 0; by < SLIDE_MOST && can_slide_down(group, by); by++) {
        int fit = fitness(group->text, group->first + by + 1);
        if (fit > fits) {
            fits = fit;
            best = group->first + by + 1;
        }
    }
    for (size_t by = 0; by < SLIDE_MOST && can_slide_up(group, by); by++) {
        int fit = fitness(group->text, group->first - by - 1);
        if (fit > fits) {
            fits = fit;
            best = group->first - by - 1;
        }
    }
    place(group, best);
}

void kp_words_slide(struct kp_wording *text, const struct kp_wording *other)
{
    size_t i = 0, at = 0;
    while (i < text->count) {
        struct group group = {.text = text, .other = other, .first = i, .at = at};
        while (i < text->count && text->changed[i])
            i++;
        group.end = i;
        if (group.first < group.end && !(at < other->count && other->changed[at])) {
            slide(&group);
            if (group.end > i) {
                at = group.at;
                i = group.end;
            }
        }
        while (at < other->count && other->changed[at])
            at++;
        if (i < text->count && !text->changed[i]) {
            i++;
            at++;
        }
    }
}
