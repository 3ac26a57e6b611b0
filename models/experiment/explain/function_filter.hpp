#pragma once
// The functions whose invocations are explained: all, those of a tenant, or one.
#include <cstdint>
#include <string>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// Names that a user has written; an empty name selects everything.
struct FunctionNames {
  std::string tenant;
  std::string function;  ///< "checkout", or "shop/checkout" with its tenant

  [[nodiscard]] bool is_all() const { return tenant.empty() && function.empty(); }
};

/// Decides for each function whether it is selected. The table may grow while the workload is read.
class FunctionFilter {
 public:
  /// Selects all functions.
  FunctionFilter() = default;
  /// `table` must outlive the filter.
  FunctionFilter(const FunctionTable& table, FunctionNames names)
      : table_(&table), names_(std::move(names)) {}

  [[nodiscard]] bool has(FunctionId function);
  /// Throws NothingToExplain, with the nearest names, if no function is selected, or if several tenants have
  /// a function of the name.
  void require_any() const;

 private:
  [[nodiscard]] bool matches(FunctionId function) const;

  const FunctionTable* table_ = nullptr;
  FunctionNames names_;
  std::vector<bool> selected_;  // indexed by function, for the part of the table that was read
};

}  // namespace curtain
