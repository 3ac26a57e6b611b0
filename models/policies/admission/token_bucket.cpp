#include "models/policies/token_bucket.hpp"

#include <fmt/format.h>

#include "models/policies/admission/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

class TokenBucketAdmission final : public AdmissionPolicy {
 public:
  explicit TokenBucketAdmission(const Arguments& arguments)
      : rate_{arguments.integer(0), arguments.duration(1), arguments.integer(2)},
        by_tenant_(arguments.integer(3) == 0),
        queues_(arguments.integer(4) != 0) {}

  [[nodiscard]] Needs needs() const override { return {.asked_again = queues_}; }

  Admission decide(const AdmissionQuery& query) override {
    own_limit_ = query.function_limit;
    at_own_limit_ = query.function_in_flight >= query.function_limit;
    if (at_own_limit_) {
      return queues_ ? Admission::queue : Admission::throttle;
    }
    TokenBucket& bucket = buckets_[number_of(query)];
    if (bucket.has_one(rate_, query.now)) {
      bucket.take(rate_, query.now);
      left_ = bucket.tokens(rate_, query.now);
      return Admission::admit;
    }
    left_ = -1;
    if (!queues_) {
      return Admission::throttle;
    }
    return by_tenant_ ? Admission::queue_tenant : Admission::queue;
  }

  [[nodiscard]] Time again(const AdmissionQuery& query) const override {
    return query.function_in_flight >= query.function_limit
               ? Time::never()
               : buckets_.at(number_of(query)).next(rate_, query.now);
  }

  [[nodiscard]] Rejection reason() const override {
    return at_own_limit_ ? Rejection::function_limit : Rejection::rate;
  }

  [[nodiscard]] std::string explain() const override {
    if (at_own_limit_) {
      return fmt::format("the function is at its own limit of {}", own_limit_);
    }
    return left_ < 0 ? "no token is left" : fmt::format("{} of {} tokens left", left_, rate_.most);
  }

 private:
  [[nodiscard]] std::size_t number_of(const AdmissionQuery& query) const {
    return by_tenant_ ? query.tenant.index() : query.function.index();
  }

  TokenRate rate_;
  bool by_tenant_;
  bool queues_;
  TokenBuckets buckets_;
  bool at_own_limit_ = false;  // state at the last decision, like the members below
  std::uint32_t own_limit_ = 0;
  std::int64_t left_ = 0;  // tokens after the last decision; -1 if there was none
};

}  // namespace

const PolicyDeclaration& admission_token_bucket() {
  static const PolicyDeclaration declaration{
      Seam::admission,
      "token-bucket",
      "takes one token for each admitted invocation; tokens arrive at a constant rate, up to a maximum",
      "Amazon API Gateway developer guide, 'Throttle requests to your HTTP APIs', with a bucket for each "
      "account; the limits given there are the defaults",
      {{"rate", ParameterKind::count, "10000", 1, 4294967294.0,
        "number of tokens that arrive in every `per`; the default is API Gateway's for an account, 10,000 "
        "per second"},
       {"per", ParameterKind::duration, "1s", 1, 8.64e16, "the period in which `rate` tokens arrive"},
       {"burst", ParameterKind::count, "5000", 1, 4294967294.0,
        "maximum number of tokens that can accumulate; the default is API Gateway's for an account, 5,000"},
       {"scope",
        ParameterKind::choice,
        "tenant",
        0,
        0,
        "whether each tenant or each function has its own bucket",
        {"tenant", "function"}},
       {"over",
        ParameterKind::choice,
        "throttle",
        0,
        0,
        "what happens to an invocation without a token, or above the function's own limit",
        {"throttle", "queue"}}},
      make_from_arguments<TokenBucketAdmission>};
  return declaration;
}

}  // namespace curtain
