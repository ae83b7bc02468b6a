// Programs run under strace, to see or to fail their calls to the kernel.
//
// invitectl hides its memory from everybody but root (system/process.hpp), and a tracer that cannot
// read it sees addresses instead of texts. So for anybody else strace is started by sudo, and the
// program by strace as the user again.
#pragma once

#include "tests/support/program.hpp"

#include <string>
#include <vector>

namespace invitectl::testing {

// Not where sudo would ask for a password: such tests are skipped.
bool can_trace();

// The launch under strace with these options; what it saw goes to the file `trace`.
Launch traced(const Launch& launch,
              const std::vector<std::string>& options,
              const std::string& trace);

}  // namespace invitectl::testing
