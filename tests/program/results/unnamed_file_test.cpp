// Tests of nameless temporary files, which the external sort uses. The functions are called directly.
#include "tools/curtain/results/unnamed_file.hpp"

#include <array>

#include "tests/catch.hpp"
#include "tests/support/program.hpp"

TEST_CASE("A temporary file has no name, and returns its contents") {
  const support::Folder folder;
  const auto first = curtain::tools::make_unnamed_file(folder / "out");
  const auto second = curtain::tools::make_unnamed_file(folder / "out");
  CHECK(folder.names().empty());
  first->write("abc");
  first->write(std::string_view("\0d", 2));
  second->write("other");
  first->rewind();
  std::array<char, 3> three{};
  REQUIRE(first->read(three.data(), 3));
  CHECK(std::string(three.data(), 3) == "abc");
  REQUIRE(first->read(three.data(), 2));
  CHECK(std::string(three.data(), 2) == std::string("\0d", 2));
  CHECK_FALSE(first->read(three.data(), 1));
}

TEST_CASE(
    "A temporary file that cannot be created gives the reason, and one that ends within a row is an error") {
  const support::Folder folder;
  CHECK_THROWS_WITH(curtain::tools::make_unnamed_file(folder / "missing/out"),
                    "a temporary file for sorting could not be made: No such file or directory");
  const auto file = curtain::tools::make_unnamed_file(folder / "out");
  file->write("abc");
  file->rewind();
  std::array<char, 4> four{};
  CHECK_THROWS_WITH(file->read(four.data(), 4), "a temporary file for sorting ends within a row");
}
