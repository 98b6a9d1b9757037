// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_CONTACTS_H
#define KP_COMPARE_CONTACTS_H

/*
 * The contact map: who of us knows whom of them, and which model of account management that really
 * is (source 000). In a bowtie everything passes through one person; in a diamond every level and
 * function speaks with its counterpart. Made of the answers `team`, `stakeholders` (their owner and
 * strength is a contact too) and `contacts`, and held against `contacts.model` and its `.wanted`.
 */

#include "model/plan.h"

/* One of ours or of theirs. */
struct kp_contact_person {
    struct kp_str id;       /* p-… */
    struct kp_str title;    /* theirs: as written; may be empty */
    struct kp_str function; /* a choice's id; may be empty */
    size_t level;           /* index among map->levels->choices; choice_count: not known */
    int influence;          /* theirs: 1–5, 0 not known */
    bool key;               /* theirs: influence of 4 or more, or a decision maker */
    bool kam;               /* ours: the one whose role is kam */
    size_t known;           /* contacts that exist: how many they know on the other side */
};

/* What is known of a pair; a strength of -1 is not known, and 0 no contact yet. */
struct kp_contact_link {
    size_t ours, theirs; /* indexes into the map's people */
    int strength, wanted;
    bool information; /* one informs the other, they do not talk things through */
};

enum kp_contact_model {
    KP_CONTACTS_NONE, /* there are no contacts yet */
    KP_CONTACTS_BOWTIE,
    KP_CONTACTS_BETWEEN,
    KP_CONTACTS_DIAMOND,
};

/* What is missing, and what hangs on one person. */
enum kp_contact_gap_kind {
    KP_GAP_NOBODY,  /* theirs: a key person whom nobody of us knows */
    KP_GAP_LEVEL,   /* level: people of theirs, but none of ours meets them at eye level */
    KP_GAP_WEAK,    /* link: wanted stronger than it is */
    KP_GAP_ONE,     /* theirs, ours: a key person known by one of us only */
    KP_GAP_HOLDER,  /* ours, count: one of us holds more than half of the contacts */
    KP_GAP_THROUGH, /* theirs, count: more than half of the contacts end at one of them */
};

struct kp_contact_gap {
    enum kp_contact_gap_kind kind;
    size_t ours, theirs, level, link, count;
};

/* From here on a gap is a single point of failure; before, a missing link. */
#define KP_GAP_FIRST_SINGLE KP_GAP_ONE

struct kp_contact_map {
    const struct kp_field *levels,
        *functions;                          /* columns of `stakeholders`, for words; NULL: none */
    struct kp_contact_person *ours, *theirs; /* by level, then weight, then as they were written */
    size_t our_count, their_count;
    struct kp_contact_link *links; /* by theirs, then ours; one for each pair */
    size_t link_count;
    size_t contacts; /* links that exist: of any strength but 0 */

    enum kp_contact_model model;
    size_t hub;                 /* of ours: who has most contacts (the KAM where it is equal) */
    size_t their_hub;           /* of theirs */
    size_t levels_met;          /* levels of theirs that have a contact at eye level … */
    size_t levels_there;        /* … of so many at which we know of somebody */
    size_t functions_met;       /* functions of theirs with a contact … */
    size_t functions_there;     /* … of so many */
    struct kp_str said, wanted; /* contacts.model and .wanted: "bowtie", "diamond" or empty */

    struct kp_contact_gap *gaps; /* missing links first; within a kind the weightiest first */
    size_t gap_count;
};

/*
 * Works the map out. Everything lives in calc->arena. The model by the contacts that exist:
 * bowtie: fewer than a third of them go past one person, on either side;
 * diamond: no bowtie, every level at which we know of somebody (two or more) has a contact at
 * eye level, three functions of theirs (or all, if fewer) have a contact, and so has every key
 * person;
 * between the two otherwise. False when there is nobody of theirs.
 */
bool kp_contact_map_read(struct kp_contact_map *map, struct kp_calc *calc);

/* "none", "bowtie", "between", "diamond". */
const char *kp_contact_model_name(enum kp_contact_model model);

/* The same as a document: `contact_map` of `show ACCOUNT contacts --json`. */
struct kp_json *kp_contact_map_json(const struct kp_contact_map *map, struct kp_arena *arena);

#endif
