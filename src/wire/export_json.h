// export_json: what the files that write a line of JSON share. Only for them.
#pragma once

#include "api/story_json.h"
#include "wire/export.h"

struct writing {
    struct job *job;
    struct exporter *export;
    struct json_writer *w;
    const struct story *story;
    const struct exported *whole;
};

// Left out when it is empty.
void export_member(struct json_writer *w, const char *key, struct str text);
void export_strings(struct json_writer *w, const char *key, struct str_list list);
void export_moment(struct json_writer *w, const char *key, int64_t at_ms);
// {"file":…} with its words; its bytes go to --media.
MUST_USE bool export_picture(struct job *job, struct exporter *export, struct json_writer *w,
                             int64_t id);
// "things": with whom and what the story names and no line before it named.
MUST_USE bool export_things(struct writing *g);
// The text of g->story; and "pictures": those that it and what is being written show.
MUST_USE bool export_body(struct writing *g);
MUST_USE bool export_body_pictures(struct writing *g);
// The pages of the house, a line each.
MUST_USE bool export_json_pages(struct job *job, struct exporter *export);
