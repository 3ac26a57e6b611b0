// Tests of `curtain trace sample`: its choices, slices and files.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;
using support::parse_json;
using support::read_file;

namespace {

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, ',');) {
    fields.push_back(field);
  }
  return fields;
}

/// Returns the lines of a plain CSV file, split into fields.
std::vector<std::vector<std::string>> rows_of(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(read_file(path));
  for (std::string line; std::getline(lines, line);) {
    rows.push_back(fields_of(line));
  }
  return rows;
}

/// Writes a day of `functions` functions in the published layout. Function i is called i + 1 times in minute
/// i of six, and once in the last minute.
void write_day(const Folder& folder, const std::string& below, int functions) {
  std::filesystem::create_directories(folder / below);
  std::string counts = "HashOwner,HashApp,HashFunction,Trigger,1,2,3,4,5,6\n";
  std::string durations = "HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum";
  for (const char* const percent : {"0", "1", "25", "50", "75", "99", "100"}) {
    durations += std::string(",percentile_Average_") + percent;
  }
  durations += "\n";
  std::string memory = "HashOwner,HashApp,SampleCount,AverageAllocatedMb\n";
  for (int i = 0; i < functions; ++i) {
    const std::string number = std::to_string(i);
    const std::string name = "o" + number + ",a" + number;
    counts += name + ",f" + number + ",http";
    for (int minute = 0; minute < 6; ++minute) {
      counts += "," + std::to_string((minute == i % 6 ? i + 1 : 0) + (minute == 5 ? 1 : 0));
    }
    counts += "\n";
    durations += name + ",f" + number + ",5,8,1,9,1,2,3,4,5,6," + std::to_string(7 + i) + "\n";
    memory += name + ",10," + std::to_string(100 + i) + "\n";
  }
  folder.write(below + "/invocations.csv", counts);
  folder.write(below + "/durations.csv", durations);
  folder.write(below + "/memory.csv", memory);
}

std::set<std::string> functions_of(const std::string& path) {
  std::set<std::string> names;
  for (const auto& row : rows_of(path)) {
    names.insert(row[2]);
  }
  return names;
}

/// Returns the cold-start ratios by function of a run under a fixed keep-alive of ten minutes. The run must
/// be valid.
std::vector<double> cold_ratios(const Folder& folder, const std::string& name, const std::string& workload) {
  const std::string scenario = folder.write(
      name + ".yaml", "platform: ideal\npolicies: {keep_alive: {fixed: {timeout: 10min}}}\nworkload:\n  - " +
                          workload + "\n");
  const Ended ended = curtain({"run", "-q", scenario, "--out", folder / name});
  REQUIRE(ended.err == "");
  const auto rows = rows_of(folder / (name + "/functions.csv"));
  const auto column = [&rows](const std::string& wanted) {
    return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), wanted) - rows[0].begin());
  };
  std::vector<double> ratios;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const double cold = std::stod(rows[i][column("cold")]);
    const double all = cold + std::stod(rows[i][column("warm")]) + std::stod(rows[i][column("waited")]);
    if (all > 0) {
      ratios.push_back(cold / all);
    }
  }
  return ratios;
}

double largest_step(const std::vector<double>& a, const std::vector<double>& b) {
  const auto share = [](const std::vector<double>& values, double x) {
    return static_cast<double>(
               std::count_if(values.begin(), values.end(), [x](double value) { return value <= x; })) /
           static_cast<double>(values.size());
  };
  double most = 0;
  for (const auto* const values : {&a, &b}) {
    for (const double x : *values) {
      most = std::max(most, std::abs(share(a, x) - share(b, x)));
    }
  }
  return most;
}

const std::string kSampledRows =
    "function_id,arrival_s,duration_s,memory_mb\n"
    "a,0.5,0.25,128\nb,1,0.5,128\na,3,0,128\nc,70,2,256\na,71,0.5,128\nb,200,1,128\n";

}  // namespace

TEST_CASE("A sample of azure-2019 has the format azure-2019, row by row") {
  const Folder folder;
  write_day(folder, "all", 12);
  const Ended ended = curtain({"trace", "sample", "--format", "azure-2019", folder / "all", "--functions",
                               "3,6", "--out", folder / "some"});
  CHECK(ended.err == "");
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("12 functions with 90 calls"));
  CHECK_THAT(ended.out, ContainsSubstring("- trace: {format: azure-2019, path: "));
  for (const char* const file : {"invocations.csv", "durations.csv", "memory.csv"}) {
    std::set<std::string> whole;
    std::istringstream lines(read_file(folder / (std::string("all/") + file)));
    for (std::string line; std::getline(lines, line);) {
      whole.insert(line);
    }
    std::istringstream some(read_file(folder / (std::string("some-6/") + file)));
    int count = 0;
    for (std::string line; std::getline(some, line); ++count) {
      CHECK(whole.count(line) == 1);
    }
    CHECK(count == 7);
  }
  const std::set<std::string> large = functions_of(folder / "some-6/invocations.csv");
  const std::set<std::string> small = functions_of(folder / "some-3/invocations.csv");
  CHECK(small.size() == 4);  // the number of lines includes the header
  CHECK(std::includes(large.begin(), large.end(), small.begin(), small.end()));
  const Ended info = curtain({"trace", "info", "--format", "azure-2019", folder / "some-3"});
  CHECK_THAT(info.out, ContainsSubstring("of 3 functions of 3 tenants"));
}

