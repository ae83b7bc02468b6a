#include "tests/reconcile/random_guild.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::reconcile {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant kStart = from_micros(1'800'000'000'000'000);

}  // namespace

RandomGuild::RandomGuild(std::uint64_t seed, const GuildHabits& habits)
    : random_(seed), habits_(habits), now_(kStart) {
    clock_error_ = uniform() < 0.5 ? habits.clock_error : -habits.clock_error;
    for (int i = 0; i < 8; ++i) {
        make_invite(kStart - hours{48}, false);
        live_.back().before = below(50);
        live_.back().terms.max_uses = 0;
        live_.back().terms.expires_at.reset();
    }
    vanity_.terms.created_at = kStart;
    vanity_.before = below(1'000);
    next_join_ = now_ + exponential(hours{1});
    next_invite_ = now_ + exponential(minutes{40});
    recorder.facts.coverage.awaits_audit = habits.unlogged_deletions <= 0;
    recorder.facts.coverage.awaits_vanity = habits.vanity;
}

Duration RandomGuild::exponential(Duration mean) {
    const double draw = -std::log(1 - uniform()) * static_cast<double>(mean.count());
    return Duration{static_cast<std::int64_t>(draw) + 1};
}

void RandomGuild::make_invite(Instant t, bool log) {
    Live invite;
    const std::string name = "c" + std::to_string(made_++);
    invite.terms = {.code = code(name),
                    .channel = ChannelId{1 + below(3)},
                    .inviter = UserId{1 + below(6)},
                    .created_at = t,
                    .expires_at = {},
                    .roles = {}};
    if (uniform() < 0.3) {
        invite.terms.max_uses = 1 + below(3);
    }
    if (uniform() < 0.3) {
        invite.terms.max_age = uniform() < 0.5 ? 120 : 1'800;
        invite.terms.expires_at = t + seconds{invite.terms.max_age};
    }
    if (log && recorder.facts.coverage.awaits_audit) {
        AuditInvite entry{.code = invite.terms.code,
                          .channel = invite.terms.channel,
                          .inviter = invite.terms.inviter,
                          .uses = 0,
                          .max_uses = invite.terms.max_uses,
                          .max_age = invite.terms.max_age,
                          .temporary = {}};
        recorder.facts.created.push_back({t, entry});
    }
    live_.push_back(std::move(invite));
}

void RandomGuild::remove(std::size_t i, Instant t, bool deleted) {
    const Live& invite = live_[i];
    if (deleted && uniform() >= habits_.unlogged_deletions &&
        recorder.facts.coverage.awaits_audit) {
        AuditInvite entry{.code = invite.terms.code,
                          .channel = invite.terms.channel,
                          .inviter = invite.terms.inviter,
                          .uses = invite.before + static_cast<std::int64_t>(invite.used_at.size()),
                          .max_uses = {},
                          .max_age = {},
                          .temporary = {}};
        recorder.facts.deleted.push_back({t, entry});
    }
    live_.erase(live_.begin() + static_cast<std::ptrdiff_t>(i));
}

// What has expired by `t` is gone.
void RandomGuild::retire(Instant t) {
    for (std::size_t i = live_.size(); i-- > 0;) {
        if (live_[i].terms.expires_at && *live_[i].terms.expires_at <= t) {
            remove(i, t, false);
        }
    }
}

void RandomGuild::advance(Instant t) {
    while (std::min(next_join_, next_invite_) <= t) {
        if (next_join_ <= next_invite_) {
            retire(next_join_);
            join(next_join_);
            // Bursts: a quarter of the joins comes right after another.
            const Duration gap{static_cast<std::int64_t>(3.6e9 / habits_.joins_per_hour)};
            next_join_ += exponential(uniform() < 0.25 ? gap / 20 : gap);
        } else {
            retire(next_invite_);
            const bool full = live_.size() > 6;
            if (full && uniform() < 0.5) {
                remove(static_cast<std::size_t>(below(static_cast<std::int64_t>(live_.size()))),
                       next_invite_,
                       true);
            } else {
                make_invite(next_invite_, true);
            }
            next_invite_ += exponential(minutes{40});
        }
    }
    retire(t);
    now_ = t;
}

void RandomGuild::join(Instant t) {
    Person person{
        .user = UserId{1'000 + ++users_}, .joined_at = t, .left_at = Instant::max(), .entry = {}};
    if (uniform() < habits_.bounce) {
        person.left_at = t + exponential(minutes{3});
    }
    if (uniform() < 0.01) {
        person.entry.bot = true;
        person.left_at = Instant::max();
        recorder.facts.bots_added.push_back({person.user, t + milliseconds{40}, UserId{3}});
    } else if (uniform() >= habits_.no_invite) {
        const bool by_vanity = (habits_.vanity && uniform() < 0.2) || live_.empty();
        if (by_vanity && !habits_.vanity) {
            return;  // no way in: nobody comes
        }
        const auto count = static_cast<std::int64_t>(live_.size());
        // Newer codes are no less popular than old ones.
        const std::size_t i =
            by_vanity ? 0 : static_cast<std::size_t>(std::min(below(count), below(count)));
        Live& used = by_vanity ? vanity_ : live_[i];
        person.entry.code = used.terms.code;
        person.entry.inviter = used.terms.inviter;
        person.entry.vanity = by_vanity;
        used.used_at.push_back(t);
        used.shown_at.push_back(t + std::min(exponential(habits_.lag_mean), habits_.lag_bound));
        ++uses[used.terms.code];
        const bool up = !by_vanity && used.terms.max_uses > 0 &&
                        static_cast<std::int64_t>(used.used_at.size()) >= used.terms.max_uses;
        if (up) {
            remove(i, t, false);
        }
    }
    people_.push_back(person);
}

std::int64_t RandomGuild::shown(const Live& live) const {
    return live.before + std::count_if(live.shown_at.begin(),
                                       live.shown_at.end(),
                                       [this](Instant t) { return t <= now_; });
}

Bracket RandomGuild::bracket() const {
    return {now_ + clock_error_ - milliseconds{150}, now_ + clock_error_ + milliseconds{150}};
}

void RandomGuild::read_invites() {
    std::vector<Recorder::Listed> list;
    for (const Live& live : live_) {
        list.push_back({live.terms, shown(live)});
    }
    recorder.read_invites(bracket(), list);
    // The log matters for codes that no list ever showed.
    std::erase_if(recorder.facts.created, [&](const InviteLogEntry& entry) {
        return std::any_of(list.begin(), list.end(), [&](const Recorder::Listed& listed) {
            return listed.terms.code == entry.invite.code;
        });
    });
}

void RandomGuild::read_vanity() {
    InviteTerms terms = vanity_.terms;
    terms.created_at = kStart;
    if (read_once_ && hidden_polls_ == 0 && uniform() < habits_.vanity_falls) {
        hidden_polls_ = 1 + static_cast<int>(below(10));
    }
    const std::int64_t counter = hidden_polls_ > 0 ? 0 : shown(vanity_);
    hidden_polls_ = std::max(0, hidden_polls_ - 1);
    recorder.read(Stream::vanity, bracket(), {{terms, counter}});
}

void RandomGuild::sweep() {
    const Instant first = recorder.facts.coverage.first_invites->began;
    for (Person& person : people_) {
        const bool there = person.left_at > now_;
        if (!person.seen && there && person.joined_at >= first) {
            person.seen = true;
            const JoinId join = recorder.arrive(person.user, person.joined_at, person.entry.bot);
            truth[join] = person.entry;
            if (habits_.evidence && !person.entry.bot && uniform() < 0.3) {
                recorder.facts.statements.push_back({join, person.entry.code});
            }
        }
    }
    std::erase_if(people_,
                  [&](const Person& person) { return person.seen || person.left_at <= now_; });
    recorder.swept(bracket().began);
}

void RandomGuild::poll() {
    advance(now_ + habits_.period + Duration{below(2'000'000)});
    if (read_once_ && uniform() < habits_.missed_polls) {
        return;
    }
    read_invites();
    advance(now_ + milliseconds{300});
    if (habits_.vanity && (!read_once_ || uniform() >= habits_.missed_polls)) {
        read_vanity();
    }
    if (!read_once_) {
        uses.clear();
    }
    read_once_ = true;
    advance(now_ + milliseconds{300});
    if (uniform() >= habits_.missed_polls) {
        sweep();
    }
    advance(now_ + milliseconds{300});
    if (uniform() >= habits_.missed_polls) {
        recorder.audited(bracket().began);
    }
}

}  // namespace invitectl::reconcile
