// SPDX-License-Identifier: GPL-3.0-or-later
#include "audience.h"

#include "base/text.h"
#include "view/held.h"

bool audience_option(struct app *app, const struct args *args, enum kp_visibility *out)
{
    const char *given = args_option(app->command, args, "audience");
    *out = KP_VISIBLE_TEAM;
    if (!given || kp_visibility_read(kp_str_from(given), out))
        return true;
    app_usage(app, _("--audience is team, company or customer"));
    return false;
}

void audience_of(struct app *app, const struct account *account, enum kp_visibility visibility,
                 struct kp_audience *out)
{
    const struct kp_audience_card card = {
        .name = account->name,
        .company = app->company,
        .kam = account->kam,
        .sponsor = account->sponsor,
    };
    kp_audience_init(out, visibility, &app->model, &app->people, &card);
}

void audience_say_held(struct app *app, struct kp_str account, const struct kp_reduced *reduced)
{
    struct kp_buf text = KP_BUF_INIT;
    struct kp_style style = app_style(app, true);
    kp_view_held(reduced->held, reduced->held_count, &style, &text);
    struct kp_str rest = kp_buf_str(&text);
    while (rest.len) {
        struct kp_str line = kp_str_split(&rest, '\n');
        app_say(app, "%.*s%s%.*s", KP_STR_ARG(account), account.len ? ": " : "", KP_STR_ARG(line));
    }
    kp_buf_release(&text);
}
