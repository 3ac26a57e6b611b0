// Tests of `curtain trace import`: logs are converted to a trace, up to the last line.
#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <sstream>

#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/workload/packed_files.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;
using support::parse_json;
using support::read_file;

namespace {

const std::string kLine =
    "2023-04-09T12:01:02.345Z REPORT RequestId: 7f1c2d3e-0000-4000-8000-000000000001\tDuration: 12.34 ms\t"
    "Billed Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t\n";

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string replaced(std::string text, const std::string& part, const std::string& other) {
  const std::size_t at = text.find(part);
  if (at == std::string::npos) {
    throw std::runtime_error("there is no '" + part + "'");
  }
  return text.replace(at, part.size(), other);
}

/// Returns a time such as "2023-04-09T12:01:02.345Z", without zeros at the end.
std::string in_utc(std::int64_t ns) {
  const std::time_t seconds = ns / 1'000'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S.", &parts);
  std::string whole = text.data() + std::to_string(1'000'000'000 + ns % 1'000'000'000).substr(1);
  whole.erase(whole.find_last_not_of('0') + 1);
  return (whole.back() == '.' ? whole.substr(0, whole.size() - 1) : whole) + "Z";
}

/// A log in which some lines are broken, each in a different way.
struct MadeLog {
  std::string text;
  std::uint64_t good = 0;
  std::uint64_t cold = 0;
  std::int64_t first = 0;                       // arrival in nanoseconds
  std::map<std::string, std::uint64_t> broken;  // number of broken lines by reason
  std::uint64_t first_broken = 0;               // number of the first broken line
};

/// Returns `line` broken in the way with the given number, and the reason.
std::pair<std::string, std::string> broken(const std::string& line, std::uint64_t way, std::uint64_t draw) {
  switch (way) {
    case 0: {  // from the first letter after REPORT to the last required letter
      const std::size_t from = line.find("REPORT") + 6;
      return {line.substr(0, from + draw % (line.find(" MB\tMax") - from)), "cut off"};
    }
    case 1:
      return {replaced(line, "Duration: ", "Duration: l2"), "not a number"};
    case 2:
      return {replaced(line, "Memory Size: 128 MB\t", ""), "a field is missing"};
    case 3:
      return {replaced(line, "Duration: ", "Duration: -"), "negative"};
    case 4:
      return {replaced(line, "Duration: ", "Duration: 9999999999999999"), "too large"};
    case 5: {
      std::string noise;
      for (int i = 0; i < 120; ++i) {
        noise += static_cast<char>((draw >> (i % 57)) + static_cast<std::uint64_t>(i) * 37);
      }
      std::replace(noise.begin(), noise.end(), '\n', '\0');
      return {noise + '\0', "bytes that are not text"};
    }
    case 6:
      return {replaced(line, " ms", " min"), "another unit"};
    default:
      return {replaced(line, "T", "X"), "an impossible time"};
  }
}

MadeLog make_log(std::uint64_t count) {
  MadeLog made;
  const auto draw = [](std::uint64_t line, std::uint32_t which) {
    sim::Draw stream(sim::DrawKey(7, 0, 1), which, line);
    return stream();
  };
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::int64_t end =
        1'681'041'662'345'000'000 + static_cast<std::int64_t>(i * 7 + draw(i, 0) % 3000) * 1'000'000;
    const std::uint64_t hundredths = 1 + draw(i, 1) % 40'000;
    const bool is_cold = draw(i, 2) % 50 == 0;
    std::string line =
        in_utc(end) + " REPORT RequestId: 7f1c2d3e-0000-4000-8000-" + std::to_string(100'000'000'000 + i) +
        "\tDuration: " + std::to_string(hundredths / 100) + "." +
        std::to_string(100 + hundredths % 100).substr(1) +
        " ms\tBilled Duration: " + std::to_string(hundredths / 100 + 1) +
        " ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t" + (is_cold ? "Init Duration: 150.25 ms\t" : "");
    if (draw(i, 3) % 100 == 0) {
      const auto [text, reason] = broken(line, draw(i, 4) % 8, draw(i, 5));
      ++made.broken[reason];
      made.first_broken = made.first_broken == 0 ? i + 1 : made.first_broken;
      line = text;
    } else {
      const std::int64_t arrival =
          end - static_cast<std::int64_t>(hundredths) * 10'000 - (is_cold ? 150'250'000 : 0);
      made.first = made.good == 0 ? arrival : std::min(made.first, arrival);
      ++made.good;
      made.cold += is_cold ? 1 : 0;
    }
    made.text += line + "\n";
  }
  return made;
}

}  // namespace

