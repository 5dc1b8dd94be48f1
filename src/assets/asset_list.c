// From files to assets: what they are, what they are called in public, how small they get.
#include "assets/internal.h"

#include <brotli/encode.h>
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <zlib.h>

enum { FILE_BYTES_MAX = 8 * 1024 * 1024, FOLDERS_DEPTH_MAX = 8, PUBLIC_DIGITS = 8 };

// ── kinds of files ────────────────────────────────────────────────────────────────────────────

struct kind {
    const char *ending, *content_type;
    bool is_served, shrinks;
};

static const struct kind kinds[] = {
    {".css", "text/css; charset=utf-8", true, true},
    {".js", "text/javascript; charset=utf-8", true, true},
    {".svg", "image/svg+xml", true, true},
    {".woff2", "font/woff2", true, false}, // is brotli inside
    {".png", "image/png", true, false},
    {".ico", "image/x-icon", true, false},
    {".jpg", "image/jpeg", true, false},
    {".webp", "image/webp", true, false},
    {".avif", "image/avif", true, false},
    {".txt", "text/plain; charset=utf-8", true, true},
    {".webmanifest", "application/manifest+json", true, true},
    {".mustache", "text/plain; charset=utf-8", false, false},
    {".json", "application/json", false, false},
};

static const struct kind *kind_of(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_ends(name, str_from(kinds[i].ending)))
            return &kinds[i];
    }
    return NULL;
}

// ── public names ──────────────────────────────────────────────────────────────────────────────

static struct str base_name(struct str path)
{
    for (size_t i = path.len; i > 0; i--) {
        if (path.at[i - 1] == '/')
            return str_after(path, i);
    }
    return path;
}

static struct str public_name(struct arena *mem, struct str name, struct str digest)
{
    struct str base = base_name(name), ending = str_from(kind_of(name)->ending);
    struct str stem = str_from_to(base, 0, base.len - ending.len);
    return str_printf(mem, STR_FMT "-" STR_FMT STR_FMT, STR_ARG(stem),
                      STR_ARG(str_from_to(digest, 0, PUBLIC_DIGITS)), STR_ARG(ending));
}

static bool is_hex(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        bool digit = s.at[i] >= '0' && s.at[i] <= '9';
        if (!digit && !(s.at[i] >= 'a' && s.at[i] <= 'f'))
            return false;
    }
    return true;
}

// "a-3f9a12bc.woff2" → "a.woff2": a style from the binary names the font as it was then.
static struct str private_name(struct arena *mem, struct str base)
{
    const struct kind *kind = kind_of(base);
    size_t ending = kind ? strlen(kind->ending) : 0;
    if (!kind || base.len < ending + PUBLIC_DIGITS + 1)
        return base;
    size_t dash = base.len - ending - PUBLIC_DIGITS - 1;
    if (base.at[dash] != '-' || !is_hex(str_from_to(base, dash + 1, dash + 1 + PUBLIC_DIGITS)))
        return base;
    return str_join(mem, str_from_to(base, 0, dash), str_after(base, base.len - ending));
}

// ── links in a style ──────────────────────────────────────────────────────────────────────────

static const struct asset *find_base(const struct asset_list *list, struct str base)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->assets[i].public_name.len && str_eq(base_name(list->assets[i].name), base))
            return &list->assets[i];
    }
    return NULL;
}

static struct str linked(const struct asset_list *list, struct str reference)
{
    struct str base = base_name(reference);
    const struct asset *asset = find_base(list, base);
    if (!asset)
        asset = find_base(list, private_name(list->mem, base));
    return asset ? asset->public_name : reference;
}

