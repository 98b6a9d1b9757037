// SPDX-License-Identifier: GPL-3.0-or-later
/* Sheets as an Office Open XML workbook, by libxlsxwriter. */
#include "base/alloc.h"
#include "base/late.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/report.h"
#include "view/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    CELL_MOST = 32767,   /* UTF-16 units that a cell holds */
    NAME_MOST = 31,      /* of a sheet's name */
    ROWS_MOST = 1048575, /* behind the heading */
    WIDTH_LEAST = 8,
    WIDTH_MOST = 60,
    DIGITS_EXACT = 15, /* of a spreadsheet's number */
};

enum look { PLAIN, WRAPPED, HEADING, TITLE, DATE, WHOLE, DECIMAL, PERCENT, PERCENT_TENTHS, LOOKS };

/* What this needs of libxlsxwriter, which only a workbook loads. */
/* clang-format off */
#define FUNCTIONS(X) \
    X(format_set_align) X(format_set_bg_color) X(format_set_bold) X(format_set_bottom) \
    X(format_set_font_color) X(format_set_font_size) X(format_set_num_format) \
    X(format_set_num_format_index) X(format_set_text_wrap) X(lxw_strerror) \
    X(workbook_add_format) X(workbook_add_worksheet) X(workbook_close) X(workbook_new) \
    X(workbook_set_properties) X(worksheet_autofilter) X(worksheet_fit_to_pages) \
    X(worksheet_freeze_panes) X(worksheet_repeat_rows) X(worksheet_set_column) \
    X(worksheet_set_column_opt) X(worksheet_set_footer) X(worksheet_set_landscape) \
    X(worksheet_set_paper) X(worksheet_write_datetime) X(worksheet_write_number) \
    X(worksheet_write_string)
/* clang-format on */

struct xlsx {
    FUNCTIONS(KP_LATE_MEMBER)
};

static bool load(struct xlsx *x)
{
#ifdef KP_XLSX_SONAME
    static const char *const names[] = {FUNCTIONS(KP_LATE_NAME)};
    return kp_late_load(KP_XLSX_SONAME, names, sizeof names / sizeof *names, x);
#else
    *x = (struct xlsx){FUNCTIONS(KP_LATE_LINKED)};
    return true;
#endif
}

struct writer {
    struct xlsx x;
    const struct kp_sheets *sheets;
    lxw_workbook *book;
    lxw_format *looks[LOOKS];
    struct kp_arena arena;
    struct kp_str *names; /* of sheets, folded */
    size_t name_count;
    size_t cut;
    lxw_error error; /* the first one */
};

static void note(struct writer *w, lxw_error error)
{
    if (!w->error)
        w->error = error;
}

/* ---- how cells look */

static void make_looks(struct writer *w)
{
    static const char *const formats[LOOKS] = {
        [WHOLE] = "#,##0", [DECIMAL] = "#,##0.00", [PERCENT] = "0%", [PERCENT_TENTHS] = "0.0#%"};
    for (int i = 0; i < LOOKS; i++) {
        lxw_format *format = w->looks[i] = w->x.workbook_add_format(w->book);
        w->x.format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        if (formats[i])
            w->x.format_set_num_format(format, formats[i]);
    }
    w->x.format_set_text_wrap(w->looks[WRAPPED]);
    w->x.format_set_num_format_index(w->looks[DATE], 14); /* the reader's own way to write a day */
    w->x.format_set_bold(w->looks[HEADING]);
    w->x.format_set_text_wrap(w->looks[HEADING]);
    w->x.format_set_bg_color(w->looks[HEADING], 0xE7EBF0);
    w->x.format_set_font_color(w->looks[HEADING], 0x1B2733);
    w->x.format_set_bottom(w->looks[HEADING], LXW_BORDER_THIN);
    w->x.format_set_bold(w->looks[TITLE]);
    w->x.format_set_font_size(w->looks[TITLE], 16);
}

/* ---- texts */

static size_t units_of(int32_t code)
{
    return code > 0xffff ? 2 : 1;
}

/* The text as a cell holds it: no character that XML has none of, not too long. */
static const char *cell_text(struct writer *w, struct kp_str text)
{
    struct kp_buf out = KP_BUF_INIT;
    size_t units = 0, last = 0;
    for (size_t pos = 0; pos < text.len;) {
        size_t start = pos;
        int32_t code = kp_utf8_next(text, &pos);
        if (code == '\r' || (code < ' ' && code != '\n' && code != '\t') || code == 0xfffe ||
            code == 0xffff)
            continue;
        units += units_of(code);
        if (units <= CELL_MOST - 1)
            last = out.len + (pos - start);
        if (units > CELL_MOST) {
            kp_buf_truncate(&out, last);
            kp_buf_adds(&out, "…");
            w->cut++;
            break;
        }
        kp_buf_add(&out, kp_str_slice(text, start, pos - start));
    }
    const char *result = kp_arena_str(&w->arena, kp_buf_str(&out)).data;
    kp_buf_release(&out);
    return result;
}

