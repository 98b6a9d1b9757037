// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A workbook, or a part of one (the first byte says which: s a sheet, t texts, y styles): whatever the bytes,
 * reading ends with a message or with rows in their order, whose cells are UTF-8 texts without NUL and whose numbers are
 * numbers.
 */
#include "base/number.h"
#include "base/utf8.h"
#include "base/workbook_internal.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static enum kp_status look(void *context, const struct kp_sheet_row *row, struct kp_err *err)
{
    size_t *line = context;
    struct kp_number number;
    (void)err;
    must(row->line > *line && row->line <= KP_WORKBOOK_ROWS);
    must(row->count > 0 && row->count <= KP_WORKBOOK_COLUMNS && row->cells[row->count - 1].len > 0);
    *line = row->line;
    for (size_t i = 0; i < row->count; i++) {
        struct kp_str cell = row->cells[i];
        must(cell.data[cell.len] == '\0' && kp_str_find(cell, '\0') == cell.len);
        must(kp_utf8_valid(cell, NULL) && row->kinds[i] <= KP_CELL_ERROR);
        if (row->kinds[i] == KP_CELL_NUMBER && cell.len < 17)
            must(kp_number_read(kp_str_slice(cell, 0, kp_str_find(cell, '%')), &number));
    }
    return KP_OK;
}

static void read_whole(struct kp_str bytes, struct kp_err *err)
{
    struct kp_workbook *workbook;
    size_t count = 0;
    if (!kp_workbook_open(bytes, &workbook, err)) {
        kp_workbook_sheets(workbook, &count);
        must(count > 0);
    }
    for (size_t i = 0; i < count; i++) {
        size_t line = 0;
        kp_workbook_each(workbook, i, look, &line, err);
    }
    kp_workbook_close(workbook);
}

static void read_part(char part, struct kp_str xml, struct kp_err *err)
{
    static const char texts[] = "<sst><si><t>one</t></si><si><t>two</t></si></sst>";
    static const char styles[] = "<s><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/>"
                                 "<xf numFmtId='10'/><xf numFmtId='46'/></cellXfs></s>";
    static const char sheet[] = "<s><row><c t='s'><v>0</v></c><c s='0'><v>1.5</v></c></row></s>";
    struct kp_workbook w = {.shared = KP_BUF_INIT};
    size_t line = 0;
    workbook_read_shared(&w, NULL, 0, part == 't' ? xml : kp_str_from(texts), err);
    workbook_read_styles(&w, NULL, 0, part == 'y' ? xml : kp_str_from(styles), err);
    workbook_read_sheet(&w, NULL, 0, part == 's' ? xml : kp_str_from(sheet), look, &line, err);
    kp_buf_release(&w.shared);
    free(w.shared_ends);
    free(w.formats);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_str bytes = {(const char *)data, size};
    if (kp_workbook_is(bytes))
        read_whole(bytes, &err);
    else if (size)
        read_part(bytes.data[0], kp_str_slice(bytes, 1, size), &err);
    kp_err_release(&err);
    return 0;
}
