#pragma once
// A source that says which entry of the workload it is.
#include <cstdint>
#include <memory>

#include "models/workload/arrival.hpp"

namespace curtain {

/// The same arrivals as those of `source`; functions that it names while it is read are named by this entry
/// (FunctionTable::begin_entry). `table` is the source's and must outlive it.
std::unique_ptr<ArrivalSource> of_entry(std::uint32_t entry, std::unique_ptr<ArrivalSource> source,
                                        FunctionTable& table);

}  // namespace curtain
