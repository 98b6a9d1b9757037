// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/set_parts.h"

void kp_view_set_date(struct kp_arena *arena, struct kp_json *object, const char *name,
                      struct kp_date date)
{
    struct kp_buf text = KP_BUF_INIT;
    if (date.year) {
        kp_date_print(&text, date);
        kp_json_set_string(arena, object, name, kp_buf_str(&text));
    }
    kp_buf_release(&text);
}

void kp_view_set_cycle(struct kp_arena *arena, struct kp_json *object, const char *name,
                       struct kp_cycle cycle)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_cycle_print(&text, cycle);
    if (text.len)
        kp_json_set_string(arena, object, name, kp_buf_str(&text));
    kp_buf_release(&text);
}

void kp_view_set_person(struct kp_arena *arena, struct kp_json *object, const char *name,
                        const struct kp_people *people, struct kp_str id)
{
    if (!id.len)
        return;
    struct kp_json *person = kp_json_new_object(arena);
    const struct kp_person *known = people ? kp_people_by_id(people, id) : NULL;
    kp_json_set_string(arena, person, "id", id);
    if (known)
        kp_json_set_string(arena, person, "name", known->name);
    kp_json_set(arena, object, name, person);
}
