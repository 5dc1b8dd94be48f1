// pages: reads pages one after the other on one connection.
//
//   pages ADDRESS PATHS [ROUNDS]
//
// PATHS is a file of paths, a line each. The first round of a fresh server makes each page from the
// store; the next ones find it in the cache. Prints, for each round: roundN_p50=… in milliseconds.
#include "client.h"

#include <stdio.h>
#include <stdlib.h>

static double read_page(struct client *client, const char *path)
{
    char request[4096];
    struct answer answer;
    int len = snprintf(request, sizeof(request),
                       "GET %s HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n", path);
    int64_t start = now_ns();
    client_ask(client, request, (size_t)len, &answer);
    double ms = ms_since(start);
    if (answer.status != 200)
        give_up("%s answers %d", path, answer.status);
    return ms;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        give_up("pages ADDRESS PATHS [ROUNDS]");
    struct client client;
    size_t count;
    char **paths = read_lines(argv[2], &count);
    int rounds = argc > 3 ? atoi(argv[3]) : 2;
    client_open(&client, argv[1]);
    for (int round = 1; round <= rounds; round++) {
        struct samples samples = {0};
        char name[32];
        for (size_t i = 0; i < count; i++)
            sample_add(&samples, read_page(&client, paths[i]));
        snprintf(name, sizeof(name), "round%d", round);
        sample_print(name, &samples);
        free(samples.at);
    }
    return 0;
}
