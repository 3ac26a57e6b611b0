#pragma once
// The concurrency of accounts: what is set aside for single functions, and how much of it is in use.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/platform/core/rows.hpp"
#include "models/policies/admission/seam.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// Keeps, by tenant, the concurrency that reserved and provisioned functions have for themselves. Where
/// admission sets none aside everything is 0 and nothing is kept.
class Account {
 public:
  /// `concurrency`: what admission sets aside in, AdmissionPolicy::account().
  Account(const Rows& rows, const std::optional<AccountConcurrency>& concurrency)
      : rows_(rows), concurrency_(concurrency) {}

  /// The function, whose row exists, is promised what it reserves, else its `provisioned`, from its
  /// deployment on. Returns whether anything is set aside for it. Throws ReservationError if the account has
  /// not so much, naming it `tenant_name`.
  bool promise(std::uint32_t function, const FunctionSpec& spec, std::uint32_t provisioned,
               const std::string& tenant_name);

  /// Whether concurrency is or may be set aside for the function.
  [[nodiscard]] bool sets_aside(std::uint32_t function) const {
    return is_kept_ && function < functions_.size() && functions_[function].sets_aside;
  }
  /// So many instances are provisioned for the function from now on. Returns whether another amount than
  /// before is set aside for it, which it is unless the function reserves.
  bool provision(std::uint32_t function, std::uint32_t concurrency);

  /// One more of the function has been counted as in flight, or one is about to be counted no longer. Does
  /// nothing for functions that nothing is set aside for.
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

  /// Fills in what an admission policy that is asked about the function is to know of what is set aside. The
  /// query comes as where nothing is.
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
    std::uint64_t set_aside = 0;  ///< for its single functions now
    std::uint64_t promised = 0;   ///< the most of that there may be at once
    std::uint32_t within = 0;     ///< in flight within what is set aside for their function
  };

  void set_aside(std::uint32_t function, std::uint32_t concurrency);
  void count_entered(std::uint32_t function);
  void count_left(std::uint32_t function);
  void show_set_aside(std::uint32_t function, AdmissionQuery& query) const;

  const Rows& rows_;
  std::optional<AccountConcurrency> concurrency_;
  bool is_kept_ = false;               // something is promised to some function
  std::vector<OfFunction> functions_;  // as far as one sets aside
  std::vector<OfTenant> tenants_;      // likewise
};

}  // namespace curtain
