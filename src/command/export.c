// export: the site's stories in one file, from one moment, while it runs.
#include "command/internal.h"
#include "wire/export.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *name;
    bool (*run)(struct job *job, struct exporter *export);
} formats[] = {{"jsonl", export_jsonl}, {"wxr", export_wxr}};

static struct str origin_of(const struct settings *settings)
{
    struct str origin = settings->site_url;
    while (str_ends(origin, S("/")))
        origin.len--;
    return origin;
}

static bool make_folder(struct job *job, const char *path)
{
    if (mkdir(path, 0755) == 0 || errno == EEXIST)
        return true;
    return job_fail(job, FAULT_INTERNAL, "the folder %s of --media cannot be made: %s", path,
                    strerror(errno));
}

static bool write_all(struct job *job, struct store *store, struct exporter *export, size_t format)
{
    export->txn = read_begin(job, store, NULL);
    bool ok = export->txn.open && formats[format].run(job, export);
    txn_end(&export->txn);
    if (ok && fflush(export->to) != 0)
        ok = job_fail(job, FAULT_INTERNAL, "the export cannot be written: %s", strerror(errno));
    free(export->things.slots);
    free(export->pictures.slots);
    return ok;
}

// Under its name only when it is whole.
static bool write_file(struct job *job, struct store *store, struct exporter *export, size_t format,
                       const char *path)
{
    char *part = str_c(&job->mem, str_printf(&job->mem, "%s.part", path));
    unlink(part); // of an export that was stopped; never written through a link that waits there
    export->to = fopen(part, "wxe");
    if (!export->to)
        return job_fail(job, FAULT_INTERNAL, "%s cannot be made: %s", part, strerror(errno));
    bool ok = write_all(job, store, export, format);
    if (ok && fsync(fileno(export->to)) != 0)
        ok = job_fail(job, FAULT_INTERNAL, "%s cannot be written: %s", part, strerror(errno));
    fclose(export->to);
    if (ok && rename(part, path) != 0)
        ok = job_fail(job, FAULT_INTERNAL, "%s: %s", path, strerror(errno));
    if (!ok)
        unlink(part);
    else
        fprintf(stderr, "%zu stories are in %s.\n", export->stories, path);
    return ok;
}

// A pipe or a device is no file that could take the place of another.
static bool is_stream(const char *path)
{
    struct stat is;
    return stat(path, &is) == 0 && !S_ISREG(is.st_mode);
}

static bool write_stream(struct job *job, struct store *store, struct exporter *export,
                         size_t format, const char *path)
{
    export->to = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
    if (!export->to)
        return job_fail(job, FAULT_INTERNAL, "%s cannot be opened: %s", path, strerror(errno));
    bool ok = write_all(job, store, export, format);
    if (export->to != stdout)
        fclose(export->to);
    return ok;
}

// What the site itself lives in is not written over, by whichever name it is called.
static bool check_place(struct job *job, const struct call *call, const char *path)
{
    static const char *const own[] = {"stoppress.db", "stoppress.db-wal", "stoppress.db-shm",
                                      "stoppress.conf"};
    struct stat is, mine;
    if (!path[0])
        return job_fail(job, FAULT_BAD_INPUT, "where to? OUT is a file, or - for the output");
    for (size_t i = 0; i < ARRAY_LEN(own) && stat(path, &is) == 0; i++) {
        if (stat(call_path(&job->mem, call, own[i]), &mine) == 0 && is.st_dev == mine.st_dev &&
            is.st_ino == mine.st_ino)
            return job_fail(job, FAULT_CONFLICT,
                            "%s is the site itself (%s); write the export somewhere else", path,
                            own[i]);
    }
    return true;
}

static bool run(struct job *job, struct call *call, size_t format)
{
    struct exporter export = {.actor = actor_of_house(S("command")),
                              .origin = origin_of(call->settings),
                              .media_dir = call_flag(call, "media", NULL),
                              .originals = str_from(call_path(&job->mem, call, "media"))};
    AUTO_STORE *store = NULL;
    char *out = str_c(&job->mem, call->words[1]);
    if (!call_open_store(job, call, true, &store) || !check_place(job, call, out) ||
        (export.media_dir.len && !make_folder(job, str_c(&job->mem, export.media_dir))))
        return false;
    return strcmp(out, "-") == 0 || is_stream(out) ? write_stream(job, store, &export, format, out)
                                                   : write_file(job, store, &export, format, out);
}

bool command_export(struct job *job, struct call *call)
{
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (str_is(call->words[0], formats[i].name))
            return run(job, call, i);
    return job_fail(job, FAULT_BAD_INPUT, "there is no format " STR_FMT "; there are jsonl and wxr",
                    STR_ARG(str_from_to(call->words[0], 0, 40)));
}
