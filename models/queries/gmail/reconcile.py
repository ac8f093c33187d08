"""Gmail's lists of one mailbox, compared with the ledger and with the messages that are really stored.

Nothing here deletes a message: what differs is set back to `listed`, and what Gmail answers for it decides.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.gmail.reconcile import Reconciliation
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.mail.messages import IGNORED_LABELS
from models.queries.mail.ledger import OLDER

_NAMED = """
    named AS MATERIALIZED (
        SELECT id AS source_id, min(thread) AS thread_id, min((page - 1) * 500 + place) AS place
        FROM reconcile_pages, unnest(source_ids, thread_ids) WITH ORDINALITY AS ids (id, thread, place)
        WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND run = :run AND label = ''
        GROUP BY id)  -- a list that changes while it is read may name a message twice
"""
_OURS = """
    ours AS MATERIALIZED (
        SELECT source_id, l.state, l.error, l.position, m.id, m.labels, coalesce(l.thread_id, m.thread_id) AS thread_id,
               greatest(coalesce(l.history_id, 0), coalesce(m.history_id, 0)) <= :since AS settled
        FROM (SELECT * FROM ledger WHERE user_id = :user_id AND mailbox_id = :mailbox_id) l
        FULL JOIN (SELECT source_id, thread_id, id, labels, history_id FROM messages
                   WHERE user_id = :user_id AND mailbox_id = :mailbox_id) m USING (source_id))
"""
# Labels that no list can tell of are not judged: Gmail's own that it does not list, such as a new kind of star.
_JUDGED = "SELECT x FROM unnest(o.labels) AS x WHERE x = ANY(CAST(:known AS text[])) OR x LIKE 'Label\\_%'"
_SHOWN = f"""
    shown AS MATERIALIZED (
        SELECT source_id, array_agg(DISTINCT label ORDER BY label) AS labels
        FROM reconcile_pages, unnest(source_ids) AS source_id
        WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND run = :run AND label <> '' GROUP BY source_id),
    differing AS MATERIALIZED (
        SELECT o.source_id, o.labels, coalesce(s.labels, '{{}}') || ARRAY(
                   SELECT x FROM unnest(o.labels) AS x WHERE x NOT IN ({_JUDGED})) AS right_labels
        FROM ours o JOIN named USING (source_id) LEFT JOIN shown s USING (source_id)
        WHERE o.state = 'stored' AND o.id IS NOT NULL AND o.settled
          AND ARRAY({_JUDGED} GROUP BY x ORDER BY x) <> coalesce(s.labels, '{{}}'))
"""  # noqa: S608 - made of literals
_QUESTION = f"""
    WITH {_NAMED}, {_OURS},
    different AS (
        SELECT source_id, coalesce(n.thread_id, o.thread_id) AS thread_id,
               coalesce(o.position, n.place, 0) AS position,
               CASE WHEN n.source_id IS NULL THEN 'extra' ELSE 'missing' END AS kind
        FROM ours o FULL JOIN named n USING (source_id)
        WHERE CASE
            WHEN n.source_id IS NULL THEN
                o.settled AND (o.state IN ('stored', 'dead') OR (o.state = 'gone' AND o.id IS NOT NULL)
                               OR o.state IS NULL)
            WHEN o.state IS NULL THEN coalesce(o.settled, true)
            WHEN o.state = 'dead' AND o.error = :older THEN true
            ELSE o.settled AND (o.state = 'gone' OR (o.state = 'stored' AND o.id IS NULL)) END),
    found AS (
        INSERT INTO reconcile_findings (user_id, mailbox_id, run, source_id, kind)
        SELECT :user_id, :mailbox_id, :run, source_id, kind FROM different ON CONFLICT DO NOTHING)
    INSERT INTO ledger (user_id, mailbox_id, source_id, thread_id, position)
    SELECT :user_id, :mailbox_id, source_id, thread_id, position FROM different
    ON CONFLICT (user_id, mailbox_id, source_id) DO UPDATE
        SET state = 'listed', attempts = 0, error = NULL, updated_at = now()
"""  # noqa: S608 - made of literals
_COMPARE_LABELS = f"""
    WITH {_NAMED}, {_OURS}, {_SHOWN}
    INSERT INTO reconcile_findings (user_id, mailbox_id, run, source_id, kind, labels)
    SELECT :user_id, :mailbox_id, :run, source_id, 'labels', labels FROM differing ON CONFLICT DO NOTHING
