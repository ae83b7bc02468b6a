// Connects the adapters with the command line; decides nothing.
#pragma once

#include "invitectl/cli/context.hpp"
#include "invitectl/system/process.hpp"
#include "invitectl/system/progress.hpp"

#include <memory>
#include <optional>
#include <ostream>

namespace invitectl {

// The streams, adapters and signals of this process.
class Wiring {
  public:
    Wiring();

    const cli::Host& host() const { return host_; }

  private:
    cli::Streams streams();
    cli::Factories factories();
    Progress& open_progress(ProgressMode mode);

    system::DescriptorBuffer out_buffer_;
    system::DescriptorBuffer err_buffer_;
    std::ostream out_;
    std::ostream err_;
    std::optional<system::ProgressReporter> progress_;
    std::optional<system::SignalWatch> signals_;  // its thread may call progress_, so it ends first
    cli::Host host_;
};

}  // namespace invitectl
