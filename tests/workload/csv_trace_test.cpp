#include "models/workload/specification.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::Opened;
using support::TemporaryFolder;

namespace {

const std::string kCsvHeader = "function_id,arrival_s,duration_s,memory_mb\n";

CsvTraceSpec csv(const std::string& path) {
  CsvTraceSpec spec;
  spec.paths = {path};
  return spec;
}

/// Returns the error of a trace with `rows` under the usual header, after the path.
std::string csv_error(const std::string& rows, bool origin_first_row = false) {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("t.csv", kCsvHeader + rows));
  spec.origin_first_row = origin_first_row;
  const std::string error = error_of<TraceError>([&] { Opened(spec, SourceContext{}); });
  return error.empty() ? "" : error.substr(spec.paths.front().size());
}

}  // namespace

TEST_CASE("a trace returns its rows unchanged") {
  const TemporaryFolder folder;
  const CsvTraceSpec spec = csv(folder.write(
      "t.csv", kCsvHeader + "resize,0,1.5,128\nupload,0.25,0.000000001,256.2\nresize,0.25,0,128.0\n"));
  const Opened opened(spec, SourceContext{});
  CHECK(opened.arrivals == std::vector<Arrival>{{Time{0}, Duration{1'500'000'000}, FunctionId(0u)},
                                                {Time{250'000'000}, Duration{1}, FunctionId(1u)},
                                                {Time{250'000'000}, Duration{0}, FunctionId(0u)}});
  REQUIRE(opened.table.size() == 2);
  CHECK(opened.table[FunctionId(0u)].name == "resize");
  CHECK(opened.table[FunctionId(0u)].memory == 128);
  CHECK(opened.table[FunctionId(1u)].memory == 257);
  CHECK(opened.table.tenant_name(TenantId(0u)) == "default");
  FunctionTable table;
  CHECK_FALSE(open_source(spec, SourceContext{}, table)->horizon().has_value());
}

TEST_CASE("constants replace columns that a file does not have") {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("t.csv", "at,who\n1000,a\n2000,b\n"));
  spec.function_column.clear();
  spec.duration_column.clear();
  spec.memory_column.clear();
  spec.arrival_column = "at";
  spec.tenant_column = "who";
  spec.time_unit_ns = 1'000'000;
  spec.function = "hello";
  spec.memory = 512;
  spec.traits.crash_retries = 2;
  CHECK(error_of<std::invalid_argument>([&] { Opened(spec, SourceContext{}); }) ==
        "a csv trace has no column of durations, no column of ends and no constant duration; set one of the "
        "three");
  spec.duration = sim::milliseconds(5);
  const Opened opened(spec, SourceContext{});
  CHECK(opened.arrivals ==
        std::vector<Arrival>{{Time{} + sim::seconds(1), sim::milliseconds(5), FunctionId(0u)},
                             {Time{} + sim::seconds(2), sim::milliseconds(5), FunctionId(1u)}});
  CHECK(opened.table[FunctionId(1u)].name == "hello");
  CHECK(opened.table[FunctionId(1u)].memory == 512);
  CHECK(opened.table[FunctionId(1u)].traits.crash_retries == 2);
  CHECK(opened.table.tenant_name(opened.table[FunctionId(1u)].tenant) == "b");
}

TEST_CASE("a column of end tenants names the end tenants of the rows, and a row may name none") {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("t.csv",
                                       "function_id,arrival_s,duration_s,memory_mb,customer\n"
                                       "f,0,1,128,acme\nf,1,1,128,\nf,2,1,128,\"b,c\"\ng,3,1,128,acme\n"));
  spec.end_tenant_column = "customer";
  const Opened opened(spec, SourceContext{});
  std::vector<std::uint32_t> named;
  for (const Arrival& arrival : opened.arrivals) {
    named.push_back(arrival.end_tenant);
  }
  CHECK(named == std::vector<std::uint32_t>{1, 0, 2, 1});
  spec.paths = {
      folder.write("u.csv", "function_id,arrival_s,duration_s,memory_mb,customer\nf,0,1,128,a\x01\n")};
  CHECK(error_of<TraceError>([&] { Opened(spec, SourceContext{}); }).find("customer is 'a") !=
        std::string::npos);
}

TEST_CASE("epoch times are counted exactly from the first row, if requested") {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("t.csv",
                                       "function_id,arrival_s,end\nf,1587750815.123456789,1587750815.5\n"
                                       "f,1587750815.123456790,1587750816\n"));
  spec.memory_column.clear();
  spec.end_column = "end";
  spec.origin_first_row = true;
  const Opened opened(spec, SourceContext{});
  CHECK(opened.arrivals == std::vector<Arrival>{{Time{0}, Duration{376'543'211}, FunctionId(0u)},
                                                {Time{1}, Duration{876'543'210}, FunctionId(0u)}});
}

