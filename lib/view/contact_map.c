// SPDX-License-Identifier: GPL-3.0-or-later
/* The contact map on a terminal. Each of ours has a lane of the middle, in which their contacts run. */
#include "view/contact_map.h"

#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

enum {
    NAMES_LEAST = 14,
    NAMES_MOST = 24,
    LANE = 2,
    STRENGTH = 6, /* "─1>2 " and a space */
    THEIRS_LEAST = 20,
    LANES_MOST = 16,
    ROWS_MOST = 100,
    LISTED_MOST = 12, /* gaps of a kind */
};

#define NONE ((size_t)-1)

/* One line: somebody of ours on the left, a contact of somebody's of theirs on the right. */
struct row {
    size_t level;  /* a heading's; NONE: no heading */
    size_t ours;   /* NONE: nobody */
    size_t theirs; /* NONE: nobody, or more of the one above */
    size_t link;   /* NONE: no line */
};

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

struct drawing {
    const struct kp_contact_map *map;
    const struct kp_style *style;
    size_t indent, columns, names;
    struct row rows[ROWS_MOST];
    size_t row_count;
    size_t *lane;               /* of each of ours; NONE: they have no line */
    size_t *first, *last, *own; /* rows of each of ours' lane, and their own row */
    size_t lane_count;
    struct kp_buf *out;
};

static const char *sign(const struct drawing *d, const char *drawn, const char *ascii)
{
    return kp_style_sign(d->style, drawn, ascii);
}

/* ---- where everybody stands */

static struct row *add_row(struct drawing *d)
{
    if (d->row_count == ROWS_MOST)
        return NULL;
    struct row *row = &d->rows[d->row_count++];
    *row = (struct row){NONE, NONE, NONE, NONE};
    return row;
}

static bool add_theirs(struct drawing *d, size_t level)
{
    const struct kp_contact_map *map = d->map;
    for (size_t t = 0, at = 0; t < map->their_count; t++) {
        struct row *row = NULL;
        while (at < map->link_count && map->links[at].theirs < t)
            at++;
        if (map->theirs[t].level != level)
            continue;
        for (size_t i = at; i < map->link_count && map->links[i].theirs == t; i++) {
            bool more = row != NULL;
            if (!(row = add_row(d)))
                return false;
            row->theirs = more ? NONE : t;
            row->link = i;
        }
        if (!row && !(row = add_row(d)))
            return false;
        if (row->link == NONE)
            row->theirs = t;
    }
    return true;
}

/* A row for one of ours: where a contact of their own runs, else where nothing does, else a new one. */
static bool place_ours(struct drawing *d, size_t ours, size_t from)
{
    struct row *found = NULL;
    for (size_t i = from; i < d->row_count; i++) {
        struct row *row = &d->rows[i];
        if (row->ours != NONE)
            continue;
        bool own = row->link != NONE && d->map->links[row->link].ours == ours;
        if (own || (!found && row->link == NONE))
            found = row;
        if (own)
            break;
    }
    if (!found)
        found = add_row(d);
    if (found)
        found->ours = ours;
    return found != NULL;
}

static bool add_level(struct drawing *d, size_t level)
{
    const struct kp_contact_map *map = d->map;
    struct row *heading = add_row(d);
    if (!heading)
        return false;
    heading->level = level;
    size_t from = d->row_count;
    if (!add_theirs(d, level))
        return false;
    for (size_t i = 0; i < map->our_count; i++)
        if (map->ours[i].level == level && !place_ours(d, i, from))
            return false;
    if (d->row_count == from)
        d->row_count--; /* nobody at all */
    return true;
}

static void stretch(struct drawing *d, size_t ours, size_t row)
{
    if (d->first[ours] == NONE || row < d->first[ours])
        d->first[ours] = row;
    if (d->last[ours] == NONE || row > d->last[ours])
        d->last[ours] = row;
}

static void find_lanes(struct drawing *d)
{
    for (size_t i = 0; i < d->row_count; i++) {
        if (d->rows[i].ours != NONE)
            d->own[d->rows[i].ours] = i;
        if (d->rows[i].link != NONE)
            stretch(d, d->map->links[d->rows[i].link].ours, i);
    }
    for (size_t i = 0; i < d->map->our_count; i++) {
        if (d->first[i] == NONE)
            continue;
        stretch(d, i, d->own[i]);
        d->lane[i] = d->lane_count++;
    }
}

