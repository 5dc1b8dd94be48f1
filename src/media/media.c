#include "media/internal.h"

#include <unistd.h>

struct media {
    struct arena mem;
    struct str dir;
    struct crew *crew;
};

enum { WORKERS_MOST = 4, DEADLINE_MS = 20000 };

static int workers_of(int asked)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (asked <= 0)
        asked = cores > 0 ? (int)cores : 1;
    return asked < WORKERS_MOST ? asked : WORKERS_MOST;
}

bool media_open(struct job *job, const struct media_options *options, struct media **out)
{
    struct media *media = heap_take(sizeof(*media));
    arena_start(&media->mem);
    media->dir = str_copy(&media->mem, options->dir);
    media->crew = crew_open(options->worker ? options->worker : "/proc/self/exe",
                            workers_of(options->workers_max),
                            options->deadline_ms ? options->deadline_ms : DEADLINE_MS);
    *out = media;
    return true;
}

void media_close(struct media *media)
{
    if (!media)
        return;
    crew_close(media->crew);
    arena_end(&media->mem);
    free(media);
}

// ── taking ────────────────────────────────────────────────────────────────────────────────────

static bool check_bytes(struct job *job, struct str bytes)
{
    if (bytes.len > MEDIA_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG, "a picture may have at most %d MB; this one has %zu",
                        MEDIA_BYTES_MAX >> 20, bytes.len >> 20);
    if (kind_of(bytes) == KIND_NONE)
        return job_fail(job, FAULT_UNSUPPORTED,
                        "this file is %s; JPEG, PNG, WebP, GIF, AVIF and HEIC pictures are taken",
                        kind_refused(bytes));
    return true;
}

bool media_take(struct job *job, struct media *media, struct str bytes, struct media_facts *out)
{
    struct answered answered;
    if (!check_bytes(job, bytes))
        return false;
    struct task task = {.act = TASK_LOOK, .kind = kind_of(bytes)};
    if (!crew_do(job, media->crew, &task, bytes, &answered))
        return false;
    struct str hash = digest_hex(&job->mem, bytes, HASH_HEX / 2);
    // Also when it is there: what a disk has damaged is mended by sending it again.
    if (!keep_write(job, media_original(&job->mem, media->dir, hash), bytes))
        return false;
    *out = (struct media_facts){.hash = hash,
                                .media_type = str_from(kind_facts[task.kind].media_type),
                                .width = answered.head.width,
                                .height = answered.head.height,
                                .caption = answered.caption,
                                .credit = answered.credit};
    return true;
}

// ── rendering ─────────────────────────────────────────────────────────────────────────────────

static bool read_original(struct job *job, struct media *media, struct str hash, struct str *out)
{
    bool found;
    if (!is_media_hash(hash))
        return job_fail(job, FAULT_NOT_FOUND, "there is no such picture");
    if (!keep_read(job, media_original(&job->mem, media->dir, hash), &found, out))
        return false;
    return found || job_fail(job, FAULT_NOT_FOUND,
                             "the file of this picture is not in the site's directory");
}

// A full disk must not keep a picture from its readers: it is made again next time.
static void keep_if_possible(struct job *job, struct str path, struct str bytes)
{
    if (!keep_write(job, path, bytes)) {
        log_fault("media", job);
        job_forgive(job);
    }
}

// It was decoded when it came in: who asks now has done nothing wrong.
static bool fail_reader(struct job *job)
{
    struct fault why = job->fault;
    if (why.kind == FAULT_UNAVAILABLE)
        return false;
    job_forgive(job);
    return job_fail(job, FAULT_INTERNAL, "no rendition could be made: %s", why.text);
}

static bool render(struct job *job, struct media *media, const struct media_rendition *asked,
                   struct str *out)
{
    struct str bytes;
    struct answered answered;
    if (!read_original(job, media, asked->hash, &bytes))
        return false;
    struct task task = {.act = TASK_RENDER, .kind = kind_of(bytes), .format = asked->format};
    media_cut_of(asked, &task.cut);
    if (task.kind == KIND_NONE)
        return job_fail(job, FAULT_INTERNAL, "the file of this picture is damaged");
    if (!crew_do(job, media->crew, &task, bytes, &answered))
        return fail_reader(job);
    *out = answered.bytes;
    return true;
}

bool media_render(struct job *job, struct media *media, const struct media_rendition *asked,
                  struct str *out)
{
    bool found;
    if (!is_media_hash(asked->hash))
        return job_fail(job, FAULT_NOT_FOUND, "there is no such picture");
    struct str path = keep_rendition(&job->mem, media->dir, asked);
    if (!keep_read(job, path, &found, out))
        return false;
    if (found && out->len)
        return true;
    if (!render(job, media, asked, out))
        return false;
    keep_if_possible(job, path, *out);
    return true;
}

bool media_verify(struct job *job, struct media *media, struct str hash, bool *well)
{
    struct str bytes;
    if (!read_original(job, media, hash, &bytes))
        return false;
    *well = str_eq(digest_hex(&job->mem, bytes, HASH_HEX / 2), hash);
    return true;
}
