#include "models/workload/azure_tables.hpp"

#include "tests/catch.hpp"
#include "tests/workload/azure_files.hpp"

using namespace curtain;
using support::AzureFiles;
using support::error_of;
using support::replaced;
using support::TemporaryFolder;

namespace {

/// Returns the error of reading, from the file's name on.
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
  CHECK(tables.functions[0].memory == 121);  // this is the memory of the application, rounded up
  CHECK(tables.functions[1].memory == 121);
  CHECK(tables.functions[2].memory == 64);
  CHECK(tables.functions[0].duration.quantile(0.3) == 100e6);
  CHECK(tables.functions[2].duration.quantile(0.5) == 20e6);
  CHECK(tables.functions[2].duration.quantile(0.75) == 40e6);
  CHECK(tables.functions[2].duration.mean() == Approx(25e6));  // the mean equals Average; straight lines
                                                               // would give 29.25
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

TEST_CASE("a memory file with a row per function is joined on all three hashes, with columns in any order") {
  AzureFiles files;
  files.memory = "HashFunction,HashOwner,HashApp,AverageAllocatedMb\nf3,o2,a2,30\nf2,o1,a1,20\nf1,o1,a1,0\n";
  const TemporaryFolder folder;
  const AzureTables tables = read_azure_tables(files.in(folder));
  CHECK(tables.functions[0].memory == 1);
  CHECK(tables.functions[1].memory == 20);
  CHECK(tables.functions[2].memory == 30);
}

TEST_CASE("the files may have any range of minutes, and only the first functions may be read") {
  AzureFiles files;
  files.invocations = replaced(files.invocations, "1,2,3", "480,481,482");
  const TemporaryFolder folder;
  AzureTraceSpec spec = files.in(folder);
  spec.functions = 2;
  CHECK(read_azure_tables(spec).functions.size() == 2);
  CHECK(read_azure_tables(spec).minutes.size() == 3);
  spec.functions = 4;
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.invocations +
            ":4:1: the file has 3 functions, but `functions` is 4; set `functions` to at most 3");
}

TEST_CASE("functions without a row get the defaults, if these are given") {
  AzureFiles files;
  files.durations = replaced(files.durations, "o1,a1,f2", "o1,a1,f7");
  files.memory = replaced(files.memory, "o2,a2", "o2,a7");
  CHECK(tables_error(files) ==
        "durations.csv:5:1: there is no row for function o1/a1/f2; add a row for each function, or set a "
        "default duration");
  const TemporaryFolder folder;
  AzureTraceSpec spec = files.in(folder);
  spec.default_duration = sim::milliseconds(3);
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.memory +
            ":3:1: there is no row for application o2/a2; add a row for each of them, or set a default "
            "memory size");
  spec.default_memory = 99;
  const AzureTables tables = read_azure_tables(spec);
  CHECK(tables.functions[1].duration == sim::Distribution::constant(3e6));
  CHECK(tables.functions[2].memory == 99);
}

TEST_CASE("errors in the invocations file are reported") {
  CHECK_THAT(invocations_error("HashFunction", "HashFunc"),
             ContainsSubstring(
                 "invocations.csv:1:1: there is no column \"HashFunction\" (did you mean \"HashFunc\"?)"));
  CHECK(invocations_error(",1,2,3", ",1,2,4") ==
        "invocations.csv:1:44: column 7 is \"4\"; minutes must be consecutive, so 3 is expected");
  CHECK(invocations_error(",1,2,3", ",3,2,5") ==
        "invocations.csv:1:44: column 7 is \"5\"; minutes must be consecutive, so 4 is expected");
  CHECK(invocations_error(",1,2,3", ",01,2,1") ==
        "invocations.csv:1:45: column 7 is \"1\"; minutes must be consecutive, so 2 is expected");
  CHECK(invocations_error("Trigger,1,2,3", "Trigger") ==
        "invocations.csv:1:1: there are no columns of minutes; the columns must be "
        "HashOwner,HashApp,HashFunction,Trigger and minutes such as 1..1440");
  const std::string count = "; expected a whole number from 0 to 100000000";
  CHECK(invocations_error("http,3,0,5", "http,3,-1,5") == "invocations.csv:2:17: minute 2 is \"-1\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,3,,5") == "invocations.csv:2:17: minute 2 is \"\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,3.5,0,5") ==
        "invocations.csv:2:15: minute 1 is \"3.5\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,100000001,0,5") ==
        "invocations.csv:2:15: minute 1 is \"100000001\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,18446744073709551617,0,5") ==
        "invocations.csv:2:15: minute 1 is \"18446744073709551617\"" + count);
  CHECK(invocations_error("http,3,0,5", "http,3,0") ==
        "invocations.csv:2:17: the line has 6 fields, but the header has 7 columns");
  CHECK(invocations_error("http,3,0,5", "http,3.,0,5") == "invocations.csv:2:15: minute 1 is \"3.\"" + count);
  CHECK(invocations_error("o1,a1,f2", "o1,,f2") == "invocations.csv:3:4: HashApp is \"\"; expected a hash");
  AzureFiles files;
  files.invocations = files.invocations.substr(0, files.invocations.find('\n'));
  CHECK(tables_error(files) == "invocations.csv:1:1: there are no functions; expected at least one row");
}

