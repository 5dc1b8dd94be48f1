#include "api/front_json.h"

enum { CONTAINERS_MAX = 100, SLOTS_MAX = 100 }; // against floods; news/ knows what fits

// ── in ────────────────────────────────────────────────────────────────────────────────────────

// "containers[2].slots[0].story"
static const char *field(struct job *job, const char *within, const char *name)
{
    return str_c(&job->mem, str_printf(&job->mem, "%s.%.20s", within, name));
}

static const char *item(struct job *job, const char *list, size_t at)
{
    return str_c(&job->mem, str_printf(&job->mem, "%s[%zu]", list, at));
}

static bool read_list(struct job *job, const char *name, json_t *value, size_t max, size_t *count)
{
    if (!json_is_array(value))
        return job_fail_field(job, name, "must be a list");
    *count = json_array_size(value);
    return *count <= max || job_fail_field(job, name, "has %zu; at most %zu", *count, max);
}

static bool read_slot(struct job *job, const char *at, json_t *object, struct front_slot *out)
{
    const char *name;
    json_t *value;
    bool ok = true;
    if (!json_is_object(object))
        return job_fail_field(job, at, "must be an object with a story");
    json_object_foreach(object, name, value)
    {
        const char *full = field(job, at, name);
        ok = (strcmp(name, "story") == 0      ? parse_json_id(job, full, value, &out->card.id)
              : strcmp(name, "kicker") == 0   ? parse_json_text(job, full, value, &out->kicker)
              : strcmp(name, "headline") == 0 ? parse_json_text(job, full, value, &out->headline)
              : strcmp(name, "pinned_until") == 0
                  ? parse_json_time(job, full, value, &out->pinned_until_ms)
                  : job_fail_field(job, full, "is not a field of a slot")) &&
             ok;
    }
    if (ok && !out->card.id)
        ok = job_fail_field(job, field(job, at, "story"), "is needed");
    return ok;
}

static bool read_slots(struct job *job, const char *at, json_t *value, struct front_container *out)
{
    size_t i;
    json_t *slot;
    bool ok = true;
    if (!read_list(job, at, value, SLOTS_MAX, &out->slots_count))
        return false;
    out->slots = arena_array(&job->mem, struct front_slot, out->slots_count + 1);
    json_array_foreach(value, i, slot)
    {
        ok = read_slot(job, item(job, at, i), slot, &out->slots[i]) && ok;
    }
    return ok;
}

static bool read_kind(struct job *job, const char *at, json_t *value, enum container_kind *out)
{
    struct str word;
    return parse_json_text(job, at, value, &word) &&
           (container_parse(word, out) ||
            job_fail_field(job, at,
                           "is not a kind of container; they are lead, lead-pair, big-story, row-4,"
                           " row-3, section, opinion, strip, dossier and list"));
}

static bool read_container(struct job *job, const char *at, json_t *object,
                           struct front_container *out)
{
    const char *name;
    json_t *value;
    bool ok = true;
    if (!json_is_object(object))
        return job_fail_field(job, at, "must be an object with a kind");
    if (!json_object_get(object, "kind"))
        ok = job_fail_field(job, field(job, at, "kind"), "is needed");
    json_object_foreach(object, name, value)
    {
        const char *full = field(job, at, name);
        ok = (strcmp(name, "kind") == 0    ? read_kind(job, full, value, &out->kind)
              : strcmp(name, "title") == 0 ? parse_json_text(job, full, value, &out->title)
              : strcmp(name, "fill") == 0  ? parse_json_text(job, full, value, &out->fill)
              : strcmp(name, "slots") == 0
                  ? read_slots(job, full, value, out)
                  : job_fail_field(job, full, "is not a field of a container")) &&
             ok;
    }
    return ok;
}

static bool read_containers(struct job *job, json_t *value, struct front_container **out,
                            size_t *count)
{
    size_t i;
    json_t *container;
    bool ok = true;
    if (!read_list(job, "containers", value, CONTAINERS_MAX, count))
        return false;
    *out = arena_array(&job->mem, struct front_container, *count + 1);
    json_array_foreach(value, i, container)
    {
        ok = read_container(job, item(job, "containers", i), container, &(*out)[i]) && ok;
    }
    return ok;
}

bool parse_front(struct job *job, json_t *object, struct front_container **out, size_t *count)
{
    const char *name;
    json_t *value;
    bool ok = true;
    if (!json_object_get(object, "containers"))
        ok = job_fail_field(job, "containers", "is needed; an empty list goes back to the plan");
    json_object_foreach(object, name, value)
    {
        ok = (strcmp(name, "containers") == 0
                  ? read_containers(job, value, out, count)
                  : job_fail_field(job, name, "is not a field of a front that can be changed")) &&
             ok;
    }
    return ok;
}

// ── out ───────────────────────────────────────────────────────────────────────────────────────

static void write_slot(struct json_writer *w, const struct front_slot *slot)
{
    write_json_open(w, '{');
    write_json_key(w, "story");
    write_json_id(w, slot->card.id);
    write_json_key(w, "kicker");
    write_json_text(w, slot->kicker);
    write_json_key(w, "headline");
    write_json_text(w, slot->headline);
    write_json_key(w, "pinned_until");
    write_json_time(w, slot->pinned_until_ms);
    write_json_close(w, '}');
}

static void write_container(struct json_writer *w, const struct front_container *container)
{
    write_json_open(w, '{');
    write_json_key(w, "kind");
    write_json_text(w, str_from(container_word(container->kind)));
    write_json_key(w, "title");
    write_json_text(w, container->title);
    write_json_key(w, "fill");
    write_json_text(w, container->fill);
    write_json_key(w, "slots");
    write_json_open(w, '[');
    for (size_t i = 0; i < container->slots_count; i++)
        write_slot(w, &container->slots[i]);
    write_json_close(w, ']');
    write_json_close(w, '}');
}

void write_json_containers(struct json_writer *w, const struct front *front)
{
    write_json_key(w, "containers");
    write_json_open(w, '[');
    for (size_t i = 0; i < front->containers_count; i++)
        write_container(w, &front->containers[i]);
    write_json_close(w, ']');
}
