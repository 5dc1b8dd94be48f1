// The answers of a visit: a screen, a part of one, a way on, JSON, a file.
#include "newsroom/internal.h"

#include "api/json_writer.h"
#include "text/url.h"

// ── the frame around every screen ─────────────────────────────────────────────────────────────

// What stands at the side; a right one does not have hides its line.
static const struct {
    const char *path, *word; // of strings/frame.json: nav.desk
    unsigned needs;
    const char *key; // "g" and this
} nav[] = {
    {"/newsroom/", "desk", RIGHT_STORY_READ, "d"},
    {"/newsroom/stories/", "stories", RIGHT_STORY_READ, "s"},
    {"/newsroom/breaking/", "breaking", RIGHT_FLASH_WRITE, "b"},
    {"/newsroom/pictures/", "pictures", RIGHT_MEDIA_WRITE, "m"},
    {"/newsroom/fronts/", "fronts", RIGHT_MENU_EDIT, "f"},
    {"/newsroom/sections/", "sections", RIGHT_MENU_EDIT, ""},
    {"/newsroom/regions/", "regions", RIGHT_MENU_EDIT, ""},
    {"/newsroom/topics/", "topics", RIGHT_FILING_EDIT, "t"},
    {"/newsroom/people/", "people", RIGHT_FILING_EDIT, ""},
    {"/newsroom/sources/", "sources", RIGHT_FILING_EDIT, ""},
    {"/newsroom/dossiers/", "dossiers", RIGHT_FILING_EDIT, ""},
    {"/newsroom/pages/", "pages", RIGHT_MENU_EDIT, ""},
    {"/newsroom/editions/", "editions", RIGHT_SITE_EDIT, ""},
    {"/newsroom/staff/", "staff", RIGHT_STAFF_EDIT, ""},
    {"/newsroom/audit/", "audit", RIGHT_AUDIT_READ, "a"},
};

static void put_nav(struct visit *visit)
{
    struct value *list = map_list(visit->page, "nav");
    struct str here = http_path(visit->request);
    for (size_t i = 0; visit->signed_in && i < ARRAY_LEN(nav); i++) {
        if (!visit_may(visit, nav[i].needs))
            continue;
        char phrase[64];
        snprintf(phrase, sizeof(phrase), "frame.nav.%s", nav[i].word);
        struct str path = str_from(nav[i].path);
        struct value *item = list_map(list);
        map_text(item, "url", path);
        map_text(item, "name", visit_phrase(visit, phrase));
        map_text(item, "icon", str_from(nav[i].word));
        map_text(item, "key", str_from(nav[i].key));
        map_bool(item, "current", i == 0 ? str_eq(here, path) : str_starts(here, path));
    }
}

static void put_said(struct visit *visit)
{
    struct str said = http_query(visit->request, "said", NULL);
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "said." STR_FMT, STR_ARG(str_from_to(said, 0, 40)));
    map_text(visit->page, "said", said.len ? visit_phrase(visit, phrase) : STR_NONE);
}

static void put_me(struct visit *visit)
{
    struct value *me = map_map(visit->page, "me");
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "frame.roles." STR_FMT, STR_ARG(visit->staff.role));
    map_text(me, "name", visit->staff.name.len ? visit->staff.name : visit->staff.email);
    map_text(me, "role", visit_phrase(visit, phrase));
    struct value *may = map_map(visit->page, "may");
    map_bool(may, "write", visit_may(visit, RIGHT_STORY_WRITE));
    map_bool(may, "publish", visit_may(visit, RIGHT_STORY_PUBLISH));
    map_bool(may, "flash", visit_may(visit, RIGHT_FLASH_WRITE));
    map_bool(may, "filing", visit_may(visit, RIGHT_FILING_EDIT));
    map_bool(may, "menu", visit_may(visit, RIGHT_MENU_EDIT));
    map_bool(may, "media", visit_may(visit, RIGHT_MEDIA_WRITE));
    map_bool(may, "staff", visit_may(visit, RIGHT_STAFF_EDIT));
}

