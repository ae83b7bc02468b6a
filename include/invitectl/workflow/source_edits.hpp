// What people say of sources.
#pragma once

#include "invitectl/domain/money.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/workflow/edit.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::workflow {

struct CreatedSource {
    Source source;
    std::vector<std::string> alike;  // names in use that people could take for this one
};
CreatedSource create_source(sql::Connection& database,
                            GuildId guild,
                            const std::string& name,
                            const Author& author);

// What hangs on sources.
struct SourceHoldings {
    std::vector<InviteCode> codes;
    std::int64_t joins = 0;   // credited to them
    std::int64_t labels = 0;  // given by hand, joins from before tracking began included
};
SourceHoldings holdings(sql::Connection& database,
                        GuildId guild,
                        const std::vector<SourceId>& sources);

struct RenamedSource {
    SourceHoldings holdings;
    std::vector<std::string> alike;
};
RenamedSource rename_source(sql::Connection& database,
                            GuildId guild,
                            std::string_view from,
                            const std::string& to,
                            const Author& author);

struct MergedSources {
    SourceHoldings moved;
    std::int64_t joins = 0;  // whose answer changed
};
// Whatever belongs to `from` counts as `into` from now on, for all history. Throws Error(refused)
// for a source merged into itself.
MergedSources merge_sources(sql::Connection& database,
                            GuildId guild,
                            const std::vector<std::string>& from,
                            std::string_view into,
                            const Author& author);

// Throws Error(refused) where it is retired already.
void retire_source(sql::Connection& database,
                   GuildId guild,
                   std::string_view name,
                   const Author& author);
void reopen_source(sql::Connection& database,
                   GuildId guild,
                   std::string_view name,
                   const Author& author);

struct SourceWishes {
    std::optional<Hundredths> cost;
    TimeRange cost_over;
    std::optional<std::string> note;  // empty: none any more
    std::vector<std::string> add_tags;
    std::vector<std::string> remove_tags;
    std::optional<UserId> owner;
    bool no_owner = false;
};
struct ChangedSource {
    Source source;
    std::int64_t joins = 0;  // whose answer changed
};
// Throws Error(usage) where nothing is wished.
ChangedSource change_source(sql::Connection& database,
                            GuildId guild,
                            std::string_view name,
                            const SourceWishes& wishes,
                            const Author& author);

}  // namespace invitectl::workflow
