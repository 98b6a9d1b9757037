// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_EXPR_INTERNAL_H
#define KP_MODEL_EXPR_INTERNAL_H

/*
 * What the files expr_*.c share, and nobody else includes. An expression passes through
 * them in this order: expr_lex (characters to tokens), expr_parse (tokens to a tree of
 * nodes), expr_name (names to fields, columns, variables), expr_check and expr_call
 * (types), expr_eval with expr_list and expr_text (values), expr_pattern (for matches).
 */

#include "base/buf.h"
#include "model/expr.h"
#include "model/type.h"

enum {
    EXPR_MAX_SOURCE = 64 * 1024,
    EXPR_MAX_NESTING = 64,       /* brackets, calls and operators within each other */
    EXPR_MAX_DEPTH = 256,        /* of the tree: also a + b + c + … makes it deeper */
    EXPR_MAX_FAULTS = 20,        /* that are reported of one expression */
    EXPR_MAX_STEPS = 1000000,    /* of one evaluation */
    EXPR_BYTES_PER_STEP = 16,    /* so that copying text costs, too */
    EXPR_MAX_TEXT = 1024 * 1024, /* bytes of a result */
    EXPR_MAX_ITEMS = 100000,     /* of a result */
};

/* What is known of a value before it is evaluated. */
struct expr_type {
    enum kp_expr_kind kind;
    const struct expr_type *element; /* LIST: never NULL */
    const struct kp_field
        *of; /* ROW: its table or list field. TEXT: a field with choices, or NULL */
};

enum expr_token_kind {
    TOKEN_END,
    TOKEN_BROKEN, /* its fault is reported */
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_NAME,
    TOKEN_OPEN,    /* ( */
    TOKEN_CLOSE,   /* ) */
    TOKEN_BRACKET, /* [ */
    TOKEN_BRACKET_END,
    TOKEN_COMMA,
    TOKEN_DOT,
    TOKEN_QUESTION,
    TOKEN_COLON,
    TOKEN_NOT,
    TOKEN_OR,
    TOKEN_AND,
    TOKEN_EQUAL,
    TOKEN_UNEQUAL,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,
    TOKEN_IN,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_TIMES,
    TOKEN_DIVIDE,
    TOKEN_REMAINDER,
};

struct expr_token {
    enum expr_token_kind kind;
    size_t offset;               /* in the source */
    struct kp_str text;          /* as written */
    const struct kp_json *value; /* of a NUMBER or TEXT */
};

enum expr_node_kind {
    NODE_LITERAL,
    NODE_LIST,
    NODE_NAME,     /* not resolved; afterwards only the variable in a macro's arguments */
    NODE_FIELD,    /* of the plan */
    NODE_COLUMN,   /* of the row that the expression stands in */
    NODE_VARIABLE, /* of a macro */
    NODE_SELECT,   /* args[0].name */
    NODE_INDEX,    /* args[0][args[1]] */
    NODE_UNARY,
    NODE_BINARY,
    NODE_CHOOSE, /* args[0] ? args[1] : args[2] */
    NODE_CALL,   /* a method's args[0] is what stands before the dot */
};

struct expr_node {
    enum expr_node_kind kind;
    enum expr_token_kind op; /* UNARY, BINARY */
    size_t offset;           /* of its own token, such as the operator, where a fault is reported */
    size_t start;            /* of the first token below it */
    size_t depth;            /* of the tree below, 1 for a leaf */
    struct kp_str name;      /* NAME, SELECT, CALL */
    const struct kp_json *value; /* LITERAL */
    struct expr_node **args;
    size_t count;
    bool method;                          /* CALL: x.f() rather than f(x) */
    bool previous;                        /* FIELD: in the cycle before */
    const struct kp_field *field;         /* FIELD, COLUMN */
    size_t slot;                          /* VARIABLE, and a macro's variable NAME */
    const struct expr_function *function; /* CALL */
    const struct expr_type *type;         /* set by the check */
    bool checked;
};

struct kp_expr {
    struct kp_str source;
    const struct expr_node *root;
};

/* A macro's variable, while its body is checked. */
struct expr_variable {
    struct kp_str name;
    const struct expr_type *type;
    const struct expr_variable *outer;
    size_t slot;
};

/* One compilation. */
struct expr_compiler {
    struct kp_arena *arena;
    struct kp_str source;
    const struct kp_expr_scope *scope;
    struct kp_place place;
    struct kp_faults *faults;
    size_t position;         /* of the lexer */
    struct expr_token token; /* the next one */
    size_t nesting;
    size_t reported; /* faults so far */
    const struct expr_variable *variables;
};

/* One evaluation. */
struct expr_run {
    const struct kp_expr_env *env;
    size_t steps; /* left */
    bool spent;   /* the result is unknown, whatever has come out of it so far */
    const struct kp_json *slots[EXPR_MAX_NESTING];
    struct expr_pattern *patterns; /* compiled ones, for as long as the evaluation lasts */
};

