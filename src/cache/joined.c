#include "cache/internal.h"

#include <sodium.h>

static const char *const encoding_name[ENCODINGS] = {NULL, "gzip", "br"};
static const char *const etag_suffix[ENCODINGS] = {"", "-gz", "-br"};

void parts_end(struct parts *parts)
{
    content_put(parts->page);
    for (size_t i = 0; i < parts->fragments_count; i++)
        content_put(parts->fragments[i]);
    *parts = (struct parts){0};
}

bool parts_are_current(const struct parts *parts)
{
    if (!atomic_load_explicit(&parts->page->tag->current, memory_order_acquire))
        return false;
    for (size_t i = 0; i < parts->fragments_count; i++)
        if (!atomic_load_explicit(&parts->fragments[i]->tag->current, memory_order_acquire))
            return false;
    return true;
}

// ── joined: what is known of a page and its fragments together ────────────────────────────────

// The same bytes have the same ETag, also when they are made again or by another process.
static void write_etag(const struct parts *parts, char etag[ETAG_BYTES])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, CACHE_HASH_BYTES);
    crypto_generichash_update(&state, parts->page->hash, CACHE_HASH_BYTES);
    for (size_t i = 0; i < parts->fragments_count; i++)
        crypto_generichash_update(&state, parts->fragments[i]->hash, CACHE_HASH_BYTES);
    unsigned char hash[CACHE_HASH_BYTES];
    crypto_generichash_final(&state, hash, sizeof(hash));
    char hex[ETAG_BYTES + 1];
    sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    memcpy(etag, hex, ETAG_BYTES);
}

struct joined *joined_make(const struct parts *parts)
{
    size_t bytes = sizeof(struct joined) + parts->fragments_count * sizeof(struct tag *);
    struct joined *joined = heap_take(bytes);
    joined->bytes = bytes + parts->fragments_count * sizeof(struct tag);
    joined->text_bytes = parts->page->text_bytes;
    joined->tags_count = parts->fragments_count;
    for (size_t i = 0; i < parts->fragments_count; i++) {
        joined->tags[i] = tag_keep(parts->fragments[i]->tag);
        joined->text_bytes += parts->fragments[i]->text_bytes;
    }
    write_etag(parts, joined->etag);
    return joined;
}

void joined_end(struct cache *cache, struct joined *joined)
{
    if (!joined)
        return;
    for (int i = 0; i < ENCODINGS; i++) {
        if (joined->replies[i])
            cache->options.sender.put(joined->replies[i]);
        if (joined->unmodified[i])
            cache->options.sender.put(joined->unmodified[i]);
    }
    for (size_t i = 0; i < joined->tags_count; i++)
        tag_put(joined->tags[i]);
    free(joined);
}

// Also tells SIEVE that the fragments are in use: a page's hit does not visit their nodes.
bool joined_is_current(const struct joined *joined)
{
    for (size_t i = 0; i < joined->tags_count; i++) {
        struct tag *tag = joined->tags[i];
        if (!atomic_load_explicit(&tag->current, memory_order_acquire))
            return false;
        if (!atomic_load_explicit(&tag->visited, memory_order_relaxed))
            atomic_store_explicit(&tag->visited, true, memory_order_relaxed);
    }
    return true;
}

bool joined_is_of(const struct joined *joined, const struct parts *parts)
{
    if (joined->tags_count != parts->fragments_count)
        return false;
    for (size_t i = 0; i < joined->tags_count; i++)
        if (joined->tags[i] != parts->fragments[i]->tag)
            return false;
    return true;
}

// ── what the client wants ─────────────────────────────────────────────────────────────────────

enum encoding encoding_pick(const struct joined *joined, const struct cache_asked *asked,
                            bool may_brotli)
{
    if (joined->text_bytes < CACHE_COMPRESS_BYTES_MIN)
        return IDENTITY;
    if (asked->brotli && (may_brotli || !asked->gzip))
        return BROTLI;
    return asked->gzip ? GZIP : IDENTITY;
}

static bool matches_one(const struct joined *joined, struct str tag, enum encoding *matched)
{
    if (str_starts(tag, S("W/")))
        tag = str_after(tag, 2);
    if (tag.len < ETAG_BYTES + 2 || tag.at[0] != '"' || tag.at[tag.len - 1] != '"' ||
        memcmp(tag.at + 1, joined->etag, ETAG_BYTES) != 0)
        return false;
    struct str suffix = str_from_to(tag, 1 + ETAG_BYTES, tag.len - 1);
    for (int i = 0; i < ENCODINGS; i++) {
        if (str_is(suffix, etag_suffix[i])) {
            *matched = (enum encoding)i;
            return true;
        }
    }
    return false;
}

// Whichever encoding the client has kept is still right: all are of the same text.
bool etag_matches(const struct joined *joined, struct str if_none_match, enum encoding pick,
                  enum encoding *matched)
{
    struct str tag;
    while (str_cut(&if_none_match, ',', &tag)) {
        tag = str_trim(tag);
        if (str_eq(tag, S("*"))) {
            *matched = pick;
            return true;
        }
        if (matches_one(joined, tag, matched))
            return true;
    }
    return false;
}

// ── one block: headers, then the body ─────────────────────────────────────────────────────────

struct block {
    char *at; // NULL: only measured
    size_t len;
};

