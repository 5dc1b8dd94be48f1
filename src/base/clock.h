// clock: the two clocks. Code inside a job uses job->now_ms instead.
#pragma once

#include <stdint.h>

int64_t clock_unix_ms(void);      // wall clock
int64_t clock_monotonic_ms(void); // never jumps: time-outs, durations
int64_t clock_monotonic_us(void);
