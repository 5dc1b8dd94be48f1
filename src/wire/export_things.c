// Pictures, and with whom and what stories are filed, as a line of JSON has them.
#include "wire/export_json.h"

#include "news/thing_move.h"

void export_member(struct json_writer *w, const char *key, struct str text)
{
    if (!text.len)
        return;
    write_json_key(w, key);
    write_json_text(w, text);
}

void export_moment(struct json_writer *w, const char *key, int64_t at_ms)
{
    if (!at_ms)
        return;
    write_json_key(w, key);
    write_json_time(w, at_ms);
}

void export_strings(struct json_writer *w, const char *key, struct str_list list)
{
    if (!list.count)
        return;
    write_json_key(w, key);
    write_json_open(w, '[');
    for (size_t i = 0; i < list.count; i++)
        write_json_text(w, list.items[i]);
    write_json_close(w, ']');
}

// ── pictures ──────────────────────────────────────────────────────────────────────────────────

static void write_texts(struct json_writer *w, struct arena *mem, const struct picture_words *words,
                        size_t count)
{
    if (!count)
        return;
    write_json_key(w, "texts");
    write_json_open(w, '{');
    for (size_t i = 0; i < count; i++) {
        write_json_key(w, str_c(mem, words[i].edition));
        write_json_open(w, '{');
        export_member(w, "alt", words[i].alt);
        export_member(w, "caption", words[i].caption);
        write_json_close(w, '}');
    }
    write_json_close(w, '}');
}

bool export_picture(struct job *job, struct exporter *export, struct json_writer *w, int64_t id)
{
    struct picture picture;
    struct picture_words *words;
    struct str file;
    size_t count;
    if (!exported_picture(job, export, id, &picture, &file) ||
        !picture_words_list(job, &export->txn, id, &words, &count) ||
        !export_original(job, export, &picture, file))
        return false;
    write_json_open(w, '{');
    export_member(w, "file", file);
    export_member(w, "alt", picture.alt);
    export_member(w, "caption", picture.caption);
    export_member(w, "credit", picture.credit);
    export_member(w, "licence", picture.licence);
    export_moment(w, "expires_at", picture.expires_ms);
    write_json_key(w, "focal_x");
    write_json_int(w, picture.focal_x);
    write_json_key(w, "focal_y");
    write_json_int(w, picture.focal_y);
    write_texts(w, &job->mem, words, count);
    write_json_close(w, '}');
    return true;
}

// ── with whom and what ────────────────────────────────────────────────────────────────────────

static const struct {
    const char *name, *text, *note; // as the API calls them; NULL: has none
    bool has_position;
} thing_words[FILING_KINDS] = {
    [FILING_SECTION] = {"name", NULL, "colour", true},
    [FILING_REGION] = {"name", NULL, NULL, true},
    [FILING_TOPIC] = {"name", "definition", "kind", false},
    [FILING_PERSON] = {"name", "about", "role", false},
    [FILING_SOURCE] = {"name", NULL, "url", false},
    [FILING_DOSSIER] = {"title", "text", NULL, true},
    [FILING_PROGRAMME] = {"name", NULL, NULL, false},
};

static bool write_thing(struct writing *g, enum filing_kind kind, int64_t id)
{
    struct filing thing;
    struct str_list addresses;
    struct json_writer *w = g->w;
    if (!filing_get(g->job, &g->export->txn, kind, id, &thing) ||
        !filing_addresses(g->job, &g->export->txn, &thing, &addresses))
        return false;
    write_json_open(w, '{');
    export_member(w, "slug", kind == FILING_SECTION ? thing.path : thing.slug);
    export_member(w, thing_words[kind].name, thing.name);
    if (thing_words[kind].text)
        export_member(w, thing_words[kind].text, thing.text);
    if (thing_words[kind].note)
        export_member(w, thing_words[kind].note, thing.note);
    if (thing.names_count) {
        write_json_key(w, "names");
        write_json_open(w, '[');
        for (size_t i = 0; i < thing.names_count; i++)
            write_json_text(w, thing.names[i]);
        write_json_close(w, ']');
    }
    export_strings(w, "old_slugs", addresses);
    if (thing_words[kind].has_position) {
        write_json_key(w, "position");
        write_json_int(w, thing.position);
    }
    if (thing.hidden) {
        write_json_key(w, "hidden");
        write_json_bool(w, true);
    }
    if (thing.picture_id) {
        write_json_key(w, "picture");
        if (!export_picture(g->job, g->export, w, thing.picture_id))
            return false;
    }
    write_json_close(w, '}');
    return true;
}

// Those of these that no line before named.
static bool write_kind_of_things(struct writing *g, enum filing_kind kind,
                                 const struct filing *things, size_t count, bool *any)
{
    for (size_t i = 0; i < count; i++) {
        struct str id = str_printf(&g->job->mem, "%lld", (long long)things[i].id);
        if (!things[i].id || !import_see(&g->export->things, str_from(filing_word(kind)), id))
            continue;
        if (!*any) {
            write_json_key(g->w, filing_word_many(kind));
            write_json_open(g->w, '[');
        }
        *any = true;
        if (!write_thing(g, kind, things[i].id))
            return false;
    }
    return true;
}

static bool write_things(struct writing *g)
{
    const struct story *faces[] = {&g->whole->story,
                                   g->whole->revised ? &g->whole->revision : NULL};
    for (enum filing_kind kind = 0; kind < FILING_KINDS; kind++) {
        bool any = false;
        for (size_t i = 0; i < ARRAY_LEN(faces) && faces[i]; i++) {
            const struct story *s = faces[i];
            const struct {
                const struct filing *items;
                size_t count;
            } named[FILING_KINDS] = {
                [FILING_SECTION] = {(const struct filing[]){s->parent, s->section}, 2},
                [FILING_REGION] = {s->regions, s->regions_count},
                [FILING_TOPIC] = {s->topics, s->topics_count},
                [FILING_PERSON] = {s->authors, s->authors_count},
                [FILING_SOURCE] = {&s->source, 1},
                [FILING_DOSSIER] = {s->dossiers, s->dossiers_count},
            };
            if (!write_kind_of_things(g, kind, named[kind].items, named[kind].count, &any))
                return false;
        }
        if (any)
            write_json_close(g->w, ']');
    }
    return true;
}

bool export_things(struct writing *g)
{
    struct json_writer w;
    struct writing of = *g;
    struct str json;
    of.w = &w;
    json_writer_start(&w, &g->job->mem);
    write_json_open(&w, '{');
    if (!write_things(&of))
        return false;
    write_json_close(&w, '}');
    if (!json_writer_done(g->job, &w, &json))
        return false;
    if (!str_is(json, "{}")) {
        write_json_key(g->w, "things");
        write_json_raw(g->w, json);
    }
    return true;
}
