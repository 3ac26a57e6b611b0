#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/workload/packed_files.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::Opened;
using support::TemporaryFolder;

namespace {

// The files as written by src/Ilúvatar's own generator, for four functions.
const std::string kMetadata =
    "func_name,cold_dur_ms,warm_dur_ms,mem_mb\nhello,400,10,512\npyaes,700.5,300,256.25\nunused,5,5,128\n";
const std::string kInvocations = "func_name,invoke_time_ms\npyaes,0\nhello,2\nhello,2\npyaes,1000.25\n";

IluvatarTraceSpec iluvatar_in(const TemporaryFolder& folder, const std::string& metadata,
                              const std::string& invocations) {
  IluvatarTraceSpec spec;
  spec.metadata = folder.write("m.csv", metadata);
  spec.paths = {folder.write("t.csv", invocations)};
  return spec;
}

constexpr Time iluvatar_ms(std::int64_t milliseconds) {
  return Time{} + sim::milliseconds(milliseconds);
}

/// Returns the error for these two files, without their folder.
std::string iluvatar_error(const std::string& metadata, const std::string& invocations) {
  const TemporaryFolder folder;
  const IluvatarTraceSpec spec = iluvatar_in(folder, metadata, invocations);
  std::string error = error_of<TraceError>([&] { Opened(spec, SourceContext{}); });
  const std::string path = folder.path("");
  for (std::size_t at = 0; (at = error.find(path)) != std::string::npos;) {
    error.erase(at, path.size());
  }
  return error;
}

}  // namespace

