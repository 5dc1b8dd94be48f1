#include "api/json_writer.h"

#include "text/locale.h"

void json_writer_start(struct json_writer *w, struct arena *mem)
{
    buf_start(&w->buf, mem, JSON_BYTES_MAX);
    w->wants_comma = false;
}

bool json_writer_done(struct job *job, struct json_writer *w, struct str *out)
{
    return buf_done(job, &w->buf, out);
}

static void begin_value(struct json_writer *w)
{
    if (w->wants_comma)
        buf_add_char(&w->buf, ',');
    w->wants_comma = true;
}

void write_json_open(struct json_writer *w, char bracket)
{
    begin_value(w);
    buf_add_char(&w->buf, bracket);
    w->wants_comma = false;
}

void write_json_close(struct json_writer *w, char bracket)
{
    buf_add_char(&w->buf, bracket);
    w->wants_comma = true;
}

void write_json_key(struct json_writer *w, const char *key)
{
    write_json_text(w, str_from(key));
    buf_add_char(&w->buf, ':');
    w->wants_comma = false;
}

// Control characters must be escaped (RFC 8259, 7); U+2028 and U+2029 are, because a careless page
// may put the answer into a script.
static void add_escaped(struct buf *b, struct str text)
{
    static const char hex[] = "0123456789abcdef";
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool is_separator = byte == 0xe2 && i + 2 < text.len && text.at[i + 1] == '\x80' &&
                            (text.at[i + 2] == '\xa8' || text.at[i + 2] == '\xa9');
        if (byte >= 0x20 && byte != '"' && byte != '\\' && !is_separator)
            continue;
        buf_add(b, str_from_to(text, plain, i));
        plain = i + (is_separator ? 3 : 1);
        if (byte == '"' || byte == '\\')
            buf_add(b, byte == '"' ? S("\\\"") : S("\\\\"));
        else if (byte == '\n')
            buf_add(b, S("\\n"));
        else if (is_separator)
            buf_add(b, text.at[i + 2] == '\xa8' ? S("\\u2028") : S("\\u2029"));
        else
            buf_add(b,
                    (struct str){(char[]){'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]}, 6});
        i = plain - 1;
    }
    buf_add(b, str_after(text, plain));
}

void write_json_text(struct json_writer *w, struct str text)
{
    begin_value(w);
    buf_add_char(&w->buf, '"');
    add_escaped(&w->buf, text);
    buf_add_char(&w->buf, '"');
}

void write_json_text_or_null(struct json_writer *w, struct str text)
{
    if (text.len)
        write_json_text(w, text);
    else
        write_json_null(w);
}

void write_json_int(struct json_writer *w, int64_t n)
{
    begin_value(w);
    buf_add_int(&w->buf, n);
}

void write_json_bool(struct json_writer *w, bool yes)
{
    begin_value(w);
    buf_add(&w->buf, yes ? S("true") : S("false"));
}

void write_json_null(struct json_writer *w)
{
    begin_value(w);
    buf_add(&w->buf, S("null"));
}

void write_json_id(struct json_writer *w, int64_t id)
{
    if (!id) {
        write_json_null(w);
        return;
    }
    begin_value(w);
    buf_printf(&w->buf, "\"%lld\"", (long long)id);
}

void write_json_time(struct json_writer *w, int64_t at_ms)
{
    if (at_ms)
        write_json_text(w, time_rfc3339(w->buf.mem, at_ms));
    else
        write_json_null(w);
}

void write_json_raw(struct json_writer *w, struct str json)
{
    begin_value(w);
    buf_add(&w->buf, json.len ? json : S("null"));
}
