#include "models/import/report_line.hpp"

#include <string>

#include "tests/import/import_support.hpp"

using curtain::Reading;
using curtain::RecordProblem;
using curtain::ReportLine;
using curtain::Trouble;
using support::kMillisecond;
using support::kReport;

namespace {

ReportLine read_report(const std::string& text) {
  static std::string kept;  // the fields are views into the line
  kept = text;
  ReportLine report;
  RecordProblem problem;
  INFO(text);
  REQUIRE(curtain::read_report(kept, report, problem) == Reading::is_read);
  return report;
}

RecordProblem problem_of(const std::string& text) {
  ReportLine report;
  RecordProblem problem;
  INFO(text);
  CHECK(curtain::read_report(text, report, problem) == Reading::is_broken);
  return problem;
}

/// Returns kReport with one part replaced.
std::string with(const std::string& part, const std::string& other) {
  std::string text = kReport;
  REQUIRE(text.find(part) != std::string::npos);
  return text.replace(text.find(part), part.size(), other);
}

}  // namespace

TEST_CASE("The fields of a report may be separated by tabs or spaces") {
  std::string spaces = kReport;
  std::replace(spaces.begin(), spaces.end(), '\t', ' ');
  for (const std::string& text : {kReport, spaces, kReport + "\n", kReport + "\r\n"}) {
    const ReportLine report = read_report(text);
    CHECK(report.request == "7f1c2d3e-0000-4000-8000-000000000001");
    CHECK(report.duration == 12'340'000);
    CHECK(report.billed == 13 * kMillisecond);
    CHECK(report.memory == 128);
    CHECK(report.max_memory == 70);
    CHECK_FALSE(report.init);
    CHECK(report.status.empty());
  }
}

TEST_CASE("Optional fields of a report are read") {
  CHECK(read_report(kReport + "Init Duration: 150.25 ms\t").init == 150'250'000);
  const ReportLine snapshot =
      read_report(kReport + "Restore Duration: 325.93 ms\tBilled Restore Duration: 26 ms\t");
  CHECK(snapshot.init == 325'930'000);
  CHECK(snapshot.duration == 12'340'000);
  const ReportLine traced =
      read_report(kReport +
                  "Init Duration: 1 ms\t\nXRAY TraceId: 1-5e34a614-10bdxmplf1fb44f07bc535a1\tSegmentId: "
                  "07f5xmpl2d1f6f85\tSampled: true\tStatus: error\tError Type: Runtime.ExitError\n");
  CHECK(traced.init == kMillisecond);
  CHECK(traced.status == "error");
  CHECK(read_report(kReport + "Status: timeout").status == "timeout");
  CHECK(read_report(kReport + "Some Future Field: 3 zl\tStatus: timeout").status == "timeout");
}

TEST_CASE("A broken report is reported with a reason") {
  CHECK(problem_of(with("12.34", "12.3x")).trouble == Trouble::not_a_number);
  CHECK(problem_of(with("12.34", "12.3x")).what == R"("Duration" is "12.3x"; expected a number)");
  CHECK(problem_of(with("12.34", "-12.34")).trouble == Trouble::negative);
  CHECK(problem_of(with("12.34", "86400001")).trouble == Trouble::too_large);
  CHECK(problem_of(with("12.34", "1e999")).trouble == Trouble::too_large);
  CHECK(problem_of(with("12.34 ms", "12.34 s")).trouble == Trouble::wrong_unit);
  CHECK(problem_of(with("12.34 ms", "12.34 s")).what == R"("Duration" is in "s"; expected the unit ms)");
  CHECK(problem_of(with("128 MB", "128 GB")).trouble == Trouble::wrong_unit);
  CHECK(problem_of(with("128 MB", "0 MB")).trouble == Trouble::not_a_number);
  CHECK(problem_of(with("128 MB", "99999999 MB")).trouble == Trouble::too_large);
  CHECK(problem_of(with("Memory Size: 128 MB\t", "")).trouble == Trouble::missing_field);
  CHECK(problem_of(with("Memory Size: 128 MB\t", "")).what == R"(there is no "Memory Size" in the report)");
  CHECK(problem_of(with("RequestId: 7f1c2d3e-0000-4000-8000-000000000001", "RequestId:")).trouble ==
        Trouble::missing_field);
  CHECK(problem_of(with("Billed", std::string("Bi\0led", 6))).trouble == Trouble::binary);
  CHECK(problem_of(with("0001", "00\xC3\xA9")).trouble == Trouble::binary);
  CHECK(problem_of("questId: 1 Billed Duration: 13 ms Memory Size: 128 MB").trouble == Trouble::cut_off);
}

TEST_CASE("A report that is truncated at any position is broken") {
  std::string text = kReport + "Init Duration: 150.25 ms";
  const std::size_t whole = kReport.size();
  for (std::size_t size = std::string("REPORT").size(); size < text.size(); ++size) {
    const std::string cut = text.substr(0, size);
    ReportLine report;
    RecordProblem problem;
    INFO(cut);
    // No optional field follows, so the line is complete with or without the last tab.
    const bool is_whole = size == whole || size == whole - 1;
    CHECK(curtain::read_report(cut, report, problem) == (is_whole ? Reading::is_read : Reading::is_broken));
  }
}

TEST_CASE("Other messages are not reports") {
  ReportLine report;
  RecordProblem problem;
  for (const char* text : {"", "REPORTED 12 users", "REPORT of the day", "END RequestId: 1", "hello",
                           "a REPORT", "INIT_REPORT Init Duration: 12 ms Phase: init Status: timeout"}) {
    INFO(text);
    CHECK(curtain::read_report(text, report, problem) == Reading::is_other);
  }
  CHECK(curtain::started_request("START RequestId: abc-1 Version: $LATEST\n") == "abc-1");
  CHECK(curtain::started_request("RESTART RequestId: abc-1").empty());
  CHECK(curtain::find_message("2023 REPORT RequestId: 1") == 5);
  CHECK(curtain::find_message("nothing") == std::string::npos);
}

TEST_CASE("INIT_REPORT lines are read, and truncated lines are broken") {
  curtain::InitLine line;
  curtain::RecordProblem problem;
  REQUIRE(curtain::read_init_report("INIT_REPORT Init Duration: 9999.50 ms\tPhase: init\tStatus: timeout",
                                    line, problem));
  CHECK(line.duration == 9'999'500'000);
  CHECK(line.phase == "init");
  CHECK(line.status == "timeout");
  REQUIRE(curtain::read_init_report("INIT_REPORT Init Duration: 12 ms\tPhase: init", line, problem));
  CHECK(line.status.empty());
  CHECK_FALSE(curtain::read_init_report("INIT_REPORT Init Dur", line, problem));
  CHECK(problem.trouble == curtain::Trouble::cut_off);
  CHECK_FALSE(curtain::read_init_report("INIT_REPORT Init Duration: x ms", line, problem));
  CHECK(problem.trouble == curtain::Trouble::not_a_number);
  CHECK_FALSE(curtain::read_init_report("INIT_REPORT Init Duration: 1 min", line, problem));
  CHECK(problem.trouble == curtain::Trouble::wrong_unit);
}
