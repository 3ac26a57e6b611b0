#pragma once
// Where the files of the Azure trace of 2019 are: a day, and several of them.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// The files that `path` stands for: of a folder the one CSV file of each kind, by the names they were
/// published with (where there are several, or none of counts, the folder itself); otherwise what stands
/// before _invocations.csv, _durations.csv and _memory.csv, or these packed. Durations and memory that are
/// not there are empty.
AzureDay azure_day_at(const std::string& path);

/// The days that `path` stands for: several if it is a folder with several files of counts whose names tell
/// their days by number, as the archive unpacks them; in order of the numbers.
std::vector<AzureDay> azure_days_at(const std::string& path);

/// The number of a day by the name of its file of counts.
std::optional<std::uint64_t> azure_day_number(const AzureDay& day);

/// Makes these the days of `spec`; none leaves it as it is.
void set_azure_days(const std::vector<AzureDay>& days, AzureTraceSpec& spec);

/// `days`: a list of such paths, or of mappings that name the three files, in place of all other paths.
Field<AzureTraceSpec> azure_days();

/// Tells at `key` (`days`, or a `path` that holds several) what is wrong with the files of each.
void check_azure_days(const AzureTraceSpec& spec, const char* key, Reader& reader);

}  // namespace curtain::config
