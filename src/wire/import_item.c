// One item of an import: made or updated, published or not.
#include "wire/import.h"
#include "wire/import_ours.h"

#include "news/imported.h"
#include "text/unicode.h"

enum { BATCH_US = 40000 }; // one more item and the commit still fit into 50 ms

// ── the batch ─────────────────────────────────────────────────────────────────────────────────

static bool read_edition(struct job *job, struct txn *txn, const struct edition *edition,
                         struct import_edition *out)
{
    struct filing *sections;
    size_t count;
    out->edition = *edition;
    if (!filing_list(job, txn, FILING_SECTION, edition->id, 0, 0, &sections, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        import_add_section(&job->mem, out, &sections[i]);
    return true;
}

bool import_open(struct job *job, struct import *import)
{
    struct edition *editions;
    AUTO_TXN txn = read_begin(job, import->store, NULL);
    if (!txn.open || !edition_list(job, &txn, &editions, &import->editions_count))
        return false;
    import->editions = arena_array(&job->mem, struct import_edition, import->editions_count);
    for (size_t i = 0; i < import->editions_count; i++) {
        if (!read_edition(job, &txn, &editions[i], &import->editions[i]))
            return false;
    }
    import->batch = job;
    return true;
}

void import_close(struct import *import)
{
    txn_end(&import->txn);
    free(import->stories.slots);
    free(import->pictures.slots);
    free(import->files.slots);
    free(import->lists.slots);
    if (import->deferred)
        fclose(import->deferred);
    free(import->people.slots);
    free(import->topics.slots);
}

bool import_commit(struct import *import)
{
    return !import->txn.open || txn_commit(import->batch, &import->txn);
}

bool import_begin(struct import *import)
{
    if (import->txn.open && clock_monotonic_us() - import->batch_us > BATCH_US &&
        !import_commit(import))
        return false;
    if (!import->txn.open) {
        import->txn = write_begin(import->batch, import->store);
        import->batch_us = clock_monotonic_us();
    }
    return import->txn.open;
}

bool import_is_over(const struct job *job)
{
    return job->fault.kind == FAULT_UNAVAILABLE || job->fault.kind == FAULT_INTERNAL;
}

// ── where it belongs ──────────────────────────────────────────────────────────────────────────

bool import_find_edition(struct job *job, const struct import *import, struct str said,
                         const struct import_edition **out)
{
    struct str primary = said, rest;
    if (!said.len)
        return job_fail(job, FAULT_INVALID, "it does not say its edition; say it with --edition E");
    if (!str_split(said, '-', &primary, &rest))
        str_split(said, '_', &primary, &rest);
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < import->editions_count; i++) {
            struct str slug = import->editions[i].edition.slug;
            if (!str_eq_nocase(slug, pass ? primary : said))
                continue;
            *out = &import->editions[i];
            return true;
        }
    }
    return job_fail(job, FAULT_INVALID, "there is no edition " STR_FMT,
                    STR_ARG(str_from_to(said, 0, 40)));
}

static bool find_edition(struct job *job, const struct import *import, struct import_item *item,
                         const struct import_edition **out)
{
    struct str said = item->fields.edition.len ? item->fields.edition : import->default_edition;
    if (!import_find_edition(job, import, said, out))
        return false;
    item->fields.edition = (*out)->edition.slug;
    item->fields.set |= STORY_HAS_EDITION;
    return true;
}

static void find_section(struct job *job, const struct import_edition *in, struct import_item *item)
{
    bool unfiled = item->ours && item->ours->unfiled;
    if (item->fields.section.len || in->sections_count == 0 || unfiled)
        return;
    const struct filing *found = import_find_section(&job->mem, in, item->category);
    item->fields.section = found ? found->path : in->sections[0].path;
    item->fields.set |= STORY_HAS_SECTION;
}

// The group's first story here is the one that the others translate.
static bool find_group(struct job *job, struct import *import, struct import_item *item,
                       struct str origin)
{
    bool found;
    struct imported first;
    if (!item->group.len || item->fields.translation_of)
        return true;
    if (!imported_find(job, &import->txn, origin, item->group, &found, &first))
        return false;
    if (found) {
        item->fields.translation_of = first.story_id;
        item->fields.set |= STORY_HAS_TRANSLATION_OF;
    }
    return true;
}

// ── written ───────────────────────────────────────────────────────────────────────────────────

