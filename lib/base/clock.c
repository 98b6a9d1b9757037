// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"

#include "base/date.h"
#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"

#include <time.h>

enum { SECONDS_PER_DAY = 24 * 60 * 60, MILLIS = 1000 };

static int64_t read_clock(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now); /* cannot fail for the two clocks that POSIX requires */
    return (int64_t)now.tv_sec * MILLIS + now.tv_nsec / 1000000;
}

struct kp_clock kp_clock_system(void)
{
    return (struct kp_clock){.fixed = false};
}

enum kp_status kp_clock_fixed(struct kp_clock *clock, struct kp_str text, struct kp_err *err)
{
    int64_t at;
    enum kp_status status = kp_time_parse(text, &at, err);
    if (status == KP_OK)
        *clock = (struct kp_clock){.fixed = true, .at = at};
    return status;
}

static enum kp_status read_file(const char *file, int64_t *at, struct kp_err *err)
{
    enum { LONGEST = 100 };
    struct kp_buf text = KP_BUF_INIT;
    enum kp_status status = kp_fs_read(file, LONGEST, &text, err);
    if (!status)
        status = kp_time_parse(kp_str_trim(kp_buf_str(&text)), at, err);
    kp_buf_release(&text);
    return status;
}

enum kp_status kp_clock_of_file(struct kp_clock *clock, const char *file, struct kp_err *err)
{
    struct kp_clock made = {.fixed = true, .file = file};
    enum kp_status status = read_file(file, &made.at, err);
    if (!status)
        *clock = made;
    return status;
}

/* A file that is just being written shows the time before. */
static int64_t fixed_time(const struct kp_clock *clock)
{
    int64_t at = clock->at;
    if (clock->file)
        read_file(clock->file, &at, NULL);
    return at;
}

int64_t kp_clock_now(const struct kp_clock *clock)
{
    return clock->fixed ? fixed_time(clock) : read_clock(CLOCK_REALTIME);
}

int64_t kp_clock_steady(const struct kp_clock *clock)
{
    return clock->fixed ? fixed_time(clock) : read_clock(CLOCK_MONOTONIC);
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

void kp_time_format(struct kp_buf *out, int64_t at)
{
    int64_t seconds = floor_divide(at, MILLIS);
    int64_t days = floor_divide(seconds, SECONDS_PER_DAY);
    int second = (int)(seconds - days * SECONDS_PER_DAY);
    kp_date_print(out, kp_date_from_days(days));
    kp_buf_addf(out, "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60);
}

/* Takes exactly two digits with a value up to `most` off the front of *rest. */
static bool take_two(struct kp_str *rest, int most, int *value)
{
    if (rest->len < 2)
        return false;
    int tens = rest->data[0] - '0', ones = rest->data[1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9 || tens * 10 + ones > most)
        return false;
    *value = tens * 10 + ones;
    *rest = kp_str_slice(*rest, 2, rest->len);
    return true;
}

static bool take_char(struct kp_str *rest, const char *any)
{
    if (!rest->len)
        return false;
    for (; *any; any++) {
        if (rest->data[0] == *any) {
            *rest = kp_str_slice(*rest, 1, rest->len);
            return true;
        }
    }
    return false;
}

/* ".25": at least one digit; what is finer than a millisecond is dropped. */
static bool take_fraction(struct kp_str *rest, int *millis)
{
    int weight = 100;
    size_t digits = 0;
    while (rest->len && rest->data[0] >= '0' && rest->data[0] <= '9') {
        *millis += weight * (rest->data[0] - '0');
        weight /= 10;
        digits++;
        *rest = kp_str_slice(*rest, 1, rest->len);
    }
    return digits > 0;
}

static bool take_zone(struct kp_str *rest, int *minutes)
{
    if (take_char(rest, "Zz"))
        return true;
    bool west = rest->len && rest->data[0] == '-';
    int hour, minute;
    if (!take_char(rest, "+-") || !take_two(rest, 23, &hour) || !take_char(rest, ":") ||
        !take_two(rest, 59, &minute))
        return false;
    *minutes = (west ? -1 : 1) * (hour * 60 + minute);
    return true;
}

static bool read_time(struct kp_str text, int64_t *at)
{
    struct kp_date date;
    struct kp_str rest = kp_str_slice(text, 10, text.len);
    int hour, minute, second, millis = 0, zone = 0;
    if (kp_date_read(kp_str_slice(text, 0, 10), &date, NULL) != KP_OK || !take_char(&rest, "Tt ") ||
        !take_two(&rest, 23, &hour) || !take_char(&rest, ":") || !take_two(&rest, 59, &minute) ||
        !take_char(&rest, ":") || !take_two(&rest, 60, &second)) /* 60: a leap second */
        return false;
    if (take_char(&rest, ".") && !take_fraction(&rest, &millis))
        return false;
    if (!take_zone(&rest, &zone) || rest.len)
        return false;
    int64_t seconds = kp_date_to_days(date) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
    *at = (seconds - zone * 60) * MILLIS + millis;
    return true;
}

enum kp_status kp_time_parse(struct kp_str text, int64_t *at, struct kp_err *err)
{
    if (read_time(text, at))
        return KP_OK;
    struct kp_buf quoted = KP_BUF_INIT;
    kp_utf8_add_quote(&quoted, text);
    kp_err_set(err, KP_INVALID, _("\"%s\" is not a time; write one such as 2026-03-02T09:00:00Z"),
               quoted.data);
    kp_buf_release(&quoted);
    return KP_INVALID;
}
