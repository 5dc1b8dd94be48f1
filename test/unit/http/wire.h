// wire: a client that speaks bytes, for tests of a server that listens.
#pragma once

#include "unit.h"

#include "http/http.h"

enum { WIRE_BYTES_MAX = 1 << 20, WIRE_WAIT_MS = 10000 };

// A connected socket; the test closes it.
int wire_open(const struct http *http);
bool wire_try_connect(const struct http *http); // is anybody there?
void wire_send(int fd, struct str bytes);
// Closed at once by whoever is gone: true when the bytes could be sent.
bool wire_try_send(int fd, struct str bytes);
// One answer: head and body by Content-Length or chunks. `is_head`: no body follows. Empty: closed.
struct str wire_answer(struct arena *mem, int fd, bool is_head);
// All there is until the other side closes (or WIRE_WAIT_MS have passed: fails the test).
struct str wire_rest(struct arena *mem, int fd);
// Reads until `what` has come; what was read. Fails the test when the other side closes first.
struct str wire_until(struct arena *mem, int fd, struct str what);
bool wire_is_closed(int fd); // waits for the end; whatever comes before it is dropped
// Sends and reads all until the other side closes.
struct str wire_ask(struct arena *mem, const struct http *http, struct str request);
int wire_status(struct str answer); // 0: no answer
struct str wire_header(struct str answer, const char *name);
struct str wire_body(struct str answer);
