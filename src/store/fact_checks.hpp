// What the rows of a fact table must fulfil beside each value's own limits.
#pragma once

#include "invitectl/store/facts.hpp"

#include <array>

namespace invitectl::store {

std::string check_poll(const Fact& poll);
std::string check_bracket(const Fact& reading_or_sweep);
std::string check_invite(const Fact& invite);
std::string check_spell(const Fact& spell);
std::string check_audit_entry(const Fact& entry);
std::string check_stated(const Fact& statement);
std::string check_source(const Fact& source);
std::string check_setting(const Fact& setting);
std::string check_calibration(const Fact& calibration);

inline constexpr std::array<std::string_view, 3> kReadingNames = {"stream", "number", "began"};
inline constexpr std::array<FactLink, 1> kReadingLinks = {
    {{.to = "reading",
      .query = "SELECT 1 WHERE $number = 1 OR EXISTS (SELECT 1 FROM reading"
               " WHERE guild_id = $guild_id AND stream = $stream AND number = $number - 1"
               " AND began <= $began)",
      .names = kReadingNames,
      .problem = "does not follow upon the reading before it"}}};

inline constexpr std::array<std::string_view, 2> kSweepNames = {"number", "began"};
inline constexpr std::array<FactLink, 1> kSweepLinks = {
    {{.to = "sweep",
      .query = "SELECT 1 WHERE $number = 1 OR EXISTS (SELECT 1 FROM sweep"
               " WHERE guild_id = $guild_id AND number = $number - 1 AND began <= $began)",
      .names = kSweepNames,
      .problem = "does not follow upon the sweep before it"}}};

inline constexpr std::array<std::string_view, 2> kEpochNames = {"code", "epoch"};
inline constexpr std::array<std::string_view, 2> kFirstReadingNames = {"stream", "first_reading"};
inline constexpr std::array<std::string_view, 2> kGoneReadingNames = {"stream", "gone_reading"};
inline constexpr std::array<FactLink, 3> kInviteLinks = {
    {{.to = "invite",
      .query = "SELECT 1 WHERE $epoch = 1 OR EXISTS (SELECT 1 FROM invite"
               " WHERE guild_id = $guild_id AND code = $code AND epoch = $epoch - 1)",
      .names = kEpochNames,
      .problem = "does not follow upon the epoch before it"},
     {.to = "reading",
      .query = "SELECT 1 FROM reading WHERE guild_id = $guild_id AND stream = $stream"
               " AND number = $first_reading",
      .names = kFirstReadingNames,
      .problem = "\"first_reading\" names no reading"},
     {.to = "reading",
      .query = "SELECT 1 FROM reading WHERE guild_id = $guild_id AND stream = $stream"
               " AND number = $gone_reading",
      .names = kGoneReadingNames,
      .problem = "\"gone_reading\" names no reading"}}};

inline constexpr std::array<FactLink, 1> kInviteRoleLinks = {
    {{.to = "invite",
      .query = "SELECT 1 FROM invite WHERE guild_id = $guild_id AND code = $code"
               " AND epoch = $epoch",
      .names = kEpochNames,
      .problem = "names no invite"}}};

inline constexpr std::array<std::string_view, 3> kLifeNames = {"code", "epoch", "stream"};
inline constexpr std::array<std::string_view, 2> kChangeReadingNames = {"stream", "reading"};
inline constexpr std::array<FactLink, 2> kUseChangeLinks = {
    {{.to = "invite",
      .query = "SELECT 1 FROM invite WHERE guild_id = $guild_id AND code = $code"
               " AND epoch = $epoch AND stream = $stream",
      .names = kLifeNames,
      .problem = "names no invite of its stream"},
     {.to = "reading",
      .query = "SELECT 1 FROM reading WHERE guild_id = $guild_id AND stream = $stream"
               " AND number = $reading",
      .names = kChangeReadingNames,
      .problem = "\"reading\" names no reading"}}};

inline constexpr std::array<std::string_view, 1> kFirstSweepNames = {"first_sweep"};
inline constexpr std::array<std::string_view, 1> kLeftSweepNames = {"left_sweep"};
inline constexpr std::array<FactLink, 2> kMemberSpellLinks = {
    {{.to = "sweep",
      .query = "SELECT 1 FROM sweep WHERE guild_id = $guild_id AND number = $first_sweep",
      .names = kFirstSweepNames,
      .problem = "\"first_sweep\" names no sweep"},
     {.to = "sweep",
      .query = "SELECT 1 FROM sweep WHERE guild_id = $guild_id AND number = $left_sweep",
      .names = kLeftSweepNames,
      .problem = "\"left_sweep\" names no sweep"}}};

inline constexpr std::array<std::string_view, 1> kSourceNames = {"source_id"};
inline constexpr std::array<FactLink, 1> kSourceLinks = {
    {{.to = "source",
      .query = "SELECT 1 FROM source WHERE guild_id = $guild_id AND source_id = $source_id",
      .names = kSourceNames,
      .problem = "\"source_id\" names no source"}}};

}  // namespace invitectl::store
