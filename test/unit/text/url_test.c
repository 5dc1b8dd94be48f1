#include "unit.h"

#include "text/url.h"

static void paths_become_ascii(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(url_encode_path(&job.mem, S("/ar/خبر a?b%")), "/ar/%D8%AE%D8%A8%D8%B1%20a%3Fb%25");
    assert_str(url_encode_path(&job.mem, S("a-b_c.d~e/f")), "a-b_c.d~e/f");
}

static void query_values_keep_nothing_that_parts(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(url_encode_query(&job.mem, S("a/b&c=d+e?")), "a%2Fb%26c%3Dd%2Be%3F");
}

static void decoding_happens_once(void **state)
{
    AUTO_JOB job;
    struct str out;
    job_start(&job, 0);
    assert_true(url_decode(&job.mem, S("a%2520b%c3%B1+"), &out));
    assert_str(out, "a%20b\u00f1+");
}

static void bad_escapes_are_not_decoded(void **state)
{
    static const char *const bad[] = {"%", "%4", "%zz", "a%00b", "%ff", "%c0%af", "%ed%a0%80"};
    AUTO_JOB job;
    job_start(&job, 0);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct str out = S("untouched");
        assert_false(url_decode(&job.mem, str_from(bad[i]), &out));
        assert_str(out, "untouched");
    }
}

static void links_may_lead_here_or_to_the_web(void **state)
{
    static const char *const good[] = {"http://example.org",
                                       "HTTPS://example.org/a?b=c#d",
                                       "mailto:desk@example.org",
                                       "tel:+34123",
                                       "/",
                                       "/en/news/",
                                       "#top",
                                       "https://example.org/خبر"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        if (!is_link_safe(str_from(good[i])))
            fail_msg("%s is not taken", good[i]);
    }
}

static void links_to_anything_else_are_not_taken(void **state)
{
    static const char *const bad[] = {"",
                                      "javascript:alert(1)",
                                      "JaVaScRiPt:x",
                                      " javascript:x",
                                      "java\tscript:x",
                                      "java\nscript:x",
                                      "\x01javascript:x",
                                      "javascript&colon;x",
                                      "data:text/html,x",
                                      "vbscript:x",
                                      "file:///etc/passwd",
                                      "//example.org",
                                      "/\\example.org",
                                      "\\\\example.org",
                                      "http:",
                                      "http://",
                                      "http:///x",
                                      "http://user@example.org",
                                      "https://:80",
                                      "ftp://x",
                                      "/a b",
                                      "/a\u00a0b",
                                      "/a\u202eb",
                                      "/a\u200bb",
                                      "\ufeffjavascript:x",
                                      "mailto:",
                                      "a/b",
                                      "/\xff"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (is_link_safe(str_from(bad[i])))
            fail_msg("%s is taken", bad[i]);
    }
}

static void a_link_has_a_length(void **state)
{
    char url[2050];
    memset(url, 'a', sizeof(url));
    url[0] = '/';
    assert_true(is_link_safe((struct str){url, 2048}));
    assert_false(is_link_safe((struct str){url, 2049}));
}

static void absolute_addresses_have_a_host(void **state)
{
    assert_true(is_absolute_http(S("https://example.org/x")));
    assert_false(is_absolute_http(S("/x")));
    assert_false(is_absolute_http(S("mailto:a@b.c")));
    assert_false(is_absolute_http(S("https://")));
    assert_true(is_origin(S("https://example.org")));
    assert_true(is_origin(S("http://127.0.0.1:8080")));
    assert_false(is_origin(S("https://example.org/x")));
    assert_false(is_origin(S("https://example.org?x")));
    assert_false(is_origin(S("https://a@example.org")));
    assert_false(is_origin(S("ftp://example.org")));
    assert_false(is_origin(S("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_become_ascii),
        cmocka_unit_test(query_values_keep_nothing_that_parts),
        cmocka_unit_test(decoding_happens_once),
        cmocka_unit_test(bad_escapes_are_not_decoded),
        cmocka_unit_test(links_may_lead_here_or_to_the_web),
        cmocka_unit_test(links_to_anything_else_are_not_taken),
        cmocka_unit_test(a_link_has_a_length),
        cmocka_unit_test(absolute_addresses_have_a_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
