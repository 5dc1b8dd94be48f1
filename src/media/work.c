// One task inside the worker: libvips looks at a picture, or makes a rendition of it.
#include "media/internal.h"
#include "media/vips_table.h"

#include <dlfcn.h>

enum { JPEG_QUALITY = 80, WEBP_QUALITY = 75, WHY_BYTES = 160 };

static struct vips_table v;

// ── loading the library ───────────────────────────────────────────────────────────────────────

static bool find_functions(void *library)
{
    static const struct {
        const char *name;
        size_t at;
    } functions[] = {
#define VIPS_NAME(name) {#name, offsetof(struct vips_table, name##_)},
        VIPS_FUNCTIONS(VIPS_NAME)
#undef VIPS_NAME
    };
    for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
        void *found = dlsym(library, functions[i].name);
        if (!found)
            return false;
        memcpy((char *)&v + functions[i].at, &found, sizeof(found));
    }
    return true;
}

// What decodes is said by name; all else of libvips and its modules stays shut.
static void allow_only_our_kinds(void)
{
    static const char *const allowed[] = {"VipsForeignLoadJpeg", "VipsForeignLoadPng",
                                          "VipsForeignLoadWebp", "VipsForeignLoadNsgif",
                                          "VipsForeignLoadHeif"};
    v.vips_block_untrusted_set_(1);
    v.vips_operation_block_set_("VipsForeignLoad", 1);
    for (size_t i = 0; i < ARRAY_LEN(allowed); i++)
        v.vips_operation_block_set_(allowed[i], 0);
}

bool work_start(void)
{
    void *library = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
    if (!library || !find_functions(library) || v.vips_init_("stoppress") != 0)
        return false;
    v.vips_concurrency_set_(1);
    v.vips_cache_set_max_(0);
    allow_only_our_kinds();
    return true;
}

// ── failing ───────────────────────────────────────────────────────────────────────────────────

static bool fail(struct answered *out, enum fault_kind kind, struct str why)
{
    out->head.fault = kind;
    out->why = str_from_to(why, 0, ANSWER_TEXT_MAX);
    return false;
}

// What the library said last, in ASCII: it goes into a sentence for an editor.
static bool fail_vips(struct arena *mem, const struct task *task, struct answered *out)
{
    struct str rest = str_copy(mem, str_from(v.vips_error_buffer_())), line = STR_NONE, next;
    while (str_cut(&rest, '\n', &next))
        line = next.len ? str_from_to(next, 0, WHY_BYTES) : line;
    char *text = str_c(mem, line);
    for (char *c = text; *c; c++)
        *c = *c < ' ' || *c > '~' ? '?' : *c;
    v.vips_error_clear_();
    return fail(out, FAULT_INVALID,
                str_printf(mem, "this %s cannot be decoded%s%s%s; save it anew and send that",
                           kind_facts[task->kind].name, *text ? " (" : "", text, *text ? ")" : ""));
}

// Takes over `image`, the result of the step before, for the next one.
static bool replace(VipsImage **image, VipsImage *by)
{
    v.g_object_unref_(*image);
    *image = by;
    return true;
}

static void unref_at(VipsImage **image)
{
    if (*image)
        v.g_object_unref_(*image);
}
#define AUTO_IMAGE AUTO_END(unref_at) VipsImage

// ── looking ───────────────────────────────────────────────────────────────────────────────────

// The head only: libvips decodes when it is asked for pixels. What is broken or cut short fails;
// but many a camera writes a few bytes too many into a JPEG, which every browser forgives.
static bool open_strictly(const struct task *task, struct str bytes, VipsImage **out)
{
    void *at = (void *)(uintptr_t)bytes.at;
    switch (task->kind) {
#define OPEN(load, fails_on)                                                                       \
    v.load(at, bytes.len, out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fails_on, NULL) == 0
    case KIND_JPEG:
        return OPEN(vips_jpegload_buffer_, VIPS_FAIL_ON_TRUNCATED);
    case KIND_PNG:
        return OPEN(vips_pngload_buffer_, VIPS_FAIL_ON_ERROR);
    case KIND_WEBP:
        return OPEN(vips_webpload_buffer_, VIPS_FAIL_ON_ERROR);
    case KIND_GIF:
        return OPEN(vips_gifload_buffer_, VIPS_FAIL_ON_ERROR);
    case KIND_AVIF:
    case KIND_HEIC:
        return OPEN(vips_heifload_buffer_, VIPS_FAIL_ON_ERROR);
#undef OPEN
    case KIND_NONE:
    case PICTURE_KINDS:
        break;
    }
    return false;
}

