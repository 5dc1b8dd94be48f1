#include "news/internal.h"

#include "due/due.h"

#define DUE_KIND S("flash-end")
#define DEFAULT_LIFE_MS (6 * INT64_C(3600000))

// ── reading ───────────────────────────────────────────────────────────────────────────────────

#define FLASH_SELECT                                                                               \
    "SELECT f.id, f.edition_id, f.story_id, f.at_ms, f.expires_ms, f.ended_ms, e.slug, f.place,"   \
    " f.source, f.text, CASE WHEN s.public = 1 THEN s.path END, f.bar FROM flash f"                \
    " JOIN edition e ON e.id = f.edition_id LEFT JOIN story s ON s.id = f.story_id "

static void read_flash(const struct rows *rows, struct flash *out)
{
    *out = (struct flash){
        .id = row_int(rows, 0),
        .edition_id = row_int(rows, 1),
        .story_id = row_int(rows, 2),
        .at_ms = row_int(rows, 3),
        .expires_ms = row_int(rows, 4),
        .ended_ms = row_int(rows, 5),
        .edition = row_text(rows, 6),
        .place = row_text(rows, 7),
        .source = row_text(rows, 8),
        .text = row_text(rows, 9),
        .story_path = row_text(rows, 10),
        .bar = row_int(rows, 11) != 0,
    };
}

static void note_story(struct txn *txn, const struct flash *flash)
{
    if (flash->story_id)
        note_printf(txn->notes, "story:%lld", (long long)flash->story_id);
}

