// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_HTML_FLOW_H
#define KP_VIEW_HTML_FLOW_H

/* What the makers of diffs and minutes say, as HTML. */

#include "view/flow.h"
#include "view/html.h"

/* A flow: what was taken out and put in as <del> and <ins>, what stands back in small print. */
void kp_html_flow(struct kp_html *html, const struct kp_flow *flow);

#endif
