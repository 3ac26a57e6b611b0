#include "models/config/account_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/config/workload_fields.hpp"
#include "models/platform/gate/reservation.hpp"

namespace curtain::config {
namespace {

constexpr std::uint64_t kMostProvisioned = 1'000'000;  // this many instances use about 200 MB of memory

/// The function and tenant names that the scenario states for a workload entry; both are empty for a trace.
struct Owners {
  std::string tenant;
  std::string function;         ///< the function, or the prefix of a population's functions
  std::uint32_t functions = 0;  ///< number of functions in a population, or 0 if the number is not known
                                ///< before the run
  std::uint32_t tenants = 1;    ///< number of tenants, to which the functions are assigned in turn
  bool is_population = false;
};

Owners owners_of(const PopulationSpec& population) {
  return {population.tenant, population.prefix, population.functions, population.tenants, true};
}

Owners owners_of(const WorkloadSpec& spec) {
  return std::visit(
      [](const auto& entry) -> Owners {
        if constexpr (std::is_same_v<std::decay_t<decltype(entry)>, PopulationSpec>) {
          return owners_of(entry);
        } else if constexpr (std::is_same_v<std::decay_t<decltype(entry)>, CorrelatedSpec>) {
          return owners_of(entry.of);
        } else if constexpr (requires { entry.of.function; }) {
          return {entry.of.tenant, entry.of.function, 1, 1, false};
        } else if constexpr (std::is_same_v<std::decay_t<decltype(entry)>, PoissonSpec>) {
          return {entry.tenant, entry.function, 1, 1, false};
        } else {
          return {};
        }
      },
      spec);
}

/// Sums the concurrency that each account of the scenario sets aside, entry by entry.
class Accounts {
 public:
  /// The accounts that own the functions of an entry, each with its number of functions.
  [[nodiscard]] std::vector<std::pair<std::string, std::uint32_t>> of(const Owners& owners) const {
    if (owners.tenants == 1) {
      return {{owners.tenant, owners.functions}};
    }
    // The first account of a population has the most functions. The check of another account can fail only if
    // a further entry names that account.
    std::vector<std::pair<std::string, std::uint32_t>> accounts = {{account(owners, 1), share(owners, 1)}};
    for (const auto& [name, unused] : single_) {
      for (std::uint32_t number = number_of(owners, name); number > 1; number = 0) {
        accounts.emplace_back(name, share(owners, number));
      }
    }
    return accounts;
  }

  /// The concurrency that the account named `name` has set aside so far.
  [[nodiscard]] std::uint64_t taken(const std::string& name) const {
    const auto found = single_.find(name);
    std::uint64_t taken = found == single_.end() ? 0 : found->second;
    for (const auto& [owners, each] : populations_) {
      const std::uint32_t number =
          owners.tenants == 1 ? (owners.tenant == name ? 1 : 0) : number_of(owners, name);
      taken += number == 0 ? 0 : std::uint64_t{share(owners, number)} * each;
    }
    return taken;
  }

  /// False if an earlier entry has set concurrency aside for the same functions.
  bool is_new(const Owners& owners) {
    const std::string name = owners.function + (owners.is_population ? "-<number>" : "");
    return functions_.emplace(owners.tenant, name).second;
  }
  void take(const Owners& owners, std::uint32_t each) {
    if (owners.is_population) {
      populations_.emplace_back(owners, each);
    } else {
      single_[owners.tenant] += each;
    }
  }

 private:
  static std::string account(const Owners& owners, std::uint32_t number) {
    return fmt::format("{}-{}", owners.tenant, number);
  }
  /// The number of functions that account `number` (from 1) owns if the functions are assigned to accounts in
  /// turn.
  static std::uint32_t share(const Owners& owners, std::uint32_t number) {
    return owners.functions / owners.tenants + (number <= owners.functions % owners.tenants ? 1 : 0);
  }
  /// The number of the account `name` within the population, or 0 if the population has no account of this
  /// name.
  static std::uint32_t number_of(const Owners& owners, const std::string& name) {
    const std::string prefix = owners.tenant + "-";
    if (name.size() <= prefix.size() || name.size() > prefix.size() + 8 || name.rfind(prefix, 0) != 0) {
      return 0;
    }
    std::uint32_t number = 0;
    for (const char digit : name.substr(prefix.size())) {
      if (digit < '0' || digit > '9') {
        return 0;
      }
      number = 10 * number + static_cast<std::uint32_t>(digit - '0');
    }
    return number <= owners.tenants && account(owners, number) == name ? number : 0;
  }

