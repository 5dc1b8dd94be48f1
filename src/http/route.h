// route: from a path to the function that answers it. Compiled once, read by all threads.
#pragma once

#include "http/http.h"

enum { SEGMENTS_MAX = 16, PARAMS_MAX = 8 };

struct route_segment {
    enum { SEGMENT_TEXT, SEGMENT_NAME, SEGMENT_REST } kind;
    struct str text; // what it must be, or its name
};

struct route_compiled {
    const struct http_route *route;
    int segments_count;
    struct route_segment segments[SEGMENTS_MAX];
};

struct route_area {
    const struct http_area *area;
    struct str prefix;
    struct route_compiled *routes;
};

struct route_table {
    struct route_area *areas; // longest prefix first
    size_t areas_count;
};

struct route_param {
    struct str name, value;
};

struct route_found {
    const struct http_area *area;
    const struct http_route *route; // NULL: no such path, or not with this method
    int allowed;                    // methods of the patterns that fit, when route is NULL
    int params_count;
    struct route_param params[PARAMS_MAX];
};

// In the arena, which must outlive it. Fails on a pattern with too many segments or names.
MUST_USE bool route_compile(struct job *job, struct arena *mem, const struct http_area *areas,
                            size_t areas_count, struct route_table *out);
// `path` is borrowed by the params. The last area (the shortest prefix) takes what no other does.
void route_find(const struct route_table *table, struct str path, int method,
                struct route_found *out);
