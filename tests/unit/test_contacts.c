// SPDX-License-Identifier: GPL-3.0-or-later
/* The contact map, against what is worked out by hand. */
#include "compare/contacts.h"

#include "definitions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_plan plan;
    struct kp_calc calc;
    struct kp_contact_map map;
};

static void begin(struct scene *scene)
{
    *scene = (struct scene){.arena = KP_ARENA_INIT};
    definition_built_in(&scene->model, &scene->arena);
    kp_plan_init(&scene->plan, &scene->arena);
}

static void put(struct scene *scene, const char *field, const char *value)
{
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = definition_read(&scene->arena, value),
                               .cycle = {2026, 1}};
    kp_plan_put(&scene->plan, &answer);
}

static bool read_map(struct scene *scene)
{
    kp_calc_init(&scene->calc, &scene->model, &scene->plan, NULL, (struct kp_date){2026, 3, 2},
                 &scene->arena);
    return kp_contact_map_read(&scene->map, &scene->calc);
}

static void end(struct scene *scene)
{
    kp_plan_release(&scene->plan);
    kp_model_release(&scene->model);
    kp_arena_release(&scene->arena);
}

/* The gaps as "one mette>karin; level operational; …". */
static void assert_gaps(struct scene *scene, const char *expected)
{
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_contact_map *map = &scene->map;
    for (size_t i = 0; i < map->gap_count; i++) {
        const struct kp_contact_gap *gap = &map->gaps[i];
        const char *ours = map->our_count ? map->ours[gap->ours].id.data + 2 : "";
        const char *theirs = map->their_count ? map->theirs[gap->theirs].id.data + 2 : "";
        kp_buf_adds(&text, i ? "; " : "");
        switch (gap->kind) {
        case KP_GAP_NOBODY: kp_buf_addf(&text, "nobody %s", theirs); break;
        case KP_GAP_LEVEL:
            kp_buf_addf(&text, "level %s", map->levels->choices[gap->level].id.data);
            break;
        case KP_GAP_WEAK:
            kp_buf_addf(&text, "weak %s>%s %d<%d", ours, theirs, map->links[gap->link].strength,
                        map->links[gap->link].wanted);
            break;
        case KP_GAP_ONE: kp_buf_addf(&text, "one %s>%s", ours, theirs); break;
        case KP_GAP_HOLDER: kp_buf_addf(&text, "holder %s %zu", ours, gap->count); break;
        case KP_GAP_THROUGH: kp_buf_addf(&text, "through %s %zu", theirs, gap->count); break;
        }
    }
    assert_string_equal(text.data, expected);
    kp_buf_release(&text);
}

static const char team[] =
    "[{`id`:`r-1`,`person`:`p-mette`,`role`:`kam`,`level`:`management`,`function`:`sales`},"
    "{`id`:`r-2`,`person`:`p-per`,`role`:`sponsor`,`level`:`executive`,`function`:`management`},"
    "{`id`:`r-3`,`person`:`p-ida`,`role`:`service`,`level`:`operational`,`function`:`service`}]";

static const char stakeholders[] =
    "[{`id`:`r-4`,`person`:`p-lise`,`level`:`operational`,`function`:`logistics`,`influence`:2},"
    "{`id`:`r-5`,`person`:`p-karin`,`level`:`management`,`function`:`purchasing`,`influence`:4},"
    "{`id`:`r-6`,`person`:`p-ole`,`level`:`executive`,`function`:`management`,"
    "`role`:`decision_maker`,`influence`:3}]";

/*
 * Mette knows Karin, Ole and Lise, Ida knows Lise: 4 contacts, 3 of them Mette's, 1 goes past her: 1 × 3 < 4,
 * a bowtie. Of their 3 levels management and the day's work (Ida and Lise) meet, the top does
 * not. Karin and Ole are key persons (influence 4; decides) whom only Mette knows. 3 × 2 > 4: she holds
 * more than half.
 */
