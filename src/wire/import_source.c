#include "wire/import_source.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool import_source_check(struct job *job, int fd, struct str path)
{
    struct stat is;
    bool ends = fstat(fd, &is) == 0 &&
                (S_ISREG(is.st_mode) || S_ISFIFO(is.st_mode) || S_ISSOCK(is.st_mode) || isatty(fd));
    return ends || job_fail(job, FAULT_INVALID, STR_FMT " is no file", STR_ARG(path));
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
