// export: ours becomes theirs: what all formats share. Every story in every state, one after the
// other by its id, from one snapshot, so that what is written meanwhile is in it whole or not at
// all. Writers do not wait for it; memory is one story's.
//
// What comes out goes in again without a difference (import.h): stories, pictures and whom they
// belong to are called by names that do not change from site to site (news/story_move.h; a picture
// by the hash of its bytes).
#pragma once

#include "news/picture.h"
#include "news/story.h"
#include "news/story_move.h"
#include "wire/import.h"

#include <stdio.h>

struct exporter {
    struct txn txn;
    struct actor actor;
    struct str origin; // "https://news.example.org", in front of paths; or empty
    FILE *to;
    struct str media_dir; // where the pictures' bytes go; empty: nowhere
    struct str originals; // where they are
    struct import_seen things, pictures;
    size_t stories;
    int64_t count; // of all there are, for the progress
};

// One story, whole: the face that readers have or had, and beside it what is being written.
struct exported {
    struct story story;
    struct story revision;
    bool revised; // revision holds something else
    struct story_past past;
    struct str name; // what it is called outside
};

MUST_USE bool exported_read(struct job *job, struct exporter *export, int64_t id,
                            struct exported *out);
// What a story of this id is called outside; empty when there is none.
MUST_USE bool exported_name(struct job *job, struct exporter *export, int64_t id, struct str *out);
// "9f…c2.jpg"; false: NOT_FOUND when there is none.
MUST_USE bool exported_picture(struct job *job, struct exporter *export, int64_t id,
                               struct picture *out, struct str *file);
// The line of JSON, without its end. `things`: with whom and what it names and no line before it
// named.
MUST_USE bool exported_json(struct job *job, struct exporter *export,
                            const struct exported *exported, bool things, struct str *out);
// The picture's bytes into media_dir, once.
MUST_USE bool export_original(struct job *job, struct exporter *export,
                              const struct picture *picture, struct str file);

// Called for each story with a job of its own.
typedef bool export_story(struct job *job, struct exporter *export,
                          const struct exported *exported);
MUST_USE bool export_stories(struct job *job, struct exporter *export, export_story *one);
// And for each page of the house, edition by edition; it reads the page.
typedef bool export_page(struct job *job, struct exporter *export, const struct edition *edition,
                         struct str slug);
MUST_USE bool export_pages(struct job *job, struct exporter *export, export_page *one);
MUST_USE bool export_write(struct job *job, struct exporter *export, struct str bytes);

// The formats. export->to and the snapshot are open.
MUST_USE bool export_jsonl(struct job *job, struct exporter *export);
MUST_USE bool export_wxr(struct job *job, struct exporter *export);
