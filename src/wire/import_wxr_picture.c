// Attachments: their files become pictures, which texts find again by number and by address.
#include "wire/wxr_import.h"

#include "news/imported.h"
#include "news/picture.h"
#include "news/redirect.h"
#include "text/unicode.h"
#include "text/url.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WORDS_MAX = 1000, CREDIT_MAX_CHARS = 300, CHILDREN_MAX = 500 };

// One file on its way to being a picture.
struct taking {
    struct job *job;
    struct wxr_import *w;
    struct str file, upload; // where it is; what it was called below wp-content/uploads
    struct stat is;
    struct picture picture;
    int64_t id;
    bool is_ours; // of one of our own exports, whose lines say the rest and count it
};

// ── names under which a picture is found again ────────────────────────────────────────────────

static struct str name_of(struct arena *mem, const char *kind, struct str rest)
{
    return str_printf(mem, "%s:" STR_FMT, kind, STR_ARG(rest));
}

// Without what only asks for a size of it.
static struct str bare_url(struct str url)
{
    struct str bare = url, rest;
    str_split(url, '?', &bare, &rest);
    return bare;
}

static bool find(struct job *job, struct wxr_import *w, struct str name, int64_t *id)
{
    struct imported_thing thing;
    bool found;
    if (!import_begin(w->import) || !imported_thing_find(job, &w->import->txn, w->origin,
                                                         IMPORTED_PICTURE, name, &found, &thing))
        return false;
    *id = found ? thing.id : 0;
    return true;
}

static bool put(struct job *job, struct wxr_import *w, struct str name, int64_t id)
{
    return imported_thing_put(job, &w->import->txn, w->origin, IMPORTED_PICTURE, name,
                              &(struct imported_thing){.id = id});
}

bool wxr_find_picture(struct job *job, struct wxr_import *w, struct str number, int64_t *id)
{
    *id = 0;
    return !number.len || find(job, w, name_of(&job->mem, "id", number), id);
}

bool wxr_find_children(struct job *job, struct wxr_import *w, struct str number, struct str *out)
{
    struct str *names, prefix = str_printf(&job->mem, "child:" STR_FMT ":", STR_ARG(number));
    struct buf ids;
    size_t count;
    *out = STR_NONE;
    if (!number.len)
        return true;
    if (!import_begin(w->import) ||
        !imported_thing_names(job, &w->import->txn, w->origin, IMPORTED_PICTURE, prefix,
                              CHILDREN_MAX, &names, &count))
        return false;
    buf_start(&ids, &job->mem, CHILDREN_MAX * 24);
    for (size_t i = 0; i < count; i++) {
        buf_add(&ids, str_after(names[i], prefix.len));
        buf_add_char(&ids, ',');
    }
    *out = buf_str(&ids);
    return true;
}

// ── a file ────────────────────────────────────────────────────────────────────────────────────

