#include "reconcile/index.hpp"

#include "invitectl/base/error.hpp"

#include <algorithm>
#include <string>
#include <tuple>

namespace invitectl::reconcile {
namespace {

Error missing(const std::string& what) {
    return Error(ErrorCode::internal, "The history names " + what + " that it does not hold");
}

auto life_key(const CodeLife& life) {
    return std::tie(life.terms.code, life.epoch);
}

auto change_key(const CounterChange& change) {
    return std::tie(change.code, change.epoch, change.reading);
}

std::vector<Reading> by_number(const std::vector<Reading>& all, Stream stream) {
    std::vector<Reading> readings;
    std::copy_if(all.begin(), all.end(), std::back_inserter(readings), [&](const Reading& reading) {
        return reading.stream == stream;
    });
    std::sort(readings.begin(), readings.end(), [](const Reading& a, const Reading& b) {
        return a.number < b.number;
    });
    return readings;
}

// The first reading with this number or a higher one. Numbers hardly ever leave any out, so the
// place is known without a search.
std::vector<Reading>::const_iterator find_number(const std::vector<Reading>& all,
                                                 ReadingNumber number) {
    const std::int64_t guess = all.empty() ? -1 : number - all.front().number;
    if (guess >= 0 && guess < std::ssize(all) &&
        all[static_cast<std::size_t>(guess)].number == number) {
        return all.begin() + guess;
    }
    return std::lower_bound(
        all.begin(), all.end(), number, [](const Reading& reading, ReadingNumber wanted) {
            return reading.number < wanted;
        });
}

}  // namespace

Index::Index(const History& history) : coverage_(history.coverage), readings_(history.readings) {
    changes_.reserve(history.changes.size());
    for (const CounterChange& change : history.changes) {
        changes_.push_back(&change);
    }
    for (const CodeLife& life : history.lives) {
        lives_.push_back(&life);
    }
    std::sort(lives_.begin(), lives_.end(), [](const CodeLife* a, const CodeLife* b) {
        return life_key(*a) < life_key(*b);
    });
    std::sort(changes_.begin(), changes_.end(), [](const CounterChange* a, const CounterChange* b) {
        return change_key(*a) < change_key(*b);
    });
    for (const InviteLogEntry& entry : history.deleted) {
        deletions_.push_back(&entry);
    }
    std::sort(
        deletions_.begin(), deletions_.end(), [](const InviteLogEntry* a, const InviteLogEntry* b) {
            return std::tie(a->invite.code, a->at) < std::tie(b->invite.code, b->at);
        });
    for (const ChannelDeletion& deletion : history.channels_deleted) {
        channels_.push_back(&deletion);
    }
    std::sort(
        channels_.begin(), channels_.end(), [](const ChannelDeletion* a, const ChannelDeletion* b) {
            return std::tie(a->channel, a->at) < std::tie(b->channel, b->at);
        });
}

ReadingTable::ReadingTable(const std::vector<Reading>& readings)
    : invites_(by_number(readings, Stream::invites)),
      vanity_(by_number(readings, Stream::vanity)) {}

const std::vector<Reading>& ReadingTable::of(Stream stream) const {
    return stream == Stream::invites ? invites_ : vanity_;
}

const Bracket& ReadingTable::reading(Stream stream, ReadingNumber number) const {
    const auto& all = of(stream);
    const auto found = find_number(all, number);
    if (found == all.end() || found->number != number) {
        throw missing("reading " + std::to_string(number));
    }
    return found->bracket;
}

const Bracket& ReadingTable::reading_before(Stream stream, ReadingNumber number) const {
    const auto& all = of(stream);
    const auto found = find_number(all, number);
    if (found == all.begin()) {
        throw missing("a reading before " + std::to_string(number));
    }
    return std::prev(found)->bracket;
}

const Reading* ReadingTable::first_reading_from(Stream stream, Instant t) const {
    const auto& all = of(stream);
    const auto found = std::partition_point(
        all.begin(), all.end(), [&](const Reading& reading) { return reading.bracket.began < t; });
    return found == all.end() ? nullptr : &*found;
}

const Reading* ReadingTable::last_reading_until(Stream stream, Instant t) const {
    const auto& all = of(stream);
    const auto after = std::partition_point(
        all.begin(), all.end(), [&](const Reading& reading) { return reading.bracket.began <= t; });
    return after == all.begin() ? nullptr : &*std::prev(after);
}

const CodeLife& Index::life(const InviteCode& code, int epoch) const {
    const auto found = std::lower_bound(
        lives_.begin(),
        lives_.end(),
        std::tie(code, epoch),
        [](const CodeLife* life, const auto& key) { return life_key(*life) < key; });
    if (found == lives_.end() || life_key(**found) != std::tie(code, epoch)) {
        throw missing("a life of a code");
    }
    return **found;
}

bool Index::has_life(const InviteCode& code) const {
    const auto found = std::lower_bound(
        lives_.begin(), lives_.end(), code, [](const CodeLife* life, const InviteCode& key) {
            return life->terms.code < key;
        });
    return found != lives_.end() && (*found)->terms.code == code;
}

std::span<const CounterChange* const> Index::changes(const CodeLife& life) const {
    const auto begin = std::lower_bound(changes_.begin(),
                                        changes_.end(),
                                        life_key(life),
                                        [](const CounterChange* change, const auto& key) {
                                            return std::tie(change->code, change->epoch) < key;
                                        });
    const auto end = std::find_if_not(begin, changes_.end(), [&](const CounterChange* change) {
        return std::tie(change->code, change->epoch) == life_key(life);
    });
    return {begin, end};
}

const InviteLogEntry* Index::deletion(const InviteCode& code, Instant from, Instant until) const {
    const auto after = std::upper_bound(deletions_.begin(),
                                        deletions_.end(),
                                        std::tie(code, until),
                                        [](const auto& key, const InviteLogEntry* entry) {
                                            return key < std::tie(entry->invite.code, entry->at);
                                        });
    if (after == deletions_.begin()) {
        return nullptr;
    }
    const InviteLogEntry* last = *std::prev(after);
    return last->invite.code == code && from <= last->at ? last : nullptr;
}

const ChannelDeletion* Index::channel_deletion(std::optional<ChannelId> channel,
                                               Instant from,
                                               Instant until) const {
    if (!channel) {
        return nullptr;
    }
    const auto found = std::lower_bound(channels_.begin(),
                                        channels_.end(),
                                        std::tie(*channel, from),
                                        [](const ChannelDeletion* deletion, const auto& key) {
                                            return std::tie(deletion->channel, deletion->at) < key;
                                        });
    const bool fits =
        found != channels_.end() && (*found)->channel == *channel && (*found)->at <= until;
    return fits ? *found : nullptr;
}

bool Index::log_complete(Instant from, Instant until) const {
    if (!coverage_.awaits_audit || !coverage_.latest_audit_began ||
        *coverage_.latest_audit_began < until) {
        return false;
    }
    return std::none_of(
        coverage_.audit_gaps.begin(), coverage_.audit_gaps.end(), [&](const TimeRange& gap) {
            return gap.from <= until && from < gap.until;
        });
}

}  // namespace invitectl::reconcile
