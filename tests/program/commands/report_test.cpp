// Tests of `curtain report`: one page for results folders. tests/program/report tests the page in a browser.
#include <sstream>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::read_file;

namespace {

/// Writes the results of a run with a function whose name would end the script element.
std::string hostile_results(const Folder& folder) {
  const std::string scenario =
      folder.write("s.yaml",
                   "name: \"</script><b>\"\n"
                   "duration: 10s\n"
                   "platform: ideal\n"
                   "workload:\n"
                   "  - poisson: {function: \"</script><img src=x>\", rate: 5/s, duration: 100ms}\n");
  CHECK(curtain({"run", scenario, "--out", folder / "results", "--quiet"}).status == 0);
  return folder / "results";
}

}  // namespace

TEST_CASE(
    "The report is one file without references to other files, and texts of a scenario are never run as "
    "code") {
  const Folder folder;
  const std::string results = hostile_results(folder);
  const Ended ended = curtain({"report", results, "--out", folder / "deep/page.html"});
  CHECK(ended.err.empty());
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("page.html ("));
  const std::string page = read_file(folder / "deep/page.html");
  CHECK(page.rfind("<!DOCTYPE html>", 0) == 0);
  CHECK(page.size() < 200'000);
  CHECK_THAT(page, ContainsSubstring("\\u003c/script>\\u003cimg src=x>"));
  CHECK(page.find("</script><img") == std::string::npos);
  CHECK(page.find("</script><b>") == std::string::npos);
  CHECK(page.find("@RESULTS@") == std::string::npos);
  std::string without_name_spaces = page;
  const std::string name_space = "http://www.w3.org/2000/svg";
  for (std::size_t at = 0; (at = without_name_spaces.find(name_space)) != std::string::npos;) {
    without_name_spaces.erase(at, name_space.size());
  }
  CHECK(without_name_spaces.find("://") == std::string::npos);
}

TEST_CASE("The report has the same bytes for the same results, with any file name") {
  const Folder folder;
  const std::string results = hostile_results(folder);
  CHECK(curtain({"report", results, "--quiet", "--out", folder / "a.html"}).status == 0);
  const Ended printed = curtain({"report", results, "--out", "-"});
  CHECK(printed.status == 0);
  CHECK(printed.out == read_file(folder / "a.html"));
}

TEST_CASE("The report accepts only complete results folders, and overwrites no file") {
  const Folder folder;
  const std::string results = hostile_results(folder);
  const auto wrong = [&](const support::Words& words) {
    support::Words all = {"report"};
    all.insert(all.end(), words.begin(), words.end());
    const Ended ended = curtain(all);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    return ended.err;
  };
  CHECK_THAT(wrong({folder / "nowhere", "--out", folder / "a.html"}), ContainsSubstring("nowhere"));
  CHECK_THAT(wrong({results, "--out", folder / "a.html.gz"}),
             ContainsSubstring("a browser cannot open a compressed page"));
  CHECK_THAT(wrong({results, "--out", folder / "a.zip"}),
             ContainsSubstring(
                 "a browser cannot open a compressed page; for --out, write a name that ends in .html"));
  for (const char* const name : {"a.json", "a.pdf", "a.csv"}) {
    CHECK_THAT(wrong({results, "--out", folder / name}),
               ContainsSubstring("' would contain an HTML page; for --out, write a name that ends in .html"));
  }
  folder.write("mine.html", "mine\n");
  CHECK_THAT(wrong({results, "--out", folder / "mine.html"}), ContainsSubstring("mine.html' already exists"));
  CHECK(read_file(folder / "mine.html") == "mine\n");
  folder.write("results/timeseries.csv", "start_s\n");
  CHECK_THAT(wrong({results, "--out", folder / "a.html"}), ContainsSubstring("timeseries.csv"));
  CHECK(folder.names() == std::vector<std::string>{"mine.html", "results", "s.yaml"});
}

