// A page of members-search, which Discord does not document; its form is known from what clients
// and libraries do with it (discord-userdoccers, pages/resources/guild.mdx).
#pragma once

#include "invitectl/ports/readers.hpp"

#include <string_view>

namespace invitectl::discord {

// `limit` is what was asked for. A way in that is not known to this program is left out, as is one
// that Discord does not know itself. Throws FieldError.
SourcePage read_source_page(std::string_view body, std::size_t limit);

}  // namespace invitectl::discord
