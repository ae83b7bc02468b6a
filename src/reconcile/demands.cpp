#include "invitectl/reconcile/demands.hpp"

#include "reconcile/demand_rules.hpp"
#include "reconcile/unseen.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace invitectl::reconcile {
namespace {

// Of invites that vanished, how probable it is that they were used up.
constexpr double kUsedUpIfAlive = 0.9;
constexpr double kUsedUpIfExpired = 0.1;
constexpr double kShortestLife = 1.0 / 60;  // hours

double hours(Duration d) {
    return std::chrono::duration<double, std::ratio<3600>>(d).count();
}

// Uses per hour of a code that had `uses` of them by `until`: by what was known then, so that what
// comes later changes nothing.
double rate_of(Instant created, std::int64_t uses, Instant until) {
    const double age = std::max(0.0, hours(until - created));
    return (static_cast<double>(std::max<std::int64_t>(uses, 0)) + 0.5) / (age + 1.0);
}

// Absent: no limit.
std::optional<std::int64_t> uses_left(const InviteTerms& terms, std::int64_t used) {
    if (terms.max_uses <= 0) {
        return std::nullopt;
    }
    return std::max<std::int64_t>(terms.max_uses - used, 0);
}

}  // namespace

DemandRules::DemandRules(const History& history, const ReadingTable& readings)
    : history_(history), index_(history, readings), calibrations_(history.calibrations) {}

ReadingNumber DemandRules::mark(Stream stream) const {
    return stream == Stream::invites ? history_.marks.invites : history_.marks.vanity;
}

Bounds DemandRules::bounds(Stream stream, ReadingNumber reading) const {
    return calibrations_.bounds(index_.readings().reading_before(stream, reading).began,
                                index_.readings().reading(stream, reading).ended);
}

Demand DemandRules::window(const CodeLife& life,
                           DemandKind kind,
                           ReadingNumber since,
                           ReadingNumber reading,
                           std::int64_t count) const {
    const Bracket& before = index_.readings().reading_before(life.stream, since);
    const Bracket& now = index_.readings().reading(life.stream, reading);
    const Bounds bounds = calibrations_.bounds(before.began, now.ended);
    Demand demand{.key = {life.stream, reading, life.terms.code, life.epoch, kind},
                  .inviter = life.terms.inviter,
                  .at_least = count,
                  .at_most = count,
                  .from = before.began - bounds.lag - bounds.clock,
                  .until = now.ended + bounds.clock,
                  .since = since,
                  .opened = before,
                  .closed = now};
    cut_to_life(demand, life);
    return demand;
}

void DemandRules::cut_to_life(Demand& demand, const CodeLife& life) const {
    if (life.stream == Stream::vanity) {
        return;
    }
    const Duration clock = bounds(life.stream, demand.key.reading).clock;
    demand.from = std::max(demand.from, life.terms.created_at - clock - Duration{1});
    if (life.terms.expires_at) {
        demand.until = std::min(demand.until, *life.terms.expires_at + clock);
    }
    // Times that contradict each other leave nobody, rather than an interval turned round.
    demand.until = std::max(demand.until, demand.from);
}

void DemandRules::loosen(Demand& demand,
                         const CodeLife& life,
                         std::int64_t uses,
                         std::optional<std::int64_t> at_most) const {
    demand.at_least = 0;
    demand.at_most = at_most;
    const Bracket& now = index_.readings().reading(life.stream, demand.key.reading);
    demand.rate = rate_of(life.terms.created_at, uses, now.ended);
}

Demand DemandRules::moved(const CodeLife& life, const CounterChange& change) const {
    return window(
        life, DemandKind::moved, change.reading, change.reading, change.after - change.before);
}

// The counter began anew: what it shows now was counted since. Whether that is so nothing tells, so
// no number is certain.
Demand DemandRules::fallen(const CodeLife& life, const CounterChange& change) const {
    Demand demand = window(life, DemandKind::fallen, change.reading, change.reading, change.after);
    loosen(demand, life, change.before, std::max<std::int64_t>(change.after, 0));
    return demand;
}

Demand DemandRules::first_listed(const CodeLife& life) const {
    const std::int64_t count = std::max<std::int64_t>(life.first_uses - life.carried_uses, 0);
    Demand demand =
        window(life, DemandKind::first_listed, life.first_reading, life.first_reading, count);
    if (life.stream == Stream::vanity) {
        return demand;
    }
    const Bracket& before = index_.readings().reading_before(life.stream, life.first_reading);
    if (life.terms.created_at >= before.ended) {
        demand.opened.reset();  // every use of its is new
    }
    // Made before anyone looked, and hidden since: which of its uses are new is unknown.
    const auto& first = history_.coverage.first_invites;
    const Bounds around = bounds(life.stream, life.first_reading);
    if (life.epoch == 1 && first && life.terms.created_at < first->began - around.guard()) {
        loosen(demand, life, life.first_uses, count);
    }
    return demand;
}