static bool check_size(struct arena *mem, VipsImage *image, struct answered *out)
{
    int64_t width = v.vips_image_get_width_(image), height = v.vips_image_get_height_(image);
    if (width * height <= MEDIA_PIXELS_MAX)
        return true;
    return fail(out, FAULT_TOO_BIG,
                str_printf(mem,
                           "a picture may have at most %d million pixels; this one is %lld × %lld",
                           MEDIA_PIXELS_MAX / 1000000, (long long)width, (long long)height));
}

static struct str blob_of(VipsImage *image, const char *name)
{
    const void *at;
    size_t len;
    if (!v.vips_image_get_typeof_(image, name) ||
        v.vips_image_get_blob_(image, name, &at, &len) != 0)
        return STR_NONE;
    return (struct str){at, len};
}

static void read_words(struct arena *mem, VipsImage *image, struct answered *out)
{
    struct embedded_words words = {0};
    embedded_read_iptc(mem, blob_of(image, "iptc-data"), &words);
    embedded_read_xmp(mem, blob_of(image, "xmp-data"), &words);
    out->caption = words.caption;
    out->credit = words.credit;
}

// ── rendering ─────────────────────────────────────────────────────────────────────────────────

// JPEG and WebP are decoded no larger than needed. The other two are named to the library: not all
// of theirs does it know by their first bytes.
static int scale_as(const struct task *task, struct str bytes, const char *profile, VipsImage **out)
{
    AUTO_IMAGE *whole = NULL;
    const struct media_cut *cut = &task->cut;
    void *at = (void *)(uintptr_t)bytes.at;
    if (task->kind != KIND_AVIF && task->kind != KIND_HEIC)
        return v.vips_thumbnail_buffer_(at, bytes.len, out, cut->across, "height", cut->down,
                                        "size", VIPS_SIZE_FORCE, "export_profile", profile, NULL);
    if (v.vips_heifload_buffer_(at, bytes.len, &whole, NULL) != 0)
        return -1;
    return v.vips_thumbnail_image_(whole, out, cut->across, "height", cut->down, "size",
                                   VIPS_SIZE_FORCE, "export_profile", profile, NULL);
}

// Upright, scaled, and in sRGB if its profile can be read; without it if not.
static bool scale(const struct task *task, struct str bytes, VipsImage **out)
{
    if (scale_as(task, bytes, "srgb", out) == 0)
        return true;
    v.vips_error_clear_();
    return scale_as(task, bytes, NULL, out) == 0;
}

static bool colour(VipsImage **image)
{
    VipsImage *next;
    VipsInterpretation is = v.vips_image_get_interpretation_(*image);
    if (is == VIPS_INTERPRETATION_sRGB || is == VIPS_INTERPRETATION_B_W)
        return true;
    return v.vips_colourspace_(*image, &next, VIPS_INTERPRETATION_sRGB, NULL) == 0 &&
           replace(image, next);
}

static bool flatten(VipsImage **image)
{
    VipsImage *next;
    static const double white[] = {255};
    if (!v.vips_image_hasalpha_(*image))
        return true;
    VipsArrayDouble *background = v.vips_array_double_new_(white, ARRAY_LEN(white));
    int failed = v.vips_flatten_(*image, &next, "background", background, NULL);
    v.vips_area_unref_((VipsArea *)background);
    return failed == 0 && replace(image, next);
}

static bool shorten(VipsImage **image)
{
    VipsImage *next;
    if (v.vips_image_get_format_(*image) == VIPS_FORMAT_UCHAR)
        return true;
    return v.vips_cast_(*image, &next, VIPS_FORMAT_UCHAR, NULL) == 0 && replace(image, next);
}

static bool cut_out(const struct media_cut *cut, VipsImage **image)
{
    VipsImage *next;
    return v.vips_extract_area_(*image, &next, cut->left, cut->top, cut->width, cut->height,
                                NULL) == 0 &&
           replace(image, next);
}

