// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_TEXT_H
#define KP_BASE_TEXT_H

/* Messages for people: _("…") translates, N_("…") marks text that is translated later by _(). */

#include <libintl.h>

#define _(message)  gettext(message)
#define N_(message) message

#endif
