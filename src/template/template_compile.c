// Nodes to programs. Parents and blocks are unfolded here, so a program knows no inheritance; the
// text then runs by as a browser would read it, and every hole learns its place. Partials are
// programs of their own, one for each place they are called from, so they may call themselves.
#include "template/internal.h"

#include <stdarg.h>

// What the parents so far have been told to put into their blocks. The outermost wins.
struct overrides {
    const struct node *blocks;
    struct str source; // the template they are written in
    const struct overrides *outer;
};

struct called {
    size_t template;
    struct place from, to;
    uint32_t program;
    bool done;
};

struct compiler {
    struct template_set *set;
    enum template_mode mode;
    struct parsed *parsed;
    size_t parsed_count;
    struct arena work; // given back when the set is made
    struct called *called;
    size_t called_count, called_room;
    int depth;
    size_t work_done;
    char error[FAULT_TEXT_MAX];
};

// One program while it is written.
struct writer {
    struct compiler *c;
    struct op *ops;
    size_t count, room;
    struct buf text; // literal text that is not an op yet
    struct place place;
    struct str source;
    int line;
};

static bool write_nodes(struct writer *w, const struct node *nodes,
                        const struct overrides *overrides);

static bool fail(struct writer *w, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);
static bool fail(struct writer *w, int line, const char *fmt, ...)
{
    va_list args;
    int len =
        snprintf(w->c->error, FAULT_TEXT_MAX,
                 "template " STR_FMT ", line %d: ", STR_ARG(str_from_to(w->source, 0, 100)), line);
    va_start(args, fmt);
    vsnprintf(w->c->error + len, FAULT_TEXT_MAX - (size_t)len, fmt, args);
    va_end(args);
    return false;
}

#define NAME_ARG(name) STR_ARG(str_from_to((name), 0, 60))

static bool is_html(const struct writer *w)
{
    return w->c->mode == TEMPLATE_HTML;
}

// ── ops ───────────────────────────────────────────────────────────────────────────────────────

static struct op *add_op(struct writer *w, enum op_kind kind)
{
    struct op *op = list_add(&w->c->work, &w->ops, &w->count, &w->room);
    *op = (struct op){.kind = kind, .source = w->source, .line = w->line};
    return op;
}

static void flush_text(struct writer *w)
{
    struct str text = buf_str(&w->text);
    if (text.len)
        add_op(w, OP_TEXT)->text = str_copy(&w->c->set->mem, text);
    w->text.len = 0;
}

static struct path keep_path(struct writer *w, const struct path *path)
{
    struct arena *mem = &w->c->set->mem;
    struct path kept = {.count = path->count};
    if (path->count)
        kept.steps = arena_array(mem, struct path_step, path->count);
    for (size_t i = 0; i < path->count; i++)
        kept.steps[i] = (struct path_step){.name = str_copy(mem, path->steps[i].name),
                                           .hash = path->steps[i].hash};
    return kept;
}

static void writer_start(struct writer *w, struct compiler *c, struct str source,
                         struct place place)
{
    *w = (struct writer){.c = c, .source = source, .place = place, .line = 1};
    buf_start(&w->text, &c->work, SIZE_MAX);
}

// Where the program goes in the set; its number was taken before, so that it may call itself.
static void writer_end(struct writer *w, uint32_t program)
{
    flush_text(w);
    struct template_set *set = w->c->set;
    struct op *ops = arena_array(&set->mem, struct op, w->count);
    if (w->count)
        memcpy(ops, w->ops, w->count * sizeof(*ops));
    set->programs[program] = (struct program){.ops = ops, .count = (uint32_t)w->count};
}

static uint32_t take_program(struct template_set *set)
{
    *list_add(&set->mem, &set->programs, &set->programs_count, &set->programs_room) =
        (struct program){0};
    return (uint32_t)(set->programs_count - 1);
}

// ── text and holes ────────────────────────────────────────────────────────────────────────────

static bool settle(struct writer *w, const struct node *node)
{
    const char *why = NULL;
    if (is_html(w) && !place_settle(&w->place, &why))
        return fail(w, node->line, "{{" STR_FMT "}} is in %s: %s", NAME_ARG(node->text),
                    place_name(&w->place), why);
    return true;
}

