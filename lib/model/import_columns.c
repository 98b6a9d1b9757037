// SPDX-License-Identifier: GPL-3.0-or-later
/* Which column of a file is which column of ours, by name. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/import_internal.h"

#include <string.h>

enum { THOUSANDS = 3, MILLIONS = 6, NEAR = 3, SHOWN = 40 };

/* ---- names without what accounting systems hang on them */

static const char *const units[] = {"dkk", "sek", "nok", "eur",   "usd", "gbp",
                                    "chf", "kr",  "ytd", "12mdr", "12m", NULL};
static const struct {
    const char *word;
    int power;
} powers[] = {
    {"tkr", THOUSANDS},  {"tdkk", THOUSANDS}, {"tsek", THOUSANDS}, {"teur", THOUSANDS},
    {"kkr", THOUSANDS},  {"ksek", THOUSANDS}, {"kdkk", THOUSANDS}, {"keur", THOUSANDS},
    {"1000", THOUSANDS}, {"mkr", MILLIONS},   {"mdkk", MILLIONS},  {"msek", MILLIONS},
    {"meur", MILLIONS},  {"mio", MILLIONS},
};

static bool is_unit(struct kp_str word)
{
    for (size_t i = 0; units[i]; i++)
        if (kp_str_is(word, units[i]))
            return true;
    return false;
}

/* 2025, 2025h1 */
static bool is_period(struct kp_str word)
{
    if (word.len != 4 && word.len != 6)
        return false;
    for (size_t i = 0; i < 4; i++)
        if (word.data[i] < '0' || word.data[i] > '9')
            return false;
    return (word.data[0] == '1' && word.data[1] == '9') ||
           (word.data[0] == '2' && word.data[1] == '0');
}

static int power_of(struct kp_str word)
{
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++)
        if (kp_str_is(word, powers[i].word))
            return powers[i].power;
    return 0;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* "Nettoomsætning 2025 (t.kr.)" → "nettoomsætning"; *power (may be NULL) is then 3. */
static struct kp_str plain_name(struct kp_arena *arena, struct kp_str title, int *power)
{
    struct kp_str text = kp_utf8_fold(arena, title);
    struct kp_buf name = KP_BUF_INIT;
    int found = 0, depth = 0;
    for (size_t i = 0; i < text.len;) {
        if (!is_word(text.data[i])) {
            depth += text.data[i] == '(' || text.data[i] == '[';
            depth -= depth && (text.data[i] == ')' || text.data[i] == ']');
            i++;
            continue;
        }
        size_t start = i;
        while (i < text.len && is_word(text.data[i]))
            i++;
        struct kp_str word = kp_str_slice(text, start, i - start);
        struct kp_str rest = kp_str_slice(text, i, text.len);
        if (kp_str_is(word, "t") &&
            (kp_str_starts(rest, KP_STR(".kr")) || kp_str_starts(rest, KP_STR(" kr"))))
            found = THOUSANDS;
        else if (power_of(word))
            found = power_of(word);
        else if (!depth && !is_unit(word) && !is_period(word))
            kp_buf_add(&name, word);
    }
    if (power)
        *power = found;
    struct kp_str plain = name.len ? kp_arena_str(arena, kp_buf_str(&name)) : text;
    kp_buf_release(&name);
    return plain;
}

static enum kp_import_how fits(struct kp_arena *arena, const struct kp_field *column,
                               struct kp_str name)
{
    if (kp_str_equal(name, plain_name(arena, column->id, NULL)))
        return KP_IMPORT_BY_ID;
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        if (column->label.in[lang].len &&
            kp_str_equal(name, plain_name(arena, column->label.in[lang], NULL)))
            return KP_IMPORT_BY_ID;
    for (size_t i = 0; i < column->aka_count; i++)
        if (kp_str_equal(name, plain_name(arena, column->aka[i], NULL)))
            return KP_IMPORT_BY_AKA;
    return KP_IMPORT_LEFT;
}

/* ---- what the user says */

static struct kp_import_column *by_title(struct kp_import *import, struct kp_str title)
{
    struct kp_str wanted = kp_utf8_fold(&import->arena, title);
    for (size_t i = 0; i < import->column_count; i++)
        if (kp_str_equal(kp_utf8_fold(&import->arena, import->columns[i].title), wanted))
            return &import->columns[i];
    return NULL;
}

static const struct kp_field *by_name(struct kp_import *import, struct kp_str name)
{
    struct kp_str plain = plain_name(&import->arena, name, NULL);
    const struct kp_field *column = kp_field_column(import->table, name);
    for (size_t i = 0; !column && i < import->table->column_count; i++)
        if (fits(&import->arena, &import->table->columns[i], plain) == KP_IMPORT_BY_ID)
            column = &import->table->columns[i];
    return column;
}

