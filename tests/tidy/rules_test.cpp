// Each rule is tested on made-up files: with violations that it must find, and with similar text that is
// allowed.
#include "tests/tidy/rules.hpp"

#include <string>
#include <vector>

#include "tests/catch.hpp"

using tidy::Source;

namespace {

std::string found(const tidy::Findings& findings) {
  std::string text;
  for (const tidy::Finding& finding : findings) {
    text += (text.empty() ? "" : "; ") + finding.str();
  }
  return text;
}

std::string include_in(const std::string& path, const std::string& header) {
  return found(tidy::layers(Source(path, "#pragma once\n#include " + header + "\n")));
}

}  // namespace

TEST_CASE("Comments and literals are not code, and blanking them keeps the lines") {
  const Source source("sim/a.cpp",
                      "int a = 1'000; // one\n"
                      "auto b = \"two \\\" // \" + c('\\'', '\"');\n"
                      "/* three\n */ auto d = R\"x(four)\" \"five)x\"; e\n");
  CHECK(source.code.size() == source.text.size());
  for (const char* word : {"one", "two", "three", "four", "five"}) {
    CHECK(source.code.find(word) == std::string::npos);
  }
  CHECK(source.code.find("1'000;") == source.text.find("1'000;"));
  CHECK(source.code.find("+ c(") == source.text.find("+ c("));
  CHECK(source.code.find("; e\n") == source.text.find("; e\n"));
  CHECK(tidy::line_of(source.text, source.text.find("; e\n")) == 4);
}

TEST_CASE("An include against the layers is found") {
  CHECK(include_in("sim/a.hpp", "\"models/words.hpp\"") == "sim/a.hpp:2: must not include models/words.hpp");
  CHECK(include_in("sim/a.hpp", "\"tools/a.hpp\"") != "");
  CHECK(include_in("models/metrics/a.cpp", "\"tools/a.hpp\"") != "");
  CHECK(include_in("models/metrics/a.cpp", "\"tests/a.hpp\"") != "");
  CHECK(include_in("models/platform/a.cpp", "\"models/config/a.hpp\"") != "");
  CHECK(include_in("models/platform/a.cpp", "<yaml-cpp/yaml.h>") != "");
  CHECK(include_in("models/policies/a/b.cpp", "\"models/platform/a.hpp\"") != "");
  CHECK(include_in("models/words.hpp", "\"models/platform/a.hpp\"") != "");
  CHECK(include_in("models/elsewhere/a.hpp", "\"models/words.hpp\"") != "");
  CHECK(include_in("models/config/a.cpp", "<CLI/CLI.hpp>") != "");
  CHECK(include_in("tools/a.cpp", "<nlohmann/json.hpp>") != "");
  CHECK(include_in("models/import/a.cpp", "\"models/platform/b.hpp\"") != "");
  CHECK(include_in("tools/a.cpp", "<yaml-cpp/yaml.h>") != "");
}

TEST_CASE("An include from one folder of the platform to another folder at the same level is found") {
  CHECK(include_in("models/platform/gate/a.hpp", "\"models/platform/scheduling/b.hpp\"") ==
        "models/platform/gate/a.hpp:2: must not include models/platform/scheduling/b.hpp");
  CHECK(include_in("models/platform/core/a.hpp", "\"models/platform/gate/b.hpp\"") != "");
  CHECK(include_in("models/platform/starts/a.cpp", "\"models/platform/cell/engine.hpp\"") != "");
  CHECK(include_in("models/platform/elsewhere/a.hpp", "\"models/platform/core/b.hpp\"") != "");
  CHECK(include_in("models/platform/gate/a.hpp", "\"models/platform/core/part.hpp\"") == "");
  CHECK(include_in("models/platform/gate/a.hpp", "\"models/platform/gate/b.hpp\"") == "");
  CHECK(include_in("models/platform/gate/a.hpp", "\"models/platform/parameters.hpp\"") == "");
  CHECK(include_in("models/platform/cell/engine.hpp", "\"models/platform/gate/b.hpp\"") == "");
}

TEST_CASE("An include along the layers is no finding") {
  CHECK(include_in("sim/a.hpp", "\"sim/b.hpp\"") == "");
  CHECK(include_in("models/policies/a/b.cpp", "\"models/policies/a/seam.hpp\"") == "");
  CHECK(include_in("models/platform/a.cpp", "\"models/policies/policy.hpp\"") == "");
  CHECK(include_in("models/platform/a.cpp", "\"models/words.hpp\"") == "");
  CHECK(include_in("models/config/a.cpp", "<yaml-cpp/yaml.h>") == "");
  CHECK(include_in("tools/a.cpp", "\"models/experiment/a.hpp\"") == "");
  CHECK(include_in("tools/a.cpp", "<CLI/CLI.hpp>") == "");
  CHECK(include_in("models/import/a.cpp", "<nlohmann/json.hpp>") == "");
  CHECK(include_in("models/import/a.cpp", "\"models/workload/b.hpp\"") == "");
  CHECK(include_in("tests/config/a_test.cpp", "<yaml-cpp/yaml.h>") == "");
}

