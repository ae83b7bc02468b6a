"""Fills a database that `invitectl init` made with a year of a lively guild: ten thousand joins.

usage: year_history.py DATABASE SEED [JOINS]

A dozen sources, some hundred inviters of whom few bring many, weekdays and evenings that are busier,
two raids by young accounts that end in bans, a week in which nothing was read.
"""

import sys

from random_history import DAY, DISCORD_EPOCH, History

HOUR = DAY // 24
MINUTE = HOUR // 60


class Year(History):
    def __init__(self, path, seed, joins=10_000):
        super().__init__(path, seed)
        self.joins_wanted = joins
        self.begin = 1_786_147_200_000_000  # 2026-08-08, whatever day it is here
        self.next_join = self.db.execute("SELECT COALESCE(MAX(join_id), 0) FROM member_spell").fetchone()[0]

    def account(self, joined, age, name):
        """A snowflake: the millisecond it was made in, and a number that makes it the only one."""
        self.next_user += 1
        user = ((joined - age - DISCORD_EPOCH) // 1000 << 22) + self.next_user % (1 << 22)
        self.insert("person", user_id=user, username=f"{name}{self.next_user}", display_name="", bot=0,
                    has_avatar=1)
        return user

    def fill(self):
        inviters = [self.account(self.begin, self.random.randrange(100, 2000) * DAY, "inviter") for _ in range(300)]
        for number in range(12):
            self.insert("source", source_id=100 + number, name=f"campaign {number + 1}", kind="named",
                        created_at=self.begin + number * 29 * DAY, note="", tags="",
                        retired_at=self.begin + number * 29 * DAY + 60 * DAY if number % 3 == 0 else None)
        codes = []
        for number in range(900):
            codes.append((f"code{number}", inviters[number % 300], 100 + number % 12 if number % 5 else None))
            self.insert("invite", code=codes[-1][0], epoch=1, stream=0, channel_id=7, inviter_id=codes[-1][1],
                        created_at=self.begin, max_uses=0, max_age=0, is_temporary=0, targeted=0, first_reading=1,
                        first_uses=0, carried_uses=0, last_uses=100)
        self.db.execute("INSERT OR IGNORE INTO reading VALUES (?, 0, 1, ?, ?, 0)",
                        (self.guild, self.begin, self.begin + 5))
        self.insert("gap", kind=0, gap_from=self.begin + 200 * DAY, gap_until=self.begin + 207 * DAY, reason="disabled")
        weights = [1 / (1 + rank) for rank in range(300)]
        for raid in (80, 300):
            for n in range(40):
                self.join(self.begin + raid * DAY + n * 5_000_000, self.random.randrange(20 * HOUR) + MINUTE,
                          codes[3], banned_after=HOUR)
        for _ in range(self.joins_wanted - 80):
            day = self.random.randrange(365)
            if day % 7 in (2, 3) and self.chance(0.4):
                day = self.random.randrange(365)
            joined = self.begin + day * DAY + int(self.random.triangular(0, 24, 19) * HOUR)
            inviter = self.random.choices(range(300), weights)[0]
            age = int(10 ** self.random.uniform(0.2, 3.4) * DAY) if self.chance(0.95) else self.random.randrange(7 * DAY)
            self.join(joined, age, codes[inviter + 300 * self.random.randrange(3)])
        self.db.commit()

    def join(self, joined, age, way, banned_after=None):
        self.next_join += 1
        user = self.account(joined, age, "member")
        left = banned_after or (int(self.random.expovariate(1 / 20) * DAY) + 1 if self.chance(0.45) else None)
        leave = joined + left if left else None
        self.insert("member_spell", user_id=user, joined_at=joined, join_id=self.next_join, first_sweep=1, bot=0,
                    did_rejoin=0, pending=0, leave_earliest=leave, leave_latest=leave and leave + (0 if banned_after else HOUR),
                    leave_cause=None if not left else 2 if banned_after else 0)
        verdict = self.pick([3, 3, 3, 3, 4, 5, 6])
        credited = verdict <= 4
        code, inviter, source = way
        p = 1.0 if verdict == 3 else 0.95 if verdict == 4 else 0.5
        self.insert("attribution", join_id=self.next_join, settled=1, by_kind=0 if credited else 3,
                    code_verdict=verdict, code_p=p, code=code if credited else None,
                    inviter_verdict=verdict, inviter_p=p, inviter_id=inviter if credited else None,
                    source_verdict=verdict, source_p=p, source_id=source if credited else None, reason="counters")


if __name__ == "__main__":
    Year(sys.argv[1], *map(int, sys.argv[2:])).fill()
