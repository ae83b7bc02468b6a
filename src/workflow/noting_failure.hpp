// The failure of one step of a Collector, written down.
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/workflow/collect.hpp"

namespace invitectl::workflow {

// Runs one step; when it throws, notes which poll failed and why, in Discord's absence by our own
// clock.
template <class Read>
auto Collector::noting_failure(GuildId guild, store::PollKind kind, store::RunId run, Read read) {
    const Instant began = clock_.now();
    try {
        return read();
    } catch (const Error& error) {
        sql::Transaction step(database_);
        store::record_poll(
            database_, guild, kind, {began, clock_.now()}, error_id(error.code()), run);
        step.commit();
        throw;
    }
}

}  // namespace invitectl::workflow
