// markdown: GitHub-flavoured Markdown (cmark-gfm) to a document.
//
// Raw HTML in it becomes text that shows the HTML, never dropped, never live. Pictures: only
// ![alt](/media/ID "caption") becomes a picture block; any other picture becomes a link with its
// address as text. Links with a scheme that is not http, https, mailto or tel become plain text.
// "# Title" becomes a heading of level 2 (level 1 is the page's headline). Footnotes become text.
// The way back is document_write_markdown(): for every document that Markdown can say,
// parse∘write = same.
#pragma once

#include "text/document.h"

enum { MARKDOWN_BYTES_MAX = 1 << 20 };

MUST_USE bool markdown_parse(struct job *job, struct str markdown, struct block **out);