static bool lay_out(struct drawing *d)
{
    const struct kp_contact_map *map = d->map;
    size_t levels = map->levels ? map->levels->choice_count : 0;
    for (size_t level = 0; level <= levels; level++)
        if (!add_level(d, level))
            return false;
    find_lanes(d);
    size_t taken = d->indent + 3 + d->lane_count * LANE + STRENGTH + THEIRS_LEAST;
    if (d->lane_count > LANES_MOST || d->columns < taken + NAMES_LEAST)
        return false;
    d->names = NAMES_LEAST;
    for (size_t i = 0; i < map->our_count; i++) {
        size_t width = kp_utf8_width(kp_people_name(d->style->people, map->ours[i].id));
        d->names = width > d->names ? width : d->names;
    }
    size_t most = d->columns - taken < NAMES_MOST ? d->columns - taken : NAMES_MOST;
    d->names = d->names < most ? d->names : most;
    return true;
}

/* ---- drawing */

static void add_text(struct drawing *d, enum kp_mark mark, struct kp_str text, size_t columns,
                     struct kp_buf *line)
{
    struct kp_buf safe = KP_BUF_INIT, cell = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, text, false);
    kp_utf8_add_cell(&cell, kp_buf_str(&safe), columns, d->style->ascii);
    kp_style_add(line, d->style, mark, kp_buf_str(&cell));
    kp_buf_release(&safe);
    kp_buf_release(&cell);
}

static const char *along(const struct drawing *d, const struct kp_contact_link *link)
{
    switch (link->strength) {
    case 0: return sign(d, "·", ".");
    case 1: return sign(d, "╌", "-");
    case 3: return sign(d, "━", "=");
    default: return sign(d, "─", "-");
    }
}

static const char *corner(const struct drawing *d, unsigned ways)
{
    static const char *const signs[] = {
        " ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼",
    };
    if (!d->style->ascii)
        return signs[ways];
    return ways == 0 ? " " : ways <= (UP | DOWN) ? "|" : ways & (UP | DOWN) ? "+" : "-";
}

/* The lane of `ours` at a row: which ways lead away from there. */
static unsigned ways_at(const struct drawing *d, size_t ours, size_t at)
{
    const struct row *row = &d->rows[at];
    if (d->first[ours] == NONE || at < d->first[ours] || at > d->last[ours])
        return 0;
    unsigned ways = (at > d->first[ours] ? UP : 0) | (at < d->last[ours] ? DOWN : 0);
    if (row->ours == ours)
        ways |= LEFT;
    if (row->link != NONE && d->map->links[row->link].ours == ours)
        ways |= RIGHT;
    return ways;
}

/* The middle of a row: lanes go over the lines that cross them. */
static void add_lanes(struct drawing *d, size_t at, struct kp_buf *line)
{
    const struct row *row = &d->rows[at];
    const struct kp_contact_link *link = row->link == NONE ? NULL : &d->map->links[row->link];
    const char *left = row->ours != NONE && d->lane[row->ours] != NONE ? corner(d, LEFT) : " ";
    const char *now = left;
    kp_buf_adds(line, now);
    for (size_t lane = 0, ours = 0; lane < d->lane_count; lane++, ours++) {
        while (d->lane[ours] != lane)
            ours++;
        unsigned ways = ways_at(d, ours, at);
        kp_buf_adds(line, ways ? corner(d, ways) : now);
        if (ways & LEFT)
            now = " ";
        if (ways & RIGHT)
            now = along(d, link);
        kp_buf_adds(line, now);
    }
}

static void add_strength(struct drawing *d, const struct row *row, struct kp_buf *line)
{
    struct kp_buf text = KP_BUF_INIT, cell = KP_BUF_INIT;
    const struct kp_contact_link *link = row->link == NONE ? NULL : &d->map->links[row->link];
    if (link) {
        kp_buf_adds(&text, along(d, link));
        kp_view_contact_strength(link, &text);
    }
    kp_utf8_add_cell(&cell, kp_buf_str(&text), STRENGTH - 1, d->style->ascii);
    bool weak = link && link->strength >= 0 && link->wanted > link->strength;
    kp_style_add(line, d->style, weak ? KP_MARK_WARN : KP_MARK_NONE, kp_buf_str(&cell));
    kp_buf_release(&text);
    kp_buf_release(&cell);
}

