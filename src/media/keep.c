// Files under DIR/media: originals/ab/HASH as they came, renditions/ab/HASH/NAME as they go out. A
// file is written beside its place and renamed, so that nobody ever reads half of one.
#include "media/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_at(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}
#define AUTO_CLOSE AUTO_END(close_at)

static bool fail_errno(struct job *job, struct str path)
{
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        return job_fail(
            job, FAULT_UNAVAILABLE,
            "the disk is full: the picture was not kept; free some space and try again");
    return job_fail(job, FAULT_INTERNAL, STR_FMT ": %s", STR_ARG(path), strerror(errno));
}

bool is_media_hash(struct str hash)
{
    for (size_t i = 0; i < hash.len; i++) {
        if (!((hash.at[i] >= '0' && hash.at[i] <= '9') || (hash.at[i] >= 'a' && hash.at[i] <= 'f')))
            return false;
    }
    return hash.len == HASH_HEX;
}

struct str media_original(struct arena *mem, struct str dir, struct str hash)
{
    assert(is_media_hash(hash));
    return str_printf(mem, STR_FMT "/originals/" STR_FMT "/" STR_FMT, STR_ARG(dir),
                      STR_ARG(str_from_to(hash, 0, 2)), STR_ARG(hash));
}

bool is_media_original(struct str name)
{
    struct str folder, shelf, hash;
    return str_split(name, '/', &folder, &hash) && str_split(hash, '/', &shelf, &hash) &&
           str_is(folder, "originals") && is_media_hash(hash) &&
           str_eq(shelf, str_from_to(hash, 0, 2));
}

struct str keep_rendition(struct arena *mem, struct str dir, const struct media_rendition *asked)
{
    assert(is_media_hash(asked->hash));
    // The path's last part says all but the hash: tag, shape, width, format.
    struct str path = media_path(mem, 1, asked);
    return str_printf(mem, STR_FMT "/renditions/" STR_FMT "/" STR_FMT STR_FMT, STR_ARG(dir),
                      STR_ARG(str_from_to(asked->hash, 0, 2)), STR_ARG(asked->hash),
                      STR_ARG(str_after(path, sizeof("/media/1") - 1)));
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

static struct str folder_of(struct str path)
{
    while (path.len && path.at[path.len - 1] != '/')
        path.len--;
    return str_from_to(path, 0, path.len ? path.len - 1 : 0);
}

static bool sync_folder(struct job *job, struct str path)
{
    AUTO_CLOSE int fd = open(str_c(&job->mem, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || fail_errno(job, path);
}

// A new folder's name must be on disk too, or what is in it is lost with it.
static bool make_folder(struct job *job, struct str path)
{
    char *name = str_c(&job->mem, path);
    if (mkdir(name, 0700) == 0)
        return sync_folder(job, folder_of(path));
    if (errno == EEXIST)
        return true;
    if (errno != ENOENT || !folder_of(path).len)
        return fail_errno(job, path);
    return make_folder(job, folder_of(path)) && make_folder(job, path);
}

static bool write_synced(struct job *job, int fd, struct str path, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t wrote = write(fd, bytes.at, bytes.len);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return fail_errno(job, path);
        bytes = str_after(bytes, (size_t)wrote);
    }
    return fsync(fd) == 0 || fail_errno(job, path);
}

static bool write_beside(struct job *job, struct str beside, struct str bytes)
{
    AUTO_CLOSE int fd =
        open(str_c(&job->mem, beside), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return fd >= 0 ? write_synced(job, fd, beside, bytes) : fail_errno(job, beside);
}

bool keep_write(struct job *job, struct str path, struct str bytes)
{
    struct str token = random_token(&job->mem, 9), folder = folder_of(path);
    struct str beside =
        str_printf(&job->mem, STR_FMT "." STR_FMT ".part", STR_ARG(path), STR_ARG(token));
    if (!make_folder(job, folder))
        return false;
    if (write_beside(job, beside, bytes)) {
        if (rename(str_c(&job->mem, beside), str_c(&job->mem, path)) == 0)
            return sync_folder(job, folder);
        fail_errno(job, path);
    }
    unlink(str_c(&job->mem, beside));
    return false;
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

static bool read_all(struct job *job, int fd, struct str path, struct str *out)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return fail_errno(job, path);
    if (!S_ISREG(about.st_mode) || about.st_size > ANSWER_BYTES_MAX)
        return job_fail(job, FAULT_INTERNAL, STR_FMT " is no picture's file", STR_ARG(path));
    size_t len = 0, size = (size_t)about.st_size;
    char *room = arena_take_raw(&job->mem, size + 1);
    while (len < size) {
        ssize_t got = read(fd, room + len, size - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_errno(job, path);
        if (got == 0)
            break;
        len += (size_t)got;
    }
    *out = (struct str){room, len};
    return true;
}

bool keep_read(struct job *job, struct str path, bool *found, struct str *out)
{
    AUTO_CLOSE int fd = open(str_c(&job->mem, path), O_RDONLY | O_CLOEXEC);
    *found = fd >= 0;
    if (!*found)
        return errno == ENOENT || errno == ENOTDIR || fail_errno(job, path);
    return read_all(job, fd, path, out);
}
