// migrate: what every start does, by itself: brings the database to this version of the program.
#include "command/internal.h"

bool command_migrate(struct job *job, struct call *call)
{
    AUTO_STORE *store = NULL;
    if (!call_open_store(job, call, false, &store))
        return false;
    printf("The database is at schema %zu.\n", store_migrations_count);
    return true;
}
