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
    bool read_back;                   /* what changed has been shown */
    const struct kp_section *section; /* whose rule was shown last */
    size_t row;                  /* of rows that are gone through: which was named last; 0: none */
    int hints[KP_ASK_CLOSE + 1]; /* how often the hint for this kind of question was shown */
    int action_hints;            /* ... and that for the rows of the actions */
    size_t height;               /* rows of the window; 0: lines go on for ever */
    struct kp_buf rows;          /* the rows of a table, as they were shown last ... */
    const struct kp_field *rows_of; /* ... of the question that is asked; NULL: not shown yet */
};

void screen_release(struct screen *screen);

/* In a window of fewer columns, tables become lines, and labels give way. */
enum { SCREEN_NARROW = 60 };

/* A paragraph of text, wrapped and made safe for the terminal. */
void screen_line(struct screen *screen, struct kp_buf *out, enum kp_mark mark, struct kp_str text);

/* What the keys do here: our own words, with points between. */
void screen_keys(struct screen *screen, const char *keys, struct kp_buf *out);
/* The same the first times that this kind of question comes up. */
void screen_hint(struct screen *screen, const struct kp_question *question, const char *hint,
                 struct kp_buf *out);
/* "Mette Holm, Lars Bo"; as a line of its own behind `what`, where there is anybody. */
void screen_names(struct screen *screen, const struct kp_json *people, struct kp_buf *out);
void screen_listed(struct screen *screen, enum kp_mark mark, const char *what,
                   const struct kp_json *people, struct kp_buf *out);
/* A sign so many times; behind SCREEN_MOST_SIGNS stands a plus. */
enum { SCREEN_MOST_SIGNS = 30 };
void screen_bar(struct screen *screen, const char *sign, const char *ascii, size_t count,
                struct kp_buf *out);
/* The steps of a scale, or the choices there are, with their words. */
void screen_steps(struct screen *screen, const struct kp_field *field, const struct kp_json *value,
                  struct kp_buf *out);
/* The answer that stands, with where it comes from. */
void screen_stands(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* screen_rows.c: the rows of the table that is worked on; of a long one only what has changed. */
void screen_rows(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* What was prepared for the question, and what the keys do with it. */
void screen_proposal(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* The page before the first question. */
void screen_start(struct screen *screen, struct kp_buf *out);

/* The block above the prompt: the section's rule where it begins, the question, what stands. */
void screen_question(struct screen *screen, const struct kp_question *question, int64_t now,
                     struct kp_buf *out);

/* screen_room.c: who is here, the running order, open rows from earlier, the end. */
void screen_people(struct screen *screen, struct kp_buf *out);
void screen_usual(struct screen *screen, struct kp_buf *out);
void screen_agenda(struct screen *screen, int64_t now, struct kp_buf *out);
void screen_review(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
void screen_stage(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
const char *screen_stage_label(const struct kp_question *question);
/* screen_readback.c: what the session has come to. */
void screen_readback(struct screen *screen, struct kp_buf *out);
void screen_passed_over(struct screen *screen, struct kp_buf *out);
/* Every answer of the session; or only what will be recorded as new. */
void screen_outcomes(struct screen *screen, bool only_changes, struct kp_buf *out);

/* "[24:10] 2.1 Goals> " */
void screen_prompt(struct screen *screen, const struct kp_question *question, int64_t now,
                   struct kp_buf *out);

/* /help, /agenda, /review … */
void screen_show(struct screen *screen, const struct kp_effect *effect, int64_t now,
                 struct kp_buf *out);

/* What people wrote before the meeting about the question, if anything. */
void screen_prework(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* Rows of a file that wait at the question, to take or to leave. */
void screen_brought(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* Ratings: the scores, what the agreed value rests on, who sees it otherwise. */
void screen_rate(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
void screen_evidence(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
void screen_dissent(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* What is looked at before the question is answered: the contact map before its model. */
void screen_drawing(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
/* The same under a field that /show shows. */
void screen_shown(struct screen *screen, const struct kp_field *field, struct kp_buf *out);

/* Ideas, votes, ratings: false where the session stands at none of them. */
bool screen_activity(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
/* The ideas from that number on, as lines of the list. */
void screen_new_ideas(struct screen *screen, size_t number, struct kp_buf *out);
/* What was scored, below the question of the agreed value; false: nothing is revealed. */
bool screen_scores(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
/* The name of the row that is asked for, where that row begins: of an idea that became one, or of a
 * row that is gone through. */
void screen_promoted(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
/* screen_scores.c: rows that everybody scores, before and after they are revealed. */
void screen_score(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
void screen_scored(struct screen *screen, const struct kp_question *question, struct kp_buf *out);
void screen_score_label(struct screen *screen, const struct kp_question *question,
                        struct kp_buf *out);
/* The ranking of a session that scored candidates, or chose of them; appends nothing elsewhere. */
void screen_read_ranking(struct screen *screen, struct kp_buf *out);
/* The ranking that a question is about, above it; appends nothing elsewhere. */
void screen_ranking(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* What Tab puts on the line. */
void screen_present(struct screen *screen, const struct kp_question *question, struct kp_buf *out);

/* Candidates for the word that is being typed, behind what stands before it on the line. */
void screen_complete(struct screen *screen, const struct kp_question *question,
                     struct kp_str before, struct kp_str word,
                     void (*add)(void *adding, const char *candidate), void *adding);

#endif
