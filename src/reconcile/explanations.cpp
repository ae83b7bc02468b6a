#include "invitectl/reconcile/explanations.hpp"

#include <array>

namespace invitectl::reconcile {
namespace {

struct Row {
    Reason reason;
    bool sound;
    std::string_view word;
    std::string_view sentence;
};

constexpr std::array<Row, 14> kRows{{
    {Reason::bot_added, true, "bot_added", "The audit log says who added this bot"},
    {Reason::bot, true, "bot", "A bot; the audit log does not say who added it"},
    {Reason::stated, true, "stated", "Discord itself says how this member came in"},
    {Reason::stated_against,
     true,
     "stated_against",
     "Discord itself says how this member came in, but the counters or the settings say otherwise"},
    {Reason::stamped,
     true,
     "stamped",
     "The member held a marker role when first seen, which only invites of that source give"},
    {Reason::stamped_against,
     true,
     "stamped_against",
     "The member held a marker role when first seen, but no use of an invite that gives it fits "
     "this join: somebody may have given the role by hand"},
    {Reason::only_way,
     true,
     "only_way",
     "Only this way in is left in every explanation of the counters"},
    {Reason::several_ways,
     true,
     "several_ways",
     "The counters can be explained in more than one way"},
    {Reason::no_movement,
     true,
     "no_movement",
     "No invite was used at a time that fits this join, so it needed none"},
    {Reason::unexplained,
     false,
     "unexplained",
     "No invite was used at a time that fits this join, and the server is declared closed"},
    {Reason::contradiction,
     false,
     "contradiction",
     "The counters around this join contradict the settings closed or no_ghosts, or the bounds"},
    {Reason::out_of_time,
     false,
     "out_of_time",
     "A look at the members missed this one, or the times of the looks contradict Discord's own, "
     "so nothing is certain"},
    {Reason::incomplete_books,
     false,
     "incomplete_books",
     "Around this join not everything could be read, so nothing is certain"},
    {Reason::waiting, false, "waiting", "Readings that can still change this are to come"},
}};

const Row& row_of(Reason reason) {
    return kRows[static_cast<std::size_t>(reason)];
}

}  // namespace

std::string_view to_text(Reason reason) {
    return row_of(reason).word;
}

std::optional<Reason> parse_reason(std::string_view text) {
    for (const Row& row : kRows) {
        if (row.word == text) {
            return row.reason;
        }
    }
    return std::nullopt;
}

std::string_view sentence(Reason reason) {
    return row_of(reason).sentence;
}

bool is_sound(Reason reason) {
    return row_of(reason).sound;
}

std::string_view to_text(Method method) {
    constexpr std::array<std::string_view, 3> kWords{"closed_form", "dynamic_programme", "scaling"};
    return kWords[static_cast<std::size_t>(method)];
}

}  // namespace invitectl::reconcile
