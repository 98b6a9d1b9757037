// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/contacts.h"

#include <stdlib.h>

enum { KEY_INFLUENCE = 4, FUNCTIONS_ENOUGH = 3, LEVELS_ENOUGH = 2, HELD_LEAST = 3 };

/* ---- reading the answers */

static const struct kp_json *rows_of(struct kp_calc *calc, const char *id,
                                     const struct kp_field **field)
{
    const struct kp_field *table = kp_model_field(calc->model, kp_str_from(id));
    const struct kp_json *rows = table ? kp_calc_value(calc, table) : NULL;
    if (field)
        *field = table;
    return rows && rows->kind == KP_JSON_ARRAY ? rows : NULL;
}

static size_t count_of(const struct kp_json *rows)
{
    return rows ? rows->count : 0;
}

static size_t level_of(const struct kp_contact_map *map, const struct kp_json *row)
{
    struct kp_str id = kp_json_text(row, "level");
    size_t count = map->levels ? map->levels->choice_count : 0, at = 0;
    while (at < count && !kp_str_equal(map->levels->choices[at].id, id))
        at++;
    return at;
}

static size_t find(const struct kp_contact_person *people, size_t count, struct kp_str id)
{
    size_t at = 0;
    while (at < count && !kp_str_equal(people[at].id, id))
        at++;
    return at;
}

/* The person of that id, added where there is none; NULL for no id. */
static struct kp_contact_person *add_person(const struct kp_contact_map *map,
                                            struct kp_contact_person *people, size_t *count,
                                            struct kp_str id)
{
    if (id.len == 0)
        return NULL;
    size_t at = find(people, *count, id);
    if (at == *count)
        people[(*count)++] = (struct kp_contact_person){
            .id = id, .level = map->levels ? map->levels->choice_count : 0};
    return &people[at];
}

static void place_person(const struct kp_contact_map *map, struct kp_contact_person *person,
                         const struct kp_json *row)
{
    person->level = level_of(map, row);
    person->function = kp_json_text(row, "function");
}

static void read_ours(struct kp_contact_map *map, const struct kp_json *team)
{
    KP_JSON_EACH(row, team)
    {
        struct kp_contact_person *person =
            add_person(map, map->ours, &map->our_count, kp_json_text(row, "person"));
        if (!person)
            continue;
        place_person(map, person, row);
        person->kam = person->kam || kp_str_is(kp_json_text(row, "role"), "kam");
    }
}

static void read_theirs(struct kp_contact_map *map, const struct kp_json *stakeholders)
{
    KP_JSON_EACH(row, stakeholders)
    {
        struct kp_contact_person *person =
            add_person(map, map->theirs, &map->their_count, kp_json_text(row, "person"));
        if (!person)
            continue;
        place_person(map, person, row);
        person->title = kp_json_text(row, "title");
        person->influence = (int)kp_json_whole(row, "influence", 0);
        person->key = person->influence >= KEY_INFLUENCE ||
                      kp_str_is(kp_json_text(row, "role"), "decision_maker");
    }
}

/* A pair as `contacts` has it stands; where that says nothing, what `stakeholders` says of the owner. */
static void add_link(struct kp_contact_map *map, struct kp_str ours, struct kp_str theirs,
                     const struct kp_json *row)
{
    struct kp_contact_person *our = add_person(map, map->ours, &map->our_count, ours);
    struct kp_contact_person *their = add_person(map, map->theirs, &map->their_count, theirs);
    if (!our || !their)
        return;
    size_t o = (size_t)(our - map->ours), t = (size_t)(their - map->theirs), at = 0;
    while (at < map->link_count && (map->links[at].ours != o || map->links[at].theirs != t))
        at++;
    if (at == map->link_count)
        map->links[map->link_count++] =
            (struct kp_contact_link){.ours = o, .theirs = t, .strength = -1, .wanted = -1};
    struct kp_contact_link *link = &map->links[at];
    if (link->strength < 0)
        link->strength = (int)kp_json_whole(row, "strength", -1);
    if (link->wanted < 0)
        link->wanted = (int)kp_json_whole(row, "wanted", -1);
    link->information = link->information || kp_str_is(kp_json_text(row, "kind"), "information");
}

/* ---- order */

