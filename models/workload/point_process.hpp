#pragma once
// A source for one function whose arrivals are generated one after the other in order of time.
#include <memory>
#include <optional>

#include "models/workload/specification.hpp"

namespace curtain {

/// A process of instants in non-decreasing order.
class PointProcess {
 public:
  virtual ~PointProcess() = default;
  /// The next instant. Empty if there are no further instants before the end of the process.
  virtual std::optional<Time> next() = 0;
};

/// The end of a generated workload, which is the duration in the context. Throws std::invalid_argument if
/// there is no duration.
Time generated_until(const SourceContext& context);

/// A source of the arrivals of `process` before the duration in the context, which is the horizon. The
/// duration of the k-th arrival (k from 0) is the draw at (execution, 0, k). Adds the function to `table`.
std::unique_ptr<ArrivalSource> source_of(const SingleFunction& function,
                                         std::unique_ptr<PointProcess> process, const SourceContext& context,
                                         FunctionTable& table);

}  // namespace curtain
