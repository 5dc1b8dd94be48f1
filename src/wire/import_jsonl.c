// JSON lines: a story a line, with the API's fields and the usual synonyms. A line has a job of its
// own, so a file may be larger than memory.
#include "api/story_json.h"
#include "wire/import_ours.h"
#include "wire/import_source.h"
#include "text/document.h"

#include <errno.h>
#include <unistd.h>

enum {
    LINE_MAX_BYTES = 8 << 20,
    LINE_PASSED_MAX = 248 << 20, // of one that is longer
    BAD_LINES_MAX = 1000,        // before the first that is JSON
    BLANK_LINES_MAX = 1000000,   // likewise
    PROGRESS_EVERY = 100
};

// ── one line ──────────────────────────────────────────────────────────────────────────────────

static const struct {
    const char *said, *field;
} synonyms[] = {{"lang", "edition"}, {"language", "edition"}, {"title", "headline"}};

static void add_paragraph(struct json_writer *w, struct str text)
{
    text = str_trim(text);
    if (!text.len)
        return;
    write_json_open(w, '{');
    write_json_key(w, "type");
    write_json_text(w, S("paragraph"));
    write_json_key(w, "content");
    write_json_open(w, '[');
    write_json_open(w, '{');
    write_json_key(w, "type");
    write_json_text(w, S("text"));
    write_json_key(w, "text");
    write_json_text(w, text);
    write_json_close(w, '}');
    write_json_close(w, ']');
    write_json_close(w, '}');
}

static bool has_blank_line(struct str text)
{
    struct str line;
    bool after_text = false;
    for (struct str rest = text; str_cut(&rest, '\n', &line);) {
        if (after_text && !str_trim(line).len && rest.len)
            return true;
        after_text |= str_trim(line).len > 0;
    }
    return false;
}

// Plain text is no Markdown: an asterisk in it is an asterisk. Blank lines part paragraphs; where
// there are none, every line is one.
static void add_paragraphs(struct json_writer *w, struct arena *mem, struct str text)
{
    bool by_blank_lines = has_blank_line(text);
    struct buf paragraph;
    struct str line;
    buf_start(&paragraph, mem, LINE_MAX_BYTES);
    for (struct str rest = text; str_cut(&rest, '\n', &line);) {
        line = str_trim(line);
        if (!line.len || !by_blank_lines) {
            add_paragraph(w, buf_str(&paragraph));
            paragraph.len = 0;
        }
        if (paragraph.len)
            buf_add_char(&paragraph, ' ');
        buf_add(&paragraph, line);
    }
    add_paragraph(w, buf_str(&paragraph));
}

static bool parse_plain(struct job *job, struct str text, struct story_fields *fields)
{
    struct json_writer w;
    struct str json;
    struct block *body;
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "type");
    write_json_text(&w, S("doc"));
    write_json_key(&w, "content");
    write_json_open(&w, '[');
    add_paragraphs(&w, &job->mem, text);
    write_json_close(&w, ']');
    write_json_close(&w, '}');
    if (!json_writer_done(job, &w, &json) || !document_parse(job, json, &body))
        return false;
    fields->body = body;
    fields->set |= STORY_HAS_BODY;
    return true;
}

// "author": a name, or a list of names.
static bool parse_author(struct job *job, json_t *value, struct story_fields *fields)
{
    struct str *name = arena_new(&job->mem, struct str);
    if (json_is_array(value)) {
        bool known;
        return parse_story_field(job, "authors", value, fields, &known);
    }
    if (!parse_json_text(job, "author", value, name))
        return false;
    fields->authors = (struct str_list){name, name->len > 0};
    fields->set |= STORY_HAS_AUTHORS;
    return true;
}

static bool parse_text_or_number(struct job *job, const char *name, json_t *value, struct str *out)
{
    if (!json_is_integer(value))
        return parse_json_text(job, name, value, out);
    *out = str_printf(&job->mem, "%lld", (long long)json_integer_value(value));
    return true;
}

