#include "unit.h"

#include "text/document_source.h"

static const char hard[] =
    "{\"type\":\"doc\",\"content\":["
    "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"::: factbox\"}]},"
    "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\":::\"}]},"
    "{\"type\":\"paragraph\"},"
    "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"مرحبا\",\"marks\":["
    "{\"type\":\"lang\",\"attrs\":{\"lang\":\"ar\",\"dir\":\"rtl\"}}]}]},"
    "{\"type\":\"factbox\",\"attrs\":{\"title\":\"title: of \\\"it\\\"\"},\"content\":["
    "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"title: no attribute\"}]},"
    "{\"type\":\"list\",\"content\":[{\"type\":\"item\",\"content\":[{\"type\":\"picture\","
    "\"attrs\":{\"ref\":\"7\",\"credit\":\"AP\"}}]}]}]},"
    "{\"type\":\"timeline\",\"attrs\":{\"title\":\"L\"},\"content\":[{\"type\":\"event\","
    "\"attrs\":{\"at\":\"2026-11-24T10:12:00Z\"},\"content\":[{\"type\":\"paragraph\",\"content\":["
    "{\"type\":\"text\",\"text\":\"e\"}]}]},{\"type\":\"event\",\"attrs\":{\"at\":\"2026-11-25\"},"
    "\"content\":[{\"type\":\"paragraph\"}]}]},"
    "{\"type\":\"pullquote\",\"attrs\":{\"attribution\":\"The mayor\"},\"content\":["
    "{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"line_break\"},{\"type\":\"text\","
    "\"text\":\"b\"}]},"
    "{\"type\":\"chart\",\"attrs\":{\"title\":\"C\",\"alt\":\"up\",\"data\":{\"kind\":\"bar\","
    "\"unit\":\"m\",\"series\":[\"A\"],\"rows\":[[\"::: json\",1]]}}},"
    "{\"type\":\"table\",\"attrs\":{\"caption\":\"T\"},\"content\":[{\"type\":\"row\",\"content\":["
    "{\"type\":\"cell\",\"attrs\":{\"header\":true},\"content\":[{\"type\":\"text\",\"text\":\"h|"
    "\"}]}]},{\"type\":\"row\",\"content\":[{\"type\":\"cell\"}]}]},"
    "{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[{\"type\":\"cell\"}]}]},"
    "{\"type\":\"related\",\"attrs\":{\"ref\":\"1,2\"}},{\"type\":\"divider\"}]}";

// The same text, and after it took over the ids of the one before: the same, byte for byte.
static void assert_same_again(struct job *job, struct str json)
{
    struct block *doc, *again;
    struct str before, after, source;
    assert_job(document_parse(job, json, &doc) && document_write(job, doc, &before), job);
    assert_job(document_write_source(job, doc, &source), job);
    assert_job(document_parse_source(job, source, &again), job);
    document_adopt_ids(job, again, doc);
    assert_job(document_write(job, again, &after), job);
    if (!str_eq(before, after))
        fail_msg(STR_FMT "\nis written as\n" STR_FMT "\nand read back as\n" STR_FMT,
                 STR_ARG(before), STR_ARG(source), STR_ARG(after));
}

static void a_document_with_everything_is_read_back_as_it_was(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_same_again(&job, str_from(hard));
}

// ── documents by chance ───────────────────────────────────────────────────────────────────────

struct chance {
    uint64_t state;
    struct buf b;
};

static unsigned dice(struct chance *c, unsigned sides)
{
    c->state = c->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(c->state >> 33) % sides;
}

static void say_text(struct chance *c)
{
    static const char *const words[] = {
        "word", "*",     "_",        "`",     "# a", "- a", "1. a",     "> q",
        "|",    ":::",   "::: json", "&amp;", "<b>", "[",   "]",        "!",
        "\\\\", "مرحبا", "¿Qué?",    "+",     "===", "---", "title: x", "http://x.y",
    };
    buf_add_char(&c->b, '"');
    for (unsigned i = dice(c, 5) + 1; i > 0; i--) {
        buf_add(&c->b, str_from(words[dice(c, ARRAY_LEN(words))]));
        if (dice(c, 2))
            buf_add_char(&c->b, ' ');
    }
    buf_add_char(&c->b, '"');
}

