#include "store/segment_codec.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/domain/attribution.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>

namespace invitectl::store {
namespace {

static_assert(std::endian::native == std::endian::little, "segments are little endian");

constexpr std::size_t kHeader = 1 + sizeof(std::uint64_t);
constexpr std::size_t kWordBits = 64;

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

// `Bits` is what a value was packed as: itself, or its bits.
template <class Narrow, class Bits, class Value>
void take(const char* bytes, Bits lowest, std::span<Value> column) {
    for (std::size_t i = 0; i < column.size(); ++i) {
        Narrow narrow = 0;
        std::memcpy(&narrow, bytes + i * sizeof(Narrow), sizeof(Narrow));
        column[i] = std::bit_cast<Value>(
            narrow == kNone<Narrow> ? kNone<Bits> : static_cast<Bits>(narrow + lowest));
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

template <class Bits, class Value>
void unpack_as(std::string_view bytes, std::size_t count, std::vector<Value>& column) {
    if (bytes.size() < kHeader) {
        damaged();
    }
    const auto width = static_cast<unsigned char>(bytes.front());
    std::uint64_t base = 0;
    std::memcpy(&base, bytes.data() + 1, sizeof(base));
    const auto lowest = static_cast<Bits>(base);
    const char* values = bytes.data() + kHeader;
    if (width > sizeof(Bits) || bytes.size() != kHeader + width * count) {
        damaged();
    }
    column.resize(count);
    const std::span<Value> into(column);
    switch (width) {
        case 0:
            std::ranges::fill(column, std::bit_cast<Value>(lowest));
            return;
        case 1:
            return take<std::uint8_t>(values, lowest, into);
        case 2:
            return take<std::uint16_t>(values, lowest, into);
        case 4:
            return take<std::uint32_t>(values, lowest, into);
        case 8:
            return take<std::uint64_t>(values, lowest, into);
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

// How many words hold a bit for each join.
std::size_t require_words(std::string_view bytes, std::size_t joins) {
    const std::size_t words = (joins + kWordBits - 1) / kWordBits;
    if (bytes.size() != words * sizeof(std::uint64_t)) {
        damaged();
    }
    return words;
}

}  // namespace

std::string pack(std::span<const std::uint8_t> column) {
    return pack_unsigned(column);
}
std::string pack(std::span<const std::uint16_t> column) {
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
    unpack_as<std::uint8_t>(bytes, count, column);
}
void unpack(std::string_view bytes, std::size_t count, std::vector<std::uint16_t>& column) {
    unpack_as<std::uint16_t>(bytes, count, column);
}
void unpack(std::string_view bytes, std::size_t count, std::vector<std::uint32_t>& column) {
    unpack_as<std::uint32_t>(bytes, count, column);
}
void unpack(std::string_view bytes, std::size_t count, std::vector<std::int64_t>& column) {
    unpack_as<std::uint64_t>(bytes, count, column);
}
void unpack(std::string_view bytes, std::size_t count, std::vector<double>& column) {
    unpack_as<std::uint64_t>(bytes, count, column);
}

std::uint8_t known_kind(std::uint8_t kind) {
    if (kind > static_cast<std::uint8_t>(Candidate::Kind::none)) {
        damaged();
    }
    return kind;
}

std::string pack_places(const std::vector<std::uint16_t>& places, std::size_t joins) {
    std::vector<std::uint64_t> words((joins + kWordBits - 1) / kWordBits);
    for (const std::uint16_t place : places) {
        words[place / kWordBits] |= std::uint64_t{1} << (place % kWordBits);
    }
    std::string bytes(words.size() * sizeof(std::uint64_t), '\0');
    std::memcpy(bytes.data(), words.data(), bytes.size());
    return bytes;
}

bool has_place(std::string_view bytes, std::size_t joins, std::size_t place) {
    require_words(bytes, joins);
    const auto byte = static_cast<unsigned char>(bytes[place / 8]);
    return ((byte >> (place % 8)) & 1U) != 0;
}

void unpack_places(std::string_view bytes, std::size_t joins, std::vector<std::uint16_t>& places) {
    const std::size_t words = require_words(bytes, joins);
    const auto word_at = [&bytes](std::size_t w) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + w * sizeof(word), sizeof(word));
        return word;
    };
    std::size_t count = 0;
    for (std::size_t w = 0; w < words; ++w) {
        count += static_cast<std::size_t>(std::popcount(word_at(w)));
    }
    places.resize(count);
    std::uint16_t* place = places.data();
    for (std::size_t w = 0; w < words; ++w) {
        for (std::uint64_t word = word_at(w); word != 0; word &= word - 1) {
            *place++ = static_cast<std::uint16_t>(w * kWordBits +
                                                  static_cast<std::size_t>(std::countr_zero(word)));
        }
    }
    if (!places.empty() && places.back() >= joins) {
        damaged();
    }
}

}  // namespace invitectl::store
