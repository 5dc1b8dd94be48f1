-- The change log of what 0003 brought, and lists of an edition for what belongs to the whole site.
-- More topics:
--   person:4:en/list source:2:en/list   an edition's stories of a person, of a source
--   corrections:en                      corrected stories, the newest correction first
--   day:en:2026-11-24                   which stories were published on a day of UTC
--   days:en                             which days of UTC have a story
--   authors:en                          which people have a story in an edition
--   mostread:en                         the ranking of a day; mostread:en:hour, mostread:en:week

DROP VIEW wanted_listing;
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
    SELECT 'source:' || s.source_id || ':' || e.slug || '/list', s.published_ms, s.id
      FROM story s JOIN edition e ON e.id = s.edition_id
     WHERE s.public = 1 AND s.source_id IS NOT NULL
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
    SELECT 'person:' || f.person_id || ':' || e.slug || '/list', s.published_ms, s.id
      FROM story s JOIN edition e ON e.id = s.edition_id
      JOIN story_author f ON f.story_id = s.id WHERE s.public = 1
    UNION ALL
    SELECT 'dossier:' || f.dossier_id || '/list', s.published_ms, s.id
      FROM story s JOIN story_dossier f ON f.story_id = s.id WHERE s.public = 1
    UNION ALL
    SELECT 'corrections:' || e.slug, s.corrected_ms, s.id
      FROM story s JOIN edition e ON e.id = s.edition_id
     WHERE s.public = 1 AND s.corrected_ms IS NOT NULL;

DROP TRIGGER story_listed;
CREATE TRIGGER story_listed AFTER UPDATE ON story
WHEN OLD.public IS NOT NEW.public
  OR (NEW.public = 1 AND (OLD.published_ms IS NOT NEW.published_ms OR OLD.kind IS NOT NEW.kind
      OR OLD.section_id IS NOT NEW.section_id OR OLD.source_id IS NOT NEW.source_id
      OR OLD.programme_id IS NOT NEW.programme_id OR OLD.corrected_ms IS NOT NEW.corrected_ms))
BEGIN
    INSERT INTO do_story_listing(story_id) VALUES (NEW.id);
END;

-- Days of the archive: the day of UTC, since the database knows no zones; a page of a day in an
-- edition's zone reads the two it lies in.
CREATE VIEW do_day_touch(list, published_ms) AS SELECT list, published_ms FROM listing;
CREATE TRIGGER do_day_touch_now INSTEAD OF INSERT ON do_day_touch
BEGIN
    INSERT INTO change(topic)
        SELECT 'day:' || substr(NEW.list, 8) || ':'
               || date((NEW.published_ms - (NEW.published_ms % 1000 + 1000) % 1000) / 1000, 'unixepoch');
    INSERT INTO change(topic)
        SELECT 'days:' || substr(NEW.list, 8)
         WHERE (SELECT count(*) FROM (SELECT 1 FROM listing
                 WHERE list = NEW.list
                   AND published_ms >= NEW.published_ms
                                       - (NEW.published_ms % 86400000 + 86400000) % 86400000
                   AND published_ms < NEW.published_ms
                                      - (NEW.published_ms % 86400000 + 86400000) % 86400000 + 86400000
                 LIMIT 2)) < 2; -- floors, before 1970 too
END;
CREATE TRIGGER listing_day_made AFTER INSERT ON listing WHEN substr(NEW.list, 1, 7) = 'latest:'
BEGIN
    INSERT INTO do_day_touch(list, published_ms) VALUES (NEW.list, NEW.published_ms);
END;
CREATE TRIGGER listing_day_changed AFTER UPDATE ON listing
WHEN substr(NEW.list, 1, 7) = 'latest:' OR substr(OLD.list, 1, 7) = 'latest:'
BEGIN
    INSERT INTO do_day_touch(list, published_ms) VALUES (OLD.list, OLD.published_ms);
    INSERT INTO do_day_touch(list, published_ms) VALUES (NEW.list, NEW.published_ms);
END;
CREATE TRIGGER listing_day_ended AFTER DELETE ON listing WHEN substr(OLD.list, 1, 7) = 'latest:'
BEGIN
    INSERT INTO do_day_touch(list, published_ms) VALUES (OLD.list, OLD.published_ms);
END;

