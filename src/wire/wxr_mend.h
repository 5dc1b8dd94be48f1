// wxr_mend: the bytes of an export that is not quite XML, made XML.
//
//   struct wxr_mend mend = {0};
//   size_t count = wxr_mend(&mend, bytes, len, is_last, out);   // out: room for WXR_MEND_ROOM(len)
//
// What old exports have and XML does not allow: control characters (left out), bytes that are not
// UTF-8 (U+FFFD), a bare & or an entity of HTML's (&amp;), and "]]>" inside a CDATA section, which
// ends there only before the closing tag of its element; and what a plugin has written before the
// beginning: blank lines, warnings (left out, the lines counted in lines_before). All other lines
// stay lines, so that numbers of them are those of the file.
//
// Never: applied to a file that is XML as it is.
#pragma once

#include "base/base.h"

enum { WXR_MEND_CARRY = 192 };
#define WXR_MEND_ROOM(len) (((len) + WXR_MEND_CARRY) * 5 + 64)

enum wxr_mend_state {
    WXR_BEFORE, // its beginning
    WXR_IN_TEXT,
    WXR_IN_TAG,
    WXR_IN_CDATA,
    WXR_IN_COMMENT,
};

struct wxr_mend {
    enum wxr_mend_state state;
    char tag[64]; // the name of the newest tag: whose CDATA it is
    size_t tag_len;
    bool naming; // right after "<"
    char carry[WXR_MEND_CARRY];
    size_t carry_len;
    size_t mended; // how many places
    size_t lines_before, bytes_before;
};

// What comes out of these bytes and of those that waited for them. All of it when `last`.
size_t wxr_mend(struct wxr_mend *mend, const char *bytes, size_t len, bool last, char *out);
