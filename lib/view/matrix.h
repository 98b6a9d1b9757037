// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_MATRIX_H
#define KP_VIEW_MATRIX_H

/*
 * A position drawn: its two scales as axes, its quadrants by name, the place today, the one that is
 * wanted, and the way from cycle to cycle. Readable without colour.
 */

#include "view/style.h"

struct kp_matrix_place {
    const struct kp_json *value; /* {"x":2,"y":4}; anything else is left out */
    struct kp_cycle cycle;       /* in which it was so; none for a wanted one */
};

struct kp_matrix {
    const struct kp_field *field;          /* of type position */
    struct kp_matrix_place today, wanted;  /* value NULL: not there */
    const struct kp_matrix_place *earlier; /* oldest first; neighbours that are equal stand once */
    size_t earlier_count;
};

/* Appends the drawing with its legend, every line behind `indent` spaces; false (and nothing
 * appended) when the page is too narrow or the axes have more steps than can be drawn. */
bool kp_view_matrix(const struct kp_matrix *matrix, const struct kp_style *style, size_t indent,
                    struct kp_buf *out);

#endif
