#include "wire.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sys/stat.h>
#include <unistd.h>

// ── certificates made on the spot ─────────────────────────────────────────────────────────────

static void write_file(const char *path, const gnutls_datum_t *bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->size, file), bytes->size);
    fclose(file);
}

static gnutls_x509_privkey_t make_key(const char *path)
{
    gnutls_x509_privkey_t key;
    gnutls_datum_t pem;
    assert_int_equal(gnutls_x509_privkey_init(&key), 0);
    assert_int_equal(gnutls_x509_privkey_generate(
                         key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
                     0);
    assert_int_equal(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &pem), 0);
    write_file(path, &pem);
    gnutls_free(pem.data);
    return key;
}

static void make_cert(const char *name, const char *cert_path, const char *key_path)
{
    gnutls_x509_privkey_t key = make_key(key_path);
    gnutls_x509_crt_t cert;
    gnutls_datum_t pem;
    assert_int_equal(gnutls_x509_crt_init(&cert), 0);
    gnutls_x509_crt_set_version(cert, 3);
    gnutls_x509_crt_set_serial(cert, "\1", 1);
    gnutls_x509_crt_set_dn_by_oid(cert, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                  (unsigned)strlen(name));
    gnutls_x509_crt_set_activation_time(cert, time(NULL) - 60);
    gnutls_x509_crt_set_expiration_time(cert, time(NULL) + 3600);
    gnutls_x509_crt_set_key(cert, key);
    assert_int_equal(gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0), 0);
    assert_int_equal(gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &pem), 0);
    write_file(cert_path, &pem);
    gnutls_free(pem.data);
    gnutls_x509_crt_deinit(cert);
    gnutls_x509_privkey_deinit(key);
}

// ── a client ──────────────────────────────────────────────────────────────────────────────────

struct visit {
    int fd;
    gnutls_session_t session;
    gnutls_certificate_credentials_t credentials;
    char shown[64]; // the common name of what the server showed
};

static void read_name(struct visit *visit)
{
    unsigned count = 0;
    const gnutls_datum_t *chain = gnutls_certificate_get_peers(visit->session, &count);
    gnutls_x509_crt_t cert;
    size_t len = sizeof(visit->shown);
    assert_true(count > 0);
    gnutls_x509_crt_init(&cert);
    assert_int_equal(gnutls_x509_crt_import(cert, chain, GNUTLS_X509_FMT_DER), 0);
    gnutls_x509_crt_get_dn_by_oid(cert, GNUTLS_OID_X520_COMMON_NAME, 0, 0, visit->shown, &len);
    gnutls_x509_crt_deinit(cert);
}

static void visit_start(struct visit *visit, const struct http *http)
{
    *visit = (struct visit){.fd = wire_open(http)};
    gnutls_certificate_allocate_credentials(&visit->credentials);
    gnutls_init(&visit->session, GNUTLS_CLIENT);
    gnutls_set_default_priority(visit->session);
    gnutls_credentials_set(visit->session, GNUTLS_CRD_CERTIFICATE, visit->credentials);
    gnutls_transport_set_int(visit->session, visit->fd);
    gnutls_handshake_set_timeout(visit->session, WIRE_WAIT_MS);
    int failed;
    do {
        failed = gnutls_handshake(visit->session);
    } while (failed < 0 && !gnutls_error_is_fatal(failed));
    assert_int_equal(failed, 0);
    read_name(visit);
}

static void visit_end(struct visit *visit)
{
    gnutls_deinit(visit->session);
    gnutls_certificate_free_credentials(visit->credentials);
    close(visit->fd);
}

static struct str visit_ask(struct arena *mem, struct visit *visit, struct str request)
{
    struct buf b;
    char room[4096];
    buf_start(&b, mem, WIRE_BYTES_MAX);
    assert_int_equal(gnutls_record_send(visit->session, request.at, request.len), request.len);
    for (;;) {
        ssize_t got = gnutls_record_recv(visit->session, room, sizeof(room));
        if (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED)
            continue;
        if (got <= 0)
            return buf_str(&b);
        buf_add(&b, (struct str){room, (size_t)got});
    }
}

// ── the site ──────────────────────────────────────────────────────────────────────────────────

static bool say_proto(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S(""), http_is_tls(request) ? S("tls") : S("plain"));
    return true;
}

