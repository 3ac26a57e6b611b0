#include <fmt/format.h>

#include <algorithm>

#include "models/policies/admission/account.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

class ConcurrencyLimit final : public AdmissionPolicy {
 public:
  explicit ConcurrencyLimit(const Arguments& arguments)
      : limits_{arguments.count(0), arguments.count(1)},
        over_(arguments.integer(2) == 0 ? Admission::throttle : Admission::queue),
        unreserved_(arguments.count(3)) {}

  Admission decide(const AdmissionQuery& query) override {
    const bool below = account_has_room(query, limits_.tenant) &&
                       query.function_in_flight < limits_.function &&
                       query.function_in_flight < query.function_limit;
    last_ = {query.tenant_in_flight, query.function_in_flight,
             std::min(limits_.function, query.function_limit), query.tenant_set_aside};
    return below ? Admission::admit : over_;
  }
  [[nodiscard]] Rejection reason() const override {
    return last_.function >= last_.function_limit ? Rejection::function_limit : Rejection::account_limit;
  }
  [[nodiscard]] std::string explain() const override {
    const auto limited = [](std::uint32_t limit) {
      return limit == kUnlimited ? std::string() : fmt::format(" of at most {}", limit);
    };
    const std::string aside = last_.set_aside == 0 ? "" : fmt::format(" ({} set aside)", last_.set_aside);
    return fmt::format("{}{} requests of the tenant are already in flight{}, {}{} of them of the function",
                       last_.tenant, limited(limits_.tenant), aside, last_.function,
                       limited(last_.function_limit));
  }
  [[nodiscard]] std::optional<AdmissionLimits> limits() const override { return limits_; }
  [[nodiscard]] std::optional<AccountConcurrency> account() const override {
    return AccountConcurrency{limits_.tenant, unreserved_};
  }

 private:
  AdmissionLimits limits_;
  Admission over_;
  std::uint32_t unreserved_;
  struct {
    std::uint32_t tenant = 0;
    std::uint32_t function = 0;
    std::uint32_t function_limit = 0;
    std::uint64_t set_aside = 0;
  } last_;  // invocations in flight at the last decision
};

}  // namespace

const PolicyDeclaration& admission_concurrency_limit() {
  static const PolicyDeclaration declaration{
      Seam::admission,
      "concurrency-limit",
      "limits the invocations in flight of each tenant and of each function",
      "AWS Lambda developer guide, 'Understanding function scaling': account concurrency of 1,000 by "
      "default, status 429 above it",
      {{"tenant", ParameterKind::count, "1000", 1, 4294967295.0,
        "maximum number of invocations of a tenant in flight"},
       {"function", ParameterKind::count, "unlimited", 1, 4294967295.0,
        "maximum number of invocations of a function in flight"},
       {"over",
        ParameterKind::choice,
        "throttle",
        0,
        0,
        "what happens to an invocation that exceeds the limit",
        {"throttle", "queue"}},
       unreserved_parameter()},
      make_from_arguments<ConcurrencyLimit>};
  return declaration;
}

}  // namespace curtain
