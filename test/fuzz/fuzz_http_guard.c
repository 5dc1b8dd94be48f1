// The law: a head that the guard lets in reads the same for the strictest reader of its raw bytes,
// whatever the engine made of them. And an address that is let in leads nowhere else.
#include "fuzz.h"

#include "http/guard.h"
#include "http/proxy.h"
#include "http/target.h"

enum { HEAD_BYTES_MAX = 4096 };

// As the engine reads: a line ends in CR LF or LF, which become NULs, and is a C string.
static char *cut_line(char **at, const char *end)
{
    char *line = *at;
    for (char *c = line; c < end; c++) {
        bool is_crlf = c[0] == '\r' && c + 1 < end && c[1] == '\n';
        if (c[0] != '\n' && !is_crlf)
            continue;
        *at = c + 1 + is_crlf;
        memset(c, 0, (size_t)(*at - c));
        return line;
    }
    return NULL;
}

struct request_line {
    struct str method, target, version;
};

static bool read_request_line(char *line, size_t len, struct request_line *out)
{
    char *target = memchr(line, ' ', len);
    if (!target)
        return false;
    *target++ = '\0';
    while (*target == ' ')
        target++;
    char *version = line + len;
    while (version > target && version[-1] != ' ')
        version--;
    if (version == target)
        return false;
    version[-1] = '\0';
    *out = (struct request_line){str_from(line), str_from(target), str_from(version)};
    return out->version.len == 8;
}

static bool is_name_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && strchr("!#$%&'*+-.^_`|~", c));
}

// The engine makes CR and LF NULs, so NULs beside a line end stay hidden: nowhere else.
static bool are_nuls_at_line_ends(struct str head)
{
    for (size_t i = 0; i < head.len;) {
        bool has_nul = false, has_end = false;
        for (; i < head.len && (!head.at[i] || head.at[i] == '\r' || head.at[i] == '\n'); i++) {
            has_nul |= !head.at[i];
            has_end |= head.at[i] == '\n';
        }
        if (has_nul && !has_end)
            return false;
        i += i < head.len;
    }
    return true;
}

// The strictest reading (RFC 9112, 2 to 5): lines end in CR LF, no line is folded or has a NUL.
static bool is_strict(struct str head)
{
    bool is_first = true;
    while (head.len) {
        ptrdiff_t end = str_find(head, S("\r\n"));
        if (end < 0)
            return false;
        struct str line = str_from_to(head, 0, (size_t)end);
        head = str_after(head, (size_t)end + 2);
        for (size_t i = 0; i < line.len; i++) {
            unsigned char c = (unsigned char)line.at[i];
            if ((c < 0x20 && c != '\t') || c == 0x7F)
                return false;
        }
        ptrdiff_t colon = str_find_char(line, ':');
        bool is_header = !is_first && line.len > 0;
        if (is_header && colon <= 0)
            return false;
        for (ptrdiff_t i = 0; is_header && i < colon; i++) {
            if (!is_name_char(line.at[i]))
                return false;
        }
        is_first = false;
        if (line.len == 0)
            return head.len == 0;
    }
    return false;
}

static bool check_target(struct str raw)
{
    static char room[TARGET_BYTES_MAX];
    struct target target;
    if (!target_parse(raw, room, &target)) {
        LAW(target.status == 400 || target.status == 414);
        return false;
    }
    LAW(str_starts(target.path, S("/")));
    LAW(is_utf8_text(target.path));
    LAW(!str_has(target.path, '\\') && !str_has(target.path, '\n'));
    LAW(str_find(target.path, S("/../")) < 0 && !str_ends(target.path, S("/..")));
    AUTO_JOB job;
    bool found;
    job_start(&job, 0);
    LAW(is_utf8_text(target_query(&job.mem, target.query, S("q"), &found)));
    return true;
}

// False: the engine itself refuses it.
static bool read_header(struct guard *guard, char *line)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return false;
    char *value = colon + 1;
    *colon = '\0';
    while (*value == ' ' || *value == '\t')
        value++;
    guard_header(guard, str_from(line), str_from(value));
    return true;
}

static void check_head(const uint8_t *data, size_t size)
{
    enum { LINES_MAX = 200 };
    char head[HEAD_BYTES_MAX + 1] = {0}, *lines[LINES_MAX], *at = head;
    const char *end = head + size;
    int count = 0;
    struct request_line first;
    struct guard guard;
    memcpy(head, data, size);
    char *line = cut_line(&at, end);
    if (!line || !read_request_line(line, strlen(line), &first))
        return;
    bool is_target_good = check_target(first.target);
    // Where the head ends is only known once it is read; the engine counts it.
    while ((line = cut_line(&at, end)) && *line) {
        if (count == LINES_MAX)
            return;
        lines[count++] = line;
    }
    if (!line)
        return;
    struct str whole = {head, (size_t)(at - head)};
    guard_start(&guard, first.method, first.target.len, first.version, whole);
    for (int i = 0; i < count; i++) {
        if (!read_header(&guard, lines[i]))
            return;
    }
    struct str sent = {(const char *)data, whole.len};
    if (guard_end(&guard) && is_target_good)
        LAW(str_has(sent, '\0') ? are_nuls_at_line_ends(sent) : is_strict(sent));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > HEAD_BYTES_MAX)
        return 0;
    AUTO_JOB job;
    struct proxy_list list = {0};
    struct str text = {(const char *)data, size};
    job_start(&job, 0);
    check_head(data, size);
    check_target(text);
    if (proxy_parse(&job, &job.mem, text, &list))
        LAW(list.count == 0 || !is_proxy_trusted(&list, S("nobody")));
    proxy_client(&list, text, S("127.0.0.1"));
    return 0;
}
