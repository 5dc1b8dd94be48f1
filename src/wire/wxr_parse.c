#include "wire/wxr_parse.h"

enum { LINE_MAX_BYTES = 64 << 10, SITE_TERMS_MAX = 200000 };

#define AT(type, name) offsetof(struct type, name)

struct field {
    const char *name;
    size_t at; // of a struct str
    size_t max;
    bool heavy; // left out when reading lightly
};

static const struct field site_fields[] = {
    {"title", AT(wxr_site, title), LINE_MAX_BYTES},
    {"link", AT(wxr_site, link), LINE_MAX_BYTES},
    {"language", AT(wxr_site, language), LINE_MAX_BYTES},
    {"wp:wxr_version", AT(wxr_site, version), LINE_MAX_BYTES},
    {"wp:base_blog_url", AT(wxr_site, url), LINE_MAX_BYTES},
    {"wp:base_site_url", AT(wxr_site, network_url), LINE_MAX_BYTES},
};

static const struct field item_fields[] = {
    {"title", AT(wxr_item, title), LINE_MAX_BYTES},
    {"link", AT(wxr_item, link), LINE_MAX_BYTES},
    {"guid", AT(wxr_item, guid), LINE_MAX_BYTES},
    {"dc:creator", AT(wxr_item, creator), LINE_MAX_BYTES},
    {"wp:author", AT(wxr_item, creator), LINE_MAX_BYTES},
    {"pubDate", AT(wxr_item, pub_date), LINE_MAX_BYTES},
    {"content:encoded", AT(wxr_item, content), WXR_TEXT_MAX, .heavy = true},
    {"excerpt:encoded", AT(wxr_item, excerpt), WXR_TEXT_MAX, .heavy = true},
    {"wp:post_id", AT(wxr_item, id), LINE_MAX_BYTES},
    {"wp:post_parent", AT(wxr_item, parent), LINE_MAX_BYTES},
    {"wp:post_date", AT(wxr_item, date), LINE_MAX_BYTES},
    {"wp:post_date_gmt", AT(wxr_item, date_gmt), LINE_MAX_BYTES},
    {"wp:post_modified_gmt", AT(wxr_item, modified_gmt), LINE_MAX_BYTES},
    {"wp:post_name", AT(wxr_item, name), LINE_MAX_BYTES},
    {"wp:status", AT(wxr_item, status), LINE_MAX_BYTES},
    {"wp:post_type", AT(wxr_item, type), LINE_MAX_BYTES},
    {"wp:post_password", AT(wxr_item, password), LINE_MAX_BYTES},
    {"wp:attachment_url", AT(wxr_item, attachment_url), LINE_MAX_BYTES},
};

static const struct field author_fields[] = {
    {"wp:author_login", AT(wxr_author, login), LINE_MAX_BYTES},
    {"wp:author_display_name", AT(wxr_author, name), LINE_MAX_BYTES},
};

static const struct field category_fields[] = {
    {"wp:term_id", AT(wxr_category, id), LINE_MAX_BYTES},
    {"wp:category_nicename", AT(wxr_category, nicename), LINE_MAX_BYTES},
    {"wp:category_parent", AT(wxr_category, parent), LINE_MAX_BYTES},
    {"wp:cat_name", AT(wxr_category, name), LINE_MAX_BYTES},
};

static const struct {
    const char *key;
    size_t at;
} meta_fields[] = {
    {"_thumbnail_id", AT(wxr_item, thumbnail)},
    {"_wp_attachment_image_alt", AT(wxr_item, alt)},
    {"_wp_attached_file", AT(wxr_item, attached_file)},
    {"_wp_attachment_metadata", AT(wxr_item, metadata)},
    {"_yoast_wpseo_primary_category", AT(wxr_item, primary_category)},
    {"_media_credit", AT(wxr_item, credit)},
    {"_wp_attachment_credit", AT(wxr_item, credit)},
    {"_stoppress", AT(wxr_item, ours)},
    {"_stoppress_digest", AT(wxr_item, ours_digest)},
};