  std::map<std::string, std::uint64_t> single_;
  std::vector<std::pair<Owners, std::uint32_t>> populations_;
  std::set<std::pair<std::string, std::string>> functions_;
};

class AccountCheck {
 public:
  AccountCheck(const Scenario& scenario, const PolicySet& policies, Reader& reader, const Place& fallback)
      : scenario_(scenario),
        reader_(reader),
        fallback_(fallback),
        account_(policies.admission->account()),
        most_of_function_(policies.admission->limits().value_or(AdmissionLimits{}).function),
        pre_warm_(policies.pre_warm->needs()) {}

  void check() {
    for (std::size_t i = 0; i < scenario_.workload.size(); ++i) {
      entry_ = fmt::format("workload[{}].{}.", i, workload_kind(scenario_.workload[i]));
      if (const auto* const trace = std::get_if<CsvTraceSpec>(&scenario_.workload[i])) {
        check_named(*trace);
      }
      const FunctionTraits& traits = traits_of(scenario_.workload[i]);
      check_function(traits);
      check_together(owners_of(scenario_.workload[i]), traits);
      check_account(owners_of(scenario_.workload[i]), traits);
    }
  }

 private:
  /// Checks the functions of a trace that have their own traits. Their account is known only if the trace has
  /// a single account.
  void check_named(const CsvTraceSpec& trace) {
    const std::string entry = entry_;
    for (std::size_t k = 0; k < trace.functions.size(); ++k) {
      const NamedTraits& named = trace.functions[k];
      entry_ = fmt::format("{}functions[{}].", entry, k);
      const std::string tenant =
          named.tenant.empty() && trace.tenant_column.empty() ? trace.tenant : named.tenant;
      const Owners owner = tenant.empty() ? Owners{} : Owners{tenant, named.function, 1, 1, false};
      check_function(named.traits);
      check_together(owner, named.traits);
      check_account(owner, named.traits);
    }
    entry_ = entry;
  }

  void error(const char* key, const std::string& message) {
    const std::string path = entry_ + key;
    const Place* given = reader_.given(path);
    const Reader::Step step(reader_, path);
    reader_.error(given != nullptr ? *given : fallback_, message);
  }

  void check_above(const char* key, std::uint32_t value, const char* limit_key, std::uint32_t limit) {
    if (value > limit) {
      error(key, fmt::format(
                     "{} is more than the function's {} of {}; type at most {}, or raise {} to at least {}",
                     value, limit_key, limit, limit, limit_key, value));
    }
  }

  /// The admission policy may limit the concurrency of every function, independently of the function's
  /// traits.
  void check_policy(const char* key, std::uint32_t value) {
    if (value > most_of_function_) {
      error(key, fmt::format(
                     "{} is more than the {} invocations in flight that the admission policy {} allows each "
                     "function; type at most {}, or raise `function` in policies.admission to at least {}",
                     value, most_of_function_, scenario_.platform.policies.admission.declaration->name,
                     most_of_function_, value));
    }
  }

