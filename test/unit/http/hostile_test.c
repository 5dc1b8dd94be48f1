// Requests that two servers could read differently, and other people's collections of bad ones.
// Each is sent over a socket; behind it follows a second request that must never be answered.
#include "wire.h"

#include <dirent.h>
#include <sys/socket.h>
#include <unistd.h>

static bool say_path(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S("Content-Type: text/plain\n"), http_path(request));
    return true;
}

// As many bytes of head as a page with all its surrogate keys has.
static bool say_keys(struct job *job, struct http_request *request, void *app)
{
    struct buf b;
    buf_start(&b, &job->mem, 4096);
    buf_add(&b, S("Surrogate-Key:"));
    while (b.len < 2500)
        buf_add(&b, S(" story:12345"));
    buf_add(&b, S("\n"));
    http_answer_text(request, 200, buf_str(&b), S("keys"));
    return true;
}

static void say_fault(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, fault_http_status(job->fault.kind), S("Content-Type: text/plain\n"),
                     str_from(job->fault.text));
}

static const struct http_route routes[] = {
    {HTTP_GET, "/keys", say_keys, HTTP_NOW, 0},
    {HTTP_GET | HTTP_POST | HTTP_PUT | HTTP_PATCH | HTTP_DELETE, "/*rest", say_path, HTTP_NOW,
     5000},
};
static const struct http_area areas[] = {
    {"/", routes, ARRAY_LEN(routes), say_fault, HTTP_NOW, NULL}};

struct frame {
    struct job job;
    struct http *http;
};

static void frame_start(struct frame *frame)
{
    struct http_options options = {
        .listen = S("127.0.0.1:0"),
        .network_threads = 1,
        .areas = areas,
        .areas_count = 1,
        .header_deadline_ms = 200, // half-closed connections go after a quarter of it
        .idle_ms = 200,
    };
    log_set_quiet(true);
    job_start(&frame->job, 0);
    assert_job(http_start(&frame->job, &options, &frame->http), &frame->job);
}

static void frame_end(struct frame *frame)
{
    http_stop(frame->http, 1000);
    job_end(&frame->job);
}
#define AUTO_FRAME AUTO_END(frame_end) struct frame

#define SECOND "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
#define GET_WITH(headers) "GET / HTTP/1.1\r\nHost: a\r\n" headers "\r\n"
#define POST_WITH(headers, body) "POST / HTTP/1.1\r\nHost: a\r\n" headers "\r\n" body

struct hostile {
    const char *what;
    struct str bytes;
    int status; // 0: closed without a word will do too
};

