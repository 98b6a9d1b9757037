// SPDX-License-Identifier: GPL-3.0-or-later
/* The loop between the room and the machine. */

#include "conduct_internal.h"

#include "base/text.h"
#include "run/prework.h"
#include "store/signoff.h"

#include <stdio.h>
#include <unistd.h>

int64_t conduct_now(const struct conductor *c)
{
    return kp_clock_now(&c->app->clock);
}

void conduct_say(struct conductor *c, enum kp_mark mark, struct kp_str text)
{
    struct kp_buf out = KP_BUF_INIT;
    screen_line(&c->screen, &out, mark, text);
    console_write(c->console, kp_buf_str(&out));
    kp_buf_release(&out);
}

void conduct_fail(struct conductor *c)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_adds(&text, c->app->err.text.data);
    kp_err_clear(&c->app->err);
    conduct_say(c, KP_MARK_ALERT, kp_buf_str(&text));
    kp_buf_release(&text);
}

/*
 * Makes a line safe before anything else happens. Where the disk says no, the room is told
 * and asked to try again; nobody goes on with an answer that is not safe.
 */
static bool make_safe(struct conductor *c, struct kp_str line)
{
    static const char *const answers[] = {N_("try again"), N_("leave without it")};
    while (sitting_write(c->sitting, line)) {
        conduct_fail(c);
        const char *const shown[] = {_(answers[0]), _(answers[1])};
        if (conduct_choose(c->app, c->console, _("This was not saved."), shown, 2, 0) != 0) {
            c->done = true;
            c->status = EXIT_FAILED;
            return false;
        }
    }
    return true;
}

/*
 * The sponsor has said yes in the room: the revision that was just recorded is signed off. Where that
 * cannot be, the plan is recorded all the same, and the room hears what is left to do.
 */
static void sign_off(struct conductor *c, const struct recorded *recorded)
{
    struct app *app = c->app;
    const struct sitting *sitting = c->sitting;
    struct kp_buf cycle = KP_BUF_INIT, text = KP_BUF_INIT;
    struct kp_signoff signoff = {
        .rev = recorded->rev,
        .at = conduct_now(c),
        .by = kp_session_signer(sitting->session),
        .role = KP_STR("sponsor"),
    };
    if (!signoff.by.len)
        return;
    struct kp_str name = kp_people_name(&app->people, signoff.by);
    kp_cycle_print(&cycle, sitting->header.cycle);
    signoff.cycle = kp_buf_str(&cycle);
    if (kp_signoff_record(app->workspace, sitting->account.slug.data, &signoff, false, &app->err)) {
        conduct_fail(c);
        kp_buf_addf(&text, _("It is not signed off; this does it: kamplan sign %.*s --by \"%.*s\""),
                    KP_STR_ARG(sitting->account.slug), KP_STR_ARG(name));
    } else {
        kp_buf_addf(&text, _("%s is signed off by %.*s."), cycle.data, KP_STR_ARG(name));
    }
    conduct_say(c, KP_MARK_NONE, kp_buf_str(&text));
    kp_buf_release(&cycle);
    kp_buf_release(&text);
}

static void record(struct conductor *c)
{
    struct recorded recorded;
    struct asking asking = {c->app, c->console};
    const struct settler settler = {conduct_settle, &asking};
    if (c->sitting->rehearsal) {
        conduct_say(c, KP_MARK_NONE, kp_str_from(_("This was a rehearsal: nothing is recorded.")));
        c->done = true;
        c->status = EXIT_DONE;
        return;
    }
    if (sitting_record(c->sitting, &settler, &recorded)) {
        conduct_fail(c);
        conduct_say(c, KP_MARK_NONE,
                    kp_str_from(_(
                        "The session was not recorded; everything is kept. /close tries again.")));
        return;
    }
    sitting_tell(c->sitting, &recorded);
    out_flush(c->app); /* first that it is recorded, then that it is signed off */
    sign_off(c, &recorded);
    c->done = true;
    c->status = EXIT_DONE;
}

