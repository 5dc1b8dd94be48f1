#include "command/tar.h"

#include "command/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 512, NAME_BYTES_MAX = 99, CHUNK = 1 << 16 };

// POSIX.1-1988 with the ustar magic.
struct header {
    char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type, link[100];
    char magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], rest[12];
};
static_assert(sizeof(struct header) == BLOCK, "a tar header is one block");

static bool fail_errno(struct job *job, const char *path)
{
    return job_fail(job, errno == ENOSPC ? FAULT_UNAVAILABLE : FAULT_INTERNAL, "%s: %s", path,
                    strerror(errno));
}

// The sum of the header's bytes, its own field counted as blanks.
static unsigned checksum_of(const struct header *header)
{
    const unsigned char *bytes = (const unsigned char *)header;
    unsigned sum = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        bool is_own = i >= offsetof(struct header, checksum) && i < offsetof(struct header, type);
        sum += is_own ? ' ' : bytes[i];
    }
    return sum;
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

bool tar_create(struct job *job, const char *path, struct tar_writer *out)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return job_fail(job, FAULT_CONFLICT, "%s is there already; choose another name", path);
    if (fd < 0)
        return fail_errno(job, path);
    *out = (struct tar_writer){.file = fdopen(fd, "w"), .path = str_c(&job->mem, str_from(path))};
    return true;
}

static void put_octal(char *field, size_t bytes, uint64_t value)
{
    field[bytes - 1] = '\0';
    for (size_t i = bytes - 1; i-- > 0; value >>= 3)
        field[i] = (char)('0' + (value & 7));
}

static void put_size(struct header *header, int64_t size)
{
    uint64_t rest = (uint64_t)size;
    if (size < (int64_t)1 << 33) {
        put_octal(header->size, sizeof(header->size), rest);
        return;
    }
    for (size_t i = sizeof(header->size); i-- > 1; rest >>= 8)
        header->size[i] = (char)(rest & 255);
    header->size[0] = (char)0x80;
}

static void make_header(struct header *header, const char *name, const struct stat *about)
{
    *header = (struct header){.type = '0', .magic = "ustar", .version = {'0', '0'}};
    memcpy(header->name, name, strlen(name));
    put_octal(header->mode, sizeof(header->mode), 0600);
    put_octal(header->uid, sizeof(header->uid), 0);
    put_octal(header->gid, sizeof(header->gid), 0);
    put_octal(header->mtime, sizeof(header->mtime), (uint64_t)about->st_mtime);
    put_size(header, about->st_size);
    put_octal(header->checksum, 7, checksum_of(header));
    header->checksum[7] = ' ';
}

// Exactly `size` bytes of `from`: a file that shrinks meanwhile would shift all that follows.
static bool copy_bytes(struct job *job, FILE *from, FILE *to, int64_t size, const char *from_path,
                       const char *to_path, struct progress *progress)
{
    char chunk[CHUNK];
    while (size > 0) {
        size_t want = size < CHUNK ? (size_t)size : CHUNK;
        size_t got = fread(chunk, 1, want, from);
        if (got == 0)
            return job_fail(job, FAULT_INVALID, "%s ends too early", from_path);
        if (fwrite(chunk, 1, got, to) != got)
            return fail_errno(job, to_path);
        size -= (int64_t)got;
        if (progress)
            progress_add(progress, (int64_t)got);
    }
    return true;
}

static bool put_padding(struct job *job, struct tar_writer *tar, size_t bytes)
{
    static const char zeros[2 * BLOCK];
    return fwrite(zeros, 1, bytes, tar->file) == bytes || fail_errno(job, tar->path);
}

static bool add_open_file(struct job *job, struct tar_writer *tar, const char *name, FILE *from,
                          const char *from_path)
{
    struct header header;
    struct stat about;
    if (fstat(fileno(from), &about) != 0)
        return fail_errno(job, from_path);
    make_header(&header, name, &about);
    if (fwrite(&header, 1, BLOCK, tar->file) != BLOCK)
        return fail_errno(job, tar->path);
    return copy_bytes(job, from, tar->file, about.st_size, from_path, tar->path, tar->progress) &&
           put_padding(job, tar, (size_t)(-about.st_size & (BLOCK - 1)));
}

