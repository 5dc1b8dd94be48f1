#include "store/internal.h"

static bool refuse_newer(struct job *job, int have, int newest)
{
    return job_fail(job, FAULT_CONFLICT,
                    "the database is of version %d, this program knows only "
                    "%d: start the newer program, or restore a backup",
                    have, newest);
}

// Says first which file it was.
static bool blame(struct job *job, const char *name)
{
    char text[FAULT_TEXT_MAX];
    snprintf(text, sizeof(text), "schema %s: %.300s", name, job->fault.text);
    memcpy(job->fault.text, text, sizeof(text));
    return false;
}

static bool apply_pending(struct job *job, struct conn *conn,
                          const struct store_migration *migrations, int have, int newest)
{
    const struct engine *engine = conn->engine;
    if (have > 0 && !engine->copy_before(job, conn, have + 1))
        return false;
    for (int i = have; i < newest; i++) {
        assert(migrations[i].number == i + 1);
        if (!engine->script(job, conn, migrations[i].sql))
            return blame(job, migrations[i].name);
    }
    return engine->set_version(job, conn, newest) && engine->check_keys(job, conn);
}

// The version is read again: another process may have migrated while this one waited.
static bool migrate_alone(struct job *job, struct conn *conn,
                          const struct store_migration *migrations, int newest)
{
    const struct engine *engine = conn->engine;
    if (!engine->begin_write(job, conn))
        return false;
    int have;
    bool done = engine->version(job, conn, &have) &&
                (have <= newest || refuse_newer(job, have, newest)) &&
                (have == newest || apply_pending(job, conn, migrations, have, newest)) &&
                engine->commit(job, conn);
    if (!done)
        engine->roll_back(conn);
    return done;
}

bool store_migrate(struct job *job, struct store *store, const struct store_migration *migrations)
{
    struct conn *conn = store->writer;
    const struct engine *engine = store->engine;
    int have, newest = store->newest_version;
    if (!engine->version(job, conn, &have))
        return false;
    if (have == newest)
        return true;
    if (have > newest)
        return refuse_newer(job, have, newest);
    return engine->wake_keys(job, conn, false) && migrate_alone(job, conn, migrations, newest) &&
           engine->wake_keys(job, conn, true);
}

bool store_check_version(struct job *job, struct store *store)
{
    struct conn *conn = NULL;
    int have = 0, newest = store->newest_version;
    if (!store_take_reader(job, store, &conn))
        return false;
    bool known = store->engine->version(job, conn, &have);
    store_give_reader(store, conn);
    if (!known)
        return false;
    if (have > newest)
        return refuse_newer(job, have, newest);
    return have == newest || job_fail(job, FAULT_CONFLICT,
                                      "the database is of version %d, this program wants %d: "
                                      "open it once for writing",
                                      have, newest);
}
