// A post becomes a story; a page is import_wxr_page.c's.
#include "wire/wxr_import.h"

#include "news/imported.h"
#include "text/locale.h"
#include "text/slug.h"
#include "text/unicode.h"
#include "text/url.h"
#include "wire/import_ours.h"

enum { HEADLINE_CHARS = 300, STANDFIRST_CHARS = 1000, OPENING_CHARS = 80 };

// ── times ─────────────────────────────────────────────────────────────────────────────────────

static bool is_time(struct str said, int64_t *out)
{
    return said.len && !str_starts(said, S("0000")) && parse_time(said, out);
}

// "Sat, 30 Jan 2016 17:03:16 +0000"
static bool parse_rss_time(struct arena *mem, struct str said, int64_t *out)
{
    struct tm parts = {0};
    if (!said.len || !strptime(str_c(mem, said), "%a, %d %b %Y %H:%M:%S %z", &parts))
        return false;
    long offset = parts.tm_gmtoff;
    time_t at = timegm(&parts);
    *out = ((int64_t)at - offset) * 1000;
    return at > 0;
}

static int64_t published_ms(struct arena *mem, const struct wxr_item *item)
{
    int64_t at;
    if (is_time(item->date_gmt, &at) || parse_rss_time(mem, item->pub_date, &at) ||
        is_time(item->date, &at))
        return at;
    return 0;
}

// ── texts ─────────────────────────────────────────────────────────────────────────────────────

static struct str slug_of(struct arena *mem, struct str said)
{
    struct str decoded;
    if (!url_decode(mem, said, &decoded))
        decoded = said;
    return is_slug(decoded) ? decoded : slug_make(mem, decoded);
}

// WordPress takes posts without a title; here their text begins with one.
static bool name_untitled(struct wxr_posting *p)
{
    struct job *job = p->job;
    int64_t number;
    p->headline = document_opening(job, p->body, OPENING_CHARS);
    if (!p->headline.len && p->slug.len && !parse_int(p->slug, &number)) {
        char *words = str_c(&job->mem, p->slug);
        for (char *c = words; *c; c++)
            *c = *c == '-' ? ' ' : *c;
        p->headline = str_from(words);
    }
    if (!p->headline.len)
        p->headline = str_printf(&job->mem, "No headline (" STR_FMT ")", STR_ARG(p->item->id));
    return true;
}

// The picture on top need not stand first in the text again.
static void drop_first_picture(struct block *body, int64_t picture_id)
{
    int64_t first;
    if (body->children_count > 1 && body->children[0].type == BLOCK_PICTURE &&
        parse_int(body->children[0].ref, &first) && first == picture_id) {
        body->children++;
        body->children_count--;
    }
}

// What the same again would say: then nothing is written.
static void add_said(struct buf *b, struct str part)
{
    buf_add_int(b, (int64_t)part.len);
    buf_add_char(b, ':');
    buf_add(b, part);
}

struct str wxr_said(const struct wxr_posting *p, const struct story_fields *fields)
{
    const struct wxr_item *item = p->item;
    const struct str parts[] = {item->title,        item->link,   item->content, item->excerpt,
                                item->name,         item->status, item->type,    item->password,
                                item->date_gmt,     item->date,   item->creator, item->pub_date,
                                item->modified_gmt, p->pictures};
    struct buf b;
    buf_start(&b, &p->job->mem, WXR_TEXT_MAX * 3);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        add_said(&b, parts[i]);
    for (size_t i = 0; i < item->terms_count; i++) {
        add_said(&b, item->terms[i].domain);
        add_said(&b, item->terms[i].nicename);
        add_said(&b, item->terms[i].name);
        if (wxr_term_kind(&item->terms[i]) == WXR_TERM_AUTHOR)
            add_said(&b, wxr_author_name(&p->w->site, wxr_author_login(&item->terms[i]), STR_NONE));
    }
    add_said(&b, wxr_author_name(&p->w->site, item->creator, STR_NONE));
    buf_add_int(&b, fields->picture_id);
    return buf_str(&b);
}

static bool read_texts(struct wxr_posting *p)
{
    p->slug = slug_of(&p->job->mem, p->item->name);
    return wxr_body(p->job, p->w, p->item, &p->body, &p->pictures) &&
           wxr_plain(p->job, p->item->title, HEADLINE_CHARS, &p->headline) &&
           (p->headline.len || name_untitled(p));
}