static void list_columns(const struct kp_import *import, struct kp_buf *out)
{
    for (size_t i = 0; i < import->table->column_count; i++)
        if (!import->table->columns[i].calc)
            kp_buf_addf(out, "%s%.*s", out->len ? ", " : "",
                        KP_STR_ARG(import->table->columns[i].id));
}

static void list_titles(const struct kp_import *import, struct kp_buf *out)
{
    for (size_t i = 0; i < import->column_count; i++) {
        if (!import->columns[i].title.len)
            continue;
        if (out->len)
            kp_buf_adds(out, ", ");
        kp_utf8_add_quote(out, import->columns[i].title);
    }
}

static enum kp_status map_one(struct kp_import *import, struct kp_str pair, bool *left_out,
                              struct kp_err *err)
{
    size_t at = kp_str_find(pair, '=');
    struct kp_str title = kp_str_trim(kp_str_slice(pair, 0, at));
    struct kp_str name = kp_str_trim(kp_str_slice(pair, at + 1, pair.len));
    struct kp_buf names = KP_BUF_INIT;
    enum kp_status status = KP_OK;
    if (at == pair.len)
        return kp_err_set(err, KP_INVALID,
                          _("--map: \"%.*s\" has no =; write \"title in the file=column\""),
                          KP_STR_ARG(pair));
    struct kp_import_column *column = by_title(import, title);
    const struct kp_field *field = name.len ? by_name(import, name) : NULL;
    if (!column) {
        list_titles(import, &names);
        status =
            kp_err_set(err, KP_NOT_FOUND, _("--map: the file has no column \"%.*s\"; it has: %s"),
                       KP_STR_ARG(title), names.data);
    } else if (name.len && (!field || field->calc)) {
        list_columns(import, &names);
        status = kp_err_set(err, KP_INVALID, _("--map: there is no column \"%.*s\"; there are: %s"),
                            KP_STR_ARG(name), names.data);
    } else if (field) {
        column->column = field;
        column->how = KP_IMPORT_MAPPED;
    } else {
        left_out[column - import->columns] = true;
    }
    kp_buf_release(&names);
    return status;
}

static enum kp_status map_all(struct kp_import *import, const char *map, bool *left_out,
                              struct kp_err *err)
{
    struct kp_str rest = kp_str_from(map);
    enum kp_status status = KP_OK;
    while (rest.len && !status) {
        struct kp_str pair = kp_str_trim(kp_str_split(&rest, ','));
        if (pair.len)
            status = map_one(import, pair, left_out, err);
    }
    return status;
}

/* ---- matching */

static enum kp_status refuse_two(const struct kp_import_column *a, const struct kp_import_column *b,
                                 const struct kp_field *column, struct kp_err *err)
{
    return kp_err_set(err, KP_INVALID,
                      _("both \"%.*s\" and \"%.*s\" may be %.*s; say which: --map \"%.*s=%.*s\""),
                      KP_STR_ARG(a->title), KP_STR_ARG(b->title), KP_STR_ARG(column->id),
                      KP_STR_ARG(b->title), KP_STR_ARG(column->id));
}

/* The best column of the file for one of ours; two that are as good are a fault. */
static enum kp_status find_for(struct kp_import *import, const struct kp_field *column,
                               const struct kp_str *names, const bool *left_out, struct kp_err *err)
{
    struct kp_import_column *best = NULL, *second = NULL;
    enum kp_import_how how = KP_IMPORT_LEFT;
    for (size_t i = 0; i < import->column_count; i++) {
        struct kp_import_column *candidate = &import->columns[i];
        if (candidate->column == column) {
            if (best && how == KP_IMPORT_MAPPED)
                return refuse_two(best, candidate, column, err);
            best = candidate;
            how = KP_IMPORT_MAPPED;
            second = NULL;
            continue;
        }
        if (candidate->column || left_out[i] || !names[i].len || how == KP_IMPORT_MAPPED)
            continue;
        enum kp_import_how fit = fits(&import->arena, column, names[i]);
        if (fit == KP_IMPORT_LEFT)
            continue;
        if (!best || fit < how) {
            best = candidate;
            how = fit;
            second = NULL;
        } else if (fit == how) {
            second = candidate;
        }
    }
    if (second)
        return refuse_two(best, second, column, err);
    if (best) {
        best->column = column;
        best->how = how;
    }
    return KP_OK;
}

static bool is_taken(const struct kp_import *import, const struct kp_field *column)
{
    return kp_import_of(import, column) != NULL;
}

/* A column of ours that nothing was found for and whose name is like this one's. */
static const struct kp_field *nearest(struct kp_import *import, struct kp_str name)
{
    const struct kp_field *found = NULL;
    size_t least = NEAR + 1;
    for (size_t i = 0; i < import->table->column_count; i++) {
        const struct kp_field *column = &import->table->columns[i];
        if (column->calc || is_taken(import, column) || name.len < 4)
            continue;
        for (size_t k = 0; k < KP_LANG_COUNT + 1 + column->aka_count; k++) {
            struct kp_str other = k < KP_LANG_COUNT    ? column->label.in[k]
                                  : k == KP_LANG_COUNT ? column->id
                                                       : column->aka[k - KP_LANG_COUNT - 1];
            other = plain_name(&import->arena, other, NULL);
            size_t limit = name.len / 4 < NEAR ? name.len / 4 : NEAR;
            size_t distance = kp_str_distance(name, other, limit);
            if (distance <= limit && distance < least) {
                least = distance;
                found = column;
            }
        }
    }
    return found;
}

