// The facts of a history where they can be found: readings by number, lives by code, log entries by
// code.
#pragma once

#include "invitectl/reconcile/history.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace invitectl::reconcile {

class ReadingTable {
  public:
    explicit ReadingTable(const std::vector<Reading>& readings);

    // Both throw Error(internal) where there is none.
    const Bracket& reading(Stream stream, ReadingNumber number) const;
    const Bracket& reading_before(Stream stream, ReadingNumber number) const;
    // The first that began at or after `t`.
    const Reading* first_reading_from(Stream stream, Instant t) const;
    // The last that began at or before `t`.
    const Reading* last_reading_until(Stream stream, Instant t) const;

  private:
    const std::vector<Reading>& of(Stream stream) const;

    std::vector<Reading> invites_;  // by number
    std::vector<Reading> vanity_;
};

class Index {
  public:
    // Keeps references into both, which must outlive it.
    Index(const History& history, const ReadingTable& readings);

    const ReadingTable& readings() const { return readings_; }
    const std::vector<const CodeLife*>& lives() const { return lives_; }  // by code, then epoch
    const CodeLife& life(const InviteCode& code, int epoch) const;
    bool has_life(const InviteCode& code) const;
    // Of the change with this number in the history; null: it holds no such life.
    const CodeLife* life_of(std::size_t change) const;
    // Of a life of the vanity URL, by reading.
    std::span<const CounterChange* const> vanity_changes(const CodeLife& life) const;

    // The last deletion of the code in [from, until].
    const InviteLogEntry* deletion(const InviteCode& code, Instant from, Instant until) const;
    // The first deletion of the channel in [from, until].
    const ChannelDeletion* channel_deletion(std::optional<ChannelId> channel,
                                            Instant from,
                                            Instant until) const;
    // Whether every deletion in [from, until] would be known.
    bool log_complete(Instant from, Instant until) const;

  private:
    // In lives_.
    std::optional<std::size_t> place(const InviteCode& code, int epoch) const;
    void place_changes();

    const History& history_;
    const ReadingTable& readings_;
    std::vector<const CodeLife*> lives_;
    std::unordered_map<std::string_view, std::size_t>
        first_lives_;  // per code: its first in lives_
    std::vector<const CodeLife*> life_of_change_;
    std::vector<const CounterChange*> vanity_changes_;  // by code, epoch, reading
    std::vector<const InviteLogEntry*> deletions_;      // by code, then time
    std::vector<const ChannelDeletion*> channels_;      // by channel, then time
};

}  // namespace invitectl::reconcile
