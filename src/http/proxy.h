// proxy: whose word about the client is taken.
//
//   proxy_parse(job, &mem, S("127.0.0.1,10.0.0.0/8,::1"), &list);
//   if (is_proxy_trusted(&list, peer)) client = proxy_client(&list, forwarded_for, peer);
#pragma once

#include "base/base.h"

#include <netinet/in.h>

struct proxy_range {
    struct in6_addr address; // IPv4 as ::ffff:a.b.c.d
    int bits;
};

struct proxy_list {
    struct proxy_range *ranges;
    size_t count;
};

MUST_USE bool proxy_parse(struct job *job, struct arena *mem, struct str text,
                          struct proxy_list *out);
bool is_proxy_trusted(const struct proxy_list *list, struct str address);
// The last address of "client, proxy, proxy" that is not one of ours; `peer` when there is none.
struct str proxy_client(const struct proxy_list *list, struct str forwarded_for, struct str peer);
