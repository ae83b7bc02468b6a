// Reading JSON that somebody else wrote, so that whatever is wrong in it is named by its place.
//
// parse_strict takes RFC 8259 JSON in UTF-8, refuses objects with the same key twice (the library
// keeps the last one silently) and nesting beyond kDeepest. The functions below it take a field of
// an object; a field that is null counts as absent for the `maybe_` ones. All throw FieldError.
//
// Values are filled field by field: GCC 12 destroys what a braced initialiser built already twice
// when a later part of it throws.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::discord {

using Json = nlohmann::json;

inline constexpr std::size_t kDeepest = 64;

// What is wrong, and where: "[3].inviter.id is missing". The place grows as it travels outwards.
class FieldError : public std::exception {
  public:
    explicit FieldError(std::string problem) : problem_(std::move(problem)) { rebuild(); }

    void put_inside(std::string_view key);
    void put_inside(std::size_t index);

    const std::string& place() const { return place_; }
    const char* what() const noexcept override { return text_.c_str(); }

  private:
    void rebuild();

    std::string place_;
    std::string problem_;
    std::string text_;
};

Json parse_strict(std::string_view text);
// The elements of a list one by one, without the list ever being in memory whole; returns how many
// there are. What `read` throws names the index. It may have been called before something is found
// to be wrong further on.
std::size_t for_each_in(std::string_view text, const std::function<void(const Json&)>& read);

// Runs `read` on the field and names the field in what it throws.
void with_field(const Json& object, const char* key, const std::function<void(const Json&)>& read);
// As above; does nothing where the field is absent or null.
void with_maybe(const Json& object, const char* key, const std::function<void(const Json&)>& read);
// Runs `read` on every element and names its index in what it throws.
void for_each(const Json& list, const std::function<void(const Json&)>& read);
std::size_t length_of(const Json& list);

bool has_field(const Json& object, const char* key);
bool is_null(const Json& object, const char* key);  // there, and null

std::string text_field(const Json& object, const char* key);
std::optional<std::string> maybe_text(const Json& object, const char* key);

std::int64_t integer_field(const Json& object, const char* key);
std::optional<std::int64_t> maybe_integer(const Json& object, const char* key);
std::int64_t count_field(const Json& object, const char* key);  // not negative

bool flag_field(const Json& object, const char* key);
bool flag_or_false(const Json& object, const char* key);

Instant time_field(const Json& object, const char* key);
std::optional<Instant> maybe_time(const Json& object, const char* key);

InviteCode code_field(const Json& object, const char* key);

// Ids are text: https://discord.com/developers/docs/reference#snowflakes
std::int64_t snowflake_of(const Json& value);
std::int64_t snowflake_field(const Json& object, const char* key);
std::optional<std::int64_t> maybe_snowflake(const Json& object, const char* key);

template <class SomeId>
SomeId id_field(const Json& object, const char* key) {
    return SomeId{snowflake_field(object, key)};
}

template <class SomeId>
std::optional<SomeId> maybe_id(const Json& object, const char* key) {
    const auto id = maybe_snowflake(object, key);
    return id ? std::optional(SomeId{*id}) : std::nullopt;
}

// The first `bytes` bytes at most, without splitting a character.
std::string cut_text(std::string_view text, std::size_t bytes);

}  // namespace invitectl::discord