TEST_CASE("An unguarded header and a long file are found") {
  CHECK(found(tidy::pragma_once(Source("sim/a.hpp", "#ifndef A\n"))) ==
        "sim/a.hpp:1: a header starts with #pragma once");
  CHECK(found(tidy::pragma_once(Source("sim/a.hpp", "#pragma once\n"))) == "");
  CHECK(found(tidy::pragma_once(Source("sim/a.cpp", "int a;\n"))) == "");
  CHECK(found(tidy::length(Source("sim/a.cpp", std::string(501, '\n')))) ==
        "sim/a.cpp: has 501 lines, more than 500");
  CHECK(found(tidy::length(Source("sim/a.cpp", std::string(500, '\n')))) == "");
  CHECK(found(tidy::length(Source("LICENSE", std::string(501, '\n')))) == "");
}

TEST_CASE("Unfinished code and skipped tests are found") {
  const auto in_line = [](const std::string& line) {
    return found(tidy::unfinished(Source("a.md", "\n" + line + "\n")));
  };
  CHECK(in_line("// TO"
                "DO: later") ==
        "a.md:2: left unfinished or skipped: TO"
        "DO");
  CHECK(in_line("FIX"
                "ME") != "");
  CHECK(in_line("is not imple"
                "mented") != "");
  CHECK(in_line("TEST_CASE(\"a\", \"["
                ".]\")") != "");
  CHECK(in_line("TEST_CASE(\"a\", \"[!may"
                "fail]\")") != "");
  CHECK(in_line("SK"
                "IP(\"no data\");") != "");
  CHECK(in_line("at the end [1] of the method, skipped (a day)") == "");
}

TEST_CASE("A path of one machine is found") {
  const auto in_line = [](const std::string& line) {
    return found(tidy::machine_paths(Source("a.md", line)));
  };
  CHECK(in_line("cd /ho"
                "me/me/curtain") ==
        "a.md:1: names a folder of one machine: /ho"
        "me/me");
  CHECK(in_line("path: \"/tm"
                "p/a.csv\"") != "");
  CHECK(in_line("#!/usr/bin/env bash") == "");
  CHECK(in_line("tests/tm"
                "p/a and ../ho"
                "me/b") == "");
}

TEST_CASE("Code that depends on the machine or the run is found") {
  const auto in_line = [](const std::string& line, const std::string& path = "models/platform/a.cpp") {
    return found(tidy::sameness(Source(path, line + "\n")));
  };
  CHECK(in_line("x = std::log(y);") ==
        "models/platform/a.cpp:1: std::log differs between machines: use sim/elementary.hpp");
  CHECK(in_line("x = std::sqrt(y);") != "");
  CHECK(in_line("x = std::sqrt(y);", "sim/elementary.hpp") == "");
  CHECK(in_line("x = sim::log(y);  // not std::log(y)") == "");
  CHECK(in_line("x = std::log(y);", "tests/sim/a_test.cpp") == "");
  CHECK(in_line("std::uniform_int_distribution<int> die(1, 6);") != "");
  CHECK(in_line("boost::random::normal_distribution<Real> spread;") == "");
  CHECK(in_line("thread_local int count;") != "");
  CHECK(in_line("std::chrono::steady_clock::now();") != "");
  CHECK(in_line("std::chrono::steady_clock::now();", "models/experiment/a.cpp") == "");
}

TEST_CASE("A model that prints is found") {
  CHECK(found(tidy::printing(Source("sim/a.cpp", "std::cerr << 1;"))) ==
        "sim/a.cpp:1: a model neither prints nor writes files: std::cerr");
  CHECK(found(tidy::printing(Source("models/metrics/a.cpp", "fmt::print(\"a\");"))) != "");
  CHECK(found(tidy::printing(Source("models/metrics/a.cpp", "fmt::format(\"printf\");"))) == "");
  CHECK(found(tidy::printing(Source("tools/a.cpp", "std::cout << 1;"))) == "");
}