static void put_frame(struct visit *visit, struct str title)
{
    struct newsroom *newsroom = visit->newsroom;
    int script = str_is(visit->dir, "rtl");
    struct value *page = visit->page, *assets = map_map(page, "assets");
    map_text(assets, "css", newsroom->css);
    map_text(assets, "js", newsroom->script);
    map_text(assets, "icon", newsroom->icon);
    map_text(assets, "head_font", newsroom->head_font[script]);
    map_text(page, "lang", visit->locale.lang);
    map_text(page, "dir", visit->dir);
    map_text(page, "title", title);
    map_text(page, "here", http_path(visit->request));
    map_bool(page, "signed_in", visit->signed_in);
    put_me(visit);
    put_nav(visit);
    put_said(visit);
}

// What a part needs as well as a screen.
static void put_common(struct visit *visit)
{
    map_put(visit->page, "t", words_values(visit->words));
    map_text(visit->page, "token", visit->token);
    static const char *const empty[] = {"fault", "errors", "wrong", "has_errors"};
    for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
        if (!map_get(visit->page, str_from(empty[i])))
            map_text(visit->page, empty[i], STR_NONE);
    }
}

// ── answers ───────────────────────────────────────────────────────────────────────────────────

// A site that says it is at https is never again asked for without, by this browser. Readers' pages
// leave that to whoever keeps the domain.
static const char *strict_transport(const struct visit *visit)
{
    return http_is_tls(visit->request) &&
                   str_starts(visit->newsroom->options.site_url, S("https://"))
               ? "Strict-Transport-Security: max-age=31536000\n"
               : "";
}

static struct str headers(const struct visit *visit, const char *type, struct str more)
{
    return str_printf(&visit->job->mem,
                      "Content-Type: %s; charset=utf-8\n" STR_FMT "%s" STR_FMT STR_FMT, type,
                      STR_ARG(visit->newsroom->headers), strict_transport(visit),
                      STR_ARG(visit->more), STR_ARG(more));
}

static bool render(struct visit *visit, int status, const char *template)
{
    struct sheet sheet;
    put_common(visit);
    if (!template_render(visit->job, visit->newsroom->templates, str_from(template), visit->page,
                         &sheet))
        return false;
    http_answer_text(visit->request, status, headers(visit, "text/html", S("")), sheet.text);
    return true;
}

bool visit_show(struct visit *visit, int status, struct str title, const char *template)
{
    put_frame(visit, title);
    return render(visit, status, template);
}

bool visit_show_part(struct visit *visit, int status, const char *template)
{
    return render(visit, status, template);
}

bool visit_show_fresh(struct visit *visit, const char *template)
{
    enum { TAG_BYTES = 16 };
    struct arena *mem = &visit->job->mem;
    struct sheet sheet;
    put_frame(visit, STR_NONE);
    put_common(visit);
    if (!template_render(visit->job, visit->newsroom->templates, str_from(template), visit->page,
                         &sheet))
        return false;
    struct str tag =
        str_printf(mem, "\"" STR_FMT "\"", STR_ARG(digest_hex(mem, sheet.text, TAG_BYTES)));
    bool is_known = str_eq(http_header(visit->request, "If-None-Match"), tag);
    http_answer_text(
        visit->request, is_known ? 304 : 200,
        headers(visit, "text/html", str_printf(mem, "ETag: " STR_FMT "\n", STR_ARG(tag))),
        is_known ? STR_NONE : sheet.text);
    return true;
}

static bool answer_where(struct visit *visit, struct str to)
{
    struct json_writer w;
    struct str json;
    json_writer_start(&w, &visit->job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "go");
    write_json_text(&w, to);
    write_json_close(&w, '}');
    return json_writer_done(visit->job, &w, &json) && visit_json(visit, 200, json);
}

