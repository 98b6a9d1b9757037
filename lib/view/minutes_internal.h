// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_MINUTES_INTERNAL_H
#define KP_VIEW_MINUTES_INTERNAL_H

/*
 * Minutes are made in two steps, like a diff: what there is to tell becomes lines, and these are set
 * as text or written as Markdown. Not for anybody else.
 */

#include "view/diff_internal.h"
#include "view/minutes.h"

enum minutes_kind { MINUTES_TITLE, MINUTES_HEADING, MINUTES_TEXT, MINUTES_ITEM };

struct minutes_line {
    struct minutes_line *next;
    enum minutes_kind kind;
    size_t depth; /* of an item: 0, 1, 2 */
    struct kp_flow flow;
};

struct minutes_page {
    const struct kp_minutes *minutes;
    struct kp_diff_words words;
    struct minutes_line *first, *last;
    const char *heading; /* waits for the first line below it; NULL: none */
    struct kp_str section;
};

/* minutes.c: the lines. `style` is the words' own, and must live as long as the page. */
void minutes_collect(struct minutes_page *page);
struct kp_flow *minutes_line(struct minutes_page *page, enum minutes_kind kind, size_t depth);

/* minutes_actions.c: new actions; rows that were open before; in words what became of something. */
void minutes_promises(struct minutes_page *page);
void minutes_reviewed(struct minutes_page *page);
const char *minutes_became(struct kp_str became); /* NULL: no word for it */

/* minutes_sections.c: what changed, section by section. */
void minutes_sections(struct minutes_page *page);
struct kp_str minutes_section_title(const struct minutes_page *page, const struct kp_json *section);

/* minutes_rounds.c: ideas, votes and ratings of a section's record. */
void minutes_activities(struct minutes_page *page, const struct kp_json *section);

/* minutes_scores.c: rows that everybody scored. */
void minutes_scoring(struct minutes_page *page, const struct kp_json *scoring);

/* A heading that is only shown when something comes below it. */
void minutes_heading(struct minutes_page *page, const char *title);

/* The name of a person, safe; "A, B" of a list of ids. */
struct kp_str minutes_name(const struct minutes_page *page, struct kp_str id);
void minutes_names(const struct minutes_page *page, const struct kp_json *ids,
                   struct kp_flow *flow);

struct kp_str minutes_safe(const struct minutes_page *page, struct kp_str text);

/* The table of actions, or NULL. */
const struct kp_field *minutes_actions(const struct minutes_page *page);

/* Whether the audience is the team, who heard everything. */
bool minutes_for_team(const struct minutes_page *page);

/* Whether the audience may read who a person is, or a text that stands in no field. */
bool minutes_knows(const struct minutes_page *page, struct kp_str person);
bool minutes_may_read(const struct minutes_page *page, struct kp_str text);

/* Whether the audience may see a field. */
bool minutes_visible(const struct minutes_page *page, const struct kp_field *field);

#endif
