#include "cache/internal.h"

static bool is_broad(struct str topic)
{
    return str_ends(topic, S("/list")) || str_starts(topic, S("latest:")) ||
           str_starts(topic, S("edition:"));
}

// Keys are parted by spaces and stand in a header: other bytes than visible ASCII are escaped.
static void add_word(struct buf *b, struct str topic)
{
    for (size_t i = 0; i < topic.len; i++) {
        unsigned char c = (unsigned char)topic.at[i];
        if (c > ' ' && c < 0x7f && c != '%')
            buf_add_char(b, (char)c);
        else
            buf_printf(b, "%%%02X", c);
    }
    buf_add_char(b, ' ');
}

static bool write_words(struct buf *b, struct arena *mem, const struct notebook *notes,
                        bool only_broad)
{
    buf_start(b, mem, SURROGATES_BYTES_MAX);
    for (size_t i = 0; i < notes->count; i++)
        if (!only_broad || is_broad(notes->topics[i]))
            add_word(b, notes->topics[i]);
    return !b->overflowed;
}

struct str surrogates_write(struct arena *mem, const struct notebook *notes)
{
    struct buf b;
    if (write_words(&b, mem, notes, false) || write_words(&b, mem, notes, true))
        return buf_str(&b);
    return STR_NONE;
}

// ── joining ───────────────────────────────────────────────────────────────────────────────────

static bool has_word(struct str words, struct str word)
{
    struct str there;
    while (str_cut(&words, ' ', &there))
        if (str_eq(there, word))
            return true;
    return false;
}

static bool join_words(struct str *joined, char *room, struct str words, bool only_broad)
{
    struct str word;
    while (str_cut(&words, ' ', &word)) {
        if ((only_broad && !is_broad(word)) || has_word(*joined, word))
            continue;
        if (joined->len + word.len + 1 > SURROGATES_BYTES_MAX)
            return false;
        memcpy(room + joined->len, word.at, word.len);
        room[joined->len + word.len] = ' ';
        joined->len += word.len + 1;
    }
    return true;
}

static bool join_all(const struct parts *parts, char *room, bool only_broad, struct str *joined)
{
    *joined = (struct str){room, 0};
    if (!join_words(joined, room, parts->page->surrogates, only_broad))
        return false;
    for (size_t i = 0; i < parts->fragments_count; i++)
        if (!join_words(joined, room, parts->fragments[i]->surrogates, only_broad))
            return false;
    return true;
}

struct str surrogates_join(const struct parts *parts, char room[SURROGATES_BYTES_MAX])
{
    struct str joined;
    if (!join_all(parts, room, false, &joined) && !join_all(parts, room, true, &joined))
        return STR_NONE;
    return str_trim(joined);
}
