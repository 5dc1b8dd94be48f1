#include "news/actor.h"

static const struct {
    struct str name;
    enum actor_right right;
    const char *words;
} rights[] = {
    {S("story.read"), RIGHT_STORY_READ, "read drafts"},
    {S("story.write"), RIGHT_STORY_WRITE, "write stories"},
    {S("story.publish"), RIGHT_STORY_PUBLISH, "publish"},
    {S("story.withdraw"), RIGHT_STORY_WITHDRAW, "withdraw stories"},
    {S("flash.write"), RIGHT_FLASH_WRITE, "write flashes"},
    {S("filing.make"), RIGHT_FILING_MAKE, "add topics, people and sources"},
    {S("filing.edit"), RIGHT_FILING_EDIT, "edit topics, people, sources and dossiers"},
    {S("menu.edit"), RIGHT_MENU_EDIT, "edit sections, regions and fronts"},
    {S("media.write"), RIGHT_MEDIA_WRITE, "add pictures"},
    {S("changes.read"), RIGHT_CHANGES_READ, "follow the change log"},
    {S("staff.edit"), RIGHT_STAFF_EDIT, "manage staff"},
    {S("site.edit"), RIGHT_SITE_EDIT, "change the site"},
    {S("audit.read"), RIGHT_AUDIT_READ, "read the audit"},
};

struct actor actor_of_house(struct str way)
{
    return (struct actor){.rights = ~0u, .way = way, .role = S("house")};
}

bool actor_may(struct job *job, const struct actor *actor, enum actor_right right)
{
    if (actor->rights & right)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(rights); i++)
        if (rights[i].right == right)
            return job_fail(job, FAULT_DENIED,
                            "you may not %s: the right \"" STR_FMT "\" is missing; "
                            "ask an administrator",
                            rights[i].words, STR_ARG(rights[i].name));
    return job_fail(job, FAULT_DENIED, "this is not your right");
}

static unsigned right_of_name(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(rights); i++)
        if (str_eq(rights[i].name, name))
            return rights[i].right;
    return 0; // of a newer program on the same database
}

bool actor_rights_of_role(struct job *job, struct txn *txn, struct str role, unsigned *out)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows, "SELECT right_name FROM role_right WHERE role = ?1",
                   sql_text(role)))
        return false;
    unsigned found = 0;
    while (rows_next(job, &rows))
        found |= right_of_name(row_text(&rows, 0));
    if (!rows.at_end)
        return false;
    *out = found;
    return true;
}

bool audit_write(struct job *job, struct txn *txn, const struct actor *actor, const char *act,
                 struct str thing, struct str before, struct str after)
{
    return sql_run(
        job, txn,
        "INSERT INTO audit(at_ms, staff_id, way, act, thing, before_is, after_is, address)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        sql_int(job->now_ms), sql_id(actor->staff_id), sql_text(actor->way),
        sql_text(str_from(act)), sql_text(thing), sql_text_or_null(before), sql_text_or_null(after),
        sql_text_or_null(actor->address));
}
