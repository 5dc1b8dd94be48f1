// wxr_read: a WordPress export ("WordPress eXtended RSS"), read as a stream.
//
//   struct wxr_reading reading = {.path = path, .take = take_item, .with = import};
//   if (!wxr_check(job, &reading, &site))      // the whole file once: is it one, and is it whole?
//       return false;                          // a sentence that names file and line
//   return wxr_read(job, &reading, &site);     // and again, item by item
//
// Memory does not grow with the file: an item lives as long as its own job; what is kept of a file
// is what it has few of, its authors and terms. Elements are known by the names WordPress writes
// ("wp:post_id"), as WordPress itself does, since old exports forget to declare the prefixes.
//
// Never: declares, expands or fetches an entity (a file with a document type is refused), nests
// deeper than WordPress does, believes a size that it is told.
#pragma once

#include "base/base.h"

enum { WXR_TEXT_MAX = 8 << 20, WXR_TERMS_MAX = 500 };

struct wxr_term {
    struct str domain, nicename, name;
};

// As it stands in the file; texts are not decoded from HTML.
struct wxr_item {
    struct str title, link, guid, creator, content, excerpt;
    struct str name; // the slug, percent-encoded
    struct str status, type, password;
    struct str id, parent;
    struct str date, date_gmt, modified_gmt, pub_date;
    struct str attachment_url;
    struct wxr_term *terms; // categories, tags, language …
    size_t terms_count;
    // From its meta values.
    struct str thumbnail, alt, attached_file, primary_category, credit, metadata;
    struct str ours, ours_digest; // of our own exports: the story whole (import_ours.h)
    size_t comments;
    bool too_big; // a text was longer than WXR_TEXT_MAX and is cut
    int64_t line; // where it begins
};

struct wxr_author {
    struct str login, name;
};

// A category of the site: posts name only its nicename.
struct wxr_category {
    struct str id, nicename, parent, name;
};

// What is said once for the whole file.
struct wxr_site {
    struct str title, link, language, version;
    struct str url, network_url; // wp:base_blog_url, wp:base_site_url
    struct wxr_author *authors;
    size_t authors_count, authors_room;
    struct wxr_category *categories;
    size_t categories_count, categories_room;
};

// job: the item's own, over when it returns. False ends the reading: with->… says why, not job.
typedef bool wxr_take(struct job *job, void *with, const struct wxr_item *item);

struct wxr_reading {
    struct str path;
    wxr_take *take;
    void *with;
    void (*progress)(void *with, int64_t bytes, int64_t bytes_total); // NULL: nobody looks
    bool mend;     // wxr_check has found that it needs mending
    size_t mended; // places
    size_t items;  // that were read
};

// Takes each item too, without its texts. INVALID when it is refused.
MUST_USE bool wxr_check(struct job *job, struct wxr_reading *reading, struct wxr_site *out);
// False: job->fault, or `take` has ended it (*job has not failed).
MUST_USE bool wxr_read(struct job *job, struct wxr_reading *reading, const struct wxr_site *site);

// The same of bytes in memory, for tests and fuzzing.
MUST_USE bool wxr_read_bytes(struct job *job, struct wxr_reading *reading, struct str bytes,
                             struct wxr_site *out);
