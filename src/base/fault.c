#include "base/base.h"

static const struct {
    int http_status;
    const char *name;
} kinds[] = {
    [FAULT_NONE] = {200, "none"},
    [FAULT_BAD_INPUT] = {400, "bad-input"},
    [FAULT_UNAUTHORIZED] = {401, "unauthorized"},
    [FAULT_DENIED] = {403, "denied"},
    [FAULT_NOT_FOUND] = {404, "not-found"},
    [FAULT_GONE] = {410, "gone"},
    [FAULT_CONFLICT] = {409, "conflict"},
    [FAULT_STALE] = {412, "stale"},
    [FAULT_TOO_BIG] = {413, "too-big"},
    [FAULT_UNSUPPORTED] = {415, "unsupported"},
    [FAULT_INVALID] = {422, "invalid"},
    [FAULT_PRECONDITION] = {428, "precondition-required"},
    [FAULT_TOO_MANY] = {429, "too-many"},
    [FAULT_UNAVAILABLE] = {503, "unavailable"},
    [FAULT_INTERNAL] = {500, "internal"},
};

int fault_http_status(enum fault_kind kind)
{
    return kinds[kind].http_status;
}

const char *fault_name(enum fault_kind kind)
{
    return kinds[kind].name;
}