bool tar_add_file(struct job *job, struct tar_writer *tar, const char *name, const char *from_path)
{
    assert(strlen(name) <= NAME_BYTES_MAX);
    FILE *from = fopen(from_path, "re");
    if (!from)
        return fail_errno(job, from_path);
    bool ok = add_open_file(job, tar, name, from, from_path);
    fclose(from);
    return ok;
}

bool tar_finish(struct job *job, struct tar_writer *tar)
{
    FILE *file = tar->file;
    if (!put_padding(job, tar, 2 * BLOCK))
        return false;
    tar->file = NULL;
    bool ok = fflush(file) == 0 && fsync(fileno(file)) == 0;
    ok &= fclose(file) == 0;
    return ok || fail_errno(job, tar->path);
}

void tar_abandon(struct tar_writer *tar)
{
    if (!tar->file)
        return;
    fclose(tar->file);
    unlink(tar->path);
    tar->file = NULL;
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

bool tar_open(struct job *job, const char *path, struct tar_reader *out)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return job_fail(job, FAULT_NOT_FOUND, "%s cannot be opened: %s", path, strerror(errno));
    *out = (struct tar_reader){.file = file, .path = str_c(&job->mem, str_from(path))};
    return true;
}

void tar_close(struct tar_reader *tar)
{
    if (tar->file)
        fclose(tar->file);
    tar->file = NULL;
}

static bool parse_octal(const char *field, size_t bytes, int64_t *out)
{
    int64_t value = 0;
    size_t i = 0, digits = 0;
    while (i < bytes && field[i] == ' ')
        i++;
    for (; i < bytes && field[i] >= '0' && field[i] <= '7'; i++, digits++)
        value = value * 8 + (field[i] - '0');
    *out = value;
    return digits > 0 && (i == bytes || field[i] == '\0' || field[i] == ' ');
}

static bool parse_size(const struct header *header, int64_t *out)
{
    const unsigned char *bytes = (const unsigned char *)header->size;
    if (bytes[0] != 0x80)
        return parse_octal(header->size, sizeof(header->size), out);
    uint64_t value = 0;
    for (size_t i = 4; i < sizeof(header->size); i++)
        value = value << 8 | bytes[i];
    *out = (int64_t)value;
    return bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 0 && *out >= 0;
}

static bool is_safe_name(struct str name)
{
    struct str part;
    if (!name.len || name.at[0] == '/')
        return false;
    for (struct str rest = name; str_cut(&rest, '/', &part);) {
        if (!part.len || str_is(part, ".") || str_is(part, ".."))
            return false;
    }
    return true;
}

static bool is_all_zero(const struct header *header)
{
    static const struct header zero;
    return memcmp(header, &zero, BLOCK) == 0;
}

bool tar_next(struct job *job, struct tar_reader *tar, bool *found, struct str *name)
{
    struct header header;
    int64_t sum = 0, size = 0;
    if (fseeko(tar->file, tar->left + tar->padding, SEEK_CUR) != 0 ||
        fread(&header, 1, BLOCK, tar->file) != BLOCK)
        return job_fail(job, FAULT_INVALID, "%s ends too early: it is damaged, or no backup",
                        tar->path);
    *found = !is_all_zero(&header);
    if (!*found)
        return true;
    struct str given = {header.name, strnlen(header.name, sizeof(header.name))};
    if (!parse_octal(header.checksum, sizeof(header.checksum), &sum) ||
        sum != checksum_of(&header) || header.type != '0' || !parse_size(&header, &size) ||
        !is_safe_name(given) || header.prefix[0])
        return job_fail(job, FAULT_INVALID, "%s is no backup of a site, or it is damaged",
                        tar->path);
    tar->left = size;
    tar->padding = -size & (BLOCK - 1);
    *name = str_copy(&job->mem, given);
    return true;
}

bool tar_extract(struct job *job, struct tar_reader *tar, const char *to_path)
{
    int fd = open(to_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_errno(job, to_path);
    FILE *to = fdopen(fd, "w");
    if (!to) {
        close(fd);
        return fail_errno(job, to_path);
    }
    bool ok = copy_bytes(job, tar->file, to, tar->left, tar->path, to_path, tar->progress) &&
              ((fflush(to) == 0 && fsync(fd) == 0) || fail_errno(job, to_path));
    tar->left = 0;
    if (fclose(to) != 0 && ok)
        return fail_errno(job, to_path);
    return ok;
}
