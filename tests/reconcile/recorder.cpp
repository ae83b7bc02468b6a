#include "tests/reconcile/recorder.hpp"

#include <algorithm>

namespace invitectl::reconcile {

bool Recorder::has_news(const Tape& tape, const std::vector<Listed>& list) const {
    if (tape.listed.size() != list.size()) {
        return true;
    }
    return std::any_of(list.begin(), list.end(), [&](const Listed& listed) {
        const auto found = tape.listed.find(listed.terms.code);
        return found == tape.listed.end() || facts.lives[found->second].last_uses != listed.uses ||
               facts.lives[found->second].terms.created_at != listed.terms.created_at;
    });
}

void Recorder::add_row(Stream stream, Bracket bracket, bool news) {
    Tape& tape = this->tape(stream);
    const auto row = std::find_if(facts.readings.rbegin(),
                                  facts.readings.rend(),
                                  [&](const auto& r) { return r.stream == stream; });
    if (!news && tape.quiet) {
        row->bracket = bracket;
    } else {
        facts.readings.push_back({stream, ++tape.number, bracket});
        tape.quiet = !news;
    }
    Coverage& coverage = facts.coverage;
    auto& first = stream == Stream::invites ? coverage.first_invites : coverage.first_vanity;
    auto& latest = stream == Stream::invites ? coverage.latest_invites : coverage.latest_vanity;
    first = first.value_or(bracket);
    latest = bracket;
}

void Recorder::list_code(Stream stream, const Listed& listed) {
    Tape& tape = this->tape(stream);
    const auto found = tape.listed.find(listed.terms.code);
    if (found == tape.listed.end()) {
        CodeLife life{.terms = listed.terms, .gone_reading = {}};
        life.epoch = ++epochs_[listed.terms.code];
        life.stream = stream;
        life.first_reading = tape.number;
        life.first_uses = life.last_uses = listed.uses;
        tape.listed[listed.terms.code] = facts.lives.size();
        facts.lives.push_back(life);
        return;
    }
    CodeLife& life = facts.lives[found->second];
    if (life.last_uses != listed.uses) {
        facts.changes.push_back(
            {stream, tape.number, life.terms.code, life.epoch, life.last_uses, listed.uses});
        life.last_uses = listed.uses;
    }
}

void Recorder::read(Stream stream, Bracket bracket, const std::vector<Listed>& list) {
    Tape& tape = this->tape(stream);
    const bool news = tape.number == 0 || has_news(tape, list);
    add_row(stream, bracket, news);
    std::set<InviteCode> seen;
    for (const Listed& listed : list) {
        seen.insert(listed.terms.code);
        list_code(stream, listed);
    }
    for (auto it = tape.listed.begin(); it != tape.listed.end();) {
        if (seen.contains(it->first)) {
            ++it;
        } else {
            facts.lives[it->second].gone_reading = tape.number;
            it = tape.listed.erase(it);
        }
    }
}

JoinId Recorder::arrive(UserId user, Instant joined_at, bool bot) {
    const auto join = static_cast<JoinId>(facts.arrivals.size() + 1);
    facts.arrivals.push_back({join, user, joined_at, bot, false});
    return join;
}

// As the store loads it: by the marks, by what is settled, and the log by time.
History Recorder::rest() const {
    History slice = facts;
    slice.marks = marks_;
    const auto mark = [this](Stream stream) {
        return stream == Stream::invites ? marks_.invites : marks_.vanity;
    };
    std::erase_if(slice.readings, [&](const Reading& reading) {
        return reading.number + 1 < mark(reading.stream);
    });
    std::erase_if(slice.changes, [&](const CounterChange& change) {
        return change.reading < mark(change.stream);
    });
    std::erase_if(slice.lives, [&](const CodeLife& life) {
        const bool changed = std::any_of(
            slice.changes.begin(), slice.changes.end(), [&](const CounterChange& change) {
                return change.code == life.terms.code && change.epoch == life.epoch;
            });
        const bool went = life.gone_reading && *life.gone_reading >= mark(life.stream);
        return !changed && !went && life.first_reading < mark(life.stream);
    });
    std::erase_if(slice.arrivals, [&](const Arrival& arrival) {
        return arrival.join < marks_.join || answers.contains(arrival.join);
    });
    for (const auto& [key, outcome] : outcomes) {
        if (key.reading >= mark(key.stream)) {
            slice.settled.push_back(key);
        }
    }
    if (!slice.readings.empty()) {
        const Instant from = slice.readings.front().bracket.began - std::chrono::hours{24};
        const auto is_old = [&](const auto& entry) { return entry.at < from; };
        std::erase_if(slice.created, is_old);
        std::erase_if(slice.deleted, is_old);
        std::erase_if(slice.channels_deleted, is_old);
    }
    return slice;
}

Result Recorder::reconcile_rest(const AssignmentTimeline& assignments,
                                const ReservedSources& reserved) {
    const Result result = reconcile(rest(), assignments, reserved);
    for (const Attribution& attribution : result.attributions) {
        if (attribution.settled) {
            answers[attribution.join] = attribution;
        }
    }
    for (const DemandOutcome& outcome : result.demands) {
        if (outcome.settled) {
            outcomes.insert_or_assign(outcome.demand.key, outcome);
        }
    }
    marks_ = result.marks;
    return result;
}

}  // namespace invitectl::reconcile
