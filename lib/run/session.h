// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_SESSION_H
#define KP_RUN_SESSION_H

/*
 * A session as a state machine: what people type goes in as events, what is to be done
 * about it comes out as effects. It has no terminal, no clock and no files: the caller
 * shows, waits, and writes the journal. A terminal, a piped file, an answers file and a
 * test drive the same machine.
 *
 * Everything that changes the session is one event line of JSON in the journal; the state
 * is nothing but those lines applied in order, so replaying a journal gives the session back.
 * A line is {"t": milliseconds since 1970, "e": its name, …}:
 *
 * Of a clock that was set back, "passed" says how many milliseconds lie between an event and the
 * one before.
 *
 *   begin  checkin?                  a round of everybody comes first
 *   next  section?                   past this step; past this section
 *   pause  minutes?                  on and off; a break of so many minutes
 *   leave  resume
 *   undo                             takes back the newest event that can be and was not yet
 *   answer  field value              null: dropped
 *   keep  field      skip  field     seen and confirmed; passed over
 *   row  field row op                op: add, edit, remove, end (back to the rows), walk (through
 *                                    what this row and those behind it lack)
 *       column? value?               add: the first cell, where the row began with a text
 *       rows?                        what is worked on from now: prepared rows, pasted items
 *   cell  field row column value?    without a value it stays as it is; null: emptied
 *   column  column                   back to an earlier column (its index) of the row
 *   go  section step                 indexes
 *   draft  field row? column? text   half typed there
 *   who  people      basis  basis    of the answer that is given next
 *   person  id name                  before the line that names somebody new
 *   note  text keep?     park  text     decision  text      (people?)
 *   action  field row rows? point?   a whole row; what became of a parked point
 *   time  minutes
 *   closing  answer? rounds?         none: it is asked; yes; no
 *   here  people  roles?             they are in the room; {person: role}
 *   late  people  until?             they come later (at a time)
 *   gone  people                     they have left
 *   role  people  role               facilitator, kam, sponsor, guest, member
 *   said  turn  person  text?        checkin, last: what somebody said; (all: the round is over)
 *   review  field row op cells?      op: done, carry, drop, pass (stays open)
 *   pend  field row point?           an action that lacks something; without a row: let go
 *   parked  point op people?         op: question, note, drop, leave; of the point of that index
 *   start  at                        when the session was to begin
 *   extend  choice minutes hands?    more, little or stop, when a section's time was up
 *   away  section ms                 time that nobody was there after all
 *   usual  minutes                   of each section, what it really takes
 *   worth  values    next_date  date?    sign  person yes
 *   prework  who items anonymous?    what somebody wrote before the meeting
 *   import  field op                 a file has rows of a table otherwise (brought.h)
 *       file rows gone | row? columns?   op: bring (as they would be; ids of those it has not),
 *                                    walk (one by one), take, leave (that row, of which only those
 *                                    cells; else all that wait)
 *   idea  round op                   a round of ideas (its step's id); numbers are never given again
 *       ideas | idea | idea text by? op: add ([{idea text by?}]), edit, remove, reword, end
 *   split  round idea text? parts?   the idea gets `text`, the parts are new: [{idea text}];
 *                                    without parts: what was merged into it stands again
 *   merge  round idea with text?     those of `with` become part of the idea
 *   group  round group text ideas    ungroup  round ideas
 *   vote  section step person? dots  a ballot, one id of an idea or group for each dot; a person's
 *                                    later one replaces the earlier; hidden until revealed, which
 *                                    the last of those present brings about
 *   reveal, recount                  section step: of a vote; field: of a rating
 *   promote  round field ideas rows? ideas become rows: [{idea row}]
 *   score  field scores              [{person? value}]; null: cannot tell; hidden as votes are
 *   named                            ratings that begin from now on have names, or no longer
 *   grade  field person? lines       a rate with rows: [{row, values: {by: score, or null}}]
 *   agree  field row by value        what the room came to; null: the mean
 *   evidence  field text?            what the agreed value rests on; no text: as it stood
 *   dissent  field text people?
 *
 * answer, keep, row, action, import, evidence and promote may have said_by (people's ids) and basis.
 */

