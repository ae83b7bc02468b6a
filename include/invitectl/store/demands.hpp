// Demands as reconcile left them: uses of a code that some joins must explain. Derived rows; what
// store/attributions.hpp says of a Rehearsal holds here too.
#pragma once

#include "invitectl/ports/sql.hpp"
#include "invitectl/reconcile/attribute.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace invitectl::store {

std::string_view to_text(reconcile::DemandKind kind);

struct StoredDemand {
    Stream stream = Stream::invites;
    ReadingNumber reading = 0;
    InviteCode code;
    int epoch = 1;  // 0: never listed, known from the audit log alone
    reconcile::DemandKind kind = reconcile::DemandKind::moved;
    std::int64_t at_least = 0;
    std::optional<std::int64_t> at_most;  // absent: no limit
    Instant from;                         // exclusive
    Instant until;                        // inclusive
    double attributed = 0;                // expected joins
    double ghosts = 0;                    // expected uses that nobody was seen for
    bool settled = false;

    reconcile::DemandKey key() const { return {stream, reading, code, epoch, kind}; }
    friend bool operator==(const StoredDemand&, const StoredDemand&) = default;
};
using DemandCallback = std::function<void(const StoredDemand&)>;

// All of the guild, by stream, reading, code, epoch and kind.
void each_demand(sql::Connection& connection, GuildId guild, const DemandCallback& visit);

// Those a join at `t` can have used, in the same order.
std::vector<StoredDemand> demands_reaching(sql::Connection& connection, GuildId guild, Instant t);

// Makes the unsettled demands at or above the marks those that are written: rows that are not among
// them by finish() go, rows that are equal are not written again.
class DemandWriter {
  public:
    DemandWriter(sql::Connection& connection, GuildId guild, const reconcile::Marks& marks);
    ~DemandWriter();
    DemandWriter(const DemandWriter&) = delete;
    DemandWriter& operator=(const DemandWriter&) = delete;

    void write(const reconcile::DemandOutcome& outcome);
    void finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// All of them in one call.
void replace_demands(sql::Connection& connection,
                     GuildId guild,
                     const reconcile::Marks& marks,
                     const std::vector<reconcile::DemandOutcome>& outcomes);

}  // namespace invitectl::store
