// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A program that only asks: console_probe FILE [WORD…]. Each answer is a line of FILE, written
 * before the next question: what ended it, and the line with its control characters escaped.
 * Words change how it asks:
 *   plain         lines as they come
 *   several       an answer may have several lines
 *   tick          the prompt is another one each time it is asked for, and coloured
 *   from=N        the first number of those prompts
 *   sway          every other prompt is longer
 *   draft=TEXT    on the first line at the start
 *   present=TEXT  for Tab
 *   above         a line above the prompt's last
 *   brief=TEXT    shown briefly before the first question
 *   count=N       so many questions, unless the session ends before
 *   wide          a prompt of wide characters
 *   say           something, whenever the width changes
 *   exit, hang    instead of the second question
 */

#include "console.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct probe {
    struct console *console;
    bool ticks, above, wide, sways, says;
    int asked, ticked, resized;
};

static void prompt(void *context, struct kp_buf *out)
{
    struct probe *probe = context;
    if (probe->above)
        kp_buf_adds(out, "\033[1mabove\033[0m\n");
    if (probe->resized)
        kp_buf_addf(out, "(%zu) ", console_columns(probe->console));
    if (probe->wide)
        kp_buf_adds(out, "量🙂 ");
    if (probe->ticks)
        kp_buf_addf(out, "\033[3%dm[%d]\033[0m ", 1 + probe->ticked % 6, probe->ticked);
    if (probe->sways)
        kp_buf_adds(out, probe->ticked % 2 ? "\033[1mlonger\033[0m " : "");
    probe->ticked++;
    kp_buf_addf(out, "q%d> ", probe->asked);
}

static void complete(void *context, struct kp_str before, struct kp_str word,
                     void (*add)(void *adding, const char *candidate), void *adding)
{
    static const char *const known[] = {"Mette Holm", "Mette Skov", "Lars Bo",
                                        "Åse Ørsted", "/history",   "/help"};
    (void)context, (void)before;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (kp_str_starts(kp_str_from(known[i]), word))
            add(adding, known[i]);
}

static void resized(void *context)
{
    struct probe *probe = context;
    probe->resized++;
    if (probe->says)
        console_write(probe->console, KP_STR("another width\n"));
}

/* The program is busy elsewhere and looks at no signal. */
static void hang(void)
{
    sigset_t interrupt, none;
    sigemptyset(&none);
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, NULL);
    for (int signals = 0;; signals++) {
        fprintf(stderr, "hanging %d\n", signals);
        sigsuspend(&none);
    }
}

static void record(FILE *file, enum console_end end, const struct kp_buf *line)
{
    static const char *const names[] = {"line", "back", "interrupt", "end", "stop"};
    fprintf(file, "%s|", names[end]);
    for (size_t i = 0; i < line->len; i++) {
        unsigned char byte = (unsigned char)line->data[i];
        if (byte < ' ' || byte == '\\' || byte == 0x7F)
            fprintf(file, "\\x%02x", byte);
        else
            fputc(byte, file);
    }
    fputs("|\n", file);
    fflush(file);
}

static struct kp_str value(const char *word, const char *name)
{
    size_t len = strlen(name);
    return strncmp(word, name, len) == 0 && word[len] == '=' ? kp_str_from(word + len + 1)
                                                             : (struct kp_str){NULL, 0};
}

int main(int argc, char **argv)
{
    struct probe probe = {0};
    struct console_prompt question = {
        .context = &probe, .prompt = prompt, .complete = complete, .resized = resized};
    struct kp_buf line = KP_BUF_INIT;
    struct kp_str brief = {NULL, 0};
    enum console_end end = CONSOLE_LINE;
    bool plain = false, exits = false, hangs = false;
    long count = 1000000;
    FILE *file = argc > 1 ? fopen(argv[1], "w") : NULL;
    if (!file)
        return 2;
    setlocale(LC_ALL, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    for (int i = 2; i < argc; i++) {
        plain = plain || strcmp(argv[i], "plain") == 0;
        question.several_lines = question.several_lines || strcmp(argv[i], "several") == 0;
        probe.ticks = probe.ticks || strcmp(argv[i], "tick") == 0;
        probe.above = probe.above || strcmp(argv[i], "above") == 0;
        probe.wide = probe.wide || strcmp(argv[i], "wide") == 0;
        probe.sways = probe.sways || strcmp(argv[i], "sway") == 0;
        probe.says = probe.says || strcmp(argv[i], "say") == 0;
        exits = exits || strcmp(argv[i], "exit") == 0;
        hangs = hangs || strcmp(argv[i], "hang") == 0;
        if (value(argv[i], "from").len)
            probe.ticked = (int)strtol(value(argv[i], "from").data, NULL, 10);
        if (value(argv[i], "draft").len)
            question.draft = value(argv[i], "draft");
        if (value(argv[i], "present").len)
            question.present = value(argv[i], "present");
        if (value(argv[i], "brief").len)
            brief = value(argv[i], "brief");
        if (value(argv[i], "count").len)
            count = strtol(value(argv[i], "count").data, NULL, 10);
    }
    probe.console = console_open(plain);
    console_write(probe.console, KP_STR("ready\n"));
    if (brief.len)
        console_show_briefly(probe.console, brief);
    while (probe.asked < count && end != CONSOLE_STOP && end != CONSOLE_END) {
        end = console_read(probe.console, &question, &line);
        record(file, end, &line);
        question.draft = (struct kp_str){NULL, 0};
        probe.asked++;
        if (exits)
            exit(5);
        if (hangs)
            hang();
    }
    console_close(probe.console);
    kp_buf_release(&line);
    fclose(file);
    fputs("bye\n", stderr);
    return end == CONSOLE_STOP ? 3 : 0;
}
