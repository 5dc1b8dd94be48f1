// A story as the line of JSON that import_jsonl.c and import_ours.c read: the API's fields, and
// what a site needs to be moved. What is empty is left out.
#include "wire/export_json.h"

#include "wire/body_names.h"

static void collect_pictures(struct arena *mem, const struct block *block, struct id_list *ids,
                             size_t *room)
{
    int64_t id;
    bool has = false;
    if (block->type == BLOCK_PICTURE && parse_int(block->ref, &id)) {
        for (size_t i = 0; i < ids->count; i++)
            has |= ids->items[i] == id;
        if (!has)
            *list_add(mem, &ids->items, &ids->count, room) = id;
    }
    for (size_t i = 0; i < block->children_count; i++)
        collect_pictures(mem, &block->children[i], ids, room);
}

// Those that the texts show; one that is gone is shown no more.
bool export_body_pictures(struct writing *g)
{
    struct id_list ids = {0};
    size_t room = 0;
    struct picture picture;
    const struct block *bodies[] = {g->whole->story.body,
                                    g->whole->revised ? g->whole->revision.body : NULL};
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
        if (bodies[i])
            collect_pictures(&g->job->mem, bodies[i], &ids, &room);
    if (!ids.count)
        return true;
    write_json_key(g->w, "pictures");
    write_json_open(g->w, '[');
    for (size_t i = 0; i < ids.count; i++) {
        if (!picture_get(g->job, &g->export->txn, ids.items[i], 0, &picture)) {
            if (g->job->fault.kind != FAULT_NOT_FOUND)
                return false;
            job_forgive(g->job);
        } else if (!export_picture(g->job, g->export, g->w, ids.items[i])) {
            return false;
        }
    }
    write_json_close(g->w, ']');
    return true;
}

// ── fields ────────────────────────────────────────────────────────────────────────────────────

// Each writes its value, or "" or [] for none: a revision says with it what it takes away.
typedef bool field_writer(struct writing *g);

static bool write_kind(struct writing *g)
{
    write_json_text(g->w, g->story->kind);
    return true;
}

static bool write_headline(struct writing *g)
{
    write_json_text(g->w, g->story->headline);
    return true;
}

static bool write_kicker(struct writing *g)
{
    write_json_text(g->w, g->story->kicker);
    return true;
}

static bool write_standfirst(struct writing *g)
{
    write_json_text(g->w, g->story->standfirst);
    return true;
}

static bool write_place(struct writing *g)
{
    write_json_text(g->w, g->story->place);
    return true;
}

static bool write_section(struct writing *g)
{
    write_json_text(g->w, g->story->section.path);
    return true;
}

static bool write_source(struct writing *g)
{
    write_json_text(g->w, g->story->source.name);
    return true;
}

static bool write_slug(struct writing *g)
{
    write_json_text(g->w, g->story->slug);
    return true;
}

static void write_list(struct json_writer *w, const struct filing *filings, size_t count,
                       bool by_slug)
{
    write_json_open(w, '[');
    for (size_t i = 0; i < count; i++)
        write_json_text(w, by_slug ? filings[i].slug : filings[i].name);
    write_json_close(w, ']');
}

static bool write_regions(struct writing *g)
{
    write_list(g->w, g->story->regions, g->story->regions_count, true);
    return true;
}

static bool write_topics(struct writing *g)
{
    write_list(g->w, g->story->topics, g->story->topics_count, false);
    return true;
}

static bool write_authors(struct writing *g)
{
    write_list(g->w, g->story->authors, g->story->authors_count, false);
    return true;
}

static bool write_dossiers(struct writing *g)
{
    write_list(g->w, g->story->dossiers, g->story->dossiers_count, true);
    return true;
}

static bool write_lead(struct writing *g)
{
    if (g->story->picture_id)
        return export_picture(g->job, g->export, g->w, g->story->picture_id);
    write_json_text(g->w, S(""));
    return true;
}

static bool write_related(struct writing *g)
{
    struct str name;
    write_json_open(g->w, '[');
    for (size_t i = 0; i < g->story->related.count; i++) {
        if (!exported_name(g->job, g->export, g->story->related.items[i], &name))
            return false;
        if (name.len)
            write_json_text(g->w, name);
    }
    write_json_close(g->w, ']');
    return true;
}

// A group is called by its first story: "en:42".
static bool write_group(struct writing *g)
{
    int64_t first, count, group = g->story->state.translation_group;
    struct story_state state;
    struct str name = S("");
    if (!story_group_first(g->job, &g->export->txn, group, &first, &count))
        return false;
    bool alone = !count || (count == 1 && first == g->story->state.id);
    if (!alone && (!story_state_read(g->job, &g->export->txn, first, &state) ||
                   !story_outside_name(g->job, &g->export->txn, &state, &name)))
        return false;
    write_json_text(g->w, alone ? S("")
                                : str_printf(&g->job->mem, STR_FMT ":" STR_FMT,
                                             STR_ARG(state.edition), STR_ARG(name)));
    return true;
}

static bool name_picture(struct job *job, void *with, struct str ref, struct str *out)
{
    struct exporter *export = with;
    struct picture picture;
    int64_t id;
    *out = STR_NONE;
    if (!parse_int(ref, &id))
        return true;
    if (picture_get(job, &export->txn, id, 0, &picture))
        *out = picture.hash;
    else if (job->fault.kind != FAULT_NOT_FOUND)
        return false;
    else
        job_forgive(job);
    return true;
}

