#include "invitectl/plan/effects.hpp"

#include <array>

namespace invitectl::plan {

std::string_view to_text(Action action) {
    constexpr std::array<std::string_view, 3> kActions = {
        "create role", "create invite", "delete invite"};
    return kActions.at(static_cast<std::size_t>(action));
}

}  // namespace invitectl::plan
