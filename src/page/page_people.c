// Everyone who writes in an edition, in the order of its alphabet.
#include "page/internal.h"

enum { AUTHORS_ON_A_PAGE = 120 };

struct author {
    const struct filing *person;
    struct str key; // for its place in the alphabet
};

static int author_order(const void *a, const void *b)
{
    const struct author *left = a, *right = b;
    int order = str_order(left->key, right->key);
    return order ? order
                 : (left->person->id > right->person->id) - (left->person->id < right->person->id);
}

static struct author *sorted(const struct making *m, const struct filing *people, size_t count)
{
    struct author *authors = arena_array(&m->job->mem, struct author, count + 1);
    for (size_t i = 0; i < count; i++)
        authors[i] = (struct author){
            &people[i], collation_key(&m->job->mem, &m->edition.locale, people[i].name)};
    qsort(authors, count, sizeof(*authors), author_order);
    return authors;
}

static bool put_author(const struct making *m, struct value *row, const struct filing *person)
{
    static const struct picture_use portrait = {
        .shape = MEDIA_1X1, .sizes = "6rem", .decorative = true};
    map_text(row, "name", person->name);
    map_text(row, "role", person->note);
    map_text(row, "url", href(m, filing_path(&m->job->mem, person, m->edition.slug)));
    return put_picture(m, row, person->picture_id, &portrait);
}

bool make_authors(struct making *m, size_t number)
{
    struct filing *people;
    size_t count, first = (number - 1) * AUTHORS_ON_A_PAGE;
    struct list_page page = {.template = S("authors"),
                             .name = words_phrase(m->words, "authors"),
                             .about = words_phrase(m->words, "authors_about"),
                             .number = number};
    if (!filing_authors(m->job, m->txn, m->edition.slug, &people, &count))
        return false;
    if (number > 1 && first >= count)
        return make_notice(m, 404, STR_NONE);
    struct author *authors = sorted(m, people, count);
    struct value *rows = map_list(m->page, "authors");
    size_t end = count < first + AUTHORS_ON_A_PAGE ? count : first + AUTHORS_ON_A_PAGE;
    for (size_t i = first; i < end; i++) {
        if (!put_author(m, list_map(rows), authors[i].person))
            return false;
    }
    map_bool(m->page, "any", count > 0);
    if (!put_everywhere(m, "authors/", &page))
        return false;
    put_paging(m, m->page, page.path, number, end < count);
    return finish_list(m, &page);
}