static struct kp_str kept_name(struct kp_import *import, struct kp_str title)
{
    struct kp_str name = kp_utf8_nfc(&import->arena, title);
    bool ours = kp_str_is(name, "id") || kp_field_column(import->table, name);
    return ours ? kp_arena_format(&import->arena, "%.*s_", KP_STR_ARG(name)) : name;
}

/* Export's own two columns: which row it was, and whose. A file of another program may have an "Account" too. */
static void settle_exported(struct kp_import *import, const bool *left_out)
{
    static const char *const accounts[] = {"account", "kunde", "kund"};
    struct kp_import_column *whose = NULL;
    bool has_id = false;
    for (size_t i = 0; i < import->column_count; i++) {
        struct kp_import_column *column = &import->columns[i];
        struct kp_str title = kp_utf8_fold(&import->arena, column->title);
        if (column->column || left_out[i])
            continue;
        if (kp_str_is(column->title, "id")) {
            column->how = KP_IMPORT_ROW;
            column->member = KP_STR("id");
            has_id = true;
        }
        for (size_t k = 0; k < sizeof accounts / sizeof *accounts && i == 0; k++)
            whose = kp_str_is(title, accounts[k]) ? column : whose;
    }
    if (whose && has_id) {
        whose->how = KP_IMPORT_ACCOUNT;
        whose->member = KP_STR("account");
    }
}

static void settle_rest(struct kp_import *import, const struct kp_str *names, const bool *left_out,
                        bool keep)
{
    settle_exported(import, left_out);
    for (size_t i = 0; i < import->column_count; i++) {
        struct kp_import_column *column = &import->columns[i];
        if (column->column || left_out[i] || !column->title.len || column->how != KP_IMPORT_LEFT)
            continue;
        for (size_t k = 0; k < import->table->column_count; k++)
            column->worked_out =
                column->worked_out ||
                (import->table->columns[k].calc &&
                 fits(&import->arena, &import->table->columns[k], names[i]) != KP_IMPORT_LEFT);
        if (column->worked_out)
            continue;
        column->near = nearest(import, names[i]);
        if (keep) {
            column->how = KP_IMPORT_KEPT;
            column->member = kept_name(import, column->title);
        }
    }
    import->taken = 0;
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].how != KP_IMPORT_LEFT)
            import->columns[i].slot = import->taken++;
}

static enum kp_status refuse_header(struct kp_import *import, struct kp_str key, struct kp_err *err)
{
    struct kp_buf titles = KP_BUF_INIT;
    const struct kp_field *column = kp_field_column(import->table, key);
    struct kp_str label = kp_words_get(&column->label, import->context.lang);
    list_titles(import, &titles);
    kp_err_set(err, KP_NOT_FOUND,
               _("no column is known as %.*s (%.*s); the first row has: %s. Say which: --map "
                 "\"title=%.*s\""),
               KP_STR_ARG(key), KP_STR_ARG(label), titles.data, KP_STR_ARG(key));
    kp_buf_release(&titles);
    return KP_NOT_FOUND;
}

enum kp_status kp_import_match(struct kp_import *import, const struct kp_str *cells, size_t count,
                               const struct kp_import_options *options, struct kp_err *err)
{
    struct kp_arena *arena = &import->arena;
    struct kp_str *names = kp_arena_alloc(arena, (count + 1) * sizeof *names);
    bool *left_out = kp_arena_alloc(arena, count + 1);
    struct kp_str key = kp_field_name_column(import->table);
    import->columns = kp_arena_alloc(arena, (count + 1) * sizeof *import->columns);
    import->column_count = count;
    for (size_t i = 0; i < count; i++) {
        struct kp_import_column *column = &import->columns[i];
        column->title = kp_arena_str(arena, cells[i]);
        names[i] = cells[i].len ? plain_name(arena, cells[i], &column->power) : cells[i];
    }
    enum kp_status status = map_all(import, options->map, left_out, err);
    for (size_t i = 0; i < import->table->column_count && !status; i++)
        if (!import->table->columns[i].calc)
            status = find_for(import, &import->table->columns[i], names, left_out, err);
    if (!status && !is_taken(import, kp_field_column(import->table, key)))
        status = refuse_header(import, key, err);
    for (size_t i = 0; i < count && !status; i++)
        if (!import->columns[i].column || import->columns[i].column->type->kind != KP_TYPE_MONEY)
            import->columns[i].power = 0;
    if (!status)
        settle_rest(import, names, left_out, options->keep);
    return status;
}
