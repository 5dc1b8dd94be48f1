// The picture library: what is there, found by words; and what comes in. One picture's own screen
// is in screens_picture_one.c.
#include "newsroom/screens_picture.h"

#include "api/json_writer.h"
#include "text/url.h"

enum { PICTURES_A_PAGE = 36, THUMB_WIDTH = 360, ROOM_FOR_FIELDS = 64 << 10 };

// ── a picture in a list ───────────────────────────────────────────────────────────────────────

static struct media_rendition rendition_of(const struct picture *picture, enum media_shape shape,
                                           int most)
{
    struct media_rendition rendition = {.hash = picture->hash,
                                        .width = picture->width,
                                        .height = picture->height,
                                        .focal_x = picture->focal_x,
                                        .focal_y = picture->focal_y,
                                        .shape = shape,
                                        .rendition_width = media_widths[0],
                                        .format = MEDIA_WEBP};
    int count = media_widths_of(picture->width, picture->height, shape);
    for (int i = 0; i < count && media_widths[i] <= most; i++)
        rendition.rendition_width = media_widths[i];
    return rendition;
}

void put_rendition(const struct visit *visit, struct value *map, const struct picture *picture,
                   enum media_shape shape, int most)
{
    struct media_rendition rendition = rendition_of(picture, shape, most);
    map_text(map, "src", media_path(&visit->job->mem, picture->id, &rendition));
    map_int(map, "width", rendition.rendition_width);
    map_int(map, "height",
            media_height_of(picture->width, picture->height, shape, rendition.rendition_width));
}

int64_t picture_for_story(const struct visit *visit)
{
    int64_t story = visit_query_int(visit, "for");
    if (!story && parse_int(form_text(&visit->form, "for"), &story) && story > 0)
        return story;
    return story > 0 ? story : 0;
}

struct str picture_address(const struct visit *visit, int64_t id, int64_t for_story)
{
    struct arena *mem = &visit->job->mem;
    struct str path = str_printf(mem, "/newsroom/pictures/%lld/", (long long)id);
    return for_story ? str_printf(mem, STR_FMT "?for=%lld", STR_ARG(path), (long long)for_story)
                     : path;
}

// "![A boat](/media/7)": brackets of the text itself are escaped.
static struct str markdown_of(struct arena *mem, const struct picture *picture)
{
    struct buf b;
    buf_start(&b, mem, 16 << 10);
    buf_add(&b, S("!["));
    for (size_t i = 0; i < picture->alt.len; i++) {
        if (memchr("[]\\", picture->alt.at[i], 3))
            buf_add_char(&b, '\\');
        buf_add_char(&b, picture->alt.at[i]);
    }
    buf_printf(&b, "](/media/%lld)", (long long)picture->id);
    return buf_str(&b);
}

void put_picture_row(const struct visit *visit, struct value *map, const struct picture *picture)
{
    struct arena *mem = &visit->job->mem;
    put_rendition(visit, map, picture, MEDIA_4X3, THUMB_WIDTH);
    map_int(map, "id", picture->id);
    map_text(map, "url", picture_address(visit, picture->id, picture_for_story(visit)));
    map_text(map, "alt", picture->alt);
    map_text(map, "caption", picture->caption);
    map_text(map, "credit", picture->credit);
    map_bool(map, "lapsed", picture->lapsed);
    map_text(map, "expires",
             picture->expires_ms ? date_long(mem, &visit->locale, picture->expires_ms) : STR_NONE);
    map_bool(map, "ready", picture->alt.len && picture->credit.len && !picture->lapsed);
    map_text(map, "markdown", markdown_of(mem, picture));
    map_text(map, "name",
             picture->alt.len ? picture->alt
                              : words_with(mem, visit->words, "picture.number", "n",
                                           number_text(mem, &visit->locale, picture->id)));
}

// ── the list ──────────────────────────────────────────────────────────────────────────────────

static struct str list_query(const struct visit *visit, struct str only, struct str text,
                             int64_t before_id)
{
    struct arena *mem = &visit->job->mem;
    int64_t story = picture_for_story(visit);
    struct str query = str_printf(mem, "only=" STR_FMT "&q=" STR_FMT, STR_ARG(only),
                                  STR_ARG(url_encode_query(mem, text)));
    if (story)
        query = str_printf(mem, STR_FMT "&for=%lld", STR_ARG(query), (long long)story);
    if (before_id)
        query = str_printf(mem, STR_FMT "&before=%lld", STR_ARG(query), (long long)before_id);
    return query;
}

static void put_only_tabs(const struct visit *visit, struct str chosen, struct str text)
{
    static const char *const words[] = {"", "wordless", "expiring", "lapsed"};
    struct value *tabs = put_tabs(visit, "picture.only.label");
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        char phrase[64];
        snprintf(phrase, sizeof(phrase), "picture.only.%s", i ? words[i] : "all");
        struct str query = list_query(visit, str_from(words[i]), text, 0);
        put_tab(visit, tabs, str_join(&visit->job->mem, S("/newsroom/pictures/?"), query),
                visit_phrase(visit, phrase), -1, str_is(chosen, words[i]));
    }
}

static void put_upload_form(struct visit *visit)
{
    struct value *form = map_map(visit->page, "form");
    put_field(visit, form,
              &(struct field){.name = "alt",
                              .value = form_text(&visit->form, "alt"),
                              .hint = "picture.hints.alt",
                              .optional = true});
    put_field(visit, form,
              &(struct field){
                  .name = "credit", .value = form_text(&visit->form, "credit"), .optional = true});
}