static void leave(struct conductor *c)
{
    const struct sitting *sitting = c->sitting;
    struct kp_buf text = KP_BUF_INIT;
    size_t answers;
    c->done = true;
    if (!sitting->journal)
        return; /* nothing was said: nothing waits */
    kp_session_answers(sitting->session, (struct kp_str){"", 0}, &answers);
    kp_session_question(sitting->session, &c->question);
    if (c->options->brief && !answers && !c->question.draft.len &&
        c->question.ask != KP_ASK_BROUGHT) {
        sitting_forget(c->sitting);
        return;
    }
    if (c->options->brief)
        kp_buf_addf(&text, _("What was entered waits. kamplan edit %.*s %.*s goes on with it."),
                    KP_STR_ARG(sitting->account.slug),
                    KP_STR_ARG(sitting->script.sections[0].steps[0].field->id));
    else
        kp_buf_addf(&text, _("The session waits. kamplan run %.*s %.*s goes on with it."),
                    KP_STR_ARG(sitting->script.id), KP_STR_ARG(sitting->account.slug));
    conduct_say(c, KP_MARK_NONE, kp_buf_str(&text));
    kp_buf_release(&text);
}

static void show(struct conductor *c, const struct kp_effect *effect)
{
    struct kp_buf out = KP_BUF_INIT;
    screen_show(&c->screen, effect, conduct_now(c), &out);
    if (effect->show == KP_SHOW_NOTES)
        console_show_briefly(c->console, kp_buf_str(&out));
    else
        console_write(c->console, kp_buf_str(&out));
    kp_buf_release(&out);
}

/* What stays on the line when it was refused. Nobody mends what nobody sees: there only the name. */
static struct kp_str to_mend(const struct conductor *c, struct kp_str typed)
{
    size_t colon = kp_str_find(typed, ':');
    if (!c->question.hidden || kp_str_starts(typed, KP_STR("/")))
        return typed;
    return kp_str_slice(typed, 0, colon < typed.len ? colon + 1 : 0);
}

void conduct_perform(struct conductor *c, const struct kp_effect *effect, struct kp_str typed)
{
    switch (effect->kind) {
    case KP_EFFECT_JOURNAL:
        c->asked = c->asked && effect->aside;
        if (!make_safe(c, effect->text))
            return;
        break;
    case KP_EFFECT_NOTICE: conduct_say(c, KP_MARK_ACCENT, effect->text); break;
    case KP_EFFECT_REFUSED:
        c->refused = true;
        conduct_say(c, KP_MARK_WARN, effect->text);
        kp_buf_clear(&c->draft);
        kp_buf_add(&c->draft, to_mend(c, typed));
        break;
    case KP_EFFECT_SHOW:
        if (!c->options->brief || conduct_is_import(c) || effect->show != KP_SHOW_CLOSING)
            show(c, effect);
        break;
    case KP_EFFECT_IMPORT:
        kp_buf_clear(&c->file);
        kp_buf_add(&c->file, effect->text);
        c->table = effect->field;
        break;
    case KP_EFFECT_LEAVE: leave(c); break;
    case KP_EFFECT_CLOSE: record(c); break;
    case KP_EFFECT_BELL:
        if (!c->options->silent)
            console_ring(c->console);
        break;
    }
}

/* What people wrote before the meeting goes into the journal first: it is there after a resume. */
static void bring_prework(struct conductor *c)
{
    for (size_t i = 0; i < c->options->prework_count && !c->done; i++) {
        const struct brought *brought = &c->options->prework[i];
        struct kp_effects effects =
            kp_session_bring(c->sitting->session, brought->who, brought->items,
                             c->options->anonymous, conduct_now(c));
        for (size_t j = 0; j < effects.count && !c->done; j++)
            conduct_perform(c, &effects.items[j], (struct kp_str){"", 0});
    }
}

/* What a guest of the customer may not see is not on the screen, nor does it stay there. */
static void heed_guest(struct conductor *c)
{
    bool guest = kp_session_has_guest(c->sitting->session);
    if (guest && c->asked && c->screen.style.audience == KP_VISIBLE_TEAM)
        console_clear(c->console);
    c->screen.style.audience = guest ? KP_VISIBLE_COMPANY : KP_VISIBLE_TEAM;
}

