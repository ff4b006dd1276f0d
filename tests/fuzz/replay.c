/* SPDX-License-Identifier: MIT */
/*
 * A main() for the fuzz targets where there is no libFuzzer: each argument is a file, or a
 * directory of files, that the target gets once.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replayed;

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    size_t size = 0;
    size_t room = 1 << 20;
    uint8_t *data = malloc(room);
    if (data)
        size = fread(data, 1, room, file);
    fclose(file);
    uint8_t *exact = data ? malloc(size ? size : 1) : NULL; /* so that reading on is seen */
    if (exact) {
        memcpy(exact, data, size);
        LLVMFuzzerTestOneInput(exact, size);
        replayed++;
    }
    free(exact);
    free(data);
    return exact ? 0 : -1;
}

static int replay_directory(DIR *directory, const char *path)
{
    int error = 0;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        char file[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        error |= replay_file(file);
    }
    return error;
}

int main(int argc, char **argv)
{
    int error = 0;
    for (int i = 1; i < argc; i++) {
        DIR *directory = opendir(argv[i]);
        error |= directory ? replay_directory(directory, argv[i]) : replay_file(argv[i]);
        if (directory)
            closedir(directory);
    }
    printf("%d inputs replayed\n", replayed);
    return error || !replayed ? EXIT_FAILURE : EXIT_SUCCESS;
}