static bool put_found(struct visit *visit, struct str only, struct str text)
{
    struct value *rows = map_list(visit->page, "rows");
    struct picture_filter filter = {
        .text = text, .before_id = visit_query_int(visit, "before"), .limit = PICTURES_A_PAGE};
    struct picture *pictures;
    size_t count;
    int64_t next;
    picture_only_parse(only, &filter.only);
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !picture_search(visit->job, &txn, &filter, &pictures, &count, &next))
        return false;
    for (size_t i = 0; i < count; i++)
        put_picture_row(visit, list_map(rows), &pictures[i]);
    visit_put_paging(visit, filter.before_id ? list_query(visit, only, text, 0) : STR_NONE,
                     next ? list_query(visit, only, text, next) : STR_NONE);
    return true;
}

static bool show_list(struct visit *visit, int status)
{
    enum picture_only known;
    struct str only = http_query(visit->request, "only", NULL);
    struct str text = http_query(visit->request, "q", NULL);
    int64_t story = picture_for_story(visit);
    if (!picture_only_parse(only, &known))
        only = S("");
    if (!put_found(visit, only, text))
        return false;
    put_only_tabs(visit, only, text);
    put_upload_form(visit);
    map_text(visit->page, "q", text);
    map_text(visit->page, "only", only);
    map_text(visit->page, "for",
             story ? str_printf(&visit->job->mem, "%lld", (long long)story) : STR_NONE);
    return http_query(visit->request, "part", NULL).len
               ? visit_show_part(visit, status, "part/picture_choice")
               : visit_show(visit, status,
                            visit_phrase(visit, story ? "picture.choose" : "picture.title"),
                            "picture_list");
}

bool picture_show_list(struct visit *visit)
{
    return show_list(visit, 200);
}

// ── coming in ─────────────────────────────────────────────────────────────────────────────────

// What is typed beside it; nothing of it is given where nothing is typed.
static unsigned read_words(const struct visit *visit, struct picture *picture)
{
    unsigned given = 0;
    picture->alt = form_text(&visit->form, "alt");
    if (picture->alt.len)
        given |= PICTURE_HAS_ALT;
    if (form_text(&visit->form, "credit").len) {
        picture->credit = form_text(&visit->form, "credit");
        given |= PICTURE_HAS_CREDIT;
    }
    return given;
}

static bool take(struct visit *visit, int64_t *id, bool *again)
{
    struct job *job = visit->job;
    struct media_facts facts;
    struct str file;
    if (!form_file(&visit->form, "file", &file))
        return job_fail_field(job, "file", "is missing: choose a picture");
    if (!media_take(job, visit->newsroom->options.media, file, &facts))
        return false;
    struct picture picture = {.hash = facts.hash,
                              .media_type = facts.media_type,
                              .width = facts.width,
                              .height = facts.height,
                              .caption = facts.caption,
                              .credit = facts.credit};
    unsigned given = read_words(visit, &picture);
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && picture_find(job, &txn, facts.hash, again, id) &&
           (*again || picture_make(job, &txn, &visit->actor, &picture, given, id)) &&
           txn_commit(job, &txn);
}

static bool answer_json(struct visit *visit, int64_t id, bool again)
{
    struct json_writer w;
    struct str json;
    struct picture picture;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !picture_get(visit->job, &txn, id, 0, &picture))
        return false;
    struct media_rendition thumb = rendition_of(&picture, MEDIA_4X3, THUMB_WIDTH);
    json_writer_start(&w, &visit->job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "id");
    write_json_id(&w, id);
    write_json_key(&w, "again");
    write_json_bool(&w, again);
    write_json_key(&w, "alt");
    write_json_text(&w, picture.alt);
    write_json_key(&w, "credit");
    write_json_text(&w, picture.credit);
    write_json_key(&w, "src");
    write_json_text(&w, media_path(&visit->job->mem, id, &thumb));
    write_json_key(&w, "url");
    write_json_text(&w, picture_address(visit, id, picture_for_story(visit)));
    write_json_close(&w, '}');
    return json_writer_done(visit->job, &w, &json) && visit_json(visit, again ? 200 : 201, json);
}

// The same bytes again are the same picture: it is said, and its words stay as they are.
bool picture_upload(struct visit *visit)
{
    int64_t id = 0;
    bool again = false;
    if (take(visit, &id, &again))
        return visit_wants_json(visit)
                   ? answer_json(visit, id, again)
                   : visit_go(visit, picture_address(visit, id, picture_for_story(visit)),
                              again ? "picture_again" : "picture_taken");
    if (visit_wants_json(visit) || !visit_is_form_fault(visit))
        return false;
    return show_list(visit, visit_put_fault(visit));
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/pictures/", picture_show_list, RIGHT_MEDIA_WRITE, 0, 0},
    {HTTP_POST, "/newsroom/pictures/", picture_upload, RIGHT_MEDIA_WRITE,
     MEDIA_BYTES_MAX + ROOM_FOR_FIELDS, 0},
    {HTTP_GET, "/newsroom/pictures/:id/", picture_show_one, RIGHT_MEDIA_WRITE, 0, 0},
    {HTTP_POST, "/newsroom/pictures/:id/", picture_change_one, RIGHT_MEDIA_WRITE, SMALL_FORM_MAX,
     0},
};
const struct screens screens_picture = {screens, ARRAY_LEN(screens)};
