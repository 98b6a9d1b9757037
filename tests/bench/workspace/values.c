// SPDX-License-Identifier: GPL-3.0-or-later
#include "values.h"

#include "base/date.h"
#include "base/id.h"
#include "model/type.h"

uint64_t mix(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    uint64_t z = ((a * 0x9e3779b97f4a7c15 + b) * 0xbf58476d1ce4e5b9 + c) * 0x94d049bb133111eb + d;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static const char *pick(const char *const *words, size_t count, uint64_t *seed)
{
    *seed = mix(*seed, count, 0, 1);
    return words[*seed % count];
}

#define PICK(words, seed) pick(words, sizeof(words) / sizeof *(words), seed)

struct kp_str make_phrase(struct kp_arena *arena, uint64_t seed)
{
    static const char *const deeds[] = {"Serviceaftale for", "Ombygning af",    "Overvågning af",
                                        "Energimåling på",   "Reservedele til", "Audit of",
                                        "Roll-out of",       "Förnyelse av"};
    static const char *const things[] = {"fryselinje",      "kølerum",   "pakkeriet",
                                         "cold-chain line", "ställverk", "the depot",
                                         "lagerhallen",     "web shop"};
    static const char *const places[] = {"Hirtshals", "Struer", "Kolding", "Malmö",
                                         "Göteborg",  "Leeds",  "Aalborg", "Jönköping"};
    const char *deed = PICK(deeds, &seed), *thing = PICK(things, &seed);
    return kp_arena_format(arena, "%s %s, %s %d", deed, thing, PICK(places, &seed),
                           (int)(seed >> 20 & 0xff));
}

static struct kp_str make_sentence(struct kp_arena *arena, uint64_t seed)
{
    static const char *const who[] = {"The board",     "Indkøbschefen",    "Their CFO",
                                      "Driftslederen", "Koncernledningen", "The plant in Struer",
                                      "Vores montør",  "Inköpsavdelningen"};
    static const char *const does[] = {"wants energy use per tonne down by",
                                       "har bedt om et tilbud på",
                                       "har sparat in",
                                       "expects savings of",
                                       "vil samle leverandørerne og spare",
                                       "will decide on an investment of",
                                       "ønsker dokumentation for et udbytte på",
                                       "räknar med en tillväxt på"};
    static const char *const ends[] = {"before the next budget",
                                       "inden udgangen af året",
                                       "om vi kan svara inden två timmar",
                                       "because two technicians retire",
                                       "når Kolding er solgt",
                                       "utan längre stopp i driften"};
    const char *subject = PICK(who, &seed), *verb = PICK(does, &seed);
    return kp_arena_format(arena, "%s %s %d %% %s.", subject, verb, (int)(seed >> 20 & 63),
                           PICK(ends, &seed));
}

/* Three sentences, of which each change rewrites one. */
static struct kp_json *make_note(struct kp_arena *arena, uint64_t seed, unsigned version)
{
    struct kp_str parts[3];
    for (unsigned i = 0; i < 3; i++)
        parts[i] = make_sentence(arena, mix(seed, i, (version + 2 - i) / 3, 2));
    return kp_json_new_string(
        arena, kp_arena_format(arena, "%s %s\n%s", parts[0].data, parts[1].data, parts[2].data));
}

struct kp_json *make_id(struct kp_arena *arena, char letter, uint64_t seed)
{
    struct kp_ids ids = {.seeded = true, .state = seed};
    char id[KP_ID_SIZE];
    kp_id_make(&ids, letter, id);
    return kp_json_new_string(arena, kp_str_from(id));
}

struct kp_str person(const struct kp_people *people, uint64_t seed)
{
    return people->items[seed % people->count].id;
}

static int64_t between(int64_t min, int64_t max, uint64_t seed)
{
    return min + (int64_t)(seed % (uint64_t)(max - min + 1));
}

static struct kp_json *make_number(struct kp_arena *arena, const struct kp_field *field,
                                   uint64_t seed, int64_t min, int64_t max, int64_t unit)
{
    int64_t bound;
    if (field->has_min && kp_number_whole(field->min, &bound) && bound > min)
        min = bound;
    if (field->has_max && kp_number_whole(field->max, &bound) && bound < max)
        max = bound;
    if (max <= min) /* a year, say */
        max = min + 50 * unit;
    return kp_json_new_whole(arena, between(min / unit, max / unit, seed) * unit);
}

static int step(const struct kp_scale *scale, uint64_t seed)
{
    return scale->steps[seed % scale->count].value;
}

static struct kp_json *make_date(struct kp_arena *arena, uint64_t seed)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_date_print(&text, kp_date_from_days(18450 + (int64_t)(seed % 2400)));
    struct kp_json *date = kp_json_new_string(arena, kp_buf_str(&text));
    kp_buf_release(&text);
    return date;
}

