// import: which format, which files, and the last line.
#include "wire/import.h"
#include "command/internal.h"

static const struct {
    const char *name;
    bool (*run)(struct job *job, struct import *import, struct str path);
} formats[] = {{"jsonl", import_jsonl_file}};

static bool run(struct job *job, const struct call *call, struct import *import, size_t format)
{
    bool ok = import_open(job, import);
    for (size_t i = 1; ok && i < call->words_count; i++)
        ok = formats[format].run(job, import, call->words[i]);
    printf("%zu stories, %d pictures, %zu people, %zu topics; %zu skipped\n", import->stories.count,
           0, import->people.count, import->topics.count, import->skipped);
    import_close(import);
    return ok;
}

bool command_import(struct job *job, struct call *call)
{
    struct import import = {.actor = actor_of_house(S("import")),
                            .default_edition = call_flag(call, "edition", NULL)};
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
        return run(job, call, &import, i);
    }
    return job_fail(job, FAULT_BAD_INPUT, "there is no format " STR_FMT "; there is jsonl",
                    STR_ARG(str_from_to(call->words[0], 0, 40)));
}
