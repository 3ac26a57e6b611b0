#include "models/config/trace_paths.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain::config;
using testing::Folder;
using testing::read_as;
using testing::rewritten;

TEST_CASE("a path is a file, a pattern of files, or a list of these") {
  const Folder folder("paths");
  const std::string a = folder.add("a-1.csv", "x\n");
  const std::string b = folder.add("a-2.csv.gz", "x\n");
  const std::string c = folder.add("b.csv", "x\n");
  const auto paths = [&](const std::string& text) { return read_as(*paths_form(), text).first; };
  CHECK(paths(c) == std::vector{c});
  CHECK(paths("'" + folder.path("a-*") + "'") == std::vector{a, b});
  CHECK(paths("[" + c + ", '" + folder.path("a-?.csv*") + "']") == std::vector{c, a, b});
  CHECK(paths(folder.path("none.csv")) == std::vector{folder.path("none.csv")});
  CHECK(rewritten(*paths_form(), "[" + c + "]") == rewritten(*paths_form(), c));
  CHECK(read_as(*paths_form(), "[]").second ==
        "t.yaml:1:1: the list of files is empty; write at least one file");
}
