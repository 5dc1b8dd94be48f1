// Programs and values to a sheet.
#include "template/internal.h"

struct renderer {
    struct job *job;
    const struct template_set *set;
    struct buf out;
    const struct value *stack[DEPTH_MAX]; // contexts, the innermost last
    int depth, calls;
    char indent[INDENT_BYTES_MAX];
    size_t indent_len;
    struct sheet_region *regions;
    size_t regions_count, regions_room;
};

static bool run(struct renderer *r, const struct program *program, uint32_t from, uint32_t to);

static bool fail_at(struct renderer *r, const struct op *op, enum fault_kind kind, const char *why)
{
    return job_fail(r->job, kind, "template " STR_FMT ", line %d: {{" STR_FMT "}} %s",
                    STR_ARG(op->source), op->line, STR_ARG(str_from_to(op->text, 0, 60)), why);
}

// ── names ─────────────────────────────────────────────────────────────────────────────────────

// The first part of a dotted name is looked for outwards, the rest only inside what was found.
static const struct value *lookup(const struct renderer *r, const struct path *path)
{
    const struct value *found = NULL;
    if (path->count == 0)
        return r->stack[r->depth - 1];
    for (int i = r->depth - 1; i >= 0 && !found; i--)
        found = map_find(r->stack[i], path->steps[0].name, path->steps[0].hash);
    for (size_t i = 1; i < path->count && found; i++)
        found = map_find(found, path->steps[i].name, path->steps[i].hash);
    return found;
}

// ── writing values ────────────────────────────────────────────────────────────────────────────

static struct str int_digits(char digits[24], int64_t n)
{
    size_t at = 24;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (n < 0)
        digits[--at] = '-';
    return (struct str){digits + at, 24 - at};
}

// As bytes, before any escaping. Maps and lists have none.
static struct str value_bytes(const struct value *value, char digits[24])
{
    switch (value->kind) {
    case VALUE_TEXT:
    case VALUE_HTML:
    case VALUE_REAL:
        return value->text;
    case VALUE_INT:
        return int_digits(digits, value->number);
    case VALUE_BOOL:
        return value->number ? S("true") : S("false");
    case VALUE_NULL:
    case VALUE_MAP:
    case VALUE_LIST:
    case VALUE_REGION:
        return STR_NONE;
    }
    return STR_NONE;
}

static void note_region(struct renderer *r, const struct value *region)
{
    struct sheet_region *note =
        list_add(&r->job->mem, &r->regions, &r->regions_count, &r->regions_room);
    *note = (struct sheet_region){.at = r->out.len, .fragment = region->text};
}

// What this attribute's value holds already. Values never contain the quote that encloses them, so
// the last one written is the one that opened it.
static struct str value_so_far(const struct renderer *r, char quote)
{
    struct str out = buf_str(&r->out);
    const char *opened = out.len ? memrchr(out.at, quote, out.len) : NULL;
    return opened ? str_after(out, (size_t)(opened - out.at) + 1) : out;
}

static void write_url(struct renderer *r, const struct op *op, struct str url)
{
    bool is_safe =
        op->as == AS_URL ? is_safe_url(value_so_far(r, op->quote), url) : is_safe_url_list(url);
    buf_add_text(&r->out, is_safe ? url : S("#"));
}

static bool write_escaped(struct renderer *r, const struct op *op, const struct value *value)
{
    char digits[24];
    struct str bytes = value_bytes(value, digits);
    switch ((enum escape)op->as) {
    case AS_IS:
        buf_add(&r->out, bytes);
        return true;
    case AS_SPEC:
        if (op->raw)
            buf_add(&r->out, bytes);
        else
            buf_add_text(&r->out, bytes);
        return true;
    case AS_TEXT:
        if (op->raw && value->kind == VALUE_HTML)
            buf_add(&r->out, bytes);
        else
            buf_add_text(&r->out, bytes);
        return true;
    case AS_ATTRIBUTE:
        buf_add_text(&r->out, bytes);
        return true;
    case AS_URL:
    case AS_URL_LIST:
        write_url(r, op, bytes);
        return true;
    case AS_JSON:
        if (!write_json(&r->out, value, 0))
            return fail_at(r, op, FAULT_TOO_BIG, "nests too deep for JSON");
        return true;
    }
    return true;
}

static bool run_hole(struct renderer *r, const struct op *op)
{
    const struct value *value = lookup(r, &op->path);
    if (!value) {
        buf_add(&r->out, op->as == AS_JSON ? S("null") : STR_NONE);
        return true;
    }
    bool in_element = op->as == AS_TEXT || op->as == AS_IS || op->as == AS_SPEC;
    if (value->kind == VALUE_REGION && !in_element)
        return fail_at(r, op, FAULT_INTERNAL, "is a region, and belongs in the text of an element");
    if (value->kind == VALUE_HTML && !in_element && op->as != AS_JSON)
        return fail_at(r, op, FAULT_INTERNAL, "is HTML, and belongs in the text of an element");
    if (value->kind == VALUE_REGION) {
        note_region(r, value);
        return true;
    }
    return write_escaped(r, op, value);
}

