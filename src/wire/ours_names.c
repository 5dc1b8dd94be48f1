// Other stories, by the names they have there.
#include "wire/ours_names.h"

#include "api/json_reader.h"
#include "news/imported.h"
#include "text/url.h"
#include "wire/body_names.h"

struct naming {
    struct import *import;
    struct import_item *item;
    json_t *pictures;
    bool any_edition_but_ours; // a translation
};

struct str ours_url_path(struct arena *mem, struct str url)
{
    ptrdiff_t at = str_find(url, S("://"));
    struct str path = at < 0 ? url : str_after(url, (size_t)at + 3);
    if (at >= 0) {
        ptrdiff_t slash = str_find_char(path, '/');
        path = slash < 0 ? S("") : str_after(path, (size_t)slash);
    }
    ptrdiff_t end = str_find_char(path, '#');
    path = end < 0 ? path : str_from_to(path, 0, (size_t)end);
    if (!str_starts(path, S("/")))
        return S("");
    struct str decoded;
    return url_decode(mem, path, &decoded) ? decoded : S("");
}

// ── stories ───────────────────────────────────────────────────────────────────────────────────

static bool find_in(struct job *job, const struct naming *n, struct str edition, struct str name,
                    int64_t *id)
{
    struct imported found;
    bool is_there;
    struct str origin =
        str_printf(&job->mem, STR_FMT ":" STR_FMT, STR_ARG(n->item->origin), STR_ARG(edition));
    if (!imported_find(job, &n->import->txn, origin, name, &is_there, &found))
        return false;
    if (!is_there && !imported_find(job, &n->import->txn, str_join(&job->mem, S("ref:"), origin),
                                    name, &is_there, &found))
        return false;
    *id = is_there ? found.story_id : 0;
    return true;
}

// In its own edition first: translations often share a name.
static bool find_story(struct job *job, const struct naming *n, struct str name, int64_t *id)
{
    struct str own = n->item->fields.edition;
    *id = 0;
    if (!n->any_edition_but_ours && !find_in(job, n, own, name, id))
        return false;
    for (size_t i = 0; !*id && i < n->import->editions_count; i++) {
        struct str edition = n->import->editions[i].edition.slug;
        if (!str_eq(edition, own) && !find_in(job, n, edition, name, id))
            return false;
    }
    if (*id)
        return true;
    n->item->ours->waits |= !n->import->last_call;
    if (n->import->last_call)
        fprintf(stderr, "%s: the story \"%s\", which it names, did not come\n",
                str_c(&job->mem, n->item->id), str_c(&job->mem, name));
    return true;
}

static struct str text_of(struct arena *mem, json_t *value)
{
    if (json_is_integer(value))
        return str_printf(mem, "%lld", (long long)json_integer_value(value));
    return (struct str){json_string_value(value), json_string_length(value)};
}

static bool name_related(struct job *job, const struct naming *n)
{
    json_t *list = n->item->ours->related, *one;
    size_t i;
    struct id_list ids = {.items = arena_array(&job->mem, int64_t, json_array_size(list) + 1)};
    if (!list)
        return true;
    json_array_foreach(list, i, one)
    {
        struct str name = text_of(&job->mem, one);
        int64_t id;
        if (!name.len)
            return job_fail_field(job, "related", "must be a list of stories' ids");
        if (!find_story(job, n, name, &id))
            return false;
        if (id && id != n->item->story_id)
            ids.items[ids.count++] = id;
    }
    n->item->fields.related = ids;
    n->item->fields.set |= STORY_HAS_RELATED;
    return true;
}

static bool name_translation(struct job *job, const struct naming *n)
{
    struct naming other = *n;
    struct story_fields *fields = &n->item->fields;
    other.any_edition_but_ours = true;
    if (!n->item->ours->translation_of.len)
        return true;
    if (!find_story(job, &other, n->item->ours->translation_of, &fields->translation_of))
        return false;
    if (fields->translation_of)
        fields->set |= STORY_HAS_TRANSLATION_OF;
    return true;
}

// ── the text ──────────────────────────────────────────────────────────────────────────────────

static bool body_story(struct job *job, void *with, struct str ref, struct str *out)
{
    int64_t id;
    *out = STR_NONE;
    if (!find_story(job, with, ref, &id))
        return false;
    if (id)
        *out = str_printf(&job->mem, "%lld", (long long)id);
    return true;
}

// "HASH" is said of "HASH.jpg".
static json_t *find_said(const struct naming *n, struct str ref)
{
    size_t i;
    json_t *one;
    json_array_foreach(n->pictures, i, one)
    {
        json_t *file = json_object_get(one, "file");
        struct str name = {json_string_value(file), json_string_length(file)};
        if (str_starts(name, ref) && (name.len == ref.len || name.at[ref.len] == '.'))
            return one;
    }
    return NULL;
}

// A number that nothing is said of is a picture of this site.
static bool body_picture(struct job *job, void *with, struct str ref, struct str *out)
{
    struct naming *n = with;
    json_t *said = find_said(n, ref);
    int64_t id = 0;
    *out = STR_NONE;
    if (!said && parse_int(ref, &id)) {
        *out = ref;
        return true;
    }
    if (said && !ours_picture(job, n->import, said, &id))
        return false;
    if (id)
        *out = str_printf(&job->mem, "%lld", (long long)id);
    return true;
}

static bool name_body(struct job *job, struct naming *n)
{
    const struct body_names names = {n, body_picture, body_story};
    struct block *body;
    if (!n->item->fields.body)
        return true;
    if (!body_rename(job, n->item->fields.body, &names, &body))
        return false;
    n->item->fields.body = body;
    return true;
}

bool ours_names(struct job *job, struct import *import, struct import_item *item, json_t *pictures)
{
    struct naming n = {import, item, pictures, false};
    struct ours *ours = item->ours;
    if (ours->picture) {
        if (!ours_picture(job, import, ours->picture, &item->fields.picture_id))
            return false;
        item->fields.set |= STORY_HAS_PICTURE;
    }
    return name_related(job, &n) && name_translation(job, &n) && name_body(job, &n);
}

bool ours_settle(struct job *job, struct import *import, struct import_item *item,
                 const struct import_edition *in)
{
    return ours_things(job, import, item->ours, in) &&
           ours_names(job, import, item, item->ours->pictures);
}
