"""Works out from the raw tables what the reports must say, join by join, and compares.

usage: reports_reference.py PROGRAM DATABASE SEED

SEED chooses the moment that is reported on.

Boards, counts, retention, activity, trees, costs and the briefing, each against a plain count over facts and
answers. Nothing here is shared with the program: no column, no index, no rule.
"""

import math
import random
import sys
from collections import defaultdict
from datetime import datetime, timedelta, timezone

from export_reference import DAY, SECOND, VERDICTS, Checker, Reference, account_made, rfc3339

OUTCOMES = ["retained", "left", "fake", "young", "unsure"]
MINUTE = 60 * SECOND
KINDS = ["(server)", "(bot)", "(no invite)"]
DENIED = {
    "ignored_code": "(ignored code)", "excluded_inviter": "(excluded inviter)", "bot_invite": "(made by a bot)",
    "excluded_member": "(excluded member)", "self_invite": "(own invite)", "rejoin": "(rejoin)",
    "young_inviter": "(young inviter)", "young_member": "(young member)",
}


def wilson(part, whole):
    z = 1.959963984540054
    if whole <= 0:
        return None, None
    p = part / whole
    centre = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return max(centre - half, 0.0), min(centre + half, 1.0)


def moment(t):
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=t)


def week_of(t):
    year, week, _ = moment(t).isocalendar()
    return f"{year}-W{week:02d}"


def close(a, b):
    if a is None or b is None:
        return a == b
    return abs(a - b) < 1e-6


