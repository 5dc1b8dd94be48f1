// Which renditions there are, what they are cut from, and their names. Nothing here touches a byte
// of a picture.
#include "media/internal.h"

const int media_widths[MEDIA_WIDTHS] = {360, 540, 720, 1080, 1440};

// A tag holds what decides a rendition's bytes; this number is raised when the encoding changes.
#define ENCODING "1"
enum { TAG_HEX = 8, TALLEST = 10 };

static const struct {
    const char *word;
    int across, down; // 0: the picture's own
} shapes[MEDIA_SHAPES] = {
    [MEDIA_WHOLE] = {"whole", 0, 0}, [MEDIA_16X9] = {"16x9", 16, 9}, [MEDIA_5X4] = {"5x4", 5, 4},
    [MEDIA_4X3] = {"4x3", 4, 3},     [MEDIA_3X2] = {"3x2", 3, 2},    [MEDIA_1X1] = {"1x1", 1, 1},
};

static const struct {
    const char *word, *media_type;
} formats[MEDIA_FORMATS] = {
    [MEDIA_JPEG] = {"jpg", "image/jpeg"},
    [MEDIA_WEBP] = {"webp", "image/webp"},
};

const char *media_media_type(enum media_format format)
{
    return formats[format].media_type;
}

// ── sizes ─────────────────────────────────────────────────────────────────────────────────────

struct size {
    int64_t across, down;
};

// The ratio in the smallest terms we have. Taller than 1 to 10 is cut: encoders have an end.
static struct size ratio_of(int width, int height, enum media_shape shape)
{
    if (shape != MEDIA_WHOLE)
        return (struct size){shapes[shape].across, shapes[shape].down};
    int64_t tallest = (int64_t)width * TALLEST;
    return (struct size){width, height < tallest ? height : tallest};
}

static int64_t divide(int64_t a, int64_t by) // rounded; both positive
{
    int64_t result = (a + by / 2) / by;
    return result > 0 ? result : 1;
}

// The largest part of the picture that has the ratio.
static struct size part_of(int width, int height, struct size ratio)
{
    if ((int64_t)width * ratio.down <= (int64_t)height * ratio.across)
        return (struct size){width, divide((int64_t)width * ratio.down, ratio.across)};
    return (struct size){divide((int64_t)height * ratio.across, ratio.down), height};
}

int media_widths_of(int width, int height, enum media_shape shape)
{
    struct size part = part_of(width, height, ratio_of(width, height, shape));
    int count = 1;
    while (count < MEDIA_WIDTHS && media_widths[count] <= part.across)
        count++;
    return count;
}

int media_height_of(int width, int height, enum media_shape shape, int rendition_width)
{
    struct size ratio = ratio_of(width, height, shape);
    return (int)divide(rendition_width * ratio.down, ratio.across);
}

static int start_of(int64_t whole, int64_t part, int focal)
{
    int64_t start = whole * focal / 100 - part / 2;
    int64_t last = whole - part;
    return (int)(start < 0 ? 0 : start > last ? last : start);
}

// A picture smaller than what is asked is never blown up: it comes as large as it is.
void media_cut_of(const struct media_rendition *rendition, struct media_cut *out)
{
    int width = rendition->width, height = rendition->height;
    struct size ratio = ratio_of(width, height, rendition->shape);
    struct size part = part_of(width, height, ratio);
    int64_t across = rendition->rendition_width;
    if (across > part.across)
        across = part.across;
    int64_t down = divide(across * ratio.down, ratio.across);
    if (down > part.down)
        down = part.down;
    int64_t whole_across = divide(width * across, part.across);
    int64_t whole_down = divide(height * across, part.across);
    if (whole_across < across)
        whole_across = across;
    if (whole_down < down)
        whole_down = down;
    *out = (struct media_cut){.across = (int)whole_across,
                              .down = (int)whole_down,
                              .left = start_of(whole_across, across, rendition->focal_x),
                              .top = start_of(whole_down, down, rendition->focal_y),
                              .width = (int)across,
                              .height = (int)down};
}

// ── names ─────────────────────────────────────────────────────────────────────────────────────

struct str media_tag(struct arena *mem, const struct media_rendition *rendition)
{
    struct str of = str_printf(mem, ENCODING ":" STR_FMT ":%d:%d", STR_ARG(rendition->hash),
                               rendition->focal_x, rendition->focal_y);
    return str_from_to(digest_hex(mem, of, 8), 0, TAG_HEX);
}

struct str media_path(struct arena *mem, int64_t id, const struct media_rendition *rendition)
{
    return str_printf(mem, "/media/%lld/" STR_FMT "-%s-%d.%s", (long long)id,
                      STR_ARG(media_tag(mem, rendition)), shapes[rendition->shape].word,
                      rendition->rendition_width, formats[rendition->format].word);
}

static bool is_tag(struct str tag)
{
    for (size_t i = 0; i < tag.len; i++) {
        if (!((tag.at[i] >= '0' && tag.at[i] <= '9') || (tag.at[i] >= 'a' && tag.at[i] <= 'f')))
            return false;
    }
    return tag.len == TAG_HEX;
}

// A number as we write it: no sign, no zero in front.
static bool parse_plain(struct str text, int64_t *out)
{
    return text.len && text.at[0] >= '1' && text.at[0] <= '9' && parse_int(text, out);
}

static bool parse_shape(struct str word, enum media_shape *out)
{
    for (int i = 0; i < MEDIA_SHAPES; i++) {
        if (!str_is(word, shapes[i].word))
            continue;
        *out = (enum media_shape)i;
        return true;
    }
    return false;
}

static bool parse_format(struct str word, enum media_format *out)
{
    for (int i = 0; i < MEDIA_FORMATS; i++) {
        if (!str_is(word, formats[i].word))
            continue;
        *out = (enum media_format)i;
        return true;
    }
    return false;
}

static bool parse_width(struct str text, int *out)
{
    int64_t width;
    if (!parse_plain(text, &width))
        return false;
    for (int i = 0; i < MEDIA_WIDTHS; i++) {
        if (media_widths[i] != width)
            continue;
        *out = media_widths[i];
        return true;
    }
    return false;
}

bool media_path_parse(struct str rest, int64_t *id, struct media_rendition *out, struct str *tag)
{
    struct str number, name, front, shape, width, format;
    struct media_rendition found = {0};
    int64_t found_id;
    if (!str_split(rest, '/', &number, &name) || !str_split(name, '-', &front, &name) ||
        !str_split(name, '-', &shape, &name) || !str_split(name, '.', &width, &format))
        return false;
    if (!parse_plain(number, &found_id) || !is_tag(front) || !parse_shape(shape, &found.shape) ||
        !parse_width(width, &found.rendition_width) || !parse_format(format, &found.format))
        return false;
    *id = found_id;
    *out = found;
    *tag = front;
    return true;
}
