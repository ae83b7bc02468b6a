#include "store/segment_loader.hpp"

#include "store/join_rows.hpp"
#include "store/segment_changes.hpp"

namespace invitectl::store {

using analytics::Parts;

SegmentLoader::SegmentLoader(sql::Connection& connection, GuildId guild, JoinDictionaries& names)
    : connection_(connection), guild_(guild), names_(names), reader_(connection, guild) {}

const analytics::JoinColumnVectors& SegmentLoader::load(const Segment& segment, Parts parts) {
    const std::vector<JoinId> answers = changed_answers(connection_, guild_, segment);
    // Answers are put in join by join.
    const Parts needed =
        answers.empty() ? parts : (parts | kAnswerParts).without(analytics::Part::gathered);
    reader_.read(segment, needed, columns_);
    replace_stays(columns_, needed, changed_stays(connection_, guild_, segment));
    if (!answers.empty()) {
        std::vector<analytics::ChangedAnswer> changed;
        each_join_row(connection_, guild_, answers, names_, [&](const JoinRow& row) {
            changed.push_back({.place = static_cast<std::size_t>(row.join - segment.first()),
                               .join = row.entry,
                               .candidates = row.candidates});
        });
        replace_answers(columns_, changed);
    }
    return columns_;
}

}  // namespace invitectl::store