void conduct_feed(struct conductor *c, enum kp_event_kind kind, struct kp_str text)
{
    const struct kp_event event = {.kind = kind, .text = text, .at = conduct_now(c)};
    struct kp_effects effects = kp_session_feed(c->sitting->session, &event);
    kp_buf_clear(&c->draft);
    c->refused = false;
    heed_guest(c);
    if (!c->sitting->journal && effects.count &&
        effects.items[effects.count - 1].kind == KP_EFFECT_LEAVE) {
        leave(c); /* before anything was said: there is nothing to keep */
        return;
    }
    for (size_t i = 0; i < effects.count && !c->done; i++)
        conduct_perform(c, &effects.items[i], text);
    if (c->table && !c->done)
        conduct_read_rows(c);
}

/* ---- What the console asks of us while somebody types ---- */

/* A second has passed; what there is to say about it stands above the line that is being typed. */
static void tick(void *context)
{
    struct conductor *c = context;
    const struct kp_event event = {.kind = KP_EVENT_TICK, .at = conduct_now(c)};
    if (c->options->brief)
        return;
    struct kp_effects effects = kp_session_feed(c->sitting->session, &event);
    for (size_t i = 0; i < effects.count; i++)
        conduct_perform(c, &effects.items[i], (struct kp_str){"", 0});
    half_line_follow(&c->half);
    kp_session_question(c->sitting->session, &c->question);
}

static void keep_half_line(void *context, struct kp_str line)
{
    struct conductor *c = context;
    half_line_keep(&c->half, line);
}

static void add_prompt(void *context, struct kp_buf *out)
{
    struct conductor *c = context;
    screen_prompt(&c->screen, &c->question, conduct_now(c), out);
}

static void complete(void *context, struct kp_str before, struct kp_str word,
                     void (*add)(void *adding, const char *candidate), void *adding)
{
    struct conductor *c = context;
    screen_complete(&c->screen, &c->question, before, word, add, adding);
}

/* The terminal may be the projector: what the facilitator notes is not for the room. */
static bool is_private(struct kp_str line)
{
    return kp_str_starts(line, KP_STR("/note ")) || kp_str_starts(line, KP_STR("/note! "));
}

static void resized(void *context)
{
    struct conductor *c = context;
    c->screen.style.width = console_columns(c->console);
}

static void ask(struct conductor *c)
{
    struct kp_buf out = KP_BUF_INIT;
    kp_session_question(c->sitting->session, &c->question);
    if (c->asked)
        return;
    c->screen.height = console_rows(c->console);
    screen_question(&c->screen, &c->question, conduct_now(c), &out);
    if (c->options->notes && c->question.section) {
        struct kp_str notes = kp_words_get(&c->question.section->notes, c->app->lang);
        if (notes.len)
            screen_line(&c->screen, &out, KP_MARK_DIM, notes);
    }
    console_write(c->console, kp_buf_str(&out));
    kp_buf_release(&out);
    c->asked = true;
    if (!c->draft.len)
        kp_buf_add(&c->draft, c->question.draft);
}

/* What stands half typed waits with the session, also where no answer is typed (a round, an idea). */
static void leave_session(struct conductor *c, struct kp_str text, int status)
{
    bool hidden = c->question.hidden;
    c->status = status;
    conduct_feed(c, KP_EVENT_LEAVE, text);
    c->done = true;
    half_line_keep(&c->half, hidden ? (struct kp_str){"", 0} : text);
}

/*
 * What stood half typed when the session was last held is on the line again at its question; where
 * it cannot be, the room is told what it was.
 */
