// The bursts of simultaneous calls of Barcelona-Pons and Garcia-Lopez
// (github.com/danielBCN/faas-parallelism-benchmark, aws/run-experiment/results). The log does not say which
// calls are cold.
#include "models/measured/measured_kind.hpp"

namespace curtain {
namespace {

/// A call is cold if its handler began later than this after the client sent the request. In the logs the
/// warm calls begin after 65 to 130 ms, and the cold calls after 230 ms or more.
constexpr std::int64_t kColdStartLag = 200'000'000;

/// The machine in an id such as "/sandbox-root-U1BfOx/sandbox-service-a891c0/sandbox-f2f289".
std::string_view root_of(std::string_view container) {
  const std::size_t from = container.find_first_not_of('/');
  return from == std::string_view::npos ? std::string_view()
                                        : container.substr(from, container.find('/', from) - from);
}

void read_burst(const MeasuredRow& row, MeasuredCalls& calls) {
  MeasuredCall call;
  call.sent = row.time("client_start_ms", TimeUnit::ms);
  call.answered = row.time("client_end_ms", TimeUnit::ms);
  call.started = row.time("fn_start_ms", TimeUnit::ms);
  call.ended = row.time("fn_end_ms", TimeUnit::ms);
  check_order(*call.sent, *call.answered, "client_start_ms", "client_end_ms");
  check_order(*call.started, *call.ended, "fn_start_ms", "fn_end_ms");
  call.response = *call.answered - *call.sent;
  call.memory = row.megabytes("mem_limit_mb");
  const std::string_view container = row.text("container_id");
  if (row.text("http_status") != "200") {
    calls.pass();
    return;
  }
  call.start = *call.started - *call.sent > kColdStartLag ? MeasuredStart::cold : MeasuredStart::warm;
  call.instance = calls.instance(container);
  call.vm = calls.vm(root_of(container));
  calls.add(call);
}

}  // namespace

const MeasuredKind& parallel_bursts() {
  static const MeasuredKind kind{
      "faas-parallelism",
      "bursts of simultaneous calls of AWS Lambda (Barcelona-Pons and Garcia-Lopez, 2021)",
      {"client_start_ms", "client_end_ms", "fn_start_ms", "fn_end_ms", "container_id", "mem_limit_mb",
       "http_status"},
      read_burst};
  return kind;
}

}  // namespace curtain
