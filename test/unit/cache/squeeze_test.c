#include "paper.h"

#include "cache/internal.h"

#include <zlib.h>

// A small generator, so that a seed says everything.
static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

// Words, then noise, then one letter over and over: all that deflate treats differently.
static struct str random_text(struct arena *mem, uint64_t *seed, size_t len)
{
    static const char *const words[] = {"<p>", "news ", "of the ", "day", "</p>\n", "أخبار"};
    char *at = arena_take_raw(mem, len + 1);
    size_t used = 0;
    while (used < len) {
        uint32_t kind = next_random(seed) % 16;
        const char *word = words[next_random(seed) % ARRAY_LEN(words)];
        size_t n = kind < 13 ? strlen(word) : next_random(seed) % 300;
        n = n < len - used ? n : len - used;
        for (size_t i = 0; i < n; i++)
            at[used + i] = kind < 13 ? word[i] : kind < 15 ? (char)next_random(seed) : 'a';
        used += n;
    }
    return (struct str){at, len};
}

static struct str join_gzip(struct arena *mem, const struct segment *segments, size_t count,
                            size_t text_bytes)
{
    size_t room = GZIP_HEAD_BYTES + GZIP_TAIL_BYTES;
    for (size_t i = 0; i < count; i++)
        room += segments[i].deflated.len;
    char *start = arena_take_raw(mem, room), *to = write_gzip_head(start);
    uint32_t crc = 0;
    for (size_t i = 0; i < count; i++) {
        if (segments[i].deflated.len > 0)
            memcpy(to, segments[i].deflated.at, segments[i].deflated.len);
        to += segments[i].deflated.len;
        crc = crc_append(crc, &segments[i]);
    }
    to = write_gzip_tail(to, crc, text_bytes);
    assert_ptr_equal(to, start + room);
    return (struct str){start, room};
}

static void assert_unpacks_to(struct str gzipped, struct str text)
{
    struct http_reply reply = {.headers = S("Content-Encoding: gzip\n"), .body = gzipped};
    AUTO_JOB job;
    job_start(&job, 0);
    assert_true(str_eq(reply_text(&job, &reply), text));
}

static void a_text_cut_anywhere_joins_to_one_gzip_member(void **state)
{
    struct cache cache = {0};
    pthread_mutex_init(&cache.squeezers_lock, NULL);
    for (uint64_t round = 1; round <= 400; round++) {
        uint64_t seed = round;
        AUTO_JOB job;
        job_start(&job, 0);
        size_t len = next_random(&seed) % (round % 10 == 0 ? 200000 : 3000);
        struct str text = random_text(&job.mem, &seed, len);
        size_t count = 1 + next_random(&seed) % 12, start = 0;
        struct segment segments[12];
        struct squeezer *squeezer = squeezer_take(&cache);
        for (size_t i = 0; i < count; i++) {
            size_t end = i + 1 == count ? len : start + next_random(&seed) % (len - start + 1);
            segments[i] = squeeze(squeezer, &job.mem, str_from_to(text, start, end));
            start = end;
        }
        squeezer_give(&cache, squeezer);
        assert_unpacks_to(join_gzip(&job.mem, segments, count, len), text);
    }
    squeezers_end(&cache);
}

static void a_segment_unpacks_by_itself(void **state)
{
    struct cache cache = {0};
    pthread_mutex_init(&cache.squeezers_lock, NULL);
    AUTO_JOB job;
    job_start(&job, 0);
    uint64_t seed = 7;
    for (size_t len = 0; len < 70000; len += 1 + len / 3) {
        struct str text = random_text(&job.mem, &seed, len);
        struct squeezer *squeezer = squeezer_take(&cache);
        struct segment segment = squeeze(squeezer, &job.mem, text);
        squeezer_give(&cache, squeezer);
        char *again = arena_take_raw(&job.mem, len + 1);
        unsqueeze(&segment, again);
        assert_true(str_eq(text, (struct str){again, len}));
    }
    squeezers_end(&cache);
}

static void the_gzip_program_agrees(void **state)
{
    struct cache cache = {0};
    pthread_mutex_init(&cache.squeezers_lock, NULL);
    AUTO_JOB job;
    job_start(&job, 0);
    struct squeezer *squeezer = squeezer_take(&cache);
    struct segment segments[] = {squeeze(squeezer, &job.mem, S("one, ")),
                                 squeeze(squeezer, &job.mem, S("")),
                                 squeeze(squeezer, &job.mem, S("two"))};
    squeezer_give(&cache, squeezer);
    squeezers_end(&cache);
    struct str gzipped = join_gzip(&job.mem, segments, 3, 8);
    FILE *program = popen("gzip -t", "w");
    assert_non_null(program);
    assert_int_equal(fwrite(gzipped.at, 1, gzipped.len, program), gzipped.len);
    assert_int_equal(pclose(program), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_cut_anywhere_joins_to_one_gzip_member),
        cmocka_unit_test(a_segment_unpacks_by_itself),
        cmocka_unit_test(the_gzip_program_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
