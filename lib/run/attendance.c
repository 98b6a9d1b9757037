// SPDX-License-Identifier: GPL-3.0-or-later
/* Who is in the room: who came, came late, left early, and as what. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"

/* ---- The state */

static struct presence *find(const struct kp_session *s, struct kp_str person)
{
    struct presence *at = s->state.people;
    while (at && !kp_str_equal(at->person, person))
        at = at->next;
    return at;
}

static struct presence *find_or_add(struct kp_session *s, struct kp_str person)
{
    struct presence **end = &s->state.people;
    while (*end && !kp_str_equal((*end)->person, person))
        end = &(*end)->next;
    if (!*end) {
        *end = kp_arena_alloc(&s->state.arena, sizeof **end);
        (*end)->person = person;
    }
    return *end;
}

void session_reset_people(struct kp_session *s)
{
    KP_JSON_EACH(id, s->header.attendees)
    {
        struct presence *who = find_or_add(s, id->text);
        who->here = who->was_here = true;
        who->has_role = session_read_role(kp_json_text(s->header.roles, id->text.data), &who->role);
    }
}

bool session_is_here(const struct kp_session *s, struct kp_str person)
{
    const struct presence *who = find(s, person);
    return who && who->here;
}

/* What the plan's team says somebody is, or where it is silent the account's card. */
static enum kp_role usual_role(struct kp_session *s, struct kp_str person)
{
    const struct kp_field *team = kp_model_field(s->setup.model, KP_STR("team"));
    bool is_table = team && team->type->kind == KP_TYPE_TABLE;
    enum kp_role role = KP_ROLE_MEMBER;
    KP_JSON_EACH(row, is_table ? session_value(s, team) : NULL)
    {
        if (row->kind == KP_JSON_OBJECT && kp_str_equal(kp_json_text(row, "person"), person))
            session_read_role(kp_json_text(row, "role"), &role);
    }
    if (role == KP_ROLE_MEMBER)
        session_read_role(kp_json_text(s->header.card, person.data), &role);
    return role;
}

static enum kp_role role_of(struct kp_session *s, const struct presence *who)
{
    if (who->has_role)
        return who->role;
    enum kp_role role = usual_role(s, who->person);
    bool leads = kp_str_equal(who->person, s->header.facilitator);
    return role == KP_ROLE_MEMBER && leads ? KP_ROLE_FACILITATOR : role;
}

const struct kp_attendee *kp_session_people(struct kp_session *s, size_t *count)
{
    *count = 0;
    for (const struct presence *who = s->state.people; who; who = who->next)
        (*count)++;
    struct kp_attendee *all = kp_arena_alloc(&s->derived.arena, (*count + 1) * sizeof *all);
    size_t i = 0;
    for (const struct presence *who = s->state.people; who; who = who->next)
        all[i++] = (struct kp_attendee){
            .person = who->person,
            .role = role_of(s, who),
            .here = who->here,
            .was_here = who->was_here,
            .came = who->came,
            .left = who->left,
            .until = who->until,
        };
    return all;
}

const struct kp_json *session_present(struct kp_session *s)
{
    struct kp_arena *arena = &s->state.arena;
    if (s->state.present)
        return s->state.present;
    s->state.present = kp_json_new_array(arena);
    for (const struct presence *who = s->state.people; who; who = who->next)
        if (who->here)
            kp_json_append(arena, s->state.present, kp_json_new_string(arena, who->person));
    return s->state.present;
}

bool kp_session_has_guest(struct kp_session *s)
{
    for (const struct presence *who = s->state.people; who; who = who->next)
        if (who->here && who->has_role && who->role == KP_ROLE_GUEST)
            return true;
    return false;
}

bool kp_session_may_show(struct kp_session *s, const struct kp_field *field)
{
    return field->visibility != KP_VISIBLE_TEAM || !kp_session_has_guest(s);
}

/* ---- "Lars: …" */

