// One column of a segment as bytes.
//
// A byte with the width of a value (0, 1, 2, 4 or 8 bytes), the lowest value (8 bytes), then every
// value less the lowest one, little endian. The highest number of the type, which stands for
// "never" and "none" everywhere, is all ones in any width. A column of one value has width 0.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

std::string pack(std::span<const std::uint8_t> column);
std::string pack(std::span<const std::uint16_t> column);
std::string pack(std::span<const std::uint32_t> column);
std::string pack(std::span<const std::int64_t> column);
std::string pack(std::span<const double> column);

// `count` values. Throws Error(damaged_database) for bytes that do not hold as many.
void unpack(std::string_view bytes, std::size_t count, std::vector<std::uint8_t>& column);
void unpack(std::string_view bytes, std::size_t count, std::vector<std::uint16_t>& column);
void unpack(std::string_view bytes, std::size_t count, std::vector<std::uint32_t>& column);
void unpack(std::string_view bytes, std::size_t count, std::vector<std::int64_t>& column);
void unpack(std::string_view bytes, std::size_t count, std::vector<double>& column);

// The same, which is to stand for a way in (Candidate::Kind). Throws where it stands for none.
std::uint8_t known_kind(std::uint8_t kind);

// Ascending places in a segment of so many joins: a bit for each join, the first in the lowest bit
// of the first byte. Throws as unpack does.
std::string pack_places(const std::vector<std::uint16_t>& places, std::size_t joins);
void unpack_places(std::string_view bytes, std::size_t joins, std::vector<std::uint16_t>& places);
// Whether this place, which is below `joins`, is among them.
bool has_place(std::string_view bytes, std::size_t joins, std::size_t place);

}  // namespace invitectl::store
