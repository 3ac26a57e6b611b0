// Bills that providers work out in their documents are compared with the bills of simulated runs. Each run
// has a thousandth of the invocations in a thousandth of the time; the bill of the month is compared.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "models/config/files.hpp"
#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "tests/catch.hpp"
#include "tests/support/paths.hpp"

using namespace curtain;

namespace {

/// One line of a bill: the metric of the run, and the dollars in the document, which are rounded to a cent.
struct Line {
  const char* name;
  const char* metric;
  double usd;
};

/// A worked bill. A document may work out a bill from several runs, whose lines are added.
struct WorkedBill {
  const char* name;
  std::vector<std::string> scenarios;
  std::vector<Line> lines;
  double total;  ///< as printed in the document, unless its lines add up to another total
};

constexpr const char* kNoFree = ", free_requests: 0, free_gib_s: 0";

/// A scenario without start-ups. `billing` continues the section billing.
std::string month_of(const std::string& billing, const std::string& duration, const std::string& timer,
                     const std::string& more = "") {
  return "{platform: ideal, duration: " + duration + ", billing: {" + billing +
         "}, workload: [{timer: {function: f, " + timer + "}}]" + more + "}";
}

constexpr const char* kRequests = "billing.month_requests_usd";
constexpr const char* kExecution = "billing.month_execution_usd";
constexpr const char* kProvisioned = "billing.month_provisioned_usd";
constexpr const char* kOnProvisioned = "billing.month_on_provisioned_usd";
constexpr const char* kStorage = "billing.month_storage_usd";
constexpr const char* kIsolated = "billing.month_isolated_usd";
constexpr const char* kSnapshots = "billing.month_snapshots_usd";
constexpr const char* kRestores = "billing.month_restores_usd";

/// The examples of https://aws.amazon.com/lambda/pricing/, in a copy made after June 2026.
std::vector<WorkedBill> aws_bills() {
  // The examples contain no initialisation, which is at least one unit even if it takes no time.
  const std::string today = "prices: aws-lambda-2025-init, init: none";
  const std::string provisioned = ", policies: {pre_warm: provisioned}";
  return {
      {"AWS, telemetry: 7.44 million calls of 2 s, 1,024 MB",
       {month_of(today + kNoFree + ", month: 744h", "2678400ms", "every: 360ms, duration: 2s, memory: 1GiB")},
       {{"requests", kRequests, 1.49}, {"duration", kExecution, 248.00}},
       249.49},
      {"AWS, provisioned concurrency of 7 x 4,096 MB for 24 h",
       {month_of(today + kNoFree + ", month: 24h", "86400ms",
                 "every: 43200us, duration: 280ms, memory: 4GiB, provisioned: 7", provisioned)},
       {{"provisioned concurrency", kProvisioned, 10.08},
        {"duration on it", kOnProvisioned, 21.78},
        {"requests", kRequests, 0.40}},
       32.26},
      {"AWS, basic: 3 million calls of 120 ms, 1,536 MB",
       {month_of(today + ", month: 720h", "2592s", "every: 864ms, duration: 120ms, memory: 1536MiB")},
       {{"duration", kExecution, 2.33}, {"requests", kRequests, 0.40}},
       2.73},
      {"AWS, provisioned concurrency of 100 x 1,536 MB for 8 h",
       {month_of(today + kNoFree + ", month: 8h", "28800ms",
                 "every: 57600us, duration: 100ms, memory: 1536MiB, provisioned: 100", provisioned),
        month_of(today + ", month: 712h", "2563200ms", "every: 1025280us, duration: 120ms, memory: 1536MiB")},
       {{"provisioned concurrency", kProvisioned, 18.00},
        {"duration", kExecution, 0.73 + 0.83},
        {"requests", kRequests, 0.40}},
       19.96},
      {"AWS, /tmp of 2,048 MB: 6 million calls of 280 ms, 4,096 MB",
       {month_of(today + ", month: 720h", "2592s",
                 "every: 432ms, duration: 280ms, memory: 4GiB, ephemeral_storage: 2GiB")},
       {{"duration", kExecution, 105.33}, {"requests", kRequests, 1.00}, {"storage", kStorage, 0.08}},
       106.41},
      // A 200th of the month, because 1 % of a 1000th of the calls is not a whole number. An instance takes
      // calls for 216.6 s, so that 372 instances are restored.
      {"AWS, SnapStart: 7.44 million calls of 2 s, 1,024 MB, 1 % of them restore the snapshot",
       {month_of(today + kNoFree + ", month: 744h", "13392s",
                 "every: 360ms, duration: 2s, memory: 1GiB, snapshot: true",
                 ", cold_start: {snapshot_restore: 0s}, lifetimes: {instance: 216600ms}")},
       {{"requests", kRequests, 1.49},
        {"duration", kExecution, 248.00},
        {"snapshot", kSnapshots, 4.03},
        {"restores", kRestores, 10.40}},
       263.92},
      // The document prints 333.34 for 333.334, and 368.74 as the total.
      {"AWS, tenant isolation: 10 million calls of 2 s, 1,024 MB, 200,000 environments",
       {month_of(today + kNoFree + ", month: 720h", "2592s",
                 "every: 259200us, duration: 2s, memory: 1GiB, isolate: end-tenant, end_tenants: 200")},
       {{"requests", kRequests, 2.00}, {"duration", kExecution, 333.33}, {"environments", kIsolated, 33.40}},
       368.73},
      {"AWS, Lambda@Edge: 10 million calls of 10 ms, 128 MB",
       {month_of("prices: aws-lambda-edge-2026-1ms, month: 720h", "2592s",
                 "every: 259200us, duration: 10ms, memory: 128MiB")},
       {{"duration", kExecution, 0.63}, {"requests", kRequests, 6.00}},
       6.63},
      {"AWS, page of about 2019: 3 million calls of 1 s, 512 MB",
       {month_of("prices: aws-lambda-2017-3008mb, price_per_gib_s: 0.00001667, month: 720h", "2592s",
                 "every: 864ms, duration: 1s, memory: 512MiB")},
       {{"duration", kExecution, 18.34}, {"requests", kRequests, 0.40}},
       18.74},
  };
}

/// Examples of the documents that need a mechanism that is not simulated.
struct MissingBill {
  const char* name;
  double total;
  const char* needs;
};

/// The rest of the examples of https://aws.amazon.com/lambda/pricing/. If a document prints a total that its
/// own rates and quantities do not give, `total` is the exact one, and `needs` says so.
std::vector<MissingBill> missing_bills() {
  return {
      {"AWS, streamed answers: 3 million calls of 500 ms, 1,536 MB", 39.05,
       "sizes of answers; the document prints 39.04, the exact sum is 39.05"},
      {"AWS, SQS pollers: 30 million calls of 1 s, 1,024 MB, 8,000 poller-hours", 580.00,
       "pollers with a price by the hour"},
      {"AWS, Kafka pollers: 30 million calls of 2 s, 1,024 MB, 800 unit-hours", 1147.34,
       "pollers with a price by the hour; the document prints 1,153.34, because it counts 60 million "
       "requests"},
      {"AWS, Kafka poller group: 300 million calls of 200 ms, 1,024 MB, 720 unit-hours", 1193.20,
       "pollers with a price by the hour"},
      {"AWS, managed instances: 100 million calls on 2,000 hours of m7g.xlarge", 160.36, "managed instances"},
      {"AWS, durable functions: 1 million runs with two steps and a wait of 7 days", 490.46,
       "durable functions"},
      {"AWS, MicroVMs: 100 developers for 20 days", 1241.22, "suspended MicroVMs"},
      {"AWS, MicroVMs: 10,000 jobs of 10 min", 1124.03, "MicroVMs"},
  };
}

/// Returns the sum of a metric over the runs of a bill.
double sum_of(const std::vector<Report>& reports, const std::string& metric) {
  double sum = 0;
  for (const Report& report : reports) {
    sum += report.find(metric)->number();
  }
  return sum;
}

/// The row of the bill in the table of scenarios/README.md.
std::string row_of(const WorkedBill& bill, double simulated) {
  std::string lines;
  for (const Line& line : bill.lines) {
    lines += fmt::format("{}{} {:.2f}", lines.empty() ? "" : ", ", line.name, line.usd);
  }
  return fmt::format("| {} | {} | {:.2f} | {:.3f} |\n", bill.name, lines, bill.total, simulated);
}

Report report_of(const std::string& scenario) {
  const RunResult result = run_scenario(parse_scenario(scenario, "worked.yaml"), {});
  CHECK(result.broken.empty());
  return result.report;
}

}  // namespace

