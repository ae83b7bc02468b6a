// What an answer that is no data means to the user.
#pragma once

#include "discord/transport.hpp"

#include <cstdint>

namespace invitectl::discord {

// Returns for 200 with something that is not a web page; throws the Error that fits anything else.
void require_data(const Request& request, const Response& response);

// The same for a change: 200, 201 and 204 are success.
void require_done(const Request& request, const Response& response);

// The code in a refusal's body; 0 where there is none or the answer is no refusal.
std::int64_t refusal_code(const Response& response);

// True for what Discord answers about the vanity URL of a guild that has none: 403/50001 or
// 400/50020.
bool says_no_vanity(const Response& response);

// Whether it says that anybody may accept the invite.
bool says_no_targets(const Response& response);

}  // namespace invitectl::discord
