#include "invitectl/store/demands.hpp"

#include "store/query.hpp"

#include <array>
#include <map>

namespace invitectl::store {

namespace {

using reconcile::DemandKey;
using reconcile::DemandKind;

// Columns in the order stream, reading, code, epoch, kind, at_least, at_most, interval_from,
// interval_until, attributed, ghosts, settled.
StoredDemand read_demand(const Query& row) {
    return {.stream = row.get<Stream>(0),
            .reading = row.get<ReadingNumber>(1),
            .code = row.get<InviteCode>(2),
            .epoch = row.get<int>(3),
            .kind = row.get<DemandKind>(4),
            .at_least = row.get<std::int64_t>(5),
            .at_most = row.get<std::optional<std::int64_t>>(6),
            .from = row.get<Instant>(7),
            .until = row.get<Instant>(8),
            .attributed = row.get<double>(9),
            .ghosts = row.get<double>(10),
            .settled = row.get<bool>(11)};
}

StoredDemand as_stored(const reconcile::DemandOutcome& outcome) {
    const reconcile::Demand& demand = outcome.demand;
    return {.stream = demand.key.stream,
            .reading = demand.key.reading,
            .code = demand.key.code,
            .epoch = demand.key.epoch,
            .kind = demand.key.kind,
            .at_least = demand.at_least,
            .at_most = demand.at_most,
            .from = demand.from,
            .until = demand.until,
            .attributed = outcome.attributed,
            .ghosts = outcome.ghosts,
            .settled = outcome.settled};
}

std::map<DemandKey, StoredDemand> unsettled_demands(sql::Connection& connection,
                                                    GuildId guild,
                                                    const reconcile::Marks& marks) {
    Query find(connection,
               "SELECT stream, reading, code, epoch, kind, at_least, at_most, interval_from,"
               " interval_until, attributed, ghosts, settled FROM demand WHERE guild_id = $guild"
               " AND stream = $stream AND reading >= $mark AND settled = 0",
               {"guild", "stream", "mark"});
    std::map<DemandKey, StoredDemand> found;
    for (const Stream stream : {Stream::invites, Stream::vanity}) {
        find.with(guild, stream, stream == Stream::invites ? marks.invites : marks.vanity);
        while (find.next()) {
            const StoredDemand demand = read_demand(find);
            found.emplace(demand.key(), demand);
        }
    }
    return found;
}

void forget_demands(sql::Connection& connection,
                    GuildId guild,
                    const std::map<DemandKey, StoredDemand>& demands) {
    Query forget(connection,
                 "DELETE FROM demand WHERE guild_id = $guild AND stream = $stream"
                 " AND reading = $reading AND code = $code AND epoch = $epoch AND kind = $kind",
                 {"guild", "stream", "reading", "code", "epoch", "kind"});
    for (const auto& [key, demand] : demands) {
        forget.with(guild, key.stream, key.reading, key.code, key.epoch, key.kind).run();
    }
}

}  // namespace

std::string_view to_text(DemandKind kind) {
    constexpr std::array<std::string_view, 7> kNames = {
        "moved", "first_listed", "deleted", "used_up", "vanished", "created_and_gone", "fallen"};
    return kNames.at(static_cast<std::size_t>(number_of(kind)));
}

void each_demand(sql::Connection& connection, GuildId guild, const DemandCallback& visit) {
    Query all(connection,
              "SELECT stream, reading, code, epoch, kind, at_least, at_most, interval_from,"
              " interval_until, attributed, ghosts, settled FROM demand WHERE guild_id = $guild"
              " ORDER BY stream, reading, code, epoch, kind",
              {"guild"});
    for (all.with(guild); all.next();) {
        visit(read_demand(all));
    }
}

std::vector<StoredDemand> demands_reaching(sql::Connection& connection, GuildId guild, Instant t) {
    // Demands are found by their reading, which is near: no guard is as wide as the first margin,
    // and a fall of the vanity counter may be undone a day later. This spares an index on the
    // intervals.
    constexpr Duration kBefore = std::chrono::hours{1};
    constexpr Duration kAfter = reconcile::kFlipWindow + std::chrono::hours{1};
    Query find(connection,
               "SELECT d.stream, d.reading, d.code, d.epoch, d.kind, d.at_least, d.at_most,"
               " d.interval_from, d.interval_until, d.attributed, d.ghosts, d.settled"
               " FROM demand d WHERE d.guild_id = $guild AND d.stream = $stream"
               " AND d.reading > COALESCE((SELECT MAX(r.number) FROM reading r"
               " WHERE r.guild_id = $guild AND r.stream = $stream AND r.ended < $earliest), 0)"
               " AND d.reading <= COALESCE((SELECT MAX(r.number) FROM reading r"
               " WHERE r.guild_id = $guild AND r.stream = $stream AND r.began <= $latest), 0) + 1"
               " AND d.interval_from < $t AND d.interval_until >= $t"
               " ORDER BY d.stream, d.reading, d.code, d.epoch, d.kind",
               {"guild", "stream", "earliest", "latest", "t"});
    std::vector<StoredDemand> found;
    for (const Stream stream : {Stream::invites, Stream::vanity}) {
        for (find.with(guild, stream, t - kBefore, t + kAfter, t); find.next();) {
            found.push_back(read_demand(find));
        }
    }
    return found;
}

struct DemandWriter::State {
    State(sql::Connection& of_connection, GuildId of_guild, const reconcile::Marks& marks)
        : connection(of_connection),
          guild(of_guild),
          before(unsettled_demands(of_connection, of_guild, marks)),
          row(of_connection,
              "INSERT INTO demand (guild_id, stream, reading, code, epoch, kind, at_least, at_most,"
              " interval_from, interval_until, attributed, ghosts, settled) VALUES ($guild,"
              " $stream, $reading, $code, $epoch, $kind, $at_least, $at_most, $from, $until,"
              " $attributed, $ghosts, $settled)"
              " ON CONFLICT (guild_id, stream, reading, code, epoch, kind) DO UPDATE SET"
              " at_least = excluded.at_least, at_most = excluded.at_most,"
              " interval_from = excluded.interval_from,"
              " interval_until = excluded.interval_until, attributed = excluded.attributed,"
              " ghosts = excluded.ghosts, settled = excluded.settled",
              {"guild",
               "stream",
               "reading",
               "code",
               "epoch",
               "kind",
               "at_least",
               "at_most",
               "from",
               "until",
               "attributed",
               "ghosts",
               "settled"}) {}

