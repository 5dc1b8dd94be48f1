#include "news/address.h"

#include "news/internal.h"
#include "news/redirect.h"

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

// ── either, or from before the move here ─────────────────────────────────────────────────────

static bool find_redirect(const struct looking *at, bool *found, struct address *out)
{
    return redirect_find(at->job, at->txn, whole(at, at->path, at->slash), found, out);
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
