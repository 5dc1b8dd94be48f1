// job: what everything here happens on behalf of: a request, a publish, an import batch.
// It answers the two questions C leaves open: how long does this live, and why did it fail?
//
//   bool story_publish(struct job *job, …)
//   {
//       if (story->headline.len == 0)
//           return job_fail(job, FAULT_INVALID, "a story needs a headline before it goes out");
//       …
//   }
//
// What can fail takes the job first and returns bool: false means job->fault says why.
// The first fault wins: it is the cause. Only the edges log.
#pragma once

#include "base/arena.h"
#include "base/fault.h"

struct job {
    uint64_t id;         // in every log line
    int64_t now_ms;      // Unix time; one job, one idea of now; tests choose it
    int64_t deadline_ms; // Unix time; who waits longer than this has left. 0: none
    struct arena mem;
    struct fault fault;
};

void job_start(struct job *job, int64_t now_ms);
void job_end(struct job *job); // fit for AUTO_END
#define AUTO_JOB AUTO_END(job_end) struct job

// Records the first fault and is false. The value stands here, so that analyzers see it too.
#define job_fail(job, kind, ...)                                                                   \
    ({                                                                                             \
        job_fail_at((job), (kind), __FILE__, __LINE__, __VA_ARGS__);                               \
        false;                                                                                     \
    })
bool job_fail_at(struct job *job, enum fault_kind kind, const char *file, int line, const char *fmt,
                 ...) PRINTF_LIKE(5, 6);

// Adds a wrong field; the job becomes FAULT_INVALID ("2 fields are wrong: …") if it has no other
// fault yet. Returns false, so that a check reads: ok = job_fail_field(…). Goes on collecting.
bool job_fail_field(struct job *job, const char *field, const char *fmt, ...) PRINTF_LIKE(3, 4);

bool job_failed(const struct job *job);
void job_forgive(struct job *job); // the caller has dealt with the fault; the memory stays
