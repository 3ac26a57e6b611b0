#pragma once
// Joins the durations and the memory sizes of an Azure trace of 2019 with the functions in its counts.
#include <string>
#include <vector>

#include "models/workload/azure_file.hpp"
#include "models/workload/azure_tables.hpp"

namespace curtain {

/// The hashes that both the file and the counts have, by which rows are joined.
struct AzureJoinKey {
  bool owner = false;
  bool application = false;
  bool function = false;

  /// The key of a function or of the current row, "owner/application/function". Parts that are not used for
  /// joining are empty.
  [[nodiscard]] std::string of(const AzureFunction& row) const;
  [[nodiscard]] std::string of(const AzureFile& file) const;
};

/// Determines the hashes for joining. `counted` is any function of the counts, because all of them have the
/// same hashes. A file of durations needs HashFunction. A file of memory needs HashFunction or HashApp.
/// Throws TraceError if such a column is missing.
AzureJoinKey azure_join_key(const AzureFile& file, const AzureFunction& counted, bool may_be_by_application);

/// Sets the durations of the functions in `tables`. Throws TraceError.
void join_azure_durations(const AzureTraceSpec& spec, const std::vector<AzureDay>& days, AzureTables& tables);

/// Sets the memory sizes of the functions in `tables`. Throws TraceError.
void join_azure_memory(const AzureTraceSpec& spec, const std::vector<AzureDay>& days, AzureTables& tables);

}  // namespace curtain
