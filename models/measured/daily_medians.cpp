// Daily medians of the latency from one function of AWS Lambda to another
// (github.com/symphoniacloud/lambda-cold-starts). A row has a class, which says how long the function was
// idle.
#include <fmt/format.h>

#include "models/measured/measured_kind.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kSecondOfIdle = 1'000'000'000;

/// A class of calls. A cold call follows six idle hours, a cool call four idle minutes. The warm calls come
/// "right after", for which the log has no time. Ten seconds are longer than any answer in it.
struct CallClass {
  std::string_view name;
  std::int64_t idle_s;
  MeasuredStart start;
};
constexpr CallClass kClasses[] = {{"cold", std::int64_t{6} * 3600, MeasuredStart::cold},
                                  {"cool", std::int64_t{4} * 60, MeasuredStart::warm},
                                  {"warm-one", 10, MeasuredStart::warm},
                                  {"warm-two", 10, MeasuredStart::warm}};

void read_median(const MeasuredRow& row, MeasuredCalls& calls) {
  MeasuredCall call;
  call.day = row.day("date");
  call.memory = row.megabytes("memorysize");
  call.response = row.time("median_daily_duration", TimeUnit::ms);
  const std::string_view group = row.text("invocationclass");
  const CallClass* found = nullptr;
  for (const CallClass& known : kClasses) {
    found = known.name == group ? &known : found;
  }
  if (found == nullptr) {
    throw RowProblem{fmt::format("the field invocationclass is {}; expected cold, cool, warm-one or warm-two",
                                 in_quotes(group))};
  }
  const std::string function =
      fmt::format("{}/{}/{}", row.text("runtime"), row.text("artifactsize"), row.text("region"));
  call.idle = found->idle_s * kSecondOfIdle;
  call.start = found->start;
  call.group = calls.group(group);
  call.function = calls.function(function);
  calls.add(call);
}

}  // namespace

const MeasuredKind& daily_medians() {
  static const MeasuredKind kind{
      "daily-medians",
      "daily medians of latency by class, runtime, region and memory (Symphonia, 2020)",
      {"date", "invocationclass", "region", "runtime", "artifactsize", "memorysize", "median_daily_duration"},
      read_median};
  return kind;
}

}  // namespace curtain
