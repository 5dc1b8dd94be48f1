// template: text with holes, compiled once, filled with values.
//
//   struct value *page = value_map(mem);
//   map_text(page, "headline", story->headline);      // escaped where it lands
//   map_html(page, "body", body);                     // as is: only our own writers make struct
//   html if (!template_render(job, set, S("story"), page, &sheet)) …
//
// The language is Mustache (the public spec, with its optional inheritance module): {{name}},
// {{#section}}, {{^inverted}}, {{>partial}}, {{<parent}}{{$block}}…, {{=<% %>=}}, {{! comment}}.
// On top of it, escaping is decided by place, when the template is compiled:
//   text of an element, quoted attribute   & < > " ' become references
//   href, src, action, … (URL attributes)  also: the scheme must be http, https, mailto or none,
//                                          otherwise "#" is written. Percent-encoding is the
//                                          caller's
//   srcset, ping (lists of URLs)           the same for each URL of the list
//   <script type="application/ld+json">    a hole writes one whole JSON value, maps and lists too
//   (or application/json)                  (no quotes around it), with < > & as \u003c …
//   any other <script>, <style>, event or style attribute, srcdoc, unquoted attribute, tag or
//   attribute name, comment                a hole there does not compile
// {{{name}}} and {{&name}} write raw only for values of type html, in the text of an element; a
// text there is escaped as usual. A html value in an attribute, in <title> or <textarea> is a
// fault. A section must end in the place it began in; one inside a tag starts with its own space:
//   <li{{#current}} aria-current="page"{{/current}}>
// A partial stands in a place where a section may stand. Its blocks are its own: overrides of a
// parent do not reach into the partials of that parent. White space before a partial is not
// repeated in front of its lines in TEMPLATE_HTML (it would change a <pre>); elsewhere it is.
//
// A set is compiled at start and never changes: any thread may render from it.
// Never: runs a query, formats a date, knows a word of any language.
#pragma once

#include "base/base.h"

// ── values ────────────────────────────────────────────────────────────────────────────────────

// Made in an arena; borrowed text must live as long as the value. What is false: nothing, an empty
// text, an empty list, 0, false. Numbers print without grouping: readers' numbers are texts.
struct value;

struct value *value_map(struct arena *mem);
struct value *value_list(struct arena *mem);
struct value *value_text(struct arena *mem, struct str text);
struct value *value_html(struct arena *mem, struct html html);
struct value *value_bool(struct arena *mem, bool yes);
struct value *value_int(struct arena *mem, int64_t n);
// A region: writes nothing, but the sheet notes that the fragment of this name belongs here.
// In HTML it may stand only in the text of an element; elsewhere the page is a fault.
struct value *value_region(struct arena *mem, struct str fragment);

// A name that is there already gets the new value.
void map_put(struct value *map, const char *name, struct value *value);    // name: kept, a literal
void map_put_str(struct value *map, struct str name, struct value *value); // name: kept
void map_text(struct value *map, const char *name, struct str text);       // empty text is falsy
void map_html(struct value *map, const char *name, struct html html);
void map_bool(struct value *map, const char *name, bool yes);
void map_int(struct value *map, const char *name, int64_t n);
struct value *map_map(struct value *map, const char *name);  // puts a new map and returns it
struct value *map_list(struct value *map, const char *name); // puts a new list and returns it
void list_put(struct value *list, struct value *item);
struct value *list_map(struct value *list);                      // puts a new map and returns it
struct value *map_get(const struct value *map, struct str name); // NULL if there is none

// From JSON text (strings, numbers, booleans, lists, objects), for string tables and the suite.
// Everything is copied into mem.
MUST_USE bool value_parse_json(struct job *job, struct arena *mem, struct str json,
                               struct value **out);

// ── sets ──────────────────────────────────────────────────────────────────────────────────────

enum template_mode {
    TEMPLATE_HTML,  // escaping by place, as above
    TEMPLATE_PLAIN, // nothing is escaped: plain-text mails
    TEMPLATE_SPEC,  // as Mustache has it: {{x}} with & < > " escaped wherever it stands (fit for
                    // XML too), {{{x}}} raw whatever it is; a partial that is not there is empty
};

// More than this is a fault (FAULT_TOO_BIG), not a page.
enum { TEMPLATE_BYTES_MAX = 8 * 1024 * 1024 };

struct template_source {
    struct str name; // "story", "part/card"
    struct str text; // borrowed until template_set_make returns
};

struct template_set;

// Compiles all; what is wrong is a fault naming template and line, as is a partial or parent that
// is not in the set.
MUST_USE bool template_set_make(struct job *job, enum template_mode mode,
                                const struct template_source *sources, size_t count,
                                struct template_set **out);
void template_set_free(struct template_set *set); // NULL is fine

// The sheet is made in the job's arena.
MUST_USE bool template_render(struct job *job, const struct template_set *set, struct str name,
                              const struct value *values, struct sheet *out);
