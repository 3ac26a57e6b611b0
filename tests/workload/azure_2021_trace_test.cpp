#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::Opened;
using support::TemporaryFolder;

namespace {

const std::string kAzureHeader = "app,func,end_timestamp,duration\n";

Azure2021TraceSpec trace_of(const std::string& path) {
  Azure2021TraceSpec spec;
  spec.paths = {path};
  spec.memory = 256;
  return spec;
}

constexpr Time azure_at(std::int64_t seconds) {
  return Time{} + sim::seconds(seconds);
}

/// Returns the error for a trace with `rows`, after the path.
std::string azure_2021_error(const std::string& rows, Duration reorder = sim::minutes(10),
                             bool first = false) {
  const TemporaryFolder folder;
  Azure2021TraceSpec spec = trace_of(folder.write("t.csv", kAzureHeader + rows));
  spec.reorder = reorder;
  spec.origin_first_arrival = first;
  const std::string error = error_of<TraceError>([&] { Opened(spec, SourceContext{}); });
  return error.empty() ? "" : error.substr(spec.paths.front().size());
}

}  // namespace

TEST_CASE("calls sorted by their ends are put into order of arrival") {
  const TemporaryFolder folder;
  const Azure2021TraceSpec spec = trace_of(folder.write(
      "t.csv", kAzureHeader + "a,quick,10,1\na,long,20,20\nb,quick,21,0.000000001\na,quick,22,2\n"));
  for (const std::size_t size : {1u, 2u, 100u}) {
    const Opened opened(spec, SourceContext{}, size);
    CHECK(opened.arrivals == std::vector<Arrival>{
                                 {azure_at(0), sim::seconds(20), FunctionId(0u)},
                                 {azure_at(9), sim::seconds(1), FunctionId(1u)},
                                 {azure_at(20), sim::seconds(2), FunctionId(1u)},
                                 {Time{20'999'999'999}, Duration{1}, FunctionId(2u)},
                             });
    REQUIRE(opened.table.size() == 3);
    CHECK(opened.table[FunctionId(0u)].name == "long");
    CHECK(opened.table[FunctionId(0u)].memory == 256);
    CHECK(opened.table.tenant_name(opened.table[FunctionId(1u)].tenant) == "a");
    CHECK(opened.table[FunctionId(2u)].name == "quick");
    CHECK(opened.table.tenant_name(opened.table[FunctionId(2u)].tenant) == "b");
  }
  CHECK(Opened(spec, support::context_of(1, 20)).arrivals.size() == 2);
  CHECK(Opened(spec, support::context_of(1, 20)).table.size() == 2);
}

TEST_CASE("arrivals at one instant keep the order of their rows") {
  const TemporaryFolder folder;
  const Opened opened(trace_of(folder.write("t.csv", kAzureHeader + "a,f,5,1\na,g,6,2\na,h,7,3\na,f,8,4\n")),
                      SourceContext{});
  REQUIRE(opened.arrivals.size() == 4);
  for (std::int64_t i = 0; i < 4; ++i) {
    const Arrival& arrival = opened.arrivals[static_cast<std::size_t>(i)];
    CHECK(arrival.time == azure_at(4));
    CHECK(arrival.duration == sim::seconds(i + 1));
  }
}

TEST_CASE("a window as wide as the disorder is enough and a narrower one is not") {
  // The third row arrives at 100 s. At that time the latest time read is 190 s, and the arrival at 120 s
  // still has to wait.
  const std::string rows = "a,f,121,1\na,f,191,1\na,f,192,92\n";
  CHECK(azure_2021_error(rows, sim::seconds(90)).empty());
  CHECK(azure_2021_error(rows, sim::seconds(71)).empty());  // no arrival later than 100 s has been returned
  CHECK(azure_2021_error(rows, sim::seconds(70)) ==
        ":4:5: end_timestamp is 192 s, so the call arrived at 100 s, but a later arrival at 120 s has "
        "already been returned; set `reorder` to at least 90 s");
}

TEST_CASE("impossible instants are reported") {
  CHECK(
      azure_2021_error("a,f,1,1.5\n") ==
      ":2:5: end_timestamp is 1 s, so the call arrived 0.5 s before time zero; set `origin: first-arrival`");
  CHECK(azure_2021_error("a,f,1612051200,1\n") ==
        ":2:5: end_timestamp is 1612051200 s, so the call arrived more than ten years after time zero; set "
        "`origin: first-arrival`");
  CHECK(azure_2021_error("a,f,5,1\na,f,1612051200,1\n", sim::minutes(10), true) ==
        ":3:5: end_timestamp is 1612051200 s, so the call arrived more than ten years after the previous "
        "rows; at most ten years are allowed");
  CHECK(azure_2021_error(",f,1,1\n") == ":2:1: app is empty; expected a name");
  CHECK(azure_2021_error("a,,1,1\n") == ":2:3: func is empty; expected a name");
}

TEST_CASE("the first arrival is time zero if requested") {
  const TemporaryFolder folder;
  Azure2021TraceSpec spec =
      trace_of(folder.write("t.csv", kAzureHeader + "a,f,1612051200,1\na,f,1612051201,5\n"));
  spec.origin_first_arrival = true;
  CHECK(Opened(spec, SourceContext{}).arrivals ==
        std::vector<Arrival>{{azure_at(0), sim::seconds(5), FunctionId(0u)},
                             {azure_at(3), sim::seconds(1), FunctionId(0u)}});
}

TEST_CASE("files of a 2021 trace follow each other") {
  const TemporaryFolder folder;
  Azure2021TraceSpec spec = trace_of(folder.write("a.csv", kAzureHeader + "a,f,10,1\na,f,20,1\n"));
  spec.paths.push_back(folder.write("b.csv", "func,app,duration,end_timestamp\nf,a,15,21\n"));
  CHECK(Opened(spec, SourceContext{}).arrivals ==
        std::vector<Arrival>{{azure_at(6), sim::seconds(15), FunctionId(0u)},
                             {azure_at(9), sim::seconds(1), FunctionId(0u)},
                             {azure_at(19), sim::seconds(1), FunctionId(0u)}});
}

TEST_CASE("a function of another entry with other traits is a contradiction") {
  const TemporaryFolder folder;
  const Azure2021TraceSpec spec = trace_of(folder.write("t.csv", kAzureHeader + "a,f,10,1\n"));
  FunctionTable table;
  table.function(table.tenant("a"), "f", 128, {});
  std::vector<Arrival> out(1);
  CHECK_THAT(error_of<TraceError>([&] { open_source(spec, SourceContext{}, table)->fill(out); }),
             ContainsSubstring(spec.paths.front() + ":1:1: a function contradicts another workload entry: "));
}

TEST_CASE("the published sample of 2021, if its file exists, is read completely") {
  // The rows of this file have the same format as those in the tests above. So without the sample only its
  // figures are untested.
  const std::filesystem::path path = std::filesystem::path(support::in_tree("")).parent_path() /
                                     "shared/data/azure2021-sample/azure2021_first198.csv";
  const TemporaryFolder folder;
  std::string name = path.string();
  if (!std::filesystem::exists(path)) {
    name = folder.write("t.csv", kAzureHeader + "a,f,1.25,1\nb,f,2,1.5\nb,g,2.5,0\n");
  }
  // The figures were counted independently of the reader, in floating point.
  std::ifstream file(name);
  std::string line;
  std::getline(file, line);
  std::set<std::string> functions;
  std::set<std::string> tenants;
  std::size_t rows = 0;
  double busy = 0;
  double first = 1e9;
  double last = 0;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string app;
    std::string function;
    std::string end;
    std::string duration;
    std::getline(fields, app, ',');
    std::getline(fields, function, ',');
    std::getline(fields, end, ',');
    std::getline(fields, duration, ',');
    tenants.insert(app);
    functions.insert(app + "/" + function);
    ++rows;
    busy += std::stod(duration);
    first = std::min(first, std::stod(end) - std::stod(duration));
    last = std::max(last, std::stod(end) - std::stod(duration));
  }
  const Opened opened(trace_of(name), SourceContext{});
  Duration sum;
  for (const Arrival& arrival : opened.arrivals) {
    sum += arrival.duration;
  }
  CHECK(opened.arrivals.size() == rows);
  CHECK(opened.table.size() == functions.size());
  CHECK(opened.table.tenant_count() == tenants.size());
  CHECK(sum.seconds() == Approx(busy).epsilon(1e-12));
  CHECK(opened.arrivals.front().time.seconds() == Approx(first).margin(1e-8));
  CHECK(opened.arrivals.back().time.seconds() == Approx(last).margin(1e-8));
  CHECK(support::in_order(opened.arrivals));
}