TEST_CASE("A slice of azure-2019 over several days has the right minutes") {
  const Folder folder;
  write_day(folder, "d1", 6);
  write_day(folder, "d2", 6);
  const std::string scenario = folder.write(
      "s.yaml",
      "platform: ideal\nworkload:\n  - trace: {format: azure-2019, days: [d1, d2], within_minute: even}\n");
  const Ended ended =
      curtain({"trace", "sample", scenario, "--from", "4min", "--to", "8min", "--out", folder / "cut"});
  CHECK(ended.err == "");
  CHECK_THAT(ended.out, ContainsSubstring("days: ["));
  CHECK_THAT(ended.out, ContainsSubstring("within_minute: even"));
  // The slice has minutes 5 and 6 of day 1, and minutes 1 and 2 of day 2.
  const auto first = rows_of(folder / "cut/d01/invocations.csv");
  CHECK(std::vector<std::string>(first[0].begin() + 4, first[0].end()) == std::vector<std::string>{"5", "6"});
  const auto second = rows_of(folder / "cut/d02/invocations.csv");
  CHECK(std::vector<std::string>(second[0].begin() + 4, second[0].end()) ==
        std::vector<std::string>{"1", "2"});
  // There are 5 and 6 + 6 calls, then 1 and 2.
  CHECK_THAT(ended.out, ContainsSubstring("with 20 calls"));
  const Ended late =
      curtain({"trace", "sample", scenario, "--from", "7min", "--out", folder / "late", "--pack", "gzip"});
  CHECK(late.status == 0);
  CHECK_FALSE(std::filesystem::exists(folder / "late/d01"));
  CHECK(std::filesystem::exists(folder / "late/d02/memory.csv.gz"));
}

TEST_CASE("Values of a function from days outside the slice are kept") {
  const Folder folder;
  write_day(folder, "d1", 3);
  write_day(folder, "d2", 3);
  write_day(folder, "d3", 3);
  const auto without = [&](const std::string& name, const std::string& from) {
    const std::string text = read_file(folder / name);
    const std::size_t at = text.find(from);
    folder.write(name, text.substr(0, at) + text.substr(text.find('\n', at) + 1));
  };
  without("d2/durations.csv", "o0,a0");
  without("d2/memory.csv", "o1,a1");
  without("d1/memory.csv", "o1,a1");
  const std::string scenario = folder.write(
      "s.yaml", "platform: ideal\nworkload:\n  - trace: {format: azure-2019, days: [d1, d2, d3]}\n");
  const Ended ended =
      curtain({"trace", "sample", scenario, "--from", "6min", "--to", "12min", "--out", folder / "cut"});
  CHECK(ended.err == "");
  const auto durations = rows_of(folder / "cut/d02/durations.csv");
  CHECK(durations.size() == 4);
  CHECK(durations.back()[0] == "o0");
  const auto memory = rows_of(folder / "cut/d02/memory.csv");
  CHECK(memory.size() == 4);
  CHECK(memory.back()[0] == "o1");
  CHECK_THAT(curtain({"trace", "info", "--format", "azure-2019", folder / "cut/d02"}).out,
             ContainsSubstring("of 3 functions"));
}

TEST_CASE("Functions without a row of durations or memory are left out, unless there is a default") {
  const Folder folder;
  write_day(folder, "day", 4);
  folder.write("day/memory.csv", "HashOwner,HashApp,AverageAllocatedMb\no0,a0,10\no2,a2,30\no3,a3,40\n");
  const Ended ended =
      curtain({"trace", "sample", "--format", "azure-2019", folder / "day", "--out", folder / "cut"});
  CHECK(ended.err == "");
  // Function 1 has its two calls and the call in the last minute.
  CHECK_THAT(ended.out, ContainsSubstring("3 functions with 11 calls"));
  CHECK_THAT(
      ended.out,
      ContainsSubstring("1 function with 3 calls are left out, because they have no row of durations or"));
  CHECK(functions_of(folder / "cut/invocations.csv").count("f1") == 0);
  const std::string scenario = folder.write(
      "s.yaml",
      "platform: ideal\nworkload:\n  - trace: {format: azure-2019, path: day, default_memory: 64MiB}\n");
  const Ended kept = curtain({"trace", "sample", scenario, "--out", folder / "kept"});
  CHECK(kept.err == "");
  CHECK_THAT(kept.out, ContainsSubstring("4 functions with 14 calls"));
  CHECK_THAT(kept.out, ContainsSubstring("default_memory: 64MiB"));
  CHECK(functions_of(folder / "kept/invocations.csv").count("f1") == 1);
}

