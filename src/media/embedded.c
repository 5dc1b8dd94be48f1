// Words inside a picture's metadata: IPTC-IIM as cameras and desks have written it since 1991, and
// XMP, which is RDF in XML. Both are read as far as captions and credits need, by readers that see
// bytes only: no entity is fetched, nothing is followed, all lengths are checked.
#include "media/internal.h"

#include "text/unicode.h"

// ── text ──────────────────────────────────────────────────────────────────────────────────────

static struct str from_latin1(struct arena *mem, struct str bytes)
{
    struct buf b;
    buf_start(&b, mem, 2 * bytes.len + 1);
    for (size_t i = 0; i < bytes.len; i++)
        buf_add_codepoint(&b, (unsigned char)bytes.at[i]);
    return buf_str(&b);
}

// Shorter, but not through a character.
static struct str shorten(struct str text, size_t most)
{
    if (text.len <= most)
        return text;
    text.len = most;
    for (int i = 0; i < 3 && text.len && !is_utf8_text(text); i++)
        text.len--;
    return text;
}

// As UTF-8 on one line, no longer than is taken. Some writers fill up with NULs.
static struct str clean(struct arena *mem, struct str bytes, size_t most)
{
    while (bytes.len && bytes.at[bytes.len - 1] == '\0')
        bytes.len--;
    struct str text = shorten(bytes, 4 * EMBEDDED_WORDS_MAX);
    if (!is_utf8_text(text))
        text = from_latin1(mem, text);
    if (!is_utf8_text(text)) // a NUL inside
        return STR_NONE;
    return shorten(text_clean_line(mem, text), most);
}

static void fill_caption(struct arena *mem, struct embedded_words *words, struct str bytes)
{
    if (!words->caption.len && bytes.len)
        words->caption = clean(mem, bytes, EMBEDDED_WORDS_MAX);
}

static void fill_credit(struct arena *mem, struct embedded_words *words, struct str bytes)
{
    if (!words->credit.len && bytes.len)
        words->credit = clean(mem, bytes, EMBEDDED_CREDIT_MAX);
}

// ── IPTC ──────────────────────────────────────────────────────────────────────────────────────

static size_t number(struct str bytes, size_t at, size_t count) // big-endian; in bounds
{
    size_t value = 0;
    for (size_t i = 0; i < count; i++)
        value = value << 8 | (unsigned char)bytes.at[at + i];
    return value;
}

// Datasets: 1C, record, number, length in two bytes. Longer ones (bit 15) are no text of ours.
static void read_datasets(struct arena *mem, struct str bytes, struct embedded_words *words)
{
    enum { HEAD = 5, APPLICATION = 2, CREDIT = 110, SOURCE = 115, BYLINE = 80, CAPTION = 120 };
    struct str credit = STR_NONE, source = STR_NONE, byline = STR_NONE, caption = STR_NONE;
    for (size_t at = 0; at + HEAD <= bytes.len && bytes.at[at] == 0x1c;) {
        size_t len = number(bytes, at + 3, 2);
        if (len > 0x7fff || at + HEAD + len > bytes.len)
            break;
        struct str value = str_from_to(bytes, at + HEAD, at + HEAD + len);
        size_t record = number(bytes, at + 1, 1), dataset = number(bytes, at + 2, 1);
        struct str *to = dataset == CREDIT    ? &credit
                         : dataset == SOURCE  ? &source
                         : dataset == BYLINE  ? &byline
                         : dataset == CAPTION ? &caption
                                              : NULL;
        if (record == APPLICATION && to && !to->len)
            *to = value;
        at += HEAD + len;
    }
    fill_caption(mem, words, caption);
    fill_credit(mem, words, credit);
    fill_credit(mem, words, byline);
    fill_credit(mem, words, source);
}

// Photoshop's blocks: "8BIM", number, name (length first, even), length in four bytes, bytes
// (even).
static void read_blocks(struct arena *mem, struct str bytes, struct embedded_words *words)
{
    enum { IPTC = 0x0404 };
    size_t at = 0;
    while (at + 12 <= bytes.len && str_eq(str_from_to(bytes, at, at + 4), S("8BIM"))) {
        size_t name = number(bytes, at + 6, 1), id = number(bytes, at + 4, 2);
        size_t size_at = at + 6 + ((name + 2) & ~(size_t)1);
        if (size_at + 4 > bytes.len)
            return;
        size_t len = number(bytes, size_at, 4), start = size_at + 4;
        if (len > bytes.len - start)
            return;
        if (id == IPTC)
            read_datasets(mem, str_from_to(bytes, start, start + len), words);
        at = start + ((len + 1) & ~(size_t)1);
    }
}

void embedded_read_iptc(struct arena *mem, struct str bytes, struct embedded_words *words)
{
    struct str photoshop = (struct str){"Photoshop 3.0", sizeof("Photoshop 3.0")}; // NUL and all
    if (str_starts(bytes, photoshop))
        bytes = str_after(bytes, photoshop.len);
    if (str_starts(bytes, S("8BIM")))
        read_blocks(mem, bytes, words);
    else
        read_datasets(mem, bytes, words);
}

// ── XMP ───────────────────────────────────────────────────────────────────────────────────────