static bool is_taken(const struct writer *w, struct kp_str folded)
{
    for (size_t i = 0; i < w->name_count; i++)
        if (kp_str_equal(w->names[i], folded))
            return true;
    return kp_str_is(folded, "history"); /* Excel's own */
}

/* A name that spreadsheets take, and no other sheet has: without []:*?/\, at most 31 characters. */
static const char *sheet_name(struct writer *w, struct kp_str title)
{
    struct kp_buf name = KP_BUF_INIT, trial = KP_BUF_INIT;
    for (size_t pos = 0; pos < title.len;) {
        size_t start = pos;
        int32_t code = kp_utf8_next(title, &pos);
        bool fits =
            code >= ' ' && !(code < 0x80 && strchr("[]:*?/\\", code)) && (code != '\'' || name.len);
        kp_buf_add(&name, fits ? kp_str_slice(title, start, pos - start) : KP_STR(" "));
    }
    struct kp_str whole = kp_str_trim(kp_buf_str(&name));
    if (!whole.len)
        whole = KP_STR("-");
    struct kp_str folded;
    for (size_t number = 1;; number++) {
        char suffix[24] = "";
        if (number > 1)
            snprintf(suffix, sizeof suffix, " (%zu)", number);
        size_t room = NAME_MOST - strlen(suffix), at = 0, units = 0, last = 0;
        while (at < whole.len) {
            units += units_of(kp_utf8_next(whole, &at));
            if (units <= room)
                last = at;
        }
        kp_buf_clear(&trial);
        kp_buf_add(&trial, kp_str_trim(kp_str_slice(whole, 0, last)));
        while (trial.len && trial.data[trial.len - 1] == '\'')
            kp_buf_truncate(&trial, trial.len - 1);
        kp_buf_adds(&trial, suffix);
        folded = kp_utf8_fold(&w->arena, kp_buf_str(&trial));
        if (!is_taken(w, folded))
            break;
    }
    w->names[w->name_count++] = folded;
    const char *result = kp_arena_str(&w->arena, kp_buf_str(&trial)).data;
    kp_buf_release(&name);
    kp_buf_release(&trial);
    return result;
}

/* ---- cells */

static bool is_exact(struct kp_number number)
{
    kp_int128 digits = number.digits < 0 ? -number.digits : number.digits;
    int count = 0;
    while (digits) {
        digits /= 10;
        count++;
    }
    return count <= DIGITS_EXACT;
}

static void write_number(struct writer *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t at,
                         const struct kp_sheet_cell *cell)
{
    struct kp_number number = cell->number;
    enum look look = PLAIN;
    if (!is_exact(number)) { /* a spreadsheet would round it */
        struct kp_buf text = KP_BUF_INIT;
        kp_number_print(&text, number);
        note(w, w->x.worksheet_write_string(sheet, row, at, text.data, w->looks[PLAIN]));
        kp_buf_release(&text);
        return;
    }
    if (cell->type == KP_TYPE_PERCENT) {
        look = number.scale ? PERCENT_TENTHS : PERCENT;
        kp_number_divide(number, kp_number_from(100), &number);
    } else if (cell->type == KP_TYPE_MONEY) {
        look = number.scale ? DECIMAL : WHOLE;
    }
    note(w,
         w->x.worksheet_write_number(sheet, row, at, kp_number_to_double(number), w->looks[look]));
}

static void write_cell(struct writer *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t at,
                       const struct kp_sheet_cell *cell)
{
    lxw_datetime day = {.year = cell->date.year, .month = cell->date.month, .day = cell->date.day};
    switch (cell->kind) {
    case KP_SHEET_EMPTY: break;
    case KP_SHEET_NUMBER: write_number(w, sheet, row, at, cell); break;
    case KP_SHEET_TEXT:
        note(w, w->x.worksheet_write_string(sheet, row, at, cell_text(w, cell->text),
                                            w->looks[WRAPPED]));
        break;
    case KP_SHEET_DATE:
        if (day.year >= 1900) { /* a spreadsheet's days begin there */
            note(w, w->x.worksheet_write_datetime(sheet, row, at, &day, w->looks[DATE]));
        } else {
            struct kp_buf text = KP_BUF_INIT;
            kp_date_print(&text, cell->date);
            note(w, w->x.worksheet_write_string(sheet, row, at, text.data, w->looks[PLAIN]));
            kp_buf_release(&text);
        }
    }
}

/* ---- columns */

