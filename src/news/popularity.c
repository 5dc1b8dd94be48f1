#include "news/popularity.h"

#include "news/internal.h"

static const char *const words[MOST_READ_SPANS] = {"hour", "day", "week"};

bool views_add(struct job *job, struct txn *txn, int64_t hour, const struct tally *tallies,
               size_t count)
{
    return true;
}

bool shares_add(struct job *job, struct txn *txn, const struct tally *tallies, size_t count)
{
    return true;
}

bool most_read_rank(struct job *job, struct txn *txn)
{
    return true;
}

const char *most_read_word(enum most_read_span span)
{
    return words[span];
}

bool most_read_parse(struct str word, enum most_read_span *out)
{
    for (int i = 0; i < MOST_READ_SPANS; i++) {
        if (str_is(word, words[i])) {
            *out = (enum most_read_span)i;
            return true;
        }
    }
    return false;
}

struct str most_read_topic(struct arena *mem, struct str edition, enum most_read_span span)
{
    if (span == MOST_READ_DAY)
        return str_printf(mem, "mostread:" STR_FMT, STR_ARG(edition));
    return str_printf(mem, "mostread:" STR_FMT ":%s", STR_ARG(edition), words[span]);
}

bool most_read_list(struct job *job, struct txn *txn, struct str edition, enum most_read_span span,
                    size_t limit, struct story_cards *out)
{
    note(txn->notes, most_read_topic(&job->mem, edition, span));
    return story_list(job, txn, str_printf(&job->mem, "latest:" STR_FMT, STR_ARG(edition)), limit,
                      0, out);
}

bool share_count_read(struct job *job, struct txn *txn, int64_t story_id, int64_t *out)
{
    *out = 0;
    note_printf(txn->notes, "shares:%lld", (long long)story_id);
    return true;
}