bool visit_go(struct visit *visit, struct str path, const char *said)
{
    struct arena *mem = &visit->job->mem;
    struct str before = path, query = STR_NONE;
    str_split(path, '?', &before, &query);
    struct str to = url_encode_path(mem, before);
    if (query.len)
        to = str_printf(mem, STR_FMT "?" STR_FMT, STR_ARG(to), STR_ARG(query));
    if (said)
        to = str_printf(mem, STR_FMT "%csaid=%s", STR_ARG(to), query.len ? '&' : '?', said);
    if (visit_wants_json(visit))
        return answer_where(visit, to);
    http_answer_text(
        visit->request, 303,
        headers(visit, "text/html", str_printf(mem, "Location: " STR_FMT "\n", STR_ARG(to))),
        S(""));
    return true;
}

bool visit_json(struct visit *visit, int status, struct str json)
{
    http_answer_text(visit->request, status, headers(visit, "application/json", S("")), json);
    return true;
}

bool visit_download(struct visit *visit, struct str type, struct str name, struct str bytes)
{
    struct arena *mem = &visit->job->mem;
    struct str more = str_printf(mem, "Content-Disposition: attachment; filename=\"" STR_FMT "\"\n",
                                 STR_ARG(name));
    http_answer_text(visit->request, 200, headers(visit, str_c(mem, type), more), bytes);
    return true;
}

bool visit_wants_json(const struct visit *visit)
{
    return str_starts(http_header(visit->request, "Accept"), S("application/json"));
}

struct str visit_back(struct str given, struct str fallback)
{
    bool ours = str_starts(given, S("/newsroom/")) && !str_has(given, '\\') &&
                str_find(given, S("//")) < 0 && str_find(given, S("..")) < 0;
    for (size_t i = 0; ours && i < given.len; i++)
        ours = (unsigned char)given.at[i] > ' ' && given.at[i] != 0x7f;
    return ours ? given : fallback;
}

// ── cookies ───────────────────────────────────────────────────────────────────────────────────

static bool is_secure(const struct visit *visit)
{
    return http_is_tls(visit->request) ||
           str_starts(visit->newsroom->options.site_url, S("https://"));
}

// With the prefix a browser takes it from nobody who is not at https (RFC 6265bis, 4.1.3): a
// neighbour on plain http cannot plant a session of its own.
struct str visit_cookie_name(const struct visit *visit)
{
    return is_secure(visit) ? S("__Secure-stoppress") : S("stoppress");
}

// SameSite=Lax: Strict would sign editors out on every link from a chat. The path keeps it away
// from readers' pages, which must not depend on who asks.
static struct str cookie_line(const struct visit *visit, struct str secret, int64_t max_age_s)
{
    return str_printf(&visit->job->mem,
                      "Set-Cookie: " STR_FMT "=" STR_FMT "; Path=/newsroom/; Max-Age=%lld; "
                      "HttpOnly; SameSite=Lax%s\n",
                      STR_ARG(visit_cookie_name(visit)), STR_ARG(secret), (long long)max_age_s,
                      is_secure(visit) ? "; Secure" : "");
}

static bool go_with_cookie(struct visit *visit, struct str path, struct str cookie)
{
    struct str more = str_printf(&visit->job->mem, "Location: " STR_FMT "\n" STR_FMT, STR_ARG(path),
                                 STR_ARG(cookie));
    http_answer_text(visit->request, 303, headers(visit, "text/html", more), S(""));
    return true;
}

