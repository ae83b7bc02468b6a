// Looks at files, disks and locks of this machine.
#pragma once

#include "invitectl/ports/host_inspector.hpp"

#include <memory>

namespace invitectl::system {

std::unique_ptr<HostInspector> host_inspector();

}  // namespace invitectl::system
