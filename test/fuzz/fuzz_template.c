// Law: whatever the template, a text value never changes the structure of the page. The page made
// with a hostile value has the same tags, attribute names and scripts as the one made with "a".
// The input is templates, divided by lines of "=====": main, x, y, z.
#include "fuzz.h"

#include "template/template.h"

enum { SOURCES_MAX = 4, PAGE_BYTES_COMPARED = 1 << 20 };

static const char hostile[] = "\"'><script>alert(1)</script></title></textarea></style><!--"
                              "--><a onclick=x href=javascript:y>`{{v}} \\\" \xE2\x80\xA8 &lt;\n";

// ── a page's structure, read our own way ──────────────────────────────────────────────────────

struct reader {
    struct str page;
    size_t at;
    struct buf *found;
};

static bool at_end(const struct reader *r)
{
    return r->at >= r->page.len;
}

static char peek(const struct reader *r, size_t ahead)
{
    return r->at + ahead < r->page.len ? r->page.at[r->at + ahead] : '\0';
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

static void skip_past(struct reader *r, struct str what)
{
    ptrdiff_t found = str_find(str_after(r->page, r->at), what);
    r->at = found < 0 ? r->page.len : r->at + (size_t)found + what.len;
}

static void skip_comment(struct reader *r)
{
    r->at += 4;
    if (peek(r, 0) == '>' || (peek(r, 0) == '-' && peek(r, 1) == '>')) {
        skip_past(r, S(">"));
        return;
    }
    for (; !at_end(r); r->at++) {
        if (peek(r, 0) != '-' || peek(r, 1) != '-')
            continue;
        size_t end = peek(r, 2) == '!' ? 3 : 2;
        if (peek(r, end) == '>') {
            r->at += end + 1;
            return;
        }
    }
}

static struct str read_name(struct reader *r, bool of_attribute)
{
    size_t start = r->at++;
    while (!at_end(r) && !is_space(peek(r, 0)) && peek(r, 0) != '/' && peek(r, 0) != '>' &&
           !(of_attribute && peek(r, 0) == '='))
        r->at++;
    return str_lower(r->found->mem, str_from_to(r->page, start, r->at));
}

static void skip_space(struct reader *r)
{
    while (is_space(peek(r, 0)))
        r->at++;
}

static struct str read_value(struct reader *r)
{
    char quote = peek(r, 0);
    size_t start = r->at;
    if (quote == '"' || quote == '\'') {
        r->at++;
        skip_past(r, (struct str){&quote, 1});
        return str_from_to(r->page, start + 1, r->at - 1);
    }
    while (!at_end(r) && !is_space(peek(r, 0)) && peek(r, 0) != '>')
        r->at++;
    return str_from_to(r->page, start, r->at);
}

// Values that run must be the same to the byte; of others only the name counts.
static bool read_attribute(struct reader *r)
{
    struct str value = STR_NONE, name = read_name(r, true);
    skip_space(r);
    if (peek(r, 0) == '=') {
        r->at++;
        skip_space(r);
        value = read_value(r);
    }
    buf_add_char(r->found, ' ');
    buf_add(r->found, name);
    bool runs = str_starts(name, S("on")) || str_is(name, "style") || str_is(name, "srcdoc");
    bool is_script = str_starts(str_lower(r->found->mem, str_trim(value)), S("javascript:"));
    if (runs || (str_is(name, "href") && is_script))
        buf_add(r->found, value);
    return str_is(name, "type") && (str_eq_nocase(value, S("application/ld+json")) ||
                                    str_eq_nocase(value, S("application/json")));
}

static bool read_attributes(struct reader *r)
{
    bool is_json = false;
    for (;;) {
        while (is_space(peek(r, 0)) || peek(r, 0) == '/')
            r->at++;
        if (at_end(r))
            return is_json;
        if (peek(r, 0) == '>') {
            r->at++;
            return is_json;
        }
        is_json |= read_attribute(r);
    }
}

// To the end tag of this name.
static struct str read_raw(struct reader *r, struct str name)
{
    size_t start = r->at;
    for (; !at_end(r); r->at++) {
        struct str rest = str_after(r->page, r->at);
        char after = peek(r, name.len + 2);
        if (str_starts(rest, S("</")) && str_eq_nocase(str_from_to(rest, 2, 2 + name.len), name) &&
            (is_space(after) || after == '/' || after == '>'))
            break;
    }
    return str_from_to(r->page, start, r->at);
}

static void read_tag(struct reader *r)
{
    static const char *const raw[] = {"script", "style",   "xmp",      "iframe",
                                      "title",  "noembed", "noframes", "textarea"};
    bool closing = peek(r, 1) == '/';
    r->at += closing ? 2 : 1;
    struct str name = read_name(r, false);
    buf_add(r->found, closing ? S("</") : S("<"));
    buf_add(r->found, name);
    bool is_json = read_attributes(r);
    buf_add_char(r->found, '>');
    for (size_t i = 0; i < ARRAY_LEN(raw) && !closing; i++) {
        if (!str_is(name, raw[i]))
            continue;
        struct str content = read_raw(r, name);
        if (i < 4 && !(i == 0 && is_json)) // what a browser runs, or might
            buf_add(r->found, content);
    }
}

static struct str structure(struct arena *mem, struct str page)
{
    struct buf found;
    buf_start(&found, mem, SIZE_MAX);
    struct reader r = {.page = page, .found = &found};
    while (!at_end(&r)) {
        if (peek(&r, 0) != '<')
            r.at++;
        else if (is_letter(peek(&r, 1)) || (peek(&r, 1) == '/' && is_letter(peek(&r, 2))))
            read_tag(&r);
        else if (str_starts(str_after(page, r.at), S("<!--")))
            skip_comment(&r);
        else if (peek(&r, 1) == '!' || peek(&r, 1) == '?' ||
                 (peek(&r, 1) == '/' && !at_end(&r) && r.at + 2 < page.len))
            skip_past(&r, S(">"));
        else
            r.at++;
    }
    return buf_str(&found);
}

// ── the law ───────────────────────────────────────────────────────────────────────────────────

static struct value *make_values(struct arena *mem, struct str text)
{
    struct value *values = value_map(mem), *list = map_list(values, "l");
    map_text(values, "v", text);
    map_text(values, "c", text.len > 1 ? S("javascript:x") : S("a"));
    map_html(values, "h", (struct html){S("<b>x</b>")});
    map_bool(values, "t", true);
    map_bool(values, "f", false);
    map_int(values, "n", -42);
    map_put(map_map(values, "m"), "r", value_region(mem, S("ticker:en")));
    for (int i = 0; i < 2; i++)
        map_text(list_map(list), "v", text);
    return values;
}

static bool render(struct job *job, const struct template_set *set, struct str text,
                   struct str *found)
{
    struct sheet sheet;
    if (!template_render(job, set, S("main"), make_values(&job->mem, text), &sheet))
        return false;
    for (size_t i = 0; i < sheet.regions_count; i++)
        LAW(sheet.regions[i].at <= sheet.text.len);
    *found = sheet.text.len > PAGE_BYTES_COMPARED ? STR_NONE : structure(&job->mem, sheet.text);
    return true;
}

static size_t cut_up(struct str input, struct template_source sources[SOURCES_MAX])
{
    static const char *const names[SOURCES_MAX] = {"main", "x", "y", "z"};
    size_t count = 0;
    while (count < SOURCES_MAX) {
        ptrdiff_t end = count + 1 < SOURCES_MAX ? str_find(input, S("\n=====\n")) : -1;
        struct str text = end < 0 ? input : str_from_to(input, 0, (size_t)end);
        sources[count] = (struct template_source){str_from(names[count]), text};
        count++;
        if (end < 0)
            break;
        input = str_after(input, (size_t)end + 7);
    }
    return count;
}

static void check_mode(enum template_mode mode, const struct template_source *sources, size_t count)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct template_set *set;
    struct str harmless, found;
    if (!template_set_make(&job, mode, sources, count, &set))
        return;
    bool ok = render(&job, set, S("a"), &harmless);
    bool also = render(&job, set, (struct str){hostile, sizeof(hostile) - 1}, &found);
    if (ok && also && mode == TEMPLATE_HTML && !str_eq(harmless, found)) {
        fprintf(stderr, STR_FMT "\n  became\n" STR_FMT "\n", STR_ARG(harmless), STR_ARG(found));
        LAW(str_eq(harmless, found));
    }
    template_set_free(set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct template_source sources[SOURCES_MAX];
    size_t count = cut_up((struct str){(const char *)data, size}, sources);
    check_mode(TEMPLATE_HTML, sources, count);
    check_mode(TEMPLATE_SPEC, sources, count);
    return 0;
}
