// Tests of the report of a run about invocations that did not complete, and about the prices of its bill.
#include <fstream>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/program/pseudo_terminal.hpp"

using support::columns_of;
using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;
using support::squeezed;

namespace {

/// Each function is called once every second. `busy` takes 20 s, and its tenant may have 3 in flight, so 7 of
/// 10 calls reach the account's limit. `capped` takes 20 s and has a limit of 1, so 9 of 10 calls reach it.
/// All 10 calls of `slow` are cut off, no call of `large` fits a VM, and all calls of `well` complete.
const std::string kTroubled =
    "name: troubled\n"
    "duration: 10s\n"
    "platform: ideal\n"
    "cluster: {hosts: {count: 1, memory: 1GiB}, vms: {memory: 1GiB}}\n"
    "policies: {admission: {concurrency-limit: {tenant: 3}}}\n"
    "workload:\n"
    "  - timer: {tenant: one, function: busy, every: 1s, duration: 20s}\n"
    "  - timer: {tenant: two, function: capped, every: 1s, duration: 20s, concurrency_limit: 1}\n"
    "  - timer: {tenant: three, function: slow, every: 1s, duration: 900ms, timeout: 500ms}\n"
    "  - timer: {tenant: three, function: large, every: 1s, duration: 1ms, memory: 1GiB}\n"
    "  - timer: {tenant: three, function: well, every: 1s, duration: 1ms}\n";

/// Returns the line of `text` that begins with `label` after spaces, or an empty text if there is none.
std::string line_of(const std::string& text, const std::string& label) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find_first_not_of(' ');
    if (at != std::string::npos && line.compare(at, label.size(), label) == 0) {
      return line.substr(at);
    }
  }
  return "";
}

/// Parts of the outputs that show how invocations were lost.
struct LossShown {
  std::string report;
  std::string row_of_function;
  std::string columns_of_functions;
  std::string columns_of_time;
};

void check_shown(const Folder& folder, const std::string& scenario, const LossShown& shown) {
  CHECK_THAT(squeezed(curtain({"run", scenario}).out), ContainsSubstring(shown.report));
  CHECK_THAT(squeezed(curtain({"run", scenario, "--by", "function"}).out),
             ContainsSubstring(shown.row_of_function));
  const std::string out = folder / "out";
  curtain({"run", scenario, "--out", out});
  CHECK_THAT(support::read_file(out + "/functions.csv"), ContainsSubstring(shown.columns_of_functions));
  CHECK_THAT(support::read_file(out + "/timeseries.csv"), ContainsSubstring(shown.columns_of_time));
}

}  // namespace

TEST_CASE(
    "A run's report begins with the invocations that did not complete, by reason, with the setting for "
    "each") {
  const Folder folder;
  const Ended ended = curtain({"run", folder.write("troubled.yaml", kTroubled)});
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring(
                            "50 arrived, 14 completed (28.00 %)\n"
                            "                16 throttled (32.00 %)\n"
                            "                  7 at the account's limit of invocations in flight\n"
                            "                    (policies.admission)\n"
                            "                  9 at the function's limit of invocations in flight (its\n"
                            "                    concurrency limit, policies.admission)\n"
                            "                10 refused (20.00 %)\n"
                            "                  10 found no room for an instance\n"
                            "                    limited by cluster.hosts.count: 1\n"
                            "                    and cluster.hosts.memory: 1GiB\n"
                            "                    and cluster.vms.memory: 1GiB\n"
                            "                    and scheduler.no_room: refuse\n"
                            "                    advice: raise cluster.hosts.count, or let the invocations\n"
                            "                      wait: --set scheduler.no_room=wait\n"
                            "                10 timed out (20.00 %)\n"));
  CHECK(ended.out.find("throttled") < ended.out.find("Attempts"));
}

