// story_json: a story as JSON, in and out, through one table of fields (story_json.c). The content
// API and the import of JSON lines share it.
#pragma once

#include "api/json_reader.h"
#include "api/json_writer.h"
#include "news/story.h"

// One value into the field of that name. *known false: no such field (nothing is read).
MUST_USE bool parse_story_field(struct job *job, const char *name, json_t *value,
                                struct story_fields *fields, bool *known);
// Every member of the object; a name that is no field, nor one of `also` (NULL-ended; may be NULL),
// is INVALID and named. All wrong fields are collected.
MUST_USE bool parse_story_fields(struct job *job, json_t *object, const char *const *also,
                                 struct story_fields *out);

enum story_json_detail {
    STORY_JSON_LIST,  // what a list carries: everything but the other forms of the body
    STORY_JSON_WHOLE, // and body_markdown and body_html
};
// `origin`: "https://news.example.org", in front of the story's path.
MUST_USE bool write_json_story(struct job *job, struct json_writer *w, const struct story *story,
                               struct str origin, enum story_json_detail detail);
// "https://news.example.org/en/news/politics/slug", percent-encoded; empty for an empty path.
struct str story_url(struct arena *mem, struct str origin, struct str edition, struct str path);
