#pragma once
// Attributes the functions of a source to an entry of the workload.
#include <cstdint>
#include <memory>

#include "models/workload/arrival.hpp"

namespace curtain {

/// The same arrivals as those of `source`; functions that are named while it is read are attributed to this
/// entry (FunctionTable::begin_entry). `table` is the source's and must outlive this source.
std::unique_ptr<ArrivalSource> of_entry(std::uint32_t entry, std::unique_ptr<ArrivalSource> source,
                                        FunctionTable& table);

}  // namespace curtain