/* "◆ Karin Sjögren, Inköpschef" */
static void add_their_name(const struct drawing *d, size_t theirs, struct kp_buf *out)
{
    const struct kp_contact_person *person = &d->map->theirs[theirs];
    kp_buf_adds(out, person->key ? sign(d, "◆ ", "* ") : "  ");
    kp_buf_add(out, kp_people_name(d->style->people, person->id));
    if (person->title.len)
        kp_buf_addf(out, ", %.*s", KP_STR_ARG(person->title));
}

static void end_line(struct kp_buf *line, struct kp_buf *out)
{
    struct kp_str text = kp_buf_str(line);
    while (text.len && text.data[text.len - 1] == ' ')
        text.len--;
    kp_buf_add(out, text);
    kp_buf_addc(out, '\n');
    kp_buf_clear(line);
}

static void draw_row(struct drawing *d, size_t at, struct kp_buf *line)
{
    const struct row *row = &d->rows[at];
    kp_buf_add_repeat(line, " ", d->indent);
    if (row->level != NONE)
        add_text(d, KP_MARK_DIM, kp_view_contact_level(d->map, row->level, d->style), d->names + 1,
                 line);
    else if (row->ours != NONE) {
        add_text(d, d->map->ours[row->ours].kam ? KP_MARK_TITLE : KP_MARK_NONE,
                 kp_people_name(d->style->people, d->map->ours[row->ours].id), d->names, line);
        kp_buf_addc(line, ' ');
    } else {
        kp_buf_add_repeat(line, " ", d->names + 1);
    }
    add_lanes(d, at, line);
    add_strength(d, row, line);
    if (row->theirs != NONE) {
        struct kp_buf name = KP_BUF_INIT;
        size_t used = d->indent + d->names + 2 + d->lane_count * LANE + STRENGTH - 1;
        const struct kp_contact_person *person = &d->map->theirs[row->theirs];
        add_their_name(d, row->theirs, &name);
        add_text(d, person->key && !person->known ? KP_MARK_WARN : KP_MARK_NONE, kp_buf_str(&name),
                 d->columns - used, line);
        kp_buf_release(&name);
    }
    end_line(line, d->out);
}

static bool draw(struct drawing *d)
{
    struct kp_buf line = KP_BUF_INIT;
    size_t people = d->map->our_count;
    size_t places[4 * LANES_MOST * 4];
    if (people > sizeof places / sizeof *places / 4)
        return false;
    for (size_t i = 0; i < people * 4; i++)
        places[i] = NONE;
    d->lane = places;
    d->first = places + people;
    d->last = places + 2 * people;
    d->own = places + 3 * people;
    if (!lay_out(d))
        return false;
    for (size_t i = 0; i < d->row_count; i++)
        draw_row(d, i, &line);
    kp_buf_release(&line);
    return true;
}

/* ---- as a list */

/* Text behind `first`; its further lines begin below the text. */
static void add_wrapped(struct drawing *d, const char *first, struct kp_str text)
{
    enum { LEAST = 10 };
    struct kp_buf lines = KP_BUF_INIT;
    size_t at = d->indent + kp_utf8_width(kp_str_from(first));
    kp_utf8_add_wrapped(&lines, text, d->columns > at + LEAST ? d->columns - at : LEAST, "");
    struct kp_str rest = kp_buf_str(&lines);
    kp_buf_add_repeat(d->out, " ", d->indent);
    kp_buf_adds(d->out, first);
    kp_buf_add(d->out, kp_str_split(&rest, '\n'));
    kp_buf_addc(d->out, '\n');
    while (rest.data) {
        kp_buf_add_repeat(d->out, " ", at);
        kp_buf_add(d->out, kp_str_split(&rest, '\n'));
        kp_buf_addc(d->out, '\n');
    }
    kp_buf_release(&lines);
}

