-- What the whole page needs beside the trade's nouns. Both engines read this file.

-- The stories that fill up a story's related box beside the editor's own choice (story_related):
-- chosen when it is published, so that the text does not change under its readers with every story
-- that comes later. What is newest stands in Read Next.
CREATE TABLE story_completion (
    story_id   INTEGER NOT NULL REFERENCES story(id),
    related_id INTEGER NOT NULL REFERENCES story(id),
    position   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (story_id, related_id)
);
CREATE INDEX story_completion_related ON story_completion(related_id);

-- Most Read, as it was ranked last: written by the clockwork from view_count, at most once a minute,
-- and only where it differs.
CREATE TABLE most_read (
    edition_id INTEGER NOT NULL REFERENCES edition(id),
    span       TEXT NOT NULL CHECK (span IN ('hour', 'day', 'week')),
    position   INTEGER NOT NULL,                 -- 0 is the first
    story_id   INTEGER NOT NULL REFERENCES story(id),
    PRIMARY KEY (edition_id, span, position)
);
CREATE INDEX most_read_story ON most_read(story_id);
-- With all that the ranking reads.
CREATE INDEX view_count_hour ON view_count(hour, story_id, views);
