// Versions: every save, what it changed, and the way back to it.
#include "newsroom/field.h"
#include "newsroom/story_form.h"

enum { VERSIONS_SHOWN = 50 };

static struct str act_name(const struct visit *visit, struct str act)
{
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "story.acts." STR_FMT, STR_ARG(str_from_to(act, 0, 40)));
    struct str name = visit_phrase(visit, phrase);
    return name.len ? name : act;
}

static struct str changed_names(const struct visit *visit, unsigned changed)
{
    struct buf b;
    buf_start(&b, &visit->job->mem, 4096);
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        char phrase[64];
        if (!(changed & text_rules[text].field))
            continue;
        snprintf(phrase, sizeof(phrase), "fields.%s", text_rules[text].name);
        buf_add(&b, b.len ? visit_phrase(visit, "story.versions.and") : S(""));
        buf_add(&b, visit_phrase(visit, phrase));
    }
    return buf_str(&b);
}

static void put_version(struct visit *visit, struct value *list, const struct open_story *open,
                        const struct version_row *row, int64_t before)
{
    struct value *item = list_map(list);
    char number[32];
    snprintf(number, sizeof(number), "versions/%lld/", (long long)row->number);
    map_int(item, "number", row->number);
    map_int(item, "before", before);
    map_text(item, "url", story_path(visit, open->id, number));
    map_text(item, "act", act_name(visit, row->act));
    map_text(item, "note", row->note);
    map_text(item, "by", row->by);
    map_text(item, "changed", changed_names(visit, row->changed));
    map_bool(item, "is_newest", row->number == open->story.state.version);
    map_bool(item, "is_public",
             open->story.state.public && row->number == open->story.state.public_version);
    visit_put_time(visit, item, "at", row->at_ms);
    visit_put_time(visit, item, "published", row->published_ms);
}

static bool put_versions(struct visit *visit, struct txn *txn, const struct open_story *open)
{
    struct version_row *rows;
    size_t count;
    bool more;
    int64_t before = visit_query_int(visit, "before");
    if (!version_list(visit->job, txn, &visit->actor, open->id, before, VERSIONS_SHOWN, &rows,
                      &count, &more))
        return false;
    struct value *list = map_list(visit->page, "versions");
    for (size_t i = 0; i < count; i++)
        put_version(visit, list, open, &rows[i], rows[i].number > 1 ? rows[i].number - 1 : 0);
    map_bool(visit->page, "several", count > 1);
    struct str next = more && count ? str_printf(&visit->job->mem, "before=%lld",
                                                 (long long)rows[count - 1].number)
                                    : STR_NONE;
    visit_put_paging(visit, STR_NONE, next);
    return true;
}

static bool load(struct visit *visit, struct txn *txn, struct open_story *open)
{
    int64_t id;
    *open = (struct open_story){0};
    if (!visit_id(visit, "story", &id) || !txn->open ||
        !story_working_copy(visit->job, txn, &visit->actor, id, &open->story))
        return false;
    open->id = id;
    open->edition = visit_edition_of(visit, open->story.state.edition_id);
    if (!open->edition)
        return job_fail(visit->job, FAULT_NOT_FOUND, "the edition of this story is gone");
    return put_story_state(visit, txn, open);
}

bool story_versions(struct visit *visit)
{
    struct open_story open;
    {
        AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
        if (!load(visit, &txn, &open) || !put_versions(visit, &txn, &open))
            return false;
    }
    return visit_show(visit, 200, visit_phrase(visit, "story.versions.title"), "story_versions");
}

// ── one, and two ──────────────────────────────────────────────────────────────────────────────

static bool read_version(struct visit *visit, struct txn *txn, int64_t id, int64_t number,
                         struct story_form *out)
{
    struct story story;
    return version_read(visit->job, txn, &visit->actor, id, number, &story) &&
           form_of_story(visit, txn, &story, out);
}

static bool find_row(struct visit *visit, struct txn *txn, int64_t id, int64_t number,
                     struct version_row *out)
{
    struct version_row *rows;
    size_t count;
    bool more;
    if (!version_list(visit->job, txn, &visit->actor, id, number + 1, 1, &rows, &count, &more))
        return false;
    if (!count || rows[0].number != number)
        return job_fail(visit->job, FAULT_NOT_FOUND, "story %lld has no version %lld",
                        (long long)id, (long long)number);
    *out = rows[0];
    return true;
}

static bool put_row(struct visit *visit, struct txn *txn, const char *name,
                    const struct open_story *open, int64_t number)
{
    struct version_row row;
    if (!find_row(visit, txn, open->id, number, &row))
        return false;
    put_version(visit, map_list(visit->page, name), open, &row, number > 1 ? number - 1 : 0);
    return true;
}

static void put_diffs(struct visit *visit, const struct open_story *open,
                      const struct story_form *before, const struct story_form *after, bool all)
{
    struct value *list = map_list(visit->page, "fields");
    size_t shown = 0;
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        bool same = str_eq(before->texts[text], after->texts[text]);
        if (same && (!all || !after->texts[text].len))
            continue;
        put_text_diff(visit, list, text, open->edition, before->texts[text], after->texts[text]);
        shown++;
    }
    map_bool(visit->page, "any", shown > 0);
}

static bool show_version(struct visit *visit, struct txn *txn, int64_t number)
{
    struct open_story open;
    struct story_form form;
    if (!load(visit, txn, &open) || !put_row(visit, txn, "version", &open, number) ||
        !read_version(visit, txn, open.id, number, &form))
        return false;
    put_diffs(visit, &open, &form, &form, true);
    return true;
}

bool story_version_show(struct visit *visit)
{
    int64_t number;
    if (!parse_int(http_param(visit->request, "number"), &number) || number <= 0)
        return job_fail(visit->job, FAULT_NOT_FOUND, "a version has a number");
    {
        AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
        if (!show_version(visit, &txn, number))
            return false;
    }
    return visit_show(visit, 200, visit_phrase(visit, "story.versions.one"), "story_version");
}

static bool compare(struct visit *visit, struct txn *txn)
{
    struct open_story open;
    struct story_form before, after;
    int64_t from = visit_query_int(visit, "from"), to = visit_query_int(visit, "to");
    if (!load(visit, txn, &open))
        return false;
    to = to ? to : open.story.state.version;
    from = from ? from : to > 1 ? to - 1 : 1;
    if (from > to) { // whichever way it is asked
        int64_t swap = from;
        from = to;
        to = swap;
    }
    if (!put_row(visit, txn, "from", &open, from) || !put_row(visit, txn, "to", &open, to) ||
        !read_version(visit, txn, open.id, from, &before) ||
        !read_version(visit, txn, open.id, to, &after))
        return false;
    put_diffs(visit, &open, &before, &after, false);
    return true;
}

bool story_compare(struct visit *visit)
{
    {
        AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
        if (!compare(visit, &txn))
            return false;
    }
    return visit_show(visit, 200, visit_phrase(visit, "story.versions.compare_title"),
                      "story_compare");
}

bool story_restore_form(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id, number, version;
    if (!visit_id(visit, "story", &id))
        return false;
    if (!parse_int(form_text(&visit->form, "number"), &number) ||
        !parse_int(form_text(&visit->form, "version"), &version))
        return job_fail(job, FAULT_BAD_INPUT, "which version is to come back?");
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && version_restore(job, &txn, &visit->actor, id, version, number) &&
           txn_commit(job, &txn) && visit_go(visit, story_path(visit, id, ""), "restored");
}
