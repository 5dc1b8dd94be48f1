// literal: files written as C string literals; what the small bakers share. Whoever includes
// it says its name for messages first: static const char program[] = "bake_sql";
#pragma once

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void stop(const char *what, const char *about)
{
    fprintf(stderr, "%s: %s: %s\n", program, about, what);
    exit(1);
}

static FILE *open_or_stop(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (!file)
        stop(strerror(errno), path);
    return file;
}

static inline void write_byte(FILE *out, int byte)
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

// The whole file between two quotation marks.
static inline void write_literal(FILE *out, const char *path)
{
    FILE *in = open_or_stop(path, "rb");
    fputc('"', out);
    for (int byte; (byte = fgetc(in)) != EOF;)
        write_byte(out, byte);
    fputc('"', out);
    fclose(in);
}
