// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_SVG_H
#define KP_VIEW_SVG_H

/*
 * Drawings as SVG, to stand inside a page of HTML. One element each, made to be read at any width
 * from 320 px to A4: KP_SVG_WIDTH units wide, text of 12 and 10.5 units. No ink is said in colour
 * alone: shapes, dashes, hatching and words carry the meaning, colour only helps. The page gives
 * the colours by CSS variables (all optional): --ink, --paper, --soft (lines that stand back),
 * --accent, --good, --warn, --bad; and must have the rules of kp_svg_rules once.
 *
 * Each has role="img", a <title> and a <desc> that says in words what is seen. `id` is the
 * caller's, unique on its page: letters, digits and hyphens. Text from people is cut where there is
 * no room, made visible as for a terminal (kp_utf8_add_visible), and escaped here.
 */

#include "view/contact_map.h"
#include "view/matrix.h"

#define KP_SVG_WIDTH 360

enum kp_svg_font {
    KP_SVG_TEXT,
    KP_SVG_SMALL,
    KP_SVG_BOLD,
    KP_SVG_OVER,    /* small, on a rim of paper, so that it can be read over lines */
    KP_SVG_INVERSE, /* small, in the paper's colour on ink */
    KP_SVG_STRONG   /* small and bold */
};
enum kp_svg_anchor { KP_SVG_START, KP_SVG_MIDDLE, KP_SVG_END };

/* Marks that are told apart without colour. */
enum kp_svg_mark {
    KP_SVG_DOT,     /* a filled circle */
    KP_SVG_RING,    /* an open one */
    KP_SVG_DIAMOND, /* filled */
    KP_SVG_SQUARE,  /* open */
    KP_SVG_CROSS,
    KP_SVG_TRIANGLE, /* open */
    KP_SVG_NUMBER,   /* an open circle for a number in it */
    KP_SVG_LINE,     /* a short line: for legends of lines */
    KP_SVG_DASHES,
    KP_SVG_DOTS,
    KP_SVG_BROKEN,
    KP_SVG_TICK,
    KP_SVG_FILLED, /* pieces of bars */
    KP_SVG_HATCHED,
};

/* Whatever page a drawing stands on: the rules for its classes, without <style>. */
void kp_svg_rules(struct kp_buf *out);

/* The same drawing as a file of its own: `svg` is one drawing as appended by a function below. */
void kp_svg_alone(struct kp_str svg, struct kp_buf *out);

/* ---- the drawings of a plan; false, and nothing appended, where there is nothing to draw */

/* A position: its quadrants, today, wanted, and the path over the cycles. */
bool kp_svg_matrix(const struct kp_matrix *matrix, const struct kp_style *style, const char *id,
                   struct kp_buf *out);

/* Our people and theirs, the model they make, missing links dashed, each gap by a number and in words. */
bool kp_svg_contact_map(const struct kp_contact_map *map, const struct kp_style *style,
                        const char *id, struct kp_buf *out);

/* A table of view grid (white space): by shape who delivers, the amounts and their sums. */
bool kp_svg_grid(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                 const struct kp_style *style, const char *id, struct kp_buf *out);

/* A table of view matrix (stakeholders, risks): its rows by two scales, numbered, the names below. */
bool kp_svg_steps(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                  const struct kp_style *style, const char *id, struct kp_buf *out);

/* Opportunities: value by probability, the size by margin, effort or weighted value, the mark by status. */
bool kp_svg_opportunities(struct kp_calc *calc, const struct kp_field *field,
                          const struct kp_json *rows, const struct kp_style *style, const char *id,
                          struct kp_buf *out);

/* ---- what drawings are made of */

/* A drawing that is being made; the height is known at its end. */
struct kp_svg {
    struct kp_buf body;
    const char *id;
};

void kp_svg_begin(struct kp_svg *svg, const char *id);

/*
 * Appends the whole element to `out` and releases what was held. Title and description are plain text; a
 * description that nobody would listen to the end of is cut.
 */
void kp_svg_end(struct kp_svg *svg, double width, double height, struct kp_str title,
                struct kp_str description, struct kp_buf *out);

/* Appends text as content or as a quoted attribute's value. */
void kp_svg_escape(struct kp_buf *out, struct kp_str text);

/* Appends a length with at most one decimal, whatever the locale. */
void kp_svg_length(struct kp_buf *out, double value);

/* The next round number (1, 2, 2.5, 4, 5, 8 and tens of them) from a value on: where an axis ends. */
double kp_svg_round_up(double value);

/* How wide text will be, about and rather too wide: nobody knows the reader's font. */
double kp_svg_text_width(struct kp_str text, enum kp_svg_font font);

/* One line of text with its baseline at y, cut to `most` units (0: never) with "…". */
void kp_svg_text(struct kp_svg *svg, double x, double y, enum kp_svg_font font,
                 enum kp_svg_anchor anchor, struct kp_str text, double most);

/* The same upwards, from (x, y). */
void kp_svg_text_up(struct kp_svg *svg, double x, double y, enum kp_svg_font font,
                    struct kp_str text, double most);

/* "Not drawn: 12" at the left; false (and nothing added) for 0. */
bool kp_svg_left_out(struct kp_svg *svg, double y, size_t count);

/* Text broken into lines of `width`, at most `lines`, from baseline y down; returns the next baseline. */
double kp_svg_wrapped(struct kp_svg *svg, double x, double y, enum kp_svg_font font,
                      enum kp_svg_anchor anchor, struct kp_str text, double width, size_t lines);

/*
 * Lines and areas by class: "line" (ink), "soft" (stands back), "dash", "dots", "accent" (thick),
 * "aim" (thick, dashed); of areas also "paper", "tint" (light), "shade" (darker), "ink".
 */
void kp_svg_line(struct kp_svg *svg, double x1, double y1, double x2, double y2,
                 const char *classes);
void kp_svg_arrow(struct kp_svg *svg, double x1, double y1, double x2, double y2,
                  const char *classes);
void kp_svg_rect(struct kp_svg *svg, double x, double y, double width, double height,
                 const char *classes);
void kp_svg_circle(struct kp_svg *svg, double x, double y, double radius, const char *classes);

/* A line (or, closed, an area) through points: x, y, x, y … */
void kp_svg_points(struct kp_svg *svg, const double *points, size_t count, bool closed,
                   const char *classes);

/* Diagonal lines over a rectangle, `gap` units apart: what colour would say. */
void kp_svg_hatch(struct kp_svg *svg, double x, double y, double width, double height, double gap);

void kp_svg_put_mark(struct kp_svg *svg, enum kp_svg_mark mark, double x, double y, double radius);

/* A mark with a number in it. */
void kp_svg_put_number(struct kp_svg *svg, size_t number, double x, double y);

/* One entry of a legend; `number` stands in the mark when it is KP_SVG_NUMBER. */
struct kp_svg_entry {
    enum kp_svg_mark mark;
    size_t number;
    struct kp_str text;
};

/* Entries one after another, broken into lines, from y down; returns the y below them. */
double kp_svg_legend(struct kp_svg *svg, const struct kp_svg_entry *entries, size_t count, double x,
                     double y, double width);

#endif
