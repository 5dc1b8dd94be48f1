// fuzz: a target states a law (parse∘write = same); the fuzzer looks for the exception.
#pragma once

#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// A law that does not hold ends the process, so that the fuzzer keeps the input.
#define LAW(holds)                                                                                 \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            fprintf(stderr, "%s:%d: the law does not hold: %s\n", __FILE__, __LINE__, #holds);     \
            abort();                                                                               \
        }                                                                                          \
    } while (0)
