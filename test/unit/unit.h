// unit: what every unit test includes, and nothing else of cmocka (1.1.5 wants these headers first,
// in this order).
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

#define assert_str(actual, expected) assert_str_((actual), (expected), __FILE__, __LINE__)
static inline void assert_str_(struct str actual, const char *expected, const char *file, int line)
{
    if (!str_is(actual, expected)) {
        print_error("\"" STR_FMT "\"\n  is not\n\"%s\"\n", STR_ARG(actual), expected);
        _fail(file, line);
    }
}

// The job must not have failed; says why if it has.
#define assert_job(ok, job) assert_job_((ok), (job), __FILE__, __LINE__)
static inline void assert_job_(bool ok, const struct job *job, const char *file, int line)
{
    if (!ok) {
        print_error("failed: %s (%s:%d)\n", job->fault.text,
                    job->fault.file ? job->fault.file : "?", job->fault.line);
        _fail(file, line);
    }
}