// &amp; and its four brothers, and numbers. Anything else stays as it stands.
static size_t read_reference(struct str rest, uint32_t *codepoint)
{
    static const struct {
        struct str text;
        uint32_t codepoint;
    } named[] = {{S("&amp;"), '&'},
                 {S("&lt;"), '<'},
                 {S("&gt;"), '>'},
                 {S("&quot;"), '"'},
                 {S("&apos;"), '\''}};
    for (size_t i = 0; i < ARRAY_LEN(named); i++) {
        *codepoint = named[i].codepoint;
        if (str_starts(rest, named[i].text))
            return named[i].text.len;
    }
    ptrdiff_t end = str_find_char(str_from_to(rest, 0, 12), ';');
    if (!str_starts(rest, S("&#")) || end < 3)
        return 0;
    bool is_hex = rest.at[2] == 'x';
    char *stop, digits[12] = {0};
    memcpy(digits, rest.at + 2 + is_hex, (size_t)end - 2 - is_hex);
    unsigned long value = strtoul(digits, &stop, is_hex ? 16 : 10);
    bool is_character = value >= ' ' && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
    *codepoint = (uint32_t)value;
    return *stop == '\0' && is_character ? (size_t)end + 1 : 0;
}

static struct str unescape(struct arena *mem, struct str text)
{
    struct buf b;
    uint32_t codepoint;
    text = str_from_to(text, 0, 8 * EMBEDDED_WORDS_MAX);
    buf_start(&b, mem, 2 * text.len + 8);
    while (text.len > 0) {
        size_t used = text.at[0] == '&' ? read_reference(text, &codepoint) : 0;
        if (used)
            buf_add_codepoint(&b, codepoint);
        else
            buf_add_char(&b, text.at[0]);
        text = str_after(text, used ? used : 1);
    }
    return buf_str(&b);
}

// name="…" or name='…' in `text`, the name whole.
static bool find_attribute(struct str text, struct str name, struct str *out)
{
    for (struct str rest = text;;) {
        ptrdiff_t at = str_find(rest, name);
        if (at < 0)
            return false;
        bool is_whole = at > 0 && (rest.at[at - 1] == ' ' || rest.at[at - 1] == '\n' ||
                                   rest.at[at - 1] == '\t' || rest.at[at - 1] == '\r');
        rest = str_after(rest, (size_t)at + name.len);
        struct str value = str_trim(rest);
        if (!is_whole || !str_starts(value, S("=")))
            continue;
        value = str_trim(str_after(value, 1));
        ptrdiff_t end = value.len ? str_find_char(str_after(value, 1), value.at[0]) : -1;
        if (end < 0 || (value.at[0] != '"' && value.at[0] != '\''))
            continue;
        *out = str_from_to(value, 1, 1 + (size_t)end);
        return true;
    }
}

// What stands between <name …> and </name>.
static bool find_element(struct arena *mem, struct str text, struct str name, struct str *out)
{
    struct str open = str_join(mem, S("<"), name);
    struct str close = str_printf(mem, "</" STR_FMT ">", STR_ARG(name));
    for (struct str rest = text;;) {
        ptrdiff_t at = str_find(rest, open);
        if (at < 0)
            return false;
        rest = str_after(rest, (size_t)at + open.len);
        ptrdiff_t head = str_find_char(rest, '>'), end = str_find(rest, close);
        if (head < 0 || end < 0)
            return false;
        if (!rest.len || !strchr(" >\n\t\r", rest.at[0]) || head > end)
            continue; // another name that begins like it
        *out = str_from_to(rest, (size_t)head + 1, (size_t)end);
        return true;
    }
}

// Of a language alternative the default, else the first item; of a list the first; else the text.
static struct str choose_item(struct str inside)
{
    struct str first = STR_NONE;
    bool has_items = false;
    for (ptrdiff_t at; (at = str_find(inside, S("<rdf:li"))) >= 0;) {
        inside = str_after(inside, (size_t)at + sizeof("<rdf:li") - 1);
        ptrdiff_t head = str_find_char(inside, '>');
        if (head < 0)
            break;
        struct str attributes = str_from_to(inside, 0, (size_t)head);
        inside = str_after(inside, (size_t)head + 1);
        ptrdiff_t end = str_find(inside, S("</rdf:li>"));
        if (end < 0)
            break;
        struct str item = str_from_to(inside, 0, (size_t)end);
        if (str_find(attributes, S("x-default")) >= 0)
            return item;
        first = has_items ? first : item;
        has_items = true;
    }
    return has_items || str_has(inside, '<') ? first : inside;
}

static struct str find_property(struct arena *mem, struct str xmp, struct str name)
{
    struct str inside;
    if (find_attribute(xmp, name, &inside))
        return unescape(mem, inside);
    if (!find_element(mem, xmp, name, &inside))
        return STR_NONE;
    struct str item = str_trim(choose_item(inside));
    return str_has(item, '<') ? STR_NONE : unescape(mem, item);
}

void embedded_read_xmp(struct arena *mem, struct str bytes, struct embedded_words *words)
{
    bytes = str_from_to(bytes, 0, 1 << 20);
    fill_caption(mem, words, find_property(mem, bytes, S("dc:description")));
    fill_credit(mem, words, find_property(mem, bytes, S("photoshop:Credit")));
    fill_credit(mem, words, find_property(mem, bytes, S("dc:creator")));
}
