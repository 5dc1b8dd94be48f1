// From a key to the kind of page that stands there.
#include "page/internal.h"

struct page_key {
    struct str origin, edition, rest; // rest: what follows "/en/"
    struct str path;                  // whole, without parameters
    struct str parameters;            // after "?"
    size_t number;                    // ?page=
};

static struct page_key key_split(const struct page_world *world, struct str name)
{
    struct page_key key = {.origin = world->site_url, .path = name, .number = 1};
    if (name.len && name.at[0] != '/') { // "http://host:port/en/…"
        ptrdiff_t host = str_find(name, S("://")) + 3;
        ptrdiff_t end = host + str_find_char(str_after(name, (size_t)host), '/');
        key.origin = str_from_to(name, 0, (size_t)end);
        key.path = str_after(name, (size_t)end);
    }
    // A '?' can stand in a decoded path too; ours is the last, and only ours is followed by these.
    ptrdiff_t page = str_find(key.path, S("?page="));
    uint64_t number;
    if (page >= 0 && parse_uint(str_after(key.path, (size_t)page + 6), 1000000, &number)) {
        key.number = number;
        key.path = str_from_to(key.path, 0, (size_t)page);
    }
    struct str inside = str_after(key.path, 1);
    if (!str_split(inside, '/', &key.edition, &key.rest))
        key.edition = inside;
    return key;
}

// ── lists with an address of their own ───────────────────────────────────────────────────────

static bool is_nothing(struct str rest)
{
    return rest.len == 0;
}

static bool is_span(struct str rest)
{
    enum most_read_span span;
    return rest.len == 0 ||
           (str_ends(rest, S("/")) && most_read_parse(str_from_to(rest, 0, rest.len - 1), &span));
}

static bool make_latest_at(struct making *m, struct str rest, size_t number)
{
    return make_latest(m, number);
}

static bool make_most_read_at(struct making *m, struct str rest, size_t number)
{
    return make_most_read(m, rest);
}

static bool make_corrections_at(struct making *m, struct str rest, size_t number)
{
    return make_corrections(m, number);
}

static bool make_authors_at(struct making *m, struct str rest, size_t number)
{
    return make_authors(m, number);
}

static bool make_coverage_at(struct making *m, struct str rest, size_t number)
{
    return make_coverage(m);
}

// "/en/latest/", "/en/archive/2026/11/": the word, and what may follow it.
static const struct {
    const char *word;
    bool (*is_ours)(struct str rest); // with its slash
    bool (*make)(struct making *m, struct str rest, size_t number);
} lists[] = {
    {"latest", is_nothing, make_latest_at},           {"most-read", is_span, make_most_read_at},
    {"corrections", is_nothing, make_corrections_at}, {"authors", is_nothing, make_authors_at},
    {"coverage", is_nothing, make_coverage_at},       {"archive", is_archive_date, make_archive},
};

// The canonical form of a list's address ends in a slash; the page that was asked for is kept.
static void redirect_to_list(struct making *m, struct str path, size_t number)
{
    make_redirect(m, 301, path);
    if (number > 1)
        m->out->location =
            str_printf(&m->job->mem, STR_FMT "?page=%zu", STR_ARG(m->out->location), number);
}

// *ours false: nothing was made.
static bool make_list_page(struct making *m, struct str path, size_t number, bool *ours)
{
    struct arena *mem = &m->job->mem;
    bool with_slash = str_ends(path, S("/"));
    struct str whole = with_slash ? path : str_join(mem, path, S("/")), word, rest;
    *ours = false;
    if (!str_split(whole, '/', &word, &rest))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (!str_is(word, lists[i].word) || !lists[i].is_ours(rest))
            continue;
        *ours = true;
        if (with_slash)
            return lists[i].make(m, rest, number);
        redirect_to_list(
            m, str_printf(mem, "/" STR_FMT "/" STR_FMT, STR_ARG(m->edition.slug), STR_ARG(whole)),
            number);
        return true;
    }
    return true;
}

