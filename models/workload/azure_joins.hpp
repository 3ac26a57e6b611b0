#pragma once
// The durations and the memory of the functions of an Azure trace of 2019, joined to its counts.
#include <string>
#include <vector>

#include "models/workload/azure_file.hpp"
#include "models/workload/azure_tables.hpp"

namespace curtain {

/// The hashes that a file and the counts both have.
struct AzureJoinKey {
  bool owner = false;
  bool application = false;
  bool function = false;

  /// "owner/application/function", empty where it is not joined on; of a function, and of the present row.
  [[nodiscard]] std::string of(const AzureFunction& row) const;
  [[nodiscard]] std::string of(const AzureFile& file) const;
};

/// `counted` is any function of the counts: all have the same parts. A file of durations needs HashFunction,
/// one of memory that or HashApp; otherwise TraceError.
AzureJoinKey azure_join_key(const AzureFile& file, const AzureFunction& counted, bool may_be_by_application);

/// Fills in the durations of the functions in `tables`, or throws TraceError.
void join_azure_durations(const AzureTraceSpec& spec, const std::vector<AzureDay>& days, AzureTables& tables);

/// The same of the memory.
void join_azure_memory(const AzureTraceSpec& spec, const std::vector<AzureDay>& days, AzureTables& tables);

}  // namespace curtain
