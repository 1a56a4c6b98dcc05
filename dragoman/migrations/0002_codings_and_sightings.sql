-- Codings beside each other, texts that can be searched, failures that can be tried again.

-- Where a text was met: one row a place. The report's own outlet, title, path, url, date and
-- language are those of its first sighting (earliest date; then by path), whatever the order in
-- which they came in.
CREATE TABLE sightings (
    report   INTEGER NOT NULL REFERENCES reports (key) ON DELETE CASCADE,
    path     TEXT NOT NULL,            -- '' where there is none
    url      TEXT NOT NULL,            -- ''
    outlet   TEXT,
    title    TEXT,
    date     TEXT,
    language TEXT NOT NULL,
    PRIMARY KEY (report, path, url)
) WITHOUT ROWID;
INSERT INTO sightings
    SELECT key, coalesce(path, ''), coalesce(url, ''), outlet, title, date, language FROM reports;
INSERT OR IGNORE INTO sightings
    SELECT c.report, c.path, c.url, nullif(c.outlet, ''), NULL, r.date, r.language
    FROM copies c JOIN reports r ON r.key = c.report ORDER BY c.outlet;
DROP TABLE copies;

-- Which versions of the coder have coded a report; reports.coder names the one whose claims stand
-- in claims. `tables` is the fingerprint of the tables and models it used; NULL: not known.
CREATE TABLE codings (
    report INTEGER NOT NULL REFERENCES reports (key) ON DELETE CASCADE,
    coder  TEXT NOT NULL,
    tables TEXT,
    PRIMARY KEY (report, coder)
) WITHOUT ROWID;
INSERT INTO codings SELECT key, coder, NULL FROM reports;

-- What earlier versions of the coder found. Kept apart, so that whoever asks claims, parts or
-- evidence gets the newest coding alone.
CREATE TABLE former_claims (
    id     TEXT PRIMARY KEY,
    report INTEGER NOT NULL,
    coder  TEXT NOT NULL,
    body   TEXT NOT NULL,              -- as in claims
    FOREIGN KEY (report, coder) REFERENCES codings (report, coder) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX former_claims_coding ON former_claims (report, coder);

-- Who acts or is acted on in a report (sources apart), both as the exact id and at the level of
-- states: what makes the claims of a pair quick to find among millions.
CREATE TABLE report_actors (
    actor  TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES reports (key) ON DELETE CASCADE,
    PRIMARY KEY (actor, report)
) WITHOUT ROWID;
CREATE INDEX report_actors_report ON report_actors (report);
INSERT INTO report_actors
    SELECT p.actor, c.report FROM parts p JOIN claims c ON c.key = p.claim WHERE p.part != 'source'
    UNION
    SELECT p.state, c.report FROM parts p JOIN claims c ON c.key = p.claim WHERE p.part != 'source';

-- Words of the texts, accents folded. The texts themselves stay in reports.
CREATE VIRTUAL TABLE texts USING fts5 (
    text, content = 'reports', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO texts (texts) VALUES ('rebuild');
CREATE TRIGGER texts_come AFTER INSERT ON reports BEGIN
    INSERT INTO texts (rowid, text) VALUES (new.key, new.text);
END;
CREATE TRIGGER texts_go AFTER DELETE ON reports BEGIN
    INSERT INTO texts (texts, rowid, text) VALUES ('delete', old.key, old.text);
END;

-- What it takes to try again: what was read (a folder, say), and with which options.
ALTER TABLE failures ADD COLUMN root TEXT;
ALTER TABLE failures ADD COLUMN given TEXT NOT NULL DEFAULT '{}';  -- JSON
ALTER TABLE failures ADD COLUMN tries INTEGER NOT NULL DEFAULT 1;
