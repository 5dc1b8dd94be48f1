// Beacons: a page says that it has been viewed, or that a share link was pressed. Who sent it is
// hashed by the counter and forgotten; nothing is answered and nothing is set.
#include "site/internal.h"

#include <arpa/inet.h>

enum { NETWORK_BYTES_V6 = 8 };

// A page of another site may send to us too, but has not been read here. A browser that does not
// say is believed.
static bool is_ours(const struct http_request *request)
{
    struct str site = http_header(request, "Sec-Fetch-Site");
    return !site.len || str_is(site, "same-origin") || str_is(site, "same-site") ||
           str_is(site, "none");
}

static bool is_crawler(struct arena *mem, struct str agent)
{
    static const struct str words[] = {{"bot", 3}, {"crawl", 5}, {"spider", 6}};
    struct str small = str_lower(mem, agent);
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_find(small, words[i]) >= 0)
            return true;
    }
    return false;
}

// Who has one address of IPv6 has 2^64 of them: the network is the reader.
static struct str network_of(struct arena *mem, struct str client)
{
    struct in6_addr address;
    if (inet_pton(AF_INET6, str_c(mem, client), &address) != 1 || IN6_IS_ADDR_V4MAPPED(&address))
        return client;
    return str_copy(mem, (struct str){(const char *)&address, NETWORK_BYTES_V6});
}

static bool count(struct job *job, struct http_request *request, struct site *site,
                  enum count_kind kind)
{
    uint64_t id;
    if (!parse_uint(http_param(request, "id"), INT64_MAX, &id) || id == 0)
        return job_fail(job, FAULT_BAD_INPUT, "a story's id is a whole number");
    struct str agent = http_header(request, "User-Agent");
    if (is_ours(request) && !is_crawler(&job->mem, agent))
        count_hit(site->options.counter, kind, (int64_t)id,
                  network_of(&job->mem, http_client(request)), agent);
    http_answer_text(request, 204, S("Cache-Control: no-store\n"), STR_NONE);
    return true;
}

bool site_count_view(struct job *job, struct http_request *request, void *app)
{
    return count(job, request, app, COUNT_VIEW);
}

bool site_count_share(struct job *job, struct http_request *request, void *app)
{
    return count(job, request, app, COUNT_SHARE);
}
