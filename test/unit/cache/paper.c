#include "paper.h"

#include <brotli/decode.h>
#include <ftw.h>
#include <unistd.h>
#include <zlib.h>

atomic_int replies_alive;

const struct cache_asked plain = {0}, gzip = {.gzip = true}, brotli = {.brotli = true},
                         both = {.gzip = true, .brotli = true};

static const struct store_migration migrations[] = {
    {1, "0001_paper",
     "CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL,"
     " at_ms INTEGER NOT NULL DEFAULT 0);"
     "CREATE TABLE change_topic (name TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID;"
     "CREATE TRIGGER change_noted AFTER INSERT ON change BEGIN"
     " INSERT INTO change_topic (name, last_seq) VALUES (NEW.topic, NEW.seq)"
     " ON CONFLICT (name) DO UPDATE SET last_seq = excluded.last_seq; END;"
     "CREATE TABLE thing (name TEXT PRIMARY KEY, value INTEGER NOT NULL);"
     "CREATE TRIGGER thing_made AFTER INSERT ON thing BEGIN"
     " INSERT INTO change (topic) VALUES (NEW.name); END;"
     "CREATE TRIGGER thing_changed AFTER UPDATE ON thing BEGIN"
     " INSERT INTO change (topic) VALUES (NEW.name); END;"},
};

void must_fail(const char *what, const struct job *job, const char *file, int line)
{
    fprintf(stderr, "%s:%d: %s%s%s\n", file, line, what, job ? ": " : "",
            job ? job->fault.text : "");
    abort();
}

// ── a sender ──────────────────────────────────────────────────────────────────────────────────

static struct http_reply *sender_make(int status, struct str headers, struct str body,
                                      void (*release)(void *), void *with)
{
    struct http_reply *reply = heap_take(sizeof(*reply));
    *reply = (struct http_reply){1, status, headers, body, release, with};
    atomic_fetch_add(&replies_alive, 1);
    return reply;
}

static struct http_reply *sender_keep(struct http_reply *reply)
{
    atomic_fetch_add(&reply->refs, 1);
    return reply;
}

void reply_put(struct http_reply *reply)
{
    if (atomic_fetch_sub(&reply->refs, 1) != 1)
        return;
    reply->release(reply->with);
    free(reply);
    atomic_fetch_sub(&replies_alive, 1);
}

struct str reply_header(const struct http_reply *reply, const char *name)
{
    struct str lines = reply->headers, line, found, value;
    while (str_cut(&lines, '\n', &line))
        if (str_split(line, ':', &found, &value) && str_is(found, name))
            return str_trim(value);
    return STR_NONE;
}

static struct str ungzip(struct job *job, struct str body)
{
    size_t room = body.len * 1100 + 100;
    struct str text = {arena_take_raw(&job->mem, room), 0};
    z_stream stream = {.next_in = (z_const Bytef *)(uintptr_t)body.at,
                       .avail_in = (uInt)body.len,
                       .next_out = (Bytef *)(uintptr_t)text.at,
                       .avail_out = (uInt)room};
    must(inflateInit2(&stream, 15 + 16) == Z_OK);
    must(inflate(&stream, Z_FINISH) == Z_STREAM_END); // checks CRC-32 and length
    must(stream.avail_in == 0);                       // one member, nothing behind it
    text.len = stream.total_out;
    inflateEnd(&stream);
    return text;
}

static struct str unbrotli(struct job *job, struct str body)
{
    size_t len = 1 << 20;
    char *at = arena_take_raw(&job->mem, len);
    must(BrotliDecoderDecompress(body.len, (const uint8_t *)body.at, &len, (uint8_t *)at) ==
         BROTLI_DECODER_RESULT_SUCCESS);
    return (struct str){at, len};
}

struct str reply_text(struct job *job, const struct http_reply *reply)
{
    struct str encoding = reply_header(reply, "Content-Encoding");
    if (str_is(encoding, "gzip"))
        return ungzip(job, reply->body);
    if (str_is(encoding, "br"))
        return unbrotli(job, reply->body);
    must(encoding.len == 0);
    return str_copy(&job->mem, reply->body);
}

// ── making ────────────────────────────────────────────────────────────────────────────────────

static bool add_thing(struct job *job, struct txn *txn, struct buf *b, struct str name,
                      int64_t *value)
{
    note(txn->notes, name);
    *value = 0;
    if (!sql_number(job, txn, NULL, value, "SELECT value FROM thing WHERE name = ?1",
                    sql_text(name)))
        return false;
    buf_printf(b, STR_FMT "=%lld;", STR_ARG(name), (long long)*value);
    return true;
}

static bool add_things(struct job *job, struct txn *txn, struct buf *b, struct str names,
                       bool *is_missing)
{
    struct str name;
    while (str_cut(&names, '/', &name)) {
        struct str first = name, then = STR_NONE;
        int64_t value, other = 0;
        str_split(name, '>', &first, &then);
        if (name.len == 0)
            continue;
        if (!add_thing(job, txn, b, first, &value))
            return false;
        if (then.len > 0 && value % 2 == 1 && !add_thing(job, txn, b, then, &other))
            return false;
        *is_missing = *is_missing || value < 0 || other < 0;
    }
    return true;
}