// Members that the API does not have. *taken false: none of them.
static bool parse_own(struct job *job, const char *name, json_t *value, struct import_item *item,
                      bool *taken)
{
    if (!ours_parse(job, name, value, item, taken) || *taken)
        return !job_failed(job);
    *taken = true;
    if (strcmp(name, "id") == 0)
        return parse_text_or_number(job, name, value, &item->id);
    if (strcmp(name, "url") == 0)
        return parse_json_text(job, name, value, &item->ours->url);
    if (strcmp(name, "translation_group") == 0)
        return parse_text_or_number(job, name, value, &item->group);
    if (strcmp(name, "status") == 0)
        return parse_json_text(job, name, value, &item->status);
    if (strcmp(name, "withdrawn_reason") == 0)
        return parse_json_text(job, name, value, &item->withdrawn_reason);
    if (strcmp(name, "published_at") == 0 || strcmp(name, "date") == 0)
        return parse_json_time(job, name, value, &item->published_ms);
    if (strcmp(name, "updated_at") == 0)
        return parse_json_time(job, name, value, &item->updated_ms);
    if (strcmp(name, "scheduled_at") == 0)
        return parse_json_time(job, name, value, &item->scheduled_ms);
    if (strcmp(name, "author") == 0)
        return parse_author(job, value, &item->fields);
    if (strcmp(name, "category") == 0 && json_is_string(value))
        return parse_json_text(job, name, value, &item->category);
    *taken = false;
    return true;
}

// What is none of ours (licence, words, a body in another form …) is left where it is.
static bool parse_member(struct job *job, const char *name, json_t *value, struct import_item *item)
{
    bool taken, known;
    if (!parse_own(job, name, value, item, &taken) || taken)
        return !job_failed(job);
    for (size_t i = 0; i < ARRAY_LEN(synonyms); i++) {
        if (strcmp(name, synonyms[i].said) == 0)
            name = synonyms[i].field;
    }
    return parse_story_field(job, name, value, &item->fields, &known);
}

static bool parse_line(struct job *job, json_t *object, struct import_item *item)
{
    const char *name;
    json_t *value, *text = json_object_get(object, "text");
    json_object_foreach(object, name, value)
    {
        if (value != text && !json_is_null(value) && !parse_member(job, name, value, item))
            return false;
    }
    struct str plain;
    if (text && !item->fields.body &&
        (!parse_json_text(job, "text", text, &plain) || !parse_plain(job, plain, &item->fields)))
        return false;
    if (!item->id.len)
        item->id = item->ours->url;
    if (!item->id.len)
        item->id = digest_hex(&job->mem, item->fields.headline, 16);
    return true;
}

bool import_jsonl_parse(struct job *job, struct str line, struct import_item *out)
{
    struct import_item item = {
        .origin = S("jsonl"), .said = line, .ours = arena_new(&job->mem, struct ours)};
    struct str why;
    json_t *object;
    if (!parse_json_line(job, line, &object, &why))
        return job_fail(job, FAULT_BAD_INPUT, "it is not JSON: " STR_FMT, STR_ARG(why));
    if (!parse_line(job, object, &item))
        return false;
    *out = item;
    return true;
}

bool import_jsonl_face(struct job *job, json_t *object, struct import_item *out)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        bool is_none = json_is_string(value) && json_string_length(value) == 0;
        if (strcmp(name, "body") == 0 && is_none)
            out->fields.set |= STORY_HAS_BODY;
        else if (strcmp(name, "translation_group") == 0 && is_none)
            out->fields.set |= STORY_HAS_TRANSLATION_OF;
        else if (!parse_member(job, name, value, out))
            return false;
    }
    return true;
}

bool import_jsonl_item(struct job *job, struct import *import, struct str line)
{
    struct import_item item;
    if (!import_jsonl_parse(job, line, &item))
        return false;
    if (item.ours->house_page)
        return ours_page(job, import, &item);
    return ours_take_pictures(job, import, item.ours) && import_item(job, import, &item);
}

// ── a file ────────────────────────────────────────────────────────────────────────────────────

struct line_reader {
    FILE *file;
    char *bytes;
    size_t len;
    int64_t number;
    bool too_long, endless;
};

