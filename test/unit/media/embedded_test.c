#include "unit.h"

#include "media/internal.h"

#define BYTES(literal) ((struct str){literal, sizeof(literal) - 1})

static struct arena mem;

static int start(void **state)
{
    arena_start(&mem);
    return 0;
}

static int end(void **state)
{
    arena_end(&mem);
    return 0;
}

static struct embedded_words iptc(struct str bytes)
{
    struct embedded_words words = {0};
    embedded_read_iptc(&mem, bytes, &words);
    return words;
}

static struct embedded_words xmp(const char *text)
{
    struct embedded_words words = {0};
    embedded_read_xmp(&mem, str_from(text), &words);
    return words;
}

// A dataset is 1C, record 2, its number (x 120 caption, P 80 byline, n 110 credit, s 115 source),
// and the length in two bytes.
static void iptc_gives_caption_and_credit(void **state)
{
    struct embedded_words words = iptc(BYTES("\34\2x\0\5Boats\34\2P\0\3Ana\34\2n\0\3EFE"));
    assert_str(words.caption, "Boats");
    assert_str(words.credit, "EFE"); // the credit before the byline
    assert_str(iptc(BYTES("\34\2s\0\2WX\34\2P\0\3Ana")).credit, "Ana");
    assert_str(iptc(BYTES("\34\2s\0\2WX")).credit, "WX");
}

static void iptc_stands_in_photoshops_blocks(void **state)
{
    struct embedded_words words = iptc(BYTES("Photoshop 3.0\0"
                                             "8BIM\3\355\0\0\0\0\0\3abc\0"
                                             "8BIM\4\4\3xyz\0\0\0\12\34\2x\0\5Boats"));
    assert_str(words.caption, "Boats");
}

static void latin_1_becomes_utf_8(void **state)
{
    assert_str(iptc(BYTES("\34\2x\0\4caf\351")).caption, "café");
    assert_str(iptc(BYTES("\34\2x\0\5caf\303\251")).caption, "café");
    assert_str(iptc(BYTES("\34\2x\0\5a\nb\tc")).caption, "a b c");
}

static void broken_iptc_gives_nothing_and_reads_nothing_else(void **state)
{
    static const struct str broken[] = {
        BYTES("\34"),
        BYTES("\34\2x\0\377a"),
        BYTES("\34\2x\377\377a"),
        BYTES("8BIM\4\4\377"),
        BYTES("8BIM\4\4\0\0\377\377\377\377"),
        BYTES("Photoshop 3.0\0"),
        BYTES("\34\2x\0\3a\0b"),
    };
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        char *exact = heap_take(broken[i].len); // so that a sanitizer sees a byte too far
        memcpy(exact, broken[i].at, broken[i].len);
        struct embedded_words words = iptc((struct str){exact, broken[i].len});
        free(exact);
        assert_str(words.caption, "");
    }
}

static void xmp_gives_the_default_language_or_the_first(void **state)
{
    assert_str(xmp("<dc:description><rdf:Alt><rdf:li xml:lang='es'>Barcos</rdf:li>"
                   "<rdf:li xml:lang='x-default'>Boats &amp; &#x2014; nets</rdf:li></rdf:Alt>"
                   "</dc:description>")
                   .caption,
               "Boats & — nets");
    assert_str(xmp("<dc:description ><rdf:Alt><rdf:li xml:lang='es'>Barcos</rdf:li>"
                   "<rdf:li xml:lang='en'>Boats</rdf:li></rdf:Alt></dc:description>")
                   .caption,
               "Barcos");
    assert_str(xmp("<dc:description>Boats</dc:description>").caption, "Boats");
}

static void xmp_gives_the_credit_or_the_creator(void **state)
{
    assert_str(xmp("<rdf:Description photoshop:Credit=\"EFE &lt;b&gt;\" x='y'/>").credit,
               "EFE <b>");
    assert_str(xmp("<photoshop:Credit>EFE</photoshop:Credit>").credit, "EFE");
    assert_str(xmp("<dc:creator><rdf:Seq><rdf:li>Ana</rdf:li><rdf:li>Bea</rdf:li></rdf:Seq>"
                   "</dc:creator>")
                   .credit,
               "Ana");
}

static void broken_xmp_gives_nothing(void **state)
{
    static const char *const broken[] = {
        "<dc:description>",
        "<dc:description",
        "<dc:descriptions>a</dc:descriptions>",
        "</dc:description><dc:description>",
        "<dc:description><rdf:li",
        "<dc:description><rdf:Alt><rdf:li>a</rdf:Alt></dc:description>",
        "<dc:description><rdf:li><b>a</b></rdf:li></dc:description>",
        " dc:description=",
        " dc:description=\"a",
        "<dc:description>&#0;</dc:description",
    };
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        assert_str(xmp(broken[i]).caption, "");
    assert_str(xmp("<dc:description>&#0;&nope;&#xd800;&</dc:description>").caption,
               "&#0;&nope;&#xd800;&");
}

static void what_iptc_said_xmp_does_not_change(void **state)
{
    struct embedded_words words = iptc(BYTES("\34\2x\0\5Boats"));
    embedded_read_xmp(&mem, S("<dc:description>Nets</dc:description>"), &words);
    assert_str(words.caption, "Boats");
}

static void too_long_is_cut_between_characters(void **state)
{
    struct buf b;
    buf_start(&b, &mem, 1 << 16);
    buf_add(&b, S("<dc:description>"));
    for (int i = 0; i < 3000; i++)
        buf_add(&b, S("é"));
    buf_add(&b, S("</dc:description>"));
    struct embedded_words words = {0};
    embedded_read_xmp(&mem, buf_str(&b), &words);
    assert_int_equal(words.caption.len, EMBEDDED_WORDS_MAX);
    assert_true(is_utf8_text(words.caption));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iptc_gives_caption_and_credit),
        cmocka_unit_test(iptc_stands_in_photoshops_blocks),
        cmocka_unit_test(latin_1_becomes_utf_8),
        cmocka_unit_test(broken_iptc_gives_nothing_and_reads_nothing_else),
        cmocka_unit_test(xmp_gives_the_default_language_or_the_first),
        cmocka_unit_test(xmp_gives_the_credit_or_the_creator),
        cmocka_unit_test(broken_xmp_gives_nothing),
        cmocka_unit_test(what_iptc_said_xmp_does_not_change),
        cmocka_unit_test(too_long_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, start, end);
}
