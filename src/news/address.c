#include "news/address.h"

#include "news/internal.h"

struct looking {
    struct job *job;
    struct txn *txn;
    const struct edition *edition;
    struct str path; // without slashes at its end
    bool slash;      // it had one
};

static struct str whole(const struct looking *at, struct str path, bool slash)
{
    return str_printf(&at->job->mem, "/" STR_FMT "/" STR_FMT "%s", STR_ARG(at->edition->slug),
                      STR_ARG(path), slash ? "/" : "");
}

static void note_path(const struct looking *at, bool slash)
{
    note_printf(at->txn->notes, "path:" STR_FMT, STR_ARG(whole(at, at->path, slash)));
}

static struct address moved(const struct looking *at, struct str path, bool slash)
{
    return (struct address){.kind = ADDRESS_MOVED, .to = whole(at, path, slash)};
}

// ── a story's ─────────────────────────────────────────────────────────────────────────────────

static struct address story_address(const struct looking *at, int64_t id, struct str status,
                                    bool public, struct str path)
{
    if (str_is(status, "withdrawn")) // whichever of its addresses
        return (struct address){.kind = ADDRESS_GONE, .id = id};
    if (!public || !path.len)
        return (struct address){.kind = ADDRESS_NOTHING};
    if (!at->slash && str_eq(path, at->path))
        return (struct address){.kind = ADDRESS_STORY, .id = id};
    return moved(at, path, false);
}

static bool find_story(const struct looking *at, bool *found, struct address *out)
{
    struct rows rows;
    note_path(at, false);
    if (!sql_query(at->job, at->txn, &rows,
                   "SELECT s.id, s.status, s.public, s.path FROM address a"
                   " JOIN story s ON s.id = a.story_id WHERE a.edition_id = ?1 AND a.path = ?2",
                   sql_int(at->edition->id), sql_text(at->path)) ||
        !row_first(at->job, &rows, found))
        return false;
    if (!*found)
        return true;
    note_printf(at->txn->notes, "story:%lld", (long long)row_int(&rows, 0));
    *out = story_address(at, row_int(&rows, 0), row_text(&rows, 1), row_int(&rows, 2) != 0,
                         row_text(&rows, 3));
    rows_end(&rows);
    *found = out->kind != ADDRESS_NOTHING;
    return true;
}

// ── a section's ───────────────────────────────────────────────────────────────────────────────

static bool find_section(const struct looking *at, bool *found, struct address *out)
{
    struct filing section;
    bool is_old;
    if (!filing_find(at->job, at->txn, FILING_SECTION, at->edition->id, at->path, found, &is_old,
                     &section))
        return false;
    if (!*found)
        return true;
    *out = at->slash && !is_old ? (struct address){.kind = ADDRESS_SECTION, .id = section.id}
                                : moved(at, section.path, true);
    return true;
}

// ── from before the move here ─────────────────────────────────────────────────────────────────

// Where a story that was meant stands now.
static bool redirect_to_story(struct job *job, struct txn *txn, int64_t id, bool *found,
                              struct address *out)
{
    struct rows rows;
    note_printf(txn->notes, "story:%lld", (long long)id);
    if (!sql_query(job, txn, &rows,
                   "SELECT e.slug, s.path, s.status, s.public FROM story s"
                   " JOIN edition e ON e.id = s.edition_id WHERE s.id = ?1",
                   sql_int(id)) ||
        !row_first(job, &rows, found))
        return false;
    if (!*found)
        return true;
    struct str path = row_text(&rows, 1);
    if (str_is(row_text(&rows, 2), "withdrawn"))
        *out = (struct address){.kind = ADDRESS_GONE, .id = id};
    else if (row_int(&rows, 3) && path.len)
        *out = (struct address){.kind = ADDRESS_MOVED,
                                .to = str_printf(&job->mem, "/" STR_FMT "/" STR_FMT,
                                                 STR_ARG(row_text(&rows, 0)), STR_ARG(path))};
    else
        *found = false;
    rows_end(&rows);
    return true;
}

