#pragma once
// Joins the durations and the memory of an Azure trace of 2019 to the functions of its counts.
#include <string>
#include <vector>

#include "models/workload/azure_file.hpp"
#include "models/workload/azure_tables.hpp"

namespace curtain {

/// The hashes that both the file and the counts have.
struct AzureJoinKey {
  bool owner = false;
  bool application = false;
  bool function = false;

  /// The key of a function or of the current row, "owner/application/function"; parts that are not joined on
  /// are empty.
  [[nodiscard]] std::string of(const AzureFunction& row) const;
  [[nodiscard]] std::string of(const AzureFile& file) const;
};

/// `counted` is any function of the counts: all have the same parts. A file of durations needs HashFunction,
/// a file of memory HashFunction or HashApp; otherwise throws TraceError.
AzureJoinKey azure_join_key(const AzureFile& file, const AzureFunction& counted, bool may_be_by_application);

/// Fills in the durations of the functions in `tables`, or throws TraceError.
void join_azure_durations(const AzureTraceSpec& spec, const std::vector<AzureDay>& days, AzureTables& tables);

/// Fills in the memory of the functions in `tables`, or throws TraceError.
void join_azure_memory(const AzureTraceSpec& spec, const std::vector<AzureDay>& days, AzureTables& tables);

}  // namespace curtain