#include "model/plan.h"
#include "model/script.h"
#include "model/type.h"

struct kp_session;

/* What a session is held with. Pointers must outlive the session; strings are copied. */
struct kp_session_setup {
    const struct kp_script *script;
    const struct kp_model *model;   /* of the script's snapshot */
    const struct kp_plan *base;     /* the plan at the revision the session began from */
    const struct kp_plan *previous; /* the cycle before, for prev(); may be NULL */
    /* Instead of it: gives single answers of it, as kp_calc's; may be NULL. */
    const struct kp_answer *(*previous_answer)(void *context, const struct kp_field *field);
    void *previous_context;
    struct kp_people *people; /* new people are added */
    struct kp_ids *ids;
    enum kp_lang lang;
    struct kp_str currency;
    /* Who may be in the room, offered where nobody said: lists of person ids; NULL: nothing known. */
    const struct kp_json *last_time, *team;
    bool rounds;                   /* with several people: a check-in, and a round at the end */
    const struct kp_json *carried; /* {row id: in how many sessions it stayed open}; may be NULL */
    const int *usual; /* minutes that each section took lately; NULL: not run here before */
};

/* The journal's first line: what the session is. */
struct kp_session_header {
    struct kp_str id;      /* s-8w2m4c: recognises the session for ever */
    struct kp_str account; /* slug, or "program" */
    struct kp_cycle cycle;
    struct kp_date date;
    struct kp_str base; /* revision it began from */
    struct kp_str
        snapshot;    /* name of the snapshot; may be set later, before the session is recorded */
    int64_t started; /* milliseconds since 1970 */
    struct kp_str facilitator;       /* person id; may be empty */
    const struct kp_json *attendees; /* array of person ids; may be NULL */
    const struct kp_json *roles;     /* {person id: role}, of attendees who were named with one;
                                        may be NULL */
    const struct kp_json *card;      /* {person id: role} of the account's card; may be NULL */
    const struct kp_json *parked;    /* points of earlier sessions that became nothing yet:
                                        [{"text","people"?,"from": session}]; may be NULL */
};

/* Appends the first line of a journal (no newline), with the snapshot's bytes inside. */
void kp_session_header_write(struct kp_buf *out, const struct kp_session_header *header,
                             const struct kp_people *people, struct kp_str snapshot_bytes);

/*
 * Reads a journal's first line. `snapshot_document` is the snapshot inside it. The people it
 * names are added to `people`. Everything has the form that the program gives it, or the line is
 * refused: names are safe in a path, `base` is 40 hexadecimal digits.
 */
enum kp_status kp_session_header_read(struct kp_arena *arena, const char *file, struct kp_str line,
                                      struct kp_session_header *out,
                                      const struct kp_json **snapshot_document,
                                      struct kp_people *people, struct kp_err *err);

/* A new session, before its first question (see KP_ASK_START). */
struct kp_session *kp_session_new(const struct kp_session_setup *setup,
                                  const struct kp_session_header *header);
void kp_session_free(struct kp_session *session);

/*
 * Applies journal lines (all but the first, newline behind each) to a new session. Feed it
 * KP_EVENT_RESUME next. A line that is not JSON, not a whole event or about something the script
 * does not know is refused: KP_INVALID, KP_NEWER for an event of a later version; the message begins
 * with file:line. The session is then of no more use: free it. Whatever is taken is safe: values
 * are of their field's type, rows have ids, people are ids, times are times.
 */
enum kp_status kp_session_replay(struct kp_session *session, const char *file, struct kp_str lines,
                                 struct kp_err *err);

enum kp_event_kind {
    KP_EVENT_RESUME, /* the session goes on after a break in the program */
    KP_EVENT_TEXT,   /* a line was entered: an answer, a command, or empty (Enter) */
    KP_EVENT_BACK,   /* Shift-Tab; `text` is what was typed so far */
    KP_EVENT_LEAVE,  /* Ctrl-D, a closed terminal, a signal; `text` is what was typed so far */
    KP_EVENT_TICK,   /* a second has passed: gives notices and bells only, and changes nothing */
};

