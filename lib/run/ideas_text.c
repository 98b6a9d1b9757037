// SPDX-License-Identifier: GPL-3.0-or-later
/* What a line in an activity is made of: numbers, names, texts. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"

enum { FOUND = 64, NAME_BYTES = 100 };

enum kp_status session_read_idea(struct kp_session *s, struct kp_str text, struct kp_str *out,
                                 struct kp_err *err)
{
    const struct kp_field idea = {.type = kp_type_of(KP_TYPE_TEXT)};
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *value = NULL;
    text = kp_str_trim(text);
    if (!text.len)
        return kp_err_set(err, KP_INVALID, _("an idea needs a text"));
    enum kp_status status = idea.type->parse(&idea, text, &context, &value, err);
    if (!status)
        *out = value->text;
    return status;
}

bool session_read_whole(struct kp_str text, size_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || i == 4)
            return false;
        *number = *number * 10 + (size_t)(text.data[i] - '0');
    }
    return text.len > 0;
}

static bool parts(char c)
{
    return c == ' ' || c == ',' || c == '\t' || c == '\n';
}

struct kp_str session_next_word(struct kp_str *rest)
{
    size_t start = 0, end;
    while (start < rest->len && parts(rest->data[start]))
        start++;
    for (end = start; end < rest->len && !parts(rest->data[end]);)
        end++;
    struct kp_str word = kp_str_slice(*rest, start, end - start);
    *rest = kp_str_slice(*rest, end, rest->len);
    return word;
}

struct idea *session_idea_numbered(struct kp_session *s, const struct round *round, size_t number,
                                   struct kp_err *err)
{
    (void)s;
    if (!round->count) {
        kp_err_set(err, KP_NOT_FOUND, _("there is no idea yet"));
        return NULL;
    }
    if (number < 1 || number > round->count) {
        kp_err_set(err, KP_NOT_FOUND, _("there is no idea %zu; the ideas are 1 to %zu"), number,
                   round->count);
        return NULL;
    }
    struct idea *idea = round->ideas[number - 1], *stands = session_idea_stands(idea);
    if (stands == idea)
        return idea;
    if (stands)
        kp_err_set(err, KP_INVALID,
                   _("idea %zu is part of %zu now: use %zu, or /split %zu takes them apart"),
                   number, stands->number, stands->number, stands->number);
    else
        kp_err_set(err, KP_INVALID,
                   _("idea %zu was removed; type it once more if it is to stand again"), number);
    return NULL;
}

struct kp_str session_idea_letter(const struct idea_group *group)
{
    return (struct kp_str){&group->letter, 1};
}

/* "Mette Holm, Lars Bo" */
static void list_names(struct kp_session *s, const struct kp_json *people, struct kp_buf *out)
{
    KP_JSON_EACH(id, people)
    {
        kp_buf_adds(out, out->len ? ", " : "");
        kp_utf8_add_visible(out, kp_people_name(s->setup.people, id->text), false);
    }
}

static bool is_among(const struct kp_json *people, struct kp_str person)
{
    KP_JSON_EACH(id, people)
    {
        if (kp_str_equal(id->text, person))
            return true;
    }
    return false;
}

/* How many of those present have that name; the first of them in *person. */
static size_t match_present(struct kp_session *s, struct kp_str name, struct kp_str *person)
{
    const struct kp_person *found[FOUND];
    const struct kp_json *present = session_present(s);
    size_t count = kp_people_match(s->setup.people, name, found, FOUND), here = 0;
    for (size_t i = 0; i < count && i < FOUND; i++) {
        if (!is_among(present, found[i]->id))
            continue;
        if (!here++)
            *person = found[i]->id;
    }
    return here;
}

static enum kp_status refuse_ambiguous(struct kp_session *s, struct kp_str name, struct kp_err *err)
{
    struct kp_buf here = KP_BUF_INIT;
    list_names(s, session_present(s), &here);
    kp_err_set(err, KP_INVALID, _("\"%.*s\" may be several: %s; write more of the name"),
               KP_STR_ARG(kp_utf8_fit(name, 40)), here.data);
    kp_buf_release(&here);
    return KP_INVALID;
}

/* The only one of all people who has that name, or whose name begins so. */
static bool match_absent(struct kp_session *s, struct kp_str name, struct kp_str *person)
{
    const struct kp_person *found[FOUND];
    if (kp_people_match(s->setup.people, name, found, FOUND) != 1)
        return false;
    *person = found[0]->id;
    return true;
}

/* Somebody who is not here may have sent an idea: then the whole name says who. */
static bool match_known(struct kp_session *s, struct kp_str name, struct kp_str *person)
{
    struct kp_str folded = kp_utf8_fold(&s->feed_arena, name);
    for (size_t i = 0; folded.len && i < s->setup.people->count; i++) {
        if (!kp_str_equal(s->setup.people->items[i].folded, folded))
            continue;
        *person = s->setup.people->items[i].id;
        return true;
    }
    return false;
}

enum kp_status session_read_giver(struct kp_session *s, struct kp_str text, struct kp_str *person,
                                  struct kp_str *rest, struct kp_err *err)
{
    size_t colon = kp_str_find(text, ':');
    struct kp_str name = kp_str_trim(kp_str_slice(text, 0, colon));
    *person = (struct kp_str){"", 0};
    *rest = text;
    if (colon == text.len || !name.len || name.len > NAME_BYTES)
        return KP_OK;
    size_t here = match_present(s, name, person);
    if (here > 1)
        return refuse_ambiguous(s, name, err);
    if (here || match_known(s, name, person))
        *rest = kp_str_trim(kp_str_slice(text, colon + 1, text.len));
    return KP_OK;
}

enum kp_status session_find_present(struct kp_session *s, struct kp_str name, struct kp_str *person,
                                    struct kp_err *err)
{
    struct kp_buf here = KP_BUF_INIT;
    const struct kp_json *present = session_present(s);
    struct kp_str known;
    size_t count = match_present(s, name, person);
    struct kp_str shown = kp_utf8_fit(name, 40);
    enum kp_status status = KP_OK;
    list_names(s, present, &here);
    if (count > 1)
        status = refuse_ambiguous(s, name, err);
    else if (!count && !here.len)
        status = kp_err_set(err, KP_INVALID,
                            _("nobody's name is known here; write the numbers without a name"));
    else if (!count && match_absent(s, name, &known))
        status = kp_err_set(err, KP_INVALID, _("%.*s is not here; here are: %s"),
                            KP_STR_ARG(kp_people_name(s->setup.people, known)), here.data);
    else if (!count)
        status = kp_err_set(err, KP_INVALID, _("nobody here is called \"%.*s\"; here are: %s"),
                            KP_STR_ARG(shown), here.data);
    kp_buf_release(&here);
    return status;
}