static int compare_size(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

/* By level; the weightiest first; `title.data` is not looked at, so equal ones keep their order below. */
static int compare_people(const struct kp_contact_person *a, const struct kp_contact_person *b)
{
    if (a->level != b->level)
        return compare_size(a->level, b->level);
    if (a->kam != b->kam)
        return a->kam ? -1 : 1;
    if (a->influence != b->influence)
        return a->influence > b->influence ? -1 : 1;
    return a->key == b->key ? 0 : a->key ? -1 : 1;
}

/* Sorts people, keeping the order of equal ones; moved[old] is where each went. */
static void sort_people(struct kp_contact_person *people, size_t count, size_t *moved,
                        struct kp_arena *arena)
{
    struct kp_contact_person *sorted = kp_arena_alloc(arena, (count + 1) * sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        size_t place = 0;
        for (size_t k = 0; k < count; k++) {
            int order = compare_people(&people[k], &people[i]);
            place += order < 0 || (order == 0 && k < i);
        }
        moved[i] = place;
        sorted[place] = people[i];
    }
    for (size_t i = 0; i < count; i++)
        people[i] = sorted[i];
}

static int compare_links(const void *a, const void *b)
{
    const struct kp_contact_link *left = a, *right = b;
    int order = compare_size(left->theirs, right->theirs);
    return order ? order : compare_size(left->ours, right->ours);
}

static void sort_map(struct kp_contact_map *map, struct kp_arena *arena)
{
    size_t *ours = kp_arena_alloc(arena, (map->our_count + 1) * sizeof *ours);
    size_t *theirs = kp_arena_alloc(arena, (map->their_count + 1) * sizeof *theirs);
    sort_people(map->ours, map->our_count, ours, arena);
    sort_people(map->theirs, map->their_count, theirs, arena);
    for (size_t i = 0; i < map->link_count; i++) {
        map->links[i].ours = ours[map->links[i].ours];
        map->links[i].theirs = theirs[map->links[i].theirs];
    }
    if (map->link_count)
        qsort(map->links, map->link_count, sizeof *map->links, compare_links);
}

/* ---- what model that is */

static bool exists(const struct kp_contact_link *link)
{
    return link->strength != 0;
}

static void count_contacts(struct kp_contact_map *map)
{
    for (size_t i = 0; i < map->link_count; i++) {
        if (!exists(&map->links[i]))
            continue;
        map->contacts++;
        map->ours[map->links[i].ours].known++;
        map->theirs[map->links[i].theirs].known++;
    }
    for (size_t i = 0; i < map->our_count; i++) {
        const struct kp_contact_person *hub = &map->ours[map->hub], *person = &map->ours[i];
        if (person->known > hub->known || (person->known == hub->known && person->kam && !hub->kam))
            map->hub = i;
    }
    for (size_t i = 0; i < map->their_count; i++)
        if (map->theirs[i].known > map->theirs[map->their_hub].known)
            map->their_hub = i;
}

static bool is_met(const struct kp_contact_map *map, size_t level)
{
    for (size_t i = 0; i < map->link_count; i++)
        if (exists(&map->links[i]) && map->ours[map->links[i].ours].level == level &&
            map->theirs[map->links[i].theirs].level == level)
            return true;
    return false;
}

static bool is_there(const struct kp_contact_map *map, size_t level)
{
    for (size_t i = 0; i < map->their_count; i++)
        if (map->theirs[i].level == level)
            return true;
    return false;
}

static void count_levels(struct kp_contact_map *map)
{
    for (size_t level = 0; map->levels && level < map->levels->choice_count; level++) {
        if (!is_there(map, level))
            continue;
        map->levels_there++;
        map->levels_met += is_met(map, level);
    }
}

static void count_functions(struct kp_contact_map *map)
{
    for (size_t i = 0; i < map->their_count; i++) {
        struct kp_str function = map->theirs[i].function;
        bool seen = function.len == 0, met = false;
        for (size_t k = 0; k < map->their_count; k++) {
            if (!kp_str_equal(map->theirs[k].function, function))
                continue;
            seen = seen || k < i;
            met = met || map->theirs[k].known > 0;
        }
        map->functions_there += !seen;
        map->functions_met += !seen && met;
    }
}

static bool is_bowtie(const struct kp_contact_map *map)
{
    size_t past_us = map->contacts - map->ours[map->hub].known;
    size_t past_them = map->contacts - map->theirs[map->their_hub].known;
    return past_us * 3 < map->contacts || past_them * 3 < map->contacts;
}

static bool knows_all_keys(const struct kp_contact_map *map)
{
    for (size_t i = 0; i < map->their_count; i++)
        if (map->theirs[i].key && map->theirs[i].known == 0)
            return false;
    return true;
}

static enum kp_contact_model model_of(const struct kp_contact_map *map)
{
    if (map->contacts == 0)
        return KP_CONTACTS_NONE;
    if (is_bowtie(map))
        return KP_CONTACTS_BOWTIE;
    bool levels = map->levels_there >= LEVELS_ENOUGH && map->levels_met == map->levels_there;
    bool functions =
        map->functions_met >= FUNCTIONS_ENOUGH || map->functions_met == map->functions_there;
    return levels && functions && knows_all_keys(map) ? KP_CONTACTS_DIAMOND : KP_CONTACTS_BETWEEN;
}

const char *kp_contact_model_name(enum kp_contact_model model)
{
    static const char *const names[] = {"none", "bowtie", "between", "diamond"};
    return names[model];
}

/* ---- what is missing, and what hangs on one person */

static struct kp_contact_gap *add_gap(struct kp_contact_map *map, enum kp_contact_gap_kind kind)
{
    struct kp_contact_gap *gap = &map->gaps[map->gap_count++];
    *gap = (struct kp_contact_gap){.kind = kind};
    return gap;
}

static bool is_weak(const struct kp_contact_link *link)
{
    return link->strength >= 0 && link->wanted > link->strength;
}

/* How much a weak link matters: first that a key person is meant, then how far it is from what is wanted. */
static int weight_of(const struct kp_contact_map *map, const struct kp_contact_link *link)
{
    return (map->theirs[link->theirs].key ? 100 : 0) + link->wanted - link->strength;
}

static void add_weak(struct kp_contact_map *map)
{
    size_t first = map->gap_count;
    for (size_t i = 0; i < map->link_count; i++) {
        if (!is_weak(&map->links[i]))
            continue;
        size_t at = map->gap_count;
        add_gap(map, KP_GAP_WEAK);
        while (at > first && weight_of(map, &map->links[map->gaps[at - 1].link]) <
                                 weight_of(map, &map->links[i])) {
            map->gaps[at] = map->gaps[at - 1];
            at--;
        }
        map->gaps[at] = (struct kp_contact_gap){.kind = KP_GAP_WEAK,
                                                .ours = map->links[i].ours,
                                                .theirs = map->links[i].theirs,
                                                .link = i};
    }
}

static void add_missing(struct kp_contact_map *map)
{
    for (size_t i = 0; i < map->their_count; i++)
        if (map->theirs[i].key && map->theirs[i].known == 0)
            add_gap(map, KP_GAP_NOBODY)->theirs = i;
    for (size_t level = 0; map->levels && level < map->levels->choice_count; level++)
        if (is_there(map, level) && !is_met(map, level))
            add_gap(map, KP_GAP_LEVEL)->level = level;
    add_weak(map);
}

static void add_single_points(struct kp_contact_map *map)
{
    for (size_t i = 0; i < map->link_count; i++) {
        const struct kp_contact_link *link = &map->links[i];
        const struct kp_contact_person *theirs = &map->theirs[link->theirs];
        if (!exists(link) || !theirs->key || theirs->known != 1)
            continue;
        struct kp_contact_gap *gap = add_gap(map, KP_GAP_ONE);
        gap->ours = link->ours;
        gap->theirs = link->theirs;
        gap->link = i;
    }
    if (map->contacts < HELD_LEAST)
        return;
    if (map->ours[map->hub].known * 2 > map->contacts) {
        struct kp_contact_gap *gap = add_gap(map, KP_GAP_HOLDER);
        gap->ours = map->hub;
        gap->count = map->ours[map->hub].known;
    }
    if (map->theirs[map->their_hub].known * 2 > map->contacts) {
        struct kp_contact_gap *gap = add_gap(map, KP_GAP_THROUGH);
        gap->theirs = map->their_hub;
        gap->count = map->theirs[map->their_hub].known;
    }
}

/* ---- the whole */

static struct kp_str choice_of(struct kp_calc *calc, const char *id)
{
    const struct kp_field *field = kp_model_field(calc->model, kp_str_from(id));
    const struct kp_json *value = field ? kp_calc_value(calc, field) : NULL;
    return value && value->kind == KP_JSON_STRING ? value->text : (struct kp_str){NULL, 0};
}

bool kp_contact_map_read(struct kp_contact_map *map, struct kp_calc *calc)
{
    const struct kp_field *table;
    const struct kp_json *team = rows_of(calc, "team", NULL);
    const struct kp_json *contacts = rows_of(calc, "contacts", NULL);
    const struct kp_json *stakeholders = rows_of(calc, "stakeholders", &table);
    size_t links = count_of(contacts) + count_of(stakeholders);
    size_t ours = count_of(team) + links, gaps;
    *map = (struct kp_contact_map){0};
    if (table) {
        map->levels = kp_field_column(table, KP_STR("level"));
        map->functions = kp_field_column(table, KP_STR("function"));
    }
    map->ours = kp_arena_alloc(calc->arena, (ours + 1) * sizeof *map->ours);
    map->theirs = kp_arena_alloc(calc->arena, (links + 1) * sizeof *map->theirs);
    map->links = kp_arena_alloc(calc->arena, (links + 1) * sizeof *map->links);
    read_ours(map, team);
    read_theirs(map, stakeholders);
    KP_JSON_EACH(row, contacts)
    {
        add_link(map, kp_json_text(row, "ours"), kp_json_text(row, "theirs"), row);
    }
    KP_JSON_EACH(row, stakeholders)
    {
        add_link(map, kp_json_text(row, "owner"), kp_json_text(row, "person"), row);
    }
    map->said = choice_of(calc, "contacts.model");
    map->wanted = choice_of(calc, "contacts.model.wanted");
    if (!map->their_count)
        return false;
    sort_map(map, calc->arena);
    count_contacts(map);
    count_levels(map);
    count_functions(map);
    map->model = model_of(map);
    gaps = map->their_count + map->link_count * 2 + (map->levels ? map->levels->choice_count : 0);
    map->gaps = kp_arena_alloc(calc->arena, (gaps + 2) * sizeof *map->gaps);
    add_missing(map);
    add_single_points(map);
    return true;
}

/* ---- as a document */

static void set_strength(struct kp_arena *arena, struct kp_json *object, const char *name,
                         int strength)
{
    if (strength >= 0)
        kp_json_set_whole(arena, object, name, strength);
}

static struct kp_json *gap_json(const struct kp_contact_map *map, const struct kp_contact_gap *gap,
                                struct kp_arena *arena)
{
    static const char *const kinds[] = {"nobody", "level", "weak", "one", "holder", "through"};
    struct kp_json *object = kp_json_new_object(arena);
    enum kp_contact_gap_kind kind = gap->kind;
    kp_json_set_string(arena, object, "kind", kp_str_from(kinds[kind]));
    if (kind == KP_GAP_WEAK || kind == KP_GAP_ONE || kind == KP_GAP_HOLDER)
        kp_json_set_string(arena, object, "ours", map->ours[gap->ours].id);
    if (kind != KP_GAP_LEVEL && kind != KP_GAP_HOLDER)
        kp_json_set_string(arena, object, "theirs", map->theirs[gap->theirs].id);
    if (kind == KP_GAP_LEVEL)
        kp_json_set_string(arena, object, "level", map->levels->choices[gap->level].id);
    if (kind == KP_GAP_WEAK) {
        set_strength(arena, object, "strength", map->links[gap->link].strength);
        set_strength(arena, object, "wanted", map->links[gap->link].wanted);
    }
    if (kind >= KP_GAP_HOLDER)
        kp_json_set_whole(arena, object, "contacts", (int64_t)gap->count);
    return object;
}

struct kp_json *kp_contact_map_json(const struct kp_contact_map *map, struct kp_arena *arena)
{
    struct kp_json *document = kp_json_new_object(arena);
    kp_json_set_string(arena, document, "model", kp_str_from(kp_contact_model_name(map->model)));
    if (map->said.len)
        kp_json_set_string(arena, document, "said", map->said);
    if (map->wanted.len)
        kp_json_set_string(arena, document, "wanted", map->wanted);
    kp_json_set_whole(arena, document, "contacts", (int64_t)map->contacts);
    kp_json_set_whole(arena, document, "levels", (int64_t)map->levels_there);
    kp_json_set_whole(arena, document, "levels_met", (int64_t)map->levels_met);
    kp_json_set_whole(arena, document, "functions", (int64_t)map->functions_there);
    kp_json_set_whole(arena, document, "functions_met", (int64_t)map->functions_met);
    struct kp_json *missing = kp_json_new_array(arena), *single = kp_json_new_array(arena);
    kp_json_set(arena, document, "missing", missing);
    kp_json_set(arena, document, "single_points", single);
    for (size_t i = 0; i < map->gap_count; i++)
        kp_json_append(arena, map->gaps[i].kind < KP_GAP_FIRST_SINGLE ? missing : single,
                       gap_json(map, &map->gaps[i], arena));
    return document;
}
