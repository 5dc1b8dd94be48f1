// Faults, as pages: in the language of the address, or in the site's first.
#include "site/internal.h"

void site_fault(struct job *job, struct http_request *request, void *app)
{
    struct site *site = app;
    int status = fault_http_status(job->fault.kind);
    if (status >= 500)
        log_fault("site", job);
    struct str retry = status == 429 || status == 503 ? S("Retry-After: 2\n") : STR_NONE;
    struct str headers = str_printf(&job->mem,
                                    "Content-Type: text/html; charset=utf-8\n"
                                    "Cache-Control: no-store\n" STR_FMT STR_FMT,
                                    STR_ARG(page_headers(site->options.world)), STR_ARG(retry));
    struct str html;
    job_forgive(job);
    if (!page_error(job, site->options.world, http_path(request), status, &html)) {
        log_fault("site", job);
        html = S("<!doctype html><title>Stoppress</title><p>This page could not be made.");
    }
    http_answer_text(request, status, headers, html);
}
