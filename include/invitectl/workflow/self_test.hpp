// Whether this build works: small calculations whose results are known, from every part that must
// not be wrong. For an installed program on a machine that no test of ours has seen.
#pragma once

#include "invitectl/ports/database_admin.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace invitectl::workflow {

struct Vector {
    std::string name;
    std::function<std::string()> work;
    std::string expected;
};

// Takes well below a second. The database among them lives in memory. `admin` outlives them.
std::vector<Vector> self_test_vectors(DatabaseAdmin& admin);

struct FailedVector {
    std::string name;
    std::string given;  // or what was thrown
    std::string expected;
};
// Those that gave something else.
std::vector<FailedVector> run_vectors(std::span<const Vector> vectors);

}  // namespace invitectl::workflow
