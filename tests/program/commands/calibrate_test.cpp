#include <fmt/format.h>

#include <string>

#include "sim/distribution.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::in_one_line;
using support::read_file;

namespace {

/// A log of points of idle time, in which instances are kept for 10 to 12 min and none is lost.
std::string points_of_idle_time() {
  std::string text = "idle_minutes,response_s,is_cold\n";
  for (std::uint64_t i = 0; i < 400; ++i) {
    sim::Draw draw(sim::DrawKey(3, 0, 80), 0, i);
    const double idle = 20 * draw.uniform();
    const double kept = 10 + 2 * draw.uniform();
    text += fmt::format("{:.6f},{},{}\n", idle, idle > kept ? 0.9 : 0.1, idle > kept ? 1 : 0);
  }
  return text;
}

/// A log of initialisations of one function on 30 days.
std::string daily_initialisations() {
  std::string text = "date,runtime,memory_mb";
  for (int i = 1; i <= 10; ++i) {
    text += fmt::format(",init_ms_{}", i);
  }
  text += ",avg_duration_ms,snapstart\n";
  const auto truth = sim::Distribution::shifted(100, sim::Distribution::lognormal(40, 0.5));
  for (int day = 1; day <= 30; ++day) {
    text += fmt::format("2024-01-{:02},python312,128", day);
    for (std::uint64_t i = 0; i < 10; ++i) {
      text +=
          fmt::format(",{:.2f}", truth.sample(sim::DrawKey(4, 0, 81), static_cast<std::uint32_t>(day), i));
    }
    text += ",1.5,0\n";
  }
  return text;
}

}  // namespace

TEST_CASE("curtain calibrate fits the idle expiry, and the profile that it writes runs") {
  const Folder folder;
  const std::string log = folder.write("points.csv", points_of_idle_time());
  const Ended ended = curtain({"calibrate", log, "--out", folder / "fitted.yaml"});
  REQUIRE(ended.status == 0);
  CHECK_THAT(in_one_line(ended.out), ContainsSubstring("idle expiry"));
  CHECK_THAT(in_one_line(ended.out), ContainsSubstring("uniform from "));
  CHECK_THAT(in_one_line(ended.out),
             ContainsSubstring("lifetimes and routing: the log does not say which instance served a call"));
  const std::string profile = read_file(folder / "fitted.yaml");
  CHECK_THAT(profile, ContainsSubstring("extends: aws-lambda-2020\n"));
  CHECK_THAT(profile, ContainsSubstring("keep_alive: {held-spread: {shortest: "));
  CHECK_THAT(profile, ContainsSubstring("standing: fitted\n"));
  CHECK_THAT(profile, ContainsSubstring("points.csv (400 rows)"));
  const Ended account = curtain({"platforms", folder / "fitted.yaml"});
  CHECK(account.status == 0);
  CHECK_THAT(in_one_line(account.out), ContainsSubstring("fitted"));
  const std::string scenario = folder.write(
      "s.yaml",
      "platform: fitted.yaml\nduration: 1h\nworkload:\n  - poisson: {function: f, rate: 1/min, memory: "
      "128MiB, duration: 1s}\n");
  CHECK(curtain({"run", scenario}).status == 0);
}

TEST_CASE("curtain calibrate fits initialisations of chosen days, and draws both curves") {
  const Folder folder;
  const std::string log = folder.write("inits.csv", daily_initialisations());
  const Ended ended = curtain({"calibrate", log, "--figures", folder / "figures"});
  REQUIRE(ended.status == 0);
  CHECK_THAT(in_one_line(ended.out), ContainsSubstring("python312, 128 MB, 300 values"));
  CHECK_THAT(in_one_line(ended.out), ContainsSubstring("shifted lognormal 3"));
  CHECK_THAT(in_one_line(ended.out), ContainsSubstring("o measured - fitted * both"));
  const std::string figure = read_file(folder / "figures/start-up.svg");
  CHECK_THAT(figure, ContainsSubstring("data-series=\"measured\""));
  CHECK_THAT(figure, ContainsSubstring("data-series=\"fitted: "));
  const Ended few = curtain({"calibrate", log, "--from", "2024-01-05", "--to", "2024-01-08"});
  CHECK_THAT(in_one_line(few.out), ContainsSubstring("python312, 128 MB, 30 values"));
}

TEST_CASE("curtain calibrate prints JSON with all families") {
  const Folder folder;
  const Ended ended = curtain({"calibrate", folder.write("inits.csv", daily_initialisations()), "--json"});
  REQUIRE(ended.status == 0);
  for (const char* const member : {"\"family\": \"lognormal\"", "\"family\": \"mixture of two lognormals\"",
                                   "\"cannot_tell\"", "\"start_up_source\": \"the initialisation"}) {
    CAPTURE(member);
    CHECK_THAT(ended.out, ContainsSubstring(member));
  }
}

TEST_CASE("curtain calibrate refuses what it cannot use") {
  const Folder folder;
  const std::string log = folder.write("inits.csv", daily_initialisations());
  const auto refusal = [](const support::Words& words) {
    const Ended ended = curtain(words);
    CHECK(ended.status == 2);
    return in_one_line(ended.err);
  };
  CHECK_THAT(refusal({"calibrate", folder / "none.csv"}), ContainsSubstring("none.csv"));
  CHECK_THAT(refusal({"calibrate", folder.write("x.csv", "a,b\n1,2\n")}), ContainsSubstring("x.csv"));
  CHECK_THAT(refusal({"calibrate", log, "--base", "aws-lambda-2002"}), ContainsSubstring("aws-lambda-2020"));
  CHECK_THAT(refusal({"calibrate", log, "--function", "python31"}),
             ContainsSubstring("did you mean 'python312'"));
  CHECK_THAT(refusal({"calibrate", log, "--from", "summer"}),
             ContainsSubstring("--from needs a day such as 2024-01-31"));
  CHECK_THAT(refusal({"calibrate", log, "--from", "2024-02-01", "--to", "2024-01-01"}),
             ContainsSubstring("--to 2024-01-01 must be after --from 2024-02-01"));
  CHECK_THAT(refusal({"calibrate", log, "--from", "2025-01-01"}), ContainsSubstring("no call of the logs"));
  CHECK_THAT(refusal({"calibrate", log, "--out", log}), ContainsSubstring("inits.csv"));
}