static bool write_text(struct writer *w, const struct node *node)
{
    size_t done;
    const char *why = NULL;
    if (is_html(w) && !place_pass(&w->place, node->text, &done, &why)) {
        int line = node->line;
        for (size_t i = 0; i < done; i++)
            line += node->text.at[i] == '\n';
        return fail(w, line, "%s", why);
    }
    buf_add(&w->text, node->text);
    return true;
}

static bool write_hole(struct writer *w, const struct node *node)
{
    enum escape as = w->c->mode == TEMPLATE_SPEC ? AS_SPEC : AS_IS;
    const char *why = NULL;
    char quote = w->place.quote;
    if (is_html(w) && !place_hole(&w->place, &as, &why))
        return fail(w, node->line, "{{" STR_FMT "}} does not compile: %s", NAME_ARG(node->text),
                    why);
    flush_text(w);
    struct op *op = add_op(w, OP_HOLE);
    op->as = as;
    op->raw = node->raw;
    op->quote = quote;
    op->text = str_copy(&w->c->set->mem, node->text);
    op->path = keep_path(w, &node->path);
    return true;
}

// ── sections ──────────────────────────────────────────────────────────────────────────────────

static bool write_body(struct writer *w, const struct node *node, const struct overrides *overrides,
                       struct place from)
{
    w->place = from;
    flush_text(w);
    size_t at = w->count;
    struct op *op = add_op(w, node->kind == NODE_SECTION ? OP_SECTION : OP_INVERTED);
    op->path = keep_path(w, &node->path);
    op->text = str_copy(&w->c->set->mem, node->text);
    if (!write_nodes(w, node->children, overrides))
        return false;
    flush_text(w);
    w->ops[at].to = (uint32_t)w->count;
    return settle(w, node);
}

// The body may run never, once or many times, so behind it, and at its start the second time, we
// are where both ways lead. If that says less than its start said, the body is read again from
// there: what was fine the first time may not be the second.
static bool write_section(struct writer *w, const struct node *node,
                          const struct overrides *overrides)
{
    if (!settle(w, node))
        return false;
    flush_text(w);
    size_t count = w->count;
    struct place from = w->place, both = w->place;
    for (int round = 0; round < 3; round++) {
        from = both;
        w->count = count;
        if (!write_body(w, node, overrides, from))
            return false;
        if (!place_join(&from, &w->place, &both))
            return fail(w, node->line,
                        "the section {{#" STR_FMT "}} begins in %s and ends in %s: it must end "
                        "where it began",
                        NAME_ARG(node->text), place_name(&from), place_name(&w->place));
        if (memcmp(&both, &from, sizeof(both)) == 0)
            break;
    }
    w->place = both;
    return true;
}

// ── partials ──────────────────────────────────────────────────────────────────────────────────

static bool find_parsed(const struct compiler *c, struct str name, size_t *at)
{
    for (size_t i = 0; i < c->parsed_count; i++) {
        if (str_eq(c->parsed[i].name, name)) {
            *at = i;
            return true;
        }
    }
    return false;
}

static struct called *find_called(struct compiler *c, size_t template, const struct place *from)
{
    for (size_t i = 0; i < c->called_count; i++) {
        if (c->called[i].template == template &&
            memcmp(&c->called[i].from, from, sizeof(*from)) == 0)
            return &c->called[i];
    }
    return NULL;
}

// Compiles the partial as it reads from this place, or finds that done.
static bool compile_partial(struct writer *w, const struct node *node, size_t template,
                            struct called *out)
{
    struct compiler *c = w->c;
    const struct called *known = find_called(c, template, &w->place);
    if (known) {
        *out = *known;
        return true;
    }
    size_t at = c->called_count;
    struct called call = {
        .template = template, .from = w->place, .to = w->place, .program = take_program(c->set)};
    *list_add(&c->work, &c->called, &c->called_count, &c->called_room) = call;
    struct writer inner;
    writer_start(&inner, c, c->parsed[template].name, w->place);
    if (!write_nodes(&inner, c->parsed[template].nodes, NULL) || !settle(&inner, node))
        return false;
    writer_end(&inner, call.program);
    call.to = inner.place;
    call.done = true;
    c->called[at] = *out = call;
    return true;
}

static void write_indent(struct writer *w, struct str indent)
{
    if (is_html(w) || indent.len == 0)
        return;
    flush_text(w);
    add_op(w, OP_INDENT)->text = str_copy(&w->c->set->mem, indent);
}

