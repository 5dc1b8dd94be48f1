// gate: every request to the newsroom passes here: who are you, may you, and does this form come
// from us? A screen that is called has all three behind it.
#include "newsroom/internal.h"

#include "text/url.h"

#include <sodium.h>

enum { TOKEN_BYTES = 16 };

// ── who ───────────────────────────────────────────────────────────────────────────────────────

// The cookie's value: "a=1; stoppress=SECRET" (RFC 6265, 4.2.1).
static struct str cookie(const struct http_request *request, struct str name)
{
    struct str rest = http_header(request, "Cookie"), pair, key, value;
    while (str_cut(&rest, ';', &pair)) {
        if (str_split(str_trim(pair), '=', &key, &value) && str_eq(key, name))
            return value;
    }
    return STR_NONE;
}

// Tied to the session, so that no other site can know it; the session's secret cannot be had from
// it.
static struct str form_token(struct arena *mem, struct str secret)
{
    return digest_hex(mem, str_join(mem, S("form "), secret), TOKEN_BYTES);
}

static void say_seen(struct visit *visit)
{
    AUTO_JOB job;
    job_start(&job, visit->job->now_ms);
    AUTO_TXN txn = write_begin(&job, visit->newsroom->options.store);
    if (!txn.open || !session_seen(&job, &txn, &visit->session) || !txn_commit(&job, &txn))
        log_fault("newsroom", &job); // who is signed in stays so: this only says how long ago
}

static bool find_session(struct visit *visit)
{
    struct job *job = visit->job;
    struct str secret = cookie(visit->request, visit_cookie_name(visit));
    bool is_stale;
    AUTO_TXN txn = read_begin(job, visit->newsroom->options.store, NULL);
    if (!txn.open || !edition_list(job, &txn, &visit->editions, &visit->editions_count))
        return false;
    visit->actor = (struct actor){.way = S("newsroom"), .address = http_client(visit->request)};
    if (!session_find(job, &txn, secret, &visit->staff, &visit->actor, &visit->session,
                      &is_stale)) {
        if (job->fault.kind != FAULT_UNAUTHORIZED)
            return false;
        job_forgive(job);
        return true;
    }
    txn_end(&txn);
    visit->actor.address = http_client(visit->request);
    visit->signed_in = true;
    visit->token = form_token(&job->mem, secret);
    if (is_stale && !str_is(http_query(visit->request, "part", NULL), "fresh"))
        say_seen(visit); // a page that renews itself is nobody at work
    return true;
}

// ── in which language ─────────────────────────────────────────────────────────────────────────

// One's own; before that the browser's first that we speak.
static struct str choose_lang(const struct visit *visit)
{
    struct str rest = http_header(visit->request, "Accept-Language"), part, tag, more;
    if (visit->signed_in)
        return visit->staff.lang;
    while (str_cut(&rest, ',', &part)) {
        tag = str_trim(part);
        str_split(tag, ';', &tag, &more);
        str_split(tag, '-', &tag, &more);
        if (tag.len && str_eq(words_lang(newsroom_words(visit->newsroom, tag)), tag))
            return tag;
    }
    return S("en");
}

static void choose_locale(struct visit *visit)
{
    visit->words = newsroom_words(visit->newsroom, choose_lang(visit));
    visit->locale = (struct locale){.lang = words_lang(visit->words)};
    const struct edition *own = visit_own_edition(visit);
    visit->locale.zone = own ? own->locale.zone : S("UTC");
    visit->dir = str_is(visit->locale.lang, "ar") ? S("rtl") : S("ltr");
}

// ── does it come from us ──────────────────────────────────────────────────────────────────────

// "https://host" is ours when it is the site's own address, or names the host that was asked for.
static bool is_our_origin(const struct visit *visit, struct str origin)
{
    struct str site = visit->newsroom->options.site_url;
    ptrdiff_t at = str_find(origin, S("://"));
    if (site.len && str_eq_nocase(origin, site))
        return true;
    return at > 0 && str_eq_nocase(str_after(origin, (size_t)at + 3), http_host(visit->request)) &&
           (!http_is_tls(visit->request) || str_starts(origin, S("https://")));
}