struct kp_event {
    enum kp_event_kind kind;
    struct kp_str text; /* what is not UTF-8 is refused (BACK, LEAVE: forgotten) */
    int64_t at;         /* milliseconds since 1970 */
};

enum kp_effect_kind {
    KP_EFFECT_JOURNAL, /* `text` is a line for the journal: make it safe before going on */
    KP_EFFECT_NOTICE,  /* tell the room `text`: what was understood, a warning */
    KP_EFFECT_REFUSED, /* what was typed does not do: `text` says why; it stays on the line */
    KP_EFFECT_SHOW,    /* show `show` (of `field`) */
    KP_EFFECT_LEAVE,   /* leave; the journal stays */
    KP_EFFECT_CLOSE,   /* fold the session into the plan and record it */
    KP_EFFECT_BELL,    /* a box or a break is over: once for each */
    KP_EFFECT_IMPORT, /* read the file `text` for the table `field`, and bring its rows (brought.h) */
};

enum kp_show {
    KP_SHOW_HELP,     /* the question's help and the commands */
    KP_SHOW_AGENDA,   /* sections with planned and spent minutes */
    KP_SHOW_REVIEW,   /* every answer of the session with its number */
    KP_SHOW_FIELD,    /* a field's value now */
    KP_SHOW_HISTORY,  /* a field's earlier values */
    KP_SHOW_WHY,      /* why this question is asked */
    KP_SHOW_NOTES,    /* the facilitator's notes, privately */
    KP_SHOW_CLOSING,  /* what will be recorded */
    KP_SHOW_READBACK, /* what the session has come to: decisions, actions by person */
    KP_SHOW_IDEAS,    /* the ideas of this round from `number` on, behind those in view */
};

struct kp_effect {
    enum kp_effect_kind kind;
    struct kp_str text;
    bool aside; /* of a JOURNAL: the question and what stands there are as they were */
    enum kp_show show;
    const struct kp_field *field; /* IMPORT; KP_SHOW_FIELD, KP_SHOW_HISTORY, NULL: the whole plan */
    size_t number;                /* KP_SHOW_IDEAS */
};

struct kp_effects {
    const struct kp_effect *items; /* in order; valid until the next feed */
    size_t count;
};

/*
 * Takes one event; never fails: what does not fit is an effect that says so, and changes nothing.
 * What one line of text did is what one /undo takes back.
 */
struct kp_effects kp_session_feed(struct kp_session *session, const struct kp_event *event);

/* Where the session stands: what the room is asked now. */
enum kp_ask {
    KP_ASK_START,   /* the agenda is in view; Enter begins, names say who is here */
    KP_ASK_CHECKIN, /* a line from `person`; Enter passes the word on */
    KP_ASK_SAY,     /* a text for the room; Enter goes on */
    KP_ASK_BREAK,   /* a break; Enter goes on */
    KP_ASK_VALUE,   /* a field that is answered by one text */
    KP_ASK_ROWS,    /* a table or list as a whole: + adds, 2 edits, -2 removes, Enter ends */
    KP_ASK_BROUGHT, /* rows of a file, to take or to leave: see run/brought.h */
    KP_ASK_CELL,    /* one column of one row */
    KP_ASK_REVIEW,  /* what became of `row`; no row: nothing was open */
    KP_ASK_ACTION,  /* `column` of an action that lacks it: `row` */
    /* Activities: see run/activity.h for what the room sees of them. */
    KP_ASK_WRITE,     /* everybody writes in silence; Enter goes on to the round */
    KP_ASK_IDEAS,     /* one idea a line: 2 edits, -2 removes, /merge …, Enter ends */
    KP_ASK_IDEA,      /* one idea's other text */
    KP_ASK_VOTE,      /* hidden: dots, person by person; when all have voted Enter goes on */
    KP_ASK_PROMOTE,   /* which ideas become rows; Enter takes the chosen ones, or goes on */
    KP_ASK_RATE,      /* hidden: scores; then it is a VALUE, the agreed one */
    KP_ASK_SCORES,    /* hidden: a line of scores for each row of a table, person by person */
    KP_ASK_SCORED,    /* means and spread; 3.2 4 is what the room came to; Enter takes them */
    KP_ASK_EVIDENCE,  /* what the agreed value rests on */
    KP_ASK_DISSENT,   /* who sees it otherwise, and why */
    KP_ASK_END,       /* everything was asked; Enter shows what will be recorded */
    KP_ASK_PARKED,    /* what becomes of `point` */
    KP_ASK_LAST_WORD, /* a sentence from `person` */
    KP_ASK_WORTH,     /* 1 to 5 from everybody */
    KP_ASK_NEXT_DATE, /* when is the next time */
    KP_ASK_SIGN,      /* does `person`, the sponsor, stand for the plan */
    KP_ASK_CLOSE,     /* record it? yes or no */
};