static void write_outdent(struct writer *w, struct str indent)
{
    if (is_html(w) || indent.len == 0)
        return;
    flush_text(w);
    add_op(w, OP_OUTDENT)->text = str_copy(&w->c->set->mem, indent);
}

static bool write_call(struct writer *w, const struct node *node, size_t template)
{
    struct called call;
    struct place both;
    if (!settle(w, node) || !compile_partial(w, node, template, &call))
        return false;
    // A partial that calls itself is taken to end where it began; here that is made sure of.
    if (!place_join(&call.from, &call.to, &both) ||
        (!call.done && memcmp(&both, &(struct place){0}, sizeof(both)) != 0))
        return fail(w, node->line, "the partial {{>" STR_FMT "}} begins in %s and ends in %s%s",
                    NAME_ARG(node->text), place_name(&call.from), place_name(&call.to),
                    call.done ? ": it must end where it began"
                              : ": only in the text of an element may it include itself");
    write_indent(w, node->indent);
    flush_text(w);
    struct op *op = add_op(w, OP_CALL);
    op->to = call.program;
    op->text = str_copy(&w->c->set->mem, node->text);
    write_outdent(w, node->indent);
    w->place = call.to;
    return true;
}

// A template that is not there: nothing, says the spec; a mistake, say we.
static bool find_template(struct writer *w, const struct node *node, size_t *template, bool *ok)
{
    *ok = find_parsed(w->c, node->text, template);
    if (*ok || w->c->mode == TEMPLATE_SPEC)
        return true;
    return fail(w, node->line, "there is no template \"" STR_FMT "\"", NAME_ARG(node->text));
}

static bool write_partial(struct writer *w, const struct node *node)
{
    size_t template;
    bool found;
    if (!find_template(w, node, &template, &found))
        return false;
    return !found || write_call(w, node, template);
}

// ── parents and blocks ────────────────────────────────────────────────────────────────────────

// What follows is written in another template, and faults should say so.
static bool write_from(struct writer *w, struct str source, const struct node *nodes,
                       const struct overrides *overrides)
{
    struct str before = w->source;
    w->source = source;
    if (!write_nodes(w, nodes, overrides))
        return false;
    w->source = before;
    return true;
}

static bool write_parent(struct writer *w, const struct node *node, const struct overrides *outer)
{
    size_t template;
    bool found;
    struct overrides overrides = {.blocks = node->children, .source = w->source, .outer = outer};
    if (!find_template(w, node, &template, &found))
        return false;
    if (!found)
        return true;
    write_indent(w, node->indent);
    if (!write_from(w, w->c->parsed[template].name, w->c->parsed[template].nodes, &overrides))
        return false;
    write_outdent(w, node->indent);
    return true;
}

static const struct node *find_override(const struct overrides *overrides, struct str name,
                                        struct str *source)
{
    const struct node *found = NULL; // the last one found is the outermost
    for (; overrides; overrides = overrides->outer) {
        for (const struct node *block = overrides->blocks; block; block = block->next) {
            if (!str_eq(block->text, name))
                continue;
            found = block;
            *source = overrides->source;
        }
    }
    return found;
}

static bool write_block(struct writer *w, const struct node *node,
                        const struct overrides *overrides)
{
    struct str source = w->source;
    const struct node *block = find_override(overrides, node->text, &source);
    write_indent(w, node->indent);
    if (!write_from(w, source, block ? block->children : node->children, overrides))
        return false;
    write_outdent(w, node->indent);
    return true;
}

// ── all of it ─────────────────────────────────────────────────────────────────────────────────

static bool write_node(struct writer *w, const struct node *node, const struct overrides *overrides)
{
    w->line = node->line;
    switch (node->kind) {
    case NODE_TEXT:
        return write_text(w, node);
    case NODE_LINE:
        flush_text(w);
        add_op(w, OP_LINE);
        return true;
    case NODE_HOLE:
        return write_hole(w, node);
    case NODE_SECTION:
    case NODE_INVERTED:
        return write_section(w, node, overrides);
    case NODE_PARTIAL:
        return write_partial(w, node);
    case NODE_PARENT:
        return write_parent(w, node, overrides);
    case NODE_BLOCK:
        return write_block(w, node, overrides);
    }
    return true;
}