static void test_a_bowtie_hangs_on_one_of_us(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    put(&scene, "team", team);
    put(&scene, "stakeholders", stakeholders);
    put(&scene, "contacts",
        "[{`id`:`r-7`,`ours`:`p-mette`,`theirs`:`p-karin`,`strength`:3,`wanted`:3},"
        "{`id`:`r-8`,`ours`:`p-mette`,`theirs`:`p-ole`,`strength`:1,`wanted`:2},"
        "{`id`:`r-9`,`ours`:`p-mette`,`theirs`:`p-lise`,`strength`:2},"
        "{`id`:`r-a`,`ours`:`p-ida`,`theirs`:`p-lise`,`strength`:2},"
        "{`id`:`r-b`,`ours`:`p-per`,`theirs`:`p-ole`,`strength`:0,`wanted`:2}]");
    put(&scene, "contacts.model", "`diamond`");
    assert_true(read_map(&scene));
    const struct kp_contact_map *map = &scene.map;
    assert_int_equal(map->model, KP_CONTACTS_BOWTIE);
    assert_string_equal(map->said.data, "diamond");
    assert_int_equal(map->contacts, 4);
    assert_int_equal(map->levels_there, 3);
    assert_int_equal(map->levels_met, 2);
    assert_int_equal(map->functions_met, 3);
    assert_string_equal(map->ours[map->hub].id.data, "p-mette");
    /* By level from the top: Per before Mette, Ole before Karin. */
    assert_string_equal(map->ours[0].id.data, "p-per");
    assert_string_equal(map->theirs[0].id.data, "p-ole");
    /* Both weak ones are Ole's: Per's by two steps, Mette's by one. */
    assert_gaps(&scene, "level executive; weak per>ole 0<2; weak mette>ole 1<2; "
                        "one mette>ole; one mette>karin; holder mette 3");
    end(&scene);
}

/* Each level meets its own, three functions: a diamond, from the owners of `stakeholders` alone. */
static void test_a_diamond_meets_on_every_level(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    put(&scene, "team", team);
    put(&scene, "stakeholders",
        "[{`id`:`r-4`,`person`:`p-lise`,`level`:`operational`,`function`:`logistics`,"
        "`owner`:`p-ida`,`strength`:2},"
        "{`id`:`r-5`,`person`:`p-karin`,`level`:`management`,`function`:`purchasing`,"
        "`owner`:`p-mette`,`strength`:3,`wanted`:3},"
        "{`id`:`r-6`,`person`:`p-ole`,`level`:`executive`,`function`:`management`,"
        "`influence`:5,`owner`:`p-per`}]");
    assert_true(read_map(&scene));
    assert_int_equal(scene.map.model, KP_CONTACTS_DIAMOND);
    assert_int_equal(scene.map.levels_met, 3);
    assert_gaps(&scene, "one per>ole");
    /* A contact of unknown strength is one; what `contacts` says of a pair stands before the owner's. */
    put(&scene, "contacts",
        "[{`id`:`r-7`,`ours`:`p-per`,`theirs`:`p-ole`,`strength`:0},"
        "{`id`:`r-8`,`ours`:`p-mette`,`theirs`:`p-karin`,`strength`:1}]");
    assert_true(read_map(&scene));
    assert_int_equal(scene.map.model, KP_CONTACTS_BETWEEN);
    assert_int_equal(scene.map.contacts, 2);
    assert_gaps(&scene, "nobody ole; level executive; weak mette>karin 1<3");
    end(&scene);
}

/*
 * Exactly a third goes past one person: 2 of 3 contacts are Mette's, 1 × 3 = 3 is not fewer. Neither
 * bowtie nor, with the top unmet, diamond.
 */
static void test_a_third_is_between(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    put(&scene, "team", team);
    put(&scene, "stakeholders", stakeholders);
    put(&scene, "contacts",
        "[{`id`:`r-7`,`ours`:`p-mette`,`theirs`:`p-karin`},"
        "{`id`:`r-8`,`ours`:`p-mette`,`theirs`:`p-ole`},"
        "{`id`:`r-9`,`ours`:`p-ida`,`theirs`:`p-lise`}]");
    assert_true(read_map(&scene));
    assert_int_equal(scene.map.model, KP_CONTACTS_BETWEEN);
    assert_gaps(&scene, "level executive; one mette>ole; one mette>karin; holder mette 2");
    end(&scene);
}

