#include "discord/json_fields.hpp"

#include "invitectl/base/time_text.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace invitectl::discord {
namespace {

const Json* find_field(const Json& object, const char* key) {
    if (!object.is_object()) {
        throw FieldError("is no object");
    }
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

template <class Read>
auto inside(const char* key, Read read) {
    try {
        return read();
    } catch (FieldError& error) {
        error.put_inside(key);
        throw;
    }
}

template <class Read>
auto required(const Json& object, const char* key, Read read) {
    const Json* value = find_field(object, key);
    return inside(key, [&] {
        if (value == nullptr) {
            throw FieldError("is missing");
        }
        return read(*value);
    });
}

template <class Read>
auto optional(const Json& object, const char* key, Read read)
    -> std::optional<decltype(read(object))> {
    const Json* value = find_field(object, key);
    if (value == nullptr || value->is_null()) {
        return std::nullopt;
    }
    return inside(key, [&] { return read(*value); });
}

std::string text_of(const Json& value) {
    if (!value.is_string()) {
        throw FieldError("is no text");
    }
    return value.get<std::string>();
}

std::int64_t integer_of(const Json& value) {
    if (!value.is_number_integer()) {
        throw FieldError("is no whole number");
    }
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > kMost) {
        throw FieldError("is too large");
    }
    return value.get<std::int64_t>();
}

std::int64_t count_of(const Json& value) {
    const std::int64_t count = integer_of(value);
    if (count < 0) {
        throw FieldError("is negative");
    }
    return count;
}

bool flag_of(const Json& value) {
    if (!value.is_boolean()) {
        throw FieldError("is neither true nor false");
    }
    return value.get<bool>();
}

Instant time_of(const Json& value) {
    if (!value.is_string()) {
        throw FieldError("is no time");
    }
    const auto time = parse_rfc3339(value.get_ref<const std::string&>());
    if (!time) {
        throw FieldError("is no time");
    }
    return *time;
}

InviteCode code_of(const Json& value) {
    if (!value.is_string()) {
        throw FieldError("is no invite code");
    }
    auto code = InviteCode::parse(value.get_ref<const std::string&>());
    if (!code) {
        throw FieldError("is no invite code");
    }
    return *std::move(code);
}

}  // namespace

void FieldError::put_inside(std::string_view key) {
    const bool bare = place_.empty() || place_.front() == '[';
    place_ = std::string(key) + (bare ? "" : ".") + place_;
    rebuild();
}

void FieldError::put_inside(std::size_t index) {
    const bool bare = place_.empty() || place_.front() == '[';
    place_ = "[" + std::to_string(index) + "]" + (bare ? "" : ".") + place_;
    rebuild();
}

void FieldError::rebuild() {
    text_ = (place_.empty() ? "the body" : place_) + " " + problem_;
}

void with_field(const Json& object, const char* key, const std::function<void(const Json&)>& read) {
    required(object, key, read);
}

void with_maybe(const Json& object, const char* key, const std::function<void(const Json&)>& read) {
    const Json* value = find_field(object, key);
    if (value != nullptr && !value->is_null()) {
        inside(key, [&] { read(*value); });
    }
}

void for_each(const Json& list, const std::function<void(const Json&)>& read) {
    const std::size_t length = length_of(list);
    for (std::size_t i = 0; i < length; ++i) {
        try {
            read(list[i]);
        } catch (FieldError& error) {
            error.put_inside(i);
            throw;
        }
    }
}

std::size_t length_of(const Json& list) {
    if (!list.is_array()) {
        throw FieldError("is no list");
    }
    return list.size();
}

bool has_field(const Json& object, const char* key) {
    return find_field(object, key) != nullptr;
}

bool is_null(const Json& object, const char* key) {
    const Json* value = find_field(object, key);
    return value != nullptr && value->is_null();
}

std::string text_field(const Json& object, const char* key) {
    return required(object, key, text_of);
}

std::optional<std::string> maybe_text(const Json& object, const char* key) {
    return optional(object, key, text_of);
}

std::int64_t integer_field(const Json& object, const char* key) {
    return required(object, key, integer_of);
}

std::optional<std::int64_t> maybe_integer(const Json& object, const char* key) {
    return optional(object, key, integer_of);
}

std::int64_t count_field(const Json& object, const char* key) {
    return required(object, key, count_of);
}

bool flag_field(const Json& object, const char* key) {
    return required(object, key, flag_of);
}

bool flag_or_false(const Json& object, const char* key) {
    return optional(object, key, flag_of).value_or(false);
}

Instant time_field(const Json& object, const char* key) {
    return required(object, key, time_of);
}

std::optional<Instant> maybe_time(const Json& object, const char* key) {
    return optional(object, key, time_of);
}

InviteCode code_field(const Json& object, const char* key) {
    return required(object, key, code_of);
}

std::int64_t snowflake_of(const Json& value) {
    const auto id =
        value.is_string() ? parse_snowflake(value.get_ref<const std::string&>()) : std::nullopt;
    if (!id) {
        throw FieldError("is no id");
    }
    return *id;
}

std::int64_t snowflake_field(const Json& object, const char* key) {
    return required(object, key, snowflake_of);
}

std::optional<std::int64_t> maybe_snowflake(const Json& object, const char* key) {
    return optional(object, key, snowflake_of);
}

std::string cut_text(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) {
        return std::string(text);
    }
    const auto continues = [&](std::size_t i) {
        return (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
    };
    while (bytes > 0 && continues(bytes)) {
        --bytes;
    }
    return std::string(text.substr(0, bytes));
}

}  // namespace invitectl::discord
