-- What is kept: sources, readings, people's decisions, and the log of every change.
-- Everything else in the file is worked out from these tables and can be made again.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    n    INTEGER PRIMARY KEY,                              -- the first 31 bits of the hash, or the next free number
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)    -- SHA-256 of the source bytes
) STRICT;

CREATE TABLE original (
    document INTEGER PRIMARY KEY REFERENCES document (n),
    packed   BLOB NOT NULL                                 -- the source bytes, zstd
) STRICT;

CREATE TABLE origin (
    source     TEXT NOT NULL,                              -- a path or an address, as given
    document   INTEGER NOT NULL REFERENCES document (n),
    first_seen INTEGER NOT NULL,                           -- milliseconds since 1970
    last_seen  INTEGER NOT NULL,                           -- orders the versions of one source
    PRIMARY KEY (source, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX origin_document ON origin (document);

CREATE TABLE reader (
    n       INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    model   TEXT NOT NULL,
    world   TEXT NOT NULL,
    lexicon TEXT NOT NULL,
    UNIQUE (version, model, world, lexicon)
) STRICT;

CREATE TABLE reading (
    document INTEGER PRIMARY KEY REFERENCES document (n),
    reader   INTEGER NOT NULL REFERENCES reader (n),
    hash     BLOB NOT NULL CHECK (length(hash) = 32),      -- SHA-256 of the record's JSON, its source left empty
    text     BLOB NOT NULL,                                -- zstd against the source
    record   BLOB NOT NULL                                 -- JSON without the text, zstd against the text
) STRICT;
CREATE INDEX reading_reader ON reading (reader);

CREATE TABLE decision (
    n        INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,                         -- from the hash of the body
    at       INTEGER NOT NULL,
    who      TEXT NOT NULL,
    document INTEGER REFERENCES document (n),              -- where it is about one document
    body     TEXT NOT NULL                                 -- the whole decision, JSON
) STRICT;
CREATE INDEX decision_document ON decision (document);
CREATE INDEX decision_at ON decision (at, id);

CREATE TABLE audit (
    n       INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,
    what    TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL,
    hash    BLOB NOT NULL CHECK (length(hash) = 32)        -- SHA-256 of the entry and of the hash before it
) STRICT;
CREATE INDEX audit_subject ON audit (subject);
