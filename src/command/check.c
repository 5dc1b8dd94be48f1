// check: is all well? Database, pictures, and settings with where each came from.
#include "command/internal.h"
#include "command/progress.h"
#include "http/tls.h"
#include "news/edition.h"
#include "news/story_check.h"

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

static void say(void *with, struct str sentence)
{
    progress_clear(with);
    fprintf(stderr, STR_FMT "\n", STR_ARG(sentence));
}

static void count_story(void *with)
{
    progress_add(with, 1);
}

static bool stories_check(struct job *job, struct store *store)
{
    struct story_check found;
    struct progress progress;
    struct story_check_watch watch = {.say = say, .looked = count_story, .with = &progress};
    AUTO_TXN txn = read_begin(job, store, NULL);
    progress_start(&progress, "stories", 0);
    bool ok = txn.open && story_check_all(job, &txn, &watch, &found);
    progress_clear(&progress);
    if (!ok)
        return false;
    if (found.wrong)
        return job_fail(job, FAULT_CONFLICT,
                        "%zu stories or versions are not as they were saved: bits flipped on the "
                        "disk, or the database was changed by hand; restore the newest backup into "
                        "another directory and compare",
                        found.wrong);
    printf("stories: %zu with %zu versions, well", found.stories, found.versions);
    if (found.undigested)
        printf("; %zu versions from before there were digests could not be checked",
               found.undigested);
    printf("\n");
    return true;
}

// A key that does not fit, or a certificate that ends soon, is better known before a restart.
static bool certificate_check(struct job *job, const struct settings *settings)
{
    enum { SOON_DAYS = 14, DAY_MS = 24 * 3600 * 1000 };
    int64_t ends_ms;
    if (!settings->tls_cert.len && !settings->tls_key.len)
        return true;
    AUTO_JOB own; // what it calls wrong usage is what is wrong with the site here
    job_start(&own, job->now_ms);
    if (!tls_check(&own, settings->tls_cert, settings->tls_key, &ends_ms))
        return job_fail(job, FAULT_CONFLICT, "%s", own.fault.text);
    int64_t days = (ends_ms - job->now_ms) / DAY_MS;
    if (ends_ms <= job->now_ms)
        return job_fail(job, FAULT_CONFLICT, STR_FMT " has expired: renew it",
                        STR_ARG(settings->tls_cert));
    if (days < SOON_DAYS)
        fprintf(stderr, STR_FMT " expires in %lld days\n", STR_ARG(settings->tls_cert),
                (long long)days);
    printf("certificate: well, for %lld days\n", (long long)days);
    return true;
}

static bool database_check(struct job *job, struct store *store)
{
    struct str problems, line;
    struct progress progress;
    progress_start(&progress, "the database", 0);
    bool looked = store_check(job, store, &problems);
    progress_clear(&progress);
    if (!looked)
        return false;
    for (struct str rest = problems; str_cut(&rest, '\n', &line);) {
        if (line.len)
            fprintf(stderr, "database: " STR_FMT "\n", STR_ARG(line));
    }
    return problems.len == 0 ||
           job_fail(job, FAULT_CONFLICT,
                    "the database is damaged; restore the newest backup into another directory");
}

bool site_check(struct job *job, const struct call *call, struct store *store)
{
    if (!database_check(job, store) || !has_a_site(job, store))
        return false;
    printf("database: well\n");
    // Each is looked at, whatever the other says; the first fault is the answer.
    bool stories = stories_check(job, store), pictures = pictures_check(job, call, store);
    return stories && pictures;
}

bool command_check(struct job *job, struct call *call)
{
    AUTO_STORE *store = NULL;
    show_settings(job, call->settings);
    if (!call_open_store(job, call, true, &store))
        return false;
    bool site = site_check(job, call, store);
    return certificate_check(job, call->settings) && site;
}
