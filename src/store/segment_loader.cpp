#include "store/segment_loader.hpp"

#include "store/join_rows.hpp"
#include "store/segment_changes.hpp"

#include <algorithm>

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
    columns_.is_totals = parts.has(Part::totals) && segment.bounds.totals && answers.empty();
    if (columns_.is_totals) {
        load_totals(segment, parts, leaves);
        return columns_;
    }
    // Answers are put in join by join.
    const Parts columns = parts.without(Part::totals);
    const Parts needed =
        answers.empty() ? columns : (columns | kAnswerParts).without(Part::gathered);
    reader_.read(segment, needed, columns_);
    require_known(needed);
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

void SegmentLoader::require_known(Parts parts) const {
    const auto check = [&](Part part,
                           const analytics::LevelEntries& level,
                           const std::vector<std::uint32_t>& candidates,
                           std::size_t known) {
        const auto is_known = [known](std::uint32_t index) {
            return index < known || index == analytics::kNoIndex;
        };
        const bool all_known =
            !parts.has(part) ||
            (std::ranges::all_of(level.entries, is_known, &analytics::LevelEntry::index) &&
             (!parts.has(Part::candidates) || std::ranges::all_of(candidates, is_known)));
        if (!all_known) {
            throw Error(ErrorCode::damaged_database,
                        "a segment of joins names what nobody knows the name of");
        }
    };
    const analytics::Dictionaries& names = names_.dictionaries();
    const analytics::GatheredVectors& of = columns_.gathered;
    if (names_.with_codes()) {  // or nobody looks at them
        check(Part::code, of.code, columns_.candidate_code, names.codes.size());
    }
    check(Part::inviter, of.inviter, columns_.candidate_inviter, names.inviters.size());
    check(Part::source, of.source, columns_.candidate_source, names.sources.size());
}

void SegmentLoader::load_totals(const Segment& segment,
                                Parts parts,
                                std::span<const ChangedStay> leaves) {
    const bool by_source = parts.has(Part::source);
    totals_.read(
        segment.first, by_source ? TotalsLevel::source : TotalsLevel::inviter, columns_.totals);
    columns_.bounds = segment.bounds;
    columns_.later_leaves.clear();
    if (leaves.empty()) {
        return;
    }
    const bool with_flags = parts.has(Part::flags);
    const bool any_left = reader_.any_left(segment, leaves);
    Parts needed{Part::gathered, by_source ? Part::source : Part::inviter};
    needed |= with_flags ? Parts{Part::flags} : Parts{};
    needed |= any_left ? Parts{Part::stayed} : Parts{};
    reader_.read(segment, needed, columns_);
    const analytics::GatheredVectors& of = columns_.gathered;
    const analytics::LevelEntries& level = by_source ? of.source : of.inviter;
    for (const ChangedStay& change : leaves) {
        const bool rejoin =
            with_flags && (columns_.flags[change.place] & analytics::join_flag::kRejoin) != 0;
        columns_.later_leaves.push_back(
            {.entry = level.entries[level.entry[change.place]],
             .rejoin = rejoin,
             .in_totals = any_left ? of.stay_of(change.place) : analytics::StayTicks{},
             .now = {change.leave.stayed_least, change.leave.stayed_most}});
    }
}

}  // namespace invitectl::store
