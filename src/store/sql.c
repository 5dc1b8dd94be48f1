#include "store/internal.h"

bool sql_query_(struct job *job, struct txn *txn, struct rows *rows, const char *sql,
                const struct sql_value *values, int count)
{
    assert(txn->open);
    *rows = (struct rows){.txn = txn, .job = job};
    if (!store_count_call(job, txn->store))
        return false;
    rows->statement = txn->store->engine->start(job, txn->conn, sql, values, count, &rows->columns);
    return rows->statement != NULL;
}

bool sql_run_(struct job *job, struct txn *txn, const char *sql, const struct sql_value *values,
              int count)
{
    assert(txn->open);
    if (job_failed(job) || !store_count_call(job, txn->store))
        return false;
    const struct engine *engine = txn->store->engine;
    int columns;
    void *statement = engine->start(job, txn->conn, sql, values, count, &columns);
    if (!statement)
        return false;
    enum step step;
    do
        step = engine->step(job, statement);
    while (step == STEP_ROW); // RETURNING that nobody asked for
    engine->finish(statement);
    return step == STEP_END;
}

bool sql_number_(struct job *job, struct txn *txn, bool *found, int64_t *out, const char *sql,
                 const struct sql_value *values, int count)
{
    struct rows rows;
    if (!sql_query_(job, txn, &rows, sql, values, count))
        return false;
    bool has_row = rows_next(job, &rows);
    if (!has_row && !rows.at_end)
        return false;
    if (has_row)
        *out = row_int(&rows, 0);
    if (found)
        *found = has_row;
    rows_end(&rows);
    return true;
}

int64_t sql_changed(struct txn *txn)
{
    return txn->store->engine->changed(txn->conn);
}

int64_t sql_last_id(struct txn *txn)
{
    return txn->store->engine->last_id(txn->conn);
}

bool rows_next(struct job *job, struct rows *rows)
{
    // Ended, or its transaction is: then the engine has taken the statement back.
    if (!rows->statement || !rows->txn->open)
        return false;
    enum step step = STEP_FAULT;
    if (store_count_call(job, rows->txn->store))
        step = rows->txn->store->engine->step(job, rows->statement);
    if (step == STEP_ROW)
        return true;
    rows->at_end = step == STEP_END;
    rows_end(rows);
    return false;
}

void rows_end(struct rows *rows)
{
    if (rows->statement && rows->txn->open)
        rows->txn->store->engine->finish(rows->statement);
    rows->statement = NULL;
}

static const struct engine *engine_of(const struct rows *rows, int column)
{
    assert(rows->statement && rows->txn->open && column >= 0 && column < rows->columns);
    return rows->txn->store->engine;
}

int64_t row_int(const struct rows *rows, int column)
{
    return engine_of(rows, column)->column_int(rows->statement, column);
}

double row_real(const struct rows *rows, int column)
{
    return engine_of(rows, column)->column_real(rows->statement, column);
}

bool row_is_null(const struct rows *rows, int column)
{
    return engine_of(rows, column)->column_is_null(rows->statement, column);
}

struct str row_text(const struct rows *rows, int column)
{
    struct str bytes = engine_of(rows, column)->column_bytes(rows->statement, column);
    return str_copy(&rows->job->mem, bytes);
}

bool conn_number(struct job *job, struct conn *conn, int64_t *out, const char *literal)
{
    const struct engine *engine = conn->engine;
    int columns;
    void *statement = engine->start(job, conn, literal, NULL, 0, &columns);
    if (!statement)
        return false;
    enum step step = engine->step(job, statement);
    if (step == STEP_ROW)
        *out = engine->column_int(statement, 0);
    engine->finish(statement);
    if (step == STEP_END)
        return job_fail(job, FAULT_INTERNAL, "the database gave no row for: %s", literal);
    return step == STEP_ROW;
}
