// user: staff, from the command line.
#include "command/internal.h"
#include "news/staff.h"

static bool invite(struct job *job, struct txn *txn, const struct call *call,
                   const struct actor *house, int64_t staff_id, struct str email)
{
    struct str secret;
    if (!staff_invite(job, txn, house, staff_id, &secret) || !txn_commit(job, txn))
        return false;
    printf(STR_FMT " signs in once with this link: " STR_FMT "\n", STR_ARG(email),
           STR_ARG(sign_in_link(&job->mem, call->settings, secret)));
    if (!call->settings->site_url.len)
        printf(
            "Where the server listens elsewhere (serve --listen), its address takes the place of "
            "" STR_FMT "; with site_url in stoppress.conf the link is always right.\n",
            STR_ARG(call->settings->listen));
    return true;
}

static bool add(struct job *job, struct txn *txn, const struct call *call,
                const struct actor *house, struct str email)
{
    int64_t id;
    struct str role = call_flag(call, "role", NULL);
    if (!role.len)
        return job_fail(job, FAULT_BAD_INPUT,
                        "user add needs --role: reporter, editor or administrator");
    return staff_add(job, txn, house, email, call_flag(call, "name", NULL), role, &id) &&
           invite(job, txn, call, house, id, email);
}

static bool disable(struct job *job, struct txn *txn, const struct call *call,
                    const struct actor *house, struct str email)
{
    if (!staff_disable(job, txn, house, email) || !txn_commit(job, txn))
        return false;
    printf(STR_FMT " is disabled; tokens and sessions have ended.\n", STR_ARG(email));
    return true;
}

static bool enable(struct job *job, struct txn *txn, const struct call *call,
                   const struct actor *house, struct str email)
{
    if (!staff_enable(job, txn, house, email) || !txn_commit(job, txn))
        return false;
    printf(STR_FMT " is enabled again and signs in as before; tokens that ended stay so.\n",
           STR_ARG(email));
    return true;
}

static bool reset(struct job *job, struct txn *txn, const struct call *call,
                  const struct actor *house, struct str email)
{
    bool found;
    struct staff staff;
    if (!staff_find(job, txn, email, &found, &staff))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no user " STR_FMT "; user list shows all",
                        STR_ARG(email));
    if (staff.disabled)
        return job_fail(job, FAULT_CONFLICT, STR_FMT " is disabled", STR_ARG(email));
    return invite(job, txn, call, house, staff.id, email);
}

static bool list(struct job *job, struct store *store)
{
    struct staff *staff;
    size_t count;
    AUTO_TXN txn = read_begin(job, store, NULL);
    if (!txn.open || !staff_list(job, &txn, &staff, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        printf(STR_FMT "\t" STR_FMT "\t" STR_FMT "%s\n", STR_ARG(staff[i].email),
               STR_ARG(staff[i].role), STR_ARG(staff[i].name),
               staff[i].disabled       ? "\tdisabled"
               : staff[i].has_password ? ""
                                       : "\tnot in yet");
    return true;
}

static const struct {
    const char *word;
    bool (*run)(struct job *job, struct txn *txn, const struct call *call,
                const struct actor *house, struct str email);
} acts[] = {{"add", add}, {"disable", disable}, {"enable", enable}, {"reset", reset}};

bool command_user(struct job *job, struct call *call)
{
    struct actor house = actor_of_house(S("command"));
    struct str word = call->words[0];
    AUTO_STORE *store = NULL;
    if (str_is(word, "list") && call->words_count == 1)
        return call_open_store(job, call, true, &store) && list(job, store);
    for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
        if (!str_is(word, acts[i].word) || call->words_count != 2)
            continue;
        if (!call_open_store(job, call, false, &store))
            return false;
        AUTO_TXN txn = write_begin(job, store);
        return txn.open && acts[i].run(job, &txn, call, &house, call->words[1]);
    }
    return job_fail(job, FAULT_BAD_INPUT, "user is said like this: stoppress user %s",
                    call->command->words);
}
