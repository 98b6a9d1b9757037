// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/id.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

enum { ID_DIGITS = 6, BITS_PER_DIGIT = 5 };

struct kp_ids kp_ids_random(void)
{
    return (struct kp_ids){.seeded = false};
}

struct kp_ids kp_ids_seeded(struct kp_str seed)
{
    SHA2_CTX context;
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)(seed.data ? seed.data : ""), seed.len);
    SHA256Final(digest, &context);
    uint64_t state = 0;
    for (int i = 0; i < 8; i++)
        state = state << 8 | digest[i];
    return (struct kp_ids){.seeded = true, .state = state};
}

/* SplitMix64: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014. */
static uint64_t next_seeded(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint64_t next_random(void)
{
    uint64_t bits;
    if (getentropy(&bits, sizeof bits) != 0)
        abort(); /* no randomness at all: two rows could share an id */
    return bits;
}

void kp_id_make(struct kp_ids *ids, char letter, char out[KP_ID_SIZE])
{
    uint64_t bits = ids->seeded ? next_seeded(&ids->state) : next_random();
    out[0] = letter;
    out[1] = '-';
    for (int i = 0; i < ID_DIGITS; i++) {
        out[2 + i] = alphabet[bits & 31];
        bits >>= BITS_PER_DIGIT;
    }
    out[KP_ID_SIZE - 1] = '\0';
}

void kp_id_of(struct kp_str text, char letter, char out[KP_ID_SIZE])
{
    struct kp_ids ids = kp_ids_seeded(text);
    kp_id_make(&ids, letter, out);
}

bool kp_id_valid(struct kp_str s, char letter)
{
    if (s.len != KP_ID_SIZE - 1 || s.data[0] != letter || s.data[1] != '-')
        return false;
    for (size_t i = 2; i < s.len; i++)
        if (!s.data[i] || !strchr(alphabet, s.data[i]))
            return false;
    return true;
}

void kp_sha256_hex(struct kp_str bytes, char out[65])
{
    SHA256Data((const uint8_t *)(bytes.data ? bytes.data : ""), bytes.len, out);
}
