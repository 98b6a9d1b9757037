// SPDX-License-Identifier: GPL-3.0-or-later
#include "language.h"

#include "base/text.h"
#include "config.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Beside the program (an installed or moved tree, the build tree), else where it was configured. */
static void locale_dir(struct kp_buf *out)
{
    char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    static const char *const places[] = {"/../share/locale", "/locale"};
    if (len > 0) {
        path[len] = '\0';
        *strrchr(path, '/') = '\0';
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            kp_buf_clear(out);
            kp_buf_addf(out, "%s%s/da/LC_MESSAGES/kamplan.mo", path, places[i]);
            if (access(out->data, R_OK) == 0) {
                kp_buf_clear(out);
                kp_buf_addf(out, "%s%s", path, places[i]);
                return;
            }
        }
    }
    kp_buf_clear(out);
    kp_buf_adds(out, KAMPLAN_LOCALEDIR);
}

static enum kp_lang of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    enum kp_lang lang = KP_LANG_EN;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) {
            kp_lang_read(kp_str_from(value), &lang);
            break;
        }
    }
    return lang;
}

void language_start(struct app *app)
{
    struct kp_buf dir = KP_BUF_INIT;
    app->lang = of_environment();
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    locale_dir(&dir);
    bindtextdomain("kamplan", dir.data);
    bind_textdomain_codeset("kamplan", "UTF-8");
    textdomain("kamplan");
    kp_buf_release(&dir);
    language_use(app, app->lang);
}

/*
 * gettext goes by LANGUAGE, but only where the locale of messages is not "C". A locale of the
 * language itself is best; any other that is installed serves.
 */
void language_use(struct app *app, enum kp_lang lang)
{
    static const char *const own[KP_LANG_COUNT] = {"en_GB.UTF-8", "da_DK.UTF-8", "sv_SE.UTF-8"};
    static const char *const any[] = {"en_US.UTF-8", "en_GB.UTF-8", "C.UTF-8", "C.utf8"};
    app->lang = lang;
    setenv("LANGUAGE", kp_lang_code(lang), 1);
    if (lang == KP_LANG_EN) {
        setlocale(LC_MESSAGES, "C"); /* the source's own language */
        return;
    }
    if (setlocale(LC_MESSAGES, own[lang]))
        return;
    for (size_t i = 0; i < sizeof any / sizeof *any; i++)
        if (setlocale(LC_MESSAGES, any[i]))
            return;
}
