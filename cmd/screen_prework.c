// SPDX-License-Identifier: GPL-3.0-or-later
/* What people wrote before the meeting, side by side below the question. */

#include "base/text.h"
#include "base/utf8.h"
#include "screen.h"
#include "view/plan.h"

void screen_prework(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_calc *calc = kp_session_calc(screen->sitting->session);
    const struct kp_style *style = &screen->style;
    size_t number = 0;
    if (!question->prework)
        return;
    screen_line(screen, out, KP_MARK_ACCENT, kp_str_from(_("Written before the meeting:")));
    KP_JSON_EACH(item, question->prework)
    {
        const struct kp_json *value = kp_json_get(item, "value");
        struct kp_str who = kp_json_text(item, "who");
        struct kp_buf name = KP_BUF_INIT;
        kp_style_addf(out, style, KP_MARK_ACCENT, "%4zu", ++number);
        if (who.len)
            kp_utf8_add_visible(&name, kp_people_name(style->people, who), false);
        if (!value) {
            kp_buf_adds(&name, name.len ? ", " : "");
            kp_buf_adds(&name, _("as it was written"));
        }
        kp_buf_adds(out, "  ");
        kp_style_add(out, style, KP_MARK_TITLE, kp_buf_str(&name));
        kp_buf_addc(out, '\n');
        if (value) {
            kp_view_value(calc, question->field, value, style, 6, out);
        } else {
            struct kp_buf text = KP_BUF_INIT;
            kp_utf8_add_visible(&text, kp_json_text(item, "text"), true);
            kp_buf_adds(out, "      ");
            kp_utf8_add_wrapped(out, kp_buf_str(&text), kp_style_columns(style) - 6, "      ");
            kp_buf_addc(out, '\n');
            kp_buf_release(&text);
        }
        kp_buf_release(&name);
    }
    if (!screen->board)
        screen_line(screen, out, KP_MARK_DIM,
                    kp_str_from(question->ask == KP_ASK_ROWS
                                    ? _("/take adds all of them, /take 2 one")
                                    : _("/take 2 takes one of them")));
}