TEST_CASE("The worked bills of AWS come out of simulated runs, line by line to a cent") {
  const std::string document = config::read_text_file(support::in_tree("/scenarios/README.md"));
  for (const WorkedBill& bill : aws_bills()) {
    CAPTURE(bill.name);
    std::vector<Report> reports;
    for (const std::string& scenario : bill.scenarios) {
      reports.push_back(report_of(scenario));
    }
    double printed = 0;
    for (const Line& line : bill.lines) {
      CAPTURE(line.name);
      // A line of the document that contains two charges was rounded twice.
      CHECK(sum_of(reports, line.metric) ==
            Approx(line.usd).margin(bill.scenarios.size() == 1 ? 0.005 : 0.01));
      printed += line.usd;
    }
    CHECK(printed == Approx(bill.total).margin(1e-9));
    CHECK(sum_of(reports, "billing.month_init_usd") == 0);
    double parts = 0;
    for (const char* part : {kExecution, kRequests, kProvisioned, kStorage, kIsolated, kSnapshots, kRestores,
                             "billing.month_init_usd"}) {
      parts += sum_of(reports, part);
    }
    const double simulated = sum_of(reports, "billing.month_usd");
    CHECK(simulated == Approx(parts).epsilon(1e-12));
    const std::string row = row_of(bill, simulated);
    CAPTURE(row);
    CHECK(document.find(row) != std::string::npos);
  }
}

