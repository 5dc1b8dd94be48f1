// bake_files: turns a folder into a table that the program carries.
//
//   bake_files NAME OUT.S OUT.d DIR
//
// gives `const struct baked_file NAME[]` (a name and bytes each, an empty one at the end) of the
// files of DIR and of the folders in it, named as below DIR: "en.jsonl", "pictures/swifts.jpg". In
// assembly, since a compiler takes seconds to read a picture as a literal. OUT.d names all that was
// looked at. Runs at build time, on the builder's own files.
static const char program[] = "bake_files";
#include "literal.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>

struct baking {
    FILE *out, *needs;
    const char *dir;
    int count;
    char table[1 << 16];
    size_t table_len;
};

static int is_ours(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void bake_file(struct baking *b, const char *path, const char *name)
{
    int n = b->count++;
    fprintf(b->out, "n%d: .ascii \"%s\"\nn%d_end:\n    .balign 16\nf%d: .incbin \"%s\"\nf%d_end:\n",
            n, name, n, n, path, n);
    int len = snprintf(b->table + b->table_len, sizeof(b->table) - b->table_len,
                       "    .quad n%d, n%d_end - n%d, f%d, f%d_end - f%d\n", n, n, n, n, n, n);
    b->table_len += (size_t)len;
    if (b->table_len >= sizeof(b->table))
        stop("too many files for its table", b->dir);
}

static void bake_folder(struct baking *b, const char *folder)
{
    struct dirent **entries;
    char where[PATH_MAX];
    snprintf(where, sizeof(where), "%s%s%s", b->dir, *folder ? "/" : "", folder);
    int count = scandir(where, &entries, is_ours, alphasort);
    if (count < 0)
        stop(strerror(errno), where);
    fprintf(b->needs, " %s", where);
    for (int i = 0; i < count; i++) {
        char name[NAME_MAX * 2 + 2], path[PATH_MAX + sizeof(name)];
        struct stat facts;
        snprintf(name, sizeof(name), "%s%s%s", folder, *folder ? "/" : "", entries[i]->d_name);
        snprintf(path, sizeof(path), "%s/%s", b->dir, name);
        if (stat(path, &facts) != 0)
            stop(strerror(errno), path);
        if (S_ISDIR(facts.st_mode) && !*folder)
            bake_folder(b, name);
        else if (S_ISREG(facts.st_mode)) {
            bake_file(b, path, name);
            fprintf(b->needs, " %s", path);
        }
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    static struct baking b;
    char dir[PATH_MAX];
    if (argc != 5)
        stop("usage: bake_files NAME OUT.S OUT.d DIR", "arguments");
    if (!realpath(argv[4], dir))
        stop(strerror(errno), argv[4]);
    b = (struct baking){
        .out = open_or_stop(argv[2], "wb"), .needs = open_or_stop(argv[3], "wb"), .dir = dir};
    fprintf(b.out, "// Made by bake_files.\n    .section .rodata, \"a\"\n");
    fprintf(b.needs, "%s:", argv[2]);
    bake_folder(&b, "");
    fprintf(b.out,
            "    .section .data.rel.ro, \"aw\"\n    .balign 8\n    .globl %s\n%s:\n%s"
            "    .quad 0, 0, 0, 0\n    .section .note.GNU-stack, \"\", %%progbits\n",
            argv[1], argv[1], b.table);
    fputs("\n", b.needs);
    if (fclose(b.out) != 0 || fclose(b.needs) != 0)
        stop(strerror(errno), argv[2]);
    return 0;
}
