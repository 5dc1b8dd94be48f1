#include "news/internal.h"

#include "text/slug.h"
#include "text/unicode.h"
#include "text/url.h"

// The value that a letter of the table stands for (see internal.h).
static struct sql_value value_of(struct job *job, const struct filing *f, char letter)
{
    switch (letter) {
    case 'e':
        return sql_int(f->edition_id);
    case 's':
        return sql_text(f->slug);
    case 'n':
        return sql_text(f->name);
    case 't':
        return sql_text(f->text);
    case 'o':
        return sql_text(f->note);
    case 'p':
        return sql_id(f->parent_id);
    case 'i':
        return sql_id(f->picture_id);
    case 'k':
        return sql_int(f->position);
    case 'h':
        return sql_int(f->hidden);
    case 'f':
        return sql_text(text_fold(&job->mem, f->name));
    default:
        assert(letter == '#');
        return sql_int(f->id);
    }
}

static bool run(struct job *job, struct txn *txn, const char *sql, const char *letters,
                const struct filing *f)
{
    struct sql_value values[16];
    int count = 0;
    for (const char *letter = letters; *letter; letter++)
        values[count++] = value_of(job, f, *letter);
    return sql_run_(job, txn, sql, values, count);
}

// ── checks ────────────────────────────────────────────────────────────────────────────────────

static const char *name_field(enum filing_kind kind)
{
    return kind == FILING_DOSSIER ? "title" : "name";
}

static bool check_name(struct job *job, struct filing *f)
{
    const char *field = name_field(f->kind);
    if (!take_line(job, field, f->name, NAME_CHARS_MAX, &f->name))
        return false;
    return f->name.len || job_fail_field(job, field, "is missing");
}

static bool is_topic_kind(struct str kind)
{
    return str_is(kind, "person") || str_is(kind, "place") || str_is(kind, "organisation") ||
           str_is(kind, "event");
}

// What `note` is called in each kind, and what it may be.
static bool check_note(struct job *job, struct filing *f)
{
    static const char *const fields[FILING_KINDS] = {
        [FILING_SECTION] = "colour", [FILING_REGION] = "note", [FILING_TOPIC] = "kind",
        [FILING_PERSON] = "role",    [FILING_SOURCE] = "url",  [FILING_DOSSIER] = "note",
        [FILING_PROGRAMME] = "note",
    };
    const char *field = fields[f->kind];
    if (!take_line(job, field, f->note, NAME_CHARS_MAX * 2, &f->note))
        return false;
    if (f->kind == FILING_SOURCE && f->note.len && !is_absolute_http(f->note))
        return job_fail_field(job, field, "is not a web address; it begins with https://");
    if (f->kind == FILING_SECTION && f->note.len && !is_slug(f->note))
        return job_fail_field(job, field, "is not the name of a colour of the style sheet");
    if (f->kind == FILING_TOPIC && f->note.len && !is_topic_kind(f->note))
        return job_fail_field(job, field, "is person, place, organisation, event or empty");
    return true;
}

static bool check_parent(struct job *job, struct txn *txn, const struct filing *f)
{
    if (!f->parent_id)
        return true;
    int64_t one;
    bool found;
    if (!sql_number(job, txn, &found, &one,
                    "SELECT 1 FROM section p WHERE p.id = ?1 AND p.edition_id = ?2"
                    " AND p.parent_id IS NULL AND p.id <> ?3"
                    " AND NOT EXISTS (SELECT 1 FROM section c WHERE c.parent_id = ?3)",
                    sql_int(f->parent_id), sql_int(f->edition_id), sql_int(f->id)))
        return false;
    return found || job_fail_field(job, "parent",
                                   "is not a section of the first level of this edition, or this "
                                   "section has sections itself");
}

static bool check(struct job *job, struct txn *txn, struct filing *f, unsigned given)
{
    bool ok = true;
    if (given & FILING_HAS_NAME)
        ok = check_name(job, f) && ok;
    if (given & FILING_HAS_TEXT)
        ok = take_text(job, "text", f->text, TEXT_MAX, &f->text) && ok;
    if (given & FILING_HAS_NOTE)
        ok = check_note(job, f) && ok;
    if (given & FILING_HAS_PARENT)
        ok = check_parent(job, txn, f) && ok;
    if ((given & FILING_HAS_PICTURE) && f->picture_id)
        ok = take_id(job, txn, "picture", "SELECT 1 FROM picture WHERE id = ?1", f->picture_id) &&
             ok;
    if ((given & FILING_HAS_SLUG) && f->slug.len && !is_slug(f->slug))
        ok = job_fail_field(job, "slug", "is no slug: letters, digits and single hyphens only");
    return ok;
}

// ── slugs ─────────────────────────────────────────────────────────────────────────────────────

// Sections have paths; the parent's is in `prefix`.
struct place {
    const struct filing *filing;
    struct str prefix;
};

