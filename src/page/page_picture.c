// Pictures inside pages: which renditions are offered, and what is said of them.
#include "page/internal.h"

enum { SRC_WIDTH = 720, LINK_WIDTH = 1440 };

// ── renditions ────────────────────────────────────────────────────────────────────────────────

static struct media_rendition rendition_of(const struct picture *picture, enum media_shape shape)
{
    return (struct media_rendition){.hash = picture->hash,
                                    .width = picture->width,
                                    .height = picture->height,
                                    .focal_x = picture->focal_x,
                                    .focal_y = picture->focal_y,
                                    .shape = shape};
}

// The widest that the picture has and that is no wider than asked.
static int widest(const struct picture *picture, enum media_shape shape, int most)
{
    int count = media_widths_of(picture->width, picture->height, shape), width = media_widths[0];
    for (int i = 0; i < count && media_widths[i] <= most; i++)
        width = media_widths[i];
    return width;
}

static struct str address_of(const struct making *m, const struct picture *picture,
                             struct media_rendition rendition, int width)
{
    rendition.rendition_width = width;
    return media_path(&m->job->mem, picture->id, &rendition);
}

// "/media/… 360w, /media/… 540w"
static struct str srcset_of(const struct making *m, const struct picture *picture,
                            struct media_rendition rendition, enum media_format format)
{
    enum { SRCSET_BYTES_MAX = 4096 };
    struct buf b;
    int count = media_widths_of(picture->width, picture->height, rendition.shape);
    rendition.format = format;
    buf_start(&b, &m->job->mem, SRCSET_BYTES_MAX);
    for (int i = 0; i < count; i++) {
        buf_add(&b, i ? S(", ") : S(""));
        buf_add(&b, address_of(m, picture, rendition, media_widths[i]));
        buf_printf(&b, " %dw", media_widths[i]);
    }
    assert(!b.overflowed);
    return buf_str(&b);
}

// ── the picture to show ───────────────────────────────────────────────────────────────────────

// *found false: there is none, or its licence has ended. That is noted like any other.
static bool find_shown(const struct making *m, int64_t id, struct picture *out, bool *found)
{
    *found = false;
    if (!id)
        return true;
    if (!picture_get(m->job, m->txn, id, m->edition.id, out)) {
        bool is_away = m->job->fault.kind == FAULT_NOT_FOUND;
        if (is_away)
            job_forgive(m->job);
        return is_away;
    }
    *found = !out->lapsed;
    return true;
}

// A phone of three dots to the pixel would fetch a picture half again as large as anybody can see.
// Told that it shows it two thirds as wide, it takes the one for two dots. For what fills a phone's
// width, as the last of `sizes` says; smaller ones are small anyway.
static struct str sizes_of(struct arena *mem, const char *sizes)
{
    struct str all = str_from(sizes ? sizes : "100vw"), last = all, part;
    int64_t share;
    for (struct str rest = all; str_cut(&rest, ',', &part);)
        last = str_trim(part);
    if (!str_ends(last, S("vw")) || !parse_int(str_from_to(last, 0, last.len - 2), &share))
        return all;
    return str_printf(mem, "(max-width: 45.99em) and (min-resolution: 2.5dppx) %lldvw, " STR_FMT,
                      (long long)(share * 2 + 2) / 3, STR_ARG(all));
}

static void put_sources(const struct making *m, struct value *map, const struct picture *picture,
                        struct media_rendition rendition, struct str sizes)
{
    struct value *source = list_map(map_list(map, "sources"));
    map_text(source, "type", str_from(media_media_type(MEDIA_WEBP)));
    map_text(source, "srcset", srcset_of(m, picture, rendition, MEDIA_WEBP));
    map_text(source, "sizes", sizes);
}

static void put_image(const struct making *m, struct value *map, const struct picture *picture,
                      const struct picture_use *use, struct str alt)
{
    struct media_rendition rendition = rendition_of(picture, use->shape);
    struct str sizes = sizes_of(&m->job->mem, use->sizes);
    int width = widest(picture, use->shape, SRC_WIDTH);
    map_text(map, "src", address_of(m, picture, rendition, width));
    map_text(map, "srcset", srcset_of(m, picture, rendition, MEDIA_JPEG));
    map_text(map, "sizes", sizes);
    map_int(map, "width", width);
    map_int(map, "height", media_height_of(picture->width, picture->height, use->shape, width));
    map_text(map, "alt", use->decorative ? STR_NONE : alt);
    map_bool(map, "eager", use->eager);
    put_sources(m, map, picture, rendition, sizes);
}

bool put_picture(const struct making *m, struct value *map, int64_t id,
                 const struct picture_use *use)
{
    struct picture picture;
    bool found;
    if (!find_shown(m, id, &picture, &found))
        return false;
    if (!found) {
        map_text(map, "picture", STR_NONE);
        return true;
    }
    struct value *shown = map_map(map, "picture");
    put_image(m, shown, &picture, use, picture.alt);
    bool is_captioned = use->captioned && (picture.caption.len || picture.credit.len);
    map_bool(shown, "captioned", is_captioned);
    map_text(shown, "caption", use->captioned ? picture.caption : STR_NONE);
    map_text(shown, "credit", use->captioned ? picture.credit : STR_NONE);
    return true;
}

bool find_picture_link(const struct making *m, int64_t id, struct picture_link *out)
{
    struct picture picture;
    struct picture_link link = {0};
    bool found;
    if (!find_shown(m, id, &picture, &found))
        return false;
    if (found) {
        link.width = widest(&picture, MEDIA_16X9, LINK_WIDTH);
        link.height = media_height_of(picture.width, picture.height, MEDIA_16X9, link.width);
        link.url = absolute_url(
            m, address_of(m, &picture, rendition_of(&picture, MEDIA_16X9), link.width));
        link.alt = picture.alt;
    }
    *out = link;
    return true;
}

// ── in a text ─────────────────────────────────────────────────────────────────────────────────

bool write_document_picture(struct job *job, void *with, const struct block *picture,
                            struct buf *out)
{
    const struct making *m = with;
    const struct picture_use use = {.shape = MEDIA_WHOLE,
                                    .sizes = "(min-width: 40rem) 38rem, 100vw"};
    struct value *part = value_map(&job->mem);
    struct picture shown;
    struct sheet sheet;
    int64_t id;
    bool found;
    if (!parse_int(picture->ref, &id) || id <= 0)
        return true;
    if (!find_shown(m, id, &shown, &found) || !found)
        return !job_failed(job);
    put_image(m, map_map(part, "picture"), &shown, &use,
              picture->alt.len ? picture->alt : shown.alt);
    if (!template_render(job, m->world->templates, S("part/img"), part, &sheet))
        return false;
    buf_add_html(out, (struct html){sheet.text});
    return true;
}
