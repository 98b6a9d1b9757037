// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rows of a table while they are worked on. They stand in view as long as the window holds them;
 * of a longer table only what a line has changed is shown again.
 */

#include "base/alloc.h"
#include "base/text.h"
#include "screen.h"
#include "view/plan.h"

#include <stdlib.h>

enum { AROUND = 6, NUMBER_COLUMNS = 4 };

/* Lines of a text, without their ends. */
struct lines {
    struct kp_str *items;
    size_t count;
};

static struct lines split(struct kp_str text)
{
    struct lines lines = {kp_alloc((text.len + 1) * sizeof *lines.items), 0};
    while (text.len)
        lines.items[lines.count++] = kp_str_split(&text, '\n');
    return lines;
}

/* Whether a row's number stands there; colours take no room. */
static bool begins_row(struct kp_str line)
{
    size_t column = 0;
    for (size_t i = 0; i < line.len && column < NUMBER_COLUMNS; i++) {
        if (line.data[i] == '\033') {
            while (i < line.len && line.data[i] != 'm')
                i++;
        } else if (line.data[i] >= '0' && line.data[i] <= '9') {
            return true;
        } else {
            column++;
        }
    }
    return false;
}

/* The lines before the first row: a table's head. */
static size_t head_of(const struct lines *lines)
{
    size_t head = 0;
    while (head < lines->count && !begins_row(lines->items[head]))
        head++;
    return head;
}

/* The rows that differ, from the first line of the first to behind the last; false: none does. */
static bool find_changed(const struct lines *before, const struct lines *now, size_t head,
                         size_t *from, size_t *to)
{
    size_t least = before->count < now->count ? before->count : now->count, same = 0, behind = 0;
    while (same < least && kp_str_equal(before->items[same], now->items[same]))
        same++;
    if (same == before->count && same == now->count)
        return false;
    while (behind < least - same && kp_str_equal(before->items[before->count - 1 - behind],
                                                 now->items[now->count - 1 - behind]))
        behind++;
    *from = same < now->count ? same : now->count;
    *to = now->count - behind;
    while (*from < *to && !now->items[*from].len)
        ++*from;
    while (*from > head && (*from == now->count || !begins_row(now->items[*from])))
        --*from;
    while (*to < now->count && !begins_row(now->items[*to]))
        ++*to;
    return *from >= head;
}

static void add_lines(const struct lines *lines, size_t from, size_t to, struct kp_buf *out)
{
    for (size_t i = from; i < to; i++) {
        kp_buf_add(out, lines->items[i]);
        kp_buf_addc(out, '\n');
    }
}

/* Only what has changed, where that is worth it; else false. */
static bool add_changed(struct screen *screen, const struct kp_question *question,
                        const struct lines *now, struct kp_buf *out)
{
    struct lines before = split(kp_buf_str(&screen->rows));
    size_t head = head_of(now), from, to;
    const char *dots = kp_style_sign(&screen->style, "  ⋮\n", "  ...\n");
    bool few = find_changed(&before, now, head, &from, &to) && (to - from) * 2 < now->count;
    free(before.items);
    if (!few)
        return false;
    add_lines(now, 0, head, out);
    kp_buf_adds(out, from > head ? dots : "");
    add_lines(now, from, to, out);
    kp_buf_adds(out, to < now->count ? dots : "");
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_addf(&text, _("The other rows are as they were; /show %.*s shows them all."),
                KP_STR_ARG(question->field->id));
    screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&text));
    kp_buf_release(&text);
    return true;
}

void screen_rows(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_view_rows(kp_session_calc(screen->sitting->session), question->field, question->value,
                 &screen->style, 1, &text);
    struct lines lines = split(kp_buf_str(&text));
    bool longer = screen->height && lines.count + AROUND > screen->height;
    if (!longer || screen->rows_of != question->field ||
        !add_changed(screen, question, &lines, out))
        kp_buf_add(out, kp_buf_str(&text));
    free(lines.items);
    kp_buf_release(&screen->rows);
    screen->rows = text;
    screen->rows_of = question->field;
}

void screen_release(struct screen *screen)
{
    kp_buf_release(&screen->rows);
}