static bool is_taken(struct job *job, struct txn *txn, void *with, struct str slug, bool *taken)
{
    const struct place *place = with;
    const struct filing *f = place->filing;
    if (f->kind == FILING_SECTION && !place->prefix.len && is_reserved_slug(slug)) {
        *taken = true;
        return true;
    }
    const struct filing_table *table = &filing_tables[f->kind];
    const struct sql_value values[] = {sql_text(str_join(&job->mem, place->prefix, slug)),
                                       sql_int(f->id), sql_int(f->edition_id)};
    int64_t is;
    if (!sql_number_(job, txn, NULL, &is, table->taken, values, table->of_edition ? 3 : 2))
        return false;
    *taken = is != 0;
    return true;
}

static bool find_prefix(struct job *job, struct txn *txn, const struct filing *f, struct str *out)
{
    *out = S("");
    if (f->kind != FILING_SECTION || !f->parent_id)
        return true;
    struct filing parent;
    if (!filing_get(job, txn, FILING_SECTION, f->parent_id, &parent))
        return false;
    *out = str_join(&job->mem, parent.path, S("/"));
    return true;
}

// A slug given by hand is taken as it is or refused; one made from the name finds its place.
static bool place_slug(struct job *job, struct txn *txn, struct filing *f, bool by_hand)
{
    struct place place = {.filing = f};
    if (!find_prefix(job, txn, f, &place.prefix))
        return false;
    if (!by_hand) {
        struct str base = slug_make(&job->mem, f->name);
        if (!base.len)
            base = str_from(filing_tables[f->kind].word);
        return choose_slug(job, txn, base, is_taken, &place, &f->slug);
    }
    bool taken;
    if (!is_taken(job, txn, &place, f->slug, &taken))
        return false;
    return !taken || job_fail_field(job, "slug", "\"" STR_FMT "\" is or was another's address",
                                    STR_ARG(f->slug));
}

// ── names ─────────────────────────────────────────────────────────────────────────────────────

static bool fail_name_taken(struct job *job, const struct filing *f)
{
    const char *word = filing_tables[f->kind].word;
    return job_fail_field(job, f->kind == FILING_TOPIC ? "names" : "name",
                          "\"" STR_FMT "\" is the name of another %s already", STR_ARG(f->name),
                          word);
}

// The topic is known by this name from now on.
static bool add_topic_name(struct job *job, struct txn *txn, const struct filing *f,
                           struct str name)
{
    struct str folded = text_fold(&job->mem, name);
    int64_t of = 0;
    bool found;
    if (!sql_number(job, txn, &found, &of,
                    "SELECT topic_id FROM topic_name WHERE edition_id = ?1 AND folded = ?2",
                    sql_int(f->edition_id), sql_text(folded)))
        return false;
    if (found && of != f->id) {
        struct filing other = {.kind = FILING_TOPIC, .name = name};
        return fail_name_taken(job, &other);
    }
    if (found)
        return sql_run(job, txn,
                       "UPDATE topic_name SET name = ?1 WHERE edition_id = ?2 AND folded = ?3"
                       " AND name <> ?1",
                       sql_text(name), sql_int(f->edition_id), sql_text(folded));
    return sql_run(job, txn,
                   "INSERT INTO topic_name(edition_id, folded, topic_id, name)"
                   " VALUES (?1, ?2, ?3, ?4)",
                   sql_int(f->edition_id), sql_text(folded), sql_int(f->id), sql_text(name));
}

static bool replace_topic_names(struct job *job, struct txn *txn, const struct filing *f)
{
    if (f->names_count > LIST_MAX)
        return job_fail_field(job, "names", "are too many: at most %d", LIST_MAX);
    if (!sql_run(job, txn, "DELETE FROM topic_name WHERE topic_id = ?1 AND folded <> ?2",
                 sql_int(f->id), sql_text(text_fold(&job->mem, f->name))))
        return false;
    for (size_t i = 0; i < f->names_count; i++) {
        struct str name;
        if (!take_line(job, "names", f->names[i], NAME_CHARS_MAX, &name))
            return false;
        if (name.len && !add_topic_name(job, txn, f, name))
            return false;
    }
    return true;
}

static bool write_names(struct job *job, struct txn *txn, const struct filing *f, unsigned given)
{
    if (f->kind != FILING_TOPIC)
        return true;
    if ((given & FILING_HAS_NAMES) && !replace_topic_names(job, txn, f))
        return false;
    return add_topic_name(job, txn, f, f->name);
}

// People and sources are known by one name each, on the whole site.
static bool check_name_is_free(struct job *job, struct txn *txn, const struct filing *f)
{
    int64_t of = 0;
    bool found = false, ok = true;
    struct str folded = text_fold(&job->mem, f->name);
    if (f->kind == FILING_PERSON)
        ok = sql_number(job, txn, &found, &of, "SELECT id FROM person WHERE folded = ?1",
                        sql_text(folded));
    if (f->kind == FILING_SOURCE)
        ok = sql_number(job, txn, &found, &of, "SELECT id FROM source WHERE folded = ?1",
                        sql_text(folded));
    if (!ok)
        return false;
    return !found || of == f->id || fail_name_taken(job, f);
}

// ── make and change ───────────────────────────────────────────────────────────────────────────

