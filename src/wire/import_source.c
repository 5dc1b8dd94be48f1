#include "wire/import_source.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool check(struct job *job, struct str path, bool may_be_pipe)
{
    struct stat is;
    if (stat(str_c(&job->mem, path), &is) != 0)
        return job_fail(job, FAULT_NOT_FOUND, STR_FMT " cannot be opened: %s", STR_ARG(path),
                        strerror(errno));
    if (S_ISREG(is.st_mode) || (may_be_pipe && S_ISFIFO(is.st_mode)))
        return true;
    return job_fail(job, FAULT_INVALID, STR_FMT " is %s", STR_ARG(path),
                    S_ISFIFO(is.st_mode)  ? "a pipe: save what comes out of it as a file first"
                    : S_ISDIR(is.st_mode) ? "a folder, no file"
                                          : "no file");
}

bool import_source_check(struct job *job, struct str path)
{
    return check(job, path, false);
}

bool import_stream_check(struct job *job, struct str path)
{
    return check(job, path, true);
}

bool file_is_below(struct arena *mem, struct str dir, struct str path)
{
    struct stat is;
    char home[PATH_MAX], real[PATH_MAX];
    const char *name = str_c(mem, path);
    if (lstat(name, &is) != 0 || !S_ISREG(is.st_mode) || !realpath(str_c(mem, dir), home) ||
        !realpath(name, real))
        return false;
    size_t len = strcmp(home, "/") == 0 ? 0 : strlen(home);
    return strncmp(real, home, len) == 0 && real[len] == '/';
}
