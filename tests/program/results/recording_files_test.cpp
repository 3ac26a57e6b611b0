// Tests of `curtain run --record`: the two files of a recording, and the messages about omitted parts.
#include "sim/sha256.hpp"
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;
using support::parse_json;
using support::read_file;

namespace {

Json recorded(const Folder& folder, const std::vector<std::string>& options, std::string* errors = nullptr) {
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  std::vector<std::string> words = {"run", scenario, "--record", "--out", folder / "results"};
  words.insert(words.end(), options.begin(), options.end());
  const Ended ended = curtain(words);
  REQUIRE(ended.status == 0);
  if (errors != nullptr) {
    *errors = ended.err;
  }
  return parse_json(read_file(folder / "results/recording.json"));
}

std::string refused(const Folder& folder, const std::vector<std::string>& options) {
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  std::vector<std::string> words = {"run", scenario};
  words.insert(words.end(), options.begin(), options.end());
  const Ended ended = curtain(words);
  CHECK(ended.status == 2);
  return ended.err;
}

}  // namespace

TEST_CASE("A recording names its functions and covers the run, and the manifest lists its files") {
  const Folder folder;
  std::string errors;
  const Json text = recorded(folder, {}, &errors);
  CHECK(errors == "");
  CHECK(text["format"].number == 1);
  CHECK(text["tick_ns"].number == 1'000);
  CHECK(text["from"].number == 0);
  CHECK(text["until"].number >= 60'000'000);
  CHECK(text["end"].number == 60'000'000);
  CHECK(text["left_out"].items.empty());
  REQUIRE(text["functions"].items.size() == 1);
  CHECK(text["functions"].items[0]["name"].text == "checkout");
  CHECK(text["tenants"].items[0].text == "shop");
  const Json manifest = parse_json(read_file(folder / "results/manifest.json"));
  std::size_t listed = 0;
  for (const Json& file : manifest["files"].items) {
    if (file["name"].text == "recording.bin") {
      ++listed;
      CHECK(file["bytes"].number == static_cast<double>(read_file(folder / "results/recording.bin").size()));
    }
    listed += file["name"].text == "recording.json" ? 1 : 0;
  }
  CHECK(listed == 2);
  const Json summary = parse_json(read_file(folder / "results/summary.json"));
  CHECK(text["arrived"].number == summary["metrics"]["invocations.arrived"].number);
}

TEST_CASE("A run with a recording has the same results as a run without one") {
  const Folder folder;
  recorded(folder, {});
  REQUIRE(curtain({"run", folder / "small.yaml", "-q", "--out", folder / "plain"}).status == 0);
  for (const char* const name : {"summary.json", "functions.csv", "timeseries.csv", "histograms.csv"}) {
    CHECK(read_file(folder / ("results/" + std::string(name))) ==
          read_file(folder / ("plain/" + std::string(name))));
  }
}

TEST_CASE("A recording that is full says at which time it ends, on standard error and in its file") {
  const Folder folder;
  std::string errors;
  const Json text =
      recorded(folder, {"--record-size", "64KiB", "--set", "workload[0].poisson.rate=500/s"}, &errors);
  CHECK(text["full"].truth);
  CHECK(text["until"].number < 60'000'000);
  CHECK(read_file(folder / "results/recording.bin").size() <= 65'536);
  CHECK(read_file(folder / "results/recording.bin").size() > 55'000);
  REQUIRE(curtain({"report", folder / "results", "-q", "--out", folder / "page.html"}).status == 0);
  const std::string page = read_file(folder / "page.html");
  const std::size_t records = page.find("\"records\": \"");
  REQUIRE(records != std::string::npos);
  CHECK(page.find('"', records + 12) - records < 65'536);
  REQUIRE(text["left_out"].items.size() == 1);
  CHECK_THAT(text["left_out"].items[0].text, ContainsSubstring("when the recording had 65,536 bytes ("));
  CHECK(errors == "curtain: the recording leaves out " + text["left_out"].items[0].text + "\n");
}

TEST_CASE("A recording covers a part of the run, or the calls of some functions") {
  const Folder folder;
  std::string errors;
  const Json text = recorded(
      folder, {"--record-from", "20s", "--record-to", "30s", "--record-share", "0.000001%"}, &errors);
  CHECK(text["from"].number == 20'000'000);
  CHECK(text["until"].number == 30'000'000);
  CHECK_FALSE(text["functions"].items[0]["calls"].truth);
  REQUIRE(text["left_out"].items.size() == 1);
  CHECK_THAT(errors, ContainsSubstring(" invocations of 1 function that are not in the share of "));
}

TEST_CASE("Options of a recording that contradict each other are refused before the run") {
  const Folder folder;
  CHECK_THAT(refused(folder, {"--record"}), ContainsSubstring("--record needs --out (the results folder"));
  CHECK_THAT(refused(folder, {"--record-from", "1s"}), ContainsSubstring("--record-from needs --record"));
  CHECK_THAT(refused(folder, {"--record-share", "10%"}), ContainsSubstring("--record-share needs --record"));
  CHECK_THAT(refused(folder, {"--record-size", "1MiB"}), ContainsSubstring("--record-size needs --record"));
  const auto with = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"--record", "--out", folder / "results"};
    words.insert(words.end(), more.begin(), more.end());
    return refused(folder, words);
  };
  CHECK_THAT(with({"--record-from", "2min"}),
             ContainsSubstring("--record-from 2min is not before the end of the run, which is at 1min"));
  CHECK_THAT(with({"--record-from", "20s", "--record-to", "10s"}),
             ContainsSubstring("--record-from 20s is not before --record-to 10s"));
  CHECK_THAT(with({"--record-to", "0s"}), ContainsSubstring("--record-from 0s is not before --record-to 0s"));
  CHECK_THAT(with({"--record-share", "0%"}),
             ContainsSubstring("--record-share must be above 0% and at most 100%; found '0%'"));
  CHECK_THAT(with({"--record-share", "2"}), ContainsSubstring("found '2'"));
  CHECK_THAT(with({"--record-share", "some"}), ContainsSubstring("--record-share: "));
  CHECK_THAT(with({"--record-size", "8MB"}), ContainsSubstring("--record-size: "));
  CHECK_THAT(with({"--record-size", "1KiB"}),
             ContainsSubstring("--record-size must be between 64KiB and 512MiB; found '1KiB'"));
  CHECK_THAT(with({"--record-size", "nanGiB"}), ContainsSubstring("--record-size"));
  CHECK_THAT(with({"--replications", "3"}), ContainsSubstring("--record needs a single run"));
  CHECK(folder.names() == std::vector<std::string>{"small.yaml"});
}

TEST_CASE("The report accepts a recording of its own format only") {
  const Folder folder;
  recorded(folder, {});
  REQUIRE(curtain({"report", folder / "results", "-q", "--out", folder / "page.html"}).status == 0);
  CHECK_THAT(read_file(folder / "page.html"), ContainsSubstring("\"records\": \"eJ"));
  const auto replace = [&](const std::string& name, const std::string& from, const std::string& to) {
    std::string text = read_file(folder / name);
    REQUIRE(text.find(from) != std::string::npos);
    folder.write(name, text.replace(text.find(from), from.size(), to));
  };
  const auto digest = [&] {
    sim::Sha256 hash;
    hash.add(read_file(folder / "results/recording.json"));
    return hash.digest();
  };
  const std::string before = digest();
  replace("results/recording.json", "\"format\": 1", "\"format\": 2");
  replace("results/manifest.json", before, digest());
  const Ended ended = curtain({"report", folder / "results", "--out", folder / "newer.html"});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err,
             ContainsSubstring("recording.json' has format 2, but this version reads only format 1"));
}