TEST_CASE("A hundred thousand reports, one percent of them broken, are converted") {
  constexpr std::uint64_t count = 100'000;
  const Folder folder;
  const MadeLog made = make_log(count);
  const std::string log = folder.write("checkout.txt", made.text);
  const std::string out = folder / "trace.csv";
  const Ended told =
      curtain({"trace", "import", log, "--out", out, "--json", "--broken", folder / "broken.txt"});
  REQUIRE(told.status == 0);
  const Json json = parse_json(told.out);
  std::uint64_t all_broken = 0;
  CHECK(made.broken.size() == 8);
  for (const auto& [reason, its] : made.broken) {
    INFO(reason);
    CHECK(json["broken_by_reason"][reason].number == static_cast<double>(its));
    all_broken += its;
  }
  CHECK(made.good + all_broken == count);
  CHECK(json["lines"].number == count);
  CHECK(json["invocations"].number == static_cast<double>(made.good));
  CHECK(json["broken"].number == static_cast<double>(all_broken));
  CHECK(json["other"].number == 0);
  CHECK(json["cold"].number == static_cast<double>(made.cold));
  CHECK(json["first"].text == in_utc(made.first));
  CHECK(json["broken_examples"].items.size() == 5);
  CHECK(json["broken_examples"].items[0]["place"].text == log + ":" + std::to_string(made.first_broken));
  CHECK_THAT(told.err, ContainsSubstring("checkout.txt:" + std::to_string(made.first_broken)));

  // The file has the broken lines unchanged, and nothing else.
  const Ended again = curtain(
      {"trace", "import", folder / "broken.txt", "--from", "cloudwatch", "--out", folder / "none.csv"});
  CHECK(again.status == 2);
  CHECK_THAT(again.err, ContainsSubstring("no invocation was found; nothing was written"));
  CHECK(lines_of(read_file(folder / "broken.txt")).size() == all_broken);

  // The trace has the valid reports, and a run uses each of them.
  CHECK(lines_of(read_file(out)).size() == made.good + 1);
  const Ended info = curtain({"trace", "info", "--json", out});
  CHECK(parse_json(info.out)["calls"].number == static_cast<double>(made.good));
  const std::string scenario = folder.write(
      "s.yaml", "platform: aws-lambda-2018\nworkload:\n  - trace: {format: csv, path: trace.csv}\n");
  const Ended run = curtain({"run", "--json", scenario});
  REQUIRE(run.status == 0);
  CHECK(parse_json(run.out)["metrics"]["invocations.arrived"].number == static_cast<double>(made.good));
}

TEST_CASE("More rows than fit in memory are sorted, and memory use stays constant") {
  const Folder folder;
  std::string log;
  std::string packed;
  constexpr std::uint64_t count = 1'200'000;  // enough rows for two files of sorted rows and a remainder
  std::ofstream file(folder / "a.txt", std::ios::binary);
  for (std::uint64_t i = 0; i < count; ++i) {
    // The sequence is a permutation of the milliseconds, because 7,919 has no factor in common with the
    // count.
    log += std::to_string(1'681'041'662'345 + i * 7919 % count) + " REPORT RequestId: " + std::to_string(i) +
           " Duration: 1 ms Billed Duration: 1 ms Memory Size: 128 MB Max Memory Used: 1 MB\n";
    if (log.size() > 1'000'000) {
      file << log;
      log.clear();
    }
  }
  file << log;
  file.close();
  support::Surroundings how;
  how.memory = std::uint64_t{512} << 20;
  const Ended told =
      curtain({"trace", "import", folder / "a.txt", "--out", folder / "t.csv", "--request-ids"}, how);
  REQUIRE(told.status == 0);
  CHECK((!support::kMemoryIsChecked || told.peak_bytes < std::uint64_t{300} << 20));
  CHECK(folder.names() == std::vector<std::string>{"a.txt", "t.csv"});
  std::ifstream rows(folder / "t.csv");
  std::string row;
  std::getline(rows, row);
  CHECK(row == "function_id,arrival_s,duration_s,memory_mb,cold,billed_s,max_memory_mb,request_id");
  std::uint64_t seen = 0;
  bool in_order = true;
  for (; std::getline(rows, row); ++seen) {
    const std::string millisecond = row.substr(2, row.find(',', 2) - 2);
    in_order = in_order && std::abs(std::stod(millisecond) - static_cast<double>(seen) / 1000) < 1e-9;
  }
  CHECK(in_order);
  CHECK(seen == count);
  rows.close();

  // An interrupted import leaves no file.
  support::Running running({"trace", "import", folder / "a.txt", "--out", folder / "u.csv"}, how);
  CHECK(running.until([&folder] { return folder.names().size() > 2; }));
  running.send(SIGINT);
  const Ended ended = running.wait();
  CHECK(ended.status == 130);
  CHECK_THAT(ended.err, ContainsSubstring("interrupted; nothing was written"));
  CHECK(folder.names() == std::vector<std::string>{"a.txt", "t.csv"});
}