/* Three of ours all speak with one of theirs: that hangs on one person too. */
static void test_one_of_theirs_is_a_bowtie_too(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    put(&scene, "contacts",
        "[{`id`:`r-7`,`ours`:`p-mette`,`theirs`:`p-karin`},"
        "{`id`:`r-8`,`ours`:`p-per`,`theirs`:`p-karin`},"
        "{`id`:`r-9`,`ours`:`p-ida`,`theirs`:`p-karin`}]");
    assert_true(read_map(&scene));
    assert_int_equal(scene.map.model, KP_CONTACTS_BOWTIE);
    assert_int_equal(scene.map.our_count, 3); /* nobody of them is in the team */
    assert_int_equal(scene.map.levels_there, 0);
    assert_gaps(&scene, "through karin 3");
    end(&scene);
}

static void test_nobody_and_no_contacts(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    assert_false(read_map(&scene));
    put(&scene, "team", team); /* ours alone are no map */
    assert_false(read_map(&scene));
    put(&scene, "team", "[]");
    put(&scene, "stakeholders", stakeholders);
    assert_true(read_map(&scene));
    assert_int_equal(scene.map.model, KP_CONTACTS_NONE);
    assert_gaps(&scene, "nobody ole; nobody karin; level executive; level management; "
                        "level operational");
    end(&scene);
}

/* Rows without people, people twice, values of other kinds. */
static void test_odd_rows_do_no_harm(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene);
    put(&scene, "team",
        "[{`id`:`r-1`},{`id`:`r-2`,`person`:`p-a`,`level`:`gone`},"
        "{`id`:`r-3`,`person`:`p-a`,`level`:7}]");
    put(&scene, "stakeholders",
        "[{`id`:`r-4`,`person`:`p-b`,`influence`:`much`,`owner`:`p-a`},"
        "{`id`:`r-5`,`owner`:`p-a`},7]");
    put(&scene, "contacts",
        "[{`id`:`r-6`,`ours`:`p-a`},{`id`:`r-7`,`ours`:`p-a`,"
        "`theirs`:`p-b`,`strength`:`strong`}]");
    assert_true(read_map(&scene));
    assert_int_equal(scene.map.our_count, 1);
    assert_int_equal(scene.map.their_count, 1);
    assert_int_equal(scene.map.contacts, 1);
    assert_int_equal(scene.map.model, KP_CONTACTS_BOWTIE);
    assert_gaps(&scene, "");
    end(&scene);
}

static void test_the_document(void **state)
{
    struct scene scene;
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    begin(&scene);
    put(&scene, "stakeholders",
        "[{`id`:`r-4`,`person`:`p-b`,`level`:`executive`,`influence`:5,"
        "`owner`:`p-a`,`strength`:1,`wanted`:2}]");
    put(&scene, "contacts.model.wanted", "`bowtie`");
    assert_true(read_map(&scene));
    kp_json_write_line(&out, kp_contact_map_json(&scene.map, &scene.arena));
    assert_string_equal(
        out.data, "{\"model\":\"bowtie\",\"wanted\":\"bowtie\",\"contacts\":1,\"levels\":1,"
                  "\"levels_met\":0,\"functions\":0,\"functions_met\":0,\"missing\":["
                  "{\"kind\":\"level\",\"level\":\"executive\"},{\"kind\":\"weak\","
                  "\"ours\":\"p-a\",\"theirs\":\"p-b\",\"strength\":1,\"wanted\":2}],"
                  "\"single_points\":[{\"kind\":\"one\",\"ours\":\"p-a\",\"theirs\":\"p-b\"}]}");
    kp_buf_release(&out);
    end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_bowtie_hangs_on_one_of_us),
        cmocka_unit_test(test_a_diamond_meets_on_every_level),
        cmocka_unit_test(test_a_third_is_between),
        cmocka_unit_test(test_one_of_theirs_is_a_bowtie_too),
        cmocka_unit_test(test_nobody_and_no_contacts),
        cmocka_unit_test(test_odd_rows_do_no_harm),
        cmocka_unit_test(test_the_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
