// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/typed.h"

#include "base/buf.h"

enum { ENOUGH = 4096 /* bytes to know a language by */ };

/* Ids, dates and choices are one word. */
static void add_text(const struct kp_json *value, struct kp_buf *text)
{
    if (value->kind != KP_JSON_STRING || kp_str_find(value->text, ' ') == value->text.len)
        return;
    kp_buf_add(text, kp_str_slice(value->text, 0, ENOUGH));
    kp_buf_addc(text, '\n');
}

const char *kp_view_typed(const struct kp_plan *plan, enum kp_lang page)
{
    struct kp_buf text = KP_BUF_INIT;
    enum kp_lang lang = page;
    for (size_t i = 0; i < plan->count && text.len < ENOUGH; i++) {
        const struct kp_json *value = plan->answers[i].value;
        if (value)
            add_text(value, &text);
        KP_JSON_EACH(row, value && value->kind == KP_JSON_ARRAY ? value : NULL)
        {
            KP_JSON_EACH(cell, row->kind == KP_JSON_OBJECT && text.len < ENOUGH ? row : NULL)
            {
                add_text(cell, &text);
            }
        }
    }
    kp_lang_guess(kp_buf_str(&text), &lang);
    kp_buf_release(&text);
    return lang == page ? NULL : kp_lang_code(lang);
}
