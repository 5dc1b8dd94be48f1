#include "base/base.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_bool is_quiet;

void log_set_quiet(bool quiet)
{
    is_quiet = quiet;
}

static void add_json_string(struct buf *b, const char *c)
{
    buf_add_char(b, '"');
    for (; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\')
            buf_printf(b, "\\%c", *c);
        else if (byte < 0x20)
            buf_printf(b, "\\u%04x", byte);
        else
            buf_add_char(b, *c);
    }
    buf_add_char(b, '"');
}

static void write_line(const char *level, const char *part, const char *event, va_list pairs)
{
    if (is_quiet)
        return;
    struct arena mem;
    arena_start(&mem);
    struct buf b;
    buf_start(&b, &mem, 8192);
    buf_printf(&b, "{\"at_ms\":%lld,\"level\":\"%s\",\"part\":\"%s\",\"event\":",
               (long long)clock_unix_ms(), level, part);
    add_json_string(&b, event);
    for (const char *name; (name = va_arg(pairs, const char *));) {
        const char *value = va_arg(pairs, const char *);
        buf_printf(&b, ",\"%s\":", name);
        add_json_string(&b, value ? value : "");
    }
    buf_add(&b, S("}\n"));
    // One write a line, so that lines of several threads never mix. A full pipe is not our alarm.
    ssize_t written UNUSED = write(STDERR_FILENO, b.at, b.len);
    arena_end(&mem);
}

#define LOG_AT(level)                                                                              \
    va_list pairs;                                                                                 \
    va_start(pairs, event);                                                                        \
    write_line(level, part, event, pairs);                                                         \
    va_end(pairs)

void log_info(const char *part, const char *event, ...)
{
    LOG_AT("info");
}

void log_warn(const char *part, const char *event, ...)
{
    LOG_AT("warn");
}

void log_error(const char *part, const char *event, ...)
{
    LOG_AT("error");
}

void log_fault(const char *part, const struct job *job)
{
    char id[24], place[96];
    snprintf(id, sizeof(id), "%llu", (unsigned long long)job->id);
    snprintf(place, sizeof(place), "%s:%d", job->fault.file ? job->fault.file : "?",
             job->fault.line);
    bool alarm = job->fault.kind == FAULT_INTERNAL || job->fault.kind == FAULT_UNAVAILABLE;
    (alarm ? log_error : log_info)(part, job->fault.text, "kind", fault_name(job->fault.kind),
                                   "job", id, "at", place, NULL);
}
