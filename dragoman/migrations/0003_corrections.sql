-- What people say of claims: beside the coding, never over it. The last row of a claim counts.
CREATE TABLE corrections (
    key      INTEGER PRIMARY KEY,
    claim    TEXT NOT NULL,            -- the machine's claim, by its id: it may be coded anew
    report   TEXT NOT NULL,            -- the report's id
    decision TEXT NOT NULL CHECK (decision IN ('accept', 'correct', 'reject')),
    reason   TEXT NOT NULL,
    reviewer TEXT NOT NULL,            -- '' where nobody is named
    at       TEXT NOT NULL,            -- ISO, UTC
    need     TEXT NOT NULL CHECK (need IN ('core', 'optional')),
    becomes  TEXT,                     -- the id of the corrected claim; NULL unless corrected
    score    REAL,                     -- its certainty, as in claims
    body     TEXT,                     -- the corrected claim, as in claims
    parts    TEXT                      -- JSON: [[part, actor, state], ...], as in parts
);
CREATE INDEX corrections_claim ON corrections (claim, key);
CREATE INDEX corrections_becomes ON corrections (becomes);
CREATE INDEX corrections_report ON corrections (report);
