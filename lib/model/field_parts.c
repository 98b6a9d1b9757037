// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/field_read.h"

#include "base/text.h"

enum {
    MAX_CHOICES = 500,
    MAX_STEPS = 100,
    MAX_QUADRANTS = 100,
    LARGEST_STEP = 1000000,
};

void kp_field_read_choices(const struct kp_field_reader *reader, const struct kp_json *node,
                           struct kp_field *field)
{
    static const char *const members[] = {"id", "label", "help", NULL};
    const struct kp_define *d = &reader->define;
    const struct kp_json *array = kp_define_array(d, node, "choices", 1, MAX_CHOICES);
    if (!array)
        return;
    struct kp_choice *choices = kp_arena_alloc(d->arena, array->count * sizeof *choices);
    struct kp_defined *ids = kp_arena_alloc(d->arena, array->count * sizeof *ids);
    size_t count = 0;
    KP_JSON_EACH(item, array)
    {
        if (!kp_define_object(d, item, members))
            continue;
        struct kp_choice *choice = &choices[count];
        choice->id = kp_define_id(d, item, "id", false);
        kp_define_words(d, item, "label", true, &choice->label);
        kp_define_words(d, item, "help", false, &choice->help);
        ids[count++] =
            (struct kp_defined){choice->id, choice->id.len ? kp_json_get(item, "id") : item};
    }
    kp_define_unique(d, ids, count);
    field->choices = choices;
    field->choice_count = count;
}

bool kp_scale_read(const struct kp_define *define, const struct kp_json *steps,
                   struct kp_scale *scale)
{
    static const char *const members[] = {"value", "label", "help", NULL};
    size_t errors = define->faults->errors;
    if (steps->kind != KP_JSON_ARRAY || steps->count < 2 || steps->count > MAX_STEPS) {
        kp_define_fault(define, steps, _("a scale is a list of 2 to %d steps"), MAX_STEPS);
        return false;
    }
    struct kp_scale_step *read = kp_arena_alloc(define->arena, steps->count * sizeof *read);
    size_t count = 0;
    bool whole = true; /* all values so far were good */
    KP_JSON_EACH(item, steps)
    {
        if (!kp_define_object(define, item, members)) {
            whole = false;
            continue;
        }
        struct kp_scale_step *step = &read[count];
        kp_define_words(define, item, "label", true, &step->label);
        kp_define_words(define, item, "help", false, &step->help);
        const struct kp_json *value = kp_define_need(define, item, "value", KP_JSON_NUMBER);
        size_t before = define->faults->errors;
        step->value = kp_define_int(define, item, "value", -LARGEST_STEP, LARGEST_STEP, 0);
        whole = whole && value && define->faults->errors == before;
        if (whole && count && step->value != read[count - 1].value + 1)
            kp_define_fault(define, value,
                            _("the steps of a scale ascend by 1: expected %d here, not %d"),
                            read[count - 1].value + 1, step->value);
        count++;
    }
    if (define->faults->errors != errors)
        return false;
    scale->steps = read;
    scale->count = count;
    return true;
}

static const struct kp_scale *find_scale(const struct kp_field_reader *r,
                                         const struct kp_json *name)
{
    const struct kp_named_scale *nearest = NULL;
    size_t least = SIZE_MAX, distance;
    for (size_t i = 0; i < r->scale_count; i++)
        if (kp_str_equal(r->scales[i].name, name->text))
            return &r->scales[i].scale;
    for (size_t i = 0; i < r->scale_count; i++) {
        if (kp_define_near(name->text, r->scales[i].name, &distance) && distance < least) {
            nearest = &r->scales[i];
            least = distance;
        }
    }
    const char *shown = kp_define_shown(&r->define, name->text);
    if (nearest)
        kp_define_fault(&r->define, name, _("there is no scale \"%s\"; did you mean \"%s\"?"),
                        shown, kp_define_shown(&r->define, nearest->name));
    else
        kp_define_fault(&r->define, name,
                        _("there is no scale \"%s\"; name one of \"scales\", or write its steps "
                          "here"),
                        shown);
    return NULL;
}

/* The member "scale": a shared scale's name, or steps. */
static void read_scale(const struct kp_field_reader *r, const struct kp_json *object,
                       struct kp_scale *scale)
{
    const struct kp_json *member = kp_json_get(object, "scale");
    if (!member) {
        kp_define_fault(&r->define, object, _("\"%s\" is missing"), "scale");
    } else if (member->kind == KP_JSON_STRING) {
        const struct kp_scale *shared = find_scale(r, member);
        if (shared) {
            scale->steps = shared->steps;
            scale->count = shared->count;
        }
    } else {
        kp_scale_read(&r->define, member, scale);
    }
}

