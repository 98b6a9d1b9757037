// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/archive.h"

#include "base/alloc.h"
#include "base/late.h"
#include "base/text.h"

#include <stdlib.h>
#include <zip.h>

enum { PIECE = 65536 };

/* clang-format off */
#define FUNCTIONS(X) \
    X(zip_discard) X(zip_error_fini) X(zip_error_init) X(zip_fclose) X(zip_fopen_index) \
    X(zip_fread) X(zip_get_name) X(zip_get_num_entries) X(zip_name_locate) \
    X(zip_open_from_source) X(zip_source_buffer_create) X(zip_source_free)
/* clang-format on */

struct zip_functions {
    FUNCTIONS(KP_LATE_MEMBER)
};

struct kp_archive {
    struct zip_functions z;
    zip_t *zip;
    size_t most, unpacked;
};

static bool load(struct zip_functions *z)
{
#ifdef KP_ZIP_SONAME
    static const char *const names[] = {FUNCTIONS(KP_LATE_NAME)};
    return kp_late_load(KP_ZIP_SONAME, names, sizeof names / sizeof *names, z);
#else
    *z = (struct zip_functions){FUNCTIONS(KP_LATE_LINKED)};
    return true;
#endif
}

enum kp_status kp_archive_open(struct kp_str bytes, size_t most, struct kp_archive **out,
                               struct kp_err *err)
{
    struct kp_archive *archive = kp_alloc(sizeof *archive);
    struct zip_functions *z = &archive->z;
    zip_error_t error;
    archive->most = most;
    *out = archive;
    if (!load(z))
        return kp_err_set(err, KP_IO, _("cannot look into a workbook: %s"), "libzip");
    z->zip_error_init(&error);
    zip_source_t *source = z->zip_source_buffer_create(bytes.data, bytes.len, 0, &error);
    archive->zip = source ? z->zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    z->zip_error_fini(&error);
    if (archive->zip)
        return KP_OK;
    z->zip_source_free(source);
    return kp_err_set(err, KP_INVALID, _("the workbook is damaged"));
}

void kp_archive_close(struct kp_archive *archive)
{
    if (archive && archive->zip)
        archive->z.zip_discard(archive->zip);
    free(archive);
}

size_t kp_archive_count(const struct kp_archive *archive)
{
    zip_int64_t count = archive->z.zip_get_num_entries(archive->zip, 0);
    return count < 0 ? 0 : (size_t)count;
}

struct kp_str kp_archive_name(const struct kp_archive *archive, size_t index)
{
    return kp_str_from(archive->z.zip_get_name(archive->zip, index, ZIP_FL_ENC_RAW));
}

bool kp_archive_find(const struct kp_archive *archive, struct kp_str name, size_t *index)
{
    if (kp_str_find(name, '\0') < name.len)
        return false;
    char *text = kp_strndup(name.data, name.len);
    zip_int64_t found = archive->z.zip_name_locate(archive->zip, text, 0);
    free(text);
    *index = found < 0 ? 0 : (size_t)found;
    return found >= 0;
}

enum kp_status kp_archive_each(struct kp_archive *archive, size_t index,
                               enum kp_status (*take)(void *context, struct kp_str piece,
                                                      struct kp_err *err),
                               void *context, struct kp_err *err)
{
    char *piece = kp_realloc_array(NULL, PIECE, 1);
    zip_file_t *file = archive->z.zip_fopen_index(archive->zip, index, 0);
    enum kp_status status = KP_OK;
    for (zip_int64_t got = file ? 1 : -1; !status && got != 0;) {
        got = got < 0 ? got : archive->z.zip_fread(file, piece, PIECE);
        archive->unpacked += got > 0 ? (size_t)got : 0;
        if (got < 0)
            status = kp_err_set(err, KP_INVALID, _("the workbook is damaged or has a password"));
        else if (archive->unpacked > archive->most)
            status = kp_err_set(err, KP_INVALID, _("the workbook is too large to be looked into"));
        else if (got)
            status = take(context, (struct kp_str){piece, (size_t)got}, err);
    }
    if (file)
        archive->z.zip_fclose(file);
    free(piece);
    return status;
}

static enum kp_status add_piece(void *context, struct kp_str piece, struct kp_err *err)
{
    (void)err;
    kp_buf_add(context, piece);
    return KP_OK;
}

enum kp_status kp_archive_read(struct kp_archive *archive, size_t index, struct kp_buf *out,
                               struct kp_err *err)
{
    kp_buf_clear(out);
    return kp_archive_each(archive, index, add_piece, out, err);
}
