"""Works out from the raw tables what `invitectl export` must write, the slow and plain way, and compares.

usage: export_reference.py PROGRAM DATABASE

Nothing here is shared with the program or with the views of the database: names, outcomes, flags and
credit are worked out anew from facts and answers. The views and the files are then held against each
other, cell by cell, with the sqlite3 program and Python's csv module.
"""

import csv
import io
import json
import sqlite3
import subprocess
import sys
from collections import defaultdict
from datetime import datetime, timedelta, timezone

DISCORD_EPOCH = 1_420_070_400_000_000
SECOND = 1_000_000
DAY = 86_400 * SECOND
VERDICTS = ["manual", "stated", "stamped", "proved", "likely", "open", "unknown"]
KINDS = ["invite", "vanity", "bot", "none"]
WITHOUT = ["", "(server)", "(bot)", "(no invite)"]
# What depends on the moment of asking, and so is in no view.
MOMENT = {
    "joins": {"outcome"}, "members": set(), "invites": {"state", "source", "source_id"},
    "sources": {"codes", "active_codes", "joins", "retained", "cost", "cost_per_join", "cost_per_retained"},
    "credits": {"share", "denied", "amount", "outcome", "code", "source", "inviter_verdict"},
}


def rfc3339(t):
    if t is None:
        return None
    text = (datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=t)).strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{t % SECOND:06d}Z" if t % SECOND else "Z")


def account_made(user):
    return ((user >> 22) * 1000) + DISCORD_EPOCH


def whole(t):
    return t // SECOND


