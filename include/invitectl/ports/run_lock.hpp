// Only one run changes a database at a time.
#pragma once

#include "invitectl/base/time.hpp"

#include <memory>
#include <string>

namespace invitectl {

// Held while alive. The kernel releases it with the process, so a killed run leaves nothing to
// clean up.
class HeldLock {
  public:
    virtual ~HeldLock() = default;
};

class RunLock {
  public:
    virtual ~RunLock() = default;

    // Waits at most `patience`, then throws Error(lock_held) naming holder, host, command and age.
    virtual std::unique_ptr<HeldLock> take(const std::string& command, Duration patience) = 0;
};

}  // namespace invitectl
