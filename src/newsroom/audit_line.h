// audit_line: one row of the audit as a person reads it, and as a spreadsheet does. Only for
// newsroom/.
#pragma once

#include "news/audit.h"
#include "newsroom/internal.h"

// "at", "who", "by", "act", "way", "thing", "url", "address", "changes" [{key, before, after}]
void put_audit_line(struct visit *visit, struct value *item, const struct audit_row *row);
// What an act is called; the raw act when there is no word for it.
struct str audit_act_name(const struct visit *visit, struct str act);
struct str audit_way_name(const struct visit *visit, struct str way);

// RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe.
void write_csv_head(struct buf *b);
void write_csv_row(struct buf *b, const struct audit_row *row);
