// filing_json: sections, regions, topics, people, sources, dossiers as JSON, in and out. One table
// (filing_json.c) says which fields each kind has.
#pragma once

#include "api/json_reader.h"
#include "api/json_writer.h"
#include "news/filing.h"

// What a body gives, before the store is asked what it means.
struct filing_fields {
    struct filing filing; // edition: its slug
    unsigned given;       // enum filing_field
    struct str parent;    // section: id or path; given with FILING_HAS_PARENT
};

MUST_USE bool parse_filing(struct job *job, enum filing_kind kind, json_t *object, bool is_new,
                           struct filing_fields *out);
// `parent`: the path of the section above, or empty.
void write_json_filing(struct job *job, struct json_writer *w, const struct filing *filing,
                       struct str parent, struct str origin);
