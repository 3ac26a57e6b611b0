// Points of idle time and cold start, as Shilkov published them for AWS Lambda
// (github.com/mikhailshilkov/mikhailio-hugo, data/coldstart_aws_scatter.json, as a table).
#include "models/measured/measured_kind.hpp"

namespace curtain {
namespace {

void read_gap(const MeasuredRow& row, MeasuredCalls& calls) {
  MeasuredCall call;
  call.idle = row.time("idle_minutes", TimeUnit::min);
  call.response = row.time("response_s", TimeUnit::s);
  call.start = row.flag("is_cold") ? MeasuredStart::cold : MeasuredStart::warm;
  calls.add(call);
}

}  // namespace

const MeasuredKind& idle_gaps() {
  static const MeasuredKind kind{
      "idle-gaps",
      "calls with the time since the previous call, and whether they were cold (Shilkov, 2019-2021)",
      {"idle_minutes", "response_s", "is_cold"},
      read_gap};
  return kind;
}

}  // namespace curtain
