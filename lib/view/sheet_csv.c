// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"
#include "view/csv.h"
#include "view/sheet.h"

static void add_cell(struct kp_csv *csv, const struct kp_sheet_cell *cell)
{
    struct kp_buf date = KP_BUF_INIT;
    switch (cell->kind) {
    case KP_SHEET_EMPTY: kp_csv_empty(csv); break;
    case KP_SHEET_TEXT: kp_csv_text(csv, cell->text); break;
    case KP_SHEET_NUMBER: kp_csv_number(csv, cell->number); break;
    case KP_SHEET_DATE:
        kp_date_print(&date, cell->date);
        kp_csv_text(csv, kp_buf_str(&date));
        break;
    }
    kp_buf_release(&date);
}

void kp_sheet_csv(const struct kp_sheet *sheet, enum kp_lang lang, bool mark, struct kp_buf *out)
{
    struct kp_csv csv = {.out = out, .semicolons = lang != KP_LANG_EN};
    if (mark)
        kp_utf8_add(out, 0xfeff);
    for (size_t i = 0; i < sheet->column_count; i++)
        kp_csv_text(&csv, sheet->columns[i].label);
    kp_csv_end_row(&csv);
    for (size_t i = 0; i < sheet->row_count; i++) {
        for (size_t j = 0; j < sheet->column_count; j++)
            add_cell(&csv, &sheet->cells[i * sheet->column_count + j]);
        kp_csv_end_row(&csv);
    }
}
