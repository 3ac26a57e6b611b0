#include "models/workload/csv_trace_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/workload/csv_text.hpp"

namespace curtain {

CsvTraceWriter::CsvTraceWriter(TextOutput& out, const FunctionTable& table, bool has_tenants)
    : out_(out), table_(table), has_tenants_(has_tenants) {
  out_.write(has_tenants ? "function_id,tenant,arrival_s,duration_s,memory_mb\n"
                         : "function_id,arrival_s,duration_s,memory_mb\n");
}

void CsvTraceWriter::frame(std::size_t function) {
  frames_.resize(std::max(frames_.size(), function + 1));
  const FunctionSpec& spec = table_[FunctionId(static_cast<std::uint32_t>(function))];
  const std::string& tenant = table_.tenant_name(spec.tenant);
  if (spec.name.empty() || tenant.empty()) {  // the table already refuses control characters such as line
                                              // breaks
    throw std::invalid_argument(
        "a csv trace cannot contain the empty name \"\"; rename the function or the tenant");
  }
  frames_[function] = {csv_field(spec.name) + "," + (has_tenants_ ? csv_field(tenant) + "," : ""),
                       fmt::format(",{}\n", spec.memory)};
}

void CsvTraceWriter::write(const Arrival& call) {
  const std::size_t function = call.function.index();
  if (function >= frames_.size() || frames_[function].before.empty()) {
    frame(function);
  }
  const Frame& around = frames_[function];
  line_ = around.before;
  append_seconds(line_, call.time.ns());
  line_ += ',';
  append_seconds(line_, call.duration.ns());
  line_ += around.behind;
  out_.write(line_);
}

}  // namespace curtain