// ── stories ───────────────────────────────────────────────────────────────────────────────────

bool wxr_is_locked(const struct wxr_item *item)
{
    return item->password.len || str_is(item->status, "private");
}

static struct str status_of(const struct wxr_item *item)
{
    if (str_is(item->status, "publish") && !wxr_is_locked(item))
        return S("published");
    if (str_is(item->status, "future") && !wxr_is_locked(item))
        return S("scheduled");
    return str_is(item->status, "pending") ? S("review") : S("draft");
}

static struct str group_of(struct arena *mem, const struct wxr_import *w,
                           const struct wxr_item *item)
{
    for (size_t i = 0; i < item->terms_count; i++) {
        if (str_is(item->terms[i].domain, "post_translations"))
            return str_printf(mem, STR_FMT " " STR_FMT, STR_ARG(w->origin),
                              STR_ARG(item->terms[i].nicename));
    }
    return STR_NONE;
}

static bool fill_fields(struct wxr_posting *p, struct story_fields *fields)
{
    struct str excerpt;
    if (!wxr_plain(p->job, p->item->excerpt, STANDFIRST_CHARS, &excerpt) ||
        !wxr_find_picture(p->job, p->w, p->item->thumbnail, &fields->picture_id) ||
        !wxr_file_story(p->job, p->w, p->item, p->in, fields))
        return false;
    if (fields->picture_id)
        drop_first_picture(p->body, fields->picture_id);
    else if (p->item->thumbnail.len && p->item->thumbnail.at[0] > '0')
        wxr_note_missing(p->w, str_printf(&p->job->mem, "the featured one of \"" STR_FMT "\"",
                                          STR_ARG(str_from_to(p->headline, 0, 120))));
    fields->headline = p->headline;
    fields->standfirst = excerpt;
    fields->body = p->body;
    fields->slug = p->slug;
    fields->edition = p->in->edition.slug;
    fields->set |= STORY_HAS_HEADLINE | STORY_HAS_STANDFIRST | STORY_HAS_BODY | STORY_HAS_EDITION |
                   STORY_HAS_PICTURE | (p->slug.len ? STORY_HAS_SLUG : 0);
    return true;
}

static enum wxr_state state_of(const struct story_state *state)
{
    if (state->public)
        return WXR_PUBLISHED;
    bool is_stage = str_is(state->status, "review") || str_is(state->status, "ready");
    return is_stage                             ? WXR_REVIEW
           : str_is(state->status, "scheduled") ? WXR_SCHEDULED
           : str_is(state->status, "withdrawn") ? WXR_WITHDRAWN
                                                : WXR_DRAFT;
}

void wxr_count(struct wxr_import *w, const struct import_edition *in, enum wxr_state state)
{
    size_t edition = (size_t)(in - w->import->editions);
    if (edition < WXR_EDITIONS_MAX)
        w->report.states[edition][state]++;
}

bool wxr_count_story(void *with, struct job *job, const struct import_item *item)
{
    struct wxr_import *w = with;
    struct story_state state;
    const struct import_edition *in;
    if (!import_begin(w->import) ||
        !story_state_read(job, &w->import->txn, item->story_id, &state) ||
        !import_find_edition(job, w->import, state.edition, &in))
        return false;
    wxr_count(w, in, state_of(&state));
    w->report.waiting += item->waits_here != NULL;
    return true;
}

struct str wxr_target(const struct wxr_posting *p, const char *what, int64_t id)
{
    return str_printf(&p->job->mem, "%s:%lld", what, (long long)id);
}

// Behind the item's own transaction mark: a fault from here on is the store's.
static bool settle_story(struct wxr_posting *p, const struct import_item *done)
{
    struct story_state state;
    struct str target = wxr_target(p, "story", done->story_id);
    if (!import_begin(p->w->import) ||
        !story_state_read(p->job, &p->w->import->txn, done->story_id, &state) ||
        !wxr_keep_addresses(p->job, p->w, p->item, target))
        return false;
    if (state.public && !wxr_keep_lists(p->job, p->w, p->item, p->in, &done->fields))
        return false;
    if (done->kept_as_draft.len) {
        p->w->report.drafts_kept++;
        wxr_tell(p->w, p->item, "kept as a draft: " STR_FMT, STR_ARG(done->kept_as_draft));
    }
    return true;
}

