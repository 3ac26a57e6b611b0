// Daily initialisation times of AWS Lambda by configuration (github.com/maxday/lambda-perf). A row has up to
// ten cold starts. The duration of a call is the mean over the row, because the log has no other.
#include <fmt/format.h>

#include "models/measured/measured_kind.hpp"

namespace curtain {
namespace {

constexpr int kInitsOfRow = 10;

/// The configuration: "python3.12/zip/x86_64/snapstart". Parts that the log does not contain are left out.
std::string configuration_of(const MeasuredRow& row) {
  std::string name(row.text("runtime"));
  for (const char* const column : {"package", "arch"}) {
    if (const std::string_view part = row.text_or_nothing(column); !part.empty()) {
      (name += '/') += part;
    }
  }
  return row.flag("snapstart") ? name + "/snapstart" : name;
}

void read_inits(const MeasuredRow& row, MeasuredCalls& calls) {
  MeasuredCall call;
  call.day = row.day("date");
  call.memory = row.megabytes("memory_mb");
  call.duration = row.time_or_nothing("avg_duration_ms", TimeUnit::ms);
  call.start = MeasuredStart::cold;
  std::vector<MeasuredTime> inits;
  for (int i = 1; i <= kInitsOfRow; ++i) {
    if (const MeasuredTime init = row.time_or_nothing(fmt::format("init_ms_{}", i), TimeUnit::ms)) {
      inits.push_back(init);
    }
  }
  if (inits.empty()) {
    throw RowProblem{"the fields init_ms_1 to init_ms_10 are all empty"};
  }
  call.function = calls.function(configuration_of(row));
  for (const MeasuredTime init : inits) {
    call.init = init;
    calls.add(call);
  }
}

}  // namespace

const MeasuredKind& daily_inits() {
  static const MeasuredKind kind{"lambda-perf",
                                 "daily initialisation times of AWS Lambda by configuration (lambda-perf)",
                                 {"date", "runtime", "memory_mb", "init_ms_1", "init_ms_10", "snapstart"},
                                 read_inits};
  return kind;
}

}  // namespace curtain
