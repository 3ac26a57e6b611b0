#pragma once
// Writes arrivals as the rows of a csv trace.
#include <string>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/text_output.hpp"

namespace curtain {

/// Writes rows `function_id,[tenant,]arrival_s,duration_s,memory_mb`. Times are exact to the nanosecond, so
/// reading the file gives the same arrivals.
class CsvTraceWriter {
 public:
  /// Writes the header. `out` and `table` must outlive this object.
  CsvTraceWriter(TextOutput& out, const FunctionTable& table, bool has_tenants);

  /// Writes an arrival. Throws std::invalid_argument if its function or tenant has an empty name, which a csv
  /// trace cannot contain.
  void write(const Arrival& call);

 private:
  struct Frame {
    std::string before;  ///< the part of a row with the name and the tenant
    std::string behind;  ///< the part of a row with the memory
  };
  void frame(std::size_t function);

  TextOutput& out_;
  const FunctionTable& table_;
  bool has_tenants_;
  std::vector<Frame> frames_;  // indexed by function
  std::string line_;
};

}  // namespace curtain