TEST_CASE("the document lists the worked bills of AWS that are not yet simulated") {
  const std::string document = config::read_text_file(support::in_tree("/scenarios/README.md"));
  for (const MissingBill& bill : missing_bills()) {
    const std::string row = fmt::format("| {} | {:.2f} | not yet: {} |\n", bill.name, bill.total, bill.needs);
    CAPTURE(row);
    CHECK(document.find(row) != std::string::npos);
  }
}

TEST_CASE("Microsoft's two hours on Azure Flex: one request an instance, and all requests on one instance") {
  // Microsoft, functions-consumption-costs: 2,048 MB, 40 requests a second, ten requests at once. Requests
  // take 250 ms. The first minute fills the platform, so that the hour begins with ten busy instances.
  const std::string hour =
      "{platform: ideal, warmup: 1min, duration: 61min, billing: {prices: azure-flex-2024-on-demand}, "
      "workload: "
      "[{timer: {function: f, every: 25ms, duration: 250ms, memory: 2GiB, requests_per_instance: ";
  const Report cpu_bound = report_of(hour + "1}}]}");
  CHECK(cpu_bound.find("instances.peak")->number() == 10);
  CHECK(cpu_bound.find("billing.requests")->number() == 144'000);
  CHECK(cpu_bound.find("billing.gib_s")->number() == 72'000);
  CHECK(cpu_bound.find("billing.cost_usd")->number() == Approx(1.9296).epsilon(1e-12));
  const Report io_bound = report_of(hour + "10}}]}");
  CHECK(io_bound.find("instances.peak")->number() == 1);
  CHECK(io_bound.find("billing.gib_s")->number() == 7'200);
  CHECK(io_bound.find("billing.cost_usd")->number() == Approx(0.2448).epsilon(1e-12));
}
