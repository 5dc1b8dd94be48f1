// Lists of filings: found, put in order, taken away.
#include "newsroom/screens_filing.h"

#include "text/url.h"

enum { FILINGS_A_PAGE = 50 };

// ── rows ──────────────────────────────────────────────────────────────────────────────────────

static bool put_row(const struct visit *visit, struct txn *txn, struct value *rows,
                    const struct filing_screen *screen, const struct filing *filing,
                    struct value **out)
{
    struct value *row = list_map(rows);
    put_filing(visit, row, filing);
    map_text(row, "url", filing_address(visit, screen, filing->id, ""));
    map_text(row, "move", filing_address(visit, screen, filing->id, "move"));
    map_bool(row, "below", filing->parent_id != 0);
    map_bool(row, "at", filing->id == visit_query_int(visit, "at"));
    map_bool(row, "focus_up", false);
    map_bool(row, "focus_down", false);
    *out = row;
    return put_filing_stories(visit, txn, row, filing);
}

// Its first and its last cannot go further; where somebody has just pressed, the focus stays.
static void put_moves(const struct visit *visit, struct value *row, const struct filing *filing,
                      bool is_first, bool is_last)
{
    bool was_up = str_is(http_query(visit->request, "way", NULL), "up");
    bool is_at = filing->id == visit_query_int(visit, "at");
    map_bool(row, "first", is_first);
    map_bool(row, "last", is_last);
    map_bool(row, "focus_up", is_at && (was_up ? !is_first : is_last));
    map_bool(row, "focus_down", is_at && (was_up ? is_first : !is_last));
    map_text(row, "up_label",
             words_with(&visit->job->mem, visit->words, "filing.up", "name", filing->name));
    map_text(row, "down_label",
             words_with(&visit->job->mem, visit->words, "filing.down", "name", filing->name));
}

// Those of one level, each with what stands below it.
static bool put_level(const struct visit *visit, struct txn *txn, struct value *rows,
                      const struct filing_screen *screen, const struct filing *items, size_t count,
                      int64_t parent_id)
{
    size_t last = count;
    bool is_first = true;
    for (size_t i = 0; i < count; i++)
        last = items[i].parent_id == parent_id ? i : last;
    for (size_t i = 0; i < count; i++) {
        struct value *row;
        if (items[i].parent_id != parent_id)
            continue;
        if (!put_row(visit, txn, rows, screen, &items[i], &row))
            return false;
        put_moves(visit, row, &items[i], is_first, i == last);
        is_first = false;
        if (!parent_id && !put_level(visit, txn, rows, screen, items, count, items[i].id))
            return false;
    }
    return true;
}

static bool put_ordered(struct visit *visit, struct txn *txn, const struct filing_screen *screen,
                        int64_t edition_id)
{
    struct filing *items;
    size_t count;
    return filing_list(visit->job, txn, screen->kind, edition_id, 0, 0, &items, &count) &&
           put_level(visit, txn, map_list(visit->page, "rows"), screen, items, count, 0);
}

static struct str page_query(const struct visit *visit, struct str edition, struct str text,
                             int64_t after_id)
{
    struct arena *mem = &visit->job->mem;
    return str_printf(mem, "%s" STR_FMT "q=" STR_FMT "&after=%lld", edition.len ? "edition=" : "",
                      STR_ARG(edition.len ? str_join(mem, edition, S("&")) : edition),
                      STR_ARG(url_encode_query(mem, text)), (long long)after_id);
}

static bool put_found(struct visit *visit, struct txn *txn, const struct filing_screen *screen,
                      const struct edition *edition)
{
    struct str text = http_query(visit->request, "q", NULL);
    struct str slug = edition ? edition->slug : STR_NONE;
    struct value *rows = map_list(visit->page, "rows"), *row;
    int64_t after = visit_query_int(visit, "after");
    struct filing *items;
    size_t count;
    bool more;
    if (!filing_search(visit->job, txn, screen->kind, edition ? edition->id : 0, text,
                       FILINGS_A_PAGE, after, &items, &count, &more))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!put_row(visit, txn, rows, screen, &items[i], &row))
            return false;
    }
    map_text(visit->page, "q", text);
    visit_put_paging(visit, after ? page_query(visit, slug, text, 0) : STR_NONE,
                     more ? page_query(visit, slug, text, items[count - 1].id) : STR_NONE);
    return true;
}

