// Segments as they are now: what is stored with what changed since.
#pragma once

#include "store/join_dictionaries.hpp"
#include "store/segment_tables.hpp"
#include "store/segment_totals.hpp"

#include <span>

namespace invitectl::store {

class SegmentLoader {
  public:
    // `names` must outlive it and have begun as load_dictionaries gave them.
    SegmentLoader(sql::Connection& connection, GuildId guild, JoinDictionaries& names);

    // At least the columns of `parts`, or in the other ways that `parts` names where they can be
    // had; valid until the next call.
    const analytics::JoinColumnVectors& load(const Segment& segment, analytics::Parts parts);

  private:
    // Throws Error(damaged_database) where the columns name what no dictionary has.
    void require_known(analytics::Parts parts) const;
    void load_totals(const Segment& segment,
                     analytics::Parts parts,
                     std::span<const analytics::ChangedStay> leaves);

    sql::Connection& connection_;
    GuildId guild_;
    JoinDictionaries& names_;
    SegmentReader reader_;
    TotalsReader totals_;
    analytics::JoinColumnVectors columns_;
};

inline constexpr analytics::Parts kAnswerParts{analytics::Part::by,
                                               analytics::Part::code,
                                               analytics::Part::inviter,
                                               analytics::Part::source,
                                               analytics::Part::candidates};
inline constexpr analytics::Parts kLeaveParts{analytics::Part::left, analytics::Part::stayed};

}  // namespace invitectl::store
