// SPDX-License-Identifier: GPL-3.0-or-later
/* The slash commands of a session. */

#include "base/date.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"

#include <string.h>

const struct kp_session_command kp_session_commands[] = {
    {"help", N_("/help"), N_("help on this question, and the commands")},
    {"back", N_("/back"), N_("the question before (Shift-Tab)")},
    {"skip", N_("/skip"), N_("pass this question over; it counts as not looked at")},
    {"keep", N_("/keep"), N_("confirm the present answer (Enter, where nothing was prepared)")},
    {"take", N_("/take 1"), N_("take what somebody wrote before the meeting")},
    {"drop", N_("/drop"), N_("remove the present answer")},
    {"import", N_("/import FILE"), N_("rows of a workbook or CSV file, to take or to leave")},
    {"goto", N_("/goto 3.2"), N_("go to a section or a question; alone: as far as you had come")},
    {"next", N_("/next"), N_("on to the next section; this one waits")},
    {"agenda", N_("/agenda"), N_("the running order: when each section ends")},
    {"review", N_("/review"), N_("all answers of this session, with their numbers")},
    {"show", N_("/show [FIELD]"), N_("the plan as it is now, or one part of it")},
    {"history", N_("/history [FIELD]"), N_("the earlier values of this question")},
    {"why", N_("/why"), N_("why this question is asked")},
    {"undo", N_("/undo"), N_("take back what was entered last")},
    {"time", N_("/time +5"), N_("give this section more minutes, or fewer")},
    {"extend", N_("/extend more|little|stop"),
     N_("the time is up: how long? or hands: /extend 4 2 1")},
    {"pause", N_("/pause"), N_("stop the clock; again: go on")},
    {"break", N_("/break 10"), N_("a break of so many minutes")},
    {"away", N_("/away"), N_("count the time that nobody was there as a pause")},
    {"start", N_("/start 9:00"), N_("when it was to begin: how late are we?")},
    {"usual", N_("/usual"), N_("plan with what the last runs really took")},
    {"bell", N_("/bell"), N_("the bell at the end of a box: off; again: on")},
    {"here", N_("/here NAME, NAME"), N_("they are in the room; alone: who is")},
    {"guest", N_("/guest NAME"),
     N_("a guest from the customer: the plan's inner part is kept aside")},
    {"late", N_("/late NAME 9:30"), N_("they come later")},
    {"gone", N_("/gone NAME"), N_("they have left")},
    {"role", N_("/role NAME sponsor"), N_("facilitator, kam, sponsor, guest, member")},
    {"park", N_("/park TEXT"), N_("put a point in the parking lot; alone: what is in it")},
    {"note", N_("/note TEXT"), N_("a private note; /note! TEXT is kept in the record")},
    {"notes", N_("/notes"), N_("the facilitator's notes, until the next key")},
    {"who", N_("/who NAME, NAME"), N_("who says what is answered now")},
    {"fact", N_("/fact"), N_("this answer is a fact")},
    {"assumed", N_("/assumed"), N_("this answer is our assumption")},
    {"customer", N_("/customer"), N_("the customer has confirmed this answer")},
    {"action", N_("/action TEXT @who DATE"), N_("an action with an owner and a date")},
    {"decision", N_("/decision TEXT @who"), N_("what was decided, and by whom")},
    {"edit", N_("/edit 3 TEXT"), N_("another text for idea 3; 3 alone puts it on the line")},
    {"merge", N_("/merge 3 7 [as TEXT]"), N_("idea 7 becomes part of idea 3")},
    {"split", N_("/split 3 ONE / ANOTHER"), N_("one idea becomes several; alone: apart again")},
    {"group", N_("/group 2 5 9 as TEXT"), N_("put ideas under a heading")},
    {"ungroup", N_("/ungroup 2 5"), N_("take ideas, or a whole group, out from under it")},
    {"reveal", N_("/reveal"), N_("show the votes or scores, even if some are missing")},
    {"recount", N_("/recount"), N_("vote or score once more")},
    {"named", N_("/named"), N_("ratings with names from now on; again: without")},
    {"leave", N_("/leave"), N_("stop here; the session waits (Ctrl-D)")},
    {"close", N_("/close"), N_("the last checks, then record the session")},
    {NULL, NULL, NULL},
};

/* How a command is carried out. */
struct doing {
    const char *name;
    void (*plain)(struct kp_session *s); /* or, where it says what to do with its text: */
    void (*with)(struct kp_session *s, const struct doing *doing, struct kp_str args);
    void (*text)(struct kp_session *s, struct kp_str args);
    enum kp_show show; /* of one that shows something */
};

static void refuse_usage(struct kp_session *s, const char *usage)
{
    session_effect(s, KP_EFFECT_REFUSED, _("write %s"), usage);
}

