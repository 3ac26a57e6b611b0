#include "models/workload/azure_tables.hpp"

#include "tests/catch.hpp"
#include "tests/workload/azure_files.hpp"

using namespace curtain;
using support::AzureFiles;
using support::error_of;
using support::replaced;
using support::TemporaryFolder;

namespace {

/// What reading says, from the file's name on.
std::string tables_error(const AzureFiles& files) {
  const TemporaryFolder folder;
  const AzureTraceSpec spec = files.in(folder);
  const std::string error = error_of<TraceError>([&] { read_azure_tables(spec); });
  return error.empty() ? "" : error.substr(folder.path("").size());
}

std::string invocations_error(const std::string& what, const std::string& by) {
  AzureFiles files;
  files.invocations = replaced(files.invocations, what, by);
  return tables_error(files);
}

std::string durations_error(const std::string& what, const std::string& by) {
  AzureFiles files;
  files.durations = replaced(files.durations, what, by);
  return tables_error(files);
}

std::string memory_error(const std::string& what, const std::string& by) {
  AzureFiles files;
  files.memory = replaced(files.memory, what, by);
  return tables_error(files);
}

}  // namespace

TEST_CASE("the three files are joined on their hashes") {
  const TemporaryFolder folder;
  const AzureTables tables = read_azure_tables(AzureFiles{}.in(folder));
  REQUIRE(tables.functions.size() == 3);
  CHECK(tables.functions[0].owner == "o1");
  CHECK(tables.functions[0].application == "a1");
  CHECK(tables.functions[0].function == "f1");
  CHECK(tables.functions[0].memory == 121);  // the application's, rounded up
  CHECK(tables.functions[1].memory == 121);
  CHECK(tables.functions[2].memory == 64);
  CHECK(tables.functions[0].duration.quantile(0.3) == 100e6);
  CHECK(tables.functions[2].duration.quantile(0.5) == 20e6);
  CHECK(tables.functions[2].duration.quantile(0.75) == 40e6);
  CHECK(tables.functions[2].duration.mean() == Approx(25e6));  // its Average; straight lines would give 29.25
  CHECK(tables.functions[2].duration.quantile(1) == 99.5e6);
  REQUIRE(tables.minutes.size() == 3);
  REQUIRE(tables.minutes[0].size() == 2);
  CHECK(tables.minutes[0][0].row == 0);
  CHECK(tables.minutes[0][0].invocations == 3);
  REQUIRE(tables.minutes[1].size() == 1);
  CHECK(tables.minutes[1][0].row == 1);
  REQUIRE(tables.minutes[2].size() == 3);
  CHECK(tables.minutes[2][2].invocations == 1000);
}

TEST_CASE("a memory file with a row a function is joined on all three hashes, columns in any order") {
  AzureFiles files;
  files.memory = "HashFunction,HashOwner,HashApp,AverageAllocatedMb\nf3,o2,a2,30\nf2,o1,a1,20\nf1,o1,a1,0\n";
  const TemporaryFolder folder;
  const AzureTables tables = read_azure_tables(files.in(folder));
  CHECK(tables.functions[0].memory == 1);
  CHECK(tables.functions[1].memory == 20);
  CHECK(tables.functions[2].memory == 30);
}

TEST_CASE("any stretch of minutes will do, and the first functions only") {
  AzureFiles files;
  files.invocations = replaced(files.invocations, "1,2,3", "480,481,482");
  const TemporaryFolder folder;
  AzureTraceSpec spec = files.in(folder);
  spec.functions = 2;
  CHECK(read_azure_tables(spec).functions.size() == 2);
  CHECK(read_azure_tables(spec).minutes.size() == 3);
  spec.functions = 4;
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.invocations + ":4:1: the file has 3 functions; `functions` is 4, at most 3 are allowed");
}

TEST_CASE("functions without a row get the defaults, if there are any") {
  AzureFiles files;
  files.durations = replaced(files.durations, "o1,a1,f2", "o1,a1,f7");
  files.memory = replaced(files.memory, "o2,a2", "o2,a7");
  CHECK(
      tables_error(files) ==
      "durations.csv:5:1: no row for function o1/a1/f2; each function needs one, or give a default duration");
  const TemporaryFolder folder;
  AzureTraceSpec spec = files.in(folder);
  spec.default_duration = sim::milliseconds(3);
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.memory + ":3:1: no row for application o2/a2; each needs one, or give a default memory");
  spec.default_memory = 99;
  const AzureTables tables = read_azure_tables(spec);
  CHECK(tables.functions[1].duration == sim::Distribution::constant(3e6));
  CHECK(tables.functions[2].memory == 99);
}

TEST_CASE("what is wrong with the invocations file is told") {
  CHECK(invocations_error("HashApp", "App") ==
        "invocations.csv:1:11: column 2 is \"App\"; it must be HashApp");
  CHECK(invocations_error(",1,2,3", ",1,2,4") ==
        "invocations.csv:1:44: column 7 is \"4\"; minutes must be consecutive, so 3 is due");
  CHECK(invocations_error(",1,2,3", ",one,2,3") ==
        "invocations.csv:1:40: column 5 is \"one\"; it must be the number of a minute");
  CHECK(invocations_error("Trigger,1,2,3", "Trigger") ==
        "invocations.csv:1:1: no minute columns; the columns must be HashOwner,HashApp,HashFunction,Trigger "
        "and "
        "minutes such as 1..1440");
  const std::string count = "; a whole number from 0 to 100000000 is needed";
  CHECK(invocations_error("http,3,0,5", "http,3,-1,5") == "invocations.csv:2:17: minute 2 is \"-1\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,3,,5") == "invocations.csv:2:17: minute 2 is \"\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,3.5,0,5") ==
        "invocations.csv:2:15: minute 1 is \"3.5\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,100000001,0,5") ==
        "invocations.csv:2:15: minute 1 is \"100000001\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,18446744073709551617,0,5") ==
        "invocations.csv:2:15: minute 1 is \"18446744073709551617\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,3,0") ==
        "invocations.csv:2:17: the line has 6 fields; the header has 7 columns");
  CHECK(invocations_error("o1,a1,f2", "o1,a1,f1") ==
        "invocations.csv:3:1: a second row for this function, the first is on line 2; one is allowed");
  CHECK(invocations_error("o1,a1,f2", "o1,,f2") == "invocations.csv:3:4: HashApp is \"\"; a hash is needed");
  AzureFiles files;
  files.invocations = files.invocations.substr(0, files.invocations.find('\n'));
  CHECK(tables_error(files) == "invocations.csv:1:1: there are no functions; at least one row is needed");
}