TEST_CASE("JSON written without the JSON writer is found") {
  const auto in_line = [](const std::string& line, const char* path = "tools/curtain/a.cpp") {
    return found(tidy::json_by_hand(Source(path, line)));
  };
  CHECK(in_line(R"x(text += fmt::format("{{\"seed\": {}", seed);)x") ==
        "tools/curtain/a.cpp:1: JSON is written by sim/json_writer.hpp: \\\"seed\\\":");
  CHECK(in_line(R"x("\"{}\" : {}")x") != "");
  CHECK(in_line(R"x(R"({"seed": 1})")x") != "");
  CHECK(in_line(R"x("\"seed\":")x", "models/config/a.cpp") != "");
  CHECK(in_line(R"x(json.member("seed", 1);)x") == "");
  CHECK(in_line(R"x("a key: \"{}\"")x") == "");
  CHECK(in_line(R"x(is_on ? "yes" : "no")x") == "");
  CHECK(in_line(R"x("\"seed\":")x", "tests/sim/json_writer_test.cpp") == "");
}

TEST_CASE("A test name that CMake would split is found") {
  const auto named = [](const std::string& name) {
    return found(tidy::test_names(Source("tests/a_test.cpp",
                                         "TEST_"
                                         "CASE(\"" +
                                             name + "\") {\n")));
  };
  CHECK(named("on [0, 1)") != "");
  CHECK(named("one; two") != "");
  CHECK(named("--two") != "");
  CHECK(named("one, two (three)") == "");
}

TEST_CASE("A source without a test is found, and so is a superfluous entry of the exceptions") {
  const std::vector<Source> tree{{"models/metrics/tally.cpp", ""},
                                 {"models/metrics/tally.hpp", ""},
                                 {"sim/time.hpp", ""},
                                 {"tests/metrics/tally_test.cpp", ""},
                                 {"tools/main.cpp", ""}};
  CHECK(found(tidy::mirrored_tests({{"sim/a.cpp", ""}, {"sim/a.hpp", ""}}, {})) ==
        "sim/a.cpp: has no tests/sim/a_test.cpp");
  CHECK(found(tidy::mirrored_tests(tree, {})) == "sim/time.hpp: has no tests/sim/time_test.cpp");
  CHECK(found(tidy::mirrored_tests(tree, {{"sim/time.hpp", "plain data"}})) == "");
  CHECK(found(tidy::mirrored_tests(tree, {{"sim/time.hpp", "plain data"}, {"sim/gone.hpp", "plain data"}})) ==
        "sim/gone.hpp: is listed as untested, but there is no such file");
  CHECK(found(tidy::mirrored_tests(tree, {{"sim/time.hpp", "data"}, {"models/metrics/tally.hpp", "data"}})) ==
        "models/metrics/tally.hpp: is listed as untested, but has tests/metrics/tally_test.cpp");
}

TEST_CASE("A policy is tested by its own file, or by name in the test of its seam") {
  const Source policy("models/policies/placement/first_fit.cpp", "");
  const std::string missing =
      "models/policies/placement/first_fit.cpp: has no tests/policies/placement/first_fit_test.cpp";
  CHECK(found(tidy::mirrored_tests({policy}, {})) == missing);
  CHECK(found(tidy::mirrored_tests({policy, {"tests/policies/placement/placement_test.cpp", "\"best-fit\""}},
                                   {})) == missing);
  CHECK(found(tidy::mirrored_tests({policy, {"tests/policies/routing/routing_test.cpp", "\"first-fit\""}},
                                   {})) == missing);
  CHECK(found(tidy::mirrored_tests({policy, {"tests/policies/placement/placement_test.cpp", "\"first-fit\""}},
                                   {})) == "");
  CHECK(found(tidy::mirrored_tests(
            {policy, {"tests/policies/placement/placement_fits_test.cpp", "\"first-fit\""}}, {})) == "");
  CHECK(found(tidy::mirrored_tests({policy, {"tests/policies/placement/first_fit_test.cpp", ""}}, {})) == "");
}

TEST_CASE("A policy outside the catalogue is found, and so is a line without a policy") {
  const Source policy("models/policies/routing/random.cpp", "");
  const Source other("models/policies/catalogue.cpp", "");
  const auto catalogue = [](const std::string& lines) {
    return Source("models/policies/catalogue.inc", lines);
  };
  CHECK(found(tidy::catalogued_policies({policy, other, catalogue("CURTAIN_POLICY(routing, random)\n")})) ==
        "");
  CHECK(found(tidy::catalogued_policies({policy, catalogue("// CURTAIN_POLICY(routing, random)\n")})) ==
        "models/policies/routing/random.cpp: has no line in models/policies/catalogue.inc");
  CHECK(found(tidy::catalogued_policies({catalogue("CURTAIN_POLICY(routing, random)\n")})) ==
        "models/policies/catalogue.inc: lists routing/random, which has no file");
}
