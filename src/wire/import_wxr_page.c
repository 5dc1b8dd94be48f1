// A page there is a page of the house here.
#include "wire/wxr_import.h"

#include "news/house_page.h"
#include "news/imported.h"
#include "news/redirect.h"
#include "text/unicode.h"

enum { PAGE_TITLE_CHARS = 120 };

static bool is_public_page(const struct wxr_import *w, const struct wxr_item *item)
{
    return !wxr_is_locked(item) &&
           (w->import->mode == IMPORT_PUBLISH || str_is(item->status, "publish"));
}

// The page that a fresh site begins with makes room for the one that was written.
static bool find_blank(struct wxr_posting *p, int64_t *id)
{
    struct house_page page;
    bool found, is_blank;
    *id = 0;
    if (!house_page_find(p->job, &p->w->import->txn, &p->in->edition, p->slug, &found, &page))
        return false;
    if (!found)
        return true;
    if (!imported_page_is_blank(p->job, &p->w->import->txn, page.id, &is_blank))
        return false;
    *id = is_blank ? page.id : 0;
    return true;
}

static bool write_page(struct wxr_posting *p, int64_t *id)
{
    struct import *import = p->w->import;
    struct house_page page = {.title = p->headline, .slug = p->slug, .body = p->body};
    if (p->headline.len > PAGE_TITLE_CHARS)
        page.title = text_cut_words(&p->job->mem, p->headline, PAGE_TITLE_CHARS);
    if (!*id && p->slug.len && !find_blank(p, id))
        return false;
    if (*id)
        return house_page_change(p->job, &import->txn, &import->actor, *id, &page,
                                 HOUSE_PAGE_HAS_TITLE | HOUSE_PAGE_HAS_BODY);
    if (!txn_save(p->job, &import->txn, "slug"))
        return false;
    if (house_page_make(p->job, &import->txn, &import->actor, p->in->edition.id, &page, id))
        return true;
    if (!page.slug.len || p->job->fault.kind != FAULT_INVALID)
        return false;
    job_forgive(p->job); // its address is another's: one is made of its title
    page.slug = STR_NONE;
    return txn_undo_to(p->job, &import->txn, "slug") &&
           house_page_make(p->job, &import->txn, &import->actor, p->in->edition.id, &page, id);
}

// It was no page when it came before: then its addresses led to a draft, which nobody sees.
static bool take_over_from_draft(struct wxr_posting *p, struct str target)
{
    struct txn *txn = &p->w->import->txn;
    struct imported draft;
    struct story_state state;
    bool found;
    if (!imported_find(p->job, txn, S("wxr"), p->key, &found, &draft))
        return false;
    if (!found)
        return true;
    if (!story_state_read(p->job, txn, draft.story_id, &state))
        return false;
    if (state.path.len)
        return true; // it went out as a story: the addresses are its own
    wxr_tell(p->w, p->item,
             "is a page now; the draft that it was, story %lld, stays in the newsroom",
             (long long)draft.story_id);
    return redirect_move(p->job, txn, wxr_target(p, "story", draft.story_id), target);
}

// A page has no versions: what the newsroom has written is not written over.
static bool spare_page(struct wxr_posting *p, int64_t id, bool *spared)
{
    if (!imported_page_is_touched(p->job, &p->w->import->txn, id, spared))
        return false;
    if (*spared) {
        wxr_tell(p->w, p->item,
                 "is changed there, and was changed here (page %lld): it stays as it is here",
                 (long long)id);
        p->w->report.waiting++;
    }
    return true;
}

static bool renew_page(struct wxr_posting *p, struct imported_thing *before, struct str digest)
{
    struct imported_thing now = {.id = before->id, .digest = digest};
    bool spared = false;
    if (before->id && !spare_page(p, before->id, &spared))
        return false;
    if (spared)
        return true;
    if (!write_page(p, &now.id) ||
        !imported_thing_put(p->job, &p->w->import->txn, S("wxr"), IMPORTED_PAGE, p->key, &now))
        return false;
    before->id = now.id;
    return true;
}

static bool put_page(struct wxr_posting *p)
{
    struct txn *txn = &p->w->import->txn;
    struct story_fields none = {0};
    struct imported_thing page = {0};
    bool found;
    struct str digest = digest_hex(&p->job->mem, wxr_said(p, &none), 16);
    if (!imported_thing_find(p->job, txn, S("wxr"), IMPORTED_PAGE, p->key, &found, &page))
        return false;
    if (!found)
        page = (struct imported_thing){0};
    if (found && !page.id)
        return job_fail(p->job, FAULT_CONFLICT, "it was taken away here, and stays so");
    if (!str_eq(page.digest, digest) && !renew_page(p, &page, digest))
        return false;
    struct str target = wxr_target(p, "page", page.id);
    return (found || take_over_from_draft(p, target)) &&
           wxr_keep_addresses(p->job, p->w, p->item, target);
}

static bool take_page(struct wxr_posting *p)
{
    struct import *import = p->w->import;
    if (!import_begin(import) || !txn_save(import->batch, &import->txn, "item"))
        return false;
    if (!put_page(p))
        return import_give_up(p->job, import);
    import_see(&import->stories, STR_NONE, p->key);
    wxr_count(p->w, p->in, WXR_PAGE);
    return true;
}

// Pages have no drafts: with --draft they wait, and what went out here is never taken back.
bool wxr_take_page(struct wxr_posting *p)
{
    struct import *import = p->w->import;
    struct imported_thing page;
    bool is_public = is_public_page(p->w, p->item), found;
    if (is_public && import->mode != IMPORT_DRAFT)
        return take_page(p);
    if (!import_begin(import) ||
        !imported_thing_find(p->job, &import->txn, S("wxr"), IMPORTED_PAGE, p->key, &found, &page))
        return false;
    if (found || is_public) {
        wxr_skip(p->w, p->item, "%s",
                 found ? "it is a page here already; it stays as it is"
                       : "it is a page, and pages have no drafts; it comes without --draft");
        return true;
    }
    p->w->report.pages_kept_as_drafts++;
    return wxr_take_story(p);
}
