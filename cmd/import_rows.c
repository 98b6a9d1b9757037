// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_rows.h"

#include "base/fs.h"
#include "base/text.h"

#include <stdint.h>
#include <sys/stat.h>

/* A file that is too large is not read at all. */
static enum kp_status check_size(const char *path, struct kp_err *err)
{
    struct stat info;
    if (lstat(path, &info) != 0 || !S_ISREG(info.st_mode) ||
        (uintmax_t)info.st_size <= KP_SHEET_MAX_BYTES)
        return KP_OK;
    return kp_err_set(
        err, KP_INVALID,
        _("%s: the file has %ju MiB, and at most %zu MiB are read; take fewer columns "
          "or customers into the export"),
        path, (uintmax_t)info.st_size / (1024 * 1024), KP_SHEET_MAX_BYTES / (1024 * 1024));
}

enum kp_status import_rows_read(struct app *app, const struct kp_field *table, const char *path,
                                const struct kp_import_options *how, struct kp_import *out)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_type_context context = app_context(app, &app->arena);
    *out = (struct kp_import){.text = KP_BUF_INIT};
    enum kp_status status = check_size(path, &app->err);
    if (!status)
        status = kp_fs_read(path, KP_SHEET_MAX_BYTES, &bytes, &app->err);
    if (!status && kp_import_read(out, table, &bytes, how, &context, &app->err)) {
        status = app->err.status;
        kp_err_prefix(&app->err, "%s", path);
    }
    kp_buf_release(&bytes);
    return status;
}

/* Customers are those of the books; people and risks are more than one system knows. */
bool import_rows_stay(const struct kp_field *table)
{
    return table->view != KP_VIEW_CUSTOMERS;
}
