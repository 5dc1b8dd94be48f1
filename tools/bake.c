// bake: puts web/ into the binary.
//
//   bake OUT.c OUT.d WEB FOLDER… NAME=FILE…
//
// gives `assets_baked` (src/assets/internal.h): the files below the folders of WEB, and the single
// ones under the names given, with digests, public names and compressed bodies. OUT.d tells ninja
// all files and folders that were looked at, so that a new template is a reason to build.
#include "assets/internal.h"

static void stop(const struct job *job, const char *why)
{
    fprintf(stderr, "bake: %s\n", job && job_failed(job) ? job->fault.text : why);
    exit(1);
}

static FILE *open_or_stop(const char *path)
{
    FILE *file = fopen(path, "wbe");
    if (!file)
        stop(NULL, "the output cannot be written");
    return file;
}

static void close_or_stop(FILE *file)
{
    bool failed = ferror(file);
    if (fclose(file) != 0 || failed)
        stop(NULL, "the output cannot be written");
}

// ── the table ─────────────────────────────────────────────────────────────────────────────────

// A string literal is what compilers read fastest. Always three digits, so that a digit behind
// them is not one more of them.
static void write_bytes(FILE *out, const char *what, size_t at, struct str bytes)
{
    if (bytes.len == 0)
        return;
    fprintf(out, "static const char %s_%zu[%zu] =\n    \"", what, at, bytes.len + 1);
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '?')
            fputc(c, out);
        else
            fprintf(out, "\\%03o", c);
        if (i % 80 == 79)
            fputs("\"\n    \"", out);
    }
    fputs("\";\n", out);
}

static void write_text(FILE *out, const char *field, struct str text)
{
    fprintf(out, "     .%s = {\"" STR_FMT "\", %zu},\n", field, STR_ARG(text), text.len);
}

static void write_body(FILE *out, const char *field, size_t at, struct str bytes)
{
    if (bytes.len)
        fprintf(out, "     .%s = {%s_%zu, %zu},\n", field, field, at, bytes.len);
}

static void write_asset(FILE *out, size_t at, const struct asset *asset)
{
    fputs("    {\n", out);
    write_text(out, "name", asset->name);
    write_text(out, "content_type", asset->content_type);
    write_text(out, "digest", asset->digest);
    write_text(out, "public_name", asset->public_name);
    write_body(out, "bytes", at, asset->bytes);
    write_body(out, "gzip", at, asset->gzip);
    write_body(out, "brotli", at, asset->brotli);
    fputs("    },\n", out);
}

static void write_table(const char *path, const struct asset_list *list)
{
    FILE *out = open_or_stop(path);
    fputs("// Written by tools/bake.c.\n#include \"assets/internal.h\"\n\n", out);
    for (size_t i = 0; i < list->count; i++) {
        write_bytes(out, "bytes", i, list->assets[i].bytes);
        write_bytes(out, "gzip", i, list->assets[i].gzip);
        write_bytes(out, "brotli", i, list->assets[i].brotli);
    }
    fputs("\nconst struct asset assets_baked[] = {\n", out);
    for (size_t i = 0; i < list->count; i++)
        write_asset(out, i, &list->assets[i]);
    fprintf(out, "};\nconst size_t assets_baked_count = %zu;\n", list->count);
    close_or_stop(out);
}

// ── what it was made from ─────────────────────────────────────────────────────────────────────

static void write_seen(const char *path, const char *table, const struct asset_list *list)
{
    FILE *out = open_or_stop(path);
    fprintf(out, "%s:", table);
    for (size_t i = 0; i < list->seen_count; i++)
        fprintf(out, " \\\n " STR_FMT, STR_ARG(list->seen[i]));
    fputc('\n', out);
    close_or_stop(out);
}

static void read_folder(struct job *job, struct asset_list *list, const char *web, struct str name)
{
    char *folder = str_c(list->mem, str_printf(list->mem, "%s/" STR_FMT, web, STR_ARG(name)));
    if (!asset_list_read(job, list, folder, str_join(list->mem, name, S("/"))))
        stop(job, NULL);
}

static void read_single(struct job *job, struct asset_list *list, struct str name, struct str path)
{
    struct str bytes;
    if (!asset_read_file(job, list->mem, str_c(list->mem, path), &bytes))
        stop(job, NULL);
    if (!asset_list_put(list, name, bytes))
        stop(NULL, "a file of this kind is not served; see asset_list.c");
}

int main(int argc, char **argv)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct asset_list list = {.mem = &job.mem};
    if (argc < 4)
        stop(NULL, "usage: bake OUT.c OUT.d WEB FOLDER… NAME=FILE…");
    for (int i = 4; i < argc; i++) {
        struct str name, path, what = str_from(argv[i]);
        if (str_split(what, '=', &name, &path))
            read_single(&job, &list, name, path);
        else
            read_folder(&job, &list, argv[3], what);
    }
    if (!asset_list_finish(&job, &list))
        stop(&job, NULL);
    write_table(argv[1], &list);
    write_seen(argv[2], argv[1], &list);
    return 0;
}
