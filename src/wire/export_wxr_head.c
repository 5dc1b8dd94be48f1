// The channel's own facts, and the terms that items name.
#include "wire/export_wxr.h"

enum { TERMS_AT_A_TIME = 500 };

struct str wxr_section_slug(struct arena *mem, const struct filing *section, bool first_edition)
{
    char *slug = str_c(mem, section->path);
    for (char *c = slug; *c; c++)
        if (*c == '/')
            *c = '-';
    return first_edition ? str_from(slug)
                         : str_printf(mem, "%s-" STR_FMT, slug, STR_ARG(section->edition));
}

bool wxr_is_first(struct job *job, struct exporter *export, struct str edition, bool *is)
{
    struct edition *editions;
    size_t count;
    if (!edition_list(job, &export->txn, &editions, &count))
        return false;
    *is = count > 0 && str_eq(editions[0].slug, edition);
    return true;
}

void wxr_add_category(struct buf *b, const char *domain, struct str slug, struct str name)
{
    buf_printf(b, "<category domain=\"%s\" nicename=\"", domain);
    buf_add_text(b, slug);
    buf_add(b, S("\">"));
    buf_add(b, S("<![CDATA["));
    for (struct str rest = name; rest.len;) {
        ptrdiff_t end = str_find(rest, S("]]>"));
        buf_add(b, end < 0 ? rest : str_from_to(rest, 0, (size_t)end + 2));
        rest = end < 0 ? STR_NONE : str_after(rest, (size_t)end + 2);
        if (rest.len)
            buf_add(b, S("]]><![CDATA["));
    }
    buf_add(b, S("]]></category>\n"));
}

void wxr_add_meta(struct buf *b, const char *key, struct str value)
{
    buf_add(b, S("<wp:postmeta>"));
    xml_add(b, "wp:meta_key", str_from(key));
    xml_add_json(b, "wp:meta_value", value);
    buf_add(b, S("</wp:postmeta>\n"));
}

// ── terms ─────────────────────────────────────────────────────────────────────────────────────

static void add_person(struct buf *b, const struct filing *person)
{
    buf_add(b, S("<wp:author>"));
    xml_add_int(b, "wp:author_id", person->id);
    xml_add_cdata(b, "wp:author_login", person->slug);
    xml_add_cdata(b, "wp:author_email", S(""));
    xml_add_cdata(b, "wp:author_display_name", person->name);
    buf_add(b, S("</wp:author>\n"));
}

static void add_topic(struct buf *b, const struct filing *topic)
{
    buf_add(b, S("<wp:tag>"));
    xml_add_int(b, "wp:term_id", topic->id);
    xml_add_cdata(b, "wp:tag_slug", topic->slug);
    xml_add_cdata(b, "wp:tag_name", topic->name);
    xml_add_cdata(b, "wp:tag_description", topic->text);
    buf_add(b, S("</wp:tag>\n"));
}

static void add_section(struct arena *mem, struct buf *b, const struct filing *section,
                        const struct filing *all, size_t count, bool first)
{
    struct str parent = S("");
    for (size_t i = 0; i < count; i++)
        if (all[i].id == section->parent_id)
            parent = wxr_section_slug(mem, &all[i], first);
    buf_add(b, S("<wp:category>"));
    xml_add_int(b, "wp:term_id", section->id);
    xml_add_cdata(b, "wp:category_nicename", wxr_section_slug(mem, section, first));
    xml_add_cdata(b, "wp:category_parent", parent);
    xml_add_cdata(b, "wp:cat_name", section->name);
    buf_add(b, S("</wp:category>\n"));
}

// Some of a kind after `*after`; *more: there are others.
static bool write_some(struct job *job, struct exporter *export, enum filing_kind kind,
                       int64_t edition_id, int64_t *after, bool *more)
{
    struct filing *list;
    size_t count;
    struct buf b;
    struct str text;
    if (!filing_list(job, &export->txn, kind, edition_id, TERMS_AT_A_TIME, *after, &list, &count))
        return false;
    buf_start(&b, &job->mem, WXR_ITEM_BYTES_MAX);
    for (size_t i = 0; i < count; i++)
        kind == FILING_PERSON ? add_person(&b, &list[i]) : add_topic(&b, &list[i]);
    *more = count == TERMS_AT_A_TIME;
    if (count)
        *after = list[count - 1].id;
    return buf_done(job, &b, &text) && export_write(job, export, text);
}

static bool write_terms(struct job *job, struct exporter *export, enum filing_kind kind,
                        int64_t edition_id)
{
    int64_t after = 0;
    for (bool more = true; more;) {
        AUTO_JOB own;
        job_start(&own, job->now_ms);
        if (!write_some(&own, export, kind, edition_id, &after, &more))
            return job_fail(job, own.fault.kind, "%s", own.fault.text);
    }
    return true;
}

static bool write_sections(struct job *job, struct exporter *export, const struct edition *edition,
                           bool first)
{
    struct filing *list;
    size_t count;
    struct buf b;
    struct str text;
    if (!filing_list(job, &export->txn, FILING_SECTION, edition->id, 0, 0, &list, &count))
        return false;
    buf_start(&b, &job->mem, WXR_ITEM_BYTES_MAX);
    for (size_t i = 0; i < count; i++)
        add_section(&job->mem, &b, &list[i], list, count, first);
    return buf_done(job, &b, &text) && export_write(job, export, text);
}

// ── the channel ───────────────────────────────────────────────────────────────────────────────

static bool write_channel(struct job *job, struct exporter *export, struct str title)
{
    struct buf b;
    struct str text, origin = export->origin.len ? export->origin : S("http://localhost");
    buf_start(&b, &job->mem, WXR_ITEM_BYTES_MAX);
    buf_add(&b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<rss version=\"2.0\"\n"
                  " xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n"
                  " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n"
                  " xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"\n"
                  " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                  " xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n"));
    xml_add(&b, "title", title);
    xml_add(&b, "link", origin);
    xml_add(&b, "description", S(""));
    xml_add(&b, "generator", S("Stoppress"));
    xml_add(&b, "wp:wxr_version", S("1.2"));
    xml_add(&b, "wp:base_site_url", origin);
    xml_add(&b, "wp:base_blog_url", origin);
    return buf_done(job, &b, &text) && export_write(job, export, text);
}

bool wxr_write_head(struct job *job, struct exporter *export)
{
    struct site_facts site;
    struct edition *editions;
    size_t count;
    if (!site_read(job, &export->txn, &site) ||
        !edition_list(job, &export->txn, &editions, &count) ||
        !write_channel(job, export, site.title) || !write_terms(job, export, FILING_PERSON, 0))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!write_sections(job, export, &editions[i], i == 0) ||
            !write_terms(job, export, FILING_TOPIC, editions[i].id))
            return false;
    return true;
}
