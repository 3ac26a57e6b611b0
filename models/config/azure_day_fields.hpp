#pragma once
// The files of the Azure trace of 2019: those of one day, and of several days.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// The files for `path`. If it is a folder, these are its only CSV files of each kind, by their published
/// names (if there are several, or none of counts, the folder itself). Otherwise `path` is the prefix of
/// _invocations.csv, _durations.csv and _memory.csv, or of these files compressed. Paths of missing durations
/// and memory are empty.
AzureDay azure_day_at(const std::string& path);

/// The days for `path`: several if it is a folder with several files of counts whose names contain the number
/// of the day, as in the unpacked archive; in order of the numbers.
std::vector<AzureDay> azure_days_at(const std::string& path);

/// The number of a day, from the name of its file of counts.
std::optional<std::uint64_t> azure_day_number(const AzureDay& day);

/// Sets the days of `spec`; an empty list changes nothing.
void set_azure_days(const std::vector<AzureDay>& days, AzureTraceSpec& spec);

/// `days`: a list of such paths, or of mappings that name the three files; replaces all other paths.
Field<AzureTraceSpec> azure_days();

/// Reports errors in the files of each day at `key` (`days`, or a `path` with several days).
void check_azure_days(const AzureTraceSpec& spec, const char* key, Reader& reader);

}  // namespace curtain::config
