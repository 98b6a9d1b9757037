// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"
#include "store/store_internal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PATH_LENGTH_MAX 4096

/*
 * Whether some system would take the part for .git: without case, as its short DOS name,
 * with trailing dots and spaces, or with characters that HFS+ ignores (none of them is ASCII).
 */
static bool like_git(struct kp_str part)
{
    char plain[8];
    size_t len = 0;
    for (size_t i = 0; i < part.len; i++) {
        if ((unsigned char)part.data[i] >= 0x80)
            continue;
        if (len == sizeof plain - 1)
            return false;
        plain[len++] = part.data[i];
    }
    while (len > 0 && (plain[len - 1] == '.' || plain[len - 1] == ' '))
        len--;
    plain[len] = '\0';
    return strcasecmp(plain, ".git") == 0 || strcasecmp(plain, "git~1") == 0;
}

static bool part_valid(struct kp_str part)
{
    if (!part.len || part.len > NAME_MAX || kp_str_is(part, ".") || kp_str_is(part, ".."))
        return false;
    for (size_t i = 0; i < part.len; i++) {
        unsigned char c = (unsigned char)part.data[i];
        if (c < 0x20 || c == 0x7f || c == '\\' || c == ':')
            return false;
    }
    return !like_git(part);
}

enum kp_status store_path_check(const char *path, struct kp_err *err)
{
    struct kp_str rest = kp_str_from(path);
    if (!rest.len || rest.len > PATH_LENGTH_MAX || !kp_utf8_valid(rest, NULL))
        goto refused;
    while (rest.data)
        if (!part_valid(kp_str_split(&rest, '/')))
            goto refused;
    return KP_OK;
refused:
    return kp_err_set(err, KP_REFUSED, _("\"%.200s\" is not a path within the workspace"),
                      path ? path : "");
}

bool store_slug_valid(const char *name)
{
    size_t len = name ? strlen(name) : 0;
    if (len < 1 || len > 63 || name[0] == '-')
        return false;
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

bool store_session_id_valid(const char *name)
{
    size_t len = name ? strlen(name) : 0;
    if (len < 1 || len > 160 || name[0] == '.' || name[0] == '-')
        return false;
    return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == len;
}

char *store_join(const char *a, const char *b)
{
    struct kp_buf path = KP_BUF_INIT;
    kp_buf_addf(&path, "%s/%s", a, b);
    return kp_buf_detach(&path);
}
