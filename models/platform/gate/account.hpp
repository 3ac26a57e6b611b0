#pragma once
// The concurrency of accounts that is set aside for single functions, and the part of this concurrency that
// is in use.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/platform/core/rows.hpp"
#include "models/policies/admission/seam.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// Stores for each tenant the concurrency that is set aside for reserved and provisioned functions. If the
/// admission policy cannot set concurrency aside, everything is 0 and nothing is stored.
class Account {
 public:
  /// `concurrency` gives the limits within which the admission policy sets concurrency aside, see
  /// AdmissionPolicy::account().
  Account(const Rows& rows, const std::optional<AccountConcurrency>& concurrency)
      : rows_(rows), concurrency_(concurrency) {}

  /// Sets concurrency aside for the function from its deployment on. The function must have a row. The amount
  /// is the function's reserved concurrency or, without a reservation, `provisioned`. Returns whether any
  /// concurrency is set aside. Throws ReservationError, with the account's name `tenant_name`, if the account
  /// does not have enough.
  bool promise(std::uint32_t function, const FunctionSpec& spec, std::uint32_t provisioned,
               const std::string& tenant_name);

  /// Whether concurrency is or may be set aside for the function.
  [[nodiscard]] bool sets_aside(std::uint32_t function) const {
    return is_kept_ && function < functions_.size() && functions_[function].sets_aside;
  }
  /// Sets the provisioned concurrency of the function from now on. Returns whether the amount set aside for
  /// the function has changed, which is the case unless the function reserves concurrency.
  bool provision(std::uint32_t function, std::uint32_t concurrency);

  /// Called when the function has one more attempt in flight, or is about to have one less. Does nothing for
  /// functions without set-aside concurrency.
  void entered(std::uint32_t function) {
    if (sets_aside(function)) [[unlikely]] {
      count_entered(function);
    }
  }
  void leaves(std::uint32_t function) {
    if (sets_aside(function)) [[unlikely]] {
      count_left(function);
    }
  }

  /// Fills in the data about set-aside concurrency that an admission policy needs for the function. The query
  /// must already contain the values of a function without set-aside concurrency.
  void show(std::uint32_t function, AdmissionQuery& query) const {
    if (is_kept_) [[unlikely]] {
      show_set_aside(function, query);
    }
  }

 private:
  struct OfFunction {
    std::uint32_t set_aside = 0;
    bool is_reserved = false;
    bool sets_aside = false;
  };
  struct OfTenant {
    std::uint64_t set_aside = 0;  ///< concurrency that is now set aside for single functions
    std::uint64_t promised = 0;   ///< the largest amount that may be set aside at once
    std::uint32_t within = 0;     ///< attempts in flight on concurrency that is set aside for their function
  };

  void set_aside(std::uint32_t function, std::uint32_t concurrency);
  void count_entered(std::uint32_t function);
  void count_left(std::uint32_t function);
  void show_set_aside(std::uint32_t function, AdmissionQuery& query) const;

  const Rows& rows_;
  std::optional<AccountConcurrency> concurrency_;
  bool is_kept_ = false;  // whether any function has concurrency set aside
  std::vector<OfFunction>
      functions_;                  // indexed by function, up to the last function with set-aside concurrency
  std::vector<OfTenant> tenants_;  // indexed by tenant
};

}  // namespace curtain
