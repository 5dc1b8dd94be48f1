// bake_sql: turns a folder of numbered SQL files into the array store_migrations.
//
//   bake_sql SCHEMA_DIR OUT.c OUT.d
//
// Files are named 0001_words.sql, numbered from 1 without a gap; where the engines part there are
// two, 0002_words.sqlite.sql and 0002_words.postgresql.sql, and SQLite's is baked. OUT.d names the
// folder and the files, so that the build notices a new one. Runs at build time, on the builder's
// own files.
#include <dirent.h>
static const char program[] = "bake_sql";
#include "literal.h"

enum { FILES_MAX = 9999, PATH_BYTES = 4096 };

static int ends_in(const char *name, const char *end)
{
    size_t len = strlen(name), end_len = strlen(end);
    return len > end_len && strcmp(name + len - end_len, end) == 0;
}

static int is_ours(const struct dirent *entry)
{
    const char *name = entry->d_name;
    return name[0] != '.' && ends_in(name, ".sql") && !ends_in(name, ".postgresql.sql");
}

static void bake_file(FILE *out, const char *path, const char *name, int number)
{
    if (strtol(name, NULL, 10) != number)
        stop("the numbers of the files must run 0001, 0002, … without a gap", name);
    fprintf(out, "    {%d, \"%.*s\",\n    ", number, (int)strcspn(name, "."), name);
    write_literal(out, path);
    fputs("},\n", out);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        stop("usage: bake_sql SCHEMA_DIR OUT.c OUT.d", "arguments");
    struct dirent **entries;
    int count = scandir(argv[1], &entries, is_ours, alphasort);
    if (count < 0)
        stop(strerror(errno), argv[1]);
    FILE *out = open_or_stop(argv[2], "wb"), *needs = open_or_stop(argv[3], "wb");
    fputs("// Made by bake_sql from schema/*.sql.\n#include \"store/store.h\"\n\n"
          "const struct store_migration store_migrations[] = {\n",
          out);
    fprintf(needs, "%s: %s", argv[2], argv[1]);
    for (int i = 0; i < count; i++) {
        char path[PATH_BYTES];
        snprintf(path, sizeof(path), "%s/%s", argv[1], entries[i]->d_name);
        bake_file(out, path, entries[i]->d_name, i + 1);
        fprintf(needs, " %s", path);
        free(entries[i]);
    }
    free(entries);
    fprintf(out, "    {0, 0, 0},\n};\nconst size_t store_migrations_count = %d;\n", count);
    fputs("\n", needs);
    if (fclose(out) != 0 || fclose(needs) != 0)
        stop(strerror(errno), argv[2]);
    return 0;
}
