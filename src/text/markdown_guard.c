// What would be too much for cmark-gfm is refused before it sees it: of a table it makes a cell for
// every column in every row, however short the row is, and walks over a row's cells to add one.
#include "text/internal.h"

// Lines with no empty one between: a table lies within one such run.
struct run {
    size_t lines, pipes_max; // of one line
    bool has_delimiter;      // "|-|-|", which makes a table of what is around it
};

static size_t count_pipes(struct str line)
{
    size_t pipes = 0;
    for (size_t i = 0; i < line.len; i++)
        pipes += line.at[i] == '|';
    return pipes;
}

// Perhaps in a quote or a list.
static bool is_delimiter(struct str line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (!strchr("|:- \t>*+.)0123456789", line.at[i]))
            return false;
    }
    return str_has(line, '-');
}

static size_t cells_of(const struct run *run)
{
    return run->has_delimiter ? run->lines * run->pipes_max : 0;
}

static void add_line(struct run *run, struct str line)
{
    size_t pipes = count_pipes(line);
    run->lines++;
    run->pipes_max = pipes > run->pipes_max ? pipes : run->pipes_max;
    run->has_delimiter = run->has_delimiter || is_delimiter(line);
}

static bool cut_line(struct str *rest, struct str *line)
{
    size_t end = 0;
    while (end < rest->len && rest->at[end] != '\n' && rest->at[end] != '\r')
        end++;
    bool any = rest->len > 0;
    *line = str_from_to(*rest, 0, end);
    *rest = str_after(*rest, end + 1);
    return any;
}

size_t markdown_cells(struct str markdown)
{
    struct run run = {0};
    struct str line;
    size_t cells = 0;
    while (cut_line(&markdown, &line)) {
        if (str_trim(line).len) {
            add_line(&run, line);
            continue;
        }
        cells += cells_of(&run);
        run = (struct run){0};
    }
    return cells + cells_of(&run);
}