static bool redirect_to_page(struct job *job, struct txn *txn, int64_t id, bool *found,
                             struct address *out)
{
    struct rows rows;
    note_printf(txn->notes, "page:%lld", (long long)id);
    if (!sql_query(job, txn, &rows,
                   "SELECT e.slug, p.slug FROM page p JOIN edition e ON e.id = p.edition_id"
                   " WHERE p.id = ?1",
                   sql_int(id)) ||
        !row_first(job, &rows, found))
        return false;
    if (!*found)
        return true;
    *out = (struct address){.kind = ADDRESS_MOVED,
                            .to = str_printf(&job->mem, "/" STR_FMT "/" STR_FMT,
                                             STR_ARG(row_text(&rows, 0)),
                                             STR_ARG(row_text(&rows, 1)))};
    rows_end(&rows);
    return true;
}

static struct str other_form(struct arena *mem, struct str path)
{
    return path.len > 1 && str_ends(path, S("/")) ? str_from_to(path, 0, path.len - 1)
                                                  : str_join(mem, path, S("/"));
}

bool address_redirect(struct job *job, struct txn *txn, struct str path, bool *found,
                      struct address *out)
{
    struct rows rows;
    struct str other = other_form(&job->mem, path), kind, rest;
    int64_t id;
    note_printf(txn->notes, "path:" STR_FMT, STR_ARG(path));
    note_printf(txn->notes, "path:" STR_FMT, STR_ARG(other));
    if (!sql_query(job, txn, &rows,
                   "SELECT target FROM redirect WHERE path IN (?1, ?2) ORDER BY path <> ?1 LIMIT 1",
                   sql_text(path), sql_text(other)) ||
        !row_first(job, &rows, found))
        return false;
    if (!*found)
        return true;
    struct str target = row_text(&rows, 0);
    rows_end(&rows);
    bool has_id = str_split(target, ':', &kind, &rest) && parse_int(rest, &id);
    if (has_id && str_is(kind, "story"))
        return redirect_to_story(job, txn, id, found, out);
    if (has_id && str_is(kind, "page"))
        return redirect_to_page(job, txn, id, found, out);
    *out = (struct address){.kind = ADDRESS_MOVED, .to = target};
    return true;
}

// A path that a reader can ask the site for, and that is not one of our machines' own.
static bool is_redirect_path(struct str path)
{
    static const char *const ours[] = {"api",  "newsroom", "media",   "assets",
                                       "live", "healthz",  "metrics", ".well-known"};
    struct str first, rest;
    if (!str_starts(path, S("/")) || path.len < 2 || path.len > 2000 || path.at[1] == '/' ||
        !is_utf8_text(path))
        return false;
    first = str_after(path, 1);
    str_split(first, '/', &first, &rest);
    for (size_t i = 0; i < ARRAY_LEN(ours); i++) {
        if (str_is(first, ours[i]))
            return false;
    }
    return !str_starts(first, S("_"));
}

bool address_redirect_put(struct job *job, struct txn *txn, struct str path, struct str target,
                          bool *kept)
{
    struct rows rows;
    bool found;
    *kept = false;
    if (!is_redirect_path(path))
        return true;
    if (!sql_run(job, txn,
                 "INSERT INTO redirect(path, target) VALUES (?1, ?2) ON CONFLICT (path) DO NOTHING",
                 sql_text(path), sql_text(target)) ||
        !sql_query(job, txn, &rows, "SELECT target FROM redirect WHERE path = ?1",
                   sql_text(path)) ||
        !row_first(job, &rows, &found))
        return false;
    *kept = found && str_eq(row_text(&rows, 0), target);
    rows_end(&rows);
    return true;
}

bool address_redirect_move(struct job *job, struct txn *txn, struct str from, struct str to)
{
    return sql_run(job, txn, "UPDATE redirect SET target = ?2 WHERE target = ?1", sql_text(from),
                   sql_text(to));
}

static bool find_redirect(const struct looking *at, bool *found, struct address *out)
{
    return address_redirect(at->job, at->txn, whole(at, at->path, at->slash), found, out);
}

bool address_find(struct job *job, struct txn *txn, const struct edition *edition, struct str path,
                  struct address *out)
{
    bool slash = str_ends(path, S("/")), found = false;
    struct looking at = {job, txn, edition, slash ? str_from_to(path, 0, path.len - 1) : path,
                         slash};
    struct address address = {.kind = ADDRESS_NOTHING};
    // The form that fits first: a story and a section may share the words but for the slash.
    if (slash ? !find_section(&at, &found, &address) : !find_story(&at, &found, &address))
        return false;
    if (!found &&
        (slash ? !find_story(&at, &found, &address) : !find_section(&at, &found, &address)))
        return false;
    if (!found && !find_redirect(&at, &found, &address))
        return false;
    *out = address;
    return true;
}