-- Who writes in an edition: "person:4:en/list" gets its first story, or loses its last.
CREATE VIEW do_author_touch(list) AS SELECT list FROM listing;
CREATE TRIGGER do_author_touch_now INSTEAD OF INSERT ON do_author_touch
BEGIN
    INSERT INTO change(topic)
        SELECT 'authors:' || e.slug FROM edition e
         WHERE NEW.list LIKE 'person:%:' || e.slug || '/list'
           AND (SELECT count(*) FROM (SELECT 1 FROM listing WHERE list = NEW.list LIMIT 2)) < 2;
END;
CREATE TRIGGER listing_author_made AFTER INSERT ON listing WHEN NEW.list LIKE 'person:%:%/list'
BEGIN
    INSERT INTO do_author_touch(list) VALUES (NEW.list);
END;
CREATE TRIGGER listing_author_changed AFTER UPDATE OF list ON listing
WHEN NEW.list LIKE 'person:%:%/list' OR OLD.list LIKE 'person:%:%/list'
BEGIN
    INSERT INTO do_author_touch(list) VALUES (OLD.list);
    INSERT INTO do_author_touch(list) VALUES (NEW.list);
END;
CREATE TRIGGER listing_author_ended AFTER DELETE ON listing WHEN OLD.list LIKE 'person:%:%/list'
BEGIN
    INSERT INTO do_author_touch(list) VALUES (OLD.list);
END;

-- A front that is given to another section by hand leaves the one it had.
DROP TRIGGER front_changed;
CREATE TRIGGER front_changed AFTER UPDATE ON front
BEGIN
    INSERT INTO change(topic)
        SELECT CASE WHEN OLD.section_id IS NOT NULL THEN 'front:section:' || OLD.section_id
                    WHEN OLD.dossier_id IS NOT NULL THEN 'front:dossier:' || OLD.dossier_id
                    ELSE 'front:' || (SELECT slug FROM edition WHERE id = OLD.edition_id) END;
    INSERT INTO do_front_touch(front_id) VALUES (NEW.id);
END;

CREATE TRIGGER story_completion_made AFTER INSERT ON story_completion
WHEN (SELECT public FROM story WHERE id = NEW.story_id) = 1
BEGIN
    INSERT INTO change(topic) VALUES ('story:' || NEW.story_id);
END;
CREATE TRIGGER story_completion_changed AFTER UPDATE ON story_completion
BEGIN
    INSERT INTO change(topic) SELECT 'story:' || id FROM story
        WHERE public = 1 AND id IN (OLD.story_id, NEW.story_id);
END;
CREATE TRIGGER story_completion_ended AFTER DELETE ON story_completion
WHEN (SELECT public FROM story WHERE id = OLD.story_id) = 1
BEGIN
    INSERT INTO change(topic) VALUES ('story:' || OLD.story_id);
END;

CREATE VIEW do_most_read_touch(edition_id, span) AS SELECT edition_id, span FROM most_read;
CREATE TRIGGER do_most_read_touch_now INSTEAD OF INSERT ON do_most_read_touch
BEGIN
    INSERT INTO change(topic)
        SELECT 'mostread:' || slug || CASE NEW.span WHEN 'day' THEN '' ELSE ':' || NEW.span END
          FROM edition WHERE id = NEW.edition_id;
END;
CREATE TRIGGER most_read_made AFTER INSERT ON most_read
BEGIN
    INSERT INTO do_most_read_touch(edition_id, span) VALUES (NEW.edition_id, NEW.span);
END;
CREATE TRIGGER most_read_changed AFTER UPDATE ON most_read
BEGIN
    INSERT INTO do_most_read_touch(edition_id, span) VALUES (OLD.edition_id, OLD.span);
    INSERT INTO do_most_read_touch(edition_id, span) VALUES (NEW.edition_id, NEW.span);
END;
CREATE TRIGGER most_read_ended AFTER DELETE ON most_read
BEGIN
    INSERT INTO do_most_read_touch(edition_id, span) VALUES (OLD.edition_id, OLD.span);
END;

-- A count that was moved by hand leaves a story, too.
DROP TRIGGER share_count_changed;
CREATE TRIGGER share_count_changed AFTER UPDATE ON share_count
BEGIN
    INSERT INTO change(topic) VALUES ('shares:' || OLD.story_id);
    INSERT INTO change(topic) SELECT 'shares:' || NEW.story_id WHERE NEW.story_id <> OLD.story_id;
END;

-- The new lists of what is public already.
INSERT INTO do_story_listing(story_id) SELECT id FROM story WHERE public = 1;
