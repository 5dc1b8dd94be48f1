// How near the text of real saved pages comes to what people say it is: precision and recall over
// runs of four words, as the article-extraction-benchmark has it (each page weighs the same).
#include "shared_data.h"

#include "text/article.h"
#include "text/html_charset.h"

#include <jansson.h>
#include <zlib.h>

#define PAGES "data/html-news/"

enum { RUN_WORDS = 4, PAGE_BYTES_MAX = 16 << 20 };

struct score {
    double precision, recall;
    size_t pages, cut; // pages of whose text more than a tenth is missing
};

struct runs { // hashes of runs of words, in order
    uint64_t *items;
    size_t count, room;
};

// Letters and digits of any script; punctuation beyond ASCII stands in these blocks.
static bool is_in_word(struct str text, size_t *at)
{
    unsigned char c = (unsigned char)text.at[*at];
    size_t len = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    struct str one = str_from_to(text, *at, *at + len);
    bool marks = str_starts(one, S("\xE2\x80")) || str_starts(one, S("\xE2\x81")) ||
                 str_starts(one, S("\xE3\x80")) || (c == 0xC2 && len == 2);
    *at += one.len;
    if (c >= 0x80)
        return !marks;
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static int by_hash(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static struct runs runs_of(struct arena *mem, struct str text)
{
    struct runs runs = {0}, words = {0};
    for (size_t at = 0, from = 0; at < text.len;) {
        size_t before = at;
        bool in_word = is_in_word(text, &at);
        if (in_word && at < text.len)
            continue;
        size_t end = in_word ? at : before;
        if (end > from)
            *list_add(mem, &words.items, &words.count, &words.room) =
                str_hash(str_from_to(text, from, end));
        from = at;
    }
    for (size_t i = 0; i + RUN_WORDS <= words.count; i++)
        *list_add(mem, &runs.items, &runs.count, &runs.room) =
            str_hash((struct str){(const char *)(words.items + i), RUN_WORDS * sizeof(uint64_t)});
    if (runs.count)
        qsort(runs.items, runs.count, sizeof(*runs.items), by_hash);
    return runs;
}

static void compare(struct arena *mem, struct str expected, struct str got, struct score *score)
{
    struct runs a = runs_of(mem, expected), b = runs_of(mem, got);
    size_t both = 0;
    for (size_t i = 0, j = 0; i < a.count && j < b.count;) {
        both += a.items[i] == b.items[j];
        size_t was = i;
        i += a.items[i] <= b.items[j];
        j += a.items[was] >= b.items[j];
    }
    double recall = a.count ? (double)both / (double)a.count : 1;
    score->precision += b.count ? (double)both / (double)b.count : 0;
    score->recall += recall;
    score->cut += recall < 0.9;
    score->pages++;
}

static struct str read_page(struct job *job, const char *path)
{
    struct buf b;
    char part[65536];
    buf_start(&b, &job->mem, PAGE_BYTES_MAX);
    gzFile file = gzopen(path, "rb");
    for (int len; file && (len = gzread(file, part, sizeof(part))) > 0;)
        buf_add(&b, (struct str){part, (size_t)len});
    if (file)
        gzclose(file);
    return buf_str(&b);
}

static bool take_picture(struct job *job, void *with, const struct html_picture *picture,
                         int64_t *id)
{
    *id = 1;
    return true;
}

static void drop_pictures(struct block *block)
{
    size_t kept = 0;
    for (size_t i = 0; i < block->children_count; i++) {
        enum block_type type = block->children[i].type;
        if (type == BLOCK_PICTURE || type == BLOCK_GALLERY || type == BLOCK_EMBED)
            continue;
        drop_pictures(&block->children[i]);
        block->children[kept++] = block->children[i];
    }
    block->children_count = kept;
}

static const struct html_intake with_pictures = {.picture = take_picture};

static struct str article_text(struct job *job, struct str bytes, bool captions)
{
    struct article article;
    struct str html, plain;
    assert_job(
        html_to_utf8(job, bytes, &html) && article_parse(job, html, &with_pictures, &article), job);
    if (!captions)
        drop_pictures(article.body);
    assert_job(document_write_plain(job, article.body, &plain), job);
    return plain;
}

static void assert_at_least(struct score score, const char *of, double f1, double recall)
{
    double p = score.precision / (double)score.pages, r = score.recall / (double)score.pages;
    double got = 2 * p * r / (p + r);
    printf("# %s: %zu pages, F1 %.3f, precision %.3f, recall %.3f, %zu cut\n", of, score.pages, got,
           p, r, score.cut);
    assert_true(got >= f1);
    assert_true(r >= recall);
}

static void the_text_of_news_is_found_whole(void **state)
{
    AUTO_JOB all;
    struct score score = {0};
    const char *name;
    json_t *truth;
    job_start(&all, 0);
    json_t *pages = json_load_file(
        shared_path(&all, PAGES "article-extraction-benchmark/ground-truth.json"), 0, NULL);
    assert_non_null(pages);
    json_object_foreach(pages, name, truth)
    {
        AUTO_JOB job;
        job_start(&job, 0);
        struct str path =
            str_printf(&job.mem, PAGES "article-extraction-benchmark/html/%s.html.gz", name);
        struct str page = read_page(&job, shared_path(&job, str_c(&job.mem, path)));
        json_t *body = json_object_get(truth, "articleBody");
        if (page.len)
            compare(&job.mem, str_from(json_string_value(body)), article_text(&job, page, false),
                    &score);
    }
    json_decref(pages);
    assert_at_least(score, "article-extraction-benchmark", 0.965, 0.98);
}

// What Readability itself makes of its own pages, many of which are no news.
static void readability_finds_much_the_same(void **state)
{
    AUTO_JOB all;
    struct score score = {0};
    job_start(&all, 0);
    DIR *dir = opendir(shared_path(&all, PAGES "readability"));
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        AUTO_JOB job;
        struct block *doc;
        struct str expected;
        job_start(&job, 0);
        const char *own = shared_path(&job, PAGES "readability");
        struct str source = str_printf(&job.mem, "%s/%s/source.html", own, entry->d_name);
        struct str truth = str_printf(&job.mem, "%s/%s/expected.html", own, entry->d_name);
        struct str page = read_page(&job, str_c(&job.mem, source));
        struct str html = read_page(&job, str_c(&job.mem, truth));
        if (entry->d_name[0] == '.' || !page.len || !html.len)
            continue;
        assert_job(html_parse_document(&job, html, &with_pictures, &doc) &&
                       document_write_plain(&job, doc, &expected),
                   &job);
        compare(&job.mem, expected, article_text(&job, page, true), &score);
    }
    closedir(dir);
    assert_at_least(score, "readability", 0.9, 0.9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_of_news_is_found_whole),
        cmocka_unit_test(readability_finds_much_the_same),
    };
    return run_with_shared_data(tests);
}
