// A story as it is being written: read, and put into its form.
#include "newsroom/field.h"
#include "newsroom/story_form.h"

#include "base/log.h"
#include "text/url.h"

// ── reading ───────────────────────────────────────────────────────────────────────────────────

bool story_load_newest(struct visit *visit, struct txn *txn, int64_t id, struct open_story *out)
{
    struct job *job = visit->job;
    out->id = id;
    if (!story_working_copy(job, txn, &visit->actor, id, &out->story) ||
        !form_of_story(visit, txn, &out->story, &out->newest))
        return false;
    out->edition = visit_edition_of(visit, out->story.state.edition_id);
    out->form = out->newest;
    return out->edition || job_fail(job, FAULT_NOT_FOUND, "the edition of this story is gone");
}

// What was typed and not saved stands in the fields, on top of what it was begun on.
static bool take_kept(struct visit *visit, struct txn *txn, struct open_story *out)
{
    struct job *job = visit->job;
    struct story_form kept;
    if (!unsaved_get(job, txn, &visit->actor, out->id, &out->is_kept, &out->unsaved) ||
        !out->is_kept)
        return !job_failed(job);
    if (!form_parse_json(job, out->unsaved.form, &kept))
        return false;
    kept.version = out->unsaved.base_version;
    kept.kept_ms = out->unsaved.at_ms;
    out->form = form_on(&kept, &out->newest);
    out->is_kept = form_differs(&kept, &out->newest) != 0; // else it has been saved since
    if (!out->is_kept)
        out->form.version = out->newest.version;
    return true;
}

static bool may_write(const struct visit *visit, const struct open_story *open)
{
    return visit_may(visit, RIGHT_STORY_WRITE) && !str_is(open->story.state.status, "withdrawn");
}

static bool read_open(struct visit *visit, int64_t id, struct open_story *out)
{
    struct job *job = visit->job;
    AUTO_TXN txn = read_begin(job, visit->newsroom->options.store, NULL);
    if (!txn.open || !story_load_newest(visit, &txn, id, out))
        return false;
    return !may_write(visit, out) ||
           (writing_others(job, &txn, &visit->actor, id, &out->others, &out->others_count) &&
            take_kept(visit, &txn, out));
}

// A write of its own, and a short one. If there is no turn for it the story opens all the same: the
// script says again that one is here.
static void say_here(struct visit *visit, int64_t id)
{
    AUTO_JOB job;
    job_start(&job, visit->job->now_ms);
    job.deadline_ms = visit->job->deadline_ms;
    AUTO_TXN txn = write_begin(&job, visit->newsroom->options.store);
    if (!txn.open || !writing_keep(&job, &txn, &visit->actor, id, WRITING_OPEN_MS) ||
        !txn_commit(&job, &txn))
        log_fault("newsroom", &job);
}

bool story_open(struct visit *visit, int64_t id, bool begins, struct open_story *out)
{
    *out = (struct open_story){0};
    if (!read_open(visit, id, out))
        return false;
    if (begins && may_write(visit, out))
        say_here(visit, id);
    return true;
}

bool story_begin(struct visit *visit, struct str slug, struct open_story *out)
{
    *out = (struct open_story){.edition = visit_edition(visit, slug)};
    if (!out->edition)
        out->edition = visit_own_edition(visit);
    if (!out->edition)
        return job_fail(visit->job, FAULT_CONFLICT,
                        "this site has no edition yet: nothing can be written");
    out->form.edition = out->newest.edition = out->edition->slug;
    out->form.texts[TEXT_KIND] = S("news");
    return true;
}

struct str story_path(const struct visit *visit, int64_t id, const char *rest)
{
    struct arena *mem = &visit->job->mem;
    return id ? str_printf(mem, "/newsroom/story/%lld/%s", (long long)id, rest)
              : str_printf(mem, "/newsroom/story/new%s%s", *rest ? "/" : "", rest);
}

struct str story_title(const struct visit *visit, const struct story *story)
{
    return story->headline.len ? story->headline : visit_phrase(visit, "story.untitled");
}

// ── fields ────────────────────────────────────────────────────────────────────────────────────

// How each text is shown; what can be chosen is put by put_choices().
static const struct {
    enum story_text text;
    enum field_kind kind;
    const char *class, *hint;
    int rows;
} lines[] = {
    {TEXT_KICKER, FIELD_LINE, NULL, NULL, 0},
    {TEXT_HEADLINE, FIELD_LINE, "head", NULL, 0},
    {TEXT_STANDFIRST, FIELD_AREA, "text", NULL, 3},
    {TEXT_BODY, FIELD_AREA, "text body", "story.hints.body", 24},
    {TEXT_TOPICS, FIELD_AREA, NULL, "story.hints.names", 3},
    {TEXT_AUTHORS, FIELD_AREA, NULL, "story.hints.names", 2},
    {TEXT_SOURCE, FIELD_LINE, NULL, NULL, 0},
    {TEXT_PLACE, FIELD_LINE, NULL, NULL, 0},
    {TEXT_RELATED, FIELD_AREA, NULL, "story.hints.related", 3},
    {TEXT_TRANSLATION_OF, FIELD_LINE, NULL, "story.hints.translation", 0},
    {TEXT_SLUG, FIELD_LINE, NULL, "story.hints.slug", 0},
    {TEXT_PICTURE, FIELD_LINE, NULL, "story.hints.picture", 0},
};

