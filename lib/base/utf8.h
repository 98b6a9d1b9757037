// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_UTF8_H
#define KP_BASE_UTF8_H

/* UTF-8 text: validity, width on a terminal, graphemes, folding. Unicode data is utf8proc's. */

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether `s` is valid UTF-8 (no surrogates, no overlong forms); else *bad (may be NULL) is the
 * byte offset. */
bool kp_utf8_valid(struct kp_str s, size_t *bad);

/* The code point at byte *pos, which moves behind it; U+FFFD for a broken byte (moves by 1). */
int32_t kp_utf8_next(struct kp_str s, size_t *pos);

/* Appends one code point. */
void kp_utf8_add(struct kp_buf *buf, int32_t code);

/* The byte offset behind the grapheme cluster that begins at `pos`. */
size_t kp_utf8_grapheme_end(struct kp_str s, size_t pos);

/* Whether it is white space: spaces, line breaks and tabs of all kinds. */
bool kp_utf8_is_space(int32_t code);

/*
 * What a text is made of, for comparing: white space, words (letters and digits, with what stands
 * inside them: "don't", "1.250,50"; one by one where a script has no spaces between words), signs.
 */
enum kp_utf8_part { KP_UTF8_SPACE, KP_UTF8_WORD, KP_UTF8_SIGN };

/*
 * The part at *pos, which moves behind it: all white space there, one word, or one sign. Never ends
 * within a grapheme cluster when it does not begin in one.
 */
enum kp_utf8_part kp_utf8_next_part(struct kp_str s, size_t *pos);

/*
 * Columns on a terminal: wide characters and emoji 2 (an emoji of several code points too),
 * combining marks 0, controls 0.
 */
size_t kp_utf8_width(struct kp_str s);

/* The columns of the grapheme cluster at *pos (inside `s`), which moves behind it. */
size_t kp_utf8_next_width(struct kp_str s, size_t *pos);

/* The longest beginning of `s` that fits `columns`, cut between graphemes. */
struct kp_str kp_utf8_fit(struct kp_str s, size_t columns);

/* Appends `s` cut to `columns` with "…" (or "~" when `ascii`) where it was cut, else padded with
 * spaces on the right. */
void kp_utf8_add_cell(struct kp_buf *buf, struct kp_str s, size_t columns, bool ascii);

/*
 * Appends `s` safe for a terminal: control characters (C0 but newline and tab, C1, DEL),
 * bidirectional overrides and isolates, zero-width joiners outside emoji, and other
 * invisible format characters are shown as <U+XXXX>, never sent; a broken byte as U+FFFD.
 * `newlines` false: each run of newlines and tabs becomes a space. The return of CR LF is dropped.
 */
void kp_utf8_add_visible(struct kp_buf *buf, struct kp_str s, bool newlines);

/* Whether that is `s` as it is. */
bool kp_utf8_is_visible(struct kp_str s, bool newlines);

/* Appends `s` as a message quotes what somebody wrote: visible, on one line, at most 40 columns. */
void kp_utf8_add_quote(struct kp_buf *buf, struct kp_str s);

/* Whether `s` has characters that kp_utf8_add_visible would show as <U+XXXX>. */
bool kp_utf8_has_hidden(struct kp_str s);

/* `s` in Unicode normal form C, so that the same text always has the same bytes. */
struct kp_str kp_utf8_nfc(struct kp_arena *arena, struct kp_str s);

/* `s` folded for comparing what people type: NFKC case folding, white space runs as one space,
 * trimmed. */
struct kp_str kp_utf8_fold(struct kp_arena *arena, struct kp_str s);

/* The same without the marks on letters: "Ekström" and "ekstrom" are alike. */
struct kp_str kp_utf8_bare(struct kp_arena *arena, struct kp_str s);

/*
 * Appends `s` broken into lines of at most `columns`, at spaces where possible, and at the
 * newlines it has; every line but the first begins with `indent` (its width counts). A
 * longer word is cut between graphemes. No newline at the end.
 */
void kp_utf8_add_wrapped(struct kp_buf *buf, struct kp_str s, size_t columns, const char *indent);

#endif