static void nothing_asked(struct kp_session *s)
{
    session_effect(s, KP_EFFECT_REFUSED, _("no question is asked here"));
}

static void do_drop(struct kp_session *s)
{
    const struct kp_field *field = session_answered_here(s);
    if (s->state.at.ask == KP_ASK_REVIEW) {
        session_effect(s, KP_EFFECT_REFUSED, _("why is it dropped? 3 REASON"));
        return;
    }
    if (!field) {
        nothing_asked(s);
        return;
    }
    if (s->state.at.ask == KP_ASK_CELL) {
        session_drop_cell(s);
        return;
    }
    const struct kp_json *value = session_value(s, field);
    size_t rows = session_are_rows(value) ? value->count : 0;
    if (kp_json_is_null(value)) {
        session_effect(s, KP_EFFECT_REFUSED, _("there is no answer to drop; Enter passes on"));
        return;
    }
    session_take_value(s, field, &kp_json_null, NULL, KP_BASIS_NONE);
    if (rows)
        session_effect(s, KP_EFFECT_NOTICE,
                       ngettext("the whole answer is dropped, %zu row; /undo brings it back",
                                "the whole answer is dropped, %zu rows; /undo brings it back",
                                rows),
                       rows);
    else
        session_effect(s, KP_EFFECT_NOTICE, "%s", _("the answer is dropped; /undo brings it back"));
}

/* Within a row, passing over and keeping are both what Enter does. */
static void do_skip(struct kp_session *s)
{
    const struct kp_field *field = session_field(s);
    enum kp_ask ask = s->state.at.ask;
    const struct kp_step *step = session_step(s);
    bool passes = step && !field && ask != KP_ASK_CLOSE;
    if (ask == KP_ASK_EVIDENCE || ask == KP_ASK_DISSENT || passes)
        session_emit(s, session_event(s, "next"));
    else if (!field && ask != KP_ASK_CLOSE &&
             (session_is_closing(s) || ask == KP_ASK_CHECKIN || ask == KP_ASK_ACTION))
        session_skip_stage(s);
    else if (!field)
        nothing_asked(s);
    else if (ask == KP_ASK_CELL)
        session_feed_cell(s, (struct kp_str){NULL, 0});
    else
        session_skip(s, field);
}

static void do_keep(struct kp_session *s)
{
    if (!session_answered_here(s))
        nothing_asked(s);
    else if (s->state.at.ask == KP_ASK_EVIDENCE)
        session_keep_evidence(s);
    else if (s->state.at.ask == KP_ASK_CELL)
        session_feed_cell(s, (struct kp_str){NULL, 0});
    else if (session_waits_brought(s))
        session_leave_brought(s);
    else if (s->state.at.ask == KP_ASK_ROWS)
        session_end_rows(s);
    else if (s->state.at.ask == KP_ASK_REVIEW)
        session_feed_review(s, (struct kp_str){"", 0});
    else
        session_keep(s, session_field(s));
}

static void do_back(struct kp_session *s)
{
    size_t section, step;
    if (s->state.at.ask == KP_ASK_ACTION)
        session_leave_action(s);
    else if (s->state.at.ask == KP_ASK_CELL)
        session_back_in_row(s);
    else if (session_back_in_activity(s))
        return;
    else if (session_find_before(s, &section, &step))
        session_go(s, section, step);
    else
        session_effect(s, KP_EFFECT_REFUSED, _("this is the first question"));
}

static void do_goto(struct kp_session *s, const struct doing *doing, struct kp_str args)
{
    (void)doing;
    struct kp_err err = KP_ERR_INIT;
    size_t section, step;
    if (!args.len && s->state.at.ask != KP_ASK_START)
        session_go(s, s->state.furthest.section, s->state.furthest.step);
    else if (session_find_number(s, args, &section, &step, &err))
        session_go(s, section, step);
    else
        session_refuse(s, &err);
    kp_err_release(&err);
}

/* A page about the question, or the session. */
static void do_page(struct kp_session *s, const struct doing *doing, struct kp_str args)
{
    (void)args;
    session_show(s, doing->show, session_field(s));
}

/* What somebody typed, as a message repeats it. */
static struct kp_str shortened(struct kp_str typed)
{
    return kp_utf8_fit(typed, 40);
}

/* /show and /history: the field that is named, else the plan, or the question that is asked. */
static void do_show(struct kp_session *s, const struct doing *doing, struct kp_str args)
{
    bool history = doing->show == KP_SHOW_HISTORY;
    const struct kp_field *field = history ? session_answered_here(s) : NULL;
    if (args.len)
        field = kp_model_field_was(s->setup.model, args);
    struct kp_str near = args.len ? kp_model_suggest(s->setup.model, args) : args;
    if (field && !kp_session_may_show(s, field))
        session_effect(s, KP_EFFECT_REFUSED, _("that is kept aside while a guest is here"));
    else if (field || (!args.len && !history))
        session_show(s, doing->show, field);
    else if (!args.len)
        nothing_asked(s);
    else if (near.len)
        session_effect(s, KP_EFFECT_REFUSED, _("there is no \"%.*s\"; did you mean \"%.*s\"?"),
                       KP_STR_ARG(shortened(args)), KP_STR_ARG(near));
    else
        session_effect(s, KP_EFFECT_REFUSED, _("there is no \"%.*s\" in the plan"),
                       KP_STR_ARG(shortened(args)));
}