// Browsers say where a form came from: Sec-Fetch-Site (Fetch Metadata), which no page can set, and
// which a proxy that changes Host cannot confuse; before that, and without TLS, Origin. Who says
// neither is no browser that can be led astray. This is what protects signing in, which has no
// session yet that a token could be of.
static bool is_same_origin(const struct visit *visit)
{
    struct str site = http_header(visit->request, "Sec-Fetch-Site");
    struct str origin = http_header(visit->request, "Origin");
    if (site.len)
        return str_is(site, "same-origin") || str_is(site, "none");
    return !origin.len || is_our_origin(visit, origin);
}

static bool has_token(const struct visit *visit)
{
    struct str given = http_header(visit->request, "X-Stoppress-Token");
    if (!given.len)
        given = form_text(&visit->form, "token");
    return given.len == visit->token.len &&
           sodium_memcmp(given.at, visit->token.at, given.len) == 0;
}

static bool check_form(struct visit *visit)
{
    struct job *job = visit->job;
    struct str type = http_header(visit->request, "Content-Type");
    if (!is_same_origin(visit))
        return job_fail(job, FAULT_DENIED,
                        "this form was sent from another site; nothing was done");
    if (!form_parse(job, type, http_body(visit->request), &visit->form))
        return false;
    return !visit->signed_in || has_token(visit) ||
           job_fail(job, FAULT_DENIED,
                    "this form is of another session; nothing was done. Go back, load the page "
                    "again, and send it once more");
}

// ── through ───────────────────────────────────────────────────────────────────────────────────

static struct str sign_in_address(const struct visit *visit)
{
    struct str here = http_target(visit->request);
    if (http_method(visit->request) != HTTP_GET)
        return S("/newsroom/sign-in");
    return str_join(&visit->job->mem, S("/newsroom/sign-in?to="),
                    url_encode_query(&visit->job->mem, here));
}

// Who is not signed in is led to where one does; a form or a script is told, so that what was typed
// stays where it is.
static void ask_who(struct visit *visit)
{
    if (http_method(visit->request) == HTTP_GET && !visit_wants_json(visit)) {
        if (!visit_go(visit, sign_in_address(visit), NULL))
            visit_fail(visit);
        return;
    }
    (void)job_fail(visit->job, FAULT_UNAUTHORIZED,
                   "you are not signed in any more: sign in in another tab, then send this again; "
                   "what you typed is still here");
    visit_fail(visit);
}

static bool check_rights(struct visit *visit, unsigned needs)
{
    for (unsigned right = 1; right && right <= needs; right <<= 1) {
        if ((needs & right) && !actor_may(visit->job, &visit->actor, (enum actor_right)right))
            return false;
    }
    return true;
}

// The rule of two steps was made after they signed in: first their own page, then the others.
static bool lacks_step(const struct visit *visit, const struct screen *screen)
{
    return visit->signed_in && !visit->staff.has_totp &&
           !visit->newsroom->options.two_step_optional && !(screen->flags & SCREEN_UNPROVEN);
}

static bool ask_for_step(struct visit *visit)
{
    if (http_method(visit->request) == HTTP_GET && !visit_wants_json(visit))
        return visit_go(visit, S("/newsroom/me/two-step"), NULL);
    return job_fail(visit->job, FAULT_DENIED,
                    "this site asks for a second step now: set it up at your own page, then send "
                    "this again");
}

bool gate_enter(struct job *job, struct http_request *request, void *app)
{
    const struct screen *screen = http_route_with(request);
    struct visit visit = {.job = job, .request = request, .newsroom = app};
    visit.page = value_map(&job->mem);
    if (!find_session(&visit))
        return false;
    choose_locale(&visit);
    if (!visit.signed_in && !(screen->flags & SCREEN_OPEN)) {
        ask_who(&visit);
        return true;
    }
    if ((http_method(request) != HTTP_GET && !check_form(&visit)) ||
        !check_rights(&visit, screen->needs) ||
        !(lacks_step(&visit, screen) ? ask_for_step(&visit) : screen->handle(&visit)))
        visit_fail(&visit);
    return true;
}

// Before or instead of a visit: an unknown address, a body too large, a store that is not there.
void gate_refuse(struct job *job, struct http_request *request, void *app)
{
    struct visit visit = {.job = job, .request = request, .newsroom = app};
    visit.page = value_map(&job->mem);
    struct fault fault = job->fault;
    job_forgive(job);
    if (http_may_wait(request) && !find_session(&visit))
        job_forgive(job);
    choose_locale(&visit);
    job->fault = fault;
    visit_fail(&visit);
}
