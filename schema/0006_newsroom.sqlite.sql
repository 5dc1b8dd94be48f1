-- The newsroom's tables, where the engines part: JSON, and triggers.

INSERT INTO working(story_id, edition_id, status, kind, section_id, headline, words, saved_ms, staff_id, made_by)
    SELECT s.id, s.edition_id, s.status,
           coalesce(json_extract(v.fields, '$.kind'), s.kind),
           (SELECT c.id FROM section c WHERE c.id = json_extract(v.fields, '$.section')),
           coalesce(json_extract(v.fields, '$.headline'), s.headline), s.words, v.at_ms, v.user_id,
           (SELECT f.user_id FROM version f WHERE f.story_id = s.id AND f.number = 1)
      FROM story s JOIN version v ON v.story_id = s.id AND v.number = s.version;

CREATE TRIGGER story_status_working AFTER UPDATE OF status ON story
WHEN OLD.status IS NOT NEW.status
BEGIN
    UPDATE working SET status = NEW.status WHERE story_id = NEW.id;
END;
-- Nothing of the newsroom's own keeps a story from going, or outlives it.
CREATE TRIGGER story_ended_working BEFORE DELETE ON story
BEGIN
    DELETE FROM working WHERE story_id = OLD.id;
    DELETE FROM unsaved WHERE story_id = OLD.id;
    DELETE FROM editing WHERE story_id = OLD.id;
END;