// Style and fonts are served from one folder, so the public name is the whole reference.
static struct str link_style(const struct asset_list *list, struct str css)
{
    struct buf b;
    ptrdiff_t found;
    buf_start(&b, list->mem, SIZE_MAX);
    while ((found = str_find(css, S("url("))) >= 0) {
        size_t start = (size_t)found + 4;
        if (start < css.len && (css.at[start] == '"' || css.at[start] == '\''))
            start++;
        size_t end = start;
        while (end < css.len && css.at[end] != ')' && css.at[end] != '"' && css.at[end] != '\'')
            end++;
        buf_add(&b, str_from_to(css, 0, start));
        buf_add(&b, linked(list, str_from_to(css, start, end)));
        css = str_after(css, end);
    }
    buf_add(&b, css);
    return buf_str(&b);
}

// ── compression ───────────────────────────────────────────────────────────────────────────────

// Worth another body to keep only when it saves something.
static struct str if_smaller(struct str packed, struct str bytes)
{
    return packed.len + packed.len / 20 < bytes.len ? packed : STR_NONE;
}

static struct str pack_gzip(struct arena *mem, struct str bytes)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        heap_exhausted(1 << 18);
    size_t room = deflateBound(&z, bytes.len);
    char *packed = arena_take_raw(mem, room);
    z.next_in = (Bytef *)(uintptr_t)bytes.at; // zlib does not write there
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)packed;
    z.avail_out = (uInt)room;
    int ended = deflate(&z, Z_FINISH);
    assert(ended == Z_STREAM_END);
    size_t len = z.total_out;
    deflateEnd(&z);
    return if_smaller((struct str){packed, len}, bytes);
}

static struct str pack_brotli(struct arena *mem, struct str bytes)
{
    size_t len = BrotliEncoderMaxCompressedSize(bytes.len);
    uint8_t *packed = arena_take_raw(mem, len);
    bool ok = BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT,
                                    bytes.len, (const uint8_t *)bytes.at, &len, packed);
    return ok ? if_smaller((struct str){(char *)packed, len}, bytes) : STR_NONE;
}

// ── one asset, and all ────────────────────────────────────────────────────────────────────────

static void finish(struct arena *mem, struct asset *asset)
{
    const struct kind *kind = kind_of(asset->name);
    asset->digest = digest_hex(mem, asset->bytes, 32);
    asset->public_name = STR_NONE;
    if (kind->is_served)
        asset->public_name = public_name(mem, asset->name, asset->digest);
    asset->gzip = asset->brotli = STR_NONE;
    if (kind->is_served && kind->shrinks && asset->bytes.len) {
        asset->gzip = pack_gzip(mem, asset->bytes);
        asset->brotli = pack_brotli(mem, asset->bytes);
    }
}

bool asset_list_put(struct asset_list *list, struct str name, struct str bytes)
{
    const struct kind *kind = kind_of(name);
    if (!kind)
        return false;
    struct asset new = {.name = name, .bytes = bytes, .content_type = str_from(kind->content_type)};
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(list->assets[i].name, name)) {
            list->assets[i] = new;
            return true;
        }
    }
    *list_add(list->mem, &list->assets, &list->count, &list->room) = new;
    return true;
}

static int by_name(const void *a, const void *b)
{
    return str_order(((const struct asset *)a)->name, ((const struct asset *)b)->name);
}

static bool has_own_public_name(struct job *job, const struct asset_list *list, size_t at)
{
    const struct asset *asset = &list->assets[at];
    for (size_t i = 0; i < at; i++) {
        const struct asset *other = &list->assets[i];
        if (asset->public_name.len && str_eq(base_name(other->name), base_name(asset->name)))
            return job_fail(job, FAULT_INVALID,
                            STR_FMT " and " STR_FMT " would have one address: rename one",
                            STR_ARG(other->name), STR_ARG(asset->name));
    }
    return true;
}

