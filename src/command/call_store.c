// The site that a command works on.
#include "command/internal.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

char *call_path(struct arena *mem, const struct call *call, const char *name)
{
    return str_c(mem, str_printf(mem, STR_FMT "/%s", STR_ARG(call->settings->data), name));
}

bool call_make_directory(struct job *job, const struct call *call)
{
    char *c = str_c(&job->mem, call->settings->data);
    for (char *slash = c + 1;; slash++) {
        if (*slash && *slash != '/')
            continue;
        char kept = *slash;
        *slash = '\0';
        if (mkdir(c, 0750) != 0 && errno != EEXIST)
            return job_fail(job, FAULT_INTERNAL, "%s cannot be made: %s", c, strerror(errno));
        *slash = kept;
        if (!kept)
            return true;
    }
}

bool call_open_store(struct job *job, const struct call *call, bool read_only, struct store **out)
{
    struct str url = call->settings->database;
    char *path = call_path(&job->mem, call, "stoppress.db");
    if (!url.len && access(path, F_OK) != 0)
        return job_fail(job, FAULT_NOT_FOUND,
                        STR_FMT " holds no site; make one with: stoppress init --data " STR_FMT,
                        STR_ARG(call->settings->data), STR_ARG(call->settings->data));
    struct store_options options = {.url = url.len ? str_c(&job->mem, url) : path,
                                    .read_only = read_only};
    return store_open(job, &options, out);
}

struct str sign_in_link(struct arena *mem, const struct settings *settings, struct str secret)
{
    struct str origin = settings->site_url;
    while (str_ends(origin, S("/")))
        origin.len--;
    if (!origin.len)
        origin = str_printf(mem, "%s://" STR_FMT, settings->tls_cert.len ? "https" : "http",
                            STR_ARG(settings->listen));
    return str_printf(mem, STR_FMT "/newsroom/enter/" STR_FMT, STR_ARG(origin), STR_ARG(secret));
}
