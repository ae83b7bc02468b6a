// The derived answers: one row per join, and one per way it may have come in.
//
// All names here mean the tables of the database, except while a Rehearsal (store/rehearsal.hpp) is
// alive: then they mean its empty temporary twins.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/reconcile/history.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace invitectl::store {

// Writes answers; whatever the join had before goes. Prepared once, for many rows.
class AttributionWriter {
  public:
    AttributionWriter(sql::Connection& connection, GuildId guild);
    ~AttributionWriter();
    AttributionWriter(const AttributionWriter&) = delete;
    AttributionWriter& operator=(const AttributionWriter&) = delete;

    // An equal stored answer is not written again. Returns whether something was.
    bool write(const Attribution& attribution);

  private:
    struct Statements;
    std::unique_ptr<Statements> statements_;
};

// Finds answers with their candidates, prepared once for many joins.
class AttributionReader {
  public:
    AttributionReader(sql::Connection& connection, GuildId guild);
    ~AttributionReader();
    AttributionReader(const AttributionReader&) = delete;
    AttributionReader& operator=(const AttributionReader&) = delete;

    std::optional<Attribution> find(JoinId join);

  private:
    struct Finder;
    std::unique_ptr<Finder> finder_;
};

std::optional<Attribution> load_attribution(sql::Connection& connection,
                                            GuildId guild,
                                            JoinId join);

using AttributionCallback = std::function<void(const Attribution&)>;

// With candidates, joins above `after`, by join id.
void each_attribution(sql::Connection& connection,
                      GuildId guild,
                      JoinId after,
                      const AttributionCallback& visit);

// How many joins wait for readings to come.
std::int64_t unsettled_joins(sql::Connection& connection, GuildId guild);

// Reopens everything that happened after `from`, and what hangs together with it, to be worked out
// anew: answers and demands of those components lose their settledness, the marks below move back.
// `widened` is by how much demands may reach further, on either side, than the stored ones do.
void unsettle_from(sql::Connection& connection,
                   GuildId guild,
                   Instant from,
                   Duration widened = Duration{0});

// Whether something that happened at `from` or later is settled already, or lies so far back that
// what is worked out next would not look there: news from then on need unsettle_from.
bool reaches_settled(sql::Connection& connection, GuildId guild, Instant from);

// Below these everything is settled; what a reconcile run reads starts there.
reconcile::Marks low_water_marks(sql::Connection& connection, GuildId guild);
void set_low_water_marks(sql::Connection& connection, GuildId guild, const reconcile::Marks& marks);

// Forgets everything derived for the guild, marks included: the next reconcile starts from nothing.
void drop_derived(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
