#include "invitectl/store/trial.hpp"

#include "invitectl/base/error.hpp"

namespace invitectl::store {
namespace {

class Trial final : public sql::Connection {
  public:
    explicit Trial(std::unique_ptr<sql::Connection> real) : real_(std::move(real)) {}
    ~Trial() override {
        if (real_->in_transaction()) {
            real_->rollback();
        }
    }
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

    std::unique_ptr<sql::Statement> prepare(std::string_view sql) override {
        return real_->prepare(sql);
    }
    void execute(std::string_view script) override { real_->execute(script); }

    void begin() override {
        if (inside_) {
            throw Error(ErrorCode::internal, "a transaction was begun inside another");
        }
        if (!real_->in_transaction()) {
            real_->begin();
        }
        real_->execute("SAVEPOINT trial");
        inside_ = true;
    }
    void commit() override {
        real_->execute("RELEASE SAVEPOINT trial");
        inside_ = false;
    }
    void rollback() noexcept override {
        inside_ = false;
        try {
            real_->execute("ROLLBACK TO SAVEPOINT trial; RELEASE SAVEPOINT trial");
        } catch (const Error&) {
            real_->rollback();  // the engine gave up the whole transaction already
        }
    }
    bool in_transaction() const override { return inside_; }

    std::int64_t changes() const override { return real_->changes(); }
    std::string expand(std::string_view migration) const override {
        return real_->expand(migration);
    }

  private:
    std::unique_ptr<sql::Connection> real_;
    bool inside_ = false;
};

}  // namespace

std::unique_ptr<sql::Connection> trial(std::unique_ptr<sql::Connection> connection) {
    return std::make_unique<Trial>(std::move(connection));
}

}  // namespace invitectl::store