static void say_spans(struct chance *c)
{
    static const char *const marks[] = {
        "",
        ",\"marks\":[{\"type\":\"strong\"}]",
        ",\"marks\":[{\"type\":\"em\"}]",
        ",\"marks\":[{\"type\":\"sup\"}]",
        ",\"marks\":[{\"type\":\"link\",\"attrs\":{\"href\":\"https://example.org/(a)\"}}]",
        ",\"marks\":[{\"type\":\"lang\",\"attrs\":{\"lang\":\"ar\"}}]"};
    buf_add(&c->b, S("\"content\":["));
    for (unsigned i = 0, count = dice(c, 4); i < count; i++) {
        buf_add(&c->b, i ? S(",") : S(""));
        if (dice(c, 6) == 0) {
            buf_add(&c->b, S("{\"type\":\"line_break\"}"));
            continue;
        }
        buf_add(&c->b, S("{\"type\":\"text\",\"text\":"));
        say_text(c);
        buf_printf(&c->b, "%s}", marks[dice(c, 3) ? 0 : dice(c, ARRAY_LEN(marks))]);
    }
    buf_add(&c->b, S("]"));
}

static void say_blocks(struct chance *c, int depth);

static void say_inside(struct chance *c, const char *type, const char *attr, int depth)
{
    buf_printf(&c->b, "{\"type\":\"%s\"", type);
    if (attr) {
        buf_printf(&c->b, ",\"attrs\":{\"%s\":", attr);
        say_text(c);
        buf_add_char(&c->b, '}');
    }
    buf_add(&c->b, S(",\"content\":["));
    say_blocks(c, depth);
    buf_add(&c->b, S("]}"));
}

static void say_text_block(struct chance *c, const char *type, const char *attrs)
{
    buf_printf(&c->b, "{\"type\":\"%s\"%s,", type, attrs);
    say_spans(c);
    buf_add_char(&c->b, '}');
}

static void say_list(struct chance *c, int depth)
{
    buf_printf(&c->b, "{\"type\":\"list\",\"attrs\":{\"ordered\":%s},\"content\":[",
               dice(c, 2) ? "true" : "false");
    for (unsigned i = 0, count = 1 + dice(c, 2); i < count; i++) {
        buf_add(&c->b, i ? S(",") : S(""));
        say_inside(c, "item", NULL, depth);
    }
    buf_add(&c->b, S("]}"));
}

static void say_block(struct chance *c, int depth)
{
    unsigned kind = dice(c, depth > 2 ? 4 : 7);
    if (kind < 2)
        say_text_block(c, "paragraph", "");
    else if (kind == 2)
        say_text_block(c, "heading", ",\"attrs\":{\"level\":3}");
    else if (kind == 3)
        buf_add(&c->b, dice(c, 2) ? S("{\"type\":\"divider\"}")
                                  : S("{\"type\":\"picture\",\"attrs\":{\"ref\":\"7\",\"alt\":\"a "
                                      "\\\"b\\\"\",\"credit\":\"AP\"}}"));
    else if (kind == 4)
        say_list(c, depth + 1);
    else
        say_inside(c, "quote", kind == 5 ? "attribution" : NULL, depth + 1);
}

static void say_blocks(struct chance *c, int depth)
{
    for (unsigned i = 0, count = 1 + dice(c, 3); i < count; i++) {
        buf_add(&c->b, i ? S(",") : S(""));
        if (depth == 0 && dice(c, 4) == 0)
            say_inside(c, "factbox", "title", 1);
        else if (depth == 0 && dice(c, 4) == 0)
            say_text_block(c, "pullquote", "");
        else
            say_block(c, depth);
    }
}

