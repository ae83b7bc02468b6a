// RequestMemory for a client without a database: it lasts as long as the process.
#pragma once

#include "invitectl/ports/request_memory.hpp"

#include <map>

namespace invitectl::discord {

class ProcessMemory final : public RequestMemory {
  public:
    std::optional<Remembered> find(std::string_view subject) override;
    std::vector<Remembered> all() override;
    void remember(const Remembered& what) override;
    void forget(std::string_view subject) override;
    void count_refused(Instant at) override;
    std::int64_t refused_since(Instant from) override;

  private:
    std::map<std::string, Remembered, std::less<>> kept_;
    std::map<std::int64_t, std::int64_t> refused_;  // by minute
};

}  // namespace invitectl::discord
