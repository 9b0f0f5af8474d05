-- The same in less room: what is kept is packed against a dictionary of the ledger's own; the word index has short row
-- numbers, and no sizes, which nothing asks for.

CREATE TABLE dictionary (
    n       INTEGER PRIMARY KEY,
    sources BLOB NOT NULL,                                 -- sources of some documents, one after another
    records BLOB NOT NULL                                  -- their records
) STRICT;

ALTER TABLE original ADD COLUMN dictionary INTEGER REFERENCES dictionary (n);  -- what it is packed against, if any
ALTER TABLE reading  ADD COLUMN dictionary INTEGER REFERENCES dictionary (n);

DELETE FROM indexed;
ALTER TABLE indexed ADD COLUMN first_row  INTEGER NOT NULL DEFAULT 0;          -- of its sentences in the word index
ALTER TABLE indexed ADD COLUMN n_passages INTEGER NOT NULL DEFAULT 0;          -- 0 where it is not current
CREATE UNIQUE INDEX indexed_row ON indexed (first_row) WHERE n_passages > 0;

DROP TABLE passage;
CREATE VIRTUAL TABLE passage USING fts5 (
    words,                                                     -- of the sentence, then the facets of its acts
    content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2'
);

DROP TABLE party_name;
CREATE TABLE party_name (
    n         INTEGER PRIMARY KEY,
    party     INTEGER NOT NULL REFERENCES party (n),
    name      TEXT NOT NULL,
    folded    TEXT NOT NULL,
    documents INTEGER NOT NULL
) STRICT;
CREATE INDEX party_name_party ON party_name (party);
CREATE INDEX party_name_folded ON party_name (folded);

DELETE FROM act;
DELETE FROM act_at;
DELETE FROM meeting_report;
DELETE FROM meeting_at;
INSERT OR IGNORE INTO pending (document) SELECT n FROM document;
