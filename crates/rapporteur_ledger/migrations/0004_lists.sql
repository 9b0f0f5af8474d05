-- Acts carry their event codes; ways in for long lists: documents and acts by day, acts by issue.

ALTER TABLE act ADD COLUMN code INTEGER;                   -- topic.n of the PLOVER event
ALTER TABLE act ADD COLUMN quad INTEGER;                   -- its quad class, in the contract's order

CREATE INDEX indexed_day ON indexed (day);
CREATE INDEX act_day ON act (coalesce(day, -135140), n) WHERE event = n;
CREATE INDEX act_at_topic ON act_at (topic, day, act) WHERE role = 0 AND topic <> 0;
