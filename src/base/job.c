#include "base/base.h"

#include <stdarg.h>
#include <stdatomic.h>

void job_start(struct job *job, int64_t now_ms)
{
    static atomic_uint_least64_t last_id;
    *job = (struct job){.id = atomic_fetch_add(&last_id, 1) + 1, .now_ms = now_ms};
    arena_start(&job->mem);
}

void job_end(struct job *job)
{
    arena_end(&job->mem);
}

bool job_fail_at(struct job *job, enum fault_kind kind, const char *file, int line, const char *fmt,
                 ...)
{
    assert(kind != FAULT_NONE);
    if (job->fault.kind != FAULT_NONE)
        return false;
    va_list args;
    va_start(args, fmt);
    vsnprintf(job->fault.text, sizeof(job->fault.text), fmt, args);
    va_end(args);
    job->fault.kind = kind;
    job->fault.file = file;
    job->fault.line = line;
    return false;
}

bool job_fail_field(struct job *job, const char *field, const char *fmt, ...)
{
    struct fault *fault = &job->fault;
    if (fault->kind != FAULT_NONE && fault->kind != FAULT_INVALID)
        return false;
    if (fault->fields_count == FAULT_FIELDS_MAX)
        return false;
    struct fault_field *wrong = &fault->fields[fault->fields_count++];
    snprintf(wrong->field, sizeof(wrong->field), "%s", field);
    va_list args;
    va_start(args, fmt);
    vsnprintf(wrong->message, sizeof(wrong->message), fmt, args);
    va_end(args);
    if (fault->kind == FAULT_NONE)
        job_fail(job, FAULT_INVALID, "%s: %s", wrong->field, wrong->message);
    else
        snprintf(fault->text, sizeof(fault->text), "%d fields are wrong; the first is %s: %s",
                 fault->fields_count, fault->fields[0].field, fault->fields[0].message);
    return false;
}

bool job_failed(const struct job *job)
{
    return job->fault.kind != FAULT_NONE;
}

void job_forgive(struct job *job)
{
    job->fault = (struct fault){0};
}
