// client: one kept-alive HTTP/1.1 connection to a server under measurement, and what the measuring
// programs share: a clock, percentiles, sentences for giving up.
//
//   client_open(&client, "127.0.0.1:8080");
//   client_ask(&client, request, strlen(request), &answer);   // waits for the whole answer
//
// Never: speaks to anything but 127.0.0.0/8; copes with a server that misbehaves: it stops.
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client {
    int fd;
    struct sockaddr_in to;
    char *bytes;
    size_t len, room;
};

// Borrowed until the next question.
struct answer {
    int status;
    const char *head, *body;
    size_t head_len, body_len;
};

struct sockaddr_in parse_address(const char *address); // "127.0.0.1:8080"
void client_open(struct client *client, const char *address);
void client_ask(struct client *client, const char *request, size_t len, struct answer *out);
// Has a whole answer arrived in these bytes? Its length, or 0.
size_t answer_whole(const char *bytes, size_t len, struct answer *out);
// "Name: " with the blank; NULL if absent. Borrowed, ends at CR LF.
const char *answer_header(const struct answer *answer, const char *name, size_t *len);
bool answer_has(const struct answer *answer, const char *text); // unpacks gzip

struct samples {
    double *at;
    size_t count, room;
};
void sample_add(struct samples *samples, double value);
double sample_part(struct samples *samples, double part); // 0.5: the median; sorts them
void sample_print(const char *name, struct samples *samples);

int64_t now_ns(void);
double ms_since(int64_t start_ns);
void sleep_until(int64_t ns);
char **read_lines(const char *path, size_t *count);
_Noreturn void give_up(const char *format, ...);
