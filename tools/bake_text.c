// bake_text: turns files into texts that the program carries.
//
//   bake_text NAME OUT.c FILE…
//
// gives `const struct str NAME[]`, one for each file in the order given, and an empty one at the
// end. Runs at build time, on the builder's own files.
static const char program[] = "bake_text";
#include "literal.h"

static void bake_file(FILE *out, const char *path)
{
    fputs("    S(", out);
    write_literal(out, path);
    fputs("),\n", out);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        stop("usage: bake_text NAME OUT.c FILE…", "arguments");
    FILE *out = open_or_stop(argv[2], "wb");
    fprintf(out,
            "// Made by bake_text.\n#include \"base/str.h\"\n\n"
            "extern const struct str %s[];\nconst struct str %s[] = {\n",
            argv[1], argv[1]);
    for (int i = 3; i < argc; i++)
        bake_file(out, argv[i]);
    fputs("    {0, 0},\n};\n", out);
    if (fclose(out) != 0)
        stop(strerror(errno), argv[2]);
    return 0;
}
