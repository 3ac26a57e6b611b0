#include <fmt/format.h>

#include <algorithm>

#include "models/policies/admission/seam.hpp"
#include "models/policies/make.hpp"
#include "models/policies/token_bucket.hpp"

namespace curtain {
namespace {

/// So many requests a second, at most those of one second at once.
TokenRate requests_of(std::int64_t concurrency, std::int64_t each) {
  return {concurrency * each, sim::seconds(1), concurrency * each};
}

class LambdaToday final : public AdmissionPolicy {
 public:
  explicit LambdaToday(const Arguments& arguments)
      : concurrency_(arguments.count(0)),
        scaling_{arguments.integer(1), arguments.duration(2), arguments.integer(1)},
        requests_each_(arguments.integer(3)),
        queues_(arguments.integer(4) != 0) {}

  [[nodiscard]] Needs needs() const override { return {.asked_again = queues_}; }

  Admission decide(const AdmissionQuery& query) override {
    Buckets buckets = buckets_of(query);
    met_ = limit_met(query, buckets);
    own_limit_ = query.function_limit;
    if (met_ == Limit::concurrency || met_ == Limit::requests) {
      return queues_ ? Admission::queue_tenant : Admission::throttle;
    }
    if (met_ != Limit::none) {
      return queues_ ? Admission::queue : Admission::throttle;
    }
    buckets.account.take(account_rate(), query.now);
    if (is_reserved(query)) {
      buckets.function.take(reserved_rate(query), query.now);
    }
    if (query.new_instance) {
      buckets.starts.take(scaling_, query.now);
    }
    return Admission::admit;
  }

  [[nodiscard]] Time again(const AdmissionQuery& query) const override {
    if (query.tenant_in_flight >= concurrency_ || query.function_in_flight >= query.function_limit) {
      return Time::never();
    }
    const std::size_t function = query.function.index();
    Time at = of_account_.at(query.tenant.index()).next(account_rate(), query.now);
    if (is_reserved(query)) {
      at = std::max(at, of_function_.at(function).next(reserved_rate(query), query.now));
    }
    return query.new_instance ? std::max(at, starts_.at(function).next(scaling_, query.now)) : at;
  }

  [[nodiscard]] Rejection reason() const override {
    return met_ == Limit::concurrency ? Rejection::account_limit
           : met_ == Limit::own       ? Rejection::function_limit
           : met_ == Limit::starts    ? Rejection::starts
                                      : Rejection::rate;
  }

  [[nodiscard]] std::string explain() const override {
    switch (met_) {
      case Limit::concurrency:
        return fmt::format("its account is at its limit of {}", concurrency_);
      case Limit::requests:
        return fmt::format("its account has had its {} requests a second", account_rate().tokens);
      case Limit::own:
        return fmt::format("its function is at its own limit of {}", own_limit_);
      case Limit::own_requests:
        return fmt::format("its function has had its {} requests a second", own_limit_ * requests_each_);
      case Limit::starts:
        return fmt::format("its function has started its {} instances in {} s", scaling_.tokens,
                           scaling_.per.seconds());
      case Limit::none:
        break;
    }
    return "below every limit";
  }

 private:
  enum class Limit : std::uint8_t { none, concurrency, requests, own, own_requests, starts };
  struct Buckets {
    TokenBucket& account;
    TokenBucket& function;
    TokenBucket& starts;
  };

  Buckets buckets_of(const AdmissionQuery& query) {
    return {of_account_[query.tenant.index()], of_function_[query.function.index()],
            starts_[query.function.index()]};
  }
  [[nodiscard]] Limit limit_met(const AdmissionQuery& query, const Buckets& buckets) const {
    if (query.tenant_in_flight >= concurrency_) {
      return Limit::concurrency;
    }
    if (!buckets.account.has_one(account_rate(), query.now)) {
      return Limit::requests;
    }
    if (query.function_in_flight >= query.function_limit) {
      return Limit::own;
    }
    if (is_reserved(query) && !buckets.function.has_one(reserved_rate(query), query.now)) {
      return Limit::own_requests;
    }
    return query.new_instance && !buckets.starts.has_one(scaling_, query.now) ? Limit::starts : Limit::none;
  }
  [[nodiscard]] static bool is_reserved(const AdmissionQuery& query) {
    return query.function_limit != kUnlimited;
  }
  [[nodiscard]] TokenRate account_rate() const { return requests_of(concurrency_, requests_each_); }
  [[nodiscard]] TokenRate reserved_rate(const AdmissionQuery& query) const {
    return requests_of(query.function_limit, requests_each_);
  }

  std::uint32_t concurrency_;
  TokenRate scaling_;
  std::int64_t requests_each_;
  bool queues_;
  TokenBuckets starts_;          ///< instances, by function
  TokenBuckets of_account_;      ///< requests, by tenant
  Limit met_ = Limit::none;      ///< by the last decision
  std::uint32_t own_limit_ = 0;  ///< likewise: the function's
  TokenBuckets of_function_;     ///< requests, by function with reserved concurrency
};

}  // namespace

const PolicyDeclaration& admission_lambda_today() {
  static const PolicyDeclaration declaration{
      Seam::admission,
      "lambda-today",
      "AWS Lambda since November 2023: each function starts 1,000 instances every 10 s, in the account's "
      "limits",
      "AWS Lambda developer guide, 'Lambda scaling behavior' (the rate refills continuously and does not "
      "accrue) and 'Understanding function scaling' (requests a second are 10 times the concurrency, of the "
      "account and of a function with reserved concurrency)",
      {{"concurrency", ParameterKind::count, "1000", 1, 4294967294.0,
        "invocations an account may have in flight, by default what AWS gives an account in a region; with "
        "one "
        "function it then decides before `instances` does"},
       {"instances", ParameterKind::count, "1000", 1, 4294967294.0,
        "instances that each function may start in every `per`, and at most at once; by default AWS's 1,000 "
        "in 10 s"},
       {"per", ParameterKind::duration, "10s", 1, 8.64e16, "the time of `instances`"},
       {"requests", ParameterKind::count, "10", 1, 1e6,
        "requests a second for each of the concurrency; by default AWS's 10"},
       {"over",
        ParameterKind::choice,
        "throttle",
        0,
        0,
        "what happens to one beyond a limit",
        {"throttle", "queue"}}},
      make_from_arguments<LambdaToday>};
  return declaration;
}

}  // namespace curtain
