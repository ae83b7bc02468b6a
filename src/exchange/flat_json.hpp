// One line of JSON that is an object of plain values; {"hex":"…"} counts as a plain value, a text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace invitectl::exchange {

// Nothing for null. Whole numbers beyond 64 bits with a sign become real.
using FlatValue = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

class FlatObject {
  public:
    // Says what is wrong with the line; nothing where it was read. RFC 8259 JSON in UTF-8; an
    // object that names a field twice is refused.
    std::optional<std::string> read(std::string_view line);

    // In the order of the line.
    const std::vector<std::pair<std::string, FlatValue>>& fields() const { return fields_; }
    // Nothing where the field is absent.
    const FlatValue* find(std::string_view name) const;
    const std::string* text(std::string_view name) const;

  private:
    std::vector<std::pair<std::string, FlatValue>> fields_;
};

}  // namespace invitectl::exchange