TEST_CASE("errors in the durations file are reported") {
  CHECK(durations_error("HashFunction", "HashFuncton") ==
        "durations.csv:1:1: there is no column \"HashFunction\" (did you mean \"HashFuncton\"?); the columns "
        "are: HashOwner, HashApp, HashFuncton, Average, Count, Minimum, Maximum, percentile_Average_0, "
        "percentile_Average_1, percentile_Average_25, percentile_Average_50, percentile_Average_75, "
        "percentile_Average_99, percentile_Average_100");
  CHECK(durations_error("10,20,40", "10,9,40") ==
        "durations.csv:2:29: percentile_Average_50 is \"9\"; expected at least 10, because "
        "percentile_Average_25 has this value");
  CHECK(
      durations_error("10,20,40", "10,x,40") ==
      "durations.csv:2:29: percentile_Average_50 is \"x\"; expected a number of milliseconds of at least 0");
  CHECK(durations_error("10,20,40", "-10,20,40") ==
        "durations.csv:2:26: percentile_Average_25 is \"-10\"; expected a number of milliseconds of at least "
        "0");
  CHECK_THAT(durations_error("percentile_Average_0", "percentile_Average_2"),
             ContainsSubstring("durations.csv:1:1: there is no column \"percentile_Average_0\""));
}

TEST_CASE("errors in the memory file are reported") {
  const std::string needed = "; expected a number of MiB from 0 to 16777216";
  CHECK(memory_error("120.25", "-1") == "memory.csv:2:11: AverageAllocatedMb is \"-1\"" + needed);
  CHECK(memory_error("120.25", "NaN") == "memory.csv:2:11: AverageAllocatedMb is \"NaN\"" + needed);
  CHECK(memory_error("120.25", "16777216.5") ==
        "memory.csv:2:11: AverageAllocatedMb is \"16777216.5\"" + needed);
  CHECK_THAT(memory_error("HashOwner,HashApp,", "HashOwner,App,"),
             ContainsSubstring("memory.csv:1:1: there is no column \"HashApp\""));
  CHECK(memory_error("AverageAllocatedMb,", "AverageAlocatedMb,") ==
        "memory.csv:1:1: there is no column \"AverageAllocatedMb\" (did you mean \"AverageAlocatedMb\"?); "
        "the columns are: HashOwner, HashApp, SampleCount, AverageAlocatedMb, AverageAllocatedMb_pct1, "
        "AverageAllocatedMb_pct100");
}

TEST_CASE("days are read in sequence, and functions are joined over them by their hashes") {
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
  CHECK(tables.functions[0].memory == 121);  // values are those of the first day
  CHECK(tables.functions[0].duration == read_azure_tables(files.in(folder)).functions[0].duration);
  REQUIRE(tables.minutes.size() == 5);
  REQUIRE(tables.minutes[3].size() == 1);
  CHECK(tables.minutes[3][0].row == 0);
  CHECK(tables.minutes[3][0].invocations == 2);
  REQUIRE(tables.minutes[4].size() == 1);
  CHECK(tables.minutes[4][0].row == 3);
  CHECK(tables.minutes[4][0].invocations == 7);

  spec.functions = 3;  // f4 is not among the first 3 functions, and f1 appears again
  CHECK(read_azure_tables(spec).functions.size() == 3);
  CHECK(read_azure_tables(spec).minutes[3].size() == 1);
  CHECK(read_azure_tables(spec).minutes[4].empty());
  spec.functions = 5;
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.later_days[0].invocations +
            ":3:1: the files have 4 functions, but `functions` is 5; set `functions` to at most 4");
  spec.functions.reset();
  next.durations = files.durations;
  spec.later_days = {next.in(second_folder)};
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.later_days[0].durations +
            ":5:1: there is no row for function o3/a3/f4; add a row for each function, or set a default "
            "duration");
}

