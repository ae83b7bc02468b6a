// Why an answer is what it is: words that are stored, sentences that are shown, and a recorder of
// how each component was solved.
#pragma once

#include "invitectl/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace invitectl::reconcile {

// The rule that decided a join; Attribution::reason holds its word.
enum class Reason {
    bot_added,         // the audit log says who added this bot
    bot,               // a bot, and the log does not say who added it
    stated,            // Discord said it
    stated_against,    // Discord said it, and the counters or the declarations say otherwise
    stamped,           // a marker role says it
    stamped_against,   // a marker role says it, and the counters say otherwise
    only_way,          // one way in, in every explanation
    several_ways,      // more than one
    no_movement,       // no counter can have counted it
    unexplained,       // as before, in a guild that is declared closed
    contradiction,     // no explanation of the counters fits the declarations
    out_of_time,       // it was seen too early or too late for its own time
    incomplete_books,  // around the first reading, or where the audit log cannot be read
    waiting,           // readings are still to come
};

std::string_view to_text(Reason reason);
std::optional<Reason> parse_reason(std::string_view text);
// One sentence for admins, without a final full stop.
std::string_view sentence(Reason reason);

// Whether candidates found for this reason are all there can be, so that a level on which they
// agree is proved.
bool is_sound(Reason reason);

enum class Method { closed_form, dynamic_programme, scaling };

std::string_view to_text(Method method);

struct ComponentNote {
    Instant from;
    Instant until;
    std::uint32_t newcomers = 0;
    std::uint32_t nodes = 0;
    Method method = Method::closed_form;
    bool consistent = true;
};

// Passing none costs nothing.
class Explanations {
  public:
    void add(const ComponentNote& note) { components_.push_back(note); }
    const std::vector<ComponentNote>& components() const { return components_; }

  private:
    std::vector<ComponentNote> components_;
};

}  // namespace invitectl::reconcile