static size_t width_of(const struct kp_sheet_cell *cell)
{
    struct kp_buf text = KP_BUF_INIT;
    size_t width = 0;
    if (cell->kind == KP_SHEET_TEXT) {
        struct kp_str rest = cell->text;
        while (rest.len) {
            size_t line = kp_utf8_width(kp_str_split(&rest, '\n'));
            width = line > width ? line : width;
        }
    } else if (cell->kind == KP_SHEET_NUMBER) {
        kp_number_print(&text, cell->number);
        width = text.len + text.len / 3 + 1; /* grouping, and the percent sign */
    } else if (cell->kind == KP_SHEET_DATE) {
        width = 10;
    }
    kp_buf_release(&text);
    return width;
}

static void set_widths(struct writer *w, lxw_worksheet *out, const struct kp_sheet *sheet)
{
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    for (size_t i = 0; i < sheet->column_count; i++) {
        size_t width = kp_utf8_width(sheet->columns[i].label) / 2 + 4;
        for (size_t j = 0; j < sheet->row_count; j++) {
            size_t own = width_of(&sheet->cells[j * sheet->column_count + i]) + 1;
            width = own > width ? own : width;
        }
        width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
        note(w, w->x.worksheet_set_column_opt(out, (lxw_col_t)i, (lxw_col_t)i, (double)width, NULL,
                                              sheet->columns[i].hidden ? &hidden : NULL));
    }
}

/* ---- sheets */

/* "ACME A/S · 2026H1 · for the customer": & begins a code there. */
static const char *footer(struct writer *w)
{
    const struct kp_sheets *sheets = w->sheets;
    struct kp_buf plain = KP_BUF_INIT, out = KP_BUF_INIT;
    kp_buf_add(&plain, sheets->plan_count == 1 ? sheets->plans[0].head.name : sheets->company);
    kp_buf_addf(&plain, " · %s", kp_report_for(sheets->audience));
    struct kp_str text = kp_utf8_fit(kp_buf_str(&plain), 100);
    kp_buf_adds(&out, "&L");
    for (size_t i = 0; i < text.len; i++) {
        kp_buf_addc(&out, text.data[i]);
        if (text.data[i] == '&')
            kp_buf_addc(&out, '&');
    }
    kp_buf_adds(&out, "&R&P / &N");
    const char *result = kp_arena_str(&w->arena, kp_buf_str(&out)).data;
    kp_buf_release(&plain);
    kp_buf_release(&out);
    return result;
}

static lxw_worksheet *begin_sheet(struct writer *w, struct kp_str title)
{
    lxw_worksheet *sheet = w->x.workbook_add_worksheet(w->book, sheet_name(w, title));
    if (!sheet) {
        note(w, LXW_ERROR_SHEETNAME_ALREADY_USED);
        return NULL;
    }
    w->x.worksheet_set_landscape(sheet);
    w->x.worksheet_set_paper(sheet, 9); /* A4 */
    w->x.worksheet_fit_to_pages(sheet, 1, 0);
    note(w, w->x.worksheet_set_footer(sheet, footer(w)));
    return sheet;
}

