// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_XML_H
#define KP_BASE_XML_H

/*
 * XML as it comes, piece by piece, by expat, which only this room knows and only a program that reads XML loads.
 * Names are told without their prefix. A document type is refused, and with it entities of any size.
 */

#include "base/err.h"

#include <stdbool.h>

struct kp_xml;

/* A status other than KP_OK stops the reading. Views are valid during the call. */
struct kp_xml_reader {
    enum kp_status (*begin)(void *context, struct kp_str name, const char **attributes,
                            struct kp_err *err);
    enum kp_status (*end)(void *context, struct kp_str name, struct kp_err *err);
    void (*text)(void *context, struct kp_str text); /* may come in several parts */
};

/* NULL: expat is not on this computer. */
struct kp_xml *kp_xml_new(const struct kp_xml_reader *reader, void *context);
void kp_xml_free(struct kp_xml *xml);

/* KP_INVALID: it is no XML, or has a document type. The last piece (mostly an empty one) ends the document. */
enum kp_status kp_xml_feed(struct kp_xml *xml, struct kp_str piece, bool last, struct kp_err *err);

/* The attribute of that name without its prefix; empty: there is none. */
struct kp_str kp_xml_attribute(const char **attributes, const char *name);

#endif
