#include "store/segment_totals.hpp"

#include "invitectl/base/error.hpp"

#include "store/segment_codec.hpp"

#include <array>
#include <cstring>
#include <vector>

namespace invitectl::store {
namespace {

using analytics::EntryTotals;
using analytics::LevelTotals;
using analytics::TotalsLevel;
using analytics::WayTotals;

constexpr std::array kStored = {Outcome::fake, Outcome::left, Outcome::retained, Outcome::unsure};

class Packer {
  public:
    void count(std::size_t n) { number(static_cast<std::uint32_t>(n)); }

    template <class Value, class Item, class Get>
    void column(const std::vector<Item>& items, Get get) {
        std::vector<Value> values;
        values.reserve(items.size());
        for (const Item& item : items) {
            values.push_back(static_cast<Value>(get(item)));
        }
        const std::string packed = pack(std::span<const Value>(values));
        count(packed.size());
        bytes_ += packed;
    }

    std::string take() { return std::move(bytes_); }

  private:
    void number(std::uint32_t n) { bytes_.append(reinterpret_cast<const char*>(&n), sizeof(n)); }

    std::string bytes_;
};

class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

    template <class Item>
    void count(std::vector<Item>& items) {
        const std::uint32_t n = number();
        // A column of one value has no bytes for each, so that anything could be claimed. There are
        // at most two entries a join, and fewer inviters than this.
        if (n > 16 * analytics::kSegmentJoins) {
            damaged();
        }
        items.assign(n, {});
    }

    template <class Value, class Item, class Set>
    void column(std::vector<Item>& items, Set set) {
        const std::uint32_t size = number();
        if (size > bytes_.size()) {
            damaged();
        }
        thread_local std::vector<Value> values;
        unpack(bytes_.substr(0, size), items.size(), values);
        bytes_.remove_prefix(size);
        for (std::size_t i = 0; i < items.size(); ++i) {
            set(items[i], values[i]);
        }
    }

    void finish() const {
        if (!bytes_.empty()) {
            damaged();
        }
    }

  private:
    [[noreturn]] static void damaged() {
        throw Error(ErrorCode::damaged_database,
                    "the totals of a segment in the database do not hold what they should");
    }

    std::uint32_t number() {
        std::uint32_t n = 0;
        if (bytes_.size() < sizeof(n)) {
            damaged();
        }
        std::memcpy(&n, bytes_.data(), sizeof(n));
        bytes_.remove_prefix(sizeof(n));
        return n;
    }

    std::string_view bytes_;
};

}  // namespace

std::string pack_totals(const LevelTotals& totals) {
    Packer to;
    to.count(totals.entries.size());
    const auto& entries = totals.entries;
    to.column<std::uint8_t>(entries, [](const EntryTotals& e) { return e.entry.by; });
    to.column<std::uint8_t>(entries, [](const EntryTotals& e) { return e.entry.verdict; });
    to.column<std::uint32_t>(entries, [](const EntryTotals& e) { return e.entry.index; });
    to.column<std::uint8_t>(entries, [](const EntryTotals& e) { return e.rejoin; });
    for (const Outcome outcome : kStored) {
        to.column<std::uint32_t>(entries, [outcome](const EntryTotals& e) {
            return e.by_outcome.at(static_cast<std::size_t>(outcome));
        });
    }
    to.column<std::uint32_t>(entries, [](const EntryTotals& e) { return e.weighed; });
    to.count(totals.ways.size());
    const auto& ways = totals.ways;
    to.column<std::uint8_t>(ways, [](const WayTotals& w) { return w.kind; });
    to.column<std::uint32_t>(ways, [](const WayTotals& w) { return w.index; });
    to.column<std::uint8_t>(ways, [](const WayTotals& w) { return w.rejoin; });
    to.column<std::int64_t>(ways, [](const WayTotals& w) { return w.expected; });
    to.column<std::int64_t>(ways, [](const WayTotals& w) { return w.variance; });
    return to.take();
}

