// SPDX-License-Identifier: GPL-3.0-or-later
/* What our own keys do on the line. */

#include "console_internal.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#define PASTE_END "\033[201~"

static rl_command_func_t *usual_up, *usual_down; /* what the arrows do on a line without breaks */

static void insert(struct kp_str text)
{
    char *copy = kp_strndup(text.data ? text.data : "", text.len);
    rl_begin_undo_group();
    rl_insert_text(copy);
    rl_end_undo_group();
    free(copy);
}

/* --- Pasted text ------------------------------------------------------------------------ */

/* A line break in any system's form, from *pos on. */
static bool skip_break(struct kp_str text, size_t *pos)
{
    if (text.data[*pos] == '\r' && *pos + 1 < text.len && text.data[*pos + 1] == '\n')
        *pos += 2;
    else if (text.data[*pos] == '\r' || text.data[*pos] == '\n')
        *pos += 1;
    else
        return false;
    return true;
}

/* One answer, whatever breaks it has; where it is to be one line, those become spaces. */
static void insert_pasted(struct kp_str text, bool several_lines)
{
    struct kp_buf valid = KP_BUF_INIT, clean = KP_BUF_INIT;
    console_add_valid(&valid, text);
    text = kp_buf_str(&valid);
    for (size_t i = 0; i < text.len;) {
        if (skip_break(text, &i)) {
            while (!several_lines && i < text.len && skip_break(text, &i))
                continue;
            if (several_lines)
                kp_buf_addc(&clean, '\n');
            else if (i < text.len && clean.len)
                kp_buf_addc(&clean, ' ');
        } else if (text.data[i] == '\0') {
            kp_utf8_add(&clean, 0xFFFD); /* readline's line cannot hold it */
            i++;
        } else {
            kp_buf_addc(&clean, text.data[i++]);
        }
    }
    insert(kp_buf_str(&clean));
    kp_buf_release(&valid);
    kp_buf_release(&clean);
}

void console_keys_end_paste(struct console *console)
{
    if (!console->pasting)
        return;
    insert_pasted(kp_buf_str(&console->pasted), console->asked->several_lines);
    kp_buf_release(&console->pasted);
    console->pasting = false;
}

/* The first bytes of the closing bracket may come alone: they wait in `pasted` as well. */
void console_keys_paste(struct console *console)
{
    struct kp_buf *pasted = &console->pasted;
    struct kp_str end = KP_STR(PASTE_END);
    size_t from = pasted->len > end.len ? pasted->len - end.len : 0;
    size_t before = pasted->len;
    kp_buf_add(pasted, kp_str_slice(kp_buf_str(&console->input), console->taken, SIZE_MAX));
    size_t found = kp_str_find_str(kp_str_slice(kp_buf_str(pasted), from, pasted->len), end);
    if (from + found >= pasted->len) {
        console->taken = console->input.len;
        return;
    }
    console->taken += from + found + end.len - before;
    kp_buf_truncate(pasted, from + found);
    console_keys_end_paste(console);
    rl_redisplay_function();
}

static int begin_paste(int count, int key)
{
    (void)count, (void)key;
    console_current->pasting = true;
    return 0;
}

/* --- Completion ------------------------------------------------------------------------- */

struct candidates {
    char **items;
    size_t count, cap;
};

static void add_candidate(void *adding, const char *candidate)
{
    struct candidates *all = adding;
    all->items = kp_grow(all->items, all->count, &all->cap, sizeof *all->items);
    all->items[all->count++] = kp_strndup(candidate, strlen(candidate));
}

/* Bytes that all candidates begin with, whole characters only. */
static size_t common_length(const struct candidates *all)
{
    size_t len = strlen(all->items[0]);
    for (size_t i = 1; i < all->count; i++) {
        size_t same = 0;
        while (same < len && all->items[i][same] == all->items[0][same])
            same++;
        len = same;
    }
    while (len && ((unsigned char)all->items[0][len] & 0xC0) == 0x80)
        len--;
    return len;
}

/* In columns, as many as fit on the screen above the line. */
static void list_candidates(struct console *console, struct candidates *all)
{
    struct kp_buf text = KP_BUF_INIT;
    size_t widest = 1;
    int rows, columns;
    rl_get_screen_size(&rows, &columns);
    for (size_t i = 0; i < all->count; i++) {
        struct kp_buf shown = KP_BUF_INIT;
        kp_utf8_add_visible(&shown, kp_str_from(all->items[i]), false);
        free(all->items[i]);
        all->items[i] = kp_buf_detach(&shown);
        size_t width = kp_utf8_width(kp_str_from(all->items[i]));
        widest = width > widest ? width : widest;
    }
    size_t across = (size_t)columns > widest + 2 ? (size_t)columns / (widest + 2) : 1;
    size_t most = across * (rows > 4 ? (size_t)rows - 3 : 1);
    for (size_t i = 0; i < all->count && i < most; i++) {
        kp_utf8_add_cell(&text, kp_str_from(all->items[i]), widest, false);
        kp_buf_adds(&text, (i + 1) % across && i + 1 < all->count ? "  " : "\n");
    }
    if (all->count > most)
        kp_buf_addf(&text, _("… and %zu more"), all->count - most);
    console_write(console, kp_buf_str(&text));
    kp_buf_release(&text);
}

/* Where the word before the cursor begins: see console.h. */
static size_t word_start(void)
{
    bool command = rl_line_buffer[0] == '/';
    size_t start = (size_t)rl_point, first = 0;
    while (command && first < start && rl_line_buffer[first] != ' ')
        first++;
    while (start > first && !strchr(command ? ",\n@" : ",\n", rl_line_buffer[start - 1]))
        start--;
    if (command && first == (size_t)rl_point)
        start = 0; /* it is the command itself */
    while (start < (size_t)rl_point && rl_line_buffer[start] == ' ')
        start++;
    return start;
}

