// WXR 1.2, as WordPress reads it: for sites that move there, and for our own import, which finds in
// each item the line of JSON that it is (`_stoppress`, with the digest of what it was made to look
// like) and loses nothing.
#include "wire/export_wxr.h"

#include "api/story_json.h"
#include "news/house_page.h"

struct item {
    struct exporter *export;
    struct buf b;
    struct str link, title, content, excerpt, guid, slug, creator;
    const char *status, *type;
    int64_t number, parent, at_ms, changed_ms;
};

// ── an item ───────────────────────────────────────────────────────────────────────────────────

// "2026-11-24 10:12:00"; of what was never published, nothing but zeros, as WordPress writes it.
static struct str wp_time(struct arena *mem, int64_t at_ms)
{
    if (!at_ms)
        return S("0000-00-00 00:00:00");
    char *time = str_c(mem, str_from_to(time_rfc3339(mem, at_ms), 0, 19));
    time[10] = ' ';
    return str_from(time);
}

static void add_dates(struct item *it)
{
    struct arena *mem = it->b.mem;
    xml_add(&it->b, "wp:post_date", wp_time(mem, it->at_ms));
    xml_add(&it->b, "wp:post_date_gmt", wp_time(mem, it->at_ms));
    xml_add(&it->b, "wp:post_modified", wp_time(mem, it->changed_ms));
    xml_add(&it->b, "wp:post_modified_gmt", wp_time(mem, it->changed_ms));
}

static void open_item(struct item *it)
{
    buf_add(&it->b, S("<item>\n"));
    xml_add_cdata(&it->b, "title", it->title);
    xml_add(&it->b, "link", it->link);
    xml_add_cdata(&it->b, "dc:creator", it->creator.len ? it->creator : S("stoppress"));
    buf_add(&it->b, S("<guid isPermaLink=\"false\">"));
    buf_add_text(&it->b, it->guid);
    buf_add(&it->b, S("</guid>\n<description></description>\n"));
    xml_add_cdata(&it->b, "content:encoded", it->content);
    xml_add_cdata(&it->b, "excerpt:encoded", it->excerpt);
    xml_add_int(&it->b, "wp:post_id", it->number);
    add_dates(it);
    xml_add(&it->b, "wp:comment_status", S("closed"));
    xml_add(&it->b, "wp:ping_status", S("closed"));
    xml_add(&it->b, "wp:post_name", it->slug);
    xml_add(&it->b, "wp:status", str_from(it->status));
    xml_add_int(&it->b, "wp:post_parent", it->parent);
    xml_add_int(&it->b, "wp:menu_order", 0);
    xml_add(&it->b, "wp:post_type", str_from(it->type));
    xml_add(&it->b, "wp:post_password", S(""));
    xml_add_int(&it->b, "wp:is_sticky", 0);
}

static bool close_item(struct job *job, struct item *it)
{
    struct str text;
    buf_add(&it->b, S("</item>\n"));
    return buf_done(job, &it->b, &text) && export_write(job, it->export, text);
}

// ── pictures ──────────────────────────────────────────────────────────────────────────────────

static struct str picture_url(struct job *job, const struct exporter *export,
                              const struct picture *picture)
{
    int widths = media_widths_of(picture->width, picture->height, MEDIA_WHOLE);
    struct media_rendition rendition = {.hash = picture->hash,
                                        .width = picture->width,
                                        .height = picture->height,
                                        .focal_x = picture->focal_x,
                                        .focal_y = picture->focal_y,
                                        .rendition_width = media_widths[widths - 1]};
    return str_join(&job->mem, export->origin, media_path(&job->mem, picture->id, &rendition));
}

static bool write_attachment(struct job *job, struct exporter *export, int64_t id, int64_t parent)
{
    struct picture picture;
    struct str file;
    struct item it = {.export = export, .status = "inherit", .type = "attachment"};
    if (!import_see(&export->pictures, S("attachment"),
                    str_printf(&job->mem, "%lld", (long long)id)))
        return true;
    if (!exported_picture(job, export, id, &picture, &file) ||
        !export_original(job, export, &picture, file))
        return false;
    it.number = WXR_PICTURES_FROM + id;
    it.parent = parent;
    it.title = picture.hash;
    it.slug = picture.hash;
    it.link = picture_url(job, export, &picture);
    it.content = picture.alt;
    it.excerpt = picture.caption;
    it.guid = str_join(&job->mem, S("stoppress:picture:"), picture.hash);
    buf_start(&it.b, &job->mem, WXR_ITEM_BYTES_MAX);
    open_item(&it);
    xml_add(&it.b, "wp:attachment_url", it.link);
    wxr_add_meta(&it.b, "_wp_attached_file", file);
    wxr_add_meta(&it.b, "_wp_attachment_image_alt", picture.alt);
    wxr_add_meta(&it.b, "_wp_attachment_credit", picture.credit);
    return close_item(job, &it);
}