class Reports(Reference):
    """What every report counts, from rows."""

    def __init__(self, database, as_of):
        super().__init__(database, as_of)
        self.names = {row["source_id"]: row["name"] for row in self.rows("SELECT * FROM source")}
        self.kinds = {row["source_id"]: row["kind"] for row in self.rows("SELECT * FROM source")}
        self.lives = self.rows("SELECT * FROM invite ORDER BY code, epoch")
        self.channels = {life["code"]: life["channel_id"] for life in self.lives}
        self.ways = defaultdict(list)
        for row in self.rows("SELECT * FROM candidate ORDER BY join_id, rank"):
            self.ways[row["join_id"]].append(row)

    def group(self, axis, kind, code, inviter, source):
        """("group", id), or the name of a special row."""
        if axis == "source" and source is not None:
            found = self.kinds[source]
            return ("group", source) if found == "named" else {"vanity": "(server)", "bot": "(bot)"}.get(
                found, "(no invite)")
        if kind != 0:
            return KINDS[kind - 1]
        if axis == "source":
            return "(unassigned)"
        if axis == "inviter":
            return ("group", inviter) if inviter is not None else "(no inviter)"
        if axis == "code":
            return ("group", code)
        channel = self.channels.get(code)
        return ("group", channel) if channel is not None else "(no channel)"

    def rule(self, axis, spell, inviter, code):
        """What denies the credit on this axis: counts by source take codes, staff and bots in."""
        denied = None
        kept = self.ignored, self.excluded, self.people
        if axis == "source":
            self.ignored = {}
        if axis != "inviter":
            self.excluded = {user: {"as_inviter": 0, "as_member": row["as_member"]}
                             for user, row in self.excluded.items()}
            self.people = {}
        denied = self.denial(spell, inviter, code)
        self.ignored, self.excluded, self.people = kept
        return denied

    def row(self, axis, spell, way, with_rules):
        """The row of a way in: kind, code, inviter, source."""
        group = self.group(axis, *way)
        if with_rules and group[0] == "group":
            denied = self.rule(axis, spell, way[2], way[1])
            return DENIED[denied] if denied else group
        return group

    def standing(self, spell):
        answer = self.answers.get(spell["join_id"])
        if answer is None or answer["code_verdict"] > 4:
            return None
        return answer["by_kind"], answer["code"], answer["inviter_id"], answer["source_id"]

    def group_shares(self, axis, spell, with_rules=False):
        """(row, group) → probability, where the join is not certain and has candidates."""
        answer = self.answers.get(spell["join_id"])
        found = defaultdict(float)
        if answer is not None and answer["code_verdict"] > 3:
            for way in self.ways[spell["join_id"]]:
                way_in = way["kind"], way["code"], way["inviter_id"], way["source_id"]
                found[self.row(axis, spell, way_in, with_rules), self.group(axis, *way_in)] += way["p"]
        return found

    def shares(self, axis, spell, with_rules=False):
        """row → probability, as above."""
        found = defaultdict(float)
        for (row, _), p in self.group_shares(axis, spell, with_rules).items():
            found[row] += p
        return found

    def place(self, axis, spell, with_rules=False):
        """Where boards count the join."""
        way = self.standing(spell)
        if way is not None:
            return self.row(axis, spell, way, with_rules)
        if axis == "channel":
            shares = self.shares(axis, spell, with_rules)
            best = max(shares.items(), key=lambda item: item[1], default=("(open)", 0))
            return best[0] if best[1] >= 0.9 else "(open)"
        return "(open)"

    def weights(self, axis, spell):
        return self.shares(axis, spell) or {self.place(axis, spell): 1.0}

    def within(self, span):
        return [spell for spell in self.joins() if span is None or span[0] <= spell["joined_at"] < span[1]]

    def board(self, axis, with_rules, span=None):
        board = defaultdict(lambda: defaultdict(float))
        for spell in self.within(span):
            answer = self.answers.get(spell["join_id"])
            place = self.place(axis, spell, with_rules)
            row = board[place]
            row["joins"] += 1
            row[self.outcome(spell)] += 1
            row["certain"] += answer is not None and answer["code_verdict"] <= 3
            row["manual"] += answer is not None and answer["code_verdict"] == 0
            # A row that denies the credit of several groups adds their variances.
            for (name, _), p in (self.group_shares(axis, spell, with_rules) or {(place, ""): 1.0}).items():
                board[name]["expected"] += p
                board[name]["variance"] += p * (1 - p)
        if axis == "inviter":
            for bonus in self.rows("SELECT * FROM bonus WHERE withdrawn_at IS NULL"):
                board["group", bonus["user_id"]]["bonus"] += bonus["amount"]
        return {name: row for name, row in board.items() if any(row.values())}

    def fate(self, spell, days):
        """kept, lost or unsure on day N; nothing before it has come."""
        joined, enough = spell["joined_at"], days * DAY
        if joined > self.now - enough:
            return None
        if spell["leave_latest"] is None:
            return "kept"
        exact = spell["leave_earliest"] == spell["leave_latest"]
        slack = joined - spell["joined_after"] - 1 if spell["joined_after"] is not None else 0
        first = spell["leave_earliest"] if exact else max(spell["leave_earliest"], joined) + 1
        last = spell["leave_latest"] + slack
        if first - joined >= enough:
            return "kept"
        return "unsure" if last - joined >= enough else "lost"

    def retention(self, axis, cohort, days):
        table = defaultdict(lambda: defaultdict(float))
        for spell in self.joins():
            for name, p in (self.weights(axis, spell) if axis else {None: 1.0}).items():
                row = table[name, week_of(spell["joined_at"]) if cohort else None]
                row["joins"] += p
                for day in days:
                    fate = self.fate(spell, day)
                    if fate:
                        row[fate, day] += p
        return table

    def activity(self, axis, days):
        since = self.rows("SELECT value FROM read_cursor WHERE name = 'messages_since'")
        if not since:
            return None
        since = -(-since[0][0] // SECOND) * SECOND
        until = self.rows("SELECT ok_began FROM poll WHERE kind = 6")[0][0]
        known = max(min(self.now, max(until, since)), 0) // SECOND * SECOND
        gaps = [(row["gap_from"], row["gap_until"]) for row in self.rows("SELECT * FROM gap WHERE kind = 6")]
        posts = defaultdict(list)
        for row in self.rows("SELECT user_id, message_id FROM message_seen"):
            posts[row["user_id"]].append(account_made(row["message_id"]))
        starts = defaultdict(list)
        for spell in self.spells:
            starts[spell["user_id"]].append(spell["joined_at"])
        table = defaultdict(lambda: defaultdict(float))
        for spell in self.joins():
            joined, user = spell["joined_at"], spell["user_id"]
            after = min((t for t in starts[user] if t > joined), default=None)
            wrote = max((t - joined for t in posts[user]
                         if joined <= t <= known and (after is None or t < after)), default=-1)
            gone = spell["leave_latest"] if spell["leave_latest"] is not None else math.inf
            for name, p in self.weights(axis, spell).items():
                row = table[name]
                row["joins"] += p
                if joined < since or spell["bot"]:
                    row["uncounted"] += p
                    continue
                for day in days:
                    if joined > known - day * DAY:
                        continue
                    active = wrote >= day * DAY
                    row["of", day] += p
                    row["active", day] += p * active
                    row["waiting", day] += p * (not active and gone > known)
                    missed = any(a < min(gone, known) and joined + day * DAY < b for a, b in gaps)
                    row["unread", day] += p * (not active and missed and joined + day * DAY < min(gone, known))
        return table

    def tree(self):
        """inviter → invited, in all, still there."""
        above, below = {}, defaultdict(list)

        def tick(t):
            return 2 * (t // SECOND) + (t % SECOND != 0)

        for spell in sorted(self.joins(), key=lambda s: (tick(s["joined_at"]), s["join_id"])):
            way = self.standing(spell)
            if way is None or way[0] != 0 or way[2] is None or way[2] == spell["user_id"]:
                continue
            member, inviter = spell["user_id"], way[2]
            up = inviter
            while up is not None and up != member:
                up = above.get(up)
            if member not in above and up is None:
                above[member] = inviter
                below[inviter].append(member)
        here = {spell["user_id"] for spell in self.spells if spell["joined_at"] <= self.now
                and (spell["leave_latest"] is None or spell["leave_latest"] > self.now)}

        def everybody(person):
            return [one for member in below[person] for one in [member, *everybody(member)]]

        rows = {}
        for inviter in list(below):
            under = everybody(inviter)
            if under:
                rows[inviter] = len(below[inviter]), len(under), sum(member in here for member in under)
        return rows

    def bursts(self, span):
        """Runs of ten and more joins by one code of which any ten neighbours lie within five minutes."""
        by_code = defaultdict(list)
        for spell in self.within(span):
            way = self.standing(spell)
            if way is not None and way[0] == 0 and way[1] is not None:
                by_code[way[1]].append(spell["joined_at"] // SECOND * SECOND)
        found = 0
        for times in by_code.values():
            times.sort()
            held = set()
            for first in range(len(times) - 9):
                if times[first + 9] - times[first] <= 5 * MINUTE:
                    found += not held.intersection(range(first, first + 10))
                    held.update(range(first, first + 10))
        return found

    def week(self, span, before):
        joins = self.within(span)
        answers = [self.answers.get(spell["join_id"]) for spell in joins]
        verdicts = [VERDICTS[answer["code_verdict"]] if answer else "unknown" for answer in answers]
        ages = [spell["joined_at"] // SECOND * SECOND - account_made(spell["user_id"]) for spell in joins]
        outcomes = [self.outcome(spell) for spell in joins]
        leaves = sum(spell["leave_latest"] is not None and spell["leave_latest"] <= self.now
                     and span[0] <= spell["leave_latest"] < span[1] for spell in self.joins())
        figures = {"joins": len(joins), "leaves": leaves, "net": len(joins) - leaves,
                   "accounts_under_24h": sum(age < DAY for age in ages),
                   "accounts_under_7d": sum(age < 7 * DAY for age in ages),
                   "bursts": self.bursts(span), "open": sum(verdict in VERDICTS[5:] for verdict in verdicts),
                   **{outcome: outcomes.count(outcome) for outcome in OUTCOMES}}
        certain = sum(verdict in VERDICTS[:4] for verdict in verdicts)

        def kept(day, spells):
            fates = [self.fate(spell, day) for spell in spells]
            return fates.count("kept"), fates.count("kept") + fates.count("lost")

        shares = {"kept_day_1": kept(1, joins), "kept_day_7": kept(7, self.within(before)),
                  "certain": (certain, len(joins)),
                  "likely_or_better": (certain + verdicts.count("likely"), len(joins))}
        return figures, shares


class ReportChecker(Checker):
    def __init__(self, program, database, as_of):
        super().__init__(program, database, as_of)
        self.reference = Reports(database, as_of)

    def run(self, *words):
        return super().run(*words, "--tz", "UTC")

    @staticmethod
    def key(axis, row):
        if row["row"] != "group":
            return row[axis]
        return "group", row["code"] if axis == "code" else int(row[axis + "_id"])

    def check_rows(self, wanted, found, what):
        assert wanted.keys() == found.keys(), (what, wanted.keys() ^ found.keys())
        for key, row in wanted.items():
            for column, value in row.items():
                assert close(found[key][column], value), (what, key, column, found[key][column], value)

    @staticmethod
    def tally(row):
        decided = row["retained"] + row["left"] + row["fake"]
        return {"joins": row["joins"], **{outcome: row[outcome] for outcome in OUTCOMES}, "kept_of": decided,
                "kept_share": row["retained"] / decided if decided else None}

    def check_board(self, axis):
        wanted = {}
        for name, row in self.reference.board(axis, True).items():
            shown = self.tally(row)
            shown.update(certain=row["certain"], manual=row["manual"], expected=row["expected"],
                         expected_spread=math.sqrt(row["variance"]),
                         least_share=wilson(row["retained"], shown["kept_of"])[0],
                         credited=row["joins"] - row["fake"] if name[0] == "group" else 0)
            if axis == "inviter":
                shown["bonus"] = row["bonus"]
            wanted[name] = shown
        found = {self.key(axis, row): row for row in self.lines("leaderboard", "--by", axis, "--limit", "0")}
        for name in [name for name, row in found.items() if name not in wanted]:
            row = found.pop(name)  # what is there for uses from before tracking only
            assert row["baseline"] > 0 and row["joins"] == row["expected"] == 0, row
        self.check_rows(wanted, found, axis)

    def costs(self, axis, board):
        if axis != "source":
            return {}
        spent = defaultdict(int)
        # Of one stretch the latest word holds.
        latest = {(cost["source_id"], cost["valid_from"], cost["valid_until"]): cost["amount"]
                  for cost in self.reference.rows("SELECT * FROM cost WHERE withdrawn_at IS NULL ORDER BY cost_id")}
        for (source, _, _), amount in latest.items():
            spent["group", source] += amount
        costs = {}
        for name, cents in spent.items():
            if name not in board:
                continue
            row = self.tally(board[name])
            amount, joins, decided = cents / 100, row["joins"], row["kept_of"]
            costs[name] = {"cost": amount, "cost_per_join": amount / joins if joins else None}
            low, high = wilson(row["retained"], decided)
            shares = (row["kept_share"], high, low) if decided >= 5 else (None, None, None)
            for column, share in zip(("cost_per_kept", "cost_per_kept_low", "cost_per_kept_high"), shares):
                costs[name][column] = amount / (joins * share) if share else None
        return costs

    def check_stats(self, axis):
        board = self.reference.board(axis, False)
        joins = sum(row["joins"] for row in board.values())
        costs = self.costs(axis, board)
        wanted = {name: {**self.tally(row), "share_of_joins": row["joins"] / joins if joins else None,
                         **costs.get(name, {})} for name, row in board.items()}
        found = {self.key(axis, row): row for row in self.lines("stats", "--by", axis, "--limit", "0")}
        found = {name: row for name, row in found.items() if name in wanted or row["joins"] > 0}
        self.check_rows(wanted, found, f"stats by {axis}")

    def check_times(self, bucket, name_of):
        wanted = defaultdict(lambda: defaultdict(float))
        for spell in self.reference.joins():
            row = wanted[name_of(moment(spell["joined_at"]), spell["joined_at"])]
            row["joins"] += 1
            row[self.reference.outcome(spell)] += 1
        found = {row[bucket]: row for row in self.lines("stats", "--by", bucket) if row["joins"] > 0}
        self.check_rows({name: self.tally(row) for name, row in wanted.items()}, found, f"stats by {bucket}")

    def check_retention(self, axis, cohort):
        days = [1, 7, 30]
        words = [*(["--by", axis] if axis else []), *(["--cohort", "week"] if cohort else [])]
        found = {}
        for row in self.lines("retention", *words, "--limit", "0"):
            found[self.key(axis, row) if axis else None, row["week"] if cohort else None] = row
        wanted = {}
        for key, row in self.reference.retention(axis, cohort, days).items():
            wanted[key] = {"joins": row["joins"]}
            for day in days:
                kept, of = row["kept", day], row["kept", day] + row["lost", day]
                low, high = wilson(kept, of) if of > 1e-9 else (None, None)
                wanted[key].update({f"day_{day}": kept / of if of > 1e-9 else None, f"day_{day}_of": of,
                                    f"day_{day}_unsure": row["unsure", day], f"day_{day}_low": low,
                                    f"day_{day}_high": high})
        if not wanted:
            found = {key: row for key, row in found.items() if row["joins"] > 0}
        self.check_rows(wanted, found, f"retention {axis} {cohort}")

    def check_activity(self, axis):
        days = [1, 7]
        table = self.reference.activity(axis, days)
        rows = self.lines("retention", "--activity", "--by", axis, "--days", "1,7", "--limit", "0")
        found = {self.key(axis, row): row for row in rows}
        if table is None:
            assert all(row["joins"] == row["uncounted"] for row in rows)
            return
        wanted = {}
        for key, row in table.items():
            wanted[key] = {"joins": row["joins"], "uncounted": row["uncounted"]}
            for day in days:
                of = row["of", day]
                wanted[key].update({f"active_{day}": row["active", day] / of if of > 1e-9 else None,
                                    f"active_{day}_of": of, f"active_{day}_waiting": row["waiting", day],
                                    f"active_{day}_unread": row["unread", day]})
        self.check_rows(wanted, found, f"activity {axis}")

    def check_tree(self):
        found = {int(row["inviter_id"]): (row["invited"], row["in_all"], row["still_there"])
                 for row in self.lines("tree")}
        wanted = self.reference.tree()
        assert found == wanted, ("tree", set(found.items()) ^ set(wanted.items()))

    def check_briefing(self, week):
        """The week that lies so many weeks back, and the one before."""
        now = self.reference.now
        monday = (now // DAY * DAY) - moment(now).weekday() * DAY
        begin = monday - week * 7 * DAY
        end = min(begin + 7 * DAY, now + SECOND)
        spans = (begin, end), (begin - 7 * DAY, begin if week else begin - 7 * DAY + end - begin)
        weeks = (self.reference.week(spans[0], spans[1]),
                 self.reference.week(spans[1], (begin - 14 * DAY, begin - 7 * DAY)))
        rows = self.lines("briefing", "--week", week_of(begin) if week else "this", "--top", "100")
        parts = defaultdict(list)
        for row in rows:
            parts[row["section"]].append(row)
        if not rows:
            assert all(each[0]["joins"] == each[0]["leaves"] == 0 for each in weeks), weeks
            return
        (figures, shares), (before, shares_before) = weeks
        self.check_rows({name: {"week": figures[name], "before": before[name], "change": figures[name] - before[name]}
                         for name in figures}, {row["figure"]: row for row in parts["figures"]}, "figures")
        wanted = {}
        for name, (part, whole) in shares.items():
            low, high = wilson(part, whole)
            then, of = shares_before[name]
            wanted[name] = {"share": part / whole if whole else None, "n": whole, "least": low, "most": high,
                            "share_before": then / of if of else None, "n_before": of}
        self.check_rows(wanted, {row["figure"]: row for row in parts["shares"]}, "shares")
        self.check_most("inviters", "inviter", spans, parts["inviters"])
        self.check_most("sources", "source", spans, parts["sources"])

    def check_most(self, section, axis, spans, rows):
        boards = [self.reference.board(axis, True, span) for span in spans]
        wanted = sorted((int(boards[0].get(name, {}).get("joins", 0)), int(boards[1].get(name, {}).get("joins", 0)),
                         str(name[1]) if axis == "inviter" else self.reference.names[name[1]])
                        for name in {*boards[0], *boards[1]} if name[0] == "group")
        wanted = [row for row in wanted if row[0] + row[1] > 0]
        found = sorted((row["week"], row["before"], row["inviter_id"] if axis == "inviter" else row["source"])
                       for row in rows)
        assert found == wanted, (section, set(found) ^ set(wanted))
        order = [(row["week"], row["before"]) for row in rows]
        assert order == sorted(order, reverse=True), (section, order)


def check(checker):
    for axis in ("inviter", "source", "code", "channel"):
        checker.check_board(axis)
        checker.check_stats(axis)
        checker.check_retention(axis, False)
        checker.check_activity(axis)
    checker.check_retention(None, False)
    checker.check_retention(None, True)
    checker.check_retention("source", True)
    for bucket, name_of in {"day": lambda d, t: d.strftime("%Y-%m-%d"), "week": lambda d, t: week_of(t),
                            "hour": lambda d, t: d.strftime("%H"), "weekday": lambda d, t: d.strftime("%A")}.items():
        checker.check_times(bucket, name_of)
    checker.check_tree()
    for week in (0, 1, 2):
        checker.check_briefing(week)
    return len(checker.reference.joins())


def main():
    program, database, seed = sys.argv[1:]
    begin = Reference(database, 0).rows("SELECT added_at FROM guild")[0][0] // SECOND * SECOND
    days = random.Random(int(seed)).randrange(8, 60)
    print(check(ReportChecker(program, database, begin + days * DAY + 3600 * SECOND)), "joins as of", rfc3339(begin))


if __name__ == "__main__":
    main()
