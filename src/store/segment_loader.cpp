#include "store/segment_loader.hpp"

#include "store/join_rows.hpp"
#include "store/segment_changes.hpp"

namespace invitectl::store {

using analytics::ChangedStay;
using analytics::Part;
using analytics::Parts;
using analytics::TotalsLevel;

SegmentLoader::SegmentLoader(sql::Connection& connection, GuildId guild, JoinDictionaries& names)
    : connection_(connection),
      guild_(guild),
      names_(names),
      reader_(connection, guild),
      totals_(connection, guild) {}

const analytics::JoinColumnVectors& SegmentLoader::load(const Segment& segment, Parts parts) {
    const std::vector<JoinId> answers = changed_answers(connection_, guild_, segment);
    const std::vector<ChangedStay> leaves = changed_stays(connection_, guild_, segment);
    columns_.is_totals = parts.has(Part::totals) && segment.bounds.totals && answers.empty() &&
                         load_totals(segment, parts, leaves);
    if (columns_.is_totals) {
        return columns_;
    }
    // Answers are put in join by join.
    const Parts columns = parts.without(Part::totals);
    const Parts needed =
        answers.empty() ? columns : (columns | kAnswerParts).without(Part::gathered);
    reader_.read(segment, needed, columns_);
    replace_stays(columns_, needed, leaves);
    if (!answers.empty()) {
        std::vector<analytics::ChangedAnswer> changed;
        each_join_row(connection_, guild_, answers, names_, [&](const JoinRow& row) {
            changed.push_back({.place = static_cast<std::size_t>(row.join - segment.first),
                               .join = row.entry,
                               .candidates = row.candidates});
        });
        replace_answers(columns_, changed);
    }
    return columns_;
}

bool SegmentLoader::load_totals(const Segment& segment,
                                Parts parts,
                                std::span<const ChangedStay> leaves) {
    if (!leaves.empty() && reader_.any_left(segment, leaves)) {
        return false;
    }
    const bool by_source = parts.has(Part::source);
    columns_.bounds = segment.bounds;
    totals_.read(
        segment.first, by_source ? TotalsLevel::source : TotalsLevel::inviter, columns_.totals);
    columns_.later_leavers.clear();
    if (leaves.empty()) {
        return true;
    }
    const bool with_flags = parts.has(Part::flags);
    Parts needed{Part::gathered, by_source ? Part::source : Part::inviter};
    needed |= with_flags ? Parts{Part::flags} : Parts{};
    reader_.read(segment, needed, columns_);
    const analytics::LevelEntries& level =
        by_source ? columns_.gathered.source : columns_.gathered.inviter;
    for (const ChangedStay& change : leaves) {
        const bool rejoin =
            with_flags && (columns_.flags[change.place] & analytics::join_flag::kRejoin) != 0;
        columns_.later_leavers.push_back({.entry = level.entries[level.entry[change.place]],
                                          .rejoin = rejoin,
                                          .stayed_least = change.leave.stayed_least,
                                          .stayed_most = change.leave.stayed_most});
    }
    return true;
}

}  // namespace invitectl::store
