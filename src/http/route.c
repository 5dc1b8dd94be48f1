#include "http/route.h"

static bool compile_segment(struct job *job, const char *pattern, struct str text, bool is_last,
                            struct route_segment *out)
{
    bool is_rest = str_starts(text, S("*"));
    bool is_name = str_starts(text, S(":"));
    if (is_rest && !is_last)
        return job_fail(job, FAULT_INTERNAL, "route %s: only the last part may be *", pattern);
    out->kind = is_rest ? SEGMENT_REST : is_name ? SEGMENT_NAME : SEGMENT_TEXT;
    out->text = str_after(text, is_rest || is_name);
    return true;
}

static bool compile_route(struct job *job, const struct http_route *route,
                          struct route_compiled *out)
{
    struct str rest = str_from(route->pattern), text;
    int params = 0;
    *out = (struct route_compiled){.route = route};
    if (!str_starts(rest, S("/")))
        return job_fail(job, FAULT_INTERNAL, "route %s does not begin with /", route->pattern);
    rest = str_after(rest, 1);
    while (str_cut(&rest, '/', &text)) {
        if (out->segments_count == SEGMENTS_MAX)
            return job_fail(job, FAULT_INTERNAL, "route %s has too many parts", route->pattern);
        struct route_segment *segment = &out->segments[out->segments_count++];
        if (!compile_segment(job, route->pattern, text, !rest.at, segment))
            return false;
        params += segment->kind != SEGMENT_TEXT;
    }
    if (params > PARAMS_MAX)
        return job_fail(job, FAULT_INTERNAL, "route %s has too many names", route->pattern);
    return true;
}

static int by_prefix_length(const void *a, const void *b)
{
    const struct route_area *left = a, *right = b;
    return left->prefix.len < right->prefix.len ? 1 : -(left->prefix.len > right->prefix.len);
}

bool route_compile(struct job *job, struct arena *mem, const struct http_area *areas,
                   size_t areas_count, struct route_table *out)
{
    struct route_table table = {arena_array(mem, struct route_area, areas_count), areas_count};
    if (areas_count == 0)
        return job_fail(job, FAULT_INTERNAL, "http needs at least one area");
    for (size_t i = 0; i < areas_count; i++) {
        struct route_area *area = &table.areas[i];
        area->area = &areas[i];
        area->prefix = str_from(areas[i].prefix);
        area->routes = arena_array(mem, struct route_compiled, areas[i].routes_count);
        for (size_t j = 0; j < areas[i].routes_count; j++) {
            if (!compile_route(job, &areas[i].routes[j], &area->routes[j]))
                return false;
        }
    }
    qsort(table.areas, areas_count, sizeof(*table.areas), by_prefix_length);
    *out = table;
    return true;
}

struct split_path {
    struct str whole; // without the first slash
    int count;        // more than SEGMENTS_MAX: only *rest can fit
    struct str segments[SEGMENTS_MAX];
};

static void split(struct str path, struct split_path *out)
{
    struct str rest = out->whole = str_after(path, 1), segment;
    out->count = 0;
    while (out->count < SEGMENTS_MAX && str_cut(&rest, '/', &segment))
        out->segments[out->count++] = segment;
    if (rest.at)
        out->count++;
}

static bool fits(const struct route_compiled *compiled, const struct split_path *path)
{
    int count = compiled->segments_count;
    for (int i = 0; i < count; i++) {
        const struct route_segment *segment = &compiled->segments[i];
        if (segment->kind == SEGMENT_REST)
            return path->count > i;
        if (i >= path->count || i >= SEGMENTS_MAX)
            return false;
        if (segment->kind == SEGMENT_NAME ? path->segments[i].len == 0
                                          : !str_eq(segment->text, path->segments[i]))
            return false;
    }
    return path->count == count;
}

static void take_params(const struct route_compiled *compiled, const struct split_path *path,
                        struct route_found *out)
{
    for (int i = 0; i < compiled->segments_count; i++) {
        const struct route_segment *segment = &compiled->segments[i];
        if (segment->kind == SEGMENT_TEXT)
            continue;
        struct str value = path->segments[i];
        if (segment->kind == SEGMENT_REST)
            value = str_after(path->whole, (size_t)(value.at - path->whole.at));
        out->params[out->params_count++] = (struct route_param){segment->text, value};
    }
}

static const struct route_area *find_area(const struct route_table *table, struct str path)
{
    for (size_t i = 0; i < table->areas_count; i++) {
        if (str_starts(path, table->areas[i].prefix))
            return &table->areas[i];
    }
    return &table->areas[table->areas_count - 1];
}

void route_find(const struct route_table *table, struct str path, int method,
                struct route_found *out)
{
    const struct route_area *area = find_area(table, path);
    struct split_path parts;
    out->area = area->area;
    out->route = NULL;
    out->allowed = out->params_count = 0;
    split(path, &parts);
    for (size_t i = 0; i < area->area->routes_count; i++) {
        const struct route_compiled *compiled = &area->routes[i];
        if (!fits(compiled, &parts))
            continue;
        out->allowed |= compiled->route->methods;
        if (!(compiled->route->methods & method))
            continue;
        out->route = compiled->route;
        take_params(compiled, &parts, out);
        return;
    }
}