struct kp_question {
    enum kp_ask ask;
    const struct kp_section *section; /* NULL at START, END, CLOSE */
    size_t section_number;            /* from 1 */
    const struct kp_step *step;       /* NULL at START, END, CLOSE */
    struct kp_str number;             /* "2.1"; empty where there is no question */
    size_t idea_number;               /* IDEA: which; IDEAS: the next, as numbers are given */
    bool hidden;                      /* what is typed is not for the room to see */
    struct kp_str prompt, help;       /* in the session's language */
    const struct kp_field *field;     /* VALUE, ROWS, CELL: the field; CELL: its table */
    const struct kp_field *column;    /* CELL; of a list: its one column */
    const struct kp_json *row;        /* CELL, REVIEW, ACTION: the row as it is now */
    size_t row_number;                /* CELL, REVIEW: from 1 */
    size_t left;                      /* REVIEW: rows that wait, this one among them */
    int carried;                      /* REVIEW: in how many sessions it stayed open before */
    struct kp_str person;             /* whose turn it is; VOTE, RATE: empty: nobody by name */
    struct kp_str point;              /* PARKED: its text */
    struct kp_str point_from;         /* ... the session that parked it; empty: this one */

    const struct kp_answer *old; /* VALUE, ROWS: the plan's answer; NULL: none yet */
    const struct kp_json *value; /* what the session has now (CELL: the cell's); null: nothing */
    bool answered;               /* in this session already (ROWS, VALUE) */
    bool walking;                /* CELL: from row to row, through what they lack */
    /* Prepared before the meeting, not taken yet; NULL: none. ROWS: + 2 -2 work on these rows. */
    const struct kp_json *proposal;
    bool offered; /* nobody prepared it: the script offers it, or all scores are the same */
    /*
     * What people wrote before the meeting (run/prework.h); NULL: nothing. A list of objects with
     * "value", or "text" where it does not fit the question, and "who" unless it is without names.
     */
    const struct kp_json *prework;
    struct kp_str draft; /* what was typed here and not entered */
    bool several_lines;  /* the answer may have line breaks */
    bool required;

    const struct kp_json *who; /* said by, for the answer that is given now; NULL: nobody said */
    enum kp_basis basis;
};

/* Fills `out`; views are valid until the next feed. */
void kp_session_question(struct kp_session *session, struct kp_question *out);

/* ---- Who is in the room */

enum kp_role {
    KP_ROLE_MEMBER,
    KP_ROLE_FACILITATOR,
    KP_ROLE_KAM, /* as the plan's team says, else the account's card, unless the room says
                    otherwise; so is the sponsor */
    KP_ROLE_SPONSOR,
    KP_ROLE_GUEST, /* of the customer: nothing of visibility `team` is asked or shown */
};

struct kp_attendee {
    struct kp_str person;
    enum kp_role role;
    bool here;     /* now */
    bool was_here; /* at any time */
    int64_t came;  /* 0: there from the beginning, or not yet */
    int64_t left;  /* 0: has not left */
    int64_t until; /* is expected then; 0: not said */
};