void unpack_totals(std::string_view bytes, LevelTotals& totals) {
    Unpacker from(bytes);
    auto& entries = totals.entries;
    from.count(entries);
    from.column<std::uint8_t>(entries, [](EntryTotals& e, auto v) { e.entry.by = known_kind(v); });
    from.column<std::uint8_t>(entries, [](EntryTotals& e, auto v) { e.entry.verdict = v; });
    from.column<std::uint32_t>(entries, [](EntryTotals& e, auto v) { e.entry.index = v; });
    from.column<std::uint8_t>(entries, [](EntryTotals& e, auto v) { e.rejoin = v != 0; });
    for (const Outcome outcome : kStored) {
        from.column<std::uint32_t>(entries, [outcome](EntryTotals& e, auto v) {
            e.by_outcome.at(static_cast<std::size_t>(outcome)) = v;
        });
    }
    from.column<std::uint32_t>(entries, [](EntryTotals& e, auto v) { e.weighed = v; });
    auto& ways = totals.ways;
    from.count(ways);
    from.column<std::uint8_t>(ways, [](WayTotals& w, auto v) { w.kind = known_kind(v); });
    from.column<std::uint32_t>(ways, [](WayTotals& w, auto v) { w.index = v; });
    from.column<std::uint8_t>(ways, [](WayTotals& w, auto v) { w.rejoin = v != 0; });
    from.column<std::int64_t>(ways, [](WayTotals& w, auto v) { w.expected = v; });
    from.column<std::int64_t>(ways, [](WayTotals& w, auto v) { w.variance = v; });
    from.finish();
}

std::optional<analytics::OutcomeTicks> totals_rules(sql::Connection& connection, GuildId guild) {
    Query find(connection,
               "SELECT fake_threshold, retained_after FROM segment_rules WHERE guild_id = $guild",
               {"guild"});
    if (!find.with(guild).next()) {
        return {};
    }
    return analytics::OutcomeTicks{find.get<analytics::Tick>(0), find.get<analytics::Tick>(1)};
}

void store_totals_rules(sql::Connection& connection,
                        GuildId guild,
                        const analytics::OutcomeTicks& rules) {
    Query(connection,
          "INSERT INTO segment_rules (guild_id, fake_threshold, retained_after)"
          " VALUES ($guild, $fake, $retained) ON CONFLICT (guild_id) DO UPDATE SET"
          " fake_threshold = excluded.fake_threshold, retained_after = excluded.retained_after",
          {"guild", "fake", "retained"})
        .with(guild, rules.fake_threshold, rules.retained_after)
        .run();
}

TotalsReader::TotalsReader(sql::Connection& connection, GuildId guild)
    : guild_(guild),
      find_(connection,
            "SELECT bytes FROM segment_total"
            " WHERE guild_id = $guild AND number = $number AND level = $level",
            {"guild", "number", "level"}) {}

void TotalsReader::read(JoinId segment, TotalsLevel level, LevelTotals& into) {
    if (!find_.with(guild_, segment, static_cast<int>(level)).next()) {
        throw Error(ErrorCode::damaged_database, "a segment of joins lacks totals");
    }
    unpack_totals(find_.bytes(0), into);
}

void write_totals(sql::Connection& connection,
                  GuildId guild,
                  JoinId segment,
                  const analytics::JoinColumns& columns,
                  const analytics::OutcomeTicks& rules) {
    Query write(connection,
                "INSERT INTO segment_total (guild_id, number, level, bytes)"
                " VALUES ($guild, $number, $level, $bytes)"
                " ON CONFLICT (guild_id, number, level) DO UPDATE SET bytes = excluded.bytes",
                {"guild", "number", "level", "bytes"});
    for (const TotalsLevel level : {TotalsLevel::inviter, TotalsLevel::source}) {
        const std::string bytes = pack_totals(analytics::totals_of(level, columns, rules));
        write.with(guild, segment, static_cast<int>(level), Bytes{bytes}).run();
    }
}

}  // namespace invitectl::store