bool DemandRules::use_up(Demand& demand,
                         const CodeLife& life,
                         const Bracket& before,
                         const Bracket& now) const {
    const InviteTerms& terms = life.terms;
    if (terms.max_uses <= 0 || index_.channel_deletion(terms.channel, before.began, now.ended)) {
        return false;
    }
    const Duration clock = bounds(life.stream, demand.key.reading).clock;
    const bool expired = terms.expires_at && *terms.expires_at <= now.ended + clock;
    demand.used_up = expired ? kUsedUpIfExpired : kUsedUpIfAlive;
    return !expired && index_.log_complete(before.began, now.ended);
}

Demand DemandRules::gone(const CodeLife& life) const {
    const ReadingNumber reading = *life.gone_reading;
    Demand demand = window(life, DemandKind::vanished, reading, reading, 0);
    demand.closed.reset();
    loosen(demand, life, life.last_uses, uses_left(life.terms, life.last_uses));
    if (life.stream == Stream::vanity) {
        return demand;
    }
    const Bracket& before = index_.readings().reading_before(life.stream, reading);
    const Bracket& now = index_.readings().reading(life.stream, reading);
    const Bounds around = bounds(life.stream, reading);
    const Duration clock = around.clock;
    const InviteLogEntry* deletion =
        index_.deletion(life.terms.code, before.began - around.reach(), now.ended + clock);
    if (deletion != nullptr) {
        demand.key.kind = DemandKind::deleted;
        demand.until = std::max(demand.from, std::min(demand.until, deletion->at + clock));
        if (deletion->invite.uses && *deletion->invite.uses >= life.last_uses) {
            demand.at_least = *deletion->invite.uses - life.last_uses;
            demand.at_most = demand.at_least;
        }
    } else if (use_up(demand, life, before, now)) {
        demand.key.kind = DemandKind::used_up;
        demand.at_least = *demand.at_most;
    }
    return demand;
}

namespace {

void add(Demands& demands, Demand demand) {
    if (asks_for_something(demand)) {
        demands.list.push_back(std::move(demand));
    }
}

void add_beginnings_and_ends(const DemandRules& rules, Demands& demands) {
    const ReadingNumber mark = rules.mark(Stream::invites);
    for (const CodeLife* life : rules.index().lives()) {
        if (life->stream != Stream::invites) {
            continue;
        }
        if (life->first_reading >= mark && life->first_reading > 1) {
            add(demands, rules.first_listed(*life));
        }
        if (life->gone_reading && *life->gone_reading >= mark) {
            add(demands, rules.gone(*life));
        }
    }
}

// In the order of the history, which is nearly that of the demands.
void add_movements(const DemandRules& rules, Demands& demands) {
    const ReadingNumber mark = rules.mark(Stream::invites);
    const std::vector<CounterChange>& changes = rules.history().changes;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const CounterChange& change = changes[i];
        const CodeLife* life = rules.index().life_of(i);
        if (life != nullptr && life->stream == Stream::invites && change.reading >= mark) {
            add(demands,
                change.after > change.before ? rules.moved(*life, change)
                                             : rules.fallen(*life, change));
        }
    }
}

// An invite of which no reading knows: the log tells when it was made, and perhaps how it ended.
Demand came_and_went(const DemandRules& rules, const InviteLogEntry& entry, const Reading& after) {
    const AuditInvite& invite = entry.invite;
    const Bounds bounds = rules.calibrations().bounds(entry.at, after.bracket.ended);
    CodeLife life{.terms = {.code = invite.code,
                            .channel = invite.channel,
                            .inviter = invite.inviter,
                            .created_at = entry.at,
                            .expires_at = {},
                            .roles = {}},
                  .gone_reading = {}};
    life.terms.max_uses = invite.max_uses.value_or(0);
    Demand demand{
        .key = {Stream::invites, after.number, invite.code, 0, DemandKind::created_and_gone},
        .inviter = invite.inviter,
        .at_most = uses_left(life.terms, 0),
        .from = entry.at - bounds.clock - Duration{1},
        .until = after.bracket.ended + bounds.clock,
        .since = after.number,
        .opened = {},
        .closed = {}};
    // Longer than any invite lives, and short enough to be added to any time.
    constexpr std::int64_t kLongestAge = 100LL * 365 * 86'400;
    const std::int64_t age = invite.max_age.value_or(0);
    const Instant expiry =
        entry.at + std::chrono::seconds(std::clamp<std::int64_t>(age, 0, kLongestAge));
    const bool expired = age > 0 && expiry <= demand.until;
    Instant end = expired ? expiry + bounds.clock : demand.until;
    const ChannelDeletion* closed_channel =
        rules.index().channel_deletion(invite.channel, entry.at, after.bracket.ended);
    if (closed_channel != nullptr) {
        end = std::min(end, closed_channel->at + bounds.clock);
    }
    const InviteLogEntry* deletion = rules.index().deletion(invite.code, entry.at, Instant::max());
    if (deletion != nullptr) {
        end = std::min(end, deletion->at + bounds.clock);
        if (deletion->invite.uses && *deletion->invite.uses >= 0) {
            demand.at_least = *deletion->invite.uses;
            demand.at_most = demand.at_least;
        }
    } else if (demand.at_most && closed_channel == nullptr) {
        demand.used_up = expired ? kUsedUpIfExpired : kUsedUpIfAlive;
        if (!expired && rules.index().log_complete(entry.at, after.bracket.ended)) {
            demand.at_least = *demand.at_most;
        }
    }
    // Perhaps made before the first reading, by our idea of the time: some uses may be older still.
    const auto& first = rules.history().coverage.first_invites;
    if (first && entry.at < first->ended + bounds.reach()) {
        demand.at_least = 0;
    }
    demand.until = std::max(demand.from, end);
    // Whoever makes an invite has somebody in mind: one use is expected. (Not by the reading after,
    // which moves while nothing happens.)
    demand.rate = 1 / std::max(hours(demand.until - demand.from), kShortestLife);
    return demand;
}