TEST_CASE("arrivals at or beyond the scenario's duration are cut off") {
  const TemporaryFolder folder;
  const CsvTraceSpec spec =
      csv(folder.write("t.csv", kCsvHeader + "f,1,1,1\nf,2,1,1\nf,3,1,1\nnever,4,1,1\n"));
  const Opened opened(spec, support::context_of(1, 3));
  CHECK(opened.arrivals.size() == 2);
  CHECK(opened.table.size() == 1);
}

TEST_CASE("a trace does not depend on the sizes of reads") {
  const TemporaryFolder folder;
  std::string rows;
  std::vector<Arrival> expected;
  sim::Draw draw(sim::DrawKey(1, 0, 0), 0, 0);
  std::int64_t time = 0;
  for (std::uint32_t i = 0; i < 30'000; ++i) {
    time += draw.below(1'000'000);
    const std::uint32_t function = i < 300 ? i : draw.below(300);
    const std::uint32_t duration = draw.below(1'000'000'000);
    std::string fraction = std::to_string(duration);
    fraction.insert(0, 9 - fraction.size(), '0');
    std::string at = std::to_string(time % 1'000'000'000);
    at.insert(0, 9 - at.size(), '0');
    at.insert(0, std::to_string(time / 1'000'000'000) + ".");
    rows += "fn-" + std::to_string(function) + "," + at + ",0." + fraction + ",128\n";
    expected.push_back({Time{time}, Duration{duration}, FunctionId(function)});
  }
  const CsvTraceSpec spec = csv(folder.write("t.csv", kCsvHeader + rows));
  for (const std::size_t size : {1u, 999u, 100'000u}) {
    CHECK(Opened(spec, SourceContext{}, size).arrivals == expected);
  }
}

TEST_CASE("functions are in the table when the rows that name them have been read") {
  const TemporaryFolder folder;
  FunctionTable table;
  const auto source = open_source(csv(folder.write("t.csv", kCsvHeader + "a,1,1,1\na,2,1,1\nb,3,1,1\n")),
                                  SourceContext{}, table);
  std::vector<Arrival> two(2);
  CHECK(table.size() == 0);
  CHECK(source->fill(two) == 2);
  CHECK(table.size() == 1);
  CHECK(source->fill(two) == 1);
  CHECK(table.size() == 2);
}

TEST_CASE("rows out of order are reported with both times and a command that sorts them") {
  CHECK(csv_error("f,1,1,1\nf,4.5,1,1\nf,3.25,1,1\n") ==
        ":4:3: arrival_s is 3.25 s here, but 4.5 s on line 3; rows must be in order of arrival; this command "
        "sorts them: (head -n 1 FILE; tail -n +2 FILE | sort -s -t, -k2,2g) > SORTED");
}

TEST_CASE("contradictions within a trace are reported") {
  CHECK(csv_error("f,1,1,128\nf,2,1,127.5\nf,3,1,129\n") ==
        ":4:7: memory_mb is 129 MiB for function \"f\", which had 128 MiB in an earlier row; a function must "
        "have one memory size");
  CHECK(csv_error("f,1,1,0\n") == ":2:7: memory_mb is 0 MiB; 1 to 16777216 are allowed");
  CHECK(csv_error("f,1,1,16777217\n") == ":2:7: memory_mb is 16777217 MiB; 1 to 16777216 are allowed");
  CHECK(csv_error(",1,1,128\n") == ":2:1: function_id is empty; expected a name");
  CHECK(csv_error("f,1587750815.5,1,128\n") ==
        ":2:3: arrival_s is 1587750815.5 s, which is more than ten years after time zero; for times of day "
        "or epoch times, set `origin: first-row`");
  CHECK(csv_error("f,1,1,128\nf,1587750815,1,128\n", true) ==
        ":3:3: arrival_s is 1587750815 s, which is more than ten years after the first row; at most ten "
        "years are allowed");

  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("t.csv", "function_id,arrival_s,end\nf,2,1.5\n"));
  spec.end_column = "end";
  spec.memory_column.clear();
  CHECK(
      error_of<TraceError>([&] { Opened(spec, SourceContext{}); }) ==
      spec.paths.front() +
          ":2:5: end is 1.5 s, which is before the arrival at 2 s; the end must be at or after the arrival");
}

TEST_CASE("a function that another entry describes differently is reported with its line") {
  const TemporaryFolder folder;
  FunctionTable table;
  table.function(table.tenant("default"), "f", 512, {});
  const CsvTraceSpec spec = csv(folder.write("t.csv", kCsvHeader + "f,1,1,128\n"));
  CHECK(error_of<TraceError>([&] { record(*open_source(spec, SourceContext{}, table)); }) ==
        spec.paths.front() +
            ":2:1: function_id contradicts another workload entry: function \"f\" of tenant \"default\" is "
            "described twice with a difference: its memory was 512 MiB, now 128 MiB; all descriptions of a "
            "function must agree");
}

TEST_CASE("files are read in sequence as one trace, each with its header") {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("a.csv", kCsvHeader + "f,1,1,128\ng,2,1,128\n"));
  spec.paths.push_back(folder.write("b.csv", kCsvHeader));  // there is a day without a call
  spec.paths.push_back(folder.write("c.csv", "memory_mb,arrival_s,duration_s,function_id\n128,2,3,f\n"));
  for (const std::size_t size : {1u, 100u}) {
    CHECK(Opened(spec, SourceContext{}, size).arrivals ==
          std::vector<Arrival>{{Time{} + sim::seconds(1), sim::seconds(1), FunctionId(0u)},
                               {Time{} + sim::seconds(2), sim::seconds(1), FunctionId(1u)},
                               {Time{} + sim::seconds(2), sim::seconds(3), FunctionId(0u)}});
  }
}

TEST_CASE("files that are not in order of time are reported with both names") {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("a.csv", kCsvHeader + "f,1,1,128\nf,2.5,1,128\n"));
  spec.paths.push_back(folder.write("b.csv", kCsvHeader + "f,2,1,128\n"));
  CHECK(error_of<TraceError>([&] { Opened(spec, SourceContext{}); }) ==
        spec.paths[1] + ":2:3: arrival_s is 2 s here, but 2.5 s on line 3 of the previous file, " +
            spec.paths[0] + "; the files must be in order of time");
  spec.paths[1] = folder.write("c.csv", "function_id,arrival_s,duration_s\nf,3,1\n");
  CHECK_THAT(error_of<TraceError>([&] { Opened(spec, SourceContext{}); }),
             ContainsSubstring(spec.paths[1] + ":1:1: there is no column \"memory_mb\""));
}

TEST_CASE("functions of a trace may have individual traits, by their names") {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("t.csv", kCsvHeader + "resize,0,1.5,128\nupload,1,1,128\n"));
  spec.traits.timeout = sim::seconds(9);
  NamedTraits named;
  named.function = "upload";
  named.traits.timeout = sim::seconds(3);
  spec.functions = {named};
  const Opened opened(spec, SourceContext{});
  CHECK(opened.table[FunctionId(0u)].traits.timeout == sim::seconds(9));
  CHECK(opened.table[FunctionId(1u)].traits.timeout == sim::seconds(3));
  // Traits of a function that the trace does not have are an error, which is reported once the trace is read.
  spec.functions[0].function = "uplod";
  CHECK_THAT(error_of<std::invalid_argument>([&] { Opened(spec, SourceContext{}); }),
             ContainsSubstring("functions[0] of a csv trace names \"uplod\", which is not in the trace"));
  spec.functions[0].function = "upload";
  spec.functions[0].tenant = "other";
  CHECK_THAT(error_of<std::invalid_argument>([&] { Opened(spec, SourceContext{}); }),
             ContainsSubstring("\"upload\" of \"other\""));
}

TEST_CASE("rows without a header are read by the numbers of their columns") {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("t.csv", "1.5,resize,768,.25\n2.5,upload,256,5.\n"));
  spec.arrival_column = "1";
  spec.function_column = "2";
  spec.memory_column = "3";
  spec.duration_column = "4";
  const std::vector<Arrival> rows{{Time{1'500'000'000}, Duration{250'000'000}, FunctionId(0u)},
                                  {Time{2'500'000'000}, sim::seconds(5), FunctionId(1u)}};
  for (const CsvHead head : {CsvHead::detect, CsvHead::none}) {
    spec.head = head;
    const Opened opened(spec, SourceContext{});
    CHECK(opened.arrivals == rows);
    CHECK(opened.table[FunctionId(0u)].name == "resize");
    CHECK(opened.table[FunctionId(0u)].memory == 768);
  }
  // Several files are read in order, with a header or without. Numbers of columns work for all of them.
  spec.head = CsvHead::detect;
  spec.paths.push_back(folder.write("u.csv", "time,name,size,took\n3,resize,768,1\n"));
  spec.paths.push_back(folder.write("v.csv", "4,resize,768,1\n"));
  CHECK(Opened(spec, SourceContext{}).arrivals.size() == 4);
  // A column whose name is a number takes precedence.
  spec.paths = {folder.write("w.csv", "4,3,2,1\n0.5,128,f,9\n")};
  spec.head = CsvHead::first_line;  // `header` is required, because by default the first line would be a row
  CHECK(Opened(spec, SourceContext{}).arrivals ==
        std::vector<Arrival>{{Time{9'000'000'000}, Duration{500'000'000}, FunctionId(0u)}});
}

TEST_CASE("errors in numbered columns are reported") {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("t.csv", "1.5,resize,768,.25\n2.5,upload,256,x\n3,upload\n"));
  spec.arrival_column = "1";
  spec.function_column = "2";
  spec.memory_column = "3";
  const auto error = [&spec] {
    return error_of<TraceError>([&] { Opened(spec, SourceContext{}); }).substr(spec.paths.front().size());
  };
  CHECK(error() ==
        ":1:1: there is no column \"duration_s\", because the file has no header line; write the number of a "
        "column, 1 to 4, or none");
  spec.duration_column = "5";
  CHECK(error() ==
        ":1:1: there is no column \"5\", because the file has no header line; write the number of a column, "
        "1 to 4, or none");
  spec.duration_column = "4";
  CHECK(error() == ":2:16: column 4 is \"x\"; expected a decimal number such as 12, 0.25 or 1.5e-3");
  spec.duration_column.clear();
  spec.duration = sim::seconds(1);
  CHECK(error() == ":3:3: the line has 2 fields, but the first line has 4 columns");
}

TEST_CASE("for a file that seems to have no header, columns are suggested") {
  const TemporaryFolder folder;
  const CsvTraceSpec spec = csv(folder.write("t.csv", "1.5,3,768,0.25,0.25\n2.5,1,256,0.25,0.25\n"));
  CHECK(error_of<TraceError>([&] { Opened(spec, SourceContext{}); }) ==
        spec.paths.front() +
            ":1:1: there is no column \"function_id\", and the file seems to have no header line, because "
            "its first line is \"1.5,3,768,0.25,0.25\". Columns may be given by number, for this file "
            "perhaps: columns: {arrival: 1, function: 2, duration: 4, memory: 3}");
}

TEST_CASE("dates and times of day are instants of arrival and end") {
  const TemporaryFolder folder;
  CsvTraceSpec spec = csv(folder.write("t.csv",
                                       "at,end,f\n2024-11-05T09:15:02.123Z,2024-11-05T09:15:03Z,a\n"
                                       "2024-11-05T10:15:03.456+01:00,2024-11-05 09:15:04,a\n"));
  spec.function_column = "f";
  spec.arrival_column = "at";
  spec.end_column = "end";
  spec.duration_column.clear();
  spec.memory_column.clear();
  spec.origin_first_row = true;
  spec.time_unit_ns = 1'000'000;  // the columns are given by number
  CHECK(Opened(spec, SourceContext{}).arrivals ==
        std::vector<Arrival>{{Time{0}, sim::milliseconds(877), FunctionId(0u)},
                             {Time{1'333'000'000}, sim::milliseconds(544), FunctionId(0u)}});
  // The times pass midnight twice, and one end is on the next day.
  spec.paths = {folder.write(
      "m.csv",
      "at,end,f\n23:59:58.5,00:00:01,a\n23:59:59,23:59:59.5,a\n00:00:01,0:00:02,a\n23:00:00,23:00:00,a\n"
      "1:00:00,1:00:00,a\n")};
  const Opened opened(spec, SourceContext{});
  REQUIRE(opened.arrivals.size() == 5);
  CHECK(opened.arrivals[0].duration == sim::milliseconds(2'500));
  CHECK(opened.arrivals[1].time == Time{500'000'000});
  CHECK(opened.arrivals[2].time == Time{2'500'000'000});
  CHECK(opened.arrivals[2].duration == sim::seconds(1));
  // this is 23:00:00 of the next day
  CHECK(opened.arrivals[3].time == Time{} + sim::milliseconds(82'801'500));
  CHECK(opened.arrivals[4].time == Time{} + sim::milliseconds(90'001'500));
  spec.paths = {folder.write("x.csv", "at,end,f\nnoon,1,a\n")};
  CHECK(error_of<TraceError>([&] { Opened(spec, SourceContext{}); }) ==
        spec.paths.front() +
            ":2:1: at is \"noon\"; expected a decimal number such as 12, 0.25 or 1.5e-3, a date such as "
            "2024-11-05T09:15:02.5Z or a time of day such as 13:05:07.25");
}
