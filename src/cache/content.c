#include "cache/internal.h"

#include <sodium.h>

enum { HEADERS_BYTES_MAX = 32 << 10 };

// ── counting ──────────────────────────────────────────────────────────────────────────────────

struct tag *tag_keep(struct tag *tag)
{
    atomic_fetch_add_explicit(&tag->refs, 1, memory_order_relaxed);
    return tag;
}

void tag_put(struct tag *tag)
{
    if (atomic_fetch_sub_explicit(&tag->refs, 1, memory_order_acq_rel) == 1)
        free(tag);
}

struct content *content_keep(struct content *content)
{
    atomic_fetch_add_explicit(&content->refs, 1, memory_order_relaxed);
    return content;
}

void content_put(struct content *content)
{
    if (!content || atomic_fetch_sub_explicit(&content->refs, 1, memory_order_acq_rel) != 1)
        return;
    tag_put(content->tag);
    free(content);
}

void content_write(const struct content *content, size_t segment, char *to)
{
    const struct segment *from = &content->segments[segment];
    if (from->text)
        memcpy(to, from->text, from->text_len);
    else
        unsqueeze(from, to);
}

// ── what make() handed over, checked ──────────────────────────────────────────────────────────

static bool check_status(struct job *job, const struct cache_made *made)
{
    switch (made->status) {
    case 200:
    case 301:
    case 302:
    case 404:
    case 410:
        return true;
    default:
        return job_fail(job, FAULT_INTERNAL, "a page with status %d cannot be kept", made->status);
    }
}

static bool check_regions(struct job *job, const struct cache_key *key, const struct sheet *sheet)
{
    if (sheet->regions_count > CACHE_REGIONS_MAX)
        return job_fail(job, FAULT_INTERNAL, STR_FMT " has %zu regions; %d are possible",
                        STR_ARG(key->name), sheet->regions_count, CACHE_REGIONS_MAX);
    if (key->kind == CACHE_FRAGMENT && sheet->regions_count > 0)
        return job_fail(job, FAULT_INTERNAL, "the fragment " STR_FMT " has regions of its own",
                        STR_ARG(key->name));
    size_t at = 0;
    for (size_t i = 0; i < sheet->regions_count; i++) {
        assert(sheet->regions[i].at >= at && sheet->regions[i].at <= sheet->text.len);
        at = sheet->regions[i].at;
    }
    return true;
}

// ── headers ───────────────────────────────────────────────────────────────────────────────────

static void add_header(struct buf *b, const char *name, struct str value)
{
    if (value.len > 0)
        buf_printf(b, "%s: " STR_FMT "\n", name, STR_ARG(value));
}

static bool write_headers(struct job *job, const struct cache_made *made, struct str *out)
{
    struct buf b;
    buf_start(&b, &job->mem, HEADERS_BYTES_MAX);
    add_header(&b, "Content-Type", made->content_type);
    add_header(&b, "Location", made->location);
    add_header(&b, "Cache-Control",
               made->cache_control.len > 0 ? made->cache_control : S("no-cache"));
    add_header(&b, "Vary", S("Accept-Encoding"));
    buf_add(&b, made->extra_headers);
    if (made->extra_headers.len > 0 && !str_ends(made->extra_headers, S("\n")))
        buf_add_char(&b, '\n');
    return buf_done(job, &b, out);
}

// ── hashing and cutting ───────────────────────────────────────────────────────────────────────

static void hash_more(crypto_generichash_state *state, struct str bytes)
{
    uint64_t len = bytes.len;
    crypto_generichash_update(state, (const unsigned char *)&len, sizeof(len));
    crypto_generichash_update(state, (const unsigned char *)(bytes.at ? bytes.at : ""), bytes.len);
}

// Of the bytes and of where they part: the compressed bytes depend on both.
static void hash_sheet(const struct sheet *sheet, unsigned char out[CACHE_HASH_BYTES])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, CACHE_HASH_BYTES);
    hash_more(&state, sheet->text);
    for (size_t i = 0; i < sheet->regions_count; i++) {
        uint64_t at = sheet->regions[i].at;
        crypto_generichash_update(&state, (const unsigned char *)&at, sizeof(at));
        hash_more(&state, sheet->regions[i].fragment);
    }
    crypto_generichash_final(&state, out, CACHE_HASH_BYTES);
}

