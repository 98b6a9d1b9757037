// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_RANDOM_ROOM_H
#define TESTS_RANDOM_ROOM_H

/* A room that types: mostly what fits the question, often a command, and now and then nonsense. */

#include "session_fixture.h"

enum { FEEDS = 80 };

struct room {
    struct session_fixture *f;
    uint64_t seed;
    const char *said[FEEDS]; /* what had been typed, for the message of a failure */
    size_t said_count;
};

/* A number below that. */
size_t room_any(struct room *room, size_t below);

/* The next line; it lives as long as the program. */
const char *room_next_line(struct room *room);

#endif
