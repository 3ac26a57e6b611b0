#include "models/workload/line_reader.hpp"

#include <fstream>

#include "tests/catch.hpp"
#include "tests/workload/packed_files.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::TemporaryFolder;

namespace {

using Lines = std::vector<std::pair<std::uint64_t, std::string>>;

Lines lines_of(const std::string& path) {
  LineReader reader(path);
  Lines lines;
  for (std::string_view line; reader.next(line);) {
    lines.emplace_back(reader.line_number(), line);
  }
  return lines;
}

}  // namespace

TEST_CASE("lines end with LF, CRLF or the file, and a byte-order mark and blank lines are skipped") {
  const TemporaryFolder folder;
  CHECK(lines_of(folder.write("a", "one\ntwo\r\n\n \t\r\nfive")) ==
        Lines{{1, "one"}, {2, "two"}, {5, "five"}});
  CHECK(lines_of(folder.write("b", "\xEF\xBB\xBFone\n")) == Lines{{1, "one"}});
  CHECK(lines_of(folder.write("c", "\n\n")).empty());
}

TEST_CASE("lines across the edges of the buffer are returned whole") {
  const TemporaryFolder folder;
  std::string text;
  Lines expected;
  for (std::uint64_t i = 1; text.size() < 3'000'000; ++i) {
    const std::string line = std::to_string(i) + std::string(i * 37 % 5'000, 'x');
    expected.emplace_back(i, line);
    text += line + (i % 2 == 0 ? "\r\n" : "\n");
  }
  CHECK(lines_of(folder.write("long", text)) == expected);
  const std::string longest(LineReader::kLongestLine, 'y');
  CHECK(lines_of(folder.write("longest", "a\n" + longest + "\nb\n")) ==
        Lines{{1, "a"}, {2, longest}, {3, "b"}});
}

TEST_CASE("compressed lines are the same, and damage is reported with the line") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 200'000; ++i) {
    text += "row " + std::to_string(i * 37 % 1'000'003) + "\n";
  }
  const Lines expected = lines_of(folder.write("plain", text));
  REQUIRE(expected.size() == 200'000);
  for (const std::string& packed : {support::gzipped(text), support::zstd_packed(text)}) {
    CHECK(lines_of(folder.write("packed", packed)) == expected);
    const std::string path = folder.write("cut", packed.substr(0, packed.size() - 2));
    LineReader reader(path);
    const std::string error = error_of<TraceError>([&reader] {
      for (std::string_view line; reader.next(line);) {
      }
    });
    CHECK_THAT(error, ContainsSubstring(path + ":" + std::to_string(reader.line_number()) + ":1: the "));
    CHECK_THAT(error, ContainsSubstring("data is cut off at byte " + std::to_string(packed.size() - 2) +
                                        ", where the file ends; expected a complete file"));
    CHECK(reader.line_number() > 100'000);
  }
}

TEST_CASE("files that are not text are refused") {
  const TemporaryFolder folder;
  const auto told = [&folder](const std::string& name, const std::string& text) {
    const std::string path = folder.write(name, text);
    const std::string error = error_of<TraceError>([&] { lines_of(path); });
    REQUIRE(error.starts_with(path));
    return error.substr(path.size());
  };
  CHECK(told("empty", "") == ":1:1: the file is empty; expected a line with column names");
  CHECK(told("mark", "\xEF\xBB\xBF") == ":1:1: the file is empty; expected a line with column names");
  CHECK(told("gzip", "\x1F\x8B\x08") ==
        ":1:1: the gzip data is cut off at byte 3, where the file ends; expected a complete file");
  CHECK(told("zip", "PK\x03\x04") ==
        ":1:1: the file is a zip archive; only text, gzip and zstd can be read, so unpack the archive first");
  CHECK(told("none", support::gzipped("")) == ":1:1: the file is empty; expected a line with column names");
  CHECK(told("zero", std::string("a,b\n1,\0x\n", 9)) ==
        ":2:3: found a zero byte; expected a text file in ASCII or UTF-8");
  CHECK(told("late", std::string(700'000, 'x') + "\n" + std::string(300'000, 'x') + std::string(1, '\0')) ==
        ":2:300001: found a zero byte; expected a text file in ASCII or UTF-8");
  const std::string too_long = ":2:1: the line is longer than 1048576 bytes, which is the limit";
  CHECK(told("long", "a\n" + std::string(LineReader::kLongestLine + 1, 'x') + "\n") == too_long);
  CHECK(told("longer", "a\n" + std::string(3 * LineReader::kLongestLine, 'x')) == too_long);

  CHECK(error_of<TraceError>([&] { LineReader reader(folder.path(".")); }) ==
        folder.path(".") + ":1:1: this is a directory; expected a file");
  CHECK(error_of<TraceError>([&] { LineReader reader(folder.path("none.csv")); }) ==
        folder.path("none.csv") +
            ":1:1: the file cannot be opened (No such file or directory); expected a readable file");
}

TEST_CASE("text is quoted in messages") {
  CHECK(in_quotes("abc") == "\"abc\"");
  CHECK(in_quotes("a\tb\x7F") == "\"a\\x09b\\x7F\"");
  CHECK(in_quotes(std::string(100, 'x')) == "\"" + std::string(60, 'x') + "...\"");
}