// Styles last, when the names of what they link to are known.
bool asset_list_finish(struct job *job, struct asset_list *list)
{
    qsort(list->assets, list->count, sizeof(*list->assets), by_name);
    for (size_t i = 0; i < list->count; i++) {
        struct asset *asset = &list->assets[i];
        if (!asset->digest.len && !str_ends(asset->name, S(".css")))
            finish(list->mem, asset);
        if (!has_own_public_name(job, list, i))
            return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct asset *asset = &list->assets[i];
        if (!str_ends(asset->name, S(".css")))
            continue;
        struct str css = link_style(list, asset->bytes);
        if (asset->digest.len && str_eq(css, asset->bytes))
            continue;
        asset->bytes = css;
        finish(list->mem, asset);
    }
    return true;
}

// ── files ─────────────────────────────────────────────────────────────────────────────────────

static bool read_open_file(struct job *job, struct arena *mem, FILE *file, const char *path,
                           struct str *bytes)
{
    struct stat about;
    if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode))
        return job_fail(job, FAULT_INVALID, "%s is not a plain file", path);
    if (about.st_size > FILE_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG, "%s is larger than %d bytes", path, FILE_BYTES_MAX);
    char *at = arena_take_raw(mem, (size_t)about.st_size + 1);
    size_t len = fread(at, 1, (size_t)about.st_size, file);
    if (ferror(file))
        return job_fail(job, FAULT_UNAVAILABLE, "%s cannot be read: %s", path, strerror(errno));
    *bytes = (struct str){at, len};
    return true;
}

bool asset_read_file(struct job *job, struct arena *mem, const char *path, struct str *bytes)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return job_fail(job, FAULT_UNAVAILABLE, "%s cannot be read: %s", path, strerror(errno));
    bool ok = read_open_file(job, mem, file, path, bytes);
    fclose(file);
    return ok;
}

static bool read_folder(struct job *job, struct asset_list *list, const char *folder,
                        struct str prefix, int depth);

static void note_seen(struct asset_list *list, const char *path)
{
    *list_add(list->mem, &list->seen, &list->seen_count, &list->seen_room) =
        str_copy(list->mem, str_from(path));
}

static bool read_entry(struct job *job, struct asset_list *list, const char *path, struct str name,
                       int depth)
{
    struct stat about;
    struct str bytes;
    if (stat(path, &about) != 0)
        return job_fail(job, FAULT_UNAVAILABLE, "%s cannot be read: %s", path, strerror(errno));
    if (S_ISDIR(about.st_mode))
        return read_folder(job, list, path, str_join(list->mem, name, S("/")), depth + 1);
    if (!kind_of(name))
        return true;
    note_seen(list, path);
    if (!asset_read_file(job, list->mem, path, &bytes))
        return false;
    return asset_list_put(list, name, bytes);
}

static bool read_entries(struct job *job, struct asset_list *list, const char *folder,
                         struct str prefix, int depth, struct dirent **entries, int count)
{
    for (int i = 0; i < count; i++) {
        struct str entry = str_from(entries[i]->d_name);
        if (str_starts(entry, S("."))) // "." and "..", and what editors leave behind
            continue;
        char *path = str_c(list->mem, str_printf(list->mem, "%s/%s", folder, entries[i]->d_name));
        if (!read_entry(job, list, path, str_join(list->mem, prefix, entry), depth))
            return false;
    }
    return true;
}

static bool read_folder(struct job *job, struct asset_list *list, const char *folder,
                        struct str prefix, int depth)
{
    struct dirent **entries;
    if (depth > FOLDERS_DEPTH_MAX)
        return job_fail(job, FAULT_INVALID, "%s lies deeper than %d folders", folder,
                        FOLDERS_DEPTH_MAX);
    int count = scandir(folder, &entries, NULL, alphasort);
    if (count < 0 && errno == ENOENT)
        return true;
    if (count < 0)
        return job_fail(job, FAULT_UNAVAILABLE, "%s cannot be read: %s", folder, strerror(errno));
    note_seen(list, folder);
    bool ok = read_entries(job, list, folder, prefix, depth, entries, count);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return ok;
}

bool asset_list_read(struct job *job, struct asset_list *list, const char *folder,
                     struct str prefix)
{
    return read_folder(job, list, folder, prefix, 0);
}