// "Kiev, Kyjiw": what else a topic is called.
static struct str filing_names_line(struct arena *mem, const struct filing *f)
{
    struct buf b;
    buf_start(&b, mem, 1 << 16);
    for (size_t i = 0; i < f->names_count; i++) {
        buf_add(&b, i ? S(", ") : S(""));
        buf_add(&b, f->names[i]);
    }
    return buf_str(&b);
}

static struct str filing_thing(struct arena *mem, const struct filing *f)
{
    return str_printf(mem, "%s:%lld", filing_tables[f->kind].word, (long long)f->id);
}

static struct str filing_facts(struct arena *mem, const struct filing *f)
{
    const struct audit_fact facts[] = {
        {"name", f->name},
        {"slug", f->slug},
        {"text", f->text},
        {"note", f->note},
        {"parent", .number = f->parent_id},
        {"picture", .number = f->picture_id},
        {"position", .number = f->position},
        {"hidden", .number = f->hidden},
        {"names", filing_names_line(mem, f)},
    };
    return audit_facts(mem, facts, ARRAY_LEN(facts));
}

static bool audit_filing(struct job *job, struct txn *txn, const struct actor *actor,
                         const char *act, const struct filing *before, const struct filing *after)
{
    return audit_write(job, txn, actor, act, filing_thing(&job->mem, after),
                       before ? filing_facts(&job->mem, before) : STR_NONE,
                       filing_facts(&job->mem, after));
}

static bool default_position(struct job *job, struct txn *txn, struct filing *f)
{
    const char *sql = filing_tables[f->kind].last_position;
    if (!sql)
        return true;
    const struct sql_value value = sql_int(f->edition_id);
    int64_t last;
    if (!sql_number_(job, txn, NULL, &last, sql, &value, 1))
        return false;
    f->position = (int)last + 1;
    return true;
}

static bool check_edition(struct job *job, struct txn *txn, struct filing *f)
{
    if (!filing_tables[f->kind].of_edition) {
        f->edition_id = 0;
        return true;
    }
    return take_id(job, txn, "edition", "SELECT 1 FROM edition WHERE id = ?1", f->edition_id);
}

bool filing_make(struct job *job, struct txn *txn, const struct actor *actor,
                 const struct filing *filing, unsigned given, int64_t *out_id)
{
    const struct filing_table *table = &filing_tables[filing->kind];
    struct filing f = *filing;
    f.id = 0;
    if (!(given & FILING_HAS_NOTE) || (f.kind == FILING_SECTION && !f.note.len))
        f.note = f.kind == FILING_SECTION ? S("news") : S("");
    if (!actor_may(job, actor, table->make) || !check_edition(job, txn, &f) ||
        !check(job, txn, &f, given | FILING_HAS_NAME) || !check_name_is_free(job, txn, &f) ||
        !place_slug(job, txn, &f, (given & FILING_HAS_SLUG) && f.slug.len))
        return false;
    if (!(given & FILING_HAS_POSITION) && !default_position(job, txn, &f))
        return false;
    if (!run(job, txn, table->insert, table->insert_values, &f))
        return false;
    f.id = sql_last_id(txn);
    if (!write_names(job, txn, &f, given) ||
        !audit_filing(job, txn, actor, "filing.make", NULL, &f))
        return false;
    *out_id = f.id;
    return true;
}

// `f` is what is there; what is given goes over it.
static void overlay(struct filing *f, const struct filing *from, unsigned given)
{
    if ((given & FILING_HAS_SLUG) && from->slug.len)
        f->slug = from->slug;
    if (given & FILING_HAS_NAME)
        f->name = from->name;
    if (given & FILING_HAS_TEXT)
        f->text = from->text;
    if (given & FILING_HAS_NOTE)
        f->note = from->note;
    if (given & FILING_HAS_PARENT)
        f->parent_id = from->parent_id;
    if (given & FILING_HAS_PICTURE)
        f->picture_id = from->picture_id;
    if (given & FILING_HAS_POSITION)
        f->position = from->position;
    if (given & FILING_HAS_HIDDEN)
        f->hidden = from->hidden;
    if (given & FILING_HAS_NAMES) {
        f->names = from->names;
        f->names_count = from->names_count;
    }
}

bool filing_change(struct job *job, struct txn *txn, const struct actor *actor,
                   enum filing_kind kind, int64_t id, const struct filing *filing, unsigned given)
{
    const struct filing_table *table = &filing_tables[kind];
    struct filing before;
    if (!actor_may(job, actor, table->change) || !filing_get(job, txn, kind, id, &before))
        return false;
    struct filing f = before;
    overlay(&f, filing, given);
    bool moves = !str_eq(f.slug, before.slug) || f.parent_id != before.parent_id;
    if (!check(job, txn, &f, given) || !check_name_is_free(job, txn, &f) ||
        (moves && !place_slug(job, txn, &f, true)))
        return false;
    return run(job, txn, table->update, table->update_values, &f) &&
           write_names(job, txn, &f, given) &&
           audit_filing(job, txn, actor, "filing.change", &before, &f);
}
