// export_wxr: what its two files share. Only for them.
#pragma once

#include "wire/export.h"
#include "wire/export_xml.h"

// WordPress numbers everything in one row; a story keeps its number, the others stand behind.
enum { WXR_PICTURES_FROM = 1000000000, WXR_PAGES_FROM = 1500000000 };
enum { WXR_ITEM_BYTES_MAX = 64 << 20 };

// "news-politics"; of an edition that is not the first: "news-politics-es".
struct str wxr_section_slug(struct arena *mem, const struct filing *section, bool first_edition);
// Is it the first of the site's editions?
MUST_USE bool wxr_is_first(struct job *job, struct exporter *export, struct str edition, bool *is);
// Site, people, sections, topics.
MUST_USE bool wxr_write_head(struct job *job, struct exporter *export);
// <category domain="…" nicename="…">name</category>
void wxr_add_category(struct buf *b, const char *domain, struct str slug, struct str name);
void wxr_add_meta(struct buf *b, const char *key, struct str value);