static bool read_whole(int fd, struct str *out, char *at, size_t len)
{
    size_t done = 0;
    while (done < len) {
        ssize_t count = read(fd, at + done, len - done);
        if (count <= 0 && !(count < 0 && errno == EINTR))
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    *out = (struct str){at, len};
    return true;
}

static bool read_bytes(struct taking *t, struct str *out)
{
    struct job *job = t->job;
    if (t->is.st_size > MEDIA_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG, "it has more than %d MiB", MEDIA_BYTES_MAX >> 20);
    int fd = open(str_c(&job->mem, t->file), O_RDONLY | O_CLOEXEC);
    size_t len = (size_t)t->is.st_size;
    bool ok = fd >= 0 && read_whole(fd, out, arena_take_raw(&job->mem, len + 1), len);
    if (!ok)
        (void)job_fail(job, FAULT_NOT_FOUND, "its file cannot be read: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return ok;
}

// Decoding takes long: what was written so far is committed, and nobody waits behind it.
static bool decode(struct taking *t)
{
    struct media_facts facts;
    struct str bytes;
    if (!read_bytes(t, &bytes))
        return false;
    if (!import_commit(t->w->import))
        return false;
    if (!media_take(t->job, t->w->import->media, bytes, &facts))
        return false;
    t->picture.hash = facts.hash;
    t->picture.media_type = facts.media_type;
    t->picture.width = facts.width;
    t->picture.height = facts.height;
    if (!t->picture.caption.len)
        t->picture.caption = text_cut(&t->job->mem, facts.caption, WORDS_MAX);
    if (!t->picture.credit.len)
        t->picture.credit = text_cut(&t->job->mem, facts.credit, CREDIT_MAX_CHARS);
    return true;
}

// A picture needs a credit and an alternative text before it goes out; where nobody has said them,
// it is the old site's, and shows what it is called.
static void complete(struct taking *t, struct str title)
{
    if (t->is_ours)
        return;
    struct picture *p = &t->picture;
    struct str site = t->w->site.title.len ? t->w->site.title : S("Archive");
    if (!p->alt.len)
        p->alt = p->caption.len ? p->caption : title;
    if (!p->alt.len)
        p->alt = S("Picture");
    if (!p->credit.len)
        p->credit = text_cut(&t->job->mem, site, CREDIT_MAX_CHARS);
}

static void see(struct taking *t, struct str hash)
{
    if (!t->is_ours)
        import_see(&t->w->import->pictures, STR_NONE, hash);
}

static bool make(struct taking *t, unsigned given)
{
    struct wxr_import *w = t->w;
    if (!import_begin(w->import) ||
        !picture_make(t->job, &w->import->txn, &w->import->actor, &t->picture, given, &t->id) ||
        !put(t->job, w, name_of(&t->job->mem, "file", t->upload), t->id))
        return false;
    see(t, t->picture.hash);
    return true;
}

static bool find_file(struct taking *t)
{
    struct arena *mem = &t->job->mem;
    return wxr_files_find(mem, &t->w->files, t->upload, &t->file) &&
           stat(str_c(mem, t->file), &t->is) == 0;
}

static bool is_the_imports_end(const struct taking *t)
{
    return job_failed(t->w->import->batch) || import_is_over(t->job);
}

// ── attachments ───────────────────────────────────────────────────────────────────────────────

// s:6:"credit";s:4:"Anna"; in the serialised facts of a picture.
static struct str serialised(struct str metadata, const char *name)
{
    struct str mark = str_from(name), digits, rest;
    int64_t len;
    ptrdiff_t at = str_find(metadata, mark);
    if (at < 0)
        return STR_NONE;
    rest = str_after(metadata, (size_t)at + mark.len);
    if (!str_starts(rest, S("s:")) || !str_split(str_after(rest, 2), ':', &digits, &rest) ||
        !parse_int(digits, &len) || len <= 0 || (size_t)len + 2 > rest.len)
        return STR_NONE;
    return str_from_to(rest, 1, (size_t)len + 1);
}

static bool read_words(struct taking *t, const struct wxr_item *item, unsigned *given)
{
    struct picture *p = &t->picture;
    struct str credit =
        item->credit.len ? item->credit : serialised(item->metadata, "s:6:\"credit\";");
    if (!wxr_plain(t->job, item->alt, WORDS_MAX, &p->alt) ||
        !wxr_plain(t->job, item->excerpt, WORDS_MAX, &p->caption) ||
        !wxr_plain(t->job, credit, CREDIT_MAX_CHARS, &p->credit))
        return false;
    *given = PICTURE_HAS_ALT | (p->caption.len ? PICTURE_HAS_CAPTION : 0) |
             (p->credit.len ? PICTURE_HAS_CREDIT : 0);
    return true;
}

static struct str digest(const struct taking *t, const struct wxr_item *item)
{
    const struct picture *p = &t->picture;
    return digest_hex(&t->job->mem,
                      str_printf(&t->job->mem, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n%lld %lld",
                                 STR_ARG(p->alt), STR_ARG(p->caption), STR_ARG(p->credit),
                                 (long long)t->is.st_size, (long long)t->is.st_mtime),
                      16);
}

static struct str upload_of(struct arena *mem, const struct wxr_item *item)
{
    struct str upload = item->attached_file;
    if (!wxr_upload_path(mem, item->attachment_url, &upload) &&
        !wxr_upload_path(mem, item->guid, &upload) && !upload.len) {
        struct str url = item->attachment_url, rest; // elsewhere: its name alone
        str_split(url, '?', &url, &rest);
        for (size_t i = url.len; i > 0 && !upload.len; i--)
            upload = url.at[i - 1] == '/' ? str_after(url, i) : STR_NONE;
        struct str decoded;
        upload = url_decode(mem, upload, &decoded) ? decoded : STR_NONE;
    }
    return upload;
}

// "photo-scaled.jpg" is WordPress's own smaller copy of what texts call photo.jpg too.
static struct str unscaled(struct arena *mem, struct str upload)
{
    ptrdiff_t at = str_find(upload, S("-scaled."));
    return at < 0 ? upload
                  : str_join(mem, str_from_to(upload, 0, (size_t)at),
                             str_after(upload, (size_t)at + 7));
}

static bool remember(struct taking *t, const struct wxr_item *item, struct str key,
                     struct str digest_now)
{
    struct arena *mem = &t->job->mem;
    struct wxr_import *w = t->w;
    uint64_t number;
    bool has_number = parse_uint(item->id, UINT32_MAX, &number);
    struct str child = has_number ? str_printf(mem, "child:" STR_FMT ":%010llu",
                                               STR_ARG(item->parent), (unsigned long long)number)
                                  : STR_NONE;
    struct str url = bare_url(item->attachment_url);
    struct str whole_url = unscaled(mem, url);
    bool has_parent = item->parent.len && !str_is(item->parent, "0");
    return (!has_number || put(t->job, w, name_of(mem, "id", item->id), t->id)) &&
           (!has_number || !has_parent || put(t->job, w, child, t->id)) &&
           (!url.len || put(t->job, w, name_of(mem, "url", url), t->id)) &&
           (t->is_ours || wxr_keep_file(t->job, w, url, t->id)) &&
           (t->is_ours || str_eq(url, whole_url) || wxr_keep_file(t->job, w, whole_url, t->id)) &&
           put(t->job, w, name_of(mem, "file", t->upload), t->id) &&
           put(t->job, w, name_of(mem, "file", unscaled(mem, t->upload)), t->id) &&
           imported_thing_put(t->job, &w->import->txn, S("wxr"), IMPORTED_PICTURE, key,
                              &(struct imported_thing){t->id, digest_now});
}

// Was this file here before, with these words? Its bytes need not be looked at again.
static bool is_as_before(struct taking *t, struct str key, struct str digest_now, bool *same)
{
    struct imported_thing before;
    struct picture picture;
    bool found;
    if (!import_begin(t->w->import) || !imported_thing_find(t->job, &t->w->import->txn, S("wxr"),
                                                            IMPORTED_PICTURE, key, &found, &before))
        return false;
    *same = found && str_eq(before.digest, digest_now);
    if (!*same)
        return true;
    t->id = before.id;
    if (!picture_get(t->job, &t->w->import->txn, before.id, 0, &picture))
        return false;
    see(t, picture.hash);
    return true;
}

static bool take(struct taking *t, const struct wxr_item *item)
{
    struct str title, key = wxr_item_key(&t->job->mem, t->w, item);
    unsigned given;
    bool same;
    if (!read_words(t, item, &given) || !wxr_plain(t->job, item->title, WORDS_MAX, &title))
        return false;
    struct str digest_now = digest(t, item);
    if (!is_as_before(t, key, digest_now, &same))
        return false;
    if (same)
        return remember(t, item, key, digest_now);
    if (!decode(t))
        return false;
    complete(t, title);
    return make(t, given) && remember(t, item, key, digest_now);
}

bool wxr_take_picture(struct job *job, struct wxr_import *w, const struct wxr_item *item)
{
    struct taking t = {.job = job,
                       .w = w,
                       .upload = upload_of(&job->mem, item),
                       .is_ours = str_starts(item->guid, S("stoppress:picture:"))};
    if (!t.upload.len || !find_file(&t)) {
        wxr_skip(w, item, "its file " STR_FMT " is not below " STR_FMT,
                 STR_ARG(str_from_to(t.upload.len ? t.upload : item->attachment_url, 0, 200)),
                 STR_ARG(w->files.dir));
        return true;
    }
    if (take(&t, item))
        return true;
    if (is_the_imports_end(&t)) {
        (void)job_fail(w->import->batch, job->fault.kind, "%s", job->fault.text);
        return false;
    }
    wxr_skip(w, item, STR_FMT ": %s", STR_ARG(str_from_to(t.upload, 0, 200)), job->fault.text);
    return true;
}

// ── pictures of a text ────────────────────────────────────────────────────────────────────────

// An export of posts alone names no attachment; the folder may have the file all the same.
static bool take_from_folder(struct job *job, struct wxr_import *w, struct str upload,
                             struct str alt, int64_t *id)
{
    struct taking t = {.job = job, .w = w, .upload = upload};
    if (!w->import->media || !find_file(&t))
        return true;
    if (!wxr_plain(job, alt, WORDS_MAX, &t.picture.alt))
        return false;
    if (!decode(&t)) {
        if (is_the_imports_end(&t))
            return false;
        job_forgive(job); // it is no picture: it is missed, not the post
        return true;
    }
    complete(&t, STR_NONE);
    if (!make(&t, PICTURE_HAS_ALT))
        return false;
    *id = t.id;
    return true;
}

bool wxr_find_picture_at(struct job *job, struct wxr_import *w, struct str url, struct str alt,
                         int64_t *id)
{
    struct arena *mem = &job->mem;
    struct str upload;
    if (!find(job, w, name_of(mem, "url", bare_url(url)), id))
        return false;
    if (*id || !wxr_upload_path(mem, url, &upload))
        return true;
    const struct str names[] = {upload, redirect_whole_size(mem, upload)};
    for (size_t i = 0; i < ARRAY_LEN(names) && !*id; i++) {
        if (!find(job, w, name_of(mem, "file", names[i]), id))
            return false;
    }
    for (size_t i = ARRAY_LEN(names); i > 0 && !*id; i--) {
        if (!take_from_folder(job, w, names[i - 1], alt, id))
            return false;
    }
    return true;
}
