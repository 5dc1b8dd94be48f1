// Pictures, and with whom and what stories are filed.
#include "wire/ours_names.h"

#include "api/filing_json.h"
#include "api/media_json.h"
#include "news/imported.h"
#include "news/story_move.h"
#include "news/thing_move.h"
#include "wire/import_source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH_HEX = 64 };

// ── pictures' bytes ───────────────────────────────────────────────────────────────────────────

static struct str file_of(json_t *said)
{
    json_t *file = json_is_object(said) ? json_object_get(said, "file") : said;
    return (struct str){json_string_value(file), json_string_length(file)};
}

// Inside the folder, and nowhere else.
static bool is_inside(struct str file)
{
    struct str rest = file, part;
    if (!file.len || file.at[0] == '/')
        return false;
    while (str_cut(&rest, '/', &part))
        if (!part.len || str_is(part, ".") || str_is(part, ".."))
            return false;
    return true;
}

static bool read_bytes(struct job *job, int fd, struct str *out)
{
    struct stat is;
    if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode))
        return job_fail(job, FAULT_UNSUPPORTED, "it is no plain file");
    if (is.st_size > MEDIA_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG, "it is larger than %d MB", MEDIA_BYTES_MAX >> 20);
    char *at = arena_take_raw(&job->mem, (size_t)is.st_size + 1);
    size_t len = 0;
    for (ssize_t got; len < (size_t)is.st_size; len += (size_t)got) {
        got = read(fd, at + len, (size_t)is.st_size - len);
        if (got <= 0)
            return job_fail(job, FAULT_UNSUPPORTED, "it cannot be read: %s", strerror(errno));
    }
    *out = (struct str){at, len};
    return true;
}

static bool take_bytes(struct job *job, struct import *import, struct str file,
                       struct media_facts *facts)
{
    struct str path =
        str_printf(&job->mem, STR_FMT "/" STR_FMT, STR_ARG(import->media_dir), STR_ARG(file));
    struct str bytes;
    int fd = is_inside(file) && file_is_below(&job->mem, import->media_dir, path)
                 ? open(str_c(&job->mem, path), O_RDONLY | O_CLOEXEC)
                 : -1;
    if (fd < 0)
        return job_fail(job, FAULT_NOT_FOUND, "it is not in the folder of --media");
    bool ok = read_bytes(job, fd, &bytes) && media_take(job, import->media, bytes, facts);
    close(fd);
    return ok;
}

static bool make_row(struct job *job, struct import *import, struct str file,
                     const struct media_facts *facts)
{
    struct picture picture = {.hash = facts->hash,
                              .media_type = facts->media_type,
                              .width = facts->width,
                              .height = facts->height,
                              .focal_x = 50,
                              .focal_y = 50,
                              .caption = facts->caption,
                              .credit = facts->credit};
    struct imported_thing thing = {.digest = facts->hash};
    unsigned given = (facts->caption.len ? PICTURE_HAS_CAPTION : 0) |
                     (facts->credit.len ? PICTURE_HAS_CREDIT : 0);
    if (!import_begin(import))
        return job_fail(job, import->batch->fault.kind, "%s", import->batch->fault.text);
    return picture_make(job, &import->txn, &import->actor, &picture, given, &thing.id) &&
           imported_thing_put(job, &import->txn, S("jsonl"), IMPORTED_PICTURE, file, &thing);
}

// The site has these bytes already, when the file is called by their hash.
static bool is_here(struct job *job, struct import *import, struct str file, int64_t *id)
{
    struct imported_thing thing;
    bool found;
    struct str hash = str_from_to(file, 0, HASH_HEX);
    *id = 0;
    if (!import_begin(import))
        return job_fail(job, import->batch->fault.kind, "%s", import->batch->fault.text);
    if (file.len > HASH_HEX && file.at[HASH_HEX] == '.' &&
        !picture_of_hash(job, &import->txn, hash, id))
        return false;
    if (*id)
        return true;
    if (!imported_thing_find(job, &import->txn, S("jsonl"), IMPORTED_PICTURE, file, &found, &thing))
        return false;
    *id = found ? thing.id : 0;
    return true;
}

