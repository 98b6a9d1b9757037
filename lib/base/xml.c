// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/xml.h"

#include "base/alloc.h"
#include "base/late.h"
#include "base/text.h"

#include <expat.h>
#include <limits.h>
#include <stdlib.h>

/* clang-format off */
#define FUNCTIONS(X) \
    X(XML_GetCurrentColumnNumber) X(XML_GetCurrentLineNumber) X(XML_Parse) X(XML_ParserCreate) \
    X(XML_ParserFree) X(XML_SetCharacterDataHandler) X(XML_SetElementHandler) \
    X(XML_SetStartDoctypeDeclHandler) X(XML_SetUserData) X(XML_StopParser)
/* clang-format on */

struct expat_functions {
    FUNCTIONS(KP_LATE_MEMBER)
};

struct kp_xml {
    struct expat_functions x;
    XML_Parser parser;
    struct kp_xml_reader reader;
    void *context;
    struct kp_err *err; /* of the present feed */
    enum kp_status status;
};

static bool load(struct expat_functions *x)
{
#ifdef KP_EXPAT_SONAME
    static const char *const names[] = {FUNCTIONS(KP_LATE_NAME)};
    return kp_late_load(KP_EXPAT_SONAME, names, sizeof names / sizeof *names, x);
#else
    *x = (struct expat_functions){FUNCTIONS(KP_LATE_LINKED)};
    return true;
#endif
}

static struct kp_str without_prefix(const char *name)
{
    struct kp_str all = kp_str_from(name);
    size_t colon = kp_str_find(all, ':');
    return colon < all.len ? kp_str_slice(all, colon + 1, all.len) : all;
}

/* Expat may call once more after it was stopped. */
static void stop_if(struct kp_xml *xml, enum kp_status status)
{
    xml->status = status;
    if (status)
        xml->x.XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL begin(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct kp_xml *xml = data;
    if (!xml->status)
        stop_if(xml, xml->reader.begin(xml->context, without_prefix(name), attributes, xml->err));
}

static void XMLCALL end(void *data, const XML_Char *name)
{
    struct kp_xml *xml = data;
    if (!xml->status)
        stop_if(xml, xml->reader.end(xml->context, without_prefix(name), xml->err));
}

static void XMLCALL text(void *data, const XML_Char *part, int len)
{
    struct kp_xml *xml = data;
    if (!xml->status)
        xml->reader.text(xml->context, (struct kp_str){part, (size_t)len});
}

static void XMLCALL doctype(void *data, const XML_Char *name, const XML_Char *system,
                            const XML_Char *public, int internal)
{
    struct kp_xml *xml = data;
    (void)name, (void)system, (void)public, (void)internal;
    if (!xml->status)
        stop_if(xml, kp_err_set(xml->err, KP_INVALID,
                                _("it has a document type, which no spreadsheet writes")));
}

struct kp_xml *kp_xml_new(const struct kp_xml_reader *reader, void *context)
{
    struct kp_xml *xml = kp_alloc(sizeof *xml);
    if (load(&xml->x))
        xml->parser = xml->x.XML_ParserCreate(NULL);
    if (!xml->parser) {
        free(xml);
        return NULL;
    }
    xml->reader = *reader;
    xml->context = context;
    xml->x.XML_SetUserData(xml->parser, xml);
    xml->x.XML_SetElementHandler(xml->parser, begin, end);
    xml->x.XML_SetCharacterDataHandler(xml->parser, text);
    xml->x.XML_SetStartDoctypeDeclHandler(xml->parser, doctype);
    return xml;
}

void kp_xml_free(struct kp_xml *xml)
{
    if (xml)
        xml->x.XML_ParserFree(xml->parser);
    free(xml);
}

enum kp_status kp_xml_feed(struct kp_xml *xml, struct kp_str piece, bool last, struct kp_err *err)
{
    xml->err = err;
    while (!xml->status && (piece.len || last)) {
        struct kp_str part = kp_str_slice(piece, 0, INT_MAX / 2);
        bool is_last = last && part.len == piece.len;
        piece = kp_str_slice(piece, part.len, piece.len);
        if (xml->x.XML_Parse(xml->parser, part.data ? part.data : "", (int)part.len, is_last) ==
                XML_STATUS_ERROR &&
            !xml->status)
            xml->status =
                kp_err_set(err, KP_INVALID, _("it is damaged: no XML at line %lu, column %lu"),
                           (unsigned long)xml->x.XML_GetCurrentLineNumber(xml->parser),
                           (unsigned long)xml->x.XML_GetCurrentColumnNumber(xml->parser) + 1);
        if (is_last)
            break;
    }
    return xml->status;
}

struct kp_str kp_xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (kp_str_is(without_prefix(attributes[i]), name))
            return kp_str_from(attributes[i + 1]);
    return (struct kp_str){"", 0};
}