static void block_add(struct block *block, struct str bytes)
{
    if (block->at && bytes.len > 0)
        memcpy(block->at + block->len, bytes.at, bytes.len);
    block->len += bytes.len;
}

static void block_add_etag(struct block *block, const struct joined *joined, enum encoding encoding)
{
    block_add(block, S("ETag: \""));
    block_add(block, (struct str){joined->etag, ETAG_BYTES});
    block_add(block, str_from(etag_suffix[encoding]));
    block_add(block, S("\"\n"));
}

static void block_add_surrogates(struct block *block, const struct parts *parts)
{
    char room[SURROGATES_BYTES_MAX];
    struct str words = surrogates_join(parts, room);
    if (words.len == 0)
        return;
    block_add(block, S("Surrogate-Key: "));
    block_add(block, words);
    block_add(block, S("\n"));
}

static void block_add_head(struct block *block, const struct parts *parts,
                           const struct joined *joined, enum encoding encoding, bool has_body)
{
    block_add(block, parts->page->headers);
    if (parts->page->status == 200)
        block_add_etag(block, joined, encoding);
    if (has_body && encoding_name[encoding]) {
        block_add(block, S("Content-Encoding: "));
        block_add(block, str_from(encoding_name[encoding]));
        block_add(block, S("\n"));
    }
    block_add_surrogates(block, parts);
}

// Written headers, and room for the body behind them.
static struct block block_start(const struct parts *parts, const struct joined *joined,
                                enum encoding encoding, size_t body_bytes)
{
    struct block block = {0};
    block_add_head(&block, parts, joined, encoding, body_bytes > 0);
    block = (struct block){heap_take(block.len + body_bytes + 1), 0};
    block_add_head(&block, parts, joined, encoding, body_bytes > 0);
    return block;
}

static struct http_reply *block_reply(struct cache *cache, int status, struct block block,
                                      size_t body_bytes)
{
    struct str head = {block.at, block.len}, body = {block.at + block.len, body_bytes};
    return cache->options.sender.make(status, head, body, free, block.at);
}

// ── bodies: own bytes and fragments in turn ───────────────────────────────────────────────────

static void write_text(const struct parts *parts, char *to)
{
    for (size_t i = 0; i < parts->page->regions_count + 1; i++) {
        content_write(parts->page, i, to);
        to += parts->page->segments[i].text_len;
        if (i == parts->fragments_count)
            break;
        content_write(parts->fragments[i], 0, to);
        to += parts->fragments[i]->segments[0].text_len;
    }
}

static size_t gzip_bytes(const struct parts *parts)
{
    size_t bytes = GZIP_HEAD_BYTES + GZIP_TAIL_BYTES;
    for (size_t i = 0; i < parts->page->regions_count + 1; i++)
        bytes += parts->page->segments[i].deflated.len;
    for (size_t i = 0; i < parts->fragments_count; i++)
        bytes += parts->fragments[i]->segments[0].deflated.len;
    return bytes;
}

static char *write_deflated(char *to, const struct segment *segment, uint32_t *crc)
{
    if (segment->text_len == 0)
        return to;
    memcpy(to, segment->deflated.at, segment->deflated.len);
    *crc = crc_append(*crc, segment);
    return to + segment->deflated.len;
}

static void write_gzip(const struct parts *parts, size_t text_bytes, char *to)
{
    uint32_t crc = 0;
    to = write_gzip_head(to);
    for (size_t i = 0; i < parts->page->regions_count + 1; i++) {
        to = write_deflated(to, &parts->page->segments[i], &crc);
        if (i < parts->fragments_count)
            to = write_deflated(to, &parts->fragments[i]->segments[0], &crc);
    }
    write_gzip_tail(to, crc, text_bytes);
}

// ── replies ───────────────────────────────────────────────────────────────────────────────────

static struct http_reply *reply_brotli(struct cache *cache, const struct parts *parts,
                                       const struct joined *joined, size_t *bytes)
{
    struct str text = {heap_take(joined->text_bytes), joined->text_bytes};
    write_text(parts, (char *)(uintptr_t)text.at);
    size_t body_bytes;
    char *body = squeeze_brotli(text, &body_bytes);
    free((char *)(uintptr_t)text.at);
    struct block block = block_start(parts, joined, BROTLI, body_bytes);
    memcpy(block.at + block.len, body, body_bytes);
    free(body);
    *bytes = block.len + body_bytes;
    return block_reply(cache, parts->page->status, block, body_bytes);
}

struct http_reply *reply_join(struct cache *cache, const struct parts *parts,
                              const struct joined *joined, enum encoding encoding, size_t *bytes)
{
    if (encoding == BROTLI)
        return reply_brotli(cache, parts, joined, bytes);
    size_t body_bytes = encoding == GZIP ? gzip_bytes(parts) : joined->text_bytes;
    struct block block = block_start(parts, joined, encoding, body_bytes);
    if (encoding == GZIP)
        write_gzip(parts, joined->text_bytes, block.at + block.len);
    else
        write_text(parts, block.at + block.len);
    *bytes = block.len + body_bytes;
    return block_reply(cache, parts->page->status, block, body_bytes);
}

struct http_reply *reply_unmodified(struct cache *cache, const struct parts *parts,
                                    const struct joined *joined, enum encoding encoding,
                                    size_t *bytes)
{
    struct block block = block_start(parts, joined, encoding, 0);
    *bytes = block.len;
    return block_reply(cache, 304, block, 0);
}