static const struct {
    const char *name;
    enum wxr_group group;
} groups[] = {
    {"item", WXR_ITEM},
    {"wp:author", WXR_AUTHOR},
    {"wp:category", WXR_CATEGORY},
};

// ── text ──────────────────────────────────────────────────────────────────────────────────────

static void gather(struct wxr_parse *parse, struct arena *mem, struct str *into, size_t max)
{
    parse->into = into;
    parse->into_depth = parse->depth;
    buf_start(&parse->text, mem, max);
}

static void gather_field(struct wxr_parse *parse, struct arena *mem, const struct field *fields,
                         size_t count, const char *name, void *of)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, fields[i].name) != 0 || (fields[i].heavy && parse->light))
            continue;
        struct str *into = (struct str *)(void *)((char *)of + fields[i].at);
        if (!into->len) // the first one said counts
            gather(parse, mem, into, fields[i].max);
        return;
    }
}

void wxr_parse_text(struct wxr_parse *parse, struct str text)
{
    if (parse->into && !parse->text.overflowed)
        buf_add(&parse->text, text);
}

static void gathered(struct wxr_parse *parse)
{
    bool is_content = parse->into == &parse->item.content;
    struct str text = buf_str(&parse->text);
    *parse->into = is_content ? text : str_trim(text);
    if (parse->text.overflowed && parse->into == &parse->meta_value)
        *parse->into = STR_NONE; // half of something serialised is nothing
    else if (parse->text.overflowed)
        parse->item.too_big = true;
    parse->into = NULL;
}

// ── beginnings ────────────────────────────────────────────────────────────────────────────────

static struct str attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2) {
        if (strcmp(attributes[0], name) == 0)
            return str_from(attributes[1]);
    }
    return STR_NONE;
}

static void start_group(struct wxr_parse *parse, const char *name, int64_t line)
{
    for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
        if (strcmp(name, groups[i].name) != 0)
            continue;
        parse->group = groups[i].group;
        job_start(&parse->item_job, parse->job->now_ms);
        parse->item = (struct wxr_item){.line = line};
        parse->author = (struct wxr_author){0};
        parse->category = (struct wxr_category){0};
        parse->terms_room = 0;
        return;
    }
    if (parse->site)
        gather_field(parse, &parse->job->mem, site_fields, ARRAY_LEN(site_fields), name,
                     parse->site);
}

static void start_term(struct wxr_parse *parse, const char **attributes)
{
    struct wxr_item *item = &parse->item;
    struct arena *mem = &parse->item_job.mem;
    if (item->terms_count >= WXR_TERMS_MAX)
        return;
    struct wxr_term *term = list_add(mem, &item->terms, &item->terms_count, &parse->terms_room);
    *term = (struct wxr_term){.domain = str_copy(mem, attribute(attributes, "domain")),
                              .nicename = str_copy(mem, attribute(attributes, "nicename"))};
    gather(parse, mem, &term->name, LINE_MAX_BYTES);
}

static void start_in_item(struct wxr_parse *parse, const char *name, const char **attributes)
{
    struct arena *mem = &parse->item_job.mem;
    if (strcmp(name, "category") == 0)
        start_term(parse, attributes);
    else if (strcmp(name, "wp:postmeta") == 0)
        parse->meta_key = parse->meta_value = STR_NONE;
    else if (strcmp(name, "wp:comment") == 0)
        parse->item.comments++;
    else
        gather_field(parse, mem, item_fields, ARRAY_LEN(item_fields), name, &parse->item);
}

static void start_in_group(struct wxr_parse *parse, const char *name, const char **attributes)
{
    struct arena *mem = &parse->item_job.mem;
    switch (parse->group) {
    case WXR_ITEM:
        start_in_item(parse, name, attributes);
        break;
    case WXR_AUTHOR:
        gather_field(parse, mem, author_fields, ARRAY_LEN(author_fields), name, &parse->author);
        break;
    case WXR_CATEGORY:
        gather_field(parse, mem, category_fields, ARRAY_LEN(category_fields), name,
                     &parse->category);
        break;
    case WXR_NO_GROUP:
        break;
    }
}