static void put_lines(struct visit *visit, struct value *form, const struct open_story *open)
{
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        const struct text_rule *rule = &text_rules[lines[i].text];
        bool content = rule->is_content;
        put_field(visit, form,
                  &(struct field){.name = rule->name,
                                  .kind = lines[i].kind,
                                  .class = lines[i].class,
                                  .hint = lines[i].hint,
                                  .rows = lines[i].rows,
                                  .autocomplete = "off",
                                  .autofocus = !open->id && lines[i].text == TEXT_HEADLINE,
                                  .value = open->form.texts[lines[i].text],
                                  .lang = content ? open->edition->locale.lang : STR_NONE,
                                  .dir = content ? open->edition->dir : S("ltr")});
    }
}

// ── states ────────────────────────────────────────────────────────────────────────────────────

static void put_acts(struct visit *visit, struct value *state, const struct story_state *s)
{
    bool seen = s->public, withdrawn = str_is(s->status, "withdrawn");
    bool scheduled = s->scheduled_ms != 0;
    bool may_publish = visit_may(visit, RIGHT_STORY_PUBLISH) && !withdrawn;
    struct value *may = map_map(state, "may");
    map_bool(may, "write", visit_may(visit, RIGHT_STORY_WRITE) && !withdrawn);
    map_bool(may, "publish", may_publish && !seen);
    map_bool(may, "update", may_publish && seen);
    map_bool(may, "schedule", may_publish);
    map_bool(may, "correct", may_publish && seen);
    map_bool(may, "unpublish", may_publish && s->id && seen);
    map_bool(may, "call_back", may_publish && scheduled);
    map_bool(may, "withdraw",
             visit_may(visit, RIGHT_STORY_WITHDRAW) && !withdrawn && s->published_ms != 0);
    bool unseen = s->id && !seen && !withdrawn && !scheduled;
    map_bool(may, "send", unseen && !may_publish && str_is(s->status, "draft"));
    map_bool(may, "take_back", unseen && !may_publish && str_is(s->status, "review"));
    map_bool(may, "ready", unseen && may_publish && !str_is(s->status, "ready"));
    map_bool(may, "back_to_draft", unseen && may_publish && !str_is(s->status, "draft"));
}

// A spiked one has that for its state, whatever it was.
static bool put_place(struct visit *visit, struct txn *txn, struct value *state,
                      const struct open_story *open)
{
    struct job *job = visit->job;
    struct str status = open->id ? open->story.state.status : S("draft");
    bool is_spiked = false, may_spike = false;
    if (open->id && (!story_is_spiked(job, txn, open->id, &is_spiked) ||
                     !story_may_spike(job, txn, &visit->actor, open->id, &may_spike)))
        return false;
    put_state(visit, state, is_spiked ? S("spiked") : status);
    map_bool(state, "spiked", is_spiked);
    map_bool(map_get(state, S("may")), "spike", may_spike);
    return true;
}

static void put_others(struct visit *visit, const struct open_story *open)
{
    struct value *list = map_list(visit->page, "others");
    for (size_t i = 0; i < open->others_count; i++) {
        const struct writer *writer = &open->others[i];
        struct value *other = list_map(list);
        map_text(other, "name", writer->name);
        map_text(other, "since", clock_time(&visit->job->mem, &visit->locale, writer->since_ms));
    }
}

static void put_where(struct visit *visit, struct value *state, const struct open_story *open)
{
    struct arena *mem = &visit->job->mem;
    const struct story_state *s = &open->story.state;
    const struct edition *edition = open->edition;
    struct str path =
        str_printf(mem, "/" STR_FMT "/" STR_FMT, STR_ARG(edition->slug), STR_ARG(s->path));
    map_text(state, "url", s->public ? url_encode_path(mem, path) : STR_NONE);
    map_text(state, "address", s->published_ms && s->path.len ? path : STR_NONE);
    bool beside = s->public && http_query(visit->request, "beside", NULL).len;
    map_text(state, "beside",
             beside ? words_with(mem, visit->words, "story.beside", "address", path) : STR_NONE);
    map_bool(state, "was_published", s->published_ms != 0);
    map_bool(state, "withdrawn", str_is(s->status, "withdrawn"));
    map_text(state, "reason", open->story.withdrawn_reason);
    map_text(state, "correction", open->story.correction);
    visit_put_time(visit, state, "published", s->published_ms);
    visit_put_time(visit, state, "scheduled", s->scheduled_ms);
    map_text(state, "scheduled_text",
             s->scheduled_ms
                 ? date_time(mem, &(struct locale){visit->locale.lang, edition->locale.zone, false},
                             s->scheduled_ms)
                 : STR_NONE);
}