bool visit_sign_in(struct visit *visit, struct txn *txn, int64_t staff_id, struct str path)
{
    struct job *job = visit->job;
    struct str secret;
    struct actor actor = {
        .staff_id = staff_id, .way = S("newsroom"), .address = http_client(visit->request)};
    // One that was there before is not taken over by whoever knew it (session fixation).
    if ((visit->signed_in && !session_end(job, txn, &visit->session)) ||
        !session_make(job, txn, staff_id, http_header(visit->request, "User-Agent"), actor.address,
                      &secret) ||
        !audit_write(job, txn, &actor, "session.make",
                     str_printf(&job->mem, "staff:%lld", (long long)staff_id), STR_NONE,
                     STR_NONE) ||
        !txn_commit(job, txn))
        return false;
    return go_with_cookie(visit, path, cookie_line(visit, secret, SESSION_LIFE_MS / 1000));
}

bool visit_leave(struct visit *visit, struct str path)
{
    return go_with_cookie(visit, path, cookie_line(visit, S(""), 0));
}

bool visit_sign_out(struct visit *visit)
{
    struct job *job = visit->job;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    struct str who = str_printf(&job->mem, "staff:%lld", (long long)visit->staff.id);
    return txn.open && session_end(job, &txn, &visit->session) &&
           audit_write(job, &txn, &visit->actor, "session.end", who, STR_NONE, STR_NONE) &&
           txn_commit(job, &txn) && visit_leave(visit, S("/newsroom/sign-in?said=signed_out"));
}

// ── faults ────────────────────────────────────────────────────────────────────────────────────

static struct str sentence_of(const struct visit *visit, const char *english)
{
    bool known;
    struct str text = str_copy(&visit->job->mem, str_from(english));
    while (text.len && !is_utf8_text(text)) // a text of fixed size may end inside a character
        text.len--;
    return visit_sentence(visit, text, &known);
}

// In whole: a script may have nothing but this to show.
static struct str detail_of(const struct visit *visit, const struct fault *fault)
{
    if (!fault->fields_count)
        return sentence_of(visit, fault->text);
    struct str label = visit_field_label(visit, fault->fields[0].field);
    struct str message = sentence_of(visit, fault->fields[0].message);
    return str_printf(&visit->job->mem, STR_FMT ": " STR_FMT, STR_ARG(label), STR_ARG(message));
}

static bool fail_json(struct visit *visit, const struct fault *fault, int status)
{
    struct json_writer w;
    struct str json;
    job_forgive(visit->job);
    json_writer_start(&w, &visit->job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "status");
    write_json_int(&w, status);
    write_json_key(&w, "detail");
    write_json_text(&w, detail_of(visit, fault));
    write_json_key(&w, "errors");
    write_json_open(&w, '[');
    for (int i = 0; i < fault->fields_count; i++) {
        write_json_open(&w, '{');
        write_json_key(&w, "field");
        write_json_text(&w, str_from(fault->fields[i].field));
        write_json_key(&w, "message");
        write_json_text(&w, sentence_of(visit, fault->fields[i].message));
        write_json_close(&w, '}');
    }
    write_json_close(&w, ']');
    write_json_close(&w, '}');
    return json_writer_done(visit->job, &w, &json) && visit_json(visit, status, json);
}

// The last resort has no words: it can always be sent.
static void fail_page(struct visit *visit, int status)
{
    char phrase[32];
    snprintf(phrase, sizeof(phrase), "frame.faults.%d", status);
    struct str title = visit_phrase(visit, phrase);
    (void)visit_put_fault(visit);
    if (visit_show(visit, status, title.len ? title : visit_phrase(visit, "frame.faults.other"),
                   "fault"))
        return;
    log_fault("newsroom", visit->job);
    http_answer_text(visit->request, 500, headers(visit, "text/html", S("")),
                     S("<!doctype html><title>Stoppress</title><p>This page could not be made."));
}

void visit_fail(struct visit *visit)
{
    const struct fault fault = visit->job->fault;
    int refusal = http_refusal(visit->request);
    int status = refusal ? refusal : fault_http_status(fault.kind);
    if (status >= 500)
        log_fault("newsroom", visit->job);
    if (!visit_wants_json(visit) || !fail_json(visit, &fault, status))
        fail_page(visit, status);
}
