-- What became of it: copies of one release, meetings with all their reports, items with their threads.

CREATE TABLE band (
    band     INTEGER NOT NULL,                             -- a hash of some of the text's least shingles
    document INTEGER NOT NULL,
    PRIMARY KEY (band, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE copy (
    document INTEGER NOT NULL,
    other    INTEGER NOT NULL,
    PRIMARY KEY (document, other)                          -- both directions
) STRICT, WITHOUT ROWID;

CREATE TABLE cell (
    cell INTEGER NOT NULL,                                 -- a hash of two sides and a topic
    day  INTEGER NOT NULL,
    act  INTEGER NOT NULL,
    PRIMARY KEY (cell, day, act)
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
    later    INTEGER NOT NULL,
    earlier  INTEGER NOT NULL,
    relation TEXT NOT NULL,
    score    INTEGER NOT NULL,                             -- thousandths
    state    TEXT NOT NULL,                                -- possible, suggested, confirmed
    why      TEXT NOT NULL,
    PRIMARY KEY (later, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_earlier ON link (earlier, later);

CREATE TABLE item (
    act        INTEGER PRIMARY KEY,
    root       INTEGER NOT NULL,                           -- the first act of the thread
    day        INTEGER NOT NULL,
    status     TEXT NOT NULL,
    status_day INTEGER,
    last_day   INTEGER,                                    -- of anything in the thread
    due_last   INTEGER
) STRICT;
CREATE INDEX item_root ON item (root) WHERE root <> act;
CREATE INDEX item_due ON item (due_last) WHERE root = act AND due_last IS NOT NULL;
CREATE INDEX item_status ON item (status, day, act) WHERE root = act;
CREATE INDEX item_last ON item (last_day) WHERE root = act AND status IN ('open', 'accepted', 'in_progress');

CREATE TABLE pending_day  (day INTEGER PRIMARY KEY) STRICT;
CREATE TABLE pending_copy (document INTEGER PRIMARY KEY) STRICT;
CREATE TABLE pending_event (document INTEGER PRIMARY KEY) STRICT;
CREATE TABLE pending_cell (cell INTEGER PRIMARY KEY, day INTEGER NOT NULL) STRICT;

DELETE FROM indexed;
DELETE FROM party_name;
DELETE FROM act;
DELETE FROM act_at;
DELETE FROM meeting_report;
DELETE FROM meeting_at;
INSERT INTO passage (passage) VALUES ('delete-all');
INSERT OR IGNORE INTO pending (document) SELECT n FROM document;
