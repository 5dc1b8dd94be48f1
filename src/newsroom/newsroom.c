#include "newsroom/internal.h"

#include "newsroom/knocks.h"

static const struct screens *const areas[] = {
    &screens_account, &screens_desk, &screens_story, &screens_flash, &screens_picture,
    &screens_filing,  &screens_site, &screens_staff, &screens_audit,
};

static void make_routes(struct newsroom *newsroom)
{
    size_t count = 0, made = 0;
    for (size_t i = 0; i < ARRAY_LEN(areas); i++)
        count += areas[i]->count;
    newsroom->routes = arena_array(&newsroom->mem, struct http_route, count);
    for (size_t i = 0; i < ARRAY_LEN(areas); i++) {
        for (size_t j = 0; j < areas[i]->count; j++) {
            const struct screen *screen = &areas[i]->items[j];
            newsroom->routes[made++] =
                (struct http_route){.methods = screen->methods,
                                    .pattern = screen->pattern,
                                    .handle = gate_enter,
                                    .lane = screen->flags & SCREEN_SLOW ? HTTP_DOOR : HTTP_DESK,
                                    .body_bytes_max = screen->body_bytes_max,
                                    .with = screen};
        }
    }
    newsroom->routes_count = made;
}

bool newsroom_open(struct job *job, const struct newsroom_options *options, struct newsroom **out)
{
    struct newsroom *newsroom = heap_take(sizeof(*newsroom));
    newsroom->options = *options;
    arena_start(&newsroom->mem);
    newsroom->knocks = knocks_open();
    if (!newsroom_load(job, newsroom)) {
        newsroom_close(newsroom);
        return false;
    }
    make_routes(newsroom);
    *out = newsroom;
    return true;
}

void newsroom_close(struct newsroom *newsroom)
{
    if (!newsroom)
        return;
    template_set_free(newsroom->templates);
    knocks_close(newsroom->knocks);
    arena_end(&newsroom->mem);
    free(newsroom);
}

struct http_area newsroom_area(struct newsroom *newsroom)
{
    return (struct http_area){.prefix = "/newsroom/",
                              .routes = newsroom->routes,
                              .routes_count = newsroom->routes_count,
                              .fault = gate_refuse,
                              .fault_lane = HTTP_DESK, // in the frame, in one's own language
                              .app = newsroom};
}
