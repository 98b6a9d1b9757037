// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"
#include "store/history_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/*
 * The file: a mark, two slots, then records, written behind each other and never changed. A slot says how
 * long the file is and where its newest state stands; the two are written in turn, so that one stays good
 * whenever a process dies. A reference to a record carries the record's checksum: from a good slot on,
 * nothing is believed that is not what was written together with it. So nothing needs to be synced, and
 * readers take no lock; who cannot have the writers' lock at once keeps what he found out to himself.
 */
#define MARK       "kamplan history 2"
#define MARK_SIZE  32
#define SLOT_SIZE  80
#define FIRST_BYTE (MARK_SIZE + 2 * SLOT_SIZE)
#define RECORD_MAX ((uint32_t)64 << 20)

uint64_t store_sum(uint64_t seed, const void *data, size_t len)
{
    /* As FNV-1a of 64 bits, but a word at a time: against damage, not against people. */
    const uint64_t prime = UINT64_C(1099511628211);
    const unsigned char *at = data;
    uint64_t sum = UINT64_C(14695981039346656037) ^ seed, word;
    for (; len >= sizeof word; len -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        sum = (sum ^ word) * prime;
        sum ^= sum >> 32;
    }
    for (; len; len--)
        sum = (sum ^ *at++) * prime;
    return sum;
}

/* --- numbers in records --- */

void store_put_u32(struct kp_buf *out, uint32_t value)
{
    char bytes[4];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(value >> 8 * i & 0xff);
    kp_buf_add(out, (struct kp_str){bytes, sizeof bytes});
}

void store_put_u64(struct kp_buf *out, uint64_t value)
{
    store_put_u32(out, (uint32_t)(value & 0xffffffff));
    store_put_u32(out, (uint32_t)(value >> 32));
}

void store_put_id(struct kp_buf *out, const git_oid *id)
{
    kp_buf_add(out, (struct kp_str){(const char *)id->id, GIT_OID_RAWSZ});
}

void store_put_text(struct kp_buf *out, struct kp_str text)
{
    store_put_u32(out, (uint32_t)text.len);
    kp_buf_add(out, text);
}

void store_put_ref(struct kp_buf *out, const struct history_ref *ref)
{
    store_put_u64(out, ref->sum);
    store_put_u64(out, ref->offset);
    store_put_u32(out, ref->len);
}

static const unsigned char *take(struct history_reader *in, size_t len)
{
    static const unsigned char nothing[GIT_OID_RAWSZ] = {0};
    if (in->rest.len < len) {
        in->bad = true;
        in->rest.len = 0;
        return nothing;
    }
    const char *at = in->rest.data;
    in->rest = (struct kp_str){at + len, in->rest.len - len};
    return (const unsigned char *)at;
}

