// What text/article.c makes of saved pages, as JSON, a page a line: for bench/article.mjs and
// test/http/article.test.mjs, which compare it with what people say stands there.
//
//   article FILE…        (.gz too; a file that cannot be read is a line with "fault")
#include "text/article.h"
#include "text/html_charset.h"
#include "text/locale.h"

#include <jansson.h>
#include <zlib.h>

enum { FILE_BYTES_MAX = 16 << 20 };

static bool take_picture(struct job *job, void *with, const struct html_picture *picture,
                         int64_t *id)
{
    *id = ++*(int64_t *)with;
    return true;
}

static struct str read_file(struct arena *mem, const char *path)
{
    struct buf b;
    char part[65536];
    buf_start(&b, mem, FILE_BYTES_MAX);
    gzFile file = gzopen(path, "rb");
    for (int len; file && (len = gzread(file, part, sizeof(part))) > 0;)
        buf_add(&b, (struct str){part, (size_t)len});
    if (file)
        gzclose(file);
    return buf_str(&b);
}

static void put_text(json_t *object, const char *name, struct str text)
{
    json_object_set_new(object, name, json_stringn(text.at ? text.at : "", text.len));
}

static void without_pictures(struct block *block)
{
    size_t kept = 0;
    for (size_t i = 0; i < block->children_count; i++) {
        enum block_type type = block->children[i].type;
        if (type == BLOCK_PICTURE || type == BLOCK_GALLERY || type == BLOCK_EMBED ||
            type == BLOCK_VIDEO || type == BLOCK_AUDIO)
            continue;
        without_pictures(&block->children[i]);
        block->children[kept++] = block->children[i];
    }
    block->children_count = kept;
}

static void put_time(json_t *object, const char *name, struct arena *mem, int64_t at_ms)
{
    put_text(object, name, at_ms ? time_rfc3339(mem, at_ms) : STR_NONE);
}

static bool put_article(struct job *job, const struct article *article, json_t *object)
{
    struct str plain, with_pictures;
    json_t *authors = json_array();
    for (size_t i = 0; i < article->authors.count; i++)
        json_array_append_new(
            authors, json_stringn(article->authors.items[i].at, article->authors.items[i].len));
    json_object_set_new(object, "authors", authors);
    put_text(object, "headline", article->headline);
    put_text(object, "standfirst", article->standfirst);
    put_text(object, "site", article->site);
    put_text(object, "lang", article->lang);
    put_text(object, "url", article->url);
    put_text(object, "picture", article->picture.src);
    put_time(object, "published", &job->mem, article->published_ms);
    put_time(object, "updated", &job->mem, article->updated_ms);
    if (!document_write_plain(job, article->body, &with_pictures))
        return false;
    without_pictures(article->body);
    if (!document_write_plain(job, article->body, &plain))
        return false;
    put_text(object, "text", plain);
    put_text(object, "text_with_captions", with_pictures);
    return true;
}

static void show(const char *path)
{
    AUTO_JOB job;
    int64_t pictures = 0;
    struct html_intake intake = {.with = &pictures, .picture = take_picture};
    struct article article;
    struct str html;
    json_t *object = json_object();
    job_start(&job, 0);
    struct str bytes = read_file(&job.mem, path);
    int64_t began_us = clock_monotonic_us();
    bool ok = html_to_utf8(&job, bytes, &html) && article_parse(&job, html, &intake, &article);
    json_object_set_new(object, "us", json_integer(clock_monotonic_us() - began_us));
    if (!ok || !put_article(&job, &article, object))
        json_object_set_new(object, "fault", json_string(job.fault.text));
    char *line = json_dumps(object, JSON_COMPACT);
    puts(line);
    free(line);
    json_decref(object);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        show(argv[i]);
    return 0;
}