/* Whether one of the words of a name begins with, or the whole name is, what was typed. */
static bool is_called(struct kp_arena *arena, struct kp_str name, struct kp_str typed)
{
    struct kp_str rest = kp_utf8_fold(arena, name);
    if (kp_str_equal(rest, typed))
        return true;
    return kp_str_equal(kp_str_split(&rest, ' '), typed);
}

struct kp_str session_split_speaker(struct kp_session *s, struct kp_str text,
                                    const struct kp_json **person)
{
    size_t colon = kp_str_find(text, ':');
    struct kp_str said = kp_str_trim(kp_str_slice(text, colon + 1, text.len));
    const struct presence *meant = NULL;
    *person = NULL;
    if (colon >= text.len || !said.len || text.data[colon + 1] != ' ' || colon > 200)
        return text;
    struct kp_str typed = kp_utf8_fold(&s->feed_arena, kp_str_slice(text, 0, colon));
    if (!typed.len)
        return text;
    for (const struct presence *who = s->state.people; who; who = who->next) {
        struct kp_str name = kp_people_name(s->setup.people, who->person);
        if (!who->here || !is_called(&s->feed_arena, name, typed))
            continue;
        if (meant)
            return text; /* two of that name: it could be either, so it is neither */
        meant = who;
    }
    if (!meant)
        return text;
    struct kp_json *list = kp_json_new_array(&s->feed_arena);
    kp_json_append(&s->feed_arena, list, kp_json_new_string(&s->feed_arena, meant->person));
    *person = list;
    return said;
}

/* Once for everybody who was to come at that time. */
void session_watch_door(struct kp_session *s)
{
    int64_t told = s->expected;
    for (const struct presence *who = s->state.people; who; who = who->next) {
        if (who->here || who->left || !who->until || who->until > s->now || who->until <= told)
            continue;
        if (who->until > s->expected)
            s->expected = who->until;
        session_effect(s, KP_EFFECT_NOTICE, _("%.*s was to be here by now: /here %.*s"),
                       KP_STR_ARG(kp_people_name(s->setup.people, who->person)),
                       KP_STR_ARG(kp_people_name(s->setup.people, who->person)));
    }
}

/* ---- Commands */

static struct kp_json *people_event(struct kp_session *s, const char *name,
                                    const struct kp_json *people)
{
    struct kp_json *event = session_event(s, name);
    session_emit_people(s);
    kp_json_set(&s->feed_arena, event, "people", people);
    return event;
}

static void add_names(struct kp_session *s, const struct kp_json *people, struct kp_buf *out)
{
    KP_JSON_EACH(id, people)
    {
        struct kp_str name = kp_people_name(s->setup.people, id->text);
        kp_buf_addf(out, "%s%.*s", out->len ? ", " : "", KP_STR_ARG(name));
    }
}

static void list_people(struct kp_session *s)
{
    struct kp_buf here = KP_BUF_INIT, later = KP_BUF_INIT;
    if (s->state.at.ask == KP_ASK_START && s->state.people)
        return; /* the first page says so */
    struct kp_json *expected = kp_json_new_array(&s->feed_arena);
    add_names(s, session_present(s), &here);
    for (const struct presence *who = s->state.people; who; who = who->next)
        if (!who->here && !who->was_here)
            kp_json_append(&s->feed_arena, expected,
                           kp_json_new_string(&s->feed_arena, who->person));
    add_names(s, expected, &later);
    if (here.len)
        session_effect(s, KP_EFFECT_NOTICE, _("here: %s"), here.data);
    else
        session_effect(s, KP_EFFECT_NOTICE, "%s", _("nobody is named yet: /here NAME, NAME"));
    if (later.len)
        session_effect(s, KP_EFFECT_NOTICE, _("come later: %s"), later.data);
    kp_buf_release(&here);
    kp_buf_release(&later);
}

