#include "invitectl/store/attributions.hpp"
#include "invitectl/store/settings_store.hpp"

#include "store/query.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace invitectl::store {

namespace {

struct Stretch {
    Instant from;
    Instant until;
};

// How far before a moment the readings are wanted that tell what was complete around it: more than
// any guard.
constexpr Duration kReadingMargin = std::chrono::minutes{10};

// The beginning of all time has nothing before it.
Instant earlier(Instant t, Duration by) {
    return std::max(t, Instant::min() + by) - by;
}

std::vector<Stretch> demand_stretches(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT interval_from, interval_until FROM demand WHERE guild_id = $guild",
              {"guild"});
    std::vector<Stretch> stretches;
    for (all.with(guild); all.next();) {
        stretches.push_back({all.get<Instant>(0), all.get<Instant>(1)});
    }
    return stretches;
}

// Moves `from` back until no demand lies across it: everything after it then hangs together with
// nothing before it.
Instant component_border(std::vector<Stretch> stretches, Instant from, Duration widened) {
    std::ranges::sort(stretches, std::ranges::greater{}, &Stretch::until);
    for (const Stretch& stretch : stretches) {
        if (stretch.until + widened <= from) {
            break;
        }
        from = std::min(from, stretch.from - widened);
    }
    return from;
}

template <class Value>
std::optional<Value> lowest(Query& query) {
    return query.next() ? query.get<std::optional<Value>>(0) : std::nullopt;
}

void reopen_joins(sql::Connection& connection, GuildId guild, Instant border) {
    Query(connection,
          "UPDATE attribution SET settled = 0 WHERE guild_id = $guild AND settled = 1"
          " AND join_id IN (SELECT m.join_id FROM member_spell m WHERE m.guild_id = $guild"
          " AND m.join_id IS NOT NULL AND m.joined_at > $border)",
          {"guild", "border"})
        .with(guild, border)
        .run();
}

void reopen_demands(sql::Connection& connection, GuildId guild, Instant border) {
    Query(connection,
          "UPDATE demand SET settled = 0 WHERE guild_id = $guild AND settled = 1"
          " AND interval_until > $border",
          {"guild", "border"})
        .with(guild, border)
        .run();
}

// Whoever joined before `t` by less than this may be counted by a reading that began after it.
Duration widest_guard(sql::Connection& connection, GuildId guild) {
    std::vector<Calibration> all = calibrations(connection, guild);
    all.push_back({});  // where none holds
    Duration lag{0};
    Duration clock{0};
    for (const Calibration& one : all) {
        lag = std::max(lag, one.lag_bound);
        clock = std::max(clock, one.clock_bound);
    }
    return lag + 2 * clock;
}

reconcile::Marks marks_after(sql::Connection& connection, GuildId guild, Instant border) {
    reconcile::Marks marks = low_water_marks(connection, guild);
    Query join(connection,
               "SELECT MIN(join_id) FROM member_spell WHERE guild_id = $guild"
               " AND join_id IS NOT NULL AND joined_at > $border",
               {"guild", "border"});
    Query reading(connection,
                  "SELECT MIN(reading) FROM demand WHERE guild_id = $guild AND stream = $stream"
                  " AND interval_until > $border",
                  {"guild", "stream", "border"});
    // The reading before the earliest of these joins tells how far back its books must reach.
    Query before(connection,
                 "SELECT COALESCE(MAX(number), 1) FROM reading WHERE guild_id = $guild"
                 " AND stream = $stream AND began <= $latest",
                 {"guild", "stream", "latest"});
    const Duration guard = widest_guard(connection, guild);
    const Instant latest = earlier(border, guard);
    before.with(guild, Stream::invites, latest).next();
    marks.invites = std::min(marks.invites, before.get<ReadingNumber>(0));
    before.with(guild, Stream::vanity, latest).next();
    marks.vanity = std::min(marks.vanity, before.get<ReadingNumber>(0));
    marks.join =
        std::min(marks.join, lowest<JoinId>(join.with(guild, border)).value_or(marks.join));
    marks.invites = std::min(marks.invites,
                             lowest<ReadingNumber>(reading.with(guild, Stream::invites, border))
                                 .value_or(marks.invites));
    marks.vanity = std::min(
        marks.vanity,
        lowest<ReadingNumber>(reading.with(guild, Stream::vanity, border)).value_or(marks.vanity));
    // Also where no demand tells of it, the readings around have to be looked at.
    Query around(connection,
                 "SELECT COALESCE(MAX(CASE WHEN began <= $before THEN number END),"
                 " MIN(number) - 1) FROM reading WHERE guild_id = $guild AND stream = $stream",
                 {"before", "guild", "stream"});
    const auto back_to = [&](Stream stream, ReadingNumber& mark) {
        const Instant earliest = earlier(border, kReadingMargin);
        if (const auto found = lowest<ReadingNumber>(around.with(earliest, guild, stream))) {
            mark = std::min(mark, *found + 1);
        }
    };
    back_to(Stream::invites, marks.invites);
    back_to(Stream::vanity, marks.vanity);
    return marks;
}

// The numbers of the readings that ended after `t` start here.
ReadingNumber first_reading_ended_after(sql::Connection& connection,
                                        GuildId guild,
                                        Stream stream,
                                        Instant t) {
    Query newest(connection,
                 "SELECT number, ended FROM reading WHERE guild_id = $guild AND stream = $stream"
                 " ORDER BY number DESC",
                 {"guild", "stream"});
    ReadingNumber first = std::numeric_limits<ReadingNumber>::max();
    newest.with(guild, stream);
    while (newest.next() && newest.get<Instant>(1) > t) {
        first = newest.get<ReadingNumber>(0);
    }
    return first;
}

}  // namespace

bool reaches_settled(sql::Connection& connection, GuildId guild, Instant from) {
    const reconcile::Marks marks = low_water_marks(connection, guild);
    Query demand(connection,
                 "SELECT 1 FROM demand WHERE guild_id = $guild AND stream = $stream"
                 " AND reading >= $first AND settled = 1 AND interval_until >= $from LIMIT 1",
                 {"guild", "stream", "first", "from"});
    for (const Stream stream : {Stream::invites, Stream::vanity}) {
        const ReadingNumber first =
            first_reading_ended_after(connection, guild, stream, earlier(from, kReadingMargin));
        const ReadingNumber mark = stream == Stream::invites ? marks.invites : marks.vanity;
        if (first < mark - 1 || demand.with(guild, stream, first, from).next()) {
            return true;
        }
    }
    return false;
}

void unsettle_from(sql::Connection& connection, GuildId guild, Instant from, Duration widened) {
    require_transaction(connection);
    const Instant border = component_border(demand_stretches(connection, guild), from, widened);
    set_low_water_marks(connection, guild, marks_after(connection, guild, border));
    reopen_joins(connection, guild, border);
    reopen_demands(connection, guild, border);
}

}  // namespace invitectl::store