static bool write_nodes(struct writer *w, const struct node *nodes,
                        const struct overrides *overrides)
{
    struct compiler *c = w->c;
    if (c->depth >= DEPTH_MAX)
        return fail(w, w->line,
                    "templates nest deeper than %d here: does a parent or a block include itself? "
                    "(A partial may.)",
                    DEPTH_MAX);
    c->depth++;
    for (const struct node *node = nodes; node; node = node->next) {
        if (++c->work_done > SET_WORK_MAX)
            return fail(w, node->line, "the set unfolds into more than %d pieces", SET_WORK_MAX);
        if (!write_node(w, node, overrides))
            return false;
    }
    c->depth--;
    return true;
}

static bool compile_alone(struct compiler *c, const struct parsed *parsed, uint32_t *program)
{
    struct writer w;
    c->depth = 0;
    writer_start(&w, c, parsed->name, (struct place){0});
    if (!write_nodes(&w, parsed->nodes, NULL))
        return false;
    if (memcmp(&w.place, &(struct place){0}, sizeof(w.place)) != 0)
        return fail(&w, w.line, "the template ends in %s", place_name(&w.place));
    *program = take_program(c->set);
    writer_end(&w, *program);
    return true;
}

static bool is_included_in(const struct node *nodes, struct str name)
{
    for (const struct node *node = nodes; node; node = node->next) {
        bool includes = node->kind == NODE_PARTIAL || node->kind == NODE_PARENT;
        if ((includes && str_eq(node->text, name)) || is_included_in(node->children, name))
            return true;
    }
    return false;
}

static bool is_included(const struct compiler *c, struct str name)
{
    for (size_t i = 0; i < c->parsed_count; i++) {
        if (is_included_in(c->parsed[i].nodes, name))
            return true;
    }
    return false;
}

// A template that others include may make no sense alone (the attributes of a tag, the lines of a
// script). Then only rendering it alone is a fault; where it is included it has been compiled.
static bool compile_template(struct compiler *c, size_t at)
{
    struct template_set *set = c->set;
    struct set_template *template = &set->templates[at];
    template->name = str_copy(&set->mem, c->parsed[at].name);
    template->hash = name_hash(template->name);
    c->parsed[at].name = template->name; // what ops and faults refer to
    size_t called_count = c->called_count;
    if (compile_alone(c, &c->parsed[at], &template->program))
        return true;
    if (c->mode != TEMPLATE_HTML || c->work_done > SET_WORK_MAX || !is_included(c, template->name))
        return false;
    c->called_count = called_count; // calls that were not finished
    template->broken = str_c(&set->mem, str_from(c->error));
    return true;
}

static bool parse_all(struct compiler *c, const struct template_source *sources, size_t count)
{
    c->parsed = arena_array(&c->work, struct parsed, count);
    for (size_t i = 0; i < count; i++) {
        size_t earlier;
        if (find_parsed(c, sources[i].name, &earlier)) {
            snprintf(c->error, sizeof(c->error), "two templates are called \"" STR_FMT "\"",
                     NAME_ARG(sources[i].name));
            return false;
        }
        bool has_lines = c->mode != TEMPLATE_HTML;
        if (!template_parse(&c->work, &sources[i], has_lines, &c->parsed[i], c->error))
            return false;
        c->parsed_count++;
    }
    return true;
}

static bool compile_all(struct compiler *c, const struct template_source *sources, size_t count)
{
    if (!parse_all(c, sources, count))
        return false;
    c->set->templates = arena_array(&c->set->mem, struct set_template, count);
    c->set->templates_count = count;
    for (size_t i = 0; i < count; i++) {
        if (!compile_template(c, i))
            return false;
    }
    return true;
}

bool template_set_make(struct job *job, enum template_mode mode,
                       const struct template_source *sources, size_t count,
                       struct template_set **out)
{
    struct template_set *set = heap_take(sizeof(*set));
    arena_start(&set->mem);
    struct compiler c = {.set = set, .mode = mode};
    arena_start(&c.work);
    bool ok = compile_all(&c, sources, count);
    arena_end(&c.work);
    if (!ok) {
        template_set_free(set);
        return job_fail(job, FAULT_INVALID, "%s", c.error);
    }
    *out = set;
    return true;
}

void template_set_free(struct template_set *set)
{
    if (!set)
        return;
    arena_end(&set->mem);
    free(set);
}
