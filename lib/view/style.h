// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_STYLE_H
#define KP_VIEW_STYLE_H

/*
 * How text for a terminal is made: colour by meaning, frames, width. A plain style has neither
 * colour nor Unicode frames.
 */

#include "base/buf.h"
#include "base/lang.h"
#include "model/people.h"
#include "model/plan.h"

struct kp_style {
    bool colour;
    bool ascii;   /* frames and signs in ASCII: --plain */
    size_t width; /* columns; 0: as wide as it gets (a pipe) */
    enum kp_lang lang;
    struct kp_str currency;
    struct kp_people *people; /* for names */
    struct kp_date today;
    enum kp_visibility audience; /* what is for fewer eyes is left out */
};

enum kp_mark {
    KP_MARK_NONE,
    KP_MARK_TITLE,   /* headings: bold */
    KP_MARK_DIM,     /* what stands back: dates, hints */
    KP_MARK_NEW,     /* green */
    KP_MARK_CHANGED, /* yellow */
    KP_MARK_REMOVED, /* red */
    KP_MARK_WARN,    /* yellow, bold */
    KP_MARK_ALERT,   /* red, bold */
    KP_MARK_ACCENT,  /* cyan: commands, numbers to type */
};

/* Appends `text` (as it is) between the mark's colour codes; only the text without colour. */
void kp_style_add(struct kp_buf *out, const struct kp_style *style, enum kp_mark mark,
                  struct kp_str text);
void kp_style_addf(struct kp_buf *out, const struct kp_style *style, enum kp_mark mark,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * A rule across the page with a title on the left and a text on the right (both may be empty):
 * "── 2/9 The customer's world ───── 25 min ──" and newline. The title is cut where the page
 * is too narrow for it.
 */
void kp_style_rule(struct kp_buf *out, const struct kp_style *style, struct kp_str left,
                   struct kp_str right);

/* A sign with an ASCII form: style->ascii ? ascii : sign. */
const char *kp_style_sign(const struct kp_style *style, const char *sign, const char *ascii);

/*
 * Makes every no-break space behind byte `start` a plain one. They have done their work when the
 * lines are broken; who searches the output for "30 Jun 2026" types a plain one.
 */
void kp_style_soften(struct kp_buf *out, size_t start);

/* Width to set text in: style->width, or 80 when it is 0. */
size_t kp_style_columns(const struct kp_style *style);

#endif
