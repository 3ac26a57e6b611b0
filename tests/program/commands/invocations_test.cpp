// Tests of `curtain run --invocations`: a row for each invocation, in a CSV file that is complete or absent.
#include <cstring>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::read_file;

namespace {

const std::string kThree =
    "name: calls\n"
    "platform: ideal\n"
    "cold_start: {sandbox: 250ms}\n"
    "policies: {keep_alive: {fixed: {timeout: 10min}}, admission: concurrency-limit}\n"
    "workload:\n"
    "  - trace: {format: csv, path: calls.csv, columns: {tenant: tenant}, concurrency_limit: 1}\n";
const std::string kThreeCalls =
    "tenant,function_id,arrival_s,duration_s,memory_mb\n"
    "\"shop, main\",checkout,0,1,128\n"
    "\"shop, main\",checkout,1,1,128\n"
    "\"shop, main\",checkout,30.5,1,128\n";

}  // namespace

TEST_CASE("The option --invocations writes a row for each invocation, in the order of their ends") {
  const Folder folder;
  const std::string scenario = folder.write("s.yaml", kThree);
  folder.write("calls.csv", kThreeCalls);
  const Ended ended = curtain({"run", scenario, "--invocations", folder / "deep/all.csv"});
  CHECK(ended.err.empty());
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("invocations in "));
  CHECK(read_file(folder / "deep/all.csv") ==
        "n,tenant,function,arrival_s,dispatch_s,start_s,end_s,answer_s,attempts,start,outcome,reason,"
        "instance,vm,"
        "host,charged_s,counted\n"
        "2,\"shop, main\",checkout,1,,,,1,1,,throttled,throttled_by_function_limit,,,,0,1\n"
        "1,\"shop, main\",checkout,0,0,0.25,1.25,1.25,1,cold,completed,,0,0,0,1,1\n"
        "3,\"shop, main\",checkout,30.5,30.5,30.5,31.5,31.5,1,warm,completed,,0,0,0,1,1\n");
}