/* Everybody who is, was or will be in the room, in the order they were named; valid until the next
 * feed. */
const struct kp_attendee *kp_session_people(struct kp_session *session, size_t *count);

/* Whether a guest of the customer is in the room; and what may be shown then. */
bool kp_session_has_guest(struct kp_session *session);
bool kp_session_may_show(struct kp_session *session, const struct kp_field *field);

/* "kam", as events and records have it. */
const char *kp_role_name(enum kp_role role);

/*
 * "Mette Holm, Anna Lund (guest)": people with their role, as they are typed for /here and
 * --attendees. A name that nobody has is a new person. *people is a list of ids, *roles an object
 * {id: role} of those who were given one, or NULL; both in `context`'s arena.
 */
enum kp_status kp_attendees_read(const struct kp_type_context *context, struct kp_str text,
                                 const struct kp_json **people, const struct kp_json **roles,
                                 struct kp_err *err);

/* The clock of the agenda at `now`. Minutes are advice, they never block. */
struct kp_agenda_clock {
    bool running;          /* a section has begun, and it is not paused */
    bool paused;           /* it has begun, and stands still */
    bool on_break;         /* a step of the script, or /break */
    int64_t break_left_ms; /* negative: over */
    int64_t left_ms;       /* of the present section; negative: over */
    int64_t planned_ms;    /* of the present section, with added time */
    int64_t behind_ms;     /* the whole agenda: positive behind, negative ahead */
    /* Of the present step, where it has a time of its own (a silence, a break); else 0. */
    int64_t step_planned_ms, step_left_ms;
};
void kp_session_clock(const struct kp_session *session, int64_t now, struct kp_agenda_clock *out);

/* Planned and spent time of a section (0 … script's section_count - 1). */
void kp_session_section_time(const struct kp_session *session, size_t section, int64_t now,
                             int64_t *planned_ms, int64_t *spent_ms);

/* The running order at `now`; times of day as milliseconds since 1970. */
enum kp_agenda_state {
    KP_AGENDA_AHEAD,
    KP_AGENDA_NOW,
    KP_AGENDA_DONE,
    KP_AGENDA_PASSED, /* passed over, so far */
};

struct kp_agenda_item {
    enum kp_agenda_state state;
    int64_t planned_ms, spent_ms;
    int64_t planned_end; /* as it was planned in the beginning */
    int64_t ends;        /* as it looks now; 0: done or passed over */
};

/* Fills one item for each section. Before the beginning it is as if it began now. */
void kp_session_agenda(const struct kp_session *session, int64_t now, struct kp_agenda_item *items);

/* Who said at the end that they stand for the plan, and is to sign it off; empty: nobody. */
struct kp_str kp_session_signer(const struct kp_session *session);

/*
 * Answers prepared before the meeting: {"field": value} or {"field": {"value":…,"said_by":…,"basis":…}}.
 * A rate with rows may have what people gave instead of the means (scores_prepare.c): {"scores": {name:
 * {row: [5, 4, null]}}, "agreed": {row: {by: 4}}, "named": true}.
 * They are offered question by question. Every fault is listed by field: unknown fields, fields the
 * script does not ask, values of the wrong type.
 */
enum kp_status kp_session_prepare(struct kp_session *session, const char *file,
                                  const struct kp_json *answers, struct kp_faults *faults);

/*
 * The same as the whole session: goes through every question, takes the prepared answers (a table that
 * ideas would become rows of is one too), passes over rounds of ideas, votes and ratings' scores
 * (equal to the present value: confirmed; null: dropped), lists what is required and missing, what does not
 * apply and what fails its check. With no fault the session stands at KP_ASK_CLOSE. With faults
 * it is of no more use: free it; nothing was recorded.
 */
enum kp_status kp_session_batch(struct kp_session *session, const char *file,
                                const struct kp_json *answers, int64_t at,
                                struct kp_faults *faults);

