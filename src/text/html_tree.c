// gumbo's tree becomes ours: smaller, bounded in depth, and all in the arena.
#include "text/html_tree.h"

#include "text/html_guard.h"
#include "text/unicode.h"

#include <gumbo.h>

// ── the table ─────────────────────────────────────────────────────────────────────────────────

#define ROW(tag, name, kind, marks) [HTML_##tag] = {HTML_##tag, name, HTML_KIND_##kind, marks},
const struct html_element html_elements[HTML_TAGS] = {
    [HTML_TEXT] = {HTML_TEXT, "", HTML_KIND_TEXT, 0},
    [HTML_OTHER] = {HTML_OTHER, "", HTML_KIND_INLINE, 0},
    HTML_ELEMENTS(ROW)};

const struct html_element *html_element_find(struct str name)
{
    size_t low = HTML_OTHER + 1, high = HTML_TAGS;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_order(name, str_from(html_elements[middle].name));
        if (order == 0)
            return &html_elements[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return &html_elements[HTML_OTHER];
}

// ── gumbo's memory is ours ────────────────────────────────────────────────────────────────────

// gumbo knows no way to stop, and no NULL. When it has taken too much, or too long, its input is
// made blank under its eyes: it comes to the end at once, and what it made is not used.
enum { TANGLED_BYTES_MAX = 400 << 20, TANGLED_CPU_MS = 8000, LOOK_EVERY = 1024 };

struct gumbo_memory {
    struct arena mem;
    char *input;
    size_t input_len, taken_count;
    int64_t started_ms;
    bool tangled;
};

static int64_t cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// All but what its asserts look for in the tag it is at.
static void blank_input(struct gumbo_memory *memory)
{
    for (size_t i = 0; i < memory->input_len; i++) {
        if (memory->input[i] != '<' && memory->input[i] != '>')
            memory->input[i] = ' ';
    }
}

static void *take(void *with, size_t bytes)
{
    struct gumbo_memory *memory = with;
    bool look = ++memory->taken_count % LOOK_EVERY == 0;
    if (!memory->tangled && (memory->mem.taken_bytes + bytes > TANGLED_BYTES_MAX ||
                             (look && cpu_ms() - memory->started_ms > TANGLED_CPU_MS))) {
        memory->tangled = true;
        blank_input(memory);
    }
    return arena_take_raw(&memory->mem, bytes);
}

static void give_back(void *with, void *taken) // with the arena
{
}

static void end_memory(struct gumbo_memory *memory)
{
    arena_end(&memory->mem);
}

static GumboOutput *read_html(struct gumbo_memory *memory)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = give_back;
    options.userdata = memory;
    options.max_errors = 0;
    memory->started_ms = cpu_ms();
    return gumbo_parse_with_options(&options, memory->input, memory->input_len);
}

// ── ours ──────────────────────────────────────────────────────────────────────────────────────

struct planting {
    struct arena *mem;
    struct html_tree *tree;
};

static struct html_node *plant(struct planting *p, struct html_node *in)
{
    struct html_node *node = arena_new(p->mem, struct html_node);
    node->number = (uint32_t)p->tree->nodes_count++;
    node->in = in;
    if (!in)
        return node;
    node->before = in->last;
    *(in->last ? &in->last->next : &in->first) = node;
    in->last = node;
    return node;
}

static struct str element_name(struct arena *mem, const GumboElement *element)
{
    GumboStringPiece tag = element->original_tag;
    if (element->tag != GUMBO_TAG_UNKNOWN)
        return str_from(gumbo_normalized_tagname(element->tag));
    gumbo_tag_from_original_text(&tag);
    return str_lower(mem, (struct str){tag.data, tag.length});
}

static void plant_attrs(struct arena *mem, const GumboVector *attrs, struct html_node *node)
{
    struct html_attr *made = arena_array(mem, struct html_attr, attrs->length);
    for (size_t i = 0; i < attrs->length; i++) {
        const GumboAttribute *attr = attrs->data[i];
        made[i] = (struct html_attr){str_copy(mem, str_from(attr->name)),
                                     str_copy(mem, str_from(attr->value))};
    }
    node->attrs = made;
    node->attrs_count = attrs->length;
}

static struct html_node *plant_element(struct planting *p, const GumboNode *from,
                                       struct html_node *in)
{
    struct html_node *node = plant(p, in);
    node->name = element_name(p->mem, &from->v.element);
    node->element = html_element_find(node->name);
    plant_attrs(p->mem, &from->v.element.attributes, node);
    if (html_is(node, HTML_BODY) && in == p->tree->root && !p->tree->body)
        p->tree->body = node;
    if (html_is(node, HTML_HEAD) && in == p->tree->root && !p->tree->head)
        p->tree->head = node;
    return node;
}

static void plant_text(struct planting *p, const GumboNode *from, struct html_node *in)
{
    struct html_node *node = plant(p, in);
    node->element = &html_elements[HTML_TEXT];
    node->text = str_copy(p->mem, str_from(from->v.text.text));
}

