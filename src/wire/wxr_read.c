#include "wire/wxr_read.h"

#include "wire/import_source.h"
#include "wire/wxr_mend.h"
#include "wire/wxr_parse.h"

#include <errno.h>
#include <expat.h>
#include <sys/stat.h>

// A tag is held whole by the parser: this is what one may have.
enum { CHUNK_BYTES = 64 << 10, TAG_BYTES_MAX = 1 << 20 };

struct stream {
    struct wxr_parse parse;
    XML_Parser xml;
    struct str said; // the file's name in sentences
    FILE *file;      // or `bytes`
    struct str bytes;
    int64_t given, total; // bytes
    struct wxr_mend mend;
    char *chunk, *mended;
};

// In the file as it is.
static int64_t line_of(const struct stream *s)
{
    return (int64_t)(XML_GetCurrentLineNumber(s->xml) + s->mend.lines_before);
}

// ── the parser's events ───────────────────────────────────────────────────────────────────────

static void stop_if_over(struct stream *s)
{
    if (s->parse.stopped || job_failed(s->parse.job))
        XML_StopParser(s->xml, XML_FALSE);
}

static void on_start(void *with, const char *name, const char **attributes)
{
    struct stream *s = with;
    wxr_parse_start(&s->parse, name, attributes, line_of(s));
    stop_if_over(s);
}

static void on_end(void *with, const char *name)
{
    struct stream *s = with;
    wxr_parse_end(&s->parse, name);
    stop_if_over(s);
}

static void on_text(void *with, const char *text, int len)
{
    struct stream *s = with;
    wxr_parse_text(&s->parse, (struct str){text, (size_t)len});
}

// A document type could declare entities that grow without end or lead elsewhere; WordPress writes
// none.
static void on_doctype(void *with, const char *name, const char *system_id, const char *public_id,
                       int has_internal)
{
    struct stream *s = with;
    (void)job_fail(s->parse.job, FAULT_INVALID,
                   "it has a document type (<!DOCTYPE %.40s>), which no WordPress export has",
                   name);
    stop_if_over(s);
}

static XML_Parser make_parser(struct stream *s)
{
    XML_Parser xml = XML_ParserCreate(NULL);
    if (!xml)
        heap_exhausted(sizeof(*s));
    XML_SetUserData(xml, s);
    XML_SetElementHandler(xml, on_start, on_end);
    XML_SetCharacterDataHandler(xml, on_text);
    XML_SetStartDoctypeDeclHandler(xml, on_doctype);
    XML_SetParamEntityParsing(xml, XML_PARAM_ENTITY_PARSING_NEVER);
    return xml;
}

// ── bytes ─────────────────────────────────────────────────────────────────────────────────────

// *last: these are the end of it.
static bool next_chunk(struct stream *s, struct str *out, bool *last)
{
    if (!s->file) {
        *out = s->bytes;
        s->bytes = STR_NONE;
        *last = true;
        return true;
    }
    size_t count = fread(s->chunk, 1, CHUNK_BYTES, s->file);
    *out = (struct str){s->chunk, count};
    *last = count < CHUNK_BYTES;
    return !ferror(s->file) || job_fail(s->parse.job, FAULT_INTERNAL, STR_FMT " cannot be read: %s",
                                        STR_ARG(s->said), strerror(errno));
}

static struct str mended(struct stream *s, struct str chunk, bool last)
{
    if (!s->parse.reading->mend)
        return chunk;
    if (!s->mended)
        s->mended = heap_take(WXR_MEND_ROOM(s->file ? CHUNK_BYTES : chunk.len));
    size_t len = wxr_mend(&s->mend, chunk.at, chunk.len, last, s->mended);
    s->parse.reading->mended = s->mend.mended;
    return (struct str){s->mended, len};
}

static bool refuse(struct stream *s, const char *why)
{
    return job_fail(s->parse.job, FAULT_INVALID,
                    STR_FMT " is refused: line %ld is not XML (%s); nothing was taken from it",
                    STR_ARG(s->said), (long)line_of(s), why);
}

// The reason stands in the file's job already; it lacks its place.
static bool refuse_with_place(struct stream *s)
{
    struct job *job = s->parse.job;
    struct str why = str_copy(&job->mem, str_from(job->fault.text));
    enum fault_kind kind = job->fault.kind;
    job_forgive(job);
    return job_fail(job, kind,
                    STR_FMT " is refused: line %ld: " STR_FMT "; nothing was taken from it",
                    STR_ARG(s->said), (long)line_of(s), STR_ARG(why));
}