static bool name_story(struct job *job, void *with, struct str ref, struct str *out)
{
    struct exporter *export = with;
    struct str name;
    int64_t id;
    *out = STR_NONE;
    if (!parse_int(ref, &id) || !exported_name(job, export, id, &name))
        return !job_failed(job);
    *out = name.len ? export_ref(&job->mem, name) : STR_NONE;
    return true;
}

bool export_body(struct writing *g)
{
    const struct body_names names = {g->export, name_picture, name_story};
    struct block *body;
    struct str json;
    if (!g->story->body) {
        write_json_text(g->w, S(""));
        return true;
    }
    if (!body_rename(g->job, g->story->body, &names, &body) || !document_write(g->job, body, &json))
        return false;
    write_json_raw(g->w, json);
    return true;
}

static const struct {
    const char *name;
    field_writer *write;
} fields[] = {
    {"kind", write_kind},         {"headline", write_headline},
    {"kicker", write_kicker},     {"standfirst", write_standfirst},
    {"place", write_place},       {"section", write_section},
    {"regions", write_regions},   {"topics", write_topics},
    {"authors", write_authors},   {"source", write_source},
    {"dossiers", write_dossiers}, {"picture", write_lead},
    {"related", write_related},   {"translation_group", write_group},
    {"slug", write_slug},         {"body", export_body},
};

static bool field_value(struct writing *g, const struct story *story, size_t field, struct str *out)
{
    struct json_writer w;
    json_writer_start(&w, &g->job->mem);
    struct writing of = *g;
    of.w = &w;
    of.story = story;
    return fields[field].write(&of) && json_writer_done(g->job, &w, out);
}

static bool is_nothing(struct str json)
{
    return str_is(json, "\"\"") || str_is(json, "[]");
}

// The fields of one face: those that are something, or those in which it differs from another.
static bool write_fields(struct writing *g, const struct story *story, const struct story *before)
{
    struct str value, was;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (!field_value(g, story, i, &value) || (before && !field_value(g, before, i, &was)))
            return false;
        if (before ? str_eq(value, was) : is_nothing(value))
            continue;
        write_json_key(g->w, fields[i].name);
        write_json_raw(g->w, value);
    }
    return true;
}

static bool write_revision(struct writing *g)
{
    struct json_writer w;
    struct writing of = *g;
    struct str json;
    if (!g->whole->revised)
        return true;
    of.w = &w;
    json_writer_start(&w, &g->job->mem);
    write_json_open(&w, '{');
    if (!write_fields(&of, &g->whole->revision, &g->whole->story))
        return false;
    write_json_close(&w, '}');
    if (!json_writer_done(g->job, &w, &json))
        return false;
    if (!str_is(json, "{}")) {
        write_json_key(g->w, "revision");
        write_json_raw(g->w, json);
    }
    return true;
}

// ── what happened to it ───────────────────────────────────────────────────────────────────────

static void write_corrections(struct json_writer *w, const struct story_past *past)
{
    if (!past->corrections_count)
        return;
    write_json_key(w, "corrections");
    write_json_open(w, '[');
    for (size_t i = 0; i < past->corrections_count; i++) {
        write_json_open(w, '{');
        export_moment(w, "at", past->corrections[i].at_ms);
        export_member(w, "note", past->corrections[i].note);
        write_json_close(w, '}');
    }
    write_json_close(w, ']');
}

static void write_past(struct json_writer *w, const struct exported *exported)
{
    const struct story *story = &exported->story;
    const struct story_state *state = &story->state;
    bool was_public = state->published_ms && !state->public && !str_is(state->status, "withdrawn");
    export_strings(w, "addresses", exported->past.addresses);
    export_strings(w, "old_urls", exported->past.redirects);
    export_moment(w, "published_at", state->published_ms);
    export_moment(w, "updated_at", state->updated_ms);
    export_moment(w, "scheduled_at", state->scheduled_ms);
    write_corrections(w, &exported->past);
    export_moment(w, "withdrawn_at", story->withdrawn_ms);
    export_member(w, "withdrawn_reason", state->withdrawn_reason);
    if (!story->section.id) {
        write_json_key(w, "unfiled");
        write_json_bool(w, true);
    }
    if (was_public) {
        write_json_key(w, "was_public");
        write_json_bool(w, true);
    }
}

bool exported_json(struct job *job, struct exporter *export, const struct exported *exported,
                   bool things, struct str *out)
{
    struct json_writer w;
    struct writing g = {job, export, &w, &exported->story, exported};
    const struct story_state *state = &exported->story.state;
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    export_member(&w, "id", exported->name);
    export_member(&w, "edition", state->edition);
    export_member(&w, "status", state->status);
    export_member(&w, "url", story_url(&job->mem, export->origin, state->edition, state->path));
    if (!write_fields(&g, &exported->story, NULL) || !export_body_pictures(&g))
        return false;
    write_past(&w, exported);
    if (!write_revision(&g) || (things && !export_things(&g)))
        return false;
    write_json_close(&w, '}');
    return json_writer_done(job, &w, out);
}

// ── the file ──────────────────────────────────────────────────────────────────────────────────

static bool write_line(struct job *job, struct exporter *export, const struct exported *exported)
{
    struct str line;
    return exported_json(job, export, exported, true, &line) && export_write(job, export, line) &&
           export_write(job, export, S("\n"));
}

bool export_jsonl(struct job *job, struct exporter *export)
{
    return export_stories(job, export, write_line) && export_json_pages(job, export);
}
