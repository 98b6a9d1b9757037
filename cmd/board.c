// SPDX-License-Identifier: GPL-3.0-or-later
#include "board.h"

#include "base/text.h"
#include "base/utf8.h"
#include "screen.h"

#include <time.h>

static void add_time(int64_t at, struct kp_buf *out)
{
    time_t seconds = (time_t)(at / 1000);
    struct tm local;
    if (localtime_r(&seconds, &local))
        kp_buf_addf(out, "%02d:%02d", local.tm_hour, local.tm_min);
}

static void add_head(const struct sitting *sitting, const struct kp_style *style, int64_t now,
                     struct kp_buf *out)
{
    struct kp_buf left = KP_BUF_INIT, right = KP_BUF_INIT;
    kp_buf_addf(&left, "%.*s%s%.*s", KP_STR_ARG(sitting->account.name),
                kp_style_sign(style, " · ", " - "),
                KP_STR_ARG(kp_words_get(&sitting->script.title, style->lang)));
    add_time(now, &right);
    kp_style_rule(out, style, kp_buf_str(&left), kp_buf_str(&right));
    kp_buf_release(&left);
    kp_buf_release(&right);
}

/* "24:10", "+1:05" over time. */
static void add_clock(struct sitting *sitting, int64_t now, struct kp_buf *out)
{
    struct kp_agenda_clock clock;
    kp_session_clock(sitting->session, now, &clock);
    if (!clock.running || clock.planned_ms <= 0)
        return;
    int64_t seconds = (clock.left_ms < 0 ? -clock.left_ms : clock.left_ms) / 1000;
    kp_buf_addf(out, "%s%d:%02d", clock.left_ms < 0 ? "+" : "", (int)(seconds / 60),
                (int)(seconds % 60));
}

/* The sections in their order on one paragraph: those that are done, the present one, what comes. */
static void add_agenda(struct sitting *sitting, const struct kp_question *question,
                       const struct kp_style *style, int64_t now, struct kp_buf *out)
{
    const struct kp_script *script = &sitting->script;
    struct kp_buf line = KP_BUF_INIT, clock = KP_BUF_INIT, text = KP_BUF_INIT;
    size_t present = question->section ? question->section_number : script->section_count + 1;
    if (question->ask == KP_ASK_START || question->ask == KP_ASK_CHECKIN)
        present = 0;
    for (size_t i = 0; i < script->section_count; i++) {
        const char *sign = i + 1 < present    ? kp_style_sign(style, "✓", "x")
                           : i + 1 == present ? kp_style_sign(style, "▸", ">")
                                              : kp_style_sign(style, "·", ".");
        /* no-break spaces: a section stands on one line */
        kp_buf_clear(&text);
        kp_utf8_add_visible(&text, kp_words_get(&script->sections[i].title, style->lang), false);
        kp_buf_addf(&line, "%s%s\u00a0", i ? "   " : "", sign);
        for (size_t j = 0; j < text.len; j++) {
            if (text.data[j] == ' ')
                kp_buf_adds(&line, "\u00a0");
            else
                kp_buf_addc(&line, text.data[j]);
        }
    }
    add_clock(sitting, now, &clock);
    kp_style_rule(out, style, kp_buf_str(&clock), (struct kp_str){"", 0});
    kp_buf_clear(&text);
    kp_buf_addc(&text, ' ');
    kp_utf8_add_wrapped(&text, kp_buf_str(&line), kp_style_columns(style) - 2, " ");
    kp_style_soften(&text, 0);
    kp_style_add(out, style, KP_MARK_DIM, kp_buf_str(&text));
    kp_buf_addc(out, '\n');
    kp_buf_release(&line);
    kp_buf_release(&clock);
    kp_buf_release(&text);
}

static size_t count_lines(struct kp_str text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.data[i] == '\n';
    return lines;
}

/* At most `rows` lines of the text: its beginning, and its end, where rows are added. */
static void add_fitting(struct kp_str text, size_t rows, const struct kp_style *style,
                        struct kp_buf *out)
{
    size_t lines = count_lines(text), first = rows / 3, left_out = lines > rows ? lines - rows : 0;
    for (size_t row = 0; text.len; row++) {
        struct kp_str line = kp_str_split(&text, '\n');
        if (left_out && row == first)
            kp_buf_addf(out, " %s\n", kp_style_sign(style, "…", "..."));
        if (left_out && row >= first && row <= first + left_out)
            continue;
        kp_buf_add(out, line);
        kp_buf_addc(out, '\n');
    }
}

void board_session(struct sitting *sitting, const struct kp_style *style, int64_t now, size_t rows,
                   struct kp_buf *out)
{
    struct screen screen = {
        .sitting = sitting, .style = *style, .board = true, .rows = KP_BUF_INIT};
    struct kp_question question;
    struct kp_buf head = KP_BUF_INIT, body = KP_BUF_INIT, foot = KP_BUF_INIT;
    if (kp_session_has_guest(sitting->session))
        screen.style.audience = KP_VISIBLE_COMPANY;
    kp_session_question(sitting->session, &question);
    screen.section = question.section; /* the agenda says where we are */
    add_head(sitting, style, now, &head);
    screen_question(&screen, &question, now, &body);
    kp_buf_addc(&body, '\n');
    add_agenda(sitting, &question, style, now, &foot);
    size_t used = count_lines(kp_buf_str(&head)) + count_lines(kp_buf_str(&foot));
    kp_buf_add(out, kp_buf_str(&head));
    if (rows)
        add_fitting(kp_buf_str(&body), rows > used + 4 ? rows - used - 1 : 4, style, out);
    else
        kp_buf_add(out, kp_buf_str(&body));
    kp_buf_add(out, kp_buf_str(&foot));
    kp_buf_release(&head);
    kp_buf_release(&body);
    kp_buf_release(&foot);
    screen_release(&screen);
}

void board_waiting(const struct kp_style *style, struct kp_buf *out)
{
    kp_buf_addc(out, '\n');
    kp_style_addf(out, style, KP_MARK_DIM, " %s", _("No session runs. The board waits for one."));
    kp_buf_addc(out, '\n');
}
