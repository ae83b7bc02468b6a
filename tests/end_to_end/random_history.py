"""Fills a database that `invitectl init` made with a random history: facts and answers, row by row.

usage: random_history.py DATABASE SEED [JOINS]

JOINS: how many joins there may be at most, 80 where it is not said.

Names are hostile: formulas, quotes, line breaks, control characters. Every combination the tables
allow may come up, also those that no solver would give.
"""

import random
import sqlite3
import sys

DISCORD_EPOCH = 1_420_070_400_000_000  # µs
DAY = 86_400_000_000
NAMES = [
    "ana", "Łukasz Żak", "=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "\r\nx", "a,b", 'say "hi"',
    "\x1b[31mred", "\u202eright to left", "\uff1dwide", "  =blanks", "'", "\\x41", "日本語", "a\nb", "'=1+1",
    "(server)", "(open)", "123", "", " ", "\U0001f1e9\U0001f1ea",
]


class History:
    def __init__(self, path, seed, most_joins=80):
        self.random = random.Random(seed)
        self.most_joins = most_joins
        self.db = sqlite3.connect(path)
        self.guild, self.begin = self.db.execute("SELECT guild_id, added_at FROM guild").fetchone()
        self.next_user = 0

    def pick(self, values):
        return self.random.choice(values)

    def chance(self, p):
        return self.random.random() < p

    def insert(self, table, **row):
        row = {"guild_id": self.guild, **row}
        marks = ", ".join("?" * len(row))
        self.db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    def moment(self):
        return self.begin + self.random.randrange(30 * DAY) * self.pick([0, 1, 1, 1]) + self.pick([0, 1, 500_000])

    def user(self):
        """The id of an account made up to a year before the begin, or lately."""
        age = self.pick([self.random.randrange(365 * DAY), self.random.randrange(-20 * DAY, 8 * DAY)])
        self.next_user += 1
        made = (self.begin - age - DISCORD_EPOCH) // 1000
        user = (made << 22) + self.next_user
        if self.chance(0.9):
            self.insert("person", user_id=user, username=self.pick(NAMES), display_name=self.pick(NAMES),
                        bot=int(self.chance(0.1)), has_avatar=int(self.chance(0.5)))
        return user

    def fill(self):
        pick, chance, random = self.pick, self.chance, self.random
        users = [self.user() for _ in range(25)]
        for number, name in enumerate(random.sample(NAMES[:20], 5)):
            self.insert("source", source_id=100 + number, name=name, kind="named", created_at=self.moment(),
                        retired_at=self.moment() if chance(0.2) else None,
                        owner_id=pick(users) if chance(0.3) else None,
                        note=pick(["", "=note"]), tags=pick(["", "a,b"]),
                        withdrawn_at=self.moment() if chance(0.2) else None)
        sources = [row[0] for row in self.db.execute("SELECT source_id FROM source")]
        codes = [f"code{n}" for n in range(8)]
        for number in (1, 2):
            for stream in (0, 1):
                self.db.execute("INSERT OR IGNORE INTO reading VALUES (?, ?, ?, ?, ?, 0)",
                                (self.guild, stream, number, self.begin + number, self.begin + number + 5))
        for code in codes[:6]:
            stream = pick([0, 0, 0, 1])
            for epoch in range(1, pick([2, 3])):
                self.insert("invite", code=code, epoch=epoch, stream=stream,
                            channel_id=pick([None, 7]), inviter_id=pick([None, *users]),
                            created_at=self.moment(), expires_at=pick([None, self.moment()]),
                            max_uses=pick([0, 5]), max_age=0, is_temporary=pick([0, 1]), targeted=pick([0, 1]),
                            first_reading=pick([1, 2]), first_uses=random.randrange(5), carried_uses=0,
                            last_uses=random.randrange(5, 20))
        self.insert("channel", channel_id=7, name=pick(NAMES), type=0)
        for key, values in {"fake_threshold": [0, 600, 86_400], "retain_days": [1, 7], "credit_rejoins": [0, 1],
                            "credit_self_invites": [0, 1], "min_inviter_age_days": [0, 3],
                            "min_member_age_days": [0, 3]}.items():
            if chance(0.7):
                self.insert("setting", setting_id=random.randrange(10_000, 10**9), key=key, value=pick(values),
                            made_at=self.begin)
        for number in range(3):
            self.insert("exclusion", exclusion_id=100 + number, user_id=pick(users), as_inviter=pick([0, 1]),
                        as_member=pick([0, 1]), made_at=self.begin, author="ana")
            self.insert("ignored_code", ignored_id=100 + number, code=pick(codes), on_log=1, on_board=pick([0, 1]),
                        on_xp=0, made_at=self.begin, author="ana")
            self.insert("bonus", bonus_id=100 + number, user_id=pick(users), amount=random.randrange(-3, 9),
                        reason="=because", made_at=self.moment(), author="ana",
                        withdrawn_at=self.moment() if chance(0.3) else None)
        for number in range(3):
            over = sorted((self.moment(), self.moment() + DAY))
            self.insert("cost", cost_id=100 + number, source_id=pick(sources), amount=random.randrange(1, 100_000),
                        valid_from=pick([None, over[0]]), valid_until=pick([None, over[1]]), made_at=self.begin,
                        author="ana", withdrawn_at=self.moment() if chance(0.2) else None)
        self.joins(users, codes, sources)
        if chance(0.7):
            self.messages(users)
        self.db.commit()

    def joins(self, users, codes, sources):
        last = self.db.execute("SELECT COALESCE(MAX(join_id), 0) FROM member_spell").fetchone()[0]
        spells = {}  # by user and time
        for join in range(last + 1, last + 1 + self.random.randrange(self.most_joins)):
            user, joined = self.pick(users), self.moment()
            if (user, joined) in spells:
                joined += join
            earliest = joined + self.random.randrange(12 * DAY) * self.pick([0, 0, 1]) + self.random.randrange(2_000_000_000)
            latest = earliest + self.pick([0, 0, self.random.randrange(3 * DAY)])
            left = self.chance(0.5)
            spells[user, joined] = {
                "join_id": join, "bot": int(self.chance(0.1)), "did_rejoin": int(self.chance(0.2)),
                "leave_earliest": earliest if left else None, "leave_latest": latest if left else None,
                "leave_cause": (self.pick([1, 2]) if earliest == latest else 0) if left else None,
                "joined_after": joined - 60_000_000 if self.chance(0.1) else None}
        self.end_before_the_next(spells)
        for (user, joined), spell in spells.items():
            self.insert("member_spell", user_id=user, joined_at=joined, first_sweep=1, pending=0, **spell)
            if self.chance(0.9):
                self.answer(spell["join_id"], users, codes, sources)
        if self.chance(0.4):
            self.burst(last + 1 + len(spells), users, codes, sources)

    @staticmethod
    def end_before_the_next(spells):
        """Nobody joins who is a member."""
        in_order = sorted(spells)
        for (user, joined), (next_user, rejoined) in zip(in_order, in_order[1:]):
            spell = spells[user, joined]
            if user == next_user and (spell["leave_latest"] is None or spell["leave_latest"] > rejoined):
                earliest = spell["leave_earliest"] if spell["leave_latest"] is not None else joined
                spell.update(leave_earliest=min(earliest, rejoined), leave_latest=rejoined, leave_cause=0)

    def burst(self, join, users, codes, sources):
        """Nine to fourteen joins by one code, seconds apart: more than a burst, or almost one."""
        begin, code = self.moment(), self.pick(codes)
        for number in range(self.random.randrange(9, 15)):
            joined = begin + number * self.pick([10, 30, 40]) * 1_000_000
            self.insert("member_spell", user_id=self.user(), joined_at=joined, join_id=join + number, first_sweep=1,
                        bot=0, did_rejoin=0, pending=0)
            self.answer(join + number, users, [code], sources)

    def messages(self, users):
        """Who wrote when, read from some day on and up to some other, with a gap between."""
        since = self.begin + self.random.randrange(15) * DAY + self.pick([0, 700_000])
        until = since + self.random.randrange(1, 40) * DAY
        self.insert("read_cursor", name="messages_since", value=since)
        self.insert("poll", kind=6, began=until, ended=until + 5, outcome="ok", run_id=1, ok_began=until,
                    ok_ended=until + 5)
        if self.chance(0.5):
            gap = self.moment()
            self.insert("gap", kind=6, gap_from=gap, gap_until=gap + self.random.randrange(3 * DAY), reason="disabled")
        for user in users:
            for _ in range(self.random.randrange(6)):
                self.next_user += 1
                at = (self.moment() + self.random.randrange(20 * DAY) - DISCORD_EPOCH) // 1000
                self.insert("message_seen", user_id=user, message_id=(at << 22) + self.next_user, channel_id=7,
                            length=self.random.randrange(100))

    def answer(self, join, users, codes, sources):
        """Levels are credited together or not at all, and have values only where they are."""
        verdict = self.random.randrange(7)
        kind = self.pick([0, 0, 0, 0, 1, 2, 3])
        credited = verdict <= 4
        by_invite = credited and kind == 0
        p = 1.0 if verdict <= 3 else (self.random.uniform(0.9, 0.99) if verdict == 4 else 0.5)
        way = {"code": self.pick(codes), "inviter_id": self.pick([None, *users]), "source_id": self.pick([None, *sources])}
        self.insert("attribution", join_id=join, settled=self.pick([0, 1]), by_kind=kind if credited else 3,
                    code_verdict=verdict, code_p=p, code=way["code"] if by_invite else None,
                    inviter_verdict=verdict, inviter_p=p, inviter_id=way["inviter_id"] if by_invite else None,
                    source_verdict=verdict, source_p=p, source_id=way["source_id"] if credited else None,
                    reason=self.pick(["counters", "label"]))
        if verdict not in (4, 5):
            return
        candidates = [(kind, way["code"] if kind == 0 else None, way["inviter_id"] if kind == 0 else None, p)]
        rest = 1.0 - p
        for share in (rest / 2, rest / 2):
            other = self.pick([0, 0, 3])
            candidates.append((other, self.pick(codes) if other == 0 else None,
                               self.pick([None, *users]) if other == 0 else None, share))
        for rank, (each, code, inviter, share) in enumerate(candidates, start=1):
            self.insert("candidate", join_id=join, rank=rank, kind=each, code=code, inviter_id=inviter,
                        source_id=self.pick([None, *sources]) if code else None, p=share)


if __name__ == "__main__":
    History(sys.argv[1], *map(int, sys.argv[2:])).fill()
