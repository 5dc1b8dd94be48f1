// shared_data: files of the data folder that SHARED names; tests that need it skip without it.
#pragma once

#include "unit.h"

#include <dirent.h>

static inline bool read_whole(struct job *job, const char *path, struct str *out)
{
    FILE *file = fopen(path, "rb");
    struct buf b;
    char part[4096];
    if (!file)
        return false;
    buf_start(&b, &job->mem, 64 << 20);
    for (size_t len; (len = fread(part, 1, sizeof(part), file)) > 0;)
        buf_add(&b, (struct str){part, len});
    fclose(file);
    *out = buf_str(&b);
    return true;
}

static inline const char *shared_path(struct job *job, const char *name)
{
    const char *shared = getenv("SHARED");
    struct str path = str_printf(&job->mem, "%s/%s", shared ? shared : "/nowhere", name);
    return str_c(&job->mem, path);
}

static inline bool read_shared(struct job *job, const char *name, struct str *out)
{
    return read_whole(job, shared_path(job, name), out);
}
