// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds every file of the given directories to a fuzz target once: how ctest runs the corpora with
// any compiler. A file's bytes are an exact heap copy, so that AddressSanitizer sees a read too far.
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void die(const char *what)
{
    perror(what);
    exit(2);
}

static void replay_file(const char *path, size_t size)
{
    uint8_t *data = malloc(size ? size : 1);
    FILE *file = fopen(path, "rb");
    if (!data || !file || fread(data, 1, size, file) != size)
        die(path);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

static int replay_directory(const char *directory)
{
    int count = 0;
    DIR *dir = opendir(directory);
    if (!dir)
        die(directory);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[4096];
        struct stat info;
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        if (stat(path, &info) == 0 && S_ISREG(info.st_mode)) {
            /* Said before it runs: a crash leaves the culprit as the last line. */
            printf("%s\n", entry->d_name);
            fflush(stdout);
            replay_file(path, (size_t)info.st_size);
            count++;
        }
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++)
        count += replay_directory(argv[i]);
    printf("%d inputs replayed\n", count);
    return count ? 0 : 1; /* an empty corpus tests nothing */
}
