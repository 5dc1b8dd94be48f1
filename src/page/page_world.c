// What all pages are made with: templates, words, the addresses of the assets. Made once.
#include "page/internal.h"

#include "assets/assets.h"

#include <sodium.h>

static struct str asset_address(struct arena *mem, struct str name)
{
    return str_join(mem, S("/assets/"), asset_public_name(name));
}

static void find_addresses(struct page_world *world)
{
    struct arena *mem = &world->mem;
    world->css = asset_address(mem, S("reader.css"));
    world->script = asset_address(mem, S("reader.js"));
    world->icon = asset_address(mem, S("icons/favicon.svg"));
    world->head_font[0] = asset_address(mem, S("fonts/newsreader-display-600.woff2"));
    world->text_font[0] = asset_address(mem, S("fonts/newsreader-text-400.woff2"));
    world->head_font[1] = asset_address(mem, S("fonts/noto-kufi-arabic-700.woff2"));
    world->text_font[1] = asset_address(mem, S("fonts/noto-naskh-arabic.woff2"));
}

// "templates/part/card.mustache" → part/card
static bool load_templates(struct job *job, struct page_world *world)
{
    struct template_source *sources = arena_array(&job->mem, struct template_source, asset_count());
    size_t count = 0;
    for (size_t i = 0; i < asset_count(); i++) {
        const struct asset *asset = asset_at(i);
        struct str front = S("templates/"), back = S(".mustache");
        if (!str_starts(asset->name, front) || !str_ends(asset->name, back))
            continue;
        sources[count++] = (struct template_source){
            .name = str_from_to(asset->name, front.len, asset->name.len - back.len),
            .text = asset->bytes};
    }
    return template_set_make(job, TEMPLATE_HTML, sources, count, &world->templates);
}

static bool load_words(struct job *job, struct page_world *world)
{
    size_t count = 0;
    for (size_t i = 0; i < asset_count(); i++) {
        const struct asset *asset = asset_at(i);
        struct str front = S("strings/"), back = S(".json");
        if (!str_starts(asset->name, front) || !str_ends(asset->name, back))
            continue;
        if (count == ARRAY_LEN(world->words) - 1)
            return job_fail(job, FAULT_BAD_INPUT, "there are more languages of words than %zu",
                            ARRAY_LEN(world->words) - 1);
        struct str lang = str_from_to(asset->name, front.len, asset->name.len - back.len);
        if (!words_parse(job, &world->mem, lang, asset->bytes, &world->words[count++]))
            return false;
    }
    return count > 0 || job_fail(job, FAULT_INTERNAL, "the program was built without its words");
}

// The one script that may stand in a page is known by its hash, so pages need no nonce and can be
// the same for all (CSP level 3, 2.3.1).
static void write_headers(struct page_world *world)
{
    struct str script = asset_find(S("script/theme.inline.js"))->bytes;
    unsigned char hash[crypto_hash_sha256_BYTES];
    char base64[64];
    crypto_hash_sha256(hash, (const unsigned char *)script.at, script.len);
    sodium_bin2base64(base64, sizeof(base64), hash, sizeof(hash), sodium_base64_VARIANT_ORIGINAL);
    world->theme_script.safe =
        str_printf(&world->mem, "<script>" STR_FMT "</script>", STR_ARG(script));
    world->headers = str_printf(
        &world->mem,
        "Content-Security-Policy: default-src 'self'; script-src 'self' 'sha256-%s'; "
        "style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types stoppress\n",
        base64);
}

bool page_world_make(struct job *job, const struct page_options *options, struct page_world **out)
{
    struct page_world *world = heap_take(sizeof(*world));
    arena_start(&world->mem);
    world->site_url = str_copy(&world->mem, options->site_url);
    if ((options->theme.len && !assets_load_theme(job, &world->mem, options->theme)) ||
        !load_templates(job, world) || !load_words(job, world)) {
        page_world_free(world);
        return false;
    }
    find_addresses(world);
    write_headers(world);
    *out = world;
    return true;
}

void page_world_free(struct page_world *world)
{
    if (!world)
        return;
    template_set_free(world->templates);
    arena_end(&world->mem);
    free(world);
}

struct str page_headers(const struct page_world *world)
{
    return world->headers;
}

// A language without words of its own has English ones.
const struct words *world_words(const struct page_world *world, struct str lang)
{
    const struct words *english = world->words[0];
    for (size_t i = 0; world->words[i]; i++) {
        if (str_eq(words_lang(world->words[i]), lang))
            return world->words[i];
        if (str_is(words_lang(world->words[i]), "en"))
            english = world->words[i];
    }
    return english;
}

void world_put(const struct page_world *world, struct value *page, const struct edition *edition)
{
    int script = str_is(edition->dir, "rtl");
    struct value *assets = map_map(page, "assets");
    map_text(assets, "css", world->css);
    map_text(assets, "js", world->script);
    map_text(assets, "icon", world->icon);
    map_text(assets, "head_font", world->head_font[script]);
    map_text(assets, "text_font", world->text_font[script]);
    map_html(page, "theme_script", world->theme_script);
}

struct str world_preloads(const struct making *m)
{
    int script = str_is(m->edition.dir, "rtl");
    return str_printf(&m->job->mem,
                      "Link: <" STR_FMT ">; rel=preload; as=style, "
                      "<" STR_FMT ">; rel=preload; as=font; type=\"font/woff2\"; crossorigin\n",
                      STR_ARG(m->world->css), STR_ARG(m->world->head_font[script]));
}
