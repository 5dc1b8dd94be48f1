#include "http/tls.h"

#include "http/internal.h"

#include <gnutls/abstract.h>

enum { CHAIN_MAX = 8 };

// Handshakes in flight still look at an old pair, so each is kept until the server ends.
struct pair {
    struct pair *older;
    gnutls_pcert_st chain[CHAIN_MAX];
    unsigned chain_count;
    gnutls_privkey_t key;
};

struct tls {
    _Atomic(struct pair *) newest;
    char *cert_file, *key_file;
};

static void pair_end(struct pair *pair)
{
    for (unsigned i = 0; i < pair->chain_count; i++)
        gnutls_pcert_deinit(&pair->chain[i]);
    if (pair->key)
        gnutls_privkey_deinit(pair->key);
    free(pair);
}

static bool read_chain(struct job *job, const char *file, struct pair *pair)
{
    unsigned count = CHAIN_MAX;
    int failed = gnutls_pcert_list_import_x509_file(pair->chain, &count, file, GNUTLS_X509_FMT_PEM,
                                                    NULL, NULL, 0);
    if (failed)
        return job_fail(job, FAULT_BAD_INPUT, "cannot use the certificate %s: %s", file,
                        gnutls_strerror(failed));
    pair->chain_count = count;
    return true;
}

static bool read_key(struct job *job, const char *file, struct pair *pair)
{
    gnutls_datum_t bytes;
    int failed = gnutls_load_file(file, &bytes);
    if (!failed) {
        failed = gnutls_privkey_init(&pair->key);
        if (!failed)
            failed =
                gnutls_privkey_import_x509_raw(pair->key, &bytes, GNUTLS_X509_FMT_PEM, NULL, 0);
        gnutls_memset(bytes.data, 0, bytes.size);
        gnutls_free(bytes.data);
    }
    if (failed)
        return job_fail(job, FAULT_BAD_INPUT, "cannot use the key %s: %s", file,
                        gnutls_strerror(failed));
    return true;
}

// A key of another certificate would only be noticed by readers.
static bool is_matching(const struct pair *pair)
{
    unsigned char of_cert[64], of_key[64];
    size_t cert_len = sizeof(of_cert), key_len = sizeof(of_key);
    gnutls_pubkey_t public;
    bool matches = false;
    if (gnutls_pubkey_init(&public) != 0)
        return false;
    if (gnutls_pubkey_import_privkey(public, pair->key, 0, 0) == 0 &&
        gnutls_pubkey_get_key_id(public, 0, of_key, &key_len) == 0 &&
        gnutls_pubkey_get_key_id(pair->chain[0].pubkey, 0, of_cert, &cert_len) == 0)
        matches = cert_len == key_len && memcmp(of_cert, of_key, key_len) == 0;
    gnutls_pubkey_deinit(public);
    return matches;
}

bool tls_reload(struct job *job, struct tls *tls)
{
    struct pair *pair = heap_take(sizeof(*pair));
    bool is_read = read_chain(job, tls->cert_file, pair) && read_key(job, tls->key_file, pair);
    if (is_read && !is_matching(pair))
        is_read = job_fail(job, FAULT_BAD_INPUT, "the key %s does not belong to the certificate %s",
                           tls->key_file, tls->cert_file);
    if (!is_read) {
        pair_end(pair);
        return false;
    }
    pair->older = atomic_load(&tls->newest);
    while (!atomic_compare_exchange_weak(&tls->newest, &pair->older, pair))
        continue;
    return true;
}

static char *copy_c(struct str s)
{
    char *c = heap_take(s.len + 1);
    memcpy(c, s.at, s.len);
    return c;
}

bool tls_open(struct job *job, struct str cert_file, struct str key_file, struct tls **out)
{
    if (cert_file.len == 0 || key_file.len == 0)
        return job_fail(job, FAULT_BAD_INPUT,
                        "TLS needs both the certificate and the key (tls_cert, tls_key)");
    struct tls *tls = heap_take(sizeof(*tls));
    tls->cert_file = copy_c(cert_file);
    tls->key_file = copy_c(key_file);
    if (!tls_reload(job, tls)) {
        tls_close(tls);
        return false;
    }
    *out = tls;
    return true;
}

void tls_close(struct tls *tls)
{
    if (!tls)
        return;
    for (struct pair *pair = atomic_load(&tls->newest), *older; pair; pair = older) {
        older = pair->older;
        pair_end(pair);
    }
    free(tls->cert_file);
    free(tls->key_file);
    free(tls);
}

static bool read_end(struct job *job, gnutls_pcert_st *cert, int64_t *ends_ms)
{
    gnutls_x509_crt_t x509;
    int failed = gnutls_pcert_export_x509(cert, &x509);
    if (failed)
        return job_fail(job, FAULT_BAD_INPUT, "the certificate cannot be read: %s",
                        gnutls_strerror(failed));
    *ends_ms = (int64_t)gnutls_x509_crt_get_expiration_time(x509) * 1000;
    gnutls_x509_crt_deinit(x509);
    return true;
}

bool tls_check(struct job *job, struct str cert_file, struct str key_file, int64_t *ends_ms)
{
    struct tls *tls;
    if (!tls_open(job, cert_file, key_file, &tls))
        return false;
    bool ok = read_end(job, &atomic_load(&tls->newest)->chain[0], ends_ms);
    tls_close(tls);
    return ok;
}

// GnuTLS asks at each handshake; the engine has left its connection in the session.
static int on_handshake(gnutls_session_t session, const gnutls_datum_t *authorities, int count,
                        const gnutls_pk_algorithm_t *algorithms, int algorithms_count,
                        gnutls_pcert_st **chain, unsigned *chain_count, gnutls_privkey_t *key)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        gnutls_session_get_ptr(session), MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    const struct http_connection *connection = info->socket_context;
    struct pair *pair = atomic_load(&connection->http->tls->newest);
    *chain = pair->chain;
    *chain_count = pair->chain_count;
    *key = pair->key;
    return 0;
}

unsigned tls_engine_options(struct tls *tls, struct MHD_OptionItem *options)
{
    // The priorities are the system's; 1.2 is the oldest that is still safe.
    static char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
    options[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)on_handshake};
    options[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0, priorities};
    options[2] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    return MHD_USE_TLS;
}

void tls_send(struct MHD_Connection *mhd, const char *bytes, size_t len)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (info)
        gnutls_record_send(info->tls_session, bytes, len);
}
