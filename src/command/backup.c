// backup, restore: a whole site in one file. It is a tar: stoppress.db, a consistent copy taken
// while others write, stoppress.conf, and the pictures as they came; renditions are made again.
#include "command/internal.h"
#include "command/tar.h"

#include <errno.h>
#include <unistd.h>

// ── backup ────────────────────────────────────────────────────────────────────────────────────

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
    if (!tar_create(job, out, &tar))
        return false;
    bool ok = store_backup(job, store, copy) && add_all(job, call, store, &tar, copy);
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

// ── restore ───────────────────────────────────────────────────────────────────────────────────

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

static bool verify(struct job *job, const char *path)
{
    struct str problems;
    struct store_options options = {.url = path, .read_only = true};
    AUTO_STORE *store = NULL;
    if (!store_open(job, &options, &store) || !store_check(job, store, &problems))
        return false;
    if (problems.len)
        return job_fail(job, FAULT_INVALID, "the backup is damaged: " STR_FMT, STR_ARG(problems));
    return true;
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

static void remove_parts(struct job *job, const struct call *call)
{
    pictures_remove(job, call, "media.part");
    static const char *const made[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        char *part = part_path(job, call, members[i]);
        for (size_t j = 0; j < ARRAY_LEN(made); j++)
            unlink(str_c(&job->mem, str_printf(&job->mem, "%s%s", part, made[j])));
    }
}

bool command_restore(struct job *job, struct call *call)
{
    struct tar_reader tar = {0};
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        char *path = call_path(&job->mem, call, members[i]);
        if (access(path, F_OK) == 0)
            return job_fail(job, FAULT_CONFLICT,
                            "%s is there already and is not overwritten; restore into an empty "
                            "directory",
                            path);
    }
    if (!call_make_directory(job, call) || !tar_open(job, str_c(&job->mem, call->words[0]), &tar))
        return false;
    bool ok = extract_all(job, call, &tar) && verify(job, part_path(job, call, "stoppress.db"));
    tar_close(&tar);
    ok = ok && put_in_place(job, call);
    remove_parts(job, call);
    if (ok)
        printf("The site is in " STR_FMT ".\n", STR_ARG(call->settings->data));
    return ok;
}