static void write_sheet(struct writer *w, const struct kp_sheet *sheet)
{
    lxw_worksheet *out = begin_sheet(w, sheet->title);
    if (!out)
        return;
    if (sheet->row_count > ROWS_MOST)
        note(w, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
    for (size_t i = 0; i < sheet->column_count; i++)
        note(w,
             w->x.worksheet_write_string(out, 0, (lxw_col_t)i,
                                         cell_text(w, sheet->columns[i].label), w->looks[HEADING]));
    for (size_t i = 0; i < sheet->row_count && !w->error; i++)
        for (size_t j = 0; j < sheet->column_count; j++)
            write_cell(w, out, (lxw_row_t)(i + 1), (lxw_col_t)j,
                       &sheet->cells[i * sheet->column_count + j]);
    set_widths(w, out, sheet);
    w->x.worksheet_freeze_panes(out, 1, w->sheets->plan_count > 1);
    w->x.worksheet_repeat_rows(out, 0, 0);
    if (sheet->row_count)
        note(w, w->x.worksheet_autofilter(out, 0, 0, (lxw_row_t)sheet->row_count,
                                          (lxw_col_t)(sheet->column_count - 1)));
}

/* ---- the first sheet: what it is a copy of, and for whom */

struct about {
    struct writer *w;
    lxw_worksheet *sheet;
    lxw_row_t row;
};

static void add_fact(struct about *about, const char *label, struct kp_str text)
{
    if (!about->sheet || !text.len)
        return;
    note(about->w, about->w->x.worksheet_write_string(about->sheet, about->row, 0, label,
                                                      about->w->looks[HEADING]));
    note(about->w,
         about->w->x.worksheet_write_string(about->sheet, about->row++, 1,
                                            cell_text(about->w, text), about->w->looks[WRAPPED]));
}

static void add_date(struct about *about, const char *label, struct kp_date date)
{
    struct kp_sheet_cell cell = {.kind = KP_SHEET_DATE, .date = date};
    if (!about->sheet || !kp_date_valid(date))
        return;
    note(about->w, about->w->x.worksheet_write_string(about->sheet, about->row, 0, label,
                                                      about->w->looks[HEADING]));
    write_cell(about->w, about->sheet, about->row++, 1, &cell);
}

static void add_plan(struct about *about, const struct kp_sheet_plan *plan)
{
    struct kp_buf cycle = KP_BUF_INIT;
    about->row++;
    add_fact(about, _("Account"), plan->head.name);
    if (plan->head.revision.len) {
        kp_cycle_print(&cycle, plan->head.cycle);
        add_fact(about, _("Cycle"), kp_buf_str(&cycle));
        add_fact(about, _("Revision"), kp_str_slice(plan->head.revision, 0, 12));
        add_date(about, _("Date"), plan->head.date);
    }
    add_fact(about, _("Signed off"), plan->head.signoff);
    kp_buf_release(&cycle);
}

static void write_about(struct writer *w)
{
    const struct kp_sheets *sheets = w->sheets;
    struct about about = {.w = w, .sheet = begin_sheet(w, kp_str_from(_("About")))};
    if (!about.sheet)
        return;
    struct kp_str title = sheets->plan_count == 1 ? sheets->plans[0].head.name : sheets->company;
    note(w, w->x.worksheet_set_column(about.sheet, 0, 0, 18, NULL));
    note(w, w->x.worksheet_set_column(about.sheet, 1, 1, WIDTH_MOST, NULL));
    note(w, w->x.worksheet_write_string(about.sheet, about.row++, 0, cell_text(w, title),
                                        w->looks[TITLE]));
    about.row++;
    add_fact(&about, _("Copy"), kp_str_from(kp_report_for(sheets->audience)));
    add_fact(&about, _("Currency"), sheets->currency);
    add_date(&about, _("Written"), sheets->today);
    for (size_t i = 0; i < sheets->plan_count; i++)
        add_plan(&about, &sheets->plans[i]);
}

/* ---- the workbook */

static enum kp_status failed(struct kp_err *err, const char *why)
{
    return kp_err_set(err, KP_IO, _("cannot write the workbook: %s"), why);
}

static char *property(struct writer *w, struct kp_str text)
{
    const char *clean = cell_text(w, text);
    return kp_strndup(clean, strlen(clean));
}

static void set_properties(struct writer *w)
{
    const struct kp_sheets *sheets = w->sheets;
    lxw_doc_properties properties = {
        .title =
            property(w, sheets->plan_count == 1 ? sheets->plans[0].head.name : sheets->company),
        .company = property(w, sheets->company),
        .subject = property(w, kp_str_from(kp_report_for(sheets->audience))),
        .created = (time_t)(kp_date_to_days(sheets->today) * 86400),
    };
    note(w, w->x.workbook_set_properties(w->book, &properties));
    free(properties.title);
    free(properties.company);
    free(properties.subject);
}

/* The library says what went wrong on standard error, in words for programmers: one message is enough, and ours. */
static lxw_error close_quietly(struct writer *w)
{
    int kept = dup(STDERR_FILENO), nothing = open("/dev/null", O_WRONLY);
    if (kept >= 0 && nothing >= 0)
        dup2(nothing, STDERR_FILENO);
    errno = 0;
    lxw_error error = w->x.workbook_close(w->book); /* frees it, in any case */
    int why = errno;
    if (kept >= 0 && nothing >= 0)
        dup2(kept, STDERR_FILENO);
    if (kept >= 0)
        close(kept);
    if (nothing >= 0)
        close(nothing);
    errno = why;
    return error;
}

enum kp_status kp_sheets_xlsx(const struct kp_sheets *sheets, const char *path, size_t *cut,
                              struct kp_err *err)
{
    struct writer w = {.sheets = sheets, .arena = KP_ARENA_INIT};
    if (!load(&w.x))
        return failed(err, "libxlsxwriter");
    w.book = w.x.workbook_new(path);
    if (!w.book)
        return failed(err, w.x.lxw_strerror(LXW_ERROR_MEMORY_MALLOC_FAILED));
    w.names = kp_arena_alloc(&w.arena, (sheets->count + 2) * sizeof *w.names);
    make_looks(&w);
    set_properties(&w);
    write_about(&w);
    for (size_t i = 0; i < sheets->count; i++)
        write_sheet(&w, &sheets->items[i]);
    lxw_error error = close_quietly(&w);
    int why = error ? errno : 0;
    note(&w, error);
    kp_arena_release(&w.arena);
    if (cut)
        *cut = w.cut;
    if (!w.error)
        return KP_OK;
    return failed(err, why ? strerror(why) : w.x.lxw_strerror(w.error));
}
