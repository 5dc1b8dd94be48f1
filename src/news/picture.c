#include "news/picture.h"

#include "due/due.h"
#include "news/internal.h"

#define DUE_KIND S("picture-lapse")

enum { ALT_MAX = 1000, CAPTION_MAX = 1000, CREDIT_MAX = 300 }; // characters

// ── reading ───────────────────────────────────────────────────────────────────────────────────

// ?1: the edition whose words are wanted.
#define PICTURE_SELECT                                                                             \
    "SELECT p.id, p.hash, p.media_type, p.width, p.height,"                                        \
    " coalesce(nullif(t.alt, ''), p.alt), coalesce(nullif(t.caption, ''), p.caption), p.credit,"   \
    " p.licence, p.focal_x, p.focal_y, p.expires_ms, p.lapsed FROM picture p"                      \
    " LEFT JOIN picture_text t ON t.picture_id = p.id AND t.edition_id = ?1 "

static void read_picture(const struct rows *rows, struct picture *out)
{
    *out = (struct picture){
        .id = row_int(rows, 0),
        .hash = row_text(rows, 1),
        .media_type = row_text(rows, 2),
        .width = (int)row_int(rows, 3),
        .height = (int)row_int(rows, 4),
        .alt = row_text(rows, 5),
        .caption = row_text(rows, 6),
        .credit = row_text(rows, 7),
        .licence = row_text(rows, 8),
        .focal_x = (int)row_int(rows, 9),
        .focal_y = (int)row_int(rows, 10),
        .expires_ms = row_int(rows, 11),
        .lapsed = row_int(rows, 12) != 0,
    };
}