struct expr_function {
    const char *name;
    const char *usage;   /* how it is written, for messages */
    bool global, method; /* f(x), x.f() */
    size_t args;         /* with what stands before the dot */
    const struct expr_type *(*check)(struct expr_compiler *c, struct expr_node *call);
    const struct kp_json *(*eval)(struct expr_run *run, const struct expr_node *call);
};

/* Reports an error at a byte offset of the source; after EXPR_MAX_FAULTS, says no more. */
void kp_expr_fault(struct expr_compiler *c, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* expr_lex.c: reads the next token into c->token; at an error reports it, once, and gives BROKEN.
 */
void kp_expr_lex(struct expr_compiler *c);
/* expr_literal.c: the text or number literal that begins at c->position, and moves behind it. */
bool kp_expr_lex_number(struct expr_compiler *c, struct expr_token *token);
bool kp_expr_lex_text(struct expr_compiler *c, struct expr_token *token);

/* expr_parse.c: the whole source as a tree, or NULL when a fault was reported. */
struct expr_node *kp_expr_parse(struct expr_compiler *c);

/* expr_check.c: sets the type of a node and all below it; ANY after a fault. A second time changes
 * nothing. */
extern const struct expr_type kp_expr_types[]; /* of each kind, a LIST's elements ANY */
const struct expr_type *kp_expr_check(struct expr_compiler *c, struct expr_node *node);
const struct expr_type *kp_expr_list_of(struct expr_compiler *c, const struct expr_type *element);
/* Whether the node can stand where a `wanted` is; false text literals (no date, no choice) are
 * reported. */
bool kp_expr_fits(struct expr_compiler *c, struct expr_node *node, const struct expr_type *wanted);
const char *kp_expr_type_words(const struct expr_type *type); /* "a number", "a list of texts" */

/* expr_name.c */
const struct expr_type *kp_expr_type_of_field(struct expr_compiler *c,
                                              const struct kp_field *field);
const struct expr_type *kp_expr_check_name(struct expr_compiler *c, struct expr_node *node);
const struct expr_type *kp_expr_check_select(struct expr_compiler *c, struct expr_node *node);

/* expr_call.c */
const struct expr_type *kp_expr_check_call(struct expr_compiler *c, struct expr_node *node);

/* expr_eval.c: never NULL. */
extern const struct kp_json kp_expr_true, kp_expr_false;
const struct kp_json *kp_expr_run(struct expr_run *run, const struct expr_node *node);
const struct kp_json *kp_expr_bool(bool value);
const struct kp_json *kp_expr_number(struct expr_run *run, struct kp_number value);
bool kp_expr_spend(struct expr_run *run, size_t steps); /* false when there are none left */
bool kp_expr_is_true(const struct kp_json *value);
bool kp_expr_is_false(const struct kp_json *value);
bool kp_expr_is_number(const struct kp_json *value);
/* A equal to b: true, false, or null for unknown. */
const struct kp_json *kp_expr_equal(struct expr_run *run, const struct kp_json *a,
                                    const struct kp_json *b);
/* Orders two numbers, texts, dates or bools into *order; false when they have none. */
bool kp_expr_order(struct expr_run *run, const struct kp_json *a, const struct kp_json *b,
                   int *order);

/* expr_list.c: the functions of lists, and + and in. */
bool kp_expr_append(struct expr_run *run, struct kp_json *list, const struct kp_json *item);
const struct kp_json *kp_expr_list_join(struct expr_run *run, const struct kp_json *a,
                                        const struct kp_json *b);
const struct kp_json *kp_expr_list_in(struct expr_run *run, const struct kp_json *item,
                                      const struct kp_json *list);
const struct kp_json *kp_expr_run_size(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_exists(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_exists_one(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_all(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_filter(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_map(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_sum(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_min(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_max(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_largest(struct expr_run *run, const struct expr_node *call);

/* expr_text.c: the functions of texts, dates and single values. */
const struct kp_json *kp_expr_text_join(struct expr_run *run, const struct kp_json *a,
                                        const struct kp_json *b);
const struct kp_json *kp_expr_run_contains(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_starts(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_ends(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_matches(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_has(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_prev(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_today(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_days(struct expr_run *run, const struct expr_node *call);
const struct kp_json *kp_expr_run_round(struct expr_run *run, const struct expr_node *call);

/*
 * expr_pattern.c: POSIX extended regular expressions, in UTF-8 whatever the locale. Only what
 * POSIX defines is taken (no \d, no back-references), and only patterns that cannot take
 * long. KP_INVALID with the reason.
 */
enum kp_status kp_expr_pattern_check(struct kp_str pattern, struct kp_err *err);
/* Whether `text` has a match: true, false, or null when the pattern is bad or the work too much. */
const struct kp_json *kp_expr_pattern_match(struct expr_run *run, struct kp_str pattern,
                                            struct kp_str text);
void kp_expr_patterns_release(struct expr_run *run);

#endif