static struct segment *cut_segments(struct job *job, struct cache *cache, const struct sheet *sheet)
{
    struct segment *segments = arena_array(&job->mem, struct segment, sheet->regions_count + 1);
    struct squeezer *squeezer = squeezer_take(cache);
    size_t start = 0;
    for (size_t i = 0; i <= sheet->regions_count; i++) {
        size_t end = i < sheet->regions_count ? sheet->regions[i].at : sheet->text.len;
        segments[i] = squeeze(squeezer, &job->mem, str_from_to(sheet->text, start, end));
        start = end;
    }
    squeezer_give(cache, squeezer);
    return segments;
}

// ── one block ─────────────────────────────────────────────────────────────────────────────────

static struct str pack(char **at, struct str bytes)
{
    struct str packed = {*at, bytes.len};
    if (bytes.len > 0)
        memcpy(*at, bytes.at, bytes.len);
    *at += bytes.len;
    return packed;
}

// Everything in the job's arena, and how much there is of it.
struct loose {
    struct content content;
    const struct sheet *sheet;
    bool keep_text;
};

static size_t packed_bytes(const struct loose *loose)
{
    const struct content *from = &loose->content;
    size_t bytes = sizeof(struct content) + (from->regions_count + 1) * sizeof(struct segment) +
                   from->regions_count * sizeof(struct str);
    bytes += from->headers.len + from->surrogates.len + from->version.len + from->channel.len;
    for (size_t i = 0; i < from->regions_count; i++)
        bytes += from->regions[i].len;
    for (size_t i = 0; i <= from->regions_count; i++)
        bytes +=
            from->segments[i].deflated.len + (loose->keep_text ? from->segments[i].text_len : 0);
    return bytes;
}

static void pack_segment(char **at, struct segment *segment, bool keep_text)
{
    segment->deflated = pack(at, segment->deflated);
    struct str text = {segment->text, segment->text_len};
    segment->text = keep_text ? pack(at, text).at : NULL;
}

static struct content *pack_content(const struct loose *loose)
{
    size_t bytes = packed_bytes(loose);
    const struct content *from = &loose->content;
    struct content *content = heap_take(bytes);
    *content = *from;
    content->segments = (struct segment *)(content + 1);
    content->regions = (struct str *)(content->segments + from->regions_count + 1);
    char *at = (char *)(content->regions + from->regions_count);
    content->headers = pack(&at, from->headers);
    content->surrogates = pack(&at, from->surrogates);
    content->version = pack(&at, from->version);
    content->channel = pack(&at, from->channel);
    for (size_t i = 0; i < from->regions_count; i++)
        content->regions[i] = pack(&at, from->regions[i]);
    for (size_t i = 0; i <= from->regions_count; i++) {
        content->segments[i] = from->segments[i];
        pack_segment(&at, &content->segments[i], loose->keep_text);
    }
    assert(at == (char *)content + bytes);
    content->tag = heap_take(sizeof(struct tag));
    content->tag->refs = 1;
    content->bytes = bytes + sizeof(struct tag);
    content->refs = 1;
    return content;
}

static void name_regions(struct job *job, struct content *content, const struct sheet *sheet)
{
    content->regions_count = sheet->regions_count;
    content->regions = arena_array(&job->mem, struct str, sheet->regions_count);
    for (size_t i = 0; i < sheet->regions_count; i++)
        content->regions[i] = sheet->regions[i].fragment;
}

bool content_make(struct job *job, struct cache *cache, const struct cache_key *key,
                  const struct cache_made *made, const struct notebook *notes,
                  uint64_t snapshot_seq, struct content **out)
{
    struct loose loose = {.sheet = &made->sheet, .keep_text = key->kind == CACHE_FRAGMENT};
    struct content *content = &loose.content;
    if (!check_status(job, made) || !check_regions(job, key, &made->sheet) ||
        !write_headers(job, made, &content->headers))
        return false;
    content->status = made->status;
    content->snapshot_seq = snapshot_seq;
    content->newest_seq = made->newest_seq;
    content->text_bytes = made->sheet.text.len;
    content->channel = made->channel;
    content->version = made->version.len > 0 || key->kind == CACHE_PAGE
                           ? made->version
                           : digest_hex(&job->mem, made->sheet.text, 8);
    if (cache->options.surrogate_keys)
        content->surrogates = surrogates_write(&job->mem, notes);
    name_regions(job, content, &made->sheet);
    hash_sheet(&made->sheet, content->hash);
    content->segments = cut_segments(job, cache, &made->sheet);
    *out = pack_content(&loose);
    return true;
}
