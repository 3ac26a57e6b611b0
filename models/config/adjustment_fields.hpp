#pragma once
// The keys of a `trace:` entry that change the trace after reading. These keys are the same in every format.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// The keys `from`, `to` and `shift`.
std::shared_ptr<const FieldTable<TraceAdjustment>> cut_fields();

/// The keys of cut_fields(), and `scale` and `scale_within`.
std::shared_ptr<const FieldTable<TraceAdjustment>> adjustment_fields();

/// Reports keys that contradict each other and keys that have no effect.
void check_adjustment(const TraceAdjustment& adjustment, const Node& node, Reader& reader);

/// Adds the adjustment keys and their check to the table of a trace format.
template <class S>
void add_adjustment(FieldTable<S>& table) {
  table.include(&S::adjustment, adjustment_fields())
      .check([](const S& spec, const Node& node, Reader& reader) {
        check_adjustment(spec.adjustment, node, reader);
      });
}

}  // namespace curtain::config
