// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"
#include "store/signoff_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SAID_MAX  ((size_t)64 << 10)
#define STALE_DIR 86400 /* seconds */

extern char **environ;

/* --- git's own program --- */

struct words {
    char **items;
    size_t count, cap;
};

static void add_word(struct words *words, const char *text)
{
    words->items = kp_grow(words->items, words->count, &words->cap, sizeof *words->items);
    words->items[words->count++] = text ? kp_strndup(text, strlen(text)) : NULL;
}

static void words_release(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->items[i]);
    free(words->items);
}

/* Ours, but for what would lead git to another repository; then `more`, which ends with NULL. */
static void add_environment(struct words *words, const char *const *more)
{
    static const char *const left_out[] = {"GIT_DIR=",
                                           "GIT_WORK_TREE=",
                                           "GIT_INDEX_FILE=",
                                           "GIT_OBJECT_DIRECTORY=",
                                           "GIT_COMMON_DIR=",
                                           "GIT_ALTERNATE_OBJECT_DIRECTORIES=",
                                           "GIT_COMMITTER_NAME=",
                                           "GIT_COMMITTER_EMAIL=",
                                           "GIT_COMMITTER_DATE=",
                                           "GIT_TRACE"};
    for (char **item = environ; item && *item; item++) {
        bool keep = true;
        for (size_t i = 0; i < sizeof left_out / sizeof *left_out && keep; i++)
            keep = strncmp(*item, left_out[i], strlen(left_out[i])) != 0;
        for (size_t i = 0; more[i] && keep; i++)
            keep = strncmp(*item, more[i], strcspn(more[i], "=") + 1) != 0;
        if (keep)
            add_word(words, *item);
    }
    for (size_t i = 0; more[i]; i++)
        add_word(words, more[i]);
    add_word(words, NULL);
}

static pid_t start(char **argv, char **env, int output)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    pid_t child = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGINT);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int error = posix_spawnp(&child, argv[0], &actions, &attributes, argv, env);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    errno = error;
    return error ? -1 : child;
}

static void read_all(int fd, struct kp_buf *said)
{
    char bytes[4096];
    ssize_t got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0 && said->len < SAID_MAX)
            kp_buf_add(said, (struct kp_str){bytes, (size_t)got});
}

/* Runs git with `argv` (ends with NULL) and gives all it said; its exit status, or -1 with errno. */
static int run_git(const char *const *argv, const char *const *more, struct kp_buf *said)
{
    struct words words = {0}, env = {0};
    int ends[2], status = -1, error;
    for (size_t i = 0; argv[i]; i++)
        add_word(&words, argv[i]);
    add_word(&words, NULL);
    add_environment(&env, more);
    if (pipe(ends) < 0) {
        error = errno;
        goto done;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t child = start(words.items, env.items, ends[1]);
    error = errno;
    close(ends[1]);
    if (child >= 0) {
        read_all(ends[0], said);
        int how = 0;
        while (waitpid(child, &how, 0) < 0 && errno == EINTR)
            continue;
        status = WIFEXITED(how) ? WEXITSTATUS(how) : 128;
    }
    close(ends[0]);
done:
    words_release(&words);
    words_release(&env);
    errno = error;
    return status;
}

/* --- a folder in which git may work without touching the record --- */

static void remove_tree(const char *path, int depth)
{
    struct stat st;
    DIR *dir = depth > 0 && lstat(path, &st) == 0 && S_ISDIR(st.st_mode) ? opendir(path) : NULL;
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *below = store_join(path, entry->d_name);
        if (lstat(below, &st) == 0 && S_ISDIR(st.st_mode))
            remove_tree(below, depth - 1);
        else
            unlink(below);
        free(below);
    }
    if (dir)
        closedir(dir);
    rmdir(path);
}

/* Folders that killed processes left: a day older than our own. */
static void remove_stale(const struct kp_workspace *ws, const char *own)
{
    struct stat now, st;
    struct dirent *entry;
    DIR *dir = stat(own, &now) == 0 ? opendir(ws->private) : NULL;
    while (dir && (entry = readdir(dir))) {
        if (strncmp(entry->d_name, "seal.", 5) != 0)
            continue;
        char *path = store_join(ws->private, entry->d_name);
        if (lstat(path, &st) == 0 && now.st_mtime - st.st_mtime > STALE_DIR)
            remove_tree(path, 8);
        free(path);
    }
    if (dir)
        closedir(dir);
}

static enum kp_status put_text(const char *dir, const char *name, const struct kp_buf *text,
                               struct kp_err *err)
{
    char *path = store_join(dir, name);
    enum kp_status status = kp_fs_replace(path, kp_buf_str(text), 0600, false, err);
    free(path);
    return status;
}

