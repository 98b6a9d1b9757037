// SPDX-License-Identifier: GPL-3.0-or-later
/* What a session has come to: decisions, what was promised by whom, what was passed over. */

#include "base/text.h"
#include "screen.h"

static void add_decisions(struct screen *screen, struct kp_buf *out)
{
    const struct kp_json *decisions = kp_session_noted(screen->sitting->session, "decision");
    struct kp_buf line = KP_BUF_INIT, names = KP_BUF_INIT;
    if (decisions->count)
        screen_line(screen, out, KP_MARK_TITLE, kp_str_from(_("Decided")));
    KP_JSON_EACH(decision, decisions)
    {
        kp_buf_clear(&line);
        kp_buf_clear(&names);
        screen_names(screen, kp_json_get(decision, "people"), &names);
        kp_buf_addf(&line, "- %.*s", KP_STR_ARG(kp_json_text(decision, "text")));
        if (names.len)
            kp_buf_addf(&line, " (%s)", names.data);
        screen_line(screen, out, KP_MARK_NONE, kp_buf_str(&line));
    }
    kp_buf_release(&line);
    kp_buf_release(&names);
}

/* Whether the session made the row, or gave it something new to be done. */
static bool is_promised(const struct kp_json *row, const struct kp_json *base)
{
    struct kp_str status = kp_json_text(row, "status");
    if (row->kind != KP_JSON_OBJECT || kp_str_is(status, "done") || kp_str_is(status, "dropped"))
        return false;
    KP_JSON_EACH(before, base)
    {
        if (kp_str_equal(kp_json_text(before, "id"), kp_json_text(row, "id")))
            return !kp_json_equal(before, row);
    }
    return true;
}

static void add_promises_of(struct screen *screen, const struct kp_field *table,
                            const struct kp_json *rows, const struct kp_json *base,
                            struct kp_str owner, struct kp_buf *out)
{
    struct kp_type_context types = app_context(screen->sitting->app, &screen->sitting->app->arena);
    struct kp_str key = table->key.len ? table->key : table->columns[0].id;
    const struct kp_field *due = kp_field_column(table, KP_STR("due"));
    struct kp_buf line = KP_BUF_INIT;
    KP_JSON_EACH(row, rows)
    {
        if (!is_promised(row, base) || !kp_str_equal(kp_json_text(row, "owner"), owner))
            continue;
        kp_buf_clear(&line);
        kp_buf_addf(
            &line, "- %.*s: %.*s",
            KP_STR_ARG(owner.len ? kp_people_name(screen->style.people, owner) : KP_STR("?")),
            KP_STR_ARG(kp_json_text(row, key.data)));
        if (due && !kp_json_is_null(kp_json_get(row, "due"))) {
            kp_buf_adds(&line, kp_style_sign(&screen->style, " · ", " - "));
            due->type->show(due, kp_json_get(row, "due"), &types, &line);
        }
        screen_line(screen, out, KP_MARK_NONE, kp_buf_str(&line));
    }
    kp_buf_release(&line);
}

/* By person, in the order in which they have something to do. */
static void add_promises(struct screen *screen, struct kp_buf *out)
{
    struct kp_session *session = screen->sitting->session;
    const struct kp_field *table = kp_model_field(screen->sitting->model, KP_STR("actions"));
    if (!table || table->type->kind != KP_TYPE_TABLE || !kp_session_may_show(session, table))
        return;
    const struct kp_answer *now = kp_plan_get(kp_session_plan(session), table->id);
    const struct kp_answer *before = kp_plan_get(&screen->sitting->base, table->id);
    const struct kp_json *rows = now ? now->value : NULL, *base = before ? before->value : NULL;
    bool any = false;
    KP_JSON_EACH(row, rows)
    {
        struct kp_str owner = kp_json_text(row, "owner");
        bool first = is_promised(row, base);
        for (const struct kp_json *at = rows->first; first && at != row; at = at->next)
            first = !is_promised(at, base) || !kp_str_equal(kp_json_text(at, "owner"), owner);
        if (!first)
            continue;
        if (!any)
            screen_line(screen, out, KP_MARK_TITLE,
                        kp_words_get(&table->label, screen->style.lang));
        any = true;
        add_promises_of(screen, table, rows, base, owner, out);
    }
}

void screen_readback(struct screen *screen, struct kp_buf *out)
{
    screen->read_back = true;
    kp_style_rule(out, &screen->style, kp_str_from(_("Read back")), (struct kp_str){"", 0});
    add_decisions(screen, out);
    add_promises(screen, out);
    screen_read_ranking(screen, out);
    screen_line(screen, out, KP_MARK_TITLE, kp_str_from(_("What changed")));
    screen_outcomes(screen, true, out);
}

/* For the facilitator alone: what is passed over while a guest is here. */
void screen_passed_over(struct screen *screen, struct kp_buf *out)
{
    const struct kp_script *script = &screen->sitting->script;
    struct kp_session *session = screen->sitting->session;
    bool any = false;
    for (size_t i = 0; i < script->section_count; i++) {
        size_t asked = 0;
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *step = &script->sections[i].steps[j];
            struct kp_buf line = KP_BUF_INIT;
            bool asks = step->kind == KP_STEP_ASK || step->kind == KP_STEP_REVIEW ||
                        step->kind == KP_STEP_RATE || step->kind == KP_STEP_SCORE;
            asked += asks;
            if (asks && !kp_session_may_show(session, step->field)) {
                if (!any)
                    screen_line(screen, out, KP_MARK_TITLE,
                                kp_str_from(_("Passed over while a guest is here")));
                any = true;
                kp_buf_addf(&line, "%zu.%zu %.*s", i + 1, asked,
                            KP_STR_ARG(kp_words_get(&step->field->label, screen->style.lang)));
                screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
            }
            kp_buf_release(&line);
        }
    }
}
