#pragma once
// The files of the Azure trace of 2019, for one day or for several days.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// Returns the files of one day. If `path` is a folder, they are the only CSV file of each kind in it,
/// recognised by the published names. If the folder has several files of a kind, or no file of counts, the
/// result contains the path of the folder itself. Otherwise `path` is the prefix of _invocations.csv,
/// _durations.csv and _memory.csv, which may be compressed. The paths of missing durations and memory are
/// empty.
AzureDay azure_day_at(const std::string& path);

/// Returns the days for `path`, in order of their numbers. There are several days if `path` is a folder with
/// several files of counts whose names contain the number of the day, as in the unpacked archive.
std::vector<AzureDay> azure_days_at(const std::string& path);

/// The number of a day, from the name of its file of counts.
std::optional<std::uint64_t> azure_day_number(const AzureDay& day);

/// Sets the days of `spec`. An empty list changes nothing.
void set_azure_days(const std::vector<AzureDay>& days, AzureTraceSpec& spec);

/// `days`: a list whose items are paths or mappings with the three files. The list replaces all other paths.
Field<AzureTraceSpec> azure_days();

/// Reports errors in the files of each day. `key` is `days`, or `path` if the path has several days.
void check_azure_days(const AzureTraceSpec& spec, const char* key, Reader& reader);

}  // namespace curtain::config
