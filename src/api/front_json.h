// front_json: what editors chose for a front, as JSON, in and out. What is written can be given
// back as it is.
#pragma once

#include "api/json_reader.h"
#include "api/json_writer.h"
#include "news/front.h"

// The member "containers" of the object, and no other. All wrong fields are collected.
MUST_USE bool parse_front(struct job *job, json_t *object, struct front_container **out,
                          size_t *count);
void write_json_containers(struct json_writer *w, const struct front *front);
