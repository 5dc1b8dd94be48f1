// backup: a whole site in one file. It is a tar: stoppress.db, a consistent copy taken while others
// write, stoppress.conf, and the pictures as they came; renditions are made again. restore.c reads
// it.
#include "command/internal.h"
#include "command/progress.h"
#include "command/tar.h"

#include <unistd.h>

// Pictures after the copy: a file is there before the row that names it.
static bool add_all(struct job *job, const struct call *call, struct store *store,
                    struct tar_writer *tar, const char *copy)
{
    char *conf = call_path(&job->mem, call, "stoppress.conf");
    return tar_add_file(job, tar, "stoppress.db", copy) &&
           (access(conf, R_OK) != 0 || tar_add_file(job, tar, "stoppress.conf", conf)) &&
           pictures_add(job, call, store, tar) && tar_finish(job, tar);
}

static bool write_all(struct job *job, const struct call *call, struct store *store,
                      const char *out, const char *copy)
{
    struct tar_writer tar = {0};
    struct progress progress;
    if (!tar_create(job, out, &tar))
        return false;
    tar.progress = &progress;
    progress_start_bytes(&progress, "copying the database", 0);
    bool ok = store_backup(job, store, copy);
    progress_start_bytes(&progress, "writing", 0);
    ok = ok && add_all(job, call, store, &tar, copy);
    progress_clear(&progress);
    tar_abandon(&tar);
    unlink(copy);
    return ok;
}

bool command_backup(struct job *job, struct call *call)
{
    AUTO_STORE *store = NULL;
    char *out = str_c(&job->mem, call->words[0]);
    // Beside the result: where there is room for one there is room for the other.
    char *copy = str_c(&job->mem, str_printf(&job->mem, "%s.part", out));
    if (!call_open_store(job, call, true, &store))
        return false;
    if (access(copy, F_OK) == 0)
        return job_fail(job, FAULT_CONFLICT,
                        "%s is there: another backup is running, or one was interrupted; remove it",
                        copy);
    if (!write_all(job, call, store, out, copy))
        return false;
    printf("The site is in %s.\n", out);
    return true;
}
