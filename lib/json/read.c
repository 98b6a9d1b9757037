// SPDX-License-Identifier: GPL-3.0-or-later
/* One pass: what is scanned becomes the tree at once. cJSON reads the strings that have escapes. */

#include "json/json.h"

#include "base/alloc.h"
#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"
#include "json/scan.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

/* Objects of up to so many members are looked through in pairs for one that stands twice. */
enum { FEW = 12, MOST_FAST_DIGITS = 18 };

struct name {
    struct kp_str text; /* decoded: "a" and "\u0061" are one name */
    size_t at;
};

struct reader {
    struct scan scan;
    struct kp_arena *arena;
    char *copy;         /* of the bytes, in the arena: texts without escapes stay where they are */
    struct name *names; /* of all objects that are open, innermost last */
    size_t name_count, name_cap;
    struct kp_json *root;
    const char *last; /* of the members of the root; NULL: all of them are read */
};

/* The text of the string that begins at `quote` and has been scanned. */
static enum kp_status read_text(struct reader *r, size_t quote, bool escaped, struct kp_str *out)
{
    struct scan *s = &r->scan;
    if (!escaped) {
        r->copy[s->at - 1] = '\0'; /* in the place of the closing quote */
        *out = (struct kp_str){r->copy + quote + 1, s->at - quote - 2};
        return KP_OK;
    }
    cJSON *text = cJSON_ParseWithLengthOpts(s->bytes.data + quote, s->at - quote, NULL, false);
    if (!text) /* the scan found no fault, so it can only be memory */
        return kp_err_set(s->err, KP_IO, _("%s: not enough memory to read the file"), s->file);
    *out = kp_arena_str(r->arena, kp_str_from(cJSON_GetStringValue(text)));
    cJSON_Delete(text);
    return KP_OK;
}

/* A number that kp_number cannot hold is kept as it was written. */
static void read_number(struct reader *r, size_t start, struct kp_json *node)
{
    struct kp_str literal = kp_str_slice(r->scan.bytes, start, r->scan.at - start);
    int64_t whole = 0;
    size_t i = 0;
    while (i < literal.len && scan_is_digit(literal.data[i]) && i < MOST_FAST_DIGITS)
        whole = whole * 10 + (literal.data[i++] - '0');
    node->kind = KP_JSON_NUMBER;
    if (i == literal.len)
        node->number = kp_number_from(whole);
    else if (!kp_number_read(literal, &node->number))
        node->literal = kp_arena_str(r->arena, literal);
}

/* A member's name and its colon. */
static enum kp_status read_name(struct reader *r)
{
    struct scan *s = &r->scan;
    scan_space(s);
    if (scan_is_letter(scan_peek(s, 0)))
        return scan_fail(s, s->at, _("the name of a member stands in double quotes"));
    if (scan_peek(s, 0) != '"')
        return scan_fail_here(s, _("expected the name of a member in double quotes here"));
    bool escaped;
    r->names = kp_grow(r->names, r->name_count, &r->name_cap, sizeof *r->names);
    struct name *name = &r->names[r->name_count++];
    name->at = s->at;
    enum kp_status status = scan_string(s, &escaped);
    if (!status)
        status = read_text(r, name->at, escaped, &name->text);
    if (status)
        return status;
    scan_space(s);
    if (scan_peek(s, 0) != ':')
        return scan_fail_here(s, _("expected ':' here, between a member's name and its value"));
    s->at++;
    return KP_OK;
}

/* A node for the value that begins here, in its place in the tree. */
static struct kp_json *add_node(struct reader *r)
{
    struct scan *s = &r->scan;
    struct kp_json *node = kp_arena_alloc(r->arena, sizeof *node);
    node->line = s->line;
    node->column = (uint32_t)(s->at - s->line_at - s->going_on + 1);
    node->linked = true;
    if (!s->depth) {
        r->root = node;
        return node;
    }
    struct kp_json *parent = s->frames[s->depth - 1].node;
    if (parent->kind == KP_JSON_OBJECT)
        node->name = r->names[r->name_count - 1].text;
    *(parent->count++ ? &parent->last->next : &parent->first) = node;
    parent->last = node;
    return node;
}

