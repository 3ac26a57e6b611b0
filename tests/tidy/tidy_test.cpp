#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/tidy/includes.hpp"
#include "tests/tidy/joined_names.hpp"
#include "tests/tidy/mutants.hpp"
#include "tests/tidy/rules.hpp"
#include "tests/tidy/source.hpp"
#include "tests/tidy/untested.hpp"
#include "tests/tidy/words.hpp"

using tidy::Findings;
using tidy::Source;

namespace {

const std::vector<Source>& tree() {
  static const std::vector<Source> sources = tidy::read_tree(support::in_tree(""));
  return sources;
}

/// Prints the findings, one per line as compilers do and without wrapping, and their number.
std::size_t told(const Findings& findings) {
  for (const tidy::Finding& finding : findings) {
    std::cout << finding.str() << '\n';
  }
  return findings.size();
}

std::size_t found_in_tree(Findings (*rule)(const Source&)) {
  std::size_t count = 0;
  for (const Source& source : tree()) {
    count += told(rule(source));
  }
  return count;
}

}  // namespace

TEST_CASE("The sources that are read belong to this repository") {
  std::vector<std::string> paths;
  for (const Source& source : tree()) {
    paths.push_back(source.path);
  }
  CHECK_THAT(paths, Catch::Matchers::VectorContains(std::string("CMakeLists.txt")));
  CHECK_THAT(paths, Catch::Matchers::VectorContains(std::string(".ci/run")));
  CHECK_THAT(paths, Catch::Matchers::VectorContains(std::string("sim/time.hpp")));
  CHECK_THAT(paths, Catch::Matchers::VectorContains(std::string("tests/tidy/tidy_test.cpp")));
  CHECK_THAT(paths, Catch::Matchers::VectorContains(std::string("tools/demo")));
}

TEST_CASE("Includes go down the layers") {
  CHECK(found_in_tree(tidy::layers) == 0);
}

TEST_CASE("Headers are guarded") {
  CHECK(found_in_tree(tidy::pragma_once) == 0);
}

TEST_CASE("Files are short") {
  CHECK(found_in_tree(tidy::length) == 0);
}

TEST_CASE("No code is unfinished, and no test is skipped") {
  CHECK(found_in_tree(tidy::unfinished) == 0);
}

TEST_CASE("No file contains a path of one machine") {
  CHECK(found_in_tree(tidy::machine_paths) == 0);
}

TEST_CASE("Nothing in sim and models depends on the machine or the run") {
  CHECK(found_in_tree(tidy::sameness) == 0);
}

TEST_CASE("No model prints") {
  CHECK(found_in_tree(tidy::printing) == 0);
}

TEST_CASE("No JSON is written without the JSON writer") {
  CHECK(found_in_tree(tidy::json_by_hand) == 0);
}

TEST_CASE("Test names have no special characters") {
  CHECK(found_in_tree(tidy::test_names) == 0);
}

TEST_CASE("Every source has its test") {
  CHECK(told(tidy::mirrored_tests(tree(), tidy::untested())) == 0);
}

TEST_CASE("Private names of sources differ within a target") {
  CHECK(told(tidy::joined_names(tree())) == 0);
}

TEST_CASE("Sources include the headers of the tree that they use") {
  CHECK(told(tidy::missing_includes(tree())) == 0);
}

TEST_CASE("Every policy is in the catalogue") {
  CHECK(told(tidy::catalogued_policies(tree())) == 0);
}

TEST_CASE("Every mutant is in the table with the test that catches it") {
  CHECK(told(tidy::mutants(tree())) == 0);
}

TEST_CASE("Comments, messages and documents are in plain English") {
  const std::vector<std::string_view> exempt{
      "tests/tidy/words"};  // the file of the rule contains the banned words
  std::size_t count = 0;
  for (const Source& source : tree()) {
    count += told(tidy::banned_words(source, exempt));
  }
  CHECK(count == 0);
}
