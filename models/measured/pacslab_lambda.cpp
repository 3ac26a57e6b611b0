// The logs of Mahmoudi and Khazaei, in which a client calls one function of AWS Lambda at random times for a
// day (github.com/pacslab/serverless-performance-modeling, experiments/results). A call is cold if the
// function says that it is the first on its instance.
#include "models/measured/measured_kind.hpp"

namespace curtain {
namespace {

void read_pacslab(const MeasuredRow& row, MeasuredCalls& calls) {
  MeasuredCall call;
  call.sent = row.time("client_start_s", TimeUnit::s);
  call.answered = row.time("client_end_s", TimeUnit::s);
  call.started = row.time("fn_start_ms", TimeUnit::ms);
  call.ended = row.time("fn_end_ms", TimeUnit::ms);
  call.duration = row.time("aws_duration_ms", TimeUnit::ms);
  call.billed = row.time_or_nothing("aws_billed_ms", TimeUnit::ms);
  check_order(*call.sent, *call.answered, "client_start_s", "client_end_s");
  check_order(*call.started, *call.ended, "fn_start_ms", "fn_end_ms");
  call.response = *call.answered - *call.sent;
  call.start = row.flag("is_cold") ? MeasuredStart::cold : MeasuredStart::warm;
  call.max_memory = row.text_or_nothing("aws_max_mem_mb").empty() ? 0 : row.megabytes("aws_max_mem_mb");
  call.instance = calls.instance(row.text("inst_id"));
  call.vm = calls.vm(row.text_or_nothing("vm_id"));
  calls.add(call);
}

}  // namespace

const MeasuredKind& pacslab_lambda() {
  static const MeasuredKind kind{
      "pacslab-lambda",
      "calls of one function of AWS Lambda by a client, with instances (Mahmoudi and Khazaei, 2020)",
      {"client_start_s", "client_end_s", "is_cold", "inst_id", "fn_start_ms", "fn_end_ms", "aws_duration_ms"},
      read_pacslab};
  return kind;
}

}  // namespace curtain
