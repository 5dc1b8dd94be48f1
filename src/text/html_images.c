// Which picture an <img> means.
#include "text/html_building.h"

static bool is_placeholder(struct str src)
{
    return !src.len || str_starts(src, S("data:")) || str_starts(src, S("about:")) ||
           str_starts(src, S("blob:"));
}

// The widest of "a.jpg 480w, b.jpg 960w"; commas may stand in an address, blanks may not.
static struct str widest(struct str srcset)
{
    struct str best = STR_NONE;
    uint64_t best_width = 0;
    for (size_t i = 0; i < srcset.len;) {
        while (i < srcset.len && strchr(" \t\n\r\f,", srcset.at[i]))
            i++;
        size_t from = i;
        while (i < srcset.len && !strchr(" \t\n\r\f", srcset.at[i]))
            i++;
        struct str url = str_from_to(srcset, from, i);
        size_t said_from = i;
        while (i < srcset.len && srcset.at[i] != ',' && !str_ends(url, S(",")))
            i++;
        struct str said = str_trim(str_from_to(srcset, said_from, i));
        uint64_t width = 1;
        parse_uint(str_from_to(said, 0, said.len ? said.len - 1 : 0), 100000, &width);
        while (str_ends(url, S(",")))
            url.len--;
        if (url.len && !is_placeholder(url) && width > best_width) {
            best = url;
            best_width = width;
        }
    }
    return best;
}

static struct str source_of_set(const struct html_node *node)
{
    struct str set = widest(html_attr(node, "srcset"));
    return set.len ? set : widest(html_attr(node, "data-srcset"));
}

static struct str source_of_picture(const struct html_node *img)
{
    const struct html_node *picture = img->in;
    while (picture && html_is(picture, HTML_SOURCE))
        picture = picture->in;
    if (!picture || !html_is(picture, HTML_PICTURE))
        return STR_NONE;
    for (const struct html_node *node = html_next(picture, picture); node;
         node = html_next(node, picture)) {
        struct str set = html_is(node, HTML_SOURCE) ? source_of_set(node) : STR_NONE;
        if (set.len)
            return set;
    }
    return STR_NONE;
}

struct str html_image_source(struct arena *mem, const struct html_node *img)
{
    static const char *const lazy[] = {"data-src",      "data-lazy-src",   "data-original",
                                       "data-full-url", "data-orig-file",  "data-large-file",
                                       "data-image",    "data-hi-res-src", "data-url"};
    struct str src = str_trim(html_attr(img, "src"));
    if (!is_placeholder(src) && !html_attr(img, "data-src").len &&
        !html_attr(img, "data-lazy-src").len)
        return src;
    for (size_t i = 0; i < ARRAY_LEN(lazy); i++) {
        struct str said = str_trim(html_attr(img, lazy[i]));
        if (!is_placeholder(said))
            return said;
    }
    struct str set = source_of_set(img);
    set = set.len ? set : source_of_picture(img);
    return set.len ? set : src;
}
