#include <fmt/format.h>

#include <algorithm>

#include "models/policies/admission/account.hpp"
#include "models/policies/make.hpp"
#include "models/policies/token_bucket.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// The request rate: a number of requests per second. At most the requests of one second are admitted at
/// once.
TokenRate requests_of(std::int64_t concurrency, std::int64_t each) {
  return {concurrency * each, sim::seconds(1), concurrency * each};
}

class LambdaToday final : public AdmissionPolicy {
 public:
  explicit LambdaToday(const Arguments& arguments)
      : concurrency_(arguments.count(0)),
        scaling_{arguments.integer(1), arguments.duration(2), arguments.integer(1)},
        requests_each_(arguments.integer(3)),
        queues_(arguments.integer(4) != 0),
        unreserved_(arguments.count(5)) {}

  [[nodiscard]] Needs needs() const override { return {.asked_again = queues_}; }

  Admission decide(const AdmissionQuery& query) override {
    TokenBucket& shared = of_account_[query.tenant.index()];
    TokenBucket& own = of_function_[query.function.index()];
    TokenBucket& starts = starts_[query.function.index()];
    met_ = limit_met(query, {shared, own, starts});
    own_limit_ = query.function_limit;
    set_aside_ = query.tenant_set_aside;
    if (met_ == Limit::concurrency || met_ == Limit::requests) {
      return queues_ ? queue_for_account(query) : Admission::throttle;
    }
    if (met_ != Limit::none) {
      return queues_ ? Admission::queue : Admission::throttle;
    }
    if (has_own_request(query, own)) {
      own.take(own_rate(query), query.now);
    } else {
      shared.take(shared_rate(query), query.now);
    }
    if (query.new_instance) {
      starts.take(scaling_, query.now);
    }
    return Admission::admit;
  }

  [[nodiscard]] Time again(const AdmissionQuery& query) const override {
    const Buckets buckets{of_account_.at(query.tenant.index()), of_function_.at(query.function.index()),
                          starts_.at(query.function.index())};
    switch (limit_met(query, buckets)) {
      case Limit::requests: {
        const Time own = query.set_aside == 0 ? Time::never() : buckets.own.next(own_rate(query), query.now);
        return shared_concurrency(query) <= 0  // no shared concurrency is left
                   ? own
                   : std::min(own, CURTAIN_MUTANT(again_waits_for_another_reason,
                                                  buckets.shared.next(shared_rate(query), query.now),
                                                  buckets.starts.next(scaling_, query.now)));
      }
      case Limit::own_requests:
        return buckets.own.next(own_rate(query), query.now);
      case Limit::starts:
        return buckets.starts.next(scaling_, query.now);
      case Limit::none:
      case Limit::concurrency:
      case Limit::own:
        break;
    }
    return Time::never();
  }

  [[nodiscard]] std::optional<AccountConcurrency> account() const override {
    return AccountConcurrency{concurrency_, unreserved_};
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
        return at_account_limit(concurrency_, set_aside_);
      case Limit::requests:
        return fmt::format("the account has used up its {} requests per second",
                           (concurrency_ - static_cast<std::int64_t>(set_aside_)) * requests_each_);
      case Limit::own:
        return fmt::format("the function is at its own limit of {}", own_limit_);
      case Limit::own_requests:
        return fmt::format("the function has used up its {} requests per second",
                           own_limit_ * requests_each_);
      case Limit::starts:
        return fmt::format("the function has already started its {} instances in {} s", scaling_.tokens,
                           scaling_.per.seconds());
      case Limit::none:
        break;
    }
    return "below every limit";
  }

 private:
  enum class Limit : std::uint8_t { none, concurrency, requests, own, own_requests, starts };
  struct Buckets {
    const TokenBucket& shared;  ///< requests on the part of the account's concurrency that is not set aside
    const TokenBucket& own;     ///< requests on concurrency that is set aside for the function
    const TokenBucket& starts;
  };

  /// The first limit that rejects the invocation.
  [[nodiscard]] Limit limit_met(const AdmissionQuery& query, const Buckets& buckets) const {
    if (query.function_in_flight >= query.function_limit) {
      return Limit::own;
    }
    if (!account_has_room(query, concurrency_)) {
      return Limit::concurrency;
    }
    if (!has_own_request(query, buckets.own)) {
      if (query.is_reserved) {
        return Limit::own_requests;
      }
      if (shared_concurrency(query) <= 0 || !buckets.shared.has_one(shared_rate(query), query.now)) {
        return Limit::requests;
      }
    }
    return query.new_instance && !buckets.starts.has_one(scaling_, query.now) ? Limit::starts : Limit::none;
  }
  [[nodiscard]] bool has_own_request(const AdmissionQuery& query, const TokenBucket& own) const {
    return query.set_aside > 0 && own.has_one(own_rate(query), query.now);
  }
  [[nodiscard]] std::int64_t shared_concurrency(const AdmissionQuery& query) const {
    return concurrency_ - static_cast<std::int64_t>(query.tenant_set_aside);
  }
  /// The rate is at least the rate of one invocation in flight, because with a rate of zero there is no next
  /// token.
  [[nodiscard]] TokenRate shared_rate(const AdmissionQuery& query) const {
    return requests_of(std::max<std::int64_t>(shared_concurrency(query), 1), requests_each_);
  }
  [[nodiscard]] TokenRate own_rate(const AdmissionQuery& query) const {
    return requests_of(query.set_aside, requests_each_);
  }

  std::uint32_t concurrency_;
  TokenRate scaling_;
  std::int64_t requests_each_;
  bool queues_;
  std::uint32_t unreserved_;
  TokenBuckets starts_;       ///< starts of instances, indexed by function
  TokenBuckets of_account_;   ///< requests on shared concurrency, indexed by tenant
  TokenBuckets of_function_;  ///< requests on set-aside concurrency, indexed by function
  Limit met_ = Limit::none;   ///< limit reached at the last decision, like the members below
  std::uint32_t own_limit_ = 0;
  std::uint64_t set_aside_ = 0;
};

}  // namespace

const PolicyDeclaration& admission_lambda_today() {
  static const PolicyDeclaration declaration{
      Seam::admission,
      "lambda-today",
      "follows AWS Lambda since November 2023: each function starts up to 1,000 instances every 10 s, within "
      "the "
      "account's limits",
      "AWS Lambda developer guide, 'Lambda scaling behavior' (the rate refills continuously and does not "
      "accrue) and 'Understanding function scaling' (requests per second are 10 times the concurrency, for "
      "the account and for a function with reserved concurrency, so concurrency that is set aside for a "
      "function takes its share of the account's request rate)",
      {{"concurrency", ParameterKind::count, "1000", 1, 4294967294.0,
        "maximum number of invocations of an account in flight; the default is AWS's for an account in a "
        "region. If the account has a single function, this limit takes effect before `instances`"},
       {"instances", ParameterKind::count, "1000", 1, 4294967294.0,
        "number of instances that each function may start in every `per`, and also at once; the default is "
        "AWS's 1,000 in 10 s"},
       {"per", ParameterKind::duration, "10s", 1, 8.64e16, "the period of `instances`"},
       {"requests", ParameterKind::count, "10", 1, 1e6,
        "requests per second for each unit of concurrency; the default is AWS's 10"},
       {"over",
        ParameterKind::choice,
        "throttle",
        0,
        0,
        "what happens to an invocation that exceeds a limit",
        {"throttle", "queue"}},
       unreserved_parameter()},
      make_from_arguments<LambdaToday>};
  return declaration;
}

}  // namespace curtain
