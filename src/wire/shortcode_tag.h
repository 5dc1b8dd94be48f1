// shortcode_tag: one [tag] taken apart. Only for shortcode.c.
#pragma once

#include "base/base.h"

enum { SHORTCODE_ATTRIBUTES_MAX = 24 };

struct shortcode_tag {
    struct str name;
    struct str rest; // what stands between the name and the bracket
    struct str names[SHORTCODE_ATTRIBUTES_MAX], values[SHORTCODE_ATTRIBUTES_MAX];
    size_t count; // attributes; one without a name has an empty one
    bool closing; // [/name]
    size_t len;   // of the whole, with its brackets
};

// Does a tag begin here ("[name …]", "[/name]")?
bool shortcode_tag_parse(struct str text, struct shortcode_tag *out);
// Empty when it is not given.
struct str shortcode_attribute(const struct shortcode_tag *tag, const char *name);
// A name that is nobody's word: it has _ - or a figure in it, and is written small.
bool is_shortcode_name(struct str name);
