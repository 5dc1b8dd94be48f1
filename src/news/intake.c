#include "news/internal.h"

#include "text/unicode.h"

static bool take(struct job *job, const char *field, struct str given, size_t max, bool one_line,
                 struct str *out)
{
    if (!is_utf8_text(given))
        return job_fail_field(job, field, "is not well-formed UTF-8 text");
    if (given.len > max * 64) // before any work on it; a character is seldom more than 10 bytes
        return job_fail_field(job, field, "is too long: at most %zu characters", max);
    struct str clean = one_line ? text_clean_line(&job->mem, given) : text_clean(&job->mem, given);
    size_t characters = text_graphemes(clean);
    if (characters > max)
        return job_fail_field(job, field, "is too long: %zu characters, at most %zu", characters,
                              max);
    *out = clean;
    return true;
}

bool take_line(struct job *job, const char *field, struct str given, size_t max, struct str *out)
{
    return take(job, field, given, max, true, out);
}

bool take_text(struct job *job, const char *field, struct str given, size_t max, struct str *out)
{
    return take(job, field, given, max, false, out);
}

bool take_id(struct job *job, struct txn *txn, const char *field, const char *sql, int64_t id)
{
    bool found;
    int64_t one;
    const struct sql_value value = sql_int(id);
    if (!sql_number_(job, txn, &found, &one, sql, &value, 1))
        return false;
    if (!found)
        return job_fail_field(job, field, "there is none with the id %lld", (long long)id);
    return true;
}

struct str like_pattern(struct arena *mem, struct str text, bool anywhere)
{
    struct buf b;
    buf_start(&b, mem, text.len * 2 + 2);
    if (anywhere)
        buf_add_char(&b, '%');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] && strchr("%_\\", text.at[i]))
            buf_add_char(&b, '\\');
        buf_add_char(&b, text.at[i]);
    }
    buf_add_char(&b, '%');
    return buf_str(&b);
}
