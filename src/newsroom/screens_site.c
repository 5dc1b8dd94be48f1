// Pages of the house, editions and fronts: their addresses. What they do is in screens_site_page.c,
// screens_site_edition.c and screens_front*.c.
#include "newsroom/screens_site.h"

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/pages/", page_show_list, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/pages/new", page_show_new, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/pages/new", page_make_one, RIGHT_MENU_EDIT, FORM_BYTES_MAX, 0},
    {HTTP_GET, "/newsroom/pages/:id/", page_show_one, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/pages/:id/", page_change_one, RIGHT_MENU_EDIT, FORM_BYTES_MAX, 0},
    {HTTP_GET, "/newsroom/pages/:id/end", page_show_end, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/pages/:id/end", page_end_one, RIGHT_MENU_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/editions/", edition_show_list, RIGHT_SITE_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/editions/:slug/", edition_show_one, RIGHT_SITE_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/editions/:slug/", edition_change_one, RIGHT_SITE_EDIT, SMALL_FORM_MAX,
     0},
    {HTTP_GET, "/newsroom/fronts/", front_show_list, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/fronts/:edition/:of/", front_show_one, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/fronts/:edition/:of/", front_work, RIGHT_MENU_EDIT, FORM_BYTES_MAX, 0},
};
const struct screens screens_site = {screens, ARRAY_LEN(screens)};