TEST_CASE(
    "A file name with the extension .npy gets columns as numpy reads them, and a list of the names next to "
    "it") {
  const Folder folder;
  const std::string scenario = folder.write("s.yaml", kThree);
  folder.write("calls.csv", kThreeCalls);
  REQUIRE(curtain({"run", scenario, "--quiet", "--invocations", folder / "all.npy"}).status == 0);
  const std::string bytes = read_file(folder / "all.npy");
  REQUIRE(bytes.size() == 512 + 3 * 96);
  CHECK(bytes.substr(0, 10) == std::string("\x93NUMPY\x01\x00\xf6\x01", 10));
  CHECK_THAT(bytes.substr(0, 512), ContainsSubstring("'fortran_order': False, 'shape': (3,), }"));
  CHECK(bytes[511] == '\n');
  const auto number = [&bytes](std::size_t row, std::size_t offset) {
    std::int64_t value = 0;
    std::memcpy(&value, bytes.data() + 512 + 96 * row + offset, sizeof value);
    return value;
  };
  const auto code = [&bytes](std::size_t row, std::size_t offset) {
    return static_cast<int>(static_cast<signed char>(bytes[512 + 96 * row + offset]));
  };
  // The second call is throttled at 1 s, so it has no dispatch and no place.
  CHECK(number(0, 0) == 2);
  CHECK(number(0, 16) == 1'000'000'000);  // this is the arrival
  for (const std::size_t absent : {24u, 32u, 40u, 64u, 72u, 80u}) {
    CHECK(number(0, absent) == -1);
  }
  CHECK(number(0, 48) == 1'000'000'000);  // this is the answer
  CHECK(code(0, 92) == -1);               // this invocation has no kind of start
  CHECK(code(0, 93) == 2);                // the outcome is throttled
  CHECK(code(0, 94) == 1);                // the reason is the limit of the function
  // The first call is cold, on the first instance.
  CHECK(number(1, 0) == 1);
  CHECK(number(1, 32) == 250'000'000);    // the start
  CHECK(number(1, 40) == 1'250'000'000);  // the end
  CHECK(number(1, 56) == 1'000'000'000);  // this is the charged time
  CHECK(number(1, 64) == 0);
  CHECK(code(1, 92) == 1);
  CHECK(code(1, 93) == 0);
  CHECK(code(1, 94) == -1);
  CHECK(code(1, 95) == 1);
  CHECK(read_file(folder / "all.npy.json") ==
        "{\n"
        "  \"functions\": [\"checkout\"],\n"
        "  \"tenant_of_function\": [0],\n"
        "  \"tenants\": [\"shop, main\"],\n"
        "  \"start\": [\"warm\", \"cold\", \"waited\"],\n"
        "  \"outcome\": [\"completed\", \"failed\", \"throttled\", \"timed_out\", \"expired\", \"refused\", "
        "\"errored\", \"abandoned\", \"in_flight\"],\n"
        "  \"reason\": [\"throttled_by_account_limit\", \"throttled_by_function_limit\", "
        "\"throttled_by_rate\", \"throttled_by_starts\", \"throttled_by_frontend_queue\", "
        "\"throttled_by_function_queue\", \"throttled_unstated\", \"expired\", \"refused_no_room\", "
        "\"refused_too_large\", \"throttled_by_end_tenants\", \"refused_no_end_tenant\"]\n"
        "}\n");
}

TEST_CASE("Rows of any length are written whole, even if they end at the edge of a piece") {
  const Folder folder;
  const std::string name(70'000, 'x');  // four such rows are longer than a piece of the file
  std::string calls = "function_id,arrival_s,duration_s,memory_mb\n";
  for (int i = 0; i < 20; ++i) {
    calls += (i % 3 == 0 ? name : "f" + std::to_string(i)) + "," + std::to_string(i) + ",0.5,128\n";
  }
  folder.write("calls.csv", calls);
  const std::string scenario = folder.write(
      "s.yaml", "name: long\nplatform: ideal\nworkload:\n  - trace: {format: csv, path: calls.csv}\n");
  REQUIRE(curtain({"run", scenario, "--quiet", "--invocations", folder / "all.csv"}).status == 0);
  const support::CsvTable rows(read_file(folder / "all.csv"));
  REQUIRE(rows.size() == 20);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows.at(i, "function") == (i % 3 == 0 ? name : "f" + std::to_string(i)));
    CHECK(rows.at(i, "end_s") == std::to_string(i) + ".5");
    CHECK(rows.at(i, "counted") == "1");
  }
}

TEST_CASE("The option --invocations changes no number, and compresses by the file's extension") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string plain = support::without_run(curtain({"run", scenario, "--json"}).out);
  const Ended packed = curtain({"run", scenario, "--json", "--invocations", folder / "all.csv.gz"});
  CHECK(support::without_run(packed.out) == plain);
  const std::string bytes = read_file(folder / "all.csv.gz");
  REQUIRE(bytes.size() > 2);
  CHECK(bytes.substr(0, 2) == "\x1f\x8b");
  const Ended audited =
      curtain({"run", scenario, "--audit", "--invocations", folder / "again.csv", "--decisions", "-"});
  CHECK(audited.status == 0);
}

TEST_CASE("Rows of --invocations add up to the counts and the mean latency of the report") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended ended = curtain({"run", scenario, "--json", "--invocations", "-"});
  CHECK(ended.status != 0);  // both outputs need standard output
  const Ended apart = curtain({"run", scenario, "--json", "--invocations", folder / "all.csv"});
  REQUIRE(apart.status == 0);
  const support::CsvTable rows(read_file(folder / "all.csv"));
  REQUIRE(rows.columns().size() == 17);
  double cold = 0;
  double latency = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    cold += rows.at(i, "start") == "cold" ? 1 : 0;
    latency += std::stod(rows.at(i, "answer_s")) - std::stod(rows.at(i, "arrival_s"));
  }
  const support::Json json = support::JsonReader::read(apart.out);
  const auto metric = [&json](const char* name) { return json["metrics"][name].number; };
  CHECK(metric("invocations.arrived") == static_cast<double>(rows.size()));
  CHECK(metric("cold_start.count") == cold);
  CHECK(metric("latency.mean_s") == Approx(latency / static_cast<double>(rows.size())));
}

TEST_CASE("Options that exclude --invocations are refused before the run") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const auto wrong = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"run", scenario});
    const Ended ended = curtain(options);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    return ended.err;
  };
  CHECK_THAT(wrong({"--invocations", "-", "--decisions", "-"}),
             ContainsSubstring("--decisions and --invocations cannot both go to standard output"));
  CHECK_THAT(wrong({"--invocations", "a.csv", "--replications", "5"}),
             ContainsSubstring("--invocations needs a single run, but --replications requests means over 5"));
  folder.write("there.csv", "mine\n");
  CHECK_THAT(wrong({"--invocations", folder / "there.csv"}), ContainsSubstring("there.csv' already exists"));
  CHECK(read_file(folder / "there.csv") == "mine\n");
  for (const char* const name : {"all.npz", "all.npy.gz", "all.npy.zst"}) {
    CHECK_THAT(
        wrong({"--invocations", folder / name}),
        ContainsSubstring(
            "only rows of CSV can be compressed; for --invocations, write a name that ends in .npy, .csv"));
  }
  folder.write("mine.npy.json", "mine\n");
  CHECK_THAT(wrong({"--invocations", folder / "mine.npy"}),
             ContainsSubstring("mine.npy.json' already exists"));
  CHECK_THAT(wrong({"--decisions", folder / "all.npy"}), ContainsSubstring("would contain CSV"));
  CHECK_THAT(wrong({"--invocations", folder / "all.xz"}),
             ContainsSubstring("write a name that ends in .gz (gzip) or .zst (zstd)"));
}
