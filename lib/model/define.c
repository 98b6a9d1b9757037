// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/define.h"

#include "base/text.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { SHOWN_COLUMNS = 60, MAX_ID = 64 };

/* One more fault, unless there are so many that nobody reads them. */
__attribute__((format(printf, 4, 0))) static void add(const struct kp_define *d,
                                                      const struct kp_json *at,
                                                      enum kp_severity severity, const char *format,
                                                      va_list args)
{
    struct kp_place place = kp_json_place(d->file, at);
    if (d->faults->count > KP_DEFINE_MAX_FAULTS) {
        d->faults->errors += severity == KP_FAULT_ERROR;
        return;
    }
    if (d->faults->count == KP_DEFINE_MAX_FAULTS) {
        kp_faults_add(d->faults, severity, place, _("there are more faults; mend these first"));
        return;
    }
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_addv(&text, format, args);
    kp_faults_add(d->faults, severity, place, "%s", text.data);
    kp_buf_release(&text);
}

void kp_define_fault(const struct kp_define *define, const struct kp_json *at, const char *format,
                     ...)
{
    va_list args;
    va_start(args, format);
    add(define, at, KP_FAULT_ERROR, format, args);
    va_end(args);
}

void kp_define_warn(const struct kp_define *define, const struct kp_json *at, const char *format,
                    ...)
{
    va_list args;
    va_start(args, format);
    add(define, at, KP_FAULT_WARNING, format, args);
    va_end(args);
}

const char *kp_define_shown(const struct kp_define *define, struct kp_str text)
{
    struct kp_buf shown = KP_BUF_INIT;
    struct kp_str part = kp_utf8_fit(text, SHOWN_COLUMNS);
    kp_utf8_add_visible(&shown, part, false);
    if (part.len < text.len)
        kp_buf_adds(&shown, "…");
    struct kp_str copy = kp_arena_str(define->arena, kp_buf_str(&shown));
    kp_buf_release(&shown);
    return copy.data;
}

bool kp_define_near(struct kp_str a, struct kp_str b, size_t *distance)
{
    size_t limit = a.len <= 3 ? 1 : a.len <= 8 ? 2 : 3;
    if (!a.len || a.len > b.len + limit || b.len > a.len + limit || a.len > 2 * MAX_ID)
        return false;
    *distance = kp_str_distance(a, b, limit);
    return *distance <= limit && *distance < a.len;
}

const char *kp_define_nearest(struct kp_str word, const char *const *names)
{
    const char *nearest = NULL;
    size_t least = MAX_ID, distance;
    for (; *names; names++) {
        if (kp_define_near(word, kp_str_from(*names), &distance) && distance < least) {
            least = distance;
            nearest = *names;
        }
    }
    return nearest;
}

/* "a, b, c" */
static const char *list_names(const struct kp_define *d, const char *const *names)
{
    struct kp_buf list = KP_BUF_INIT;
    for (; *names; names++) {
        if (list.len)
            kp_buf_adds(&list, ", ");
        kp_buf_adds(&list, *names);
    }
    struct kp_str copy = kp_arena_str(d->arena, kp_buf_str(&list));
    kp_buf_release(&list);
    return copy.data;
}

static bool is_known(struct kp_str name, const char *const *known)
{
    for (; *known; known++)
        if (kp_str_is(name, *known))
            return true;
    return false;
}

bool kp_define_object(const struct kp_define *define, const struct kp_json *value,
                      const char *const *known)
{
    if (value->kind != KP_JSON_OBJECT) {
        kp_define_fault(define, value, _("expected an object here, not %s"),
                        kp_json_kind_name(value->kind));
        return false;
    }
    KP_JSON_EACH(member, value)
    {
        if (is_known(member->name, known))
            continue;
        const char *name = kp_define_shown(define, member->name);
        const char *nearest = kp_define_nearest(member->name, known);
        if (nearest)
            kp_define_fault(define, member, _("unknown member \"%s\"; did you mean \"%s\"?"), name,
                            nearest);
        else
            kp_define_fault(define, member, _("unknown member \"%s\"; what may stand here is: %s"),
                            name, list_names(define, known));
    }
    return true;
}

