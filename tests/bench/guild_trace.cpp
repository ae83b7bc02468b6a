#include "tests/bench/guild_trace.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <random>
#include <string>

namespace invitectl::bench {
namespace {

using reconcile::CodeLife;
using reconcile::CounterChange;
using reconcile::InviteLogEntry;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant kStart = from_micros(1'750'000'000'000'000);
constexpr double kBurstSize = 10;
constexpr Duration kBurst = minutes{10};
constexpr double kFreshUses = 1.75;
constexpr double kRetained = 0.75;

struct Event {
    enum class Kind { join, burst, burst_join, make_fresh, fresh_join, expiry, deletion };
    Instant at;
    Kind kind = Kind::join;
    std::int32_t way = kUninvited;

    bool operator>(const Event& other) const { return at > other.at; }
};

// One code as it lives; the vanity URL has index 0.
struct Live {
    Instant created;
    std::optional<Instant> expires;
    std::int64_t max_uses = 0;
    std::int64_t before = 0;  // uses from before the first reading
    std::int64_t used = 0;
    std::int64_t shown = 0;   // of these, what the counter shows
    std::int64_t unread = 0;  // of these, what no reading has yet
    std::int32_t life = -1;   // in history.lives, once listed
    bool gone = false;
};

class Simulation {
  public:
    Simulation(const TraceLaws& laws, std::uint64_t seed) : laws_(laws), random_(seed) {}

    Trace run() {
        begin();
        Instant poll = kStart;
        for (std::int64_t k = 0; !finished(); ++k) {
            const Duration jitter{laws_.period >= minutes{1} ? below(2'000'000) : 0};
            poll = kStart + k * laws_.period + jitter;
            advance(poll);
            if (k == 0 || uniform() >= laws_.missed_polls) {
                read(poll);
            }
        }
        // The last joins are settled only by what is read after them.
        for (int k = 1; k <= 3; ++k) {
            const Instant after = poll + k * std::max<Duration>(laws_.period, minutes{5});
            advance(after);
            read(after);
        }
        return std::move(trace_);
    }

  private:
    double uniform() { return std::uniform_real_distribution<double>(0, 1)(random_); }
    std::int64_t below(std::int64_t n) {
        return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_);
    }
    Duration exponential(double mean_seconds) {
        return Duration{static_cast<std::int64_t>(-std::log1p(-uniform()) * mean_seconds * 1e6)};
    }
    bool finished() const { return trace_.joins.size() >= laws_.joins; }

    void begin() {
        add_way("home", std::nullopt, true, kStart - hours{9'000});
        for (int i = 1; i <= laws_.codes; ++i) {
            const std::int32_t way = add_way("k" + std::to_string(i),
                                             UserId{100 + i % (laws_.codes / 2 + 1)},
                                             false,
                                             kStart - hours{1'000});
            live_[static_cast<std::size_t>(way)].before = below(500);
            weight_.push_back(std::pow(i, -laws_.zipf));
        }
        set_rates();
        popular_ = std::discrete_distribution<std::int32_t>(weight_.begin(), weight_.end());
        schedule(Event::Kind::join, kStart);
        schedule(Event::Kind::burst, kStart);
        schedule(Event::Kind::make_fresh, kStart);
    }

    // What everybody's share of the steady stream is.
    void set_rates() {
        const double invited = rate(Event::Kind::join) - laws_.joins_per_hour * laws_.no_invite;
        const double whole = std::accumulate(weight_.begin(), weight_.end(), 0.0);
        trace_.ways[0].rate = invited * vanity_share();
        for (std::size_t i = 0; i < weight_.size(); ++i) {
            trace_.ways[i + 1].rate = invited * (1 - vanity_share()) * weight_[i] / whole;
        }
    }

    // Of joins by codes that are not fresh.
    double vanity_share() const { return laws_.vanity / (1 - laws_.fresh * (1 - laws_.bursts)); }

    std::int32_t add_way(const std::string& code,
                         std::optional<UserId> inviter,
                         bool vanity,
                         Instant created) {
        trace_.ways.push_back({.code = *InviteCode::parse(code),
                               .inviter = inviter,
                               .vanity = vanity,
                               .created = created});
        Live live;
        live.created = created;
        live_.push_back(live);
        return static_cast<std::int32_t>(live_.size() - 1);
    }

    // Joins per hour of one of the three streams.
    double rate(Event::Kind kind) const {
        const double invited = laws_.joins_per_hour * (1 - laws_.no_invite);
        switch (kind) {
            case Event::Kind::burst:
                return invited * laws_.bursts / kBurstSize;
            case Event::Kind::make_fresh:
                return invited * laws_.fresh * (1 - laws_.bursts) / kFreshUses;
            default:
                return laws_.joins_per_hour * laws_.no_invite +
                       invited * (1 - laws_.bursts) * (1 - laws_.fresh);
        }
    }

    void schedule(Event::Kind kind, Instant after) {
        if (rate(kind) > 0) {
            events_.push({after + exponential(3600 / rate(kind)), kind, kUninvited});
        }
    }

    void advance(Instant t) {
        while (!events_.empty() && events_.top().at <= t) {
            const Event event = events_.top();
            events_.pop();
            happen(event);
        }
    }

    void happen(const Event& event) {
        switch (event.kind) {
            case Event::Kind::join:
                join(event.at, ordinary_way());
                schedule(event.kind, event.at);
                break;
            case Event::Kind::burst:
                start_burst(event.at);
                schedule(event.kind, event.at);
                break;
            case Event::Kind::make_fresh:
                make_fresh(event.at);
                schedule(event.kind, event.at);
                break;
            case Event::Kind::burst_join:
            case Event::Kind::fresh_join:
                join(event.at, event.way);
                break;
            case Event::Kind::expiry:
                remove(event.way, event.at);
                break;
            case Event::Kind::deletion:
                remove_logged(event.way, event.at);
                break;
        }
    }

    std::int32_t invited_way() { return uniform() < vanity_share() ? 0 : 1 + popular_(random_); }

    std::int32_t ordinary_way() {
        const double none = laws_.joins_per_hour * laws_.no_invite / rate(Event::Kind::join);
        return uniform() < none ? kUninvited : invited_way();
    }

    void start_burst(Instant t) {
        const std::int32_t way = invited_way();
        const auto size = std::poisson_distribution<int>(kBurstSize)(random_);
        for (int i = 0; i < size; ++i) {
            events_.push({t + Duration{below(kBurst.count())}, Event::Kind::burst_join, way});
        }
        const double per_hour = kBurstSize / std::chrono::duration<double>(kBurst).count() * 3600;
        trace_.bursts.push_back({way, t, t + kBurst, per_hour});
    }

    void make_fresh(Instant t) {
        const std::int32_t way = add_way(
            "f" + std::to_string(live_.size()), UserId{100 + below(laws_.codes / 2 + 1)}, false, t);
        Live& fresh = live_.back();
        const auto uses = std::max<std::int64_t>(below(4), 1);
        trace_.ways.back().planned = uses;
        if (uses == 1 && uniform() < 0.6) {
            fresh.max_uses = 1;
        }
        const Duration age = uniform() < 0.15 ? Duration{minutes{30}} : Duration{hours{24}};
        fresh.expires = t + age;
        events_.push({t + age, Event::Kind::expiry, way});
        for (std::int64_t i = 0; i < uses; ++i) {
            events_.push({t + exponential(1'800), Event::Kind::fresh_join, way});
        }
        if (uniform() < 0.15) {
            events_.push({t + Duration{below(age.count())}, Event::Kind::deletion, way});
        }
        InviteLogEntry entry = log_entry(way, t);
        entry.invite.uses = 0;
        trace_.history.created.push_back(entry);
        created_of_.push_back(way);
    }

    InviteLogEntry log_entry(std::int32_t way, Instant t) const {
        const Live& live = live_[static_cast<std::size_t>(way)];
        const TraceWay& named = trace_.ways[static_cast<std::size_t>(way)];
        const std::int64_t age = live.expires ? (*live.expires - live.created) / seconds{1} : 0;
        return {t,
                {.code = named.code,
                 .channel = ChannelId{1},
                 .inviter = named.inviter,
                 .uses = live.before + live.used,
                 .max_uses = live.max_uses,
                 .max_age = age,
                 .temporary = {}}};
    }

    void remove(std::int32_t way, Instant t) {
        Live& live = live_[static_cast<std::size_t>(way)];
        if (!live.gone) {
            live.gone = true;
            trace_.ways[static_cast<std::size_t>(way)].gone = t;
            vanished_.push_back(way);
        }
    }

    void remove_logged(std::int32_t way, Instant t) {
        if (!live_[static_cast<std::size_t>(way)].gone) {
            if (uniform() >= laws_.unlogged_deletions) {
                trace_.history.deleted.push_back(log_entry(way, t));
            }
            remove(way, t);
        }
    }

    Duration lag() {
        if (uniform() < laws_.slow) {
            return seconds{5} + Duration{below(55'000'000)};
        }
        return std::min(exponential(std::chrono::duration<double>(laws_.lag_mean).count()),
                        laws_.lag_bound);
    }

    void join(Instant t, std::int32_t way) {
        TrueJoin one{.at = t, .left = Instant::max(), .way = way, .shown = t};
        if (uniform() < laws_.bounce) {
            one.left = t + exponential(std::chrono::duration<double>(laws_.bounce_tau).count());
        }
        if (way != kUninvited) {
            Live& used = live_[static_cast<std::size_t>(way)];
            if (used.gone) {
                return;  // too late
            }
            ++used.used;
            one.shown = t + lag();
            hidden_.push_back(trace_.joins.size());
            if (used.max_uses > 0 && used.used >= used.max_uses) {
                remove(way, t);
            }
        }
        one.retained = uniform() < kRetained;
        unseen_.push_back(trace_.joins.size());
        trace_.joins.push_back(one);
    }

    Bracket bracket(Instant t) const {
        const Instant clock = t + laws_.clock_error;
        return {clock - milliseconds{150}, clock + milliseconds{150}};
    }

    void read(Instant t) {
        trace_.polls.push_back(t);
        read_invites(t);
        read_vanity(t + milliseconds{300});
        sweep(t + milliseconds{600});
        trace_.history.coverage.latest_audit_began = bracket(t + milliseconds{900}).began;
        read_once_ = true;
    }

    // Counts what has come to show by `t`, and puts the codes that moved into moved_.
    void show(Instant t) {
        std::erase_if(hidden_, [&](std::size_t i) {
            const TrueJoin& use = trace_.joins[i];
            if (use.shown > t) {
                return false;
            }
            Live& live = live_[static_cast<std::size_t>(use.way)];
            if (live.unread++ == 0) {
                moved_.push_back(use.way);
            }
            return true;
        });
    }

    void read_invites(Instant t) {
        show(t);
        std::sort(moved_.begin(), moved_.end());
        std::vector<std::int32_t> rest;
        std::vector<std::int32_t> moved;
        for (const std::int32_t way : moved_) {
            (way == 0 ? rest : moved).push_back(way);
        }
        moved_ = rest;
        const bool news = !moved.empty() || !vanished_.empty() || !created_of_.empty();
        const ReadingNumber number = add_reading(Stream::invites, bracket(t), news);
        if (!read_once_) {
            list_at_first();
        }
        list_fresh(number);
        for (const std::int32_t way : moved) {
            move(way, number);
        }
        for (const std::int32_t way : vanished_) {
            const Live& live = live_[static_cast<std::size_t>(way)];
            if (live.life >= 0) {
                trace_.history.lives[static_cast<std::size_t>(live.life)].gone_reading = number;
            }
        }
        vanished_.clear();
    }

    ReadingNumber add_reading(Stream stream, Bracket bracket, bool news) {
        Tape& tape = tapes_[stream == Stream::invites ? 0 : 1];
        auto& readings = trace_.history.readings;
        if (tape.number > 0 && !news && tape.quiet) {
            readings[tape.row].bracket = bracket;
        } else {
            tape.row = readings.size();
            readings.push_back({stream, ++tape.number, bracket});
            tape.quiet = !news;
        }
        auto& coverage = trace_.history.coverage;
        const bool invites = stream == Stream::invites;
        auto& first = invites ? coverage.first_invites : coverage.first_vanity;
        first = first.value_or(bracket);
        (invites ? coverage.latest_invites : coverage.latest_vanity) = bracket;
        coverage.awaits_vanity = laws_.vanity > 0;
        return tape.number;
    }

    void add_life(std::int32_t way, ReadingNumber number) {
        Live& live = live_[static_cast<std::size_t>(way)];
        const TraceWay& named = trace_.ways[static_cast<std::size_t>(way)];
        CodeLife life{.terms = {.code = named.code,
                                .channel = ChannelId{1},
                                .inviter = named.inviter,
                                .created_at = live.created,
                                .expires_at = live.expires,
                                .max_uses = live.max_uses,
                                .roles = {}},
                      .gone_reading = {}};
        life.stream = named.vanity ? Stream::vanity : Stream::invites;
        life.first_reading = number;
        live.shown += live.unread;
        live.unread = 0;
        life.first_uses = life.last_uses = live.before + live.shown;
        live.life = static_cast<std::int32_t>(trace_.history.lives.size());
        trace_.history.lives.push_back(std::move(life));
    }

    void list_at_first() {
        for (std::int32_t way = 1; way <= laws_.codes; ++way) {
            add_life(way, 1);
        }
    }

    // What was made since the last reading and still lives; the log keeps the rest.
    void list_fresh(ReadingNumber number) {
        auto& created = trace_.history.created;
        std::vector<InviteLogEntry> kept;
        const std::size_t old = created.size() - created_of_.size();
        for (std::size_t i = 0; i < created_of_.size(); ++i) {
            const std::int32_t way = created_of_[i];
            if (live_[static_cast<std::size_t>(way)].gone) {
                kept.push_back(created[old + i]);
            } else {
                add_life(way, number);
            }
        }
        created.erase(created.begin() + static_cast<std::ptrdiff_t>(old), created.end());
        created.insert(created.end(), kept.begin(), kept.end());
        created_of_.clear();
    }

    void move(std::int32_t way, ReadingNumber number) {
        Live& live = live_[static_cast<std::size_t>(way)];
        // What vanished shows no counter any more; what was listed just now shows all.
        if (live.unread > 0 && live.life >= 0 && !live.gone) {
            CodeLife& life = trace_.history.lives[static_cast<std::size_t>(live.life)];
            const std::int64_t after = life.last_uses + live.unread;
            trace_.history.changes.push_back(
                {life.stream, number, life.terms.code, 1, life.last_uses, after});
            life.last_uses = after;
            live.shown += live.unread;
        }
        live.unread = 0;
    }

    void read_vanity(Instant t) {
        if (laws_.vanity <= 0) {
            return;
        }
        show(t);
        const auto found = std::find(moved_.begin(), moved_.end(), 0);
        const bool news = found != moved_.end();
        const ReadingNumber number = add_reading(Stream::vanity, bracket(t), news || !read_once_);
        if (!read_once_) {
            add_life(0, number);
        }
        if (news) {
            moved_.erase(found);
            move(0, number);
        }
    }

    void sweep(Instant t) {
        const Instant first = trace_.history.coverage.first_invites->began;
        std::erase_if(unseen_, [&](std::size_t i) {
            TrueJoin& one = trace_.joins[i];
            if (one.left > t && one.at >= first) {
                one.join = static_cast<JoinId>(trace_.history.arrivals.size() + 1);
                trace_.history.arrivals.push_back({.join = one.join,
                                                   .user = UserId{1'000'000 + one.join},
                                                   .joined_at = one.at,
                                                   .bot = false,
                                                   .did_rejoin = false});
                state(one);
            }
            return true;
        });
        trace_.history.coverage.latest_sweep_began = bracket(t).began;
    }

    void state(const TrueJoin& one) {
        if (laws_.evidence > 0 && uniform() < laws_.evidence) {
            reconcile::Statement statement{.join = one.join};
            if (one.way != kUninvited) {
                const TraceWay& way = trace_.ways[static_cast<std::size_t>(one.way)];
                statement.code = way.code;
                statement.vanity = way.vanity;
            }
            trace_.history.statements.push_back(statement);
        }
    }

    struct Tape {
        ReadingNumber number = 0;
        std::size_t row = 0;
        bool quiet = false;
    };

    TraceLaws laws_;
    std::mt19937_64 random_;
    Trace trace_;
    std::vector<Live> live_;  // per way
    std::vector<double> weight_;
    std::discrete_distribution<std::int32_t> popular_;
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
    std::vector<std::size_t> hidden_;       // uses that no counter shows yet
    std::vector<std::size_t> unseen_;       // joins that no sweep has met
    std::vector<std::int32_t> moved_;       // ways whose counter moved since it was read
    std::vector<std::int32_t> vanished_;    // since the list was read
    std::vector<std::int32_t> created_of_;  // ways of the newest history.created
    Tape tapes_[2];
    bool read_once_ = false;
};

}  // namespace

Trace simulate(const TraceLaws& laws, std::uint64_t seed) {
    return Simulation(laws, seed).run();
}

}  // namespace invitectl::bench
