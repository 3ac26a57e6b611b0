// Durations of functions of AWS Lambda by memory size (github.com/pacslab/SLApp-PerfCost-MdlOpt and
// SLAppMdlOpt). All calls are warm.
#include "models/measured/measured_kind.hpp"

namespace curtain {
namespace {

void read_memory_duration(const MeasuredRow& row, MeasuredCalls& calls) {
  MeasuredCall call;
  call.duration = row.time("duration_ms", TimeUnit::ms);
  call.billed = row.time_or_nothing("billed_ms", TimeUnit::ms);
  call.sent = row.time_or_nothing("utc_s", TimeUnit::s);
  call.memory = row.megabytes("memory_mb");
  call.max_memory = row.text_or_nothing("max_mem_used_mb").empty() ? 0 : row.megabytes("max_mem_used_mb");
  call.start = MeasuredStart::warm;
  call.function = calls.function(row.text("function"));
  calls.add(call);
}

}  // namespace

const MeasuredKind& memory_durations() {
  static const MeasuredKind kind{
      "memory-durations",
      "durations of functions by memory size (Mahmoudi and Khazaei, 2020 and 2022)",
      {"function", "memory_mb", "duration_ms"},
      read_memory_duration};
  return kind;
}

}  // namespace curtain
