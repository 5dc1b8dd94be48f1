// media_json: a picture's facts and words as JSON, in and out, and as the fields of a form.
#pragma once

#include "api/json_reader.h"
#include "api/json_writer.h"
#include "http/multipart.h"
#include "news/picture.h"

// The fields of a form beside its file; *file is that one's bytes (none: empty). What is left empty
// counts as not given. All wrong fields are collected. `picture` comes with what it is to keep.
MUST_USE bool parse_picture_form(struct job *job, const struct multipart *form,
                                 struct picture *picture, unsigned *given, struct str *file);
// The same of an object; *texts is what it says for editions (NULL: nothing).
MUST_USE bool parse_picture(struct job *job, json_t *object, struct picture *picture,
                            unsigned *given, json_t **texts);
// `words`: those of editions that have their own.
void write_json_picture(struct job *job, struct json_writer *w, const struct picture *picture,
                        const struct picture_words *words, size_t words_count, struct str origin);
