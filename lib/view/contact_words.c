// SPDX-License-Identifier: GPL-3.0-or-later
/* What a contact map says in words. */
#include "base/text.h"
#include "base/utf8.h"
#include "view/contact_map.h"

/* A person's name, safe and on one line, in the calc's words; at most so wide that a sentence stays one. */
static struct kp_buf name_of(const struct kp_contact_person *person, const struct kp_style *style)
{
    enum { MOST = 40 };
    struct kp_buf safe = KP_BUF_INIT, name = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, kp_people_name(style->people, person->id), false);
    struct kp_str fit = kp_utf8_fit(kp_buf_str(&safe), MOST);
    kp_buf_add(&name, fit);
    if (fit.len < safe.len)
        kp_buf_adds(&name, kp_style_sign(style, "…", "~"));
    kp_buf_release(&safe);
    return name;
}

struct kp_str kp_view_contact_level(const struct kp_contact_map *map, size_t level,
                                    const struct kp_style *style)
{
    if (!map->levels || level >= map->levels->choice_count)
        return kp_str_from(_("level not known"));
    return kp_words_get(&map->levels->choices[level].label, style->lang);
}

void kp_view_contact_strength(const struct kp_contact_link *link, struct kp_buf *out)
{
    if (link->strength < 0)
        kp_buf_addc(out, '?');
    else
        kp_buf_addf(out, "%d", link->strength);
    if (link->wanted > link->strength)
        kp_buf_addf(out, ">%d", link->wanted);
}

/* "1 → 2": the strength that is, and the one that is wanted. */
static void add_from_to(const struct kp_contact_link *link, const struct kp_style *style,
                        struct kp_buf *out)
{
    if (link->strength < 0)
        kp_buf_addc(out, '?');
    else
        kp_buf_addf(out, "%d", link->strength);
    if (link->wanted > link->strength)
        kp_buf_addf(out, "%s%d", kp_style_sign(style, " → ", " -> "), link->wanted);
}

/* ---- the model */

static const char *model_word(enum kp_contact_model model)
{
    switch (model) {
    case KP_CONTACTS_BOWTIE: return _("Bowtie");
    case KP_CONTACTS_DIAMOND: return _("Diamond");
    case KP_CONTACTS_BETWEEN: return _("Between bowtie and diamond");
    case KP_CONTACTS_NONE: break;
    }
    return _("No contacts yet");
}

/* Through whom most contacts run: of ours, unless it is more with theirs. */
static const struct kp_contact_person *waist_of(const struct kp_contact_map *map)
{
    const struct kp_contact_person *ours = &map->ours[map->hub];
    const struct kp_contact_person *theirs = &map->theirs[map->their_hub];
    return theirs->known > ours->known ? theirs : ours;
}

static void add_reason(const struct kp_contact_map *map, const struct kp_style *style,
                       struct kp_buf *out)
{
    const struct kp_contact_person *waist = waist_of(map);
    struct kp_buf name = name_of(waist, style);
    if (map->model != KP_CONTACTS_DIAMOND)
        kp_buf_addf(out,
                    ngettext("%zu of %zu contact runs through %s",
                             "%zu of %zu contacts run through %s", (unsigned long)map->contacts),
                    waist->known, map->contacts, name.data);
    if (map->model == KP_CONTACTS_BETWEEN)
        kp_buf_adds(out, "; ");
    if (map->model != KP_CONTACTS_BOWTIE)
        kp_buf_addf(out, _("%zu of %zu levels meet their counterpart"), map->levels_met,
                    map->levels_there);
    kp_buf_release(&name);
}

static void add_answer(const char *format, struct kp_str answer, struct kp_buf *out)
{
    const char *word = kp_str_is(answer, "bowtie")    ? model_word(KP_CONTACTS_BOWTIE)
                       : kp_str_is(answer, "diamond") ? model_word(KP_CONTACTS_DIAMOND)
                                                      : NULL;
    if (!answer.len)
        return;
    kp_buf_addc(out, ' ');
    kp_buf_addf(out, "%s: ", format);
    if (word)
        kp_buf_adds(out, word);
    else
        kp_utf8_add_visible(out, answer, false);
    kp_buf_addc(out, '.');
}

void kp_view_contact_model(const struct kp_contact_map *map, const struct kp_style *style,
                           struct kp_buf *out)
{
    kp_buf_adds(out, model_word(map->model));
    if (map->model != KP_CONTACTS_NONE) {
        kp_buf_adds(out, ": ");
        add_reason(map, style, out);
    }
    kp_buf_addc(out, '.');
    add_answer(_("The plan says"), map->said, out);
    add_answer(_("Wanted"), map->wanted, out);
}

/* ---- the gaps */

void kp_view_contact_gap(const struct kp_contact_map *map, const struct kp_contact_gap *gap,
                         const struct kp_style *style, struct kp_buf *out)
{
    struct kp_buf ours = KP_BUF_INIT, theirs = KP_BUF_INIT, part = KP_BUF_INIT;
    if (map->our_count)
        ours = name_of(&map->ours[gap->ours], style);
    if (map->their_count)
        theirs = name_of(&map->theirs[gap->theirs], style);
    switch (gap->kind) {
    case KP_GAP_NOBODY: kp_buf_addf(out, _("nobody of us knows %s"), theirs.data); break;
    case KP_GAP_LEVEL:
        kp_utf8_add_visible(&part, kp_view_contact_level(map, gap->level, style), false);
        kp_buf_addf(out, _("%s: nobody of us at that level meets them"), part.data);
        break;
    case KP_GAP_WEAK:
        add_from_to(&map->links[gap->link], style, &part);
        if (map->links[gap->link].strength == 0)
            kp_buf_addf(out, _("%s and %s should know each other (%s)"), ours.data, theirs.data,
                        part.data);
        else
            kp_buf_addf(out, _("%s and %s should know each other better (%s)"), ours.data,
                        theirs.data, part.data);
        break;
    case KP_GAP_ONE: kp_buf_addf(out, _("only %s knows %s"), ours.data, theirs.data); break;
    case KP_GAP_HOLDER:
        kp_buf_addf(out, _("%s holds %zu of %zu contacts"), ours.data, gap->count, map->contacts);
        break;
    case KP_GAP_THROUGH:
        kp_buf_addf(out, _("%s is the other end of %zu of %zu contacts"), theirs.data, gap->count,
                    map->contacts);
        break;
    }
    kp_buf_release(&ours);
    kp_buf_release(&theirs);
    kp_buf_release(&part);
}
