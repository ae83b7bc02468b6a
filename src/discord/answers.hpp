// What an answer says, or the Error that fits it.
#pragma once

#include "discord/json_fields.hpp"
#include "discord/refusals.hpp"

#include <fmt/format.h>

namespace invitectl::discord {

// Runs `read` on the body; a body that breaks Discord's rules is Error(broken_protocol) that names
// the place.
template <class Read>
auto read_body(const Request& request, const Response& response, Read read) {
    try {
        return read(response.body);
    } catch (const FieldError& error) {
        throw Error(ErrorCode::broken_protocol,
                    fmt::format("{}: {}", label_of(request.endpoint), error.what()),
                    "the answer breaks the rules Discord's documentation states",
                    "try again later; if it stays, a newer version of this program may know why");
    }
}

}  // namespace invitectl::discord
