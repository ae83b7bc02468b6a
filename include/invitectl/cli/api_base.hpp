// To whom the token may be sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace invitectl::cli {

// True for URLs whose host is this machine beyond doubt: 127.0.0.0/8 written in full, [::1],
// localhost.
bool is_loopback(std::string_view url);

// The base without a slash at its end. Discord's own is always allowed; another one only if
// `allowed` names it and it is https, or http to this machine, with nothing in it that could hide
// the host. Throws Error(refused).
std::string check_api_base(std::string_view base, const std::vector<std::string>& allowed);

}  // namespace invitectl::cli