TEST_CASE("several rows of a function in one day, as in published days, are one function") {
  AzureFiles files;
  files.invocations += "o1,a1,f1,timer,0,4,1\n";
  files.durations = files.durations.substr(0, files.durations.find('\n') + 1) +
                    "o1,a1,f1,100,3,100,100,100,100,100,100,100,100,100\n"
                    "o2,a2,f3,20,10,20,20,20,20,20,20,20,20,20\n"
                    "o1,a1,f1,200,1,200,200,200,200,200,200,200,200,200\n"
                    "o1,a1,f1,900,0,900,900,900,900,900,900,900,900,900\n"
                    "o1,a1,f2,50,0,50,50,50,50,50,50,50,50,50\n"
                    "o1,a1,f2,70,0,70,70,70,70,70,70,70,70,70\n";
  files.memory += "o1,a1,300,160.25,100,140\n";
  const TemporaryFolder folder;
  const AzureTables tables = read_azure_tables(files.in(folder));
  REQUIRE(tables.functions.size() == 3);
  // By Count, three quarters of the calls take 100 ms and one quarter 200 ms. A row without calls has no
  // weight.
  CHECK(tables.functions[0].duration.mean() == Approx(125e6));
  CHECK(tables.functions[0].duration.quantile(0.74) == 100e6);
  CHECK(tables.functions[0].duration.quantile(0.76) == 200e6);
  CHECK(tables.functions[1].duration.mean() == Approx(60e6));  // without counts all rows have equal weights
  CHECK(tables.functions[0].memory == 151);                    // (100 x 120.25 + 300 x 160.25) / 400 = 150.25
  CHECK(tables.functions[1].memory == 151);
  // Counts are added up by minute: 3, 0 + 4, 5 + 1.
  for (const auto& [minute, count] : {std::pair(0u, 3u), std::pair(1u, 4u), std::pair(2u, 6u)}) {
    std::uint32_t sum = 0;
    int entries = 0;
    for (const IntervalCount& one : tables.minutes[minute]) {
      sum += one.row == 0 ? one.invocations : 0;
      entries += one.row == 0 ? 1 : 0;
    }
    CHECK(sum == count);
    CHECK(entries == 1);
  }
  CHECK(tables.unusual.split_counts == 1);
  CHECK(tables.unusual.split_durations == 2);
  CHECK(tables.unusual.split_memory == 1);
  // The same holds for one of the first N functions whose second row is further below.
  AzureTraceSpec first = files.in(folder);
  first.functions = 1;
  CHECK(read_azure_tables(first).minutes[1].at(0).invocations == 4);
}

TEST_CASE("a row of a day after the first is not a second row of the day") {
  const TemporaryFolder folder;
  const AzureFiles files;
  AzureTraceSpec spec = files.in(folder);
  spec.later_days = {spec};
  const AzureTables tables = read_azure_tables(spec);
  CHECK(tables.unusual.split_counts == 0);
  CHECK(tables.unusual.split_durations == 0);
  CHECK(tables.unusual.split_memory == 0);
  CHECK(tables.functions[0].duration == sim::Distribution::constant(100e6));
}

TEST_CASE("columns are found by name in every file, and owner, application and trigger may be left out") {
  AzureFiles cut;
  cut.invocations = "HashFunction,Trigger,2,1\nf1,timer,0,1\nf2,http,2,1.00\n";
  cut.durations =
      "Average,Count,HashFunction,percentile_Average_0,percentile_Average_100\n5,287,f1,5,5\n30,17002,f2,30,"
      "30\n";
  cut.memory = "HashFunction,SampleCount,AverageAllocatedMb\nf1,21643,119\nf2,21922,282\n";
  AzureFiles ordered = cut;  // this file has owner and application in other positions, and no trigger
  ordered.invocations = "HashApp,HashFunction,HashOwner,1,2\na1,f1,o1,1,0\na1,f2,o1,1,2\n";
  ordered.durations = "HashFunction,HashOwner,HashApp,Average\nf1,o1,a1,5\nf2,o1,a1,30\n";
  AzureFiles quoted = cut;  // a byte-order mark, CRLF, quotes, commas at the ends, an index without a name
  quoted.invocations =
      "\xEF\xBB\xBF,\"HashFunction\",total,\"1\",\"2\",,\r\n0,\"f1\",1,1,0,,\r\n1,f2,3,1,2\r\n";
  for (const AzureFiles& files : {cut, ordered, quoted}) {
    const TemporaryFolder folder;
    const AzureTables tables = read_azure_tables(files.in(folder));
    REQUIRE(tables.functions.size() == 2);
    CHECK(tables.functions[0].function == "f1");
    CHECK(tables.functions[0].duration == sim::Distribution::constant(5e6));
    CHECK(tables.functions[1].duration == sim::Distribution::constant(30e6));
    CHECK(tables.functions[0].memory == 119);
    CHECK(tables.functions[1].memory == 282);
    REQUIRE(tables.minutes.size() == 2);
    CHECK(tables.minutes[0].size() == 2);
    REQUIRE(tables.minutes[1].size() == 1);
    CHECK(tables.minutes[1][0].invocations == 2);
  }
  const TemporaryFolder folder;
  CHECK(read_azure_tables(ordered.in(folder)).functions[1].owner == "o1");
  CHECK(read_azure_tables(ordered.in(folder)).unusual.without_percentiles == 2);
  CHECK(read_azure_tables(quoted.in(folder)).unusual.ignored_columns == std::vector<std::string>{"total"});
  CHECK(read_azure_tables(cut.in(folder)).unusual.without_percentiles == 0);
  cut.memory = "HashOwner,HashApp,AverageAllocatedMb\no1,a1,100\n";
  CHECK(tables_error(cut) ==
        "memory.csv:1:1: there is no column \"HashFunction\"; the columns are: HashOwner, HashApp, "
        "AverageAllocatedMb");
}

