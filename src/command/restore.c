// restore: a site out of a backup, checked as check does. Everything is written beside its place
// and renamed at the end; what is refused leaves nothing. A site that is there but not well stays,
// for rescue, and is said.
#include "command/internal.h"
#include "command/progress.h"
#include "command/tar.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

// In the order in which they are put in place, from the last: with the database there, the
// directory holds a site.
static const char *const members[] = {"stoppress.db", "stoppress.conf", "media"};

static char *part_path(struct job *job, const struct call *call, const char *name)
{
    return str_c(&job->mem, str_printf(&job->mem, "%s.part", call_path(&job->mem, call, name)));
}

static bool is_member(struct str name)
{
    return str_is(name, "stoppress.db") || str_is(name, "stoppress.conf") ||
           is_picture_member(name);
}

static bool extract_all(struct job *job, const struct call *call, struct tar_reader *tar)
{
    bool found, any_database = false;
    struct str name;
    while (tar_next(job, tar, &found, &name) && found) {
        if (!is_member(name))
            return job_fail(job, FAULT_INVALID,
                            "%s holds " STR_FMT ", which this version does not know; restore it "
                            "with the version that wrote it",
                            tar->path, STR_ARG(name));
        any_database |= str_is(name, "stoppress.db");
        bool ok = is_picture_member(name)
                      ? pictures_extract(job, call, tar, name)
                      : tar_extract(job, tar, part_path(job, call, str_c(&job->mem, name)));
        if (!ok)
            return false;
    }
    if (!job_failed(job) && !any_database)
        return job_fail(job, FAULT_INVALID, "%s holds no database: it is no backup", tar->path);
    return !job_failed(job);
}

// A backup of an older program becomes what this one wants; its copy in the tar stays.
static bool bring_up_to_date(struct job *job, const struct call *call)
{
    struct store_options options = {.url = part_path(job, call, "stoppress.db")};
    AUTO_STORE *store = NULL;
    return store_open(job, &options, &store);
}

// The database last: with it there, the directory holds a site.
static bool put_in_place(struct job *job, const struct call *call)
{
    for (size_t i = ARRAY_LEN(members); i-- > 0;) {
        char *from = part_path(job, call, members[i]), *to = call_path(&job->mem, call, members[i]);
        if (access(from, F_OK) == 0 && rename(from, to) != 0)
            return job_fail(job, FAULT_INTERNAL, "%s: %s", to, strerror(errno));
    }
    return true;
}

// ── what is refused leaves nothing ────────────────────────────────────────────────────────────

// With what the engine keeps beside a database, and its copy of before an upgrade.
static void remove_parts(struct job *job, const struct call *call)
{
    struct str data = call->settings->data;
    DIR *dir = opendir(str_c(&job->mem, data));
    pictures_remove(job, call, "media.part");
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        struct str name = str_from(entry->d_name);
        if (str_starts(name, S("stoppress.db.part")) || str_starts(name, S("stoppress.conf.part")))
            unlink(call_path(&job->mem, call, entry->d_name));
    }
    closedir(dir);
}

// Cuts the last name of a path.
static void cut_name(char *path)
{
    size_t len = strlen(path);
    while (len && path[len - 1] != '/')
        len--;
    while (len && path[len - 1] == '/')
        len--;
    path[len] = '\0';
}

// As much of the path to the directory as is there already.
static size_t path_there(struct job *job, const struct call *call)
{
    char *path = str_c(&job->mem, call->settings->data);
    while (*path && access(path, F_OK) != 0)
        cut_name(path);
    return strlen(path);
}

// The directories that were made for it; one that holds something stays.
static void remove_directories(struct job *job, const struct call *call, size_t there)
{
    for (char *path = str_c(&job->mem, call->settings->data); strlen(path) > there; cut_name(path))
        rmdir(path);
}

// ── all ───────────────────────────────────────────────────────────────────────────────────────

static bool refuse_a_site(struct job *job, const struct call *call)
{
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        char *path = call_path(&job->mem, call, members[i]);
        if (access(path, F_OK) == 0)
            return job_fail(job, FAULT_CONFLICT,
                            "%s is there already and is not overwritten; restore into an empty "
                            "directory",
                            path);
    }
    return true;
}

static bool extract_with_progress(struct job *job, const struct call *call, struct tar_reader *tar)
{
    struct progress progress;
    struct stat about = {0};
    tar->progress = &progress;
    fstat(fileno(tar->file), &about);
    progress_start_bytes(&progress, "restoring", about.st_size);
    bool ok = extract_all(job, call, tar);
    progress_clear(&progress);
    return ok;
}

static bool restore(struct job *job, const struct call *call)
{
    struct tar_reader tar = {0};
    if (!tar_open(job, str_c(&job->mem, call->words[0]), &tar))
        return false;
    size_t there = path_there(job, call);
    bool ok = call_make_directory(job, call) && extract_with_progress(job, call, &tar) &&
              bring_up_to_date(job, call) && put_in_place(job, call);
    tar_close(&tar);
    remove_parts(job, call);
    if (!ok)
        remove_directories(job, call, there);
    return ok;
}

// Open for writing: a reader would leave the engine's files beside the database.
static bool check_restored(struct job *job, const struct call *call)
{
    struct store_options options = {.url = call_path(&job->mem, call, "stoppress.db")};
    AUTO_STORE *store = NULL;
    return store_open(job, &options, &store) && site_check(job, call, store);
}

bool command_restore(struct job *job, struct call *call)
{
    struct str data = call->settings->data;
    if (!refuse_a_site(job, call) || !restore(job, call))
        return false;
    bool well = check_restored(job, call);
    if (well)
        printf("The site is in " STR_FMT ".\n", STR_ARG(data));
    else
        fprintf(stderr,
                "The site is in " STR_FMT ", but not all of it is well: what is named here is "
                "damaged or missing. Restore an older backup too, into another directory, and "
                "compare.\n",
                STR_ARG(data));
    return well;
}
