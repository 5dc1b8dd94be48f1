#include "news/redirect.h"

#include "news/internal.h"

enum { PAGES_MAX = 999 };

// ── what WordPress hangs behind an address ────────────────────────────────────────────────────

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Where "-300x200" begins, before `end`.
static bool find_size(struct str path, size_t end, size_t *out)
{
    size_t at = end;
    while (at > 0 && is_digit(path.at[at - 1]))
        at--;
    if (at == end || at == 0 || path.at[at - 1] != 'x')
        return false;
    size_t x = --at;
    while (at > 0 && is_digit(path.at[at - 1]))
        at--;
    if (at == x || at == 0 || path.at[at - 1] != '-')
        return false;
    *out = at - 1;
    return true;
}

struct str redirect_whole_size(struct arena *mem, struct str path)
{
    size_t dot = path.len, at;
    while (dot > 0 && path.at[dot - 1] != '.' && path.at[dot - 1] != '/')
        dot--;
    if (dot == 0 || path.at[dot - 1] != '.' || !find_size(path, dot - 1, &at))
        return path;
    return str_join(mem, str_from_to(path, 0, at), str_after(path, dot - 1));
}

// The last part, when its beginning is this word; *rest: what is before it, with its slash.
static bool cut_tail(struct str path, const char *word, struct str *rest)
{
    size_t at = path.len;
    while (at > 0 && path.at[at - 1] != '/')
        at--;
    *rest = str_from_to(path, 0, at);
    return at > 1 && str_starts(str_after(path, at), str_from(word));
}

static bool is_page_number(struct str path)
{
    struct str before;
    uint64_t number;
    return cut_tail(path, "", &before) &&
           parse_uint(str_after(path, before.len), PAGES_MAX, &number);
}

// "/2019/05/heron/amp/" → "/2019/05/heron/"; empty when nothing hangs there.
static struct str without_tail(struct arena *mem, struct str path)
{
    struct str bare = str_ends(path, S("/")) ? str_from_to(path, 0, path.len - 1) : path, rest;
    if (cut_tail(bare, "amp", &rest) && rest.len + 3 == bare.len)
        return rest;
    if (cut_tail(bare, "comment-page-", &rest))
        return rest;
    if (is_page_number(bare) && cut_tail(bare, "", &rest))
        return str_ends(rest, S("/page/")) ? str_from_to(rest, 0, rest.len - 5) : rest;
    struct str whole = redirect_whole_size(mem, path);
    return whole.len < path.len ? whole : STR_NONE;
}

// ── where a target stands ─────────────────────────────────────────────────────────────────────

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

static bool resolve(struct job *job, struct txn *txn, struct str target, bool *found,
                    struct address *out)
{
    struct str kind, rest;
    int64_t id;
    bool has_id = str_split(target, ':', &kind, &rest) && parse_int(rest, &id);
    if (has_id && str_is(kind, "story"))
        return redirect_to_story(job, txn, id, found, out);
    if (has_id && str_is(kind, "page"))
        return redirect_to_page(job, txn, id, found, out);
    *out = (struct address){.kind = ADDRESS_MOVED, .to = target};
    return true;
}

// ── finding ───────────────────────────────────────────────────────────────────────────────────

static struct str other_form(struct arena *mem, struct str path)
{
    return path.len > 1 && str_ends(path, S("/")) ? str_from_to(path, 0, path.len - 1)
                                                  : str_join(mem, path, S("/"));
}

static bool look_up(struct job *job, struct txn *txn, struct str path, bool *found,
                    struct str *target)
{
    struct rows rows;
    struct str other = other_form(&job->mem, path);
    note_printf(txn->notes, "path:" STR_FMT, STR_ARG(path));
    note_printf(txn->notes, "path:" STR_FMT, STR_ARG(other));
    if (!sql_query(job, txn, &rows,
                   "SELECT target FROM redirect WHERE path IN (?1, ?2) ORDER BY path <> ?1 LIMIT 1",
                   sql_text(path), sql_text(other)) ||
        !row_first(job, &rows, found))
        return false;
    if (!*found)
        return true;
    *target = row_text(&rows, 0);
    rows_end(&rows);
    return true;
}

bool redirect_find(struct job *job, struct txn *txn, struct str path, bool *found,
                   struct address *out)
{
    struct str target = STR_NONE, bare = without_tail(&job->mem, path);
    if (!look_up(job, txn, path, found, &target) ||
        (!*found && bare.len && !look_up(job, txn, bare, found, &target)))
        return false;
    if (*found && str_starts(target, S("/?")) && !look_up(job, txn, target, found, &target))
        return false;
    if (*found && (str_starts(target, S("/?")) || str_eq(target, path)))
        *found = false; // a circle
    return !*found || resolve(job, txn, target, found, out);
}

// ── keeping ───────────────────────────────────────────────────────────────────────────────────

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

bool redirect_put(struct job *job, struct txn *txn, struct str path, struct str target, bool *kept)
{
    struct rows rows;
    bool found;
    *kept = false;
    if (!is_redirect_path(path) || str_eq(path, target))
        return true;
    if (!sql_run(job, txn,
                 "INSERT INTO redirect(path, target) VALUES (?1, ?2) ON CONFLICT (path) DO UPDATE"
                 " SET target = excluded.target WHERE redirect.target LIKE '/%'"
                 " AND redirect.target <> excluded.target",
                 sql_text(path), sql_text(target)) ||
        !sql_query(job, txn, &rows, "SELECT target FROM redirect WHERE path = ?1",
                   sql_text(path)) ||
        !row_first(job, &rows, &found))
        return false;
    *kept = found && str_eq(row_text(&rows, 0), target);
    rows_end(&rows);
    return true;
}

bool redirect_move(struct job *job, struct txn *txn, struct str from, struct str to)
{
    return sql_run(job, txn, "UPDATE redirect SET target = ?2 WHERE target = ?1", sql_text(from),
                   sql_text(to));
}
