// SPDX-License-Identifier: GPL-3.0-or-later
#include "half_line.h"

void half_line_init(struct half_line *half, struct sitting *sitting)
{
    *half = (struct half_line){.sitting = sitting, .kept = KP_BUF_INIT};
}

void half_line_release(struct half_line *half)
{
    kp_buf_release(&half->kept);
}

void half_line_keep(struct half_line *half, struct kp_str line)
{
    struct sitting *sitting = half->sitting;
    size_t events = kp_session_event_count(sitting->session);
    struct kp_buf bytes = KP_BUF_INIT;
    bool same = kp_str_equal(line, kp_buf_str(&half->kept));
    if (!sitting->journal || (same && (!line.len || events == half->events)))
        return;
    kp_session_half_line_write(sitting->session, line, &bytes);
    kp_journal_line_write(sitting->app->workspace, sitting->account.slug.data,
                          sitting->header.id.data, kp_buf_str(&bytes), NULL);
    kp_buf_clear(&half->kept);
    kp_buf_add(&half->kept, line);
    half->events = events;
    kp_buf_release(&bytes);
}

void half_line_follow(struct half_line *half)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_add(&line, kp_buf_str(&half->kept));
    half_line_keep(half, kp_buf_str(&line));
    kp_buf_release(&line);
}

enum kp_half_line half_line_find(struct half_line *half, struct kp_str *line)
{
    struct sitting *sitting = half->sitting;
    struct kp_arena *arena = &sitting->app->arena;
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_half_line found = KP_HALF_LINE_NONE;
    *line = (struct kp_str){"", 0};
    if (sitting->journal &&
        !kp_journal_line_read(sitting->app->workspace, sitting->account.slug.data,
                              sitting->header.id.data, &bytes, NULL)) {
        kp_buf_add(&half->kept, kp_buf_str(&bytes)); /* there is a file: it is to be replaced */
        found = kp_session_half_line_read(sitting->session, arena, kp_buf_str(&bytes), line);
        *line = kp_arena_str(arena, *line);
    }
    kp_buf_release(&bytes);
    return found;
}