// One line without its end, of at most LINE_MAX_BYTES; the rest of a longer one is passed over, but
// not for ever.
static bool next_line(struct line_reader *reader)
{
    int byte = getc_unlocked(reader->file);
    if (byte == EOF)
        return false;
    reader->len = 0;
    reader->number++;
    size_t passed = 0;
    for (; byte != EOF && byte != '\n'; byte = getc_unlocked(reader->file)) {
        if (reader->len < LINE_MAX_BYTES)
            reader->bytes[reader->len++] = (char)byte;
        else if (++passed > LINE_PASSED_MAX)
            break;
    }
    reader->too_long = passed > 0;
    reader->endless = passed > LINE_PASSED_MAX;
    return !reader->endless;
}

static struct str line_text(const struct line_reader *reader)
{
    struct str line = {reader->bytes, reader->len};
    if (reader->number == 1 && str_starts(line, S("\xef\xbb\xbf")))
        line = str_after(line, 3);
    return str_trim(line);
}

static void show_progress(const struct import *import, bool last)
{
    if (!isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r%zu stories, %zu skipped%s", import->stories.count, import->skipped,
            last ? "\n" : " ");
}

struct file_import {
    struct import *import;
    struct str path;
    struct line_reader reader;
    size_t lines, blank, bad;
    bool any_json; // else it is no such file at all
};

// False: the import ends (import->batch says why).
static bool take_line(struct file_import *file)
{
    struct import *import = file->import;
    struct str line = line_text(&file->reader);
    if (!line.len && !file->reader.too_long)
        return file->any_json || ++file->blank < BLANK_LINES_MAX;
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    if (file->reader.too_long)
        (void)job_fail(&job, FAULT_TOO_BIG, "it is longer than %d MiB", LINE_MAX_BYTES >> 20);
    bool ok = !job_failed(&job) && import_jsonl_item(&job, import, line);
    file->any_json |= ok || job.fault.kind != FAULT_BAD_INPUT;
    if (!ok && job_failed(import->batch))
        return false;
    if (!ok) {
        import->skipped++;
        fprintf(stderr, STR_FMT ":%lld: skipped: %s\n", STR_ARG(file->path),
                (long long)file->reader.number, job.fault.text);
    }
    file->bad += !ok;
    if (++file->lines % PROGRESS_EVERY == 0)
        show_progress(import, false);
    return file->any_json || file->bad < BAD_LINES_MAX;
}

static bool take_file(struct job *job, struct file_import *file)
{
    struct import *import = file->import;
    bool go_on = true;
    while (go_on && next_line(&file->reader))
        go_on = take_line(file);
    if (job_failed(import->batch))
        return false;
    if (ferror(file->reader.file))
        return job_fail(job, FAULT_INTERNAL, STR_FMT " cannot be read: %s", STR_ARG(file->path),
                        strerror(errno));
    if (file->reader.endless)
        return job_fail(job, FAULT_INVALID,
                        STR_FMT " is refused: line %lld does not end within %d MiB",
                        STR_ARG(file->path), (long long)file->reader.number,
                        (LINE_MAX_BYTES + LINE_PASSED_MAX) >> 20);
    if ((file->bad || file->blank == BLANK_LINES_MAX) &&
        !file->any_json) // no line was taken, so there is nothing to take back
        return job_fail(job, FAULT_INVALID,
                        STR_FMT
                        " is refused: none of its lines is a JSON object; nothing was taken "
                        "from it",
                        STR_ARG(file->path));
    if (!import_ours_finish(import))
        return false;
    show_progress(import, true);
    return import_commit(import);
}

bool import_jsonl_file(struct job *job, struct import *import, struct str path)
{
    struct file_import file = {.import = import, .path = path};
    if (!import_stream_check(job, path))
        return false;
    file.reader.file = fopen(str_c(&job->mem, path), "re");
    if (!file.reader.file)
        return job_fail(job, FAULT_NOT_FOUND, STR_FMT " cannot be opened: %s", STR_ARG(path),
                        strerror(errno));
    file.reader.bytes = heap_take(LINE_MAX_BYTES);
    bool ok = take_file(job, &file);
    free(file.reader.bytes);
    fclose(file.reader.file);
    return ok;
}
