// The table of types: what there is, its attributes, and what may be in what.
#include "text/document.h"

#include "text/internal.h"

#include <unicode/uloc.h>

#define IN(type) (1u << BLOCK_##type)

enum {
    // What running text is made of, wherever it stands.
    PROSE =
        IN(PARAGRAPH) | IN(HEADING) | IN(LIST) | IN(QUOTE) | IN(TABLE) | IN(DIVIDER) | IN(PICTURE),
    ANYTHING = PROSE | IN(PULLQUOTE) | IN(GALLERY) | IN(VIDEO) | IN(AUDIO) | IN(EMBED) | IN(CHART) |
               IN(RELATED) | IN(FACTBOX) | IN(TIMELINE) | IN(CORRECTION),
    CAPTIONED = ATTR_CAPTION | ATTR_CREDIT | ATTR_ALT,
};

const struct block_rule block_rules[BLOCK_TYPES] = {
    [BLOCK_DOC] = {"doc", "a document", .inside = ANYTHING},
    [BLOCK_PARAGRAPH] = {"paragraph", "a paragraph", .holds_text = true},
    [BLOCK_HEADING] = {"heading", "a heading", .attrs = ATTR_LEVEL, .holds_text = true},
    [BLOCK_LIST] = {"list", "a list", .attrs = ATTR_ORDERED | ATTR_START, .inside = IN(ITEM),
                    .inside_min = 1},
    [BLOCK_ITEM] = {"item", "an item", .inside = PROSE, .inside_min = 1},
    [BLOCK_QUOTE] = {"quote", "a quote", .attrs = ATTR_ATTRIBUTION, .inside = PROSE,
                     .inside_min = 1},
    [BLOCK_PULLQUOTE] = {"pullquote", "a pull quote", .attrs = ATTR_ATTRIBUTION,
                         .holds_text = true},
    [BLOCK_TABLE] = {"table", "a table", .attrs = ATTR_CAPTION, .inside = IN(ROW), .inside_min = 1},
    [BLOCK_ROW] = {"row", "a row", .inside = IN(CELL), .inside_min = 1},
    [BLOCK_CELL] = {"cell", "a cell", .attrs = ATTR_HEADER, .holds_text = true},
    [BLOCK_DIVIDER] = {"divider", "a divider"},
    [BLOCK_PICTURE] = {"picture", "a picture", .attrs = ATTR_REF | CAPTIONED},
    [BLOCK_GALLERY] = {"gallery", "a gallery", .attrs = ATTR_CAPTION, .inside = IN(PICTURE),
                       .inside_min = 1},
    [BLOCK_VIDEO] = {"video", "a video", .attrs = ATTR_REF | CAPTIONED},
    [BLOCK_AUDIO] = {"audio", "an audio", .attrs = ATTR_REF | CAPTIONED},
    [BLOCK_EMBED] = {"embed", "an embed", .attrs = ATTR_REF | ATTR_TITLE | CAPTIONED},
    [BLOCK_CHART] = {"chart", "a chart", .attrs = ATTR_TITLE | CAPTIONED | ATTR_DATA},
    [BLOCK_RELATED] = {"related", "a related box", .attrs = ATTR_REF | ATTR_TITLE},
    [BLOCK_FACTBOX] = {"factbox", "a fact box", .attrs = ATTR_TITLE, .inside = PROSE,
                       .inside_min = 1},
    [BLOCK_TIMELINE] = {"timeline", "a timeline", .attrs = ATTR_TITLE, .inside = IN(EVENT),
                        .inside_min = 1},
    [BLOCK_EVENT] = {"event", "an event", .attrs = ATTR_AT, .inside = PROSE, .inside_min = 1},
    [BLOCK_CORRECTION] = {"correction", "a correction", .attrs = ATTR_AT, .inside = PROSE,
                          .inside_min = 1},
};

