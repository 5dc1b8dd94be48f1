#include "command/progress.h"

#include <unistd.h>

enum { SHOW_EVERY_MS = 200 };

static void show(struct progress *progress)
{
    double unit = progress->is_bytes ? 1e6 : 1;
    int digits = progress->is_bytes ? 1 : 0;
    progress->shown_ms = clock_monotonic_ms();
    fprintf(stderr, "\r%s", progress->what);
    if (progress->done)
        fprintf(stderr, ": %.*f", digits, (double)progress->done / unit);
    if (progress->done && progress->total)
        fprintf(stderr, " of %.*f", digits, (double)progress->total / unit);
    fprintf(stderr, "%s\033[K", progress->done && progress->is_bytes ? " MB" : " …");
    fflush(stderr);
}

static void start(struct progress *progress, const char *what, int64_t total, bool is_bytes)
{
    *progress = (struct progress){.what = what, .total = total, .is_bytes = is_bytes};
    if (isatty(STDERR_FILENO))
        show(progress);
}

void progress_start(struct progress *progress, const char *what, int64_t total)
{
    start(progress, what, total, false);
}

void progress_start_bytes(struct progress *progress, const char *what, int64_t total)
{
    start(progress, what, total, true);
}

void progress_add(struct progress *progress, int64_t more)
{
    progress->done += more;
    if (clock_monotonic_ms() - progress->shown_ms >= SHOW_EVERY_MS && isatty(STDERR_FILENO))
        show(progress);
}

void progress_clear(struct progress *progress)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}
