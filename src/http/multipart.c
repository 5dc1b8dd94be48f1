#include "http/multipart.h"

enum { BOUNDARY_MAX = 70, HEADERS_MAX = 8 }; // RFC 2046, 5.1.1

// ── header values: words and parameters ───────────────────────────────────────────────────────

static bool is_token_char(char c)
{
    return c > ' ' && c < 0x7f && !strchr("()<>@,;:\\\"/[]?=", c);
}

// `; name=value` or `; name="value"` off the front of *rest. False: there is none, or it is wrong.
// In a quoted value a backslash stands for itself unless a quote or another follows, as browsers
// have it.
static bool cut_parameter(struct str *rest, struct str *name, struct str *value)
{
    struct str s = str_trim(*rest);
    if (!str_starts(s, S(";")))
        return false;
    s = str_trim(str_after(s, 1));
    size_t end = 0;
    while (end < s.len && is_token_char(s.at[end]))
        end++;
    *name = str_from_to(s, 0, end);
    s = str_after(s, end);
    if (!end || !str_starts(s, S("=")))
        return false;
    s = str_after(s, 1);
    end = 0;
    if (str_starts(s, S("\""))) {
        end = 1;
        while (end < s.len && s.at[end] != '"')
            end += s.at[end] == '\\' && end + 1 < s.len ? 2 : 1;
        if (end >= s.len)
            return false;
        *value = str_from_to(s, 1, end);
        *rest = str_after(s, end + 1);
        return true;
    }
    while (end < s.len && is_token_char(s.at[end]))
        end++;
    *value = str_from_to(s, 0, end);
    *rest = str_after(s, end);
    return end > 0;
}

// The word in front, and whether what follows is nothing but parameters.
static bool cut_word(struct str *rest, struct str *word)
{
    size_t end = 0;
    while (end < rest->len && rest->at[end] != ';')
        end++;
    *word = str_trim(str_from_to(*rest, 0, end));
    *rest = str_after(*rest, end);
    return word->len > 0;
}

static bool is_boundary(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_alnum(s.at[i]) && (!s.at[i] || !strchr("'()+_,-./:=? ", s.at[i])))
            return false;
    }
    return s.len > 0 && s.len <= BOUNDARY_MAX && s.at[s.len - 1] != ' ';
}

static bool find_boundary(struct job *job, struct str type, struct str *out)
{
    struct str word, name, value;
    if (!cut_word(&type, &word) || !str_eq_nocase(word, S("multipart/form-data")))
        return job_fail(job, FAULT_UNSUPPORTED,
                        "send a form with a file, with Content-Type: multipart/form-data");
    while (cut_parameter(&type, &name, &value)) {
        if (!str_eq_nocase(name, S("boundary")) || !is_boundary(value))
            continue;
        *out = value;
        return true;
    }
    return job_fail(job, FAULT_BAD_INPUT, "the Content-Type of this form names no boundary");
}

// ── one part ──────────────────────────────────────────────────────────────────────────────────

static bool read_disposition(struct job *job, struct str value, struct multipart_part *part)
{
    struct str word, name, is;
    bool has_name = false;
    if (!cut_word(&value, &word) || !str_eq_nocase(word, S("form-data")))
        return job_fail(job, FAULT_BAD_INPUT, "a part of this form is no form-data");
    while (cut_parameter(&value, &name, &is)) {
        if (str_eq_nocase(name, S("name")) && !has_name) {
            part->name = is;
            has_name = true;
        }
        part->is_file |= str_eq_nocase(name, S("filename")) || str_eq_nocase(name, S("filename*"));
    }
    if (str_trim(value).len || !has_name || !is_utf8_text(part->name))
        return job_fail(job, FAULT_BAD_INPUT, "a part of this form has no proper name");
    return true;
}

