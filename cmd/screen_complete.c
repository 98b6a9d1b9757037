// SPDX-License-Identifier: GPL-3.0-or-later
/* What Tab completes in a session: commands, names, fields, choices. */

#include "base/utf8.h"
#include "screen.h"

#include <dirent.h>
#include <sys/stat.h>

static void complete_people(struct screen *screen, struct kp_str word,
                            void (*add)(void *adding, const char *candidate), void *adding)
{
    const struct kp_people *people = screen->style.people;
    const struct kp_person *found[64];
    size_t count = kp_people_match(people, word, found, 64);
    for (size_t i = 0; i < count && i < 64; i++)
        add(adding, found[i]->name.data);
    for (size_t i = 0; people && !word.len && i < people->count; i++)
        add(adding, people->items[i].name.data);
}

static void complete_command(struct kp_str word, void (*add)(void *adding, const char *candidate),
                             void *adding)
{
    for (const struct kp_session_command *command = kp_session_commands; command->name; command++) {
        struct kp_buf name = KP_BUF_INIT;
        kp_buf_addf(&name, "/%s", command->name);
        if (kp_str_starts(kp_buf_str(&name), word))
            add(adding, name.data);
        kp_buf_release(&name);
    }
}

static void complete_field(struct screen *screen, struct kp_str word,
                           void (*add)(void *adding, const char *candidate), void *adding)
{
    const struct kp_model *model = screen->sitting->model;
    for (size_t i = 0; i < model->field_count; i++)
        if (kp_str_starts(model->fields[i].id, word))
            add(adding, model->fields[i].id.data);
}

/* Directories, and files that rows may stand in. */
static void complete_file(struct kp_str word, void (*add)(void *adding, const char *candidate),
                          void *adding)
{
    static const char *const endings[] = {".xlsx", ".XLSX", ".csv", ".CSV", ".txt"};
    struct kp_buf path = KP_BUF_INIT;
    size_t dir = word.len;
    while (dir && word.data[dir - 1] != '/')
        dir--;
    struct kp_str begun = kp_str_slice(word, dir, word.len);
    kp_buf_add(&path, kp_str_slice(word, 0, dir));
    DIR *entries = opendir(dir ? path.data : ".");
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        struct kp_str name = kp_str_from(entry->d_name);
        struct stat info;
        bool fits = false;
        if (!kp_str_starts(name, begun) || (name.data[0] == '.' && !begun.len))
            continue;
        kp_buf_truncate(&path, dir);
        kp_buf_add(&path, name);
        bool is_dir = stat(path.data, &info) == 0 && S_ISDIR(info.st_mode);
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
            fits = fits || kp_str_ends(name, kp_str_from(endings[i]));
        if (is_dir)
            kp_buf_addc(&path, '/');
        if (is_dir || fits)
            add(adding, path.data);
    }
    if (entries)
        closedir(entries);
    kp_buf_release(&path);
}

/* What stands behind a command. */
static void complete_argument(struct screen *screen, struct kp_str before, struct kp_str word,
                              void (*add)(void *adding, const char *candidate), void *adding)
{
    struct kp_str rest = before, command = kp_str_split(&rest, ' ');
    if (kp_str_is(command, "/import"))
        complete_file(word, add, adding);
    else if (kp_str_is(command, "/who") || kp_str_ends(before, KP_STR("@")))
        complete_people(screen, word, add, adding);
    else if (kp_str_is(command, "/show") || kp_str_is(command, "/history"))
        complete_field(screen, word, add, adding);
}

/* "Lars Bo: " of those who are here now, where a line begins with a name. */
static void complete_giver(struct screen *screen, struct kp_str word,
                           void (*add)(void *adding, const char *candidate), void *adding)
{
    const struct kp_people *people = screen->style.people;
    const struct kp_person *found[64];
    size_t present, count = word.len ? kp_people_match(people, word, found, 64) : 0;
    const struct kp_attendee *all = kp_session_people(screen->sitting->session, &present);
    for (size_t k = 0; k < present; k++) {
        bool fits = all[k].here && !word.len;
        for (size_t i = 0; all[k].here && i < count && i < 64; i++)
            fits = fits || kp_str_equal(found[i]->id, all[k].person);
        struct kp_buf name = KP_BUF_INIT;
        kp_buf_addf(&name, "%.*s: ", KP_STR_ARG(kp_people_name(people, all[k].person)));
        if (fits)
            add(adding, name.data);
        kp_buf_release(&name);
    }
}

void screen_complete(struct screen *screen, const struct kp_question *question,
                     struct kp_str before, struct kp_str word,
                     void (*add)(void *adding, const char *candidate), void *adding)
{
    const struct kp_field *field = question->column ? question->column : question->field;
    struct kp_arena arena = KP_ARENA_INIT;
    if (kp_str_starts(before, KP_STR("/"))) {
        complete_argument(screen, before, word, add, adding);
        return;
    }
    if (!before.len && kp_str_starts(word, KP_STR("/"))) {
        complete_command(word, add, adding);
        return;
    }
    if (question->ask == KP_ASK_IDEAS || question->ask == KP_ASK_DISSENT || question->hidden) {
        complete_giver(screen, word, add, adding);
        return;
    }
    if (!field || !field->type)
        return;
    if (field->type->kind == KP_TYPE_PERSON || field->type->kind == KP_TYPE_PEOPLE)
        complete_people(screen, word, add, adding);
    struct kp_str folded = kp_utf8_fold(&arena, word);
    for (size_t i = 0; i < field->choice_count; i++) {
        struct kp_str label = kp_words_get(&field->choices[i].label, screen->style.lang);
        if (kp_str_starts(kp_utf8_fold(&arena, label), folded))
            add(adding, label.data);
    }
    kp_arena_release(&arena);
}
