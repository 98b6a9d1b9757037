// SPDX-License-Identifier: GPL-3.0-or-later
/* The contact map as SVG: what kp_view_contact_map draws for the terminal. */
#include "base/text.h"
#include "view/svg.h"

enum {
    OURS_X = 118, /* where their dots stand */
    THEIRS_X = 208,
    NAME_GAP = 9,
    ROW = 27,
    HEADING = 24,
    MARGIN = 4,
    PEOPLE_MOST = 40, /* of a side */
    GAPS_MOST = 24,
    SIGN = 24 /* the model's sign */
};

#define NONE (-1.0)

struct drawing {
    const struct kp_contact_map *map;
    const struct kp_style *style;
    struct kp_svg *svg;
    double *ours, *theirs; /* y of each; NONE: not drawn */
    size_t *crowded;       /* numbers that stand at each of theirs */
    double *headings;      /* y of each level's heading */
    size_t left_out;
    size_t numbers[GAPS_MOST]; /* gaps that are listed, by their number less 1 */
    size_t number_count;
    double y;
};

/* ---- where everybody stands */

/* The next of a side at the level, from *at on, who is drawn. */
static size_t column(struct drawing *d, const struct kp_contact_person *people, size_t count,
                     size_t level, double *places, size_t *drawn)
{
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        bool matters = people[i].key || people[i].kam || people[i].known;
        if (people[i].level != level)
            continue;
        if (*drawn >= PEOPLE_MOST || (count > PEOPLE_MOST && !matters)) {
            d->left_out++;
            continue;
        }
        (*drawn)++;
        places[i] = d->y + HEADING + ROW * (double)rows++;
    }
    return rows;
}

static void place(struct drawing *d)
{
    const struct kp_contact_map *map = d->map;
    size_t levels = map->levels ? map->levels->choice_count : 0, ours = 0, theirs = 0;
    for (size_t i = 0; i < map->our_count; i++)
        d->ours[i] = NONE;
    for (size_t i = 0; i < map->their_count; i++)
        d->theirs[i] = NONE;
    for (size_t level = 0; level <= levels; level++) {
        size_t left = column(d, map->ours, map->our_count, level, d->ours, &ours);
        size_t right = column(d, map->theirs, map->their_count, level, d->theirs, &theirs);
        size_t rows = left > right ? left : right;
        d->headings[level] = rows ? d->y : NONE;
        d->y += rows ? HEADING + 6 + ROW * (double)rows : 0;
    }
}

/* ---- drawing */

static void draw_sign(struct drawing *d, double x, double y)
{
    double r = SIGN / 2.0;
    if (d->map->model == KP_CONTACTS_BOWTIE)
        kp_svg_points(d->svg,
                      (double[]){x - r, y - r, x, y, x - r, y + r, x - r, y - r, x, y, x + r, y - r,
                                 x + r, y + r, x, y},
                      8, true, "line tint");
    else if (d->map->model == KP_CONTACTS_DIAMOND)
        kp_svg_points(d->svg, (double[]){x, y - r, x + r, y, x, y + r, x - r, y}, 4, true,
                      "line tint");
    else
        kp_svg_circle(d->svg, x, y, r - 2, "dash");
}

static void draw_levels(struct drawing *d)
{
    size_t levels = d->map->levels ? d->map->levels->choice_count : 0;
    for (size_t level = 0; level <= levels; level++) {
        double y = d->headings[level];
        if (y < 0)
            continue;
        kp_svg_line(d->svg, MARGIN, y, KP_SVG_WIDTH - MARGIN, y, "dots");
        kp_svg_text(d->svg, MARGIN, y + 12, KP_SVG_SMALL, KP_SVG_START,
                    kp_view_contact_level(d->map, level, d->style), OURS_X + 10);
    }
}

static void draw_links(struct drawing *d)
{
    static const char *const classes[] = {"dash bad", "line", "line w2", "line w3"};
    for (size_t i = 0; i < d->map->link_count; i++) {
        const struct kp_contact_link *link = &d->map->links[i];
        double left = d->ours[link->ours], right = d->theirs[link->theirs];
        int strength = link->strength < 0 ? 1 : link->strength > 3 ? 3 : link->strength;
        if (left >= 0 && right >= 0)
            kp_svg_line(d->svg, OURS_X, left, THEIRS_X, right, classes[strength]);
    }
}

