// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/held.h"

#include "base/text.h"
#include "base/utf8.h"

static const char *const reasons[] = {
    [KP_HELD_UNKNOWN] = N_("held back, known to no model:"),
    [KP_HELD_TYPE] = N_("held back, not what the question asks for:"),
    [KP_HELD_PERSON] = N_("held back, people who are not known to be ours:"),
    [KP_HELD_NAME] = N_("held back, names somebody:"),
};

/* "Opportunities 3, Next step (Lars Bo)" */
static void add_spot(const struct kp_held *held, const struct kp_style *style, struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_add(&text, held->field ? kp_words_get(&held->field->label, style->lang) : held->id);
    if (held->number)
        kp_buf_addf(&text, " %zu", held->number);
    if (held->column)
        kp_buf_addf(&text, ", %.*s", KP_STR_ARG(kp_words_get(&held->column->label, style->lang)));
    if (held->who.len)
        kp_buf_addf(&text, " (%.*s)", KP_STR_ARG(held->who));
    kp_utf8_add_visible(out, kp_buf_str(&text), false);
    kp_buf_release(&text);
}

static size_t count_of(const struct kp_held *held, size_t count, enum kp_held_reason reason)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += held[i].reason == reason;
    return found;
}

static void add_reason(const struct kp_held *held, size_t count, enum kp_held_reason reason,
                       const struct kp_style *style, struct kp_buf *out)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (held[i].reason != reason)
            continue;
        if (!found++)
            kp_buf_addf(out, "%s ", _(reasons[reason]));
        else
            kp_buf_adds(out, "; ");
        add_spot(&held[i], style, out);
    }
    kp_buf_adds(out, found ? "\n" : "");
}

void kp_view_held(const struct kp_held *held, size_t count, const struct kp_style *style,
                  struct kp_buf *out)
{
    size_t few =
        count_of(held, count, KP_HELD_VISIBILITY) + count_of(held, count, KP_HELD_CALCULATED);
    if (few)
        kp_buf_addf(out,
                    ngettext("held back: %zu question or column that is for fewer eyes\n",
                             "held back: %zu questions and columns that are for fewer eyes\n",
                             (unsigned long)few),
                    few);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i])
            add_reason(held, count, (enum kp_held_reason)i, style, out);
}
