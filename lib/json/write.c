// SPDX-License-Identifier: GPL-3.0-or-later
#include "json/json.h"

#include <string.h>

void kp_json_write_string(struct kp_buf *out, struct kp_str text)
{
    static const char meanings[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    kp_buf_addc(out, '"');
    size_t start = 0; /* of what is not written yet and needs no escape */
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        kp_buf_add(out, kp_str_slice(text, start, i - start));
        start = i + 1;
        const char *found = byte ? strchr(meanings, byte) : NULL;
        if (found)
            kp_buf_addf(out, "\\%c", letters[found - meanings]);
        else
            kp_buf_addf(out, "\\u%04x", byte);
    }
    kp_buf_add(out, kp_str_slice(text, start, text.len - start));
    kp_buf_addc(out, '"');
}

static void write_scalar(struct kp_buf *out, const struct kp_json *value)
{
    switch (value->kind) {
    case KP_JSON_BOOL: kp_buf_adds(out, value->boolean ? "true" : "false"); break;
    case KP_JSON_NUMBER:
        if (value->literal.len)
            kp_buf_add(out, value->literal);
        else
            kp_number_print(out, value->number);
        break;
    case KP_JSON_STRING: kp_json_write_string(out, value->text); break;
    default: kp_buf_adds(out, "null");
    }
}

enum { ONE_LINE = -1 };

static void write_break(struct kp_buf *out, int level)
{
    if (level == ONE_LINE)
        return;
    kp_buf_addc(out, '\n');
    kp_buf_add_repeat(out, "  ", (size_t)level);
}

static void write_value(struct kp_buf *out, const struct kp_json *value, int level)
{
    if (value->kind != KP_JSON_ARRAY && value->kind != KP_JSON_OBJECT) {
        write_scalar(out, value);
        return;
    }
    bool object = value->kind == KP_JSON_OBJECT;
    int inner = level == ONE_LINE ? ONE_LINE : level + 1;
    kp_buf_addc(out, object ? '{' : '[');
    KP_JSON_EACH(item, value)
    {
        if (item != value->first)
            kp_buf_addc(out, ',');
        write_break(out, inner);
        if (object) {
            kp_json_write_string(out, item->name);
            kp_buf_adds(out, level == ONE_LINE ? ":" : ": ");
        }
        write_value(out, item, inner);
    }
    if (value->count)
        write_break(out, level);
    kp_buf_addc(out, object ? '}' : ']');
}

void kp_json_write(struct kp_buf *out, const struct kp_json *value)
{
    write_value(out, value ? value : &kp_json_null, 0);
    kp_buf_addc(out, '\n');
}

void kp_json_write_line(struct kp_buf *out, const struct kp_json *value)
{
    write_value(out, value ? value : &kp_json_null, ONE_LINE);
}
