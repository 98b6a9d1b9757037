// SPDX-License-Identifier: GPL-3.0-or-later
/* Patterns of matches(): <regex.h>, fenced in. */
#include "base/alloc.h"
#include "base/text.h"
#include "model/expr_internal.h"

#include <locale.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_PATTERN = 1024,       /* bytes */
    MAX_GROUPS = 32,          /* within each other */
    MAX_STATES = 512,         /* of the automaton, about: {n} multiplies */
    MAX_TEXT = 64 * 1024,     /* bytes that are searched */
    STATES_PER_STEP = 4,      /* states × bytes of a search, as steps: then all ends in seconds */
    STEPS_PER_PATTERN = 1000, /* so that patterns made up in a loop cost */
};

struct expr_pattern {
    struct kp_str source;
    size_t states;
    bool broken;
    regex_t regex;
    locale_t utf8;
    struct expr_pattern *next;
};

/* Reading a pattern to see how large its automaton becomes. */
struct measure {
    struct kp_str rest;
    size_t total[MAX_GROUPS + 1]; /* of each open group */
    size_t last; /* of the atom before, which may be repeated; 0: nothing stands there */
    size_t depth;
};

static enum kp_status too_large(struct kp_err *err)
{
    return kp_err_set(err, KP_INVALID,
                      _("this pattern is too large; make it shorter or repeat less"));
}

/* Behind the bracket expression that begins at the start of `s`; s.len + 1 when it has no end. */
static size_t bracket_end(struct kp_str s)
{
    size_t at = 1;
    if (at < s.len && s.data[at] == '^')
        at++;
    if (at < s.len && s.data[at] == ']')
        at++;
    while (at < s.len && s.data[at] != ']') {
        char class = s.data[at] == '[' && at + 1 < s.len ? s.data[at + 1] : '\0';
        if (class == ':' || class == '.' || class == '=') {
            const char end[] = {class, ']'};
            size_t found =
                kp_str_find_str(kp_str_slice(s, at + 2, s.len), (struct kp_str){end, sizeof end});
            at += 2 + found + 1;
        }
        at++;
    }
    return at + 1;
}

/* Reads digits at the start of *s; 0 where there are none, at most 1000. */
static size_t read_count(struct kp_str *s)
{
    size_t count = 0;
    while (s->len && s->data[0] >= '0' && s->data[0] <= '9') {
        count = count * 10 + (size_t)(s->data[0] - '0');
        if (count > 1000)
            count = 1000;
        *s = kp_str_slice(*s, 1, s->len);
    }
    return count;
}

static enum kp_status add_atom(struct measure *m, size_t bytes, size_t states, struct kp_err *err)
{
    m->rest = kp_str_slice(m->rest, bytes, m->rest.len);
    m->last = states;
    m->total[m->depth] += states;
    return m->total[m->depth] > MAX_STATES ? too_large(err) : KP_OK;
}

/* Anchors and |: behind them, nothing can be repeated. */
static enum kp_status add_mark(struct measure *m, struct kp_err *err)
{
    enum kp_status status = add_atom(m, 1, 1, err);
    m->last = 0;
    return status;
}

/* * + ? {m} {m,} {m,n}: the atom before stands there up to so many times. */
static enum kp_status add_repeat(struct measure *m, struct kp_err *err)
{
    struct kp_str rest = kp_str_slice(m->rest, 1, m->rest.len);
    size_t most = 1; /* a* and a? are one a with ways around it, a+ is aa* */
    if (m->last == 0)
        return kp_err_set(err, KP_INVALID,
                          _("patterns are POSIX extended: what * + ? and { repeat is missing"));
    if (m->rest.data[0] == '{') {
        size_t least = read_count(&rest);
        bool range = rest.len && rest.data[0] == ',';
        if (range)
            rest = kp_str_slice(rest, 1, rest.len);
        most = range ? read_count(&rest) : 0;
        most = most > least ? most : least + 1;
        rest = kp_str_slice(rest, 1, rest.len);
    }
    enum kp_status status = add_atom(m, m->rest.len - rest.len, m->last * most, err);
    m->last = 0;
    return status;
}

static enum kp_status add_escape(struct measure *m, struct kp_err *err)
{
    char c = m->rest.len > 1 ? m->rest.data[1] : '\0';
    if (m->rest.len > 1 && c != '\0' && strchr(".[]\\()*+?{}|^$/-", c))
        return add_atom(m, 2, 1, err);
    if (c == 'd')
        return kp_err_set(err, KP_INVALID, _("patterns are POSIX extended: write [0-9] for \\d"));
    if (c == 's' || c == 'w')
        return kp_err_set(err, KP_INVALID,
                          _("patterns are POSIX extended: write [[:%s:]] for \\%c"),
                          c == 's' ? "space" : "alnum", c);
    return kp_err_set(
        err, KP_INVALID,
        _("patterns are POSIX extended: \\ stands only before . [ ] \\ ( ) * + ? { } | ^ $"));
}

