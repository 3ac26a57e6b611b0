// Tests of times on the terminal: labels are different, steps are round, and a short crowd is visible.
#include <fmt/format.h>

#include <set>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

namespace {

/// One call a minute for a day, and 1,200 additional calls in the three minutes from 12:00 on.
std::string write_crowded_day(const Folder& folder, const std::string& more) {
  std::string rows = "function_id,arrival_s,duration_s,memory_mb\n";
  for (int minute = 0; minute < 24 * 60; ++minute) {
    rows += fmt::format("f,{},0.01,128\n", 60 * minute);
    for (int call = 0; minute >= 720 && minute < 723 && call < 400; ++call) {
      rows += fmt::format("f,{}.{:02},0.01,128\n", 60 * minute + call / 7, 10 + call % 7);
    }
  }
  folder.write("day.csv", rows);
  return folder.write("day.yaml", "name: day\nduration: 24h\nplatform: ideal\n" + more +
                                      "workload: [{trace: {format: csv, path: day.csv}}]\n");
}

/// Returns the first column of the table by time.
std::vector<std::string> row_labels(const std::string& out) {
  std::vector<std::string> labels;
  std::istringstream lines(out.substr(out.find("  from  ")));
  std::string line;
  std::getline(lines, line);
  const std::size_t end = line.find("calls") + 5;
  while (std::getline(lines, line) && line.find("rows of") == std::string::npos && !line.empty()) {
    const std::string front = line.substr(2, end - 2);
    labels.push_back(front.substr(0, front.find("  ")));
  }
  return labels;
}

std::vector<std::string> labels_with(const std::string& scenario, const std::vector<std::string>& options) {
  std::vector<std::string> words = {"run", scenario, "--by", "time"};
  words.insert(words.end(), options.begin(), options.end());
  const Ended ended = curtain(words);
  INFO(ended.err);
  CHECK(ended.status == 0);
  return row_labels(ended.out);
}

}  // namespace

TEST_CASE("A crowd of three minutes is visible in a day, at the height that its label says") {
  const Folder folder;
  const Ended ended = curtain({"run", write_crowded_day(folder, ""), "--by", "time"});
  REQUIRE(ended.status == 0);
  // The minute from 12:00 on has 401 calls, which are 6.68/s. One call a minute is 0.0167/s, the lowest bar.
  std::string low;
  for (int i = 0; i < 19; ++i) {
    low += "▁";
  }
  CHECK_THAT(ended.out, ContainsSubstring("Arrivals      " + low + "▁█" + low + " up to 6.68/s"));
  CHECK_THAT(ended.out, ContainsSubstring("\n                0 s" + std::string(34, ' ') + "1 d\n"));
  CHECK_THAT(ended.out, ContainsSubstring(
                            "rows of 3 h, including the warm-up; most/s is the rate in the busiest 1 min"));
  CHECK(row_labels(ended.out) ==
        std::vector<std::string>{"0 s", "3 h", "6 h", "9 h", "12 h", "15 h", "18 h", "21 h"});
}

TEST_CASE("A part of a run is printed in shorter rows") {
  const Folder folder;
  const std::string scenario = write_crowded_day(folder, "");
  CHECK(labels_with(scenario, {"--from", "11h59min", "--to", "12h4min"}) ==
        std::vector<std::string>{"11 h 59 min", "12 h", "12 h 1 min", "12 h 2 min", "12 h 3 min"});
  CHECK(labels_with(scenario, {"--from", "22h"}) ==
        std::vector<std::string>{"22 h", "22 h 15 min", "22 h 30 min", "22 h 45 min", "23 h", "23 h 15 min",
                                 "23 h 30 min", "23 h 45 min"});
  CHECK(labels_with(scenario, {"--to", "2h", "--top", "2"}) == std::vector<std::string>{"0 s", "1 h"});
  const std::string out = curtain({"run", scenario, "--by", "time", "--from", "12h", "--to", "12h3min"}).out;
  CHECK_THAT(out, ContainsSubstring("rows of 1 min"));
  CHECK_THAT(out, ContainsSubstring(" 401 "));
}

TEST_CASE("Labels are times of day if the scenario has an epoch") {
  const Folder folder;
  const std::string morning = write_crowded_day(folder, "epoch: 2019-07-15\n");
  CHECK(labels_with(morning, {}) ==
        std::vector<std::string>{"00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00"});
  CHECK(curtain({"run", morning, "-q"}).err.empty());
  CHECK(labels_with(morning, {"--from", "2019-07-15T11:59", "--to", "2019-07-15T12:02"}) ==
        std::vector<std::string>{"11:59", "12:00", "12:01"});
  CHECK(labels_with(morning, {"--from", "2019-07-15T12:00", "--to", "12h1min", "--set", "bin=30s"}) ==
        std::vector<std::string>{"12:00:00", "12:00:30"});
  CHECK_THAT(curtain({"run", morning}).out,
             ContainsSubstring("2019-07-15 00:00" + std::string(8, ' ') + "2019-07-16 00:00\n"));
  CHECK_THAT(curtain({"run", morning, "--by", "time"}).out,
             ContainsSubstring("  rows of 3 h, times in UTC, including the warm-up;"));
  CHECK(labels_with(morning, {"--from", "2019-07-15T23:58", "--to", "9999-12-31"}) ==
        std::vector<std::string>{"23:58", "23:59"});
  // If the day changes, each label has its date, because 20:00 of one day is not 20:00 of the next.
  const Folder another;
  CHECK(labels_with(write_crowded_day(another, "epoch: 2019-12-31T20:00\n"), {"--top", "4"}) ==
        std::vector<std::string>{"2019-12-31 20:00", "2020-01-01 02:00", "2020-01-01 08:00",
                                 "2020-01-01 14:00"});
}

