// One story after the other, and what is said of each.
#include "wire/export.h"

#include "news/house_page.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { IDS_AT_A_TIME = 1000, PROGRESS_EVERY = 100 };

bool export_write(struct job *job, struct exporter *export, struct str bytes)
{
    if (fwrite(bytes.at, 1, bytes.len, export->to) == bytes.len)
        return true;
    return job_fail(job, FAULT_INTERNAL, "the export cannot be written: %s", strerror(errno));
}

// ── one ───────────────────────────────────────────────────────────────────────────────────────

bool exported_read(struct job *job, struct exporter *export, int64_t id, struct exported *out)
{
    struct exported exported = {0};
    struct story_state state;
    if (!story_state_read(job, &export->txn, id, &state))
        return false;
    int64_t face = state.public_version ? state.public_version : state.version;
    exported.revised = face != state.version && !str_is(state.status, "withdrawn");
    if (!story_face(job, &export->txn, id, face, &exported.story) ||
        (exported.revised &&
         !story_face(job, &export->txn, id, state.version, &exported.revision)) ||
        !story_past_read(job, &export->txn, &state, &exported.past) ||
        !story_outside_name(job, &export->txn, &state, &exported.name))
        return false;
    *out = exported;
    return true;
}

bool exported_name(struct job *job, struct exporter *export, int64_t id, struct str *out)
{
    struct story_state state;
    *out = S("");
    if (!story_state_read(job, &export->txn, id, &state)) {
        if (job->fault.kind != FAULT_NOT_FOUND)
            return false;
        job_forgive(job);
        return true;
    }
    return story_outside_name(job, &export->txn, &state, out);
}

// ── pictures ──────────────────────────────────────────────────────────────────────────────────

static struct str suffix_of(struct str media_type)
{
    struct str type, kind;
    if (!str_split(media_type, '/', &type, &kind))
        return S("bin");
    return str_is(kind, "jpeg") ? S("jpg") : kind;
}

bool exported_picture(struct job *job, struct exporter *export, int64_t id, struct picture *out,
                      struct str *file)
{
    if (!picture_get(job, &export->txn, id, 0, out))
        return false;
    struct str suffix = suffix_of(out->media_type);
    *file = str_printf(&job->mem, STR_FMT "." STR_FMT, STR_ARG(out->hash), STR_ARG(suffix));
    return true;
}

static bool copy_bytes(struct job *job, int from, int to, const char *path)
{
    struct stat is;
    if (fstat(from, &is) != 0)
        return job_fail(job, FAULT_INTERNAL, "%s: %s", path, strerror(errno));
    for (off_t left = is.st_size; left > 0;) {
        ssize_t sent = sendfile(to, from, NULL, (size_t)left);
        if (sent <= 0)
            return job_fail(job, FAULT_INTERNAL, "%s cannot be written: %s", path,
                            sent ? strerror(errno) : "its end came early");
        left -= sent;
    }
    return true;
}

static bool copy_open(struct job *job, int in, const char *part, const char *to)
{
    unlink(part); // what waits there may be a link
    int out = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (out < 0)
        return job_fail(job, FAULT_INTERNAL, "%s cannot be made: %s", part, strerror(errno));
    bool ok = copy_bytes(job, in, out, part);
    if (close(out) != 0 && ok)
        ok = job_fail(job, FAULT_INTERNAL, "%s cannot be written: %s", part, strerror(errno));
    if (ok && rename(part, to) != 0)
        ok = job_fail(job, FAULT_INTERNAL, "%s: %s", to, strerror(errno));
    if (!ok)
        unlink(part);
    return ok;
}

// Whole or not at all: a name is there only with all its bytes.
static bool copy_file(struct job *job, const char *from, const char *to)
{
    char *part = str_c(&job->mem, str_printf(&job->mem, "%s.part", to));
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        fprintf(stderr, "a picture's bytes are not in the export: %s: %s\n", from, strerror(errno));
        return true;
    }
    bool ok = copy_open(job, in, part, to);
    close(in);
    return ok;
}

bool export_original(struct job *job, struct exporter *export, const struct picture *picture,
                     struct str file)
{
    struct stat is;
    if (!export->media_dir.len)
        return true;
    struct arena *mem = &job->mem;
    char *from = str_c(mem, media_original(mem, export->originals, picture->hash));
    char *to =
        str_c(mem, str_printf(mem, STR_FMT "/" STR_FMT, STR_ARG(export->media_dir), STR_ARG(file)));
    return stat(to, &is) == 0 || copy_file(job, from, to);
}

// ── all ───────────────────────────────────────────────────────────────────────────────────────

static void show_progress(const struct exporter *export, bool last)
{
    if (!isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r%zu of %lld stories%s", export->stories, (long long)export->count,
            last ? "\n" : " ");
}

static bool take_one(struct job *job, struct exporter *export, int64_t id, export_story *one)
{
    AUTO_JOB own;
    struct exported exported;
    job_start(&own, job->now_ms);
    if (!exported_read(&own, export, id, &exported) || !one(&own, export, &exported))
        return job_fail(job, own.fault.kind, "story %lld: %s", (long long)id, own.fault.text);
    if (++export->stories % PROGRESS_EVERY == 0)
        show_progress(export, false);
    return true;
}

bool export_stories(struct job *job, struct exporter *export, export_story *one)
{
    struct id_list ids;
    if (!story_count_all(job, &export->txn, &export->count))
        return false;
    for (int64_t after = 0;;) {
        AUTO_JOB own;
        job_start(&own, job->now_ms);
        if (!story_ids_after(&own, &export->txn, after, IDS_AT_A_TIME, &ids))
            return job_fail(job, own.fault.kind, "%s", own.fault.text);
        for (size_t i = 0; i < ids.count; i++)
            if (!take_one(job, export, ids.items[i], one))
                return false;
        if (ids.count < IDS_AT_A_TIME)
            break;
        after = ids.items[ids.count - 1];
    }
    show_progress(export, true);
    return true;
}

bool export_pages(struct job *job, struct exporter *export, export_page *one)
{
    struct edition *editions;
    struct house_page *pages;
    size_t editions_count, count;
    if (!edition_list(job, &export->txn, &editions, &editions_count))
        return false;
    for (size_t i = 0; i < editions_count; i++) {
        if (!house_page_list(job, &export->txn, &editions[i], &pages, &count))
            return false;
        for (size_t at = 0; at < count; at++) {
            if (!one(job, export, &editions[i], pages[at].slug))
                return false;
        }
    }
    return true;
}
