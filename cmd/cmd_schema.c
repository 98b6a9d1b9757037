// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema.h"

#include "app.h"
#include "base/text.h"

static int run(struct app *app, const struct args *args)
{
    struct kp_json *schema = NULL;
    app_open_own_scripts(app);
    if (app_read_model(app) ||
        kp_schema_make(args->words[0], &app->model, &app->arena, &schema, &app->err))
        return app_fail(app);
    out_json(app, schema);
    return EXIT_DONE;
}

const struct command command_schema = {
    .name = "schema",
    .summary = N_("Print the JSON Schema of a file or of a --json output"),
    .usage = "model|script|answer|plan|...",
    .about = N_("For editors that complete and check while you write, and for other programs."),
    .words_min = 1,
    .words_max = 1,
    .json = true,
    .run = run,
};