static void start_meta(struct wxr_parse *parse, const char *name)
{
    if (parse->group != WXR_ITEM)
        return;
    if (strcmp(name, "wp:meta_key") == 0)
        gather(parse, &parse->item_job.mem, &parse->meta_key, LINE_MAX_BYTES);
    else if (strcmp(name, "wp:meta_value") == 0)
        gather(parse, &parse->item_job.mem, &parse->meta_value,
               str_is(parse->meta_key, "_stoppress") ? WXR_TEXT_MAX : LINE_MAX_BYTES);
}

void wxr_parse_start(struct wxr_parse *parse, const char *name, const char **attributes,
                     int64_t line)
{
    parse->depth++;
    if (parse->depth == 1 && strcmp(name, "rss") != 0)
        (void)job_fail(parse->job, FAULT_INVALID,
                       "it is no WordPress export: it begins with <%.40s>, not with <rss>", name);
    if (parse->depth > WXR_DEPTH_MAX)
        (void)job_fail(parse->job, FAULT_INVALID, "its elements are nested more than %d deep",
                       WXR_DEPTH_MAX);
    parse->has_wp |= strncmp(name, "wp:", 3) == 0;
    parse->has_version |= strcmp(name, "wp:wxr_version") == 0;
    if (parse->into) // an element inside a text: what stands in it is text too
        return;
    if (parse->depth == 3)
        start_group(parse, name, line);
    else if (parse->depth == 4)
        start_in_group(parse, name, attributes);
    else if (parse->depth == 5)
        start_meta(parse, name);
}

// ── ends ──────────────────────────────────────────────────────────────────────────────────────

static void end_meta(struct wxr_parse *parse)
{
    for (size_t i = 0; i < ARRAY_LEN(meta_fields); i++) {
        if (str_is(parse->meta_key, meta_fields[i].key))
            *(struct str *)(void *)((char *)&parse->item + meta_fields[i].at) = parse->meta_value;
    }
}

static void keep_author(struct wxr_parse *parse)
{
    struct wxr_site *site = parse->site;
    struct arena *mem = &parse->job->mem;
    if (!site || !parse->author.login.len || site->authors_count >= SITE_TERMS_MAX)
        return;
    *list_add(mem, &site->authors, &site->authors_count, &site->authors_room) =
        (struct wxr_author){str_copy(mem, parse->author.login), str_copy(mem, parse->author.name)};
}

static void keep_category(struct wxr_parse *parse)
{
    struct wxr_site *site = parse->site;
    struct arena *mem = &parse->job->mem;
    const struct wxr_category *from = &parse->category;
    if (!site || !from->nicename.len || site->categories_count >= SITE_TERMS_MAX)
        return;
    *list_add(mem, &site->categories, &site->categories_count, &site->categories_room) =
        (struct wxr_category){str_copy(mem, from->id), str_copy(mem, from->nicename),
                              str_copy(mem, from->parent), str_copy(mem, from->name)};
}

static void end_group(struct wxr_parse *parse)
{
    struct wxr_reading *reading = parse->reading;
    if (parse->group == WXR_ITEM) {
        reading->items++;
        if (reading->take && !job_failed(parse->job))
            parse->stopped = !reading->take(&parse->item_job, reading->with, &parse->item);
    } else if (parse->group == WXR_AUTHOR) {
        keep_author(parse);
    } else {
        keep_category(parse);
    }
    parse->group = WXR_NO_GROUP;
    job_end(&parse->item_job);
}

void wxr_parse_end(struct wxr_parse *parse, const char *name)
{
    if (parse->into && parse->depth == parse->into_depth)
        gathered(parse);
    else if (parse->depth == 4 && parse->group == WXR_ITEM && strcmp(name, "wp:postmeta") == 0)
        end_meta(parse);
    else if (parse->depth == 3 && parse->group != WXR_NO_GROUP)
        end_group(parse);
    parse->depth--;
}

void wxr_parse_close(struct wxr_parse *parse)
{
    if (parse->group != WXR_NO_GROUP)
        job_end(&parse->item_job);
}
