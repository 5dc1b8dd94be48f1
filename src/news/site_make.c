#include "news/internal.h"

#include "news/site_names.h"
#include "text/markdown.h"

static bool find_language(struct str slug, enum site_language *out)
{
    for (int i = 0; i < SITE_LANGUAGES; i++) {
        if (str_is(slug, site_editions[i].slug)) {
            *out = (enum site_language)i;
            return true;
        }
    }
    return false;
}

static bool make_sections(struct job *job, struct txn *txn, int64_t edition_id,
                          enum site_language language)
{
    int64_t parent_id = 0;
    for (size_t i = 0; i < site_sections_count; i++) {
        const struct site_section *section = &site_sections[i];
        if (!section->parent)
            parent_id = 0;
        if (!sql_run(job, txn,
                     "INSERT INTO section(edition_id, parent_id, slug, name, colour, position)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                     sql_int(edition_id), sql_id(parent_id), sql_text(str_from(section->slug)),
                     sql_text(str_from(section->names[language])),
                     sql_text(str_from(section->colour)), sql_int(i + 1)))
            return false;
        if (!section->parent)
            parent_id = sql_last_id(txn);
    }
    return true;
}

static bool make_regions(struct job *job, struct txn *txn, int64_t edition_id,
                         enum site_language language)
{
    for (size_t i = 0; i < site_regions_count; i++)
        if (!sql_run(job, txn,
                     "INSERT INTO region(edition_id, slug, name, position)"
                     " VALUES (?1, ?2, ?3, ?4)",
                     sql_int(edition_id), sql_text(str_from(site_regions[i].slug)),
                     sql_text(str_from(site_regions[i].names[language])), sql_int(i + 1)))
            return false;
    return true;
}

static bool make_pages(struct job *job, struct txn *txn, int64_t edition_id,
                       enum site_language language)
{
    for (size_t i = 0; i < site_pages_count; i++) {
        const struct site_page *page = &site_pages[i];
        struct block *document;
        struct str body;
        if (!markdown_parse(job, str_from(page->texts[language]), &document) ||
            !document_write(job, document, &body) ||
            !sql_run(job, txn,
                     "INSERT INTO page(edition_id, slug, title, body, updated_ms)"
                     " VALUES (?1, ?2, ?3, ?4, ?5)",
                     sql_int(edition_id), sql_text(str_from(page->slug)),
                     sql_text(str_from(page->titles[language])), sql_text(body),
                     sql_int(job->now_ms)))
            return false;
    }
    return true;
}

static bool make_edition(struct job *job, struct txn *txn, struct str title, struct str slug,
                         size_t position)
{
    enum site_language language;
    if (!find_language(slug, &language))
        return job_fail(job, FAULT_BAD_INPUT,
                        "there is no edition \"" STR_FMT "\" to begin with; there are en, es, ar",
                        STR_ARG(str_from_to(slug, 0, 40)));
    const struct site_edition *edition = &site_editions[language];
    if (!sql_run(job, txn,
                 "INSERT INTO edition(slug, lang, dir, zone, name, title, position)"
                 " VALUES (?1, ?1, ?2, 'UTC', ?3, ?4, ?5)",
                 sql_text(slug), sql_text(str_from(edition->dir)),
                 sql_text(str_from(edition->name)), sql_text(title), sql_int(position)))
        return false;
    int64_t id = sql_last_id(txn);
    return make_sections(job, txn, id, language) && make_regions(job, txn, id, language) &&
           make_pages(job, txn, id, language);
}

static bool check_new(struct job *job, struct txn *txn)
{
    bool found;
    int64_t one;
    if (!sql_number(job, txn, &found, &one, "SELECT 1 FROM site"))
        return false;
    return !found || job_fail(job, FAULT_CONFLICT, "there is a site in this database already");
}

bool site_make(struct job *job, struct txn *txn, struct str title, const struct str *editions,
               size_t count)
{
    struct str line;
    if (!check_new(job, txn) || !take_line(job, "title", title, NAME_CHARS_MAX, &line))
        return false;
    if (!line.len || count == 0)
        return job_fail(job, FAULT_BAD_INPUT, "a site needs a title and at least one edition");
    if (!sql_run(job, txn, "INSERT INTO site(id, title, publisher, made_ms) VALUES (1, ?1, ?1, ?2)",
                 sql_text(line), sql_int(job->now_ms)))
        return false;
    for (size_t i = 0; i < count; i++) {
        for (size_t before = 0; before < i; before++)
            if (str_eq(editions[before], editions[i]))
                return job_fail(job, FAULT_BAD_INPUT, "the edition " STR_FMT " is named twice",
                                STR_ARG(editions[i]));
        if (!make_edition(job, txn, line, editions[i], i + 1))
            return false;
    }
    return true;
}