const struct kp_json *kp_define_member(const struct kp_define *define, const struct kp_json *object,
                                       const char *name, enum kp_json_kind kind)
{
    const struct kp_json *member = kp_json_get(object, name);
    if (!member || member->kind == kind)
        return member;
    kp_define_fault(define, member, _("\"%s\" must be %s, not %s"), name, kp_json_kind_name(kind),
                    kp_json_kind_name(member->kind));
    return NULL;
}

const struct kp_json *kp_define_need(const struct kp_define *define, const struct kp_json *object,
                                     const char *name, enum kp_json_kind kind)
{
    if (!kp_json_get(object, name))
        kp_define_fault(define, object, _("\"%s\" is missing"), name);
    return kp_define_member(define, object, name, kind);
}

const struct kp_json *kp_define_array(const struct kp_define *define, const struct kp_json *object,
                                      const char *name, size_t least, size_t most)
{
    const struct kp_json *array = least ? kp_define_need(define, object, name, KP_JSON_ARRAY)
                                        : kp_define_member(define, object, name, KP_JSON_ARRAY);
    if (!array)
        return NULL;
    if (array->count != most && least == most) {
        kp_define_fault(define, array, _("\"%s\" must have %zu items, not %zu"), name, most,
                        array->count);
        return NULL;
    }
    if (array->count < least || array->count > most) {
        kp_define_fault(define, array, _("\"%s\" must have %zu to %zu items, not %zu"), name, least,
                        most, array->count);
        return NULL;
    }
    return array;
}

bool kp_define_bool(const struct kp_define *define, const struct kp_json *object, const char *name)
{
    const struct kp_json *member = kp_define_member(define, object, name, KP_JSON_BOOL);
    return member && member->boolean;
}

int kp_define_int_item(const struct kp_define *define, const struct kp_json *item, int min, int max,
                       int fallback)
{
    int64_t whole;
    if (item->kind == KP_JSON_NUMBER && !item->literal.len &&
        kp_number_whole(item->number, &whole) && whole >= min && whole <= max)
        return (int)whole;
    kp_define_fault(define, item, _("expected a whole number from %d to %d here"), min, max);
    return fallback;
}

int kp_define_int(const struct kp_define *define, const struct kp_json *object, const char *name,
                  int min, int max, int fallback)
{
    const struct kp_json *member = kp_define_member(define, object, name, KP_JSON_NUMBER);
    int64_t whole;
    if (!member)
        return fallback;
    if (!member->literal.len && kp_number_whole(member->number, &whole) && whole >= min &&
        whole <= max)
        return (int)whole;
    kp_define_fault(define, member, _("\"%s\" must be a whole number from %d to %d"), name, min,
                    max);
    return fallback;
}

int kp_define_enum(const struct kp_define *define, const struct kp_json *object, const char *name,
                   const char *const *names, int fallback)
{
    const struct kp_json *member = kp_define_member(define, object, name, KP_JSON_STRING);
    if (!member)
        return fallback;
    for (int i = 0; names[i]; i++)
        if (kp_str_is(member->text, names[i]))
            return i;
    const char *shown = kp_define_shown(define, member->text);
    const char *nearest = kp_define_nearest(member->text, names);
    if (nearest)
        kp_define_fault(define, member, _("\"%s\" cannot be \"%s\"; did you mean \"%s\"?"), name,
                        shown, nearest);
    else
        kp_define_fault(define, member, _("\"%s\" cannot be \"%s\"; it is one of: %s"), name, shown,
                        list_names(define, names));
    return fallback;
}

static void read_language(const struct kp_define *d, const struct kp_json *text,
                          struct kp_words *out)
{
    enum kp_lang lang;
    if (!kp_lang_read(text->name, &lang) || text->name.len != 2)
        return; /* kp_define_object has named it already */
    if (text->kind != KP_JSON_STRING) {
        kp_define_fault(d, text, _("the text for \"%s\" must be %s, not %s"), kp_lang_code(lang),
                        kp_json_kind_name(KP_JSON_STRING), kp_json_kind_name(text->kind));
        return;
    }
    out->in[lang] = text->text;
}

