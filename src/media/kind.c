#include "media/internal.h"

const struct kind_facts kind_facts[PICTURE_KINDS] = {
    [KIND_NONE] = {"", ""},
    [KIND_JPEG] = {"JPEG", "image/jpeg"},
    [KIND_PNG] = {"PNG", "image/png"},
    [KIND_WEBP] = {"WebP", "image/webp"},
    [KIND_GIF] = {"GIF", "image/gif"},
    [KIND_AVIF] = {"AVIF", "image/avif"},
    [KIND_HEIC] = {"HEIC", "image/heic"},
};

static const struct {
    enum picture_kind kind;
    struct str start;
} starts[] = {
    {KIND_JPEG, S("\xff\xd8\xff")},
    {KIND_PNG, S("\x89PNG\r\n\x1a\n")},
    {KIND_GIF, S("GIF87a")},
    {KIND_GIF, S("GIF89a")},
};

static const struct {
    enum picture_kind kind;
    struct str brand;
} brands[] = {
    {KIND_AVIF, S("avif")}, {KIND_AVIF, S("avis")}, {KIND_HEIC, S("heic")}, {KIND_HEIC, S("heix")},
    {KIND_HEIC, S("heim")}, {KIND_HEIC, S("heis")}, {KIND_HEIC, S("hevc")},
};

// What else people send, by how it begins (after blanks, for text).
static const struct {
    struct str start;
    const char *name;
} others[] = {
    {S("<svg"), "an SVG file"},
    {S("%PDF"), "a PDF file"},
    {S("<!doctype html"), "an HTML page"},
    {S("<html"), "an HTML page"},
    {S("<?xml"), "an XML file"},
    {S("II*\0"), "a TIFF or raw file"},
    {S("MM\0*"), "a TIFF or raw file"},
    {S("BM"), "a BMP file"},
    {S("8BPS"), "a Photoshop file"},
    {S("PK\x03\x04"), "a ZIP file"},
    {S("\xff\x0a"), "a JPEG XL file"},
    {S("\0\0\0\x0cJXL "), "a JPEG XL file"},
    {S("\0\0\0\x0cjP  "), "a JPEG 2000 file"},
    {S("\0\0\x01\0"), "an icon file"},
    {S("%!PS"), "a PostScript file"},
};

// An ISO base media file names its brands in the first box: the major one, then all that fit.
static enum picture_kind kind_of_boxes(struct str bytes)
{
    enum { BRANDS_LOOKED_AT = 64 };
    if (!str_eq(str_from_to(bytes, 4, 8), S("ftyp")))
        return KIND_NONE;
    for (size_t at = 8; at + 4 <= bytes.len && at < BRANDS_LOOKED_AT; at += at == 8 ? 8 : 4) {
        for (size_t i = 0; i < ARRAY_LEN(brands); i++) {
            if (str_eq(str_from_to(bytes, at, at + 4), brands[i].brand))
                return brands[i].kind;
        }
    }
    return KIND_NONE;
}

enum picture_kind kind_of(struct str bytes)
{
    for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
        if (str_starts(bytes, starts[i].start))
            return starts[i].kind;
    }
    if (str_starts(bytes, S("RIFF")) && str_eq(str_from_to(bytes, 8, 12), S("WEBP")))
        return KIND_WEBP;
    return kind_of_boxes(bytes);
}

static bool has_soon(struct str bytes, struct str what)
{
    return str_find(str_from_to(bytes, 0, 4096), what) >= 0;
}

const char *kind_refused(struct str bytes)
{
    struct str text = str_starts(bytes, S("\xef\xbb\xbf")) ? str_after(bytes, 3) : bytes;
    text = str_trim(str_from_to(text, 0, 4096));
    if (!bytes.len)
        return "empty";
    if ((str_starts(text, S("<")) && has_soon(bytes, S("<svg"))) ||
        has_soon(text, S("DOCTYPE svg")))
        return "an SVG file, which can hold programs";
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        struct str start = others[i].start;
        if (str_eq_nocase(str_from_to(text, 0, start.len), start) || str_starts(bytes, start))
            return others[i].name;
    }
    return str_eq(str_from_to(bytes, 4, 8), S("ftyp")) ? "a video or another such container"
                                                       : "no picture that is known here";
}
