// site_names: what a fresh newspaper's sections, regions and pages are called in each language.
#pragma once

#include "base/base.h"

enum site_language { IN_EN, IN_ES, IN_AR, SITE_LANGUAGES };

struct site_edition {
    const char *slug, *dir, *name;
};
extern const struct site_edition site_editions[SITE_LANGUAGES];

struct site_section {
    const char *parent, *slug, *colour; // parent: its slug, or NULL
    const char *names[SITE_LANGUAGES];
};
extern const struct site_section site_sections[];
extern const size_t site_sections_count;

struct site_region {
    const char *slug;
    const char *names[SITE_LANGUAGES];
};
extern const struct site_region site_regions[];
extern const size_t site_regions_count;

struct site_page {
    const char *slug;
    const char *titles[SITE_LANGUAGES];
    const char *texts[SITE_LANGUAGES]; // Markdown
};
extern const struct site_page site_pages[];
extern const size_t site_pages_count;
