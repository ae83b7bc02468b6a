#include "invitectl/store/costs.hpp"

#include "store/query.hpp"
#include "store/source_rows.hpp"

#include <map>
#include <tuple>

namespace invitectl::store {

namespace {

std::optional<Instant> bound(Instant t) {
    const bool open = t == Instant::min() || t == Instant::max();
    return open ? std::nullopt : std::optional(t);
}

}  // namespace

void set_cost(sql::Connection& connection,
              GuildId guild,
              const Cost& cost,
              const Decided& decided) {
    require_transaction(connection);
    Query(
        connection,
        "INSERT INTO cost (guild_id, cost_id, source_id, amount, valid_from, valid_until, made_at,"
        " author, entry_id) SELECT $guild, COALESCE(MAX(cost_id), 0) + 1, $source, $amount,"
        " $from, $until, $made_at, $author, $entry FROM cost WHERE guild_id = $guild",
        {"guild", "source", "amount", "from", "until", "made_at", "author", "entry"})
        .with(guild,
              cost.source,
              cost.amount,
              bound(cost.over.from),
              bound(cost.over.until),
              decided.at,
              decided.author,
              decided.entry)
        .run();
}

std::vector<Cost> costs(sql::Connection& connection, GuildId guild) {
    const Merges merges(sources(connection, guild));
    Query all(connection,
              "SELECT source_id, amount, valid_from, valid_until FROM cost WHERE guild_id = $guild"
              " AND withdrawn_at IS NULL ORDER BY cost_id",
              {"guild"});
    std::map<std::tuple<SourceId, Instant, Instant>, Hundredths> last;
    for (all.with(guild); all.next();) {
        last[{all.get<SourceId>(0),
              all.get<std::optional<Instant>>(2).value_or(Instant::min()),
              all.get<std::optional<Instant>>(3).value_or(Instant::max())}] =
            all.get<Hundredths>(1);
    }
    std::vector<Cost> found;
    for (const auto& [key, amount] : last) {
        const auto& [source, from, until] = key;
        found.push_back({merges.end_of(source), amount, {from, until}});
    }
    return found;
}

}  // namespace invitectl::store
