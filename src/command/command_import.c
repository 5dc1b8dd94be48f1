// import: which format, which files, and the last line.
#include "wire/import.h"
#include "command/internal.h"

#include <errno.h>
#include <sys/stat.h>

static const struct {
    const char *name;
    bool (*run)(struct job *job, struct import *import, struct str path);
    bool (*prepare)(struct job *job, struct import *import, struct str path); // all files, first
    bool has_pictures; // beside the file or in it: they are taken without --media, too
} formats[] = {{"jsonl", import_jsonl_file, NULL, false},
               {"wxr", import_wxr_file, import_wxr_pictures, false},
               {"html", import_html_file, NULL, true}};

static void end_media(void *media)
{
    media_close(media);
}

static bool start_media(struct job *job, const struct media_options *options, struct import *import)
{
    if (!media_open(job, options, &import->media))
        return false;
    arena_on_end(&job->mem, end_media, import->media);
    return true;
}

// --media: the folder that holds the pictures, and what takes them.
static bool open_media(struct job *job, const struct call *call, bool has_pictures,
                       struct import *import)
{
    struct media_options options = {.dir = str_from(call_path(&job->mem, call, "media"))};
    struct stat is;
    bool given;
    struct str dir = call_flag(call, "media", &given);
    if (!given)
        return !has_pictures || start_media(job, &options, import);
    if (stat(str_c(&job->mem, dir), &is) != 0)
        return job_fail(job, FAULT_NOT_FOUND,
                        "the folder " STR_FMT " of --media cannot be opened: %s", STR_ARG(dir),
                        strerror(errno));
    if (!S_ISDIR(is.st_mode))
        return job_fail(job, FAULT_INVALID,
                        "--media wants the folder that holds the pictures; " STR_FMT " is a file",
                        STR_ARG(dir));
    import->media_dir = dir;
    return start_media(job, &options, import);
}

static struct str format_names(struct arena *mem)
{
    struct str names = STR_NONE;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        names = str_printf(mem, STR_FMT "%s%s", STR_ARG(names), i ? ", " : "", formats[i].name);
    return names;
}

// The first file that is refused ends it; those before it stay.
static bool run_files(struct job *job, const struct call *call, struct import *import,
                      size_t format)
{
    struct fault refused = {0};
    size_t count = call->words_count;
    for (size_t i = 1; i < count && formats[format].prepare; i++) {
        if (formats[format].prepare(job, import, call->words[i]))
            continue;
        refused = job->fault;
        job_forgive(job);
        count = i;
    }
    for (size_t i = 1; i < count; i++) {
        if (!formats[format].run(job, import, call->words[i]))
            return false;
    }
    if (count < call->words_count)
        job->fault = refused;
    return count == call->words_count;
}

static bool run(struct job *job, const struct call *call, struct import *import, size_t format)
{
    bool ok = import_open(job, import) &&
              (!import->make_sections || import_sections_begin(job, import)) &&
              run_files(job, call, import, format);
    if (ok && import->make_sections)
        ok = import_sections_finish(import);
    printf("%zu stories, %zu pictures, %zu people, %zu topics; %zu skipped\n",
           import->stories.count, import->pictures.count, import->people.count,
           import->topics.count, import->skipped);
    import_close(import);
    return ok;
}

bool command_import(struct job *job, struct call *call)
{
    struct import import = {.actor = actor_of_house(S("import")),
                            .default_edition = call_flag(call, "edition", NULL),
                            .make_sections = call_has(call, "sections")};
    AUTO_STORE *store = NULL;
    if (call_has(call, "publish") && call_has(call, "draft"))
        return job_fail(job, FAULT_BAD_INPUT, "--publish and --draft say opposite things");
    import.mode = call_has(call, "publish") ? IMPORT_PUBLISH
                  : call_has(call, "draft") ? IMPORT_DRAFT
                                            : IMPORT_AS_SAID;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (!str_is(call->words[0], formats[i].name))
            continue;
        if (!call_open_store(job, call, false, &store))
            return false;
        import.store = store;
        if (!open_media(job, call, formats[i].has_pictures, &import))
            return false;
        return run(job, call, &import, i);
    }
    return job_fail(job, FAULT_BAD_INPUT, "there is no format " STR_FMT "; there are " STR_FMT,
                    STR_ARG(str_from_to(call->words[0], 0, 40)), STR_ARG(format_names(&job->mem)));
}