/* At an opening bracket. *open: something stands in it, and its first value comes next. */
static enum kp_status open_node(struct reader *r, struct kp_json *node, bool *open)
{
    struct scan *s = &r->scan;
    if (s->depth == KP_JSON_MAX_DEPTH)
        return scan_fail(s, s->at, _("more than %d levels of lists and objects in each other"),
                         KP_JSON_MAX_DEPTH);
    bool object = scan_peek(s, 0) == '{';
    node->kind = object ? KP_JSON_OBJECT : KP_JSON_ARRAY;
    s->frames[s->depth++] = (struct scan_frame){node, s->at, r->name_count};
    s->at++;
    scan_space(s);
    *open = scan_peek(s, 0) != (object ? '}' : ']');
    return *open && object ? read_name(r) : KP_OK;
}

static enum kp_status read_value(struct reader *r, bool *open)
{
    struct scan *s = &r->scan;
    scan_space(s);
    *open = false;
    size_t start = s->at;
    int byte = scan_peek(s, 0);
    bool escaped;
    enum kp_status status;
    if (byte == '{' || byte == '[')
        return open_node(r, add_node(r), open);
    if (byte == '"') {
        struct kp_json *node = add_node(r);
        node->kind = KP_JSON_STRING;
        status = scan_string(s, &escaped);
        return status ? status : read_text(r, start, escaped, &node->text);
    }
    if (byte == '-' || scan_is_digit(byte)) {
        struct kp_json *node = add_node(r);
        status = scan_number(s);
        if (!status)
            read_number(r, start, node);
        return status;
    }
    if (scan_is_letter(byte)) {
        struct kp_json *node = add_node(r);
        node->kind = byte == 'n' ? KP_JSON_NULL : KP_JSON_BOOL;
        node->boolean = byte == 't';
        return scan_word(s);
    }
    if (byte == '+' || byte == '.')
        return scan_fail(s, s->at, _("a number begins with a digit or '-'"));
    return scan_fail_here(s, _("expected a value here"));
}

static int compare_names(const void *a, const void *b)
{
    const struct name *left = a, *right = b;
    int order = kp_str_compare(left->text, right->text);
    return order ? order : (left->at > right->at) - (left->at < right->at);
}

/* The first of an object's names that stood before, or 0; where it stood is in *earlier. */
static size_t find_again(struct name *names, size_t count, size_t *earlier)
{
    size_t again = 0;
    if (count <= FEW) {
        for (size_t i = 1; i < count; i++)
            for (*earlier = 0; *earlier < i; ++*earlier)
                if (kp_str_equal(names[i].text, names[*earlier].text))
                    return i;
        return 0;
    }
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++)
        if (kp_str_equal(names[i - 1].text, names[i].text) &&
            (!again || names[i].at < names[again].at))
            again = i;
    *earlier = again - 1;
    return again;
}

/* The members of the innermost object are complete: no two of them may have one name. */
static enum kp_status check_names(struct reader *r, size_t first)
{
    size_t count = r->name_count - first, earlier;
    if (count == 0)
        return KP_OK; /* there may be no names at all yet */
    struct name *names = r->names + first;
    r->name_count = first;
    size_t again = find_again(names, count, &earlier);
    if (!again)
        return KP_OK;
    struct kp_buf shown = KP_BUF_INIT;
    kp_utf8_add_visible(&shown, kp_utf8_fit(names[again].text, 60), false);
    scan_fail(&r->scan, names[again].at, _("member \"%s\" stands twice; the first is on line %u"),
              shown.data, scan_line_of(&r->scan, names[earlier].at));
    kp_buf_release(&shown);
    return KP_INVALID;
}

