// SPDX-License-Identifier: GPL-3.0-or-later
/* text: one line. note: several lines of Markdown. */
#include "model/type_internal.h"

static bool is_break(int32_t code)
{
    return (code >= '\n' && code <= '\r') || code == 0x85 || code == 0x2028 || code == 0x2029;
}

/* What a bidirectional override or isolate hides is said by its name; UAX #9. */
static bool is_direction(int32_t code)
{
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static bool is_control(int32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

static const char *character_name(int32_t code)
{
    switch (code) {
    case 0: return _("the NUL character");
    case 0x07: return _("a bell");
    case 0x08: return _("a backspace");
    case 0x1b: return _("the Escape key");
    case 0x7f: return _("the Delete key");
    case 0x202e: return _("a mark that makes text run backwards");
    default: break;
    }
    return is_direction(code) ? _("a mark that changes the direction of text")
                              : _("a control character");
}

static enum kp_status refuse(size_t place, int32_t code, struct kp_err *err)
{
    return kp_err_set(err, KP_INVALID,
                      /* TRANSLATORS: character 5 is a bell (U+0007), … */
                      _("character %zu is %s (U+%04X), which cannot be kept; take it out"), place,
                      character_name(code), (unsigned)code);
}

static enum kp_status check_size(struct kp_str text, size_t max, struct kp_err *err)
{
    if (text.len <= max)
        return KP_OK;
    return kp_err_set(
        err, KP_INVALID,
        _("this is %zu KiB, and at most %zu KiB fit here; shorten it, or keep it as a "
          "file of its own and write where it is"),
        text.len / 1024 + 1, max / 1024);
}

/* One space for a line break and the white space around it; none at the beginning. */
static void add_joint(struct kp_buf *out)
{
    while (out->len && out->data[out->len - 1] == ' ')
        kp_buf_truncate(out, out->len - 1);
    if (out->len)
        kp_buf_addc(out, ' ');
}

static enum kp_status tidy(struct kp_str text, bool lines, struct kp_buf *out, struct kp_err *err)
{
    bool after_joint = false;
    size_t place = 0;
    for (size_t pos = 0; pos < text.len;) {
        size_t start = pos;
        int32_t code = kp_utf8_next(text, &pos);
        place++;
        if (code == '\r' && pos < text.len && text.data[pos] == '\n')
            continue;
        if (is_break(code) || (code == '\t' && !lines)) {
            if (lines)
                kp_buf_addc(out, '\n');
            else
                add_joint(out);
            after_joint = !lines;
            continue;
        }
        if ((is_control(code) && code != '\t') || is_direction(code))
            return refuse(place, code, err);
        if (code == 0xfffd) /* what a console makes of bytes that are no text */
            return kp_err_set(
                err, KP_INVALID,
                _("character %zu came in as bytes that are not UTF-8 text; type it again"), place);
        if (after_joint && code == ' ')
            continue;
        after_joint = false;
        kp_buf_add(out, kp_str_slice(text, start, pos - start));
    }
    return KP_OK;
}

/* The bytes of a character that needs no cleaning in any text: European letters, dashes, quotes. */
static size_t plain_character(const unsigned char *at, size_t left)
{
    if (*at >= ' ' && *at < 0x7f)
        return 1;
    if (*at >= 0xc3 && *at <= 0xc5 && left > 1)
        return 2; /* U+00C0 to U+017F */
    bool three = *at == 0xe2 && left > 2;
    if (three && at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0xa7)
        return 3;                                           /* U+2010 to U+2027 */
    return three && at[1] == 0x82 && at[2] == 0xac ? 3 : 0; /* the euro */
}

bool kp_type_is_plain(struct kp_str text, bool lines, size_t max)
{
    const unsigned char *at = (const unsigned char *)text.data;
    if (text.len == 0 || text.len > max || at[0] <= ' ' || at[text.len - 1] <= ' ')
        return false;
    for (size_t pos = 0; pos < text.len;) {
        size_t length = at[pos] == '\n' && lines ? 1 : plain_character(at + pos, text.len - pos);
        if (length == 0)
            return false;
        pos += length;
    }
    return true;
}

enum kp_status kp_type_clean(struct kp_arena *arena, struct kp_str text, bool lines, size_t max,
                             struct kp_str *out, struct kp_err *err)
{
    struct kp_buf buf = KP_BUF_INIT;
    struct kp_str clean = {NULL, 0};
    enum kp_status status = kp_type_readable(text, err);
    if (!status)
        status = tidy(kp_str_trim(text), lines, &buf, err);
    if (!status) {
        clean = kp_str_trim(kp_utf8_nfc(arena, kp_str_trim(kp_buf_str(&buf))));
        status = check_size(clean, max, err);
    }
    if (!status && clean.len == 0)
        status = kp_err_set(err, KP_INVALID, _("there is nothing here"));
    if (!status)
        *out = clean;
    kp_buf_release(&buf);
    return status;
}

enum kp_status kp_type_check_clean(struct kp_str text, bool lines, size_t max, struct kp_err *err)
{
    size_t place = 0;
    for (size_t pos = 0; pos < text.len;) {
        int32_t code = kp_utf8_next(text, &pos);
        place++;
        if (lines && (code == '\n' || code == '\t'))
            continue;
        if (is_control(code) || is_direction(code))
            return refuse(place, code, err);
    }
    if (kp_str_trim(text).len == 0)
        return kp_err_set(err, KP_INVALID, _("is empty"));
    return check_size(text, max, err);
}

enum kp_status kp_type_check_length(const struct kp_field *field, struct kp_str text,
                                    struct kp_err *err)
{
    if (!field->has_min && !field->has_max)
        return KP_OK;
    int64_t length = 0;
    for (size_t pos = 0; pos < text.len; length++)
        pos = kp_utf8_grapheme_end(text, pos);

    int64_t least = 0, most = 0;
    if (field->has_min && kp_number_whole(field->min, &least) && length < least)
        return kp_err_set(err, KP_INVALID, _("too short: %lld of at least %lld characters"),
                          (long long)length, (long long)least);
    if (field->has_max && kp_number_whole(field->max, &most) && length > most)
        return kp_err_set(err, KP_INVALID,
                          _("too long: %lld characters, and at most %lld fit here"),
                          (long long)length, (long long)most);
    return KP_OK;
}

static bool has_lines(const struct kp_field *field)
{
    return field->type->kind == KP_TYPE_NOTE;
}

static size_t size_limit(const struct kp_field *field)
{
    return has_lines(field) ? KP_NOTE_MAX : KP_TEXT_MAX;
}

enum kp_status kp_type_text_parse(const struct kp_field *field, struct kp_str text,
                                  struct kp_type_context *context, const struct kp_json **out,
                                  struct kp_err *err)
{
    struct kp_str clean = {NULL, 0};
    enum kp_status status =
        kp_type_clean(context->arena, text, has_lines(field), size_limit(field), &clean, err);
    if (!status)
        status = kp_type_check_length(field, clean, err);
    if (!status)
        *out = kp_json_new_string(context->arena, clean);
    return status;
}

enum kp_status kp_type_text_accept(const struct kp_field *field, const struct kp_json *value,
                                   const struct kp_json *old, struct kp_type_context *context,
                                   const struct kp_json **out, struct kp_err *err)
{
    (void)old;
    *out = &kp_json_null;
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_STRING)
        return kp_type_wrong_kind(_("text in quotes"), value, err);
    return kp_type_accept_typed(field, value, context, out, err);
}

enum kp_status kp_type_text_check(const struct kp_field *field, const struct kp_json *value,
                                  struct kp_err *err)
{
    if (kp_json_is_null(value))
        return KP_OK;
    if (value->kind != KP_JSON_STRING)
        return kp_type_wrong_kind(_("text in quotes"), value, err);
    enum kp_status status =
        kp_type_check_clean(value->text, has_lines(field), size_limit(field), err);
    return status ? status : kp_type_check_length(field, value->text, err);
}

void kp_type_text_show(const struct kp_field *field, const struct kp_json *value,
                       const struct kp_type_context *context, struct kp_buf *out)
{
    (void)field;
    (void)context;
    kp_type_show_any(value, out);
}

void kp_type_text_edit(const struct kp_field *field, const struct kp_json *value,
                       const struct kp_type_context *context, struct kp_buf *out)
{
    if (!kp_json_is_null(value))
        kp_type_text_show(field, value, context, out);
}

struct kp_json *kp_type_schema_text(const struct kp_field *field, bool lines,
                                    struct kp_arena *arena)
{
    /* `max` counts graphemes, maxLength code points, of which there may be more: it is left out. */
    struct kp_json *schema = kp_type_schema_of(arena, "string");
    int64_t least = 1;
    if (!field->has_min || !kp_number_whole(field->min, &least) || least < 1)
        least = 1;
    kp_json_set_whole(arena, schema, "minLength", least);
    if (!lines)
        kp_json_set_string(arena, schema, "pattern",
                           KP_STR("^[^\\u0000-\\u001f\\u007f-\\u009f]*$"));
    return schema;
}

struct kp_json *kp_type_text_schema(const struct kp_field *field, struct kp_arena *arena)
{
    return kp_type_schema_text(field, has_lines(field), arena);
}

void kp_type_text_hint(const struct kp_field *field, const struct kp_type_context *context,
                       struct kp_buf *out)
{
    (void)context;
    kp_buf_adds(out,
                has_lines(field) ? _("text, in as many lines as you like") : _("a line of text"));
}

const struct kp_json *kp_type_text_canonical(const struct kp_field *field,
                                             const struct kp_json *value, struct kp_arena *arena)
{
    struct kp_str clean;
    if (value->kind != KP_JSON_STRING ||
        kp_type_is_plain(value->text, has_lines(field), size_limit(field)) ||
        kp_type_clean(arena, value->text, has_lines(field), size_limit(field), &clean, NULL))
        return value;
    return kp_str_equal(clean, value->text) ? value : kp_json_new_string(arena, clean);
}
