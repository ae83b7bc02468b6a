// The headers of an answer. Names compare without regard to case.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace invitectl::discord {

class Headers {
  public:
    Headers() = default;
    explicit Headers(std::vector<std::pair<std::string, std::string>> fields)
        : fields_(std::move(fields)) {}

    void add(std::string name, std::string value);
    void clear() { fields_.clear(); }

    // The first one of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }

    // A decimal number that is finite and not negative; nothing for anything else.
    std::optional<double> number(std::string_view name) const;

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace invitectl::discord
