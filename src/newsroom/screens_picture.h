// screens_picture: the library of pictures, and choosing one for a story. Only for the files
// screens_picture*.c.
#pragma once

#include "newsroom/catalogue.h"

#include "news/picture.h"

// The rendition no wider than `most`, with its size: {src, srcset, width, height}.
void put_rendition(const struct visit *visit, struct value *map, const struct picture *picture,
                   enum media_shape shape, int most);
// All that a picture in a list shows.
void put_picture_row(const struct visit *visit, struct value *map, const struct picture *picture);
// "/newsroom/pictures/7/", with the story it is chosen for, if any.
struct str picture_address(const struct visit *visit, int64_t id, int64_t for_story);
int64_t picture_for_story(const struct visit *visit); // ?for= or the form's; 0: none

screen_handler picture_show_list, picture_upload, picture_show_one, picture_change_one;
