// log: one JSON object a line on stderr. Only the edges call it (http, due, commands); libraries
// of ours return faults instead.
//
//   log_info("serve", "listening", "address", address, "stories", count_text, NULL);
#pragma once

#include "base/macros.h"

struct job;

// Names and values alternate, NUL-ended, closed by NULL.
void log_info(const char *part, const char *event, ...) __attribute__((sentinel));
void log_warn(const char *part, const char *event, ...) __attribute__((sentinel));
void log_error(const char *part, const char *event, ...) __attribute__((sentinel));

// The job's fault with its place and id. NOT_FOUND and the like are not alarms: level "info".
void log_fault(const char *part, const struct job *job);

// Tests silence what they provoke on purpose.
void log_set_quiet(bool quiet);