TEST_CASE("what is wrong with the durations file is told") {
  CHECK(durations_error("HashFunction", "HashFuncton") ==
        "durations.csv:1:1: no column \"HashFunction\" (did you mean \"HashFuncton\"?); the columns are: "
        "HashOwner, HashApp, HashFuncton, Average, Count, Minimum, Maximum, percentile_Average_0, "
        "percentile_Average_1, percentile_Average_25, percentile_Average_50, percentile_Average_75, "
        "percentile_Average_99, percentile_Average_100");
  CHECK(durations_error("10,20,40", "10,9,40") ==
        "durations.csv:2:29: percentile_Average_50 is \"9\"; at least 10, which is percentile_Average_25, is "
        "needed");
  CHECK(
      durations_error("10,20,40", "10,x,40") ==
      "durations.csv:2:29: percentile_Average_50 is \"x\"; a number of milliseconds of at least 0 is needed");
  CHECK(durations_error("10,20,40", "-10,20,40") ==
        "durations.csv:2:26: percentile_Average_25 is \"-10\"; a number of milliseconds of at least 0 is "
        "needed");
  CHECK(durations_error("o1,a1,f2", "o1,a1,f1") ==
        "durations.csv:4:1: a second row for this function, the first is on line 3; one is allowed");
}

TEST_CASE("what is wrong with the memory file is told") {
  const std::string needed = "; a number of MiB from 0 to 16777216 is needed";
  CHECK(memory_error("120.25", "-1") == "memory.csv:2:11: AverageAllocatedMb is \"-1\"" + needed);
  CHECK(memory_error("120.25", "NaN") == "memory.csv:2:11: AverageAllocatedMb is \"NaN\"" + needed);
  CHECK(memory_error("120.25", "16777216.5") ==
        "memory.csv:2:11: AverageAllocatedMb is \"16777216.5\"" + needed);
  CHECK(memory_error("o2,a2", "o1,a1") ==
        "memory.csv:3:1: a second row for this application, the first is on line 2; one is allowed");
  CHECK(memory_error("AverageAllocatedMb,", "AverageAlocatedMb,") ==
        "memory.csv:1:1: no column \"AverageAllocatedMb\" (did you mean \"AverageAlocatedMb\"?); the columns "
        "are: "
        "HashOwner, HashApp, SampleCount, AverageAlocatedMb, AverageAllocatedMb_pct1, "
        "AverageAllocatedMb_pct100");
}

TEST_CASE("days follow each other and functions are joined over them by their hashes") {
  const TemporaryFolder folder;
  const TemporaryFolder second_folder;
  const AzureFiles files;
  AzureFiles next;
  next.invocations =
      "HashOwner,HashApp,HashFunction,Trigger,1,2\n"
      "o3,a3,f4,http,0,7\n"
      "o1,a1,f1,http,2,0\n";
  next.durations = files.durations.substr(0, files.durations.find('\n') + 1) +
                   "o3,a3,f4,3,7,3,3,3,3,3,3,3,3,3\n"
                   "o1,a1,f1,9,2,9,9,9,9,9,9,9,9,9\n";
  next.memory = "HashOwner,HashApp,AverageAllocatedMb\no3,a3,10\no1,a1,999\n";
  AzureTraceSpec spec = files.in(folder);
  spec.later_days = {next.in(second_folder)};
  const AzureTables tables = read_azure_tables(spec);
  REQUIRE(tables.functions.size() == 4);
  CHECK(tables.functions[3].function == "f4");
  CHECK(tables.functions[3].memory == 10);
  CHECK(tables.functions[0].memory == 121);  // of the first day
  CHECK(tables.functions[0].duration == read_azure_tables(files.in(folder)).functions[0].duration);
  REQUIRE(tables.minutes.size() == 5);
  REQUIRE(tables.minutes[3].size() == 1);
  CHECK(tables.minutes[3][0].row == 0);
  CHECK(tables.minutes[3][0].invocations == 2);
  REQUIRE(tables.minutes[4].size() == 1);
  CHECK(tables.minutes[4][0].row == 3);
  CHECK(tables.minutes[4][0].invocations == 7);

  spec.functions = 3;  // f4 comes too late, f1 goes on
  CHECK(read_azure_tables(spec).functions.size() == 3);
  CHECK(read_azure_tables(spec).minutes[3].size() == 1);
  CHECK(read_azure_tables(spec).minutes[4].empty());
  spec.functions = 5;
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.later_days[0].invocations +
            ":3:1: the files have 4 functions; `functions` is 5, at most 4 are allowed");
  spec.functions.reset();
  next.durations = files.durations;
  spec.later_days = {next.in(second_folder)};
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.later_days[0].durations +
            ":5:1: no row for function o3/a3/f4; each function needs one, or give a default duration");
}
