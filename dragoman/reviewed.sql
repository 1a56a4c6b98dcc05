-- The record as reviewed: views of one connection that stand before the tables of the same names,
-- without the claims that were rejected, and with the corrected ones in the place of theirs. A
-- corrected claim has the key of its original with a minus before it. Full-text search is left as it
-- is (selection.py looks a corrected claim up by its original's words).
CREATE TEMP VIEW decided AS
    SELECT k.* FROM main.corrections k
    WHERE k.key IN (SELECT max(key) FROM main.corrections GROUP BY claim) AND k.decision != 'accept';

CREATE TEMP VIEW corrected AS
    SELECT -c.key AS key, k.becomes AS id, c.report AS report, k.score AS certainty,
           k.body AS body, k.parts AS parts
    FROM decided k JOIN main.claims c ON c.id = k.claim WHERE k.decision = 'correct';

CREATE TEMP VIEW claims AS
    SELECT key, id, report, kind, type, certainty, body FROM main.claims
    WHERE id NOT IN (SELECT claim FROM decided)
    UNION ALL
    SELECT key, id, report, body ->> 'kind', body ->> 'type', certainty, body FROM corrected;

CREATE TEMP VIEW parts AS
    SELECT claim, part, actor, state FROM main.parts
    UNION ALL
    SELECT c.key, p.value ->> 0, p.value ->> 1, p.value ->> 2 FROM corrected c, json_each(c.parts) p;

CREATE TEMP VIEW claim_stakes AS
    SELECT stake, claim FROM main.claim_stakes
    UNION ALL
    SELECT s.value, c.key FROM corrected c, json_each(c.body, '$.stakes') s;

CREATE TEMP VIEW report_actors AS
    SELECT * FROM main.report_actors
    UNION
    SELECT p.value ->> n.value, c.report FROM corrected c, json_each(c.parts) p, json_each('[1, 2]') n
    WHERE p.value ->> 0 != 'source';
