// Only for media/.
#pragma once

#include "media/media.h"

// ── kind.c: what bytes are, by how they begin ─────────────────────────────────────────────────

enum picture_kind {
    KIND_NONE,
    KIND_JPEG,
    KIND_PNG,
    KIND_WEBP,
    KIND_GIF,
    KIND_AVIF,
    KIND_HEIC,
    PICTURE_KINDS,
};
extern const struct kind_facts {
    const char *name, *media_type;
} kind_facts[PICTURE_KINDS];
enum picture_kind kind_of(struct str bytes);
// What else it seems to be ("an SVG file"), for the sentence that refuses it.
const char *kind_refused(struct str bytes);

// ── rendition.c: which part of a picture becomes which rendition ──────────────────────────────

// The upright picture is scaled to across × down; of that, width × height from left, top remain.
struct media_cut {
    int across, down, left, top, width, height;
};
void media_cut_of(const struct media_rendition *rendition, struct media_cut *out);

// ── embedded.c: words inside a picture's metadata, as plain UTF-8 on one line ──────────────────

enum { EMBEDDED_WORDS_MAX = 1000, EMBEDDED_CREDIT_MAX = 300 }; // bytes that are taken
struct embedded_words {
    struct str caption, credit;
};
// IPTC-IIM, with or without Photoshop's resource blocks around it. Only empty words are filled.
void embedded_read_iptc(struct arena *mem, struct str bytes, struct embedded_words *words);
// XMP: RDF as cameras and picture desks write it. Only empty words are filled.
void embedded_read_xmp(struct arena *mem, struct str bytes, struct embedded_words *words);

// ── task.c: what the server and a worker say to each other ────────────────────────────────────

enum {
    TASK_MAGIC = 0x53507231,
    ANSWER_BYTES_MAX = 64 << 20,
    ANSWER_TEXT_MAX = 4096,
    WORKER_FD = 3
};
enum task_act { TASK_LOOK, TASK_RENDER };

// Both follow by the bytes they count.
struct task {
    uint32_t magic;
    enum task_act act;
    enum picture_kind kind;
    enum media_format format;
    struct media_cut cut;
    uint64_t bytes;
};
struct answer {
    uint32_t magic;
    enum fault_kind fault; // then why
    int32_t width, height;
    uint32_t why, caption, credit; // bytes of each, in this order
    uint64_t bytes;
};
// An answer with what follows it, in an arena.
struct answered {
    struct answer head;
    struct str why, caption, credit, bytes;
};
enum wire { WIRE_DONE, WIRE_BROKEN, WIRE_LATE, WIRE_KILLED };
// All of it, by `deadline_ms` (monotonic; 0: whenever).
enum wire wire_send(int fd, const void *bytes, size_t len, int64_t deadline_ms);
enum wire wire_receive(int fd, void *bytes, size_t len, int64_t deadline_ms);
enum wire task_send(int fd, const struct task *task, struct str bytes, int64_t deadline_ms);
enum wire answer_receive(int fd, struct arena *mem, struct answered *out, int64_t deadline_ms);
enum wire answer_send(int fd, const struct answered *answered);

// ── crew.c: the workers, seen from the server ─────────────────────────────────────────────────

struct crew;
struct crew *crew_open(const char *program, int workers_max, int deadline_ms);
void crew_close(struct crew *crew); // NULL is fine
MUST_USE bool crew_do(struct job *job, struct crew *crew, const struct task *task, struct str bytes,
                      struct answered *out);

// ── keep.c: files under DIR/media ─────────────────────────────────────────────────────────────

enum { HASH_HEX = 64 };
bool is_media_hash(struct str hash);
struct str keep_rendition(struct arena *mem, struct str dir, const struct media_rendition *asked);
// Whole or not at all; on disk when it returns. Makes the folders it needs.
MUST_USE bool keep_write(struct job *job, struct str path, struct str bytes);
MUST_USE bool keep_read(struct job *job, struct str path, bool *found, struct str *out);

// ── work.c: one task, inside the worker ───────────────────────────────────────────────────────

bool work_start(void); // loads libvips; false: it is not there
void work_do(struct arena *mem, const struct task *task, struct str bytes, struct answered *out);