// A picture that cannot be had is said, once, and its story comes without it.
static bool take_picture(struct import *import, json_t *said)
{
    struct str file = file_of(said);
    struct media_facts facts;
    int64_t id;
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    if (!file.len || !import_see(&import->files, S("file"), file))
        return true;
    if (!is_here(&job, import, file, &id))
        return job_fail(import->batch, job.fault.kind, "%s", job.fault.text);
    if (id || !import_commit(import))
        return id != 0;
    if (!import->media)
        (void)job_fail(&job, FAULT_NOT_FOUND, "say with --media DIR where the pictures are");
    else if (take_bytes(&job, import, file, &facts) && make_row(&job, import, file, &facts))
        return true;
    fprintf(stderr, "picture %s: left out: %s\n", str_c(&job.mem, file), job.fault.text);
    return !job_failed(import->batch);
}

static bool take_things_pictures(struct import *import, json_t *things)
{
    const char *kind;
    json_t *list, *thing;
    size_t i;
    json_object_foreach(things, kind, list)
    {
        json_array_foreach(list, i, thing)
        {
            if (!take_picture(import, json_object_get(thing, "picture")))
                return false;
        }
    }
    return true;
}

bool ours_take_pictures(struct job *job, struct import *import, const struct ours *ours)
{
    size_t i;
    json_t *one;
    bool ok = take_picture(import, ours->picture) && take_things_pictures(import, ours->things) &&
              take_picture(import, json_object_get(ours->revision, "picture"));
    json_array_foreach(ours->pictures, i, one)
    {
        ok = ok && take_picture(import, one);
    }
    return ok || job_fail(job, import->batch->fault.kind, "%s", import->batch->fault.text);
}

// ── pictures' words ───────────────────────────────────────────────────────────────────────────

static bool put_texts(struct job *job, struct import *import, int64_t id, json_t *texts)
{
    const char *edition;
    json_t *words;
    json_object_foreach(texts, edition, words)
    {
        json_t *a = json_object_get(words, "alt"), *c = json_object_get(words, "caption");
        struct str alt = {json_string_value(a), json_string_length(a)},
                   caption = {json_string_value(c), json_string_length(c)};
        for (size_t i = 0; i < import->editions_count; i++)
            if (str_is(import->editions[i].edition.slug, edition) &&
                !picture_translate(job, &import->txn, &import->actor, id,
                                   import->editions[i].edition.id, alt, caption))
                return false;
    }
    return true;
}

static bool put_words(struct job *job, struct import *import, int64_t id, json_t *said)
{
    struct picture picture;
    unsigned given = 0;
    json_t *texts = NULL;
    AUTO_END(json_decrefp) json_t *words = json_copy(said);
    json_object_del(words, "file");
    if (!picture_get(job, &import->txn, id, 0, &picture) ||
        !parse_picture(job, words, &picture, &given, &texts))
        return false;
    bool lapsed =
        (given & PICTURE_HAS_EXPIRES) && picture.expires_ms && picture.expires_ms <= job->now_ms;
    if (lapsed)
        given &= ~(unsigned)PICTURE_HAS_EXPIRES;
    return picture_change(job, &import->txn, &import->actor, id, &picture, given) &&
           (!lapsed || picture_lapse(job, &import->txn, id, picture.expires_ms)) &&
           put_texts(job, import, id, texts);
}

// Once a run: every line that shows a picture says the same of it.
bool ours_picture(struct job *job, struct import *import, json_t *said, int64_t *id)
{
    struct str file = file_of(said);
    *id = 0;
    if (!file.len || !is_here(job, import, file, id))
        return !job_failed(job);
    if (!*id || !import_see(&import->pictures, STR_NONE, file) || !json_is_object(said))
        return true;
    return put_words(job, import, *id, said);
}

// ── with whom and what ────────────────────────────────────────────────────────────────────────

