// html_import: one saved page on its way in. Only for import_html*.c.
#pragma once

#include "text/article.h"
#include "wire/import.h"
#include "wire/wxr_files.h"

enum { PAGE_MISSED_MAX = 5, PAGE_PLACES = 2 };

struct page_import {
    struct import *import;
    struct job *job;
    struct str path, dir;                 // the file, and the folder it is in
    struct wxr_files places[PAGE_PLACES]; // PAGE_files beside it; the folder of --media
    struct str credit, alt;               // of a picture that says none: the site, the headline
    struct buf ids;                       // of the pictures it shows: they count as its content
    struct str missed[PAGE_MISSED_MAX];   // pictures that are not to be had
    size_t missed_count;
};

// The picture's id here, taken now from the file that the page means; 0: it is not to be had.
// Fit for html_intake.picture, with the page_import. False: the store failed.
MUST_USE bool page_take_picture(struct job *job, void *page, const struct html_picture *picture,
                                int64_t *id);