// ── sections, calls, lines ────────────────────────────────────────────────────────────────────

static bool run_within(struct renderer *r, const struct program *program, uint32_t at,
                       const struct value *context)
{
    const struct op *op = &program->ops[at];
    if (r->depth >= DEPTH_MAX)
        return fail_at(r, op, FAULT_TOO_BIG, "nests too deep");
    r->stack[r->depth++] = context;
    bool ok = run(r, program, at + 1, op->to);
    r->depth--;
    return ok;
}

static bool run_section(struct renderer *r, const struct program *program, uint32_t at)
{
    const struct value *value = lookup(r, &program->ops[at].path);
    if (!value || !value_is_true(value))
        return true;
    if (value->kind != VALUE_LIST)
        return run_within(r, program, at, value);
    for (uint32_t i = 0; i < value->count; i++) {
        if (!run_within(r, program, at, value->items[i]))
            return false;
    }
    return true;
}

static bool run_inverted(struct renderer *r, const struct program *program, uint32_t at)
{
    const struct op *op = &program->ops[at];
    return value_is_true(lookup(r, &op->path)) || run(r, program, at + 1, op->to);
}

static bool run_call(struct renderer *r, const struct op *op)
{
    const struct program *program = &r->set->programs[op->to];
    if (r->calls >= DEPTH_MAX)
        return fail_at(r, op, FAULT_TOO_BIG, "nests too deep: does it include itself for ever?");
    r->calls++;
    bool ok = run(r, program, 0, program->count);
    r->calls--;
    return ok;
}

static void run_line(struct renderer *r)
{
    bool at_line_start = r->out.len == 0 || r->out.at[r->out.len - 1] == '\n';
    if (at_line_start)
        buf_add(&r->out, (struct str){r->indent, r->indent_len});
}

static bool run_indent(struct renderer *r, const struct op *op)
{
    if (op->text.len > INDENT_BYTES_MAX - r->indent_len)
        return fail_at(r, op, FAULT_TOO_BIG, "is indented too far");
    memcpy(r->indent + r->indent_len, op->text.at, op->text.len);
    r->indent_len += op->text.len;
    return true;
}

static bool run_op(struct renderer *r, const struct program *program, uint32_t at)
{
    const struct op *op = &program->ops[at];
    switch (op->kind) {
    case OP_TEXT:
        buf_add(&r->out, op->text);
        return true;
    case OP_HOLE:
        return run_hole(r, op);
    case OP_SECTION:
        return run_section(r, program, at);
    case OP_INVERTED:
        return run_inverted(r, program, at);
    case OP_CALL:
        return run_call(r, op);
    case OP_LINE:
        run_line(r);
        return true;
    case OP_INDENT:
        return run_indent(r, op);
    case OP_OUTDENT:
        r->indent_len -= op->text.len;
        return true;
    }
    return true;
}

static bool run(struct renderer *r, const struct program *program, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to;) {
        const struct op *op = &program->ops[at];
        if (!run_op(r, program, at) || r->out.overflowed)
            return false;
        bool has_body = op->kind == OP_SECTION || op->kind == OP_INVERTED;
        at = has_body ? op->to : at + 1;
    }
    return true;
}

// ── the way in ────────────────────────────────────────────────────────────────────────────────

static const struct set_template *find_template(const struct template_set *set, struct str name)
{
    uint32_t hash = name_hash(name);
    for (size_t i = 0; i < set->templates_count; i++) {
        if (set->templates[i].hash == hash && str_eq(set->templates[i].name, name))
            return &set->templates[i];
    }
    return NULL;
}

static bool render_program(struct renderer *r, uint32_t program, struct sheet *out)
{
    struct str text;
    bool ok = run(r, &r->set->programs[program], 0, r->set->programs[program].count);
    if (!ok && !r->out.overflowed)
        return false;
    if (!buf_done(r->job, &r->out, &text))
        return false;
    *out = (struct sheet){.text = text, .regions = r->regions, .regions_count = r->regions_count};
    return true;
}

bool template_render(struct job *job, const struct template_set *set, struct str name,
                     const struct value *values, struct sheet *out)
{
    const struct set_template *template = find_template(set, name);
    if (!template)
        return job_fail(job, FAULT_INTERNAL, "there is no template \"" STR_FMT "\"", STR_ARG(name));
    if (template->broken)
        return job_fail(job, FAULT_INTERNAL, "%s", template->broken);
    struct renderer r = {.job = job, .set = set, .stack = {values}, .depth = 1};
    buf_start(&r.out, &job->mem, TEMPLATE_BYTES_MAX);
    return render_program(&r, template->program, out);
}
