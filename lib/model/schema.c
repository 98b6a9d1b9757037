// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema.h"

#include "base/text.h"
#include "model/schema_texts.h"

const char *const kp_schema_names[] = {
    "model",   "script", "answer", "plan",  "plans",     "workspace", "account", "account-list",
    "scripts", "run",    "log",    "check", "eval",      "doctor",    "diff",    "diff-accounts",
    "history", "blame",  "sign",   "due",   "portfolio", "forecast",  "import",  NULL};

static const struct kp_schema_text files[] = {
    {"model", kp_schema_model_text, NULL},
    {"script", kp_schema_script_text, kp_schema_fit_script},
    {"answer", kp_schema_answer_text, NULL},
    {"plan", kp_schema_plan_text, kp_schema_fit_plan},
    {"diff", kp_schema_diff_text, NULL},
    {"diff-accounts", kp_schema_diff_accounts_text, NULL},
    {"history", kp_schema_history_text, NULL},
    {"blame", kp_schema_blame_text, NULL},
    {"sign", kp_schema_sign_text, NULL},
    {NULL, NULL, NULL},
};

static const struct kp_schema_text *find(const struct kp_schema_text *table, const char *name)
{
    for (; table->name; table++)
        if (kp_str_is(kp_str_from(name), table->name))
            return table;
    return NULL;
}

struct kp_json *kp_schema_child(struct kp_json *object, const char *name)
{
    for (struct kp_json *child = object->count ? object->first : NULL; child; child = child->next)
        if (kp_str_is(child->name, name))
            return child;
    return NULL;
}

static enum kp_status read_text(const struct kp_schema_text *text, struct kp_arena *arena,
                                const struct kp_json **out, struct kp_err *err)
{
    struct kp_buf json = KP_BUF_INIT;
    for (const char *at = text->text; *at; at++)
        kp_buf_addc(&json, *at == '\'' ? '"' : *at);
    enum kp_status status = kp_json_read(arena, text->name, kp_buf_str(&json), out, err);
    kp_buf_release(&json);
    return status;
}

enum kp_status kp_schema_make(const char *name, const struct kp_model *model,
                              struct kp_arena *arena, struct kp_json **out, struct kp_err *err)
{
    const struct kp_schema_text *text = find(files, name);
    const struct kp_json *general;
    if (!text)
        text = find(kp_schema_outputs, name);
    if (!text)
        text = find(kp_schema_views, name);
    if (!text) {
        struct kp_buf names = KP_BUF_INIT;
        for (size_t i = 0; kp_schema_names[i]; i++)
            kp_buf_addf(&names, "%s%s", i ? ", " : "", kp_schema_names[i]);
        kp_err_set(err, KP_NOT_FOUND, _("there is no schema \"%s\"; there are: %s"), name,
                   names.data);
        kp_buf_release(&names);
        return KP_NOT_FOUND;
    }
    enum kp_status status = read_text(text, arena, &general, err);
    if (status)
        return status;
    struct kp_json *body = kp_json_copy(arena, general);
    if (model && text->fit)
        text->fit(body, model, arena);

    struct kp_json *schema = kp_json_new_object(arena);
    struct kp_str id = kp_arena_format(arena, "urn:kamplan:schema:%s:1", name);
    kp_json_set_string(arena, schema, "$schema",
                       KP_STR("https://json-schema.org/draft/2020-12/schema"));
    kp_json_set_string(arena, schema, "$id", id);
    KP_JSON_EACH(member, body)
    kp_json_set(arena, schema, kp_arena_str(arena, member->name).data, member);
    *out = schema;
    return KP_OK;
}
