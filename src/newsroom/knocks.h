// knocks: who tries to sign in how often. In memory, of fixed size: a restart forgets, a flood of
// names costs nothing.
//
//   if (!knock_may(knocks, email, address, now_ms, &wait_s))   // 429; come again in wait_s seconds
//   …
//   knock_opened(knocks, email, address);                      // it was right: counted no more
//
// Each try counts as wrong until it is known to be right, so that many at once gain nothing. Three
// counts, each free up to a number, then with a wait that doubles, and each forgetting a try after
// a while: of the account from one address (5, up to 15 minutes), of an address for all accounts
// (20, up to 15 minutes), of an account from all addresses (50, up to 10 seconds). The last keeps a
// thousand addresses from guessing together and cannot keep out for ever whom they guess at. Who
// has signed in before from an address is asked only for the first.
//
// Never: says whether an account exists; stores an address or a name (only keyed hashes).
#pragma once

#include "base/base.h"

struct knocks;

struct knocks *knocks_open(void);
void knocks_close(struct knocks *knocks); // NULL is fine
bool knock_may(struct knocks *knocks, struct str account, struct str address, int64_t now_ms,
               int *wait_s);
void knock_opened(struct knocks *knocks, struct str account, struct str address, int64_t now_ms);
// Is a line in the audit due? A flood fills no table: at most sixty a minute.
bool knock_is_noted(struct knocks *knocks, int64_t now_ms);