static bool read_header(struct job *job, struct str line, bool *has_name,
                        struct multipart_part *part)
{
    struct str name, value;
    if (!str_split(line, ':', &name, &value))
        return job_fail(job, FAULT_BAD_INPUT, "a header in this form has no colon");
    if (str_eq_nocase(name, S("Content-Transfer-Encoding")) &&
        !str_eq_nocase(str_trim(value), S("binary")) &&
        !str_eq_nocase(str_trim(value), S("8bit")) && !str_eq_nocase(str_trim(value), S("7bit")))
        return job_fail(job, FAULT_BAD_INPUT,
                        "send the file as it is, without a transfer encoding");
    if (!str_eq_nocase(name, S("Content-Disposition")))
        return true;
    if (*has_name)
        return job_fail(job, FAULT_BAD_INPUT, "a part of this form has two names");
    *has_name = true;
    return read_disposition(job, value, part);
}

// Headers up to the empty line; what follows is the part's own.
static bool read_part(struct job *job, struct str bytes, struct multipart_part *part)
{
    bool has_name = false;
    *part = (struct multipart_part){.name = STR_NONE};
    for (int i = 0; i <= HEADERS_MAX; i++) {
        ptrdiff_t end = str_find(str_from_to(bytes, 0, 8192), S("\r\n"));
        if (end < 0)
            break;
        struct str line = str_from_to(bytes, 0, (size_t)end);
        bytes = str_after(bytes, (size_t)end + 2);
        if (!line.len && !has_name)
            return job_fail(job, FAULT_BAD_INPUT, "a part of this form has no name");
        part->bytes = bytes;
        if (!line.len)
            return true;
        if (!read_header(job, line, &has_name, part))
            return false;
    }
    return job_fail(job, FAULT_BAD_INPUT, "the headers of a part of this form do not end");
}

// ── the whole ─────────────────────────────────────────────────────────────────────────────────

// A delimiter is CRLF, two hyphens, the boundary, perhaps blanks, and CRLF; the last has two more
// hyphens. *is_last tells which; *after is behind it.
static bool read_delimiter_end(struct str rest, bool *is_last, struct str *after)
{
    *is_last = str_starts(rest, S("--"));
    if (*is_last)
        rest = str_after(rest, 2);
    while (rest.len && (rest.at[0] == ' ' || rest.at[0] == '\t'))
        rest = str_after(rest, 1);
    *after = rest.len ? str_after(rest, 2) : rest;
    return str_starts(rest, S("\r\n")) || (*is_last && !rest.len);
}

// memmem: a picture may hold a million bytes that begin a delimiter and are none.
static bool cut_part(struct str *rest, struct str delimiter, struct str *part, bool *is_last)
{
    const char *from = rest->at, *end = rest->at + rest->len, *found;
    while ((found = memmem(from, (size_t)(end - from), delimiter.at, delimiter.len))) {
        struct str behind = {found + delimiter.len, (size_t)(end - found) - delimiter.len}, after;
        from = found + 1;
        if (!read_delimiter_end(behind, is_last, &after))
            continue;
        *part = (struct str){rest->at, (size_t)(found - rest->at)};
        *rest = after;
        return true;
    }
    return false;
}

static bool read_parts(struct job *job, struct str rest, struct str delimiter,
                       struct multipart *form)
{
    for (bool is_last = false; !is_last;) {
        struct str part;
        if (!cut_part(&rest, delimiter, &part, &is_last))
            return job_fail(job, FAULT_BAD_INPUT, "this form ends too early");
        if (form->count == MULTIPART_PARTS_MAX)
            return job_fail(job, FAULT_BAD_INPUT, "this form has more than %d parts",
                            MULTIPART_PARTS_MAX);
        if (!read_part(job, part, &form->parts[form->count++]))
            return false;
    }
    return true;
}

bool multipart_parse(struct job *job, struct str content_type, struct str body,
                     struct multipart *out)
{
    struct multipart form = {.count = 0};
    struct str boundary, rest;
    bool is_last;
    if (!find_boundary(job, content_type, &boundary))
        return false;
    struct str delimiter = str_printf(&job->mem, "\r\n--" STR_FMT, STR_ARG(boundary));
    struct str first = str_after(delimiter, 2);
    // What stands before the first delimiter is nobody's (RFC 2046); programs write nothing there.
    if (!str_starts(body, first) ||
        !read_delimiter_end(str_after(body, first.len), &is_last, &rest))
        return job_fail(job, FAULT_BAD_INPUT, "this form does not begin with its boundary");
    if (!is_last && !read_parts(job, rest, delimiter, &form))
        return false;
    *out = form;
    return true;
}
