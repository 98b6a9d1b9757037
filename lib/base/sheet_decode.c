// SPDX-License-Identifier: GPL-3.0-or-later
/* What a file's bytes are, and the text in them. */
#include "base/sheet.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

const char *kp_encoding_name(enum kp_encoding encoding)
{
    static const char *const names[] = {"UTF-8", "UTF-16", "Windows-1252"};
    return names[encoding];
}

/* ---- what is no CSV */

static const struct {
    const char *bytes;
    size_t len;
    const char *what;
} strangers[] = {
    {"%PDF", 4, N_("a PDF")},
    {"\x1f\x8b", 2, N_("a gzip archive")},
    {"{\\rtf", 5, N_("a word processor's document (RTF)")},
    {"<", 1, N_("a web page or XML, whatever its name says")},
};

static enum kp_status refuse_stranger(struct kp_str bytes, struct kp_err *err)
{
    size_t start = 0;
    while (start < bytes.len && strchr(" \t\r\n", bytes.data[start]) && bytes.data[start])
        start++;
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        size_t at = strangers[i].bytes[0] == '<' ? start : 0;
        if (bytes.len - at >= strangers[i].len &&
            memcmp(bytes.data + at, strangers[i].bytes, strangers[i].len) == 0)
            return kp_err_set(
                err, KP_INVALID,
                _("this is %s; open it in the spreadsheet and save it as CSV (UTF-8)"),
                _(strangers[i].what));
    }
    return KP_OK;
}

static enum kp_status refuse_encoding(struct kp_err *err)
{
    return kp_err_set(err, KP_INVALID,
                      _("this is neither UTF-8, UTF-16 nor Windows-1252 text; save it as CSV "
                        "(UTF-8)"));
}

/* ---- UTF-16 */

static unsigned unit_at(struct kp_str bytes, size_t at, bool big)
{
    unsigned first = (unsigned char)bytes.data[at], second = (unsigned char)bytes.data[at + 1];
    return big ? first << 8 | second : second << 8 | first;
}

static enum kp_status decode_utf16(struct kp_str bytes, struct kp_buf *out, struct kp_err *err)
{
    bool big = (unsigned char)bytes.data[0] == 0xfe;
    if (bytes.len % 2)
        return kp_err_set(err, KP_INVALID,
                          _("this is UTF-16 text that ends in the middle of a character; save it "
                            "as CSV (UTF-8)"));
    kp_buf_reserve(out, bytes.len);
    for (size_t at = 2; at < bytes.len; at += 2) {
        int32_t code = (int32_t)unit_at(bytes, at, big);
        if (code >= 0xd800 && code < 0xdc00 && at + 2 < bytes.len) {
            unsigned low = unit_at(bytes, at + 2, big);
            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (int32_t)(low - 0xdc00);
                at += 2;
            }
        }
        if (code == 0 || (code >= 0xd800 && code < 0xe000))
            return refuse_encoding(err);
        if (code < 0x80)
            kp_buf_addc(out, (char)code);
        else
            kp_utf8_add(out, code);
    }
    return KP_OK;
}

/* ---- Windows-1252 */

/* 0x80–0x9f; 0: no character. The rest is as in Unicode. */
static const int32_t windows[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static bool is_letter(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/*
 * In the old page of DOS (850) å, æ, ø, ä and ö are where Windows has signs that never stand within
 * a word: such a file is told, for nobody wants "K›benhavn".
 */
static bool is_dos(struct kp_str bytes)
{
    for (size_t i = 1; i + 1 < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        bool sign =
            c == 0x84 || c == 0x86 || c == 0x91 || c == 0x94 || c == 0x9b || c == 0x8f || c == 0x9d;
        if (sign && is_letter((unsigned char)bytes.data[i - 1]) &&
            is_letter((unsigned char)bytes.data[i + 1]))
            return true;
    }
    return false;
}

static enum kp_status decode_windows(struct kp_str bytes, struct kp_buf *out, struct kp_err *err)
{
    if (is_dos(bytes))
        return kp_err_set(err, KP_INVALID,
                          _("this is text in an old DOS encoding (850 or 437); save it as CSV "
                            "(UTF-8)"));
    kp_buf_reserve(out, bytes.len + bytes.len / 16);
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        int32_t code = c >= 0x80 && c < 0xa0 ? windows[c - 0x80] : c;
        if (code == 0)
            return refuse_encoding(err);
        if (code < 0x80)
            kp_buf_addc(out, (char)code);
        else
            kp_utf8_add(out, code);
    }
    return KP_OK;
}

/* ---- */

/* Bytes that no text has: other controls than white space. */
static bool has_controls(struct kp_str bytes)
{
    static const bool strange[32] = {
        1,           1, 1, 1, 1, 1, 1, 1, 1,
        0 /* tab */, 0, 0, 0, 0, 1, 1, 1, 1,
        1,           1, 1, 1, 1, 1, 1, 1, 0 /* an end of file of DOS */,
        1,           1, 1, 1, 1};
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (c < 0x20 && strange[c])
            return true;
    }
    return false;
}

static void drop_start(struct kp_buf *bytes, size_t len)
{
    memmove(bytes->data, bytes->data + len, bytes->len - len + 1);
    bytes->len -= len;
}

enum kp_status kp_sheet_decode(struct kp_buf *bytes, enum kp_encoding *found, struct kp_err *err)
{
    struct kp_str all = kp_buf_str(bytes);
    struct kp_buf text = KP_BUF_INIT;
    enum kp_status status;
    *found = KP_ENCODING_UTF8;
    if (!kp_str_trim(all).len)
        return kp_err_set(err, KP_INVALID, _("the file is empty"));
    if (kp_str_starts(all, KP_STR("\xef\xbb\xbf"))) {
        drop_start(bytes, 3);
        all = kp_buf_str(bytes);
    }
    bool utf16 = kp_str_starts(all, KP_STR("\xff\xfe")) || kp_str_starts(all, KP_STR("\xfe\xff"));
    if (!utf16) {
        status = refuse_stranger(all, err);
        if (!status && has_controls(all))
            status = refuse_encoding(err);
        if (status || kp_utf8_valid(all, NULL))
            return status;
    }
    *found = utf16 ? KP_ENCODING_UTF16 : KP_ENCODING_WINDOWS;
    status = (utf16 ? decode_utf16 : decode_windows)(all, &text, err);
    if (!status) {
        kp_buf_release(bytes);
        *bytes = text;
        text = (struct kp_buf)KP_BUF_INIT;
        status = has_controls(kp_buf_str(bytes)) ? refuse_encoding(err) : KP_OK;
    }
    if (!status && utf16)
        status = refuse_stranger(kp_buf_str(bytes), err);
    kp_buf_release(&text);
    return status;
}
