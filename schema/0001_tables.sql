-- The newspaper's tables: every noun of the trade. Both engines read this file.
-- Times are Unix milliseconds (…_ms). NULL means "none". Yes/no is 1/0.
-- What readers see stands in these columns; what is still being written stands in version.fields.
-- Nothing here knows the change log: triggers of the next file write it.

-- ── the site and its editions ────────────────────────────────────────────────────────────────

CREATE TABLE site (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    title       TEXT NOT NULL,
    publisher   TEXT NOT NULL DEFAULT '',
    made_ms     BIGINT NOT NULL
);

CREATE TABLE edition (
    id            INTEGER PRIMARY KEY,
    slug          TEXT NOT NULL UNIQUE,          -- first part of every address: en
    lang          TEXT NOT NULL,                 -- BCP 47
    dir           TEXT NOT NULL CHECK (dir IN ('ltr', 'rtl')),
    zone          TEXT NOT NULL,                 -- IANA: Europe/Madrid
    name          TEXT NOT NULL,                 -- in its own language: العربية
    title         TEXT NOT NULL,                 -- the masthead
    slogan        TEXT NOT NULL DEFAULT '',
    arabic_digits INTEGER NOT NULL DEFAULT 0,
    position      INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE social_link (
    id         INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    name       TEXT NOT NULL,
    url        TEXT NOT NULL,
    position   INTEGER NOT NULL DEFAULT 0
);

-- ── ways to file a story ─────────────────────────────────────────────────────────────────────

CREATE TABLE section (
    id         INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    parent_id  INTEGER REFERENCES section(id),   -- two levels
    slug       TEXT NOT NULL,
    path       TEXT NOT NULL DEFAULT '',         -- news/politics; triggers keep it
    name       TEXT NOT NULL,
    colour     TEXT NOT NULL DEFAULT 'news',     -- a token of the style sheet
    position   INTEGER NOT NULL DEFAULT 0,
    hidden     INTEGER NOT NULL DEFAULT 0,       -- not in the menu
    UNIQUE (edition_id, path)
);
CREATE INDEX section_parent ON section(parent_id);

CREATE TABLE region (
    id         INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    slug       TEXT NOT NULL,
    name       TEXT NOT NULL,
    position   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (edition_id, slug)
);

CREATE TABLE topic (
    id          INTEGER PRIMARY KEY,
    edition_id  INTEGER NOT NULL REFERENCES edition(id),
    slug        TEXT NOT NULL,
    name        TEXT NOT NULL,
    definition  TEXT NOT NULL DEFAULT '',
    kind        TEXT NOT NULL DEFAULT '',        -- person, place, organisation, event, ''
    merged_into INTEGER REFERENCES topic(id),
    UNIQUE (edition_id, slug)
);
-- Every name a topic is known by, its own included: Kiev, Kyiv.
CREATE TABLE topic_name (
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    folded     TEXT NOT NULL,                    -- for comparing (text_fold)
    topic_id   INTEGER NOT NULL REFERENCES topic(id),
    name       TEXT NOT NULL,
    PRIMARY KEY (edition_id, folded)
);
CREATE INDEX topic_name_topic ON topic_name(topic_id);

CREATE TABLE picture (
    id         INTEGER PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,             -- of the bytes as they came
    media_type TEXT NOT NULL,
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    alt        TEXT NOT NULL DEFAULT '',
    caption    TEXT NOT NULL DEFAULT '',
    credit     TEXT NOT NULL DEFAULT '',
    licence    TEXT NOT NULL DEFAULT '',
    focal_x    INTEGER NOT NULL DEFAULT 50,      -- per cent, physical
    focal_y    INTEGER NOT NULL DEFAULT 50,
    expires_ms BIGINT,                           -- the licence's end
    lapsed     INTEGER NOT NULL DEFAULT 0,
    made_ms    BIGINT NOT NULL
);
-- Words of a picture in another language than the one it came with.
CREATE TABLE picture_text (
    picture_id INTEGER NOT NULL REFERENCES picture(id),
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    alt        TEXT NOT NULL DEFAULT '',
    caption    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (picture_id, edition_id)
);

CREATE TABLE person (
    id         INTEGER PRIMARY KEY,
    slug       TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    folded     TEXT NOT NULL UNIQUE,
    role       TEXT NOT NULL DEFAULT '',
    about      TEXT NOT NULL DEFAULT '',
    picture_id INTEGER REFERENCES picture(id)
);

-- The agency or outlet a story came from.
CREATE TABLE source (
    id     INTEGER PRIMARY KEY,
    slug   TEXT NOT NULL UNIQUE,
    name   TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    url    TEXT NOT NULL DEFAULT ''
);

CREATE TABLE dossier (
    id         INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    slug       TEXT NOT NULL,
    title      TEXT NOT NULL,
    text       TEXT NOT NULL DEFAULT '',
    picture_id INTEGER REFERENCES picture(id),
    position   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (edition_id, slug)
);

CREATE TABLE programme (
    id         INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    slug       TEXT NOT NULL,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL DEFAULT '',
    picture_id INTEGER REFERENCES picture(id),
    position   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (edition_id, slug)
);

-- Slugs that were: their addresses answer 301 for ever. kind: section (the whole path), region,
-- topic, dossier, programme, person, source. Site-wide kinds have edition_id 0.
CREATE TABLE old_slug (
    kind       TEXT NOT NULL,
    edition_id INTEGER NOT NULL,
    slug       TEXT NOT NULL,
    of_id      INTEGER NOT NULL,
    PRIMARY KEY (kind, edition_id, slug)
);

-- ── stories ──────────────────────────────────────────────────────────────────────────────────

CREATE TABLE story (
    id             INTEGER PRIMARY KEY,
    edition_id     INTEGER NOT NULL REFERENCES edition(id),
    status         TEXT NOT NULL DEFAULT 'draft'
                   CHECK (status IN ('draft', 'review', 'ready', 'scheduled', 'published',
                                     'corrected', 'withdrawn')),
    public         INTEGER GENERATED ALWAYS AS
                   (CASE WHEN status IN ('published', 'corrected') THEN 1 ELSE 0 END) STORED,
    version        INTEGER NOT NULL DEFAULT 1,   -- number of the newest version, grows with every save
    public_version INTEGER,                      -- the one readers see (or saw last)
    translation_group INTEGER NOT NULL DEFAULT 0, -- id of its first story; 0 only while it is being made
    made_ms        BIGINT NOT NULL,
    desk_id        INTEGER,

    -- what readers see: copied from the version that is published
    kind           TEXT NOT NULL DEFAULT 'news',
    headline       TEXT NOT NULL DEFAULT '',
    kicker         TEXT NOT NULL DEFAULT '',
    standfirst     TEXT NOT NULL DEFAULT '',
    words          INTEGER NOT NULL DEFAULT 0,
    section_id     INTEGER REFERENCES section(id),
    source_id      INTEGER REFERENCES source(id),
    picture_id     INTEGER REFERENCES picture(id),
    programme_id   INTEGER REFERENCES programme(id),
    episode        INTEGER,
    place          TEXT NOT NULL DEFAULT '',     -- dateline
    slug           TEXT NOT NULL DEFAULT '',
    path           TEXT,                         -- news/politics/slug; triggers keep it once published
    published_ms   BIGINT,                       -- first publication
    updated_ms     BIGINT,                       -- newest published change that readers should know of
    corrected_ms   BIGINT,
    correction     TEXT NOT NULL DEFAULT '',     -- the newest correction's note
    withdrawn_ms   BIGINT,
    withdrawn_reason TEXT NOT NULL DEFAULT '',
    -- Last, so that lists of stories need not read over it.
    body           TEXT NOT NULL DEFAULT ''      -- document, JSON
);
CREATE INDEX story_translation ON story(translation_group);
CREATE INDEX story_section ON story(section_id);
CREATE INDEX story_desk ON story(edition_id, status, id);

-- Every save. The newest is the working copy; published ones stay for the record.
CREATE TABLE version (
    story_id     INTEGER NOT NULL REFERENCES story(id),
    number       INTEGER NOT NULL,
    at_ms        BIGINT NOT NULL,
    user_id      INTEGER,
    act          TEXT NOT NULL,                  -- create, save, publish, correct, unpublish, withdraw, schedule
    note         TEXT NOT NULL DEFAULT '',
    fields       TEXT NOT NULL,                  -- JSON: everything that can be edited
    published_ms BIGINT,                         -- when readers got exactly this
    PRIMARY KEY (story_id, number)
);

CREATE TABLE story_region (
    story_id  INTEGER NOT NULL REFERENCES story(id),
    region_id INTEGER NOT NULL REFERENCES region(id),
    position  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (story_id, region_id)
);
CREATE INDEX story_region_region ON story_region(region_id);
CREATE TABLE story_topic (
    story_id INTEGER NOT NULL REFERENCES story(id),
    topic_id INTEGER NOT NULL REFERENCES topic(id),
    position INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (story_id, topic_id)
);
CREATE INDEX story_topic_topic ON story_topic(topic_id);
CREATE TABLE story_author (
    story_id  INTEGER NOT NULL REFERENCES story(id),
    person_id INTEGER NOT NULL REFERENCES person(id),
    position  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (story_id, person_id)
);
CREATE INDEX story_author_person ON story_author(person_id);
CREATE TABLE story_dossier (
    story_id   INTEGER NOT NULL REFERENCES story(id),
    dossier_id INTEGER NOT NULL REFERENCES dossier(id),
    position   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (story_id, dossier_id)
);
CREATE INDEX story_dossier_dossier ON story_dossier(dossier_id);
CREATE TABLE story_related (
    story_id   INTEGER NOT NULL REFERENCES story(id),
    related_id INTEGER NOT NULL REFERENCES story(id),
    position   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (story_id, related_id)
);
CREATE INDEX story_related_related ON story_related(related_id);

-- Every address a story ever had, without the edition: news/politics/slug. Never given to another.
CREATE TABLE address (
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    path       TEXT NOT NULL,
    story_id   INTEGER NOT NULL REFERENCES story(id),
    PRIMARY KEY (edition_id, path)
);
CREATE INDEX address_story ON address(story_id);

-- Addresses from before the move here, whole: /2019/05/old-post.html
CREATE TABLE redirect (
    path   TEXT PRIMARY KEY,
    target TEXT NOT NULL                         -- a path of ours
);

-- Which public stories stand in which list, newest first. `list` is the change log's own name of the
-- list: section:7/list, latest:en, kind:en:video. Written by triggers only.
CREATE TABLE listing (
    list         TEXT NOT NULL,
    published_ms BIGINT NOT NULL,
    story_id     INTEGER NOT NULL,
    PRIMARY KEY (list, published_ms, story_id)
);
CREATE INDEX listing_story ON listing(story_id);

-- What an item was called where it came from, so that an import can be run again.
CREATE TABLE imported (
    origin   TEXT NOT NULL,                      -- jsonl, wxr:https://old.example …
    item     TEXT NOT NULL,                      -- its id there
    story_id INTEGER NOT NULL REFERENCES story(id),
    digest   TEXT NOT NULL,                      -- of what came; the same again changes nothing
    PRIMARY KEY (origin, item)
);

-- ── running coverage ─────────────────────────────────────────────────────────────────────────

CREATE TABLE flash (
    id         INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    place      TEXT NOT NULL DEFAULT '',
    source     TEXT NOT NULL DEFAULT '',
    text       TEXT NOT NULL,
    story_id   INTEGER REFERENCES story(id),
    bar        INTEGER NOT NULL DEFAULT 0,       -- also in the bar on top
    at_ms      BIGINT NOT NULL,
    expires_ms BIGINT,
    ended_ms   BIGINT,                           -- expired or taken back
    user_id    INTEGER
);
CREATE INDEX flash_edition ON flash(edition_id, ended_ms, at_ms);

-- One entry of a live blog (a story of kind live).
CREATE TABLE entry (
    id        INTEGER PRIMARY KEY,
    story_id  INTEGER NOT NULL REFERENCES story(id),
    headline  TEXT NOT NULL DEFAULT '',
    body      TEXT NOT NULL,
    key_event INTEGER NOT NULL DEFAULT 0,
    pinned    INTEGER NOT NULL DEFAULT 0,
    at_ms     BIGINT NOT NULL,
    person_id INTEGER REFERENCES person(id),
    ended_ms  BIGINT
);
CREATE INDEX entry_story ON entry(story_id, at_ms);

-- ── fronts and pages ─────────────────────────────────────────────────────────────────────────

CREATE TABLE front (
    id         INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    section_id INTEGER REFERENCES section(id),   -- neither: the edition's own front
    dossier_id INTEGER REFERENCES dossier(id)
);
CREATE TABLE container (
    id       INTEGER PRIMARY KEY,
    front_id INTEGER NOT NULL REFERENCES front(id),
    kind     TEXT NOT NULL,                      -- lead, row-4, opinion, dossier …
    title    TEXT NOT NULL DEFAULT '',
    fill     TEXT NOT NULL DEFAULT '',           -- the list that fills gaps: section:7/list
    position INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX container_front ON container(front_id, position);
CREATE TABLE slot (
    id           INTEGER PRIMARY KEY,
    container_id INTEGER NOT NULL REFERENCES container(id),
    story_id     INTEGER NOT NULL REFERENCES story(id),
    kicker       TEXT NOT NULL DEFAULT '',       -- instead of the story's own
    headline     TEXT NOT NULL DEFAULT '',
    position     INTEGER NOT NULL DEFAULT 0,
    pinned_until_ms BIGINT
);
CREATE INDEX slot_container ON slot(container_id, position);
CREATE INDEX slot_story ON slot(story_id);

CREATE TABLE page (
    id         INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    slug       TEXT NOT NULL,
    title      TEXT NOT NULL,
    body       TEXT NOT NULL,
    updated_ms BIGINT NOT NULL,
    UNIQUE (edition_id, slug)
);

-- ── people who work here ─────────────────────────────────────────────────────────────────────

CREATE TABLE role (
    name TEXT PRIMARY KEY                        -- reporter, editor, administrator
);
CREATE TABLE role_right (
    role  TEXT NOT NULL REFERENCES role(name),
    right_name TEXT NOT NULL,                    -- story.publish, flash.write, …
    PRIMARY KEY (role, right_name)
);
CREATE TABLE staff (                             -- the users; "user" is a reserved word of SQL
    id            INTEGER PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL DEFAULT '',
    role          TEXT NOT NULL REFERENCES role(name),
    person_id     INTEGER REFERENCES person(id), -- their byline
    password_hash TEXT,                          -- Argon2id
    totp_secret   TEXT,
    lang          TEXT NOT NULL DEFAULT 'en',
    disabled      INTEGER NOT NULL DEFAULT 0,
    made_ms       BIGINT NOT NULL
);
CREATE TABLE desk (
    id         INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    name       TEXT NOT NULL
);
CREATE TABLE desk_member (
    desk_id  INTEGER NOT NULL REFERENCES desk(id),
    staff_id INTEGER NOT NULL REFERENCES staff(id),
    PRIMARY KEY (desk_id, staff_id)
);
-- Sessions, tokens and invitations are kept as hashes: the table alone lets nobody in.
CREATE TABLE session (
    hash       TEXT PRIMARY KEY,
    staff_id   INTEGER NOT NULL REFERENCES staff(id),
    made_ms    BIGINT NOT NULL,
    seen_ms    BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE TABLE token (
    hash     TEXT PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff(id),
    name     TEXT NOT NULL DEFAULT '',
    role     TEXT NOT NULL REFERENCES role(name), -- at most what the user may
    made_ms  BIGINT NOT NULL,
    ended_ms BIGINT
);
CREATE TABLE invitation (                        -- one-time links to sign in with
    hash       TEXT PRIMARY KEY,
    staff_id   INTEGER NOT NULL REFERENCES staff(id),
    expires_ms BIGINT NOT NULL,
    used_ms    BIGINT
);
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY,
    at_ms     BIGINT NOT NULL,
    staff_id  INTEGER,
    way       TEXT NOT NULL,                     -- api, newsroom, import, command, due
    act       TEXT NOT NULL,                     -- story.publish
    thing     TEXT NOT NULL,                     -- story:42
    before_is TEXT,                              -- JSON, or NULL
    after_is  TEXT
);
CREATE INDEX audit_thing ON audit(thing, id);

-- ── counting and clockwork ───────────────────────────────────────────────────────────────────

CREATE TABLE view_count (
    story_id INTEGER NOT NULL REFERENCES story(id),
    hour     BIGINT NOT NULL,                    -- Unix time / 3600 s
    views    INTEGER NOT NULL,
    PRIMARY KEY (story_id, hour)
);
CREATE TABLE share_count (
    story_id INTEGER PRIMARY KEY REFERENCES story(id),
    shares   INTEGER NOT NULL
);
CREATE TABLE due (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,                       -- story-publish
    key     TEXT NOT NULL,                       -- 42
    at_ms   BIGINT NOT NULL,                     -- when it was meant to happen
    next_ms BIGINT NOT NULL,                     -- when it is tried next
    args    TEXT,
    tries   INTEGER NOT NULL DEFAULT 0,
    error   TEXT,
    UNIQUE (kind, key)
);
CREATE INDEX due_next ON due(next_ms);

INSERT INTO role(name) VALUES ('reporter'), ('editor'), ('administrator');
INSERT INTO role_right(role, right_name) VALUES
    ('reporter', 'story.write'), ('reporter', 'story.read'), ('reporter', 'filing.make'),
    ('editor', 'story.write'), ('editor', 'story.read'), ('editor', 'filing.make'),
    ('editor', 'story.publish'), ('editor', 'story.withdraw'), ('editor', 'flash.write'),
    ('editor', 'filing.edit'), ('editor', 'menu.edit'), ('editor', 'changes.read'), ('editor', 'media.write'),
    ('reporter', 'media.write'),
    ('administrator', 'story.write'), ('administrator', 'story.read'),
    ('administrator', 'filing.make'), ('administrator', 'story.publish'),
    ('administrator', 'story.withdraw'), ('administrator', 'flash.write'),
    ('administrator', 'filing.edit'), ('administrator', 'changes.read'),
    ('administrator', 'media.write'), ('administrator', 'menu.edit'),
    ('administrator', 'staff.edit'), ('administrator', 'site.edit');
