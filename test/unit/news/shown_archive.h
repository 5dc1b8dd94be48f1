// shown_archive: questions about days, corrections and who writes, for the law of notes.
#pragma once

#include "shown.h"

#include "news/archive.h"

enum { ARCHIVE_DAY_MS = 86400000 };

// Days that begin `*with` milliseconds after those of UTC.
static struct stretch shifted_day(const void *with, int64_t at_ms)
{
    const int64_t shift = *(const int64_t *)with, at = at_ms - shift;
    int64_t day = at / ARCHIVE_DAY_MS - (at % ARCHIVE_DAY_MS < 0);
    int64_t from = day * ARCHIVE_DAY_MS + shift;
    return (struct stretch){from, from + ARCHIVE_DAY_MS};
}

static const int64_t day_shifts[] = {0, -3600000, 19800000}; // as in London, Madrid, Delhi

// a: which shift * 100 + days before the paper's first
static struct stretch asked_day(int64_t a)
{
    return shifted_day(&day_shifts[a / 100], NOW - (a % 100) * ARCHIVE_DAY_MS);
}

static bool ask_day(struct job *job, struct txn *txn, int64_t a, struct str edition, struct buf *b)
{
    struct story_cards cards;
    int64_t counted;
    struct stretch day = asked_day(a);
    if (!archive_stories(job, txn, edition, day, 3, 1, &cards) ||
        !archive_counts(job, txn, edition, &day, 1, &counted))
        return false;
    show_cards(b, &cards);
    show_int(b, counted);
    return true;
}

static bool ask_next_day(struct job *job, struct txn *txn, int64_t a, struct str edition,
                         struct buf *b)
{
    for (int way = ARCHIVE_BEFORE; way <= ARCHIVE_FROM; way++) {
        bool found;
        struct stretch day = {0};
        if (!archive_next(job, txn, edition, (enum archive_way)way, asked_day(a).from_ms,
                          shifted_day, &day_shifts[a / 100], &found, &day))
            return false;
        show_int(b, found);
        show_int(b, found ? day.from_ms : 0);
    }
    return true;
}

static bool ask_last_day(struct job *job, struct txn *txn, int64_t a, struct str edition,
                         struct buf *b)
{
    bool found;
    struct stretch day = {0};
    if (!archive_next(job, txn, edition, a ? ARCHIVE_BEFORE : ARCHIVE_FROM,
                      a ? INT64_MAX : INT64_MIN, shifted_day, &day_shifts[1], &found, &day))
        return false;
    show_int(b, found ? day.to_ms : 0);
    return true;
}

static bool ask_corrections(struct job *job, struct txn *txn, int64_t offset, struct str edition,
                            struct buf *b)
{
    struct correction *items;
    size_t count;
    bool more;
    if (!correction_list(job, txn, edition, 2, (size_t)offset, &items, &count, &more))
        return false;
    show_int(b, more);
    for (size_t i = 0; i < count; i++) {
        show_int(b, items[i].card.id);
        show_str(b, items[i].card.headline);
        show_int(b, items[i].at_ms);
        show_str(b, items[i].note);
    }
    return true;
}

static bool ask_authors(struct job *job, struct txn *txn, int64_t a, struct str edition,
                        struct buf *b)
{
    struct filing *items;
    size_t count;
    if (!filing_authors(job, txn, edition, &items, &count))
        return false;
    show_filings(b, items, count);
    return true;
}

static bool ask_neighbours(struct job *job, struct txn *txn, int64_t id, struct str s,
                           struct buf *b)
{
    struct filing *items;
    size_t count;
    if (!topic_neighbours(job, txn, id, 3, &items, &count))
        return false;
    show_filings(b, items, count);
    return true;
}

static bool ask_any(struct job *job, struct txn *txn, int64_t a, struct str list, struct buf *b)
{
    bool any;
    if (!story_list_any(job, txn, list, &any))
        return false;
    show_int(b, any);
    return true;
}
