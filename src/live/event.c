#include "live/internal.h"

enum { EVENT_BYTES_MAX = 1 << 20 };

void event_put(struct event *event)
{
    if (event && --event->refs == 0)
        free(event);
}

struct event *event_of_text(struct str text)
{
    struct event *event = heap_take(sizeof(*event) + text.len);
    event->refs = 1;
    event->len = text.len;
    memcpy(event->bytes, text.at, text.len);
    return event;
}

// Up to the next CR, LF or CRLF, which all end a line of a stream (WHATWG HTML, 9.2.5).
static bool cut_line(struct str *rest, struct str *line)
{
    if (!rest->at)
        return false;
    size_t end = 0;
    while (end < rest->len && rest->at[end] != '\n' && rest->at[end] != '\r')
        end++;
    *line = str_from_to(*rest, 0, end);
    if (end == rest->len) {
        *rest = STR_NONE;
        return true;
    }
    bool is_pair = rest->at[end] == '\r' && end + 1 < rest->len && rest->at[end + 1] == '\n';
    end += is_pair ? 2 : 1;
    *rest = (struct str){rest->at + end, rest->len - end};
    return true;
}

struct event *event_make(struct arena *mem, struct str name, uint64_t id, bool has_id,
                         struct str data)
{
    struct buf b;
    buf_start(&b, mem, EVENT_BYTES_MAX);
    assert(!str_has(name, '\n') && !str_has(name, '\r'));
    buf_printf(&b, "event: " STR_FMT "\n", STR_ARG(name));
    if (has_id)
        buf_printf(&b, "id: %llu\n", (unsigned long long)id);
    struct str rest = data.at ? data : S(""), line;
    while (cut_line(&rest, &line))
        buf_printf(&b, "data: " STR_FMT "\n", STR_ARG(line));
    buf_add_char(&b, '\n');
    struct event *event = event_of_text(buf_str(&b));
    event->seq = id;
    return event;
}

// ── JSON, the little that is needed ───────────────────────────────────────────────────────────

static void add_json_char(struct buf *b, char c)
{
    if (c == '"' || c == '\\')
        buf_printf(b, "\\%c", c);
    else if ((unsigned char)c < 0x20)
        buf_printf(b, "\\u%04x", (unsigned)c);
    else
        buf_add_char(b, c);
}

static void add_json_text(struct buf *b, const char *key, struct str text)
{
    buf_printf(b, "\"%s\":\"", key);
    for (size_t i = 0; i < text.len; i++)
        add_json_char(b, text.at[i]);
    buf_add_char(b, '"');
}

struct event *event_gone(struct job *job, struct str fragment, uint64_t id, bool has_id)
{
    struct buf b;
    buf_start(&b, &job->mem, EVENT_BYTES_MAX);
    buf_add_char(&b, '{');
    add_json_text(&b, "f", fragment);
    buf_add_char(&b, '}');
    return event_make(&job->mem, S("gone"), id, has_id, buf_str(&b));
}

// With its HTML when that is small; else pages fetch it, each after a wait of up to `jitter_ms`.
struct event *event_patch(struct job *job, const struct live_fragment *fragment, uint64_t id,
                          bool has_id, int jitter_ms_max, size_t inline_bytes_max)
{
    if (fragment->gone)
        return event_gone(job, fragment->name, id, has_id);
    bool is_inline = fragment->html.len <= inline_bytes_max;
    struct buf b;
    buf_start(&b, &job->mem, EVENT_BYTES_MAX);
    buf_add_char(&b, '{');
    add_json_text(&b, "f", fragment->name);
    buf_add_char(&b, ',');
    add_json_text(&b, "v", fragment->version);
    buf_printf(&b, ",\"j\":%d,\"hold\":%d", is_inline ? 0 : jitter_ms_max, fragment->hold);
    if (fragment->say.len > 0) {
        buf_add_char(&b, ',');
        add_json_text(&b, "say", fragment->say);
    }
    if (is_inline) {
        buf_add_char(&b, ',');
        add_json_text(&b, "h", fragment->html);
    }
    buf_add_char(&b, '}');
    return event_make(&job->mem, S("patch"), id, has_id, buf_str(&b));
}