    sql::Connection& connection;
    GuildId guild;
    std::map<DemandKey, StoredDemand> before;  // and not met yet
    Query row;
};

DemandWriter::DemandWriter(sql::Connection& connection,
                           GuildId guild,
                           const reconcile::Marks& marks) {
    require_transaction(connection);
    state_ = std::make_unique<State>(connection, guild, marks);
}

DemandWriter::~DemandWriter() = default;

void DemandWriter::write(const reconcile::DemandOutcome& outcome) {
    const StoredDemand demand = as_stored(outcome);
    const auto known = state_->before.find(demand.key());
    const bool same = known != state_->before.end() && known->second == demand;
    if (known != state_->before.end()) {
        state_->before.erase(known);
    }
    if (same) {
        return;
    }
    state_->row
        .with(state_->guild,
              demand.stream,
              demand.reading,
              demand.code,
              demand.epoch,
              demand.kind,
              demand.at_least,
              demand.at_most,
              demand.from,
              demand.until,
              demand.attributed,
              demand.ghosts,
              demand.settled)
        .run();
}

void DemandWriter::finish() {
    forget_demands(state_->connection, state_->guild, state_->before);
    state_->before.clear();
}

void replace_demands(sql::Connection& connection,
                     GuildId guild,
                     const reconcile::Marks& marks,
                     const std::vector<reconcile::DemandOutcome>& outcomes) {
    DemandWriter writer(connection, guild, marks);
    for (const reconcile::DemandOutcome& outcome : outcomes) {
        writer.write(outcome);
    }
    writer.finish();
}

}  // namespace invitectl::store
