// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_CONTACT_MAP_H
#define KP_VIEW_CONTACT_MAP_H

/*
 * The contact map drawn: our people and theirs face to face by level, a line for each contact with
 * its strength, the model that this is, what is missing and what hangs on one person. Readable
 * without colour. The words are the same here and in SVG (kp_svg_contact_map).
 */

#include "compare/contacts.h"
#include "view/style.h"

/*
 * Appends the drawing, every line behind `indent` spaces; on a narrow page, or where there are too
 * many for a drawing, the same as a list.
 */
void kp_view_contact_map(const struct kp_contact_map *map, const struct kp_style *style,
                         size_t indent, struct kp_buf *out);

/* ---- its words: one line each, safe for a terminal, without colour */

/* "Bowtie: 3 of 4 contacts run through Mette Holm." and what the plan says and wants. */
void kp_view_contact_model(const struct kp_contact_map *map, const struct kp_style *style,
                           struct kp_buf *out);

/* "only Mette Holm knows Karin Sjögren" */
void kp_view_contact_gap(const struct kp_contact_map *map, const struct kp_contact_gap *gap,
                         const struct kp_style *style, struct kp_buf *out);

/* "3"; "1>2" where it is wanted stronger; "?" where nobody said. */
void kp_view_contact_strength(const struct kp_contact_link *link, struct kp_buf *out);

/* The level's label; what is said of those whose level is not known. */
struct kp_str kp_view_contact_level(const struct kp_contact_map *map, size_t level,
                                    const struct kp_style *style);

#endif
