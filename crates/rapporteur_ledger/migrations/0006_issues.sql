-- How many acts stand under each issue, so that the list of issues need not count them all.

ALTER TABLE topic ADD COLUMN acts INTEGER NOT NULL DEFAULT 0;  -- of current documents, each once

UPDATE topic SET acts = filed.acts
FROM (SELECT topic, count(DISTINCT act) AS acts FROM act_at WHERE topic <> 0 AND role = 0 GROUP BY topic) AS filed
WHERE filed.topic = topic.n;