class Reference:
    def __init__(self, database, as_of):
        self.db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        self.db.row_factory = sqlite3.Row
        self.now = as_of
        self.guild = self.rows("SELECT guild_id FROM guild")[0]["guild_id"]
        self.people = {row["user_id"]: row for row in self.rows("SELECT * FROM person")}
        self.sources = {row["source_id"]: row["name"] for row in self.rows("SELECT * FROM source")
                        if row["withdrawn_at"] is None}
        self.spells = self.rows("SELECT * FROM member_spell")
        self.answers = {row["join_id"]: row for row in self.rows("SELECT * FROM attribution")}
        self.settings = {"fake_threshold": 600, "retain_days": 7, "credit_rejoins": 0, "credit_self_invites": 0,
                         "min_inviter_age_days": 0, "min_member_age_days": 0}
        for row in self.rows("SELECT * FROM setting WHERE withdrawn_at IS NULL ORDER BY setting_id"):
            self.settings[row["key"]] = row["value"]
        self.excluded = {row["user_id"]: row for row in self.rows("SELECT * FROM exclusion ORDER BY exclusion_id")}
        self.ignored = {row["code"]: row["on_board"]
                        for row in self.rows("SELECT * FROM ignored_code ORDER BY ignored_id")}

    def rows(self, sql):
        return self.db.execute(sql).fetchall()

    def name(self, user):
        person = self.people.get(user)
        if person is None:
            return str(user)
        username, display = person["username"], person["display_name"]
        if display in ("", username):
            return username or str(user)
        return f"{display} ({username})" if username else display

    def joins(self):
        return sorted((s for s in self.spells if s["join_id"] is not None and s["joined_at"] <= self.now),
                      key=lambda s: s["join_id"])

    def has_been_before(self, spell):
        return bool(spell["did_rejoin"]) or any(
            s["user_id"] == spell["user_id"] and s["joined_at"] < spell["joined_at"] for s in self.spells)

    def outcome(self, spell):
        fake, day = self.settings["fake_threshold"] * SECOND, self.settings["retain_days"] * DAY
        joined = spell["joined_at"]

        def at(stayed):
            return "retained" if stayed >= day else "fake" if stayed <= fake else "left"

        present = "retained" if self.now - joined >= day else "young"
        if spell["leave_latest"] is None:
            return present
        # Every stay there may have been by now, as far as it matters: the ends, and around limits.
        first, last = spell["leave_earliest"], spell["leave_latest"]
        slack = joined - spell["joined_after"] - 1 if spell["joined_after"] is not None else 0
        first = first if first == last else max(first, joined) + 1
        found = {present} if first > self.now or last > self.now else set()
        if first <= self.now:
            least, most = first - joined, min(last, self.now) - joined + slack
            found |= {at(stayed) for stayed in (least, most, fake, fake + 1, day - 1, day) if least <= stayed <= most}
        return found.pop() if len(found) == 1 else "unsure"

    def way_inviter(self, row, verdict, kind, inviter):
        if row is None or row[verdict] > 4:
            return None
        return self.name(row[inviter]) if row[inviter] is not None else WITHOUT[row[kind]] or "(no inviter)"

    def way_code(self, row):
        if row is None or row["code_verdict"] > 4:
            return None
        return row["code"] if row["code"] is not None else WITHOUT[row["by_kind"]] or "(no code)"

    def way_source(self, row):
        if row is None or row["source_verdict"] > 4:
            return None
        source = row["source_id"]
        return self.sources.get(source, str(source)) if source is not None else WITHOUT[row["by_kind"]] or "(unassigned)"

    def join_record(self, spell):
        answer = self.answers.get(spell["join_id"])
        user, joined = spell["user_id"], spell["joined_at"]
        age = joined - account_made(user)
        flags = [name for name, holds in {
            "bot": spell["bot"], "rejoin": self.has_been_before(spell), "account_under_24h": age < DAY,
            "account_under_7d": age < 7 * DAY, "time_interval": spell["joined_after"] is not None,
            "leave_interval": spell["leave_latest"] is not None and spell["leave_earliest"] != spell["leave_latest"],
            "unsettled": answer is None or not answer["settled"]}.items() if holds]

        def level(key):
            return answer and VERDICTS[answer[key]]

        def p(verdict, key):
            return answer[key] if answer and answer[verdict] < 6 else None

        def number(key):
            return str(answer[key]) if answer and answer[key] is not None else None

        any_credited = answer and min(answer["code_verdict"], answer["inviter_verdict"], answer["source_verdict"]) <= 4
        return {
            "guild_id": str(self.guild), "join": str(spell["join_id"]), "joined_at": rfc3339(joined),
            "user": self.name(user), "user_id": str(user),
            "inviter": self.way_inviter(answer, "inviter_verdict", "by_kind", "inviter_id"),
            "code": self.way_code(answer), "verdict": level("code_verdict"), "source": self.way_source(answer),
            "p": p("code_verdict", "code_p"), "inviter_verdict": level("inviter_verdict"),
            "inviter_p": p("inviter_verdict", "inviter_p"), "source_verdict": level("source_verdict"),
            "source_p": p("source_verdict", "source_p"), "inviter_id": number("inviter_id"),
            "source_id": number("source_id"), "by": KINDS[answer["by_kind"]] if any_credited else None,
            "settled": bool(answer["settled"]) if answer else None, "reason": answer["reason"] if answer else None,
            "outcome": self.outcome(spell), "left_after": rfc3339(spell["leave_earliest"]),
            "left_by": rfc3339(spell["leave_latest"]),
            "leave_cause": None if spell["leave_cause"] is None else ["unknown", "kicked", "banned"][spell["leave_cause"]],
            "account_created_at": rfc3339(account_made(user)), "bot": bool(spell["bot"]),
            "did_rejoin": bool(spell["did_rejoin"]), "account_age": int(age / SECOND),
            "joined_after": rfc3339(spell["joined_after"]), "flags": " ".join(flags) or None,
        }

    def denial(self, spell, inviter, code):
        """The first rule, in the order in which they are documented."""
        settings = self.settings
        joined = whole(spell["joined_at"])

        def young(user, days):
            return user is not None and days > 0 and joined - whole(account_made(user)) < days * 86_400

        def excluded(user, how):
            return user in self.excluded and self.excluded[user][how]

        rules = [
            ("ignored_code", code is not None and self.ignored.get(code, 0)),
            ("excluded_inviter", excluded(inviter, "as_inviter")),
            ("bot_invite", inviter in self.people and self.people[inviter]["bot"]),
            ("excluded_member", excluded(spell["user_id"], "as_member")),
            ("self_invite", settings["credit_rejoins"] and not settings["credit_self_invites"]
             and inviter == spell["user_id"]),
            ("rejoin", not settings["credit_rejoins"] and self.has_been_before(spell)),
            ("young_inviter", young(inviter, settings["min_inviter_age_days"])),
            ("young_member", young(spell["user_id"], settings["min_member_age_days"])),
        ]
        return next((name for name, holds in rules if holds), None)

    def credits(self):
        """(join, inviter, inviter id, denied) → [p, stands, amount]; bonuses by their number."""
        ledger = {}
        for spell in self.joins():
            join, answer = spell["join_id"], self.answers.get(spell["join_id"])

            def place(kind, inviter, code):
                if kind == 0 and inviter is not None:
                    return join, self.name(inviter), str(inviter), self.denial(spell, inviter, code)
                return join, WITHOUT[kind] or "(no inviter)", None, None

            credited = answer is not None and answer["inviter_verdict"] <= 4
            standing = (join, "(open)", None, None)
            if credited:
                standing = place(answer["by_kind"], answer["inviter_id"],
                                 answer["code"] if answer["code_verdict"] <= 4 else None)
            ways = self.rows(f"SELECT * FROM candidate WHERE join_id = {join} ORDER BY rank")
            worth = int(credited and standing[2] is not None and standing[3] is None and self.outcome(spell) != "fake")
            ledger[standing] = [0.0, True, worth]
            if answer is None or answer["inviter_verdict"] <= 3 or not ways:
                ledger[standing][0] = 1.0
                continue
            for way in ways:
                key = place(way["kind"], way["inviter_id"], way["code"])
                ledger.setdefault(key, [0.0, False, 0])[0] += way["p"]
        for bonus in self.rows("SELECT * FROM bonus WHERE withdrawn_at IS NULL"):
            ledger[("bonus", bonus["bonus_id"])] = bonus["amount"]
        return ledger

    def members(self):
        for spell in sorted(self.spells, key=lambda s: (s["user_id"], s["joined_at"])):
            if spell["joined_at"] <= self.now and (spell["leave_latest"] is None or spell["leave_latest"] > self.now):
                yield str(spell["user_id"]), rfc3339(spell["joined_at"])


