#include "http/proxy.h"

#include <arpa/inet.h>

static bool parse_address(struct str text, struct in6_addr *out, int *bits)
{
    char c[INET6_ADDRSTRLEN];
    if (text.len >= sizeof(c) || str_has(text, '\0'))
        return false;
    snprintf(c, sizeof(c), STR_FMT, STR_ARG(text));
    struct in_addr v4;
    *bits = 128;
    if (inet_pton(AF_INET6, c, out) == 1)
        return true;
    if (inet_pton(AF_INET, c, &v4) != 1)
        return false;
    *out = (struct in6_addr){.s6_addr = {[10] = 0xFF, [11] = 0xFF}};
    memcpy(&out->s6_addr[12], &v4, 4);
    *bits = 32;
    return true;
}

static bool parse_range(struct str text, struct proxy_range *out)
{
    struct str address = text, prefix = STR_NONE;
    int bits_max;
    uint64_t bits;
    bool has_prefix = str_split(text, '/', &address, &prefix);
    if (!parse_address(address, &out->address, &bits_max))
        return false;
    bits = (uint64_t)bits_max;
    if (has_prefix && !parse_uint(prefix, (uint64_t)bits_max, &bits))
        return false;
    out->bits = 128 - bits_max + (int)bits;
    return true;
}

bool proxy_parse(struct job *job, struct arena *mem, struct str text, struct proxy_list *out)
{
    struct proxy_list list = {0};
    size_t room = 0;
    struct str part;
    while (str_cut(&text, ',', &part)) {
        struct proxy_range range;
        part = str_trim(part);
        if (part.len == 0)
            continue;
        if (!parse_range(part, &range))
            return job_fail(job, FAULT_BAD_INPUT,
                            "\"" STR_FMT "\" in trusted_proxies is not an address", STR_ARG(part));
        *list_add(mem, &list.ranges, &list.count, &room) = range;
    }
    *out = list;
    return true;
}

static bool is_in(const struct proxy_range *range, const struct in6_addr *address)
{
    for (int bit = 0; bit < range->bits; bit += 8) {
        int left = range->bits - bit;
        uint8_t mask = left >= 8 ? 0xFF : (uint8_t)(0xFF << (8 - left));
        if ((range->address.s6_addr[bit / 8] ^ address->s6_addr[bit / 8]) & mask)
            return false;
    }
    return true;
}

bool is_proxy_trusted(const struct proxy_list *list, struct str address)
{
    struct in6_addr parsed;
    int bits;
    if (list->count == 0 || !parse_address(address, &parsed, &bits))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        if (is_in(&list->ranges[i], &parsed))
            return true;
    }
    return false;
}

struct str proxy_client(const struct proxy_list *list, struct str forwarded_for, struct str peer)
{
    struct str client = peer;
    while (forwarded_for.len) {
        size_t start = forwarded_for.len;
        while (start > 0 && forwarded_for.at[start - 1] != ',')
            start--;
        struct str last = str_trim(str_after(forwarded_for, start));
        struct in6_addr parsed;
        int bits;
        if (!parse_address(last, &parsed, &bits))
            break; // a made-up hop: what stood behind it is all we know
        client = last;
        if (!is_proxy_trusted(list, last))
            break;
        forwarded_for.len = start ? start - 1 : 0;
    }
    return client;
}