static bool put_newest(struct visit *visit, struct txn *txn, struct value *state,
                       const struct open_story *open)
{
    struct version_row newest = {0};
    bool waits = false;
    if (open->id && (!version_newest(visit->job, txn, &visit->actor, open->id, &newest) ||
                     !version_waits(visit->job, txn, &visit->actor, open->id, &waits)))
        return false;
    map_bool(state, "revised", waits);
    map_text(state, "saved_by", newest.by);
    visit_put_time(visit, state, "saved", newest.at_ms);
    return true;
}

bool put_story_state(struct visit *visit, struct txn *txn, const struct open_story *open)
{
    struct value *state = map_map(visit->page, "state");
    const struct story_state *s = &open->story.state;
    map_int(state, "id", open->id);
    map_text(state, "path", story_path(visit, open->id, ""));
    map_int(state, "version", s->version);
    map_text(state, "edition", open->edition->slug);
    map_text(state, "edition_name", open->edition->name);
    map_text(state, "content_lang", open->edition->locale.lang);
    map_text(state, "content_dir", open->edition->dir);
    map_text(state, "zone", open->edition->locale.zone);
    map_text(state, "headline", story_title(visit, &open->story));
    put_acts(visit, state, s);
    if (!put_place(visit, txn, state, open))
        return false;
    put_where(visit, state, open);
    put_others(visit, open);
    return put_newest(visit, txn, state, open);
}

// ── the screen ────────────────────────────────────────────────────────────────────────────────

static void put_kept(struct visit *visit, const struct open_story *open)
{
    if (!open->is_kept) {
        map_bool(visit->page, "kept", false);
        return;
    }
    struct value *kept = map_map(visit->page, "kept");
    visit_put_time(visit, kept, "at", open->unsaved.at_ms);
    map_bool(kept, "is_old", open->unsaved.base_version != open->story.state.version);
    map_int(kept, "base", open->unsaved.base_version);
}

static void put_schedule(struct visit *visit, struct value *form, const struct open_story *open)
{
    struct arena *mem = &visit->job->mem;
    struct str at = form_text(&visit->form, "at");
    if (!at.len && open->story.state.scheduled_ms)
        at = local_time(mem, open->edition, open->story.state.scheduled_ms);
    put_field(
        visit, form,
        &(struct field){.name = "at", .type = "datetime-local", .value = at, .dir = S("ltr")});
    put_field(visit, form,
              &(struct field){.name = "note",
                              .kind = FIELD_AREA,
                              .rows = 2,
                              .hint = "story.hints.note",
                              .value = form_text(&visit->form, "note"),
                              .lang = open->edition->locale.lang,
                              .dir = open->edition->dir});
}

static void put_new_in(struct visit *visit, const struct open_story *open)
{
    struct value *list = map_list(visit->page, "new_in");
    for (size_t i = 0; !open->id && visit->editions_count > 1 && i < visit->editions_count; i++) {
        const struct edition *edition = &visit->editions[i];
        struct value *item = list_map(list);
        map_text(item, "slug", edition->slug);
        map_text(item, "name", edition->name);
        map_text(item, "lang", edition->locale.lang);
        map_bool(item, "current", edition == open->edition);
    }
    map_bool(visit->page, "is_new", !open->id);
    map_bool(visit->page, "choose_edition", !open->id && visit->editions_count > 1);
}

static bool put_screen(struct visit *visit, struct open_story *open)
{
    struct job *job = visit->job;
    AUTO_TXN txn = read_begin(job, visit->newsroom->options.store, NULL);
    if (!txn.open || !put_story_state(visit, &txn, open))
        return false;
    struct value *form = map_map(visit->page, "form");
    map_int(form, "version", open->form.version);
    map_int(form, "kept_at", open->form.kept_ms);
    map_bool(visit->page, "unsaved", open->id && form_differs(&open->form, &open->newest) != 0);
    put_lines(visit, form, open);
    put_schedule(visit, form, open);
    put_kept(visit, open);
    put_new_in(visit, open);
    return put_choices(visit, &txn, open) && put_checklist(visit, &txn, open);
}

bool story_show(struct visit *visit, int status, struct open_story *open)
{
    if (!put_screen(visit, open))
        return false;
    struct str title =
        open->id ? story_title(visit, &open->story) : visit_phrase(visit, "story.new");
    return visit_show(visit, status, title, "story");
}
