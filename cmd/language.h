// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_LANGUAGE_H
#define KAMPLAN_LANGUAGE_H

/* The language of the program's own messages. */

#include "app.h"

/* From LC_ALL, LC_MESSAGES, LANG; a terminal whose character set is not UTF-8 is read as C.UTF-8. */
void language_start(struct app *app);

/* Changes to `lang` from here on. */
void language_use(struct app *app, enum kp_lang lang);

#endif