// A still picture without transparency is one chunk. The library adds others whatever it is told (a
// profile, EXIF with the resolution), so that chunk is taken out and stands alone.
static bool bare_webp(struct arena *mem, struct str bytes, struct str *out)
{
    enum { HEAD = 12, CHUNK_HEAD = 8 };
    for (size_t at = HEAD; at + CHUNK_HEAD <= bytes.len;) {
        const unsigned char *chunk = (const unsigned char *)bytes.at + at;
        size_t len = chunk[4] | chunk[5] << 8 | chunk[6] << 16 | (size_t)chunk[7] << 24;
        size_t end = at + CHUNK_HEAD + ((len + 1) & ~(size_t)1);
        if (end > bytes.len)
            return false;
        if (memcmp(chunk, "VP8 ", 4) == 0 || memcmp(chunk, "VP8L", 4) == 0) {
            size_t size = 4 + end - at; // "WEBP" and the chunk
            char head[HEAD] = {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P'};
            for (int i = 0; i < 4; i++)
                head[4 + i] = (char)(size >> 8 * i & 255);
            *out = str_join(mem, (struct str){head, HEAD}, str_from_to(bytes, at, end));
            return true;
        }
        at = end;
    }
    return false;
}

// No EXIF, no XMP, no IPTC, no comment; and no profile: sRGB is what browsers take a picture
// without one for.
static bool encode(struct arena *mem, enum media_format format, VipsImage *image, struct str *out)
{
    void *at = NULL;
    size_t len = 0;
    int failed =
        format == MEDIA_WEBP
            ? v.vips_webpsave_buffer_(image, &at, &len, "Q", WEBP_QUALITY, "strip", TRUE, NULL)
            : v.vips_jpegsave_buffer_(image, &at, &len, "Q", JPEG_QUALITY, "optimize_coding", TRUE,
                                      "strip", TRUE, "profile", "none", NULL);
    if (failed)
        return false;
    struct str bytes = {at, len};
    bool ok = format != MEDIA_WEBP || bare_webp(mem, bytes, out);
    if (format != MEDIA_WEBP)
        *out = str_copy(mem, bytes);
    v.g_free_(at);
    return ok;
}

static bool render(struct arena *mem, const struct task *task, struct str bytes,
                   struct answered *out)
{
    AUTO_IMAGE *image = NULL;
    if (!scale(task, bytes, &image) || !colour(&image) || !flatten(&image) || !shorten(&image) ||
        !cut_out(&task->cut, &image) || !encode(mem, task->format, image, &out->bytes))
        return fail_vips(mem, task, out);
    out->head.width = task->cut.width;
    out->head.height = task->cut.height;
    return true;
}

// ── looking at the whole ──────────────────────────────────────────────────────────────────────

// What is taken can be shown: the smallest rendition is made and thrown away.
static bool try_rendition(struct arena *mem, const struct task *task, struct str bytes,
                          struct answered *out)
{
    struct task small = *task;
    struct answered thrown = {.head.fault = FAULT_NONE};
    struct media_rendition rendition = {.width = out->head.width,
                                        .height = out->head.height,
                                        .focal_x = 50,
                                        .focal_y = 50,
                                        .rendition_width = media_widths[0]};
    media_cut_of(&rendition, &small.cut);
    return render(mem, &small, bytes, &thrown) || fail(out, thrown.head.fault, thrown.why);
}

static bool look(struct arena *mem, const struct task *task, struct str bytes, struct answered *out)
{
    AUTO_IMAGE *image = NULL;
    double average;
    if (!open_strictly(task, bytes, &image))
        return fail_vips(mem, task, out);
    if (!check_size(mem, image, out))
        return false;
    if (v.vips_avg_(image, &average, NULL) != 0) // every pixel is looked at, a strip at a time
        return fail_vips(mem, task, out);
    bool lies = v.vips_image_get_orientation_swap_(image);
    int width = v.vips_image_get_width_(image), height = v.vips_image_get_height_(image);
    out->head.width = lies ? height : width;
    out->head.height = lies ? width : height;
    read_words(mem, image, out);
    return try_rendition(mem, task, bytes, out);
}

void work_do(struct arena *mem, const struct task *task, struct str bytes, struct answered *out)
{
    *out = (struct answered){.head = {.fault = FAULT_NONE}};
    bool ok =
        task->act == TASK_RENDER ? render(mem, task, bytes, out) : look(mem, task, bytes, out);
    assert(ok || out->head.fault != FAULT_NONE);
}