/* Says what a guest changes, in words that the guest may read. */
static void tell_guest(struct kp_session *s, bool before)
{
    bool now = kp_session_has_guest(s);
    if (now && !before)
        session_effect(s, KP_EFFECT_NOTICE, "%s",
                       _("with a guest in the room the plan's inner part is kept aside"));
    else if (before && !now)
        session_effect(s, KP_EFFECT_NOTICE, "%s", _("the whole plan is shown again"));
}

/* They are here, with the role that each was given. One line is one event. */
static void emit_here(struct kp_session *s, const struct kp_json *people,
                      const struct kp_json *roles)
{
    bool guest = kp_session_has_guest(s);
    struct kp_json *event = people_event(s, "here", people);
    if (roles)
        kp_json_set(&s->feed_arena, event, "roles", roles);
    if (session_emit(s, event)) {
        list_people(s);
        tell_guest(s, guest);
    }
}

void session_take_people(struct kp_session *s, const struct kp_json *people)
{
    emit_here(s, people, NULL);
}

static bool read_people(struct kp_session *s, struct kp_str args, const struct kp_json **people,
                        const struct kp_json **roles)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    enum kp_status status = kp_attendees_read(&context, args, people, roles, &err);
    if (status)
        session_refuse(s, &err);
    kp_err_release(&err);
    return !status && (*people)->count;
}

void session_feed_here(struct kp_session *s, struct kp_str args)
{
    const struct kp_json *people, *roles;
    if (!args.len)
        list_people(s);
    else if (read_people(s, args, &people, &roles))
        emit_here(s, people, roles);
}

void session_feed_guest(struct kp_session *s, struct kp_str args)
{
    const struct kp_json *people, *given;
    if (!args.len) {
        session_effect(s, KP_EFFECT_REFUSED, _("write %s"), "/guest NAME");
        return;
    }
    if (!read_people(s, args, &people, &given))
        return;
    struct kp_json *roles = kp_json_new_object(&s->feed_arena);
    KP_JSON_EACH(id, people)
    {
        kp_json_set_string(&s->feed_arena, roles, id->text.data, KP_STR("guest"));
    }
    emit_here(s, people, roles);
}

/* "Lars 9:30", "Lars": the time at the end is when they are expected. */
static bool split_time(struct kp_session *s, struct kp_str *text, int64_t *until)
{
    size_t cut = text->len;
    while (cut > 0 && text->data[cut - 1] != ' ')
        cut--;
    struct kp_str word = kp_str_slice(*text, cut, text->len);
    if (!cut || !session_read_time(s, word, until))
        return false;
    *text = kp_str_trim(kp_str_slice(*text, 0, cut));
    return true;
}

void session_feed_late(struct kp_session *s, struct kp_str args)
{
    const struct kp_json *people, *roles;
    int64_t until = 0;
    bool timed = split_time(s, &args, &until);
    if (!args.len) {
        session_effect(s, KP_EFFECT_REFUSED, _("write %s"), "/late NAME 9:30");
        return;
    }
    if (!read_people(s, args, &people, &roles))
        return;
    struct kp_json *event = people_event(s, "late", people);
    if (timed)
        kp_json_set_whole(&s->feed_arena, event, "until", until);
    if (session_emit(s, event))
        list_people(s);
}

void session_feed_gone(struct kp_session *s, struct kp_str args)
{
    const struct kp_json *people, *roles;
    bool guest = kp_session_has_guest(s);
    if (!args.len) {
        session_effect(s, KP_EFFECT_REFUSED, _("write %s"), "/gone NAME");
        return;
    }
    if (!read_people(s, args, &people, &roles))
        return;
    KP_JSON_EACH(id, people)
    {
        if (session_is_here(s, id->text))
            continue;
        session_effect(s, KP_EFFECT_REFUSED, _("%.*s is not here"),
                       KP_STR_ARG(kp_people_name(s->setup.people, id->text)));
        return;
    }
    if (session_emit(s, people_event(s, "gone", people))) {
        list_people(s);
        tell_guest(s, guest);
    }
}