static bool find_parent(struct job *job, struct import *import, int64_t edition_id,
                        struct filing_fields *thing)
{
    bool found, moved;
    struct filing parent;
    if (!thing->parent.len)
        return true;
    if (!filing_find(job, &import->txn, FILING_SECTION, edition_id, thing->parent, &found, &moved,
                     &parent))
        return false;
    thing->filing.parent_id = found ? parent.id : 0;
    return true;
}

static bool change_thing(struct job *job, struct import *import, enum filing_kind kind, int64_t id,
                         const struct filing_fields *thing)
{
    return filing_change(job, &import->txn, &import->actor, kind, id, &thing->filing,
                         thing->given & ~(unsigned)(FILING_HAS_PARENT));
}

// By its slug; else made; else it is here under its name.
static bool put_thing(struct job *job, struct import *import, enum filing_kind kind,
                      int64_t edition_id, const struct filing_fields *thing, int64_t *id)
{
    struct filing here;
    bool found, moved;
    struct str slug = thing->filing.slug;
    if (kind == FILING_SECTION && thing->parent.len)
        slug = str_printf(&job->mem, STR_FMT "/" STR_FMT, STR_ARG(thing->parent),
                          STR_ARG(thing->filing.slug));
    if (!filing_find(job, &import->txn, kind, edition_id, slug, &found, &moved, &here))
        return false;
    if (found && !moved) {
        *id = here.id;
        return change_thing(job, import, kind, *id, thing);
    }
    if (filing_make(job, &import->txn, &import->actor, &thing->filing, thing->given, id))
        return true;
    if (import_is_over(job))
        return false;
    job_forgive(job);
    return filing_resolve(job, &import->txn, &import->actor, kind, edition_id, thing->filing.name,
                          id) &&
           change_thing(job, import, kind, *id, thing);
}

static bool keep_addresses(struct job *job, struct import *import, enum filing_kind kind,
                           int64_t id, json_t *slugs)
{
    struct filing thing;
    size_t i;
    json_t *one;
    if (!json_is_array(slugs))
        return true;
    if (!filing_get(job, &import->txn, kind, id, &thing))
        return false;
    json_array_foreach(slugs, i, one)
    {
        struct str slug = {json_string_value(one), json_string_length(one)};
        if (slug.len && !filing_keep_address(job, &import->txn, &thing, slug))
            return false;
    }
    return true;
}

// What is wrong with one is no reason to lose the story: it is said.
static bool take_thing(struct job *job, struct import *import, enum filing_kind kind, json_t *said,
                       const struct import_edition *in)
{
    struct filing_fields thing;
    bool of_site = kind == FILING_PERSON || kind == FILING_SOURCE;
    int64_t edition_id = of_site ? 0 : in->edition.id, id = 0;
    AUTO_END(json_decrefp) json_t *fields = json_copy(said);
    json_t *picture = json_object_get(said, "picture");
    json_object_del(fields, "picture");
    json_object_del(fields, "old_slugs");
    if (!txn_save(job, &import->txn, "thing"))
        return false;
    if (json_is_object(fields) && parse_filing(job, kind, fields, false, &thing)) {
        thing.filing.edition_id = edition_id;
        if (picture && ours_picture(job, import, picture, &thing.filing.picture_id))
            thing.given |= FILING_HAS_PICTURE;
        if (!job_failed(job) && find_parent(job, import, edition_id, &thing) &&
            put_thing(job, import, kind, edition_id, &thing, &id) &&
            keep_addresses(job, import, kind, id, json_object_get(said, "old_slugs")))
            return true;
    }
    if (import_is_over(job))
        return false;
    fprintf(stderr, "a %s is left as it is: %s\n", filing_word(kind),
            job_failed(job) ? job->fault.text : "it must be an object");
    job_forgive(job);
    return txn_undo_to(job, &import->txn, "thing");
}

bool ours_things(struct job *job, struct import *import, const struct ours *ours,
                 const struct import_edition *in)
{
    for (enum filing_kind kind = 0; kind < FILING_KINDS; kind++) {
        size_t i;
        json_t *one;
        json_array_foreach(json_object_get(ours->things, filing_word_many(kind)), i, one)
        {
            if (!take_thing(job, import, kind, one, in))
                return false;
        }
    }
    return true;
}
