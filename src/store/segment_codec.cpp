#include "store/segment_codec.hpp"

#include "invitectl/base/error.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>

namespace invitectl::store {
namespace {

static_assert(std::endian::native == std::endian::little, "segments are little endian");

constexpr std::size_t kHeader = 1 + sizeof(std::uint64_t);

template <class Value>
constexpr Value kNone = std::numeric_limits<Value>::max();

// The lowest and the highest value besides kNone; lowest > highest where there is none.
template <class Value>
std::pair<Value, Value> limits_of(std::span<const Value> column) {
    Value lowest = kNone<Value>;
    Value highest = 0;
    for (const Value value : column) {
        if (value != kNone<Value>) {
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
        }
    }
    return {lowest, highest};
}

template <class Narrow, class Value>
void put(std::span<const Value> column, Value lowest, std::string& bytes) {
    const std::size_t at = bytes.size();
    bytes.resize(at + column.size() * sizeof(Narrow));
    char* out = bytes.data() + at;
    for (std::size_t i = 0; i < column.size(); ++i) {
        const auto narrow =
            column[i] == kNone<Value> ? kNone<Narrow> : static_cast<Narrow>(column[i] - lowest);
        std::memcpy(out + i * sizeof(Narrow), &narrow, sizeof(Narrow));
    }
}

template <class Narrow, class Value>
void take(const char* bytes, Value lowest, std::span<Value> column) {
    for (std::size_t i = 0; i < column.size(); ++i) {
        Narrow narrow = 0;
        std::memcpy(&narrow, bytes + i * sizeof(Narrow), sizeof(Narrow));
        column[i] = narrow == kNone<Narrow> ? kNone<Value> : static_cast<Value>(narrow + lowest);
    }
}

template <class Value>
std::size_t width_for(std::span<const Value> column, Value lowest, Value highest) {
    const bool has_none = std::ranges::find(column, kNone<Value>) != column.end();
    if (lowest > highest || (lowest == highest && !has_none)) {
        return 0;
    }
    const auto range = static_cast<std::uint64_t>(highest - lowest);
    for (const std::size_t width : {1U, 2U, 4U}) {
        if (width < sizeof(Value) && range < (std::uint64_t{1} << (8 * width)) - 1) {
            return width;
        }
    }
    return sizeof(Value);
}

template <class Value>
std::string pack_unsigned(std::span<const Value> column) {
    const auto [lowest, highest] = limits_of(column);
    const std::size_t width = width_for(column, lowest, highest);
    const std::uint64_t base = width == 0 && lowest > highest ? kNone<Value> : lowest;
    std::string bytes(1, static_cast<char>(width));
    bytes.append(reinterpret_cast<const char*>(&base), sizeof(base));
    switch (width) {
        case 1:
            put<std::uint8_t>(column, lowest, bytes);
            break;
        case 2:
            put<std::uint16_t>(column, lowest, bytes);
            break;
        case 4:
            put<std::uint32_t>(column, lowest, bytes);
            break;
        case 8:
            put<std::uint64_t>(column, lowest, bytes);
            break;
        default:
            break;
    }
    return bytes;
}

[[noreturn]] void damaged() {
    throw Error(ErrorCode::damaged_database,
                "a segment of joins in the database does not hold what it should");
}

template <class Value>
void unpack_unsigned(std::string_view bytes, std::span<Value> column) {
    if (bytes.size() < kHeader) {
        damaged();
    }
    const auto width = static_cast<unsigned char>(bytes.front());
    std::uint64_t base = 0;
    std::memcpy(&base, bytes.data() + 1, sizeof(base));
    const auto lowest = static_cast<Value>(base);
    const char* values = bytes.data() + kHeader;
    if (width > sizeof(Value) || bytes.size() != kHeader + width * column.size()) {
        damaged();
    }
    switch (width) {
        case 0:
            std::ranges::fill(column, lowest);
            return;
        case 1:
            return take<std::uint8_t>(values, lowest, column);
        case 2:
            return take<std::uint16_t>(values, lowest, column);
        case 4:
            return take<std::uint32_t>(values, lowest, column);
        case 8:
            return take<std::uint64_t>(values, lowest, column);
        default:
            damaged();
    }
}

// Ids and probabilities by their bits; both are positive, and no bits of theirs are all ones.
template <class Value>
std::string pack_bits(std::span<const Value> column) {
    std::vector<std::uint64_t> bits(column.size());
    std::ranges::transform(
        column, bits.begin(), [](Value value) { return std::bit_cast<std::uint64_t>(value); });
    return pack_unsigned<std::uint64_t>(bits);
}

template <class Value>
void unpack_bits(std::string_view bytes, std::size_t count, std::vector<Value>& column) {
    std::vector<std::uint64_t> bits(count);
    unpack_unsigned<std::uint64_t>(bytes, bits);
    column.resize(count);
    std::ranges::transform(
        bits, column.begin(), [](std::uint64_t value) { return std::bit_cast<Value>(value); });
}

}  // namespace

std::string pack(std::span<const std::uint8_t> column) {
    return pack_unsigned(column);
}
std::string pack(std::span<const std::uint32_t> column) {
    return pack_unsigned(column);
}
std::string pack(std::span<const std::int64_t> column) {
    return pack_bits(column);
}
std::string pack(std::span<const double> column) {
    return pack_bits(column);
}

void unpack(std::string_view bytes, std::size_t count, std::vector<std::uint8_t>& column) {
    column.resize(count);
    unpack_unsigned<std::uint8_t>(bytes, column);
}
void unpack(std::string_view bytes, std::size_t count, std::vector<std::uint32_t>& column) {
    column.resize(count);
    unpack_unsigned<std::uint32_t>(bytes, column);
}
void unpack(std::string_view bytes, std::size_t count, std::vector<std::int64_t>& column) {
    unpack_bits(bytes, count, column);
}
void unpack(std::string_view bytes, std::size_t count, std::vector<double>& column) {
    unpack_bits(bytes, count, column);
}

}  // namespace invitectl::store