TEST_CASE("Each loss is reported once, and settings that limit nothing are not named") {
  const Folder folder;
  const std::string scenario =
      folder.write("limited.yaml",
                   "name: limited\nduration: 100s\nplatform: ideal\n"
                   "policies: {admission: {concurrency-limit: {tenant: 2}}}\n"
                   "workload:\n  - timer: {function: f, every: 1s, duration: 10s}\n");
  const std::string text = squeezed(curtain({"run", scenario}).out);
  std::size_t lines = 0;
  for (std::size_t at = 0; (at = text.find("account's limit", at)) != std::string::npos; ++at) {
    ++lines;
  }
  CHECK(lines == 1);
  CHECK_THAT(text, ContainsSubstring("at the account's limit of invocations in flight\n limited by "
                                     "policies.admission: {concurrency-limit: {tenant:\n 2,"));
  // The entry has no reserved_concurrency: none, provisioned: 0, or price of provisioned concurrency.
  for (const char* const other : {"reserved_concurrency", "provisioned:", "billing."}) {
    CHECK_THAT(text, !ContainsSubstring(other));
  }
}

TEST_CASE("Timeouts and lost VMs are shown with their settings if most invocations end in this way") {
  const Folder folder;
  const std::string slow =
      folder.write("slow.yaml",
                   "duration: 10s\nplatform: ideal\nworkload:\n"
                   "  - timer: {function: slow, every: 1s, duration: 900ms, timeout: 500ms}\n");
  CHECK_THAT(squeezed(curtain({"run", slow}).out),
             ContainsSubstring("10 timed out (100.00 %)\n limited by workload[0].timer.timeout: 500ms\n "
                               "advice: raise the timeout, or shorten the executions\n"));
}

TEST_CASE("With several entries, only limits of functions that lost invocations for that reason are named") {
  const Folder folder;
  // Each function has 10 calls of 20 s. All, 9 and none exceed a limit of 0, 1 and 10.
  const std::string limits =
      folder.write("limits.yaml",
                   "duration: 10s\nplatform: ideal\nworkload:\n"
                   "  - timer: {function: open, every: 1s, duration: 20s, concurrency_limit: 10}\n"
                   "  - timer: {function: closed, every: 1s, duration: 20s, concurrency_limit: 0}\n"
                   "  - timer: {function: narrow, every: 1s, duration: 20s, concurrency_limit: 1}\n");
  CHECK_THAT(
      squeezed(curtain({"run", limits}).out),
      ContainsSubstring(
          "19 at the function's limit of invocations in flight\n limited by "
          "workload[1].timer.concurrency_limit: 0\n and workload[2].timer.concurrency_limit: 1\n advice: "));
  // The concurrency that one function reserves limits the other functions of its account.
  const std::string reserved =
      folder.write("reserved.yaml",
                   "duration: 10s\nplatform: ideal\n"
                   "policies: {admission: {concurrency-limit: {tenant: 4, unreserved: 0}}}\nworkload:\n"
                   "  - timer: {function: shares, every: 1s, duration: 20s, reserved_concurrency: none}\n"
                   "  - timer: {function: off, every: 5s, duration: 20s, reserved_concurrency: 0}\n"
                   "  - timer: {function: reserves, every: 5s, duration: 1s, reserved_concurrency: 3}\n");
  const std::string text = squeezed(curtain({"run", reserved}).out);
  CHECK_THAT(text, ContainsSubstring("9 at the account's limit of invocations in flight\n limited by "
                                     "policies.admission: {concurrency-limit: {tenant:\n 4,"));
  CHECK_THAT(text, ContainsSubstring(" and workload[2].timer.reserved_concurrency: 3\n advice: "));
}

