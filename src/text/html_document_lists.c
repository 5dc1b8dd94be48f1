// Lists and tables.
#include "text/html_building.h"

enum { COLUMNS_MAX = 60, ROWS_MAX = 3000, CELLS_MAX = 12000 };

// ── lists ─────────────────────────────────────────────────────────────────────────────────────

static bool is_blank_text(const struct html_node *node)
{
    return html_is(node, HTML_TEXT) && !str_trim(node->text).len;
}

static int64_t list_start(const struct html_node *list)
{
    int64_t start;
    bool said = parse_int(str_trim(html_attr(list, "start")), &start);
    return said && start >= 0 && start < 1000000 ? start : 1;
}

// What stands in a list and is no item belongs to the one before it: people write <ul> in <ul> so.
// *room: of the children of the newest item.
static void put_item(struct building *b, struct html_node *node, const struct look *look,
                     size_t *room)
{
    struct holder *list = b->in;
    struct holder item = {.out = list, .type = BLOCK_ITEM, .depth = list->depth + 1};
    bool goes_on = !html_is(node, HTML_LI) && list->count > 0;
    if (goes_on) {
        struct block *before = &list->items[list->count - 1];
        item.items = before->children;
        item.count = before->children_count;
        item.room = *room;
    }
    b->in = &item;
    html_put_node(b, node, look);
    html_end_paragraph(b);
    b->in = list;
    struct block made = {.type = BLOCK_ITEM, .children = item.items, .children_count = item.count};
    if (item.count > 0)
        *room = item.room;
    if (goes_on)
        list->items[list->count - 1] = made;
    else if (item.count > 0)
        html_put_block(b, made);
}

void html_put_list(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = html_look_inside(b, node, look);
    struct holder holder = {.out = b->in, .type = BLOCK_LIST, .depth = b->in->depth + 1};
    struct block list = {.type = BLOCK_LIST, .start = 1};
    if (html_is_figure(node)) {
        html_put_figure(b, node, look);
        return;
    }
    html_end_paragraph(b);
    if (!html_may_open(b, BLOCK_LIST)) {
        html_put_children(b, node, &inside);
        html_end_paragraph(b);
        return;
    }
    b->in = &holder;
    size_t room = 0;
    for (struct html_node *child = node->first; child; child = child->next) {
        if (!is_blank_text(child))
            put_item(b, child, &inside, &room);
    }
    b->in = holder.out;
    list.ordered = html_is(node, HTML_OL);
    list.start = list.ordered ? list_start(node) : 1;
    list.children = holder.items;
    list.children_count = holder.count;
    if (holder.count > 0)
        html_put_block(b, list);
}

// ── tables ────────────────────────────────────────────────────────────────────────────────────

struct grid {
    struct block *rows;
    struct block *cells; // of the row that is being read: room for COLUMNS_MAX
    size_t rows_count, rows_room, columns;
    int held[COLUMNS_MAX]; // rows below that a cell reaches into
};

static int span_of(const struct html_node *cell, const char *name)
{
    int64_t span;
    bool said = parse_int(str_trim(html_attr(cell, name)), &span);
    return said && span > 1 ? (int)(span < COLUMNS_MAX ? span : COLUMNS_MAX) : 1;
}

static bool is_cell(const struct html_node *node)
{
    return html_is(node, HTML_TD) || html_is(node, HTML_TH);
}

// Rows of this table, not of one inside it.
static struct html_node *next_row(const struct html_node *row, const struct html_node *table)
{
    struct html_node *node = row ? html_next_beside(row, table) : html_next(table, table);
    while (node && !html_is(node, HTML_TR))
        node = html_is(node, HTML_TABLE) || is_cell(node) ? html_next_beside(node, table)
                                                          : html_next(node, table);
    return node;
}

static void add_empty(struct block *row)
{
    row->children[row->children_count++] = (struct block){.type = BLOCK_CELL};
}

static bool take_held(struct grid *grid, size_t column)
{
    return grid->held[column] > 0 && grid->held[column]-- > 0;
}

// Cells that reach down from above stand empty here, so that columns stay columns.
static void skip_held(struct grid *grid, struct block *row)
{
    while (row->children_count < COLUMNS_MAX && take_held(grid, row->children_count))
        add_empty(row);
}

static void skip_held_to_end(struct grid *grid, struct block *row)
{
    size_t end = 0;
    for (size_t column = row->children_count; column < COLUMNS_MAX; column++) {
        if (take_held(grid, column))
            end = column + 1;
    }
    while (row->children_count < end)
        add_empty(row);
}

