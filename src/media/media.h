// media: bytes to pictures. Knows no news.
//
// A picture comes in once and is named by the hash of its bytes; what goes out are renditions: cut
// around the focal point, scaled, encoded anew by libvips, without any metadata. They are made when
// first asked for, only in declared shapes and widths, and kept under DIR/media.
//
// Decoding is other people's code on other people's bytes, so it happens in a process of its own
// (media/worker.c, `stoppress picture-worker`), with limits on memory and time, started when first
// needed, ended when idle, and begun again when it dies. The server itself loads no picture
// library.
//
// Taken: JPEG, PNG, WebP, GIF (its first frame), AVIF and HEIC. SVG is refused: it is a program,
// not a picture.
#pragma once

#include "base/base.h"

struct media;

struct media_options {
    struct str dir;     // DIR/media; made when first needed
    const char *worker; // the program to start; NULL: /proc/self/exe
    int workers_max;    // 0: one a core, at most 4
    int deadline_ms;    // 0: 20000; for one picture
};

enum { MEDIA_BYTES_MAX = 32 << 20, MEDIA_PIXELS_MAX = 100 * 1000 * 1000 };

enum media_shape { // a rendition's ratio
    MEDIA_WHOLE,   // the picture's own
    MEDIA_16X9,
    MEDIA_5X4,
    MEDIA_4X3,
    MEDIA_3X2,
    MEDIA_1X1,
    MEDIA_SHAPES,
};
enum media_format { MEDIA_JPEG, MEDIA_WEBP, MEDIA_FORMATS };
enum { MEDIA_WIDTHS = 5 };
extern const int media_widths[MEDIA_WIDTHS]; // 360 540 720 1080 1440

// What a picture says of itself.
struct media_facts {
    struct str hash, media_type;
    int width, height;          // upright
    struct str caption, credit; // from IPTC or XMP, as plain text; or empty
};

struct media_rendition {
    struct str hash;
    int width, height;    // of the picture
    int focal_x, focal_y; // per cent
    enum media_shape shape;
    int rendition_width; // one of media_widths
    enum media_format format;
};

MUST_USE bool media_open(struct job *job, const struct media_options *options, struct media **out);
void media_close(struct media *media); // NULL is fine

// Checks, decodes and keeps it (synced to disk). Faults: TOO_BIG; UNSUPPORTED for what is no
// picture that is taken; INVALID for one that cannot be decoded; UNAVAILABLE when the worker cannot
// be had. Each with a sentence. Nothing is left behind by what was refused.
MUST_USE bool media_take(struct job *job, struct media *media, struct str bytes,
                         struct media_facts *out);
// The rendition's bytes, in the job's arena; made now if it was not before. NOT_FOUND when the
// picture's own bytes are not there.
MUST_USE bool media_render(struct job *job, struct media *media,
                           const struct media_rendition *asked, struct str *out);
// Is the picture there, and are its bytes those of its hash? For `check`.
MUST_USE bool media_verify(struct job *job, struct media *media, struct str hash, bool *well);

// Where a picture's own bytes are, and whether what follows DIR/ ("originals/97/97c2…") is such a
// name: for backups.
struct str media_original(struct arena *mem, struct str dir, struct str hash);
bool is_media_original(struct str name);

// ── names of renditions; pure ─────────────────────────────────────────────────────────────────

// The widths that are worth offering: never wider than the picture allows in that shape (but at
// least the first). Returns how many of media_widths, from the first.
int media_widths_of(int width, int height, enum media_shape shape);
int media_height_of(int width, int height, enum media_shape shape, int rendition_width);
// "/media/42/9f3a1c27-16x9-720.webp": 42 is the newsroom's id, the hexadecimal part a digest of
// hash and focal point, so that the address changes when the bytes do.
struct str media_path(struct arena *mem, int64_t id, const struct media_rendition *rendition);
// What follows "/media/"; false when it is none of ours. Sets id, shape, width, format and the tag.
bool media_path_parse(struct str rest, int64_t *id, struct media_rendition *out, struct str *tag);
struct str media_tag(struct arena *mem, const struct media_rendition *rendition);
const char *media_media_type(enum media_format format); // "image/webp"

// The worker's own main: reads tasks from descriptor 3 until it closes.
int media_worker(void);