static void do_undo(struct kp_session *s)
{
    const struct kp_json *event = session_undo(s);
    const struct kp_field *field = event ? session_event_field(s, event) : NULL;
    if (!event)
        session_effect(s, KP_EFFECT_REFUSED, _("there is nothing to take back"));
    else if (field)
        session_effect(s, KP_EFFECT_NOTICE, _("taken back: %.*s"),
                       KP_STR_ARG(kp_words_get(&field->label, s->setup.lang)));
    else
        session_effect(s, KP_EFFECT_NOTICE, "%s", _("taken back"));
}

/* The bell is the terminal's: whoever shows the session turns it off and on. */
static void do_bell(struct kp_session *s)
{
    s->bell_off = !s->bell_off;
    session_effect(s, KP_EFFECT_NOTICE, "%s",
                   s->bell_off ? _("the bell is off") : _("the bell rings when a box is over"));
}

/* "We go on @Mette, Lars": who decided it stands behind the last @. */
static struct kp_str split_deciders(struct kp_session *s, struct kp_str text,
                                    const struct kp_json **people, struct kp_err *err)
{
    const struct kp_json *roles;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    size_t at = text.len;
    while (at > 0 && (text.data[at - 1] != '@' || (at > 1 && text.data[at - 2] != ' ')))
        at--;
    struct kp_str names = kp_str_trim(kp_str_slice(text, at, text.len));
    if (!at || !names.len || kp_attendees_read(&context, names, people, &roles, err))
        return text;
    return kp_str_trim(kp_str_slice(text, 0, at - 1));
}

/* A line that is kept with the session: note, parked point, decision. */
static void do_noted(struct kp_session *s, const struct doing *doing, struct kp_str text)
{
    bool keep = strcmp(doing->name, "note!") == 0;
    const struct kp_json *people = s->state.who;
    struct kp_err err = KP_ERR_INIT;
    if (strcmp(doing->name, "decision") == 0)
        text = split_deciders(s, text, &people, &err);
    if (err.status) {
        session_refuse(s, &err);
        kp_err_release(&err);
        return;
    }
    if (!text.len && strcmp(doing->name, "park") == 0) {
        session_list_parked(s);
        return;
    }
    if (!text.len) {
        session_effect(s, KP_EFFECT_REFUSED, _("write the text behind the command"));
        return;
    }
    if (kp_utf8_has_hidden(text)) {
        session_effect(s, KP_EFFECT_REFUSED, _("the text has characters that do not show"));
        return;
    }
    struct kp_json *event = session_event(s, keep ? "note" : doing->name);
    kp_json_set_string(&s->feed_arena, event, "text", kp_utf8_nfc(&s->feed_arena, text));
    if (people)
        kp_json_set(&s->feed_arena, event, "people", people);
    session_emit_people(s);
    if (keep)
        kp_json_set_bool(&s->feed_arena, event, "keep", true);
    session_emit(s, event);
    session_effect(s, KP_EFFECT_NOTICE, "%s", _("noted"));
}

static void do_who(struct kp_session *s, const struct doing *doing, struct kp_str args)
{
    (void)doing;
    const struct kp_field names = {.type = kp_type_of(KP_TYPE_PEOPLE)};
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *people = NULL;
    if (!session_field(s) && s->state.at.ask != KP_ASK_IDEAS) {
        nothing_asked(s);
    } else if (!args.len) {
        refuse_usage(s, "/who NAME");
    } else if (names.type->parse(&names, args, &context, &people, &err)) {
        session_refuse(s, &err);
    } else {
        struct kp_json *event = session_event(s, "who");
        session_emit_people(s);
        kp_json_set(&s->feed_arena, event, "people", people);
        session_emit(s, event);
    }
    kp_err_release(&err);
}

/* /fact, /assumed, /customer */
static void do_basis(struct kp_session *s, const struct doing *doing, struct kp_str args)
{
    (void)args;
    if (!session_field(s)) {
        nothing_asked(s);
        return;
    }
    struct kp_json *event = session_event(s, "basis");
    kp_json_set_string(&s->feed_arena, event, "basis", kp_str_from(doing->name));
    session_emit(s, event);
}

