// export_xml: text as XML 1.0 takes it. Only for export_wxr*.c.
#pragma once

#include "base/base.h"

// <name><![CDATA[…]]></name>; what XML cannot hold (control characters) is left out.
void xml_add_cdata(struct buf *b, const char *name, struct str text);
// The same for JSON, of which nothing is left out: it is escaped there.
void xml_add_json(struct buf *b, const char *name, struct str json);
// <name>…</name>, escaped.
void xml_add(struct buf *b, const char *name, struct str text);
void xml_add_int(struct buf *b, const char *name, int64_t n);