static bool write_attachments(struct job *job, struct exporter *export, const struct block *block,
                              int64_t parent)
{
    int64_t id;
    if (block->type == BLOCK_PICTURE && parse_int(block->ref, &id) &&
        !write_attachment(job, export, id, parent)) {
        if (job->fault.kind != FAULT_NOT_FOUND)
            return false;
        job_forgive(job);
    }
    for (size_t i = 0; i < block->children_count; i++)
        if (!write_attachments(job, export, &block->children[i], parent))
            return false;
    return true;
}

static bool show_picture(struct job *job, void *with, const struct block *block, struct buf *out)
{
    struct exporter *export = with;
    struct picture picture;
    int64_t id;
    if (!parse_int(block->ref, &id))
        return true;
    if (!picture_get(job, &export->txn, id, 0, &picture)) {
        if (job->fault.kind != FAULT_NOT_FOUND)
            return false;
        job_forgive(job);
        return true;
    }
    buf_printf(out, "<img class=\"wp-image-%lld\" src=\"", (long long)(WXR_PICTURES_FROM + id));
    buf_add_text(out, picture_url(job, export, &picture));
    buf_add(out, S("\" alt=\""));
    buf_add_text(out, block->alt.len ? block->alt : picture.alt);
    buf_add(out, S("\">"));
    return true;
}

static bool write_html(struct job *job, struct exporter *export, const struct block *body,
                       struct str *out)
{
    const struct document_world world = {
        .with = export, .picture = show_picture, .site_url = export->origin};
    struct html html = {S("")};
    if (body && !document_write_html(job, body, &world, &html))
        return false;
    *out = html.safe;
    return true;
}

// ── translations ──────────────────────────────────────────────────────────────────────────────

// Polylang's: a term for each group, which says in PHP's way who is in it.
static bool write_group(struct job *job, struct exporter *export, int64_t group, struct str name)
{
    struct story_in_group *all;
    size_t count;
    struct buf b, list;
    struct str text;
    if (!import_see(&export->pictures, S("group"), name))
        return true;
    if (!story_group_all(job, &export->txn, group, &all, &count))
        return false;
    buf_start(&list, &job->mem, WXR_ITEM_BYTES_MAX);
    buf_printf(&list, "a:%zu:{", count);
    for (size_t i = 0; i < count; i++)
        buf_printf(&list, "s:%zu:\"" STR_FMT "\";i:%lld;", all[i].edition.len,
                   STR_ARG(all[i].edition), (long long)all[i].id);
    buf_add_char(&list, '}');
    buf_start(&b, &job->mem, WXR_ITEM_BYTES_MAX);
    buf_add(&b, S("<wp:term>"));
    xml_add_int(&b, "wp:term_id", WXR_PAGES_FROM + WXR_PICTURES_FROM / 2 + group);
    xml_add(&b, "wp:term_taxonomy", S("post_translations"));
    xml_add(&b, "wp:term_slug", name);
    xml_add_cdata(&b, "wp:term_name", name);
    xml_add_cdata(&b, "wp:term_description", buf_str(&list));
    buf_add(&b, S("</wp:term>\n"));
    return buf_done(job, &b, &text) && export_write(job, export, text);
}

static bool find_group(struct job *job, struct exporter *export, const struct story *story,
                       struct str *name)
{
    int64_t first, count;
    *name = S("");
    if (!story_group_first(job, &export->txn, story->state.translation_group, &first, &count))
        return false;
    if (count < 2)
        return true;
    *name = str_printf(&job->mem, "pll_%lld", (long long)first);
    return write_group(job, export, story->state.translation_group, *name);
}

// ── stories ───────────────────────────────────────────────────────────────────────────────────

static const char *wp_status(struct str status)
{
    static const struct {
        const char *ours, *theirs;
    } words[] = {{"published", "publish"}, {"corrected", "publish"}, {"scheduled", "future"},
                 {"review", "pending"},    {"ready", "pending"},     {"withdrawn", "private"}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_is(status, words[i].ours))
            return words[i].theirs;
    return "draft";
}

