#include "exchange/flat_json.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace invitectl::exchange {

namespace {

using Json = nlohmann::json;
using Fields = std::vector<std::pair<std::string, FlatValue>>;

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? std::optional(c - 'a' + 10) : std::nullopt;
}

std::optional<std::string> from_hex(std::string_view digits) {
    if (digits.size() % 2 != 0) {
        return {};
    }
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const auto high = hex_digit(digits[i]);
        const auto low = hex_digit(digits[i + 1]);
        if (!high || !low) {
            return {};
        }
        bytes += static_cast<char>(*high * 16 + *low);
    }
    return bytes;
}

class FlatSax final : public nlohmann::json_sax<Json> {
  public:
    explicit FlatSax(Fields& fields) : fields_(fields) {}

    const std::string& problem() const { return problem_; }

    bool null() override { return put({}); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override {
        constexpr auto kLargest =
            static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
        return value <= kLargest ? put(static_cast<std::int64_t>(value))
                                 : put(static_cast<double>(value));
    }
    bool number_float(number_float_t value, const string_t& /*text*/) override {
        return put(value);
    }
    bool string(string_t& value) override {
        if (depth_ == 2) {
            auto bytes = from_hex(value);
            if (!bytes) {
                return fail("\"hex\" holds something else than pairs of 0-9 a-f");
            }
            fields_.back().second = *std::move(bytes);
            return true;
        }
        return put(std::move(value));
    }
    bool binary(binary_t& /*value*/) override { return fail("is binary"); }

    bool start_object(std::size_t /*size*/) override {
        ++depth_;
        return depth_ == 1 || (depth_ == 2 && !fields_.empty()) || fail("is nested");
    }
    bool end_object() override {
        const bool whole =
            depth_ != 2 || std::holds_alternative<std::string>(fields_.back().second);
        --depth_;
        return whole || fail("has an empty object in it");
    }
    bool start_array(std::size_t /*size*/) override { return fail("has a list in it"); }
    bool end_array() override { return true; }

    bool key(string_t& name) override {
        if (depth_ == 2) {
            const bool first = std::holds_alternative<std::monostate>(fields_.back().second);
            return (first && name == "hex") || fail("has an object in it that is no {\"hex\":…}");
        }
        for (const auto& field : fields_) {
            if (field.first == name) {
                return fail("names \"" + name.substr(0, kShownBytes) + "\" twice");
            }
        }
        if (fields_.size() == kMostFields) {
            return fail("has too many fields");
        }
        fields_.emplace_back(std::move(name), FlatValue{});
        return true;
    }

    bool parse_error(std::size_t position,
                     const std::string& /*token*/,
                     const Json::exception& /*error*/) override {
        return fail("is no JSON at byte " + std::to_string(position));
    }

  private:
    static constexpr std::size_t kShownBytes = 80;
    static constexpr std::size_t kMostFields = 64;

    bool put(FlatValue value) {
        if (depth_ != 1) {
            return fail(depth_ == 0 ? "is no object" : "\"hex\" is no text");
        }
        fields_.back().second = std::move(value);
        return true;
    }
    bool fail(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }

    Fields& fields_;
    int depth_ = 0;
    std::string problem_;
};

}  // namespace

std::optional<std::string> FlatObject::read(std::string_view line) {
    fields_.clear();
    FlatSax sax(fields_);
    return Json::sax_parse(line, &sax) ? std::nullopt : std::optional(sax.problem());
}

const FlatValue* FlatObject::find(std::string_view name) const {
    for (const auto& [known, value] : fields_) {
        if (known == name) {
            return &value;
        }
    }
    return nullptr;
}

const std::string* FlatObject::text(std::string_view name) const {
    const FlatValue* value = find(name);
    return value != nullptr ? std::get_if<std::string>(value) : nullptr;
}

}  // namespace invitectl::exchange