/* The settings and the objects are the workspace's, the references its own. */
static enum kp_status fill_folder(struct kp_workspace *ws, const char *dir, struct kp_err *err)
{
    struct kp_buf text = KP_BUF_INIT;
    static const char *const dirs[] = {"objects", "objects/info", "refs", "refs/tags"};
    enum kp_status status = KP_OK;
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs && status == KP_OK; i++) {
        char *path = store_join(dir, dirs[i]);
        status = kp_fs_make_dirs(path, 0700, err);
        free(path);
    }
    kp_buf_adds(&text, "ref: refs/heads/none\n");
    if (status == KP_OK)
        status = put_text(dir, "HEAD", &text, err);
    kp_buf_clear(&text);
    kp_buf_addf(&text, "%s/objects\n", ws->git_dir);
    if (status == KP_OK)
        status = put_text(dir, "objects/info/alternates", &text, err);
    kp_buf_clear(&text);
    kp_buf_adds(&text,
                "[core]\n\trepositoryformatversion = 0\n\tbare = true\n[include]\n\tpath = \"");
    for (const char *c = ws->git_dir; *c; c++) {
        if (*c == '"' || *c == '\\')
            kp_buf_addc(&text, '\\');
        kp_buf_addc(&text, *c);
    }
    kp_buf_adds(&text, "/config\"\n[core]\n\tbare = true\n");
    if (status == KP_OK)
        status = put_text(dir, "config", &text, err);
    kp_buf_release(&text);
    return status;
}

/* --- making one --- */

static bool setting(git_config *config, const char *name, struct kp_buf *out)
{
    const char *value = NULL;
    kp_buf_clear(out);
    if (config && git_config_get_string(&value, config, name) == 0 && value)
        kp_buf_adds(out, value);
    return out->len > 0;
}

bool store_seal_wanted(struct kp_workspace *ws)
{
    git_config *config = NULL;
    struct kp_buf text = KP_BUF_INIT;
    int wanted = 0;
    if (git_repository_config_snapshot(&config, ws->repo) < 0)
        config = NULL;
    if (config && git_config_get_bool(&wanted, config, "tag.gpgsign") < 0)
        wanted = setting(config, "user.signingkey", &text);
    git_config_free(config);
    kp_buf_release(&text);
    return wanted != 0;
}

/* Without a key that is named gpg looks for one by the tagger's address, and ours is nobody's. */
static void key_for(struct kp_workspace *ws, struct kp_buf *out)
{
    git_config *config = NULL;
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_clear(out);
    if (git_repository_config_snapshot(&config, ws->repo) < 0)
        config = NULL;
    bool other = setting(config, "gpg.format", &text) && strcmp(text.data, "openpgp") != 0;
    if (!other && !setting(config, "user.signingkey", &text) &&
        setting(config, "user.email", &text))
        kp_buf_addf(out, "--local-user=%s", text.data);
    git_config_free(config);
    kp_buf_release(&text);
}

/* What a program said, in one line. */
static void squeeze(struct kp_buf *said)
{
    struct kp_buf line = KP_BUF_INIT;
    struct kp_str rest = kp_str_trim(kp_buf_str(said));
    while (rest.data && rest.len) {
        struct kp_str next = kp_str_trim(kp_str_split(&rest, '\n'));
        if (next.len && line.len)
            kp_buf_adds(&line, "; ");
        for (size_t i = 0; i < next.len; i++)
            kp_buf_addc(&line, (unsigned char)next.data[i] < 0x20 ? ' ' : next.data[i]);
    }
    kp_buf_release(said);
    *said = line;
}

static enum kp_status not_signed(const struct kp_buf *said, struct kp_err *err)
{
    return kp_err_set(err, KP_IO,
                      _("the sign-off could not be signed, and nothing is recorded; see to the key "
                        "that git is set up with, or set tag.gpgSign to false: %s"),
                      said->data);
}

static enum kp_status run_tag(struct kp_workspace *ws, const char *dir, const char *name,
                              const struct kp_rev *rev, const struct kp_author *author,
                              struct kp_buf *said, struct kp_err *err)
{
    struct kp_buf who = KP_BUF_INIT, email = KP_BUF_INIT, when = KP_BUF_INIT, place = KP_BUF_INIT,
                  text = KP_BUF_INIT, key = KP_BUF_INIT;
    git_signature *signature = NULL;
    enum kp_status status = store_signature(author, &signature, err);
    if (status)
        return status;
    int offset = signature->when.offset, size = offset < 0 ? -offset : offset;
    kp_buf_addf(&who, "GIT_COMMITTER_NAME=%s", signature->name);
    kp_buf_addf(&email, "GIT_COMMITTER_EMAIL=%s", signature->email);
    kp_buf_addf(&when, "GIT_COMMITTER_DATE=@%lld %c%02d%02d", (long long)signature->when.time,
                offset < 0 ? '-' : '+', size / 60, size % 60);
    kp_buf_addf(&place, "--git-dir=%s", dir);
    kp_buf_addf(&text, "%s/message", dir);
    key_for(ws, &key);
    const char *const more[] = {who.data, email.data, when.data, NULL};
    const char *const argv[] = {"git",
                                place.data,
                                "tag",
                                key.len ? key.data : "--sign",
                                "-F",
                                text.data,
                                "--cleanup=verbatim",
                                name,
                                rev->hex,
                                NULL};
    int code = run_git(argv, more, said);
    int error = errno;
    squeeze(said);
    if (code < 0)
        status = store_system(err, error, _("the sign-off cannot be signed: git does not start"));
    else if (code > 0)
        status = not_signed(said, err);
    git_signature_free(signature);
    kp_buf_release(&who);
    kp_buf_release(&email);
    kp_buf_release(&when);
    kp_buf_release(&place);
    kp_buf_release(&text);
    kp_buf_release(&key);
    return status;
}

