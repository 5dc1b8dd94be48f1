// Other people's examples and attacks, at our gates.
#include "unit.h"

#include "text/markdown.h"
#include "text/unicode.h"

#include "shared_data.h"

// ── reading HTML as a browser would, far enough to see what lives ──────────────────────────────

static bool is_name(struct str tag, struct str name)
{
    return str_starts(tag, name) &&
           (tag.len == name.len || strchr(" />", tag.at[name.len]) != NULL);
}

// One tag without its angle brackets. Attributes of ours have their values in double quotes, in
// which no quotation mark stands; what is outside of them are names.
static const char *fault_in_tag(struct str tag)
{
    static const char *const dead[] = {
        "p",  "h2", "h3", "h4",     "ul",  "ol",         "li",         "hr",
        "br", "a",  "em", "strong", "div", "table",      "thead",      "tbody",
        "tr", "td", "th", "figure", "img", "figcaption", "blockquote", "small"};
    bool known = false, quoted = false;
    struct str name = str_starts(tag, S("/")) ? str_after(tag, 1) : tag;
    for (size_t i = 0; i < ARRAY_LEN(dead); i++)
        known = known || is_name(name, str_from(dead[i]));
    if (!known)
        return "a tag that is not ours";
    for (size_t i = 0; i < tag.len; i++) {
        struct str rest = str_after(tag, i);
        if (tag.at[i] == '"')
            quoted = !quoted;
        if (!quoted && str_starts(rest, S(" on")))
            return "an event attribute";
        if (!quoted && str_starts(rest, S(" style")))
            return "a style attribute";
        struct str scheme = str_after(rest, 7);
        if (str_starts(rest, S(" href=\"")) &&
            !(str_eq_nocase(str_from_to(scheme, 0, 4), S("http")) || str_starts(scheme, S("/")) ||
              str_starts(scheme, S("#")) ||
              str_eq_nocase(str_from_to(scheme, 0, 7), S("mailto:")) ||
              str_eq_nocase(str_from_to(scheme, 0, 4), S("tel:"))))
            return "an address that is not taken";
    }
    return quoted ? "a quotation mark that does not end" : NULL;
}

static const char *fault_in_html(struct str html)
{
    for (ptrdiff_t at; (at = str_find_char(html, '<')) >= 0;) {
        html = str_after(html, (size_t)at + 1);
        ptrdiff_t end = str_find_char(html, '>');
        if (end < 0)
            return "a tag that does not end";
        const char *fault = fault_in_tag(str_from_to(html, 0, (size_t)end));
        if (fault)
            return fault;
        html = str_after(html, (size_t)end + 1);
    }
    return NULL;
}

// Is it valid, dead, and does its Markdown say the same? Refused is fine too.
static void check_markdown(struct str markdown)
{
    AUTO_JOB job;
    struct block *doc, *again;
    struct str json, written, json_again;
    struct html html;
    job_start(&job, 0);
    if (!markdown_parse(&job, markdown, &doc))
        return;
    assert_job(document_write(&job, doc, &json), &job);
    assert_job(document_parse(&job, json, &again), &job);
    assert_job(document_write_html(&job, doc, NULL, &html), &job);
    const char *fault = fault_in_html(html.safe);
    if (fault)
        fail_msg("%s: " STR_FMT, fault, STR_ARG(html.safe));
    assert_job(document_write_markdown(&job, doc, &written), &job);
    assert_job(markdown_parse(&job, written, &again), &job);
    assert_job(document_write(&job, again, &json_again), &job);
    if (!str_eq(json, json_again))
        fail_msg(STR_FMT "\nis read back as\n" STR_FMT, STR_ARG(json), STR_ARG(json_again));
}

static void every_example_of_commonmark_is_a_valid_document(void **state)
{
    AUTO_JOB job;
    struct str file, line;
    struct buf example;
    int examples = 0;
    bool inside = false, in_markdown = false;
    job_start(&job, 0);
    assert_true(read_shared(&job, "conformance/commonmark/spec.txt", &file));
    buf_start(&example, &job.mem, 1 << 20);
    while (str_cut(&file, '\n', &line)) {
        if (str_starts(line, S("````````````````````````````````"))) {
            inside = in_markdown = !inside;
            example.len = 0;
        } else if (inside && in_markdown && str_is(line, ".")) {
            check_markdown(buf_str(&example));
            in_markdown = false;
            examples++;
        } else if (in_markdown) {
            struct str rest = line; // → stands for a tab
            for (ptrdiff_t at; (at = str_find(rest, S("→"))) >= 0;) {
                buf_add(&example, str_from_to(rest, 0, (size_t)at));
                buf_add_char(&example, '\t');
                rest = str_after(rest, (size_t)at + 3);
            }
            buf_add(&example, rest);
            buf_add_char(&example, '\n');
        }
    }
    assert_true(examples > 600);
}

static void check_lines(struct job *job, const char *name, int *checked)
{
    struct str file, line;
    if (!read_shared(job, name, &file))
        return;
    check_markdown(file);
    while (str_cut(&file, '\n', &line)) {
        check_markdown(line);
        ++*checked;
    }
}

