#include "news/internal.h"

#include "news/story_kinds.h"
#include "text/slug.h"

const char *const story_kinds[STORY_KINDS] = {
    "news",  "opinion", "analysis",  "blog",    "feature", "explainer",
    "video", "episode", "infograph", "gallery", "live",
};

bool is_story_kind(struct str kind)
{
    for (size_t i = 0; i < STORY_KINDS; i++)
        if (str_is(kind, story_kinds[i]))
            return true;
    return false;
}

// One application: what it is about, and whether all went well so far.
struct applying {
    struct job *job;
    struct txn *txn;
    const struct actor *actor;
    int64_t edition_id, story_id;
};

static bool has_id(struct id_list ids, int64_t id)
{
    for (size_t i = 0; i < ids.count; i++)
        if (ids.items[i] == id)
            return true;
    return false;
}

static bool apply_names(const struct applying *to, enum filing_kind kind, const char *field,
                        struct str_list names, struct id_list *out)
{
    if (names.count > LIST_MAX)
        return job_fail_field(to->job, field, "are too many: %zu, at most %d", names.count,
                              LIST_MAX);
    struct id_list ids = {.items = arena_array(&to->job->mem, int64_t, names.count + 1)};
    bool ok = true;
    for (size_t i = 0; i < names.count; i++) {
        int64_t id;
        if (!filing_resolve(to->job, to->txn, to->actor, kind, to->edition_id, names.items[i], &id))
            ok = false;
        else if (!has_id(ids, id))
            ids.items[ids.count++] = id;
    }
    if (ok)
        *out = ids;
    return ok;
}

static bool apply_one(const struct applying *to, enum filing_kind kind, struct str name,
                      int64_t *out)
{
    if (name.len == 0) {
        *out = 0;
        return true;
    }
    return filing_resolve(to->job, to->txn, to->actor, kind, to->edition_id, name, out);
}

static bool apply_related(const struct applying *to, struct id_list related, struct id_list *out)
{
    if (related.count > LIST_MAX)
        return job_fail_field(to->job, "related", "are too many: %zu, at most %d", related.count,
                              LIST_MAX);
    struct id_list ids = {.items = arena_array(&to->job->mem, int64_t, related.count + 1)};
    for (size_t i = 0; i < related.count; i++) {
        int64_t id = related.items[i];
        if (id == to->story_id)
            return job_fail_field(to->job, "related", "a story is not related to itself");
        if (!take_id(to->job, to->txn, "related", "SELECT 1 FROM story WHERE id = ?1", id))
            return false;
        if (!has_id(ids, id))
            ids.items[ids.count++] = id;
    }
    *out = ids;
    return true;
}

// The stored form, its blocks keeping the ids of those they continue.
static bool apply_body(const struct applying *to, const struct block *body, struct str *stored)
{
    struct block *now, *before;
    struct str json;
    if (!body) {
        *stored = S("");
        return true;
    }
    if (!document_write(to->job, body, &json))
        return false;
    if (stored->len) {
        if (!document_parse(to->job, json, &now) || !document_parse(to->job, *stored, &before))
            return false;
        document_adopt_ids(to->job, now, before);
        if (!document_write(to->job, now, &json))
            return false;
    }
    *stored = json;
    return true;
}

static bool apply_slug(const struct applying *to, struct str slug, struct str *out)
{
    if (slug.len && !is_slug(slug))
        return job_fail_field(to->job, "slug",
                              "is no slug: letters and digits, lower case, single hyphens, at "
                              "most 96 bytes");
    *out = slug;
    return true;
}

static bool apply_kind(const struct applying *to, struct str kind, struct str *out)
{
    if (kind.len && !is_story_kind(kind))
        return job_fail_field(to->job, "kind", "\"" STR_FMT "\" is not a kind of story",
                              STR_ARG(str_from_to(kind, 0, 40)));
    *out = kind.len ? kind : S("news");
    return true;
}

