// Help that is about no single command.
#pragma once

#include <span>
#include <string>

namespace invitectl::cli {

struct Topic {
    std::string name;
    std::string summary;
    std::string (*text)();
};

std::span<const Topic> topics();

}  // namespace invitectl::cli