TEST_CASE("No label occurs twice, for any bin and number of rows") {
  const Folder folder;
  const std::string scenario = folder.write(
      "s.yaml",
      "duration: 90min\nplatform: ideal\nworkload: [{timer: {function: f, every: 7s, duration: 1s}}]\n");
  for (const char* const bin : {"7s", "90s", "1.25s", "1min", "1100ms"}) {
    for (const char* const top : {"1", "3", "10", "200"}) {
      for (const char* const epoch : {"", "epoch=2024-02-29T23:30"}) {
        std::vector<std::string> options = {"--top", top, "--set", "bin=" + std::string(bin)};
        if (*epoch != 0) {
          options.insert(options.end(), {"--set", epoch});
        }
        const std::vector<std::string> labels = labels_with(scenario, options);
        INFO(bin << " " << top << " " << epoch);
        CHECK(labels.size() >= 1);
        CHECK(labels.size() <= std::stoul(top));
        CHECK(std::set<std::string>(labels.begin(), labels.end()).size() == labels.size());
      }
    }
  }
  // Three digits of an hour would give "1.00 h" five times.
  CHECK(labels_with(scenario, {"--set", "bin=10s", "--from", "1h", "--to", "3640s", "--top", "4"}) ==
        std::vector<std::string>{"1 h", "1 h 10 s", "1 h 20 s", "1 h 30 s"});
}

TEST_CASE(
    "The curves of the report show the part from --from to --to, with its ends below and its own scale") {
  const Folder folder;
  const std::string day = write_crowded_day(folder, "");
  // Outside the crowd of 12:00 to 12:03 there is one call a minute, and one instance that is kept.
  const Ended calm = curtain({"run", day, "--from", "13h", "--to", "14h"});
  CHECK(calm.status == 0);
  CHECK_THAT(calm.out, ContainsSubstring(" up to 0.02/s\n"));
  CHECK_THAT(calm.out, ContainsSubstring("13 h  "));
  CHECK_THAT(calm.out, ContainsSubstring("  14 h\n"));
  const Ended crowd = curtain({"run", day, "--from", "12h", "--to", "722min"});
  CHECK_THAT(crowd.out, ContainsSubstring(" up to 6.68/s\n"));  // 6.68/s are 401 calls in a minute
  CHECK_THAT(curtain({"run", day, "--by", "function", "--to", "1h"}).out, ContainsSubstring("1 h\n"));
}

TEST_CASE("A part after the end of a run without a duration has no rows") {
  const Folder folder;
  folder.write("two.csv", "function_id,arrival_s,duration_s,memory_mb\nf,1,0.5,128\nf,70,0.5,128\n");
  const std::string scenario =
      folder.write("two.yaml", "platform: ideal\nworkload: [{trace: {format: csv, path: two.csv}}]\n");
  const Ended after = curtain({"run", scenario, "--by", "time", "--from", "2h"});
  CHECK(after.status == 0);
  CHECK_THAT(after.out, ContainsSubstring("\n  no rows by time: the run ended at 70.5 s, before --from\n"));
  CHECK(labels_with(scenario, {"--from", "30s"}) == std::vector<std::string>{"0 s", "1 min"});
}

TEST_CASE("An empty or reversed part of a run is refused before the run") {
  const Folder folder;
  const std::string s = folder.write("endless.yaml", support::kEndless);
  const auto refused_part = [&](const std::vector<std::string>& options) {
    std::vector<std::string> words = {"run", s};
    words.insert(words.end(), options.begin(), options.end());
    const Ended ended = curtain(words);
    CHECK(ended.status == 2);
    return ended.err;
  };
  CHECK(refused_part({"--from", "5000h"}) ==
        "curtain: --from 5000h is not before the end of the run, which is at 4000h\n");
  CHECK(
      refused_part({"--by", "time", "--to", "1h", "--json"}) ==
      "curtain: --to limits the printed table, but --json prints all rows; remove one of the two options\n");
  CHECK(refused_part({"--by", "time", "--from", "2h", "--to", "1h"}) ==
        "curtain: --from 2h is not before --to 1h\n");
  CHECK(refused_part({"--by", "time", "--to", "0s"}) == "curtain: --from 0s is not before --to 0s\n");
  CHECK(refused_part({"--by", "time", "--from", "5000h"}) ==
        "curtain: --from 5000h is not before the end of the run, which is at 4000h\n");
  CHECK(refused_part({"--by", "time", "--from", "2019-07-15"}) ==
        "curtain: --from: '2019-07-15' is a date, but the scenario has no `epoch`; write a time since the "
        "start, such as 9h\n");
  CHECK(refused_part({"--by", "time", "--from", "2019-07-15", "--set", "epoch=2019-07-16"}) ==
        "curtain: --from 2019-07-15 is before the start of the run, 2019-07-16\n");
  CHECK(refused_part({"--by", "time", "--from", "9", "--set", "epoch=2019-07-16"})
            .rfind("curtain: --from: '9'", 0) == 0);
}