"""  # noqa: S608 - made of literals
_BELIEVE_LABELS = f"""
    WITH {_NAMED}, {_OURS}, {_SHOWN},
    changed AS (
        UPDATE messages m SET labels = d.right_labels FROM differing d
        WHERE m.user_id = :user_id AND m.mailbox_id = :mailbox_id AND m.source_id = d.source_id
        RETURNING m.source_id, m.thread_id, d.labels AS old, m.labels AS new),
    again AS (
        UPDATE ledger l SET extracted = false FROM changed c
        WHERE l.user_id = :user_id AND l.mailbox_id = :mailbox_id AND l.source_id = c.source_id
          AND (c.old && CAST(:ignored AS text[])) <> (c.new && CAST(:ignored AS text[])))
    SELECT DISTINCT thread_id FROM changed
"""  # noqa: S608 - made of literals


class ReconcileQueries:
    """One run of a comparison, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef, run: UUID | None = None) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id, "run": run}

    async def clear(self) -> None:
        """Forget what other runs of this mailbox have left."""
        for table in ("reconcile_pages", "reconcile_findings"):
            await self._run(
                f"DELETE FROM {table} WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND run <> :run"  # noqa: S608
            )

    async def expect_many(self) -> None:
        """For the rest of the transaction, join by hashes: the planner cannot know how many ids are in a page."""
        await self._session.execute(text("SET LOCAL enable_nestloop = off"))

    async def question(self, since: int) -> None:
        """Set back to `listed` what Gmail has and Kith has not, and the other way round.

        What has changed after `since` is left out: the history tells of it.
        """
        await self._run(_QUESTION, since=since, older=OLDER)

    async def compare_labels(self, since: int, known: Sequence[str]) -> int:
        """Find messages whose labels are not those of Gmail's lists, which are of the `known`. Returns how many."""
        return await self._run(_COMPARE_LABELS, since=since, known=list(known))

    async def question_labels(self) -> None:
        """Set those back to `listed`: what Gmail answers for each decides."""
        await self._run(
            """
            UPDATE ledger l SET state = 'listed', attempts = 0, updated_at = now() FROM reconcile_findings f
            WHERE l.user_id = :user_id AND l.mailbox_id = :mailbox_id AND f.user_id = :user_id
              AND f.mailbox_id = :mailbox_id AND f.run = :run AND f.kind = 'labels' AND f.source_id = l.source_id
            """
        )

    async def believe_labels(self, since: int, known: Sequence[str]) -> list[str]:
        """Give them the labels of the lists. Returns their threads."""
        rows = await self._session.execute(
            text(_BELIEVE_LABELS),
            self._key | {"since": since, "known": list(known), "ignored": sorted(IGNORED_LABELS)},
        )
        return [row[0] for row in rows]

    async def healing(self) -> bool:
        """Is anything that a comparison of this mailbox found still to be fetched?"""
        return bool(
            await self._session.scalar(
                text("""
                    SELECT EXISTS (
                        SELECT 1 FROM reconcile_findings f JOIN ledger l USING (user_id, mailbox_id, source_id)
                        WHERE f.user_id = :user_id AND f.mailbox_id = :mailbox_id AND l.state = 'listed')
                """),
                self._key,
            )
        )

    async def result(self, since: int, units: int) -> Reconciliation:
        """What the run found, as it turned out. What came or went while it ran counts as nothing."""
        row = (
            await self._session.execute(
                text("""
                    WITH outcome AS (
                        SELECT f.kind, l.state, coalesce(m.history_id, 0) <= :since AS settled,
                               ARRAY(SELECT x FROM unnest(f.labels) AS x ORDER BY x)
                                   <> ARRAY(SELECT x FROM unnest(m.labels) AS x ORDER BY x) AS relabelled
                        FROM reconcile_findings f
                        JOIN ledger l ON l.user_id = :user_id AND l.mailbox_id = :mailbox_id
                            AND l.source_id = f.source_id
                        LEFT JOIN messages m ON m.user_id = :user_id AND m.mailbox_id = :mailbox_id
                            AND m.source_id = f.source_id
                        WHERE f.user_id = :user_id AND f.mailbox_id = :mailbox_id AND f.run = :run)
                    SELECT (SELECT count(*) FROM ledger WHERE user_id = :user_id AND mailbox_id = :mailbox_id
                            AND state <> 'gone'),
                           count(*) FILTER (WHERE kind = 'missing' AND state <> 'gone' AND settled),
                           count(*) FILTER (WHERE kind = 'extra' AND state = 'gone'),
                           count(*) FILTER (WHERE (kind = 'missing' AND state = 'stored' AND settled)
                                            OR (kind = 'extra' AND state = 'gone')),
                           count(*) FILTER (WHERE kind = 'labels' AND state = 'stored' AND relabelled)
                    FROM outcome
                """),
                self._key | {"since": since},
            )
        ).one()
        return Reconciliation(
            compared=row[0], missing=row[1], extra=row[2], healed=row[3], relabelled=row[4], units=units
        )

    async def _run(self, statement: str, **values: object) -> int:
        done = await self._session.execute(text(statement), self._key | values)
        return max(int(getattr(done, "rowcount", 0)), 0)
