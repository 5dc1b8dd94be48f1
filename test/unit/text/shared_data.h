// shared_data: files of the data folder that SHARED names; tests that need it skip without it.
#pragma once

#include "unit.h"

#include <dirent.h>
#include <unistd.h>

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

// In place of cmocka_run_group_tests. Without the data every test is reported as skipped, in words
// that TAP readers know: cmocka 1.1.5 reports its own skip() as "not ok".
#define run_with_shared_data(tests) run_with_shared_data_((tests), ARRAY_LEN(tests))
static inline int run_with_shared_data_(const struct CMUnitTest *tests, size_t count)
{
    const char *shared = getenv("SHARED");
    if (shared && access(shared, R_OK) == 0)
        return _cmocka_run_group_tests("tests", tests, count, NULL, NULL);
    printf("1..%zu\n", count);
    for (size_t i = 0; i < count; i++)
        printf("ok %zu %s # SKIP the data is not here\n", i + 1, tests[i].name);
    return 0;
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
