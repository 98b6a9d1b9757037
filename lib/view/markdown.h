// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_MARKDOWN_H
#define KP_VIEW_MARKDOWN_H

/* Text in Markdown documents: CommonMark, with the tags <ins> and <del> for what changed. */

#include "view/flow.h"

/*
 * Appends text in which nothing is taken for Markdown, HTML or a link; a newline is a break. It must
 * not stand at the beginning of a line, where a list or a heading would begin.
 */
void kp_markdown_add(struct kp_str text, struct kp_buf *out);

/* Appends a flow; what was taken out and put in are tagged. */
void kp_markdown_add_flow(const struct kp_flow *flow, struct kp_buf *out);

#endif