// Certainly made before the first reading: baseline, whatever became of it.
bool before_anyone_looked(const DemandRules& rules, Instant made) {
    const auto& first = rules.history().coverage.first_invites;
    return !first || made < first->began - rules.calibrations().bounds(made, made).reach();
}

void add_unlisted_invites(const DemandRules& rules, Demands& demands) {
    std::vector<const InviteLogEntry*> created;
    for (const InviteLogEntry& entry : rules.history().created) {
        created.push_back(&entry);
    }
    std::sort(created.begin(), created.end(), [](const InviteLogEntry* a, const InviteLogEntry* b) {
        return std::tie(a->invite.code, a->at) < std::tie(b->invite.code, b->at);
    });
    const InviteCode* last = nullptr;
    for (const InviteLogEntry* entry : created) {
        const bool repeated = last != nullptr && *last == entry->invite.code;
        last = &entry->invite.code;
        // The first that certainly looked after the invite was made.
        const Duration reach = rules.calibrations().bounds(entry->at, entry->at).reach();
        const Reading* after =
            rules.index().readings().first_reading_from(Stream::invites, entry->at + reach);
        const bool known = after != nullptr && after->number > 1 &&
                           after->number >= rules.mark(Stream::invites) &&
                           !before_anyone_looked(rules, entry->at);
        if (known && !repeated && !rules.index().has_life(entry->invite.code)) {
            add(demands, came_and_went(rules, *entry, *after));
        }
    }
}

// Facts that cannot be, which a file may hold all the same, become demands that can.
void make_possible(std::vector<Demand>& list) {
    for (Demand& demand : list) {
        demand.until = std::max(demand.from, demand.until);
        demand.at_least = std::max<std::int64_t>(demand.at_least, 0);
        if (demand.at_most) {
            demand.at_most = std::max<std::int64_t>(*demand.at_most, 0);
            demand.at_least = std::min(demand.at_least, *demand.at_most);
        }
    }
    std::erase_if(list, [](const Demand& demand) { return !asks_for_something(demand); });
}

// A demand is large: where each belongs is found first, so that each is moved once.
void put_in_order(std::vector<Demand>& list) {
    struct Place {
        Instant from;
        Instant until;
        std::size_t demand;
    };
    std::vector<Place> places;
    places.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        places.push_back({list[i].from, list[i].until, i});
    }
    std::ranges::sort(places, [&list](const Place& a, const Place& b) {
        if (a.from != b.from || a.until != b.until) {
            return std::tie(a.from, a.until) < std::tie(b.from, b.until);
        }
        return list[a.demand].key < list[b.demand].key;
    });
    for (std::size_t start = 0; start < places.size(); ++start) {
        // Round one cycle of places; one that is filled names itself.
        Demand first = std::move(list[start]);
        std::size_t hole = start;
        while (places[hole].demand != start) {
            const std::size_t next = places[hole].demand;
            list[hole] = std::move(list[next]);
            places[hole].demand = hole;
            hole = next;
        }
        list[hole] = std::move(first);
        places[hole].demand = hole;
    }
}

void leave_out_settled(const History& history, std::vector<Demand>& list) {
    const std::set<DemandKey> settled(history.settled.begin(), history.settled.end());
    if (!settled.empty()) {
        std::erase_if(list, [&](const Demand& demand) { return settled.contains(demand.key); });
    }
}

}  // namespace

Demands demands_of(const History& history) {
    return demands_of(history, ReadingTable(history.readings));
}

Demands demands_of(const History& history, const ReadingTable& readings) {
    const DemandRules rules(history, readings);
    Demands demands;
    demands.list.reserve(history.changes.size() + history.lives.size() + history.created.size());
    add_movements(rules, demands);
    add_beginnings_and_ends(rules, demands);
    add_unlisted_invites(rules, demands);
    add_vanity_demands(rules, demands);
    make_possible(demands.list);
    leave_out_settled(history, demands.list);
    reach_unseen(history.arrivals, demands.list);
    put_in_order(demands.list);
    return demands;
}

}  // namespace invitectl::reconcile