static void complete(struct console *console)
{
    const struct console_prompt *asked = console->asked;
    struct candidates all = {0};
    size_t start = word_start();
    struct kp_str before = {rl_line_buffer, start};
    struct kp_str word = {rl_line_buffer + start, (size_t)rl_point - start};
    if (asked->complete)
        asked->complete(asked->context, before, word, add_candidate, &all);
    size_t common = all.count ? common_length(&all) : 0;
    if (all.count && (common > word.len || all.count == 1)) {
        rl_begin_undo_group();
        rl_delete_text((int)start, rl_point);
        rl_point = (int)start;
        insert((struct kp_str){all.items[0], common});
        rl_end_undo_group();
    } else if (all.count) {
        list_candidates(console, &all);
    } else {
        rl_ding();
    }
    for (size_t i = 0; i < all.count; i++)
        free(all.items[i]);
    free(all.items);
}

static int tab(int count, int key)
{
    struct console *console = console_current;
    (void)count, (void)key;
    if (rl_end == 0 && console->asked->present.len)
        insert(console->asked->present);
    else
        complete(console);
    return 0;
}

/* --- Other keys ------------------------------------------------------------------------- */

static int back(int count, int key)
{
    (void)count, (void)key;
    console_readline_finish(console_current, CONSOLE_BACK);
    return 0;
}

static int enter(int count, int key)
{
    struct console *console = console_current;
    const struct console_prompt *asked = console->asked;
    struct kp_str line = {rl_line_buffer, (size_t)rl_end};
    bool listed = asked->wipe && line.len && line.data[0] != '/';
    if (!listed && !(asked->hidden && line.len) && !(asked->is_private && asked->is_private(line)))
        return rl_newline(count, key);
    console->wiped = true;
    console_readline_finish(console, CONSOLE_LINE);
    return 0;
}

static int new_line(int count, int key)
{
    (void)count, (void)key;
    if (console_current->asked->several_lines)
        insert(KP_STR("\n"));
    else
        rl_ding();
    return 0;
}

static int editor(int count, int key)
{
    (void)count, (void)key;
    if (console_current->asked->hidden) /* an editor would show it */
        rl_ding();
    else
        console_current->editor_wanted = true; /* when readline has returned */
    return 0;
}

/*
 * Keys without a meaning (F5, Page Up) send sequences: take the whole of one. readline alone would type
 * its end.
 */
static int skip_sequence(int count, int key)
{
    (void)count, (void)key;
    int byte = rl_read_key();
    if (byte == '[') /* function keys of the Linux console: ESC [ [ A */
        byte = rl_read_key();
    while (byte != EOF && (byte < '@' || byte > '~'))
        byte = rl_read_key();
    return 0;
}

static int line_begin(int at)
{
    while (at && rl_line_buffer[at - 1] != '\n')
        at--;
    return at;
}

static int line_end(int at)
{
    while (at < rl_end && rl_line_buffer[at] != '\n')
        at++;
    return at;
}

/* To the same column of the line that begins at `begin`. */
static void move_to_line(int begin, size_t column)
{
    struct kp_str line = {rl_line_buffer + begin, (size_t)(line_end(begin) - begin)};
    rl_point = begin + (int)kp_utf8_fit(line, column).len;
}

static size_t column_of(int at)
{
    int begin = line_begin(at);
    return kp_utf8_width((struct kp_str){rl_line_buffer + begin, (size_t)(at - begin)});
}

static int up(int count, int key)
{
    int begin = line_begin(rl_point);
    if (begin == 0)
        return usual_up ? usual_up(count, key) : 0;
    move_to_line(line_begin(begin - 1), column_of(rl_point));
    return 0;
}

static int down(int count, int key)
{
    int end = line_end(rl_point);
    if (end == rl_end)
        return usual_down ? usual_down(count, key) : 0;
    move_to_line(end + 1, column_of(rl_point));
    return 0;
}

void console_keys_bind(void)
{
    static const struct {
        const char *keys;
        rl_command_func_t *function;
    } bindings[] = {
        {"\t", tab},
        {"\\C-m", enter},
        {"\\C-j", enter},
        {"\\e[", skip_sequence},
        {"\\eO", skip_sequence},
        {"\\e[Z", back},
        {"\\e\\C-m", new_line},
        {"\\e\\C-j", new_line},
        {"\\C-x\\C-e", editor},
        {"\\e[200~", begin_paste},
        {"\\e[A", up},
        {"\\eOA", up},
        {"\\e[B", down},
        {"\\eOB", down},
    };
    rl_command_func_t *was_up = rl_function_of_keyseq("\033[A", NULL, NULL);
    rl_command_func_t *was_down = rl_function_of_keyseq("\033[B", NULL, NULL);
    if (was_up != up) {
        usual_up = was_up;
        usual_down = was_down;
    }
    Keymap maps[] = {rl_get_keymap_by_name("emacs-standard"), rl_get_keymap_by_name("vi-insert")};
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++) {
        if (!maps[m])
            continue;
        rl_bind_keyseq_if_unbound_in_map("\\e[1~", rl_beg_of_line, maps[m]); /* Home in tmux */
        rl_bind_keyseq_if_unbound_in_map("\\e[4~", rl_end_of_line, maps[m]);
        for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
            rl_bind_keyseq_in_map(bindings[i].keys, bindings[i].function, maps[m]);
    }
}
