#pragma once
// A source of one function whose arrivals are generated one after the other, in order of time.
#include <memory>
#include <optional>

#include "models/workload/specification.hpp"

namespace curtain {

/// Instants in non-decreasing order.
class PointProcess {
 public:
  virtual ~PointProcess() = default;
  /// The next instant; empty at the end, or if all further instants are after the end of the process.
  virtual std::optional<Time> next() = 0;
};

/// The end of a generated workload: the context's duration. Throws std::invalid_argument if there is none.
Time generated_until(const SourceContext& context);

/// The arrivals of `process` before the context's duration, which is the horizon. The k-th one (k from 0)
/// lasts the draw at (execution, 0, k). Adds the function to `table`.
std::unique_ptr<ArrivalSource> source_of(const SingleFunction& function,
                                         std::unique_ptr<PointProcess> process, const SourceContext& context,
                                         FunctionTable& table);

}  // namespace curtain
