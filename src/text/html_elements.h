// html_elements: what each element of HTML is to us; a table.
#pragma once

#include "text/internal.h"

enum html_kind {
    HTML_KIND_TEXT,
    HTML_KIND_INLINE, // is what stands inside, in the line
    HTML_KIND_BLOCK,  // is what stands inside, on lines of its own
    HTML_KIND_NOTHING,
    HTML_KIND_BREAK,
    HTML_KIND_PARAGRAPH,
    HTML_KIND_HEADING,
    HTML_KIND_QUOTE,
    HTML_KIND_LIST,
    HTML_KIND_ITEM, // outside a list
    HTML_KIND_TERM,
    HTML_KIND_TABLE,
    HTML_KIND_PRE,
    HTML_KIND_DIVIDER,
    HTML_KIND_FIGURE,
    HTML_KIND_IMAGE,
    HTML_KIND_PLAYER,
    HTML_KIND_FRAME,
    HTML_KIND_LINK,
    HTML_KIND_QUOTED,
    HTML_KINDS,
};

// tag, name, kind, marks: by name.
#define HTML_ELEMENTS(X)                                                                           \
    X(A, "a", LINK, 0)                                                                             \
    X(ABBR, "abbr", INLINE, 0)                                                                     \
    X(ADDRESS, "address", BLOCK, 0)                                                                \
    X(AMP_IMG, "amp-img", IMAGE, 0)                                                                \
    X(ANNOTATION, "annotation", NOTHING, 0)                                                        \
    X(ANNOTATION_XML, "annotation-xml", NOTHING, 0)                                                \
    X(APPLET, "applet", BLOCK, 0)                                                                  \
    X(AREA, "area", NOTHING, 0)                                                                    \
    X(ARTICLE, "article", BLOCK, 0)                                                                \
    X(ASIDE, "aside", BLOCK, 0)                                                                    \
    X(AUDIO, "audio", PLAYER, 0)                                                                   \
    X(B, "b", INLINE, MARK_STRONG)                                                                 \
    X(BASE, "base", NOTHING, 0)                                                                    \
    X(BASEFONT, "basefont", NOTHING, 0)                                                            \
    X(BLOCKQUOTE, "blockquote", QUOTE, 0)                                                          \
    X(BODY, "body", BLOCK, 0)                                                                      \
    X(BR, "br", BREAK, 0)                                                                          \
    X(BUTTON, "button", NOTHING, 0)                                                                \
    X(CAPTION, "caption", BLOCK, 0)                                                                \
    X(CENTER, "center", BLOCK, 0)                                                                  \
    X(CITE, "cite", INLINE, MARK_EM)                                                               \
    X(COL, "col", NOTHING, 0)                                                                      \
    X(COLGROUP, "colgroup", NOTHING, 0)                                                            \
    X(DATALIST, "datalist", NOTHING, 0)                                                            \
    X(DD, "dd", BLOCK, 0)                                                                          \
    X(DETAILS, "details", BLOCK, 0)                                                                \
    X(DFN, "dfn", INLINE, MARK_EM)                                                                 \
    X(DIALOG, "dialog", BLOCK, 0)                                                                  \
    X(DIR, "dir", LIST, 0)                                                                         \
    X(DIV, "div", BLOCK, 0)                                                                        \
    X(DL, "dl", BLOCK, 0)                                                                          \
    X(DT, "dt", TERM, MARK_STRONG)                                                                 \
    X(EM, "em", INLINE, MARK_EM)                                                                   \
    X(EMBED, "embed", FRAME, 0)                                                                    \
    X(FIELDSET, "fieldset", BLOCK, 0)                                                              \
    X(FIGCAPTION, "figcaption", BLOCK, 0)                                                          \
    X(FIGURE, "figure", FIGURE, 0)                                                                 \
    X(FOOTER, "footer", BLOCK, 0)                                                                  \
    X(FORM, "form", BLOCK, 0)                                                                      \
    X(FRAME, "frame", FRAME, 0)                                                                    \
    X(FRAMESET, "frameset", BLOCK, 0)                                                              \
    X(H1, "h1", HEADING, 0)                                                                        \
    X(H2, "h2", HEADING, 0)                                                                        \
    X(H3, "h3", HEADING, 0)                                                                        \
    X(H4, "h4", HEADING, 0)                                                                        \
    X(H5, "h5", HEADING, 0)                                                                        \
    X(H6, "h6", HEADING, 0)                                                                        \
    X(HEAD, "head", NOTHING, 0)                                                                    \
    X(HEADER, "header", BLOCK, 0)                                                                  \
    X(HGROUP, "hgroup", BLOCK, 0)                                                                  \
    X(HR, "hr", DIVIDER, 0)                                                                        \
    X(HTML, "html", BLOCK, 0)                                                                      \
    X(I, "i", INLINE, MARK_EM)                                                                     \
    X(IFRAME, "iframe", FRAME, 0)                                                                  \
    X(IMG, "img", IMAGE, 0)                                                                        \
    X(INPUT, "input", NOTHING, 0)                                                                  \
    X(LEGEND, "legend", BLOCK, 0)                                                                  \
    X(LI, "li", ITEM, 0)                                                                           \
    X(LINK, "link", NOTHING, 0)                                                                    \
    X(LISTING, "listing", PRE, 0)                                                                  \
    X(MAIN, "main", BLOCK, 0)                                                                      \
    X(MENU, "menu", LIST, 0)                                                                       \
    X(META, "meta", NOTHING, 0)                                                                    \
    X(NAV, "nav", BLOCK, 0)                                                                        \
    X(NOEMBED, "noembed", NOTHING, 0)                                                              \
    X(NOFRAMES, "noframes", NOTHING, 0)                                                            \
    X(NOSCRIPT, "noscript", INLINE, 0)                                                             \
    X(OBJECT, "object", INLINE, 0)                                                                 \
    X(OL, "ol", LIST, 0)                                                                           \
    X(OPTION, "option", NOTHING, 0)                                                                \
    X(P, "p", PARAGRAPH, 0)                                                                        \
    X(PARAM, "param", NOTHING, 0)                                                                  \
    X(PICTURE, "picture", INLINE, 0)                                                               \
    X(PLAINTEXT, "plaintext", PRE, 0)                                                              \
    X(PRE, "pre", PRE, 0)                                                                          \
    X(Q, "q", QUOTED, 0)                                                                           \
    X(SCRIPT, "script", NOTHING, 0)                                                                \
    X(SECTION, "section", BLOCK, 0)                                                                \
    X(SELECT, "select", NOTHING, 0)                                                                \
    X(SMALL, "small", INLINE, 0)                                                                   \
    X(SOURCE, "source", NOTHING, 0)                                                                \
    X(SPAN, "span", INLINE, 0)                                                                     \
    X(STRONG, "strong", INLINE, MARK_STRONG)                                                       \
    X(STYLE, "style", NOTHING, 0)                                                                  \
    X(SUB, "sub", INLINE, MARK_SUB)                                                                \
    X(SUMMARY, "summary", TERM, MARK_STRONG)                                                       \
    X(SUP, "sup", INLINE, MARK_SUP)                                                                \
    X(SVG, "svg", NOTHING, 0)                                                                      \
    X(TABLE, "table", TABLE, 0)                                                                    \
    X(TBODY, "tbody", BLOCK, 0)                                                                    \
    X(TD, "td", BLOCK, 0)                                                                          \
    X(TEMPLATE, "template", NOTHING, 0)                                                            \
    X(TEXTAREA, "textarea", NOTHING, 0)                                                            \
    X(TFOOT, "tfoot", BLOCK, 0)                                                                    \
    X(TH, "th", BLOCK, 0)                                                                          \
    X(THEAD, "thead", BLOCK, 0)                                                                    \
    X(TIME, "time", INLINE, 0)                                                                     \
    X(TITLE, "title", NOTHING, 0)                                                                  \
    X(TR, "tr", BLOCK, 0)                                                                          \
    X(TRACK, "track", NOTHING, 0)                                                                  \
    X(UL, "ul", LIST, 0)                                                                           \
    X(VAR, "var", INLINE, MARK_EM)                                                                 \
    X(VIDEO, "video", PLAYER, 0)                                                                   \
    X(XMP, "xmp", PRE, 0)

#define HTML_TAG_(tag, name, kind, marks) HTML_##tag,
enum html_tag { HTML_TEXT, HTML_OTHER, HTML_ELEMENTS(HTML_TAG_) HTML_TAGS };
#undef HTML_TAG_

struct html_element {
    enum html_tag tag;
    const char *name;
    enum html_kind kind;
    unsigned marks; // enum mark_bit
};

extern const struct html_element html_elements[HTML_TAGS];
const struct html_element *html_element_find(struct str name); // HTML_OTHER: nobody knows it
