// Amounts of money in whole hundredths of whatever currency the admin thinks in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace invitectl {

using Hundredths = std::int64_t;

// "120", "120.5", "0.05": up to a billion, at most two digits behind the point. Throws
// Error(bad_value).
Hundredths parse_money(std::string_view text);
// "120.50".
std::string format_money(Hundredths amount);

}  // namespace invitectl
