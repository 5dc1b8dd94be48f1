// Merging topics: choose into which, see what goes along, do it. Nothing is lost: names and
// addresses lead on.
#include "newsroom/screens_filing.h"

enum { CHOICES = 30 };

// The topics that may be meant; the topic itself is none of them.
static bool put_choices(struct visit *visit, struct txn *txn, const struct filing *from)
{
    struct str text = http_query(visit->request, "q", NULL);
    struct value *choices = map_list(visit->page, "choices");
    struct filing *items;
    size_t count;
    bool more;
    map_text(visit->page, "q", text);
    if (!text.len)
        return true;
    if (!filing_search(visit->job, txn, FILING_TOPIC, from->edition_id, text, CHOICES, 0, &items,
                       &count, &more))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (items[i].id == from->id)
            continue;
        struct value *choice = list_map(choices);
        put_filing(visit, choice, &items[i]);
        if (!put_filing_stories(visit, txn, choice, &items[i]))
            return false;
    }
    return true;
}

// The second step: what will happen, before it does.
static bool put_into(struct visit *visit, struct txn *txn, int64_t into_id)
{
    struct filing into;
    if (!into_id) {
        map_bool(visit->page, "into", false);
        return true;
    }
    if (!filing_get(visit->job, txn, FILING_TOPIC, into_id, &into))
        return false;
    struct value *map = map_map(visit->page, "into");
    put_filing(visit, map, &into);
    return put_filing_stories(visit, txn, map, &into);
}

static bool show_merge(struct visit *visit, int status, int64_t into_id)
{
    const struct filing_screen *screen = filing_screen_of(visit);
    struct filing from;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !filing_of_visit(visit, &txn, &from) || !put_choices(visit, &txn, &from) ||
        !put_into(visit, &txn, into_id))
        return false;
    struct value *it = map_map(visit->page, "it");
    put_filing(visit, it, &from);
    map_text(visit->page, "url", filing_address(visit, screen, from.id, ""));
    map_text(visit->page, "act", filing_address(visit, screen, from.id, "merge"));
    if (!put_filing_stories(visit, &txn, it, &from))
        return false;
    return visit_show(
        visit, status,
        words_with(&visit->job->mem, visit->words, "filing.merge_title", "name", from.name),
        "filing_merge");
}

bool filing_show_merge(struct visit *visit)
{
    return show_merge(visit, 200, visit_query_int(visit, "into"));
}

static bool merge(struct visit *visit, int64_t into_id)
{
    struct filing from;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    return txn.open && filing_of_visit(visit, &txn, &from) &&
           topic_merge(visit->job, &txn, &visit->actor, from.id, into_id) &&
           txn_commit(visit->job, &txn);
}

bool filing_merge_one(struct visit *visit)
{
    int64_t into_id;
    if (!parse_int(form_text(&visit->form, "into"), &into_id) || into_id <= 0)
        return show_merge(visit, 200, 0);
    if (merge(visit, into_id))
        return visit_go(visit, filing_address(visit, filing_screen_of(visit), into_id, ""),
                        "merged");
    return visit_is_form_fault(visit) && show_merge(visit, visit_put_fault(visit), 0);
}
