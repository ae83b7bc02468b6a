// Members seen one by one, between two sweeps or after one: who just joined, and who is still there
// although a sweep did not list them.
#pragma once

#include "invitectl/domain/member.hpp"
#include "invitectl/domain/message.hpp"
#include "invitectl/ports/readers.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace invitectl::store {

// Who is announced by these join messages and would be seen by the next sweep only: nothing is
// known of a join of theirs about that time. In order, each once.
std::vector<UserId> newcomers_among(sql::Connection& connection,
                                    GuildId guild,
                                    std::span<const Message> messages);

// A look at one member. Adds their spell where it is new (as a sweep would), ends an earlier one of
// theirs, takes a leave back. True when something changed. Does nothing before the first sweep, and
// leaves a join that is known from a message to the sweep that will see it.
bool record_sighting(sql::Connection& connection, GuildId guild, const Timed<Member>& member);

// Who has an open spell and is in none of the staged pages, in order of their ids; those whom the
// audit log knows to be kicked or banned since the sweep before are left out. Only once the last
// page is staged, and none before there was a first sweep.
std::vector<UserId> missing_from_sweep(sql::Connection& connection, GuildId guild);

// What a look at one of them said: listed after all, or gone. The sweep ends with the look.
void stage_sighting(sql::Connection& connection, GuildId guild, const Timed<Member>& member);
void stage_absence(sql::Connection& connection, GuildId guild, UserId user, const Bracket& look);

// Nobody looked: they count as present this time, and as gone when the next sweep misses them too.
// Returns how many were missing already, and so are gone. Every sweep ends with it, be it for
// nobody: whoever is listed again is in doubt no longer.
std::int64_t give_benefit_of_doubt(sql::Connection& connection,
                                   GuildId guild,
                                   const std::vector<UserId>& users);

}  // namespace invitectl::store
