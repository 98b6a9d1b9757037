// SPDX-License-Identifier: GPL-3.0-or-later
#include "random_room.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

size_t room_any(struct room *room, size_t below)
{
    room->seed ^= room->seed << 13;
    room->seed ^= room->seed >> 7;
    room->seed ^= room->seed << 17;
    return (size_t)(room->seed >> 11) % below;
}

#define ONE_OF(room, words) words[room_any(room, COUNT(words))]

static const char *const by_kind[][5] = {
    [KP_TYPE_TEXT] = {"Kølekæden", "Grow in Växjö", "//etc", "x", "  two  words "},
    [KP_TYPE_NOTE] = {"One\nTwo\n\nThree", "# Heading", "short", "\ttab", "–"},
    [KP_TYPE_LIST] = {"first item", "+ second", "a\nb\nc", "-1", "1"},
    [KP_TYPE_NUMBER] = {"12", "1.250,5", "3,5", "-4", "0"},
    [KP_TYPE_MONEY] = {"1,8 mio", "250.000", "DKK 5 000", "1,25 mn", "99,95"},
    [KP_TYPE_PERCENT] = {"40 %", "12,5", "0", "100%", "55"},
    [KP_TYPE_DATE] = {"14/9", "om 2 uger", "in 3 weeks", "2026-06-30", "1. maj"},
    [KP_TYPE_YESNO] = {"ja", "nej", "yes", "no", "y"},
    [KP_TYPE_CHOICE] = {"1", "2", "3", "win", "open"},
    [KP_TYPE_CHOICES] = {"1, 2", "1", "2, 3", "1, 1", "3"},
    [KP_TYPE_SCALE] = {"1", "2", "3", "-1", "0"},
    [KP_TYPE_PERSON] = {"Lars Bo", "Mette", "Nina Ny", "Åsa Öberg", "Per Dahl"},
    [KP_TYPE_PEOPLE] = {"Lars Bo, Mette Holm", "Nina Ny", "Mette", "Ole Otto, Lars", "Per Dahl"},
    [KP_TYPE_POSITION] = {"1, 2", "3 3", "5,5", "2/2", "4, 1"},
    [KP_TYPE_TABLE] = {"Service contract", "+", "1", "-1", "2"},
};

/* What is typed in an activity. */
static const char *const by_activity[][12] = {
    [KP_ASK_WRITE] = {"", "", "", "early", "", "", "", "", "", "", "", ""},
    [KP_ASK_IDEAS] = {"Lars: Kurser til nattevagten", "Sensors on the store",
                      "one\ntwo\nMette: three", "2", "-1", "/merge 1 2",
                      "/merge 3 1 2 as All of it", "/split 1 a / b; c", "/split 2",
                      "/group 1 2 3 as Service", "/ungroup A", "/edit 2 Lars: anew"},
    [KP_ASK_IDEA] = {"reworded", "", "/back", "Lars: mine", "/undo", "1", "", "x", "y", "z", "",
                     "-"},
    [KP_ASK_VOTE] = {"1 1 2", "Mette: 1", "lars: 2 A", "0", "/reveal", "/recount", "1 2 3 4 5", "9",
                     "A A", "", "/skip", "1 1 1"},
    [KP_ASK_PROMOTE] = {"", "1 2", "0", "1", "A", "2 3 4", "9", "", "1 1", "-", "/skip", "3"},
    [KP_ASK_RATE] = {"1 2", "1", "Mette: 2, Lars: 1", "2", "-", "/reveal", "/recount", "/named", "",
                     "9 9", "1 2 3", "/skip"},
    [KP_ASK_EVIDENCE] = {"Two sites", "", "a\nb", "", "/back", "/undo", "x", "", "", "", "", ""},
    [KP_ASK_DISSENT] = {"Lars: no", "no", "", "", "/back", "/undo", "", "", "", "", "", ""},
};

static const char *const hostile[] = {
    "\x1b[31mred",
    "\u202eabc",
    "{\"e\":\"undo\"}",
    "\"",
    "\\",
    "🎉👩‍👩‍👧",
    "e\u0301",
    "//",
    "/",
    "+",
    "-",
    "1e999",
    "31/2",
    "999999999999999999999999999999",
    "\u2028",
    "a|b,c;d",
    "%s%n",
    "'; DROP",
    "r-8w2m4c",
    "\x7f",
    "+ +",
    "- 1",
    "9999",
    "--",
    "<b>",
    "null",
    "[]",
    "0x10",
    "NaN",
    "-0",
    ".",
    ",",
};

static const char *const commands[] = {
    "/back",
    "/back",
    "/skip",
    "/keep",
    "/drop",
    "/drop",
    "/goto 1",
    "/goto 2.1",
    "/goto 3.2",
    "/goto 5",
    "/review",
    "/show",
    "/time +5",
    "/here Nina Ny",
    "/here Mette, Lars",
    "/guest Karin Kunde",
    "/late Lars 9:30",
    "/gone Mette",
    "/gone Karin Kunde",
    "/role Lars sponsor",
    "/next",
    "/goto",
    "/extend more",
    "/extend 1 2 3",
    "/extend stop",
    "/break 10",
    "/away",
    "/start 9:00",
    "/usual",
    "/bell",
    "/agenda",
    "/action Ring",
    "/action Ring @Lars",
    "/time -3",
    "/pause",
    "/park Later: ærlighed",
    "/note private",
    "/note! kept",
    "/decision We \"do\" it",
    "/who Lars Bo",
    "/who Nina Ny, Mette",
    "/fact",
    "/assumed",
    "/customer",
    "/action Call @Lars 14/9",
    "/action Ring @Nina Ny om 2 uger",
    "/close",
    "/help",
    "/nonsense",
    "/undo",
};

/* Open rows from earlier; what is asked outside the script's steps. */
static const char *const by_room[][12] = {
    {"1 It went well", "2 14/9", "2", "3 Nobody wants it", "3", "4", "om 2 uger", "", "1", "5 x",
     "1/1 2020", "hello"},
    {"1 @Lars 14/9", "1", "2 Nina Ny", "3", "4", "Lars: fine", "5 4", "14/9", "Lars", "yes",
     "@Lars", "om 2 uger"},
};

static const char *answer_for(struct room *room)
{
    const struct kp_question *question = &room->f->question;
    if (question->ask == KP_ASK_CLOSE)
        return room_any(room, 3) ? "no" : "hm";
    if (question->ask >= KP_ASK_WRITE && question->ask <= KP_ASK_DISSENT)
        return ONE_OF(room, by_activity[question->ask]);
    if (question->ask == KP_ASK_REVIEW)
        return ONE_OF(room, by_room[0]);
    if (!question->field)
        return room_any(room, 3) ? ONE_OF(room, by_room[1]) : room_any(room, 5) ? "" : "hello";
    const struct kp_field *field = question->column ? question->column : question->field;
    return ONE_OF(room, by_kind[field->type->kind]);
}

const char *room_next_line(struct room *room)
{
    static char endless[70001]; /* longer than any text may be */
    switch (room_any(room, 20)) {
    case 0:
    case 1: return ONE_OF(room, hostile);
    case 2:
    case 3:
    case 4:
    case 5: return ONE_OF(room, commands);
    case 6:
    case 7:
    case 8: return "";
    case 9:
        if (room_any(room, 10))
            return "";
        memset(endless, 'a', sizeof endless - 1);
        return endless;
    default: return answer_for(room);
    }
}
