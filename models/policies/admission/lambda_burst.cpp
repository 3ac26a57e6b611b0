#include <fmt/format.h>

#include "models/policies/admission/account.hpp"
#include "models/policies/make.hpp"
#include "models/policies/token_bucket.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

class LambdaBurst final : public AdmissionPolicy {
 public:
  explicit LambdaBurst(const Arguments& arguments)
      : concurrency_(arguments.count(0)),
        rate_{arguments.integer(2), arguments.duration(3), arguments.integer(1)},
        queues_(arguments.integer(4) != 0),
        unreserved_(arguments.count(5)) {}

  [[nodiscard]] Needs needs() const override { return {.asked_again = queues_}; }

  Admission decide(const AdmissionQuery& query) override {
    own_limit_ = query.function_limit;
    set_aside_ = query.tenant_set_aside;
    why_ = Why::own_limit;
    if (query.function_in_flight >= query.function_limit) {
      return queues_ ? Admission::queue : Admission::throttle;
    }
    why_ = Why::concurrency;
    if (!account_has_room(query, concurrency_)) {
      return queues_ ? queue_for_account(query) : Admission::throttle;
    }
    why_ = Why::has_instance;
    if (query.new_instance) {
      why_ = Why::no_token;
      TokenBucket& bucket = buckets_[query.tenant.index()];
      if (!bucket.has_one(rate_, query.now)) {
        return queues_ ? Admission::queue
                       : Admission::throttle;  // an invocation that has a free instance may overtake others
      }
      CURTAIN_MUTANT_SKIPS(burst_not_counted)
      bucket.take(rate_, query.now);
      why_ = Why::token;
      left_ = bucket.tokens(rate_, query.now);
    }
    return Admission::admit;
  }

  [[nodiscard]] Time again(const AdmissionQuery& query) const override {
    const bool at_limit =
        query.function_in_flight >= query.function_limit || !account_has_room(query, concurrency_);
    return at_limit ? Time::never() : buckets_.at(query.tenant.index()).next(rate_, query.now);
  }

  [[nodiscard]] Rejection reason() const override {
    return why_ == Why::own_limit     ? Rejection::function_limit
           : why_ == Why::concurrency ? Rejection::account_limit
                                      : Rejection::starts;
  }

  [[nodiscard]] std::optional<AccountConcurrency> account() const override {
    return AccountConcurrency{concurrency_, unreserved_};
  }

  [[nodiscard]] std::string explain() const override {
    switch (why_) {
      case Why::own_limit:
        return fmt::format("the function is at its own limit of {}", own_limit_);
      case Why::concurrency:
        return at_account_limit(concurrency_, set_aside_);
      case Why::no_token:
        return "the account has no token left for a new instance";
      case Why::token:
        return fmt::format("{} of {} tokens for new instances left", left_, rate_.most);
      case Why::has_instance:
        break;
    }
    return "the invocation needs no new instance";
  }

 private:
  enum class Why : std::uint8_t { has_instance, token, no_token, concurrency, own_limit };
  std::uint32_t concurrency_;
  TokenRate rate_;
  bool queues_;
  std::uint32_t unreserved_;
  TokenBuckets buckets_;
  Why why_ = Why::has_instance;  // reason of the last decision, like the members below
  std::uint32_t own_limit_ = 0;
  std::uint64_t set_aside_ = 0;
  std::int64_t left_ = 0;
};

}  // namespace

const PolicyDeclaration& admission_lambda_burst() {
  static const PolicyDeclaration declaration{
      Seam::admission,
      "lambda-burst",
      "follows AWS Lambda until November 2023: an account starts a burst of instances at once, then a fixed "
      "number "
      "per minute",
      "AWS Lambda developer guide of 2023, 'Burst concurrency'; AWS re:Post, 'How is the burst capacity "
      "related to the baseline?': a bucket of 500, 1,000 or 3,000 tokens by region, 500 more a minute, one "
      "for each new environment",
      {{"concurrency", ParameterKind::count, "1000", 1, 4294967295.0,
        "maximum number of invocations of an account in flight; the default is the limit of a new account. "
        "If this number is below `burst`, only this number has an effect"},
       {"burst", ParameterKind::count, "3000", 1, 4294967294.0,
        "number of instances that an account may start at once; the default is that of us-east-1, us-west-2 "
        "and eu-west-1 (1,000 in ap-northeast-1, eu-central-1 and us-east-2, 500 elsewhere)"},
       {"growth", ParameterKind::count, "500", 1, 4294967294.0,
        "number of further instances that an account may start in every `per`; the default holds in every "
        "region"},
       {"per", ParameterKind::duration, "1min", 1, 8.64e16, "the period of `growth`"},
       {"over",
        ParameterKind::choice,
        "throttle",
        0,
        0,
        "what happens to an invocation that exceeds a limit",
        {"throttle", "queue"}},
       unreserved_parameter()},
      make_from_arguments<LambdaBurst>};
  return declaration;
}

}  // namespace curtain