TEST_CASE("A slice of rows is shifted to time zero, and is otherwise unchanged") {
  const Folder folder;
  const std::string rows = folder.write("t.csv", kSampledRows);
  const Ended ended =
      curtain({"trace", "sample", rows, "--from", "1s", "--to", "71s", "--out", folder / "cut.csv"});
  CHECK(ended.err == "");
  CHECK(read_file(folder / "cut.csv") ==
        "function_id,arrival_s,duration_s,memory_mb\nb,0,0.5,128\na,2,0,128\nc,69,2,256\n");
  CHECK_THAT(ended.out, ContainsSubstring("times are counted from 1s, which is the new time zero"));
}

TEST_CASE(
    "Thinning keeps each call with the given probability, and a smaller share is part of a larger one") {
  const Folder folder;
  const std::string scenario = folder.write(
      "s.yaml",
      "duration: 1000s\nplatform: ideal\nworkload:\n  - poisson: {function: f, rate: 20/s, duration: 1ms}\n");
  std::set<std::string> before;
  for (const auto& [scale, share] : {std::pair("1", 1.0), std::pair("0.5", 0.5), std::pair("0.1", 0.1)}) {
    const std::string path = folder / (std::string(scale) + ".csv");
    const Ended ended = curtain({"trace", "sample", scenario, "--scale", scale, "--json", "--out", path});
    CHECK(ended.err == "");
    const Json json = parse_json(ended.out);
    const auto rows = rows_of(path);
    CHECK(json["samples"].items[0]["kept"].number == static_cast<double>(rows.size() - 1));
    const double all = json["all"]["calls"].number;
    // The count is binomial; five standard deviations are allowed.
    CHECK(static_cast<double>(rows.size() - 1) ==
          Approx(share * all).margin(5 * std::sqrt(all * share * (1 - share))));
    std::set<std::string> times;
    for (const auto& row : rows) {
      times.insert(row[1]);
    }
    CHECK((before.empty() || std::includes(before.begin(), before.end(), times.begin(), times.end())));
    before = times;
  }
  write_day(folder, "all", 40);
  const Ended azure = curtain({"trace", "sample", "--format", "azure-2019", folder / "all", "--scale", "0.25",
                               "--json", "--out", folder / "thin"});
  std::map<std::string, std::vector<std::string>> whole;
  for (const auto& row : rows_of(folder / "all/invocations.csv")) {
    whole[row[2]] = row;
  }
  long kept = 0;
  for (const auto& row : rows_of(folder / "thin/invocations.csv")) {
    for (std::size_t i = 4; row[2] != "HashFunction" && i < row.size(); ++i) {
      CHECK(std::stol(row[i]) <= std::stol(whole[row[2]][i]));
      kept += std::stol(row[i]);
    }
  }
  CHECK(parse_json(azure.out)["samples"].items[0]["kept"].number == static_cast<double>(kept));
  CHECK(kept == Approx(860 * 0.25).margin(5 * std::sqrt(860 * 0.25 * 0.75)));
}

TEST_CASE("A sample depends only on the seed") {
  const Folder folder;
  const std::string scenario =
      folder.write("s.yaml",
                   "duration: 20min\nplatform: ideal\nworkload:\n  - population: {functions: 60, rate: 2/s, "
                   "duration: 1s, memory: {uniform: {min: 128MiB, max: 1GiB}}}\n");
  const auto sample = [&](const std::string& name, const std::string& seed) {
    const Ended ended = curtain(
        {"trace", "sample", scenario, "--functions", "20", "--seed", seed, "-q", "--out", folder / name});
    CHECK(ended.err == "");
    CHECK(ended.out == "");
    return read_file(folder / name);
  };
  const std::string once = sample("a.csv", "1");
  CHECK(sample("b.csv", "1") == once);
  CHECK(sample("c.csv", "2") != once);
  std::set<std::string> names;
  for (const auto& row : rows_of(folder / "a.csv")) {
    names.insert(row[0]);
  }
  CHECK(names.size() == 21);
}