// A section may get another address, and a category may become one: neither is another text.
static struct str place_of(const struct wxr_posting *p, struct str section)
{
    const struct filing *found = import_find_section(&p->job->mem, p->in, section);
    return found ? str_printf(&p->job->mem, "%lld", (long long)found->id) : STR_NONE;
}

bool wxr_take_story(struct wxr_posting *p)
{
    const struct wxr_item *item = p->item;
    struct arena *mem = &p->job->mem;
    struct import_item story = {.origin = S("wxr"),
                                .id = p->key,
                                .one_of_all = true,
                                .keep_incomplete = true,
                                .locked = wxr_is_locked(item),
                                .status = status_of(item),
                                .group = group_of(mem, p->w, item),
                                .published_ms = published_ms(mem, item)};
    if (!is_time(item->modified_gmt, &story.updated_ms))
        story.updated_ms = 0;
    if (!fill_fields(p, &story.fields))
        return false;
    story.said = wxr_said(p, &story.fields);
    story.place = place_of(p, story.fields.section);
    return import_item(p->job, p->w->import, &story) && settle_story(p, &story);
}

// ── either ────────────────────────────────────────────────────────────────────────────────────

// Our own exports carry the story whole; unless somebody has changed what it looks like.
static bool is_ours(struct wxr_posting *p)
{
    const struct wxr_item *item = p->item;
    struct str looks = str_printf(&p->job->mem, STR_FMT "\n" STR_FMT, STR_ARG(item->title),
                                  STR_ARG(item->content));
    return item->ours.len && str_eq(item->ours_digest, digest_hex(&p->job->mem, looks, 16));
}

static bool take(struct wxr_posting *p)
{
    struct str said = wxr_item_language(p->w, p->item);
    if (is_ours(p))
        return import_jsonl_item(p->job, p->w->import, p->item->ours);
    if (!import_find_edition(p->job, p->w->import, said.len ? said : p->w->language, &p->in) ||
        !read_texts(p))
        return false;
    return str_is(p->item->type, "page") ? wxr_take_page(p) : wxr_take_story(p);
}

bool wxr_take_trash(struct job *job, struct wxr_import *w, const struct wxr_item *item)
{
    struct imported story;
    struct story_state state;
    bool found;
    if (!import_begin(w->import) ||
        !imported_find(job, &w->import->txn, S("wxr"), wxr_item_key(&job->mem, w, item), &found,
                       &story) ||
        (found && !story_state_read(job, &w->import->txn, story.story_id, &state)))
        return false;
    if (found && state.public)
        wxr_skip(w, item,
                 "it is in the trash there, and public here (story %lld): take it back in the "
                 "newsroom if it should go",
                 (long long)story.story_id);
    else
        wxr_skip(w, item, "it is in the trash");
    return true;
}

// The same item again: its own address leads to the one that counts.
static bool take_twin(struct wxr_posting *p)
{
    struct imported story;
    struct imported_thing page;
    struct txn *txn = &p->w->import->txn;
    bool is_story, is_page;
    wxr_tell(p->w, p->item, "the file has it twice (" STR_FMT "); the first one counts",
             STR_ARG(str_from_to(p->key, 0, 200)));
    if (!import_begin(p->w->import) ||
        !imported_find(p->job, txn, S("wxr"), p->key, &is_story, &story) ||
        !imported_thing_find(p->job, txn, S("wxr"), IMPORTED_PAGE, p->key, &is_page, &page))
        return false;
    return !(is_story || is_page) ||
           wxr_keep_addresses(p->job, p->w, p->item,
                              is_page ? wxr_target(p, "page", page.id)
                                      : wxr_target(p, "story", story.story_id));
}

bool wxr_take_post(struct job *job, struct wxr_import *w, const struct wxr_item *item)
{
    struct wxr_posting p = {
        .job = job, .w = w, .item = item, .key = wxr_item_key(&job->mem, w, item)};
    bool is_new = import_see(&w->keys, STR_NONE, p.key);
    if (item->too_big)
        (void)job_fail(job, FAULT_TOO_BIG,
                       "its text has more than %d MiB, or another of its fields is far too long",
                       WXR_TEXT_MAX >> 20);
    if (!job_failed(job) && (is_new ? take(&p) : take_twin(&p)))
        return true;
    if (job_failed(w->import->batch))
        return false;
    if (import_is_over(job)) {
        (void)job_fail(w->import->batch, job->fault.kind, "%s", job->fault.text);
        return false;
    }
    wxr_skip(w, item, "%s", job->fault.text);
    return true;
}
