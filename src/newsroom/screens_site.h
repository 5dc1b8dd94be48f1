// screens_site: pages of the house, editions and fronts. Only for the files screens_site*.c and
// screens_front*.c.
#pragma once

#include "newsroom/catalogue.h"

screen_handler page_show_list, page_show_new, page_make_one, page_show_one, page_change_one;
screen_handler page_show_end, page_end_one;
screen_handler edition_show_list, edition_show_one, edition_change_one;
screen_handler front_show_list, front_show_one, front_work;