/* /role Mette sponsor */
void session_feed_role(struct kp_session *s, struct kp_str args)
{
    size_t cut = args.len;
    enum kp_role role;
    const struct kp_json *people, *roles;
    bool guest = kp_session_has_guest(s);
    while (cut > 0 && args.data[cut - 1] != ' ')
        cut--;
    struct kp_str word = kp_str_slice(args, cut, args.len);
    args = kp_str_trim(kp_str_slice(args, 0, cut));
    if (!args.len || !session_read_role_word(&s->feed_arena, word, &role)) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("write /role NAME and guest, sponsor, kam, facilitator or member"));
        return;
    }
    if (!read_people(s, args, &people, &roles))
        return;
    struct kp_json *event = people_event(s, "role", people);
    kp_json_set_string(&s->feed_arena, event, "role", kp_str_from(kp_role_name(role)));
    if (session_emit(s, event)) {
        session_effect(s, KP_EFFECT_NOTICE, "%s", _("noted"));
        tell_guest(s, guest);
    }
}

/* ---- Events */

/* A question that is not for a guest does not stay on the screen. */
static void step_aside(struct kp_session *s)
{
    s->state.present = NULL;
    const struct kp_step *step = session_step(s);
    session_forget_derived(s);
    if (s->state.at.ask == KP_ASK_PARKED)
        session_next_stage(s);
    if (step && step->field && !kp_session_may_show(s, step->field))
        session_advance(s);
    else if (s->state.at.ask == KP_ASK_EVIDENCE && step->evidence &&
             !kp_session_may_show(s, step->evidence))
        session_next_phase(s);
}

void session_apply_here(struct kp_session *s, const struct kp_json *event)
{
    KP_JSON_EACH(id, kp_json_get(event, "people"))
    {
        struct presence *who = find_or_add(s, id->text);
        struct kp_str role = kp_json_text(kp_json_get(event, "roles"), id->text.data);
        if (!who->here && s->state.at.ask != KP_ASK_START)
            who->came = s->state.last;
        who->here = who->was_here = true;
        who->left = 0;
        who->has_role = session_read_role(role, &who->role) || who->has_role;
    }
    step_aside(s);
}

void session_apply_late(struct kp_session *s, const struct kp_json *event)
{
    KP_JSON_EACH(id, kp_json_get(event, "people"))
    {
        struct presence *who = find_or_add(s, id->text);
        if (s->state.at.ask == KP_ASK_START)
            who->was_here = false;
        who->here = false;
        who->until = kp_json_whole(event, "until", 0);
    }
    s->state.present = NULL;
    session_reveal_complete(s);
}

void session_apply_gone(struct kp_session *s, const struct kp_json *event)
{
    KP_JSON_EACH(id, kp_json_get(event, "people"))
    {
        struct presence *who = find(s, id->text);
        if (!who || !who->here)
            continue;
        who->here = false;
        who->left = s->state.last;
        s->state.present = NULL;
        if (kp_str_equal(s->state.at.row, who->person))
            session_go_round(s);
    }
    session_reveal_complete(s);
}

void session_apply_role(struct kp_session *s, const struct kp_json *event)
{
    KP_JSON_EACH(id, kp_json_get(event, "people"))
    {
        struct presence *who = find_or_add(s, id->text);
        who->has_role = session_read_role(kp_json_text(event, "role"), &who->role);
    }
    step_aside(s);
}

SESSION_CHECK(attendance)
{
    (void)s;
    const struct kp_json *people = kp_json_get(event, "people");
    const struct kp_json *until = kp_json_get(event, "until");
    struct kp_str role = kp_json_text(event, "role");
    enum kp_role known;
    enum kp_status status = session_check_people(people, err);
    if (!status && (!people || !people->count))
        status = kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no text"), "people");
    if (!status && until && !session_time_valid(kp_json_whole(event, "until", -1)))
        status = kp_err_set(err, KP_INVALID, _("it has no time"));
    if (!status && kp_json_get(event, "role") && !session_read_role(role, &known))
        status = kp_err_set(err, KP_INVALID, _("it gives somebody a role that is not known"));
    return status;
}
