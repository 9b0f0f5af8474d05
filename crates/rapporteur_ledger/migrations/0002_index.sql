-- What is found in the documents: parties, acts, meetings' reports, words.

CREATE TABLE pending (
    document INTEGER PRIMARY KEY REFERENCES document (n)   -- kept, and still to be indexed
) STRICT;

CREATE TABLE indexed (
    document   INTEGER PRIMARY KEY REFERENCES document (n),
    day        INTEGER,                                    -- of issue; days since 1970
    genre      TEXT NOT NULL,
    title      TEXT,
    is_current INTEGER NOT NULL,                           -- 0 where a later version stands at every source
    n_rulings  INTEGER NOT NULL,                           -- acts that a person decided
    passages   BLOB NOT NULL,                              -- first bytes of the sentences, packed
    names      BLOB NOT NULL,                              -- party_name.n of its actors, packed
    release    INTEGER NOT NULL                            -- the document that stands for all its copies
) STRICT;
CREATE INDEX indexed_release ON indexed (release) WHERE release <> document;

CREATE TABLE party (
    n       INTEGER PRIMARY KEY,
    key     TEXT NOT NULL UNIQUE,                          -- c:ISO, w:world id, n:class:country:folded name
    kind    TEXT NOT NULL,
    country TEXT,
    entity  INTEGER NOT NULL                               -- the party that stands for all its identities
) STRICT;
CREATE INDEX party_entity ON party (entity) WHERE entity <> n;

CREATE TABLE party_name (
    n         INTEGER PRIMARY KEY,
    party     INTEGER NOT NULL REFERENCES party (n),
    name      TEXT NOT NULL,
    folded    TEXT NOT NULL,
    documents INTEGER NOT NULL,
    UNIQUE (party, name)
) STRICT;
CREATE INDEX party_name_folded ON party_name (folded);

CREATE TABLE topic (
    n    INTEGER PRIMARY KEY,
    key  TEXT NOT NULL UNIQUE,                             -- i:issue, t:instrument's words
    name TEXT NOT NULL
) STRICT;

CREATE TABLE act (
    n          INTEGER PRIMARY KEY,                        -- document * 65536 + rank in its record
    anchor     INTEGER NOT NULL,                           -- first code point of the trigger * 256 + rank there
    type       INTEGER NOT NULL,                           -- ActType, in the contract's order
    day        INTEGER,
    due_first  INTEGER,
    due_last   INTEGER,
    qualities  INTEGER NOT NULL,                           -- polarity, modality, strength, 64 decided, 128 put off
    confidence INTEGER NOT NULL,                           -- thousandths
    meeting    INTEGER,                                    -- a meeting's report
    passage    INTEGER NOT NULL,
    spans      BLOB NOT NULL,                              -- trigger, evidence, content; code points, packed
    features   BLOB NOT NULL,                              -- parties, issues, instruments, words, packed
    event      INTEGER NOT NULL                            -- the act that stands for all its reports
) STRICT;
CREATE INDEX act_event ON act (event) WHERE event <> n;
CREATE INDEX act_doubt ON act (confidence, n) WHERE qualities < 64;
CREATE INDEX act_put_off ON act (confidence, n) WHERE qualities >= 128;

CREATE TABLE act_at (
    party INTEGER NOT NULL,
    role  INTEGER NOT NULL,                                -- 0 actor, 1 the other side
    topic INTEGER NOT NULL,                                -- 0 any
    day   INTEGER NOT NULL,
    act   INTEGER NOT NULL,
    PRIMARY KEY (party, role, topic, day, act)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_report (
    n        INTEGER PRIMARY KEY,                          -- document * 65536 + rank in its record
    anchor   INTEGER NOT NULL,
    day      INTEGER,
    day_last INTEGER,
    form     TEXT NOT NULL,
    status   TEXT NOT NULL,
    name     TEXT,
    place    TEXT,
    spans    BLOB NOT NULL,                                -- the first evidence
    features BLOB NOT NULL,                                -- sides, persons, topics
    meeting  INTEGER NOT NULL                              -- the report that stands for the meeting
) STRICT;
CREATE INDEX meeting_report_day ON meeting_report (day);
CREATE INDEX meeting_report_meeting ON meeting_report (meeting) WHERE meeting <> n;

CREATE TABLE meeting_at (
    party  INTEGER NOT NULL,
    day    INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (party, day, report)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE passage USING fts5 (
    words, facets,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

INSERT INTO pending (document) SELECT n FROM document;
