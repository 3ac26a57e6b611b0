#include <algorithm>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/queueing/expected_duration.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Deficit round robin. Tenants with waiting attempts are visited in turn, in the order of their numbers.
/// Each visit adds the quantum to the tenant's deficit. The tenant's attempts are then served, first come,
/// first served, while the deficit covers their cost. The round in which an attempt is served depends only on
/// earlier attempts of the same tenant, so it is known when the attempt arrives. That round is the key, and
/// no queue is ever scanned.
class TenantFair final : public QueueingPolicy {
 public:
  explicit TenantFair(const Arguments& arguments)
      : quantum_(arguments.duration(0)),
        expected_(arguments.integer(1) == 0 ? DurationKnown::mean : DurationKnown::exact) {}

  [[nodiscard]] Needs needs() const override {
    return {.on_completion = expected_.learns(), .on_leave = true, .across_functions = true};
  }
  void on_completion(const CompletionNotice& notice) override {
    expected_.learn(notice.function, notice.execution);
  }

  std::int64_t key(const QueueingQuery& query) override {
    if (!query.admitted) {
      return 0;  // the queue of a single tenant is first come, first served
    }
    const std::size_t number = query.tenant.index();
    SIM_CHECK(number < kTenants);
    if (number >= tenants_.size()) {
      tenants_.resize(number + 1);
    }
    Tenant& tenant = tenants_[number];
    if (tenant.waiting++ == 0) {
      tenant.deficit = {};
      tenant.round = next_visit(static_cast<std::int64_t>(number)) - 1;
    }
    const Duration cost = std::clamp(expected_.of(query).value_or(quantum_), Duration{1},
                                     Duration{kMostVisits * quantum_.ns()});
    costs_.emplace(query.position, cost);
    if (cost > tenant.deficit) {
      const std::int64_t visits = ((cost - tenant.deficit).ns() - 1) / quantum_.ns() + 1;
      tenant.round += visits;
      tenant.deficit =
          Duration{CURTAIN_MUTANT(deficit_not_kept, tenant.deficit.ns(), 0) + visits * quantum_.ns()};
    }
    tenant.deficit = tenant.deficit - cost;
    SIM_CHECK(tenant.round < std::numeric_limits<std::int64_t>::max() / kTenants);
    return tenant.round * kTenants + static_cast<std::int64_t>(number);
  }

  void on_leave(const LeaveNotice& notice) override {
    if (!notice.admitted) {
      return;
    }
    Tenant& tenant = tenants_.at(notice.tenant.index());
    --tenant.waiting;
    const auto cost = costs_.find(notice.position);
    if (notice.goes_on) {
      visited_ = std::max(visited_, notice.key);
    } else {
      tenant.deficit = tenant.deficit + cost->second;  // used by later attempts of the tenant
    }
    costs_.erase(cost);
  }

 private:
  static constexpr std::int64_t kTenants = std::int64_t{1} << 22;  // leaves 2^41 rounds
  static constexpr std::int64_t kMostVisits = 1 << 16;             // maximum number of rounds for one attempt

  struct Tenant {
    std::uint64_t waiting = 0;
    std::int64_t round = 0;  ///< the round in which the tenant's last waiting attempt is served
    Duration deficit;        ///< the deficit after that attempt
  };

  /// The first round in which the tenant will be visited.
  [[nodiscard]] std::int64_t next_visit(std::int64_t number) const {
    const std::int64_t round = visited_ < 0 ? 0 : visited_ / kTenants;
    return visited_ >= 0 && number <= visited_ % kTenants ? round + 1 : round;
  }

  Duration quantum_;
  ExpectedDuration expected_;
  std::vector<Tenant> tenants_;
  std::int64_t visited_ = -1;  ///< round and tenant of the current turn; -1 before the first turn
  std::unordered_map<std::uint64_t, Duration> costs_;  ///< indexed by position; never iterated
};

}  // namespace

const PolicyDeclaration& queueing_tenant_fair() {
  static const PolicyDeclaration declaration{
      Seam::queueing,
      "tenant-fair",
      "serves tenants by deficit round robin: each tenant in turn gets the same execution time",
      "Shreedhar, Varghese: Efficient fair queueing using deficit round-robin (IEEE/ACM Transactions on "
      "Networking 4(3), 1996)",
      {{"quantum", ParameterKind::duration, "1s", 1e6, 8.64e13,
        "execution time that each turn adds to the share of a tenant; an execution that is longer than this "
        "takes several turns"},
       {"known",
        ParameterKind::choice,
        "mean",
        0,
        0,
        "basis of an execution's expected cost: the mean of the function's executions so far (a quantum if "
        "there are none), or the exact duration as if it were known",
        {"mean", "duration"}}},
      make_from_arguments<TenantFair>};
  return declaration;
}

}  // namespace curtain