/* The object that git made in the folder. */
static enum kp_status read_made(const char *dir, const char *name, struct kp_buf *out,
                                struct kp_err *err)
{
    struct kp_buf text = KP_BUF_INIT;
    git_odb *odb = NULL;
    git_odb_object *object = NULL;
    git_oid id;
    char *tags = store_join(dir, "refs/tags"), *path = store_join(tags, name);
    char *objects = store_join(dir, "objects");
    bool found = kp_fs_read(path, 100, &text, NULL) == KP_OK && text.len >= GIT_OID_HEXSZ &&
                 git_oid_fromstrn(&id, text.data, GIT_OID_HEXSZ) == 0 &&
                 git_odb_open(&odb, objects) == 0 && git_odb_read(&object, odb, &id) == 0 &&
                 git_odb_object_type(object) == GIT_OBJECT_TAG;
    if (found)
        kp_buf_add(out, (struct kp_str){git_odb_object_data(object), git_odb_object_size(object)});
    git_odb_object_free(object);
    git_odb_free(odb);
    free(tags);
    free(path);
    free(objects);
    kp_buf_release(&text);
    if (!found)
        return kp_err_set(err, KP_IO,
                          _("the sign-off could not be signed: what git made is not there"));
    return KP_OK;
}

enum kp_status store_seal_make(struct kp_workspace *ws, const char *name, const struct kp_rev *rev,
                               const char *message, const struct kp_author *author,
                               struct kp_buf *out, struct kp_err *err)
{
    struct kp_buf text = KP_BUF_INIT, said = KP_BUF_INIT;
    bool sealed = false;
    store_dir_make(ws->private);
    char *dir = store_join(ws->private, "seal.XXXXXX");
    if (!mkdtemp(dir)) {
        enum kp_status status = store_system(err, errno, _("cannot record the sign-off"));
        free(dir);
        return status;
    }
    remove_stale(ws, dir);
    enum kp_status status = fill_folder(ws, dir, err);
    kp_buf_adds(&text, message);
    if (status == KP_OK)
        status = put_text(dir, "message", &text, err);
    if (status == KP_OK)
        status = run_tag(ws, dir, name, rev, author, &said, err);
    if (status == KP_OK)
        status = read_made(dir, name, out, err);
    /* Git reports success where a key of ssh is not there. */
    store_seal_cut(kp_buf_str(out), &sealed);
    if (status == KP_OK && !sealed)
        status = not_signed(&said, err);
    remove_tree(dir, 8);
    kp_buf_release(&text);
    kp_buf_release(&said);
    free(dir);
    return status;
}

/* --- looking at one --- */

/* Git puts the signature behind the message, from a line like this on. */
struct kp_str store_seal_cut(struct kp_str message, bool *sealed)
{
    static const char *const begins[] = {
        "-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP MESSAGE-----",
        "-----BEGIN SSH SIGNATURE-----", "-----BEGIN SIGNED MESSAGE-----"};
    struct kp_str rest = message;
    *sealed = false;
    while (rest.data && rest.len) {
        size_t at = (size_t)(rest.data - message.data);
        struct kp_str line = kp_str_split(&rest, '\n');
        for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
            if (kp_str_starts(line, kp_str_from(begins[i]))) {
                *sealed = true;
                return kp_str_slice(message, 0, at);
            }
        }
    }
    return message;
}

enum kp_seal kp_signoff_seal(struct kp_workspace *ws, const struct kp_signoff *signoff)
{
    struct kp_buf said = KP_BUF_INIT, name = KP_BUF_INIT;
    if (!signoff->sealed)
        return KP_SEAL_NONE;
    kp_buf_addf(&name, "refs/tags/%s", signoff->name);
    /* Its words are read, so they must be in the language that we know. */
    const char *const more[] = {"LC_ALL=C", "LANGUAGE=C", NULL};
    const char *argv[] = {"git", "-C", ws->root, "verify-tag", "--raw", name.data, NULL};
    int code = run_git(argv, more, &said);
    enum kp_seal seal = KP_SEAL_UNKNOWN;
    if (code == 0)
        seal = KP_SEAL_GOOD;
    else if (strstr(said.data, "[GNUPG:] BADSIG") || strstr(said.data, "incorrect signature"))
        seal = KP_SEAL_BAD;
    kp_buf_release(&said);
    kp_buf_release(&name);
    return seal;
}
