#include "wire/shortcode_tag.h"

enum { TAG_BYTES_MAX = 4096, NAME_BYTES_MAX = 60 };

static bool is_name_byte(char c)
{
    return is_alnum(c) || c == '_' || c == '-';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t name_len(struct str s)
{
    size_t len = 0;
    if (!s.len || !is_letter(s.at[0]))
        return 0;
    while (len < s.len && len <= NAME_BYTES_MAX && is_name_byte(s.at[len]))
        len++;
    return len <= NAME_BYTES_MAX ? len : 0;
}

// A value in quotes, or up to the next blank. Takes it off the front.
static struct str cut_value(struct str *rest)
{
    char quote = rest->len ? rest->at[0] : 0;
    if (quote == '"' || quote == '\'') {
        struct str inner = str_after(*rest, 1);
        ptrdiff_t end = str_find_char(inner, quote);
        struct str value = end < 0 ? inner : str_from_to(inner, 0, (size_t)end);
        *rest = end < 0 ? STR_NONE : str_after(inner, (size_t)end + 1);
        return value;
    }
    size_t len = 0;
    while (len < rest->len && !is_blank(rest->at[len]))
        len++;
    struct str value = str_from_to(*rest, 0, len);
    *rest = str_after(*rest, len);
    return value;
}

static void cut_attribute(struct shortcode_tag *tag, struct str *rest)
{
    size_t len = name_len(*rest), at = tag->count;
    struct str after = str_trim(str_after(*rest, len));
    if (len && str_starts(after, S("="))) {
        tag->names[at] = str_from_to(*rest, 0, len);
        *rest = str_trim(str_after(after, 1));
    }
    tag->values[at] = cut_value(rest);
    tag->count++;
}

bool shortcode_tag_parse(struct str text, struct shortcode_tag *out)
{
    struct shortcode_tag tag = {.closing = str_starts(text, S("[/"))};
    struct str inner = str_after(text, tag.closing ? 2 : 1);
    size_t len = name_len(inner);
    ptrdiff_t end = str_find_char(str_from_to(inner, 0, TAG_BYTES_MAX), ']');
    if (!str_starts(text, S("[")) || !len || end < (ptrdiff_t)len)
        return false;
    tag.name = str_from_to(inner, 0, len);
    tag.rest = str_from_to(inner, len, (size_t)end);
    tag.len = (size_t)(inner.at - text.at) + (size_t)end + 1;
    if (tag.rest.len && !is_blank(tag.rest.at[0]) && tag.rest.at[0] != '/' && tag.rest.at[0] != '=')
        return false; // [Reuters: …]
    if (tag.closing && str_trim(tag.rest).len)
        return false;
    for (struct str rest = str_trim(tag.rest); rest.len && tag.count < SHORTCODE_ATTRIBUTES_MAX;
         rest = str_trim(rest))
        cut_attribute(&tag, &rest);
    *out = tag;
    return true;
}

struct str shortcode_attribute(const struct shortcode_tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->count; i++) {
        if (str_eq_nocase(tag->names[i], str_from(name)))
            return tag->values[i];
    }
    return STR_NONE;
}

bool is_shortcode_name(struct str name)
{
    bool is_odd = false;
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] >= 'A' && name.at[i] <= 'Z')
            return false;
        is_odd |=
            name.at[i] == '_' || name.at[i] == '-' || (name.at[i] >= '0' && name.at[i] <= '9');
    }
    return is_odd;
}