static bool give(struct stream *s, struct str bytes, bool last)
{
    static const char nothing[1];
    enum XML_Status status = XML_Parse(s->xml, bytes.len ? bytes.at : nothing, (int)bytes.len,
                                       last ? XML_TRUE : XML_FALSE);
    s->given += (int64_t)bytes.len;
    if (s->parse.stopped && !job_failed(s->parse.job))
        return false;
    if (job_failed(s->parse.job))
        return refuse_with_place(s);
    if (status != XML_STATUS_OK)
        return refuse(s, XML_ErrorString(XML_GetErrorCode(s->xml)));
    if (!last && s->given - (int64_t)XML_GetCurrentByteIndex(s->xml) > TAG_BYTES_MAX)
        return refuse(s, "a tag of more than a megabyte");
    return true;
}

static bool run(struct stream *s)
{
    struct wxr_reading *reading = s->parse.reading;
    struct str chunk;
    int64_t read = 0;
    bool last = false;
    while (!last) {
        if (!next_chunk(s, &chunk, &last) || !give(s, mended(s, chunk, last), last))
            return false;
        read += (int64_t)chunk.len;
        if (reading->progress)
            reading->progress(reading->with, read, s->total);
    }
    return true;
}

// Is it an export, and one that we know?
static bool check_kind(struct stream *s)
{
    struct str version = s->parse.site->version, major, minor;
    uint64_t number;
    if (!s->parse.has_wp)
        return job_fail(s->parse.job, FAULT_INVALID,
                        STR_FMT " is refused: it is RSS, but no WordPress export; nothing was "
                                "taken from it",
                        STR_ARG(s->said));
    if (!s->parse.has_version && s->parse.reading->items)
        return true; // before 2009 they had none
    if (!str_split(version, '.', &major, &minor) || !str_is(major, "1") ||
        !parse_uint(minor, 99, &number))
        return job_fail(s->parse.job, FAULT_INVALID,
                        STR_FMT " is refused: its wxr_version is %s" STR_FMT
                                "%s, and 1.0, 1.1 and 1.2 are known; nothing was taken from it",
                        STR_ARG(s->said), version.len ? "\"" : "missing",
                        STR_ARG(str_from_to(version, 0, 40)), version.len ? "\"" : "");
    return true;
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

static bool open_file(struct stream *s)
{
    struct job *job = s->parse.job;
    struct stat is;
    if (!import_source_check(job, s->said)) // it is read more than once
        return false;
    s->file = fopen(str_c(&job->mem, s->said), "re");
    if (!s->file)
        return job_fail(job, FAULT_NOT_FOUND, STR_FMT " cannot be opened: %s", STR_ARG(s->said),
                        strerror(errno));
    s->total = fstat(fileno(s->file), &is) == 0 ? is.st_size : 0;
    s->chunk = heap_take(CHUNK_BYTES);
    return true;
}

static bool read_stream(struct stream *s)
{
    s->xml = make_parser(s);
    bool ok = run(s) && (!s->parse.site || check_kind(s));
    wxr_parse_close(&s->parse);
    XML_ParserFree(s->xml);
    free(s->mended);
    return ok;
}

static bool read_file(struct job *job, struct wxr_reading *reading, struct wxr_site *site,
                      bool light)
{
    struct stream s = {.said = reading->path,
                       .parse = {.job = job, .reading = reading, .site = site, .light = light}};
    reading->items = reading->mended = 0;
    bool ok = open_file(&s) && read_stream(&s);
    free(s.chunk);
    if (s.file)
        fclose(s.file);
    return ok;
}

bool wxr_check(struct job *job, struct wxr_reading *reading, struct wxr_site *out)
{
    struct wxr_site site = {0};
    reading->mend = false;
    bool ok = read_file(job, reading, &site, true);
    if (!ok && job->fault.kind == FAULT_INVALID) {
        // The sentence of the first reading is the one about the file as it is.
        struct fault why = job->fault;
        job_forgive(job);
        site = (struct wxr_site){0};
        reading->mend = true;
        ok = read_file(job, reading, &site, true);
        if (!ok)
            job->fault = why;
    }
    if (ok)
        *out = site;
    return ok;
}

bool wxr_read(struct job *job, struct wxr_reading *reading, const struct wxr_site *site)
{
    return read_file(job, reading, NULL, false);
}

bool wxr_read_bytes(struct job *job, struct wxr_reading *reading, struct str bytes,
                    struct wxr_site *out)
{
    struct wxr_site site = {0};
    struct stream s = {.said = S("the export"),
                       .bytes = bytes,
                       .parse = {.job = job, .reading = reading, .site = &site}};
    reading->items = reading->mended = 0;
    if (!read_stream(&s))
        return false;
    *out = site;
    return true;
}
