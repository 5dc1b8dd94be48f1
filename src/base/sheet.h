// sheet: finished text with places in it where other finished texts belong.
// Templates write sheets; the cache joins them.
#pragma once

#include "base/str.h"

struct sheet_region {
    size_t at;           // byte offset in text, ascending
    struct str fragment; // the name of what belongs there: "ticker:en"
};

struct sheet {
    struct str text;
    struct sheet_region *regions;
    size_t regions_count;
};