static void hostile_markdown_is_dead(void **state)
{
    static const char *const files[] = {
        "data/hostile/Markdown-XSS-Payloads/Markdown-XSS-Payloads.txt",
        "data/hostile/H5SC/vectors.txt",
        "data/hostile/big-list-of-naughty-strings/blns.txt",
        "data/hostile/xss-payload-list/Intruder/xss-payload-list.txt",
        "data/hostile/PayloadsAllTheThings/XSS Injection/Intruders/MarioXSSVectors.txt",
        "data/hostile/PayloadsAllTheThings/XSS Injection/Intruders/JHADDIX_XSS.txt",
    };
    AUTO_JOB job;
    int checked = 0;
    job_start(&job, 0);
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        check_lines(&job, files[i], &checked);
    assert_true(checked > 100);
}

// n_: must be refused. The rest is no document, whatever it is: refused too, and alive after it.
static void json_that_is_none_is_refused(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    const char *folder = shared_path(&job, "conformance/JSONTestSuite/test_parsing");
    DIR *dir = opendir(folder);
    int refused = 0;
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        struct str json, path = str_printf(&job.mem, "%s/%s", folder, entry->d_name);
        struct block *doc;
        if (entry->d_name[0] == '.' || !read_whole(&job, str_c(&job.mem, path), &json))
            continue;
        assert_false(document_parse(&job, json, &doc));
        job_forgive(&job);
        refused++;
        struct buf chart; // where an object of another kind stands
        buf_start(&chart, &job.mem, json.len + 128);
        buf_add(&chart, S("{\"type\":\"doc\",\"content\":[{\"type\":\"chart\",\"attrs\":{\"data\":"
                          "{\"x\":"));
        buf_add(&chart, json);
        buf_add(&chart, S("}}}]}"));
        bool taken = document_parse(&job, buf_str(&chart), &doc);
        if (taken)
            fail_msg("%s is taken", entry->d_name);
        job_forgive(&job);
    }
    closedir(dir);
    assert_true(refused > 100);
}

// ── Unicode's own test data ────────────────────────────────────────────────────────────────────

// "÷ 0020 × 0308 ÷ 0020 ÷ # …": the text, and how many graphemes it has.
static bool parse_break_line(struct buf *text, struct str line, size_t *graphemes)
{
    struct str rest, comment, part;
    if (!str_split(line, '#', &rest, &comment))
        return false;
    *graphemes = 0;
    rest = str_trim(rest);
    while (str_cut(&rest, ' ', &part)) {
        if (str_is(part, "÷")) {
            ++*graphemes;
        } else if (!str_is(part, "×")) {
            char hex[16];
            snprintf(hex, sizeof(hex), STR_FMT, STR_ARG(part));
            uint32_t c = (uint32_t)strtoul(hex, NULL, 16);
            if (c >= 0xD800 && c <= 0xDFFF)
                return false;
            buf_add_codepoint(text, c);
        }
    }
    if (*graphemes == 0)
        return false;
    --*graphemes; // the first ÷ opens
    return text->len > 0;
}

static void graphemes_are_those_of_unicode(void **state)
{
    AUTO_JOB job;
    struct str file, line;
    int checked = 0;
    job_start(&job, 0);
    assert_true(read_shared(&job, "data/unicode/GraphemeBreakTest.txt", &file));
    // The data's version of Unicode may be newer than the library's: a few may differ.
    int differing = 0;
    while (str_cut(&file, '\n', &line)) {
        struct buf text;
        size_t expected;
        buf_start(&text, &job.mem, 256);
        if (!parse_break_line(&text, line, &expected))
            continue;
        checked++;
        differing += text_graphemes(buf_str(&text)) != expected;
    }
    assert_true(checked > 500);
    assert_true(differing * 50 < checked);
}

static struct str codepoints(struct job *job, struct str list)
{
    struct buf b;
    struct str part;
    buf_start(&b, &job->mem, 256);
    while (str_cut(&list, ' ', &part)) {
        char hex[16];
        snprintf(hex, sizeof(hex), STR_FMT, STR_ARG(part));
        buf_add_codepoint(&b, (uint32_t)strtoul(hex, NULL, 16));
    }
    return buf_str(&b);
}

// "source;NFC;NFD;…": cleaning the source and the NFD gives the NFC, cleaned.
static void cleaning_composes_as_unicode_says(void **state)
{
    AUTO_JOB job;
    struct str file, line;
    int checked = 0, differing = 0;
    job_start(&job, 0);
    assert_true(read_shared(&job, "data/unicode/NormalizationTest.part.txt", &file));
    while (str_cut(&file, '\n', &line)) {
        struct str source, nfc, nfd;
        if (line.len == 0 || strchr("#@", line.at[0]) || !str_cut(&line, ';', &source) ||
            !str_cut(&line, ';', &nfc) || !str_cut(&line, ';', &nfd))
            continue;
        struct str expected = text_clean_line(&job.mem, codepoints(&job, nfc));
        struct str from_source = text_clean_line(&job.mem, codepoints(&job, source));
        struct str from_nfd = text_clean_line(&job.mem, codepoints(&job, nfd));
        checked++;
        differing += !str_eq(from_source, expected) || !str_eq(from_nfd, expected);
    }
    assert_true(checked > 100);
    assert_true(differing * 50 < checked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_of_commonmark_is_a_valid_document),
        cmocka_unit_test(hostile_markdown_is_dead),
        cmocka_unit_test(json_that_is_none_is_refused),
        cmocka_unit_test(graphemes_are_those_of_unicode),
        cmocka_unit_test(cleaning_composes_as_unicode_says),
    };
    return run_with_shared_data(tests);
}