// It could yet come, in any edition.
static bool note_missing(struct job *job, struct txn *txn, int64_t id)
{
    struct edition *editions;
    size_t count;
    if (!txn->notes)
        return true;
    if (!edition_list(job, txn, &editions, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        note_printf(txn->notes, "flash:" STR_FMT ":%lld", STR_ARG(editions[i].slug), (long long)id);
    return true;
}

bool flash_get(struct job *job, struct txn *txn, int64_t id, struct flash *out)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows, FLASH_SELECT "WHERE f.id = ?1", sql_int(id)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return note_missing(job, txn, id) &&
               job_fail(job, FAULT_NOT_FOUND, "there is no flash with the id %lld", (long long)id);
    read_flash(&rows, out);
    rows_end(&rows);
    note_printf(txn->notes, "flash:" STR_FMT ":%lld", STR_ARG(out->edition), (long long)id);
    note_story(txn, out);
    return true;
}

bool flash_list(struct job *job, struct txn *txn, int64_t edition_id, size_t limit,
                struct flash **out, size_t *count)
{
    struct str edition;
    struct rows rows;
    if (!edition_slug(job, txn, edition_id, &edition))
        return false;
    note_printf(txn->notes, "flash:" STR_FMT, STR_ARG(edition));
    if (!sql_query(job, txn, &rows,
                   FLASH_SELECT "WHERE f.edition_id = ?1 AND f.ended_ms IS NULL"
                                " ORDER BY f.at_ms DESC, f.id DESC LIMIT ?2",
                   sql_int(edition_id), sql_int(limit)))
        return false;
    struct flash *items = NULL;
    size_t found = 0, room = 0;
    while (rows_next(job, &rows)) {
        struct flash *flash = list_add(&job->mem, &items, &found, &room);
        read_flash(&rows, flash);
        note_story(txn, flash);
    }
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

static bool check_lines(struct job *job, struct flash *f, unsigned given)
{
    bool ok = true;
    if (given & FLASH_HAS_PLACE)
        ok = take_line(job, "place", f->place, PLACE_MAX, &f->place) && ok;
    if (given & FLASH_HAS_SOURCE)
        ok = take_line(job, "source", f->source, PLACE_MAX, &f->source) && ok;
    if (given & FLASH_HAS_TEXT)
        ok = take_line(job, "text", f->text, FLASH_TEXT_MAX, &f->text) && ok;
    if (!f->text.len)
        ok = job_fail_field(job, "text", "is missing: a flash says something");
    return ok;
}

static bool check(struct job *job, struct txn *txn, struct flash *f, unsigned given)
{
    bool ok = check_lines(job, f, given), found = true;
    int64_t one;
    if ((given & FLASH_HAS_EXPIRES) && f->expires_ms && f->expires_ms <= job->now_ms)
        ok = job_fail_field(job, "expires_at", "is in the past");
    if ((given & FLASH_HAS_STORY) && f->story_id &&
        !sql_number(job, txn, &found, &one, "SELECT 1 FROM story WHERE id = ?1 AND edition_id = ?2",
                    sql_int(f->story_id), sql_int(f->edition_id)))
        return false;
    return (found || job_fail_field(job, "story", "there is no story %lld in this edition",
                                    (long long)f->story_id)) &&
           ok;
}

static bool appoint_end(struct job *job, struct txn *txn, const struct flash *f)
{
    struct str key = id_text(&job->mem, f->id);
    return f->expires_ms ? due_put(job, txn, DUE_KIND, key, f->expires_ms, S(""))
                         : due_drop(job, txn, DUE_KIND, key);
}

static struct str audit_json(struct arena *mem, const struct flash *flash)
{
    if (!flash)
        return STR_NONE;
    const struct audit_fact facts[] = {
        {"place", flash->place},       {"source", flash->source},
        {"text", flash->text},         {"story", .number = flash->story_id},
        {"bar", .number = flash->bar}, {"expires_ms", .number = flash->expires_ms},
    };
    return audit_facts(mem, facts, ARRAY_LEN(facts));
}

// `before` and `after`: NULL when there is none.
static bool audit_flash(struct job *job, struct txn *txn, const struct actor *actor,
                        const char *act, int64_t id, const struct flash *before,
                        const struct flash *after)
{
    return audit_write(job, txn, actor, act, str_printf(&job->mem, "flash:%lld", (long long)id),
                       audit_json(&job->mem, before), audit_json(&job->mem, after));
}

static bool find_edition(struct job *job, struct txn *txn, struct str slug, int64_t *id)
{
    bool found;
    if (!sql_number(job, txn, &found, id, "SELECT id FROM edition WHERE slug = ?1", sql_text(slug)))
        return false;
    return found || job_fail_field(job, "edition", "there is no edition \"" STR_FMT "\"",
                                   STR_ARG(str_from_to(slug, 0, 40)));
}

static bool insert(struct job *job, struct txn *txn, const struct actor *actor, struct flash *f)
{
    if (!sql_run(job, txn,
                 "INSERT INTO flash(edition_id, place, source, text, story_id, bar, at_ms,"
                 " expires_ms, user_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                 sql_int(f->edition_id), sql_text(f->place), sql_text(f->source), sql_text(f->text),
                 sql_id(f->story_id), sql_int(f->bar), sql_int(job->now_ms), sql_id(f->expires_ms),
                 sql_id(actor->staff_id)))
        return false;
    f->id = sql_last_id(txn);
    return true;
}

bool flash_make(struct job *job, struct txn *txn, const struct actor *actor, struct str edition,
                const struct flash *flash, unsigned given, int64_t *out_id)
{
    struct flash f = *flash;
    if (!(given & FLASH_HAS_EXPIRES))
        f.expires_ms = job->now_ms + DEFAULT_LIFE_MS;
    if (!(given & FLASH_HAS_STORY))
        f.story_id = 0;
    if (!actor_may(job, actor, RIGHT_FLASH_WRITE) ||
        !find_edition(job, txn, edition, &f.edition_id) || !check(job, txn, &f, given) ||
        !insert(job, txn, actor, &f) || !appoint_end(job, txn, &f) ||
        !audit_flash(job, txn, actor, "flash.make", f.id, NULL, &f))
        return false;
    *out_id = f.id;
    return true;
}

static bool get_running(struct job *job, struct txn *txn, int64_t id, struct flash *out)
{
    if (!flash_get(job, txn, id, out))
        return false;
    return !out->ended_ms ||
           job_fail(job, FAULT_NOT_FOUND, "the flash %lld has ended already", (long long)id);
}

static void overlay(struct flash *f, const struct flash *from, unsigned given)
{
    if (given & FLASH_HAS_PLACE)
        f->place = from->place;
    if (given & FLASH_HAS_SOURCE)
        f->source = from->source;
    if (given & FLASH_HAS_TEXT)
        f->text = from->text;
    if (given & FLASH_HAS_STORY)
        f->story_id = from->story_id;
    if (given & FLASH_HAS_EXPIRES)
        f->expires_ms = from->expires_ms;
    if (given & FLASH_HAS_BAR)
        f->bar = from->bar;
}

bool flash_change(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                  const struct flash *flash, unsigned given)
{
    struct flash before;
    if (!actor_may(job, actor, RIGHT_FLASH_WRITE) || !get_running(job, txn, id, &before))
        return false;
    struct flash f = before;
    overlay(&f, flash, given);
    return check(job, txn, &f, given) &&
           sql_run(job, txn,
                   "UPDATE flash SET place = ?2, source = ?3, text = ?4, story_id = ?5, bar = ?6,"
                   " expires_ms = ?7 WHERE id = ?1",
                   sql_int(id), sql_text(f.place), sql_text(f.source), sql_text(f.text),
                   sql_id(f.story_id), sql_int(f.bar), sql_id(f.expires_ms)) &&
           (!(given & FLASH_HAS_EXPIRES) || appoint_end(job, txn, &f)) &&
           audit_flash(job, txn, actor, "flash.change", id, &before, &f);
}

static bool set_ended(struct job *job, struct txn *txn, int64_t id)
{
    return sql_run(job, txn, "UPDATE flash SET ended_ms = ?2 WHERE id = ?1 AND ended_ms IS NULL",
                   sql_int(id), sql_int(job->now_ms));
}

bool flash_end(struct job *job, struct txn *txn, const struct actor *actor, int64_t id)
{
    struct flash flash;
    return actor_may(job, actor, RIGHT_FLASH_WRITE) && get_running(job, txn, id, &flash) &&
           set_ended(job, txn, id) && due_drop(job, txn, DUE_KIND, id_text(&job->mem, id)) &&
           audit_flash(job, txn, actor, "flash.end", id, &flash, NULL);
}

bool flash_end_due(struct job *job, struct txn *txn, int64_t id)
{
    struct actor house = actor_of_house(S("due"));
    struct flash flash = {.id = id};
    if (!set_ended(job, txn, id))
        return false;
    return sql_changed(txn) == 0 || audit_flash(job, txn, &house, "flash.end", id, &flash, NULL);
}