TEST_CASE("The trace is exact, and the summary describes it") {
  const Folder folder;
  const std::string cold = replaced(replaced(kLine, "02.345Z", "03.5Z"), "0001\t", "0002\t");
  const std::string log = folder.write(
      "cart.log", replaced(cold, "70 MB\t", "70 MB\tInit Duration: 150.2 ms\tStatus: timeout\t") + kLine);
  const Ended told = curtain({"trace", "import", log, "--out", folder / "t.csv"});
  CHECK(told.status == 0);
  CHECK(told.err ==
        "curtain: '" + log + "' looks like cloudwatch; to read the file as another kind, use --from\n");
  CHECK(read_file(folder / "t.csv") ==
        "function_id,arrival_s,duration_s,memory_mb,cold,init_s,billed_s,max_memory_mb,status\n"
        "cart,0,0.01234,128,0,,0.013,70,\n"
        "cart,1.0048,0.01234,128,1,0.1502,0.013,70,timeout\n");
  CHECK_THAT(told.out, ContainsSubstring("  rows         2 invocations of 1 function\n"));
  CHECK_THAT(told.out, ContainsSubstring("from 2023-04-09T12:01:02.33266Z"));
  CHECK_THAT(told.out, ContainsSubstring("cold starts  1 seen (50.00 %)"));
  const Ended epoch = curtain({"trace", "import", log, "--out", folder / "e.csv.zst", "--epoch", "-q"});
  CHECK(epoch.status == 0);
  CHECK(epoch.out + epoch.err == "");
  const Ended back = curtain(
      {"trace", "info", "--json", "--set", "workload[0].trace.origin=first-row", folder / "e.csv.zst"});
  CHECK(parse_json(back.out)["last_s"].number == 1.0048);
}

TEST_CASE("Duplicates are left out, and retries and changed memory sizes are kept") {
  const Folder folder;
  const std::string retry = replaced(kLine, "12:01:02", "12:02:02");
  const std::string resized =
      replaced(replaced(replaced(kLine, "12:01", "12:05"), "128 MB", "512 MB"), "0001\t", "0003\t");
  const std::string log = folder.write("cart.log", kLine + retry + resized);
  const std::string overlap = folder.write("cart.log.gz", support::gzipped(retry + kLine));
  const Ended told =
      curtain({"trace", "import", log, overlap, "--function", "cart", "--out", folder / "t.csv", "--json"});
  REQUIRE(told.status == 0);
  const Json json = parse_json(told.out);
  CHECK(json["invocations"].number == 5);
  CHECK(json["duplicates"].number == 2);
  CHECK(json["retries"].number == 1);
  CHECK(json["rows"].number == 3);
  CHECK(json["memory_sizes_added"].number == 1);
  CHECK(read_file(folder / "t.csv") ==
        "function_id,arrival_s,duration_s,memory_mb,cold,billed_s,max_memory_mb\n"
        "cart,0,0.01234,128,0,0.013,70\n"
        "cart,60,0.01234,128,0,0.013,70\n"
        "cart@512MiB,240,0.01234,512,0,0.013,70\n");
  CHECK(curtain({"trace", "info", folder / "t.csv"}).status == 0);
}