static bool add_filed(struct job *job, struct item *it, const struct story *story, struct str group)
{
    bool first;
    struct arena *mem = &job->mem;
    if (!wxr_is_first(job, it->export, story->state.edition, &first))
        return false;
    if (story->section.id)
        wxr_add_category(&it->b, "category", wxr_section_slug(mem, &story->section, first),
                         story->section.name);
    for (size_t i = 0; i < story->topics_count; i++)
        wxr_add_category(&it->b, "post_tag", story->topics[i].slug, story->topics[i].name);
    for (size_t i = 0; i < story->authors_count; i++)
        wxr_add_category(&it->b, "author", str_join(mem, S("cap-"), story->authors[i].slug),
                         story->authors[i].name);
    wxr_add_category(&it->b, "language", story->state.edition, story->state.edition);
    if (group.len)
        wxr_add_category(&it->b, "post_translations", group, group);
    return true;
}

static void fill_story(struct job *job, struct item *it, const struct exported *exported)
{
    const struct story *story = &exported->story;
    const struct story_state *state = &story->state;
    it->number = state->id;
    it->title = story->headline;
    it->excerpt = story->standfirst;
    it->slug = story->slug;
    it->status = wp_status(state->status);
    it->type = "post";
    it->at_ms = !state->public && state->scheduled_ms ? state->scheduled_ms : state->published_ms;
    it->changed_ms = state->updated_ms ? state->updated_ms : it->at_ms;
    it->creator = story->authors_count ? story->authors[0].slug : S("");
    it->guid = str_printf(&job->mem, "stoppress:" STR_FMT ":" STR_FMT, STR_ARG(state->edition),
                          STR_ARG(exported->name));
    it->link = story_url(&job->mem, it->export->origin, state->edition, state->path);
}

static bool add_ours(struct job *job, struct item *it, const struct exported *exported)
{
    struct str json, looks;
    if (!exported_json(job, it->export, exported, true, &json))
        return false;
    looks = str_printf(&job->mem, STR_FMT "\n" STR_FMT, STR_ARG(it->title), STR_ARG(it->content));
    wxr_add_meta(&it->b, "_stoppress", json);
    wxr_add_meta(&it->b, "_stoppress_digest", digest_hex(&job->mem, looks, 16));
    return true;
}

static bool write_story(struct job *job, struct exporter *export, const struct exported *exported)
{
    const struct story *story = &exported->story;
    struct item it = {.export = export};
    struct str group;
    buf_start(&it.b, &job->mem, WXR_ITEM_BYTES_MAX);
    fill_story(job, &it, exported);
    if ((story->picture_id && !write_attachment(job, export, story->picture_id, it.number)) ||
        (story->body && !write_attachments(job, export, story->body, it.number)) ||
        !find_group(job, export, story, &group) ||
        !write_html(job, export, story->body, &it.content))
        return false;
    open_item(&it);
    if (!add_filed(job, &it, story, group))
        return false;
    if (story->picture_id)
        wxr_add_meta(
            &it.b, "_thumbnail_id",
            str_printf(&job->mem, "%lld", (long long)(WXR_PICTURES_FROM + story->picture_id)));
    return add_ours(job, &it, exported) && close_item(job, &it);
}

// ── pages of the house ────────────────────────────────────────────────────────────────────────

static bool write_page(struct job *job, struct exporter *export, const struct edition *edition,
                       struct str slug)
{
    struct house_page page;
    bool found;
    struct item it = {.export = export, .status = "publish", .type = "page"};
    if (!house_page_find(job, &export->txn, edition, slug, &found, &page) || !found)
        return !job_failed(job);
    if ((page.body && !write_attachments(job, export, page.body, 0)) ||
        !write_html(job, export, page.body, &it.content))
        return false;
    it.number = WXR_PAGES_FROM + page.id;
    it.title = page.title;
    it.slug = page.slug;
    it.at_ms = it.changed_ms = page.updated_ms;
    it.guid = str_printf(&job->mem, "stoppress:" STR_FMT ":page:" STR_FMT, STR_ARG(edition->slug),
                         STR_ARG(page.slug));
    it.link = story_url(&job->mem, export->origin, edition->slug, page.slug);
    buf_start(&it.b, &job->mem, WXR_ITEM_BYTES_MAX);
    open_item(&it);
    wxr_add_category(&it.b, "language", edition->slug, edition->name);
    return close_item(job, &it);
}

bool export_wxr(struct job *job, struct exporter *export)
{
    return wxr_write_head(job, export) && export_stories(job, export, write_story) &&
           export_pages(job, export, write_page) &&
           export_write(job, export, S("</channel>\n</rss>\n"));
}
