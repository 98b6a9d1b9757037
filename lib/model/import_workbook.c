// SPDX-License-Identifier: GPL-3.0-or-later
/* Which sheet of a workbook has the rows of a table: by its name, else by its titles. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/import_internal.h"

enum { NAME_MOST = 31, SHOWN_SHEETS = 20 };

/* The beginning is enough: a sheet's name has room for no more, and some signs cannot be in it. */
static bool is_name_of(struct kp_arena *arena, struct kp_str sheet, struct kp_str name)
{
    struct kp_buf plain = KP_BUF_INIT;
    for (size_t i = 0; i < name.len; i++)
        kp_buf_addc(&plain, name.data[i] == '/' ? ' ' : name.data[i]);
    struct kp_str folded = kp_utf8_fold(arena, kp_str_trim(kp_buf_str(&plain)));
    sheet = kp_utf8_fold(arena, kp_str_trim(sheet));
    bool same =
        kp_str_equal(folded, sheet) || (sheet.len >= NAME_MOST - 1 && kp_str_starts(folded, sheet));
    kp_buf_release(&plain);
    return same;
}

static bool is_named_as_table(struct kp_import *import, struct kp_str sheet)
{
    const struct kp_field *table = import->table;
    bool named = is_name_of(&import->arena, sheet, table->id);
    for (int lang = 0; lang < KP_LANG_COUNT && !named; lang++)
        named =
            table->label.in[lang].len && is_name_of(&import->arena, sheet, table->label.in[lang]);
    return named;
}

/* ---- titles that fit */

struct trying {
    struct kp_import probe;
    const struct kp_import_options *options;
    size_t seen;
    bool fits;
};

/* Any status but KP_OK ends the reading: the titles are among the first rows, or nowhere. */
static enum kp_status try_row(void *context, const struct kp_sheet_row *row, struct kp_err *err)
{
    struct trying *trying = context;
    (void)err;
    trying->fits = !kp_import_match(&trying->probe, row->cells, row->count, trying->options, NULL);
    return trying->fits || ++trying->seen == KP_IMPORT_HEADER_WITHIN ? KP_EXISTS : KP_OK;
}

static bool has_titles(struct kp_import *import, struct kp_workbook *workbook, size_t sheet,
                       const struct kp_import_options *options)
{
    struct trying trying = {.probe = {.table = import->table, .context = import->context},
                            .options = options};
    struct kp_err err = KP_ERR_INIT;
    kp_workbook_each(workbook, sheet, try_row, &trying, &err);
    kp_err_release(&err);
    kp_arena_release(&trying.probe.arena);
    return trying.fits;
}

/* ---- */

static void list_sheets(const struct kp_workbook *workbook, const bool *which, struct kp_buf *out)
{
    size_t count, shown = 0;
    const struct kp_workbook_sheet *sheets = kp_workbook_sheets(workbook, &count);
    for (size_t i = 0; i < count && shown < SHOWN_SHEETS; i++) {
        if (which ? !which[i] : sheets[i].hidden)
            continue;
        kp_buf_adds(out, shown++ ? ", " : "");
        kp_utf8_add_quote(out, sheets[i].name);
    }
}

static enum kp_status find_named(struct kp_import *import, const struct kp_workbook *workbook,
                                 const char *name, size_t *out, struct kp_err *err)
{
    size_t count;
    const struct kp_workbook_sheet *sheets = kp_workbook_sheets(workbook, &count);
    struct kp_buf names = KP_BUF_INIT;
    for (*out = 0; *out < count; (*out)++)
        if (is_name_of(&import->arena, sheets[*out].name, kp_str_from(name)))
            return KP_OK;
    list_sheets(workbook, NULL, &names);
    kp_err_set(err, KP_NOT_FOUND, _("there is no sheet \"%s\"; there are: %s"), name, names.data);
    kp_buf_release(&names);
    return KP_NOT_FOUND;
}

enum kp_status kp_import_find_sheet(struct kp_import *import, struct kp_workbook *workbook,
                                    const struct kp_import_options *options, size_t *out,
                                    struct kp_err *err)
{
    size_t count, visible = 0, fitting = 0;
    const struct kp_workbook_sheet *sheets = kp_workbook_sheets(workbook, &count);
    if (options->sheet)
        return find_named(import, workbook, options->sheet, out, err);
    for (size_t i = count; i-- > 0;) {
        if (sheets[i].hidden)
            continue;
        visible++;
        *out = i;
    }
    if (visible == 1)
        return KP_OK; /* what is wrong with it is told of it */
    for (size_t i = 0; i < count; i++) {
        if (sheets[i].hidden || !is_named_as_table(import, sheets[i].name))
            continue;
        *out = i;
        return KP_OK;
    }
    bool *fits = kp_arena_alloc(&import->arena, count);
    for (size_t i = 0; i < count; i++) {
        fits[i] = !sheets[i].hidden && has_titles(import, workbook, i, options);
        fitting += fits[i];
        *out = fits[i] && fitting == 1 ? i : *out;
    }
    if (fitting == 1)
        return KP_OK;
    struct kp_buf names = KP_BUF_INIT;
    list_sheets(workbook, fitting ? fits : NULL, &names);
    kp_err_set(err, KP_INVALID,
               fitting ? _("several sheets may be meant: %s; say which: --sheet NAME")
                       : _("no sheet has the titles of this table; there are: %s. Say which: "
                           "--sheet NAME"),
               names.data);
    kp_buf_release(&names);
    return KP_INVALID;
}
