// SPDX-License-Identifier: GPL-3.0-or-later
#include "ideas_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char ideas_script[] = "{`format`:1,`id`:`s`,`version`:1,`title`:~,`sections`:["
                            "{`id`:`first`,`title`:~,`minutes`:30,`steps`:["
                            "{`type`:`ideas`,`id`:`round`,`prompt`:~,`minutes`:8,`silent`:true},"
                            "{`type`:`vote`,`on`:`round`,`dots`:3,`each`:2},"
                            "{`type`:`promote`,`from`:`round`,`into`:`deals`,`as`:`title`,`most`:2,"
                            "`ask`:[`value`,`chance`]},"
                            "{`type`:`ask`,`field`:`goals`}]}]}";

void ideas_begin(struct session_fixture *f)
{
    session_fixture_init(f, session_model, ideas_script, NULL);
    session_type(f, "");
}

/* In the round, with these ideas. */
void ideas_begin_with(struct session_fixture *f, const char *ideas)
{
    ideas_begin(f);
    session_type(f, "");
    if (*ideas)
        session_lines(f, ideas);
}

const struct kp_idea *ideas_find(struct session_fixture *f, const char *mark)
{
    struct kp_round round;
    assert_true(kp_session_round(f->session, &round));
    for (size_t i = 0; i < round.count; i++)
        if (kp_str_is(round.ideas[i].mark, mark))
            return &round.ideas[i];
    return NULL;
}

void ideas_expect_text(struct session_fixture *f, const char *mark, const char *text)
{
    const struct kp_idea *found = ideas_find(f, mark);
    if (!found)
        fail_msg("there is no idea %s", mark);
    if (!kp_str_is(found->text, text))
        fail_msg("idea %s is \"%.*s\", not \"%s\"", mark, KP_STR_ARG(found->text), text);
}

/* "p-mette1,p-1ars00" */
void ideas_expect_by(struct session_fixture *f, const char *mark, const char *people)
{
    struct kp_buf list = KP_BUF_INIT;
    KP_JSON_EACH(id, ideas_find(f, mark)->by)
    kp_buf_addf(&list, "%s%.*s", list.len ? "," : "", KP_STR_ARG(id->text));
    assert_string_equal(list.data ? list.data : "", people);
    kp_buf_release(&list);
}
