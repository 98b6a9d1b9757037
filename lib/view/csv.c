// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/csv.h"

#include "base/utf8.h"

#include <string.h>

static void begin_cell(struct kp_csv *csv)
{
    if (csv->begun)
        kp_buf_addc(csv->out, csv->semicolons ? ';' : ',');
    csv->begun = true;
}

/*
 * Whether a spreadsheet may take it for a formula: it begins, behind white space or apostrophes perhaps, with = + - @ or
 * their full-width forms, or with a tab or a return, which some skip.
 */
static bool is_formula(struct kp_str text)
{
    size_t at = 0;
    int32_t code = ' ';
    if (text.len && strchr("\t\r\n", text.data[0]))
        return true;
    while (at < text.len && (code == ' ' || code == 0xa0 || code == '\''))
        code = kp_utf8_next(text, &at);
    switch (code) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case 0x2212: /* minus */
    case 0xff1d: /* full-width = + - @ */
    case 0xff0b:
    case 0xff0d:
    case 0xff20: return true;
    default: return false;
    }
}

void kp_csv_text(struct kp_csv *csv, struct kp_str text)
{
    bool quoted = false;
    begin_cell(csv);
    for (size_t i = 0; i < text.len && !quoted; i++)
        quoted = strchr(",;\"\r\n", text.data[i]) != NULL;
    if (quoted)
        kp_buf_addc(csv->out, '"');
    if (is_formula(text))
        kp_buf_addc(csv->out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '"')
            kp_buf_addc(csv->out, '"');
        kp_buf_addc(csv->out, text.data[i]);
    }
    if (quoted)
        kp_buf_addc(csv->out, '"');
}

void kp_csv_number(struct kp_csv *csv, struct kp_number number)
{
    begin_cell(csv);
    size_t start = csv->out->len;
    kp_number_print(csv->out, number);
    for (size_t i = start; csv->semicolons && i < csv->out->len; i++)
        if (csv->out->data[i] == '.')
            csv->out->data[i] = ',';
}

void kp_csv_empty(struct kp_csv *csv)
{
    begin_cell(csv);
}

void kp_csv_end_row(struct kp_csv *csv)
{
    kp_buf_adds(csv->out, "\r\n");
    csv->begun = false;
}
