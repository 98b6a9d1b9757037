// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A longest common subsequence in linear space (Myers 1986, section 4b): paths from both corners
 * of the box of all pairs, one edit longer each round, until they meet; then the two halves.
 */
#include "compare/words.h"

enum {
    NO_WAY = -1,
    ROUNDS_LEAST = 256,
    STEPS_MOST = 10 * 1000 * 1000,
};

/* Pairs of words: x in `before`, y in `after`, from a corner of `width` × `height`. */
struct box {
    size_t x, y, width, height;
};

/* The search from one corner: by diagonal x − y, the furthest x that its path has reached. */
struct search {
    long *reached; /* from −(height + 1) to width + 1 */
    bool backward; /* from the lower right corner, x and y counted from there */
};

struct work {
    struct kp_wording *before, *after;
    struct search forward, backward;
    long *space;
    long rounds_most, steps_left;
};

struct point {
    size_t x, y;
};

/* How many words of both are the same from a pair on that is inside the box. */
static long follow(const struct work *work, const struct box *box, bool backward, long x, long y)
{
    const uint32_t *before = work->before->ids, *after = work->after->ids;
    size_t at = box->x + (backward ? box->width - 1 - (size_t)x : (size_t)x);
    size_t other = box->y + (backward ? box->height - 1 - (size_t)y : (size_t)y);
    size_t step = backward ? SIZE_MAX : 1; /* modulo SIZE_MAX + 1 */
    long left = (long)box->width - x, count = 0;
    if ((long)box->height - y < left)
        left = (long)box->height - y;
    for (; count < left && before[at] == after[other]; count++) {
        at += step;
        other += step;
    }
    return count;
}

/* The furthest x on a diagonal with one edit more; NO_WAY when there is none. */
static long step(struct work *work, const struct box *box, const struct search *search,
                 long diagonal)
{
    long width = (long)box->width, height = (long)box->height;
    long right = search->reached[diagonal - 1], down = search->reached[diagonal + 1];
    right = right != NO_WAY && right < width ? right + 1 : NO_WAY;
    down = down != NO_WAY && down - diagonal <= height ? down : NO_WAY;
    long x = right > down ? right : down;
    work->steps_left--;
    if (x == NO_WAY || x == width || x - diagonal == height)
        return x;
    long same = follow(work, box, search->backward, x, x - diagonal);
    work->steps_left -= same;
    return x + same;
}

/* The diagonals of a round: those further out have left the box. */
static long lowest(const struct box *box, long round)
{
    long height = (long)box->height;
    return round > height ? round - 2 * height : -round;
}

static long highest(const struct box *box, long round)
{
    long width = (long)box->width;
    return round > width ? 2 * width - round : round;
}

/* One round of one search; true: it met the other one, which has done `others` rounds, at *met. */
static bool go_round(struct work *work, const struct box *box, struct search *search,
                     const struct search *other, long round, long others, struct point *met)
{
    long width = (long)box->width, height = (long)box->height, *reached = search->reached;
    long low = lowest(box, round), high = highest(box, round);
    if (low == -round)
        reached[low - 1] = NO_WAY;
    if (high == round)
        reached[high + 1] = NO_WAY;
    for (long diagonal = low; diagonal <= high; diagonal += 2) {
        long x = round ? step(work, box, search, diagonal) : 0;
        reached[diagonal] = x;
        long mirrored = width - height - diagonal;
        if (x == NO_WAY || mirrored < -others || mirrored > others || (mirrored + others) % 2)
            continue;
        if (other->reached[mirrored] == NO_WAY || x + other->reached[mirrored] < width)
            continue;
        size_t y = (size_t)(x - diagonal);
        *met = search->backward ? (struct point){box->width - (size_t)x, box->height - y}
                                : (struct point){(size_t)x, y};
        return true;
    }
    return false;
}

/* The point of a search that is furthest from its corner. */
static long furthest(const struct box *box, const struct search *search, long round,
                     struct point *out)
{
    long most = 0;
    for (long diagonal = lowest(box, round); diagonal <= highest(box, round); diagonal += 2) {
        long x = search->reached[diagonal], far = 2 * x - diagonal;
        if (x == NO_WAY || far <= most)
            continue;
        most = far;
        *out = (struct point){(size_t)x, (size_t)(x - diagonal)};
    }
    if (search->backward)
        *out = (struct point){box->width - out->x, box->height - out->y};
    return most;
}

/* Where a shortest path, or the most promising one, goes through; false: it is too much work. */
static bool split(struct work *work, const struct box *box, struct point *out)
{
    long *middle = work->space + box->height + 1;
    work->forward.reached = middle;
    work->backward.reached = middle + box->width + box->height + 3;
    for (long round = 0; round <= work->rounds_most && work->steps_left > 0; round++) {
        if (go_round(work, box, &work->forward, &work->backward, round, round - 1, out) ||
            go_round(work, box, &work->backward, &work->forward, round, round, out))
            return true;
    }
    if (work->steps_left <= 0)
        return false;
    struct point other = {0, 0};
    *out = (struct point){0, 0};
    if (furthest(box, &work->backward, work->rounds_most, &other) >
        furthest(box, &work->forward, work->rounds_most, out))
        *out = other;
    return true;
}

static void mark(struct kp_wording *sequence, size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sequence->changed[first + i] = true;
}

/* Takes off what is the same at both ends. */
static void strip(const struct work *work, struct box *box)
{
    const uint32_t *before = work->before->ids + box->x, *after = work->after->ids + box->y;
    size_t lead = 0;
    while (lead < box->width && lead < box->height && before[lead] == after[lead])
        lead++;
    while (lead < box->width && lead < box->height &&
           before[box->width - 1] == after[box->height - 1]) {
        box->width--;
        box->height--;
    }
    box->x += lead;
    box->y += lead;
    box->width -= lead;
    box->height -= lead;
}

/* The smaller half calls itself, so that calls are never deep. */
static void solve(struct work *work, struct box box)
{
    struct point at;
    for (;;) {
        strip(work, &box);
        if (box.width == 0 || box.height == 0 || !split(work, &box, &at))
            break;
        struct box first = {box.x, box.y, at.x, at.y};
        struct box second = {box.x + at.x, box.y + at.y, box.width - at.x, box.height - at.y};
        size_t size = first.width + first.height, whole = box.width + box.height;
        if (size == 0 || size == whole)
            break;
        solve(work, size < whole - size ? first : second);
        box = size < whole - size ? second : first;
    }
    mark(work->before, box.x, box.width);
    mark(work->after, box.y, box.height);
}

static long root_of(size_t number)
{
    long root = ROUNDS_LEAST;
    while ((size_t)root * (size_t)root < number)
        root *= 2;
    return root;
}

void kp_words_compare(struct kp_wording *before, struct kp_wording *after, struct kp_arena *scratch)
{
    size_t size = before->count + after->count;
    struct work work = {
        .before = before,
        .after = after,
        .backward = {.backward = true},
        .space = kp_arena_alloc(scratch, 2 * (size + 3) * sizeof(long)),
        .rounds_most = root_of(size),
        .steps_left = STEPS_MOST,
    };
    solve(&work, (struct box){0, 0, before->count, after->count});
}