static void take_up(struct conductor *c)
{
    struct kp_str line;
    enum kp_half_line found = half_line_find(&c->half, &line);
    conduct_feed(c, KP_EVENT_RESUME, (struct kp_str){"", 0});
    kp_session_question(c->sitting->session, &c->question);
    if (found == KP_HALF_LINE_NONE || kp_str_equal(line, c->question.draft))
        return;
    struct kp_buf text = KP_BUF_INIT;
    if (found == KP_HALF_LINE_HERE && !console_is_plain(c->console)) {
        kp_buf_add(&c->draft, line);
        kp_buf_adds(&text, _("What was being typed is on the line again."));
    } else {
        kp_buf_addf(&text, _("What stood on the line, and was not entered: %.*s"),
                    KP_STR_ARG(line));
    }
    conduct_say(c, KP_MARK_ACCENT, kp_buf_str(&text));
    kp_buf_release(&text);
}

static void take_line(struct conductor *c, bool *interrupted)
{
    struct kp_buf line = KP_BUF_INIT, present = KP_BUF_INIT;
    screen_present(&c->screen, &c->question, &present);
    half_line_keep(&c->half, c->question.hidden ? (struct kp_str){"", 0} : kp_buf_str(&c->draft));
    const struct console_prompt prompt = {
        .context = c,
        .prompt = add_prompt,
        .tick = tick,
        .typed = keep_half_line,
        .draft = kp_buf_str(&c->draft),
        .present = kp_buf_str(&present),
        .several_lines = c->question.several_lines,
        .hidden = c->question.hidden,
        .wipe = c->question.ask == KP_ASK_IDEAS,
        .complete = complete,
        .is_private = is_private,
        .resized = resized,
    };
    enum console_end end = console_read(c->console, &prompt, &line);
    bool again = *interrupted && !line.len; /* what is typed is only taken off the line */
    *interrupted = end == CONSOLE_INTERRUPT;
    switch (end) {
    case CONSOLE_LINE:
        if (c->sitting->rehearsal && c->question.ask == KP_ASK_CLOSE && !line.len)
            conduct_feed(c, KP_EVENT_TEXT, KP_STR("yes"));
        else
            conduct_feed(c, KP_EVENT_TEXT, kp_buf_str(&line));
        break;
    case CONSOLE_BACK: conduct_feed(c, KP_EVENT_BACK, kp_buf_str(&line)); break;
    case CONSOLE_INTERRUPT:
        if (again) {
            leave_session(c, kp_buf_str(&line), EXIT_INTERRUPTED);
            break;
        }
        kp_buf_clear(&c->draft);
        conduct_say(c, KP_MARK_DIM, kp_str_from(_("Ctrl-C again leaves; the session is kept.")));
        if (line.len && !c->question.hidden && !console_is_plain(c->console))
            conduct_say(c, KP_MARK_DIM, kp_str_from(_("The arrow up brings the line back.")));
        break;
    case CONSOLE_END: /* a file that ends on an answer that was refused has not done its work */
        leave_session(c, kp_buf_str(&line),
                      c->refused && !isatty(STDIN_FILENO) ? EXIT_FAILED : EXIT_DONE);
        break;
    case CONSOLE_STOP: leave_session(c, kp_buf_str(&line), EXIT_INTERRUPTED); break;
    }
    kp_buf_release(&line);
    kp_buf_release(&present);
}

int conduct(struct sitting *sitting, struct console *console, const struct conduct_options *options)
{
    struct conductor c = {
        .app = sitting->app,
        .sitting = sitting,
        .console = console,
        .options = options,
        .draft = KP_BUF_INIT,
        .file = KP_BUF_INIT,
    };
    bool interrupted = false;
    half_line_init(&c.half, sitting);
    c.screen = (struct screen){
        .sitting = sitting,
        .style = app_style(sitting->app, true),
        .brief = options->brief,
        .rows = KP_BUF_INIT,
    };
    c.screen.style.width = console_columns(console);
    heed_guest(&c);
    if (sitting->journal)
        take_up(&c);
    bring_prework(&c);
    while (!c.done) {
        if (options->brief && conduct_pass_by(&c))
            continue;
        ask(&c);
        take_line(&c, &interrupted);
    }
    half_line_release(&c.half);
    screen_release(&c.screen);
    kp_buf_release(&c.draft);
    kp_buf_release(&c.file);
    return c.status;
}