static void list_person(struct drawing *d, size_t theirs)
{
    const struct kp_contact_map *map = d->map;
    struct kp_buf line = KP_BUF_INIT, safe = KP_BUF_INIT;
    const char *between = ": ";
    add_their_name(d, theirs, &line);
    for (size_t i = 0; i < map->link_count; i++) {
        if (map->links[i].theirs != theirs)
            continue;
        struct kp_str name = kp_people_name(d->style->people, map->ours[map->links[i].ours].id);
        kp_buf_addf(&line, "%s%.*s ", between, KP_STR_ARG(name));
        kp_view_contact_strength(&map->links[i], &line);
        between = ", ";
    }
    if (between[0] == ':')
        kp_buf_addf(&line, ": %s", _("nobody"));
    kp_utf8_add_visible(&safe, kp_buf_str(&line), false);
    struct kp_str text = kp_buf_str(&safe);
    add_wrapped(
        d, map->theirs[theirs].key ? sign(d, "◆ ", "* ") : "  ",
        kp_str_slice(text, map->theirs[theirs].key ? strlen(sign(d, "◆ ", "* ")) : 2, text.len));
    kp_buf_release(&line);
    kp_buf_release(&safe);
}

static void list(struct drawing *d)
{
    size_t level = NONE;
    for (size_t i = 0; i < d->map->their_count; i++) {
        if (d->map->theirs[i].level != level) {
            level = d->map->theirs[i].level;
            struct kp_buf line = KP_BUF_INIT;
            kp_utf8_add_visible(&line, kp_view_contact_level(d->map, level, d->style), false);
            kp_buf_add_repeat(d->out, " ", d->indent);
            kp_style_add(d->out, d->style, KP_MARK_DIM, kp_buf_str(&line));
            kp_buf_addc(d->out, '\n');
            kp_buf_release(&line);
        }
        list_person(d, i);
    }
}

/* ---- what it says */

static void add_gaps(struct drawing *d, bool single, const char *title)
{
    const struct kp_contact_map *map = d->map;
    size_t count = 0;
    for (size_t i = 0; i < map->gap_count; i++) {
        if ((map->gaps[i].kind >= KP_GAP_FIRST_SINGLE) != single)
            continue;
        struct kp_buf text = KP_BUF_INIT;
        if (count == 0) {
            kp_buf_addc(d->out, '\n');
            kp_buf_add_repeat(d->out, " ", d->indent);
            kp_style_add(d->out, d->style, KP_MARK_TITLE, kp_str_from(title));
            kp_buf_addc(d->out, '\n');
        }
        if (++count <= LISTED_MOST) {
            kp_view_contact_gap(map, &map->gaps[i], d->style, &text);
            add_wrapped(d, sign(d, "• ", "* "), kp_buf_str(&text));
        }
        kp_buf_release(&text);
    }
    if (count > LISTED_MOST) {
        kp_buf_add_repeat(d->out, " ", d->indent + 2);
        kp_style_addf(d->out, d->style, KP_MARK_DIM,
                      ngettext("and %zu more", "and %zu more", count - LISTED_MOST),
                      count - LISTED_MOST);
        kp_buf_addc(d->out, '\n');
    }
}

void kp_view_contact_map(const struct kp_contact_map *map, const struct kp_style *style,
                         size_t indent, struct kp_buf *out)
{
    struct drawing d = {.map = map,
                        .style = style,
                        .indent = indent,
                        .columns = kp_style_columns(style),
                        .out = out};
    struct kp_buf text = KP_BUF_INIT;
    kp_view_contact_model(map, style, &text);
    add_wrapped(&d, "", kp_buf_str(&text));
    kp_buf_addc(out, '\n');
    if (!draw(&d))
        list(&d);
    kp_buf_clear(&text);
    kp_buf_addf(&text, _("%s key person; contacts: strength now>wanted, from 0 to 3"),
                sign(&d, "◆", "*"));
    add_wrapped(&d, "", kp_buf_str(&text));
    kp_buf_release(&text);
    add_gaps(&d, false, _("Missing links"));
    add_gaps(&d, true, _("What hangs on one person"));
}