static void say_fault(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, fault_http_status(job->fault.kind), S(""), S("fault"));
}

static const struct http_route routes[] = {{HTTP_GET, "/", say_proto, HTTP_NOW, 0},
                                           {HTTP_GET, "/made", say_proto, HTTP_PAGES, 0},
                                           {HTTP_POST, "/", say_proto, HTTP_DESK, 10}};
static const struct http_area areas[] = {
    {"/", routes, ARRAY_LEN(routes), say_fault, HTTP_NOW, NULL}};

static char folder[64], cert_path[96], key_path[96], other_path[96];

static int make_folder(void **state)
{
    snprintf(folder, sizeof(folder), "/tmp/stoppress-tls-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(cert_path, sizeof(cert_path), "%s/cert.pem", folder);
    snprintf(key_path, sizeof(key_path), "%s/key.pem", folder);
    snprintf(other_path, sizeof(other_path), "%s/other.pem", folder);
    log_set_quiet(true);
    make_cert("first.example", cert_path, key_path);
    return 0;
}

static int drop_folder(void **state)
{
    unlink(cert_path);
    unlink(key_path);
    unlink(other_path);
    return rmdir(folder);
}

static struct http_options usual(void)
{
    return (struct http_options){
        .listen = S("127.0.0.1:0"),
        .network_threads = 2,
        .tls_cert = str_from(cert_path),
        .tls_key = str_from(key_path),
        .areas = areas,
        .areas_count = 1,
    };
}

#define GET_CLOSE(path) S("GET " path " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

static void a_page_is_read_over_tls(void **state)
{
    AUTO_JOB job;
    struct http *http;
    struct http_options options = usual();
    struct visit visit;
    job_start(&job, 0);
    assert_job(http_start(&job, &options, &http), &job);
    visit_start(&visit, http);
    assert_str(wire_body(visit_ask(&job.mem, &visit, GET_CLOSE("/"))), "tls");
    visit_end(&visit);
    visit_start(&visit, http);
    assert_str(wire_body(visit_ask(&job.mem, &visit, GET_CLOSE("/made"))), "tls");
    visit_end(&visit);
    visit_start(&visit, http);
    assert_int_equal(wire_status(visit_ask(&job.mem, &visit,
                                           S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n"
                                             "\r\n"))),
                     413);
    visit_end(&visit);
    assert_str(wire_ask(&job.mem, http, GET_CLOSE("/")), ""); // no plain answer
    http_stop(http, 1000);
}

static void a_new_certificate_is_shown_without_a_restart(void **state)
{
    AUTO_JOB job;
    struct http *http;
    struct http_options options = usual();
    struct visit old, new;
    job_start(&job, 0);
    assert_job(http_start(&job, &options, &http), &job);
    visit_start(&old, http);
    assert_string_equal(old.shown, "first.example");
    make_cert("second.example", cert_path, key_path);
    assert_job(http_reload_tls(&job, http), &job);
    visit_start(&new, http);
    assert_string_equal(new.shown, "second.example");
    assert_str(wire_body(visit_ask(&job.mem, &old, GET_CLOSE("/"))), "tls"); // goes on
    visit_end(&old);
    visit_end(&new);
    http_stop(http, 1000);
}

static void a_bad_certificate_is_not_taken(void **state)
{
    AUTO_JOB job;
    struct http *http;
    struct http_options options = usual();
    struct visit visit;
    job_start(&job, 0);
    assert_job(http_start(&job, &options, &http), &job);
    gnutls_x509_privkey_deinit(make_key(key_path)); // of nobody
    assert_false(http_reload_tls(&job, http));
    assert_true(str_find(str_from(job.fault.text), S("does not belong")) > 0);
    job_forgive(&job);
    visit_start(&visit, http); // the old one stays
    visit_end(&visit);
    http_stop(http, 1000);
    assert_false(http_start(&job, &options, &http));
    job_forgive(&job);
    options.tls_key = str_from(other_path); // not there
    assert_false(http_start(&job, &options, &http));
    job_forgive(&job);
    options.tls_key = STR_NONE;
    assert_false(http_start(&job, &options, &http));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_read_over_tls),
        cmocka_unit_test(a_new_certificate_is_shown_without_a_restart),
        cmocka_unit_test(a_bad_certificate_is_not_taken),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