// Not by recursion: gumbo's tree may be as deep as the page is long.
static void plant_tree(struct planting *p, const GumboNode *root)
{
    const GumboNode *from = root;
    struct html_node *into = p->tree->root = plant_element(p, root, NULL);
    size_t depth = 0, next = 0;
    for (;;) {
        const GumboVector *children = &from->v.element.children;
        if (next >= children->length) {
            if (from == root)
                return;
            next = from->index_within_parent + 1;
            from = from->parent;
            into = depth-- > HTML_DEPTH_MAX ? into : into->in;
            continue;
        }
        const GumboNode *child = children->data[next++];
        if (child->type == GUMBO_NODE_ELEMENT) {
            struct html_node *node = plant_element(p, child, into);
            into = ++depth > HTML_DEPTH_MAX ? into : node;
            from = child;
            next = 0;
        } else if (child->type != GUMBO_NODE_COMMENT && child->type != GUMBO_NODE_TEMPLATE) {
            plant_text(p, child, into);
        }
    }
}

static struct html_node *plant_missing(struct planting *p, enum html_tag tag)
{
    struct html_node *node = plant(p, p->tree->root);
    node->element = &html_elements[tag];
    node->name = str_from(node->element->name);
    return node;
}

bool html_tree_parse(struct job *job, struct str html, struct html_tree *out)
{
    struct html_tree tree = {0};
    struct planting p = {.mem = &job->mem, .tree = &tree};
    AUTO_END(end_memory) struct gumbo_memory memory = {0};
    if (html.len > HTML_INPUT_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG, "the page is larger than %d MiB",
                        HTML_INPUT_BYTES_MAX >> 20);
    memory.input = html_guard(&memory.mem, html, &memory.input_len);
    const GumboOutput *read = read_html(&memory);
    if (memory.tangled)
        return job_fail(job, FAULT_TOO_BIG,
                        "the page is too tangled to be read: its elements stand in each other "
                        "without end");
    plant_tree(&p, read->root);
    tree.head = tree.head ? tree.head : plant_missing(&p, HTML_HEAD);
    tree.body = tree.body ? tree.body : plant_missing(&p, HTML_BODY);
    *out = tree;
    return true;
}

// ── looking around ────────────────────────────────────────────────────────────────────────────

struct str html_attr(const struct html_node *node, const char *name)
{
    for (size_t i = 0; i < node->attrs_count; i++) {
        if (str_is(node->attrs[i].name, name))
            return node->attrs[i].value;
    }
    return STR_NONE;
}

bool html_has_word(struct str list, const char *word)
{
    size_t len = strlen(word);
    if (!list.len)
        return false;
    for (size_t at = 0; at + len <= list.len; at++) {
        if (at > 0 && !strchr(" \t\n\r\f", list.at[at - 1]))
            continue;
        if (memcmp(list.at + at, word, len) == 0 &&
            (at + len == list.len || strchr(" \t\n\r\f", list.at[at + len])))
            return true;
    }
    return false;
}

bool html_has_class(const struct html_node *node, const char *class_name)
{
    return html_has_word(html_attr(node, "class"), class_name);
}

struct html_node *html_next_beside(const struct html_node *node, const struct html_node *top)
{
    for (; node != top; node = node->in) {
        if (node->next)
            return node->next;
    }
    return NULL;
}

struct html_node *html_next(const struct html_node *node, const struct html_node *top)
{
    return node->first ? node->first : html_next_beside(node, top);
}

struct html_node *html_find(const struct html_node *top, enum html_tag tag)
{
    for (struct html_node *node = html_next(top, top); node; node = html_next(node, top)) {
        if (html_is(node, tag))
            return node;
    }
    return NULL;
}

bool html_is_inside(const struct html_node *node, const struct html_node *top)
{
    while (node && node != top)
        node = node->in;
    return node == top;
}

void html_unlink(struct html_node *node)
{
    struct html_node *in = node->in;
    *(node->before ? &node->before->next : &in->first) = node->next;
    *(node->next ? &node->next->before : &in->last) = node->before;
    node->in = node->before = node->next = NULL;
}

static bool is_read(const struct html_node *node)
{
    return node->element->kind != HTML_KIND_NOTHING;
}

// Runs of blanks as one: what the guard has made blank may be megabytes.
void html_add_folded(struct buf *b, struct str text)
{
    for (size_t i = 0; i < text.len && !b->overflowed; i++) {
        bool is_blank = strchr(" \t\n\r\f", text.at[i]) && text.at[i];
        if (!is_blank)
            buf_add_char(b, text.at[i]);
        else if (b->len > 0 && b->at[b->len - 1] != ' ')
            buf_add_char(b, ' ');
    }
}

static bool is_in_line(const struct html_node *node)
{
    enum html_kind kind = node->element->kind;
    return kind == HTML_KIND_INLINE || kind == HTML_KIND_LINK || kind == HTML_KIND_QUOTED ||
           kind == HTML_KIND_TEXT || kind == HTML_KIND_NOTHING;
}

struct str html_text(struct arena *mem, const struct html_node *top)
{
    return html_text_start(mem, top, HTML_INPUT_BYTES_MAX * 4);
}

struct str html_text_start(struct arena *mem, const struct html_node *top, size_t bytes_max)
{
    struct buf b;
    buf_start(&b, mem, bytes_max);
    for (const struct html_node *node = top; node && !b.overflowed;
         node = is_read(node) ? html_next(node, top) : html_next_beside(node, top)) {
        if (!is_in_line(node) || (node != top && node->before && !is_in_line(node->before)))
            html_add_folded(&b, S(" "));
        if (html_is(node, HTML_TEXT))
            html_add_folded(&b, node->text);
    }
    return text_clean_line(mem, buf_str(&b));
}
