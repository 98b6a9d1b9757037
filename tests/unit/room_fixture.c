// SPDX-License-Identifier: GPL-3.0-or-later
#include "room_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char room_model[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`goals`,`type`:`text`,`group`:`g`,`label`:~,`visibility`:`customer`},"
    "{`id`:`inner`,`type`:`text`,`group`:`g`,`label`:~},"
    "{`id`:`team`,`type`:`table`,`group`:`g`,`label`:~,`visibility`:`customer`,`columns`:["
    "{`id`:`person`,`type`:`person`,`label`:~},"
    "{`id`:`worry`,`type`:`text`,`label`:~,`visibility`:`team`},"
    "{`id`:`role`,`type`:`choice`,`label`:~,`choices`:[{`id`:`kam`,`label`:~},"
    "{`id`:`sponsor`,`label`:{`en`:`s`,`da`:`s`,`sv`:`s`}}]}]},"
    "{`id`:`actions`,`type`:`table`,`group`:`g`,`label`:~,`key`:`what`,`visibility`:`company`,"
    "`columns`:[{`id`:`what`,`type`:`text`,`label`:~,`required`:true},"
    "{`id`:`owner`,`type`:`person`,`label`:~},{`id`:`due`,`type`:`date`,`label`:~},"
    "{`id`:`status`,`type`:`choice`,`label`:~,`choices`:[{`id`:`open`,`label`:~},"
    "{`id`:`done`,`label`:{`en`:`d`,`da`:`d`,`sv`:`d`}},"
    "{`id`:`dropped`,`label`:{`en`:`x`,`da`:`x`,`sv`:`x`}}]},"
    "{`id`:`outcome`,`type`:`text`,`label`:~}]}]}";

const char room_script[] =
    "{`format`:1,`id`:`s`,`version`:1,`title`:~,`about`:~,`sections`:["
    "{`id`:`first`,`title`:~,`minutes`:10,`steps`:["
    "{`type`:`review`,`field`:`actions`,`open`:`status == 'open'`},"
    "{`type`:`ask`,`field`:`goals`},{`type`:`ask`,`field`:`inner`,`required`:true}]},"
    "{`id`:`second`,`title`:~,`minutes`:20,`steps`:["
    "{`type`:`break`,`minutes`:5},{`type`:`ask`,`field`:`team`}]},"
    "{`id`:`third`,`title`:~,`minutes`:30,`steps`:[{`type`:`ask`,`field`:`actions`}]}]}";

/* Three that are open, one that is done. */
const char room_open_actions[] =
    "{`inner`:`x`,`team`:[{`id`:`r-tttttt`,`person`:`p-1ars00`,`role`:`sponsor`}],`actions`:["
    "{`id`:`r-aaaaaa`,`what`:`Call`,`owner`:`p-1ars00`,`due`:`2026-02-01`,`status`:`open`},"
    "{`id`:`r-bbbbbb`,`what`:`Write`,`owner`:`p-mette1`,`due`:`2026-03-10`,`status`:`open`},"
    "{`id`:`r-cccccc`,`what`:`Old`,`due`:`2025-12-01`,`status`:`done`},"
    "{`id`:`r-dddddd`,`what`:`Meet`,`due`:`2026-03-20`,`status`:`open`}]}";

void room_begin(struct session_fixture *f, const char *base)
{
    session_fixture_init(f, room_model, room_script, base);
}

/* The same session, held with something else. */
void room_begin_again(struct session_fixture *f)
{
    kp_session_free(f->session);
    f->session = kp_session_new(&f->setup, &f->header);
    kp_session_question(f->session, &f->question);
}

void room_end(struct session_fixture *f)
{
    session_expect_replays(f);
    session_fixture_release(f);
}

void room_at_minute(struct session_fixture *f, int minute)
{
    f->now = SESSION_BEGINS + minute * ROOM_MINUTE - 1000;
}

void room_type_at(struct session_fixture *f, int minute, const char *text)
{
    room_at_minute(f, minute);
    session_type(f, text);
}

void room_tick_at(struct session_fixture *f, int minute)
{
    room_at_minute(f, minute);
    session_feed(f, KP_EVENT_TICK, (struct kp_str){"", 0});
}

size_t room_bells(const struct session_fixture *f)
{
    size_t count = 0;
    for (size_t i = 0; i < f->effects.count; i++)
        count += f->effects.items[i].kind == KP_EFFECT_BELL;
    return count;
}

/* Fails unless the record has all of these. */
void room_expect_record(struct session_fixture *f, const char *const *parts, size_t count)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_json_write_line(&text, kp_session_record(f->session, KP_STR("2026-03-02-s"), f->now));
    for (size_t i = 0; i < count; i++) {
        struct kp_str part = definition_expand(&f->arena, parts[i]);
        if (kp_str_find_str(kp_buf_str(&text), part) == text.len)
            fail_msg("no %s in %s", part.data, text.data);
    }
    kp_buf_release(&text);
}

void room_expect_said(const struct session_fixture *f, const char *part)
{
    for (size_t i = 0; i < f->effects.count; i++)
        if (f->effects.items[i].kind == KP_EFFECT_NOTICE &&
            strstr(f->effects.items[i].text.data, part))
            return;
    fail_msg("nobody says \"%s\" but \"%s\"", part, session_said(f, KP_EFFECT_NOTICE));
}