TEST_CASE("For functions of a trace with individual traits, the limit is named with its path") {
  const Folder folder;
  folder.write("rows.csv", "function_id,arrival_s,duration_s,memory_mb\na,0,3,128\nb,1,3,128\na,2,3,128\n");
  const auto run = [&](const char* of_all, const char* of_b) {
    return squeezed(
        curtain({"run", folder.write("trace.yaml",
                                     std::string("platform: ideal\nworkload:\n  - trace: {format: csv, path: "
                                                 "rows.csv, timeout: ") +
                                         of_all + ", functions: [{function: b, timeout: " + of_b + "}]}\n")})
            .out);
  };
  CHECK_THAT(
      run("2s", "4s"),
      ContainsSubstring("2 timed out (66.67 %)\n limited by workload[0].trace.timeout: 2s\n advice: "));
  CHECK_THAT(run("2s", "1s"), ContainsSubstring("3 timed out (100.00 %)\n limited by "
                                                "workload[0].trace.timeout: 2s\n and "
                                                "workload[0].trace.functions[0].timeout: 1s\n advice: "));
  folder.write("rows.csv", "function_id,arrival_s,duration_s,memory_mb\na,0,3,128\nb,1,3,128\nb,2,3,128\n");
  CHECK_THAT(run("4s", "1s"), ContainsSubstring("2 timed out (66.67 %)\n limited by "
                                                "workload[0].trace.functions[0].timeout: 1s\n advice: "));
}

TEST_CASE("A queue of capacity zero is reported as a limit") {
  const Folder folder;
  const std::string path =
      folder.write("full.yaml",
                   "duration: 10s\nplatform: ideal\nscheduler: {queue_capacity: 0}\nworkload:\n"
                   "  - timer: {function: f, every: 1s, duration: 20s, max_instances: 1}\n"
                   "  - timer: {function: g, every: 5s, duration: 1s, max_instances: 1}\n");
  CHECK_THAT(squeezed(curtain({"run", path}).out),
             ContainsSubstring("9 found the function's queue full\n limited by scheduler.queue_capacity: 0\n "
                               "and workload[0].timer.max_instances: 1\n advice: "));
}

TEST_CASE("Function errors are shown as lost invocations with their setting, in every table") {
  const Folder folder;
  const std::string path =
      folder.write("errors.yaml",
                   "duration: 10s\nplatform: ideal\nworkload:\n"
                   "  - timer: {function: broken, every: 1s, duration: 900ms, error_rate: 100%}\n"
                   "  - timer: {function: sound, every: 2s, duration: 900ms}\n");
  check_shown(folder, path,
              {"10 ended in an error of their function (66.67 %)\n limited by workload[0].timer.error_rate: "
               "1\n advice: lower the error rate\n",
               "broken 10 0 10 10.00 %", ",timed_out,errored,expired,", ",failed,timed_out,errored,"});
}

TEST_CASE("Abandoned invocations are shown as losses with their setting, in every table and scope") {
  const Folder folder;
  const std::string path =
      folder.write("gateway.yaml",
                   "duration: 10s\nplatform: ideal\nfrontend: {client_timeout: 500ms}\nworkload:\n"
                   "  - timer: {tenant: t, function: slow, every: 1s, duration: 900ms}\n"
                   "  - timer: {tenant: u, function: sound, every: 2s, duration: 500ms}\n"
                   "expect:\n"
                   "  - {metric: 'invocations.abandoned{function=slow}', equals: 10}\n"
                   "  - {metric: 'invocations.abandoned{function=sound}', equals: 0}\n"
                   "  - {metric: 'invocations.abandoned{tenant=t}', equals: 10}\n"
                   "  - {metric: 'invocations.abandoned{entry=0}', equals: 10}\n"
                   "  - {metric: 'invocations.completed{tenant=t}', equals: 0}\n");
  CHECK(curtain({"validate", path}).status == 0);
  check_shown(folder, path,
              {"10 abandoned by their client before the answer (66.67 %)\n limited by "
               "frontend.client_timeout: 500ms\n advice: raise frontend.client_timeout,",
               "slow 10 0 10 10.00 %", ",refused_too_large,refused_no_end_tenant,abandoned,",
               ",errored,abandoned,answered,"});
}

TEST_CASE("Losses are red if colour is on, and a run without losses has no line for losses") {
  const Folder folder;
  const std::string troubled = folder.write("troubled.yaml", kTroubled);
  const std::string text = curtain({"run", troubled, "--by", "function", "--color", "always"}).out;
  CHECK_THAT(text, ContainsSubstring("\x1b[31m                16 throttled (32.00 %)"));
  CHECK_THAT(text, ContainsSubstring("\x1b[31m7\x1b[0m"));
  CHECK_THAT(text, !ContainsSubstring("\x1b[31m0\x1b[0m"));
  const std::string well =
      curtain({"run", folder.write("small.yaml", support::kSmall), "--by", "function"}).out;
  for (const char* word : {"throttled", "refused", "expired", "timed out ("}) {
    CHECK_THAT(well, !ContainsSubstring(word));
  }
  CHECK_THAT(well,
             ContainsSubstring("no invocation was turned away, failed, timed out, errored or abandoned"));
}