static enum kp_status open_group(struct measure *m, struct kp_err *err)
{
    if (m->depth == MAX_GROUPS)
        return too_large(err);
    m->total[++m->depth] = 1;
    m->last = 0;
    m->rest = kp_str_slice(m->rest, 1, m->rest.len);
    return KP_OK;
}

static enum kp_status close_group(struct measure *m, struct kp_err *err)
{
    if (m->depth == 0)
        return kp_err_set(err, KP_INVALID,
                          _("patterns are POSIX extended: write \\) for a ) without its ("));
    size_t states = m->total[m->depth--];
    return add_atom(m, 1, states, err);
}

static enum kp_status add_next(struct measure *m, struct kp_err *err)
{
    switch (m->rest.data[0]) {
    case '(': return open_group(m, err);
    case ')': return close_group(m, err);
    case '*':
    case '+':
    case '?':
    case '{': return add_repeat(m, err);
    case '^':
    case '$':
    case '|': return add_mark(m, err);
    case '[': return add_atom(m, bracket_end(m->rest), 1, err);
    case '\\': return add_escape(m, err);
    default: return add_atom(m, 1, 1, err);
    }
}

static enum kp_status measure(struct kp_str pattern, size_t *states, struct kp_err *err)
{
    struct measure m = {.rest = pattern};
    enum kp_status status = pattern.len > MAX_PATTERN ? too_large(err) : KP_OK;
    while (status == KP_OK && m.rest.len)
        status = add_next(&m, err);
    *states = m.total[0] + 1;
    return status;
}

/* A locale with UTF-8, so that the user's locale changes no result; 0 where there is none. */
static locale_t utf8_locale(void)
{
    static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"};
    locale_t found = (locale_t)0;
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++)
        found = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
    return found;
}

static enum kp_status compile(struct expr_pattern *p, struct kp_err *err)
{
    p->broken = true;
    enum kp_status status = measure(p->source, &p->states, err);
    if (status != KP_OK)
        return status;
    char *text = kp_strndup(p->source.data, p->source.len);
    p->utf8 = utf8_locale();
    locale_t before = p->utf8 ? uselocale(p->utf8) : (locale_t)0;
    int code = regcomp(&p->regex, text, REG_EXTENDED | REG_NOSUB);
    if (p->utf8)
        uselocale(before);
    free(text);
    p->broken = code != 0;
    if (code == 0)
        return KP_OK;
    char reason[128];
    regerror(code, &p->regex, reason, sizeof reason);
    return kp_err_set(err, KP_INVALID, _("this pattern is not valid: %s"), reason);
}

static bool match(const struct expr_pattern *p, const char *text)
{
    locale_t before = p->utf8 ? uselocale(p->utf8) : (locale_t)0;
    bool found = regexec(&p->regex, text, 0, NULL, 0) == 0;
    if (p->utf8)
        uselocale(before);
    return found;
}

static void release(struct expr_pattern *p)
{
    if (!p->broken)
        regfree(&p->regex);
    if (p->utf8)
        freelocale(p->utf8);
}

enum kp_status kp_expr_pattern_check(struct kp_str pattern, struct kp_err *err)
{
    struct expr_pattern p = {.source = pattern};
    enum kp_status status = compile(&p, err);
    release(&p);
    return status;
}

/* The compiled pattern, kept for the next row. */
static const struct expr_pattern *find_pattern(struct expr_run *run, struct kp_str source)
{
    for (const struct expr_pattern *p = run->patterns; p; p = p->next)
        if (kp_str_equal(p->source, source))
            return p;
    if (!kp_expr_spend(run, STEPS_PER_PATTERN))
        return NULL;
    struct expr_pattern *p = kp_alloc(sizeof *p);
    p->source = source;
    compile(p, NULL);
    p->next = run->patterns;
    run->patterns = p;
    return p;
}

const struct kp_json *kp_expr_pattern_match(struct expr_run *run, struct kp_str pattern,
                                            struct kp_str text)
{
    const struct expr_pattern *p = find_pattern(run, pattern);
    if (!p || p->broken || text.len > MAX_TEXT ||
        !kp_expr_spend(run, 1 + text.len * p->states / STATES_PER_STEP))
        return &kp_json_null;
    return kp_expr_bool(match(p, text.len ? text.data : ""));
}

void kp_expr_patterns_release(struct expr_run *run)
{
    while (run->patterns) {
        struct expr_pattern *next = run->patterns->next;
        release(run->patterns);
        free(run->patterns);
        run->patterns = next;
    }
}