static void draw_ours(struct drawing *d)
{
    for (size_t i = 0; i < d->map->our_count; i++) {
        const struct kp_contact_person *person = &d->map->ours[i];
        if (d->ours[i] < 0)
            continue;
        kp_svg_put_mark(d->svg, KP_SVG_DOT, OURS_X, d->ours[i], 4);
        struct kp_str name = kp_people_name(d->style->people, person->id);
        double room = OURS_X - NAME_GAP - MARGIN;
        bool large = kp_svg_text_width(name, KP_SVG_BOLD) <= room;
        enum kp_svg_font font = !person->kam ? KP_SVG_SMALL : large ? KP_SVG_BOLD : KP_SVG_STRONG;
        kp_svg_text(d->svg, OURS_X - NAME_GAP, d->ours[i] + 4, font, KP_SVG_END, name, room);
    }
}

static void draw_theirs(struct drawing *d)
{
    for (size_t i = 0; i < d->map->their_count; i++) {
        const struct kp_contact_person *person = &d->map->theirs[i];
        double y = d->theirs[i], room = KP_SVG_WIDTH - MARGIN - THEIRS_X - NAME_GAP;
        if (y < 0)
            continue;
        if (person->key && person->known)
            kp_svg_put_mark(d->svg, KP_SVG_DIAMOND, THEIRS_X, y, 6);
        else
            kp_svg_put_mark(d->svg, person->known ? KP_SVG_DOT : KP_SVG_RING, THEIRS_X, y, 4);
        if (person->key && !person->known)
            kp_svg_points(
                d->svg,
                (double[]){THEIRS_X, y - 7, THEIRS_X + 7, y, THEIRS_X, y + 7, THEIRS_X - 7, y}, 4,
                true, "line w2 bad paper");
        struct kp_str name = kp_people_name(d->style->people, person->id);
        bool large = kp_svg_text_width(name, KP_SVG_TEXT) <= room;
        kp_svg_text(d->svg, THEIRS_X + NAME_GAP, y + (person->title.len ? 0 : 4),
                    large ? KP_SVG_TEXT : KP_SVG_SMALL, KP_SVG_START, name, room);
        kp_svg_text(d->svg, THEIRS_X + NAME_GAP, y + 12, KP_SVG_SMALL, KP_SVG_START, person->title,
                    room);
    }
}

/* ---- the gaps by their numbers */

/* Beside one of theirs; the next number stands farther off. */
static void number_at_theirs(struct drawing *d, size_t number, size_t theirs)
{
    if (d->theirs[theirs] >= 0)
        kp_svg_put_number(d->svg, number, THEIRS_X - 18 - 18 * (double)d->crowded[theirs]++,
                          d->theirs[theirs]);
}

static void put_number(struct drawing *d, const struct kp_contact_gap *gap, size_t number)
{
    switch (gap->kind) {
    case KP_GAP_NOBODY:
    case KP_GAP_THROUGH:
    case KP_GAP_WEAK:
    case KP_GAP_ONE: number_at_theirs(d, number, gap->theirs); break;
    case KP_GAP_LEVEL:
        if (d->headings[gap->level] >= 0)
            kp_svg_put_number(d->svg, number, KP_SVG_WIDTH - MARGIN - 9,
                              d->headings[gap->level] + 10);
        break;
    case KP_GAP_HOLDER:
        if (d->ours[gap->ours] >= 0)
            kp_svg_put_number(d->svg, number, OURS_X + 19, d->ours[gap->ours]);
        break;
    }
}

static void list_gaps(struct drawing *d, bool single, const char *title)
{
    bool any = false;
    for (size_t i = 0; i < d->number_count; i++) {
        const struct kp_contact_gap *gap = &d->map->gaps[d->numbers[i]];
        struct kp_buf text = KP_BUF_INIT;
        if ((gap->kind >= KP_GAP_FIRST_SINGLE) != single)
            continue;
        if (!any) {
            d->y += 6;
            kp_svg_text(d->svg, MARGIN, d->y, KP_SVG_BOLD, KP_SVG_START, kp_str_from(title), 0);
            d->y += 20;
        }
        any = true;
        kp_view_contact_gap(d->map, gap, d->style, &text);
        kp_svg_put_number(d->svg, i + 1, MARGIN + 9, d->y - 4);
        d->y = kp_svg_wrapped(d->svg, MARGIN + 24, d->y, KP_SVG_SMALL, KP_SVG_START,
                              kp_buf_str(&text), KP_SVG_WIDTH - 2 * MARGIN - 24, 2) +
               6;
        kp_buf_release(&text);
    }
}

/* Those that are drawn have a number: as many as can be read, of both kinds. */
static void choose_gaps(struct drawing *d)
{
    const struct kp_contact_map *map = d->map;
    size_t singles = 0;
    for (size_t i = 0; i < map->gap_count; i++)
        singles += map->gaps[i].kind >= KP_GAP_FIRST_SINGLE;
    size_t missing = map->gap_count - singles;
    size_t kept = singles < GAPS_MOST / 2 ? GAPS_MOST - singles : GAPS_MOST / 2;
    for (size_t i = 0; i < map->gap_count && d->number_count < GAPS_MOST; i++)
        if (i < kept || i >= missing)
            d->numbers[d->number_count++] = i;
}

