// url: percent-encoding, checking, joining (RFC 3986; IRIs by RFC 3987).
#pragma once

#include "base/base.h"

// A path or a single segment made ASCII: letters, digits, - . _ ~ / kept, the rest as %XX of UTF-8.
struct str url_encode_path(struct arena *mem, struct str path);
struct str url_encode_query(struct arena *mem, struct str value); // also encodes / & = + ?
// Decodes %XX once. False: a bad escape, a NUL, or not UTF-8.
bool url_decode(struct arena *mem, struct str encoded, struct str *out);

// May this stand in a link of a text? http, https, mailto, tel, or a path ("/…", "#…").
// No control characters, no blanks, at most 2048 bytes; `javascript:` in any disguise is not.
bool is_link_safe(struct str url);
bool is_absolute_http(struct str url); // http:// or https:// with a host
bool is_origin(struct str url);        // the same with nothing behind it: https://news.example.org
