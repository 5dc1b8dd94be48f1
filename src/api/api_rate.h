// api_rate: how many requests an address may send in a minute.
//
// A bucket an address, filled evenly, in a table of fixed size: two addresses that meet in one
// place take turns, so a flood of addresses costs no memory and, at worst, lets one of them
// through.
#pragma once

#include "base/base.h"

struct api_rate;

struct api_rate *api_rate_open(void);
void api_rate_close(struct api_rate *rate); // NULL is fine
// May this address send one more? `per_minute` 0: always. *wait_s: when to come again.
bool api_rate_allows(struct api_rate *rate, struct str address, int64_t per_minute, int64_t now_ms,
                     int *wait_s);