// In the order in which they are written.
#define FIELD(name) offsetof(struct block, name)
const struct attr_rule attr_rules[ATTR_RULES] = {
    {ATTR_LEVEL, "level", ATTR_IS_INT, FIELD(level)},
    {ATTR_ORDERED, "ordered", ATTR_IS_BOOL, FIELD(ordered)},
    {ATTR_START, "start", ATTR_IS_COUNT, FIELD(start)},
    {ATTR_HEADER, "header", ATTR_IS_BOOL, FIELD(header)},
    {ATTR_REF, "ref", ATTR_IS_TEXT, FIELD(ref)},
    {ATTR_TITLE, "title", ATTR_IS_TEXT, FIELD(title)},
    {ATTR_CAPTION, "caption", ATTR_IS_TEXT, FIELD(caption)},
    {ATTR_CREDIT, "credit", ATTR_IS_TEXT, FIELD(credit)},
    {ATTR_ALT, "alt", ATTR_IS_TEXT, FIELD(alt)},
    {ATTR_ATTRIBUTION, "attribution", ATTR_IS_TEXT, FIELD(attribution)},
    {ATTR_AT, "at", ATTR_IS_TEXT, FIELD(at)},
    {ATTR_DATA, "data", ATTR_IS_JSON, FIELD(data)},
};

// Outermost first, where two begin and end together.
const struct mark_rule mark_rules[MARK_RULES] = {
    {MARK_LINK, "link", "a"}, {MARK_LANG, "lang", "span"}, {MARK_STRONG, "strong", "strong"},
    {MARK_EM, "em", "em"},    {MARK_SUB, "sub", "sub"},    {MARK_SUP, "sup", "sup"},
};

bool block_type_find(struct str name, enum block_type *out)
{
    for (int type = 0; type < BLOCK_TYPES; type++) {
        if (str_is(name, block_rules[type].name)) {
            *out = (enum block_type)type;
            return true;
        }
    }
    return false;
}

const struct attr_rule *attr_rule_find(struct str name)
{
    for (size_t i = 0; i < ATTR_RULES; i++) {
        if (str_is(name, attr_rules[i].name))
            return &attr_rules[i];
    }
    return NULL;
}

const struct mark_rule *mark_rule_find(struct str name)
{
    for (size_t i = 0; i < MARK_RULES; i++) {
        if (str_is(name, mark_rules[i].name))
            return &mark_rules[i];
    }
    return NULL;
}

bool is_block_id(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        if (!is_alnum(id.at[i]) || (id.at[i] >= 'A' && id.at[i] <= 'Z'))
            return false;
    }
    return id.len >= 4 && id.len <= 12;
}

bool is_thing_id(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        if (!is_alnum(id.at[i]) && id.at[i] != '-' && id.at[i] != '_')
            return false;
    }
    return id.len >= 1 && id.len <= 64;
}

// BCP 47 by its shape: subtags of 1 to 8 letters and digits, the first only letters.
bool is_lang_tag(struct str lang)
{
    struct str rest = lang, part;
    bool first = true;
    if (lang.len < 2 || lang.len > 35 || lang.at[lang.len - 1] == '-')
        return false;
    for (; str_cut(&rest, '-', &part); first = false) {
        if (part.len < (first ? 2 : 1) || part.len > 8)
            return false;
        for (size_t i = 0; i < part.len; i++) {
            if (!is_alnum(part.at[i]) || (first && part.at[i] <= '9'))
                return false;
        }
    }
    return true;
}

bool is_lang_rtl(struct str lang)
{
    char tag[36];
    snprintf(tag, sizeof(tag), STR_FMT, STR_ARG(lang));
    return uloc_isRightToLeft(tag);
}

size_t block_count(const struct block *block)
{
    size_t count = 1;
    for (size_t i = 0; i < block->children_count; i++)
        count += block_count(&block->children[i]);
    return count;
}

bool are_few_blocks(struct job *job, size_t blocks)
{
    return blocks <= DOCUMENT_BLOCKS_MAX ||
           job_fail(job, FAULT_INVALID, "the text has more than %d blocks", DOCUMENT_BLOCKS_MAX);
}

struct str media_path_id(struct str url)
{
    struct str path = S("/media/");
    if (!str_starts(url, path) || !is_thing_id(str_after(url, path.len)))
        return S("");
    return str_after(url, path.len);
}