static struct str phrase_of(const struct visit *visit, const struct filing_screen *screen,
                            const char *which)
{
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "filing.%s.%s", screen->word, which);
    return visit_phrase(visit, phrase);
}

bool filing_show_list(struct visit *visit)
{
    const struct filing_screen *screen = filing_screen_of(visit);
    const struct edition *edition = screen->of_edition ? catalogue_edition(visit) : NULL;
    struct value *page = visit->page;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open ||
        !(screen->searched ? put_found(visit, &txn, screen, edition)
                           : put_ordered(visit, &txn, screen, edition ? edition->id : 0)))
        return false;
    if (edition)
        put_edition_tabs(
            visit,
            str_c(&visit->job->mem, str_printf(&visit->job->mem, "/newsroom/%s/", screen->word)),
            edition);
    else
        map_bool(page, "tabs", false);
    if (!screen->searched)
        visit_put_paging(visit, STR_NONE, STR_NONE);
    map_text(page, "edition", edition ? edition->slug : STR_NONE);
    map_text(page, "new_url",
             str_printf(&visit->job->mem, "/newsroom/%s/new%s" STR_FMT, screen->word,
                        edition ? "?edition=" : "", STR_ARG(edition ? edition->slug : S(""))));
    map_text(page, "new_label", phrase_of(visit, screen, "new"));
    map_text(page, "empty", phrase_of(visit, screen, "empty"));
    map_text(page, "lead", phrase_of(visit, screen, "lead"));
    map_bool(page, "ordered", screen->ordered);
    map_bool(page, "searched", screen->searched);
    return visit_show(visit, 200, phrase_of(visit, screen, "title"), "filing_list");
}

// ── order ─────────────────────────────────────────────────────────────────────────────────────

bool filing_move_one(struct visit *visit)
{
    const struct filing_screen *screen = filing_screen_of(visit);
    bool up = str_is(form_text(&visit->form, "do"), "up");
    struct filing filing;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    if (!txn.open || !filing_of_visit(visit, &txn, &filing) ||
        !filing_move(visit->job, &txn, &visit->actor, screen->kind, filing.id, up) ||
        !txn_commit(visit->job, &txn))
        return false;
    return visit_go(visit,
                    str_printf(&visit->job->mem, STR_FMT "&at=%lld&way=%s",
                               STR_ARG(filing_list_address(visit, screen, filing.edition)),
                               (long long)filing.id, up ? "up" : "down"),
                    "moved");
}

// ── taking away ───────────────────────────────────────────────────────────────────────────────

static bool show_end(struct visit *visit, int status)
{
    const struct filing_screen *screen = filing_screen_of(visit);
    struct filing filing;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !filing_of_visit(visit, &txn, &filing))
        return false;
    struct value *it = map_map(visit->page, "it");
    put_filing(visit, it, &filing);
    map_text(visit->page, "url", filing_address(visit, screen, filing.id, ""));
    map_text(visit->page, "act", filing_address(visit, screen, filing.id, "end"));
    if (!put_filing_stories(visit, &txn, it, &filing))
        return false;
    return visit_show(
        visit, status,
        words_with(&visit->job->mem, visit->words, "filing.end_title", "name", filing.name),
        "filing_end");
}

bool filing_show_end(struct visit *visit)
{
    return show_end(visit, 200);
}

static bool may_end(struct visit *visit, int64_t *seen)
{
    struct filing filing;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    return txn.open && filing_of_visit(visit, &txn, &filing) &&
           filing_end_check(visit->job, &txn, &visit->actor, filing.kind, filing.id, seen);
}

static bool end_it(struct visit *visit, struct filing *out)
{
    int64_t seen;
    if (!may_end(visit, &seen))
        return false;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    return txn.open && filing_of_visit(visit, &txn, out) &&
           filing_end(visit->job, &txn, &visit->actor, out->kind, out->id, seen) &&
           txn_commit(visit->job, &txn);
}

bool filing_end_one(struct visit *visit)
{
    struct filing filing;
    if (end_it(visit, &filing))
        return visit_go(visit, filing_list_address(visit, filing_screen_of(visit), filing.edition),
                        "ended");
    return visit_is_form_fault(visit) && show_end(visit, visit_put_fault(visit));
}
