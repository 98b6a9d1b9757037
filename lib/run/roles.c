// SPDX-License-Identifier: GPL-3.0-or-later
/* Roles in the room: their names, and names of people with a role behind them, as they are typed. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/session_internal.h"

enum { NAME_COLUMNS = 40 };

static const char *const role_names[] = {
    [KP_ROLE_MEMBER] = "member", [KP_ROLE_FACILITATOR] = "facilitator",
    [KP_ROLE_KAM] = "kam",       [KP_ROLE_SPONSOR] = "sponsor",
    [KP_ROLE_GUEST] = "guest",
};

enum { ROLES = sizeof role_names / sizeof *role_names };

/* What people write for a role, in any of the three languages. */
static const struct {
    const char *word;
    enum kp_role role;
} role_words[] = {
    {"member", KP_ROLE_MEMBER},
    {"deltager", KP_ROLE_MEMBER},
    {"deltagare", KP_ROLE_MEMBER},
    {"facilitator", KP_ROLE_FACILITATOR},
    {"mødeleder", KP_ROLE_FACILITATOR},
    {"mötesledare", KP_ROLE_FACILITATOR},
    {"kam", KP_ROLE_KAM},
    {"sponsor", KP_ROLE_SPONSOR},
    {"ledelsessponsor", KP_ROLE_SPONSOR},
    {"guest", KP_ROLE_GUEST},
    {"gæst", KP_ROLE_GUEST},
    {"gäst", KP_ROLE_GUEST},
    {"customer", KP_ROLE_GUEST},
    {"kunde", KP_ROLE_GUEST},
    {"kund", KP_ROLE_GUEST},
};

const char *kp_role_name(enum kp_role role)
{
    return role_names[role];
}

bool session_read_role(struct kp_str name, enum kp_role *out)
{
    for (size_t i = 0; i < ROLES; i++) {
        if (!kp_str_is(name, role_names[i]))
            continue;
        *out = (enum kp_role)i;
        return true;
    }
    return false;
}

bool session_read_role_word(struct kp_arena *arena, struct kp_str text, enum kp_role *out)
{
    struct kp_str folded = kp_utf8_fold(arena, text);
    for (size_t i = 0; i < sizeof role_words / sizeof *role_words; i++) {
        if (!kp_str_equal(folded, kp_utf8_fold(arena, kp_str_from(role_words[i].word))))
            continue;
        *out = role_words[i].role;
        return true;
    }
    return false;
}

/* "Anna Lund (guest)" → the name, and the role if there is one. */
static enum kp_status split_role(struct kp_arena *arena, struct kp_str text, struct kp_str *name,
                                 bool *has_role, enum kp_role *role, struct kp_err *err)
{
    size_t open = kp_str_find(text, '(');
    *has_role = open < text.len;
    *name = kp_str_trim(kp_str_slice(text, 0, open));
    if (!*has_role)
        return KP_OK;
    struct kp_str word = kp_str_slice(text, open + 1, text.len);
    word = kp_str_trim(kp_str_slice(word, 0, kp_str_find(word, ')')));
    if (session_read_role_word(arena, word, role))
        return KP_OK;
    return kp_err_set(err, KP_INVALID,
                      _("\"%.*s\" is no role; there are guest, sponsor, kam, facilitator, member"),
                      KP_STR_ARG(kp_utf8_fit(word, NAME_COLUMNS)));
}

/* Roles first: nobody becomes a person because of a line that is refused further on. */
static enum kp_status check_roles(const struct kp_type_context *context, struct kp_str text,
                                  struct kp_err *err)
{
    struct kp_str name;
    enum kp_role role;
    bool has_role;
    enum kp_status status = KP_OK;
    while (!status && text.data)
        status = split_role(context->arena, kp_str_trim(kp_str_split(&text, ',')), &name, &has_role,
                            &role, err);
    return status;
}

enum kp_status kp_attendees_read(const struct kp_type_context *context, struct kp_str text,
                                 const struct kp_json **people, const struct kp_json **roles,
                                 struct kp_err *err)
{
    const struct kp_field names = {.type = kp_type_of(KP_TYPE_PEOPLE)};
    struct kp_type_context own = *context;
    struct kp_json *list = kp_json_new_array(own.arena), *given = NULL;
    enum kp_status status = check_roles(context, text, err);
    *people = list;
    *roles = NULL;
    while (!status && text.data) {
        const struct kp_json *found = NULL;
        struct kp_str name, part = kp_str_trim(kp_str_split(&text, ','));
        enum kp_role role = KP_ROLE_MEMBER;
        bool has_role;
        if (!part.len)
            continue;
        status = split_role(own.arena, part, &name, &has_role, &role, err);
        if (!status)
            status = names.type->parse(&names, name, &own, &found, err);
        if (status)
            break;
        KP_JSON_EACH(id, found)
        {
            kp_json_append(own.arena, list, kp_json_new_string(own.arena, id->text));
            if (!has_role)
                continue;
            given = given ? given : kp_json_new_object(own.arena);
            kp_json_set_string(own.arena, given, id->text.data, kp_str_from(kp_role_name(role)));
        }
    }
    *roles = given;
    return status;
}
