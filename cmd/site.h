// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_SITE_H
#define KAMPLAN_SITE_H

/*
 * The whole workspace as a few files for an intranet: the portfolio, a page for each account, and
 * one for each of its cycles, with links between them. A second run writes only what has changed, and finds
 * out quickly that nothing has.
 */

#include "app.h"

/*
 * Writes the pages into `directory`, which is made, or must be empty or an earlier site. Nothing outside it
 * is written, nor are symbolic links in it followed. Returns the exit status; what was written is said.
 */
int site_write(struct app *app, const char *directory, enum kp_visibility audience);

#endif
