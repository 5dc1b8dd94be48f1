// Writing a story: the form, its versions, and what is done with it.
#include "newsroom/story_form.h"

#define WRITE (RIGHT_STORY_READ | RIGHT_STORY_WRITE)
#define PUBLISH (WRITE | RIGHT_STORY_PUBLISH)
#define WITHDRAW (WRITE | RIGHT_STORY_WITHDRAW)

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/story/new", story_new_show, WRITE, 0, 0},
    {HTTP_POST, "/newsroom/story/new", story_new_make, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_POST, "/newsroom/story/new/keep", story_new_keep, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_POST, "/newsroom/story/new/preview", story_preview_new, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_GET, "/newsroom/story/:id/", story_edit, RIGHT_STORY_READ, 0, 0},
    {HTTP_POST, "/newsroom/story/:id/", story_save_form, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/keep", story_keep, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/here", story_here, WRITE, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/discard", story_discard, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_GET, "/newsroom/story/:id/preview", story_preview_saved, RIGHT_STORY_READ, 0, 0},
    {HTTP_POST, "/newsroom/story/:id/preview", story_preview_form, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/publish", story_publish_form, PUBLISH, FORM_BYTES_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/correct", story_correct_form, PUBLISH, FORM_BYTES_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/call-back", story_call_back_form, PUBLISH, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/stage", story_stage_form, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/spike", story_spike_form, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/take-up", story_take_up_form, WRITE, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/story/:id/unpublish", story_unpublish_ask, PUBLISH, 0, 0},
    {HTTP_POST, "/newsroom/story/:id/unpublish", story_unpublish_form, PUBLISH, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/story/:id/withdraw", story_withdraw_ask, WITHDRAW, 0, 0},
    {HTTP_POST, "/newsroom/story/:id/withdraw", story_withdraw_form, WITHDRAW, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/picture", story_picture_form, WRITE, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/story/:id/translate", story_translate_form, WRITE, FORM_BYTES_MAX, 0},
    {HTTP_GET, "/newsroom/story/:id/versions/", story_versions, RIGHT_STORY_READ, 0, 0},
    {HTTP_GET, "/newsroom/story/:id/versions/:number/", story_version_show, RIGHT_STORY_READ, 0, 0},
    {HTTP_GET, "/newsroom/story/:id/compare", story_compare, RIGHT_STORY_READ, 0, 0},
    {HTTP_POST, "/newsroom/story/:id/restore", story_restore_form, WRITE, SMALL_FORM_MAX, 0},
};
const struct screens screens_story = {screens, ARRAY_LEN(screens)};
