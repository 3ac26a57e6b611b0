// Response times of cold calls of AWS Lambda by variant of the function, as Shilkov published them
// (github.com/mikhailshilkov/mikhailio-hugo, data/raw). The warm response time is already subtracted.
#include "models/measured/measured_kind.hpp"

namespace curtain {
namespace {

void read_cold_response(const MeasuredRow& row, MeasuredCalls& calls) {
  MeasuredCall call;
  call.day = row.day("snapshot_date");
  call.response = row.time("response_s", TimeUnit::s);
  call.start = MeasuredStart::cold;
  call.function = calls.function(row.text("variant"));
  calls.add(call);
}

}  // namespace

const MeasuredKind& cold_responses() {
  static const MeasuredKind kind{"cold-responses",
                                 "response times of cold calls by variant of a function (Shilkov, 2019-2021)",
                                 {"snapshot_date", "variant", "response_s"},
                                 read_cold_response};
  return kind;
}

}  // namespace curtain
