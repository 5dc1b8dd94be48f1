// Signing in and out, and one's own account.
#include "newsroom/internal.h"

static bool show_sign_in(struct visit *visit)
{
    struct str to = visit_back(http_query(visit->request, "to", NULL), S("/newsroom/"));
    if (visit->signed_in)
        return visit_go(visit, to, NULL);
    map_text(visit->page, "to", to);
    return visit_show(visit, 200, visit_phrase(visit, "account.sign_in"), "sign_in");
}

static bool show_enter(struct visit *visit)
{
    map_text(visit->page, "secret", http_param(visit->request, "secret"));
    return visit_show(visit, 200, visit_phrase(visit, "account.enter"), "enter");
}

static bool enter(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t staff_id;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !invitation_use(job, &txn, http_param(visit->request, "secret"), &staff_id) ||
        !txn_commit(job, &txn))
        return false;
    return visit_sign_in(visit, staff_id, S("/newsroom/"));
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/sign-in", show_sign_in, 0, 0, SCREEN_OPEN},
    {HTTP_POST, "/newsroom/sign-out", visit_sign_out, 0, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/enter/:secret", show_enter, 0, 0, SCREEN_OPEN},
    {HTTP_POST, "/newsroom/enter/:secret", enter, 0, SMALL_FORM_MAX, SCREEN_OPEN},
};
const struct screens screens_account = {screens, ARRAY_LEN(screens)};