TEST_CASE("Accounts become tenants, and the printed scenario runs") {
  const Folder folder;
  const auto batch = [](const std::string& owner, const std::string& group, const std::string& id) {
    return R"({"owner":")" + owner + R"(","logGroup":"/aws/lambda/)" + group +
           R"(","logEvents":[{"id":"1","timestamp":1681041662345,"message":"REPORT RequestId: )" + id +
           R"( Duration: 1 ms Billed Duration: 1 ms Memory Size: 128 MB Max Memory Used: 1 MB"}]})";
  };
  std::filesystem::create_directories(folder / "logs/2023");
  (void)folder.write("logs/2023/a.gz", support::gzipped(batch("123456789012", "cart", "1") +
                                                        batch("123456789012", "pay, \\\"now\\\"", "2")));
  (void)folder.write("logs/b.json", batch("210987654321", "cart", "3"));
  (void)folder.write("logs/.hidden", "x");
  const Ended told = curtain({"trace", "import", folder / "logs", "--out", folder / "t.csv"});
  CHECK(told.status == 0);
  CHECK_THAT(told.out, ContainsSubstring("3 invocations of 3 functions of 2 accounts"));
  CHECK_THAT(told.out, ContainsSubstring("1 line of 2 files") || ContainsSubstring("2 lines of 2 files"));
  CHECK_THAT(read_file(folder / "t.csv"),
             ContainsSubstring("\"pay, \"\"now\"\"\",0,0.001,128,123456789012,0,"));
  const std::size_t from = told.out.find("    platform:");
  REQUIRE(from != std::string::npos);
  std::string scenario;
  for (const std::string& line : lines_of(told.out.substr(from))) {
    scenario += line.size() > 4 ? line.substr(4) + "\n" : "";
  }
  const Ended run = curtain({"run", "--json", folder.write("s.yaml", scenario)});
  INFO(scenario << run.err);
  REQUIRE(run.status == 0);
  CHECK(parse_json(run.out)["metrics"]["invocations.arrived"].number == 3);
}

TEST_CASE("Values missing in the log are given by options, or the records are left out with a note") {
  const Folder folder;
  const std::string line = "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"GET /pets HTTP/1.1\" 200 5\n";
  const std::string log = folder.write("access.log", line);
  const Ended bare = curtain({"trace", "import", log, "--out", folder / "bare.csv"});
  CHECK(bare.status == 0);
  CHECK(read_file(folder / "bare.csv") == "function_id,arrival_s,cold,status\nGET /pets,0,,200\n");
  CHECK_THAT(bare.out, ContainsSubstring("--memory 256MiB") && ContainsSubstring("--duration 100ms"));
  CHECK_THAT(bare.out,
             ContainsSubstring(
                 "columns: {memory: none, duration: none}, constants: {memory: 256MiB, duration: 100ms}}"));
  const Ended given = curtain(
      {"trace", "import", log, "--memory", "256MiB", "--duration", "80ms", "--out", folder / "full.csv"});
  CHECK(given.status == 0);
  CHECK(read_file(folder / "full.csv") ==
        "function_id,arrival_s,duration_s,memory_mb,cold,status\nGET /pets,0,0.08,256,,200\n");
  const std::string mixed =
      folder.write("mixed.log", line + replaced(line, "200 5", "200 5 \"-\" \"-\" 0.250"));
  const Ended partly = curtain({"trace", "import", mixed, "--out", folder / "partly.csv"});
  CHECK(partly.status == 2);
  CHECK_THAT(
      partly.err,
      ContainsSubstring("1 of 2 rows have no duration in the log; set their duration with --duration 100ms"));
}

TEST_CASE("Values filled in by --duration and --memory are counted") {
  const Folder folder;
  const std::string line =
      "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"GET /pets HTTP/1.1\" 200 5 \"-\" \"curl/8\" "
      "\"203.0.113.7\"\n";
  const std::string log = folder.write("access.log", line + line + line);
  const Ended told = curtain(
      {"trace", "import", log, "--duration", "80ms", "--memory", "128MiB", "--out", folder / "t.csv"});
  REQUIRE(told.status == 0);
  CHECK_THAT(told.out, ContainsSubstring("3 records without a duration, which --duration sets"));
  CHECK_THAT(told.out, ContainsSubstring("missing in 3 records: set by --memory"));
  CHECK_THAT(told.out, ContainsSubstring("3 invocations of 1 function"));
}

