#include "text/url.h"

enum { LINK_BYTES_MAX = 2048 };

static struct str encode(struct arena *mem, struct str s, const char *kept)
{
    static const char hex[] = "0123456789ABCDEF";
    char *at = arena_take_raw(mem, s.len * 3);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (is_alnum((char)c) || (c && strchr(kept, c))) {
            at[len++] = (char)c;
            continue;
        }
        at[len++] = '%';
        at[len++] = hex[c >> 4];
        at[len++] = hex[c & 15];
    }
    return (struct str){at, len};
}

struct str url_encode_path(struct arena *mem, struct str path)
{
    return encode(mem, path, "-._~/");
}

struct str url_encode_query(struct arena *mem, struct str value)
{
    return encode(mem, value, "-._~");
}

bool url_decode(struct arena *mem, struct str encoded, struct str *out)
{
    char *at = arena_take_raw(mem, encoded.len);
    size_t len = 0;
    for (size_t i = 0; i < encoded.len; i++) {
        if (encoded.at[i] != '%') {
            at[len++] = encoded.at[i];
            continue;
        }
        if (encoded.len - i < 3)
            return false;
        int high = hex_value(encoded.at[i + 1]), low = hex_value(encoded.at[i + 2]);
        if (high < 0 || low < 0)
            return false;
        at[len++] = (char)(high << 4 | low);
        i += 2;
    }
    struct str decoded = {at, len};
    if (!is_utf8_text(decoded))
        return false;
    *out = decoded;
    return true;
}

// Browsers leave out tabs and line ends and trim blanks and controls before they look at the scheme
// (WHATWG URL, 4.4), and a backslash is a slash to them: none of these belongs in a link.
static bool has_disguise(struct str url)
{
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.at[i];
        if (c <= ' ' || c == 0x7F || c == '\\')
            return true;
        bool c1 = c == 0xC2 && i + 1 < url.len && (unsigned char)url.at[i + 1] < 0xA1;
        if (c1) // U+0080-009F and the no-break blank
            return true;
    }
    // U+2000-206F: blanks, bidi controls, line separators; U+FEFF.
    return str_find(url, S("\xE2\x80")) >= 0 || str_find(url, S("\xE2\x81")) >= 0 ||
           str_find(url, S("\xEF\xBB\xBF")) >= 0 || str_find(url, S("\xE3\x80\x80")) >= 0;
}

static bool has_scheme(struct str url, const char *scheme, struct str *rest)
{
    struct str name = str_from(scheme);
    if (url.len <= name.len || !str_eq_nocase(str_from_to(url, 0, name.len), name))
        return false;
    *rest = str_after(url, name.len);
    return true;
}

// Something that can be a host stands before the path: no user name that passes for a host.
static bool has_host(struct str rest)
{
    size_t end = 0;
    while (end < rest.len && !strchr("/?#", rest.at[end]))
        end++;
    struct str host = str_from_to(rest, 0, end);
    return host.len > 0 && host.at[0] != ':' && host.at[0] != '.' && !str_has(host, '@');
}

bool is_absolute_http(struct str url)
{
    struct str rest;
    if (url.len > LINK_BYTES_MAX || has_disguise(url))
        return false;
    return (has_scheme(url, "http://", &rest) || has_scheme(url, "https://", &rest)) &&
           has_host(rest);
}

bool is_origin(struct str url)
{
    ptrdiff_t host = str_find(url, S("://")) + 3;
    struct str rest = str_after(url, (size_t)host);
    return is_absolute_http(url) && !str_has(rest, '/') && !str_has(rest, '?') &&
           !str_has(rest, '#') && !str_has(rest, '@');
}

bool is_link_safe(struct str url)
{
    struct str rest;
    if (url.len == 0 || url.len > LINK_BYTES_MAX || !is_utf8_text(url) || has_disguise(url))
        return false;
    if (url.at[0] == '#')
        return true;
    if (url.at[0] == '/') // "//host" would be another site under our eyes
        return url.len == 1 || url.at[1] != '/';
    return is_absolute_http(url) || has_scheme(url, "mailto:", &rest) ||
           has_scheme(url, "tel:", &rest);
}