struct kp_json *make_strings(struct kp_arena *arena, struct kp_str one)
{
    struct kp_json *array = kp_json_new_array(arena);
    kp_json_append(arena, array, kp_json_new_string(arena, one));
    return array;
}

static struct kp_json *make_position(struct kp_arena *arena, const struct kp_field *field,
                                     uint64_t seed)
{
    struct kp_json *position = kp_json_new_object(arena);
    kp_json_set_whole(arena, position, "x", step(&field->x, seed));
    kp_json_set_whole(arena, position, "y", step(&field->y, seed >> 9));
    return position;
}

/* What is no table and no list; `version` counts its changes. */
static struct kp_json *make_plain(struct kp_arena *arena, const struct kp_people *people,
                                  const struct kp_field *field, uint64_t seed, unsigned version)
{
    if (field->type->kind == KP_TYPE_NOTE)
        return make_note(arena, seed, version);
    seed = mix(seed, version, 0, 3);
    switch (field->type->kind) {
    case KP_TYPE_NUMBER: return make_number(arena, field, seed, 1, 400, 1);
    case KP_TYPE_MONEY: return make_number(arena, field, seed, 50000, 9000000, 1000);
    case KP_TYPE_PERCENT: return make_number(arena, field, seed, 5, 95, 5);
    case KP_TYPE_DATE: return make_date(arena, seed);
    case KP_TYPE_YESNO: return kp_json_new_bool(arena, seed & 1);
    case KP_TYPE_CHOICE:
        return kp_json_new_string(arena, field->choices[seed % field->choice_count].id);
    case KP_TYPE_CHOICES: return make_strings(arena, field->choices[seed % field->choice_count].id);
    case KP_TYPE_SCALE: return kp_json_new_whole(arena, step(&field->scale, seed));
    case KP_TYPE_PERSON: return kp_json_new_string(arena, person(people, seed));
    case KP_TYPE_PEOPLE: return make_strings(arena, person(people, seed));
    case KP_TYPE_POSITION: return make_position(arena, field, seed);
    default: return kp_json_new_string(arena, make_phrase(arena, seed));
    }
}

/* Each change of a table or list is one of a row, where about every third cell takes another value; every fifth adds one. */
static struct kp_json *make_rows(struct kp_arena *arena, const struct kp_people *people,
                                 const struct kp_field *field, uint64_t seed, unsigned version)
{
    struct kp_json *array = kp_json_new_array(arena);
    unsigned begun = 3 + seed % 4, count = begun + version / 5;
    for (unsigned r = 0; r < count && r < 12; r++) {
        unsigned changes = (version + begun - r % begun) / begun;
        uint64_t own = mix(seed, r, 0, 4);
        struct kp_json *row = kp_json_new_object(arena);
        kp_json_append(arena, array, row);
        kp_json_set(arena, row, "id", make_id(arena, 'r', own));
        if (field->type->kind == KP_TYPE_LIST)
            kp_json_set_string(arena, row, "text", make_sentence(arena, own + changes));
        for (size_t c = 0; c < field->column_count; c++) {
            const struct kp_field *column = &field->columns[c];
            if (!column->calc)
                kp_json_set(arena, row, column->id.data,
                            make_plain(arena, people, column, mix(own, c, 0, 5),
                                       (changes + (unsigned)c) / 3));
        }
    }
    return array;
}

struct kp_json *make_value(struct kp_arena *arena, const struct kp_people *people,
                           const struct kp_field *field, uint64_t seed, unsigned version)
{
    bool rows = field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST;
    return (rows ? make_rows : make_plain)(arena, people, field, seed, version);
}
