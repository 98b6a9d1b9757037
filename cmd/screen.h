// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_SCREEN_H
#define KAMPLAN_SCREEN_H

/* What the room sees of a session: pieces of text, made for the projector. */

#include "sitting.h"

struct screen {
    struct sitting *sitting;
    struct kp_style style;
    bool board;                       /* the second screen: nothing that is for who types */
    bool brief;                       /* one question between sessions: no agenda, no clock */
    const struct kp_section *section; /* whose rule was shown last */
    int hints[KP_ASK_CLOSE + 1];      /* how often the hint for this kind of question was shown */
};

/* A paragraph of text, wrapped and made safe for the terminal. */
void screen_line(struct screen *screen, struct kp_buf *out, enum kp_mark mark, struct kp_str text);

/* The block above the prompt: the section's rule where it begins, the question, what stands. */
void screen_question(struct screen *screen, const struct kp_question *question, int64_t now,
                     struct kp_buf *out);

/* "[24:10] 2.1 Goals> " */
void screen_prompt(struct screen *screen, const struct kp_question *question, int64_t now,
                   struct kp_buf *out);

/* /help, /agenda, /review … */
void screen_show(struct screen *screen, const struct kp_effect *effect, int64_t now,
                 struct kp_buf *out);

/* What people wrote before the meeting about the question, if anything. */
void screen_prework(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* What Tab puts on the line. */
void screen_present(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* Candidates for the word that is being typed, behind what stands before it on the line. */
void screen_complete(struct screen *screen, const struct kp_question *question,
                     struct kp_str before, struct kp_str word,
                     void (*add)(void *adding, const char *candidate), void *adding);

#endif
