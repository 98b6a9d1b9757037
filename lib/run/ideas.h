// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_IDEAS_H
#define KP_RUN_IDEAS_H

/*
 * Rounds of ideas, votes on them, ideas that became rows, and ratings: what the files of these
 * activities share. All of it is state (session_internal.h): made by events alone.
 */

#include "run/activity.h"
#include "run/session_internal.h"

enum {
    SESSION_MOST_IDEAS = 999,
    SESSION_MOST_AT_ONCE = 100,
    SESSION_MOST_GROUPS = 26,
    SESSION_MOST_SCORES = 200
};

struct idea_group {
    struct kp_str id, text;
    char letter; /* A … Z, in the order they were made; never given again */
};

struct idea {
    struct kp_str id, text;
    const struct kp_json *by; /* list of people's ids; NULL: anonymous */
    size_t number;            /* from 1; never given again */
    bool removed;
    struct idea *into;     /* it is part of that one now */
    struct kp_str from;    /* the idea it was split off; may be empty */
    struct kp_str heading; /* id of its group; empty: none */
};

struct round {
    const struct kp_step *step;
    struct idea **ideas; /* by number */
    size_t count, cap;
    struct idea_group groups[SESSION_MOST_GROUPS];
    size_t group_count;
    bool begun; /* the silence is over */
};

struct ballot {
    struct kp_str person;       /* empty: a slip without a name */
    const struct kp_json *dots; /* list of ids of ideas and groups, one for each dot */
};

struct voting {
    const struct kp_step *step;
    size_t section, index; /* where the step stands */
    struct ballot *ballots;
    size_t count, cap;
    bool revealed;
    int64_t recounts;
};

struct promoted {
    struct kp_str idea; /* or group */
    const struct kp_field *field;
    struct kp_str row;
    struct promoted *next;
};

struct score {
    struct kp_str person; /* empty: a slip without a name */
    const struct kp_json *value;
};

struct rating {
    struct score scores[SESSION_MOST_SCORES];
    size_t count;
    bool revealed;
    bool named; /* whose score is whose may be said */
    int64_t recounts;
    struct kp_str evidence, dissent;
    const struct kp_json *dissenters;
};

struct grading;

struct activities {
    struct round *rounds; /* in the script's order, as the votings */
    size_t round_count;
    struct voting *votings;
    size_t voting_count;
    struct rating **ratings;   /* by field index; NULL: not begun */
    struct grading **gradings; /* scores.h, as the ratings */
    struct promoted *promoted;
    bool named;      /* ratings that begin from now on are with names */
    int64_t step_ms; /* what the present step has taken */
};

/* ideas.c: the state, and what events do to it. */
void session_reset_activities(struct kp_session *s);
bool session_is_activity(const struct kp_step *step); /* ideas, vote, promote */
enum kp_ask session_activity_ask(struct kp_session *s, const struct kp_step *step);
struct round *session_round(const struct kp_session *s, struct kp_str id);
struct round *
session_round_here(const struct kp_session *s); /* of ideas, vote or promote; else NULL */
struct idea *session_idea(const struct round *round, struct kp_str id);
struct idea_group *session_group(struct round *round, struct kp_str id);
struct idea *session_idea_stands(struct idea *idea); /* what it is part of now; NULL: removed */
bool session_group_stands(const struct round *round, const struct idea_group *group);
/* Everybody who gave it or what is part of it, once each; NULL: nobody's name. */
const struct kp_json *session_idea_by(struct kp_arena *arena, const struct round *round,
                                      const struct idea *idea);
/* The step of an activity that an event is about; false: it is about none. */
bool session_activity_of(const struct kp_session *s, const struct kp_json *event, size_t *section,
                         size_t *step);
bool session_next_phase(struct kp_session *s);       /* `next`: within or out of an activity */
bool session_back_in_activity(struct kp_session *s); /* from a part of an activity to its whole */
void session_apply_idea(struct kp_session *s, const struct kp_json *event);
void session_apply_split(struct kp_session *s, const struct kp_json *event);
void session_apply_merge(struct kp_session *s, const struct kp_json *event);
void session_apply_group(struct kp_session *s, const struct kp_json *event);
void session_apply_ungroup(struct kp_session *s, const struct kp_json *event);

/* ideas_edit.c: what is typed in a round. */
struct kp_json *session_round_event(struct kp_session *s, const char *name,
                                    const struct round *round);
struct kp_str session_new_idea_id(struct kp_session *s, struct round *round, char letter);
/* The round that the session stands in, the idea that a command begins with; NULL: it was refused. */
struct round *session_need_round(struct kp_session *s);
struct idea *session_take_idea(struct kp_session *s, struct round *round, struct kp_str *args,
                               const char *usage);
void session_feed_ideas(struct kp_session *s, struct kp_str text);
void session_feed_idea(struct kp_session *s, struct kp_str text);
void session_feed_edit(struct kp_session *s, struct kp_str args);
void session_feed_split(struct kp_session *s, struct kp_str args);
void session_feed_merge(struct kp_session *s, struct kp_str args);
void session_feed_group(struct kp_session *s, struct kp_str args);
void session_feed_ungroup(struct kp_session *s, struct kp_str args);

/*
 * /take: what people wrote before the meeting and does not stand in the round yet, as one event;
 * the scores of those who are here and have not scored. false: there is nothing of it.
 */
bool session_take_ideas(struct kp_session *s);
bool session_take_scores(struct kp_session *s);
/* The ideas to take: [{idea? text by?}]; ids are made when `ids`. The scores: [{person value}]. */
const struct kp_json *session_brought_ideas(struct kp_session *s, struct kp_arena *arena, bool ids);
const struct kp_json *session_brought_scores(struct kp_session *s, struct kp_arena *arena);