/*
 * A session of one question whose answer is there already, canonical and perhaps large: it is taken as it is,
 * shared, and not written to the journal. KP_INVALID when it is not of the field's type or fails a check;
 * else the session stands at KP_ASK_CLOSE.
 */
enum kp_status kp_session_put(struct kp_session *session, const struct kp_field *field,
                              const struct kp_json *value, int64_t at, struct kp_err *err);

/* What the session has answered so far, for reviews and the record. */
enum kp_outcome_state {
    KP_OUTCOME_NEW,
    KP_OUTCOME_CHANGED,
    KP_OUTCOME_CONFIRMED,
    KP_OUTCOME_DROPPED,
    KP_OUTCOME_SKIPPED, /* asked and passed over */
    KP_OUTCOME_OPEN,    /* not asked yet */
};

struct kp_outcome {
    const struct kp_field *field;
    struct kp_str number; /* "2.1"; empty for a field the script does not ask (/action) */
    enum kp_outcome_state state;
    const struct kp_json *value;    /* null when dropped, skipped, open */
    const struct kp_answer *before; /* the base plan's; NULL: none */
    const struct kp_json *said_by;
    enum kp_basis basis;
};

/* All fields the script asks and that apply, in order, then others touched; views valid until the next feed. */
const struct kp_outcome *kp_session_outcomes(struct kp_session *session, size_t *count);

/*
 * What is to be recorded: answers to write (state new, changed, confirmed, and those whose `inactive`
 * changed) and fields to remove (value NULL). `session_name` stands in those that somebody looked
 * at. Valid until the next feed.
 */
const struct kp_answer *kp_session_answers(struct kp_session *session, struct kp_str session_name,
                                           size_t *count);

/*
 * The last checks: required answers that are missing; and of what the session itself changed, rows
 * without what every row needs, and checks that are false. KP_INVALID lists them in `faults`, each
 * message beginning with the question's number.
 */
enum kp_status kp_session_check(struct kp_session *session, struct kp_faults *faults);

/*
 * The session record as a document (formats.md, "Session record"); private notes are not in it. In
 * the session's arena.
 */
const struct kp_json *kp_session_record(struct kp_session *session, struct kp_str session_name,
                                        int64_t closed);

/*
 * What stands half typed on the line, as bytes to be kept beside the journal in case the program
 * dies, and read back on a session that was replayed and not fed yet. Nothing is written of text
 * that no journal can hold, and nothing damaged is read. HERE: it stood on the line at the question
 * where the session stands now; ELSEWHERE: the journal's end was lost with the power, and it stood
 * at a later one. What was entered since is NONE. *text is in the arena.
 */
enum kp_half_line { KP_HALF_LINE_NONE, KP_HALF_LINE_HERE, KP_HALF_LINE_ELSEWHERE };
void kp_session_half_line_write(const struct kp_session *session, struct kp_str text,
                                struct kp_buf *out);
enum kp_half_line kp_session_half_line_read(const struct kp_session *session,
                                            struct kp_arena *arena, struct kp_str bytes,
                                            struct kp_str *text);
size_t kp_session_event_count(const struct kp_session *session); /* lines of its journal so far */

/* Names the snapshot, where the header was made before it was taken. */
void kp_session_set_snapshot(struct kp_session *session, struct kp_str name);

/* What is behind the session. */
const struct kp_session_setup *kp_session_setup(const struct kp_session *session);
const struct kp_session_header *kp_session_header(const struct kp_session *session);

/* The plan as it would be if the session closed now; valid until the next feed. */
const struct kp_plan *kp_session_plan(struct kp_session *session);
struct kp_calc *kp_session_calc(struct kp_session *session);

/* Private notes so far, parked points, decisions: arrays of event objects. */
const struct kp_json *kp_session_noted(struct kp_session *session, const char *event);

/* The slash commands, for help and completion; ends with a NULL name. */
struct kp_session_command {
    const char *name;  /* "goto" */
    const char *usage; /* N_("/goto 3.2") */
    const char *help;  /* N_() */
};
extern const struct kp_session_command kp_session_commands[];

#endif
