// desk: what an editor waits for, and what a reader's first page after it costs.
//
//   desk ADDRESS TOKEN COUNT [EDITION]
//
// COUNT times: makes a draft, publishes it (timed from the call to the answer), reads the front,
// which that publish has dropped (timed: made from the store), reads it again (timed: from the
// cache), then the same for the story's own page. Stops if a page does not show what was published.
#include "client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct desk {
    struct client client;
    const char *token, *edition;
    struct samples publish, front_made, front_kept, story_made, story_kept;
};

static void call(struct desk *desk, const char *path, const char *body, struct answer *out)
{
    static char request[8192];
    int len = snprintf(request, sizeof(request),
                       "POST /api/v1%s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n"
                       "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                       path, desk->token, strlen(body), body);
    client_ask(&desk->client, request, (size_t)len, out);
    if (out->status >= 300)
        give_up("POST %s: %d %.*s", path, out->status, (int)out->body_len, out->body);
}

static void member(const struct answer *answer, const char *name, char *to, size_t room)
{
    char mark[64];
    snprintf(mark, sizeof(mark), "\"%s\":\"", name);
    const char *at = memmem(answer->body, answer->body_len, mark, strlen(mark));
    if (!at)
        give_up("the answer has no %s", name);
    at += strlen(mark);
    size_t len = strcspn(at, "\"");
    if (len >= room)
        give_up("the answer's %s is too long", name);
    memcpy(to, at, len);
    to[len] = 0;
}

static double read_page(struct desk *desk, const char *path, const char *shown)
{
    char request[2048];
    struct answer answer;
    int len = snprintf(request, sizeof(request),
                       "GET %s HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n", path);
    int64_t start = now_ns();
    client_ask(&desk->client, request, (size_t)len, &answer);
    double ms = ms_since(start);
    if (answer.status != 200 || !answer_has(&answer, shown))
        give_up("%s (%d) does not show \"%s\", which was published before", path, answer.status,
                shown);
    return ms;
}

static const char *path_of(const char *url)
{
    const char *host = strstr(url, "://");
    const char *path = host ? strchr(host + 3, '/') : NULL;
    return path ? path : url;
}

static void publish_one(struct desk *desk, int number)
{
    char body[2048], path[64], id[32], url[1024], headline[64], front[64];
    struct answer answer;
    snprintf(headline, sizeof(headline), "Measured at the desk %d", number);
    snprintf(body, sizeof(body),
             "{\"edition\":\"%s\",\"headline\":\"%s\",\"section\":\"news/politics\",\"regions\":"
             "[\"europe\"],\"topics\":[\"Topic en %d\"],\"authors\":[\"Name of 1\"],\"body\":"
             "\"What was measured, in a paragraph.\\n\\nAnd *another* one.\"}",
             desk->edition, headline, number % 7);
    call(desk, "/stories", body, &answer);
    member(&answer, "id", id, sizeof(id));
    snprintf(path, sizeof(path), "/stories/%s/publish", id);
    int64_t start = now_ns();
    call(desk, path, "{}", &answer);
    sample_add(&desk->publish, ms_since(start));
    member(&answer, "url", url, sizeof(url));
    snprintf(front, sizeof(front), "/%s/", desk->edition);
    sample_add(&desk->front_made, read_page(desk, front, headline));
    sample_add(&desk->front_kept, read_page(desk, front, headline));
    sample_add(&desk->story_made, read_page(desk, path_of(url), headline));
    sample_add(&desk->story_kept, read_page(desk, path_of(url), headline));
}

int main(int argc, char **argv)
{
    if (argc < 4)
        give_up("desk ADDRESS TOKEN COUNT [EDITION]");
    struct desk desk = {.token = argv[2], .edition = argc > 4 ? argv[4] : "en"};
    int count = atoi(argv[3]);
    client_open(&desk.client, argv[1]);
    for (int i = 0; i < count; i++)
        publish_one(&desk, i);
    sample_print("publish", &desk.publish);
    sample_print("front_made", &desk.front_made);
    sample_print("front_kept", &desk.front_kept);
    sample_print("story_made", &desk.story_made);
    sample_print("story_kept", &desk.story_kept);
    return 0;
}
