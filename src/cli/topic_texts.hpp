// Topics that are mostly prose.
#pragma once

#include <string>

namespace invitectl::cli {

std::string attribution_topic();
std::string privacy_topic();
std::string scheduling_topic();
std::string permissions_topic();

}  // namespace invitectl::cli