static bool save(struct job *job, struct import *import, struct import_item *item)
{
    if (item->is_new)
        return story_make(job, &import->txn, &import->actor, &item->fields, &item->story_id);
    item->fields.set &= ~(unsigned)STORY_HAS_EDITION; // a story stays in its edition
    if (item->fields.translation_of == item->story_id)
        item->fields.set &= ~(unsigned)STORY_HAS_TRANSLATION_OF;
    return story_save(job, &import->txn, &import->actor, item->story_id, 0, &item->fields);
}

// Other systems' words for our states. One nobody knows must neither publish nor hide its story.
static bool check_status(struct job *job, struct import_item *item)
{
    static const struct {
        const char *said, *status;
    } words[] = {{"", ""},
                 {"draft", "draft"},
                 {"private", "draft"},
                 {"review", "review"},
                 {"pending", "review"},
                 {"ready", "ready"},
                 {"scheduled", "scheduled"},
                 {"future", "scheduled"},
                 {"published", "published"},
                 {"publish", "published"},
                 {"live", "published"},
                 {"corrected", "corrected"},
                 {"withdrawn", "withdrawn"}};
    size_t at = 0;
    while (at < ARRAY_LEN(words) && !str_is(item->status, words[at].said))
        at++;
    if (at == ARRAY_LEN(words))
        return job_fail(job, FAULT_INVALID,
                        "status: \"%.40s\" is none of draft, review, ready, scheduled, published, "
                        "corrected, withdrawn",
                        str_c(&job->mem, item->status));
    item->status = str_from(words[at].status);
    if (str_is(item->status, "scheduled") && !item->scheduled_ms)
        item->scheduled_ms = item->published_ms;
    return true;
}

static bool is_to_be_public(const struct import *import, const struct import_item *item)
{
    if (item->locked)
        return false;
    if (import->mode != IMPORT_AS_SAID)
        return import->mode == IMPORT_PUBLISH;
    return !item->status.len || str_is(item->status, "published") ||
           str_is(item->status, "corrected") || str_is(item->status, "withdrawn") ||
           item->scheduled_ms;
}

static bool publish(struct job *job, struct import *import, const struct import_item *item)
{
    struct txn *txn = &import->txn;
    int64_t at_ms = item->scheduled_ms ? item->scheduled_ms : item->published_ms;
    if (at_ms <= job->now_ms)
        at_ms = 0; // that moment has been: it was published then
    struct story_dates dates = {item->published_ms, item->updated_ms};
    if (!story_publish(job, txn, &import->actor, item->story_id, 0, at_ms, at_ms ? NULL : &dates))
        return false;
    if (import->mode == IMPORT_AS_SAID && str_is(item->status, "withdrawn"))
        return story_withdraw(job, txn, &import->actor, item->story_id, 0,
                              item->withdrawn_reason.len ? item->withdrawn_reason
                                                         : S("Withdrawn before it came here"));
    return true;
}

bool import_stage(struct job *job, struct import *import, const struct import_item *item)
{
    struct story_state state;
    bool is_stage = str_is(item->status, "review") || str_is(item->status, "ready");
    if (import->mode != IMPORT_AS_SAID || !is_stage)
        return true;
    if (!story_state_read(job, &import->txn, item->story_id, &state))
        return false;
    // What went out here, or waits for its hour, is past that.
    return state.public || str_is(state.status, "scheduled") || str_is(state.status, "withdrawn") ||
           story_stage(job, &import->txn, &import->actor, item->story_id, item->status);
}

// What was saved stays when it cannot go out.
static bool publish_or_keep(struct job *job, struct import *import, struct import_item *item)
{
    if (item->ours)
        return ours_publish(job, import, item, is_to_be_public(import, item));
    if (!is_to_be_public(import, item))
        return import_stage(job, import, item);
    if (!item->keep_incomplete)
        return publish(job, import, item);
    if (!txn_save(job, &import->txn, "draft"))
        return false;
    if (publish(job, import, item))
        return true;
    if (import_is_over(job))
        return false;
    item->kept_as_draft = str_copy(&job->mem, str_from(job->fault.text));
    job_forgive(job);
    return txn_undo_to(job, &import->txn, "draft");
}

static void count(struct job *job, struct import *import, const struct import_item *item,
                  struct str of, struct str edition)
{
    const struct story_fields *fields = &item->fields;
    import_see(&import->stories, of, item->id);
    for (size_t i = 0; i < fields->authors.count; i++)
        import_see(&import->people, STR_NONE, text_fold(&job->mem, fields->authors.items[i]));
    for (size_t i = 0; i < fields->topics.count; i++)
        import_see(&import->topics, edition, text_fold(&job->mem, fields->topics.items[i]));
}