static enum kp_status fail_between(struct scan *s)
{
    const struct scan_frame *frame = &s->frames[s->depth - 1];
    bool object = frame->node->kind == KP_JSON_OBJECT;
    int byte = scan_peek(s, 0);
    unsigned line = scan_line_of(s, frame->at);
    if (byte == ']' && object)
        return scan_fail(s, s->at, _("expected '}' here: the '{' on line %u is still open"), line);
    if (byte == '}' && !object)
        return scan_fail(s, s->at, _("expected ']' here: the '[' on line %u is still open"), line);
    return scan_fail_here(s,
                          object ? _("expected ',' or '}' here") : _("expected ',' or ']' here"));
}

/* Behind a comma: the next value must come, in an object after its name. */
static enum kp_status read_next(struct reader *r)
{
    struct scan *s = &r->scan;
    size_t comma = s->at++;
    scan_space(s);
    int byte = scan_peek(s, 0);
    if (byte == ']' || byte == '}')
        return scan_fail(s, comma, _("nothing follows this comma; remove it"));
    return s->frames[s->depth - 1].node->kind == KP_JSON_OBJECT ? read_name(r) : KP_OK;
}

/* Behind a value, or in an empty list or object: closes what ends here. *more: a value comes next. */
static enum kp_status read_between(struct reader *r, bool *more)
{
    struct scan *s = &r->scan;
    *more = false;
    while (s->depth) {
        const struct scan_frame *frame = &s->frames[s->depth - 1];
        bool object = frame->node->kind == KP_JSON_OBJECT;
        scan_space(s);
        int byte = scan_peek(s, 0);
        if (byte == ',') {
            *more = true;
            return read_next(r);
        }
        if (byte != (object ? '}' : ']'))
            return fail_between(s);
        s->at++;
        s->depth--;
        enum kp_status status = object ? check_names(r, frame->first_name) : KP_OK;
        if (status)
            return status;
    }
    return KP_OK;
}

/* Between values: whether the last member that is wanted is complete. */
static bool has_last(const struct reader *r)
{
    const struct kp_json *member = r->scan.depth == 1 ? r->root->last : NULL;
    return r->last && member && kp_str_is(member->name, r->last);
}

static enum kp_status read_document(struct reader *r)
{
    struct scan *s = &r->scan;
    bool more = true;
    while (more) {
        bool open;
        enum kp_status status = read_value(r, &open);
        if (!status && !open)
            status = read_between(r, &more);
        if (status)
            return status;
        if (!open && has_last(r))
            return KP_OK;
    }
    scan_space(s);
    if (s->at < s->bytes.len)
        return scan_fail_here(s, _("the document ends before this; remove what follows"));
    return KP_OK;
}

enum kp_status kp_json_read(struct kp_arena *arena, const char *file, struct kp_str bytes,
                            const struct kp_json **out, struct kp_err *err)
{
    return kp_json_read_top(arena, file, bytes, NULL, out, err);
}

enum kp_status kp_json_read_top(struct kp_arena *arena, const char *file, struct kp_str bytes,
                                const char *last, const struct kp_json **out, struct kp_err *err)
{
    struct reader r = {
        .scan = {.file = file, .bytes = bytes, .line = 1, .err = err},
        .arena = arena,
        .last = last,
    };
    enum kp_status status = scan_encoding(&r.scan);
    if (!status) {
        r.copy = (char *)(uintptr_t)kp_arena_str(arena, bytes).data; /* just made: ours to write */
        r.scan.bytes.data = r.copy; /* what is overwritten there lies behind already */
        status = read_document(&r);
    }
    if (!status)
        *out = r.root;
    free(r.names);
    return status;
}

enum kp_status kp_json_read_file(struct kp_arena *arena, const char *path,
                                 const struct kp_json **out, struct kp_err *err)
{
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status = kp_fs_read(path, KP_JSON_MAX_BYTES, &bytes, err);
    if (!status)
        status = kp_json_read(arena, path, kp_buf_str(&bytes), out, err);
    kp_buf_release(&bytes);
    return status;
}
