#include "unit.h"

#include "media/internal.h"

#define BYTES(literal) ((struct str){literal, sizeof(literal) - 1})

static void a_picture_is_known_by_how_it_begins(void **state)
{
    static const struct {
        struct str bytes;
        enum picture_kind kind;
    } cases[] = {
        {BYTES("\xff\xd8\xff\xe0"), KIND_JPEG},
        {BYTES("\x89PNG\r\n\x1a\n"), KIND_PNG},
        {BYTES("GIF89a"), KIND_GIF},
        {BYTES("GIF87a"), KIND_GIF},
        {BYTES("RIFF\0\0\0\0WEBPVP8 "), KIND_WEBP},
        {BYTES("\0\0\0\x18"
               "ftypavif\0\0\0\0"),
         KIND_AVIF},
        {BYTES("\0\0\0\x18"
               "ftypheic\0\0\0\0"),
         KIND_HEIC},
        {BYTES("\0\0\0\x18"
               "ftypmif1\0\0\0\0mif1avif"),
         KIND_AVIF},
        {BYTES("\0\0\0\x18"
               "ftypmp42\0\0\0\0isom"),
         KIND_NONE},
        {BYTES("RIFF\0\0\0\0WAVE"), KIND_NONE},
        {BYTES("GIF88a"), KIND_NONE},
        {BYTES("\xff\xd8"), KIND_NONE},
        {BYTES(""), KIND_NONE},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(kind_of(cases[i].bytes), cases[i].kind);
}

static void what_is_refused_has_a_name(void **state)
{
    static const struct {
        struct str bytes;
        const char *says;
    } cases[] = {
        {BYTES("<svg onload='x'>"), "an SVG file, which can hold programs"},
        {BYTES("\xef\xbb\xbf \n<?xml version='1.0'?><!-- a --><svg>"),
         "an SVG file, which can hold programs"},
        {BYTES("<!DOCTYPE HTML>"), "an HTML page"},
        {BYTES("%PDF-1.4"), "a PDF file"},
        {BYTES("II*\0abcd"), "a TIFF or raw file"},
        {BYTES("BM...."), "a BMP file"},
        {BYTES("\0\0\0\x18"
               "ftypmp42"),
         "a video or another such container"},
        {BYTES("hello"), "no picture that is known here"},
        {BYTES(""), "empty"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(kind_refused(cases[i].bytes), cases[i].says);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_known_by_how_it_begins),
        cmocka_unit_test(what_is_refused_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