TEST_CASE("Cold starts per function in a sample are distributed as in the whole trace") {
  const Folder folder;
  std::string whole = "azure-like: {functions: 400, max_rate: 2}";
  std::string input =
      folder.write("in.yaml", "duration: 3h\nplatform: ideal\nworkload:\n  - " + whole + "\n");
  const char* const shared = std::getenv("CURTAIN_SHARED_DATA");
  const std::string trace = std::string(shared == nullptr ? "" : shared) + "/azure2019-joint/f500_min480-959";
  if (std::filesystem::exists(trace + "_invocations.csv")) {
    whole = "trace: {format: azure-2019, path: \"" + trace + "\"}";
    input = folder.write("in.yaml", "platform: ideal\nworkload:\n  - " + whole + "\n");
  } else {
    REQUIRE(curtain({"trace", "make", input, "-q", "--out", folder / "whole.csv"}).status == 0);
    whole = "trace: {format: csv, path: whole.csv, columns: {tenant: tenant}}";
  }
  const Ended ended =
      curtain({"trace", "sample", input, "--functions", "100", "--json", "--out", folder / "sample"});
  REQUIRE(ended.err == "");
  const Json json = parse_json(ended.out);
  std::string entry = "trace: {format: csv, path: sample, columns: {tenant: tenant}}";
  if (std::filesystem::is_directory(folder / "sample")) {
    entry = "trace: {format: azure-2019, path: sample}";
  }
  const double step = largest_step(cold_ratios(folder, "a", whole), cold_ratios(folder, "b", entry));
  // On the real trace, half of all random samples have a distance of more than 0.064.
  CHECK(step < 0.06);
  const Json& distances = json["samples"].items[0]["distances"];
  for (const Json& distance : distances.items) {
    INFO(distance["name"].text << " " << distance["unit"].text);
    CHECK(distance["random_nearer"].number <= 10);
  }
}

TEST_CASE("Traces that cannot be sampled are reported before anything is written") {
  const Folder folder;
  const std::string rows = folder.write("t.csv", kSampledRows);
  write_day(folder, "day", 5);
  folder.write("there.csv", "mine");
  struct Wrong {
    std::vector<std::string> words;
    const char* message;
  };
  const std::string out = folder / "out.csv";
  const std::vector<Wrong> wrongs{
      {{rows, "--functions", "4"}, "has only 3 functions with calls; type at most this number"},
      {{rows, "--functions", "2", "--from", "80s"}, "has only 1 function with calls and 2 without"},
      {{rows, "--functions", "0"},
       "--functions needs whole numbers of at least 1, such as 100,50,20; found '0'"},
      {{rows, "--functions", "2,x"}, "found 'x'"},
      {{rows, "--functions", "2,"}, "found ''"},
      {{rows, "--from", "80s", "--to", "90s"}, "has no calls from 80s to 90s"},
      {{rows, "--from", "90s", "--to", "80s"}, "--to 80s is not after --from 90s"},
      {{rows, "--from", "soon"}, "--from: "},
      {{rows, "--scale", "1.5"}, "--scale is 1.5, but must be more than 0 and at most 1"},
      {{rows, "--scale", "0"}, "--scale is 0"},
      {{rows, "--as", "azure-2019"}, "--as azure-2019 needs a single trace of this format"},
      {{rows, "--pack", "gzip"}, "--pack is for the three files of azure-2019"},
      {{rows, "--functoins", "2"}, "did you mean '--functions'?"},
      {{"none.csv"}, "'none.csv' does not exist"},
      {{"--format", "azure-2019", folder / "day", "--from", "90s"}, "can be cut only at whole minutes"},
      {{"--format", "azure-2019", folder / "day", "--from", "1h", "--as", "csv"},
       "has no calls from 1h to its end"},
      {{"--format", "azure-2019", folder / "day"}, "azure-2019 needs a folder for three files"},
  };
  for (const Wrong& wrong : wrongs) {
    std::vector<std::string> words{"trace", "sample"};
    words.insert(words.end(), wrong.words.begin(), wrong.words.end());
    words.insert(words.end(), {"--out", out});
    const Ended ended = curtain(words);
    INFO(wrong.message);
    CHECK(ended.status == 2);
    CHECK_THAT(ended.err, ContainsSubstring(wrong.message));
    CHECK(ended.out == "");
  }
  const Ended there = curtain({"trace", "sample", rows, "--out", folder / "there.csv"});
  CHECK(there.status == 2);
  CHECK_THAT(there.err, ContainsSubstring("already exists"));
  CHECK(curtain({"trace", "sample", "--format", "azure-2019", folder / "day", "--out", folder / "day"})
            .status == 2);
  CHECK(folder.names() == std::vector<std::string>{"day", "t.csv", "there.csv"});
}

TEST_CASE("Without --out a sample is only described") {
  const Folder folder;
  const Ended ended = curtain({"trace", "sample", folder.write("t.csv", kSampledRows), "--functions", "2"});
  CHECK(ended.err == "");
  CHECK_THAT(ended.out, ContainsSubstring("distance to all"));
  CHECK_THAT(ended.out, ContainsSubstring("nothing is written without --out"));
  CHECK(folder.names() == std::vector<std::string>{"t.csv"});
}
