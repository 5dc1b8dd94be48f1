// Writing a story: the form, its versions, and what is done with it.
#include "newsroom/internal.h"

static bool show(struct visit *visit)
{
    return visit_show(visit, 200, visit_phrase(visit, "story.title"), "story");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/story/new", show, RIGHT_STORY_WRITE, 0, 0},
};
const struct screens screens_story = {screens, ARRAY_LEN(screens)};
