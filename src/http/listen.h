// listen: the socket that readers come to.
#pragma once

#include "base/base.h"

// "127.0.0.1:8080", "[::1]:8080", ":8080" (all addresses). The descriptor is the caller's.
MUST_USE bool listen_open(struct job *job, struct str address, int *out);
// "127.0.0.1:8080" of a bound socket; numbers only.
struct str listen_address(struct arena *mem, int listener);
