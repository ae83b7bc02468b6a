#include "discord/effect.hpp"

namespace invitectl::discord {

std::optional<Response> Effect::bring_about(const Request& request,
                                            const std::function<bool()>& took_effect) {
    for (int tries = 1;; ++tries) {
        try {
            return transport_.send(request);
        } catch (const Error& lost) {
            if (lost.code() != ErrorCode::outcome_unknown) {
                throw;
            }
            if (settled(lost, took_effect)) {
                return std::nullopt;
            }
            if (tries == kTries) {
                throw;
            }
        }
    }
}

bool Effect::settled(const Error& lost, const std::function<bool()>& took_effect) {
    clock_.sleep(kPause);
    try {
        return took_effect();
    } catch (const Error& blind) {
        if (blind.code() == ErrorCode::interrupted) {
            throw;
        }
        throw Error(ErrorCode::outcome_unknown,
                    lost.happened(),
                    lost.why() + "; looking for it failed too: " + blind.happened(),
                    lost.next());
    }
}

}  // namespace invitectl::discord
