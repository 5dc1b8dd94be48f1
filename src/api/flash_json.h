// flash_json: a flash as JSON, in and out.
#pragma once

#include "api/json_reader.h"
#include "api/json_writer.h"
#include "news/flash.h"

// Every member of the object but `edition` when it is to be changed. *given: enum flash_field.
MUST_USE bool parse_flash(struct job *job, json_t *object, bool is_new, struct flash *out,
                          unsigned *given);
void write_json_flash(struct job *job, struct json_writer *w, const struct flash *flash,
                      struct str origin);
