-- The change log, and who writes it: triggers, in the transaction that changed something, declared
-- table by table. No code path can forget, and a row changed by hand in the database's own shell
-- reaches readers too. This file is SQLite's; it uses no function of ours and no full-text table.
--
-- Topics (a thing is not its list):
--   site  edition:en  menu:en  story:42  path:/en/news/politics/slug
--   section:7 region:3 topic:9 person:4 source:2 dossier:5 programme:1 picture:8 page:6   the thing
--   section:7/list … latest:en kind:en:video                    which stories stand in a list, and when
--   topics:en dossiers:en programmes:en people sources pages:en  which there are, and in which order
--   (of sections and regions the menu is that list)
--   translations:42  flash:en flash:en:17  front:en front:section:7 front:dossier:5
--   due                                                          not public: wakes the clockwork
-- INSERT OR REPLACE fires no delete trigger: it is not used.

CREATE TABLE change (
    seq   INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    at_ms INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))
);
CREATE TABLE change_topic (
    name     TEXT PRIMARY KEY,
    last_seq INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER change_noted AFTER INSERT ON change BEGIN
    INSERT INTO change_topic(name, last_seq) VALUES (NEW.topic, NEW.seq)
        ON CONFLICT (name) DO UPDATE SET last_seq = excluded.last_seq;
END;

-- ── site, editions ───────────────────────────────────────────────────────────────────────────

CREATE TRIGGER site_made AFTER INSERT ON site
BEGIN
    INSERT INTO change(topic) VALUES ('site');
END;
CREATE TRIGGER site_changed AFTER UPDATE ON site
BEGIN
    INSERT INTO change(topic) VALUES ('site');
END;
CREATE TRIGGER site_ended AFTER DELETE ON site
BEGIN
    INSERT INTO change(topic) VALUES ('site');
END;
CREATE TRIGGER edition_kept BEFORE UPDATE OF id, slug ON edition
WHEN OLD.id IS NOT NEW.id OR OLD.slug IS NOT NEW.slug
BEGIN
    SELECT RAISE(ABORT, 'an edition keeps its id and its slug: every address begins with it');
END;
CREATE TRIGGER edition_made AFTER INSERT ON edition
BEGIN
    INSERT INTO change(topic) VALUES ('site'),
        ('edition:' || NEW.slug);
END;
CREATE TRIGGER edition_changed AFTER UPDATE ON edition
BEGIN
    INSERT INTO change(topic) VALUES ('site'),
        ('edition:' || OLD.slug),
        ('edition:' || NEW.slug);
END;
-- The shell guards foreign keys only when told to; lists are made of these two, so they are guarded
-- here too.
CREATE TRIGGER edition_ending BEFORE DELETE ON edition
WHEN EXISTS (SELECT 1 FROM story WHERE edition_id = OLD.id)
  OR EXISTS (SELECT 1 FROM section WHERE edition_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'an edition with stories or sections cannot go');
END;
CREATE TRIGGER edition_ended AFTER DELETE ON edition
BEGIN
    INSERT INTO change(topic) VALUES ('site'),
        ('edition:' || OLD.slug);
END;
CREATE TRIGGER social_link_made AFTER INSERT ON social_link
BEGIN
    INSERT INTO change(topic) VALUES ('edition:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;
CREATE TRIGGER social_link_changed AFTER UPDATE ON social_link
BEGIN
    INSERT INTO change(topic) VALUES ('edition:' || (SELECT slug FROM edition WHERE id = OLD.edition_id)),
        ('edition:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;
CREATE TRIGGER social_link_ended AFTER DELETE ON social_link
BEGIN
    INSERT INTO change(topic) VALUES ('edition:' || (SELECT slug FROM edition WHERE id = OLD.edition_id));
END;

-- ── ways to file a story ─────────────────────────────────────────────────────────────────────

-- A section's path follows its slug and its parent; its stories' paths follow it (below).
CREATE VIEW do_section_path(section_id) AS SELECT id FROM section;
CREATE TRIGGER do_section_path_now INSTEAD OF INSERT ON do_section_path
BEGIN
    UPDATE section
       SET path = coalesce((SELECT p.slug || '/' FROM section p WHERE p.id = section.parent_id), '')
                  || slug
     WHERE id = NEW.section_id OR parent_id = NEW.section_id;
END;
CREATE TRIGGER section_kept BEFORE UPDATE OF id, edition_id ON section
WHEN OLD.id IS NOT NEW.id OR OLD.edition_id IS NOT NEW.edition_id
BEGIN
    SELECT RAISE(ABORT, 'a section keeps its id and its edition');
END;
CREATE VIEW do_section_levels(section_id) AS SELECT id FROM section;
CREATE TRIGGER do_section_levels_now INSTEAD OF INSERT ON do_section_levels
BEGIN
    SELECT RAISE(ABORT, 'sections have two levels, both of one edition')
      FROM section c JOIN section p ON p.id = c.parent_id
     WHERE c.id = NEW.section_id
       AND (p.parent_id IS NOT NULL OR p.edition_id <> c.edition_id
            OR EXISTS (SELECT 1 FROM section below WHERE below.parent_id = c.id));
END;
CREATE TRIGGER section_made AFTER INSERT ON section
BEGIN
    INSERT INTO do_section_levels(section_id) VALUES (NEW.id);
    INSERT INTO do_section_path(section_id) VALUES (NEW.id);
    INSERT INTO change(topic) VALUES ('section:' || NEW.id),
        ('menu:' || (SELECT slug FROM edition WHERE id = NEW.edition_id)),
        ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/' || (SELECT path FROM section WHERE id = NEW.id) || '/');
END;
CREATE TRIGGER section_moved AFTER UPDATE OF slug, parent_id ON section
WHEN OLD.slug IS NOT NEW.slug OR OLD.parent_id IS NOT NEW.parent_id
BEGIN
    INSERT INTO do_section_levels(section_id) VALUES (NEW.id);
    INSERT INTO do_section_path(section_id) VALUES (NEW.id);
    INSERT INTO do_story_listing(story_id)
        SELECT id FROM story WHERE section_id = NEW.id AND public = 1;
END;
CREATE TRIGGER section_path_changed AFTER UPDATE OF path ON section
WHEN OLD.path IS NOT NEW.path AND OLD.path <> ''
BEGIN
    INSERT INTO old_slug(kind, edition_id, slug, of_id)
        VALUES ('section', NEW.edition_id, OLD.path, NEW.id)
        ON CONFLICT (kind, edition_id, slug) DO UPDATE SET of_id = excluded.of_id;
    INSERT INTO do_story_path(story_id)
        SELECT id FROM story WHERE section_id = NEW.id AND path IS NOT NULL;
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/' || OLD.path || '/'),
    ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/' || NEW.path || '/'),
    ('section:' || NEW.id),
    ('menu:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;
CREATE TRIGGER section_changed AFTER UPDATE ON section
WHEN OLD.name IS NOT NEW.name OR OLD.colour IS NOT NEW.colour
      OR OLD.position IS NOT NEW.position OR OLD.hidden IS NOT NEW.hidden
      OR OLD.parent_id IS NOT NEW.parent_id OR OLD.slug IS NOT NEW.slug
BEGIN
    INSERT INTO change(topic) VALUES ('section:' || NEW.id),
        ('menu:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;
CREATE TRIGGER section_ending BEFORE DELETE ON section
WHEN EXISTS (SELECT 1 FROM story WHERE section_id = OLD.id)
  OR EXISTS (SELECT 1 FROM section WHERE parent_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'a section with stories or sections in it cannot go');
END;
CREATE TRIGGER section_ended AFTER DELETE ON section
BEGIN
    INSERT INTO change(topic) VALUES ('section:' || OLD.id),
        ('menu:' || (SELECT slug FROM edition WHERE id = OLD.edition_id)),
        ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/' || OLD.path || '/');
END;

CREATE TRIGGER region_kept BEFORE UPDATE OF id, edition_id ON region
WHEN OLD.id IS NOT NEW.id OR OLD.edition_id IS NOT NEW.edition_id
BEGIN
    SELECT RAISE(ABORT, 'a region keeps its id and its edition');
END;
CREATE TRIGGER region_made AFTER INSERT ON region
BEGIN
    INSERT INTO change(topic) VALUES ('region:' || NEW.id),
        ('menu:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/region/' || NEW.slug || '/');
END;
CREATE TRIGGER region_changed AFTER UPDATE ON region
WHEN OLD.slug IS NOT NEW.slug OR OLD.name IS NOT NEW.name
      OR OLD.position IS NOT NEW.position
BEGIN
    INSERT INTO change(topic) VALUES ('region:' || NEW.id),
        ('menu:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;
CREATE TRIGGER region_moved AFTER UPDATE OF slug ON region WHEN OLD.slug IS NOT NEW.slug
BEGIN
    INSERT INTO old_slug(kind, edition_id, slug, of_id)
        VALUES ('region', NEW.edition_id, OLD.slug, NEW.id)
        ON CONFLICT (kind, edition_id, slug) DO UPDATE SET of_id = excluded.of_id;
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/region/' || OLD.slug || '/');
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/region/' || NEW.slug || '/');
END;
CREATE TRIGGER region_ended AFTER DELETE ON region
BEGIN
    INSERT INTO change(topic) VALUES ('region:' || OLD.id),
        ('menu:' || (SELECT slug FROM edition WHERE id = OLD.edition_id));
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/region/' || OLD.slug || '/');
END;

CREATE TRIGGER topic_one_more AFTER INSERT ON topic
BEGIN
    INSERT INTO change(topic) VALUES ('topics:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;
CREATE TRIGGER topic_one_less AFTER DELETE ON topic
BEGIN
    INSERT INTO change(topic) VALUES ('topics:' || (SELECT slug FROM edition WHERE id = OLD.edition_id));
END;
CREATE TRIGGER topic_ordered AFTER UPDATE OF name, merged_into ON topic
WHEN OLD.name IS NOT NEW.name OR OLD.merged_into IS NOT NEW.merged_into
BEGIN
    INSERT INTO change(topic) VALUES ('topics:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;

CREATE TRIGGER topic_kept BEFORE UPDATE OF id, edition_id ON topic
WHEN OLD.id IS NOT NEW.id OR OLD.edition_id IS NOT NEW.edition_id
BEGIN
    SELECT RAISE(ABORT, 'a topic keeps its id and its edition');
END;
CREATE TRIGGER topic_made AFTER INSERT ON topic
BEGIN
    INSERT INTO change(topic) VALUES ('topic:' || NEW.id);
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/topic/' || NEW.slug || '/');
END;
CREATE TRIGGER topic_changed AFTER UPDATE ON topic
WHEN OLD.slug IS NOT NEW.slug OR OLD.name IS NOT NEW.name
      OR OLD.definition IS NOT NEW.definition OR OLD.kind IS NOT NEW.kind
      OR OLD.merged_into IS NOT NEW.merged_into
BEGIN
    INSERT INTO change(topic) VALUES ('topic:' || NEW.id);
END;
CREATE TRIGGER topic_moved AFTER UPDATE OF slug ON topic WHEN OLD.slug IS NOT NEW.slug
BEGIN
    INSERT INTO old_slug(kind, edition_id, slug, of_id)
        VALUES ('topic', NEW.edition_id, OLD.slug, NEW.id)
        ON CONFLICT (kind, edition_id, slug) DO UPDATE SET of_id = excluded.of_id;
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/topic/' || OLD.slug || '/');
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/topic/' || NEW.slug || '/');
END;
CREATE TRIGGER topic_ended AFTER DELETE ON topic
BEGIN
    INSERT INTO change(topic) VALUES ('topic:' || OLD.id);
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/topic/' || OLD.slug || '/');
END;

CREATE TRIGGER topic_name_made AFTER INSERT ON topic_name
BEGIN
    INSERT INTO change(topic) VALUES ('topic:' || NEW.topic_id);
END;
CREATE TRIGGER topic_name_changed AFTER UPDATE ON topic_name
BEGIN
    INSERT INTO change(topic) VALUES ('topic:' || OLD.topic_id),
        ('topic:' || NEW.topic_id);
END;
CREATE TRIGGER topic_name_ended AFTER DELETE ON topic_name
BEGIN
    INSERT INTO change(topic) VALUES ('topic:' || OLD.topic_id);
END;

CREATE TRIGGER person_one_more AFTER INSERT ON person
BEGIN
    INSERT INTO change(topic) VALUES ('people');
END;
CREATE TRIGGER person_one_less AFTER DELETE ON person
BEGIN
    INSERT INTO change(topic) VALUES ('people');
END;
CREATE TRIGGER person_ordered AFTER UPDATE OF name ON person
WHEN OLD.name IS NOT NEW.name
BEGIN
    INSERT INTO change(topic) VALUES ('people');
END;

CREATE TRIGGER person_kept BEFORE UPDATE OF id ON person
WHEN OLD.id IS NOT NEW.id
BEGIN
    SELECT RAISE(ABORT, 'a person keeps its id');
END;
CREATE TRIGGER person_made AFTER INSERT ON person
BEGIN
    INSERT INTO change(topic) VALUES ('person:' || NEW.id);
    INSERT INTO change(topic)
        SELECT 'path:/' || slug || '/author/' || NEW.slug || '/' FROM edition;
END;
CREATE TRIGGER person_changed AFTER UPDATE ON person
WHEN OLD.slug IS NOT NEW.slug OR OLD.name IS NOT NEW.name OR OLD.role IS NOT NEW.role
      OR OLD.about IS NOT NEW.about OR OLD.picture_id IS NOT NEW.picture_id
BEGIN
    INSERT INTO change(topic) VALUES ('person:' || NEW.id);
END;
CREATE TRIGGER person_moved AFTER UPDATE OF slug ON person WHEN OLD.slug IS NOT NEW.slug
BEGIN
    INSERT INTO old_slug(kind, edition_id, slug, of_id)
        VALUES ('person', 0, OLD.slug, NEW.id)
        ON CONFLICT (kind, edition_id, slug) DO UPDATE SET of_id = excluded.of_id;
    INSERT INTO change(topic)
    SELECT 'path:/' || slug || '/author/' || OLD.slug || '/' FROM edition;
    INSERT INTO change(topic)
    SELECT 'path:/' || slug || '/author/' || NEW.slug || '/' FROM edition;
END;
CREATE TRIGGER person_ended AFTER DELETE ON person
BEGIN
    INSERT INTO change(topic) VALUES ('person:' || OLD.id);
    INSERT INTO change(topic)
        SELECT 'path:/' || slug || '/author/' || OLD.slug || '/' FROM edition;
END;

CREATE TRIGGER source_one_more AFTER INSERT ON source
BEGIN
    INSERT INTO change(topic) VALUES ('sources');
END;
CREATE TRIGGER source_one_less AFTER DELETE ON source
BEGIN
    INSERT INTO change(topic) VALUES ('sources');
END;
CREATE TRIGGER source_ordered AFTER UPDATE OF name ON source
WHEN OLD.name IS NOT NEW.name
BEGIN
    INSERT INTO change(topic) VALUES ('sources');
END;

CREATE TRIGGER source_kept BEFORE UPDATE OF id ON source
WHEN OLD.id IS NOT NEW.id
BEGIN
    SELECT RAISE(ABORT, 'a source keeps its id');
END;
CREATE TRIGGER source_made AFTER INSERT ON source
BEGIN
    INSERT INTO change(topic) VALUES ('source:' || NEW.id);
    INSERT INTO change(topic)
        SELECT 'path:/' || slug || '/source/' || NEW.slug || '/' FROM edition;
END;
CREATE TRIGGER source_changed AFTER UPDATE ON source
WHEN OLD.slug IS NOT NEW.slug OR OLD.name IS NOT NEW.name OR OLD.url IS NOT NEW.url
BEGIN
    INSERT INTO change(topic) VALUES ('source:' || NEW.id);
END;
CREATE TRIGGER source_moved AFTER UPDATE OF slug ON source WHEN OLD.slug IS NOT NEW.slug
BEGIN
    INSERT INTO old_slug(kind, edition_id, slug, of_id)
        VALUES ('source', 0, OLD.slug, NEW.id)
        ON CONFLICT (kind, edition_id, slug) DO UPDATE SET of_id = excluded.of_id;
    INSERT INTO change(topic)
    SELECT 'path:/' || slug || '/source/' || OLD.slug || '/' FROM edition;
    INSERT INTO change(topic)
    SELECT 'path:/' || slug || '/source/' || NEW.slug || '/' FROM edition;
END;
CREATE TRIGGER source_ended AFTER DELETE ON source
BEGIN
    INSERT INTO change(topic) VALUES ('source:' || OLD.id);
    INSERT INTO change(topic)
        SELECT 'path:/' || slug || '/source/' || OLD.slug || '/' FROM edition;
END;

CREATE TRIGGER dossier_one_more AFTER INSERT ON dossier
BEGIN
    INSERT INTO change(topic) VALUES ('dossiers:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;
CREATE TRIGGER dossier_one_less AFTER DELETE ON dossier
BEGIN
    INSERT INTO change(topic) VALUES ('dossiers:' || (SELECT slug FROM edition WHERE id = OLD.edition_id));
END;
CREATE TRIGGER dossier_ordered AFTER UPDATE OF title, position ON dossier
WHEN OLD.title IS NOT NEW.title OR OLD.position IS NOT NEW.position
BEGIN
    INSERT INTO change(topic) VALUES ('dossiers:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;

CREATE TRIGGER dossier_kept BEFORE UPDATE OF id, edition_id ON dossier
WHEN OLD.id IS NOT NEW.id OR OLD.edition_id IS NOT NEW.edition_id
BEGIN
    SELECT RAISE(ABORT, 'a dossier keeps its id and its edition');
END;
CREATE TRIGGER dossier_made AFTER INSERT ON dossier
BEGIN
    INSERT INTO change(topic) VALUES ('dossier:' || NEW.id);
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/coverage/' || NEW.slug || '/');
END;
CREATE TRIGGER dossier_changed AFTER UPDATE ON dossier
WHEN OLD.slug IS NOT NEW.slug OR OLD.title IS NOT NEW.title OR OLD.text IS NOT NEW.text
      OR OLD.picture_id IS NOT NEW.picture_id OR OLD.position IS NOT NEW.position
BEGIN
    INSERT INTO change(topic) VALUES ('dossier:' || NEW.id);
END;
CREATE TRIGGER dossier_moved AFTER UPDATE OF slug ON dossier WHEN OLD.slug IS NOT NEW.slug
BEGIN
    INSERT INTO old_slug(kind, edition_id, slug, of_id)
        VALUES ('dossier', NEW.edition_id, OLD.slug, NEW.id)
        ON CONFLICT (kind, edition_id, slug) DO UPDATE SET of_id = excluded.of_id;
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/coverage/' || OLD.slug || '/');
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/coverage/' || NEW.slug || '/');
END;
CREATE TRIGGER dossier_ended AFTER DELETE ON dossier
BEGIN
    INSERT INTO change(topic) VALUES ('dossier:' || OLD.id);
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/coverage/' || OLD.slug || '/');
END;

CREATE TRIGGER programme_one_more AFTER INSERT ON programme
BEGIN
    INSERT INTO change(topic) VALUES ('programmes:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;
CREATE TRIGGER programme_one_less AFTER DELETE ON programme
BEGIN
    INSERT INTO change(topic) VALUES ('programmes:' || (SELECT slug FROM edition WHERE id = OLD.edition_id));
END;
CREATE TRIGGER programme_ordered AFTER UPDATE OF name, position ON programme
WHEN OLD.name IS NOT NEW.name OR OLD.position IS NOT NEW.position
BEGIN
    INSERT INTO change(topic) VALUES ('programmes:' || (SELECT slug FROM edition WHERE id = NEW.edition_id));
END;

CREATE TRIGGER programme_kept BEFORE UPDATE OF id, edition_id ON programme
WHEN OLD.id IS NOT NEW.id OR OLD.edition_id IS NOT NEW.edition_id
BEGIN
    SELECT RAISE(ABORT, 'a programme keeps its id and its edition');
END;
CREATE TRIGGER programme_made AFTER INSERT ON programme
BEGIN
    INSERT INTO change(topic) VALUES ('programme:' || NEW.id);
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/programme/' || NEW.slug || '/');
END;
CREATE TRIGGER programme_changed AFTER UPDATE ON programme
WHEN OLD.slug IS NOT NEW.slug OR OLD.name IS NOT NEW.name OR OLD.text IS NOT NEW.text
      OR OLD.picture_id IS NOT NEW.picture_id OR OLD.position IS NOT NEW.position
BEGIN
    INSERT INTO change(topic) VALUES ('programme:' || NEW.id);
END;
CREATE TRIGGER programme_moved AFTER UPDATE OF slug ON programme WHEN OLD.slug IS NOT NEW.slug
BEGIN
    INSERT INTO old_slug(kind, edition_id, slug, of_id)
        VALUES ('programme', NEW.edition_id, OLD.slug, NEW.id)
        ON CONFLICT (kind, edition_id, slug) DO UPDATE SET of_id = excluded.of_id;
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/programme/' || OLD.slug || '/');
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/programme/' || NEW.slug || '/');
END;
CREATE TRIGGER programme_ended AFTER DELETE ON programme
BEGIN
    INSERT INTO change(topic) VALUES ('programme:' || OLD.id);
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/programme/' || OLD.slug || '/');
END;

CREATE TRIGGER picture_kept BEFORE UPDATE OF id ON picture
WHEN OLD.id IS NOT NEW.id
BEGIN
    SELECT RAISE(ABORT, 'a picture keeps its id');
END;
CREATE TRIGGER picture_made AFTER INSERT ON picture
BEGIN
    INSERT INTO change(topic) VALUES ('picture:' || NEW.id);
END;
CREATE TRIGGER picture_changed AFTER UPDATE ON picture
BEGIN
    INSERT INTO change(topic) VALUES ('picture:' || NEW.id);
END;
CREATE TRIGGER picture_ended AFTER DELETE ON picture
BEGIN
    INSERT INTO change(topic) VALUES ('picture:' || OLD.id);
END;
CREATE TRIGGER picture_text_made AFTER INSERT ON picture_text
BEGIN
    INSERT INTO change(topic) VALUES ('picture:' || NEW.picture_id);
END;
CREATE TRIGGER picture_text_changed AFTER UPDATE ON picture_text
BEGIN
    INSERT INTO change(topic) VALUES ('picture:' || OLD.picture_id),
        ('picture:' || NEW.picture_id);
END;
CREATE TRIGGER picture_text_ended AFTER DELETE ON picture_text
BEGIN
    INSERT INTO change(topic) VALUES ('picture:' || OLD.picture_id);
END;

-- ── stories ──────────────────────────────────────────────────────────────────────────────────

-- A story's path follows its section and slug from its first publication on; every path it ever had
-- is kept in address, and given to no other story.
CREATE VIEW do_story_path(story_id) AS SELECT id FROM story;
CREATE TRIGGER do_story_path_now INSTEAD OF INSERT ON do_story_path
BEGIN
    UPDATE story
       SET path = coalesce((SELECT c.path || '/' FROM section c WHERE c.id = story.section_id), '')
                  || slug
     WHERE id = NEW.story_id AND published_ms IS NOT NULL AND slug <> '';
END;
CREATE TRIGGER story_first_path AFTER INSERT ON story
WHEN NEW.published_ms IS NOT NULL
BEGIN
    UPDATE story SET path = NULL WHERE id = NEW.id; -- one given by hand is no address yet
    INSERT INTO do_story_path(story_id) VALUES (NEW.id);
END;
CREATE TRIGGER story_placed AFTER UPDATE OF section_id, slug, published_ms ON story
WHEN NEW.published_ms IS NOT NULL
 AND (NEW.path IS NULL OR OLD.section_id IS NOT NEW.section_id OR OLD.slug IS NOT NEW.slug)
BEGIN
    INSERT INTO do_story_path(story_id) VALUES (NEW.id);
END;
CREATE TRIGGER story_path_changed AFTER UPDATE OF path ON story
WHEN NEW.path IS NOT NULL AND OLD.path IS NOT NEW.path
BEGIN
    SELECT RAISE(ABORT, 'another story has this address')
     WHERE EXISTS (SELECT 1 FROM address
                    WHERE edition_id = NEW.edition_id AND path = NEW.path AND story_id <> NEW.id);
    INSERT INTO address(edition_id, path, story_id)
        SELECT NEW.edition_id, NEW.path, NEW.id
         WHERE NOT EXISTS (SELECT 1 FROM address
                            WHERE edition_id = NEW.edition_id AND path = NEW.path);
END;

CREATE TRIGGER address_made AFTER INSERT ON address
BEGIN
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/' || NEW.path);
END;
CREATE TRIGGER address_changed AFTER UPDATE ON address
BEGIN
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/' || OLD.path),
        ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/' || NEW.path);
END;
CREATE TRIGGER address_ended AFTER DELETE ON address
BEGIN
    INSERT INTO change(topic) VALUES ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/' || OLD.path);
END;
CREATE TRIGGER redirect_made AFTER INSERT ON redirect
BEGIN
    INSERT INTO change(topic) VALUES ('path:' || NEW.path);
END;
CREATE TRIGGER redirect_changed AFTER UPDATE ON redirect
BEGIN
    INSERT INTO change(topic) VALUES ('path:' || OLD.path),
        ('path:' || NEW.path);
END;
CREATE TRIGGER redirect_ended AFTER DELETE ON redirect
BEGIN
    INSERT INTO change(topic) VALUES ('path:' || OLD.path);
END;
CREATE TRIGGER old_slug_made AFTER INSERT ON old_slug
BEGIN
    INSERT INTO change(topic)
        SELECT 'path:/' || e.slug || CASE NEW.kind
                   WHEN 'section' THEN '/' WHEN 'person' THEN '/author/'
                   WHEN 'dossier' THEN '/coverage/' ELSE '/' || NEW.kind || '/' END
               || NEW.slug || '/'
          FROM edition e WHERE NEW.edition_id IN (0, e.id);
END;
CREATE TRIGGER old_slug_changed AFTER UPDATE ON old_slug
BEGIN
    INSERT INTO change(topic)
        SELECT 'path:/' || e.slug || CASE OLD.kind
                   WHEN 'section' THEN '/' WHEN 'person' THEN '/author/'
                   WHEN 'dossier' THEN '/coverage/' ELSE '/' || OLD.kind || '/' END
               || OLD.slug || '/'
          FROM edition e WHERE OLD.edition_id IN (0, e.id);
    INSERT INTO change(topic)
        SELECT 'path:/' || e.slug || CASE NEW.kind
                   WHEN 'section' THEN '/' WHEN 'person' THEN '/author/'
                   WHEN 'dossier' THEN '/coverage/' ELSE '/' || NEW.kind || '/' END
               || NEW.slug || '/'
          FROM edition e WHERE NEW.edition_id IN (0, e.id);
END;
CREATE TRIGGER old_slug_ended AFTER DELETE ON old_slug
BEGIN
    INSERT INTO change(topic)
        SELECT 'path:/' || e.slug || CASE OLD.kind
                   WHEN 'section' THEN '/' WHEN 'person' THEN '/author/'
                   WHEN 'dossier' THEN '/coverage/' ELSE '/' || OLD.kind || '/' END
               || OLD.slug || '/'
          FROM edition e WHERE OLD.edition_id IN (0, e.id);
END;

-- Which lists a public story stands in. One view says it; the triggers make `listing` equal to it,
-- touching only rows that differ.
CREATE VIEW wanted_listing(list, published_ms, story_id) AS
    SELECT 'latest:' || e.slug, s.published_ms, s.id
      FROM story s JOIN edition e ON e.id = s.edition_id WHERE s.public = 1
    UNION ALL
    SELECT 'kind:' || e.slug || ':' || s.kind, s.published_ms, s.id
      FROM story s JOIN edition e ON e.id = s.edition_id WHERE s.public = 1
    UNION ALL
    SELECT 'section:' || s.section_id || '/list', s.published_ms, s.id
      FROM story s WHERE s.public = 1 AND s.section_id IS NOT NULL
    UNION ALL
    SELECT 'section:' || c.parent_id || '/list', s.published_ms, s.id
      FROM story s JOIN section c ON c.id = s.section_id
     WHERE s.public = 1 AND c.parent_id IS NOT NULL
    UNION ALL
    SELECT 'source:' || s.source_id || '/list', s.published_ms, s.id
      FROM story s WHERE s.public = 1 AND s.source_id IS NOT NULL
    UNION ALL
    SELECT 'programme:' || s.programme_id || '/list', s.published_ms, s.id
      FROM story s WHERE s.public = 1 AND s.programme_id IS NOT NULL
    UNION ALL
    SELECT 'region:' || f.region_id || '/list', s.published_ms, s.id
      FROM story s JOIN story_region f ON f.story_id = s.id WHERE s.public = 1
    UNION ALL
    SELECT 'topic:' || f.topic_id || '/list', s.published_ms, s.id
      FROM story s JOIN story_topic f ON f.story_id = s.id WHERE s.public = 1
    UNION ALL
    SELECT 'person:' || f.person_id || '/list', s.published_ms, s.id
      FROM story s JOIN story_author f ON f.story_id = s.id WHERE s.public = 1
    UNION ALL
    SELECT 'dossier:' || f.dossier_id || '/list', s.published_ms, s.id
      FROM story s JOIN story_dossier f ON f.story_id = s.id WHERE s.public = 1;

CREATE VIEW do_story_listing(story_id) AS SELECT id FROM story;
CREATE TRIGGER do_story_listing_now INSTEAD OF INSERT ON do_story_listing
BEGIN
    DELETE FROM listing
     WHERE story_id = NEW.story_id
       AND NOT EXISTS (SELECT 1 FROM wanted_listing w
                        WHERE w.story_id = NEW.story_id AND w.list = listing.list
                          AND w.published_ms = listing.published_ms);
    INSERT INTO listing(list, published_ms, story_id)
        SELECT list, published_ms, story_id FROM wanted_listing w
         WHERE w.story_id = NEW.story_id
           AND NOT EXISTS (SELECT 1 FROM listing l
                            WHERE l.list = w.list AND l.published_ms = w.published_ms
                              AND l.story_id = w.story_id);
END;
CREATE TRIGGER listing_made AFTER INSERT ON listing BEGIN
    INSERT INTO change(topic) VALUES (NEW.list);
END;
CREATE TRIGGER listing_changed AFTER UPDATE ON listing BEGIN
    INSERT INTO change(topic) VALUES (OLD.list), (NEW.list);
END;
CREATE TRIGGER listing_ended AFTER DELETE ON listing BEGIN
    INSERT INTO change(topic) VALUES (OLD.list);
END;

CREATE TRIGGER story_kept BEFORE UPDATE OF id, edition_id ON story
WHEN OLD.id IS NOT NEW.id OR OLD.edition_id IS NOT NEW.edition_id
BEGIN
    SELECT RAISE(ABORT, 'a story keeps its id and its edition');
END;
CREATE TRIGGER story_made AFTER INSERT ON story
WHEN NEW.public = 1 OR NEW.status = 'withdrawn'
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (NEW.id);
    INSERT INTO change(topic) VALUES ('story:' || NEW.id),
        ('translations:' || NEW.translation_group);
END;
CREATE TRIGGER story_listed AFTER UPDATE ON story
WHEN OLD.public IS NOT NEW.public
  OR (NEW.public = 1 AND (OLD.published_ms IS NOT NEW.published_ms OR OLD.kind IS NOT NEW.kind
      OR OLD.section_id IS NOT NEW.section_id OR OLD.source_id IS NOT NEW.source_id
      OR OLD.programme_id IS NOT NEW.programme_id))
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (NEW.id);
END;
-- Readers see a story while it is public, and its notice once it is withdrawn; a draft is nobody's.
CREATE TRIGGER story_changed AFTER UPDATE ON story
WHEN (OLD.public = 1 OR NEW.public = 1 OR OLD.status = 'withdrawn' OR NEW.status = 'withdrawn')
 AND (OLD.status IS NOT NEW.status OR OLD.kind IS NOT NEW.kind OR OLD.headline IS NOT NEW.headline
      OR OLD.kicker IS NOT NEW.kicker OR OLD.standfirst IS NOT NEW.standfirst
      OR OLD.body IS NOT NEW.body OR OLD.section_id IS NOT NEW.section_id
      OR OLD.source_id IS NOT NEW.source_id
      OR OLD.picture_id IS NOT NEW.picture_id
      OR OLD.programme_id IS NOT NEW.programme_id
      OR OLD.episode IS NOT NEW.episode OR OLD.place IS NOT NEW.place
      OR OLD.path IS NOT NEW.path OR OLD.published_ms IS NOT NEW.published_ms
      OR OLD.updated_ms IS NOT NEW.updated_ms
      OR OLD.corrected_ms IS NOT NEW.corrected_ms
      OR OLD.correction IS NOT NEW.correction
      OR OLD.withdrawn_ms IS NOT NEW.withdrawn_ms
      OR OLD.withdrawn_reason IS NOT NEW.withdrawn_reason
      OR OLD.public_version IS NOT NEW.public_version
      OR OLD.translation_group IS NOT NEW.translation_group
      OR OLD.words IS NOT NEW.words OR OLD.slug IS NOT NEW.slug
      OR OLD.made_ms IS NOT NEW.made_ms)
BEGIN
    INSERT INTO change(topic) VALUES ('story:' || NEW.id);
END;
CREATE TRIGGER story_translated AFTER UPDATE OF status, translation_group ON story
WHEN (OLD.public = 1 OR NEW.public = 1)
 AND (OLD.public IS NOT NEW.public OR OLD.translation_group IS NOT NEW.translation_group)
BEGIN
    INSERT INTO change(topic) VALUES ('translations:' || OLD.translation_group);
    INSERT INTO change(topic)
        SELECT 'translations:' || NEW.translation_group
         WHERE NEW.translation_group IS NOT OLD.translation_group;
END;
CREATE TRIGGER story_ending BEFORE DELETE ON story
BEGIN
    DELETE FROM listing WHERE story_id = OLD.id;
    INSERT INTO change(topic) VALUES ('story:' || OLD.id), ('translations:' || OLD.translation_group);
END;

CREATE TRIGGER story_region_made AFTER INSERT ON story_region
WHEN (SELECT public FROM story WHERE id = NEW.story_id) = 1
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (NEW.story_id);
    INSERT INTO change(topic) VALUES ('story:' || NEW.story_id);
END;
CREATE TRIGGER story_region_ended AFTER DELETE ON story_region
WHEN (SELECT public FROM story WHERE id = OLD.story_id) = 1
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (OLD.story_id);
    INSERT INTO change(topic) VALUES ('story:' || OLD.story_id);
END;
CREATE TRIGGER story_region_changed AFTER UPDATE ON story_region
WHEN OLD.story_id IS NOT NEW.story_id OR OLD.region_id IS NOT NEW.region_id OR OLD.position IS NOT NEW.position
BEGIN
    INSERT INTO do_story_listing(story_id) SELECT id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
    INSERT INTO change(topic) SELECT 'story:' || id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
END;
CREATE TRIGGER story_topic_made AFTER INSERT ON story_topic
WHEN (SELECT public FROM story WHERE id = NEW.story_id) = 1
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (NEW.story_id);
    INSERT INTO change(topic) VALUES ('story:' || NEW.story_id);
END;
CREATE TRIGGER story_topic_ended AFTER DELETE ON story_topic
WHEN (SELECT public FROM story WHERE id = OLD.story_id) = 1
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (OLD.story_id);
    INSERT INTO change(topic) VALUES ('story:' || OLD.story_id);
END;
CREATE TRIGGER story_topic_changed AFTER UPDATE ON story_topic
WHEN OLD.story_id IS NOT NEW.story_id OR OLD.topic_id IS NOT NEW.topic_id OR OLD.position IS NOT NEW.position
BEGIN
    INSERT INTO do_story_listing(story_id) SELECT id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
    INSERT INTO change(topic) SELECT 'story:' || id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
END;
CREATE TRIGGER story_author_made AFTER INSERT ON story_author
WHEN (SELECT public FROM story WHERE id = NEW.story_id) = 1
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (NEW.story_id);
    INSERT INTO change(topic) VALUES ('story:' || NEW.story_id);
END;
CREATE TRIGGER story_author_ended AFTER DELETE ON story_author
WHEN (SELECT public FROM story WHERE id = OLD.story_id) = 1
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (OLD.story_id);
    INSERT INTO change(topic) VALUES ('story:' || OLD.story_id);
END;
CREATE TRIGGER story_author_changed AFTER UPDATE ON story_author
WHEN OLD.story_id IS NOT NEW.story_id OR OLD.person_id IS NOT NEW.person_id OR OLD.position IS NOT NEW.position
BEGIN
    INSERT INTO do_story_listing(story_id) SELECT id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
    INSERT INTO change(topic) SELECT 'story:' || id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
END;
CREATE TRIGGER story_dossier_made AFTER INSERT ON story_dossier
WHEN (SELECT public FROM story WHERE id = NEW.story_id) = 1
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (NEW.story_id);
    INSERT INTO change(topic) VALUES ('story:' || NEW.story_id);
END;
CREATE TRIGGER story_dossier_ended AFTER DELETE ON story_dossier
WHEN (SELECT public FROM story WHERE id = OLD.story_id) = 1
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (OLD.story_id);
    INSERT INTO change(topic) VALUES ('story:' || OLD.story_id);
END;
CREATE TRIGGER story_dossier_changed AFTER UPDATE ON story_dossier
WHEN OLD.story_id IS NOT NEW.story_id OR OLD.dossier_id IS NOT NEW.dossier_id OR OLD.position IS NOT NEW.position
BEGIN
    INSERT INTO do_story_listing(story_id) SELECT id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
    INSERT INTO change(topic) SELECT 'story:' || id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
END;
CREATE TRIGGER story_related_made AFTER INSERT ON story_related
WHEN (SELECT public FROM story WHERE id = NEW.story_id) = 1
BEGIN
    INSERT INTO change(topic) VALUES ('story:' || NEW.story_id);
END;
CREATE TRIGGER story_related_changed AFTER UPDATE ON story_related
BEGIN
    INSERT INTO change(topic) SELECT 'story:' || id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
END;
CREATE TRIGGER story_related_ended AFTER DELETE ON story_related
WHEN (SELECT public FROM story WHERE id = OLD.story_id) = 1
BEGIN
    INSERT INTO change(topic) VALUES ('story:' || OLD.story_id);
END;

-- ── running coverage, fronts, pages ──────────────────────────────────────────────────────────

CREATE TRIGGER flash_kept BEFORE UPDATE OF id, edition_id ON flash
WHEN OLD.id IS NOT NEW.id OR OLD.edition_id IS NOT NEW.edition_id
BEGIN
    SELECT RAISE(ABORT, 'a flash keeps its id and its edition');
END;
CREATE TRIGGER flash_made AFTER INSERT ON flash
BEGIN
    INSERT INTO change(topic) VALUES ('flash:' || (SELECT slug FROM edition WHERE id = NEW.edition_id)),
        ('flash:' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || ':' || NEW.id);
END;
CREATE TRIGGER flash_changed AFTER UPDATE ON flash
WHEN OLD.place IS NOT NEW.place OR OLD.source IS NOT NEW.source OR OLD.text IS NOT NEW.text
  OR OLD.story_id IS NOT NEW.story_id OR OLD.bar IS NOT NEW.bar OR OLD.at_ms IS NOT NEW.at_ms
  OR OLD.expires_ms IS NOT NEW.expires_ms OR OLD.ended_ms IS NOT NEW.ended_ms
BEGIN
    INSERT INTO change(topic) VALUES ('flash:' || (SELECT slug FROM edition WHERE id = NEW.edition_id)),
        ('flash:' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || ':' || NEW.id);
END;
CREATE TRIGGER flash_ended AFTER DELETE ON flash
BEGIN
    INSERT INTO change(topic) VALUES ('flash:' || (SELECT slug FROM edition WHERE id = OLD.edition_id)),
        ('flash:' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || ':' || OLD.id);
END;
CREATE TRIGGER entry_kept BEFORE UPDATE OF id, story_id ON entry
WHEN OLD.id IS NOT NEW.id OR OLD.story_id IS NOT NEW.story_id
BEGIN
    SELECT RAISE(ABORT, 'an entry keeps its id and its story');
END;
CREATE TRIGGER entry_made AFTER INSERT ON entry
BEGIN
    INSERT INTO change(topic) VALUES ('entries:' || NEW.story_id);
END;
CREATE TRIGGER entry_changed AFTER UPDATE ON entry
BEGIN
    INSERT INTO change(topic) VALUES ('entries:' || NEW.story_id);
END;
CREATE TRIGGER entry_ended AFTER DELETE ON entry
BEGIN
    INSERT INTO change(topic) VALUES ('entries:' || OLD.story_id);
END;

CREATE VIEW do_front_touch(front_id) AS SELECT id FROM front;
CREATE TRIGGER do_front_touch_now INSTEAD OF INSERT ON do_front_touch
BEGIN
    INSERT INTO change(topic)
        SELECT CASE WHEN f.section_id IS NOT NULL THEN 'front:section:' || f.section_id
                    WHEN f.dossier_id IS NOT NULL THEN 'front:dossier:' || f.dossier_id
                    ELSE 'front:' || e.slug END
          FROM front f JOIN edition e ON e.id = f.edition_id WHERE f.id = NEW.front_id;
END;
CREATE TRIGGER front_made AFTER INSERT ON front BEGIN
    INSERT INTO do_front_touch(front_id) VALUES (NEW.id);
END;
CREATE TRIGGER container_made AFTER INSERT ON container BEGIN
    INSERT INTO do_front_touch(front_id) VALUES (NEW.front_id);
END;
CREATE TRIGGER slot_made AFTER INSERT ON slot BEGIN
    INSERT INTO do_front_touch(front_id)
        SELECT front_id FROM container WHERE id = NEW.container_id;
END;
CREATE TRIGGER front_changed AFTER UPDATE ON front BEGIN
    INSERT INTO do_front_touch(front_id) VALUES (OLD.id);
    INSERT INTO do_front_touch(front_id) VALUES (NEW.id);
END;
CREATE TRIGGER container_changed AFTER UPDATE ON container BEGIN
    INSERT INTO do_front_touch(front_id) VALUES (OLD.front_id);
    INSERT INTO do_front_touch(front_id) VALUES (NEW.front_id);
END;
CREATE TRIGGER slot_changed AFTER UPDATE ON slot BEGIN
    INSERT INTO do_front_touch(front_id)
        SELECT front_id FROM container WHERE id = OLD.container_id;
    INSERT INTO do_front_touch(front_id)
        SELECT front_id FROM container WHERE id = NEW.container_id;
END;
CREATE TRIGGER front_ended BEFORE DELETE ON front BEGIN
    INSERT INTO do_front_touch(front_id) VALUES (OLD.id);
END;
CREATE TRIGGER container_ended BEFORE DELETE ON container BEGIN
    INSERT INTO do_front_touch(front_id) VALUES (OLD.front_id);
END;
CREATE TRIGGER slot_ended BEFORE DELETE ON slot BEGIN
    INSERT INTO do_front_touch(front_id)
        SELECT front_id FROM container WHERE id = OLD.container_id;
END;
CREATE TRIGGER page_kept BEFORE UPDATE OF id, edition_id ON page
WHEN OLD.id IS NOT NEW.id OR OLD.edition_id IS NOT NEW.edition_id
BEGIN
    SELECT RAISE(ABORT, 'a page keeps its id and its edition');
END;
CREATE TRIGGER page_made AFTER INSERT ON page
BEGIN
    INSERT INTO change(topic) VALUES ('page:' || NEW.id),
        ('pages:' || (SELECT slug FROM edition WHERE id = NEW.edition_id)),
        ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/' || NEW.slug);
END;
CREATE TRIGGER page_changed AFTER UPDATE ON page
BEGIN
    INSERT INTO change(topic) VALUES ('page:' || NEW.id),
        ('pages:' || (SELECT slug FROM edition WHERE id = OLD.edition_id)),
        ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/' || OLD.slug),
        ('pages:' || (SELECT slug FROM edition WHERE id = NEW.edition_id)),
        ('path:/' || (SELECT slug FROM edition WHERE id = NEW.edition_id) || '/' || NEW.slug);
END;
CREATE TRIGGER page_ended AFTER DELETE ON page
BEGIN
    INSERT INTO change(topic) VALUES ('page:' || OLD.id),
        ('pages:' || (SELECT slug FROM edition WHERE id = OLD.edition_id)),
        ('path:/' || (SELECT slug FROM edition WHERE id = OLD.edition_id) || '/' || OLD.slug);
END;
CREATE TRIGGER share_count_made AFTER INSERT ON share_count
BEGIN
    INSERT INTO change(topic) VALUES ('shares:' || NEW.story_id);
END;
CREATE TRIGGER share_count_changed AFTER UPDATE ON share_count
BEGIN
    INSERT INTO change(topic) VALUES ('shares:' || NEW.story_id);
END;

CREATE TRIGGER share_count_ended AFTER DELETE ON share_count
BEGIN
    INSERT INTO change(topic) VALUES ('shares:' || OLD.story_id);
END;

-- ── the clockwork ────────────────────────────────────────────────────────────────────────────

CREATE TRIGGER due_made AFTER INSERT ON due
BEGIN
    INSERT INTO change(topic) VALUES ('due');
END;
CREATE TRIGGER due_moved AFTER UPDATE OF at_ms, next_ms ON due
BEGIN
    INSERT INTO change(topic) VALUES ('due');
END;
CREATE TRIGGER due_ended AFTER DELETE ON due
BEGIN
    INSERT INTO change(topic) VALUES ('due');
END;
