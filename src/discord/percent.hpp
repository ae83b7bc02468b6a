// Percent-encoding, for a path segment and for the audit-log reason.
#pragma once

#include <string>
#include <string_view>

namespace invitectl::discord {

// Everything but letters, digits and -._~ becomes %XX: https://www.rfc-editor.org/rfc/rfc3986
std::string percent_encoded(std::string_view text);

}  // namespace invitectl::discord