static const struct doing doings[] = {
    {.name = "help", .with = do_page, .show = KP_SHOW_HELP},
    {.name = "back", .plain = do_back},
    {.name = "skip", .plain = do_skip},
    {.name = "keep", .plain = do_keep},
    {.name = "take", .text = session_take_prework},
    {.name = "drop", .plain = do_drop},
    {.name = "import", .text = session_feed_import},
    {.name = "goto", .with = do_goto},
    {.name = "go", .with = do_goto}, /* typed more often than the others that begin so */
    {.name = "g", .with = do_goto},
    {.name = "agenda", .with = do_page, .show = KP_SHOW_AGENDA},
    {.name = "review", .with = do_page, .show = KP_SHOW_REVIEW},
    {.name = "show", .with = do_show, .show = KP_SHOW_FIELD},
    {.name = "history", .with = do_show, .show = KP_SHOW_HISTORY},
    {.name = "why", .with = do_page, .show = KP_SHOW_WHY},
    {.name = "undo", .plain = do_undo},
    {.name = "time", .text = session_feed_time},
    {.name = "extend", .text = session_feed_extend},
    {.name = "pause", .plain = session_feed_pause},
    {.name = "break", .text = session_feed_break},
    {.name = "away", .plain = session_feed_away},
    {.name = "start", .text = session_feed_start},
    {.name = "usual", .plain = session_feed_usual},
    {.name = "bell", .plain = do_bell},
    {.name = "next", .plain = session_feed_next},
    {.name = "here", .text = session_feed_here},
    {.name = "guest", .text = session_feed_guest},
    {.name = "late", .text = session_feed_late},
    {.name = "gone", .text = session_feed_gone},
    {.name = "role", .text = session_feed_role},
    {.name = "park", .with = do_noted},
    {.name = "note", .with = do_noted},
    {.name = "note!", .with = do_noted},
    {.name = "notes", .with = do_page, .show = KP_SHOW_NOTES},
    {.name = "who", .with = do_who},
    {.name = "fact", .with = do_basis},
    {.name = "assumed", .with = do_basis},
    {.name = "customer", .with = do_basis},
    {.name = "action", .text = session_feed_action},
    {.name = "decision", .with = do_noted},
    {.name = "edit", .text = session_feed_edit},
    {.name = "merge", .text = session_feed_merge},
    {.name = "split", .text = session_feed_split},
    {.name = "group", .text = session_feed_group},
    {.name = "ungroup", .text = session_feed_ungroup},
    {.name = "reveal", .plain = session_feed_reveal},
    {.name = "recount", .plain = session_feed_recount},
    {.name = "named", .plain = session_feed_named},
    {.name = "leave", .plain = session_leave},
    {.name = "close", .plain = session_begin_closing},
};

/* Whether there is such a command; then it is done. */
static bool run_command(struct kp_session *s, struct kp_str name, struct kp_str args)
{
    for (size_t i = 0; i < sizeof doings / sizeof *doings; i++) {
        if (!kp_str_is(name, doings[i].name))
            continue;
        if (doings[i].plain)
            doings[i].plain(s);
        else if (doings[i].text)
            doings[i].text(s, args);
        else
            doings[i].with(s, &doings[i], args);
        return true;
    }
    return false;
}

/* The only command that `word` begins, else NULL; *near is then the closest, or NULL. */
static const char *complete(struct kp_str word, const char **near)
{
    const char *begins = NULL;
    size_t best = 3, matches = 0;
    *near = NULL;
    for (const struct kp_session_command *command = kp_session_commands; command->name; command++) {
        struct kp_str name = kp_str_from(command->name);
        if (word.len && kp_str_starts(name, word)) {
            begins = command->name;
            matches++;
        }
        size_t distance = kp_str_distance(name, word, 2);
        if (distance < best) {
            best = distance;
            *near = command->name;
        }
    }
    return matches == 1 ? begins : NULL;
}

void session_feed_command(struct kp_session *s, struct kp_str line)
{
    struct kp_str rest = kp_str_slice(line, 1, line.len);
    size_t end = 0;
    while (end < rest.len && rest.data[end] != ' ' && rest.data[end] != '\n')
        end++;
    struct kp_str word = kp_str_slice(rest, 0, end);
    struct kp_str args = kp_str_trim(kp_str_slice(rest, end, rest.len));
    if (run_command(s, word, args))
        return;

    const char *near, *whole = complete(word, &near);
    if (whole)
        run_command(s, kp_str_from(whole), args);
    else if (near)
        session_effect(
            s, KP_EFFECT_REFUSED,
            _("there is no command /%.*s; did you mean /%s? An answer that begins with a "
              "slash is typed //"),
            KP_STR_ARG(shortened(word)), near);
    else
        session_effect(
            s, KP_EFFECT_REFUSED,
            _("there is no command /%.*s; /help lists them. An answer that begins with a "
              "slash is typed //"),
            KP_STR_ARG(shortened(word)));
}
