#include "wire/wxr_files.h"

#include "text/url.h"
#include "wire/import_source.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { FILES_MAX = 1000000, DEPTH_MAX = 8 };

void wxr_files_start(struct wxr_files *files, struct str dir)
{
    *files = (struct wxr_files){.dir = dir};
    while (files->dir.len > 1 && str_ends(files->dir, S("/")))
        files->dir.len--;
    arena_start(&files->mem);
}

void wxr_files_end(struct wxr_files *files)
{
    arena_end(&files->mem);
}

// ── names ─────────────────────────────────────────────────────────────────────────────────────

static struct str base_name(struct str path)
{
    for (size_t i = path.len; i > 0; i--) {
        if (path.at[i - 1] == '/')
            return str_after(path, i);
    }
    return path;
}

static bool leads_out(struct str path)
{
    struct str part;
    for (struct str rest = path; str_cut(&rest, '/', &part);) {
        if (str_is(part, "..") || str_is(part, ".") || memchr(part.at, 0, part.len))
            return true;
    }
    return str_starts(path, S("/"));
}

bool wxr_upload_path(struct arena *mem, struct str url, struct str *out)
{
    // Behind the last two: networks of old, and wordpress.com.
    static const char *const marks[] = {"/wp-content/uploads/", "/files/", ".files.wordpress.com/"};
    struct str decoded;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        ptrdiff_t at = str_find(url, str_from(marks[i]));
        if (at < 0)
            continue;
        struct str path = str_after(url, (size_t)at + strlen(marks[i])), rest;
        str_split(path, '?', &path, &rest);
        str_split(path, '#', &path, &rest);
        if (!path.len || !url_decode(mem, path, &decoded) || leads_out(decoded))
            return false;
        *out = decoded;
        return true;
    }
    return false;
}

// ── the folder ────────────────────────────────────────────────────────────────────────────────

static void add_file(struct wxr_files *files, struct str path)
{
    if (files->count >= FILES_MAX)
        return;
    size_t count = files->count;
    *list_add(&files->mem, &files->paths, &count, &files->paths_room) = str_copy(&files->mem, path);
    *list_add(&files->mem, &files->hashes, &files->count, &files->hashes_room) =
        str_hash(base_name(path));
}

static void walk(struct wxr_files *files, struct str below, int depth)
{
    struct arena mem;
    arena_start(&mem);
    struct str whole =
        below.len ? str_printf(&mem, STR_FMT "/" STR_FMT, STR_ARG(files->dir), STR_ARG(below))
                  : files->dir;
    DIR *dir = opendir(str_c(&mem, whole));
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        struct stat is;
        struct str path = below.len ? str_printf(&mem, STR_FMT "/%s", STR_ARG(below), entry->d_name)
                                    : str_copy(&mem, str_from(entry->d_name));
        if (entry->d_name[0] == '.' ||
            fstatat(dirfd(dir), entry->d_name, &is, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISREG(is.st_mode))
            add_file(files, path);
        else if (S_ISDIR(is.st_mode) && depth < DEPTH_MAX)
            walk(files, path, depth + 1);
    }
    if (dir)
        closedir(dir);
    arena_end(&mem);
}

// By its name, wherever it is; the longest common end of the path decides between several.
static size_t common_end(struct str a, struct str b)
{
    size_t len = 0;
    while (len < a.len && len < b.len && a.at[a.len - 1 - len] == b.at[b.len - 1 - len])
        len++;
    return len;
}

static bool find_by_name(struct wxr_files *files, struct str upload, struct str *out)
{
    struct str name = base_name(upload);
    uint64_t hash = str_hash(name);
    size_t best = 0;
    for (size_t i = 0; i < files->count; i++) {
        if (files->hashes[i] != hash || !str_eq(base_name(files->paths[i]), name))
            continue;
        size_t common = common_end(files->paths[i], upload);
        if (common <= best)
            continue;
        best = common;
        *out = files->paths[i];
    }
    return best > 0;
}

bool wxr_files_find(struct arena *mem, struct wxr_files *files, struct str upload, struct str *out)
{
    static const char *const roots[] = {"", "uploads/", "wp-content/uploads/"};
    struct str found;
    if (!files->dir.len || leads_out(upload))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
        struct str path =
            str_printf(mem, STR_FMT "/%s" STR_FMT, STR_ARG(files->dir), roots[i], STR_ARG(upload));
        if (!file_is_below(mem, files->dir, path))
            continue;
        *out = path;
        return true;
    }
    if (!files->walked)
        walk(files, STR_NONE, 0);
    files->walked = true;
    if (!find_by_name(files, upload, &found))
        return false;
    *out = str_printf(mem, STR_FMT "/" STR_FMT, STR_ARG(files->dir), STR_ARG(found));
    return true;
}