TEST_CASE(
    "calls take the warm time of their function, and its init is the difference of cold and warm time") {
  const TemporaryFolder folder;
  IluvatarTraceSpec spec = iluvatar_in(folder, kMetadata, kInvocations);
  spec.tenant = "lab";
  spec.traits.timeout = sim::seconds(9);
  for (const std::size_t size : {1u, 3u, 100u}) {
    const Opened opened(spec, SourceContext{}, size);
    CHECK(opened.arrivals ==
          std::vector<Arrival>{{iluvatar_ms(0), sim::milliseconds(300), FunctionId(1u)},
                               {iluvatar_ms(2), sim::milliseconds(10), FunctionId(0u)},
                               {iluvatar_ms(2), sim::milliseconds(10), FunctionId(0u)},
                               {Time{1'000'250'000}, sim::milliseconds(300), FunctionId(1u)}});
    REQUIRE(opened.table.size() == 3);
    const FunctionSpec& pyaes = opened.table[FunctionId(1u)];
    CHECK(pyaes.name == "pyaes");
    CHECK(pyaes.memory == 257);
    CHECK(pyaes.traits.init == sim::Distribution::constant(400'500'000));
    CHECK(pyaes.traits.timeout == sim::seconds(9));
    CHECK(opened.table.tenant_name(pyaes.tenant) == "lab");
    CHECK(opened.table[FunctionId(2u)].traits.init == sim::Distribution::constant(0));
  }
  spec.cold_time_is_init = false;
  CHECK_FALSE(Opened(spec, SourceContext{}).table[FunctionId(1u)].traits.init.has_value());
  spec.traits.init = sim::Distribution::constant(7);
  CHECK(Opened(spec, SourceContext{}).table[FunctionId(1u)].traits.init == sim::Distribution::constant(7));
}

TEST_CASE("the first versions of the format number their functions") {
  const TemporaryFolder folder;
  const Opened opened(
      iluvatar_in(folder, "func_name,cold_dur_ms,warm_dur_ms,mem_mb,function_id\na,2,1,128,7\nb,4,3,128,3\n",
                  "function_id,invoke_time_ms\n3,5\n7,6\n"),
      SourceContext{});
  CHECK(opened.arrivals == std::vector<Arrival>{{iluvatar_ms(5), sim::milliseconds(3), FunctionId(1u)},
                                                {iluvatar_ms(6), sim::milliseconds(1), FunctionId(0u)}});
  CHECK(opened.table[FunctionId(1u)].name == "b");
}

TEST_CASE("invocations may be in several compressed files, cut at the duration, and counted from the first") {
  const TemporaryFolder folder;
  IluvatarTraceSpec spec =
      iluvatar_in(folder, support::gzipped(kMetadata), support::zstd_packed(kInvocations));
  spec.paths.push_back(folder.write("u.csv", "invoke_time_ms,func_name,x\n3000,hello,\n4000,hello,\n"));
  CHECK(Opened(spec, SourceContext{}).arrivals.size() == 6);
  CHECK(Opened(spec, support::context_of(1, 4)).arrivals.size() == 5);
  spec.paths.erase(spec.paths.begin());
  spec.origin_first_row = true;
  CHECK(Opened(spec, SourceContext{}).arrivals.back().time == iluvatar_ms(1000));
}

TEST_CASE("an error in a file of functions or invocations is reported with its line") {
  const std::string header = "func_name,cold_dur_ms,warm_dur_ms,mem_mb\n";
  CHECK(iluvatar_error("func_name,cold_dur_ms,warm_dur,mem_mb\n", kInvocations) ==
        "m.csv:1:1: there is no column \"warm_dur_ms\" (did you mean \"warm_dur\"?); the columns are: "
        "func_name, cold_dur_ms, warm_dur, mem_mb");
  CHECK(iluvatar_error(header, kInvocations) ==
        "m.csv:1:1: there are no functions; expected at least one row");
  CHECK(iluvatar_error(header + "a,2,1,128\na,2,1,128\n", kInvocations) ==
        "m.csv:3:1: func_name \"a\" already has a row on line 2; only one row per function is allowed");
  CHECK(iluvatar_error(header + "a,1,2,128\n", kInvocations) ==
        "m.csv:2:3: cold_dur_ms \"1\" is less than the warm run of 0.002 s, but a cold run must include the "
        "start-up; correct the file, or set `cold_time: ignore`");
  CHECK(
      iluvatar_error(header + "a,-1,2,128\n", kInvocations) ==
      "m.csv:2:3: cold_dur_ms \"-1\" is not possible; expected a number of milliseconds from 0 to 146 years");
  CHECK(
      iluvatar_error(header + "a,x,2,128\n", kInvocations) ==
      "m.csv:2:3: cold_dur_ms \"x\" is not possible; expected a number of milliseconds from 0 to 146 years");
  CHECK(iluvatar_error(header + "a,2,1,0\n", kInvocations) ==
        "m.csv:2:7: mem_mb \"0\" is not possible; expected a number of MiB above 0 and up to 16777216");
  CHECK(iluvatar_error(header + "a,2,1,99999999999\n", kInvocations) ==
        "m.csv:2:7: mem_mb \"99999999999\" is not possible; expected a number of MiB above 0 and up to "
        "16777216");
  CHECK(iluvatar_error(header + ",2,1,1\n", kInvocations) ==
        "m.csv:2:1: func_name is empty; expected a name");
  CHECK(iluvatar_error(header + "a,2,1\n", kInvocations) ==
        "m.csv:2:5: the line has 3 fields, but the header has 4 columns");
  CHECK(iluvatar_error("func_name,cold_dur_ms,warm_dur_ms,mem_mb,function_id\na,2,1,128,1\na,2,1,256,2\n",
                       "function_id,invoke_time_ms\n1,0\n") ==
        "m.csv:3:1: func_name \"a\" contradicts an earlier description: function \"a\" of tenant \"default\" "
        "is described twice with a difference: its memory was 128 MiB, now 256 MiB; all descriptions of a "
        "function must agree");
  CHECK(iluvatar_error(kMetadata, "func_name,invoke_time_ms\nhello,0\nhelo,1\n") ==
        "t.csv:3:1: func_name is \"helo\", which has no row in m.csv (did you mean \"hello\"?)");
  CHECK(iluvatar_error(kMetadata, "func_name,invoke_time_ms\nhello,10\nhello,9\n") ==
        "t.csv:3:7: invoke_time_ms is 0.009 s here, but 0.01 s on line 2; rows must be in order of arrival; "
        "this command sorts them: (head -n 1 FILE; tail -n +2 FILE | sort -s -t, -k2,2g) > SORTED");
  CHECK(iluvatar_error(kMetadata, "name,invoke_time_ms\nhello,10\n") ==
        "t.csv:1:1: there is no column \"func_name\"; the columns are: name, invoke_time_ms");
}
