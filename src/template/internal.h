// What the files of template/ share. The way of a template:
//   template_parse.c    source → nodes, as Mustache has it
//   template_compile.c  nodes → program; parents and blocks are unfolded, places decided
//   template_place.c    where in an HTML page are we? (asked by the compiler)
//   template_render.c   program + values → sheet
//   template_escape.c   a value, fit for its place
#pragma once

#include "template/template.h"

enum {
    DEPTH_MAX = 100,         // sections, partials, parents in each other
    INDENT_BYTES_MAX = 1000, // white space in front of a line of a nested partial
    SET_WORK_MAX =
        500 * 1000 // nodes and 16 bytes of text unfolded for one set: ten times any theme
};

// ── values (value.c) ──────────────────────────────────────────────────────────────────────────

enum value_kind {
    VALUE_NULL,
    VALUE_MAP,
    VALUE_LIST,
    VALUE_TEXT,
    VALUE_HTML,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_REAL, // as text, the way it was written
    VALUE_REGION
};

struct map_entry {
    struct str name;
    struct value *value;
    uint32_t hash;
};

struct value {
    enum value_kind kind;
    uint32_t count, room;
    union {
        struct str text; // text, html, real, region
        int64_t number;  // int, bool
        struct {
            struct map_entry *entries;
            uint32_t *slots; // index + 1 by hash, once the map is too large to walk; NULL before
        };
        struct value **items;
    };
    struct arena *mem; // of maps and lists: what is put into them is kept here
};

uint32_t name_hash(struct str name);
struct value *map_find(const struct value *map, struct str name, uint32_t hash);
bool value_is_true(const struct value *value); // NULL is not
struct value *value_null(struct arena *mem);
struct value *value_real(struct arena *mem, struct str digits);

// A dotted name, cut up. No steps: "." itself.
struct path {
    struct path_step {
        struct str name;
        uint32_t hash;
    } * steps;
    size_t count;
};

// ── nodes (template_parse.c) ──────────────────────────────────────────────────────────────────

enum node_kind {
    NODE_TEXT,
    NODE_LINE, // a line begins here: the place for indentation (not in HTML)
    NODE_HOLE,
    NODE_SECTION,
    NODE_INVERTED,
    NODE_PARTIAL,
    NODE_PARENT, // its children are blocks only
    NODE_BLOCK
};

struct node {
    enum node_kind kind;
    int line;
    bool raw;          // {{{hole}}}
    struct str text;   // literal text, or the tag's name
    struct path path;  // of holes and sections
    struct str indent; // goes in front of each line within (partial, parent, block)
    struct str margin; // the white space before the tag itself
    struct node *children, *next;
};

struct parsed {
    struct str name;
    struct node *nodes;
};

// False with a sentence in `error` (of FAULT_TEXT_MAX bytes) that names template and line.
bool template_parse(struct arena *mem, const struct template_source *source, bool has_lines,
                    struct parsed *out, char *error);

// ── places (template_place.c) ─────────────────────────────────────────────────────────────────

enum escape { AS_IS, AS_SPEC, AS_TEXT, AS_ATTRIBUTE, AS_URL, AS_URL_LIST, AS_JSON };

// Bytes only and no padding, so that two places can be compared as memory.
struct place {
    uint8_t state;     // enum place_state in template_place.c; 0 is the text of an element
    uint8_t attribute; // what its values are, once its name is known
    uint8_t url;       // how far a URL has come
    uint8_t matched;   // how much of an end tag, or of the end of a comment, has been seen
    uint8_t tag_len, word_len;
    char quote;
    bool closing;     // in </tag>
    bool type_seen;   // of <script>: the first type counts
    bool is_type;     // the attribute is that one
    bool is_json;     // and says that the content is JSON
    bool json_string; // inside a "string" of it
    bool json_escape; // after its backslash
    char tag[12];     // lower case
    char word[28];    // an attribute's name or the front of its value
};

// Literal text goes by. False: *why is a clause, and *done says how many bytes were read.
bool place_pass(struct place *place, struct str text, size_t *done, const char **why);
// A hole is here: how must its value be written?
bool place_hole(struct place *place, enum escape *as, const char **why);
// A section or a partial begins or ends here: is that possible?
bool place_settle(struct place *place, const char **why);
// Two ways lead here. False when what follows would mean different things.
bool place_join(const struct place *a, const struct place *b, struct place *out);
const char *place_name(const struct place *place); // "the text of an element"

// ── programs (template_compile.c) ─────────────────────────────────────────────────────────────

enum op_kind { OP_TEXT, OP_HOLE, OP_SECTION, OP_INVERTED, OP_CALL, OP_LINE, OP_INDENT, OP_OUTDENT };

struct op {
    enum op_kind kind;
    uint8_t as; // enum escape
    bool raw;
    char quote;  // around a URL
    uint32_t to; // section: the first op behind it; call: the program
    int line;    // for faults while rendering, with:
    struct str source;
    struct str text; // literal text, or indentation
    struct path path;
};

struct program {
    struct op *ops;
    uint32_t count;
};

struct set_template {
    struct str name;
    uint32_t hash;
    uint32_t program;
    const char *broken; // why it cannot stand alone, though others may include it; or NULL
};

struct template_set {
    struct arena mem;
    struct set_template *templates;
    size_t templates_count;
    struct program *programs;
    size_t programs_count, programs_room;
};

// ── escapes (template_escape.c) ───────────────────────────────────────────────────────────────

// `before`: what the attribute's value holds already.
bool is_safe_url(struct str before, struct str url);
bool is_safe_url_list(struct str urls);
// Fit for the inside of a <script>. False when it nests too deep.
bool write_json(struct buf *out, const struct value *value, int depth);