TEST_CASE("run --report and compare --report write the page of the same results, and no other files") {
  const Folder folder;
  const std::string scenario = folder.write("s.yaml", support::kSmall);
  const Ended run = curtain({"run", scenario, "--report", folder / "run.html"});
  CHECK(run.status == 0);
  CHECK_THAT(run.out, ContainsSubstring("report in "));
  CHECK(curtain({"run", scenario, "--quiet", "--report", folder / "kept.html", "--out", folder / "results"})
            .status == 0);
  CHECK(curtain({"report", folder / "results", "--quiet", "--out", folder / "again.html"}).status == 0);
  CHECK(read_file(folder / "kept.html") == read_file(folder / "again.html"));
  CHECK(curtain({"compare", scenario, "--quiet", "--replications", "2", "--vary",
                 "policies.keep_alive.fixed.timeout=1s,10min", "--report", folder / "comparison.html"})
            .status == 0);
  CHECK(curtain({"run", scenario, "--quiet", "--replications", "2", "--report", folder / "means.html"})
            .status == 0);
  CHECK(folder.names() == std::vector<std::string>{"again.html", "comparison.html", "kept.html", "means.html",
                                                   "results", "run.html", "s.yaml"});
  for (const char* const page : {"run.html", "comparison.html", "means.html"}) {
    CHECK_THAT(read_file(folder / page), ContainsSubstring("\"name\": \"latency-cdf\""));
  }
}

TEST_CASE("A page of --report that cannot be written is reported before the run") {
  const Folder folder;
  const std::string scenario = folder.write("s.yaml", support::kEndless);
  folder.write("mine.html", "mine\n");
  const auto wrong = [&](const std::string& page) {
    const Ended ended = curtain({"run", scenario, "--report", page});
    CHECK(ended.status == 2);
    return ended.err;
  };
  CHECK_THAT(wrong(folder / "mine.html"), ContainsSubstring("mine.html' already exists"));
  CHECK_THAT(wrong(folder / "a.pdf"), ContainsSubstring("for --report, write a name that ends in .html"));
  CHECK_THAT(wrong("-"), ContainsSubstring("--report needs the name of a file"));
  const Ended compared = curtain({"compare", scenario, "--vary", "policies.placement=first-fit,best-fit",
                                  "--report", folder / "mine.html"});
  CHECK(compared.status == 2);
  CHECK(folder.names() == std::vector<std::string>{"mine.html", "s.yaml"});
}

TEST_CASE(
    "The arrivals of functions in the results folder sum to their counts, and the levels of a bin fit") {
  const Folder folder;
  const std::string results = hostile_results(folder);
  const support::CsvTable arrivals(read_file(results + "/arrivals.csv"));
  const support::CsvTable functions(read_file(results + "/functions.csv"));
  REQUIRE(arrivals.size() == functions.size());
  std::istringstream counts(arrivals.at(0, "arrived"));
  std::uint64_t sum = 0;
  for (std::uint64_t count = 0; counts >> count;) {
    sum += count;
  }
  CHECK(sum > 0);
  CHECK(std::to_string(sum) == functions.at(0, "arrived"));
  const support::CsvTable bins(read_file(results + "/timeseries.csv"));
  for (std::size_t row = 0; row < bins.size(); ++row) {
    const auto of = [&](const char* column) { return std::stoull(bins.at(row, column)); };
    CHECK(of("starting") + of("idle") + of("busy") == of("instances"));
    CHECK(of("draining") <= of("busy"));
    CHECK(of("vms_lower_bound") <= of("vms"));
  }
}

TEST_CASE(
    "The stages of a start are those of the settings, and a function's own init counts by its instances") {
  const Folder folder;
  const std::string scenario =
      folder.write("s.yaml",
                   "duration: 1min\nplatform: ideal\n"
                   "cold_start: {vm_boot: 1s, sandbox: 250ms, code_download: 0s, runtime_start: 0s, "
                   "function_init: 100ms}\n"
                   "workload:\n"
                   "  - batch: {function: usual, calls: 1, at: 1s, duration: 1s}\n"
                   "  - batch: {function: slow, calls: 3, at: 1s, duration: 1s, init: 500ms}\n");
  REQUIRE(curtain({"run", scenario, "--quiet", "--out", folder / "results"}).err.empty());
  const support::CsvTable stages(read_file(folder / "results/start_stages.csv"));
  REQUIRE(stages.size() == 5);
  CHECK(stages.at(0, "stage") == "VM boot");
  CHECK(stages.at(0, "p95_s") == "1");
  CHECK(stages.at(1, "p50_s") == "0.25");
  CHECK(stages.at(4, "stage") == "function init");
  CHECK(std::stod(stages.at(4, "mean_s")) == Approx(0.4));  // the mean is (1 * 100 ms + 3 * 500 ms) / 4
  CHECK(stages.at(4, "p5_s") == "0.1");
  CHECK(stages.at(4, "p50_s") == "0.5");
  // All four starts wait for the boot of the one VM.
  CHECK(stages.at(0, "measured_mean_s") == "1");
  CHECK(stages.at(1, "measured_mean_s") == "0.25");
  CHECK(std::stod(stages.at(4, "measured_mean_s")) == Approx(0.4));
}