static void add_regions(struct job *job, struct sheet *sheet, struct buf *b, struct str names)
{
    struct str name;
    size_t room = 0;
    while (str_cut(&names, '.', &name)) {
        buf_add(b, S(" ["));
        *list_add(&job->mem, &sheet->regions, &sheet->regions_count, &room) =
            (struct sheet_region){b->len, name};
        buf_add(b, S("] "));
    }
}

static bool make(struct job *job, struct txn *txn, struct paper *paper, struct str things,
                 struct str regions, struct cache_made *out)
{
    bool is_missing = false;
    struct buf b;
    buf_start(&b, &job->mem, 1 << 20);
    if (paper->fail)
        return job_fail(job, FAULT_INTERNAL, "the press is broken");
    if (!add_things(job, txn, &b, things, &is_missing))
        return false;
    buf_add(&b, paper->padding);
    add_regions(job, &out->sheet, &b, regions);
    out->status = is_missing ? 404 : 200;
    out->content_type = S("text/plain; charset=utf-8");
    return txn_notes_seq(job, txn, txn->notes, &out->newest_seq) &&
           buf_done(job, &b, &out->sheet.text);
}

static bool make_page(struct job *job, struct txn *txn, const struct cache_key *key, void *with,
                      struct cache_made *out)
{
    struct paper *paper = with;
    atomic_fetch_add(&paper->makes, 1);
    if (paper->while_making)
        paper->while_making(paper, key->name);
    struct str things = key->name, regions = STR_NONE;
    str_split(key->name, '?', &things, &regions);
    return make(job, txn, paper, things, regions, out);
}

static bool make_fragment(struct job *job, struct txn *txn, const struct cache_key *key, void *with,
                          struct cache_made *out)
{
    struct paper *paper = with;
    atomic_fetch_add(&paper->fragment_makes, 1);
    if (paper->while_making)
        paper->while_making(paper, key->name);
    struct str things = key->name, first = things, rest;
    str_split(things, '/', &first, &rest);
    out->channel = first;
    return make(job, txn, paper, things, STR_NONE, out);
}

// ── the paper ─────────────────────────────────────────────────────────────────────────────────

struct cache_options paper_options(void)
{
    return (struct cache_options){
        .sender = {sender_make, sender_keep, reply_put},
        .bytes_max = 64 << 20,
        .ring_changes = 1024,
        .shards = 4,
        .make_fragment = make_fragment,
    };
}

static int remove_one(const char *path, const struct stat *stat, int kind, struct FTW *walk)
{
    return remove(path);
}

void paper_open(struct paper *paper, const struct cache_options *options)
{
    AUTO_JOB job;
    job_start(&job, 0);
    const char *shm =
        access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"; // syncing is not our test
    snprintf(paper->dir, sizeof(paper->dir), "%s/paper-XXXXXX", shm);
    must(mkdtemp(paper->dir));
    struct store_options store = {
        .url = str_c(&job.mem, str_printf(&job.mem, "sqlite:%s/paper.db", paper->dir)),
        .create = true,
        .migrations = migrations,
        .migrations_count = ARRAY_LEN(migrations),
    };
    must_job(store_open(&job, &store, &paper->store), &job);
    struct cache_options own = *options;
    own.make_fragment_with = paper;
    must_job(cache_open(&job, paper->store, &own, &paper->cache), &job);
    store_follow(paper->store, cache_follow, paper->cache);
}

void paper_close(struct paper *paper)
{
    store_close(paper->store);
    cache_close(paper->cache);
    nftw(paper->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void put_thing(struct job *job, struct txn *txn, const char *thing, int64_t value)
{
    must_job(sql_run(job, txn,
                     "INSERT INTO thing (name, value) VALUES (?1, ?2)"
                     " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                     sql_text(str_from(thing)), sql_int(value)),
             job);
}

void paper_set_both(struct paper *paper, const char *one, const char *other, int64_t value)
{
    AUTO_JOB job;
    job_start(&job, 0);
    AUTO_TXN txn = write_begin(&job, paper->store);
    must_job(txn.open, &job);
    put_thing(&job, &txn, one, value);
    if (other)
        put_thing(&job, &txn, other, value);
    must_job(txn_commit(&job, &txn), &job);
}

void paper_set(struct paper *paper, const char *thing, int64_t value)
{
    paper_set_both(paper, thing, NULL, value);
}

// ── asking ────────────────────────────────────────────────────────────────────────────────────

struct http_reply *paper_peek(struct paper *paper, const char *page,
                              const struct cache_asked *asked)
{
    struct cache_key key = {str_from(page), CACHE_PAGE};
    return cache_peek(paper->cache, &key, asked);
}

bool paper_get(struct job *job, struct paper *paper, const char *page,
               const struct cache_asked *asked, struct http_reply **out)
{
    struct cache_key key = {str_from(page), CACHE_PAGE};
    return cache_get(job, paper->cache, &key, asked, make_page, paper, out);
}

struct http_reply *paper_ask(struct paper *paper, const char *page, const struct cache_asked *asked)
{
    struct http_reply *reply = paper_peek(paper, page, asked);
    if (reply)
        return reply;
    AUTO_JOB job;
    job_start(&job, 0);
    must_job(paper_get(&job, paper, page, asked, &reply), &job);
    return reply;
}

struct str paper_read(struct job *job, struct paper *paper, const char *page)
{
    struct http_reply *reply = paper_ask(paper, page, &plain);
    struct str text = reply_text(job, reply);
    reply_put(reply);
    return text;
}