uint32_t store_take_u32(struct history_reader *in)
{
    const unsigned char *at = take(in, 4);
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

uint64_t store_take_u64(struct history_reader *in)
{
    uint64_t low = store_take_u32(in);
    return low | (uint64_t)store_take_u32(in) << 32;
}

void store_take_id(struct history_reader *in, git_oid *out)
{
    memcpy(out->id, take(in, GIT_OID_RAWSZ), GIT_OID_RAWSZ);
}

struct kp_str store_take_text(struct history_reader *in)
{
    uint32_t len = store_take_u32(in);
    const char *at = (const char *)take(in, len);
    return (struct kp_str){at, in->bad ? 0 : len};
}

void store_take_ref(struct history_reader *in, struct history_ref *out)
{
    out->sum = store_take_u64(in);
    out->offset = store_take_u64(in);
    out->len = store_take_u32(in);
}

/* --- the file --- */

struct slot {
    uint64_t number; /* 0: none */
    uint64_t end;
    struct history_top top;
};

/* pread until all is there. */
static bool read_at(int fd, void *data, size_t len, uint64_t offset)
{
    char *at = data;
    while (len) {
        ssize_t got = pread(fd, at, len, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        offset += (uint64_t)got;
        len -= (size_t)got;
    }
    return true;
}

static bool write_at(int fd, const void *data, size_t len, uint64_t offset)
{
    const char *at = data;
    while (len) {
        ssize_t put = pwrite(fd, at, len, (off_t)offset);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += put;
        offset += (uint64_t)put;
        len -= (size_t)put;
    }
    return true;
}

static struct slot read_slot(const char *bytes)
{
    struct history_reader in = {{bytes, SLOT_SIZE}, false};
    struct slot slot = {.number = store_take_u64(&in)};
    slot.end = store_take_u64(&in);
    store_take_ref(&in, &slot.top.state);
    store_take_id(&in, &slot.top.tip);
    slot.top.bounds = store_take_u64(&in);
    size_t len = SLOT_SIZE - in.rest.len;
    if (store_take_u64(&in) != store_sum(0, bytes, len) || slot.end < FIRST_BYTE)
        memset(&slot, 0, sizeof slot);
    return slot;
}

/* The newest good slot; its number is 0 when there is none. */
static struct slot newest_slot(int fd)
{
    char head[FIRST_BYTE];
    struct slot a = {0}, b = {0};
    if (fd >= 0 && read_at(fd, head, sizeof head, 0) && memcmp(head, MARK, sizeof MARK) == 0) {
        a = read_slot(head + MARK_SIZE);
        b = read_slot(head + MARK_SIZE + SLOT_SIZE);
    }
    return a.number > b.number ? a : b;
}

void store_history_file_open(struct history_file *file, const char *path)
{
    struct stat st;
    memset(file, 0, sizeof *file);
    file->pending = (struct kp_buf)KP_BUF_INIT;
    file->end = FIRST_BYTE;
    file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file->fd >= 0 && (fstat(file->fd, &st) < 0 || !S_ISREG(st.st_mode))) {
        close(file->fd);
        file->fd = -1;
    }
    struct slot slot = newest_slot(file->fd);
    file->number = slot.number;
    file->stamp = slot.top.state.sum;
    if (slot.number) {
        file->end = slot.end;
        file->top = slot.top;
    }
}

void store_history_file_close(struct history_file *file)
{
    if (file->fd >= 0)
        close(file->fd);
    kp_buf_release(&file->pending);
    file->fd = -1;
}

void store_history_file_restart(struct history_file *file)
{
    kp_buf_clear(&file->pending);
    memset(&file->top, 0, sizeof file->top);
    file->end = FIRST_BYTE;
    file->anew = true;
}

bool store_history_file_moved(const struct history_file *file, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct slot slot = newest_slot(fd);
    if (fd >= 0)
        close(fd);
    return slot.number && (slot.number != file->number || slot.top.state.sum != file->stamp);
}

struct history_ref store_history_file_add(struct history_file *file, struct kp_str record)
{
    struct history_ref ref = {.offset = file->end + file->pending.len, .len = (uint32_t)record.len};
    ref.sum = store_sum(ref.offset, record.data, record.len);
    kp_buf_add(&file->pending, record);
    return ref;
}

bool store_history_file_read(const struct history_file *file, const struct history_ref *ref,
                             struct kp_buf *out)
{
    kp_buf_clear(out);
    if (ref->offset < FIRST_BYTE || ref->len > RECORD_MAX)
        return false;
    if (ref->offset >= file->end) {
        uint64_t from = ref->offset - file->end;
        if (from > file->pending.len || ref->len > file->pending.len - from)
            return false;
        kp_buf_add(out, (struct kp_str){file->pending.data + from, ref->len});
    } else {
        char *room = kp_buf_reserve(out, ref->len);
        if (file->fd < 0 || file->anew || !read_at(file->fd, room, ref->len, ref->offset))
            return false;
        out->len += ref->len;
        out->data[out->len] = '\0';
    }
    return store_sum(ref->offset, out->data, out->len) == ref->sum;
}

static bool write_slot(int fd, const struct slot *slot)
{
    struct kp_buf bytes = KP_BUF_INIT;
    store_put_u64(&bytes, slot->number);
    store_put_u64(&bytes, slot->end);
    store_put_ref(&bytes, &slot->top.state);
    store_put_id(&bytes, &slot->top.tip);
    store_put_u64(&bytes, slot->top.bounds);
    store_put_u64(&bytes, store_sum(0, bytes.data, bytes.len));
    uint64_t at = MARK_SIZE + slot->number % 2 * SLOT_SIZE;
    bool done = write_at(fd, bytes.data, bytes.len, at);
    kp_buf_release(&bytes);
    return done;
}

/* The file locked, still the one of that name, and as `file` knows it; -1 when it is not. */
static int open_to_write(const struct history_file *file, const char *path)
{
    struct stat mine, there;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (fd < 0)
        return -1;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &mine) == 0 && S_ISREG(mine.st_mode) &&
        lstat(path, &there) == 0 && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev) {
        struct slot slot = newest_slot(fd);
        if (slot.number == file->number && slot.top.state.sum == file->stamp)
            return fd;
    }
    close(fd);
    return -1;
}

void store_history_file_save(struct history_file *file, const char *path,
                             const struct history_top *top)
{
    static const char head[FIRST_BYTE] = MARK;
    struct slot slot = {file->number + 1, file->end + file->pending.len, *top};
    int fd = open_to_write(file, path);
    if (fd < 0)
        return;
    bool done = true;
    if (!file->number || file->anew)
        done = ftruncate(fd, 0) == 0 && write_at(fd, head, sizeof head, 0);
    done = done && write_at(fd, file->pending.data, file->pending.len, file->end) &&
           write_slot(fd, &slot);
    if (!done) {
        close(fd);
        return;
    }
    flock(fd, LOCK_UN);
    if (file->fd >= 0)
        close(file->fd);
    file->fd = fd;
    file->anew = false;
    file->number = slot.number;
    file->stamp = top->state.sum;
    file->end = slot.end;
    file->top = *top;
    kp_buf_clear(&file->pending);
}