static void nothing_is_lost_of_any_document(void **state)
{
    for (uint64_t seed = 1; seed <= 600; seed++) {
        AUTO_JOB job;
        job_start(&job, 0);
        struct chance c = {.state = seed};
        buf_start(&c.b, &job.mem, 1 << 20);
        buf_add(&c.b, S("{\"type\":\"doc\",\"content\":["));
        say_blocks(&c, 0);
        buf_add(&c.b, S("]}"));
        assert_same_again(&job, buf_str(&c.b));
    }
}

// ── by hand ───────────────────────────────────────────────────────────────────────────────────

static struct block *read(struct job *job, const char *source)
{
    struct block *doc = NULL;
    assert_job(document_parse_source(job, str_from(source), &doc), job);
    return doc;
}

static void a_fact_box_can_be_written_by_hand(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *doc = read(&job, "Before.\n\n::: factbox\ntitle: A marsh\n\nWet.\n\n- one\n:::\n"
                                   "After.");
    assert_int_equal(doc->children_count, 3);
    assert_int_equal(doc->children[1].type, BLOCK_FACTBOX);
    assert_str(doc->children[1].title, "A marsh");
    assert_int_equal(doc->children[1].children_count, 2);
    assert_str(doc->children[2].spans[0].text, "After.");
}

static void a_fence_of_no_type_is_a_slip_that_is_named(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *doc;
    assert_false(document_parse_source(&job, S("One\n\n::: box\ntwo\n:::\n"), &doc));
    assert_non_null(strstr(job.fault.text, "line 3 begins a block \"box\""));
    assert_non_null(strstr(job.fault.text, "factbox"));
    job_forgive(&job);
    doc = read(&job, "::: this is a sentence\n\n:::::::\n");
    assert_int_equal(doc->children[0].type, BLOCK_PARAGRAPH);
}

static void a_fence_without_an_end_is_named(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *doc;
    assert_false(document_parse_source(&job, S("One\n\n::: factbox\ntwo\n"), &doc));
    assert_non_null(strstr(job.fault.text, "line 3"));
}

static void what_may_not_be_is_refused(void **state)
{
    static const char *const wrong[] = {
        "::: json\n{\"type\":\"script\"}\n:::\n",
        "::: json\nnothing\n:::\n",
        "::: picture\n:::\n",
        "::: embed\nref: javascript:alert(1)\n:::\n",
        "::: event\nat: 2026-11-24\n\nx\n:::\n",
        "::: timeline\n\nx\n:::\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        AUTO_JOB job;
        struct block *doc;
        job_start(&job, 0);
        if (document_parse_source(&job, str_from(wrong[i]), &doc))
            fail_msg("%s is taken", wrong[i]);
        assert_int_equal(job.fault.kind, FAULT_INVALID);
    }
}

static void many_fences_have_no_more_blocks_than_one_text(void **state)
{
    AUTO_JOB job;
    struct block *doc;
    struct buf b;
    job_start(&job, 0);
    buf_start(&b, &job.mem, 1 << 20);
    for (int fence = 0; fence < 400; fence++) {
        buf_add(&b, S("::: factbox\n|a|b|c|d|e|f|g|h\n|-|-|-|-|-|-|-|-\n"));
        for (int row = 0; row < 1000; row++)
            buf_add(&b, S("a\n"));
        buf_add(&b, S("\n:::\n"));
    }
    assert_false(document_parse_source(&job, buf_str(&b), &doc));
    assert_string_equal(job.fault.text, "the text has more than 20000 blocks");
    assert_true(job.mem.taken_bytes < 64 << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_with_everything_is_read_back_as_it_was),
        cmocka_unit_test(nothing_is_lost_of_any_document),
        cmocka_unit_test(a_fact_box_can_be_written_by_hand),
        cmocka_unit_test(a_fence_of_no_type_is_a_slip_that_is_named),
        cmocka_unit_test(a_fence_without_an_end_is_named),
        cmocka_unit_test(what_may_not_be_is_refused),
        cmocka_unit_test(many_fences_have_no_more_blocks_than_one_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