static void put_cell(struct building *b, struct grid *grid, struct block *row,
                     struct html_node *cell, const struct look *look)
{
    struct look inside = html_look_inside(b, cell, look);
    struct block made = {.type = BLOCK_CELL, .header = html_is(cell, HTML_TH)};
    int columns = span_of(cell, "colspan"), rows = span_of(cell, "rowspan");
    skip_held(grid, row);
    html_take_text(b, cell, &inside, &made);
    if (row->children_count == COLUMNS_MAX) { // never lost: behind the table
        made.type = BLOCK_PARAGRAPH;
        *list_add(&b->job->mem, &b->after, &b->after_count, &b->after_room) = made;
        return;
    }
    for (int i = 0; i < columns && row->children_count < COLUMNS_MAX; i++) {
        grid->held[row->children_count] = rows - 1;
        struct block *into = &row->children[row->children_count++];
        *into = i == 0 ? made : (struct block){.type = BLOCK_CELL, .header = made.header};
    }
}

// With this row, and all of them as wide as the widest.
static bool are_cells_few(struct building *b, const struct grid *grid)
{
    if (b->blocks + (grid->rows_count + 1) * (grid->columns + 1) > DOCUMENT_BLOCKS_MAX)
        b->failed = true;
    return !b->failed;
}

static void put_row(struct building *b, struct grid *grid, const struct html_node *from,
                    const struct look *look)
{
    struct look inside = html_look_inside(b, from, look);
    struct block row = {.type = BLOCK_ROW};
    row.children = grid->cells;
    for (struct html_node *cell = from->first; cell; cell = cell->next) {
        if (is_cell(cell))
            put_cell(b, grid, &row, cell, &inside);
    }
    if (row.children_count == 0)
        return;
    skip_held_to_end(grid, &row);
    if (row.children_count > grid->columns)
        grid->columns = row.children_count;
    if (!are_cells_few(b, grid))
        return;
    row.children = arena_array(&b->job->mem, struct block, row.children_count);
    memcpy(row.children, grid->cells, row.children_count * sizeof(*row.children));
    *list_add(&b->job->mem, &grid->rows, &grid->rows_count, &grid->rows_room) = row;
}

// Tables for layout are read like any other text: they say so, hold each other, or have but one
// column or one row.
static bool is_data(const struct html_node *table)
{
    size_t rows = 0, columns = 0;
    struct str role = html_attr(table, "role");
    if (str_is(role, "presentation") || str_is(role, "none") || html_find(table, HTML_TABLE))
        return false;
    for (struct html_node *row = next_row(NULL, table); row; row = next_row(row, table)) {
        size_t cells = 0;
        for (struct html_node *cell = row->first; cell; cell = cell->next)
            cells += is_cell(cell);
        columns = cells > columns ? cells : columns;
        rows += cells > 0;
    }
    return rows > 1 && columns > 1 && rows <= ROWS_MAX && rows * columns <= CELLS_MAX;
}

static bool is_text_only(const struct html_node *table)
{
    for (const struct html_node *node = html_next(table, table); node;
         node = html_next(node, table)) {
        enum html_kind kind = node->element->kind;
        if (kind == HTML_KIND_HEADING || kind == HTML_KIND_FIGURE || kind == HTML_KIND_QUOTE ||
            kind == HTML_KIND_FRAME || kind == HTML_KIND_PLAYER)
            return false;
    }
    return true;
}

// Every row gets as many cells as the widest has.
static void fill_columns(struct arena *mem, struct grid *grid)
{
    for (size_t i = 0; i < grid->rows_count; i++) {
        struct block *row = &grid->rows[i], *cells = row->children;
        if (row->children_count == grid->columns)
            continue;
        row->children = arena_array(mem, struct block, grid->columns);
        memcpy(row->children, cells, row->children_count * sizeof(*cells));
        while (row->children_count < grid->columns)
            add_empty(row);
    }
}

void html_put_table(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = html_look_inside(b, node, look);
    struct block table = {.type = BLOCK_TABLE};
    const struct html_node *caption = html_find(node, HTML_CAPTION);
    struct grid grid = {0};
    html_end_paragraph(b);
    if (!html_may_open(b, BLOCK_TABLE) || !is_data(node) || !is_text_only(node)) {
        html_put_children(b, node, &inside);
        html_end_paragraph(b);
        return;
    }
    grid.cells = arena_array(&b->job->mem, struct block, COLUMNS_MAX);
    for (struct html_node *row = next_row(NULL, node); row && !b->failed; row = next_row(row, node))
        put_row(b, &grid, row, &inside);
    if (b->failed)
        return;
    b->blocks += grid.rows_count * (grid.columns + 1);
    fill_columns(&b->job->mem, &grid);
    table.children = grid.rows;
    table.children_count = grid.rows_count;
    if (caption)
        table.caption = html_line(b, html_text(&b->job->mem, caption));
    if (grid.rows_count > 0)
        html_put_block(b, table);
    html_put_after(b);
}
