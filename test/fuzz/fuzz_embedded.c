// Words out of a picture's metadata are text on one line, no longer than is taken.
#include "fuzz.h"

#include "media/internal.h"

static void check(const struct embedded_words *words)
{
    LAW(words->caption.len <= EMBEDDED_WORDS_MAX && is_utf8_text(words->caption));
    LAW(words->credit.len <= EMBEDDED_CREDIT_MAX && is_utf8_text(words->credit));
    LAW(!str_has(words->caption, '\n') && !str_has(words->credit, '\n'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct embedded_words iptc = {0}, xmp = {0};
    struct arena mem;
    arena_start(&mem);
    embedded_read_iptc(&mem, bytes, &iptc);
    check(&iptc);
    embedded_read_xmp(&mem, bytes, &xmp);
    check(&xmp);
    (void)kind_of(bytes);
    LAW(kind_refused(bytes) != NULL);
    arena_end(&mem);
    return 0;
}
