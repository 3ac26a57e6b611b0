#pragma once
// The keys of `trace: {format: huawei-2023}`.
#include <memory>
#include <string>
#include <vector>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// The files day_<number>.csv (or .csv.gz, .csv.zst) of a folder, in order of their numbers. If `days` is not
/// empty, only the files of these days are returned. Days without a file are left out.
std::vector<std::string> day_files(const std::string& folder, const std::vector<std::uint32_t>& days);

/// `format: huawei-2023`
std::shared_ptr<const FieldTable<Huawei2023TraceSpec>> huawei_2023_fields();

}  // namespace curtain::config
