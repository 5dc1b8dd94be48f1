// check: is all well? Database, pictures, and settings with where each came from.
#include "command/internal.h"
#include "news/edition.h"

static void show_settings(struct job *job, const struct settings *settings)
{
    static const char *const origins[] = {
        [SETTING_DEFAULT] = "default",
        [SETTING_FILE] = "file",
        [SETTING_ENVIRONMENT] = "environment",
        [SETTING_FLAG] = "flag",
    };
    struct setting_shown *shown;
    size_t count = settings_show(&job->mem, settings, &shown);
    printf("settings:\n");
    for (size_t i = 0; i < count; i++)
        printf("  %s = " STR_FMT "  (%s)\n", shown[i].name, STR_ARG(shown[i].value),
               origins[shown[i].origin]);
}

static bool has_a_site(struct job *job, struct store *store)
{
    struct edition *editions;
    struct site_facts site;
    size_t count;
    AUTO_TXN txn = read_begin(job, store, NULL);
    if (!txn.open || !site_read(job, &txn, &site) || !edition_list(job, &txn, &editions, &count))
        return false;
    printf("site: " STR_FMT ", editions:", STR_ARG(site.title));
    for (size_t i = 0; i < count; i++)
        printf(" " STR_FMT, STR_ARG(editions[i].slug));
    printf("\n");
    return true;
}

bool command_check(struct job *job, struct call *call)
{
    struct str problems, line;
    AUTO_STORE *store = NULL;
    show_settings(job, call->settings);
    if (!call_open_store(job, call, true, &store) || !store_check(job, store, &problems))
        return false;
    for (struct str rest = problems; str_cut(&rest, '\n', &line);) {
        if (line.len)
            fprintf(stderr, "database: " STR_FMT "\n", STR_ARG(line));
    }
    if (problems.len)
        return job_fail(
            job, FAULT_CONFLICT,
            "the database is damaged; restore the newest backup into another directory");
    if (!has_a_site(job, store))
        return false;
    printf("database: well\n");
    return pictures_check(job, call, store);
}
