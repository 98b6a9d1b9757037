// SPDX-License-Identifier: GPL-3.0-or-later
#include "ratings_fixture.h"

#include "run/prework.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char ratings_model[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],"
    "`scales`:{`five`:[{`value`:1,`label`:~},{`value`:2,`label`:~},{`value`:3,`label`:~},"
    "{`value`:4,`label`:~},{`value`:5,`label`:~}]},"
    "`fields`:["
    "{`id`:`focus`,`type`:`scale`,`group`:`g`,`label`:~,`scale`:`five`},"
    "{`id`:`why`,`type`:`note`,`group`:`g`,`label`:~},"
    "{`id`:`chance`,`type`:`percent`,`group`:`g`,`label`:~,`min`:0,`max`:100},"
    "{`id`:`grade`,`type`:`number`,`group`:`g`,`label`:~}]}";

const char ratings_script[] = "{`format`:1,`id`:`s`,`version`:1,`title`:~,`sections`:["
                              "{`id`:`first`,`title`:~,`minutes`:30,`steps`:["
                              "{`type`:`rate`,`field`:`focus`,`evidence`:`why`},"
                              "{`type`:`rate`,`field`:`chance`},"
                              "{`type`:`rate`,`field`:`grade`}]}]}";

void ratings_begin(struct session_fixture *f, const char *base)
{
    session_fixture_init(f, ratings_model, ratings_script, base);
    kp_people_put(&f->people, KP_STR("p-1da000"), KP_STR("Ida Friis"));
    kp_people_put(&f->people, KP_STR("p-per000"), KP_STR("Per Dahl"));
    kp_people_put(&f->people, KP_STR("p-away00"), KP_STR("Ole Holt"));
    kp_session_free(f->session);
    f->header.attendees =
        definition_read(&f->arena, "[`p-mette1`,`p-1ars00`,`p-1da000`,`p-per000`]");
    f->session = kp_session_new(&f->setup, &f->header);
    session_type(f, "");
}

void ratings_bring(struct session_fixture *f, const char *who, const char *items, bool anonymous)
{
    f->effects = kp_session_bring(f->session, kp_str_from(who), definition_read(&f->arena, items),
                                  anonymous, f->now);
    for (size_t i = 0; i < f->effects.count; i++) {
        if (f->effects.items[i].kind != KP_EFFECT_JOURNAL)
            continue;
        kp_buf_add(&f->journal, f->effects.items[i].text);
        kp_buf_addc(&f->journal, '\n');
    }
    kp_session_question(f->session, &f->question);
}

void ratings_expect_ask(const struct session_fixture *f, enum kp_ask ask)
{
    assert_int_equal(f->question.ask, ask);
}