static const struct hostile refused[] = {
    {"a blank in a name", S(GET_WITH("X Y: 1\r\n")), 400},
    {"a blank before the colon", S(GET_WITH("X : 1\r\n")), 400},
    {"a tab before the colon", S(GET_WITH("Content-Length\t: 5\r\n")), 400},
    {"a NUL in a name", S(GET_WITH("X\0Y: 1\r\n")), 400},
    {"a NUL in a value", S(GET_WITH("X: 1\0002\r\n")), 400},
    {"a NUL that ends a value", S(GET_WITH("X: 1\0\r\n")), 400},
    {"a NUL that begins a line", S(GET_WITH("\0X: 1\r\n")), 400},
    {"a line that is a NUL", S(GET_WITH("\0\r\n")), 400},
    {"a NUL in Host", S("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n"), 400},
    {"a NUL in the address", S("GET /\0a HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a NUL in the method", S("GE\0T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a CR in a value", S(GET_WITH("X: 1\rY: 2\r\n")), 400},
    {"a CR before CR LF", S(GET_WITH("X: 1\r\r\n")), 400},
    {"a bare LF after a header", S(GET_WITH("X: 1\nY: 2\r\n")), 400},
    {"a bare LF after the request line", S("GET / HTTP/1.1\nHost: a\r\n\r\n"), 400},
    {"a bare LF ends the head", S("GET / HTTP/1.1\r\nHost: a\r\n\n"), 400},
    {"only bare LF", S("GET / HTTP/1.1\nHost: a\n\n"), 400},
    {"a folded line", S(GET_WITH("X: 1\r\n 2\r\n")), 400},
    {"a folded length", S(POST_WITH("Content-Length:\r\n 5\r\n", "hello")), 400},
    {"a folded Host", S("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"), 400},
    {"a first header that is folded", S("GET / HTTP/1.1\r\n X: 1\r\nHost: a\r\n\r\n"), 400},
    {"a line without a colon", S(GET_WITH("X\r\n")), 400},
    {"an empty name", S(GET_WITH(": 1\r\n")), 400},
    {"a control character in a value", S(GET_WITH("X: \x01\r\n")), 400},
    {"a DEL in a value", S(GET_WITH("X: \x7F\r\n")), 400},
    {"a name in quotes", S(GET_WITH("\"X\": 1\r\n")), 400},
    {"a name with a slash", S(GET_WITH("X/Y: 1\r\n")), 400},
    {"a name in another script", S(GET_WITH("\xC3\xA9: 1\r\n")), 400},
    {"two Hosts", S(GET_WITH("Host: b\r\n")), 400},
    {"two equal Hosts", S(GET_WITH("hOST: a\r\n")), 400},
    {"no Host", S("GET / HTTP/1.1\r\nX: 1\r\n\r\n"), 400},
    {"no header at all", S("GET / HTTP/1.1\r\n\r\n"), 400},
    {"an empty Host", S("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 400},
    {"two hosts in one", S("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"), 400},
    {"a Host with a path", S("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400},
    {"a Host with a user", S("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"), 400},
    {"a bracketed Host with a tail", S("GET / HTTP/1.1\r\nHost: [::1]evil\r\n\r\n"), 400},
    {"two lengths", S(POST_WITH("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")), 400},
    {"two equal lengths", S(POST_WITH("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")), 400},
    {"two lengths in one", S(POST_WITH("Content-Length: 5, 5\r\n", "hello")), 400},
    {"a signed length", S(POST_WITH("Content-Length: +5\r\n", "hello")), 400},
    {"a negative length", S(POST_WITH("Content-Length: -5\r\n", "hello")), 400},
    {"a hexadecimal length", S(POST_WITH("Content-Length: 0x5\r\n", "hello")), 400},
    {"a length with a fraction", S(POST_WITH("Content-Length: 5.0\r\n", "hello")), 400},
    {"an empty length", S(POST_WITH("Content-Length:\r\n", "hello")), 400},
    {"a length in other digits", S(POST_WITH("Content-Length: \xD9\xA5\r\n", "hello")), 400},
    {"a length past 64 bits", S(POST_WITH("Content-Length: 99999999999999999999\r\n", "hello")), 0},
    {"a length with a blank in it", S(POST_WITH("Content-Length: 5 5\r\n", "hello")), 400},
    {"length and chunks",
     S(POST_WITH("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")), 400},
    {"chunks and length",
     S(POST_WITH("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")), 400},
    {"two transfer codings",
     S(POST_WITH("Transfer-Encoding: chunked\r\n"
                 "Transfer-Encoding: identity\r\n",
                 "0\r\n\r\n")),
     400},
    {"a list of codings", S(POST_WITH("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")), 501},
    {"chunked twice", S(POST_WITH("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")), 501},
    {"an unknown coding", S(POST_WITH("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")), 501},
    {"identity", S(POST_WITH("Transfer-Encoding: identity\r\n", "hello")), 501},
    {"an empty coding", S(POST_WITH("Transfer-Encoding:\r\n", "0\r\n\r\n")), 501},
    {"a coding with a vertical tab",
     S(POST_WITH("Transfer-Encoding: \x0B"
                 "chunked\r\n",
                 "0\r\n\r\n")),
     400},
    {"chunks in HTTP/1.0", S("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
     400},
    {"a chunk size with a sign",
     S(POST_WITH("Transfer-Encoding: chunked\r\n", "+5\r\nhello\r\n0\r\n\r\n")), 400},
    {"a chunk size in 0x",
     S(POST_WITH("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n")), 400},
    {"a chunk size past 64 bits",
     S(POST_WITH("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nhello\r\n0\r\n\r\n")), 0},
    {"a chunk longer than said",
     S(POST_WITH("Transfer-Encoding: chunked\r\n", "3\r\nhello\r\n0\r\n\r\n")), 400},
    {"an empty chunk size",
     S(POST_WITH("Transfer-Encoding: chunked\r\n", "\r\nhello\r\n0\r\n\r\n")), 400},
    {"a chunk size with a blank",
     S(POST_WITH("Transfer-Encoding: chunked\r\n", "5 \r\nhello\r\n0\r\n\r\n")), 400},
    {"HTTP/0.9", S("GET /\r\n\r\n"), 0},
    {"HTTP/2.0", S("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 0},
    {"HTTP/1.10", S("GET / HTTP/1.10\r\nHost: a\r\n\r\n"), 0},
    {"http/1.1", S("GET / http/1.1\r\nHost: a\r\n\r\n"), 0},
    {"no version", S("GET / \r\nHost: a\r\n\r\n"), 0},
    {"two blanks before the address", S("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"two blanks before the version", S("GET /  HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a blank after the version", S("GET / HTTP/1.1 \r\nHost: a\r\n\r\n"), 0},
    {"a tab for a blank", S("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"), 0},
    {"a blank in the address", S("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a method in brackets", S("G{T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"no slash", S("GET a HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"an asterisk", S("GET * HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a tunnel", S("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"), 400},
    {"another scheme", S("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"an absolute address with a user", S("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"an absolute address without a host", S("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a fragment", S("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"dots", S("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"hidden dots", S("GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"half-hidden dots", S("GET /.%2e HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"dots behind a hidden slash", S("GET /a%2f..%2fb HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"one dot", S("GET /./a HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a backslash", S("GET /a\\..\\b HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a hidden backslash", S("GET /a%5c..%5Cb HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a hidden NUL", S("GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a hidden line end", S("GET /a%0d%0aX:1 HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a bad escape", S("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"half an escape", S("GET /a%4 HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"overlong UTF-8", S("GET /%c0%ae%c0%ae/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"a surrogate", S("GET /%ed%a0%80 HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"not UTF-8", S("GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"nonsense", S("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), 0},
};

static bool is_refusal(int status)
{
    return status == 0 || (status >= 400 && status < 506);
}

static void check(struct frame *frame, const struct hostile *hostile)
{
    struct arena mem;
    arena_start(&mem);
    struct str answer = wire_ask(&mem, frame->http, str_join(&mem, hostile->bytes, S(SECOND)));
    int status = wire_status(answer);
    // The engine's own refusals may come twice; all that counts is that none is an answer.
    bool is_one = str_find(answer, S("HTTP/1.1 2")) < 0;
    if ((hostile->status && status != hostile->status) || !is_refusal(status) || !is_one ||
        str_find(answer, S("smuggled")) >= 0)
        fail_msg("%s: answered \"%.*s\"", hostile->what, STR_ARG(answer));
    if (status && !str_is(wire_header(answer, "Connection"), "close"))
        fail_msg("%s: is not closed", hostile->what);
    arena_end(&mem);
}

static void what_can_be_read_in_two_ways_is_refused_and_closed(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    for (size_t i = 0; i < ARRAY_LEN(refused); i++)
        check(&frame, &refused[i]);
}

static const struct hostile taken[] = {
    {"blanks around a value", S("GET /x HTTP/1.1\r\nHost: \t a \t\r\nX:1\r\nY:\r\n\r\n"), 200},
    {"a length with blanks around",
     S("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length:  5\r\n\r\nhello"), 200},
    {"an address of its own", S("GET http://b:80/x HTTP/1.1\r\nHost: a\r\n\r\n"), 200},
    {"a host in brackets", S("GET /x HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"), 200},
    {"an old client", S("GET /x HTTP/1.0\r\n\r\n"), 200},
    {"an empty line before", S("\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n"), 200},
    {"an upgrade that is not made",
     S("GET /x HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n"
       "Connection: Upgrade\r\n\r\n"),
     200},
    {"another script in a value", S("GET /x HTTP/1.1\r\nHost: a\r\nX: \xD9\x85\r\n\r\n"), 200},
    {"a path in another script", S("GET /x HTTP/1.1\r\nHost: a\r\nReferer: /\xD9\x85\r\n\r\n"),
     200},
    {"three dots", S("GET /... HTTP/1.1\r\nHost: a\r\n\r\n"), 200},
    {"chunks with a trailer",
     S(POST_WITH("Transfer-Encoding: Chunked\r\n", "5;a=b\r\nhello\r\n0\r\nX: 1\r\n\r\n")), 200},
};

static void what_is_only_unusual_is_taken(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    for (size_t i = 0; i < ARRAY_LEN(taken); i++) {
        struct str answer = wire_ask(&frame.job.mem, frame.http, taken[i].bytes);
        if (wire_status(answer) != taken[i].status)
            fail_msg("%s: answered \"%.*s\"", taken[i].what, STR_ARG(answer));
    }
}

static struct str get_with(struct frame *frame, size_t target_len, size_t header_len, int headers)
{
    struct buf b;
    buf_start(&b, &frame->job.mem, 1 << 20);
    buf_add(&b, S("GET /"));
    for (size_t i = 1; i < target_len; i++)
        buf_add_char(&b, 'a');
    buf_add(&b, S(" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"));
    for (int i = 0; i < headers; i++)
        buf_printf(&b, "X-%d: 1\r\n", i);
    buf_add(&b, S("Y: "));
    for (size_t i = 0; i < header_len; i++)
        buf_add_char(&b, 'a');
    buf_add(&b, S("\r\n\r\n"));
    return wire_ask(&frame->job.mem, frame->http, buf_str(&b));
}

// The engine's memory for a connection is bounded; whatever the sizes, there is an answer.
static void too_much_is_414_or_431_and_never_silence(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    assert_int_equal(wire_status(get_with(&frame, 2000, 2000, 20)), 200);
    assert_int_equal(wire_status(get_with(&frame, 20000, 10, 0)), 414);
    assert_int_equal(wire_status(get_with(&frame, 10, 20000, 0)), 431);
    assert_int_equal(wire_status(get_with(&frame, 10, 10, 200)), 431);
    for (size_t len = 3000; len < 9000; len += 97) {
        int status = wire_status(get_with(&frame, len, 10, 10));
        if (status != 200 && status != 414 && status != 431)
            fail_msg("an address of %zu bytes was answered %d", len, status);
        status = wire_status(get_with(&frame, 10, len, 10));
        if (status != 200 && status != 431)
            fail_msg("a header of %zu bytes was answered %d", len, status);
        status = wire_status(get_with(&frame, len / 2, len / 2, 30));
        if (status != 200 && status != 431)
            fail_msg("address and header of %zu bytes were answered %d", len / 2, status);
    }
}

static int get_keys(struct frame *frame, size_t cookie_len)
{
    char cookie[8000];
    memset(cookie, 'c', cookie_len);
    for (size_t i = 30; i + 2 < cookie_len; i += 30)
        memcpy(cookie + i, "; ", 2);
    return wire_status(wire_ask(
        &frame->job.mem, frame->http,
        str_printf(&frame->job.mem,
                   "GET /keys HTTP/1.1\r\nHost: a\r\nCookie: %.*s\r\nConnection: close\r\n\r\n",
                   (int)cookie_len, cookie)));
}

static void a_large_answer_has_room_beside_a_large_request(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    for (size_t len = 0; len < 7000; len += 53) {
        int status = get_keys(&frame, len);
        if (status != 200 && (status != 431 || len < 1000))
            fail_msg("a cookie of %zu bytes was answered %d", len, status);
    }
}

// ── other people's collections ────────────────────────────────────────────────────────────────

// Skips the test when the collection is not there.
static const char *shared(const char *folder)
{
    static char path[4096];
    const char *root = getenv("SHARED");
    snprintf(path, sizeof(path), "%s/data/http/%s", root ? root : "", folder);
    if (!root || access(path, R_OK) != 0)
        skip();
    return path;
}

static struct str read_file(struct arena *mem, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = arena_take_raw(mem, 1 << 20);
    size_t len = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return (struct str){bytes, len};
}

// It answers with HTTP or not at all, and is there afterwards.
static void throw_at(struct frame *frame, struct str bytes)
{
    struct arena mem;
    arena_start(&mem);
    struct str answer = wire_ask(&mem, frame->http, bytes);
    if (answer.len)
        assert_true(wire_status(answer) >= 100);
    arena_end(&mem);
}

static int for_each_file(struct frame *frame, const char *folder,
                         void (*use)(struct frame *frame, struct str bytes))
{
    DIR *dir = opendir(folder);
    int files = 0;
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        struct arena mem;
        arena_start(&mem);
        if (entry->d_name[0] != '.') {
            use(frame,
                read_file(&mem, str_c(&mem, str_printf(&mem, "%s/%s", folder, entry->d_name))));
            files++;
        }
        arena_end(&mem);
    }
    closedir(dir);
    return files;
}

static void is_alive(struct frame *frame)
{
    struct str answer = wire_ask(&frame->job.mem, frame->http,
                                 S("GET /alive HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assert_str(wire_body(answer), "/alive");
}

static void the_corpus_of_another_servers_fuzzer_is_survived(void **state)
{
    const char *folder = shared("go-fuzz-httpreq/httpreq/corpus");
    AUTO_FRAME frame;
    frame_start(&frame);
    assert_true(for_each_file(&frame, folder, throw_at) > 100);
    is_alive(&frame);
}

static void throw_address(struct frame *frame, struct str bytes)
{
    struct arena mem;
    arena_start(&mem);
    throw_at(frame,
             str_printf(&mem, "GET " STR_FMT " HTTP/1.1\r\nHost: a\r\n\r\n", STR_ARG(bytes)));
    arena_end(&mem);
}

static void addresses_of_another_servers_fuzzer_are_survived(void **state)
{
    const char *folder = shared("h2o/fuzz/url-corpus");
    AUTO_FRAME frame;
    frame_start(&frame);
    assert_true(for_each_file(&frame, folder, throw_address) > 50);
    is_alive(&frame);
}

// The cases of a parser's suite: fenced blocks marked "http", with \r and the like spelled out.
static struct str unescape(struct arena *mem, struct str block)
{
    struct buf b;
    buf_start(&b, mem, 1 << 20);
    for (size_t i = 0; i < block.len; i++) {
        char c = block.at[i], next = i + 1 < block.len ? block.at[i + 1] : 0;
        bool is_escape = c == '\\' && (next == 'r' || next == 'n' || next == 't' || next == 'f');
        if (c == '\n' && !(i > 0 && block.at[i - 1] == '\\'))
            buf_add(&b, S("\r\n"));
        else if (is_escape)
            buf_add_char(&b, next == 'r' ? '\r' : next == 'n' ? '\n' : next == 't' ? '\t' : '\f');
        else if (c != '\\' && c != '\n')
            buf_add_char(&b, c);
        i += is_escape;
    }
    return buf_str(&b);
}

static void throw_cases(struct frame *frame, struct str text)
{
    ptrdiff_t start;
    while ((start = str_find(text, S("```http\n"))) >= 0) {
        struct arena mem;
        arena_start(&mem);
        text = str_after(text, (size_t)start + 8);
        ptrdiff_t end = str_find(text, S("\n```"));
        assert_true(end >= 0);
        throw_at(frame, unescape(&mem, str_from_to(text, 0, (size_t)end)));
        text = str_after(text, (size_t)end + 4);
        arena_end(&mem);
    }
}

static void the_cases_of_a_parsers_suite_are_survived(void **state)
{
    const char *folder = shared("llhttp/test/request");
    AUTO_FRAME frame;
    frame_start(&frame);
    assert_true(for_each_file(&frame, folder, throw_cases) > 5);
    is_alive(&frame);
}

// The engine drops such a line without telling; nothing of it may stay, and a stop need not wait.
static void more_parameters_than_there_is_memory_for_leave_nothing(void **state)
{
    AUTO_FRAME frame;
    struct arena mem;
    struct buf b;
    frame_start(&frame);
    arena_start(&mem);
    buf_start(&b, &mem, 16000);
    buf_add(&b, S("GET /?"));
    while (b.len < 7600)
        buf_add(&b, S("a=b&"));
    buf_add(&b, S(" HTTP/1.1\r\nHost: a\r\n\r\n"));
    for (int i = 0; i < 3; i++)
        wire_ask(&mem, frame.http, buf_str(&b));
    is_alive(&frame);
    arena_end(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_can_be_read_in_two_ways_is_refused_and_closed),
        cmocka_unit_test(what_is_only_unusual_is_taken),
        cmocka_unit_test(too_much_is_414_or_431_and_never_silence),
        cmocka_unit_test(more_parameters_than_there_is_memory_for_leave_nothing),
        cmocka_unit_test(a_large_answer_has_room_beside_a_large_request),
        cmocka_unit_test(the_corpus_of_another_servers_fuzzer_is_survived),
        cmocka_unit_test(addresses_of_another_servers_fuzzer_are_survived),
        cmocka_unit_test(the_cases_of_a_parsers_suite_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
