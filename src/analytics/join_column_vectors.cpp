#include "invitectl/analytics/join_column_vectors.hpp"

namespace invitectl::analytics {

void JoinColumnVectors::add(const JoinEntry& join, std::span<const WeightedWay> candidates) {
    joined_at_.push_back(to_micros(join.joined_at));
    leave_earliest_.push_back(join.leave ? to_micros(join.leave->earliest) : kPresent);
    leave_latest_.push_back(join.leave ? to_micros(join.leave->latest) : kPresent);
    user_.push_back(join.user.value);
    by_.push_back(static_cast<std::uint8_t>(join.answer.kind));
    code_verdict_.push_back(static_cast<std::uint8_t>(join.code_verdict));
    inviter_verdict_.push_back(static_cast<std::uint8_t>(join.inviter_verdict));
    source_verdict_.push_back(static_cast<std::uint8_t>(join.source_verdict));
    code_.push_back(join.answer.code);
    inviter_.push_back(join.answer.inviter);
    source_.push_back(join.answer.source);
    for (const WeightedWay& candidate : candidates) {
        candidate_kind_.push_back(static_cast<std::uint8_t>(candidate.way.kind));
        candidate_code_.push_back(candidate.way.code);
        candidate_inviter_.push_back(candidate.way.inviter);
        candidate_source_.push_back(candidate.way.source);
        candidate_p_.push_back(candidate.p);
    }
    candidate_offset_.push_back(static_cast<std::uint32_t>(candidate_p_.size()));
}

void JoinColumnVectors::clear() {
    for (auto* column : {&joined_at_, &leave_earliest_, &leave_latest_, &user_}) {
        column->clear();
    }
    for (auto* column :
         {&by_, &code_verdict_, &inviter_verdict_, &source_verdict_, &candidate_kind_}) {
        column->clear();
    }
    for (auto* column : {&code_,
                         &inviter_,
                         &source_,
                         &candidate_offset_,
                         &candidate_code_,
                         &candidate_inviter_,
                         &candidate_source_}) {
        column->clear();
    }
    candidate_p_.clear();
    candidate_offset_.push_back(0);
}

JoinColumns JoinColumnVectors::view() const {
    return {
        joined_at_,
        leave_earliest_,
        leave_latest_,
        user_,
        by_,
        code_verdict_,
        inviter_verdict_,
        source_verdict_,
        code_,
        inviter_,
        source_,
        candidate_offset_,
        {candidate_kind_, candidate_code_, candidate_inviter_, candidate_source_, candidate_p_}};
}

}  // namespace invitectl::analytics
