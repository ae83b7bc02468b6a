// What people could take for each other: texts that are alike but for case, blanks, accents of
// width, or letters of another script that look the same.
#pragma once

#include <string>
#include <string_view>

namespace invitectl {

// Equal for two texts exactly if they are alike. Only to be compared, never shown.
std::string likeness(std::string_view text);

}  // namespace invitectl
