-- What the newsroom needs beside the trade's nouns: who is signed in, what is being written, and what
-- the desk's lists show and search. Both engines read this file. Nothing here is seen by readers, so
-- none of it writes the change log, but for the two pages' triggers that are there already.

-- ── who is signed in ─────────────────────────────────────────────────────────────────────────

ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';    -- the browser, as it called itself
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';  -- where it signed in from
CREATE INDEX session_staff ON session(staff_id);
-- A code of the second step counts once (RFC 6238, 5.2): the newest time step that was taken.
ALTER TABLE staff ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
-- The edition whose desk opens first; NULL: all.
ALTER TABLE staff ADD COLUMN edition_id INTEGER REFERENCES edition(id);
CREATE INDEX token_staff ON token(staff_id);

-- ── the audit, to be searched ────────────────────────────────────────────────────────────────

ALTER TABLE audit ADD COLUMN address TEXT;                        -- where from; NULL: the server itself
CREATE INDEX audit_staff ON audit(staff_id, id);
CREATE INDEX audit_act ON audit(act, id);
INSERT INTO role_right(role, right_name) VALUES ('editor', 'audit.read'), ('administrator', 'audit.read');

-- ── what is being written ────────────────────────────────────────────────────────────────────

-- The newest version of each story, in short: what lists of the desk show, sort and search. Written
-- with each version; its status by a trigger on story.
CREATE TABLE working (
    story_id   INTEGER PRIMARY KEY REFERENCES story(id),
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    status     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    section_id INTEGER,                          -- may be gone: a draft is no foreign key
    headline   TEXT NOT NULL,
    folded     TEXT,                             -- for searching (search_fold); NULL: not yet
    words      INTEGER NOT NULL DEFAULT 0,
    saved_ms   BIGINT NOT NULL,
    staff_id   INTEGER,                          -- who saved it; NULL: the program
    made_by    INTEGER                           -- who began it
);
CREATE INDEX working_saved ON working(saved_ms, story_id);
CREATE INDEX working_status ON working(status, saved_ms, story_id);
CREATE INDEX working_edition ON working(edition_id, saved_ms, story_id);
CREATE INDEX working_edition_status ON working(edition_id, status, saved_ms, story_id);
CREATE INDEX working_section ON working(section_id, saved_ms, story_id);
CREATE INDEX working_made_by ON working(made_by, saved_ms, story_id) WHERE made_by IS NOT NULL;
CREATE INDEX working_unfolded ON working(story_id) WHERE folded IS NULL;

-- What somebody has typed and not saved yet: kept as it is typed, seen by nobody else.
CREATE TABLE unsaved (
    story_id     INTEGER NOT NULL REFERENCES story(id),
    staff_id     INTEGER NOT NULL REFERENCES staff(id),
    base_version INTEGER NOT NULL,               -- the version it was begun on
    at_ms        BIGINT NOT NULL,
    form         TEXT NOT NULL,                  -- JSON: the form's fields, as they were typed
    PRIMARY KEY (story_id, staff_id)
);

-- Who has a story open to write in it, and how long that is believed without hearing more.
CREATE TABLE editing (
    story_id INTEGER NOT NULL REFERENCES story(id),
    staff_id INTEGER NOT NULL REFERENCES staff(id),
    since_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (story_id, staff_id)
);

-- Where a picture is shown, before it is changed.
CREATE INDEX story_picture ON story(picture_id) WHERE picture_id IS NOT NULL;

-- ── what came from elsewhere ─────────────────────────────────────────────────────────────────

-- As `imported`, for what is no story: pages and pictures.
CREATE TABLE imported_thing (
    origin TEXT NOT NULL,                        -- wxr:https://old.example
    kind   TEXT NOT NULL CHECK (kind IN ('page', 'picture')),
    item   TEXT NOT NULL,
    of_id  INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (origin, kind, item)
);
-- Under which name a story came, and which addresses lead to it: an export asks both of every story.
CREATE INDEX imported_story ON imported(story_id);
CREATE INDEX redirect_target ON redirect(target);

-- ── a flipped bit ─────────────────────────────────────────────────────────────────────────────

-- Of story, number, act, note and fields, for `check`; NULL: saved before there was one.
ALTER TABLE version ADD COLUMN digest TEXT;
