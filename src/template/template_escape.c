#include "template/internal.h"

// ── URLs ──────────────────────────────────────────────────────────────────────────────────────

static bool is_scheme_char(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-' || c == '.';
}

// What a browser would take for the scheme: it ignores blanks in front, and tabs and line ends
// anywhere (URL standard, 4.4). We ignore every control character, which is stricter.
struct scheme {
    char name[16]; // as much of it as can matter
    size_t len;
    bool is_over, is_scheme; // the first character that cannot be part of one, and was it ':'?
};

static void scheme_read(struct scheme *scheme, struct str part)
{
    for (size_t i = 0; i < part.len && !scheme->is_over; i++) {
        unsigned char c = (unsigned char)part.at[i];
        if (c <= 0x20 || c == 0x7f)
            continue;
        scheme->is_over = !is_scheme_char(c);
        scheme->is_scheme = c == ':';
        if (!scheme->is_over && scheme->len++ < sizeof(scheme->name))
            scheme->name[scheme->len - 1] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
}

static bool scheme_is(const struct scheme *scheme, struct str name)
{
    return scheme->len == name.len && memcmp(scheme->name, name.at, name.len) == 0;
}

// The front may hold a scheme that the template's author wrote out: whatever he likes ("tel:"),
// except those that run.
static bool is_safe_front(const struct scheme *scheme)
{
    return !scheme_is(scheme, S("javascript")) && !scheme_is(scheme, S("data")) &&
           !scheme_is(scheme, S("vbscript"));
}

bool is_safe_url(struct str before, struct str url)
{
    struct scheme scheme = {0};
    scheme_read(&scheme, before);
    if (scheme.is_over)
        return !scheme.is_scheme || is_safe_front(&scheme);
    scheme_read(&scheme, url);
    return !scheme.is_scheme || scheme_is(&scheme, S("https")) || scheme_is(&scheme, S("http")) ||
           scheme_is(&scheme, S("mailto"));
}

// Candidates end at a comma or a blank: each start is looked at as if it were a URL.
bool is_safe_url_list(struct str urls)
{
    size_t start = 0;
    for (size_t i = 0; i <= urls.len; i++) {
        bool is_end = i == urls.len || urls.at[i] == ',' || (unsigned char)urls.at[i] <= 0x20;
        if (!is_end)
            continue;
        if (!is_safe_url(STR_NONE, str_from_to(urls, start, i)))
            return false;
        start = i + 1;
    }
    return true;
}

// ── JSON inside a <script> ────────────────────────────────────────────────────────────────────

// U+2028 and U+2029 end a line in old JavaScript: E2 80 A8, E2 80 A9.
static bool is_line_separator(struct str s, size_t i)
{
    return s.len - i >= 3 && memcmp(s.at + i, "\xE2\x80", 2) == 0 &&
           (s.at[i + 2] == '\xA8' || s.at[i + 2] == '\xA9');
}

static bool must_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == '\'' ||
           c == 0x7f;
}

static void write_string(struct buf *out, struct str text)
{
    size_t plain = 0;
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool separator = c == 0xE2 && is_line_separator(text, i);
        if (!separator && !must_escape(c))
            continue;
        buf_add(out, str_from_to(text, plain, i));
        buf_printf(out, "\\u%04x", separator ? 0x2000u + (unsigned char)text.at[i + 2] - 0x80u : c);
        i += separator ? 2 : 0;
        plain = i + 1;
    }
    buf_add(out, str_after(text, plain));
    buf_add_char(out, '"');
}

static bool write_list(struct buf *out, const struct value *list, int depth)
{
    bool ok = true;
    buf_add_char(out, '[');
    for (uint32_t i = 0; ok && i < list->count; i++) {
        buf_add(out, i ? S(",") : STR_NONE);
        ok = write_json(out, list->items[i], depth);
    }
    buf_add_char(out, ']');
    return ok;
}

static bool write_map(struct buf *out, const struct value *map, int depth)
{
    bool ok = true;
    buf_add_char(out, '{');
    for (uint32_t i = 0; ok && i < map->count; i++) {
        buf_add(out, i ? S(",") : STR_NONE);
        write_string(out, map->entries[i].name);
        buf_add_char(out, ':');
        ok = write_json(out, map->entries[i].value, depth);
    }
    buf_add_char(out, '}');
    return ok;
}

bool write_json(struct buf *out, const struct value *value, int depth)
{
    if (depth > DEPTH_MAX)
        return false;
    switch (value ? value->kind : VALUE_NULL) {
    case VALUE_MAP:
        return write_map(out, value, depth + 1);
    case VALUE_LIST:
        return write_list(out, value, depth + 1);
    case VALUE_TEXT:
    case VALUE_HTML:
        write_string(out, value->text);
        return true;
    case VALUE_INT:
        buf_add_int(out, value->number);
        return true;
    case VALUE_REAL:
        buf_add(out, value->text);
        return true;
    case VALUE_BOOL:
        buf_add(out, value->number ? S("true") : S("false"));
        return true;
    case VALUE_NULL:
    case VALUE_REGION: // the renderer has refused it at the top; within a map it is nothing
        buf_add(out, S("null"));
        return true;
    }
    return true;
}