// ── addresses from before the move here: "/2019/05/old-post.html" ─────────────────────────────

static bool make_gone(struct making *m, int64_t story_id)
{
    struct story_state state;
    return story_state_read(m->job, m->txn, story_id, &state) &&
           make_notice(m, 410, state.withdrawn_reason);
}

static bool make_old(struct making *m, struct str path)
{
    bool found;
    struct address address;
    if (!redirect_find(m->job, m->txn, path, &found, &address))
        return false;
    if (!found)
        return make_notice(m, 404, STR_NONE);
    if (address.kind == ADDRESS_GONE)
        return make_gone(m, address.id);
    make_redirect(m, 301, address.to);
    return true;
}

// ── ways in that are looked up by a slug: /en/region/africa/ ──────────────────────────────────

static const struct {
    struct str word;
    enum filing_kind kind;
} ways_in[] = {
    {{"region", 6}, FILING_REGION},    {{"topic", 5}, FILING_TOPIC},
    {{"author", 6}, FILING_PERSON},    {{"source", 6}, FILING_SOURCE},
    {{"coverage", 8}, FILING_DOSSIER},
};

static bool make_way_in(struct making *m, enum filing_kind kind, struct str rest, struct str slug,
                        size_t number)
{
    bool with_slash = str_ends(slug, S("/")), found, moved;
    if (with_slash)
        slug.len--;
    struct filing filing;
    if (!filing_find(m->job, m->txn, kind, m->edition.id, slug, &found, &moved, &filing))
        return false;
    if (!found)
        return make_old(m, str_printf(&m->job->mem, "/" STR_FMT "/" STR_FMT,
                                      STR_ARG(m->edition.slug), STR_ARG(rest)));
    if (moved || !with_slash) {
        redirect_to_list(m, filing_path(&m->job->mem, &filing, m->edition.slug), number);
        return true;
    }
    return make_filing(m, kind, filing.id, number);
}

static bool make_address(struct making *m, struct str path, size_t number)
{
    struct address address;
    if (!address_find(m->job, m->txn, &m->edition, path, &address))
        return false;
    switch (address.kind) {
    case ADDRESS_STORY:
        return make_story(m, address.id);
    case ADDRESS_SECTION:
        return make_filing(m, FILING_SECTION, address.id, number);
    case ADDRESS_MOVED:
        if (str_ends(address.to, S("/")))
            redirect_to_list(m, address.to, number);
        else
            make_redirect(m, 301, address.to);
        return true;
    case ADDRESS_GONE:
        return make_gone(m, address.id);
    case ADDRESS_NOTHING:
        break;
    }
    return make_notice(m, 404, STR_NONE);
}

// "about", "privacy", "contact": whatever the house says of itself, before stories are looked for.
static bool find_house_page(struct making *m, struct str rest, bool *found, struct house_page *out)
{
    *found = false;
    return str_has(rest, '/') || house_page_find(m->job, m->txn, &m->edition, rest, found, out);
}

static bool make_in_edition(struct making *m, struct str rest, size_t number)
{
    if (rest.len == 0)
        return make_front(m);
    bool is_list;
    if (!make_list_page(m, rest, number, &is_list))
        return false;
    if (is_list)
        return true;
    struct str word, slug;
    for (size_t i = 0; str_split(rest, '/', &word, &slug) && i < ARRAY_LEN(ways_in); i++) {
        if (str_eq(word, ways_in[i].word) && slug.len)
            return make_way_in(m, ways_in[i].kind, rest, slug, number);
    }
    bool is_house_page;
    struct house_page house_page;
    if (!find_house_page(m, rest, &is_house_page, &house_page))
        return false;
    return is_house_page ? make_house_page(m, &house_page) : make_address(m, rest, number);
}