void kp_define_words_of(const struct kp_define *define, const struct kp_json *value,
                        const char *name, struct kp_words *out)
{
    static const char *const languages[] = {"en", "da", "sv", NULL};
    const char *missing[KP_LANG_COUNT + 1] = {NULL};
    size_t count = 0;
    if (!kp_define_object(define, value, languages))
        return;
    KP_JSON_EACH(text, value)
    read_language(define, text, out);
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        if (!kp_str_trim(out->in[lang]).len)
            missing[count++] = kp_lang_code((enum kp_lang)lang);
    if (count == KP_LANG_COUNT)
        kp_define_fault(define, value, _("\"%s\" has no text in any language"), name);
    else if (count)
        kp_define_warn(define, value,
                       _("\"%s\" has no text in: %s; another language is shown instead"), name,
                       list_names(define, missing));
}

void kp_define_words(const struct kp_define *define, const struct kp_json *object, const char *name,
                     bool needed, struct kp_words *out)
{
    const struct kp_json *member = kp_json_get(object, name);
    if (member)
        kp_define_words_of(define, member, name, out);
    else if (needed)
        kp_define_fault(define, object, _("\"%s\" is missing"), name);
}

static bool is_id(struct kp_str id, bool dots)
{
    bool first = true; /* of a part between dots */
    if (!id.len || id.len > MAX_ID)
        return false;
    for (size_t i = 0; i < id.len; i++) {
        char c = id.data[i];
        bool letter = c >= 'a' && c <= 'z';
        bool other = (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (c == '.' && dots && !first)
            first = true;
        else if (letter || (other && i > 0))
            first = false;
        else
            return false;
    }
    return !first;
}

struct kp_str kp_define_id(const struct kp_define *define, const struct kp_json *object,
                           const char *name, bool dots)
{
    const struct kp_json *member = kp_define_need(define, object, name, KP_JSON_STRING);
    if (!member)
        return (struct kp_str){"", 0};
    if (is_id(member->text, dots))
        return member->text;
    const char *shown = kp_define_shown(define, member->text);
    if (dots)
        kp_define_fault(define, member,
                        _("\"%s\" is no id; an id is a small letter, then small letters, digits, "
                          "'_', '-' or '.', at most %d in all"),
                        shown, MAX_ID);
    else
        kp_define_fault(define, member,
                        _("\"%s\" is no id here; it is a small letter, then small letters, "
                          "digits, '_' or '-', at most %d in all"),
                        shown, MAX_ID);
    return (struct kp_str){"", 0};
}

static int compare_defined(const void *a, const void *b)
{
    const struct kp_defined *left = a, *right = b;
    int order = kp_str_compare(left->id, right->id);
    if (order)
        return order;
    if (left->at->line != right->at->line)
        return left->at->line < right->at->line ? -1 : 1;
    return (left->at->column > right->at->column) - (left->at->column < right->at->column);
}

void kp_define_unique(const struct kp_define *define, struct kp_defined *items, size_t count)
{
    const struct kp_json *first = NULL;
    if (count > 1)
        qsort(items, count, sizeof *items, compare_defined);
    for (size_t i = 0; i < count; i++) {
        bool again = i && items[i].id.len && kp_str_equal(items[i].id, items[i - 1].id);
        if (!again) {
            first = items[i].at;
            continue;
        }
        kp_define_fault(define, items[i].at, _("id \"%s\" stands twice; the first is on line %u"),
                        kp_define_shown(define, items[i].id), (unsigned)first->line);
    }
}

struct kp_place kp_define_source_place(struct kp_str file, const struct kp_json *source)
{
    struct kp_place place = kp_json_place(file, source);
    place.column += place.line > 0;
    return place;
}

bool kp_define_format(const struct kp_define *define, const struct kp_json *document)
{
    const struct kp_json *format = kp_define_need(define, document, "format", KP_JSON_NUMBER);
    int64_t whole;
    if (!format || (!format->literal.len && kp_number_equal(format->number, kp_number_from(1))))
        return true;
    if (!format->literal.len && kp_number_whole(format->number, &whole) && whole > 1) {
        kp_define_fault(define, format,
                        _("written by a newer version of kamplan; update the program"));
        return false;
    }
    kp_define_fault(define, format, _("\"format\" must be 1"));
    return true;
}
