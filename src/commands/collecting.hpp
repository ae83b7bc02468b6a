// The state of collecting as `status` prints it and as the metrics file says it.
#pragma once

#include "invitectl/cli/context.hpp"
#include "invitectl/report/metrics.hpp"
#include "invitectl/workflow/status.hpp"

#include <vector>

namespace invitectl::commands {

// Of the database with its journal beside it.
std::int64_t database_bytes(cli::Context& context);

// Writes --metrics-file, where it is given, from what the database holds now. A file that cannot be
// written is a warning: the run itself went as it went.
void write_metrics(cli::Context& context);

}  // namespace invitectl::commands
