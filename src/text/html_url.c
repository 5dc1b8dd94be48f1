#include "text/html_url.h"

struct url_parts { // of "https://host/path?query#fragment"
    struct str scheme, host, path, tail;
};

// As browsers clean what stands in an attribute, and encode what is_link_safe() would not take.
static struct str clean(struct arena *mem, struct str url)
{
    struct buf b;
    url = str_trim(url);
    buf_start(&b, mem, url.len * 3 + 1);
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.at[i];
        if (c == '\t' || c == '\n' || c == '\r')
            continue;
        if (c <= ' ' || c >= 0x7F || strchr("\"<>`{}|\\^", c))
            buf_printf(&b, "%%%02X", c);
        else
            buf_add_char(&b, (char)c);
    }
    return buf_str(&b);
}

static struct str scheme_of(struct str url)
{
    for (size_t i = 0; i < url.len; i++) {
        char c = url.at[i] | 0x20;
        if (url.at[i] == ':')
            return str_from_to(url, 0, i);
        if (!(c >= 'a' && c <= 'z') && !(i > 0 && strchr("0123456789+-.", url.at[i])))
            break;
    }
    return STR_NONE;
}

static size_t find_any(struct str s, const char *what)
{
    size_t i = 0;
    while (i < s.len && !strchr(what, s.at[i]))
        i++;
    return i;
}

static struct url_parts take_apart(struct str url)
{
    struct url_parts parts = {.scheme = scheme_of(url)};
    struct str rest = parts.scheme.len ? str_after(url, parts.scheme.len + 1) : url;
    if (str_starts(rest, S("//"))) {
        size_t end = 2 + find_any(str_after(rest, 2), "/?#");
        parts.host = str_from_to(rest, 0, end); // with its slashes
        rest = str_after(rest, end);
    }
    size_t end = find_any(rest, "?#");
    parts.path = str_from_to(rest, 0, end);
    parts.tail = str_after(rest, end);
    return parts;
}

// "/a/b/../c/./d" is "/a/c/d".
static struct str without_dots(struct arena *mem, struct str path)
{
    struct buf b;
    struct str part;
    bool first = true, ends_open = false;
    buf_start(&b, mem, path.len + 2);
    for (struct str rest = path; str_cut(&rest, '/', &part); first = false) {
        ends_open = str_is(part, ".") || str_is(part, "..");
        if (first)
            continue; // before the first slash
        if (str_is(part, "..")) {
            while (b.len > 0 && b.at[--b.len] != '/')
                continue;
        } else if (!str_is(part, ".")) {
            buf_add_char(&b, '/');
            buf_add(&b, part);
        }
    }
    if (ends_open || b.len == 0)
        buf_add_char(&b, '/');
    return buf_str(&b);
}

static struct str merged_path(struct arena *mem, struct str base, struct str path)
{
    size_t dir = base.len;
    if (str_starts(path, S("/")))
        return without_dots(mem, path);
    while (dir > 0 && base.at[dir - 1] != '/')
        dir--;
    struct str before = dir ? str_from_to(base, 0, dir) : S("/");
    return without_dots(mem, str_join(mem, before, path));
}

struct str html_url_join(struct arena *mem, struct str base, struct str reference)
{
    struct str url = clean(mem, reference);
    struct url_parts at = take_apart(url), from = take_apart(base);
    if (!url.len || at.scheme.len || !from.host.len)
        return url;
    if (at.host.len) {
        at.path = at.path.len ? without_dots(mem, at.path) : S("/");
    } else if (at.path.len) {
        at.path = merged_path(mem, from.path, at.path);
    } else {
        at.path = from.path.len ? from.path : S("/");
        if (!str_starts(at.tail, S("?")))
            at.tail = str_join(mem, str_from_to(from.tail, 0, find_any(from.tail, "#")), at.tail);
    }
    struct str host = at.host.len ? at.host : from.host;
    return str_printf(mem, STR_FMT ":" STR_FMT STR_FMT STR_FMT, STR_ARG(from.scheme), STR_ARG(host),
                      STR_ARG(at.path), STR_ARG(at.tail));
}
