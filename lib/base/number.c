// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/number.h"

__extension__ typedef unsigned __int128 uint128;

enum {
    WHOLE_DIGITS = 20, /* |value| < 10^20 */
    MOST_DIGITS = WHOLE_DIGITS + KP_NUMBER_MAX_SCALE,
};

static const struct kp_number zero = {0, 0};

static uint128 power_of_ten(int exponent)
{
    uint128 power = 1;
    for (int i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

static uint128 magnitude(kp_int128 digits)
{
    return digits < 0 ? -(uint128)digits : (uint128)digits;
}

/* Sets *out to ±size × 10^-scale without trailing zeros; false when that is out of range. */
static bool make(bool negative, uint128 size, int scale, struct kp_number *out)
{
    while (scale > 0 && size % 10 == 0) {
        size /= 10;
        scale--;
    }
    if (size >= power_of_ten(WHOLE_DIGITS + scale))
        return false;
    *out = (struct kp_number){negative ? -(kp_int128)size : (kp_int128)size, scale};
    return true;
}

/* The digits of `a` as if it had `scale` decimals; fewer than 10^36 by the range of values. */
static kp_int128 digits_at_scale(struct kp_number a, int scale)
{
    return a.digits * (kp_int128)power_of_ten(scale - a.scale);
}

static int larger_scale(struct kp_number a, struct kp_number b)
{
    return a.scale > b.scale ? a.scale : b.scale;
}

struct kp_number kp_number_from(int64_t whole)
{
    return (struct kp_number){whole, 0};
}

bool kp_number_whole(struct kp_number a, int64_t *whole)
{
    if (a.scale != 0 || a.digits < INT64_MIN || a.digits > INT64_MAX)
        return false;
    *whole = (int64_t)a.digits;
    return true;
}

int kp_number_sign(struct kp_number a)
{
    return (a.digits > 0) - (a.digits < 0);
}

int kp_number_compare(struct kp_number a, struct kp_number b)
{
    int scale = larger_scale(a, b);
    kp_int128 left = digits_at_scale(a, scale), right = digits_at_scale(b, scale);
    return (left > right) - (left < right);
}

bool kp_number_equal(struct kp_number a, struct kp_number b)
{
    return a.digits == b.digits && a.scale == b.scale;
}

struct kp_number kp_number_negate(struct kp_number a)
{
    return (struct kp_number){-a.digits, a.scale};
}

bool kp_number_add(struct kp_number a, struct kp_number b, struct kp_number *out)
{
    int scale = larger_scale(a, b);
    kp_int128 sum = digits_at_scale(a, scale) + digits_at_scale(b, scale);
    return make(sum < 0, magnitude(sum), scale, out);
}

bool kp_number_subtract(struct kp_number a, struct kp_number b, struct kp_number *out)
{
    return kp_number_add(a, kp_number_negate(b), out);
}

/* A product of two 128-bit numbers: four limbs of 64 bits, the lowest first. */
struct wide {
    uint64_t limb[4];
};

static struct wide wide_product(uint128 a, uint128 b)
{
    const uint64_t x[2] = {(uint64_t)a, (uint64_t)(a >> 64)};
    const uint64_t y[2] = {(uint64_t)b, (uint64_t)(b >> 64)};
    struct wide product = {{0}};
    for (int i = 0; i < 2; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < 2; j++) {
            uint128 t = (uint128)x[i] * y[j] + product.limb[i + j] + carry;
            product.limb[i + j] = (uint64_t)t;
            carry = (uint64_t)(t >> 64);
        }
        product.limb[i + 2] = carry;
    }
    return product;
}

/* Divides in place and returns the remainder. */
static uint64_t wide_divide(struct wide *value, uint64_t divisor)
{
    uint64_t rest = 0;
    for (int i = 3; i >= 0; i--) {
        uint128 t = (uint128)rest << 64 | value->limb[i];
        value->limb[i] = (uint64_t)(t / divisor);
        rest = (uint64_t)(t % divisor);
    }
    return rest;
}

bool kp_number_multiply(struct kp_number a, struct kp_number b, struct kp_number *out)
{
    bool negative = (a.digits < 0) != (b.digits < 0);
    uint128 x = magnitude(a.digits), y = magnitude(b.digits), size;
    int scale = a.scale + b.scale;
    if (scale <= KP_NUMBER_MAX_SCALE && !__builtin_mul_overflow(x, y, &size))
        return make(negative, size, scale, out);

    struct wide product = wide_product(x, y);
    bool round_up = false;
    if (scale > KP_NUMBER_MAX_SCALE) {
        uint64_t divisor = (uint64_t)power_of_ten(scale - KP_NUMBER_MAX_SCALE); /* ≤ 10^16 */
        uint64_t rest = wide_divide(&product, divisor);
        round_up = rest >= divisor - rest;
        scale = KP_NUMBER_MAX_SCALE;
    }
    size = (uint128)product.limb[1] << 64 | product.limb[0];
    if (product.limb[2] || product.limb[3] || size >= power_of_ten(MOST_DIGITS))
        return false;
    return make(negative, size + round_up, scale, out);
}

bool kp_number_divide(struct kp_number a, struct kp_number b, struct kp_number *out)
{
    if (b.digits == 0)
        return false;
    int scale = larger_scale(a, b);
    uint128 dividend = magnitude(digits_at_scale(a, scale));
    uint128 divisor = magnitude(digits_at_scale(b, scale));
    uint128 quotient = dividend / divisor, rest = dividend % divisor;
    if (quotient >= power_of_ten(WHOLE_DIGITS))
        return false;
    for (int i = 0; i < KP_NUMBER_MAX_SCALE; i++) { /* long division, one decimal at a time */
        rest *= 10;
        quotient = quotient * 10 + rest / divisor;
        rest %= divisor;
    }
    if (rest >= divisor - rest)
        quotient++;
    return make((a.digits < 0) != (b.digits < 0), quotient, KP_NUMBER_MAX_SCALE, out);
}

bool kp_number_remainder(struct kp_number a, struct kp_number b, struct kp_number *out)
{
    if (b.digits == 0)
        return false;
    int scale = larger_scale(a, b);
    kp_int128 rest = digits_at_scale(a, scale) % digits_at_scale(b, scale);
    return make(rest < 0, magnitude(rest), scale, out);
}

struct kp_number kp_number_round(struct kp_number a, int decimals)
{
    if (decimals >= a.scale)
        return a;
    if (decimals < -WHOLE_DIGITS)
        return zero;
    uint128 size = magnitude(a.digits), unit = power_of_ten(a.scale - decimals);
    uint128 rest = size % unit, down = size - rest;
    uint128 rounded = rest >= unit - rest ? down + unit : down;
    struct kp_number out;
    if (make(a.digits < 0, rounded, a.scale, &out) || make(a.digits < 0, down, a.scale, &out))
        return out;
    return a;
}

/* Reading a literal: digits as they come, with zeros held back until a digit follows them. */
struct literal {
    uint128 digits;
    int count;        /* of significant digits in `digits` */
    int64_t zeros;    /* held back behind them */
    int64_t exponent; /* the last digit read stands for 10^exponent */
    bool overflow;
};

static void push_digit(struct literal *literal, int digit)
{
    if (digit == 0) {
        literal->zeros += literal->count > 0;
        return;
    }
    if (literal->zeros + literal->count >= MOST_DIGITS) {
        literal->overflow = true;
        return;
    }
    for (; literal->zeros >= 0; literal->zeros--) {
        literal->digits *= 10;
        literal->count++;
    }
    literal->zeros = 0;
    literal->digits += (unsigned)digit;
}

static bool is_digit(struct kp_str s, size_t at)
{
    return at < s.len && s.data[at] >= '0' && s.data[at] <= '9';
}

/* [eE][+-]?digits at *at; a monstrous exponent stays monstrous without overflowing. */
static bool read_exponent(struct kp_str s, size_t *at, int64_t *exponent)
{
    const int64_t monstrous = 1000000000;
    bool negative = *at < s.len && s.data[*at] == '-';
    if (*at < s.len && (s.data[*at] == '-' || s.data[*at] == '+'))
        ++*at;
    if (!is_digit(s, *at))
        return false;
    int64_t value = 0;
    for (; is_digit(s, *at); ++*at)
        if (value < monstrous)
            value = value * 10 + (s.data[*at] - '0');
    *exponent += negative ? -value : value;
    return true;
}

/* The grammar of RFC 8259, section 6. */
static bool read_literal(struct kp_str s, bool *negative, struct literal *literal)
{
    size_t at = 0;
    *negative = s.len > 0 && s.data[0] == '-';
    at += *negative;
    if (!is_digit(s, at) || (s.data[at] == '0' && is_digit(s, at + 1)))
        return false;
    for (; is_digit(s, at); at++)
        push_digit(literal, s.data[at] - '0');
    if (at < s.len && s.data[at] == '.') {
        if (!is_digit(s, ++at))
            return false;
        for (; is_digit(s, at); at++) {
            push_digit(literal, s.data[at] - '0');
            literal->exponent--;
        }
    }
    if (at < s.len && (s.data[at] == 'e' || s.data[at] == 'E')) {
        at++;
        if (!read_exponent(s, &at, &literal->exponent))
            return false;
    }
    return at == s.len;
}

bool kp_number_read(struct kp_str literal, struct kp_number *out)
{
    struct literal read = {0};
    bool negative;
    if (!read_literal(literal, &negative, &read) || read.overflow)
        return false;
    if (read.digits == 0) {
        *out = zero;
        return true;
    }
    int64_t exponent = read.exponent + read.zeros;
    if (exponent < -KP_NUMBER_MAX_SCALE || exponent + read.count > WHOLE_DIGITS)
        return false;
    if (exponent < 0)
        return make(negative, read.digits, (int)-exponent, out);
    return make(negative, read.digits * power_of_ten((int)exponent), 0, out);
}

void kp_number_print(struct kp_buf *out, struct kp_number a)
{
    char text[MOST_DIGITS + 3]; /* digits, a point, a leading zero, a minus */
    size_t at = sizeof text;
    uint128 rest = magnitude(a.digits);
    for (int decimals = a.scale; rest || decimals >= 0; decimals--) {
        if (decimals == 0 && a.scale > 0)
            text[--at] = '.';
        text[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    if (a.digits < 0)
        text[--at] = '-';
    kp_buf_add(out, (struct kp_str){text + at, sizeof text - at});
}

double kp_number_to_double(struct kp_number a)
{
    return (double)((long double)a.digits / (long double)power_of_ten(a.scale));
}