bool picture_get(struct job *job, struct txn *txn, int64_t id, int64_t edition_id,
                 struct picture *out)
{
    struct rows rows;
    bool found;
    note_printf(txn->notes, "picture:%lld", (long long)id);
    if (!sql_query(job, txn, &rows, PICTURE_SELECT "WHERE p.id = ?2", sql_int(edition_id),
                   sql_int(id)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no picture with the id %lld",
                        (long long)id);
    read_picture(&rows, out);
    rows_end(&rows);
    return true;
}

bool picture_list(struct job *job, struct txn *txn, size_t limit, int64_t before_id,
                  struct picture **out, size_t *count, bool *more)
{
    struct rows rows;
    struct picture *items = NULL;
    size_t found = 0, room = 0;
    if (!sql_query(job, txn, &rows, PICTURE_SELECT "WHERE p.id < ?2 ORDER BY p.id DESC LIMIT ?3",
                   sql_int(0), sql_int(before_id ? before_id : INT64_MAX), sql_int(limit + 1)))
        return false;
    while (rows_next(job, &rows))
        read_picture(&rows, list_add(&job->mem, &items, &found, &room));
    if (!rows.at_end)
        return false;
    *out = items;
    *more = found > limit;
    *count = *more ? limit : found;
    return true;
}

bool picture_words_list(struct job *job, struct txn *txn, int64_t id, struct picture_words **out,
                        size_t *count)
{
    struct rows rows;
    struct picture_words *items = NULL;
    size_t found = 0, room = 0;
    note_printf(txn->notes, "picture:%lld", (long long)id);
    if (!sql_query(job, txn, &rows,
                   "SELECT e.slug, t.alt, t.caption FROM picture_text t"
                   " JOIN edition e ON e.id = t.edition_id WHERE t.picture_id = ?1 ORDER BY e.id",
                   sql_int(id)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &items, &found, &room) =
            (struct picture_words){row_text(&rows, 0), row_text(&rows, 1), row_text(&rows, 2)};
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}

bool picture_words_get(struct job *job, struct txn *txn, int64_t id, int64_t edition_id,
                       struct picture_words *out)
{
    struct rows rows;
    bool found;
    note_printf(txn->notes, "picture:%lld", (long long)id);
    if (!sql_query(job, txn, &rows,
                   "SELECT e.slug, t.alt, t.caption FROM edition e LEFT JOIN picture_text t"
                   " ON t.edition_id = e.id AND t.picture_id = ?1 WHERE e.id = ?2",
                   sql_int(id), sql_int(edition_id)) ||
        !row_first(job, &rows, &found))
        return false;
    *out = (struct picture_words){0};
    if (found)
        *out = (struct picture_words){row_text(&rows, 0), row_text(&rows, 1), row_text(&rows, 2)};
    rows_end(&rows);
    return true;
}

// ── checking ──────────────────────────────────────────────────────────────────────────────────

static bool check_focus(struct job *job, const char *field, int focal)
{
    return (focal >= 0 && focal <= 100) ||
           job_fail_field(job, field, "must be a whole number from 0 to 100, per cent");
}

static bool check(struct job *job, struct picture *p, unsigned given)
{
    const struct {
        unsigned bit;
        const char *field;
        size_t max;
        struct str *text;
    } lines[] = {{PICTURE_HAS_ALT, "alt", ALT_MAX, &p->alt},
                 {PICTURE_HAS_CAPTION, "caption", CAPTION_MAX, &p->caption},
                 {PICTURE_HAS_CREDIT, "credit", CREDIT_MAX, &p->credit},
                 {PICTURE_HAS_LICENCE, "licence", CREDIT_MAX, &p->licence}};
    bool ok = true;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        if (given & lines[i].bit)
            ok = take_line(job, lines[i].field, *lines[i].text, lines[i].max, lines[i].text) && ok;
    }
    if (given & PICTURE_HAS_FOCUS)
        ok = check_focus(job, "focal_x", p->focal_x) && check_focus(job, "focal_y", p->focal_y) &&
             ok;
    if ((given & PICTURE_HAS_EXPIRES) && p->expires_ms && p->expires_ms <= job->now_ms)
        ok = job_fail_field(job, "expires_at", "is in the past");
    return ok;
}

static void overlay(struct picture *p, const struct picture *from, unsigned given)
{
    if (given & PICTURE_HAS_ALT)
        p->alt = from->alt;
    if (given & PICTURE_HAS_CAPTION)
        p->caption = from->caption;
    if (given & PICTURE_HAS_CREDIT)
        p->credit = from->credit;
    if (given & PICTURE_HAS_LICENCE)
        p->licence = from->licence;
    if (given & PICTURE_HAS_FOCUS) {
        p->focal_x = from->focal_x;
        p->focal_y = from->focal_y;
    }
    if (given & PICTURE_HAS_EXPIRES) {
        p->expires_ms = from->expires_ms;
        p->lapsed = false;
    }
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

static bool appoint_lapse(struct job *job, struct txn *txn, const struct picture *p)
{
    struct str key = id_text(&job->mem, p->id);
    return p->expires_ms ? due_put(job, txn, DUE_KIND, key, p->expires_ms, S(""))
                         : due_drop(job, txn, DUE_KIND, key);
}

static struct str audit_json(struct arena *mem, const struct picture *p)
{
    if (!p)
        return STR_NONE;
    const struct audit_fact facts[] = {
        {"alt", p->alt},
        {"caption", p->caption},
        {"credit", p->credit},
        {"licence", p->licence},
        {"focal_x", .number = p->focal_x},
        {"focal_y", .number = p->focal_y},
        {"expires_ms", .number = p->expires_ms},
    };
    return audit_facts(mem, facts, ARRAY_LEN(facts));
}

// `before` and `after`: NULL when there is none.
static bool audit_picture(struct job *job, struct txn *txn, const struct actor *actor,
                          const char *act, int64_t id, const struct picture *before,
                          const struct picture *after)
{
    return audit_write(job, txn, actor, act, str_printf(&job->mem, "picture:%lld", (long long)id),
                       audit_json(&job->mem, before), audit_json(&job->mem, after));
}

// What stands under a picture stands in every story that shows it, published ones too: whoever may
// not publish changes only what they sent themselves.
bool picture_may_change(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                        bool *may)
{
    int64_t own = 0;
    *may = actor->rights & RIGHT_STORY_PUBLISH;
    if (*may)
        return true;
    return sql_number(job, txn, may, &own,
                      "SELECT 1 FROM audit WHERE thing = ?1 AND act = 'picture.make'"
                      " AND staff_id = ?2",
                      sql_text(str_printf(&job->mem, "picture:%lld", (long long)id)),
                      sql_int(actor->staff_id));
}

static bool check_may_change(struct job *job, struct txn *txn, const struct actor *actor,
                             int64_t id)
{
    bool may;
    return actor_may(job, actor, RIGHT_MEDIA_WRITE) &&
           picture_may_change(job, txn, actor, id, &may) &&
           (may ||
            job_fail(job, FAULT_DENIED,
                     "the picture %lld is another's, and stories may show it already; ask an "
                     "editor to change it",
                     (long long)id));
}

static bool insert(struct job *job, struct txn *txn, struct picture *p)
{
    if (!sql_run(job, txn,
                 "INSERT INTO picture(hash, media_type, width, height, alt, caption, credit,"
                 " licence, focal_x, focal_y, expires_ms, made_ms)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                 sql_text(p->hash), sql_text(p->media_type), sql_int(p->width), sql_int(p->height),
                 sql_text(p->alt), sql_text(p->caption), sql_text(p->credit), sql_text(p->licence),
                 sql_int(p->focal_x), sql_int(p->focal_y), sql_id(p->expires_ms),
                 sql_int(job->now_ms)))
        return false;
    p->id = sql_last_id(txn);
    return true;
}

bool picture_find(struct job *job, struct txn *txn, struct str hash, bool *found, int64_t *id)
{
    return sql_number(job, txn, found, id, "SELECT id FROM picture WHERE hash = ?1",
                      sql_text(hash));
}

bool picture_make(struct job *job, struct txn *txn, const struct actor *actor,
                  const struct picture *picture, unsigned given, int64_t *out_id)
{
    struct picture p = {.caption = picture->caption,
                        .credit = picture->credit,
                        .hash = picture->hash,
                        .media_type = picture->media_type,
                        .width = picture->width,
                        .height = picture->height,
                        .focal_x = 50,
                        .focal_y = 50};
    bool found;
    int64_t id;
    if (!actor_may(job, actor, RIGHT_MEDIA_WRITE) ||
        !picture_find(job, txn, picture->hash, &found, &id))
        return false;
    if (found) { // its words stay where they are another's
        bool may;
        *out_id = id;
        return picture_may_change(job, txn, actor, id, &may) &&
               (!may || picture_change(job, txn, actor, id, picture, given));
    }
    overlay(&p, picture, given);
    if (!check(job, &p, given | PICTURE_HAS_CAPTION | PICTURE_HAS_CREDIT) ||
        !insert(job, txn, &p) || !appoint_lapse(job, txn, &p) ||
        !audit_picture(job, txn, actor, "picture.make", p.id, NULL, &p))
        return false;
    *out_id = p.id;
    return true;
}

// Nothing is written where nothing is new: pages that show it stay as they are.
static bool update(struct job *job, struct txn *txn, const struct picture *p)
{
    return sql_run(
        job, txn,
        "UPDATE picture SET alt = ?2, caption = ?3, credit = ?4, licence = ?5, focal_x = ?6,"
        " focal_y = ?7, expires_ms = ?8, lapsed = ?9 WHERE id = ?1 AND (alt IS NOT ?2"
        " OR caption IS NOT ?3 OR credit IS NOT ?4 OR licence IS NOT ?5 OR focal_x IS NOT ?6"
        " OR focal_y IS NOT ?7 OR expires_ms IS NOT ?8 OR lapsed IS NOT ?9)",
        sql_int(p->id), sql_text(p->alt), sql_text(p->caption), sql_text(p->credit),
        sql_text(p->licence), sql_int(p->focal_x), sql_int(p->focal_y), sql_id(p->expires_ms),
        sql_int(p->lapsed));
}

bool picture_change(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                    const struct picture *picture, unsigned given)
{
    struct picture before;
    if (!actor_may(job, actor, RIGHT_MEDIA_WRITE) || !check_may_change(job, txn, actor, id) ||
        !picture_get(job, txn, id, 0, &before))
        return false;
    struct picture p = before;
    overlay(&p, picture, given);
    if (!check(job, &p, given) || !update(job, txn, &p))
        return false;
    if (sql_changed(txn) == 0)
        return true;
    return (!(given & PICTURE_HAS_EXPIRES) || appoint_lapse(job, txn, &p)) &&
           audit_picture(job, txn, actor, "picture.change", id, &before, &p);
}

bool picture_translate(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                       int64_t edition_id, struct str alt, struct str caption)
{
    struct picture before, p = {.alt = alt, .caption = caption};
    if (!actor_may(job, actor, RIGHT_MEDIA_WRITE) || !check_may_change(job, txn, actor, id) ||
        !picture_get(job, txn, id, edition_id, &before) ||
        !check(job, &p, PICTURE_HAS_ALT | PICTURE_HAS_CAPTION))
        return false;
    if (!sql_run(job, txn,
                 "INSERT INTO picture_text(picture_id, edition_id, alt, caption)"
                 " VALUES (?1, ?2, ?3, ?4)"
                 " ON CONFLICT (picture_id, edition_id) DO UPDATE SET alt = ?3, caption = ?4"
                 " WHERE picture_text.alt <> ?3 OR picture_text.caption <> ?4",
                 sql_int(id), sql_int(edition_id), sql_text(p.alt), sql_text(p.caption)))
        return false;
    p.credit = before.credit;
    return sql_changed(txn) == 0 ||
           audit_picture(job, txn, actor, "picture.translate", id, &before, &p);
}

bool picture_lapse_due(struct job *job, struct txn *txn, int64_t id)
{
    struct actor house = actor_of_house(S("due"));
    if (!sql_run(job, txn, "UPDATE picture SET lapsed = 1 WHERE id = ?1 AND lapsed = 0",
                 sql_int(id)))
        return false;
    return sql_changed(txn) == 0 ||
           audit_picture(job, txn, &house, "picture.lapse", id, NULL, NULL);
}
