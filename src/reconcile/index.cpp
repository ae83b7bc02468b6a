#include "reconcile/index.hpp"

#include "invitectl/base/error.hpp"

#include <algorithm>
#include <iterator>
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

Index::Index(const History& history, const ReadingTable& readings)
    : history_(history), readings_(readings) {
    lives_.reserve(history.lives.size());
    for (const CodeLife& life : history.lives) {
        lives_.push_back(&life);
    }
    std::sort(lives_.begin(), lives_.end(), [](const CodeLife* a, const CodeLife* b) {
        return life_key(*a) < life_key(*b);
    });
    first_lives_.reserve(lives_.size());
    for (std::size_t i = 0; i < lives_.size(); ++i) {
        first_lives_.try_emplace(lives_[i]->terms.code.text(), i);
    }
    place_changes();
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

std::optional<std::size_t> Index::place(const InviteCode& code, int epoch) const {
    const auto found = first_lives_.find(code.text());
    if (found == first_lives_.end()) {
        return {};
    }
    for (std::size_t i = found->second; i < lives_.size() && lives_[i]->terms.code == code; ++i) {
        if (lives_[i]->epoch == epoch) {
            return i;
        }
    }
    return {};
}

const CodeLife& Index::life(const InviteCode& code, int epoch) const {
    const auto found = place(code, epoch);
    if (!found) {
        throw missing("a life of a code");
    }
    return *lives_[*found];
}

bool Index::has_life(const InviteCode& code) const {
    return first_lives_.contains(code.text());
}

const CodeLife* Index::life_of(std::size_t change) const {
    return life_of_change_[change];
}

std::span<const CounterChange* const> Index::vanity_changes(const CodeLife& life) const {
    const auto of_life = std::ranges::equal_range(
        vanity_changes_,
        std::tie(life.terms.code, life.epoch),
        {},
        [](const CounterChange* change) { return std::tie(change->code, change->epoch); });
    return {of_life.begin(), of_life.end()};
}

void Index::place_changes() {
    life_of_change_.reserve(history_.changes.size());
    for (const CounterChange& change : history_.changes) {
        const auto found = place(change.code, change.epoch);
        life_of_change_.push_back(found ? lives_[*found] : nullptr);
        if (found && lives_[*found]->stream == Stream::vanity) {
            vanity_changes_.push_back(&change);
        }
    }
    std::ranges::stable_sort(vanity_changes_, {}, [](const CounterChange* change) {
        return std::tie(change->code, change->epoch, change->reading);
    });
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
    if (!history_.coverage.awaits_audit || !history_.coverage.latest_audit_began ||
        *history_.coverage.latest_audit_began < until) {
        return false;
    }
    return std::none_of(
        history_.coverage.audit_gaps.begin(),
        history_.coverage.audit_gaps.end(),
        [&](const TimeRange& gap) { return gap.from <= until && from < gap.until; });
}

}  // namespace invitectl::reconcile