// The same id in two editions is two stories, as translations often share it; unless it is one of
// all.
static struct str origin_of(struct arena *mem, const struct import_item *item, struct str edition)
{
    return item->one_of_all
               ? item->origin
               : str_printf(mem, STR_FMT ":" STR_FMT, STR_ARG(item->origin), STR_ARG(edition));
}

static bool write_new(struct job *job, struct import *import, struct import_item *item,
                      struct str origin, struct str digest)
{
    struct str groups = str_join(&job->mem, item->origin, S("-group"));
    return find_group(job, import, item, groups) && (item->keeps_text || save(job, import, item)) &&
           (item->waits_here || publish_or_keep(job, import, item)) &&
           (!item->group.len || item->fields.translation_of ||
            imported_put(job, &import->txn, groups, item->group,
                         &(struct imported){item->story_id, STR_NONE})) &&
           (item->is_left_aside ||
            imported_put(job, &import->txn, origin, item->id,
                         &(struct imported){item->story_id, ours_digest(item, digest)})) &&
           ours_put_ref(job, import, item, origin) && ours_lay_aside(job, import, item);
}

// "0:5f…:news": what was to become of it, what came, and where it was filed.
static void compare(struct import_item *item, struct str before, struct str now)
{
    struct str mode, said = STR_NONE, place = STR_NONE, rest, said_now, place_now;
    item->is_same = str_eq(before, now);
    if (!str_split(before, ':', &mode, &rest) || !str_split(rest, ':', &said, &place) ||
        !str_split(now, ':', &mode, &rest) || !str_split(rest, ':', &said_now, &place_now))
        return;
    item->is_same_text = str_eq(said, said_now);
    item->is_same_place = str_eq(place, place_now);
}

// Was it here before? One that was stays in its edition, whichever it is said to be in now.
static bool find_before(struct job *job, struct import *import, struct import_item *item,
                        struct str origin, struct str digest, const struct import_edition **in)
{
    struct imported before;
    struct story_state state;
    bool found;
    if (!imported_find(job, &import->txn, origin, item->id, &found, &before))
        return false;
    item->is_new = !found;
    item->story_id = found ? before.story_id : 0;
    if (found)
        compare(item, before.digest, digest);
    if (!found || item->is_same || !item->one_of_all)
        return true;
    if (!story_state_read(job, &import->txn, item->story_id, &state))
        return false;
    for (size_t i = 0; i < import->editions_count; i++)
        if (import->editions[i].edition.id == state.edition_id)
            *in = &import->editions[i];
    return true;
}

static bool write_item(struct job *job, struct import *import, struct import_item *item,
                       const struct import_edition *in)
{
    struct str origin = origin_of(&job->mem, item, in->edition.slug);
    struct str digest =
        str_printf(&job->mem, "%d:" STR_FMT ":" STR_FMT, (int)import->mode,
                   STR_ARG(digest_hex(&job->mem, item->said, 16)), STR_ARG(item->place));
    if ((import->mode == IMPORT_AS_SAID && !check_status(job, item)) ||
        !find_before(job, import, item, origin, digest, &in))
        return false;
    bool to_be_public = is_to_be_public(import, item);
    if (!import_spare(job, import, item, to_be_public))
        return false;
    if (item->is_same)
        return true;
    if (item->ours && !ours_settle(job, import, item, in))
        return false;
    find_section(job, in, item);
    return write_new(job, import, item, origin, digest);
}

bool import_give_up(struct job *job, struct import *import)
{
    if (import_is_over(job)) {
        (void)job_fail(import->batch, job->fault.kind, "%s", job->fault.text);
        return false;
    }
    if (!txn_undo_to(import->batch, &import->txn, "item"))
        return false;
    return false;
}

bool import_item(struct job *job, struct import *import, struct import_item *item)
{
    const struct import_edition *in;
    if (!find_edition(job, import, item, &in))
        return false;
    struct str edition = item->fields.edition;
    if (!import_begin(import) || !txn_save(import->batch, &import->txn, "item"))
        return false;
    if (!write_item(job, import, item, in))
        return import_give_up(job, import);
    count(job, import, item, item->one_of_all ? STR_NONE : edition, edition);
    import_tell_waiting(item);
    bool is_settled = !item->ours || !item->ours->waits || import->last_call;
    return !import->taken || !is_settled || import->taken(import->taken_with, job, item);
}
