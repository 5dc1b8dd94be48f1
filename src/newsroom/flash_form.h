// flash_form: what one types to break news, and what is running. Only for the flash desk.
#pragma once

#include "newsroom/internal.h"

#include "news/flash.h"

enum { FLASH_TEXT_LENGTH = 500, FLASH_PLACE_LENGTH = 120, FLASHES_SHOWN_MAX = 40 };
#define FLASH_NEAR_MS (10 * INT64_C(60000)) // the same news twice within this is said to be so

// The flash of one edition as the form has it: fields "text-en", "place-en", "source-en",
// "story-en", and for all of them "bar", "expires" (minutes, or "at") and "expires_at".
// A field that is wrong gets the form's name.
bool flash_is_given(const struct visit *visit, const struct edition *edition);
MUST_USE bool flash_of_form(struct visit *visit, const struct edition *edition, struct flash *out);
#define FLASH_GIVEN                                                                                \
    (FLASH_HAS_TEXT | FLASH_HAS_PLACE | FLASH_HAS_SOURCE | FLASH_HAS_STORY | FLASH_HAS_EXPIRES |   \
     FLASH_HAS_BAR)
// job's wrong fields are of that edition: "text" becomes "text-en". Returns false.
bool flash_name_fields(struct visit *visit, const struct edition *edition);

// "desk": {editions: [{open, fields …}], bar, expires, expires_at}, filled with what was typed, or
// with `flash` (its edition's), or empty.
void put_flash_form(struct visit *visit, const struct flash *flash);

// What a form was begun on (catalogue.h): whoever changes a flash second is told.
void put_flash_base(struct visit *visit, const struct flash *flash);
MUST_USE bool flash_check_base(struct visit *visit, const struct flash *flash);

// "running": [{name, lang, dir, flashes: [{id, …}]}], each edition in order.
MUST_USE bool put_running(struct visit *visit);