/* ideas_text.c: numbers, names and texts out of a line. */
enum kp_status session_read_idea(struct kp_session *s, struct kp_str text, struct kp_str *out,
                                 struct kp_err *err);
/* A whole line of nothing but a number. */
bool session_read_whole(struct kp_str text, size_t *number);
/* The next word of a list parted by spaces and commas; empty at its end. */
struct kp_str session_next_word(struct kp_str *rest);
/* The idea of that number, if it stands by itself; else why not, and what would do. */
struct idea *session_idea_numbered(struct kp_session *s, const struct round *round, size_t number,
                                   struct kp_err *err);
/*
 * The name before a colon: KP_OK with *rest behind it. `person` is empty and *rest the whole text
 * where no name of somebody present stands there; KP_INVALID when several have it.
 */
enum kp_status session_read_giver(struct kp_session *s, struct kp_str text, struct kp_str *person,
                                  struct kp_str *rest, struct kp_err *err);
/* Somebody who is here, by a name; KP_INVALID says who is here. */
enum kp_status session_find_present(struct kp_session *s, struct kp_str name, struct kp_str *person,
                                    struct kp_err *err);
struct kp_str session_idea_letter(const struct idea_group *group); /* "A" */

/* votes.c */
struct voting *session_voting(const struct kp_session *s, size_t section, size_t index);
struct voting *session_voting_here(const struct kp_session *s);
/* The last vote on the round before this step that was revealed; NULL: none. */
struct voting *session_voting_on(const struct kp_session *s, const struct round *round);
size_t session_dots(const struct round *round, const struct voting *voting, struct kp_str id);
bool session_has_voted(const struct voting *voting, struct kp_str person);
/* The first of those present who has not voted (or scored); empty: nobody. */
struct kp_str session_next_voter(struct kp_session *s, const struct voting *voting);
/* Somebody has left: shows the vote or the scores here, if all who are still present gave theirs. */
void session_reveal_complete(struct kp_session *s);
void session_feed_vote(struct kp_session *s, struct kp_str text);
void session_feed_reveal(struct kp_session *s);
void session_feed_recount(struct kp_session *s);
void session_apply_vote(struct kp_session *s, const struct kp_json *event);
void session_apply_reveal(struct kp_session *s, const struct kp_json *event);
void session_apply_recount(struct kp_session *s, const struct kp_json *event);

/* promote.c */
void session_feed_promote(struct kp_session *s, struct kp_str text);
void session_apply_promote(struct kp_session *s, const struct kp_json *event);
const struct promoted *session_promoted(struct kp_session *s, struct kp_str idea,
                                        const struct kp_field *field);
/* The next column that a promoted row is asked for, from `column` on; their count at the end. */
size_t session_next_missing(struct kp_session *s, const struct kp_step *step, struct kp_str row,
                            size_t column);
/* Whether a promoted row has this column to go back to; true wherever no idea became the row. */
bool session_promote_asks(const struct kp_session *s, const struct kp_field *column);
/* Into the next promoted row that lacks something, or to the list of ideas. */
void session_next_promoted(struct kp_session *s);

/* ratings.c */
struct rating *session_rating(const struct kp_session *s, const struct kp_field *field);
struct rating *session_begin_rating(struct kp_session *s, const struct kp_field *field); /* apply */
struct kp_str session_next_rater(struct kp_session *s, const struct rating *rating);
bool session_rating_is_unanimous(const struct rating *rating);
/* What all say who scored, two at least, once it is revealed; NULL: they differ. */
/* Whether scores lie so far apart that the room talks first: see struct kp_rating. */
enum { SESSION_FEW_SCORES = 4 };
struct spread {
    size_t count;
    double lowest, highest, mean, deviation;
};
bool session_is_wide(const struct kp_field *field, const struct spread *spread);

const struct kp_json *session_agreed_score(const struct kp_session *s,
                                           const struct kp_field *field);
void session_feed_rate(struct kp_session *s, struct kp_str text);

/* rating_words.c */
/* After the agreed value: to the evidence. false: no value was agreed. */
bool session_rating_agreed(struct kp_session *s);
/* As session_field, but where it is asked what a rating rests on, the field that takes it. */
const struct kp_field *session_answered_here(const struct kp_session *s);
void session_keep_evidence(struct kp_session *s);
void session_take_evidence(struct kp_session *s, const struct kp_json *value,
                           const struct kp_json *said_by, enum kp_basis basis);
void session_feed_evidence(struct kp_session *s, struct kp_str text);
void session_feed_dissent(struct kp_session *s, struct kp_str text);
/* Where a half typed evidence or dissent is kept beside the field's; empty elsewhere. */
struct kp_str session_words_of(enum kp_ask ask);
void session_feed_named(struct kp_session *s);
void session_apply_score(struct kp_session *s, const struct kp_json *event);
void session_apply_named(struct kp_session *s, const struct kp_json *event);
void session_apply_evidence(struct kp_session *s, const struct kp_json *event);
void session_apply_dissent(struct kp_session *s, const struct kp_json *event);

/* activity_view.c: what an activity asks; its field is NULL where it is about none. */
void session_fill_activity(struct kp_session *s, struct kp_question *out);

/* activity_record.c: what the session record has of a step; NULL: nothing. */
const struct kp_json *session_step_record(struct kp_session *s, size_t section, size_t step);

/* activity_check.c: whether events are whole. */
SESSION_CHECK(idea);
SESSION_CHECK(split);
SESSION_CHECK(merge);
SESSION_CHECK(group);
SESSION_CHECK(ungroup);
SESSION_CHECK(vote);
SESSION_CHECK(reveal);
SESSION_CHECK(promote);
SESSION_CHECK(score);
SESSION_CHECK(evidence);
SESSION_CHECK(dissent);

#endif
