// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_SITE_INTERNAL_H
#define KAMPLAN_SITE_INTERNAL_H

/* What the files that make a site share. Not for anybody else. */

#include "diff.h"
#include "site.h"

enum { SITE_KEY = 65 };

/* A file of the site, below its directory: "index.html", "acme/2025H2.html". */
struct site_page {
    struct kp_str path;
    size_t size;
};

/* A folder of pages that are made of the same things: an account's, or "" the overview. */
struct site_folder {
    struct kp_str name;
    char key[SITE_KEY]; /* of what its pages are made of, but for the day */
    char day[16];       /* the newest page is worked out as of */
    struct site_page *pages;
    size_t count, cap;
};

/* What an earlier run wrote, and this one does. */
struct site_list {
    char key[SITE_KEY]; /* of everything, with the day */
    struct site_folder *folders;
    size_t count, cap;
};

struct site {
    struct app *app;
    struct kp_arena arena; /* of the lists: app->arena is emptied in between */
    const char *directory;
    enum kp_visibility audience;
    char day[16];             /* today */
    char common[SITE_KEY];    /* of what every page is made of */
    struct account *accounts; /* with pages; the program first */
    size_t account_count;
    bool has_program; /* there is something to show of it */
    struct site_list old, now;
    struct kp_str *said; /* lines on standard error */
    size_t said_count, said_cap;
    size_t written, same, removed;
    bool damaged; /* something could not be read; the rest is there */
};

/* ---- site.c */

/* What an account's pages are made of: its card, its revisions and its sign-offs. */
void site_folder_key(const struct site *site, const struct account *account,
                     const struct pasts *pasts, char key[SITE_KEY]);

/* ---- site_pages.c: the pages, those that are not as they were */

enum kp_status site_write_account(struct site *site, const struct account *account);
enum kp_status site_write_overview(struct site *site);

/* ---- site_list.c: the list of what was written, in the directory itself */

/* Reads the list of an earlier run; without one the directory must be empty, and gets an empty list. */
enum kp_status site_list_read(struct site *site);
enum kp_status site_list_write(struct site *site);

const struct site_folder *site_list_folder(const struct site_list *list, struct kp_str name);
struct site_folder *site_list_add(struct site *site, struct kp_str name);
void site_list_release(struct site_list *list);

/* A folder as the list has it, and one read from there; of its pages only those with names that pages have. */
struct kp_json *site_folder_json(struct kp_arena *arena, const struct site_folder *folder);
void site_list_take(struct site *site, struct site_list *list, const struct kp_json *item);

/* Whether every page of a folder is there as it was written. */
bool site_folder_stands(struct site *site, const struct site_folder *folder);

/* Takes over what an earlier run wrote. */
void site_folder_keep(struct site *site, struct site_folder *to, const struct site_folder *from);

/* Writes a page unless the very same is there; notes it in the folder. */
enum kp_status site_put(struct site *site, struct site_folder *folder, struct kp_str path,
                        struct kp_str bytes);

/* Removes the pages of an earlier run that this one has not. */
enum kp_status site_clear(struct site *site);

#endif