TEST_CASE(
    "The tables by function and by tenant begin with the numbers of arrived, completed and lost "
    "invocations") {
  const Folder folder;
  const std::string scenario = folder.write("troubled.yaml", kTroubled);
  support::Surroundings wide;
  wide.environment = {{"COLUMNS", "120"}};
  const std::string text = curtain({"run", scenario, "--by", "function"}, wide).out;
  const std::string table = text.substr(text.find("  function "));
  CHECK(squeezed(line_of(table, "function"))
            .rfind("function arrived completed turned away timed out account limit function limit no room",
                   0) == 0);
  CHECK(squeezed(line_of(table, "one/busy")).rfind("one/busy 10 3 7 0 7 0 0", 0) == 0);
  CHECK(squeezed(line_of(table, "two/capped")).rfind("two/capped 10 1 9 0 0 9 0", 0) == 0);
  CHECK(squeezed(line_of(table, "three/slow")).rfind("three/slow 10 0 0 10 0 0 0", 0) == 0);
  CHECK(squeezed(line_of(table, "three/large")).rfind("three/large 10 0 10 0 0 0 10", 0) == 0);
  CHECK(squeezed(line_of(table, "three/well")).rfind("three/well 10 10 0 0 0 0 0", 0) == 0);
  const std::string tenants = curtain({"run", scenario, "--by", "tenant"}, wide).out;
  CHECK(squeezed(line_of(tenants, "three ")).rfind("three 30 10 10 10 0 0 10", 0) == 0);
  CHECK_THAT(curtain({"run", scenario, "--by", "function", "--top", "1"}, wide).out,
             ContainsSubstring("functions that are not shown lost 29 invocations (turned away, failed, timed "
                               "out, errored or abandoned)"));
}

TEST_CASE("With losses of every kind the tables still fit 80 columns") {
  const Folder folder;
  const std::string scenario = folder.write("troubled.yaml", kTroubled);
  std::istringstream lines(
      curtain({"run", scenario, "--by", "function", "--by", "tenant", "--by", "time"}).out);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(columns_of(line) <= 80);
  }
}

TEST_CASE("The files contain the reasons, whose counts add up to the invocations turned away") {
  const Folder folder;
  const std::string scenario = folder.write("troubled.yaml", kTroubled);
  const Json document =
      support::parse_json(curtain({"run", scenario, "--json", "--by", "function", "--by", "tenant"}).out);
  const Json& metrics = document["metrics"];
  CHECK(metrics["invocations.throttled"].text == "16");
  CHECK(metrics["invocations.throttled_by_account_limit"].text == "7");
  CHECK(metrics["invocations.throttled_by_function_limit"].text == "9");
  CHECK(metrics["invocations.throttled_by_rate"].text == "0");
  CHECK(metrics["invocations.refused_no_room"].text == "10");
  REQUIRE(document["functions"].items.size() == 5);
  REQUIRE(document["tenants"].items.size() == 3);
  CHECK(document["functions"].items[0]["throttled_by_account_limit"].text == "7");
  CHECK(document["functions"].items[1]["throttled_by_function_limit"].text == "9");
  for (const char* const rows : {"functions", "tenants"}) {
    for (const Json& row : document[rows].items) {
      double throttled = 0;
      double refused = 0;
      for (const std::string& key : row.keys) {
        throttled += key.rfind("throttled_", 0) == 0 ? row[key].number : 0;
        refused += key.rfind("refused_", 0) == 0 ? row[key].number : 0;
      }
      CHECK(throttled == row["throttled"].number);
      CHECK(refused == row["refused"].number);
    }
  }
}

