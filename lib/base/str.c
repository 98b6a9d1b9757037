// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/str.h"

#include <string.h>

struct kp_str kp_str_from(const char *text)
{
    return (struct kp_str){text, text ? strlen(text) : 0};
}

/* Most texts that are compared differ at once: that is seen before anything is called. */
bool kp_str_equal(struct kp_str a, struct kp_str b)
{
    return a.len == b.len &&
           (a.len == 0 || (*a.data == *b.data && memcmp(a.data, b.data, a.len) == 0));
}

bool kp_str_is(struct kp_str s, const char *text)
{
    if (!text)
        return s.len == 0;
    for (size_t i = 0; i < s.len; i++)
        if (!text[i] || text[i] != s.data[i])
            return false;
    return text[s.len] == '\0';
}

int kp_str_compare(struct kp_str a, struct kp_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool kp_str_starts(struct kp_str s, struct kp_str prefix)
{
    return kp_str_equal(kp_str_slice(s, 0, prefix.len), prefix);
}

bool kp_str_ends(struct kp_str s, struct kp_str suffix)
{
    return s.len >= suffix.len &&
           kp_str_equal(kp_str_slice(s, s.len - suffix.len, suffix.len), suffix);
}

struct kp_str kp_str_slice(struct kp_str s, size_t start, size_t len)
{
    if (start >= s.len)
        return (struct kp_str){s.data ? s.data + s.len : NULL, 0};
    size_t left = s.len - start;
    return (struct kp_str){s.data + start, len < left ? len : left};
}

static size_t leading_space(struct kp_str s)
{
    if (s.len && (s.data[0] == ' ' || (s.data[0] >= '\t' && s.data[0] <= '\r')))
        return 1;
    return kp_str_starts(s, KP_STR("\xc2\xa0")) ? 2 : 0;
}

static size_t trailing_space(struct kp_str s)
{
    if (s.len &&
        (s.data[s.len - 1] == ' ' || (s.data[s.len - 1] >= '\t' && s.data[s.len - 1] <= '\r')))
        return 1;
    return kp_str_ends(s, KP_STR("\xc2\xa0")) ? 2 : 0;
}

struct kp_str kp_str_trim(struct kp_str s)
{
    size_t n;
    while ((n = leading_space(s)))
        s = kp_str_slice(s, n, s.len);
    while ((n = trailing_space(s)))
        s.len -= n;
    return s;
}

size_t kp_str_find(struct kp_str s, char byte)
{
    const char *at = s.len ? memchr(s.data, byte, s.len) : NULL;
    return at ? (size_t)(at - s.data) : s.len;
}

size_t kp_str_find_str(struct kp_str s, struct kp_str needle)
{
    size_t at = 0;
    while (needle.len && at + needle.len <= s.len) {
        const char *first = memchr(s.data + at, needle.data[0], s.len - needle.len - at + 1);
        if (!first)
            return s.len;
        at = (size_t)(first - s.data);
        if (memcmp(first, needle.data, needle.len) == 0)
            return at;
        at++;
    }
    return needle.len ? s.len : 0;
}

struct kp_str kp_str_split(struct kp_str *rest, char separator)
{
    size_t at = kp_str_find(*rest, separator);
    struct kp_str first = kp_str_slice(*rest, 0, at);
    if (at == rest->len)
        *rest = (struct kp_str){NULL, 0};
    else
        *rest = (struct kp_str){rest->data + at + 1, rest->len - at - 1};
    return first;
}

enum { LONGEST_WORD = 64 };

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

size_t kp_str_distance(struct kp_str a, struct kp_str b, size_t limit)
{
    if (a.len > LONGEST_WORD || b.len > LONGEST_WORD)
        return limit + 1;
    size_t row[3][LONGEST_WORD + 1]; /* the rows i-2, i-1 and i of the table, in turn */
    for (size_t j = 0; j <= b.len; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t replace = last[j - 1] + (a.data[i - 1] != b.data[j - 1]);
            now[j] = smallest(last[j] + 1, now[j - 1] + 1, replace);
            bool swapped =
                i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1];
            if (swapped && before[j - 2] + 1 < now[j])
                now[j] = before[j - 2] + 1;
        }
    }
    size_t distance = row[a.len % 3][b.len];
    return distance > limit ? limit + 1 : distance;
}
