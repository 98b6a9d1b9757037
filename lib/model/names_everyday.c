// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Words that are names as well as everyday words. A text that has one is not about a person for that: "the
 * new market in May", "en mark ved skoven". Folded, without accents, sorted by byte.
 */
#include "model/names.h"

#include <stdlib.h>

/* clang-format off */
static const char *const everyday[] = {
    "alm", "april", "art", "ask", "august", "bach", "back", "bak", "baker", "bakke", "bang",
    "bank", "banks", "baur", "bay", "bear", "beck", "bell", "berg", "best", "bill", "bird",
    "birk", "bishop", "bjerg", "bjork", "bjorn", "black", "blom", "bo", "bock", "bog", "bond",
    "bonde", "borg", "bred", "bro", "brook", "brooks", "brown", "brunn", "bruun", "bush",
    "butler", "by", "camp", "carter", "case", "cash", "chance", "chef", "church", "clay", "cole",
    "cook", "cross", "dag", "dahl", "dal", "dale", "damm", "day", "dean", "drew", "ek", "eld",
    "elm", "eng", "falk", "fall", "feld", "field", "fields", "finn", "fish", "fisher", "fisker",
    "fjeld", "fjord", "flint", "flod", "ford", "forest", "fors", "foster", "frank", "fred",
    "freeman", "fri", "friis", "frisk", "frost", "fuglsang", "gade", "gard", "gardner", "glad",
    "god", "gold", "good", "grace", "graf", "gran", "grant", "gray", "green", "gren", "grey",
    "gron", "gronn", "grund", "guld", "hage", "hall", "ham", "hardy", "hart", "has",
    "hav", "have", "hede", "hill", "hills", "hjort", "hoj", "holm", "holt", "hope", "horn",
    "house", "hunt", "hunter", "hus", "jack", "jan", "joy", "jul", "juli",
    "june", "juni", "justice", "kant", "kar", "kilde", "kim", "king", "kirk", "kirke", "kjar",
    "klint", "klok", "knight", "koch", "kold", "konge", "kraft", "krog", "kvist", "lade", "lake",
    "land", "lane", "lang", "lange", "law", "leth", "light", "lille", "lily", "lind", "list",
    "little", "liv", "ljung", "lock", "long", "lov", "love", "low", "lund", "lykke", "maj",
    "major", "mar", "marina", "mark", "marks", "marsh", "martin", "mason", "max", "may", "mercer",
    "miles", "mill", "miller", "mills", "modig", "moller", "moon", "moore", "mor", "mose",
    "muller", "munk", "nash", "new", "newman", "noble", "nord", "north", "ny",
    "olive", "ost", "page", "palm", "park", "parker", "parks", "parr", "pass", "penny", "per",
    "pil", "pit", "pitt", "plan", "pool", "poole", "pope", "porter", "post", "potter", "power",
    "price", "prior", "quick", "rask", "ravn", "read", "reed", "rich", "ring", "rivers", "rob",
    "rod", "rose", "rosen", "roth", "rune", "rush", "ryan", "saga", "sand", "school", "sharp",
    "shaw", "shepherd", "short", "silver", "sjo", "skat", "skog", "skov", "skytte", "slot",
    "small", "smed", "smith", "snow", "so", "sol", "solberg", "sommer", "south", "spring", "star",
    "stark", "steel", "sten", "stern", "stig", "stone", "stor", "storm", "strand", "street",
    "strom", "strong", "stub", "su", "summer", "sund", "svend", "swift", "tang", "taylor",
    "temple", "thorn", "toft", "tore", "torp", "tove", "trane", "tree", "turner", "ulv", "ung",
    "vang", "vera", "vest", "vik", "vind", "vinter", "viola", "vold", "walker", "wall", "ward",
    "waters", "weaver", "webb", "weber", "wells", "west", "white", "wide", "will", "winter",
    "wise", "wolf", "wood", "woods", "yard", "young",
};
/* clang-format on */

static int compare(const void *word, const void *entry)
{
    const struct kp_str *left = word;
    return kp_str_compare(*left, kp_str_from(*(const char *const *)entry));
}

bool kp_names_everyday(struct kp_str word)
{
    return bsearch(&word, everyday, sizeof everyday / sizeof *everyday, sizeof *everyday,
                   compare) != NULL;
}
