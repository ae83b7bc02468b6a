#include "discord/pooled_transport.hpp"

namespace invitectl::discord {

class PooledTransport::Borrowed {
  public:
    explicit Borrowed(PooledTransport& pool) : pool_(pool) {
        std::unique_lock lock(pool_.guard_);
        pool_.returned_.wait(lock,
                             [&] { return !pool_.idle_.empty() || pool_.opened_ < kMostUnderWay; });
        if (pool_.idle_.empty()) {
            one_ = pool_.open_();
            ++pool_.opened_;
        } else {
            one_ = std::move(pool_.idle_.back());
            pool_.idle_.pop_back();
        }
    }
    ~Borrowed() {
        {
            const std::lock_guard lock(pool_.guard_);
            pool_.idle_.push_back(std::move(one_));
        }
        pool_.returned_.notify_one();
    }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;

    Transport& transport() { return *one_; }

  private:
    PooledTransport& pool_;
    std::unique_ptr<Transport> one_;
};

PooledTransport::PooledTransport(Turns& turns, Clock& clock, Open open)
    : turns_(turns), clock_(clock), open_(std::move(open)) {
    idle_.push_back(open_());
    ++opened_;
}

Response PooledTransport::send(const Request& request) {
    const Away away(turns_);
    Borrowed connection(*this);
    const Instant began = clock_.now();
    Response response = connection.transport().send(request);
    response.local = Bracket{began, clock_.now()};
    return response;
}

}  // namespace invitectl::discord