TEST_CASE("The bill names its price list and the charges that it omits") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string text = squeezed(curtain({"run", scenario}).out);
  CHECK_THAT(text, ContainsSubstring("at the prices of aws-lambda-2017-3008mb"));
  CHECK_THAT(text, ContainsSubstring("not included: free tier, data transfer, triggers and logs"));
  CHECK_THAT(text, !ContainsSubstring("largest size sold"));
  const Json document = support::parse_json(
      curtain({"run", scenario, "--json", "--set", "billing.prices=aws-lambda-2025-init"}).out);
  CHECK(document["prices"]["era"].text == "aws-lambda-2025-init");
  REQUIRE(document["prices"]["leaves_out"].items.size() == 13);
  CHECK(document["prices"]["leaves_out"].items[7].text == "volume discount");
  const Json bare =
      support::parse_json(curtain({"run", folder.write("troubled.yaml", kTroubled), "--json"}).out);
  CHECK(bare["prices"]["era"].kind == Json::Kind::null);
  CHECK(bare["prices"]["leaves_out"].items.empty());
}

TEST_CASE("Functions above the largest size on sale are reported") {
  const Folder folder;
  const std::string scenario =
      folder.write("large.yaml",
                   "duration: 10s\nplatform: ideal\nbilling: {prices: aws-lambda-2017-3008mb}\nworkload:\n"
                   "  - timer: {function: sold, every: 1s, duration: 1s, memory: 3008MiB}\n"
                   "  - timer: {function: large, every: 1s, duration: 1s, memory: 3009MiB}\n");
  const std::string text = squeezed(curtain({"run", scenario}).out);
  CHECK_THAT(text, ContainsSubstring(
                       "1 function above the largest size sold, 3,008 MiB, billed at the\n actual size"));
}

TEST_CASE("One workload is compared under the memory sizes of three years") {
  const Folder folder;
  const std::string scenario =
      folder.write("sizes.yaml",
                   "duration: 100s\nplatform: ideal\nworkload:\n"
                   "  - timer: {function: f, every: 10s, duration: 1s, memory: 129MiB}\n");
  const Ended ended =
      curtain({"compare", scenario, "--replications", "2", "--metric", "billing.gib_s", "--json", "--vary",
               "billing.prices=aws-lambda-2017-3008mb,aws-lambda-2020-1ms"});
  REQUIRE(ended.status == 0);
  // 10 s of 192 and of 129 MiB
  CHECK_THAT(ended.out, ContainsSubstring("1.875"));
  CHECK_THAT(ended.out, ContainsSubstring("1.259765625"));
}

TEST_CASE("The price lists are printed with their numbers, sources and omitted charges") {
  const std::string all = squeezed(curtain({"prices"}).out);
  for (const char* era :
       {"aws-lambda-2014-100ms from 2014-11-13 until 2017-11-29", "aws-lambda-2025-init from 2025-08-01",
        "aws-lambda-arm-2021-1ms from 2021-09-29", "azure-functions-2016-consumption"}) {
    CHECK_THAT(all, ContainsSubstring(era));
  }
  const std::string one = squeezed(curtain({"prices", "aws-lambda-2017-3008mb"}).out);
  for (const char* part :
       {"granularity 100ms", "memory_step 64MiB", "memory_minimum 128MiB", "memory_maximum 3008MiB",
        "price_per_gib_s 1.66667e-05", "not included:", "free tier: only the bill of a month (billing.month)",
        "Lambda@Edge (from 2017-07-17)"}) {
    CHECK_THAT(one, ContainsSubstring(part));
  }
  CHECK_THAT(one, !ContainsSubstring("volume discount"));
  const Json list = support::parse_json(curtain({"prices", "aws-lambda", "--json"}).out);
  REQUIRE(list.items.size() == 5);
  CHECK(list.items[4]["name"].text == "aws-lambda-2025-init");
  CHECK(list.items[4]["until"].kind == Json::Kind::null);
  CHECK(list.items[4]["billing"]["init"].text == "all");
  CHECK(list.items[4]["leaves_out"].items[7]["charge"].text == "volume discount");
  CHECK(list.items[4]["leaves_out"].items[7]["from"].text == "2022-08-01");
}
