// The numbers that stand for enumerations in the tables.
//
// Written out, so that no reordering of an enumeration changes what a stored number means. A number
// that stands for nothing is Error(damaged_database).
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/spell.hpp"
#include "invitectl/domain/stream.hpp"
#include "invitectl/domain/verdict.hpp"
#include "invitectl/reconcile/history.hpp"
#include "invitectl/store/runs.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace invitectl::store {

template <class Enum>
struct CodeOf {
    Enum value;
    std::int64_t number;
};

// One table per enumeration stored as a number.
template <class Enum>
struct Codes;

template <>
struct Codes<Stream> {
    static constexpr std::array<CodeOf<Stream>, 2> kTable = {
        {{Stream::invites, 0}, {Stream::vanity, 1}}};
};

template <>
struct Codes<PollKind> {
    static constexpr std::array<CodeOf<PollKind>, 7> kTable = {{{PollKind::invites, 0},
                                                                {PollKind::vanity, 1},
                                                                {PollKind::members, 2},
                                                                {PollKind::audit, 3},
                                                                {PollKind::stated, 4},
                                                                {PollKind::join_messages, 5},
                                                                {PollKind::messages, 6}}};
};

template <>
struct Codes<LeaveCause> {
    static constexpr std::array<CodeOf<LeaveCause>, 3> kTable = {
        {{LeaveCause::unknown, 0}, {LeaveCause::kicked, 1}, {LeaveCause::banned, 2}}};
};

template <>
struct Codes<Candidate::Kind> {
    static constexpr std::array<CodeOf<Candidate::Kind>, 4> kTable = {{{Candidate::Kind::invite, 0},
                                                                       {Candidate::Kind::vanity, 1},
                                                                       {Candidate::Kind::bot, 2},
                                                                       {Candidate::Kind::none, 3}}};
};

template <>
struct Codes<Verdict> {
    static constexpr std::array<CodeOf<Verdict>, 7> kTable = {{{Verdict::manual, 0},
                                                               {Verdict::stated, 1},
                                                               {Verdict::stamped, 2},
                                                               {Verdict::proved, 3},
                                                               {Verdict::likely, 4},
                                                               {Verdict::open, 5},
                                                               {Verdict::unknown, 6}}};
};

template <>
struct Codes<reconcile::DemandKind> {
    static constexpr std::array<CodeOf<reconcile::DemandKind>, 7> kTable = {
        {{reconcile::DemandKind::moved, 0},
         {reconcile::DemandKind::first_listed, 1},
         {reconcile::DemandKind::deleted, 2},
         {reconcile::DemandKind::used_up, 3},
         {reconcile::DemandKind::vanished, 4},
         {reconcile::DemandKind::created_and_gone, 5},
         {reconcile::DemandKind::fallen, 6}}};
};

template <class Enum>
constexpr std::int64_t number_of(Enum value) {
    for (const auto& row : Codes<Enum>::kTable) {
        if (row.value == value) {
            return row.number;
        }
    }
    throw Error(ErrorCode::internal, "a value without a number in the tables");
}

template <class Enum>
constexpr Enum from_number(std::int64_t number) {
    for (const auto& row : Codes<Enum>::kTable) {
        if (row.number == number) {
            return row.value;
        }
    }
    throw Error(
        ErrorCode::damaged_database,
        "the database holds the number " + std::to_string(number) + " where it has no meaning");
}

}  // namespace invitectl::store
