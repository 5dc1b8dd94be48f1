// The pictures of a site, as commands need them: into a backup and out of it, and checked.
#include "command/internal.h"
#include "command/progress.h"
#include "command/tar.h"
#include "media/media.h"
#include "news/picture.h"

#include <errno.h>
#include <ftw.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PICTURES_AT_A_TIME = 500 };

// Calls `visit` for each picture, with a job of its own: their bytes do not add up.
struct visit {
    bool (*one)(struct job *job, void *with, const struct picture *picture);
    void *with;
};

static bool visit_some(struct job *job, struct store *store, const struct visit *visit,
                       int64_t *before, bool *more)
{
    struct picture *pictures;
    size_t count;
    AUTO_JOB look;
    job_start(&look, job->now_ms);
    AUTO_TXN txn = read_begin(&look, store, NULL);
    if (!txn.open ||
        !picture_list(&look, &txn, PICTURES_AT_A_TIME, *before, &pictures, &count, more))
        return job_fail(job, look.fault.kind, "%s", look.fault.text);
    txn_end(&txn);
    for (size_t i = 0; i < count; i++) {
        AUTO_JOB own;
        job_start(&own, job->now_ms);
        if (!visit->one(&own, visit->with, &pictures[i]))
            return job_fail(job, own.fault.kind, "%s", own.fault.text);
        *before = pictures[i].id;
    }
    return true;
}

static bool visit_all(struct job *job, struct store *store, const struct visit *visit)
{
    int64_t before = 0;
    bool more = true;
    while (more) {
        if (!visit_some(job, store, visit, &before, &more))
            return false;
    }
    return true;
}

// ── backup ────────────────────────────────────────────────────────────────────────────────────

struct adding {
    const struct call *call;
    struct tar_writer *tar;
};

static bool add_one(struct job *job, void *with, const struct picture *picture)
{
    struct adding *adding = with;
    char *name = str_c(&job->mem, media_original(&job->mem, S("media"), picture->hash));
    char *path = call_path(&job->mem, adding->call, name);
    if (access(path, R_OK) == 0)
        return tar_add_file(job, adding->tar, name, path);
    fprintf(stderr, "picture %lld is not in the backup: %s: %s\n", (long long)picture->id, path,
            strerror(errno));
    return true;
}

bool pictures_add(struct job *job, const struct call *call, struct store *store,
                  struct tar_writer *tar)
{
    struct adding adding = {call, tar};
    return visit_all(job, store, &(struct visit){add_one, &adding});
}

// ── restore ───────────────────────────────────────────────────────────────────────────────────

#define MEMBER_FOLDER S("media/")

bool is_picture_member(struct str name)
{
    return str_starts(name, MEMBER_FOLDER) && is_media_original(str_after(name, MEMBER_FOLDER.len));
}

static bool make_folders(struct job *job, char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool ok = mkdir(path, 0700) == 0 || errno == EEXIST;
        if (!ok)
            job_fail(job, FAULT_INTERNAL, "%s cannot be made: %s", path, strerror(errno));
        *slash = '/';
        if (!ok)
            return false;
    }
    return true;
}

bool pictures_extract(struct job *job, const struct call *call, struct tar_reader *tar,
                      struct str name)
{
    struct str inside = str_join(&job->mem, S("media.part/"), str_after(name, MEMBER_FOLDER.len));
    char *path = call_path(&job->mem, call, str_c(&job->mem, inside));
    return make_folders(job, path) && tar_extract(job, tar, path);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    return remove(path);
}

void pictures_remove(struct job *job, const struct call *call, const char *name)
{
    enum { OPEN_FOLDERS = 8 };
    nftw(call_path(&job->mem, call, name), remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

// ── what was broken off ───────────────────────────────────────────────────────────────────────

enum { BROKEN_OFF_S = 3600 };

// Of an upload whose process was killed; one that is under way is younger.
static int sweep_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    bool old = about->st_mtime < time(NULL) - BROKEN_OFF_S;
    if (kind == FTW_F && old && str_ends(str_from(path), S(".part")))
        unlink(path);
    return 0;
}

void pictures_sweep(struct job *job, const struct call *call)
{
    enum { OPEN_FOLDERS = 8 };
    nftw(call_path(&job->mem, call, "media"), sweep_one, OPEN_FOLDERS, FTW_PHYS);
}

// ── check ─────────────────────────────────────────────────────────────────────────────────────

struct checking {
    struct media *media;
    const struct call *call;
    size_t count, wrong;
    struct progress progress;
};

static bool check_one(struct job *job, void *with, const struct picture *picture)
{
    struct checking *checking = with;
    bool well = false, is_there = media_verify(job, checking->media, picture->hash, &well);
    checking->count++;
    progress_add(&checking->progress, 1);
    if (is_there && well)
        return true;
    if (!is_there && job->fault.kind != FAULT_NOT_FOUND)
        return false;
    checking->wrong++;
    progress_clear(&checking->progress);
    struct str path = media_original(&job->mem, S("media"), picture->hash);
    fprintf(stderr, "picture %lld: %s is %s\n", (long long)picture->id,
            call_path(&job->mem, checking->call, str_c(&job->mem, path)),
            is_there ? "damaged: its bytes are not those that came in" : "missing");
    return true;
}

bool pictures_check(struct job *job, const struct call *call, struct store *store)
{
    struct checking checking = {.call = call};
    struct media_options options = {.dir = str_join(&job->mem, call->settings->data, S("/media"))};
    if (!media_open(job, &options, &checking.media))
        return false;
    progress_start(&checking.progress, "pictures", 0);
    bool ok = visit_all(job, store, &(struct visit){check_one, &checking});
    progress_clear(&checking.progress);
    media_close(checking.media);
    if (!ok)
        return false;
    if (checking.wrong)
        return job_fail(job, FAULT_CONFLICT,
                        "%zu of %zu pictures are missing or damaged; send the same files again, or "
                        "take them from a backup",
                        checking.wrong, checking.count);
    printf("pictures: %zu, well\n", checking.count);
    return true;
}
