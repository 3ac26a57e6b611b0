#pragma once
// Where the files of the Azure trace of 2019 are: a day, and several of them.
#include <string>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// The files that `path` stands for: of a folder the one CSV file of each kind, by the names they were
/// published with (a kind that is not there once stays the folder itself); otherwise what stands before
/// _invocations.csv, _durations.csv and _memory.csv.
AzureDay azure_day_at(const std::string& path);

/// `days`: a list of such paths, or of mappings that name the three files, in place of all other paths.
Field<AzureTraceSpec> azure_days();

/// Tells at `days` what is wrong with the files of each.
void check_azure_days(const AzureTraceSpec& spec, Reader& reader);

}  // namespace curtain::config