static void add_remark(struct drawing *d, const char *format, size_t count)
{
    struct kp_buf text = KP_BUF_INIT;
    if (!count)
        return;
    kp_buf_addf(&text, "%s: %zu", format, count);
    kp_svg_text(d->svg, MARGIN, d->y + 4, KP_SVG_SMALL, KP_SVG_START, kp_buf_str(&text),
                KP_SVG_WIDTH - 2 * MARGIN);
    d->y += 18;
    kp_buf_release(&text);
}

/* What the lines and marks mean. */
static void draw_key(struct drawing *d)
{
    static const char *const classes[] = {"dash bad", "line", "line w2", "line w3"};
    double x = MARGIN;
    d->y += 12;
    for (int strength = 3; strength >= 0; strength--) {
        struct kp_buf text = KP_BUF_INIT;
        kp_buf_addf(&text, "%d", strength);
        if (strength == 0)
            kp_buf_addf(&text, " (%s)", _("missing"));
        kp_svg_line(d->svg, x, d->y - 4, x + 22, d->y - 4, classes[strength]);
        kp_svg_text(d->svg, x + 26, d->y, KP_SVG_SMALL, KP_SVG_START, kp_buf_str(&text), 0);
        x += 32 + kp_svg_text_width(kp_buf_str(&text), KP_SVG_SMALL) + 4;
        kp_buf_release(&text);
    }
    kp_svg_put_mark(d->svg, KP_SVG_DIAMOND, x + 8, d->y - 4, 6);
    kp_svg_text(d->svg, x + 18, d->y, KP_SVG_SMALL, KP_SVG_START, kp_str_from(_("key person")),
                KP_SVG_WIDTH - x - 18);
    d->y += 18;
}

static void describe(const struct drawing *d, struct kp_buf *out)
{
    kp_view_contact_model(d->map, d->style, out);
    for (size_t i = 0; i < d->number_count; i++) {
        kp_buf_addf(out, " %zu: ", i + 1);
        kp_view_contact_gap(d->map, &d->map->gaps[d->numbers[i]], d->style, out);
        kp_buf_addc(out, '.');
    }
}

static void draw(struct drawing *d)
{
    struct kp_buf model = KP_BUF_INIT;
    kp_view_contact_model(d->map, d->style, &model);
    draw_sign(d, MARGIN + SIGN / 2.0, 18);
    d->y = kp_svg_wrapped(d->svg, MARGIN + SIGN + 10, 14, KP_SVG_TEXT, KP_SVG_START,
                          kp_buf_str(&model), KP_SVG_WIDTH - 2 * MARGIN - SIGN - 10, 5);
    d->y = (d->y < 36 ? 36 : d->y) + 14;
    kp_svg_text(d->svg, OURS_X, d->y - 6, KP_SVG_BOLD, KP_SVG_END, kp_str_from(_("We")), 0);
    kp_svg_text(d->svg, THEIRS_X, d->y - 6, KP_SVG_BOLD, KP_SVG_START,
                kp_str_from(_("The customer")), KP_SVG_WIDTH - THEIRS_X);
    place(d);
    draw_levels(d);
    draw_links(d);
    draw_ours(d);
    draw_theirs(d);
    choose_gaps(d);
    for (size_t i = 0; i < d->number_count; i++)
        put_number(d, &d->map->gaps[d->numbers[i]], i + 1);
    draw_key(d);
    add_remark(d, _("Not drawn"), d->left_out);
    list_gaps(d, false, _("Missing links"));
    list_gaps(d, true, _("What hangs on one person"));
    add_remark(d, _("More of these"), d->map->gap_count - d->number_count);
    kp_buf_release(&model);
}

bool kp_svg_contact_map(const struct kp_contact_map *map, const struct kp_style *style,
                        const char *id, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    size_t levels = map->levels ? map->levels->choice_count : 0;
    struct drawing d = {.map = map, .style = style, .svg = &svg};
    if (!map->their_count)
        return false;
    d.ours = kp_arena_alloc(&arena, (map->our_count + 1) * sizeof *d.ours);
    d.theirs = kp_arena_alloc(&arena, (map->their_count + 1) * sizeof *d.theirs);
    d.crowded = kp_arena_alloc(&arena, (map->their_count + 1) * sizeof *d.crowded);
    d.headings = kp_arena_alloc(&arena, (levels + 1) * sizeof *d.headings);
    kp_svg_begin(&svg, id);
    draw(&d);
    describe(&d, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, d.y, kp_str_from(_("Contact map")), kp_buf_str(&description),
               out);
    kp_buf_release(&description);
    kp_arena_release(&arena);
    return true;
}
