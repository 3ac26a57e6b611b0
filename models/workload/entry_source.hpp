#pragma once
// Assigns the functions of a source to an entry of the workload.
#include <cstdint>
#include <memory>

#include "models/workload/arrival.hpp"

namespace curtain {

/// The arrivals of `source`. Functions that are named while it is read are assigned to this entry
/// (FunctionTable::begin_entry). `table` is the table of the source and must outlive the result.
std::unique_ptr<ArrivalSource> of_entry(std::uint32_t entry, std::unique_ptr<ArrivalSource> source,
                                        FunctionTable& table);

}  // namespace curtain
