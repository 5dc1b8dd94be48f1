#include "newsroom/catalogue.h"

const struct edition *catalogue_edition(const struct visit *visit)
{
    const struct edition *edition =
        visit_edition(visit, http_query(visit->request, "edition", NULL));
    if (!edition)
        edition = visit_edition_of(visit, visit->staff.edition_id);
    return edition || !visit->editions_count ? edition : &visit->editions[0];
}

void put_edition_tabs(const struct visit *visit, const char *path, const struct edition *chosen)
{
    struct value *tabs = put_tabs(visit, "fields.edition");
    for (size_t i = 0; i < visit->editions_count; i++) {
        const struct edition *edition = &visit->editions[i];
        struct str url =
            str_printf(&visit->job->mem, "%s?edition=" STR_FMT, path, STR_ARG(edition->slug));
        struct value *tab = put_tab(visit, tabs, url, edition->name, -1, edition == chosen);
        map_text(tab, "lang", edition->locale.lang);
    }
}

struct str base_of(const struct visit *visit, const struct str *parts, size_t count)
{
    enum { DIGEST_BYTES = 16 };
    struct arena *mem = &visit->job->mem;
    struct buf b;
    buf_start(&b, mem, FORM_BYTES_MAX * 2);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&b, "%zu:", parts[i].len);
        buf_add(&b, parts[i]);
    }
    return digest_hex(mem, buf_str(&b), DIGEST_BYTES);
}

void put_theirs(const struct visit *visit, const char *const *labels, const struct str *now,
                const struct str *mine, size_t count)
{
    struct str base = base_of(visit, now, count);
    struct value *theirs = map_list(visit->page, "theirs");
    bool any = false;
    map_text(visit->page, "base", base);
    map_bool(visit->page, "has_theirs", false);
    if (!mine || str_eq(form_text(&visit->form, "base"), base))
        return;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(now[i], mine[i]))
            continue;
        struct value *one = list_map(theirs);
        map_text(one, "label", visit_phrase(visit, labels[i]));
        map_text(one, "text", now[i]);
        any = true;
    }
    map_bool(visit->page, "has_theirs", any);
}

bool check_base(struct visit *visit, const struct str *now, size_t count)
{
    struct str base = form_text(&visit->form, "base");
    return !base.len || str_eq(base, base_of(visit, now, count)) ||
           job_fail(visit->job, FAULT_CONFLICT,
                    "somebody saved this while you wrote: what is stored now stands below. Nothing "
                    "was overwritten; save again and yours replaces it");
}
