// init: makes a site in an empty directory, or nothing at all.
#include "command/demo.h"
#include "command/internal.h"
#include "news/edition.h"
#include "news/staff.h"
#include "text/url.h"

#include <errno.h>
#include <unistd.h>

enum { EDITIONS_MAX = 8 };

static bool refuse_a_site(struct job *job, const struct call *call)
{
    if (access(call_path(&job->mem, call, "stoppress.db"), F_OK) == 0)
        return job_fail(job, FAULT_CONFLICT,
                        STR_FMT " holds a site already; choose another directory, or serve it",
                        STR_ARG(call->settings->data));
    if (access(call_path(&job->mem, call, "media"), F_OK) == 0)
        return job_fail(job, FAULT_CONFLICT,
                        STR_FMT " holds pictures of another site; choose another directory",
                        STR_ARG(call->settings->data));
    return true;
}

static bool read_editions(struct job *job, const struct call *call, struct str *editions,
                          size_t *count)
{
    bool given;
    struct str rest = call_flag(call, "editions", &given), one;
    *count = 0;
    if (!given)
        rest = S("en,es,ar");
    while (str_cut(&rest, ',', &one)) {
        if (*count == EDITIONS_MAX)
            return job_fail(job, FAULT_BAD_INPUT, "--editions takes at most %d", EDITIONS_MAX);
        editions[(*count)++] = str_trim(one);
    }
    return true;
}

static bool check_url(struct job *job, struct str url)
{
    if (str_ends(url, S("/")))
        url.len--;
    if (url.len && !is_origin(url))
        return job_fail(
            job, FAULT_BAD_INPUT,
            "--url must be an address without a path, such as https://news.example.org");
    return true;
}

// What can be changed later goes into stoppress.conf, added to what is there.
static bool add_setting(struct job *job, const struct call *call, struct str lines)
{
    char *path = call_path(&job->mem, call, "stoppress.conf");
    FILE *file = fopen(path, "ae");
    if (!file)
        return job_fail(job, FAULT_INTERNAL, "%s cannot be written: %s", path, strerror(errno));
    fprintf(file, STR_FMT "\n", STR_ARG(lines));
    if (fclose(file) != 0)
        return job_fail(job, FAULT_INTERNAL, "%s cannot be written: %s", path, strerror(errno));
    return true;
}

static bool write_url(struct job *job, const struct call *call, struct str url)
{
    while (str_ends(url, S("/")))
        url.len--;
    return !url.len || add_setting(job, call, str_join(&job->mem, S("site_url = "), url));
}

static bool write_demo_setting(struct job *job, const struct call *call)
{
    return !call_has(call, "demo") ||
           add_setting(
               job, call,
               S("# This is a demo: a password alone signs in, so that looking around takes "
                 "a minute.\n# A real newsroom asks for a code as well; without this line "
                 "it does.\ntwo_step = 0"));
}

// The site and its first administrator, whose address is changed in the newsroom.
static bool make_site(struct job *job, const struct call *call, struct store *store,
                      const struct str *editions, size_t count, struct str *secret)
{
    struct actor house = actor_of_house(S("command"));
    struct str title = call_flag(call, "title", NULL);
    int64_t staff_id;
    AUTO_TXN txn = write_begin(job, store);
    return txn.open && site_make(job, &txn, title.len ? title : S("Stoppress"), editions, count) &&
           staff_add(job, &txn, &house, S("admin@localhost"), S("Administrator"),
                     S("administrator"), &staff_id) &&
           staff_invite(job, &txn, &house, staff_id, secret) && txn_commit(job, &txn);
}

static bool fill(struct job *job, const struct call *call, const struct str *editions, size_t count,
                 struct str *secret)
{
    AUTO_STORE *store = NULL;
    struct store_options options = {.url = call_path(&job->mem, call, "stoppress.db"),
                                    .create = true};
    return store_open(job, &options, &store) &&
           make_site(job, call, store, editions, count, secret) &&
           (!call_has(call, "demo") || demo_load(job, store, call->settings->data)) &&
           write_demo_setting(job, call) && write_url(job, call, call_flag(call, "url", NULL));
}

// Half a site is none: the next try finds the directory as this one found it.
static void undo(struct job *job, const struct call *call)
{
    static const char *const made[] = {"stoppress.db", "stoppress.db-wal", "stoppress.db-shm"};
    for (size_t i = 0; i < ARRAY_LEN(made); i++)
        unlink(call_path(&job->mem, call, made[i]));
    pictures_remove(job, call, "media");
}

bool command_init(struct job *job, struct call *call)
{
    struct str editions[EDITIONS_MAX], secret, url = call_flag(call, "url", NULL);
    struct settings shown = *call->settings;
    size_t count;
    if (!read_editions(job, call, editions, &count) || !check_url(job, url) ||
        !call_make_directory(job, call) || !refuse_a_site(job, call))
        return false;
    if (call->settings->database.len)
        return job_fail(job, FAULT_BAD_INPUT,
                        "init makes its own database; leave the setting `database` out");
    if (!fill(job, call, editions, count, &secret)) {
        undo(job, call);
        return false;
    }
    if (url.len)
        shown.site_url = url;
    printf("A site was made in " STR_FMT ".\n"
           "The first administrator signs in once with this link: " STR_FMT "\n",
           STR_ARG(call->settings->data), STR_ARG(sign_in_link(&job->mem, &shown, secret)));
    return true;
}