void kp_field_read_scale(const struct kp_field_reader *reader, const struct kp_json *node,
                         struct kp_field *field)
{
    read_scale(reader, node, &field->scale);
}

static void read_axis(const struct kp_field_reader *r, const struct kp_json *node, const char *name,
                      struct kp_scale *axis)
{
    static const char *const members[] = {"label", "scale", NULL};
    const struct kp_json *member = kp_define_need(&r->define, node, name, KP_JSON_OBJECT);
    if (!member || !kp_define_object(&r->define, member, members))
        return;
    kp_define_words(&r->define, member, "label", true, &axis->label);
    read_scale(r, member, axis);
}

/* A range [from, to] on an axis. */
static bool read_range(const struct kp_define *d, const struct kp_json *quadrant, const char *name,
                       const struct kp_scale *axis, int *from, int *to)
{
    const struct kp_json *range = kp_define_array(d, quadrant, name, 2, 2);
    if (!range || !axis->count)
        return false;
    int low = axis->steps[0].value, high = axis->steps[axis->count - 1].value;
    size_t errors = d->faults->errors;
    *from = kp_define_int_item(d, range->first, low, high, low);
    *to = kp_define_int_item(d, range->last, low, high, high);
    if (d->faults->errors != errors)
        return false;
    if (*from > *to)
        kp_define_fault(d, range, _("a range goes from the lower to the higher number"));
    return *from <= *to;
}

static size_t quadrants_at(const struct kp_field *field, int x, int y, size_t *last)
{
    size_t found = 0;
    for (size_t i = 0; i < field->quadrant_count; i++) {
        const struct kp_quadrant *q = &field->quadrants[i];
        if (x < q->x_min || x > q->x_max || y < q->y_min || y > q->y_max)
            continue;
        if (found++)
            *last = i;
    }
    return found;
}

/* Every place must lie in one quadrant, and in no second one; the first that does not is told. */
static void check_cover(const struct kp_define *d, const struct kp_json *array,
                        const struct kp_field *field)
{
    for (size_t i = 0; i < field->x.count; i++) {
        for (size_t j = 0; j < field->y.count; j++) {
            int x = field->x.steps[i].value, y = field->y.steps[j].value;
            size_t last = 0, found = quadrants_at(field, x, y, &last);
            if (found == 1)
                continue;
            if (!found) {
                kp_define_fault(d, array, _("no quadrant holds x %d, y %d"), x, y);
                return;
            }
            const struct kp_json *second = array->first;
            for (size_t k = 0; k < last; k++)
                second = second->next;
            kp_define_fault(d, second, _("x %d, y %d lies in this quadrant and in an earlier one"),
                            x, y);
            return;
        }
    }
}

void kp_field_read_position(const struct kp_field_reader *reader, const struct kp_json *node,
                            struct kp_field *field)
{
    static const char *const members[] = {"id", "label", "help", "x", "y", NULL};
    const struct kp_define *d = &reader->define;
    read_axis(reader, node, "x", &field->x);
    read_axis(reader, node, "y", &field->y);
    const struct kp_json *array = kp_define_array(d, node, "quadrants", 1, MAX_QUADRANTS);
    if (!array)
        return;
    struct kp_quadrant *quadrants = kp_arena_alloc(d->arena, array->count * sizeof *quadrants);
    struct kp_defined *ids = kp_arena_alloc(d->arena, array->count * sizeof *ids);
    size_t count = 0;
    bool good = true;
    KP_JSON_EACH(item, array)
    {
        struct kp_quadrant *q = &quadrants[count];
        if (!kp_define_object(d, item, members)) {
            good = false;
            continue;
        }
        q->id = kp_define_id(d, item, "id", false);
        kp_define_words(d, item, "label", true, &q->label);
        kp_define_words(d, item, "help", false, &q->help);
        good = read_range(d, item, "x", &field->x, &q->x_min, &q->x_max) && good;
        good = read_range(d, item, "y", &field->y, &q->y_min, &q->y_max) && good;
        ids[count++] = (struct kp_defined){q->id, q->id.len ? kp_json_get(item, "id") : item};
    }
    kp_define_unique(d, ids, count);
    field->quadrants = quadrants;
    field->quadrant_count = count;
    if (good)
        check_cover(d, array, field);
}
