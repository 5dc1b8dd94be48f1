// tls: the certificate that is shown, and its replacement while the server runs.
#pragma once

#include "base/base.h"

struct tls;
struct MHD_OptionItem;
struct MHD_Connection;

MUST_USE bool tls_open(struct job *job, struct str cert_file, struct str key_file,
                       struct tls **out);
// Reads the files again. On failure the old certificate stays.
MUST_USE bool tls_reload(struct job *job, struct tls *tls);
// Can these be served with, and until when?
MUST_USE bool tls_check(struct job *job, struct str cert_file, struct str key_file,
                        int64_t *ends_ms);
void tls_close(struct tls *tls);
// Fills three options and returns the flags that go with them.
unsigned tls_engine_options(struct tls *tls, struct MHD_OptionItem *options);
// Straight into the session of a connection; what does not go at once is lost.
void tls_send(struct MHD_Connection *mhd, const char *bytes, size_t len);
