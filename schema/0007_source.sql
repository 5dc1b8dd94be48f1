-- Taking a source away asks which stories name it: without this, all of them were looked through while everybody who saves
-- waited.
CREATE INDEX story_source ON story(source_id) WHERE source_id IS NOT NULL;