static bool apply_picture(const struct applying *to, int64_t id, int64_t *out)
{
    if (id && !take_id(to->job, to->txn, "picture", "SELECT 1 FROM picture WHERE id = ?1", id))
        return false;
    *out = id;
    return true;
}

static bool apply_lines(const struct applying *to, const struct story_fields *f,
                        struct story_copy *copy)
{
    const struct {
        unsigned bit;
        const char *field;
        struct str given;
        size_t max;
        struct str *out;
    } lines[] = {
        {STORY_HAS_HEADLINE, "headline", f->headline, HEADLINE_MAX, &copy->headline},
        {STORY_HAS_KICKER, "kicker", f->kicker, KICKER_MAX, &copy->kicker},
        {STORY_HAS_STANDFIRST, "standfirst", f->standfirst, STANDFIRST_MAX, &copy->standfirst},
        {STORY_HAS_PLACE, "place", f->place, PLACE_MAX, &copy->place},
    };
    bool ok = true;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        if (f->set & lines[i].bit)
            ok = take_line(to->job, lines[i].field, lines[i].given, lines[i].max, lines[i].out) &&
                 ok;
    return ok;
}

static bool apply_filings(const struct applying *to, const struct story_fields *f,
                          struct story_copy *copy)
{
    bool ok = true;
    if (f->set & STORY_HAS_SECTION)
        ok = apply_one(to, FILING_SECTION, f->section, &copy->section_id) && ok;
    if (f->set & STORY_HAS_REGIONS)
        ok = apply_names(to, FILING_REGION, "regions", f->regions, &copy->regions) && ok;
    if (f->set & STORY_HAS_DOSSIERS)
        ok = apply_names(to, FILING_DOSSIER, "dossiers", f->dossiers, &copy->dossiers) && ok;
    if (f->set & STORY_HAS_TOPICS)
        ok = apply_names(to, FILING_TOPIC, "topics", f->topics, &copy->topics) && ok;
    if (f->set & STORY_HAS_AUTHORS)
        ok = apply_names(to, FILING_PERSON, "authors", f->authors, &copy->authors) && ok;
    if (f->set & STORY_HAS_SOURCE)
        ok = apply_one(to, FILING_SOURCE, f->source, &copy->source_id) && ok;
    return ok;
}

// Whose translation it is waits in the copy; group_join does it.
static bool apply_translation(const struct applying *to, int64_t of, struct story_copy *copy)
{
    if (of == to->story_id && of)
        return job_fail_field(to->job, "translation_of", "a story is no translation of itself");
    if (of && !take_id(to->job, to->txn, "translation_of", "SELECT 1 FROM story WHERE id = ?1", of))
        return false;
    copy->regroup = true;
    copy->translation_of = of;
    return true;
}

bool copy_apply(struct job *job, struct txn *txn, const struct actor *actor,
                const struct story_fields *f, int64_t edition_id, int64_t story_id,
                struct story_copy *copy)
{
    const struct applying to = {job, txn, actor, edition_id, story_id};
    bool ok = apply_lines(&to, f, copy); // goes on, to name all that is wrong
    if (f->set & STORY_HAS_KIND)
        ok = apply_kind(&to, f->kind, &copy->kind) && ok;
    if (f->set & STORY_HAS_SLUG)
        ok = apply_slug(&to, f->slug, &copy->slug) && ok;
    if (f->set & STORY_HAS_PICTURE)
        ok = apply_picture(&to, f->picture_id, &copy->picture_id) && ok;
    if (f->set & STORY_HAS_RELATED)
        ok = apply_related(&to, f->related, &copy->related) && ok;
    if (f->set & STORY_HAS_TRANSLATION_OF)
        ok = apply_translation(&to, f->translation_of, copy) && ok;
    ok = apply_filings(&to, f, copy) && ok;
    if (ok && (f->set & STORY_HAS_BODY))
        ok = apply_body(&to, f->body, &copy->body);
    return ok && !job_failed(job);
}
