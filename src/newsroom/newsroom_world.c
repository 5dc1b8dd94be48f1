// What all screens are made with: templates, words, addresses of the assets. Made once.
#include "newsroom/internal.h"

#include "assets/assets.h"

static struct str asset_address(struct arena *mem, struct str name)
{
    return str_join(mem, S("/assets/"), asset_public_name(name));
}

static void find_addresses(struct newsroom *newsroom)
{
    struct arena *mem = &newsroom->mem;
    newsroom->css = asset_address(mem, S("newsroom.css"));
    newsroom->script = asset_address(mem, S("newsroom.js"));
    newsroom->icon = asset_address(mem, S("icons/favicon.svg"));
    newsroom->head_font[0] = asset_address(mem, S("fonts/newsreader-display-600.woff2"));
    newsroom->text_font[0] = asset_address(mem, S("fonts/newsreader-text-400.woff2"));
    newsroom->head_font[1] = asset_address(mem, S("fonts/noto-kufi-arabic-700.woff2"));
    newsroom->text_font[1] = asset_address(mem, S("fonts/noto-naskh-arabic.woff2"));
}

// "newsroom/templates/part/field.mustache" → part/field
static bool load_templates(struct job *job, struct newsroom *newsroom)
{
    struct template_source *sources = arena_array(&job->mem, struct template_source, asset_count());
    size_t count = 0;
    for (size_t i = 0; i < asset_count(); i++) {
        const struct asset *asset = asset_at(i);
        struct str front = S("newsroom/templates/"), back = S(".mustache");
        if (!str_starts(asset->name, front) || !str_ends(asset->name, back))
            continue;
        sources[count++] = (struct template_source){
            .name = str_from_to(asset->name, front.len, asset->name.len - back.len),
            .text = asset->bytes};
    }
    return template_set_make(job, TEMPLATE_HTML, sources, count, &newsroom->templates);
}

// ── words: one file for each area of the newsroom, newsroom/strings/es/stories.json ───────────

// *lang and *area of its name; false: it is none of them.
static bool is_words(const struct asset *asset, struct str *lang, struct str *area)
{
    struct str front = S("newsroom/strings/"), back = S(".json");
    if (!str_starts(asset->name, front) || !str_ends(asset->name, back))
        return false;
    return str_split(str_from_to(asset->name, front.len, asset->name.len - back.len), '/', lang,
                     area);
}

// All areas of a language as one object: {"stories":{…},"said":{…}}.
static bool load_language(struct job *job, struct newsroom *newsroom, struct str lang,
                          struct words **out)
{
    struct buf b;
    struct str json, of, area;
    buf_start(&b, &job->mem, 4 << 20);
    for (size_t i = 0; i < asset_count(); i++) {
        if (!is_words(asset_at(i), &of, &area) || !str_eq(of, lang))
            continue;
        buf_printf(&b, "%c\"" STR_FMT "\":", b.len ? ',' : '{', STR_ARG(area));
        buf_add(&b, asset_at(i)->bytes);
    }
    buf_add_char(&b, '}');
    return buf_done(job, &b, &json) && words_parse(job, &newsroom->mem, lang, json, out);
}

static bool load_sentences(struct job *job, struct newsroom *newsroom, struct str lang, size_t at)
{
    struct str name = str_printf(&job->mem, "newsroom/faults/" STR_FMT ".json", STR_ARG(lang));
    const struct asset *asset = asset_find(name);
    return !asset || sentences_parse(job, &newsroom->mem, asset->bytes, &newsroom->sentences[at]);
}

static bool load_words(struct job *job, struct newsroom *newsroom)
{
    struct str lang, area, last = STR_NONE;
    size_t count = 0;
    for (size_t i = 0; i < asset_count(); i++) { // by name, so a language's files stand together
        if (!is_words(asset_at(i), &lang, &area) || str_eq(lang, last))
            continue;
        if (count == LANGUAGES_MAX - 1)
            return job_fail(job, FAULT_BAD_INPUT, "there are more languages of words than %d",
                            LANGUAGES_MAX - 1);
        last = lang;
        if (!load_language(job, newsroom, lang, &newsroom->words[count]) ||
            !load_sentences(job, newsroom, lang, count))
            return false;
        count++;
    }
    return count > 0 || job_fail(job, FAULT_INTERNAL, "the program was built without its words");
}

const struct words *newsroom_words(const struct newsroom *newsroom, struct str lang)
{
    const struct words *english = newsroom->words[0];
    for (size_t i = 0; newsroom->words[i]; i++) {
        if (str_eq(words_lang(newsroom->words[i]), lang))
            return newsroom->words[i];
        if (str_is(words_lang(newsroom->words[i]), "en"))
            english = newsroom->words[i];
    }
    return english;
}

const struct sentences *newsroom_sentences(const struct newsroom *newsroom, struct str lang)
{
    for (size_t i = 0; newsroom->words[i]; i++) {
        if (str_eq(words_lang(newsroom->words[i]), lang))
            return newsroom->sentences[i];
    }
    return NULL;
}

bool newsroom_load(struct job *job, struct newsroom *newsroom)
{
    // No inline script at all; pictures being chosen are shown before they are sent (blob:).
    newsroom->headers =
        S("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
          "font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; "
          "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
          "trusted-types stoppress\n"
          "X-Frame-Options: DENY\n"
          "X-Robots-Tag: noindex\n"
          "Cache-Control: no-store\n");
    find_addresses(newsroom);
    return load_templates(job, newsroom) && load_words(job, newsroom);
}
