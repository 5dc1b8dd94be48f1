// bake_text: turns files into texts that the program carries.
//
//   bake_text NAME OUT.c FILE…
//
// gives `const struct str NAME[]`, one for each file in the order given, and an empty one at the
// end. Runs at build time, on the builder's own files.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void stop(const char *what, const char *about)
{
    fprintf(stderr, "bake_text: %s: %s\n", about, what);
    exit(1);
}

static FILE *open_or_stop(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (!file)
        stop(strerror(errno), path);
    return file;
}

static void write_byte(FILE *out, int byte)
{
    if (byte == '\n')
        fputs("\\n\"\n    \"", out);
    else if (byte == '"' || byte == '\\')
        fprintf(out, "\\%c", byte);
    else if (byte >= 0x20 && byte < 0x7f && byte != '?') // no trigraphs
        fputc(byte, out);
    else
        fprintf(out, "\\%03o", (unsigned)byte);
}

static void bake_file(FILE *out, const char *path)
{
    FILE *in = open_or_stop(path, "rb");
    fputs("    S(\"", out);
    for (int byte; (byte = fgetc(in)) != EOF;)
        write_byte(out, byte);
    fputs("\"),\n", out);
    fclose(in);
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
