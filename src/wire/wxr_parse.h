// wxr_parse: events of the XML parser become items. Only for wxr_read.c.
#pragma once

#include "wire/wxr_read.h"

enum { WXR_DEPTH_MAX = 64 };

enum wxr_group { // what stands between <channel> and </channel>
    WXR_NO_GROUP,
    WXR_ITEM,
    WXR_AUTHOR,
    WXR_CATEGORY,
};

struct wxr_parse {
    struct job *job; // of the whole file; fails when it is to be refused
    struct wxr_reading *reading;
    struct wxr_site *site; // NULL: known already
    bool light;            // without content and excerpt

    int depth;
    enum wxr_group group;
    struct job item_job; // of the item, the author, the term
    struct wxr_item item;
    size_t terms_room;
    struct wxr_author author;
    struct wxr_category category;
    struct str meta_key, meta_value;

    struct str *into; // where the text goes that stands here; NULL: nowhere
    int into_depth;
    struct buf text;
    bool has_version, has_wp; // is it one at all?
    bool stopped;             // `take` has had enough
};

void wxr_parse_start(struct wxr_parse *parse, const char *name, const char **attributes,
                     int64_t line);
void wxr_parse_text(struct wxr_parse *parse, struct str text);
void wxr_parse_end(struct wxr_parse *parse, const char *name);
void wxr_parse_close(struct wxr_parse *parse);
