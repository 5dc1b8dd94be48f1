// Finding pictures, and what shows one.
#include "news/internal.h"
#include "news/picture.h"
#include "text/search_fold.h"

enum { SCANNED_MAX = 5000, USES_MAX = 60 };
enum { EXPIRING_MS_DAYS = 30 };

static const struct {
    const char *word;
    enum picture_only only;
} only_words[] = {
    {"expiring", PICTURE_EXPIRING}, {"lapsed", PICTURE_LAPSED}, {"wordless", PICTURE_WORDLESS}};

bool picture_only_parse(struct str word, enum picture_only *out)
{
    for (size_t i = 0; i < ARRAY_LEN(only_words); i++) {
        if (str_is(word, only_words[i].word)) {
            *out = only_words[i].only;
            return true;
        }
    }
    return false;
}

// ── by words: every word of the question stands in one of the picture's own ───────────────────

struct scan {
    struct job *job;
    struct str wanted; // folded
    size_t limit;
    int64_t *ids; // found
    size_t count, room;
    int64_t id, rows; // the picture being read; how many were
    struct buf text;  // all its words
};

static bool has_all(struct scan *s)
{
    struct str rest = s->wanted, word;
    struct str text = search_fold(&s->job->mem, buf_str(&s->text));
    while (str_cut(&rest, ' ', &word)) {
        if (word.len && str_find(text, word) < 0)
            return false;
    }
    return true;
}

static void finish_one(struct scan *s)
{
    if (s->id && (!s->wanted.len || has_all(s)))
        *list_add(&s->job->mem, &s->ids, &s->count, &s->room) = s->id;
}

static void read_one(struct scan *s, const struct rows *rows)
{
    if (row_int(rows, 0) != s->id) {
        finish_one(s);
        s->id = row_int(rows, 0);
        s->text.len = 0;
        s->rows++;
    }
    for (int column = 1; column <= 6 && s->wanted.len; column++) {
        buf_add(&s->text, row_text(rows, column));
        buf_add_char(&s->text, ' ');
    }
}

// One more than the limit says that there are more; after SCANNED_MAX the page ends where it is.
static bool scan(struct job *job, struct txn *txn, const struct picture_filter *filter,
                 struct scan *s)
{
    struct rows rows;
    int64_t soon = job->now_ms + (int64_t)EXPIRING_MS_DAYS * 24 * 3600 * 1000;
    if (!sql_query(job, txn, &rows,
                   "SELECT p.id, p.alt, p.caption, p.credit, p.licence, t.alt, t.caption"
                   " FROM picture p LEFT JOIN picture_text t ON t.picture_id = p.id"
                   " WHERE p.id < ?1 AND (?2 = 0"
                   " OR (?2 = 1 AND p.lapsed = 0 AND p.expires_ms < ?3)"
                   " OR (?2 = 2 AND p.lapsed = 1)"
                   " OR (?2 = 3 AND (p.alt = '' OR p.credit = ''))) ORDER BY p.id DESC",
                   sql_int(filter->before_id ? filter->before_id : INT64_MAX),
                   sql_int(filter->only), sql_int(soon)))
        return false;
    while (s->count <= s->limit && s->rows < SCANNED_MAX && rows_next(job, &rows))
        read_one(s, &rows);
    bool was_all = rows.at_end;
    rows_end(&rows);
    if (job_failed(job))
        return false;
    if (was_all) {
        finish_one(s);
        s->id = 0;
    }
    return true;
}

bool picture_search(struct job *job, struct txn *txn, const struct picture_filter *filter,
                    struct picture **out, size_t *count, int64_t *next)
{
    struct scan s = {
        .job = job, .wanted = search_fold(&job->mem, filter->text), .limit = filter->limit};
    buf_start(&s.text, &job->mem, 1 << 20);
    if (!scan(job, txn, filter, &s))
        return false;
    size_t shown = s.count < filter->limit ? s.count : filter->limit;
    *next = s.count > shown ? s.ids[shown - 1] : s.id;
    *out = arena_array(&job->mem, struct picture, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        if (!picture_get(job, txn, s.ids[i], 0, &(*out)[i]))
            return false;
    }
    *count = shown;
    return true;
}

// ── what shows it ─────────────────────────────────────────────────────────────────────────────

static bool read_uses(struct job *job, struct rows *rows, const char *word,
                      struct picture_showing **out, size_t *count, size_t *room)
{
    while (rows_next(job, rows))
        *list_add(&job->mem, out, count, room) =
            (struct picture_showing){.word = word,
                                     .id = row_int(rows, 0),
                                     .name = row_text(rows, 1),
                                     .edition = row_text(rows, 2),
                                     .status = row_text(rows, 3)};
    return rows->at_end;
}

bool picture_uses(struct job *job, struct txn *txn, int64_t id, struct picture_showing **out,
                  size_t *count)
{
    struct rows rows;
    size_t room = 0;
    *out = NULL;
    *count = 0;
    return sql_query(job, txn, &rows,
                     "SELECT s.id, w.headline, e.slug, s.status FROM story s"
                     " JOIN working w ON w.story_id = s.id JOIN edition e ON e.id = s.edition_id"
                     " WHERE s.picture_id = ?1 ORDER BY s.id DESC LIMIT ?2",
                     sql_int(id), sql_int(USES_MAX)) &&
           read_uses(job, &rows, "story", out, count, &room) &&
           sql_query(job, txn, &rows, "SELECT id, name, '', '' FROM person WHERE picture_id = ?1",
                     sql_int(id)) &&
           read_uses(job, &rows, "person", out, count, &room) &&
           sql_query(job, txn, &rows,
                     "SELECT d.id, d.title, e.slug, '' FROM dossier d JOIN edition e"
                     " ON e.id = d.edition_id WHERE d.picture_id = ?1",
                     sql_int(id)) &&
           read_uses(job, &rows, "dossier", out, count, &room);
}

bool picture_uses_in_texts(struct job *job, struct txn *txn, int64_t id,
                           struct picture_showing **out, size_t *count)
{
    struct rows rows;
    size_t room = 0;
    long long n = (long long)id;
    struct str in_text = str_printf(&job->mem, "%%\"ref\":\"%lld\"%%", n);
    struct str on_top = str_printf(&job->mem, "%%\"picture\":%lld,%%", n);
    struct str last = str_printf(&job->mem, "%%\"picture\":%lld}%%", n);
    *out = NULL;
    *count = 0;
    return sql_query(job, txn, &rows,
                     "SELECT DISTINCT s.id, w.headline, e.slug, s.status FROM story s"
                     " JOIN version v ON v.story_id = s.id AND v.number IN (s.version,"
                     " s.public_version) JOIN working w ON w.story_id = s.id"
                     " JOIN edition e ON e.id = s.edition_id WHERE v.fields LIKE ?1"
                     " OR v.fields LIKE ?2 OR v.fields LIKE ?3 ORDER BY s.id DESC LIMIT ?4",
                     sql_text(in_text), sql_text(on_top), sql_text(last), sql_int(USES_MAX)) &&
           read_uses(job, &rows, "story", out, count, &room);
}