TEST_CASE("means that contradict the percentiles are counted, and so are functions with durations of zero") {
  const std::string start = AzureFiles{}.durations.substr(0, AzureFiles{}.durations.find('\n') + 1);
  const auto unusual = [&start](const std::string& first) {
    AzureFiles files;
    files.durations =
        start + first + "o1,a1,f2,7,3,7,7,7,7,7,7,7,7,7\no2,a2,f3,25,100,1,99,1,2,10,20,40,90,99.5\n";
    const TemporaryFolder folder;
    return read_azure_tables(files.in(folder)).unusual;
  };
  CHECK(unusual("o1,a1,f1,0,4,0,350,0,0,0,10,20,300,350\n").impossible_means == 1);
  CHECK(unusual("o1,a1,f1,900,10,0,20,0,0,5,10,15,20,20\n").impossible_means == 1);
  // The means of the steps are 10.3 and 32.95 ms. Differences caused by rounding to whole milliseconds are
  // not reported.
  CHECK(unusual("o1,a1,f1,9.2,4,0,350,0,0,0,10,20,300,350\n").impossible_means == 1);
  CHECK(unusual("o1,a1,f1,9.4,4,0,350,0,0,0,10,20,300,350\n").impossible_means == 0);
  CHECK(unusual("o1,a1,f1,0,2,0,0,0,0,0,0,0,0,0\n").impossible_means == 0);
  CHECK(unusual("o1,a1,f1,0,2,0,0,0,0,0,0,0,0,0\n").timeless == 1);
  CHECK(unusual("o1,a1,f1,5,2,0,0,0,0,0,0,0,0,0\n").impossible_means == 1);
  CHECK(unusual("o1,a1,f1,1,2,1,1,1,1,1,1,1,1,1\n").timeless == 0);
  CHECK(unusual("o1,a1,f1,1,2,1,1,1,1,1,1,1,1,1\no5,a5,f5,1,2,1,1,1,1,1,1,1,1,1\n").uncounted_durations == 1);
}

TEST_CASE("a day may lack its file of durations or memory") {
  const TemporaryFolder folder;
  const TemporaryFolder second;
  const AzureFiles files;
  AzureTraceSpec spec = files.in(folder);
  AzureFiles next;
  next.invocations = "HashOwner,HashApp,HashFunction,Trigger,1\no1,a1,f1,http,2\no3,a3,f4,http,1\n";
  AzureTraceSpec day = next.in(second);
  day.memory.clear();
  day.durations.clear();
  spec.later_days = {day};
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.durations +
            ":5:1: there is no row for function o3/a3/f4; add a row for each function, or set a default "
            "duration");
  spec.default_duration = sim::milliseconds(5);
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.memory +
            ":3:1: there is no row for application o3/a3; add a row for each of them, or set a default "
            "memory size");
  spec.default_memory = 170;
  const AzureTables tables = read_azure_tables(spec);
  REQUIRE(tables.functions.size() == 4);
  CHECK(tables.functions[0].memory == 121);
  CHECK(tables.functions[3].memory == 170);
  CHECK(tables.functions[3].duration == sim::Distribution::constant(5e6));
  CHECK(tables.unusual.days_without_memory == 1);
  CHECK(tables.unusual.days_without_durations == 1);
  spec.later_days.clear();
  spec.memory.clear();
  CHECK(read_azure_tables(spec).functions[0].memory == 170);
  spec.default_memory.reset();
  CHECK(error_of<TraceError>([&] { read_azure_tables(spec); }) ==
        spec.invocations +
            ":1:1: there is no row for function o1/a1/f1; add a row for each of them, or set a default "
            "memory size");
}