TEST_CASE("Names that are not UTF-8 are escaped in JSON and CSV") {
  const Folder folder;
  const std::string log = folder.write(
      "access.log", "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"GET /caf\xE9 HTTP/1.1\" 200 5\n");
  const Ended told = curtain(
      {"trace", "import", log, "--duration", "80ms", "--memory", "128MiB", "--out", folder / "t.csv"});
  REQUIRE(told.status == 0);
  CHECK_THAT(read_file(folder / "t.csv"), ContainsSubstring("GET /caf\\xE9,0,0.08,128"));
  CHECK_THAT(told.out, ContainsSubstring("1 text with bytes that are not UTF-8, which are written as \\xNN"));
}

TEST_CASE("Errors of use are reported before anything is written") {
  const Folder folder;
  const std::string log = folder.write("cart.log", kLine + "REPORT RequestId: cut\n");
  const auto refused = [&folder](std::vector<std::string> words, const std::string& what) {
    const auto before = folder.names();
    words.insert(words.begin(), {"trace", "import"});
    const Ended told = curtain(words);
    INFO(told.err);
    CHECK(told.status == 2);
    CHECK(told.out == "");
    CHECK_THAT(told.err, ContainsSubstring(what));
    CHECK(folder.names() == before);
  };
  const std::string out = folder / "t.csv";
  refused({folder / "none.log", "--out", out}, "none.log");
  refused({log, "--out", log}, "already exists");
  refused({log, "--out", folder / "cart.log/t.csv"}, "is not a folder");
  refused({log, "--out", out, "--from", "cloudwach"},
          "--from must be one of otel, xray, cloud-run, app-insights, cloudwatch, access-log; found "
          "'cloudwach'; did you mean 'cloudwatch'?");
  refused({log, "--out", out, "--memory", "256MB"}, "256MB");
  refused({log, "--out", out, "--strict"}, "1 record broken, and --strict; nothing was written");
  refused({folder.write("other.log", "hello\n"), "--out", out}, "looks like no known kind of log");
  refused({folder.write("made.csv", "function_id,arrival_s,duration_s\nf,1,1\n"), "--out", out},
          "is already a trace of the format csv; describe the trace with curtain trace info " +
              (folder / "made.csv") + ", or");
  refused({folder.write("azure.csv", "app,func,end_timestamp,duration\na,f,1,1\n"), "--out", out},
          "azure.csv --format azure-2021, or name it in the workload of a scenario");
  refused({folder.write("empty.log", ""), "--out", out}, "looks like no known kind of log");
  refused({folder.write("empty2.log", ""), "--from", "otel", "--out", out}, "no invocation was found");
  refused({"-", "--out", out}, "the kind of a log from a pipe must be given: --from ");
  refused({log, "--out", out, "--broken", folder / "./t.csv"},
          "--out and --broken name the same file; choose different files");
  refused({log, "--out", out, "--broken", log}, "already exists");
  refused({log, folder.write("spans.json", R"({"resourceSpans":[]})"), "--out", out},
          "cart.log' looks like cloudwatch, but '" + (folder / "spans.json") + "' looks like otel");
  refused({log, "--log-format", "combined", "--out", out}, "--log-format has no variable");
  refused({log, "--duration-field", "took", "--out", out}, "expected a name and a unit such as duration:ms");
  refused({log, "--from", "otel", "--log-format", "$time_local $request", "--out", out},
          "can be used only for access logs; found --from otel");
  refused({log}, "--out");
  refused({log, "--out", out, "--strct"}, "did you mean '--strict'?");
  std::filesystem::create_directory(folder / "nothing");
  refused({folder / "nothing", "--out", out}, "there is no file in");
}

TEST_CASE("Output on a terminal fits its width") {
  const Folder folder;
  support::Surroundings how;
  how.folder = folder.path();
  (void)folder.write("cart.log", kLine + "2023-04-09T12:01:02.345Z REPORT " + std::string(300, 'x') + "\n" +
                                     replaced(kLine, "12.34", std::string(200, 'y')) +
                                     replaced(kLine, "Z REPORT", " REPORT"));
  const Ended told = curtain({"trace", "import", "cart.log", "--out", "t.csv"}, how);
  CHECK(told.status == 0);
  for (const std::string& line : lines_of(told.out)) {
    INFO(line);
    CHECK(line.size() <= 80);
  }
  CHECK_THAT(told.out, ContainsSubstring("time zone    1 instant without a time zone, read as UTC"));
}