  void check_function(const FunctionTraits& traits) {
    if (traits.reserved_concurrency) {
      if (!account_) {
        error("reserved_concurrency",
              fmt::format("the admission policy {} cannot set concurrency aside; choose concurrency-limit, "
                          "lambda-burst or lambda-today, or type concurrency_limit: {} for a limit only",
                          scenario_.platform.policies.admission.declaration->name,
                          *traits.reserved_concurrency));
      }
      check_above("reserved_concurrency", *traits.reserved_concurrency, "concurrency_limit",
                  traits.concurrency_limit);
      check_policy("reserved_concurrency", *traits.reserved_concurrency);
    }
    if (const Provisioned most = provisioned_of(traits); most.concurrency > 0) {
      check_above(most.key, most.concurrency, "reserved_concurrency",
                  traits.reserved_concurrency.value_or(kUnlimited));
      check_above(most.key, most.concurrency, "concurrency_limit", traits.concurrency_limit);
      check_above(most.key, most.concurrency, "max_instances", traits.max_instances);
      check_policy(most.key, most.concurrency);
    }
    const std::uint32_t least = traits.most_provisioned(pre_warm_.provisioned_schedule, false);
    if (pre_warm_.provisioned_use && traits.provisioned_max > 0 && traits.provisioned_max < least) {
      error(
          "provisioned_max",
          fmt::format("{} is less than the highest level of provisioned concurrency, {}, in provisioned and "
                      "provisioned_schedule; type at least {}",
                      traits.provisioned_max, least, least));
    }
  }

  /// The largest provisioned concurrency that the pre-warm policy may set for the function, and the key that
  /// states it.
  struct Provisioned {
    std::uint32_t concurrency = 0;
    const char* key = "provisioned";
  };
  [[nodiscard]] Provisioned provisioned_of(const FunctionTraits& traits) const {
    if (!pre_warm_.provisioned) {
      return {};
    }
    const std::uint32_t most =
        traits.most_provisioned(pre_warm_.provisioned_schedule, pre_warm_.provisioned_use);
    if (most == traits.provisioned) {
      return {most};
    }
    return {most, pre_warm_.provisioned_use && most == traits.provisioned_max ? "provisioned_max"
                                                                              : "provisioned_schedule"};
  }

  /// Limits the number of provisioned instances, because all of them start at the same time.
  void check_together(const Owners& owners, const FunctionTraits& traits) {
    const Provisioned most = provisioned_of(traits);
    const std::uint64_t more = std::uint64_t{most.concurrency} * std::max(owners.functions, 1u);
    if (more > 0) {
      provisioned_ += more;
      if (provisioned_ > kMostProvisioned && provisioned_ - more <= kMostProvisioned) {
        error(most.key,
              fmt::format("{} for {} functions are {} instances, including those provisioned "
                          "in earlier entries; at most {} provisioned instances are allowed",
                          most.concurrency, std::max(owners.functions, 1u), provisioned_, kMostProvisioned));
      }
    }
  }

  void check_account(const Owners& owners, const FunctionTraits& traits) {
    const Provisioned most = provisioned_of(traits);
    const std::uint32_t each = traits.reserved_concurrency.value_or(most.concurrency);
    if (each == 0 || !account_) {
      return;
    }
    const char* const key = traits.reserved_concurrency ? "reserved_concurrency" : most.key;
    if (owners.functions == 0) {  // the number is not known, but there is at least one function
      const AccountUse use{*account_, 0, each};
      if (!fits_account(use)) {
        error(key, over_account(use, "an account", "each function"));
      }
      return;
    }
    if (!accounts_.is_new(owners)) {
      return;
    }
    for (const auto& [name, functions] : accounts_.of(owners)) {
      const AccountUse use{*account_, accounts_.taken(name), std::uint64_t{functions} * each};
      if (!fits_account(use)) {
        error(key, over_account(use, fmt::format("the account '{}'", name),
                                owners.is_population ? fmt::format("{} functions of {} each", functions, each)
                                                     : fmt::format("function '{}'", owners.function)));
        break;
      }
    }
    accounts_.take(owners, each);
  }

  const Scenario& scenario_;
  Reader& reader_;
  const Place& fallback_;
  std::optional<AccountConcurrency> account_;
  std::uint32_t most_of_function_;  ///< limit on the invocations in flight of each function, set by the
                                    ///< admission policy
  Needs pre_warm_;
  std::uint64_t provisioned_ = 0;
  Accounts accounts_;
  std::string entry_;
};

}  // namespace

void check_account_limits(const Scenario& scenario, const PolicySet& policies, Reader& reader,
                          const Place& fallback) {
  AccountCheck(scenario, policies, reader, fallback).check();
}

}  // namespace curtain::config
