// Pages of the house, as a line of JSON says them.
#include "wire/ours_names.h"

#include "api/json_reader.h"
#include "api/story_json.h"
#include "news/house_page.h"
#include "news/imported.h"
#include "news/thing_move.h"

struct page_line {
    struct job *job;
    struct import *import;
    struct import_item item; // its edition, slug, text and pictures: said as a story says them
    struct str title;
    const struct import_edition *in;
};

static bool parse_page(struct page_line *line, json_t *said)
{
    const char *name;
    json_t *value;
    json_object_foreach(said, name, value)
    {
        bool taken;
        if (strcmp(name, "title") == 0) {
            if (!parse_json_text(line->job, name, value, &line->title))
                return false;
        } else if (!ours_parse(line->job, name, value, &line->item, &taken) ||
                   (!taken &&
                    !parse_story_field(line->job, name, value, &line->item.fields, &taken))) {
            return false;
        }
    }
    return line->item.fields.slug.len || job_fail_field(line->job, "slug", "is missing");
}

// ── put ───────────────────────────────────────────────────────────────────────────────────────

static bool is_as_said(struct page_line *line, const struct house_page *here, bool *is)
{
    struct str body, said;
    if (!document_write(line->job, here->body, &body) ||
        !document_write(line->job, line->item.fields.body, &said))
        return false;
    *is = str_eq(body, said) && str_eq(here->title, line->title);
    return true;
}

// One that a new site begins with makes room, and the pages stand in the order of the file. One
// that was written here is nobody's to write over: it has no versions.
static bool make_room(struct page_line *line, const struct house_page *here, bool *stays)
{
    struct import *import = line->import;
    bool is_blank;
    if (!imported_page_is_blank(line->job, &import->txn, here->id, &is_blank))
        return false;
    *stays = !is_blank;
    if (is_blank)
        return house_page_end(line->job, &import->txn, &import->actor, here->id);
    if (!is_as_said(line, here, stays))
        return false;
    return *stays || job_fail(line->job, FAULT_CONFLICT,
                              "the page \"" STR_FMT "\" of %s is written here already: it stays as "
                              "it is",
                              STR_ARG(here->slug), str_c(&line->job->mem, line->in->edition.slug));
}

static bool make_page(struct page_line *line, const struct house_page *page, int64_t *id)
{
    struct import *import = line->import;
    struct house_page here;
    bool found, stays = false;
    if (!house_page_find(line->job, &import->txn, &line->in->edition, page->slug, &found, &here) ||
        (found && !make_room(line, &here, &stays)))
        return false;
    if (stays)
        *id = here.id;
    return stays ||
           house_page_make(line->job, &import->txn, &import->actor, line->in->edition.id, page, id);
}

static bool write_page(struct page_line *line, int64_t *id)
{
    static const struct block empty = {.type = BLOCK_DOC};
    struct import *import = line->import;
    struct story_fields *fields = &line->item.fields;
    bool was = import->last_call;
    import->last_call = true; // pages stand behind all stories: what is not here does not come
    bool ok = ours_names(line->job, import, &line->item, line->item.ours->pictures);
    import->last_call = was;
    if (!fields->body)
        fields->body = &empty;
    const struct house_page page = {
        .slug = fields->slug, .title = line->title, .body = fields->body};
    return ok && (*id ? house_page_change(line->job, &import->txn, &import->actor, *id, &page,
                                          HOUSE_PAGE_HAS_TITLE | HOUSE_PAGE_HAS_BODY)
                      : make_page(line, &page, id));
}

// Where one stood that has moved on, a new site has its own again.
static bool clear_way(struct page_line *line, struct str path)
{
    struct import *import = line->import;
    struct house_page here;
    struct str before =
        str_printf(&line->job->mem, "/" STR_FMT "/", STR_ARG(line->in->edition.slug));
    bool found, is_blank;
    if (!str_starts(path, before))
        return true;
    if (!house_page_find(line->job, &import->txn, &line->in->edition, str_after(path, before.len),
                         &found, &here) ||
        (found && !imported_page_is_blank(line->job, &import->txn, here.id, &is_blank)))
        return false;
    return !found || !is_blank || house_page_end(line->job, &import->txn, &import->actor, here.id);
}

static bool keep_addresses(struct page_line *line, int64_t id)
{
    size_t i;
    json_t *one;
    json_array_foreach(line->item.ours->old_urls, i, one)
    {
        struct str path = {json_string_value(one), json_string_length(one)};
        if (path.len && (!clear_way(line, path) ||
                         !house_page_keep_address(line->job, &line->import->txn, id, path)))
            return false;
    }
    return true;
}

static bool put_page(struct page_line *line)
{
    struct job *job = line->job;
    struct txn *txn = &line->import->txn;
    struct imported_thing thing = {0};
    struct str digest = digest_hex(&job->mem, line->item.said, 16);
    struct str key = str_printf(&job->mem, STR_FMT ":" STR_FMT, STR_ARG(line->in->edition.slug),
                                STR_ARG(line->item.fields.slug));
    bool found;
    if (!imported_thing_find(job, txn, S("jsonl"), IMPORTED_PAGE, key, &found, &thing))
        return false;
    if (found && str_eq(thing.digest, digest))
        return true;
    if (found && !thing.id)
        return job_fail(job, FAULT_CONFLICT,
                        "the page " STR_FMT " was taken away here, and stays so", STR_ARG(key));
    thing.digest = digest;
    return write_page(line, &thing.id) && keep_addresses(line, thing.id) &&
           imported_thing_put(job, txn, S("jsonl"), IMPORTED_PAGE, key, &thing);
}

bool ours_page(struct job *job, struct import *import, const struct import_item *item)
{
    struct page_line line = {.job = job, .import = import, .item = {.origin = S("jsonl")}};
    line.item.said = item->said;
    line.item.ours = arena_new(&job->mem, struct ours);
    if (import->mode == IMPORT_DRAFT)
        return job_fail(job, FAULT_INVALID,
                        "pages of the house have no drafts: it comes without "
                        "--draft");
    if (!parse_page(&line, item->ours->house_page) ||
        !import_find_edition(job, import,
                             line.item.fields.edition.len ? line.item.fields.edition
                                                          : import->default_edition,
                             &line.in) ||
        !ours_take_pictures(job, import, line.item.ours) || !import_begin(import) ||
        !txn_save(import->batch, &import->txn, "item"))
        return false;
    line.item.fields.edition = line.in->edition.slug;
    line.item.id = line.item.fields.slug;
    return put_page(&line) || import_give_up(job, import);
}
