-- Reports, what they claim, and what could not be read.
-- One writer, many readers (WAL). A report and all its claims are written in one transaction.
-- application_id spells "DRGN". The migrations run in order; user_version is the number of the last.

PRAGMA application_id = 0x4452474E;

-- One row a text. Whoever reads the same text again with the same coder changes nothing.
CREATE TABLE reports (
    key      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,     -- hash of the text
    coder    TEXT NOT NULL,            -- the version that found the claims
    language TEXT NOT NULL,
    date     TEXT,                     -- ISO, of day, month or year precision
    outlet   TEXT,
    title    TEXT,
    path     TEXT,
    url      TEXT,
    zones    TEXT NOT NULL,            -- JSON: [[start, end, kind], ...]
    text     TEXT NOT NULL
);
CREATE INDEX reports_date ON reports (date);

-- The same text met again elsewhere: another outlet, file or address.
CREATE TABLE copies (
    report INTEGER NOT NULL REFERENCES reports (key) ON DELETE CASCADE,
    outlet TEXT NOT NULL,
    path   TEXT NOT NULL,
    url    TEXT NOT NULL,
    PRIMARY KEY (report, outlet, path, url)
) WITHOUT ROWID;

CREATE TABLE claims (
    key       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    report    INTEGER NOT NULL REFERENCES reports (key) ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    type      TEXT,
    certainty REAL NOT NULL,           -- the source's, as a score from -3 to +3
    body      TEXT NOT NULL            -- JSON: the fields of the claim, actors as arrays
);
CREATE INDEX claims_report ON claims (report);
CREATE INDEX claims_kind ON claims (kind, type);

-- Who has a part in a claim. `state` is the actor at the level of states.
CREATE TABLE parts (
    claim INTEGER NOT NULL REFERENCES claims (key) ON DELETE CASCADE,
    part  TEXT NOT NULL CHECK (part IN ('actor', 'counterpart', 'source')),
    actor TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (claim, part, actor)
) WITHOUT ROWID;
CREATE INDEX parts_state ON parts (state, part, claim);
CREATE INDEX parts_actor ON parts (actor, part, claim);

CREATE TABLE claim_stakes (
    stake TEXT NOT NULL,
    claim INTEGER NOT NULL REFERENCES claims (key) ON DELETE CASCADE,
    PRIMARY KEY (stake, claim)
) WITHOUT ROWID;
CREATE INDEX claim_stakes_claim ON claim_stakes (claim);

-- Words of the evidence, accents folded. The rowid is claims.key.
CREATE VIRTUAL TABLE evidence USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER evidence_goes AFTER DELETE ON claims BEGIN
    DELETE FROM evidence WHERE rowid = old.key;
END;

-- What could not be read or coded, and why. A later success takes the row away.
CREATE TABLE failures (
    path   TEXT PRIMARY KEY,
    reason TEXT NOT NULL
);