// "/" asks for an edition: the first wanted language that has one, else the first edition.
static bool make_root(struct making *m, struct str wanted)
{
    struct edition *editions;
    size_t count;
    if (!edition_list(m->job, m->txn, &editions, &count))
        return false;
    if (count == 0)
        return job_fail(m->job, FAULT_UNAVAILABLE, "this site has no edition yet");
    struct str chosen = editions[0].slug;
    bool is_found = false;
    for (struct str lang; !is_found && str_cut(&wanted, ',', &lang);) {
        for (size_t i = 0; i < count && !is_found; i++) {
            is_found = str_eq(editions[i].locale.lang, lang) || str_eq(editions[i].slug, lang);
            if (is_found)
                chosen = editions[i].slug;
        }
    }
    make_redirect(m, 302, str_printf(&m->job->mem, "/" STR_FMT "/", STR_ARG(chosen)));
    m->out->extra_headers =
        str_join(&m->job->mem, m->out->extra_headers, S("Vary: Accept-Language\n"));
    return true;
}

// A page outside every edition speaks the first one's language.
static bool choose_edition(struct making *m, struct str slug, bool *found)
{
    if (!edition_find(m->job, m->txn, slug, found, &m->edition))
        return false;
    if (*found)
        return true;
    struct edition *editions;
    size_t count;
    if (!edition_list(m->job, m->txn, &editions, &count))
        return false;
    if (count == 0)
        return job_fail(m->job, FAULT_UNAVAILABLE, "this site has no edition yet");
    m->edition = editions[0];
    return true;
}

// "/?p=12&en,es", "/?cat=5&en": by its number in the system before. One that nobody knows asks for
// the site, like "/".
static bool make_by_number(struct making *m, struct str path)
{
    struct str old = path, wanted = STR_NONE;
    bool found;
    struct address address;
    str_split(path, '&', &old, &wanted);
    if (!redirect_find(m->job, m->txn, old, &found, &address))
        return false;
    if (!found || address.kind != ADDRESS_MOVED)
        return make_root(m, wanted);
    make_redirect(m, 301, address.to);
    return true;
}

static bool make_fragment_page(struct making *m, struct page_key *key)
{
    struct str name = str_after(key->path, 4), version = STR_NONE; // after "/_f/"
    ptrdiff_t at = str_find(name, S("?v="));
    if (at >= 0) {
        version = str_after(name, (size_t)at + 3);
        name = str_from_to(name, 0, (size_t)at);
    }
    struct cache_key fragment = {.name = name, .kind = CACHE_FRAGMENT};
    if (!page_fragment_make(m->job, m->txn, &fragment, m->world, m->out))
        return false;
    bool is_the_one = version.len && str_eq(version, m->out->version);
    m->out->extra_headers =
        str_join(&m->job->mem, m->world->headers,
                 is_the_one ? S("Cache-Control: public, max-age=31536000, immutable\n")
                            : S("Cache-Control: no-cache\n"));
    m->out->channel = m->out->version = STR_NONE;
    return true;
}

bool page_make(struct job *job, struct txn *txn, const struct cache_key *key, void *with,
               struct cache_made *out)
{
    struct page_world *world = with;
    struct page_key asked = key_split(world, key->name);
    struct making m = {.job = job, .txn = txn, .world = world, .origin = asked.origin, .out = out};
    *out = (struct cache_made){.status = 200,
                               .content_type = S("text/html; charset=utf-8"),
                               .extra_headers = world->headers};
    if (str_starts(asked.path, S("/_f/")))
        return make_fragment_page(&m, &asked);
    if (str_starts(asked.path, S("/?")) && str_has(asked.path, '='))
        return make_by_number(&m, asked.path);
    if (str_starts(asked.path, S("/?")))
        return make_root(&m, str_after(asked.path, 2));

    bool found;
    if (!choose_edition(&m, asked.edition, &found) || !frame_start(&m))
        return false;
    if (!found)
        return make_old(&m, asked.path);
    if (asked.rest.len == 0 && !str_ends(asked.path, S("/"))) { // "/en"
        make_redirect(&m, 301, str_join(&job->mem, asked.path, S("/")));
        return true;
    }
    return make_in_edition(&m, asked.rest, asked.number);
}
