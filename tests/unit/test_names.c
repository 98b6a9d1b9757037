// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const directory[] = {
    "Mette Kirstine Ekegård",
    "Lars Bo",
    "Ida Friis",
    "Per Holm",
    "Søren Østergaard",
    "Anna-Lisa von Platen",
    "Björn Åkesson",
    "May Price",
    "王伟",
    "Jens Juhl-Petersen",
    "Madonna",
    "Ole Nordkomp",
};

static const struct {
    const char *text, *found; /* what is found; NULL: nobody */
} cases[] = {
    /* first and last name */
    {"Mette Ekegård said no", "Mette Ekegård"},
    {"ask mette ekegård", "mette ekegård"},
    {"METTE EKEGÅRD", "METTE EKEGÅRD"},
    {"Mette K. Ekegård", "Mette K. Ekegård"},
    {"Mette Kirstine Ekegård", "Mette Kirstine Ekegård"},
    {"Ekegård, Mette", "Ekegård, Mette"},
    {"mail to mette.ekegaard@corvane.com", "mette.ekegaard"},
    {"metteekegård", "metteekegård"},
    {"Lars Bo brings it", "Lars Bo"},
    {"lars bo brings it", "lars bo"},
    {"per holm", "per holm"},
    {"Platen, Anna-Lisa", "Platen, Anna"},
    {"Anna-Lisa Platen", "Anna-Lisa Platen"},
    {"soeren oestergaard", "soeren oestergaard"},
    {"Soren Ostergard's plan", "Soren Ostergard"},
    {"王伟", "王伟"},
    {"我们和王伟谈过", "王伟"},
    /* in other forms of the same letters, and with invisible ones within */
    {"Ekega\xcc\x8ard", "Ekega\xcc\x8ard"},
    {"\xef\xbc\xad\xef\xbc\xa5\xef\xbc\xb4\xef\xbc\xb4\xef\xbc\xa5 Ekeg\xc3\xa5rd",
     "\xef\xbc\xad\xef\xbc\xa5\xef\xbc\xb4\xef\xbc\xb4\xef\xbc\xa5 Ekeg\xc3\xa5rd"},
    /* a last name alone */
    {"ekegård is against", "ekegård"},
    {"Ekegårds plan", "Ekegårds"},
    {"Åkessons krav", "Åkessons"},
    {"Aakesson", "Aakesson"},
    {"Petersen", "Petersen"},
    {"like madonna", "madonna"},
    /* a first or middle name alone, with a capital */
    {"Mette says so", "Mette"},
    {"we asked Kirstine", "Kirstine"},
    {"mette says so", NULL},
    {"Idas punkter", "Idas"},
    /* everyday words */
    {"a holm in the lake", NULL},
    {"we asked Holm about it", "Holm"},
    {"Holm is an islet", NULL},
    {"Holm", "Holm"},
    {"Talk to Mr. Holm", "Holm"},
    {"Tal med hr. Holm", "Holm"},
    {"P. Holm", "Holm"},
    {"per cent of the price", NULL},
    {"Per cent of the price", NULL},
    {"costs as per contract", NULL},
    {"in May 2026", NULL},
    {"we asked May about it", "May"},
    {"Price: 40", NULL},
    {"Bo bedre", NULL},
    {"hun vil bo der", NULL},
    {"we asked Bo", "Bo"},
    /* parts of words, and what a company is called */
    {"Mettelund", NULL},
    {"the Nordkomp contract", NULL},
    {"Ole Nordkomp", "Ole Nordkomp"},
    {"", NULL},
    {"1.250,50 % · –", NULL},
};

static void names_are_found(void **state)
{
    (void)state;
    struct kp_names names = KP_NAMES_INIT;
    for (size_t i = 0; i < sizeof directory / sizeof *directory; i++)
        kp_names_add(&names, kp_str_from(directory[i]));
    kp_names_add(&names, KP_STR("–"));
    kp_names_pass(&names, KP_STR("Nordkomp A/S"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_str text = kp_str_from(cases[i].text);
        struct kp_name_hit hit;
        bool found = kp_names_find(&names, text, &hit);
        if (found != (cases[i].found != NULL))
            fail_msg("\"%s\": %s", cases[i].text, found ? hit.name.data : "nobody found");
        if (found && !kp_str_is(kp_str_slice(text, hit.at, hit.len), cases[i].found))
            fail_msg("\"%s\": found \"%.*s\"", cases[i].text, (int)hit.len, text.data + hit.at);
    }
    kp_names_release(&names);
}

struct expected {
    const char *names[4];
    size_t count;
};

static void expect(void *context, const struct kp_name_hit *hit)
{
    struct expected *expected = context;
    assert_true(expected->count < 4);
    assert_string_equal(hit->name.data, expected->names[expected->count++]);
}

static void all_of_a_text_are_found(void **state)
{
    (void)state;
    struct kp_names names = KP_NAMES_INIT;
    struct expected expected = {
        .names = {"Lars Bo", "Mette Kirstine Ekegård", "Ida Friis", "Lars Bo"}};
    for (size_t i = 0; i < sizeof directory / sizeof *directory; i++)
        kp_names_add(&names, kp_str_from(directory[i]));
    kp_names_find_all(&names, KP_STR("Lars Bo and Ekegård asked Ida; then Lars Bo went."), expect,
                      &expected);
    assert_int_equal(expected.count, 4);
    kp_names_release(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(all_of_a_text_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