class Checker:
    def __init__(self, program, database, as_of):
        self.program, self.database = program, database
        self.as_of = rfc3339(as_of)
        self.reference = Reference(database, as_of)

    def run(self, *words):
        return self.say(*words, "--db", self.database, "--as-of", self.as_of)

    def say(self, *words):
        done = subprocess.run([self.program, *words], capture_output=True, check=False)
        assert done.returncode == 0, (words, done.stderr.decode())
        return done.stdout.decode()

    def lines(self, *words):
        return [json.loads(line) for line in self.run(*words, "--format", "ndjson").split("\n") if line]

    def check_joins(self):
        wanted = [self.reference.join_record(spell) for spell in self.reference.joins()]
        assert self.lines("export", "joins") == wanted, "joins differ from the facts"
        return len(wanted)

    def check_members(self):
        found = [(row["user_id"], row["joined_at"]) for row in self.lines("export", "members")]
        assert found == list(self.reference.members()), "members differ from the facts"

    def check_credits(self):
        found, rows = {}, self.lines("export", "credits")
        for row in rows:
            if row["join"] is None:
                found["bonus", int(row["bonus"])] = row["amount"]
            else:
                key = int(row["join"]), row["inviter"], row["inviter_id"], row["denied"]
                assert key not in found, key
                found[key] = [row["p"], row["stands"], row["amount"]]
        wanted = self.reference.credits()
        assert found.keys() == wanted.keys(), found.keys() ^ wanted.keys()
        for key, value in wanted.items():
            if key[0] == "bonus":
                assert found[key] == value, key
            else:
                assert abs(found[key][0] - value[0]) < 1e-9 and found[key][1:] == value[1:], (key, found[key], value)
        self.check_sums(rows)

    def check_sums(self, rows):
        """The ledger adds up to the leaderboard, which is counted another way."""
        sums = defaultdict(lambda: [0.0, 0, 0])
        for row in rows:
            of = sums[row["inviter_id"]] if row["inviter_id"] and not row["denied"] else sums["rest"]
            of[0] += row["p"] or 0
            of[1] += int(bool(row["stands"]))
            of[2] += row["amount"]
        seen = set()
        for group in self.lines("leaderboard", "--limit", "0"):
            if group["inviter_id"] is None:
                continue
            mine = sums[group["inviter_id"]]
            seen.add(group["inviter_id"])
            assert abs(mine[0] - group["expected"]) < 1e-6, group
            assert mine[1] == group["joins"], group
            assert mine[2] == group["credited"] + group["bonus"], (group, mine)
        for inviter, mine in sums.items():
            assert inviter == "rest" or inviter in seen or not any(mine), inviter

    def check_view(self, what):
        """A CSV file that Python reads back, and the view as the sqlite3 program writes it."""
        order = {"joins": '"join"', "members": "user_id, joined_at", "invites": "code", "sources": "source_id",
                 "credits": '"join" IS NULL, "join", bonus'}[what]
        view = subprocess.run(["sqlite3", "-readonly", "-csv", "-header", self.database,
                               f"SELECT * FROM export_{what} ORDER BY {order}"], capture_output=True, check=True)
        shown = list(csv.DictReader(io.StringIO(view.stdout.decode(), newline="")))
        columns = [field["key"] for field in json.loads(self.say("explain", f"export {what}", "--json"))]
        columns = [column for column in columns if column not in MOMENT[what]]
        text = self.run("export", what, "--csv-safe", "off", "--columns", ",".join(columns))
        written = list(csv.DictReader(io.StringIO(text, newline="")))
        if not shown:
            assert not written, what
            return
        assert list(shown[0]) == columns, (what, list(shown[0]), columns)
        if what == "credits":  # which the view has no denials to tell apart
            written, shown = self.without_denials(written), self.without_denials(shown)
        assert len(written) == len(shown), (what, len(written), len(shown))
        for mine, other in zip(written, shown):
            for column in columns:
                a, b = mine[column], other[column]
                a = {"true": "1", "false": "0"}.get(a, a)
                same = a == b or (a and b and column in ("p", "ghosts", "inviter_p", "source_p")
                                  and abs(float(a) - float(b)) < 1e-9)
                assert same, (what, column, mine, other)

    @staticmethod
    def without_denials(rows):
        merged = {}
        for row in rows:
            key = row["join"], row["bonus"], row["inviter"], row["inviter_id"]
            row = dict(row, stands={"true": "1", "false": "0"}.get(row["stands"], row["stands"]))
            if key in merged:
                merged[key]["p"] = str(float(merged[key]["p"]) + float(row["p"]))
                merged[key]["stands"] = max(merged[key]["stands"], row["stands"])
            else:
                merged[key] = row
        return [merged[key] for key in sorted(merged)]

    def check_safe_csv(self):
        """No text begins as a formula does, however many blanks stand before it."""
        begins = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
        for row in csv.reader(io.StringIO(self.run("export", "joins"), newline="")):
            for cell in row:
                is_number = cell.lstrip("-").replace(".", "", 1).isdigit()
                assert is_number or not cell.lstrip(" \u3000").startswith(begins), cell


def main():
    program, database = sys.argv[1:]
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        begin = db.execute("SELECT added_at FROM guild").fetchone()[0] // SECOND * SECOND
    # In the middle, when some are young and some not there yet; and when all is over, as the views have it.
    for days in (12, 60):
        checker = Checker(program, database, begin + days * DAY)
        joins = checker.check_joins()
        checker.check_members()
        checker.check_credits()
        checker.check_safe_csv()
    for what in MOMENT:
        checker.check_view(what)
    print(joins, "joins")


if __name__ == "__main__":
    main()
