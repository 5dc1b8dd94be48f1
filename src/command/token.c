// token: prints one bearer token, alone on the last line of stdout.
#include "command/internal.h"
#include "news/staff.h"

// Whose token it is. Unknown ones are made: whoever may run this on the site's directory may do
// anything with it.
static bool find_or_add(struct job *job, struct txn *txn, const struct actor *house,
                        struct str email, struct str role, struct staff *out)
{
    bool found;
    int64_t id;
    if (!staff_find(job, txn, email, &found, out))
        return false;
    if (found && out->disabled)
        return job_fail(job, FAULT_CONFLICT, STR_FMT " is disabled and gets no token",
                        STR_ARG(email));
    if (found)
        return true;
    if (!staff_add(job, txn, house, email, STR_NONE, role.len ? role : S("editor"), &id) ||
        !staff_find(job, txn, email, &found, out))
        return false;
    fprintf(stderr,
            "stoppress token: " STR_FMT " was not known and is now a user with the role " STR_FMT
            ".\n",
            STR_ARG(out->email), STR_ARG(out->role));
    return true;
}

bool command_token(struct job *job, struct call *call)
{
    struct actor house = actor_of_house(S("command"));
    struct str email = call_flag(call, "user", NULL), name = call_flag(call, "name", NULL),
               role = call_flag(call, "role", NULL), token;
    struct staff staff;
    AUTO_STORE *store = NULL;
    if (!email.len)
        return job_fail(job, FAULT_BAD_INPUT, "token needs --user EMAIL");
    if (!call_open_store(job, call, false, &store))
        return false;
    AUTO_TXN txn = write_begin(job, store);
    if (!txn.open || !find_or_add(job, &txn, &house, email, role, &staff) ||
        !token_make(job, &txn, &house, staff.id, name, role.len ? role : staff.role, &token) ||
        !txn_commit(job, &txn))
        return false;
    printf(STR_FMT "\n", STR_ARG(token));
    return true;
}
