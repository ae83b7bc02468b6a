#include "invitectl/store/label_checks.hpp"

#include "invitectl/store/labels.hpp"

namespace invitectl::store {

void each_label_truth(sql::Connection& connection,
                      GuildId guild,
                      const std::function<void(const LabelTruth&)>& visit) {
    for (const StoredLabel& stored : labels(connection, guild)) {
        if (stored.join && (stored.label.code || stored.label.source)) {
            visit({*stored.join, stored.label.code, stored.label.source});
        }
    }
}

}  // namespace invitectl::store
