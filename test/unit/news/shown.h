// shown: what the read functions answer, as bytes that can be compared.
#pragma once

#include "paper.h"

static inline void show_int(struct buf *b, int64_t n)
{
    buf_printf(b, "%lld;", (long long)n);
}

static inline void show_str(struct buf *b, struct str s)
{
    buf_printf(b, "%zu:" STR_FMT ";", s.len, STR_ARG(s));
}

static inline void show_strs(struct buf *b, const struct str *items, size_t count)
{
    show_int(b, (int64_t)count);
    for (size_t i = 0; i < count; i++)
        show_str(b, items[i]);
}

static inline void show_filing(struct buf *b, const struct filing *f)
{
    const int64_t numbers[] = {f->kind,      f->id,         f->edition_id, f->position,
                               f->parent_id, f->picture_id, f->hidden};
    const struct str texts[] = {f->edition, f->slug, f->path, f->name, f->text, f->note};
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        show_int(b, numbers[i]);
    show_strs(b, texts, ARRAY_LEN(texts));
    show_strs(b, f->names, f->names_count);
}

static inline void show_filings(struct buf *b, const struct filing *items, size_t count)
{
    show_int(b, (int64_t)count);
    for (size_t i = 0; i < count; i++)
        show_filing(b, &items[i]);
}

static inline void show_ids(struct buf *b, struct id_list ids)
{
    show_int(b, (int64_t)ids.count);
    for (size_t i = 0; i < ids.count; i++)
        show_int(b, ids.items[i]);
}

static inline void show_story(struct job *job, struct buf *b, const struct story *s)
{
    const struct story_state *t = &s->state;
    const int64_t numbers[] = {t->id,
                               t->edition_id,
                               t->version,
                               t->public_version,
                               t->translation_group,
                               t->public,
                               t->made_ms,
                               t->published_ms,
                               t->updated_ms,
                               t->scheduled_ms,
                               (int64_t)s->words,
                               s->picture_id,
                               s->corrected_ms,
                               s->withdrawn_ms};
    const struct str texts[] = {t->edition, t->status,   t->path,       t->withdrawn_reason,
                                s->kind,    s->headline, s->kicker,     s->standfirst,
                                s->place,   s->slug,     s->correction, s->withdrawn_reason};
    struct str body = S("");
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        show_int(b, numbers[i]);
    show_strs(b, texts, ARRAY_LEN(texts));
    if (s->body && !document_write(job, s->body, &body))
        job_forgive(job);
    show_str(b, body);
    show_filing(b, &s->section);
    show_filing(b, &s->parent);
    show_filing(b, &s->source);
    show_filings(b, s->regions, s->regions_count);
    show_filings(b, s->topics, s->topics_count);
    show_filings(b, s->authors, s->authors_count);
    show_filings(b, s->dossiers, s->dossiers_count);
    show_ids(b, s->related);
}

static inline void show_card(struct buf *b, const struct story_card *c)
{
    const int64_t numbers[] = {c->id,         c->edition_id, c->published_ms,
                               c->updated_ms, c->picture_id, (int64_t)c->words};
    const struct str texts[] = {c->kind,         c->headline,       c->kicker,
                                c->standfirst,   c->path,           c->section_name,
                                c->section_path, c->section_colour, c->source_name};
    for (size_t n = 0; n < ARRAY_LEN(numbers); n++)
        show_int(b, numbers[n]);
    show_strs(b, texts, ARRAY_LEN(texts));
}

static inline void show_cards(struct buf *b, const struct story_cards *cards)
{
    show_int(b, cards->more);
    show_int(b, (int64_t)cards->count);
    for (size_t i = 0; i < cards->count; i++)
        show_card(b, &cards->items[i]);
}

static inline void show_container(struct buf *b, const struct front_container *c)
{
    show_int(b, c->id);
    show_int(b, c->kind);
    show_str(b, c->title);
    show_str(b, c->fill);
    show_filing(b, &c->of);
    show_int(b, (int64_t)c->slots_count);
    for (size_t i = 0; i < c->slots_count; i++) {
        show_card(b, &c->slots[i].card);
        show_str(b, c->slots[i].kicker);
        show_str(b, c->slots[i].headline);
        show_int(b, c->slots[i].pinned_until_ms);
    }
}

static inline void show_front(struct buf *b, const struct front *front)
{
    show_int(b, front->id);
    show_int(b, (int64_t)front->containers_count);
    for (size_t i = 0; i < front->containers_count; i++)
        show_container(b, &front->containers[i]);
}

static inline void show_flash(struct buf *b, const struct flash *f)
{
    const int64_t numbers[] = {f->id,         f->edition_id, f->story_id, f->at_ms,
                               f->expires_ms, f->ended_ms,   f->bar};
    const struct str texts[] = {f->edition, f->place, f->source, f->text, f->story_path};
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        show_int(b, numbers[i]);
    show_strs(b, texts, ARRAY_LEN(texts));
}

static inline void show_edition(struct buf *b, const struct edition *e)
{
    const int64_t numbers[] = {e->id, e->position, e->locale.arabic_digits};
    const struct str texts[] = {e->slug, e->name,        e->title,      e->slogan,
                                e->dir,  e->locale.lang, e->locale.zone};
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        show_int(b, numbers[i]);
    show_strs(b, texts, ARRAY_LEN(texts));
}
