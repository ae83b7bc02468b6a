// Before something is done that cannot be taken back.
//
//   mild      a decision in the database, which undo takes back: nobody is asked
//   moderate  a few things at Discord: y or n
//   severe    bans, many targets, deletion of what is stored: the name must be typed
#pragma once

#include <cstddef>
#include <string>

namespace invitectl::cli {

enum class Danger { mild, moderate, severe };

// More targets than this are severe, whatever is done to them.
inline constexpr std::size_t kFewTargets = 10;

// `least` for the act itself, severe for many targets.
constexpr Danger danger_of(std::size_t targets, Danger least) {
    return targets > kFewTargets ? Danger::severe : least;
}

struct Confirmation {
    Danger danger = Danger::moderate;
    std::string action;  // what is about to be done: "delete 3 invites of \"Harbour Lights\""
    std::string name;    // severe: what must be typed, as it is or as it is shown: the guild's name
};

}  // namespace invitectl::cli
