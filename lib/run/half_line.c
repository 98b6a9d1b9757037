// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands half typed on the line, as it is kept beside the journal for the case that the program
 * dies: {"format": 1, "events": how many lines of the journal came before, "text": …}.
 */

#include "base/utf8.h"
#include "run/session_internal.h"

size_t kp_session_event_count(const struct kp_session *s)
{
    return s->event_count;
}

void kp_session_half_line_write(const struct kp_session *s, struct kp_str text, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_json *document = kp_json_new_object(&arena);
    if (text.len && kp_utf8_valid(text, NULL) && kp_str_find(text, '\0') == text.len) {
        kp_json_set_whole(&arena, document, "format", 1);
        kp_json_set_whole(&arena, document, "events", (int64_t)s->event_count);
        kp_json_set_string(&arena, document, "text", text);
        kp_json_write_line(out, document);
    }
    kp_arena_release(&arena);
}

enum kp_half_line kp_session_half_line_read(const struct kp_session *s, struct kp_arena *arena,
                                            struct kp_str bytes, struct kp_str *text)
{
    const struct kp_json *document = NULL;
    *text = (struct kp_str){"", 0};
    if (kp_json_read(arena, "line", bytes, &document, NULL) || document->kind != KP_JSON_OBJECT ||
        kp_json_whole(document, "format", 0) != 1)
        return KP_HALF_LINE_NONE;
    int64_t events = kp_json_whole(document, "events", -1);
    *text = kp_json_text(document, "text");
    if (events < (int64_t)s->event_count || !text->len)
        return KP_HALF_LINE_NONE; /* it was entered */
    return events == (int64_t)s->event_count ? KP_HALF_LINE_HERE : KP_HALF_LINE_ELSEWHERE;
}
