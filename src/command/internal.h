// Only for command/.
#pragma once

#include "command/command.h"
#include "news/actor.h"
#include "store/store.h"

enum { FLAGS_MAX = 6 };

struct flag {
    const char *name;  // "editions": --editions
    const char *value; // what follows it, for the usage: "en,es,ar"; NULL: a switch
    const char *sentence;
};

struct call;

struct command {
    const char *name, *words; // "import", "FORMAT FILE…"
    const char *sentence;
    bool (*run)(struct job *job, struct call *call); // false: job->fault; BAD_INPUT: wrong usage
    size_t words_min, words_max;
    bool without_data; // needs no --data
    struct flag flags[FLAGS_MAX];
};

// One call of one command: flags may stand anywhere after its name.
struct call {
    const struct command *command;
    const struct settings *settings;
    struct arena *mem; // as long as the process
    struct str *words; // what is no flag
    size_t words_count;
    struct str values[FLAGS_MAX]; // of the command's flags, in their order
    bool given[FLAGS_MAX];
    int argc; // as it came, to read the settings again
    char **argv;
    const struct command_server *server;
};

struct str call_flag(const struct call *call, const char *name, bool *given); // given may be NULL
bool call_has(const struct call *call, const char *name);

// DIR/name, NUL-ended.
char *call_path(struct arena *mem, const struct call *call, const char *name);

// DIR, and the directories above it, if they are not there.
MUST_USE bool call_make_directory(struct job *job, const struct call *call);
// The site's store. NOT_FOUND with what to do when DIR holds none.
MUST_USE bool call_open_store(struct job *job, const struct call *call, bool read_only,
                              struct store **out);
static inline void store_close_at(struct store **store)
{
    store_close(*store);
}
#define AUTO_STORE AUTO_END(store_close_at) struct store

// ── site_pictures.c: the pictures of a site, as commands need them ────────────────────────────

struct tar_writer;
struct tar_reader;
// Into a backup: every picture that the site knows. One whose file is missing is said on stderr.
MUST_USE bool pictures_add(struct job *job, const struct call *call, struct store *store,
                           struct tar_writer *tar);
// Is this a name that pictures_add gives? And out of a backup: into DIR/media.part.
bool is_picture_member(struct str name);
MUST_USE bool pictures_extract(struct job *job, const struct call *call, struct tar_reader *tar,
                               struct str name);
// Every picture's bytes against its hash; what is wrong is said on stderr, a line for each.
MUST_USE bool pictures_check(struct job *job, const struct call *call, struct store *store);
// Files of pictures that killed processes left half-written.
void pictures_sweep(struct job *job, const struct call *call);
// DIR/name and what media keeps in it.
void pictures_remove(struct job *job, const struct call *call, const char *name);

// Database, stories and pictures: what is wrong is said on stderr, a line for each (check.c).
MUST_USE bool site_check(struct job *job, const struct call *call, struct store *store);

// The one-time link that signs somebody in.
struct str sign_in_link(struct arena *mem, const struct settings *settings, struct str secret);

bool command_init(struct job *job, struct call *call);
bool command_serve(struct job *job, struct call *call);
bool command_import(struct job *job, struct call *call);
bool command_export(struct job *job, struct call *call);
bool command_token(struct job *job, struct call *call);
bool command_user(struct job *job, struct call *call);
bool command_backup(struct job *job, struct call *call);
bool command_restore(struct job *job, struct call *call);
bool command_check(struct job *job, struct call *call);
bool command_migrate(struct job *job, struct call *call);
bool command_picture_worker(struct job *job, struct call *call);
bool command_version(struct job *job, struct call *call);
bool command_help(struct job *job, struct call *call);
