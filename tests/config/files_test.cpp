#include "models/config/files.hpp"

#include <sys/stat.h>

#include <cstdlib>

#include "models/config/document.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain::config;
using testing::Folder;

namespace {

std::string file_refusal(const std::string& path) {
  try {
    return expand_environment(path);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a file that cannot be read is reported with the nearest name") {
  const Folder folder("files");
  folder.add("trace.csv", "x");
  CHECK_FALSE(why_unreadable(folder.path("trace.csv")));
  CHECK(why_unreadable(folder.path("trcae.csv")) == quote(folder.path("trcae.csv")) +
                                                        " does not exist; did you mean '" +
                                                        folder.path("trace.csv") + "'?");
  CHECK(why_unreadable(folder.path("nothing-like-it")) ==
        quote(folder.path("nothing-like-it")) + " does not exist");
  CHECK(why_unreadable(folder.path("")) == quote(folder.path("")) + " is a folder, not a file");
}

TEST_CASE("a file is read only up to the allowed size") {
  const Folder folder("bounds");
  const std::string all(kMostBytes, 'x');
  CHECK(read_text_file(folder.add("fits", all)) == all);
  CHECK_THROWS_WITH(read_text_file(folder.add("long", all + "x")),
                    ContainsSubstring("has more than 1048576 bytes"));
}

TEST_CASE("pipes and devices are not opened") {
  const Folder folder("pipes");
  REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  CHECK(why_unreadable(folder.path("pipe")) ==
        quote(folder.path("pipe")) + " is a device or a pipe, not a file");
  CHECK_THROWS_WITH(read_text_file("/dev/zero"), ContainsSubstring("is a device or a pipe, not a file"));
}

TEST_CASE("environment variables are expanded in paths") {
  ::setenv("CURTAIN_TEST_TRACES", "data/x", 1);
  ::unsetenv("CURTAIN_TEST_UNSET");
  CHECK(expand_environment("${CURTAIN_TEST_TRACES}/a.csv") == "data/x/a.csv");
  CHECK(expand_environment("a$$b") == "a$b");
  CHECK(expand_environment(escape_environment("a$b${c}")) == "a$b${c}");
  CHECK(file_refusal("${CURTAIN_TEST_UNSET}/a") ==
        "the environment variable CURTAIN_TEST_UNSET is not set; set it, or write the path without it");
  for (const char* bad : {"$HOME/a", "${", "${}", "${A-B}", "a$"}) {
    CHECK_THAT(file_refusal(bad), ContainsSubstring("has no name after it; write ${NAME}"));
  }
}

TEST_CASE("paths are relative to the folder of the file that contains them") {
  CHECK(path_from("a/b", "c.csv") == "a/b/c.csv");
  CHECK(path_from("a/b", "../c.csv") == "a/c.csv");
  CHECK(path_from("", "c.csv") == "c.csv");
  CHECK(path_from("a", "/c.csv") == "/c.csv");
  CHECK(directory_of("a/b.yaml") == "a");
  CHECK(directory_of("b.yaml").empty());
}

TEST_CASE("a folder may be given if it contains exactly one file of a kind") {
  const Folder folder("kinds");
  const std::string memory = folder.add("x_memory_d01.csv", "x");
  folder.add("memory.txt", "x");
  CHECK(is_directory(folder.path("")));
  CHECK_FALSE(is_directory(memory));
  CHECK(only_csv_with(folder.path(""), "memory") == memory);
  CHECK_THROWS_WITH(
      only_csv_with(folder.path(""), "durations"),
      ContainsSubstring("has 0 CSV files with 'durations' in their name; name the file to read"));
}

TEST_CASE("wildcards expand to the files that match, in order of name") {
  const Folder folder("wildcards");
  const auto add = [&folder](const char* name) { return folder.add(name, "x"); };
  const std::string b = add("ab.csv");
  const std::string c = add("ac.csv");
  const std::string d = add("abcd.csv");
  add(".hidden.csv");
  folder.add("abfolder.csv/x", "x");
  const auto found = [&folder](const char* pattern) { return matching_files(folder.path(pattern)); };
  CHECK(found("a?.csv") == std::vector{b, c});
  CHECK(found("*.csv") == std::vector{b, d, c});
  CHECK(found("a*c*.csv") == std::vector{d, c});
  CHECK(found("ab.csv*") == std::vector{b});
  CHECK(found("nothing") == std::vector{folder.path("nothing")});
  const std::string literal = add("what?");
  add("whats");
  CHECK(found("what?") == std::vector{literal});
  CHECK_THROWS_WITH(found("*.cs"), "no file matches the pattern " + quote(folder.path("*.cs")));
  CHECK_THROWS_WITH(
      found("x*/a.csv"),
      quote(folder.path("x*/a.csv")) +
          " has a wildcard in the name of its folder; only the name of the file may have wildcards");
}
